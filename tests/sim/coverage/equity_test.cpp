#include "sim/coverage/equity.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>

#include "sim/core/random.h"

namespace catchment {
namespace {

using V = std::vector<double>;
const V kFive{10, 20, 30, 40, 50};

V one_to(int n) {
  V out(static_cast<std::size_t>(n));
  std::iota(out.begin(), out.end(), 1.0);
  return out;
}

TEST(Equity, OB19_FiveValues) {
  const V p(5, 1);
  EXPECT_NEAR(*gini(kFive, p), 4.0 / 15, 1e-12);
  EXPECT_NEAR(theil(kFive, p)->total, 0.1196875936, 5e-11);
  EXPECT_NEAR(*mean_log_deviation(kFive, p), 0.1411139401, 5e-11);
  EXPECT_NEAR(*hoover(kFive, p), 0.2, 1e-12);
}

TEST(Equity, OB20_AtkinsonAsPublished) {
  const V p(5, 1);
  EXPECT_NEAR(atkinson(kFive, p, 0.5)->index, 0.06315, 5e-6);
  EXPECT_NEAR(atkinson(kFive, p, 0.5)->equally_distributed_equivalent, 28.105398, 5e-7);
  EXPECT_NEAR(atkinson(kFive, p, 1)->index, 0.1316096, 5e-8);
  EXPECT_NEAR(atkinson(kFive, p, 1)->equally_distributed_equivalent, 26.051711, 5e-7);
}

TEST(Equity, OB21_TwoRegionsThatDifferWhollyHaveOnlyInequalityBetween) {
  const V y{0, 0, 0, 10, 10, 10}, p(6, 1);
  const std::vector<std::uint32_t> region{0, 0, 0, 1, 1, 1};
  const auto t = theil(y, p, region);
  EXPECT_NEAR(t->total, std::log(2.0), 1e-12);
  EXPECT_NEAR(t->between, 0.6931471806, 5e-11);
  EXPECT_NEAR(t->within, 0, 1e-15);
}

TEST(Equity, OB22_LorenzOfOneToFive) {
  const auto curve = lorenz(one_to(5), V(5, 1));
  const V expected{0, 0.066667, 0.2, 0.4, 0.666667, 1};
  ASSERT_EQ(curve.size(), 6u);
  for (std::size_t k = 0; k < 6; ++k) {
    EXPECT_NEAR(curve[k].value, expected[k], 5e-7);
    EXPECT_NEAR(curve[k].people, static_cast<double>(k) / 5, 1e-12);
  }
}

TEST(Equity, OB23_OneToTen) {
  const V y = one_to(10), p(10, 1);
  EXPECT_NEAR(*gini(y, p), 0.3, 1e-12);
  EXPECT_NEAR(theil(y, p)->total, 0.1513033724, 1e-9 * 0.1513033724);  // exactly 0.15130337234...
  EXPECT_NEAR(*quantile(y, p, 0.9), 9.1, 1e-12);
  EXPECT_NEAR(*quantile(y, p, 0.1), 1.9, 1e-12);
  EXPECT_NEAR(*quantile(y, p, 0.9) / *quantile(y, p, 0.1), 4.789474, 5e-7);
  EXPECT_NEAR(*palma_self_ranked(y, p), 1, 1e-12);
}

TEST(Equity, OB24_AWeightIsARepetition) {
  const V y{1, 2}, p{3, 1}, repeated{1, 1, 1, 2};
  EXPECT_NEAR(*gini(y, p), 0.15, 1e-12);
  EXPECT_NEAR(theil(y, p)->total, 0.0541153209, 5e-11);
  EXPECT_NEAR(*gini(repeated, V(4, 1)), 0.15, 1e-12);
  EXPECT_NEAR(theil(repeated, {})->total, 0.0541153209, 5e-11);
}

TEST(Equity, OB25_GiniOfBinaryCoverageIsTheUncoveredShare) {
  for (int covered = 1; covered <= 20; ++covered) {
    V y(20, 0);
    std::fill_n(y.begin(), covered, 1);
    EXPECT_NEAR(*gini(y, V(20, 1)), 1 - covered / 20.0, 1e-12) << covered << " of 20";
  }
  EXPECT_NEAR(*gini(V{1, 0}, V{7400, 2600}), 0.26, 1e-12);
}

TEST(Equity, U2_ShareOfDistrictsInStepsOfTenPointsGivesFourFifteenths) {
  EXPECT_NEAR(*gini(V{.1, .2, .3, .4, .5}, {}), 0.2667, 5e-5);
  EXPECT_EQ(*gini(V{.4, .4, .4}, {}), 0);
}

TEST(Equity, UndefinedRatiosAreNotZero) {
  for (const auto& [y, p] : {std::pair<V, V>{{}, {}}, {{0, 0}, {1, 1}}, {{1, 2}, {0, 0}}}) {
    EXPECT_FALSE(gini(y, p));
    EXPECT_FALSE(theil(y, p));
    EXPECT_FALSE(mean_log_deviation(y, p));
    EXPECT_FALSE(atkinson(y, p, 0.5));
    EXPECT_FALSE(hoover(y, p));
    EXPECT_FALSE(palma_self_ranked(y, p));
    EXPECT_TRUE(lorenz(y, p).empty());
  }
  EXPECT_FALSE(quantile(V{}, V{}, 0.5));
  EXPECT_FALSE(quantile(V{1}, V{0}, 0.5));
  EXPECT_FALSE(below_floor(V{}, V{}, 1));
  EXPECT_FALSE(mean_log_deviation(V{0, 1}, {}));         // log of 0
  EXPECT_FALSE(palma_self_ranked(V{0, 0, 0, 0, 1}, {}));  // the bottom 40 % hold nothing
  EXPECT_TRUE(mean_log_deviation(V{0, 1}, V{0, 1}));     // a value nobody has does not count
}

TEST(Equity, RefusesWhatDoesNotFit) {
  EXPECT_THROW(gini(V{1, 2}, V{1}), std::invalid_argument);
  EXPECT_THROW(gini(V{-1, 2}, {}), std::invalid_argument);
  EXPECT_THROW(gini(V{NAN}, {}), std::invalid_argument);
  EXPECT_THROW(gini(V{1}, V{-1}), std::invalid_argument);
  EXPECT_THROW(theil(V{1, 2}, {}, std::vector<std::uint32_t>{0}), std::invalid_argument);
  EXPECT_THROW(atkinson(V{1}, {}, -0.1), std::invalid_argument);
  EXPECT_THROW(quantile(V{1}, {}, 1.1), std::invalid_argument);
  EXPECT_THROW(quantile(V{1}, {}, NAN), std::invalid_argument);
  EXPECT_THROW(concentration_index(V{1, 2}, {}, V{1}), std::invalid_argument);
  EXPECT_THROW(palma_ranked(V{1}, {}, V{NAN}), std::invalid_argument);
  EXPECT_THROW(below_floor(V{1}, {}, INFINITY), std::invalid_argument);
}

/// Unweighted Gini by its definition over all pairs.
double gini_of_pairs(const V& y) {
  double sum = 0, total = 0;
  for (const double a : y) {
    total += a;
    for (const double b : y) sum += std::abs(a - b);
  }
  return sum / (2 * static_cast<double>(y.size()) * total);
}

struct RandomSample {
  V y, p, repeated, scaled;
  std::vector<std::uint32_t> group;
};

RandomSample random_sample(std::uint64_t seed) {
  Stream random(seed, "equity");
  RandomSample s;
  const auto n = random.between(1, 40);
  for (std::int64_t i = 0; i < n; ++i) {
    s.y.push_back(random.chance(0.1) ? 0.0 : random.uniform(0, 100));
    s.p.push_back(static_cast<double>(random.between(1, 6)));
    s.group.push_back(static_cast<std::uint32_t>(random.below(4)));
    s.scaled.push_back(s.y.back() * 1024);
    for (int k = 0; k < static_cast<int>(s.p.back()); ++k) s.repeated.push_back(s.y.back());
  }
  s.y.push_back(1);
  s.scaled.push_back(1024);
  s.p.push_back(1);
  s.repeated.push_back(1);
  s.group.push_back(0);
  return s;
}

TEST(Equity, HoldsItsPropertiesOnRandomSamples) {
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    const auto s = random_sample(seed);
    const double g = *gini(s.y, s.p);
    EXPECT_NEAR(g, gini_of_pairs(s.repeated), 1e-12);
    EXPECT_GE(g, 0);
    EXPECT_LT(g, 1);
    EXPECT_EQ(g, *gini(s.scaled, s.p));  // scale by a power of two: the same bits
    const auto t = *theil(s.y, s.p, s.group);
    EXPECT_NEAR(t.total, t.between + t.within, 1e-12);
    EXPECT_GE(t.between, -1e-15);
    EXPECT_GE(t.within, -1e-15);
    const double h = *hoover(s.y, s.p);
    EXPECT_LE(h, g + 1e-12);
    EXPECT_NEAR(*concentration_index(s.y, s.p, s.y), g, 1e-12);
    for (const double q : {0.0, 0.1, 0.25, 0.5, 0.9, 1.0}) {
      auto sorted = s.repeated;
      std::sort(sorted.begin(), sorted.end());
      const double at = (static_cast<double>(sorted.size()) - 1) * q;
      const auto k = static_cast<std::size_t>(at);
      const double expected =
          sorted[k] + (at - static_cast<double>(k)) * (sorted[std::min(k + 1, sorted.size() - 1)] - sorted[k]);
      EXPECT_NEAR(*quantile(s.y, s.p, q), expected, 1e-12) << "q " << q;
    }
    for (const double e : {0.0, 0.3, 1.0, 2.0}) {
      EXPECT_GE(atkinson(s.y, s.p, e)->index, -1e-12);
      EXPECT_LE(atkinson(s.y, s.p, e)->index, 1);
    }
    const auto curve = lorenz(s.y, s.p);
    for (const auto& point : curve) EXPECT_LE(point.value, point.people + 1e-12);
    EXPECT_EQ(curve.back().people, 1);
    EXPECT_EQ(curve.back().value, 1);
  }
}

TEST(Equity, IsTheSameBitsInAnyOrder) {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    auto s = random_sample(seed);
    const auto turn = [&](auto& v) { std::rotate(v.begin(), v.begin() + static_cast<std::ptrdiff_t>(v.size() / 2), v.end()); };
    const auto before = s;
    turn(s.y), turn(s.p), turn(s.group);
    EXPECT_EQ(*gini(s.y, s.p), *gini(before.y, before.p));
    EXPECT_EQ(theil(s.y, s.p, s.group)->within, theil(before.y, before.p, before.group)->within);
    EXPECT_EQ(atkinson(s.y, s.p, 2)->index, atkinson(before.y, before.p, 2)->index);
    EXPECT_EQ(*hoover(s.y, s.p), *hoover(before.y, before.p));
  }
}

TEST(Equity, ConcentrationFollowsTheRankingVariable) {
  const V y{4, 3, 2, 1}, income{1, 2, 3, 4};
  EXPECT_NEAR(*concentration_index(y, {}, income), -*gini(y, {}), 1e-12);
  EXPECT_NEAR(*concentration_index(y, {}, V{1, 1, 1, 1}), 0, 1e-12);
  // Ten people ranked by income; the richest tenth has 1, the poorest four 10 + 9 + 8 + 7.
  V access = one_to(10), rank = one_to(10);
  std::reverse(access.begin(), access.end());
  EXPECT_NEAR(*palma_ranked(access, {}, rank), 1.0 / 34, 1e-12);
}

TEST(Equity, QuantileOfFractionalEqualWeightsIsThatOfThePlainSample) {
  EXPECT_NEAR(*quantile(one_to(10), V(10, 0.5), 0.9), 9.1, 1e-12);
  EXPECT_EQ(*quantile(V{-3, -1}, {}, 0.5), -2);
}

TEST(Equity, BelowFloorIsShareAndDepth) {
  const auto gap = *below_floor(V{0, 5, 10, 20}, V{1, 1, 1, 1}, 10);
  EXPECT_DOUBLE_EQ(gap.below_share, 0.5);             // exactly at the floor is not below it
  EXPECT_DOUBLE_EQ(gap.normalised_gap, (1 + 0.5) / 4);
  EXPECT_EQ(below_floor(V{0, 5}, {}, 0)->below_share, 0);
}

}  // namespace
}  // namespace catchment
