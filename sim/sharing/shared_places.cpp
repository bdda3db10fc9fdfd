#include "sim/sharing/shared_places.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <unordered_map>

#include "sim/sharing/link_rows.h"
#include "sim/sharing/link_types.h"

namespace catchment {

namespace {

double offered_hours(const Venue& venue) { return venue.hours.any() ? hours_per_month(venue.hours) : venue.shared_hours_month; }

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
    booked += part.back() * booked_hours(world.links[k]);
  }
  if (const double offered = offered_hours(venue); offered > 0 && booked > offered)
    for (double& p : part) p *= offered / booked;
  return part;
}

/// What lent people and rooms make of one facility.
struct Lent {
  double hours = 0;                        // of people, a month
  OpeningHours open{};                     // of a lent room
  double room_hours = 0;
  bool any_slots = false, all_day = false; // a use without slots: open whenever
  std::vector<std::string> services;
  int level = 0;
  std::uint32_t venue = UINT32_MAX;
};

double people_hours(const SharingLink& link, const SharingOptions& options) {
  if (link.type == LinkType::kSecondment) return std::max(0.0, link.capacity) * options.hours_per_person_month / 12;
  return booked_hours(link);
}

}  // namespace

double VenueUse::utilisation() const { return offered_hours_month > 0 ? booked_hours_month / offered_hours_month : NAN; }

std::vector<VenueUse> venue_use(const World& world, const SharingOptions& options) {
  const auto uses = uses_of_rooms(world, options);
  std::vector<VenueUse> out;
  for (std::uint32_t v = 0; v < world.venues.size(); ++v) {
    VenueUse& use = out.emplace_back();
    use.venue = VenueId(v);
    use.offered_hours_month = offered_hours(world.venues[v]);
    const auto found = uses.find(v);
    if (found == uses.end()) continue;
    const std::vector<double> part = parts_of_uses(world, world.venues[v], found->second);
    for (std::size_t u = 0; u < part.size(); ++u) {
      use.booked_hours_month += part[u] * booked_hours(world.links[found->second[u]]);
      use.shortened = std::min(use.shortened, part[u]);
      ++use.bookings;
    }
  }
  return out;
}

std::vector<std::uint32_t> apply_sharing(World& world, const SharingOptions& options) {
  require_no_double_booking(world, options);
  std::map<std::string, Lent> rooms;                         // by id of the lent facility
  std::vector<std::string> order;                            // ids in venue order, then level
  std::map<std::uint32_t, Lent> helped;                      // by facility
  for (const auto& [v, links] : uses_of_rooms(world, options)) {
    const Venue& venue = world.venues[v];
    const std::vector<double> part = parts_of_uses(world, venue, links);
    std::set<std::pair<int, std::string>> here;
    for (std::size_t u = 0; u < links.size(); ++u) {
      const SharingLink& link = world.links[links[u]];
      if (link.type != LinkType::kVenue && link.level == 0) continue;
      const Facility* guest = link.to.table == Partner::Table::kFacility ? &world.facilities[link.to.index] : nullptr;
      const int level = link.level > 0 ? link.level : guest != nullptr ? guest->level : options.venue_level;
      const std::string id = fmt::format("{}/{}", venue.id, level);
      Lent& lent = rooms[id];
      lent.level = level;
      lent.venue = v;
      lent.room_hours += part[u] * booked_hours(link);
      lent.open |= link.slots;
      (link.slots.any() ? lent.any_slots : lent.all_day) = true;
      if (guest != nullptr)
        for (const std::string& s : guest->services)
          if (std::ranges::find(lent.services, s) == lent.services.end()) lent.services.push_back(s);
      here.emplace(level, id);
    }
    for (const auto& [level, id] : here) order.push_back(id);
  }
  for (const SharingLink& link : world.links)
    if (lends_people(link.type) && link.to.table == Partner::Table::kFacility && in_force(link, options.date))
      helped[link.to.index].hours += people_hours(link, options);

  std::vector<std::uint32_t> changed;
  std::unordered_map<std::string, std::uint32_t> lent_index;
  for (std::uint32_t f = 0; f < world.facilities.size(); ++f) {
    Facility& facility = world.facilities[f];
    if (facility.lent) {
      lent_index.emplace(facility.id, f);
      if (!rooms.contains(facility.id) && facility.status != FacilityStatus::kClosed) {
        facility.status = FacilityStatus::kClosed;
        changed.push_back(f);
      }
      continue;
    }
    const auto found = helped.find(f);
    const double hours = found == helped.end() ? 0 : found->second.hours;
    const auto persons = static_cast<std::int64_t>(std::floor(hours * options.persons_per_staff_hour * (1 + 1e-12)));
    if (facility.lent_hours_month == hours && facility.lent_capacity == persons) continue;
    facility.lent_hours_month = hours;
    facility.lent_capacity = persons;
    changed.push_back(f);
  }
  for (const std::string& id : order) {
    const Lent& lent = rooms.at(id);
    const Venue& venue = world.venues[lent.venue];
    Facility f;
    f.id = id;
    f.name = venue.name;
    f.level = lent.level;
    f.position = venue.position;
    f.area = venue.area;
    f.services = lent.services;
    f.lent = true;
    if (!lent.all_day) f.hours = lent.open;
    f.capacity = venue.seats <= 0 ? -1
                                  : static_cast<std::int64_t>(std::floor(venue.seats * (lent.room_hours / options.session_hours) / options.visits_per_person_month * (1 + 1e-12)));
    // Without hours nobody knows how much it can take, as with a facility that states no capacity.
    if (lent.room_hours == 0) f.capacity = -1;
    const auto known = lent_index.find(id);
    if (known == lent_index.end()) {
      changed.push_back(static_cast<std::uint32_t>(world.facilities.size()));
      world.facilities.push_back(std::move(f));
      continue;
    }
    Facility& now = world.facilities[known->second];
    if (now.status != FacilityStatus::kClosed && now.capacity == f.capacity && now.hours == f.hours && now.services == f.services) continue;
    now.status = FacilityStatus::kExisting;
    now.capacity = f.capacity;
    now.hours = f.hours;
    now.services = f.services;
    changed.push_back(known->second);
  }
  std::sort(changed.begin(), changed.end());
  return changed;
}

}  // namespace catchment
