#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "sim/scenario/sharing_specs.h"
#include "sim/world/world.h"

namespace catchment {

/// Partners by id. An id that two tables hold is named with its table: "organisation:tj", "facility:station-4", "venue:..", "unit:..",
/// "area:..".
class PartnerIndex {
 public:
  explicit PartnerIndex(const World& world);
  /// Throws InputError (where, what, the nearest id there is) for an id that is in no table, or in several.
  [[nodiscard]] Partner find(const std::string& id, const std::string& where) const;
  [[nodiscard]] VenueId venue(const std::string& id, const std::string& where) const;
  /// The id that `find` takes for this partner: with its table where another table holds the id too.
  [[nodiscard]] std::string word(const World& world, Partner partner) const;

 private:
  friend SharingLink link_of(const LinkRow& row, const World& world, const PartnerIndex& partners);
  std::unordered_map<std::string, std::vector<Partner>> at_;
  std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> rooms_of_;   // by organisation: the venues that it owns, ascending
};

/// A partner's id, name and place in `world`. A facility that is lent has the place of its venue.
const std::string& id_of(const World& world, Partner partner);
const Name& name_of(const World& world, Partner partner);
/// nullopt: it has none (a unit; an organisation or area without coordinates).
std::optional<Point> position_of(const World& world, Partner partner);
/// The district (level 1), or the topmost area under the city, that it lies in; invalid: none.
AreaId district_of(const World& world, Partner partner);

/// A row as a link or resource of the world. Throws InputError naming the row (`where`) and the remedy for: an unknown type, status or
/// partner; a link of a partner to itself; a negative or infinite capacity, cost or amount; a unit that is not the type's; a date that is
/// none, or an end before the start; hours that cannot be read; hours outside the venue's; a venue that is not there, is withdrawn, or is lent by another
/// than its owner; more hours than a month has; a level outside 1..4. A link of type venue that names no room lends its sender's, if that has one; if it has
/// several and the link states hours or a level, it is refused.
SharingLink link_of(const LinkRow& row, const World& world, const PartnerIndex& partners);
Resource resource_of(const ResourceRow& row, const World& world, const PartnerIndex& partners);
/// The row that says this link (for files and edits).
LinkRow row_of(const World& world, const SharingLink& link, const PartnerIndex& partners);

/// Hours a month that a room shares: what it states, at most those of its hours; else those of its hours; 0 if it states neither or is withdrawn.
double shared_hours(const Venue& venue);
/// Hours a month that a link takes up of its room: its capacity if that is in hours (type venue), else those of its slots; 0 if it states neither.
double booked_hours(const SharingLink& link);
/// What several links in force on `date` together may not do: use one room twice at one time, or lend more hours of a venue than it shares. Nothing is refused
/// where `overbooking` is "shorten". Throws InputError naming both links and the half hour. O(links log links).
void require_no_double_booking(const World& world, const SharingOptions& options);

}  // namespace catchment
