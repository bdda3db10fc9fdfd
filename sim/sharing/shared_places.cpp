#include "sim/sharing/shared_places.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <unordered_map>

#include "sim/sharing/link_rows.h"
#include "sim/sharing/link_types.h"

namespace catchment {

namespace {

/// Links in force that use each room, in the links' order.
std::map<std::uint32_t, std::vector<std::size_t>> uses_of_rooms(const World& world, const SharingOptions& options) {
  std::map<std::uint32_t, std::vector<std::size_t>> uses;
  for (std::size_t k = 0; k < world.links.size(); ++k)
    if (world.links[k].venue.valid() && in_force(world.links[k], options.date)) uses[world.links[k].venue.value].push_back(k);
  return uses;
}

/// What each use of a room gets of its wish: at a half hour that several want, each gets an equal part of it; and if all together want more hours than the
/// room shares, all are cut by the same factor.
std::vector<double> parts_of_uses(const World& world, const Venue& venue, const std::vector<std::size_t>& links) {
  std::array<std::uint32_t, kWeekSlots> wanted{};
  for (const std::size_t k : links)
    for (std::size_t s = 0; s < wanted.size(); ++s) wanted[s] += world.links[k].slots[s];
  std::vector<double> part;
  double booked = 0;
  for (const std::size_t k : links) {
    const OpeningHours& slots = world.links[k].slots;
    double got = 0;
    for (std::size_t s = 0; s < wanted.size(); ++s)
      if (slots[s]) got += 1.0 / wanted[s];
    part.push_back(slots.any() ? got / static_cast<double>(slots.count()) : 1);
    booked += part.back() * hours_of_use(world.links[k], venue);
  }
  if (const double offered = shared_hours(venue); offered > 0 && booked > offered)
    for (double& p : part) p *= offered / booked;
  return part;
}

/// Persons that a room takes in so many hours a month.
std::int64_t persons_of(const Venue& venue, double hours, const SharingOptions& options) {
  if (venue.seats <= 0) return -1;   // as a facility that states no capacity
  return static_cast<std::int64_t>(std::min(1e12, std::floor(venue.seats * (hours / options.session_hours) / options.visits_per_person_month * (1 + 1e-12))));
}

/// Within the boundary of the study: as the nearest demand point is. Without any, everything is.
bool inside_study(const World& world, Point at) {
  const DemandPoint* nearest = nullptr;
  double least = std::numeric_limits<double>::infinity();
  for (const DemandPoint& d : world.demand)
    if (const double m = distance(d.position, at); m < least) least = m, nearest = &d;
  return nearest == nullptr || nearest->inside;
}

double people_hours(const SharingLink& link, const SharingOptions& options) {
  if (link.type == LinkType::kSecondment) return std::max(0.0, link.capacity) * options.hours_per_person_month / 12;
  return link.capacity >= 0 ? link.capacity : hours_per_month(link.slots);
}

}  // namespace

double hours_of_use(const SharingLink& link, const Venue& venue) {
  return link.type == LinkType::kVenue && link.capacity < 0 && link.slots.none() ? shared_hours(venue) : booked_hours(link);
}

double VenueUse::utilisation() const { return offered_hours_month > 0 ? booked_hours_month / offered_hours_month : NAN; }

std::vector<VenueUse> venue_use(const World& world, const SharingOptions& options) {
  const auto uses = uses_of_rooms(world, options);
  std::vector<VenueUse> out;
  for (std::uint32_t v = 0; v < world.venues.size(); ++v) {
    VenueUse& use = out.emplace_back();
    use.venue = VenueId(v);
    use.offered_hours_month = shared_hours(world.venues[v]);
    const auto found = uses.find(v);
    if (found == uses.end()) continue;
    const std::vector<double> part = parts_of_uses(world, world.venues[v], found->second);
    for (std::size_t u = 0; u < part.size(); ++u) {
      use.booked_hours_month += part[u] * hours_of_use(world.links[found->second[u]], world.venues[v]);
      use.shortened = std::min(use.shortened, part[u]);
      ++use.bookings;
    }
  }
  return out;
}

std::vector<double> parts_of_wishes(const World& world, const SharingOptions& options) {
  std::vector<double> out(world.links.size(), 1);
  if (options.overbooking != "shorten") return out;
  for (const auto& [v, links] : uses_of_rooms(world, options)) {
    const std::vector<double> part = parts_of_uses(world, world.venues[v], links);
    for (std::size_t u = 0; u < links.size(); ++u) out[links[u]] = part[u];
  }
  return out;
}

std::vector<LentPlace> lent_places(const World& world, const SharingOptions& options) {
  std::vector<LentPlace> out;
  for (const auto& [v, links] : uses_of_rooms(world, options)) {
    const Venue& venue = world.venues[v];
    const std::vector<double> part = parts_of_uses(world, venue, links);
    struct Room { LentPlace place; double hours = 0; bool all_day = false, stated = false; };
    std::map<int, Room> rooms;                               // by level
    for (std::size_t u = 0; u < links.size(); ++u) {
      const SharingLink& link = world.links[links[u]];
      if (link.type != LinkType::kVenue && link.level == 0) continue;
      const Facility* guest = link.to.table == Partner::Table::kFacility ? &world.facilities[link.to.index] : nullptr;
      Room& room = rooms[link.level > 0 ? link.level : guest != nullptr ? guest->level : options.venue_level];
      room.hours += part[u] * hours_of_use(link, venue);
      room.stated = room.stated || link.capacity >= 0 || link.slots.any() || shared_hours(venue) > 0;
      room.place.hours |= link.slots;
      room.all_day = room.all_day || link.slots.none();      // a use without slots: whenever
      if (guest == nullptr) continue;
      for (const std::string& s : guest->services)
        if (std::ranges::find(room.place.services, s) == room.place.services.end()) room.place.services.push_back(s);
    }
    for (auto& [level, room] : rooms) {
      room.place.id = fmt::format("{}/{}", venue.id, level);
      room.place.venue = v;
      room.place.level = level;
      // Where nobody states hours, nobody knows how much it can take.
      room.place.capacity = room.stated ? persons_of(venue, room.hours, options) : -1;
      if (room.all_day) room.place.hours = venue.hours;      // whenever the room itself is open
      out.push_back(std::move(room.place));
    }
  }
  return out;
}

std::vector<std::uint32_t> apply_sharing(World& world, const SharingOptions& options, const std::vector<LentPlace>* before) {
  require_no_double_booking(world, options);
  const std::vector<LentPlace> lent = lent_places(world, options);
  std::unordered_map<std::string, const LentPlace*> now, then;
  for (const LentPlace& place : lent) now.emplace(place.id, &place);
  if (before != nullptr)
    for (const LentPlace& place : *before) then.emplace(place.id, &place);
  std::unordered_map<std::uint32_t, double> hours_of;        // of lent people, by facility
  for (const SharingLink& link : world.links)
    if (lends_people(link.type) && link.to.table == Partner::Table::kFacility && in_force(link, options.date)) hours_of[link.to.index] += people_hours(link, options);

  std::vector<std::uint32_t> changed;
  std::unordered_map<std::string, std::uint32_t> lent_index;
  for (std::uint32_t f = 0; f < world.facilities.size(); ++f) {
    Facility& facility = world.facilities[f];
    if (facility.lent) {
      lent_index.emplace(facility.id, f);
      const bool was_lent = before == nullptr || then.contains(facility.id);
      if (!now.contains(facility.id) && was_lent && facility.status != FacilityStatus::kClosed) {
        facility.status = FacilityStatus::kClosed;
        changed.push_back(f);
      }
      continue;
    }
    if (now.contains(facility.id))
      throw InputError(fmt::format("facility '{}'", facility.id), fmt::format("venue '{}' is lent for services, and its place would have the same id", world.venues[now.at(facility.id)->venue].id),
                       "rename the facility or the venue");
    const auto found = hours_of.find(f);
    const double hours = found == hours_of.end() ? 0 : found->second;
    const auto persons = static_cast<std::int64_t>(std::min(1e12, std::floor(hours * options.persons_per_staff_hour * (1 + 1e-12))));
    if (facility.lent_hours_month == hours && facility.lent_capacity == persons) continue;
    facility.lent_hours_month = hours;
    facility.lent_capacity = persons;
    changed.push_back(f);
  }
  for (const LentPlace& place : lent) {
    const auto known = lent_index.find(place.id);
    if (known != lent_index.end()) {
      if (const auto was = then.find(place.id); was != then.end() && *was->second == place) continue;
      Facility& f = world.facilities[known->second];
      if (f.status != FacilityStatus::kClosed && f.capacity == place.capacity && f.hours == place.hours && f.services == place.services) continue;
      f.status = FacilityStatus::kExisting;
      f.capacity = place.capacity;
      f.hours = place.hours;
      f.services = place.services;
      changed.push_back(known->second);
      continue;
    }
    const Venue& venue = world.venues[place.venue];
    Facility f;
    f.id = place.id;
    f.name = venue.name;
    f.level = place.level;
    f.position = venue.position;
    f.area = venue.area;
    f.services = place.services;
    f.lent = true;
    f.inside = inside_study(world, venue.position);
    f.hours = place.hours;
    f.capacity = place.capacity;
    changed.push_back(static_cast<std::uint32_t>(world.facilities.size()));
    world.facilities.push_back(std::move(f));
  }
  std::sort(changed.begin(), changed.end());
  return changed;
}

}  // namespace catchment
