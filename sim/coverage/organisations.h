#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "sim/core/cost.h"
#include "sim/scenario/scenario.h"
#include "sim/world/world.h"

namespace catchment {

enum class OrganisationState : std::uint8_t { kNone, kOwn, kJoint, kAssigned };

/// The two coverages of B.3.
struct OrganisationCoverage {
  std::vector<OrganisationState> state;        ///< [n_organisations]; kNone also for those not in normal operation
  std::vector<std::uint32_t> joint_group;      ///< [n_organisations] number of its joint group, UINT32_MAX if none
  std::uint32_t joint_groups = 0;
  std::vector<std::uint32_t> instructor_pool;  ///< [n_organisations] pool that looks after it, UINT32_MAX if none
  std::int64_t counted = 0;                    ///< |O|, or the weight that the denominator names
  std::int64_t own = 0, joint = 0, assigned = 0, none = 0;   ///< in the denominator's weight
  std::int64_t organisations = 0;              ///< in normal operation
  std::int64_t instructor_places = 0, instructor_places_used = 0;
  [[nodiscard]] double organisation_coverage() const;  ///< (own + joint) / counted; NaN if counted is 0
  [[nodiscard]] double work_coverage() const;
};

/// - `travel`: rows organisations, destinations = instructor pools, within each pool's travel limit. Pools without a
///   base or limit reach every organisation and need not be in the table.
/// Joint groups: organisations with eligible >= 1 that have no group of their own; greedy in id order, members pairwise
/// within D_joint (or in one building), closed as soon as... see the .cpp for the exact, deterministic rule; the summed
/// eligible of a joint group is >= eligible_min. Instructors: maximum flow pool [count * caseload] -> organisation [1].
OrganisationCoverage cover_organisations(const World& world, const OrganisationOptions& options, const CostTable& travel);

/// Accountable units (B.3): exactly one is right.
struct Accountability {
  std::vector<OrganisationId> orphans, conflicts;
  std::vector<std::int64_t> load;              ///< [n_units] organisations
  std::vector<UnitId> overloaded;
};
Accountability accountability(const World& world);

/// Assigns every organisation one unit within the units' capacities, by maximum flow (C7: two pools). `may` rows:
/// organisations, destinations: units that may take it. -> [n_organisations] unit or invalid ("no capacity").
std::vector<UnitId> assign_units(const CostTable& may, std::span<const Unit> units);

/// OB-4, C10: groups with one slot of `hours` each into venues that offer hours. Groups that found a venue, in id order.
struct VenueHosting {
  std::int64_t groups = 0, hosted = 0, no_slot = 0, venues = 0;
  double hours_needed_per_venue = 0;           ///< for full hosting
  std::vector<std::int64_t> slots_used;        ///< [n_venues]
};
VenueHosting host_groups(std::int64_t groups, double group_hours, std::span<const double> venue_hours);

}  // namespace catchment
