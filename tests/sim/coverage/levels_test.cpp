#include "sim/coverage/levels.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <stdexcept>

#include "sim/core/random.h"
#include "tests/sim/coverage/brute_force.h"

namespace catchment {
namespace {

using test::table_of;
using Persons = std::vector<std::int64_t>;

struct RandomLevel {
  std::vector<Point> origins, places;
  CostTable within;
  Persons persons, capacity;
  std::vector<std::uint8_t> counted;
};

RandomLevel random_level(std::uint64_t seed, double cutoff, std::size_t n_demand = 30, std::size_t n_places = 6) {
  Stream random(seed, "random level");
  RandomLevel w;
  for (std::size_t i = 0; i < n_demand; ++i) {
    w.origins.push_back({random.uniform(0, 1000), random.uniform(0, 1000)});
    w.persons.push_back(random.between(0, 50));
    w.counted.push_back(random.chance(0.9));
  }
  for (std::size_t j = 0; j < n_places; ++j) {
    w.places.push_back({random.uniform(0, 1000), random.uniform(0, 1000)});
    w.capacity.push_back(random.chance(0.2) ? -1 : random.between(0, 200));
  }
  w.within = test::table_within(w.origins, w.places, cutoff);
  return w;
}

TEST(CoverLevel, SplitsByCauseOfBeingUnserved) {
  // Two people points share a station of 10 places; a third has its own; a fourth has none.
  const auto within = table_of(2, {{0}, {0}, {1}, {}});
  const auto c = cover_level(within, Persons{8, 5, 7, 4}, Persons{10, -1});
  EXPECT_EQ(c.served, (Persons{8, 2, 7, 0}));
  EXPECT_EQ(c.no_capacity, (Persons{0, 3, 0, 0}));
  EXPECT_EQ(c.out_of_reach, (Persons{0, 0, 0, 4}));
  EXPECT_EQ(c.load, (Persons{10, 7}));
  EXPECT_EQ(c.persons_covered, 20);
  EXPECT_EQ(c.covered, (std::vector<std::uint8_t>{1, 1, 1, 0}));
}

TEST(CoverLevel, ReroutesPeopleWhoHaveAnotherPlaceSoThatAllAreServed) {
  // Point 0 may use either; greedy by index would fill place 0 and leave point 1 out.
  const auto c = cover_level(table_of(2, {{0, 1}, {0}}), Persons{10, 10}, Persons{10, 10});
  EXPECT_EQ(c.persons_served, 20);
}

TEST(CoverLevel, UncountedPointsTakeNoPlacesAndNoPartInTotals) {
  const std::vector<std::uint8_t> counted{0, 1};
  const auto c = cover_level(table_of(1, {{0}, {0}}), Persons{8, 8}, Persons{8}, counted);
  EXPECT_EQ(c.served, (Persons{0, 8}));
  EXPECT_EQ(c.no_capacity, (Persons{0, 0}));
  EXPECT_EQ(c.persons_covered, 8);
  EXPECT_EQ(c.covered, (std::vector<std::uint8_t>{1, 1}));
}

TEST(CoverLevel, ConservesPersonsExactly) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    const auto w = random_level(seed, 300);
    const auto c = cover_level(w.within, w.persons, w.capacity, w.counted);
    std::int64_t all = 0, load = 0;
    Persons per_place(w.capacity.size());
    for (std::size_t i = 0; i < w.persons.size(); ++i) {
      const std::int64_t here = w.counted[i] ? w.persons[i] : 0;
      all += here;
      EXPECT_EQ(c.served[i] + c.no_capacity[i] + c.out_of_reach[i], here);
      EXPECT_GE(std::min({c.served[i], c.no_capacity[i], c.out_of_reach[i]}), 0);
      EXPECT_EQ(c.backup[i] > 0, c.covered[i] == 1);
    }
    EXPECT_EQ(c.persons_served + c.persons_no_capacity + c.persons_out_of_reach, all);
    EXPECT_EQ(c.persons_covered + c.persons_out_of_reach, all);
    for (std::size_t j = 0; j < c.load.size(); ++j) {
      load += c.load[j];
      if (w.capacity[j] >= 0) {
        EXPECT_LE(c.load[j], w.capacity[j]);
      }
    }
    EXPECT_EQ(load, c.persons_served);
  }
}

TEST(CoverLevel, ServesNoFewerWhenACapacityOrTheCutoffGrows) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    auto w = random_level(seed, 300);
    const auto base = cover_level(w.within, w.persons, w.capacity, w.counted);
    const auto wider = cover_level(test::table_within(w.origins, w.places, 350), w.persons, w.capacity, w.counted);
    EXPECT_GE(wider.persons_served, base.persons_served);
    EXPECT_GE(wider.persons_covered, base.persons_covered);
    auto& capacity = w.capacity[seed % w.capacity.size()];
    if (capacity >= 0) capacity += 20;
    const auto larger = cover_level(w.within, w.persons, w.capacity, w.counted);
    EXPECT_GE(larger.persons_served, base.persons_served);
    EXPECT_EQ(larger.persons_covered, base.persons_covered);
  }
}

TEST(CoverLevel, TotalsDoNotDependOnTheOrderOfPointsOrPlaces) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    auto w = random_level(seed, 320);
    const auto base = cover_level(w.within, w.persons, w.capacity, w.counted);
    std::reverse(w.origins.begin(), w.origins.end());
    std::reverse(w.persons.begin(), w.persons.end());
    std::reverse(w.counted.begin(), w.counted.end());
    std::rotate(w.places.begin(), w.places.begin() + 2, w.places.end());
    std::rotate(w.capacity.begin(), w.capacity.begin() + 2, w.capacity.end());
    const auto turned = cover_level(test::table_within(w.origins, w.places, 320), w.persons, w.capacity, w.counted);
    EXPECT_EQ(turned.persons_covered, base.persons_covered);
    EXPECT_EQ(turned.persons_served, base.persons_served);
    EXPECT_EQ(turned.persons_no_capacity, base.persons_no_capacity);
  }
}

TEST(CoverLevel, RefusesArraysThatDoNotFitAndNegativeFigures) {
  const auto within = table_of(1, {{0}, {0}});
  EXPECT_THROW(cover_level(within, Persons{1}, Persons{1}), std::invalid_argument);
  EXPECT_THROW(cover_level(within, Persons{1, 1}, Persons{}), std::invalid_argument);
  EXPECT_THROW(cover_level(within, Persons{1, -1}, Persons{1}), std::invalid_argument);
  EXPECT_THROW(cover_level(within, Persons{1, 1}, Persons{-2}), std::invalid_argument);
  EXPECT_THROW(cover_level(within, Persons{1, 1}, Persons{1}, std::vector<std::uint8_t>{1}), std::invalid_argument);
}

TEST(JointCoverage, IsTheIntersectionAndCountsOnlyThoseInside) {
  const std::vector<std::vector<std::uint8_t>> covered{{1, 1, 0, 1}, {1, 0, 1, 1}};
  const std::vector<std::uint8_t> counted{1, 1, 1, 0};
  const auto joint = joint_coverage(covered, Persons{5, 6, 7, 8}, counted);
  EXPECT_EQ(joint.persons, 5);
  EXPECT_EQ(joint.covered, (std::vector<std::uint8_t>{1, 0, 0, 1}));
  EXPECT_EQ(joint_coverage({}, Persons{5}).persons, 0);
  EXPECT_THROW(joint_coverage(covered, Persons{5}), std::invalid_argument);
}

TEST(BackupHistogram, HoldsEveryPersonOnce) {
  const std::vector<std::uint32_t> backup{0, 3, 1, 3, 9};
  const std::vector<std::uint8_t> counted{1, 1, 1, 1, 0};
  EXPECT_EQ(backup_histogram(backup, Persons{5, 6, 7, 8, 9}, counted), (Persons{5, 7, 0, 14}));
  EXPECT_EQ(backup_histogram({}, {}), (Persons{0}));
  EXPECT_THROW(backup_histogram(backup, Persons{1}), std::invalid_argument);
}

}  // namespace
}  // namespace catchment
