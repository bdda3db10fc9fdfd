// Layers areas, buildings, demand, context of a world file.
#include <cmath>

#include "gis/world_file/enum_text.h"
#include "gis/world_file/world_tables.h"

namespace catchment::gis {
namespace {

using enum ColumnType;
const std::vector<Column> kAreas{{"id"},
                                 {"name_zh"},
                                 {"name_en"},
                                 {"level", kInteger},
                                 {"parent", kInteger},
                                 {"population", kInteger},
                                 {"modelled", kBoolean}};
const std::vector<Column> kBuildings{{"id"},
                                     {"name_zh"},
                                     {"name_en"},
                                     {"x", kReal},
                                     {"y", kReal},
                                     {"area", kInteger},
                                     {"kind"},
                                     {"floors", kInteger},
                                     {"gross_area_m2", kReal},
                                     {"dwellings", kInteger},
                                     {"residents", kInteger},
                                     {"workers", kInteger},
                                     {"egress_s", kReal, true},
                                     {"lift", kText, true}};
const std::vector<Column> kDemand{{"id"},
                                  {"name_zh"},
                                  {"name_en"},
                                  {"persons", kInteger},
                                  {"area", kInteger},
                                  {"building", kInteger},
                                  {"inside", kBoolean},
                                  {"egress_s", kReal, true}};
const std::vector<Column> kContext{{"kind"}, {"name_zh"}, {"name_en"}, {"station_x", kReal}, {"station_y", kReal}};

/// Seconds, or -1 where none are stated.
double egress_of(RowReader& row) {
  const double s = row.real();
  if (s < 0) row.refuse("its egress_s is below zero");
  return s >= 0 ? s : -1;
}

}  // namespace

void write_areas(GpkgWriter& file, const World& world) {
  RowWriter row = file.layer("areas", LayerGeometry::kMultiPolygon, kAreas, world.areas.size());
  for (const Area& a : world.areas)
    row.text(a.id)
        .text(a.name.zh)
        .text(a.name.en)
        .integer(a.level)
        .link(a.parent)
        .integer(a.population)
        .boolean(a.modelled)
        .shape(a.shape)
        .write();
}
void read_areas(const WorldSource& in, World& world) {
  RowReader row = in.layer("areas", kAreas);
  world.areas.reserve(in.room_for(row));
  while (row.next()) {
    Area& a = world.areas.emplace_back();
    a.id = row.text();
    a.name.zh = row.text();
    a.name.en = row.text();
    a.level = static_cast<int>(row.integer(0, kBuildingLevel - 1));
    a.parent = row.link<AreaId>();
    a.population = row.integer();
    a.modelled = row.boolean();
    a.shape = row.shape();
    if (a.parent.valid() && a.parent.value + 1 >= world.areas.size()) row.refuse("its parent does not come before it");
  }
}

void write_buildings(GpkgWriter& file, const World& world) {
  RowWriter row = file.layer("buildings", LayerGeometry::kMultiPolygon, kBuildings, world.buildings.size());
  for (const Building& b : world.buildings)
    row.text(b.id)
        .text(b.name.zh)
        .text(b.name.en)
        .real(b.position.x)
        .real(b.position.y)
        .link(b.area)
        .text(word_of(b.kind))
        .integer(b.floors)
        .real(b.gross_area_m2)
        .integer(b.dwellings)
        .integer(b.residents)
        .integer(b.workers)
        .real(b.egress_s >= 0 ? b.egress_s : NAN)
        .text(b.lift < 0 ? "" : b.lift > 0 ? "yes" : "no")
        .shape(b.footprint)
        .write();
}
void read_buildings(const WorldSource& in, World& world) {
  RowReader row = in.layer("buildings", kBuildings);
  world.buildings.reserve(in.room_for(row));
  while (row.next()) {
    Building& b = world.buildings.emplace_back();
    b.id = row.text();
    b.name.zh = row.text();
    b.name.en = row.text();
    b.position.x = row.real();
    b.position.y = row.real();
    b.area = row.link<AreaId>();
    b.kind = take_word<BuildingKind>(row);
    b.floors = row.int32();
    b.gross_area_m2 = row.real();
    b.dwellings = row.int32();
    b.residents = row.integer();
    b.workers = row.integer();
    b.egress_s = egress_of(row);
    if (const std::string_view lift = row.text(); !lift.empty()) {
      if (lift != "yes" && lift != "no") row.refuse("its lift is neither yes nor no");
      b.lift = lift == "yes" ? 1 : 0;
    }
    b.footprint = row.shape();
    row.require_link(b.area, world.areas.size());
  }
}

void write_demand(GpkgWriter& file, const World& world) {
  RowWriter row = file.layer("demand", LayerGeometry::kPoint, kDemand, world.demand.size());
  for (const DemandPoint& d : world.demand)
    row.text(d.id)
        .text(d.name.zh)
        .text(d.name.en)
        .integer(d.persons)
        .link(d.area)
        .link(d.building)
        .boolean(d.inside)
        .real(d.egress_s >= 0 ? d.egress_s : NAN)
        .point(d.position)
        .write();
}
void read_demand(const WorldSource& in, World& world) {
  RowReader row = in.layer("demand", kDemand);
  world.demand.reserve(in.room_for(row));
  while (row.next()) {
    DemandPoint& d = world.demand.emplace_back();
    d.id = row.text();
    d.name.zh = row.text();
    d.name.en = row.text();
    d.persons = row.integer();
    d.area = row.link<AreaId>();
    d.building = row.link<BuildingId>();
    d.inside = row.boolean();
    d.egress_s = egress_of(row);
    d.position = row.point();
    row.require_link(d.area, world.areas.size());
    row.require_link(d.building, world.buildings.size());
  }
}

// A feature is a shape, a line, or a single point; a point has its coordinates in columns, so that the layer's geometry
// stays one that every reader draws.
void write_context(GpkgWriter& file, const World& world) {
  RowWriter row = file.layer("context", LayerGeometry::kAny, kContext, world.context.size());
  for (const ContextFeature& c : world.context) {
    row.text(word_of(c.kind)).text(c.name.zh).text(c.name.en);
    const bool station = c.line.size() == 1;
    if (station)
      row.real(c.line[0].x).real(c.line[0].y);
    else
      row.null().null();
    if (c.line.size() > 1 && !c.shape.empty())
      row.shape_and_line(c.shape, c.line);
    else if (c.line.size() > 1)
      row.line(c.line);
    else if (station && c.shape.empty())
      row.point(c.line[0]);
    else
      row.shape(c.shape);
    row.write();
  }
}
void read_context(const WorldSource& in, World& world) {
  RowReader row = in.layer("context", kContext);
  world.context.reserve(in.room_for(row));
  while (row.next()) {
    ContextFeature& c = world.context.emplace_back();
    c.kind = take_word<ContextKind>(row);
    c.name.zh = row.text();
    c.name.en = row.text();
    const double x = row.real(), y = row.real();
    row.shape_or_line(c.shape, c.line);
    if (x == x && y == y) c.line = {{x, y}};
  }
}

}  // namespace catchment::gis
