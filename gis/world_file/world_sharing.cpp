// Layers links and resources of a world file: the sharing graph.
#include "gis/world_file/enum_text.h"
#include "gis/world_file/world_tables.h"
#include "sim/scenario/parse.h"

namespace catchment::gis {
namespace {

using enum ColumnType;
// `from` and `to` are row numbers of the table that `from_table` and `to_table` name.
const std::vector<Column> kLinks{{"from", kInteger}, {"to", kInteger}, {"kind"},  {"id"},     {"from_table"},     {"to_table"},        {"type"},  {"capacity", kReal},
                                 {"cost", kReal},    {"slots"},        {"start"}, {"end"},    {"status"},         {"venue", kInteger}, {"level", kInteger},
                                 {"matched", kBoolean}};
/// What files of before the sharing graph hold: organisations only.
const std::vector<Column> kPlainLinks{{"from", kInteger}, {"to", kInteger}, {"kind"}};
const std::vector<Column> kResources{{"partner", kInteger}, {"partner_table"}, {"type"}, {"need", kBoolean}, {"amount", kReal}, {"slots"}, {"venue", kInteger}, {"whole", kBoolean}};

std::int64_t fid_of(Partner partner) { return partner.valid() ? std::int64_t{partner.index} + 1 : 0; }
std::string text_of(const OpeningHours& hours) { return hours.none() ? "" : format_opening_hours(hours); }

OpeningHours take_hours(RowReader& row) {
  const std::string_view text = row.text();
  return text.empty() ? OpeningHours{} : parse_opening_hours(std::string(text), row.where());
}

std::size_t size_of(const World& world, Partner::Table table) {
  switch (table) {
    case Partner::Table::kOrganisation: return world.organisations.size();
    case Partner::Table::kFacility: return world.facilities.size();
    case Partner::Table::kVenue: return world.venues.size();
    case Partner::Table::kUnit: return world.units.size();
    case Partner::Table::kArea: return world.areas.size();
  }
  return 0;
}

/// A row number and the word of its table, which lie in two columns.
Partner partner_of(const RowReader& row, const World& world, std::int64_t fid, Partner::Table table) {
  if (fid == 0) return {};
  if (static_cast<std::size_t>(fid) > size_of(world, table)) row.refuse("it points to row " + std::to_string(fid) + " of a shorter table");
  return {table, static_cast<std::uint32_t>(fid - 1)};
}

}  // namespace

void write_sharing(GpkgWriter& file, const World& world) {
  {
    RowWriter row = file.layer("links", LayerGeometry::kNone, kLinks, world.links.size());
    for (const SharingLink& l : world.links)
      row.integer(fid_of(l.from))
          .integer(fid_of(l.to))
          .text(l.kind)
          .text(l.id)
          .text(word_of(l.from.table))
          .text(word_of(l.to.table))
          .text(word_of(l.type))
          .real(l.capacity)
          .real(l.cost)
          .text(text_of(l.slots))
          .text(l.start)
          .text(l.end)
          .text(word_of(l.status))
          .link(l.venue)
          .integer(l.level)
          .boolean(l.matched)
          .write();
  }
  RowWriter row = file.layer("resources", LayerGeometry::kNone, kResources, world.resources.size());
  for (const Resource& r : world.resources)
    row.integer(fid_of(r.at))
        .text(word_of(r.at.table))
        .text(word_of(r.type))
        .boolean(r.need)
        .real(r.amount)
        .text(text_of(r.slots))
        .link(r.venue)
        .boolean(r.whole)
        .write();
}

void read_sharing(const WorldSource& in, World& world) {
  constexpr std::int64_t kMost = UINT32_MAX;
  if (!in.has_column("links", "from_table")) {
    RowReader row = in.layer("links", kPlainLinks);
    while (row.next()) {
      SharingLink& l = world.links.emplace_back();
      const std::int64_t from = row.integer(0, kMost), to = row.integer(0, kMost);
      l.from = partner_of(row, world, from, Partner::Table::kOrganisation);
      l.to = partner_of(row, world, to, Partner::Table::kOrganisation);
      l.kind = row.text();
    }
    return;
  }
  {
    RowReader row = in.layer("links", kLinks);
    world.links.reserve(in.room_for(row));
    while (row.next()) {
      SharingLink& l = world.links.emplace_back();
      const std::int64_t from = row.integer(0, kMost), to = row.integer(0, kMost);
      l.kind = row.text();
      l.id = row.text();
      l.from = partner_of(row, world, from, take_word<Partner::Table>(row));
      l.to = partner_of(row, world, to, take_word<Partner::Table>(row));
      l.type = take_word<LinkType>(row);
      l.capacity = row.real();
      l.cost = row.real();
      l.slots = take_hours(row);
      l.start = row.text();
      l.end = row.text();
      l.status = take_word<LinkStatus>(row);
      l.venue = row.link<VenueId>();
      l.level = static_cast<int>(row.integer(0, 4));
      l.matched = row.boolean();
      row.require_link(l.venue, world.venues.size());
    }
  }
  RowReader row = in.layer("resources", kResources);
  world.resources.reserve(in.room_for(row));
  while (row.next()) {
    Resource& r = world.resources.emplace_back();
    const std::int64_t at = row.integer(0, kMost);
    r.at = partner_of(row, world, at, take_word<Partner::Table>(row));
    r.type = take_word<LinkType>(row);
    r.need = row.boolean();
    r.amount = row.real();
    r.slots = take_hours(row);
    r.venue = row.link<VenueId>();
    r.whole = row.boolean();
    row.require_link(r.venue, world.venues.size());
  }
}

}  // namespace catchment::gis
