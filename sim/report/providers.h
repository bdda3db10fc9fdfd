#pragma once

#include <vector>

#include "sim/scenario/scenario.h"
#include "sim/world/world.h"

namespace catchment {

/// Does the facility provide the level (B.6): open, not ignored as a neighbour's, and either one of the level's services, or its
/// own rank (or above, if levels are nested)?
bool provides(const Facility& facility, const LevelSpec& level, const CoverageOptions& options);

/// All that do, ascending.
std::vector<FacilityId> providers_of(const World& world, const LevelSpec& level, const CoverageOptions& options);

}  // namespace catchment
