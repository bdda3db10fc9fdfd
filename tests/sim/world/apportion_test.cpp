#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>

#include "sim/core/random.h"
#include "sim/world/build.h"

namespace catchment {
namespace {

using Counts = std::vector<std::int64_t>;

std::int64_t sum(const Counts& v) { return std::accumulate(v.begin(), v.end(), std::int64_t{0}); }

TEST(Apportion, GivesLargestRemaindersTheLastSeats) {
  // Balinski & Young's textbook shape: quotas 1.5, 2.25, 6.25 of 10.
  EXPECT_EQ(apportion(10, std::vector<double>{6, 9, 25}), (Counts{2, 2, 6}));
}

TEST(Apportion, TiesGoToTheLowestIndex) {
  EXPECT_EQ(apportion(2, std::vector<double>{1, 1, 1, 1}), (Counts{1, 1, 0, 0}));
  // 0.1 + 0.2 style weights: equal as written, so equal remainders, whatever the sum's rounding.
  EXPECT_EQ(apportion(7, std::vector<double>(10, 0.1)), (Counts{1, 1, 1, 1, 1, 1, 1, 0, 0, 0}));
}

TEST(Apportion, SharesEquallyWhenNobodyHasWeight) {
  EXPECT_EQ(apportion(8, std::vector<double>{0, 0, 0}), (Counts{3, 3, 2}));
}

TEST(Apportion, AWholeNumberOfQuotasIsGivenExactly) {
  EXPECT_EQ(apportion(600, std::vector<double>{0.1, 0.2, 0.3}), (Counts{100, 200, 300}));
  EXPECT_EQ(apportion(0, std::vector<double>{1, 2}), (Counts{0, 0}));
  EXPECT_EQ(apportion(5, std::vector<double>{0, 3, 0}), (Counts{0, 5, 0}));
}

TEST(Apportion, OA3_EqualSharesOfTheReferenceFigures) {
  EXPECT_EQ(apportion(2'000'000, std::vector<double>(100'000, 1)), Counts(100'000, 20));
  EXPECT_EQ(apportion(6500, std::vector<double>(130, 1)), Counts(130, 50));
  EXPECT_EQ(apportion(14'000, std::vector<double>(25, 1)), Counts(25, 560));
}

TEST(Apportion, SumsExactlyAndStaysWithinOneOfItsQuota) {
  for (std::uint64_t seed = 0; seed < 5000; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    Stream random(seed, "apportion");
    std::vector<double> weight(static_cast<std::size_t>(random.between(1, 60)));
    const int kind = static_cast<int>(random.below(4));
    for (double& w : weight) {
      if (kind == 0) w = static_cast<double>(random.between(0, 9));
      if (kind == 1) w = random.uniform(0, 1);
      if (kind == 2) w = std::pow(10.0, random.uniform(-12, 12));
      if (kind == 3) w = random.chance(0.5) ? 0.0 : 1.0 / 3;
    }
    const std::int64_t total = random.between(0, 1 << random.below(25));
    const auto out = apportion(total, weight);
    ASSERT_EQ(sum(out), total);
    const long double all = std::accumulate(weight.begin(), weight.end(), 0.0L);
    for (std::size_t i = 0; i < out.size(); ++i) {
      const long double quota = all > 0 ? static_cast<long double>(total) * weight[i] / all
                                        : static_cast<long double>(total) / static_cast<long double>(out.size());
      ASSERT_LT(std::abs(static_cast<long double>(out[i]) - quota), 1.0L + 1e-6L) << "place " << i;
    }
  }
}

TEST(Apportion, AgreesWithExactFractionsOnWholeWeights) {
  // Hamilton's method again, in plain integers.
  for (std::uint64_t seed = 0; seed < 2000; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    Stream random(seed, "hamilton");
    const auto n = static_cast<std::size_t>(random.between(1, 12));
    Counts weight(n);
    for (auto& w : weight) w = random.between(0, 20);
    weight[0] += 1;
    const std::int64_t total = random.between(0, 1000), all = sum(weight);
    Counts expected(n), rest(n);
    std::int64_t left = total;
    for (std::size_t i = 0; i < n; ++i) {
      expected[i] = total * weight[i] / all;
      rest[i] = total * weight[i] % all;
      left -= expected[i];
    }
    for (; left > 0; --left) {
      const auto best = std::max_element(rest.begin(), rest.end());
      ++expected[static_cast<std::size_t>(best - rest.begin())];
      *best = -1;
    }
    EXPECT_EQ(apportion(total, std::vector<double>(weight.begin(), weight.end())), expected);
  }
}

TEST(Apportion, DoesNotDependOnTheScaleOfTheWeights) {
  const std::vector<double> weight{3, 1, 4, 1, 5, 9, 2, 6};
  auto tiny = weight, huge = weight;
  for (double& w : tiny) w = std::ldexp(w, -1060);
  for (double& w : huge) w = std::ldexp(w, 1000);
  EXPECT_EQ(apportion(1001, tiny), apportion(1001, weight));
  EXPECT_EQ(apportion(1001, huge), apportion(1001, weight));
}

TEST(Apportion, PlacesACityOf25MillionInAMillionBuildingsToThePerson) {
  Stream random(1, "city");
  std::vector<double> weight(1'000'000);
  for (double& w : weight) w = random.uniform(50, 20'000);
  const auto out = apportion(25'000'000, weight);
  EXPECT_EQ(sum(out), 25'000'000);
  EXPECT_GE(*std::min_element(out.begin(), out.end()), 0);
}

TEST(Apportion, HoldsForTheLargestTotals) {
  const auto most = std::numeric_limits<std::int64_t>::max();
  EXPECT_EQ(sum(apportion(most, std::vector<double>{1e308, 1e308, 1e300})), most);
}

TEST(Apportion, RefusesWhatCannotBe) {
  EXPECT_THROW(apportion(1, {}), std::invalid_argument);
  EXPECT_TRUE(apportion(0, {}).empty());
  EXPECT_THROW(apportion(-1, std::vector<double>{1}), std::invalid_argument);
  EXPECT_THROW(apportion(1, std::vector<double>{-1, 2}), std::invalid_argument);
  EXPECT_THROW(apportion(1, std::vector<double>{NAN}), std::invalid_argument);
  EXPECT_THROW(apportion(1, std::vector<double>{INFINITY}), std::invalid_argument);
}

}  // namespace
}  // namespace catchment
