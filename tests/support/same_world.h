#pragma once

#include "sim/world/world.h"

namespace catchment::test {

/// Every field of every table, exactly (heights may both be NaN); fails the test where they differ. A field that is added
/// to the world must be added here, to the world file, and to gis/world_file/world_fields.h.
void expect_equal(const World& a, const World& b);
void expect_equal(const StreetNetwork& a, const StreetNetwork& b);

}  // namespace catchment::test
