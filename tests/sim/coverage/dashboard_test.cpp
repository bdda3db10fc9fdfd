#include "sim/coverage/dashboard.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>

#include "sim/core/random.h"
#include "sim/coverage/equity.h"
#include "sim/coverage/information.h"

namespace catchment {
namespace {

const std::vector<int> kLow{1, 2};

TEST(ShareAtLevels, U2_MovingTenOfFortyStaffToPointsRaisesItFromNothingToAQuarter) {
  const std::vector<int> level{4, 2, 1};
  EXPECT_EQ(share_at_levels(level, std::vector<std::int64_t>{40, 0, 0}, kLow).share(), 0);
  EXPECT_EQ(share_at_levels(level, std::vector<std::int64_t>{30, 10, 0}, kLow).share(), 0.25);
  EXPECT_EQ(share_at_levels(level, std::vector<std::int64_t>{30, 7, 3}, kLow).share(), 0.25);
}

TEST(ShareAtLevels, OfNothingIsUndefined) {
  EXPECT_FALSE(share_at_levels(std::vector<int>{1}, std::vector<std::int64_t>{0}, kLow).share());
  EXPECT_THROW((void)share_at_levels(std::vector<int>{1}, std::vector<std::int64_t>{-1}, kLow), std::invalid_argument);
  EXPECT_THROW((void)share_at_levels(std::vector<int>{1, 2}, std::vector<std::int64_t>{1}, kLow), std::invalid_argument);
}

TEST(CrossUnitLinks, U2_AreOneIfEveryLinkJoinsTwoUnits) {
  const std::vector<UnitId> from{UnitId(0), UnitId(1), UnitId(2)}, to{UnitId(1), UnitId(2), UnitId(0)};
  EXPECT_EQ(cross_unit_links(from, to).share(), 1);
  EXPECT_EQ(cross_unit_links(from, from).share(), 0);
}

TEST(CrossUnitLinks, LeaveOutAndCountAnEndWithoutOneUnit) {
  const std::vector<UnitId> from{UnitId(0), UnitId(0), UnitId(), UnitId(1)}, to{UnitId(1), UnitId(0), UnitId(1), UnitId()};
  const CrossUnitLinks links = cross_unit_links(from, to);
  EXPECT_EQ(links.links, 2);
  EXPECT_EQ(links.without_unit, 2);
  EXPECT_EQ(links.share(), 0.5);
  EXPECT_FALSE(cross_unit_links({}, {}).share());
  EXPECT_THROW((void)cross_unit_links(from, {}), std::invalid_argument);
}

TEST(DistrictGini, OB19_U2_EqualCoverageIsNothingAndTenToFiftyPercentIsFourFifteenths) {
  const std::vector<double> equal(5, 0.37), rising{.1, .2, .3, .4, .5};
  EXPECT_NEAR(*gini(equal, {}), 0, 1e-15);
  EXPECT_NEAR(*gini(rising, {}), 4.0 / 15, 1e-15);
}

TEST(TargetingError, IsNothingOnTargetAndOneWhereAllGoesToAreasWithoutNeed) {
  EXPECT_DOUBLE_EQ(*targeting_error(std::vector<double>{10, 30}, std::vector<double>{1, 3}), 0);
  EXPECT_DOUBLE_EQ(*targeting_error(std::vector<double>{10, 0}, std::vector<double>{0, 3}), 1);
  // Need .25/.75, supply .5/.5: a quarter of the supply would have to move.
  EXPECT_DOUBLE_EQ(*targeting_error(std::vector<double>{10, 30}, std::vector<double>{8, 8}), 0.25);
}

TEST(TargetingError, EqualsExclusionAndInclusionWithBothTotalsMadeOne) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    Stream s(seed, "targeting");
    std::vector<double> need, supply;
    double n = 0, p = 0;
    for (int a = 0; a < 6; ++a) {
      need.push_back(static_cast<double>(s.between(0, 50)));
      supply.push_back(static_cast<double>(s.between(0, 50)));
      n += need.back();
      p += supply.back();
    }
    const auto error = targeting_error(need, supply);
    if (n == 0 || p == 0) {
      EXPECT_FALSE(error);
      continue;
    }
    double excluded = 0, included = 0;
    for (std::size_t a = 0; a < need.size(); ++a) {
      excluded += std::max(0.0, need[a] / n - supply[a] / p);
      included += std::max(0.0, supply[a] / p - need[a] / n);
    }
    ASSERT_TRUE(error);
    EXPECT_NEAR(*error, excluded, 1e-12);
    EXPECT_NEAR(*error, included, 1e-12);
    EXPECT_NEAR(*targeting_error(supply, need), *error, 1e-15);
    for (auto& v : supply) v *= 7;
    EXPECT_NEAR(*targeting_error(need, supply), *error, 1e-12);
  }
}

TEST(TargetingError, IsUndefinedWithoutNeedOrSupplyAndRefusesNegatives) {
  EXPECT_FALSE(targeting_error(std::vector<double>{0}, std::vector<double>{1}));
  EXPECT_FALSE(targeting_error(std::vector<double>{1}, std::vector<double>{0}));
  EXPECT_FALSE(targeting_error({}, {}));
  EXPECT_THROW((void)targeting_error(std::vector<double>{-1}, std::vector<double>{1}), std::invalid_argument);
  EXPECT_THROW((void)targeting_error(std::vector<double>{1}, std::vector<double>{1, 1}), std::invalid_argument);
}

TEST(InformationReach, J11_ScreensOfFortyAndOnlineOfSeventyPercentReachEightyTwo) {
  const std::vector<std::uint8_t> screen{1, 0};
  const std::vector<double> online{.7, .7};
  const InformationReach r = information_reach(screen, online, std::vector<std::int64_t>{400, 600});
  EXPECT_DOUBLE_EQ(r.screens, 0.4);
  EXPECT_DOUBLE_EQ(r.online, 0.7);
  EXPECT_DOUBLE_EQ(r.reached, 0.82);
  EXPECT_DOUBLE_EQ(r.at_least, 0.7);
  EXPECT_DOUBLE_EQ(r.at_most, 1);
  EXPECT_DOUBLE_EQ(r.persons, 820);
}

TEST(InformationReach, FollowsThePlacesWhereOnlineSharesDiffer) {
  // All followers live beyond the screens: .4 + .6 * 1 = all; all near them: no gain.
  const std::vector<std::uint8_t> screen{1, 0};
  const std::vector<std::int64_t> persons{400, 600};
  EXPECT_DOUBLE_EQ(information_reach(screen, std::vector<double>{0, 1}, persons).reached, 1);
  EXPECT_DOUBLE_EQ(information_reach(screen, std::vector<double>{1, 0}, persons).reached, 0.4);
}

TEST(InformationReach, StaysWithinFrechetsBoundsAndGrowsWithEveryScreen) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    Stream s(seed, "information");
    std::vector<std::uint8_t> screen, counted;
    std::vector<double> online;
    std::vector<std::int64_t> persons;
    for (int i = 0; i < 10; ++i) {
      screen.push_back(s.between(0, 1) == 1);
      counted.push_back(s.between(0, 5) > 0);
      online.push_back(static_cast<double>(s.between(0, 10)) / 10);
      persons.push_back(s.between(1, 20));
    }
    counted[0] = 1;
    const InformationReach r = information_reach(screen, online, persons, counted);
    EXPECT_LE(r.at_least, r.reached + 1e-12);
    EXPECT_LE(r.reached, r.at_most + 1e-12);
    screen[static_cast<std::size_t>(s.between(0, 9))] = 1;
    EXPECT_GE(information_reach(screen, online, persons, counted).reached, r.reached - 1e-12);
  }
}

TEST(InformationReach, OfNobodyIsUndefinedAndRefusesSharesOutsideNothingToOne) {
  const std::vector<std::uint8_t> one{1}, two{1, 1};
  const std::vector<std::int64_t> persons{1}, minus{-1};
  EXPECT_FALSE(information_reach({}, {}, {}).reached == information_reach({}, {}, {}).reached);   // NaN
  EXPECT_THROW((void)information_reach(one, std::vector<double>{1.1}, persons), std::invalid_argument);
  EXPECT_THROW((void)information_reach(one, std::vector<double>{-.1}, persons), std::invalid_argument);
  EXPECT_THROW((void)information_reach(one, std::vector<double>{.1}, minus), std::invalid_argument);
  EXPECT_THROW((void)information_reach(two, std::vector<double>{.1}, persons), std::invalid_argument);
  EXPECT_THROW((void)information_reach(one, std::vector<double>{.1}, persons, two), std::invalid_argument);
}

}  // namespace
}  // namespace catchment
