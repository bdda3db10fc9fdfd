#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/network/service_areas.h"
#include "sim/network/street_cells.h"
#include "sim/report/reach.h"
#include "sim/scenario/scenario.h"
#include "sim/world/world.h"

namespace catchment {

/// Water, walls, and the ways that this mode may not use (`usable` [n_edges] 0): nobody crosses them but along a street.
Barriers barriers_of(const World& world, std::span<const std::uint8_t> usable);

/// The places that are nearest to each of a level's providers and within its cutoff, for the general public (nobody has a key to
/// a gate): one area per provider that reaches any street, `owner` an index into `providers`. Areas do not overlap. Empty without streets.
/// Throws as `street_cells`. O(n log n) in the streets reached.
std::vector<ServiceArea> catchment_areas(const World& world, const NetworkOptions& network, const Reach& reach, const LevelSpec& spec,
                                         std::span<const FacilityId> providers, const AreaOptions& options = {});

}  // namespace catchment
