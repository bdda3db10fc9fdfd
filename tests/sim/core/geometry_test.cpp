#include "sim/core/geometry.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "sim/core/random.h"

namespace catchment {
namespace {

const MultiPolygon kSquareWithHole = {{{{{0, 0}, {10, 0}, {10, 10}, {0, 10}}, {{4, 4}, {6, 4}, {6, 6}, {4, 6}}}}};
const MultiPolygon kHorseshoe = {{{{{0, 0}, {10, 0}, {10, 10}, {8, 10}, {8, 2}, {2, 2}, {2, 10}, {0, 10}}}}};

TEST(Geometry, AreaSubtractsHolesWhateverTheOrientation) {
  EXPECT_DOUBLE_EQ(area(kSquareWithHole), 96);
  MultiPolygon turned = kSquareWithHole;
  std::reverse(turned[0].rings[0].begin(), turned[0].rings[0].end());
  EXPECT_DOUBLE_EQ(area(turned), 96);
}

TEST(Geometry, AreaKeepsItsDigitsAtShanghaiCoordinates) {
  MultiPolygon far = {{{{{354000, 3456000}, {354000.1, 3456000}, {354000.1, 3456000.1}, {354000, 3456000.1}}}}};
  EXPECT_NEAR(area(far), 0.01, 1e-9);
}

TEST(Geometry, AHoleIsOutside) {
  EXPECT_TRUE(contains(kSquareWithHole, {1, 1}));
  EXPECT_FALSE(contains(kSquareWithHole, {5, 5}));
  EXPECT_FALSE(contains(kSquareWithHole, {11, 5}));
}

TEST(Geometry, InsidePointLiesInsideAHorseshoeWhoseCentroidDoesNot) {
  EXPECT_FALSE(contains(kHorseshoe, centroid(kHorseshoe)));
  EXPECT_TRUE(contains(kHorseshoe, inside_point(kHorseshoe)));
}

TEST(Geometry, NearestOnSegmentStopsAtTheEnds) {
  EXPECT_EQ(nearest_on_segment({0, 0}, {10, 0}, {-3, 4}).distance_m, 5);
  EXPECT_EQ(nearest_on_segment({0, 0}, {10, 0}, {4, 3}).along, 0.4);
  EXPECT_EQ(nearest_on_segment({2, 2}, {2, 2}, {2, 5}).distance_m, 3);
}

TEST(AreaLocator, AgreesWithTryingEveryPolygon) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    Stream s(seed, "locator");
    std::vector<MultiPolygon> shapes;
    for (int i = 0; i < 40; ++i) {
      const double x = s.uniform(0, 100), y = s.uniform(0, 100), w = s.uniform(1, 30), h = s.uniform(1, 30);
      shapes.push_back({{{{{x, y}, {x + w, y}, {x + w, y + h}, {x, y + h}}}}});
    }
    const AreaLocator locator(shapes);
    for (int i = 0; i < 300; ++i) {
      const Point p{s.uniform(-10, 140), s.uniform(-10, 140)};
      int expected = -1;
      for (std::size_t k = 0; k < shapes.size() && expected < 0; ++k)
        if (contains(shapes[k], p)) expected = static_cast<int>(k);
      EXPECT_EQ(locator.find(p), expected);
    }
  }
}

}  // namespace
}  // namespace catchment
