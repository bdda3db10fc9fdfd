#pragma once

#include <vector>

#include "sim/scenario/scenario.h"
#include "sim/world/world.h"

namespace catchment {

/// Is it open at a half hour of the week? One that states no hours is; at kAnyTime hours are not looked at.
bool open_at(const Facility& facility, int slot);

/// Does the facility provide the level (B.6): not closed, open at the half hour `slot`, not ignored as a neighbour's, and either
/// one of the level's services, or its own rank (or above, if levels are nested)?
bool provides(const Facility& facility, const LevelSpec& level, const CoverageOptions& options, int slot = kAnyTime);

/// All that do, ascending.
std::vector<FacilityId> providers_of(const World& world, const LevelSpec& level, const CoverageOptions& options,
                                     int slot = kAnyTime);

}  // namespace catchment
