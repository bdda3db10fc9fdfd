#pragma once

#include "sim/core/progress.h"
#include "sim/scenario/scenario.h"
#include "sim/world/world.h"

namespace catchment {

/// A synthetic Shanghai-like town or city: see town.cpp's rooms for the rules. Arterial grid with super-blocks, walled
/// quarters with gates and inner paths, lanes, towers and slabs, a river with few bridges, campus, office quarter,
/// industrial park, metro; areas city > district > sub-district > block > quarter; people given to buildings by dwellings with
/// exact totals; facilities of four levels, organisations, venues by rule.
/// Coordinates are metres; `origin` is the middle of the town in the project's CRS (the caller projects lon/lat).
/// Same spec and seed, same bytes. Any size from 1 km2 to 25 million people and 1 million street nodes; time and memory
/// linear in buildings + streets.
/// Throws InputError for sizes that cannot be (population < 1, area <= 0, density above 100,000 per km2...).
World generate_town(const TownSpec& spec, std::uint64_t seed, Point origin, const std::string& crs,
                    const Progress& progress = {});

/// The OA-2 reference city of organisations (14,000 by default): `eligible` = 3 + (k mod 5) if k mod 100 < 67, else k mod 3;
/// organisation k belongs to hub k mod `hubs`. Appended to `world`, placed in its buildings by the seed (or at area centres).
void add_reference_organisations(World& world, std::int64_t count, std::int64_t hubs, std::uint64_t seed);

}  // namespace catchment
