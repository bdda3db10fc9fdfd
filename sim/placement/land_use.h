#pragma once

#include "sim/core/random.h"
#include "sim/placement/blocks.h"

namespace catchment::town {

/// Blocks that hold no homes (offices, campus, industry, park, civic) beside `residential` blocks of homes.
std::int64_t special_blocks(const TownSpec& spec, std::int64_t residential);

/// Gives every built-up block its land use: offices in the middle, industry at the rim, a campus for every college,
/// parks apart from each other, civic blocks between them; homes elsewhere.
void choose_land_use(const GridPlan& plan, const TownSpec& spec, std::uint64_t seed, BlockPlan& blocks);

/// 1..4 quarters for a block of `area_m2` (at scale 1).
int quarters_in(LandUse use, double area_m2, Stream& draw);

/// Says which form of homes each residential quarter has: lanes near the heart, towers as dense as the people need.
void choose_homes(const GridPlan& plan, const TownSpec& spec, std::uint64_t seed, BlockPlan& blocks);

}  // namespace catchment::town
