#pragma once

#include "tests/viewer/scene/little_town.h"

namespace catchment::test {

/// The little town with more organisations of several kinds and a graph of links by rule: hubs that affiliate, colleges that lend halls and
/// volunteers, pairs that go both ways, two links of different types between the same two, proposed and lapsed ones, a venue and a unit as ends.
LittleTown sharing_town(int columns = 8, int rows = 6);

}  // namespace catchment::test
