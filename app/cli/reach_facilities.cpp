#include "app/cli/reach_facilities.h"

#include <cmath>
#include <filesystem>
#include <set>

#include <fmt/format.h>

#include "app/pipeline/rows.h"
#include "gis/crs/projector.h"
#include "gis/vector/layer.h"

namespace catchment::cli {

namespace {

int column_of(const gis::Table& table, std::initializer_list<const char*> names) {
  for (const char* name : names)
    if (const int column = table.column(name); column >= 0) return column;
  return -1;
}

Datum datum_of(const std::string& word) {
  if (word == "gcj02") return Datum::kGcj02;
  if (word == "bd09") return Datum::kBd09;
  if (word == "cgcs2000") return Datum::kCgcs2000;
  return Datum::kWgs84;
}

std::vector<ReachFacility> from_table(const ReachArguments& in, const World& world) {
  gis::ReadOptions options;
  options.layer = in.layer;
  options.need_geometry = false;
  const gis::Table table = gis::read_table(in.facilities, options);
  const int x = column_of(table, {"x"}), y = column_of(table, {"y"});
  const int lon = column_of(table, {"lon", "lng", "longitude"}), lat = column_of(table, {"lat", "latitude"});
  const bool degrees = lon >= 0 && lat >= 0;
  if (!degrees && (x < 0 || y < 0))
    throw InputError(in.facilities, "it has no columns x,y (metres in the world's CRS) or lon,lat (degrees)", "add one of these pairs");
  const int id = column_of(table, {"id"});
  const gis::Projector projector("EPSG:4326", datum_of(in.datum), world.crs);
  std::vector<ReachFacility> out;
  for (std::size_t row = 0; row < table.n_rows(); ++row) {
    const std::string where = fmt::format("{}: row {}", in.facilities, table.row_number[row]);
    const auto number = [&](int column) {
      const std::string& cell = table.cells[static_cast<std::size_t>(column)][row];
      const auto value = pipeline::parse_number(cell);
      if (!value) throw InputError(where, fmt::format("the coordinate '{}' is not a number", cell), "correct it");
      return *value;
    };
    ReachFacility facility;
    facility.id = id >= 0 ? table.cells[static_cast<std::size_t>(id)][row] : std::to_string(row + 1);
    facility.position = {number(degrees ? lon : x), number(degrees ? lat : y)};
    if (degrees) {
      if (std::abs(facility.position.x) > 180 || std::abs(facility.position.y) > 90)
        throw InputError(where, "lon,lat is not a place in degrees", "call the columns x,y if they are metres");
      facility.position = projector.apply(facility.position);
    } else if (std::abs(facility.position.x) <= 180 && std::abs(facility.position.y) <= 90 && !world.streets.node.empty() &&
               std::abs(world.streets.node[0].y) > 10'000) {
      throw InputError(where, "x,y look like degrees, but metres are expected", "call the columns lon,lat if they are degrees");
    }
    out.push_back(std::move(facility));
  }
  return out;
}

std::vector<ReachFacility> from_layer(const ReachArguments& in, const World& world) {
  gis::ReadOptions options;
  options.layer = in.layer;
  options.project_crs = world.crs;
  const gis::Table table = gis::read_table(in.facilities, options);
  const int id = column_of(table, {"id"});
  std::vector<ReachFacility> out;
  for (std::size_t row = 0; row < table.n_rows(); ++row) {
    if (table.kind[row] == gis::GeometryKind::kNone) continue;
    out.push_back({id >= 0 ? table.cells[static_cast<std::size_t>(id)][row] : std::to_string(row + 1), table.point[row]});
  }
  return out;
}

}  // namespace

std::vector<ReachFacility> reach_facilities(const ReachArguments& in, const World& world) {
  std::vector<ReachFacility> out;
  if (in.facilities.empty()) {
    for (const Facility& f : world.facilities)
      if (f.status != FacilityStatus::kClosed && (in.level == 0 || f.level == in.level)) out.push_back({f.id, f.position});
    if (out.empty())
      throw InputError(in.world, in.level == 0 ? "it has no open facility" : fmt::format("it has no open facility of level {}", in.level),
                       "give some with --facilities");
    return out;
  }
  const bool table = in.facilities.ends_with(".csv") || in.facilities.ends_with(".txt") || in.facilities.ends_with(".tsv");
  out = table ? from_table(in, world) : from_layer(in, world);
  if (out.empty()) throw InputError(in.facilities, "it holds no facility", "give at least one row");
  std::set<std::string> ids;
  for (const ReachFacility& f : out)
    if (!ids.insert(f.id).second) throw InputError(in.facilities, "the id '" + f.id + "' appears twice", "give each facility an id of its own");
  return out;
}

}  // namespace catchment::cli
