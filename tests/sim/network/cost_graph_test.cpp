#include "sim/network/cost_graph.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

#include "sim/network/point_costs.h"

namespace catchment::test {
namespace {

constexpr double kNever = std::numeric_limits<double>::infinity();

struct Drawn { std::uint32_t n = 0; std::vector<CostEdge> edges; std::vector<std::vector<double>> far; };

// Whole and half costs, so that sums are exact in any order; some edges one-way, some twice.
Drawn draw(std::uint32_t seed) {
  std::mt19937 random(seed);
  Drawn out;
  out.n = 1 + random() % 14;
  for (std::uint32_t e = random() % (3 * out.n); e > 0; --e)
    out.edges.push_back({static_cast<std::uint32_t>(random() % out.n), static_cast<std::uint32_t>(random() % out.n), static_cast<double>(random() % 40) / 2, random() % 3 == 0});
  out.far.assign(out.n, std::vector<double>(out.n, kNever));
  for (std::uint32_t v = 0; v < out.n; ++v) out.far[v][v] = 0;
  for (const CostEdge& e : out.edges) {
    out.far[e.from][e.to] = std::min(out.far[e.from][e.to], e.cost);
    if (!e.directed) out.far[e.to][e.from] = std::min(out.far[e.to][e.from], e.cost);
  }
  for (std::uint32_t v = 0; v < out.n; ++v)
    for (std::uint32_t a = 0; a < out.n; ++a)
      for (std::uint32_t b = 0; b < out.n; ++b) out.far[a][b] = std::min(out.far[a][b], out.far[a][v] + out.far[v][b]);
  return out;
}

// Rows as the limits leave them.
RealCostTable plain(const std::vector<std::vector<double>>& cost, const TableLimits& limits) {
  RealCostTable out;
  out.n_destinations = static_cast<std::uint32_t>(cost.empty() ? 0 : cost[0].size());
  for (const auto& row : cost) {
    std::vector<std::pair<double, std::uint32_t>> kept;
    for (std::uint32_t j = 0; j < row.size(); ++j)
      if (row[j] < kNever && (!limits.cutoff || row[j] <= *limits.cutoff)) kept.emplace_back(row[j], j);
    std::sort(kept.begin(), kept.end());
    if (limits.nearest > 0 && kept.size() > limits.nearest) kept.resize(limits.nearest);
    std::sort(kept.begin(), kept.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
    for (const auto& [c, j] : kept) out.cost.push_back(c), out.destination.push_back(j);
    out.row_begin.push_back(out.cost.size());
  }
  return out;
}

void expect_same(const RealCostTable& got, const RealCostTable& want, std::uint32_t seed) {
  ASSERT_EQ(got.row_begin, want.row_begin) << seed;
  ASSERT_EQ(got.destination, want.destination) << seed;
  ASSERT_EQ(got.cost, want.cost) << seed;
}

TEST(CostGraph, EqualsFloydWarshallWithAnyLimits) {
  for (std::uint32_t seed = 0; seed < 400; ++seed) {
    const Drawn d = draw(seed);
    const CostGraph graph = make_cost_graph(d.n, d.edges, DuplicateEdges::kMin);
    std::vector<std::uint32_t> all(d.n);
    for (std::uint32_t v = 0; v < d.n; ++v) all[v] = v;
    for (const TableLimits& limits : {TableLimits{}, TableLimits{8.0, 0}, TableLimits{{}, 2}, TableLimits{15.0, 3}}) expect_same(graph_costs(graph, all, all, limits), plain(d.far, limits), seed);
    // One destination: searched from its side over reversed arcs.
    std::vector<std::vector<double>> last;
    for (const auto& row : d.far) last.push_back({row.back()});
    expect_same(graph_costs(graph, all, std::vector<std::uint32_t>{d.n - 1}, {}), plain(last, {}), seed);
  }
}

TEST(CostGraph, TheRuleSettlesEdgesThatComeTwice) {
  const std::vector<CostEdge> edges{{0, 1, 5, false}, {1, 0, 3, true}, {0, 1, 4, false}};
  const std::vector<std::uint32_t> both{0, 1};
  EXPECT_EQ(graph_costs(make_cost_graph(2, edges, DuplicateEdges::kLast), both, both, {}).cost, (std::vector<double>{0, 4, 4, 0}));
  EXPECT_EQ(graph_costs(make_cost_graph(2, edges, DuplicateEdges::kMin), both, both, {}).cost, (std::vector<double>{0, 4, 3, 0}));
  EXPECT_EQ(first_duplicate(edges), (std::pair<std::size_t, std::size_t>{0, 1}));
  EXPECT_FALSE(first_duplicate(std::vector<CostEdge>{{0, 1, 5, true}, {1, 0, 3, true}}));
}

TEST(CostGraph, PartsAreNumberedByLowestNode) {
  const GraphParts parts = parts_of(make_cost_graph(5, std::vector<CostEdge>{{3, 1, 1, true}, {2, 4, 1, false}}, DuplicateEdges::kMin));
  EXPECT_EQ(parts.of_node, (std::vector<std::uint32_t>{0, 1, 2, 1, 2}));
  EXPECT_EQ(parts.size, (std::vector<std::uint32_t>{1, 2, 2}));
}

TEST(CostGraph, WhatDoesNotFitIsRefused) {
  EXPECT_THROW(make_cost_graph(1, std::vector<CostEdge>{{0, 1, 1, false}}, DuplicateEdges::kMin), std::invalid_argument);
  EXPECT_THROW(make_cost_graph(2, std::vector<CostEdge>{{0, 1, -1, false}}, DuplicateEdges::kMin), std::invalid_argument);
  EXPECT_THROW(make_cost_graph(2, std::vector<CostEdge>{{0, 1, NAN, false}}, DuplicateEdges::kMin), std::invalid_argument);
  const CostGraph graph = make_cost_graph(2, {}, DuplicateEdges::kMin);
  EXPECT_THROW(graph_costs(graph, std::vector<std::uint32_t>{2}, std::vector<std::uint32_t>{0}, {}), std::invalid_argument);
  EXPECT_THROW(graph_costs(graph, std::vector<std::uint32_t>{0, 0}, std::vector<std::uint32_t>{0}, {}), std::invalid_argument);
}

TEST(PointCosts, EveryMetricEqualsAllPairs) {
  std::mt19937 random(3);
  for (std::uint32_t seed = 0; seed < 60; ++seed)
    for (const PointMetric metric : {PointMetric::kEuclidean, PointMetric::kEuclideanFloor, PointMetric::kManhattan, PointMetric::kChebyshev, PointMetric::kGreatCircle}) {
      std::vector<Point> a, b;
      const bool sphere = metric == PointMetric::kGreatCircle;
      const auto place = [&] { return Point{sphere ? static_cast<double>(random() % 3600) / 10 - 180 : static_cast<double>(random() % 30), sphere ? static_cast<double>(random() % 1800) / 10 - 90 : static_cast<double>(random() % 30)}; };
      for (std::uint32_t k = random() % 20; k > 0; --k) a.push_back(place());
      for (std::uint32_t k = 1 + random() % 20; k > 0; --k) b.push_back(place());
      std::vector<std::vector<double>> cost(a.size());
      for (std::size_t i = 0; i < a.size(); ++i)
        for (const Point p : b) cost[i].push_back(point_cost(metric, a[i], p));
      for (const TableLimits& limits : {TableLimits{}, TableLimits{sphere ? 4e6 : 10.0, 0}, TableLimits{{}, 3}}) {
        auto want = plain(cost, limits);
        want.n_destinations = static_cast<std::uint32_t>(b.size());
        expect_same(point_costs(metric, a, b, limits), want, seed);
      }
    }
}

TEST(PointCosts, WhatDoesNotFitIsRefused) {
  const std::vector<Point> ok{{0, 0}}, bad{{200, 0}}, nowhere{{NAN, 0}};
  EXPECT_THROW(point_costs(PointMetric::kGreatCircle, ok, bad, {}), std::invalid_argument);
  EXPECT_THROW(point_costs(PointMetric::kEuclidean, nowhere, ok, {}), std::invalid_argument);
  EXPECT_THROW(point_costs(PointMetric::kGreatCircle, ok, ok, {}, 0), std::invalid_argument);
}

}  // namespace
}  // namespace catchment::test
