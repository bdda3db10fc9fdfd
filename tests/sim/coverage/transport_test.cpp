#include "sim/coverage/transport.h"

#include <gtest/gtest.h>

#include <numeric>
#include <stdexcept>

#include "sim/core/random.h"
#include "tests/sim/coverage/brute_force.h"

namespace catchment {
namespace {

using Amounts = std::vector<std::int64_t>;

/// The most that can be served, by trying every split of every row.
std::int64_t exhaustive(const CostTable& may, const Amounts& demand, Amounts& capacity, std::size_t row = 0) {
  if (row == may.n_origins()) return 0;
  const auto providers = may.destinations_of(row);
  std::int64_t best = 0;
  const std::function<void(std::size_t, std::int64_t, std::int64_t)> split = [&](std::size_t k, std::int64_t left,
                                                                                std::int64_t given) {
    if (k == providers.size()) {
      best = std::max(best, given + exhaustive(may, demand, capacity, row + 1));
      return;
    }
    auto& room = capacity[providers[k]];
    for (std::int64_t take = 0; take <= std::min(left, room); ++take) {
      room -= take;
      split(k + 1, left - take, given + take);
      room += take;
    }
  };
  split(0, demand[row], 0);
  return best;
}

TEST(MaximumTransport, EqualsExhaustiveSearchOnTinyWorlds) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    Stream random(seed, "tiny transport");
    const auto n_places = static_cast<std::uint32_t>(random.between(1, 3));
    std::vector<std::vector<std::uint32_t>> rows(static_cast<std::size_t>(random.between(1, 5)));
    Amounts demand, capacity;
    for (auto& row : rows) {
      for (std::uint32_t j = 0; j < n_places; ++j)
        if (random.chance(0.6)) row.push_back(j);
      demand.push_back(random.between(0, 3));
    }
    for (std::uint32_t j = 0; j < n_places; ++j) capacity.push_back(random.between(0, 5));
    const auto may = test::table_of(n_places, rows);
    const auto amount = maximum_transport(may, demand, capacity);
    EXPECT_EQ(std::accumulate(amount.begin(), amount.end(), std::int64_t{0}), exhaustive(may, demand, capacity));
  }
}

TEST(MaximumTransport, MeetsTheCutBoundOfHallOnLargerWorlds) {
  // Max-flow = min-cut: over all sets S of places, demand that only S serves beyond S's capacity is lost.
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    Stream random(seed, "hall");
    constexpr std::uint32_t kPlaces = 8;
    std::vector<std::vector<std::uint32_t>> rows(60);
    std::vector<std::uint32_t> mask(rows.size(), 0);
    Amounts demand, capacity;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      for (std::uint32_t j = 0; j < kPlaces; ++j)
        if (random.chance(0.25)) {
          rows[i].push_back(j);
          mask[i] |= 1u << j;
        }
      demand.push_back(random.between(0, 100));
    }
    for (std::uint32_t j = 0; j < kPlaces; ++j) capacity.push_back(random.between(0, 600));
    std::int64_t bound = INT64_MAX;
    for (std::uint32_t set = 0; set < (1u << kPlaces); ++set) {
      std::int64_t cut = 0;
      for (std::uint32_t j = 0; j < kPlaces; ++j)
        if (set >> j & 1u) cut += capacity[j];
      for (std::size_t i = 0; i < rows.size(); ++i)
        if (mask[i] != 0 && (mask[i] & ~set) != 0) cut += demand[i];
      bound = std::min(bound, cut);
    }
    const auto amount = maximum_transport(test::table_of(kPlaces, rows), demand, capacity);
    EXPECT_EQ(std::accumulate(amount.begin(), amount.end(), std::int64_t{0}), bound);
  }
}

TEST(MaximumTransport, SendsARowWithUnlimitedProvidersToTheCheapestOfThem) {
  const auto may = test::table_of(3, {{0, 1, 2}, {1, 2}}, {{1, 9, 5}, {4, 4}});
  EXPECT_EQ(maximum_transport(may, Amounts{10, 10}, Amounts{10, -1, -1}), (Amounts{0, 0, 10, 10, 0}));
}

TEST(MaximumTransport, RowsWithTheSameProvidersFillUpInRowOrder) {
  const auto may = test::table_of(2, {{0, 1}, {0, 1}, {0, 1}});
  EXPECT_EQ(maximum_transport(may, Amounts{4, 4, 4}, Amounts{5, 5}), (Amounts{4, 0, 1, 3, 0, 2}));
}

TEST(MaximumTransport, TwiceTheSameGivesTheSame) {
  Stream random(7, "again");
  std::vector<std::vector<std::uint32_t>> rows(2000);
  Amounts demand, capacity;
  for (auto& row : rows) {
    for (std::uint32_t j = 0; j < 40; ++j)
      if (random.chance(0.1)) row.push_back(j);
    demand.push_back(random.between(0, 100));
  }
  for (int j = 0; j < 40; ++j) capacity.push_back(random.between(0, 3000));
  const auto may = test::table_of(40, rows);
  EXPECT_EQ(maximum_transport(may, demand, capacity), maximum_transport(may, demand, capacity));
}

TEST(MaximumTransport, RefusesArraysThatDoNotFit) {
  const auto may = test::table_of(1, {{0}});
  EXPECT_THROW(maximum_transport(may, Amounts{}, Amounts{1}), std::invalid_argument);
  EXPECT_THROW(maximum_transport(may, Amounts{1}, Amounts{}), std::invalid_argument);
  EXPECT_THROW(maximum_transport(may, Amounts{-1}, Amounts{1}), std::invalid_argument);
  EXPECT_THROW(maximum_transport(may, Amounts{1}, Amounts{-2}), std::invalid_argument);
  EXPECT_THROW(maximum_transport(test::table_of(1, {{3}}), Amounts{1}, Amounts{1}), std::invalid_argument);
}

}  // namespace
}  // namespace catchment
