#pragma once

#include "sim/report/study.h"
#include "sim/scenario/scenario.h"
#include "sim/world/world.h"

namespace catchment::test {

/// A small made-up sub-district in EPSG:32651 with a bit of everything, for tests of files, maps and reports: 8 x 8
/// buildings (62 with a footprint), 4 blocks in 1 sub-district, streets every 200 m with steps, a motorway and three
/// gates, facilities of all four levels (one proposed, one closed, one beyond the boundary), organisations in every
/// state, venues, context, names in both languages, and texts that need escaping.
World sample_world();
/// Two levels, "station" (250 m) and "centre" (500 m), as the crow flies.
Scenario sample_scenario();
/// The figures of the two levels over sample_world(), straight lines, places given away in the order of the buildings;
/// all sums agree with their parts. Nothing of the program's own methods is used.
Study sample_study();

/// `n` buildings with demand in rows, nothing else. For speed and size.
World rows_of_buildings(std::size_t n);

}  // namespace catchment::test
