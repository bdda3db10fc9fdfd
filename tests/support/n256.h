#pragma once

#include "sim/scenario/scenario.h"
#include "sim/world/world.h"

namespace catchment::test {

/// Instance N256 of the specification (B.6), one cell = 100 m: 16 x 16 buildings of one person, 1 centre, 4 stations, 16
/// points, 64 homes. Facility ids: "centre", "station-1".. "point-1".. "home-1".., rows from the south-west.
World n256_world();
/// Levels home, point, station, centre with R = 1, 2, 4, 8 cells; Chebyshev, no detour.
Scenario n256_scenario(bool nested);

}  // namespace catchment::test
