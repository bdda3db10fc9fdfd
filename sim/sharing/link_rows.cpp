#include "sim/sharing/link_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "sim/scenario/parse.h"
#include "sim/sharing/link_types.h"
#include "sim/sharing/shared_places.h"

namespace catchment {

namespace {

constexpr std::array<const char*, 5> kTables{"organisation", "facility", "venue", "unit", "area"};

template <class F>
decltype(auto) with_table(const World& world, Partner::Table table, F&& f) {
  switch (table) {
    case Partner::Table::kFacility: return f(world.facilities);
    case Partner::Table::kVenue: return f(world.venues);
    case Partner::Table::kUnit: return f(world.units);
    case Partner::Table::kArea: return f(world.areas);
    case Partner::Table::kOrganisation: break;
  }
  return f(world.organisations);
}

LinkType type_of(const std::string& word, const std::string& where) {
  if (word.empty()) return LinkType::kOther;
  if (const auto type = link_type_of(word)) return *type;
  std::vector<std::string> known;
  for (std::size_t k = 0; k < kLinkTypes; ++k) known.emplace_back(word_of(static_cast<LinkType>(k)));
  const std::string near = nearest_key(word, known);
  throw InputError(where, fmt::format("'{}' is no type of link", word),
                   near.empty() ? fmt::format("known: {}", fmt::join(known, ", ")) : fmt::format("did you mean '{}'?", near));
}

void require_unit(const std::string& unit, LinkType type, const std::string& where) {
  if (unit.empty() || unit == unit_of(type)) return;
  const std::string_view right = unit_of(type);
  throw InputError(where, fmt::format("its unit is '{}', and {} is counted in {}", unit, word_of(type), right.empty() ? "no unit" : fmt::format("'{}'", right)),
                   right.empty() ? "leave the unit empty" : fmt::format("convert the amount to {}", right));
}

double amount_of(double value, const char* what, const std::string& where) {
  if (!std::isfinite(value)) throw InputError(where, fmt::format("its {} is not a finite number", what), "correct the number");
  if (value < 0) throw InputError(where, fmt::format("its {} is {}, below zero", what, value), "write a number from 0, or leave it empty");
  if (value > 1e12) throw InputError(where, fmt::format("its {} is larger than 1e12", what), "correct the number");
  return value;
}

OpeningHours hours_of(const std::string& text, const std::string& where) {
  if (text.empty()) return {};
  const OpeningHours hours = parse_opening_hours(text, where);
  if (hours.none()) throw InputError(where, fmt::format("'{}' holds no whole half hour", text), "write hours from and to whole or half hours");
  return hours;
}

std::string half_hour(std::size_t slot) {
  static constexpr std::array<const char*, 7> kDays{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  const std::size_t in_day = slot % 48, next = in_day + 1;
  return fmt::format("{} {:02}:{:02}-{:02}:{:02}", kDays[slot / 48], in_day / 2, in_day % 2 * 30, next / 2, next % 2 * 30);
}

std::size_t first_of(const OpeningHours& hours) {
  std::size_t slot = 0;
  while (slot < hours.size() && !hours[slot]) ++slot;
  return slot;
}

/// The room is open whenever the link or offer wants it.
void require_within_hours(const World& world, VenueId venue, const OpeningHours& slots, const std::string& where) {
  if (!venue.valid() || slots.none()) return;
  const Venue& v = world.venues[venue.value];
  if (v.hours.none()) return;
  const OpeningHours outside = slots & ~v.hours;
  if (outside.any())
    throw InputError(where, fmt::format("{} is outside the hours of venue '{}' ({})", half_hour(first_of(outside)), v.id, format_opening_hours(v.hours)),
                     "keep to the venue's hours, or extend them");
}

std::string date_of(const std::string& text, const char* what, const std::string& where) {
  if (!text.empty() && !is_date(text)) throw InputError(where, fmt::format("its {} '{}' is no date", what, text), "write it as YYYY-MM-DD");
  return text;
}

}  // namespace

PartnerIndex::PartnerIndex(const World& world) {
  const auto add = [&](const auto& things, Partner::Table table) {
    for (std::size_t i = 0; i < things.size(); ++i) {
      const Partner partner{table, static_cast<std::uint32_t>(i)};
      at_[things[i].id].push_back(partner);
    }
  };
  at_.reserve(world.organisations.size() + world.facilities.size() + world.venues.size() + world.units.size() + world.areas.size());
  add(world.organisations, Partner::Table::kOrganisation);
  add(world.facilities, Partner::Table::kFacility);
  add(world.venues, Partner::Table::kVenue);
  add(world.units, Partner::Table::kUnit);
  add(world.areas, Partner::Table::kArea);
  for (std::uint32_t v = 0; v < world.venues.size(); ++v)
    if (world.venues[v].owner.valid()) rooms_of_[world.venues[v].owner.value].push_back(v);
}

Partner PartnerIndex::find(const std::string& id, const std::string& where) const {
  if (id.empty()) throw InputError(where, "an end of it is empty", "name the organisation, facility, venue, unit or area by its id");
  if (const auto found = at_.find(id); found != at_.end()) {
    if (found->second.size() == 1) return found->second.front();
    std::vector<std::string> ways;
    for (const Partner p : found->second) ways.push_back(fmt::format("'{}:{}'", kTables[static_cast<std::size_t>(p.table)], id));
    throw InputError(where, fmt::format("'{}' is the id of several things", id), fmt::format("write {}", fmt::join(ways, " or ")));
  }
  if (const std::size_t colon = id.find(':'); colon != std::string::npos)
    for (std::size_t t = 0; t < kTables.size(); ++t)
      if (id.compare(0, colon, kTables[t]) == 0)
        if (const auto found = at_.find(id.substr(colon + 1)); found != at_.end())
          for (const Partner p : found->second)
            if (p.table == static_cast<Partner::Table>(t)) return p;
  std::vector<std::string> known;
  // Near ids are looked for among those of a kind that people write by hand: a city has too many to compare.
  if (at_.size() <= 200'000) {
    known.reserve(at_.size());
    for (const auto& [text, partners] : at_) known.push_back(text);
    std::sort(known.begin(), known.end());
  }
  const std::string near = nearest_key(id, known);
  throw InputError(where, fmt::format("there is no organisation, facility, venue, unit or area '{}'", id),
                   near.empty() ? "add it to an input, or correct the id" : fmt::format("did you mean '{}'?", near));
}

VenueId PartnerIndex::venue(const std::string& id, const std::string& where) const {
  const auto found = at_.find(id);
  if (found != at_.end())
    for (const Partner p : found->second)
      if (p.table == Partner::Table::kVenue) return VenueId(p.index);
  std::vector<std::string> known;
  for (const auto& [text, partners] : at_)
    for (const Partner p : partners)
      if (p.table == Partner::Table::kVenue) known.push_back(text);
  std::sort(known.begin(), known.end());
  const std::string near = nearest_key(id, known);
  throw InputError(where, fmt::format("there is no venue '{}'", id), near.empty() ? "add it to an input with role = \"venues\", or to [[sharing.venues]]" : fmt::format("did you mean '{}'?", near));
}

std::string PartnerIndex::word(const World& world, Partner partner) const {
  const std::string& id = id_of(world, partner);
  const auto found = at_.find(id);
  if (found == at_.end() || found->second.size() < 2) return id;
  return fmt::format("{}:{}", kTables[static_cast<std::size_t>(partner.table)], id);
}

const std::string& id_of(const World& world, Partner p) {
  return with_table(world, p.table, [&](const auto& things) -> const std::string& { return things.at(p.index).id; });
}

const Name& name_of(const World& world, Partner p) {
  return with_table(world, p.table, [&](const auto& things) -> const Name& { return things.at(p.index).name; });
}

std::optional<Point> position_of(const World& world, Partner p) {
  const auto placed = [](Point at) { return std::isfinite(at.x) && std::isfinite(at.y) ? std::optional(at) : std::nullopt; };
  switch (p.table) {
    case Partner::Table::kOrganisation: return placed(world.organisations.at(p.index).position);
    case Partner::Table::kFacility: return placed(world.facilities.at(p.index).position);
    case Partner::Table::kVenue: return placed(world.venues.at(p.index).position);
    case Partner::Table::kArea: {
      const Area& area = world.areas.at(p.index);
      if (area.shape.empty()) return std::nullopt;
      return inside_point(area.shape);
    }
    case Partner::Table::kUnit: break;
  }
  return std::nullopt;
}

AreaId district_of(const World& world, Partner p) {
  AreaId at;
  switch (p.table) {
    case Partner::Table::kOrganisation: at = world.organisations.at(p.index).area; break;
    case Partner::Table::kFacility: at = world.facilities.at(p.index).area; break;
    case Partner::Table::kVenue: at = world.venues.at(p.index).area; break;
    case Partner::Table::kArea: at = AreaId(p.index); break;
    case Partner::Table::kUnit: break;
  }
  AreaId top;
  for (; at.valid(); at = world.areas[at.value].parent) {
    if (world.areas[at.value].level == 0) break;
    top = at;
    if (world.areas[at.value].level == 1) break;
  }
  return top;
}

SharingLink link_of(const LinkRow& row, const World& world, const PartnerIndex& partners) {
  SharingLink link;
  link.id = row.id;
  link.from = partners.find(row.from, row.where);
  link.to = partners.find(row.to, row.where);
  if (link.from == link.to) throw InputError(row.where, fmt::format("'{}' is linked to itself", row.from), "remove the row, or correct one end");
  link.type = type_of(row.type, row.where);
  link.kind = row.kind;
  require_unit(row.unit, link.type, row.where);
  if (row.capacity) link.capacity = amount_of(*row.capacity, "capacity", row.where);
  if (row.cost) link.cost = amount_of(*row.cost, "cost", row.where);
  if (link.capacity > 0 && unit_of(link.type).empty() && link.type != LinkType::kOther)
    throw InputError(row.where, fmt::format("a link of type {} has no capacity", word_of(link.type)), "leave the capacity empty");
  link.slots = hours_of(row.slots, row.where);
  link.start = date_of(row.start, "start", row.where);
  link.end = date_of(row.end, "end", row.where);
  if (!link.start.empty() && !link.end.empty() && link.end < link.start)
    throw InputError(row.where, fmt::format("it ends on {}, before it starts on {}", link.end, link.start), "correct one of the dates");
  if (!row.status.empty()) {
    const auto status = link_status_of(row.status);
    if (!status) throw InputError(row.where, fmt::format("'{}' is no status of a link", row.status), "write proposed, agreed, active or lapsed");
    link.status = *status;
  }
  if (!row.venue.empty()) {
    link.venue = partners.venue(row.venue, row.where);
    if (row.type.empty()) link.type = LinkType::kVenue;
    if (link.type != LinkType::kVenue && link.type != LinkType::kTraining)
      throw InputError(row.where, fmt::format("a link of type {} lends no room", word_of(link.type)), "leave the venue empty, or make it a link of type venue or training");
    const Venue& venue = world.venues[link.venue.value];
    if (venue.owner.valid() && link.from != Partner(venue.owner) && link.from != Partner(link.venue))
      throw InputError(row.where, fmt::format("venue '{}' belongs to '{}', and '{}' cannot lend it", venue.id, world.organisations[venue.owner.value].id, row.from),
                       "let the link start at the owner");
  } else if (link.type == LinkType::kVenue && link.from.table == Partner::Table::kVenue) {
    link.venue = VenueId(link.from.index);
  } else if (link.type == LinkType::kVenue && link.from.table == Partner::Table::kOrganisation) {
    if (const auto rooms = partners.rooms_of_.find(link.from.index); rooms != partners.rooms_of_.end()) {
      if (rooms->second.size() == 1) link.venue = VenueId(rooms->second.front());
      else if (link.slots.any() || row.level > 0)
        throw InputError(row.where, fmt::format("'{}' has {} rooms, and the link does not say which one it lends", row.from, rooms->second.size()),
                         fmt::format("write its venue, like '{}'", world.venues[rooms->second.front()].id));
    }
  }
  if (link.venue.valid() && world.venues[link.venue.value].withdrawn)
    throw InputError(row.where, fmt::format("venue '{}' is lent no more: its owner has left the sharing", world.venues[link.venue.value].id), "remove one of the two edits");
  if (link.type == LinkType::kVenue && link.capacity > 744)
    throw InputError(row.where, fmt::format("it lends {} hours a month, and a month has at most 744", link.capacity), "give the hours of one room, or leave the capacity empty");
  if (row.level < 0 || row.level > 4) throw InputError(row.where, fmt::format("there is no service level {}", row.level), "write 1 home, 2 point, 3 station or 4 centre");
  link.level = row.level;
  require_within_hours(world, link.venue, link.slots, row.where);
  if (link.slots.any() && link.capacity > 0 && (link.type == LinkType::kVenue || link.type == LinkType::kVolunteer) && link.capacity > hours_per_month(link.slots) * (1 + 1e-9) && link.venue.valid())
    throw InputError(row.where, fmt::format("its capacity is {} hours a month, and its slots hold {:.2f}", link.capacity, hours_per_month(link.slots)),
                     "give more slots, or less capacity");
  return link;
}

Resource resource_of(const ResourceRow& row, const World& world, const PartnerIndex& partners) {
  Resource r;
  r.at = partners.find(row.at, row.where);
  if (row.type.empty()) throw InputError(row.where, "it does not say what is offered or needed", "write its type, like venue or volunteer");
  r.type = type_of(row.type, row.where);
  require_unit(row.unit, r.type, row.where);
  r.amount = amount_of(row.amount, "amount", row.where);
  r.need = row.need;
  r.whole = row.whole;
  if (r.whole && !r.need) throw InputError(row.where, "an offer is not met whole or in part", "only a need can be whole");
  r.slots = hours_of(row.slots, row.where);
  if (!row.venue.empty()) {
    if (r.need || r.type != LinkType::kVenue) throw InputError(row.where, "only an offer of type venue has a room", "leave the venue empty");
    r.venue = partners.venue(row.venue, row.where);
    const Venue& venue = world.venues[r.venue.value];
    if (venue.owner.valid() && r.at != Partner(venue.owner) && r.at != Partner(r.venue))
      throw InputError(row.where, fmt::format("venue '{}' belongs to '{}', and '{}' cannot offer it", venue.id, world.organisations[venue.owner.value].id, row.at),
                       "let the owner offer it");
  } else if (!r.need && r.type == LinkType::kVenue && r.at.table == Partner::Table::kVenue) {
    r.venue = VenueId(r.at.index);
  }
  require_within_hours(world, r.venue, r.slots, row.where);
  return r;
}

LinkRow row_of(const World& world, const SharingLink& link, const PartnerIndex& partners) {
  LinkRow row;
  row.id = link.id;
  row.from = partners.word(world, link.from);
  row.to = partners.word(world, link.to);
  row.type = word_of(link.type);
  row.kind = link.kind;
  row.unit = unit_of(link.type);
  if (link.capacity >= 0) row.capacity = link.capacity;
  if (link.cost > 0) row.cost = link.cost;
  if (link.slots.any()) row.slots = format_opening_hours(link.slots);
  row.start = link.start;
  row.end = link.end;
  row.status = word_of(link.status);
  if (link.venue.valid()) row.venue = world.venues.at(link.venue.value).id;
  row.level = link.level;
  return row;
}

double shared_hours(const Venue& venue) {
  if (venue.withdrawn) return 0;
  const double by_hours = hours_per_month(venue.hours);
  if (venue.shared_hours_month <= 0) return by_hours;
  return venue.hours.any() ? std::min(venue.shared_hours_month, by_hours) : venue.shared_hours_month;
}

double booked_hours(const SharingLink& link) { return link.type == LinkType::kVenue && link.capacity >= 0 ? link.capacity : hours_per_month(link.slots); }

namespace {

std::string told(const World& world, std::size_t k) {
  const SharingLink& link = world.links[k];
  if (link.matched) return fmt::format("the matched link from '{}' to '{}'", id_of(world, link.from), id_of(world, link.to));
  if (!link.id.empty()) return fmt::format("link '{}'", link.id);
  return fmt::format("link {} ('{}' to '{}')", k + 1, id_of(world, link.from), id_of(world, link.to));
}

}  // namespace

void require_no_double_booking(const World& world, const SharingOptions& options) {
  if (options.overbooking == "shorten") return;
  // By room, in the links' order.
  std::vector<std::pair<std::uint32_t, std::size_t>> uses;
  for (std::size_t k = 0; k < world.links.size(); ++k)
    if (world.links[k].venue.valid() && in_force(world.links[k], options.date)) uses.emplace_back(world.links[k].venue.value, k);
  std::sort(uses.begin(), uses.end());
  for (std::size_t begin = 0; begin < uses.size();) {
    std::size_t end = begin;
    while (end < uses.size() && uses[end].first == uses[begin].first) ++end;
    const Venue& venue = world.venues[uses[begin].first];
    // Two uses whose days do not meet never meet at an hour either.
    const auto same_days = [&](const SharingLink& x, const SharingLink& y) {
      return (x.end.empty() || y.start.empty() || y.start <= x.end) && (y.end.empty() || x.start.empty() || x.start <= y.end);
    };
    const double offered = shared_hours(venue);
    for (std::size_t u = begin; u < end; ++u) {
      const SharingLink& link = world.links[uses[u].second];
      double booked = hours_of_use(link, venue);
      for (std::size_t other = begin; other < u; ++other) {
        const SharingLink& earlier = world.links[uses[other].second];
        if (!same_days(link, earlier)) continue;
        booked += hours_of_use(earlier, venue);
        if (const OpeningHours clash = earlier.slots & link.slots; clash.any())
          throw InputError(told(world, uses[u].second), fmt::format("venue '{}' is booked twice at {}: {} has it already", venue.id, half_hour(first_of(clash)), told(world, uses[other].second)),
                           "give it other slots, or set sharing.overbooking = \"shorten\"");
      }
      if (offered > 0 && booked > offered * (1 + 1e-9))
        throw InputError(told(world, uses[u].second), fmt::format("with it venue '{}' lends {:.2f} hours a month of the {:.2f} that it shares", venue.id, booked, offered),
                         "lend fewer hours, or set sharing.overbooking = \"shorten\"");
    }
    begin = end;
  }
}

}  // namespace catchment
