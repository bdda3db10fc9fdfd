#include "sim/placement/spread.h"

#include <gtest/gtest.h>

#include <set>

#include "sim/placement/names.h"

namespace catchment::town {
namespace {

TEST(NearestPlaces, AgreeWithABruteForce) {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    SCOPED_TRACE(seed);
    Stream draw(seed, "test");
    std::vector<Point> places;
    const auto n = 1 + draw.below(80);
    for (std::uint64_t k = 0; k < n; ++k) places.push_back({draw.uniform(0, 1000), draw.uniform(0, seed % 3 == 0 ? 1.0 : 800.0)});
    const NearestPlaces nearest(places);
    for (int k = 0; k < 50; ++k) {
      const Point p{draw.uniform(-500, 1500), draw.uniform(-500, 1500)};
      std::size_t best = 0;
      for (std::size_t i = 1; i < places.size(); ++i)
        if (distance(places[i], p) < distance(places[best], p)) best = i;
      EXPECT_EQ(nearest.find(p), best);
    }
  }
}

TEST(SpreadTargets, LieApartWhereThePeopleAre) {
  std::vector<Point> places;
  for (int k = 0; k < 100; ++k) places.push_back({k % 10 * 100.0, k / 10 * 100.0});
  Stream draw(1, "test");
  const auto targets = spread_targets(places, std::vector<double>(100, 1.0), 4, draw);
  ASSERT_EQ(targets.size(), 4u);
  for (std::size_t a = 0; a < 4; ++a)
    for (std::size_t b = a + 1; b < 4; ++b) EXPECT_GT(distance(targets[a], targets[b]), 250);
}

TEST(NameBook, StemsAreUniqueInBothLanguages) {
  const NameBook book(7, "test");
  std::set<std::string> zh, en;
  for (std::uint64_t k = 0; k < 25'000; ++k) {
    const Name name = book.stem(k);
    EXPECT_TRUE(zh.insert(name.zh).second) << name.zh;
    EXPECT_TRUE(en.insert(name.en).second) << name.en;
  }
}

}  // namespace
}  // namespace catchment::town
