// N256: 16 x 16 buildings, one centre, 4 stations, 16 points, 64 homes; costs from a brute-force table.
#include <gtest/gtest.h>

#include <array>
#include <numeric>

#include "sim/coverage/levels.h"
#include "tests/sim/coverage/brute_force.h"

namespace catchment {
namespace {

using Metric = double (*)(Point, Point);

struct N256 {
  std::vector<Point> buildings;
  std::array<std::vector<Point>, 4> places;  ///< homes, points, stations, the centre
  std::array<double, 4> cutoff{1, 2, 4, 8};
  N256() {
    for (int i = 0; i < 16; ++i)
      for (int j = 0; j < 16; ++j) buildings.push_back({i + 0.5, j + 0.5});
    for (int a = 0; a < 8; ++a)
      for (int b = 0; b < 8; ++b) places[0].push_back({1.0 + 2 * a, 1.0 + 2 * b});
    for (int a = 0; a < 4; ++a)
      for (int b = 0; b < 4; ++b) places[1].push_back({2.0 + 4 * a, 2.0 + 4 * b});
    for (const double x : {4.0, 12.0})
      for (const double y : {4.0, 12.0}) places[2].push_back({x, y});
    places[3].push_back({8, 8});
  }
  void remove(int level, Point place) {
    ASSERT_EQ(std::erase(places[static_cast<std::size_t>(level - 1)], place), 1u);
  }
  /// Buildings covered on `level` 1..4.
  [[nodiscard]] LevelCoverage level(int level, bool nested, Metric metric = test::chebyshev) const {
    std::vector<Point> providers;
    for (int k = level; k <= (nested ? 4 : level); ++k)
      for (const Point p : places[static_cast<std::size_t>(k - 1)]) providers.push_back(p);
    const auto within = test::table_within(buildings, providers, cutoff[static_cast<std::size_t>(level - 1)], metric);
    const std::vector<std::int64_t> persons(buildings.size(), 1), capacity(providers.size(), -1);
    return cover_level(within, persons, capacity);
  }
  [[nodiscard]] std::array<std::int64_t, 4> all(bool nested, Metric metric = test::chebyshev) const {
    std::array<std::int64_t, 4> out{};
    for (int k = 1; k <= 4; ++k) out[static_cast<std::size_t>(k - 1)] = level(k, nested, metric).persons_covered;
    return out;
  }
};

using Four = std::array<std::int64_t, 4>;

TEST(N256, F3_HasEightyFiveFacilities) {
  const N256 n;
  EXPECT_EQ(n.places[0].size() + n.places[1].size() + n.places[2].size() + n.places[3].size(), 85u);
}

TEST(N256, OB26_IntactNetworkCoversEveryBuildingOnEveryLevel) {
  for (const bool nested : {false, true}) EXPECT_EQ(N256().all(nested), (Four{256, 256, 256, 256}));
}

TEST(N256, OB27_LosingAStationCostsAQuarterUnlessTheCentreStandsIn) {
  N256 n;
  n.remove(3, {4, 4});
  EXPECT_EQ(n.level(3, false).persons_covered, 192);
  EXPECT_EQ(n.level(3, true).persons_covered, 208);
}

TEST(N256, OB28_LosingAPointCostsSixteenUnlessTheStationStandsIn) {
  N256 n;
  n.remove(2, {2, 2});
  EXPECT_EQ(n.level(2, false).persons_covered, 240);
  EXPECT_EQ(n.level(2, true).persons_covered, 244);
}

TEST(N256, OB29_WithoutPointsOrHomesHigherLevelsCoverWhatIsNearThem) {
  N256 without_points, without_homes;
  without_points.places[1].clear();
  EXPECT_EQ(without_points.level(2, true).persons_covered, 80);
  without_homes.places[0].clear();
  EXPECT_EQ(without_homes.level(1, true).persons_covered, 84);
}

TEST(N256, OB30_OtherMetricsCoverLess) {
  EXPECT_EQ(N256().all(false, test::euclid), (Four{256, 192, 208, 208}));
  EXPECT_EQ(N256().all(false, test::manhattan), (Four{256, 192, 160, 144}));
}

TEST(N256, TheJointShareNeedsAllFourLevels) {
  N256 n;
  n.remove(3, {4, 4});
  std::vector<std::vector<std::uint8_t>> covered;
  for (int k = 1; k <= 4; ++k) covered.push_back(n.level(k, false).covered);
  const std::vector<std::int64_t> persons(256, 1);
  EXPECT_EQ(joint_coverage(covered, persons).persons, 192);
}

TEST(N256, BackupCountsThePlacesWithinReach) {
  // Nested level 1: a building beside a point's or station's home has more than its home.
  const auto level = N256().level(1, true);
  const std::vector<std::int64_t> persons(256, 1);
  const auto histogram = backup_histogram(level.backup, persons);
  EXPECT_EQ(histogram.size(), 2u + 1u);
  EXPECT_EQ(histogram[0], 0);
  EXPECT_EQ(histogram[1], 256 - 84);  // OB-29: 84 are within 1 of a higher level
  EXPECT_EQ(histogram[2], 84);
}

}  // namespace
}  // namespace catchment
