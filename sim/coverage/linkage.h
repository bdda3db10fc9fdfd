#pragma once

#include <span>
#include <vector>

#include "sim/world/world.h"

namespace catchment {

/// The way of a request from a building up to the city (U3): building -> quarter -> block -> sub-district -> district -> city.
struct RelayPath {
  std::vector<AreaId> areas;               ///< from the leaf area up to the root
  int hops = 0;                            ///< steps from the building: the number of areas
  std::vector<int> missing_levels;         ///< of `levels`, ascending; empty: the linkage is whole
};

/// `leaf`: the building's leaf area; invalid: no area at all. `levels`: those that must be on the way; by default city to quarter.
RelayPath relay_path(const std::vector<Area>& areas, AreaId leaf, std::span<const int> levels = {});

/// All places of a world together.
struct Linkage {
  int hops = 0;                            ///< of the longest way
  std::int64_t whole = 0, broken = 0;      ///< places
  std::vector<int> missing_levels;         ///< missing on some place's way, ascending
  std::vector<AreaId> broken_at;           ///< leaf areas whose way is broken, ascending; places in no area are not listed
};

/// O(n + areas * levels). Throws std::invalid_argument for a leaf that does not exist.
Linkage relay_linkage(const std::vector<Area>& areas, std::span<const AreaId> leaf, std::span<const int> levels = {});

}  // namespace catchment
