// Layers units, organisations, groups of a world file.
#include <charconv>

#include "gis/world_file/enum_text.h"
#include "gis/world_file/world_tables.h"

namespace catchment::gis {
namespace {

using enum ColumnType;
const std::vector<Column> kUnits{
    {"id"}, {"name_zh"}, {"name_en"}, {"pool"}, {"capacity", kInteger}, {"open", kBoolean}};
const std::vector<Column> kOrganisations{{"id"},
                                         {"name_zh"},
                                         {"name_en"},
                                         {"type"},
                                         {"area", kInteger},
                                         {"building", kInteger},
                                         {"employees", kInteger},
                                         {"members", kInteger},
                                         {"eligible", kInteger},
                                         {"normal_operation", kBoolean},
                                         {"responsible"}};
const std::vector<Column> kGroups{{"id"}, {"kind"}, {"hosts"}, {"building", kInteger}, {"members", kInteger}};

/// Several links in one cell: fids joined by ';'.
template <class IdType>
std::string join_links(const std::vector<IdType>& ids) {
  std::vector<std::string> fids;
  for (const IdType id : ids) fids.push_back(id.valid() ? std::to_string(std::int64_t{id.value} + 1) : "0");
  return join_texts(fids);
}
template <class IdType>
std::vector<IdType> take_links(RowReader& row, std::size_t table_size) {
  std::vector<IdType> ids;
  for (const std::string& text : split_texts(row.text())) {
    std::uint32_t fid = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), fid);
    if (error != std::errc() || end != text.data() + text.size()) row.refuse("'" + text + "' is not a row number");
    ids.push_back(fid == 0 ? IdType() : IdType(fid - 1));
    row.require_link(ids.back(), table_size);
  }
  return ids;
}

}  // namespace

void write_organisations(GpkgWriter& file, const World& world) {
  {
    RowWriter row = file.layer("units", LayerGeometry::kNone, kUnits, world.units.size());
    for (const Unit& u : world.units)
      row.text(u.id).text(u.name.zh).text(u.name.en).text(u.pool).integer(u.capacity).boolean(u.open).write();
  }
  {
    RowWriter row = file.layer("organisations", LayerGeometry::kPoint, kOrganisations, world.organisations.size());
    for (const Organisation& o : world.organisations)
      row.text(o.id)
          .text(o.name.zh)
          .text(o.name.en)
          .text(word_of(o.type))
          .link(o.area)
          .link(o.building)
          .integer(o.employees)
          .integer(o.members)
          .integer(o.eligible)
          .boolean(o.normal_operation)
          .text(join_links(o.responsible))
          .point(o.position)
          .write();
  }
  RowWriter row = file.layer("groups", LayerGeometry::kNone, kGroups, world.groups.size());
  for (const Group& g : world.groups)
    row.text(g.id).text(word_of(g.kind)).text(join_links(g.hosts)).link(g.building).integer(g.members).write();
}

void read_organisations(const WorldSource& in, World& world) {
  {
    RowReader row = in.layer("units", kUnits);
    while (row.next()) {
      Unit& u = world.units.emplace_back();
      u.id = row.text();
      u.name.zh = row.text();
      u.name.en = row.text();
      u.pool = row.text();
      u.capacity = row.integer();
      u.open = row.boolean();
    }
  }
  {
    RowReader row = in.layer("organisations", kOrganisations);
    while (row.next()) {
      Organisation& o = world.organisations.emplace_back();
      o.id = row.text();
      o.name.zh = row.text();
      o.name.en = row.text();
      o.type = take_word<OrganisationType>(row);
      o.area = row.link<AreaId>();
      o.building = row.link<BuildingId>();
      o.employees = row.int32();
      o.members = row.int32();
      o.eligible = row.int32();
      o.normal_operation = row.boolean();
      o.responsible = take_links<UnitId>(row, world.units.size());
      o.position = row.point();
      row.require_link(o.area, world.areas.size());
      row.require_link(o.building, world.buildings.size());
    }
  }
  RowReader row = in.layer("groups", kGroups);
  while (row.next()) {
    Group& g = world.groups.emplace_back();
    g.id = row.text();
    g.kind = take_word<GroupKind>(row);
    g.hosts = take_links<OrganisationId>(row, world.organisations.size());
    g.building = row.link<BuildingId>();
    g.members = row.int32();
    row.require_link(g.building, world.buildings.size());
  }
}

}  // namespace catchment::gis
