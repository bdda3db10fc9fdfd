#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/network/path.h"
#include "sim/report/compute_study.h"
#include "sim/scenario/scenario.h"
#include "sim/world/world.h"

namespace catchment {

/// Why a demand point is, or is not, served on one level. The first that holds, in this order.
enum class WhyReason {
  kServed,         ///< within the cutoff, and with a place for all its people
  kNoCapacity,     ///< within the cutoff, but (some of) its people have no place
  kNoProvider,     ///< nobody provides this level
  kOffStreet,      ///< no usable street within snap_max
  kClosedHours,    ///< a provider within the cutoff is closed at the study's moment
  kGate,           ///< with the gates open it would be within the cutoff
  kWrongLevel,     ///< a facility of the level below is within the cutoff
  kTooFar,         ///< the nearest provider is beyond the cutoff
  kDisconnected,   ///< no way leads to any provider
};

/// A change that alone would cover the point (for kRaiseCapacity: give its people places), as edits for [[edits]].
struct WhyFix {
  enum class Kind { kOpenGates, kExtendHours, kRaiseCapacity, kSetLevel, kReopenFacility, kNewFacility };
  Kind kind = Kind::kOpenGates;
  std::vector<Edit> edits;             ///< more than one only where several gates are needed together
  Name site;                           ///< of the facility, venue or building concerned; may be empty
  std::string facility;                ///< id of who serves the point then; the new facility's own id for kNewFacility
  Cost cost = kUnreachable;            ///< from the point to it, in the level's unit
  std::int64_t persons_gained = 0;     ///< counted persons newly within the cutoff of the level; newly served for kRaiseCapacity
};

/// The answer for one level.
struct WhyLevel {
  LevelSpec spec;
  WhyReason reason = WhyReason::kServed;
  std::int64_t served = 0, no_capacity = 0;  ///< persons of the point
  std::optional<FacilityId> nearest;         ///< nearest provider, gates and hours as they are
  Cost cost = kUnreachable;                  ///< to it, in the level's unit
  /// In the level's unit for kTooFar, kGate and kWrongLevel (cost - cutoff; infinity if no way leads there); metres beyond
  /// snap_max for kOffStreet (infinity without streets near); persons for kNoCapacity; 0 otherwise.
  double shortfall = 0;
  std::optional<Path> path;             ///< to `nearest`, on streets
  std::vector<WhyFix> fixes;                 ///< cheapest kind first (the order of WhyFix::Kind), then most persons gained
};

struct Why {
  DemandId point;
  double snap_m = 0;                         ///< to the nearest usable street; infinity if none is within snap_max
  bool counted = true;                       ///< inside the study area
  std::vector<WhyLevel> levels;              ///< in the scenario's order
};

struct WhyOptions {
  std::string level;                         ///< name; empty: all
  std::size_t fixes_of_a_kind = 3;           ///< at most so many gates, facilities or sites are named
  std::size_t gates_tried = 200;             ///< nearest shut gates that are tried one by one
};

/// Explains the coverage of one demand point on the world as it is (edits applied). All figures come from the same searches as
/// compute_study: the point is covered here if and only if it is covered there, and each fix is tried by doing it: the
/// costs and persons it names are those of a run with its edits. Fixes looked for: each shut gate (and all that the way
/// needs together), longer hours, more places, the next level for a facility of the level below, a closed facility reopened, a new facility at the
/// nearest venue or public building within the cutoff and at the one that covers most people.
/// Throws std::invalid_argument for a point that is not there, InputError for an unknown level. Work: a search per gate tried,
/// a search of all demand per fix that is kept.
Why explain(const World& world, const Scenario& scenario, const std::vector<CostMatrix>& matrices, DemandId point,
            const WhyOptions& options = {});

}  // namespace catchment
