#include "sim/sharing/assignment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <stdexcept>

#include "sim/core/random.h"

namespace catchment {
namespace {

using testing::ElementsAre;
constexpr std::int64_t kNo = Assignment::kForbidden;

TEST(Assign, OD7_ThreeByThreeCosts5) {
  const std::vector<std::int64_t> cost{4, 1, 3, 2, 0, 5, 3, 2, 2};
  const Assignment a = assign(cost, 3, 3);
  EXPECT_EQ(a.cost, 5);
  EXPECT_EQ(a.pairs, 3u);
  EXPECT_THAT(a.column_of, ElementsAre(1, 0, 2));
}

TEST(Assign, MorePairsComeBeforeLessCost) {
  // Row 0 is cheap with column 0, but then row 1 has nobody.
  const std::vector<std::int64_t> cost{0, 1'000'000, 5, kNo};
  const Assignment a = assign(cost, 2, 2);
  EXPECT_THAT(a.column_of, ElementsAre(1, 0));
  EXPECT_EQ(a.cost, 1'000'005);
  const Assignment none = assign(std::vector<std::int64_t>{kNo, kNo}, 1, 2);
  EXPECT_EQ(none.pairs, 0u);
  EXPECT_THAT(none.column_of, ElementsAre(kUnassigned));
  EXPECT_EQ(assign({}, 0, 0).pairs, 0u);
}

/// Every way to give the rows different columns, or none.
std::pair<std::uint32_t, std::int64_t> try_all(const std::vector<std::int64_t>& cost, std::uint32_t rows, std::uint32_t columns) {
  std::pair<std::uint32_t, std::int64_t> best{0, 0};
  std::vector<bool> used(columns);
  const std::function<void(std::uint32_t, std::uint32_t, std::int64_t)> go = [&](std::uint32_t row, std::uint32_t pairs, std::int64_t sum) {
    if (row == rows) {
      if (pairs > best.first || (pairs == best.first && sum < best.second)) best = {pairs, sum};
      return;
    }
    go(row + 1, pairs, sum);
    for (std::uint32_t j = 0; j < columns; ++j) {
      const std::int64_t c = cost[row * columns + j];
      if (used[j] || c == kNo) continue;
      used[j] = true;
      go(row + 1, pairs + 1, sum + c);
      used[j] = false;
    }
  };
  go(0, 0, 0);
  return best;
}

TEST(Assign, EqualsEveryAssignmentTriedOutAlsoRectangularNegativeAndForbidden) {
  for (std::uint64_t seed = 0; seed < 800; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    Stream random(seed, "assign test");
    const auto rows = static_cast<std::uint32_t>(random.between(1, 6)), columns = static_cast<std::uint32_t>(random.between(1, 6));
    const double share = random.uniform();
    std::vector<std::int64_t> cost(rows * columns);
    for (auto& c : cost) c = random.chance(share) ? kNo : random.between(-4, 8);
    const auto [pairs, sum] = try_all(cost, rows, columns);
    const Assignment a = assign(cost, rows, columns);
    EXPECT_EQ(a.pairs, pairs);
    EXPECT_EQ(a.cost, sum);
    std::vector<std::uint32_t> taken;
    std::int64_t again = 0;
    for (std::uint32_t i = 0; i < rows; ++i) {
      if (a.column_of[i] == kUnassigned) continue;
      ASSERT_NE(cost[i * columns + a.column_of[i]], kNo);
      taken.push_back(a.column_of[i]);
      again += cost[i * columns + a.column_of[i]];
    }
    std::sort(taken.begin(), taken.end());
    EXPECT_EQ(std::adjacent_find(taken.begin(), taken.end()), taken.end());
    EXPECT_EQ(taken.size(), a.pairs);
    EXPECT_EQ(again, a.cost);
  }
}

TEST(Assign, RefusesWhatDoesNotFit) {
  try {
    assign(std::vector<std::int64_t>{1, 2, 3}, 2, 2);
    ADD_FAILURE();
  } catch (const std::invalid_argument& e) {
    EXPECT_STREQ(e.what(), "assign: 3 costs for 2 rows and 2 columns");
  }
  try {
    assign(std::vector<std::int64_t>{INT64_MAX - 1}, 1, 1);
    ADD_FAILURE();
  } catch (const std::invalid_argument& e) {
    EXPECT_STREQ(e.what(), "assign: the sums of costs may overflow 64 bits");
  }
}

using Likes = std::vector<std::vector<std::uint32_t>>;

/// Gale & Shapley (1962), example 2: men and women of four; the only stable marriages pair as below when the men propose.
TEST(StableMatching, ProposersGetTheirBestOfTwoStableMatchings) {
  // Two stable matchings: everybody's first wish of the one side is the last of the other.
  const Likes left{{0, 1}, {1, 0}}, right{{1, 0}, {0, 1}};
  const std::vector<std::uint32_t> one{1, 1};
  EXPECT_THAT(stable_matching(left, right, one), ElementsAre(0, 1));
  EXPECT_THAT(stable_matching(right, left, one), ElementsAre(1, 0));
}

struct Stable {
  Likes left, right;
  std::vector<std::uint32_t> places;
};
std::size_t rank_in(const std::vector<std::uint32_t>& list, std::uint32_t who) {
  return static_cast<std::size_t>(std::find(list.begin(), list.end(), who) - list.begin());
}
bool is_stable(const Stable& s, const std::vector<std::uint32_t>& match) {
  std::vector<std::vector<std::uint32_t>> with(s.right.size());
  for (std::uint32_t p = 0; p < match.size(); ++p) {
    if (match[p] == kUnassigned) continue;
    if (rank_in(s.left[p], match[p]) == s.left[p].size() || rank_in(s.right[match[p]], p) == s.right[match[p]].size()) return false;
    with[match[p]].push_back(p);
  }
  for (std::uint32_t a = 0; a < s.right.size(); ++a)
    if (with[a].size() > s.places[a]) return false;
  for (std::uint32_t p = 0; p < match.size(); ++p)
    for (const std::uint32_t a : s.left[p]) {
      if (match[p] == a) break;
      const std::size_t mine = rank_in(s.right[a], p);
      if (mine == s.right[a].size() || s.places[a] == 0) continue;
      if (with[a].size() < s.places[a]) return false;
      for (const std::uint32_t q : with[a])
        if (rank_in(s.right[a], q) > mine) return false;
    }
  return true;
}

TEST(StableMatching, IsStableAndNoStableMatchingIsBetterForAnyProposer) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    Stream random(seed, "stable test");
    Stable s;
    const auto np = static_cast<std::uint32_t>(random.between(1, 5)), na = static_cast<std::uint32_t>(random.between(1, 4));
    const auto list = [&](std::uint32_t n) {
      std::vector<std::uint32_t> all;
      for (std::uint32_t k = 0; k < n; ++k)
        if (random.chance(0.8)) all.push_back(k);
      for (std::size_t k = all.size(); k > 1; --k) std::swap(all[k - 1], all[random.below(k)]);
      return all;
    };
    for (std::uint32_t p = 0; p < np; ++p) s.left.push_back(list(na));
    for (std::uint32_t a = 0; a < na; ++a) s.right.push_back(list(np)), s.places.push_back(static_cast<std::uint32_t>(random.below(3)));
    const auto match = stable_matching(s.left, s.right, s.places);
    ASSERT_TRUE(is_stable(s, match));
    std::vector<std::uint32_t> other(np);
    const std::function<void(std::uint32_t)> go = [&](std::uint32_t p) {
      if (p == np) {
        if (!is_stable(s, other)) return;
        for (std::uint32_t q = 0; q < np; ++q) {
          const std::size_t ours = match[q] == kUnassigned ? s.left[q].size() : rank_in(s.left[q], match[q]);
          const std::size_t theirs = other[q] == kUnassigned ? s.left[q].size() : rank_in(s.left[q], other[q]);
          EXPECT_LE(ours, theirs);
        }
        return;
      }
      other[p] = kUnassigned;
      go(p + 1);
      for (std::uint32_t a = 0; a < na; ++a) {
        other[p] = a;
        go(p + 1);
      }
    };
    go(0);
  }
}

TEST(StableMatching, RefusesIndicesOutOfRangeAndListedTwice) {
  const auto words = [](const Likes& left, const Likes& right, const std::vector<std::uint32_t>& places) -> std::string {
    try {
      stable_matching(left, right, places);
    } catch (const std::invalid_argument& e) {
      return e.what();
    }
    return "";
  };
  EXPECT_EQ(words({{1}}, {{0}}, {1}), "stable_matching: proposer 0 lists acceptor 1 of 1");
  EXPECT_EQ(words({{0}}, {{0, 0}}, {1}), "stable_matching: acceptor 0 lists proposer 0 twice");
  EXPECT_EQ(words({{0}}, {{0}}, {}), "stable_matching: 0 numbers of places for 1 acceptors");
}

}  // namespace
}  // namespace catchment
