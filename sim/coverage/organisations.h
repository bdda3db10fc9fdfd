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

/// Own groups. Rule "eligible": eligible >= eligible_min founds a group; the world's groups are not looked at. Rule "given":
/// hosts of the world's groups of kind own are own, hosts of kind joint are joint (an own one stays own), a joint group with a
/// building and no hosts takes every organisation of that building, and no further joint group is formed.
///
/// Joint groups (rule "eligible", `joint`): see form_joint_groups in joint_groups.h; members have eligible >= 1.
///
/// Instructors, for those with neither: maximum flow pool [count * caseload] -> organisation [1].
/// - `options.instructors` >= 0: one pool of that many with `options.caseload`, without base or limit. Else world.instructors;
///   a pool's missing caseload (0) and travel limit (-1) are those of the options.
/// - `travel`: rows organisations, destinations the world's pools, only pairs within the pool's travel limit. Pools without a
///   base or limit reach every organisation and need not be in it. It may be empty if there is no other pool.
/// Where places are short, the lowest ids of a place are served first.
///
/// Denominator: organisations 1 each; eligible: 1 for each with eligible >= 1; employees: the employees of each.
/// Throws std::invalid_argument for a table that does not fit, an unknown own rule, or negative counts.
OrganisationCoverage cover_organisations(const World& world, const OrganisationOptions& options, const CostTable& travel);

/// Accountable units (B.3): exactly one is right. Of the organisations in normal operation and the open units; a unit named
/// twice counts once; a conflict loads each of its units. Ids ascend.
struct Accountability {
  std::vector<OrganisationId> orphans, conflicts;
  std::vector<std::int64_t> load;              ///< [n_units] organisations
  std::vector<UnitId> overloaded;              ///< load above capacity
};
Accountability accountability(const World& world);

/// Assigns every organisation one unit within the units' capacities, by maximum flow (C7: two pools). `may` rows:
/// organisations, destinations: units that may take it; closed units take none.
/// -> [n_organisations] unit or invalid ("no capacity", or no open unit in its row).
std::vector<UnitId> assign_units(const CostTable& may, std::span<const Unit> units);

/// Groups with one slot of `hours` each a month into venues that offer hours: each venue holds floor(hours / group_hours)
/// groups; groups in id order fill the venues in order.
struct VenueHosting {
  std::int64_t groups = 0, hosted = 0, no_slot = 0, venues = 0;
  double hours_needed_per_venue = 0;           ///< for full hosting: groups * group_hours / venues; +infinity without venues
  std::vector<std::int64_t> slots_used;        ///< [n_venues]
};
/// Throws std::invalid_argument for negative counts, hours that are not finite, group_hours <= 0.
VenueHosting host_groups(std::int64_t groups, double group_hours, std::span<const double> venue_hours);

}  // namespace catchment
