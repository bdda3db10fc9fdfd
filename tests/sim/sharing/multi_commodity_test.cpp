#include "sim/sharing/multi_commodity.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <stdexcept>

#include "sim/core/random.h"
#include "tests/sim/sharing/flow_oracles.h"

namespace catchment {
namespace {

using testing::ElementsAre;

CommodityProblem network(std::uint32_t nodes, const std::vector<std::pair<std::uint32_t, std::uint32_t>>& edges, bool undirected, double capacity = 1, double cost = 0) {
  CommodityProblem p;
  p.nodes = nodes;
  p.undirected = undirected;
  for (const auto& [a, b] : edges) p.tail.push_back(a), p.head.push_back(b), p.capacity.push_back(capacity), p.cost.push_back(cost);
  return p;
}
CommodityOptions options(CommodityGoal goal, bool whole) {
  CommodityOptions o;
  o.goal = goal, o.whole = whole;
  return o;
}

/// K(2,3): 0, 1 on the one side, 2, 3, 4 on the other.
CommodityProblem okamura_seymour() {
  CommodityProblem p = network(5, {{0, 2}, {0, 3}, {0, 4}, {1, 2}, {1, 3}, {1, 4}}, true);
  p.commodities = {{0, 1, 1}, {2, 3, 1}, {2, 4, 1}, {3, 4, 1}};
  return p;
}
TEST(MultiCommodityFlow, OD6_U12_ThreeQuartersOfAllCanBeSharedOnK23ThoughNoCutForbidsMore) {
  const CommodityFlow f = multi_commodity_flow(okamura_seymour(), options(CommodityGoal::kConcurrent, false));
  EXPECT_EQ(f.status, "optimal");
  EXPECT_NEAR(f.value, 0.75, 1e-7);
  EXPECT_EQ(f.bound, f.value);
  EXPECT_EQ(f.gap(), 0);
  for (const double served : f.served) EXPECT_NEAR(served, 0.75, 1e-7);
}

CommodityProblem square() {
  CommodityProblem p = network(4, {{0, 1}, {1, 2}, {2, 3}, {3, 0}}, true);
  p.commodities = {{0, 2, 1}, {1, 3, 1}};
  return p;
}
TEST(MultiCommodityFlow, OD17_OppositeCornersOfASquareAreBothServedByHalvesAndOnlyOneByWholes) {
  const CommodityFlow halves = multi_commodity_flow(square(), options(CommodityGoal::kTotal, false));
  EXPECT_EQ(halves.status, "optimal");
  EXPECT_NEAR(halves.value, 2, 1e-7);
  for (const double x : halves.flow) EXPECT_NEAR(std::abs(x), 0.5, 1e-7);
  const CommodityFlow whole = multi_commodity_flow(square(), options(CommodityGoal::kTotal, true));
  EXPECT_EQ(whole.status, "optimal");
  EXPECT_EQ(whole.value, 1);
  EXPECT_EQ(whole.bound, 1);
  EXPECT_EQ(multi_commodity_flow(square(), options(CommodityGoal::kConcurrent, true)).value, 0);
}

TEST(MultiCommodityFlow, OfTheLargestTotalsTheCheapestIsTaken) {
  // Two ways from 0 to 1; the direct one is dearer and wide, the other holds one unit.
  CommodityProblem p = network(3, {{0, 1}, {0, 2}, {2, 1}}, false, 5, 3);
  p.cost = {7, 1, 2}, p.capacity = {5, 1, 9};
  p.commodities = {{0, 1, 4}};
  const CommodityFlow f = multi_commodity_flow(p);
  EXPECT_NEAR(f.value, 4, 1e-9);
  EXPECT_NEAR(f.cost, 3 * 7 + 3, 1e-7);
  p.capacity = {INFINITY, 0, 9};
  EXPECT_NEAR(multi_commodity_flow(p).cost, 28, 1e-7);
}

TEST(MultiCommodityFlow, OneCommodityIsAMinimumCostFlow) {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    Stream random(seed, "one commodity");
    FlowProblem q;
    const std::uint32_t n = 6;
    q.supply.assign(n, 0);
    q.supply[0] = 12, q.supply[5] = -12;
    CommodityProblem p;
    p.nodes = n;
    p.commodities = {{0, 5, 12}};
    for (int a = 0; a < 14; ++a) {
      q.tail.push_back(static_cast<std::uint32_t>(random.below(n))), q.head.push_back(static_cast<std::uint32_t>(random.below(n)));
      q.capacity.push_back(random.between(0, 9)), q.cost.push_back(random.between(0, 5));
      p.tail.push_back(q.tail.back()), p.head.push_back(q.head.back());
      p.capacity.push_back(static_cast<double>(q.capacity.back())), p.cost.push_back(static_cast<double>(q.cost.back()));
    }
    const BoostFlow boost = boost_flow(q);
    for (const bool whole : {false, true}) {
      const CommodityFlow f = multi_commodity_flow(p, options(CommodityGoal::kTotal, whole));
      EXPECT_EQ(f.status, "optimal");
      EXPECT_NEAR(f.value, static_cast<double>(boost.routed), 1e-6);
      EXPECT_NEAR(f.cost, static_cast<double>(boost.cost), 1e-5);
    }
  }
}

/// Each unit of each commodity takes one of the simple paths, or stays: the most units that fit.
int most_units(const CommodityProblem& p) {
  std::vector<double> left = p.capacity;
  int best = 0;
  std::vector<int> units;
  for (std::size_t k = 0; k < p.commodities.size(); ++k)
    for (int u = 0; u < static_cast<int>(p.commodities[k].amount); ++u) units.push_back(static_cast<int>(k));
  const std::function<void(std::size_t, int)> go = [&](std::size_t at, int served) {
    best = std::max(best, served);
    if (at == units.size() || served + static_cast<int>(units.size() - at) <= best) return;
    const auto& c = p.commodities[static_cast<std::size_t>(units[at])];
    std::vector<bool> seen(p.nodes);
    const std::function<void(std::uint32_t)> walk = [&](std::uint32_t v) {
      if (v == c.to) return go(at + 1, served + 1);
      seen[v] = true;
      for (std::size_t e = 0; e < p.tail.size(); ++e) {
        if (left[e] < 1) continue;
        const std::uint32_t w = p.tail[e] == v ? p.head[e] : p.undirected && p.head[e] == v ? p.tail[e] : UINT32_MAX;
        if (w == UINT32_MAX || seen[w]) continue;
        left[e] -= 1;
        walk(w);
        left[e] += 1;
      }
      seen[v] = false;
    };
    walk(c.from);
    go(at + 1, served);
  };
  go(0, 0);
  return best;
}
TEST(MultiCommodityFlow, WholeUnitsEqualEveryRoutingTriedOutAndFractionsServeAtLeastAsMuch) {
  int fewer = 0;
  for (std::uint64_t seed = 0; seed < 120; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    Stream random(seed, "commodities");
    CommodityProblem p;
    p.nodes = 4;
    p.undirected = random.chance(0.7);
    // Every other time a ring, where halves help.
    const bool ring = seed % 2 == 0;
    if (ring) p = network(4, {{0, 1}, {1, 2}, {2, 3}, {3, 0}}, true);
    for (int e = 0; e < (ring ? 1 : 6); ++e) {
      p.tail.push_back(static_cast<std::uint32_t>(random.below(4))), p.head.push_back(static_cast<std::uint32_t>(random.below(4)));
      p.capacity.push_back(static_cast<double>(random.between(0, ring ? 1 : 2))), p.cost.push_back(static_cast<double>(random.between(0, 3)));
    }
    if (ring) p.commodities = {{0, 2, 1}, {1, 3, 1}};
    for (int k = 0; k < (ring ? 1 : 3); ++k) {
      const auto from = static_cast<std::uint32_t>(random.below(4));
      p.commodities.push_back({from, (from + 1 + static_cast<std::uint32_t>(random.below(3))) % 4, static_cast<double>(random.between(1, 2))});
    }
    const int best = most_units(p);
    const CommodityFlow whole = multi_commodity_flow(p, options(CommodityGoal::kTotal, true));
    EXPECT_EQ(whole.status, "optimal");
    EXPECT_EQ(whole.value, best);
    for (const double x : whole.flow) EXPECT_EQ(x, std::round(x));
    const CommodityFlow parts = multi_commodity_flow(p, options(CommodityGoal::kTotal, false));
    EXPECT_GE(parts.value, best - 1e-6);
    fewer += parts.value > best + 1e-6;
    const CommodityFlow share = multi_commodity_flow(p, options(CommodityGoal::kConcurrent, false));
    double all = 0;
    for (const auto& c : p.commodities) all += c.amount;
    EXPECT_LE(share.value * all, parts.value + 1e-6);
  }
  EXPECT_GT(fewer, 0) << "no case where whole units lose anything";
}

TEST(MultiCommodityFlow, TheSolverSaysNothing) {
  testing::internal::CaptureStdout();
  multi_commodity_flow(okamura_seymour(), options(CommodityGoal::kConcurrent, false));
  multi_commodity_flow(square(), options(CommodityGoal::kTotal, true));
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "");
}

TEST(MultiCommodityFlow, NothingToCarryIsServed) {
  EXPECT_EQ(multi_commodity_flow({}).status, "optimal");
  CommodityProblem p = network(2, {}, false);
  p.commodities = {{0, 1, 3}};
  const CommodityFlow f = multi_commodity_flow(p);
  EXPECT_EQ(f.value, 0);
  EXPECT_EQ(f.status, "optimal");
}

TEST(MultiCommodityFlow, RefusesWhatDoesNotFit) {
  const auto words = [](const CommodityProblem& p) -> std::string {
    try {
      multi_commodity_flow(p);
    } catch (const std::invalid_argument& e) {
      return e.what();
    }
    return "";
  };
  CommodityProblem p = network(2, {{0, 1}}, false);
  p.commodities = {{0, 1, 1}};
  CommodityProblem q = p;
  q.cost.clear();
  EXPECT_EQ(words(q), "multi_commodity_flow: 1 tails, 1 heads, 1 capacities and 0 costs");
  q = p, q.head[0] = 2;
  EXPECT_EQ(words(q), "multi_commodity_flow: edge 0 joins a node that is not there (2 nodes)");
  q = p, q.capacity[0] = NAN;
  EXPECT_EQ(words(q), "multi_commodity_flow: edge 0 has a capacity that is negative or no number");
  q = p, q.cost[0] = -1;
  EXPECT_EQ(words(q), "multi_commodity_flow: edge 0 has a cost that is negative or no number");
  q = p, q.commodities[0].to = 0;
  EXPECT_EQ(words(q), "multi_commodity_flow: commodity 0 goes from a node to itself");
  q = p, q.commodities[0].amount = 0;
  EXPECT_EQ(words(q), "multi_commodity_flow: commodity 0 has no amount above 0");
}

}  // namespace
}  // namespace catchment
