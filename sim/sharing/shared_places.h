#pragma once

#include <vector>

#include "sim/scenario/sharing_specs.h"
#include "sim/world/world.h"

namespace catchment {

/// How much of a room's offered hours is used (N18, U7).
struct VenueUse {
  VenueId venue;
  double offered_hours_month = 0;        ///< what it shares: its stated hours, else shared_hours_month
  double booked_hours_month = 0;         ///< by links in force
  std::int32_t bookings = 0;
  double shortened = 1;                  ///< share of its wish that each booking gets where a room is overbooked ("shorten"); else 1
  [[nodiscard]] double utilisation() const;  ///< booked / offered; NaN if it offers none
};
/// Hours a month that a use takes of its room: as booked_hours; a link of type venue that states neither hours nor amount has all that the room shares.
double hours_of_use(const SharingLink& link, const Venue& venue);
std::vector<VenueUse> venue_use(const World& world, const SharingOptions& options);

/// What the links in force make of the facilities: "sharing moves coverage".
///
/// - A link of type venue with a room (or one of type training that states a level) opens a facility in it: at the room's place, id
///   "ROOM/LEVEL", `lent`, of the link's level, open in the union of the links' slots. A facility as receiving end: the room offers that facility's services and level.
///   Its capacity in persons: seats * (hours a month / session_hours) / visits_per_person_month, rounded down; a room without
///   seats is not limited.
/// - A link that lends people to a facility adds staff hours: volunteers' hours a month, secondment in person-months a year times
///   hours_per_person_month / 12; each hour adds persons_per_staff_hour persons to its `lent_capacity`. To another partner they
///   add nothing.
///
/// Lent facilities that no link carries any more are closed, not removed, so that indexes stay; new ones are appended in venue order. Idempotent.
/// `before`: what the links lent before they were edited; what they lend just so still is left as it is, with whatever else a plan has done to it.
/// -> indexes of the facilities that changed or were added, ascending. Throws as `require_no_double_booking`; InputError if a lent facility's id is another's.
struct LentPlace {
  std::string id;                        ///< "ROOM/LEVEL"
  std::uint32_t venue = 0;
  int level = 0;
  std::int64_t capacity = -1;
  OpeningHours hours{};
  std::vector<std::string> services;
  friend bool operator==(const LentPlace&, const LentPlace&) = default;
};
/// What the links in force lend, by venue, then level. O(links log links).
std::vector<LentPlace> lent_places(const World& world, const SharingOptions& options);
std::vector<std::uint32_t> apply_sharing(World& world, const SharingOptions& options, const std::vector<LentPlace>* before = nullptr);

/// [n_links] share of its wish that each use of a room gets: below 1 only where rooms are overbooked and `overbooking` is "shorten".
std::vector<double> parts_of_wishes(const World& world, const SharingOptions& options);

/// Adds to the world what [sharing] itself names: partners, venues, links, resources, and links by rule. Partners named here are no part of the two
/// coverages of organisations (normal_operation is false). `lonlat` places must have been
/// projected to `at`. Throws InputError as link_of; for an id that is taken; for a place that is not there.
void add_sharing_tables(World& world, const SharingOptions& options);

}  // namespace catchment
