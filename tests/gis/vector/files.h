#pragma once

// Small map files made by the tests.

#include <functional>
#include <string>
#include <vector>

#include "gis/vector/layer.h"

namespace catchment::gis::test {

struct Feature {
  std::string name{};       ///< bytes as they shall stand in the file
  double value = 0;         ///< NaN: null
  std::string wkt{};         ///< empty: no geometry
};
struct MadeLayer {
  std::string name = "things";
  std::string crs = "EPSG:4326";      ///< empty: none
  std::vector<Feature> features{};
  std::vector<std::string> options{};   ///< creation options of the layer
  int geometry_type = 0;              ///< wkbUnknown
  bool with_flag = true;              ///< a column of truth values
};
/// Columns: name (text), value (real), count (integer: 1, 2, ...), flag (boolean: every second row).
void make_file(const std::string& path, const std::string& driver, const std::vector<MadeLayer>& layers);
std::string write_text(const std::string& path, const std::string& bytes);
std::string read_bytes(const std::string& path);

/// The message of the InputError that a call throws; "no error" if it throws none.
std::string refusal(const std::function<void()>& call);
std::string refusal(const std::string& path, const ReadOptions& options = {});

bool has_finding(const Findings& findings, const std::string& rule);
std::string finding_text(const Findings& findings, const std::string& rule);

}  // namespace catchment::gis::test
