#pragma once

#include <functional>
#include <string>

#include "gis/graph_file/graph_file.h"

namespace catchment::gis::test {

/// A file of that name in a scratch folder of its own.
std::string made(const std::string& folder, const std::string& name, const std::string& bytes);
/// Message of the InputError that a call throws, the folder cut away; "no error" if it throws none.
std::string refusal(const std::function<void()>& call);
std::string refusal_of(const std::string& name, const std::string& bytes);

/// A bit of everything that a file can hold: Chinese names, characters that need escaping, parallel links, one that counts both ways,
/// an isolated node, columns of others.
GraphTable sample_table();

/// All that files keep: ids, names, places, figures, links, other columns. Lines and file names are not compared.
void expect_same(const GraphTable& a, const GraphTable& b);

}  // namespace catchment::gis::test
