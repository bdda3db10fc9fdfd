#include "sim/coverage/advisers.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <stdexcept>

#include "sim/core/random.h"
#include "tests/sim/coverage/brute_force.h"

namespace catchment {
namespace {

using test::table_of;

/// 20 quarters, 4 bases, 5 quarters within the limit of each.
CostTable twenty_quarters() {
  std::vector<std::vector<std::uint32_t>> rows;
  for (std::uint32_t q = 0; q < 20; ++q) rows.push_back({q / 5});
  return table_of(4, rows);
}

TEST(Advisers, F15_FourOfFiveQuartersEachCoverTwentyAndThreeFifteen) {
  const AdviserCoverage four = cover_quarters(twenty_quarters(), std::vector<std::int64_t>{1, 1, 1, 1}, 5);
  EXPECT_EQ(four.covered, 20);
  EXPECT_EQ(four.load, (std::vector<std::int64_t>{5, 5, 5, 5}));
  const AdviserCoverage three = cover_quarters(twenty_quarters(), std::vector<std::int64_t>{1, 1, 0, 1}, 5);
  EXPECT_EQ(three.covered, 15);
  EXPECT_EQ(three.no_capacity, 5);
  EXPECT_EQ(three.out_of_reach, 0);
}

// Nearest-first would give the shared quarter to base 0, which then has none for the quarter that only it reaches.
TEST(Advisers, GiveWayWhereThatCoversMore) {
  const AdviserCoverage c = cover_quarters(table_of(2, {{0, 1}, {0}}, {{1, 9}, {5}}), std::vector<std::int64_t>{1, 1}, 1);
  EXPECT_EQ(c.covered, 2);
  EXPECT_EQ(c.base, (std::vector<std::uint32_t>{1, 0}));
}

TEST(Advisers, CoverAsManyAsAnyAssignmentCan) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    Stream s(seed, "advisers");
    std::vector<std::vector<std::uint32_t>> rows(7);
    for (auto& row : rows)
      for (std::uint32_t b = 0; b < 3; ++b)
        if (s.between(0, 2) == 0) row.push_back(b);
    std::vector<std::int64_t> advisers{s.between(0, 2), s.between(0, 2), s.between(0, 2)};
    const std::int64_t caseload = s.between(1, 2);
    const AdviserCoverage c = cover_quarters(table_of(3, rows), advisers, caseload);
    std::vector<std::int64_t> left;
    for (const auto a : advisers) left.push_back(a * caseload);
    const std::function<std::int64_t(std::size_t)> best = [&](std::size_t q) -> std::int64_t {
      if (q == rows.size()) return 0;
      std::int64_t most = best(q + 1);
      for (const auto b : rows[q])
        if (left[b] > 0) {
          --left[b];
          most = std::max(most, 1 + best(q + 1));
          ++left[b];
        }
      return most;
    };
    EXPECT_EQ(c.covered, best(0));
    EXPECT_EQ(c.covered + c.no_capacity + c.out_of_reach, 7);
    for (std::size_t b = 0; b < 3; ++b) EXPECT_LE(c.load[b], left[b]);
    for (std::size_t q = 0; q < rows.size(); ++q) {
      const bool in_reach = std::find(rows[q].begin(), rows[q].end(), c.base[q]) != rows[q].end();
      EXPECT_TRUE(in_reach || c.base[q] == UINT32_MAX);
    }
    ++advisers[static_cast<std::size_t>(s.between(0, 2))];
    EXPECT_GE(cover_quarters(table_of(3, rows), advisers, caseload).covered, c.covered);
  }
}

TEST(Advisers, RefuseArraysThatDoNotFitAndCountsOutOfRange) {
  const CostTable table = table_of(1, {{0}});
  EXPECT_THROW(cover_quarters(table, std::vector<std::int64_t>{1, 1}, 1), std::invalid_argument);
  EXPECT_THROW(cover_quarters(table, std::vector<std::int64_t>{-1}, 1), std::invalid_argument);
  EXPECT_THROW(cover_quarters(table, std::vector<std::int64_t>{1}, 0), std::invalid_argument);
  EXPECT_THROW(cover_quarters(table, std::vector<std::int64_t>{INT64_MAX}, 2), std::invalid_argument);
}

TEST(LeastByGroup, TakesTheLeastCostOfTheMembers) {
  const CostTable table = table_of(3, {{0, 2}, {0, 1}, {1}, {2}}, {{50, 7}, {40, 9}, {3}, {1}});
  const CostTable out = least_by_group(table, std::vector<std::uint32_t>{0, 0, 2, UINT32_MAX}, 3);
  ASSERT_EQ(out.n_origins(), 3u);
  EXPECT_EQ(out.destination, (std::vector<std::uint32_t>{0, 1, 2, 1}));
  EXPECT_EQ(out.cost, (std::vector<Cost>{40, 9, 7, 3}));
  EXPECT_TRUE(out.destinations_of(1).empty());
  EXPECT_EQ(out.n_destinations, 3u);
  EXPECT_THROW(least_by_group(table, std::vector<std::uint32_t>{0, 0}, 3), std::invalid_argument);
  EXPECT_THROW(least_by_group(table, std::vector<std::uint32_t>{0, 0, 3, 0}, 3), std::invalid_argument);
}

}  // namespace
}  // namespace catchment
