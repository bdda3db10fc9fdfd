#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <stdexcept>

#include "sim/core/random.h"
#include "sim/sharing/matching.h"
#include "tests/sim/sharing/flow_oracles.h"

namespace catchment {
namespace {

using testing::DoubleEq;
using testing::ElementsAre;

SharingGraph graph(std::uint32_t n, const std::vector<std::pair<std::uint32_t, std::uint32_t>>& links, const std::vector<double>& capacity) {
  SharingGraph g = graph_of_pairs(n, links);
  g.capacity = capacity;
  return g;
}

TEST(FlowOnGraph, OD1_GoodsPassThroughPartnersThatNeitherGiveNorNeed) {
  const SharingGraph g = graph(4, {{0, 1}, {0, 2}, {1, 3}, {2, 3}}, {4, 10, 9, 5});
  const std::vector<double> cost{3, 6, 1, 2}, supply{5, 0, 0, -5};
  const GraphFlow f = flow_on_graph(g, cost, supply);
  EXPECT_EQ(f.cost, 24);
  EXPECT_THAT(f.flow, ElementsAre(4, 1, 4, 1));
  EXPECT_EQ(f.served, 5);
  EXPECT_EQ(f.unmet, 0);
}

TEST(FlowOnGraph, OD2_BradleyHaxMagnantiCosts150) {
  const SharingGraph g = graph(5, {{0, 1}, {0, 2}, {1, 2}, {1, 3}, {1, 4}, {2, 3}, {2, 4}, {3, 4}, {4, 2}}, {15, 8, -1, 4, 10, 15, 5, -1, 4});
  const std::vector<double> cost{4, 4, 2, 2, 6, 1, 3, 2, 1}, supply{20, 0, 0, -5, -15};
  EXPECT_EQ(flow_on_graph(g, cost, supply).cost, 150);
}

struct Od4 {
  SharingGraph g;
  std::vector<double> cost{8, 6, 10, 9, 9, 12, 13, 7, 14, 9, 16, 5}, supply{30, 25, 20, -15, -20, -18, -22};
  Od4() {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> links;
    for (std::uint32_t o = 0; o < 3; ++o)
      for (std::uint32_t j = 3; j < 7; ++j) links.emplace_back(o, j);
    g = graph(7, links, std::vector<double>(12, -1));
  }
};
TEST(FlowOnGraph, OD4_OD5_573And601CappedAnd2800WithoutSupplier2) {
  Od4 p;
  EXPECT_EQ(flow_on_graph(p.g, p.cost, p.supply).cost, 573);
  EXPECT_EQ(flow_on_graph(p.g, p.cost, p.supply, -1, 12).cost, 601);
  p.supply[1] = 0;
  const GraphFlow lost = flow_on_graph(p.g, p.cost, p.supply, 100);
  EXPECT_EQ(lost.served, 50);
  EXPECT_EQ(lost.unmet, 25);
  EXPECT_EQ(lost.total, 2800);
  EXPECT_EQ(std::accumulate(lost.unmet_of.begin(), lost.unmet_of.end(), 0.0), 25);
}

TEST(FlowOnGraph, IsWhatBoostFindsWithAPlaceThatTakesAndGivesTheRest) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    Stream random(seed, "graph flow test");
    const auto n = static_cast<std::uint32_t>(random.between(2, 10));
    std::vector<std::pair<std::uint32_t, std::uint32_t>> links;
    std::vector<double> capacity, cost, supply(n);
    for (int k = 0; k < 25; ++k) {
      const auto a = static_cast<std::uint32_t>(random.below(n)), b = static_cast<std::uint32_t>(random.below(n));
      if (a == b) continue;
      links.emplace_back(a, b);
      capacity.push_back(random.chance(0.3) ? -1 : static_cast<double>(random.between(0, 40)) / 4);
      cost.push_back(static_cast<double>(random.between(0, 20)) / 4);
    }
    for (double& s : supply) s = static_cast<double>(random.between(-20, 20)) / 4;
    const SharingGraph g = graph(n, links, capacity);
    const GraphFlow f = flow_on_graph(g, cost, supply, 30);
    std::vector<double> left = supply;
    double total = 0;
    for (std::size_t k = 0; k < links.size(); ++k) {
      left[links[k].first] -= f.flow[k], left[links[k].second] += f.flow[k];
      EXPECT_GE(f.flow[k], 0);
      if (capacity[k] >= 0) { EXPECT_LE(f.flow[k], capacity[k]); }
      total += f.flow[k] * cost[k];
    }
    for (std::uint32_t v = 0; v < n; ++v) {
      if (supply[v] < 0) EXPECT_NEAR(left[v], -f.unmet_of[v], 1e-9);
      else EXPECT_GE(left[v], -1e-9);
    }
    EXPECT_NEAR(total, f.cost, 1e-9);
    EXPECT_NEAR(total + 30 * f.unmet, f.total, 1e-9);
    // In quarters, with a dump.
    FlowProblem p;
    p.supply.assign(n + 1, 0);
    for (std::size_t k = 0; k < links.size(); ++k) {
      p.tail.push_back(links[k].first), p.head.push_back(links[k].second);
      p.capacity.push_back(capacity[k] < 0 ? FlowProblem::kNoLimit : std::llround(capacity[k] * 4));
      p.cost.push_back(std::llround(cost[k] * 4));
    }
    for (std::uint32_t v = 0; v < n; ++v) {
      p.supply[v] = std::llround(supply[v] * 4);
      p.supply[n] -= p.supply[v];
      p.tail.push_back(supply[v] > 0 ? v : n), p.head.push_back(supply[v] > 0 ? n : v);
      p.capacity.push_back(FlowProblem::kNoLimit), p.cost.push_back(supply[v] > 0 ? 0 : 120);
    }
    EXPECT_NEAR(f.total, static_cast<double>(boost_flow(p).cost) / 16, 1e-9);
  }
}

TEST(FlowOnGraph, RefusesArraysThatDoNotFit) {
  const SharingGraph g = graph(2, {{0, 1}}, {-1});
  const auto words = [&](std::vector<double> cost, std::vector<double> supply) -> std::string {
    try {
      flow_on_graph(g, cost, supply);
    } catch (const std::invalid_argument& e) {
      return e.what();
    }
    return "";
  };
  EXPECT_EQ(words({1}, {1}), "flow_on_graph: 1 costs and 1 capacities for 1 links, 1 supplies for 2 nodes");
  EXPECT_EQ(words({-1}, {1, -1}), "flow_on_graph: cost 0 is outside 0 to 1e12");
  EXPECT_EQ(words({1}, {1, NAN}), "flow_on_graph: supply 1 is outside -1e12 to 1e12");
}

}  // namespace
}  // namespace catchment
