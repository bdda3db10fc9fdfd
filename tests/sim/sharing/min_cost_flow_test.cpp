#include "sim/sharing/min_cost_flow.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <numeric>
#include <stdexcept>

#include "sim/core/error.h"
#include "sim/core/random.h"
#include "tests/sim/sharing/flow_oracles.h"

namespace catchment {
namespace {

using testing::ElementsAre;
constexpr std::int64_t kNoLimit = FlowProblem::kNoLimit;

TEST(MinCostFlow, OD1_FourUnitsTakeTheDearArcThatLeadsCheaplyOnAndCost24) {
  const FlowProblem p = flow_problem({5, 0, 0, -5}, {{0, 1, 4, 3}, {0, 2, 10, 6}, {1, 3, 9, 1}, {2, 3, 5, 2}});
  const FlowResult r = min_cost_flow(p);
  EXPECT_TRUE(r.feasible);
  EXPECT_EQ(r.cost, 24);
  EXPECT_THAT(r.flow, ElementsAre(4, 1, 4, 1));
  EXPECT_TRUE(proves_optimal(p, r));
}

FlowProblem bradley_hax_magnanti() {
  return flow_problem({20, 0, 0, -5, -15}, {{0, 1, 15, 4}, {0, 2, 8, 4}, {1, 2, kNoLimit, 2}, {1, 3, 4, 2}, {1, 4, 10, 6},
                                           {2, 3, 15, 1}, {2, 4, 5, 3}, {3, 4, kNoLimit, 2}, {4, 2, 4, 1}});
}
TEST(MinCostFlow, OD2_BradleyHaxMagnantiCosts150) {
  const FlowProblem p = bradley_hax_magnanti();
  const FlowResult r = min_cost_flow(p);
  EXPECT_EQ(r.cost, 150);
  EXPECT_TRUE(proves_optimal(p, r));
  EXPECT_EQ(boost_flow(p).cost, 150);
}

/// The graph of Boost.Graph's own example of successive_shortest_path_nonnegative_weights: as much as fits, 4 units, from 0 to 5.
TEST(MinCostFlow, OD3_TheSampleGraphOfBoostCosts29) {
  const FlowProblem p = flow_problem({4, 0, 0, 0, 0, -4}, {{0, 1, 2, 4}, {0, 2, 2, 2}, {1, 3, 2, 2}, {1, 4, 1, 1}, {2, 3, 1, 1}, {2, 4, 1, 1},
                                                          {3, 5, 20, 4}, {4, 5, 20, 2}});
  const FlowResult r = min_cost_flow(p);
  EXPECT_EQ(r.cost, 29);
  EXPECT_TRUE(proves_optimal(p, r));
  const BoostFlow boost = boost_flow(p);
  EXPECT_EQ(boost.routed, 4);
  EXPECT_EQ(boost.cost, 29);
}

/// Random arcs among few nodes, loops and parallel arcs included; costs from `low`.
FlowProblem random_problem(std::uint64_t seed, std::int64_t low, std::uint32_t most_nodes, std::uint32_t most_arcs, std::int64_t most_capacity) {
  Stream random(seed, "flow test");
  FlowProblem p;
  const auto n = static_cast<std::uint32_t>(random.between(2, most_nodes));
  p.supply.assign(n, 0);
  const std::int64_t m = random.between(1, most_arcs);
  for (std::int64_t a = 0; a < m; ++a) {
    p.tail.push_back(static_cast<std::uint32_t>(random.below(n)));
    p.head.push_back(static_cast<std::uint32_t>(random.below(n)));
    p.cost.push_back(random.between(low, 9));
    p.capacity.push_back(p.cost.back() >= 0 && random.chance(0.2) ? kNoLimit : random.between(0, most_capacity));
  }
  for (int k = 0; k < 3; ++k) {
    const std::int64_t amount = random.between(0, most_capacity);
    p.supply[random.below(n)] += amount;
    p.supply[random.below(n)] -= amount;
  }
  return p;
}

/// Every flow of whole units, one arc after the other: the least cost of those that balance.
struct Enumerated { bool any = false; std::int64_t cost = 0; };
Enumerated enumerate(const FlowProblem& p) {
  Enumerated best;
  std::vector<std::int64_t> left = p.supply;
  const std::int64_t given = std::accumulate(p.supply.begin(), p.supply.end(), std::int64_t{0}, [](auto s, auto x) { return s + std::max<std::int64_t>(x, 0); });
  const std::function<void(std::size_t, std::int64_t)> go = [&](std::size_t a, std::int64_t cost) {
    if (a == p.tail.size()) {
      if (std::any_of(left.begin(), left.end(), [](auto x) { return x != 0; })) return;
      if (!best.any || cost < best.cost) best = {true, cost};
      return;
    }
    const std::int64_t most = std::min(p.capacity[a], p.cost[a] < 0 ? p.capacity[a] : given + 2);
    for (std::int64_t f = 0; f <= most; ++f) {
      left[p.tail[a]] -= f, left[p.head[a]] += f;
      go(a + 1, cost + f * p.cost[a]);
      left[p.tail[a]] += f, left[p.head[a]] -= f;
    }
  };
  go(0, 0);
  return best;
}

TEST(MinCostFlow, EqualsEveryFlowTriedOutOnSmallNetworksAlsoWithNegativeCosts) {
  int feasible = 0;
  for (std::uint64_t seed = 0; seed < 600; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    const FlowProblem p = random_problem(seed, -5, 4, 6, 2);
    const Enumerated all = enumerate(p);
    const FlowResult r = min_cost_flow(p);
    ASSERT_EQ(r.feasible, all.any);
    if (!all.any) continue;
    ++feasible;
    EXPECT_EQ(r.cost, all.cost);
    EXPECT_TRUE(proves_optimal(p, r));
  }
  EXPECT_GT(feasible, 200);
}

TEST(MinCostFlow, EqualsBoostAndSendsAsMuchAsAnyFlowCanWhereNotAllArrives) {
  int feasible = 0, short_of = 0;
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    const FlowProblem p = random_problem(seed, 0, 14, 60, 30);
    const std::int64_t given = std::accumulate(p.supply.begin(), p.supply.end(), std::int64_t{0}, [](auto s, auto x) { return s + std::max<std::int64_t>(x, 0); });
    const BoostFlow boost = boost_flow(p);
    const FlowResult r = min_cost_flow(p);
    EXPECT_EQ(r.unrouted, given - boost.routed);
    ASSERT_EQ(r.feasible, boost.routed == given);
    if (!r.feasible) {
      ++short_of;
      continue;
    }
    ++feasible;
    EXPECT_EQ(r.cost, boost.cost);
    EXPECT_TRUE(proves_optimal(p, r));
  }
  EXPECT_GT(feasible, 100);
  EXPECT_GT(short_of, 50);
}

TEST(MinCostFlow, CostsTheSameWhenNodesAndArcsAreNumberedOtherwise) {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    const FlowProblem p = random_problem(seed, -3, 12, 70, 20);
    Stream random(seed, "order");
    std::vector<std::uint32_t> node(p.supply.size()), arc(p.tail.size());
    std::iota(node.begin(), node.end(), 0u);
    std::iota(arc.begin(), arc.end(), 0u);
    for (std::size_t k = node.size(); k > 1; --k) std::swap(node[k - 1], node[random.below(k)]);
    for (std::size_t k = arc.size(); k > 1; --k) std::swap(arc[k - 1], arc[random.below(k)]);
    FlowProblem q;
    q.supply.resize(node.size());
    for (std::size_t v = 0; v < node.size(); ++v) q.supply[node[v]] = p.supply[v];
    for (const std::uint32_t a : arc) {
      q.tail.push_back(node[p.tail[a]]), q.head.push_back(node[p.head[a]]);
      q.capacity.push_back(p.capacity[a]), q.cost.push_back(p.cost[a]);
    }
    const FlowResult one = min_cost_flow(p), two = min_cost_flow(q), again = min_cost_flow(p);
    EXPECT_EQ(one.feasible, two.feasible);
    EXPECT_EQ(one.unrouted, two.unrouted);
    EXPECT_EQ(one.cost, two.cost);
    EXPECT_EQ(one.flow, again.flow);
    EXPECT_EQ(one.potential, again.potential);
  }
}

/// Costs of a million and supplies of ten thousand million: exact where doubles would not be.
TEST(MinCostFlow, IsExactWithLargeNumbers) {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    FlowProblem p = random_problem(seed, 0, 10, 60, 30);
    const FlowResult small = min_cost_flow(p);
    for (auto& s : p.supply) s *= 10'000'000'019;
    for (auto& c : p.capacity) c = c == kNoLimit ? c : c * 10'000'000'019;
    for (auto& c : p.cost) c *= 100'003;
    const FlowResult large = min_cost_flow(p);
    ASSERT_EQ(large.feasible, small.feasible);
    EXPECT_EQ(large.unrouted, small.unrouted * 10'000'000'019);
    if (!small.feasible) continue;
    EXPECT_EQ(large.cost, small.cost * 10'000'000'019 * 100'003);
    EXPECT_TRUE(proves_optimal(p, large));
  }
}

/// Equal costs everywhere: almost every pivot moves nothing, and rules that are less careful go round in circles here.
TEST(MinCostFlow, EndsOnAFullyDegenerateAssignment) {
  const std::uint32_t n = 60;
  FlowProblem p;
  p.supply.assign(2 * n, 1);
  for (std::uint32_t j = 0; j < n; ++j) p.supply[n + j] = -1;
  for (std::uint32_t i = 0; i < n; ++i)
    for (std::uint32_t j = 0; j < n; ++j) p.tail.push_back(i), p.head.push_back(n + j), p.capacity.push_back(1), p.cost.push_back((i + j) % 2);
  const FlowResult r = min_cost_flow(p);
  EXPECT_EQ(r.cost, 0);
  EXPECT_TRUE(proves_optimal(p, r));
}

TEST(MinCostFlow, NothingCostsNothing) {
  const FlowResult r = min_cost_flow({});
  EXPECT_TRUE(r.feasible);
  EXPECT_EQ(r.cost, 0);
  const FlowResult alone = min_cost_flow(flow_problem({3, -3}, {}));
  EXPECT_FALSE(alone.feasible);
  EXPECT_EQ(alone.unrouted, 3);
}

TEST(ProvesOptimal, SeesAFlowThatIsNotBalancedTooFullOrTooDear) {
  const FlowProblem p = bradley_hax_magnanti();
  const FlowResult good = min_cost_flow(p);
  FlowResult bad = good;
  bad.flow[0] += 1;
  EXPECT_FALSE(proves_optimal(p, bad)) << "not balanced";
  bad = good;
  bad.cost -= 1;
  EXPECT_FALSE(proves_optimal(p, bad)) << "not its cost";
  // 15 + 5 on the first two arcs instead of 12 + 8: balanced, within the capacities, and dearer.
  bad = good;
  const auto move = [&](std::size_t a, std::int64_t by) { bad.flow[a] += by, bad.cost += by * p.cost[a]; };
  move(0, 1), move(2, 1), move(1, -1);
  EXPECT_FALSE(proves_optimal(p, bad)) << "dearer";
  FlowProblem narrow = p;
  narrow.capacity[0] = 1;
  EXPECT_FALSE(proves_optimal(narrow, good)) << "more than an arc holds";
}

void expect_refused(const FlowProblem& p, const std::string& words) {
  try {
    min_cost_flow(p);
    ADD_FAILURE() << "not refused: " << words;
  } catch (const std::invalid_argument& e) {
    EXPECT_EQ(e.what(), words);
  }
}
TEST(MinCostFlow, RefusesWhatDoesNotFit) {
  FlowProblem p = flow_problem({1, -1}, {{0, 1, 1, 1}});
  p.cost.push_back(2);
  expect_refused(p, "min_cost_flow: 1 tails, 1 heads, 1 capacities and 2 costs");
  expect_refused(flow_problem({1, -2}, {}), "min_cost_flow: the supplies sum to -1.000000, not to 0");
  expect_refused(flow_problem({1, -1}, {{0, 2, 1, 1}}), "min_cost_flow: arc 0 joins a node that is not there (2 nodes)");
  expect_refused(flow_problem({1, -1}, {{0, 1, -1, 1}}), "min_cost_flow: arc 0 has a negative capacity");
  expect_refused(flow_problem({1, -1}, {{0, 1, kNoLimit, -1}}), "min_cost_flow: arc 0 has a negative cost and no capacity");
  expect_refused(flow_problem({INT64_MAX / 2, -(INT64_MAX / 2)}, {{0, 1, 1, 1}}), "min_cost_flow: the sums of supplies and capacities may overflow 64 bits");
  expect_refused(flow_problem({1, -1}, {{0, 1, 1, INT64_MAX / 4}}), "min_cost_flow: the sums of costs may overflow 64 bits");
  expect_refused(flow_problem({1'000'000'000'000, -1'000'000'000'000}, {{0, 1, kNoLimit, 1'000'000'000}}), "min_cost_flow: the cost of the flow overflows 64 bits");
}

TEST(MinCostFlow, StopsWhenAsked) {
  EXPECT_THROW(min_cost_flow(bradley_hax_magnanti(), [](double, std::string_view) { return false; }), Cancelled);
}

}  // namespace
}  // namespace catchment
