// [inputs.NAME]: one file each.

#include <algorithm>
#include <cctype>
#include <initializer_list>
#include <string_view>

#include "sim/scenario/decode.h"
#include "sim/scenario/table_reader.h"

namespace catchment {

namespace {

/// In the order of InputRole.
const std::initializer_list<std::string_view> kRoles = {
    "world", "areas", "area_population", "buildings", "demand", "population_raster", "streets", "facilities",
    "organisations", "venues", "units", "context", "costs", "catalogue", "elevation", "links", "resources"};
/// "GCJ-02" and "gcj02" are one.
std::string plain(const std::string& word) {
  std::string out;
  for (const char c : word)
    if (c != '-' && c != '_' && c != ' ') out += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

Datum decode_datum(const TableReader& in) {
  std::string word;
  in.text("datum", word);
  const std::string name = plain(word);
  if (name == "bycrs") return Datum::kDeclaredByCrs;
  if (name == "wgs84") return Datum::kWgs84;
  if (name == "gcj02") return Datum::kGcj02;
  if (name == "bd09") return Datum::kBd09;
  if (name == "cgcs2000") return Datum::kCgcs2000;
  in.refuse("datum", "\"" + word + "\" is not a datum that is known here",
            "write wgs84, gcj02, bd09, cgcs2000 or by-crs");
}

InputSpec decode_input(const Value& value, const std::string& name) {
  const TableReader in(value, "inputs." + name,
                       {"role", "path", "layer", "encoding", "crs", "datum", "fields", "values", "where", "aliases",
                        "clip_to", "outside", "unit", "connect", "tolerance", "source", "licence", "date", "modelled"});
  InputSpec out;
  out.name = name;
  out.place = value.place;
  auto role = static_cast<std::size_t>(std::find(kRoles.begin(), kRoles.end(), name) - kRoles.begin());
  if (in.has("role")) {
    in.choice("role", role, kRoles);
  } else if (role == kRoles.size()) {
    in.refuse("role", "is missing, and '" + name + "' is not itself a role",
              "write role = \"demand\", \"streets\", \"facilities\" or another");
  }
  out.role = static_cast<InputRole>(role);
  in.text("path", out.path);
  if (out.path.empty()) in.refuse("path", in.has("path") ? "is empty" : "is missing", "name the file to read");
  in.text("layer", out.layer);
  in.text("encoding", out.encoding);
  in.text("crs", out.crs);
  if (in.has("datum")) out.datum = decode_datum(in);
  in.text_map("fields", out.fields);
  in.text_map("values", out.values);
  in.text_map("where", out.where);
  in.text_map("aliases", out.aliases);
  in.text("clip_to", out.clip_to);
  in.word("outside", out.outside, {"error", "keep", "drop"});
  in.word("unit", out.unit, {"m", "s"});
  if (out.role == InputRole::kCosts && out.unit.empty())
    in.refuse("unit", "is missing", "say whether the costs are in metres (\"m\") or seconds (\"s\")");
  if (out.role != InputRole::kCosts && !out.unit.empty())
    in.refuse("unit", "only costs have a unit", "remove it, or set role = \"costs\"");
  if (out.role != InputRole::kStreets)
    for (const char* key : {"connect", "tolerance"})
      if (in.has(key)) in.refuse(key, "only street lines are connected", "remove it, or set role = \"streets\"");
  in.word("connect", out.connect, {"vertices", "crossings"});
  if (Measure tolerance; in.measure("tolerance", tolerance, Quantity::kLength, {.low = 0, .high = 100}, CostUnit::kMetres))
    out.tolerance_m = tolerance.value;
  in.text("source", out.source);
  in.text("licence", out.licence);
  in.text("date", out.date);
  in.boolean("modelled", out.modelled);
  return out;
}

}  // namespace

void decode_inputs(const Value& value, std::vector<InputSpec>& out) {
  if (!value.is_table())
    throw key_error(value.place, "inputs", "is not a table", "write one [inputs.NAME] table for each file");
  for (std::size_t i = 0; i < value.items.size(); ++i) out.push_back(decode_input(value.items[i], value.keys[i]));
}

}  // namespace catchment
