#pragma once

#include <string>

#include "sim/core/random.h"
#include "viewer/document/document.h"

namespace catchment::document::test {

/// Some edit that the world allows.
Edit random_edit(const World& world, Stream& s, int n);
/// Mostly one edit, sometimes two, sometimes a cutoff, sometimes both.
Step random_step(const Document& document, Stream& s, int n);

/// The live study says what `catchment run` would say, to the last digit (the worst-served tenth to a billionth: its sums run in another order).
void expect_live_equals(Document& document, const Study& run);
/// And counts gained and lost against the base of the document.
void expect_gains(Document& document, const Study& run, const Study& base);
/// Both documents stand at the same: the same records and figures.
void expect_same_plan(Document& a, Document& b);

void write_file(const std::string& path, const std::string& text);
std::string read_file(const std::string& path);

Edit move_to(const std::string& facility, Point to);
Edit edit_of(Edit::Op op, const std::string& target);
Step step_of(Edit edit);

/// N256 as its scenario file gives it, through the pipeline.
std::string n256_file();

}  // namespace catchment::document::test
