// Layers facilities, venues, catalogue, instructors of a world file.
#include "gis/world_file/enum_text.h"
#include "gis/world_file/world_tables.h"
#include "sim/scenario/parse.h"

namespace catchment::gis {
namespace {

using enum ColumnType;
const std::vector<Column> kFacilities{{"id"},
                                      {"name_zh"},
                                      {"name_en"},
                                      {"level", kInteger},
                                      {"capacity", kInteger},
                                      {"services"},
                                      {"staff", kInteger},
                                      {"hours"},
                                      {"area", kInteger},
                                      {"building", kInteger},
                                      {"status"},
                                      {"fixed_cost_fen", kInteger},
                                      {"running_cost_fen", kInteger},
                                      {"inside", kBoolean},
                                      {"modelled", kBoolean},
                                      {"lent", kBoolean},
                                      {"lent_capacity", kInteger},
                                      {"lent_hours_month", kReal}};
const std::vector<Column> kVenues{{"id"},
                                  {"name_zh"},
                                  {"name_en"},
                                  {"kind"},
                                  {"area", kInteger},
                                  {"seats", kInteger},
                                  {"shared_hours_month", kReal},
                                  {"owner", kInteger},
                                  {"hours"}};
/// Without what files of before the sharing graph lack.
std::vector<Column> some_of(const std::vector<Column>& columns, std::size_t last_ones_missing) {
  return {columns.begin(), columns.end() - static_cast<std::ptrdiff_t>(last_ones_missing)};
}
const std::vector<Column> kCatalogue{{"id"},       {"name_zh"}, {"name_en"},           {"function"},
                                     {"category"}, {"channel"}, {"service_min", kReal}};
const std::vector<Column> kInstructors{
    {"id"}, {"base", kInteger}, {"count", kInteger}, {"caseload", kInteger}, {"travel_limit_min", kReal}};

}  // namespace

void write_services(GpkgWriter& file, const World& world) {
  {
    RowWriter row = file.layer("facilities", LayerGeometry::kPoint, kFacilities, world.facilities.size());
    for (const Facility& f : world.facilities)
      row.text(f.id)
          .text(f.name.zh)
          .text(f.name.en)
          .integer(f.level)
          .integer(f.capacity)
          .text(join_texts(f.services))
          .integer(f.staff)
          .text(f.hours.none() ? "" : format_opening_hours(f.hours))
          .link(f.area)
          .link(f.building)
          .text(word_of(f.status))
          .integer(f.fixed_cost_fen)
          .integer(f.running_cost_fen)
          .boolean(f.inside)
          .boolean(f.modelled)
          .boolean(f.lent)
          .integer(f.lent_capacity)
          .real(f.lent_hours_month)
          .point(f.position)
          .write();
  }
  {
    RowWriter row = file.layer("venues", LayerGeometry::kPoint, kVenues, world.venues.size());
    for (const Venue& v : world.venues)
      row.text(v.id)
          .text(v.name.zh)
          .text(v.name.en)
          .text(v.kind)
          .link(v.area)
          .integer(v.seats)
          .real(v.shared_hours_month)
          .link(v.owner)
          .text(v.hours.none() ? "" : format_opening_hours(v.hours))
          .point(v.position)
          .write();
  }
  {
    RowWriter row = file.layer("catalogue", LayerGeometry::kNone, kCatalogue, world.catalogue.size());
    for (const CatalogueItem& c : world.catalogue)
      row.text(c.id)
          .text(c.name.zh)
          .text(c.name.en)
          .text(c.function)
          .text(c.category)
          .text(c.channel)
          .real(c.service_min)
          .write();
  }
  RowWriter row = file.layer("instructors", LayerGeometry::kNone, kInstructors, world.instructors.size());
  for (const InstructorPool& i : world.instructors)
    row.text(i.id).link(i.base).integer(i.count).integer(i.caseload).real(i.travel_limit_min).write();
}

void read_services(const WorldSource& in, World& world) {
  {
    const bool sharing = in.has_column("facilities", "lent");
    RowReader row = in.layer("facilities", sharing ? kFacilities : some_of(kFacilities, 3));
    while (row.next()) {
      Facility& f = world.facilities.emplace_back();
      f.id = row.text();
      f.name.zh = row.text();
      f.name.en = row.text();
      f.level = static_cast<int>(row.integer(1, 4));
      f.capacity = row.integer();
      f.services = split_texts(row.text());
      f.staff = row.int32();
      if (const auto hours = row.text(); !hours.empty()) f.hours = parse_opening_hours(std::string(hours), row.where());
      f.area = row.link<AreaId>();
      f.building = row.link<BuildingId>();
      f.status = take_word<FacilityStatus>(row);
      f.fixed_cost_fen = row.integer();
      f.running_cost_fen = row.integer();
      f.inside = row.boolean();
      f.modelled = row.boolean();
      if (sharing) {
        f.lent = row.boolean();
        f.lent_capacity = row.integer();
        f.lent_hours_month = row.real();
      }
      f.position = row.point();
      row.require_link(f.area, world.areas.size());
      row.require_link(f.building, world.buildings.size());
    }
  }
  {
    const bool timed = in.has_column("venues", "hours");
    RowReader row = in.layer("venues", timed ? kVenues : some_of(kVenues, 1));
    while (row.next()) {
      Venue& v = world.venues.emplace_back();
      v.id = row.text();
      v.name.zh = row.text();
      v.name.en = row.text();
      v.kind = row.text();
      v.area = row.link<AreaId>();
      v.seats = row.int32();
      v.shared_hours_month = row.real();
      v.owner = row.link<OrganisationId>();
      if (timed)
        if (const auto hours = row.text(); !hours.empty()) v.hours = parse_opening_hours(std::string(hours), row.where());
      v.position = row.point();
      row.require_link(v.area, world.areas.size());
      row.require_link(v.owner, world.organisations.size());
    }
  }
  {
    RowReader row = in.layer("catalogue", kCatalogue);
    while (row.next()) {
      CatalogueItem& c = world.catalogue.emplace_back();
      c.id = row.text();
      c.name.zh = row.text();
      c.name.en = row.text();
      c.function = row.text();
      c.category = row.text();
      c.channel = row.text();
      c.service_min = row.real();
    }
  }
  RowReader row = in.layer("instructors", kInstructors);
  while (row.next()) {
    InstructorPool& i = world.instructors.emplace_back();
    i.id = row.text();
    i.base = row.link<FacilityId>();
    i.count = row.integer();
    i.caseload = row.int32();
    i.travel_limit_min = row.real();
    row.require_link(i.base, world.facilities.size());
  }
}

}  // namespace catchment::gis
