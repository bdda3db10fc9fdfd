#include "sim/coverage/exposure.h"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

#include "sim/core/random.h"
#include "tests/sim/coverage/brute_force.h"

namespace catchment {
namespace {

using test::table_of;

const std::vector<std::uint8_t> kAll4(4, 1);

TEST(Exposure, OfTheOwnBuildingIsFullAndFallsInAStraightLineToTheCutoff) {
  // Facility 0 in building 7, facility 1 on the street. Cutoff 500.
  const CostTable within = table_of(2, {{0}, {0, 1}, {1}, {}}, {{90}, {250, 400}, {500}, {}});
  const std::vector<BuildingId> building{BuildingId(7), BuildingId(8), BuildingId(), BuildingId(9)}, at{BuildingId(7), BuildingId()};
  const Exposure e = expose(within, 500, building, at, kAll4);
  EXPECT_EQ(e.field[0], 1);                      // not 1 - 90/500: it stands in the house
  EXPECT_DOUBLE_EQ(e.field[1], 0.5 + 0.2);
  EXPECT_EQ(e.field[2], 0);                      // exactly at the cutoff: within, but nothing is left
  EXPECT_EQ(e.field[3], 0);
  EXPECT_EQ(e.counted, 4);
  EXPECT_EQ(e.counted_in_building, 1);
  EXPECT_EQ(e.counted_within, 3);
  EXPECT_EQ(e.buildings, 1);
  EXPECT_DOUBLE_EQ(e.mean_field, 1.7 / 4);
}

TEST(Exposure, InTheBuildingCountsEvenWhereNoWayLeadsThere) {
  const Exposure e = expose(table_of(1, {{}}), 500, std::vector{BuildingId(1)}, std::vector{BuildingId(1)}, std::vector<std::uint8_t>{1});
  EXPECT_EQ(e.counted_within, 1);
  EXPECT_EQ(e.field[0], 1);
}

TEST(Exposure, OfNobodyIsUndefined) {
  const Exposure e = expose(table_of(1, {{0}}), 500, std::vector{BuildingId(1)}, std::vector{BuildingId(1)}, std::vector<std::uint8_t>{0});
  EXPECT_TRUE(std::isnan(e.mean_field));
  EXPECT_EQ(e.counted + e.counted_in_building + e.counted_within + e.buildings, 0);
}

TEST(Exposure, NeverFallsWithOneMoreFacilityAndStaysWithinItsBounds) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    Stream s(seed, "exposure");
    std::vector<Point> homes, sites;
    std::vector<BuildingId> building, at;
    for (int i = 0; i < 12; ++i) {
      homes.push_back({static_cast<double>(s.between(0, 100)), static_cast<double>(s.between(0, 100))});
      building.push_back(s.between(0, 3) == 0 ? BuildingId() : BuildingId(static_cast<int>(s.between(0, 5))));
    }
    std::vector<std::uint8_t> counted;
    for (int i = 0; i < 12; ++i) counted.push_back(s.between(0, 4) > 0);
    Exposure last;
    last.field.assign(12, 0);
    for (int f = 0; f < 5; ++f) {
      sites.push_back({static_cast<double>(s.between(0, 100)), static_cast<double>(s.between(0, 100))});
      at.push_back(s.between(0, 1) == 0 ? BuildingId() : BuildingId(static_cast<int>(s.between(0, 5))));
      const Exposure e = expose(test::table_within(homes, sites, 40), 40'000, building, at, counted);
      for (std::size_t i = 0; i < 12; ++i) {
        EXPECT_GE(e.field[i], last.field[i]);
        EXPECT_LE(e.field[i], 1);
        double x = 0;
        bool reached = false;
        for (std::size_t k = 0; k < sites.size(); ++k) {
          const bool here = building[i].valid() && at[k] == building[i];
          const double d = here ? 0 : test::euclid(homes[i], sites[k]);
          if (d > 40) continue;
          reached = true;
          x += 1 - std::round(d * 1000) / 40'000;
        }
        EXPECT_NEAR(e.field[i], counted[i] ? std::min(1.0, x) : 0, 1e-12);
        EXPECT_EQ(e.within[i] != 0, counted[i] && reached);
      }
      EXPECT_GE(e.counted_in_building, last.counted_in_building);
      EXPECT_GE(e.counted_within, e.counted_in_building);
      EXPECT_GE(e.counted, e.counted_within);
      last = e;
    }
  }
}

TEST(Exposure, RefusesArraysThatDoNotFitAndACostBeyondTheCutoff) {
  const CostTable table = table_of(1, {{0}}, {{600}});
  const std::vector<BuildingId> one{BuildingId()}, two(2);
  const std::vector<std::uint8_t> counted{1}, more{1, 1};
  EXPECT_THROW(expose(table, 500, one, one, counted), std::invalid_argument);
  EXPECT_THROW(expose(table, 0, one, one, counted), std::invalid_argument);
  EXPECT_THROW(expose(table, 600, two, one, counted), std::invalid_argument);
  EXPECT_THROW(expose(table, 600, one, two, counted), std::invalid_argument);
  EXPECT_THROW(expose(table, 600, one, one, more), std::invalid_argument);
}

}  // namespace
}  // namespace catchment
