#include "sim/world/opening_hours.h"

#include <gtest/gtest.h>

#include <stdexcept>

namespace catchment {
namespace {

const OpeningHours kA = weekly_hours(0, 4, 9 * 60, 17 * 60), kB = weekly_hours(0, 6, 13 * 60, 21 * 60);

TEST(OpeningHours, OA1_UnionOfTwoFacilitiesIs76Of168Hours) {
  EXPECT_EQ((kA | kB).count(), 76u * 2);
  const std::vector<OpeningHours> both{kA, kB};
  EXPECT_NEAR(*temporal_coverage(both), 0.452381, 5e-7);
  const OpeningHours window = weekly_hours(0, 6, 7 * 60, 21 * 60);
  EXPECT_EQ(window.count(), 98u * 2);
  EXPECT_NEAR(*temporal_coverage(both, window), 0.775510, 5e-7);
}

TEST(OpeningHours, NothingOpenIsZeroAndNoWindowIsUndefined) {
  EXPECT_EQ(temporal_coverage({}), 0);
  EXPECT_EQ(temporal_coverage(std::vector<OpeningHours>{whole_week()}), 1);
  EXPECT_FALSE(temporal_coverage(std::vector<OpeningHours>{kA}, OpeningHours()));
}

TEST(OpeningHours, EachDemandPointHasTheUnionOfWhatItReaches) {
  CostTable within;
  within.n_destinations = 3;
  within.destination = {0, 1, 0, 2};
  within.cost = {1, 1, 1, 1};
  within.row_begin = {0, 2, 4, 4};
  const std::vector<OpeningHours> hours{kA, kB, {}};
  const std::vector<std::int64_t> persons{3, 1, 0};
  const auto t = temporal_coverage_of_demand(within, hours, persons);
  EXPECT_DOUBLE_EQ(t.share[0], 76.0 / 168);
  EXPECT_DOUBLE_EQ(t.share[1], 40.0 / 168);
  EXPECT_EQ(t.share[2], 0);
  EXPECT_EQ(t.unstated, (std::vector<std::uint8_t>{0, 1, 0}));
  EXPECT_DOUBLE_EQ(*t.mean, (3 * 76.0 + 40) / (4 * 168));
  const std::vector<std::uint8_t> counted{0, 1, 1};
  EXPECT_DOUBLE_EQ(*temporal_coverage_of_demand(within, hours, persons, counted).mean, 40.0 / 168);
  EXPECT_FALSE(temporal_coverage_of_demand(within, hours, persons, std::vector<std::uint8_t>(3)).mean);
  EXPECT_THROW(temporal_coverage_of_demand(within, {}, persons), std::invalid_argument);
  EXPECT_THROW(temporal_coverage_of_demand(within, hours, {}), std::invalid_argument);
  EXPECT_THROW(temporal_coverage_of_demand(within, hours, persons, {}, OpeningHours()), std::invalid_argument);
  EXPECT_THROW(temporal_coverage_of_demand(within, hours, std::vector<std::int64_t>{-1, 0, 0}), std::invalid_argument);
}

TEST(OpeningHours, RefusesHoursThatAreNone) {
  EXPECT_THROW(weekly_hours(0, 7, 0, 60), std::invalid_argument);
  EXPECT_THROW(weekly_hours(3, 2, 0, 60), std::invalid_argument);
  EXPECT_THROW(weekly_hours(0, 1, 60, 60), std::invalid_argument);
  EXPECT_THROW(weekly_hours(0, 1, 10, 60), std::invalid_argument);
  EXPECT_THROW(weekly_hours(0, 1, 0, 1470), std::invalid_argument);
}

}  // namespace
}  // namespace catchment
