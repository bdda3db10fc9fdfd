#include "sim/network/sort_streets.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <tuple>

#include "sim/core/random.h"
#include "sim/network/search.h"
#include "tests/sim/network/random_streets.h"

namespace catchment {
namespace {

using test::random_streets;
using test::RandomStreets;

/// All that an edge is, without any id.
auto edges_without_ids(const StreetNetwork& net) {
  using Row = std::tuple<std::vector<double>, std::uint32_t, int, int, std::uint32_t, int>;
  std::vector<Row> rows;
  for (std::uint32_t e = 0; e < net.n_edges(); ++e) {
    std::vector<double> line;
    for (std::uint32_t i = net.shape_begin[e]; i < net.shape_begin[e + 1]; ++i)
      for (const double v : {net.shape[i].x, net.shape[i].y, net.shape_height_m.empty() ? 0 : net.shape_height_m[i]}) line.push_back(v);
    for (const NodeId v : {net.from[e], net.to[e]})
      for (const double c : {net.node[v.value].x, net.node[v.value].y}) line.push_back(c);
    rows.emplace_back(std::move(line), net.length_mm[e], static_cast<int>(net.street_class[e]), net.access[e], net.name[e],
                      net.off_ground.empty() ? 0 : net.off_ground[e]);
  }
  std::sort(rows.begin(), rows.end());
  return rows;
}

RandomStreets with_all_columns(std::uint64_t seed) {
  RandomStreets world = random_streets(seed);
  Stream s(seed, "columns");
  for (std::size_t i = 0; i < world.net.shape.size(); ++i) world.net.shape_height_m.push_back(s.uniform(0, 0.01));
  for (std::size_t e = 0; e < world.net.n_edges(); ++e) world.net.off_ground.push_back(s.chance(0.3));
  world.impedance = impedance(world.net, world.options, world.unit);
  return world;
}

TEST(SortStreets, ChangesNumbersOnlyAndOnlyOnce) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    const RandomStreets world = with_all_columns(seed);
    StreetNetwork net = world.net;
    sort_streets(net);
    check_network(net);
    EXPECT_EQ(edges_without_ids(net), edges_without_ids(world.net));
    ASSERT_EQ(net.gates.size(), world.net.gates.size());
    for (std::size_t g = 0; g < net.gates.size(); ++g) {
      EXPECT_EQ(net.gates[g].id, world.net.gates[g].id);
      EXPECT_EQ(net.node[net.gates[g].node.value], world.net.node[world.net.gates[g].node.value]);
    }
    StreetNetwork again = net;
    sort_streets(again);
    EXPECT_EQ(again.node, net.node);
    EXPECT_EQ(again.from, net.from);
    EXPECT_EQ(again.shape, net.shape);
    EXPECT_EQ(again.arc_edge, net.arc_edge);
  }
}

TEST(SortStreets, KeepsEveryDistance) {
  std::size_t reached = 0;
  for (std::uint64_t seed = 0; seed < 600; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    const RandomStreets world = with_all_columns(seed);
    RandomStreets sorted = world;
    // Where each edge went: a name of its own tells.
    sorted.net.names.clear();
    for (std::uint32_t e = 0; e < sorted.net.n_edges(); ++e) {
      sorted.net.names.push_back(std::to_string(e));
      sorted.net.name[e] = e;
    }
    sort_streets(sorted.net);
    std::vector<EdgeId> now(world.net.n_edges());
    for (std::uint32_t e = 0; e < sorted.net.n_edges(); ++e) now[sorted.net.name[e]] = EdgeId(e);
    for (auto* snaps : {&sorted.origins, &sorted.destinations})
      for (Snap& s : *snaps)
        if (s.edge.valid()) s.edge = now[s.edge.value];
    sorted.impedance = impedance(sorted.net, sorted.options, sorted.unit);
    const CostTable before = catchments(world.input(), kUnreachable), after = catchments(sorted.input(), kUnreachable);
    EXPECT_EQ(after.row_begin, before.row_begin);
    EXPECT_EQ(after.destination, before.destination);
    EXPECT_EQ(after.cost, before.cost);
    EXPECT_EQ(nearest(sorted.input()).cost, nearest(world.input()).cost);
    EXPECT_EQ(nearest(sorted.input()).destination, nearest(world.input()).destination);
    reached += before.cost.size();
  }
  EXPECT_GT(reached, 3000u);
}

TEST(SortStreets, PutsNeighboursOfAShuffledGridBesideEachOther) {
  StreetNetwork net;
  constexpr int kSide = 64;
  std::vector<std::uint32_t> at(kSide * kSide);
  for (std::uint32_t i = 0; i < at.size(); ++i) at[i] = i;
  Stream s(1, "shuffle");
  for (std::size_t i = at.size(); i > 1; --i) std::swap(at[i - 1], at[s.below(i)]);
  net.node.resize(at.size());
  for (std::uint32_t i = 0; i < at.size(); ++i) net.node[at[i]] = {i % kSide * 10.0, i / kSide * 10.0};
  for (std::uint32_t i = 0; i < at.size(); ++i)
    for (const std::uint32_t j : {i + 1, i + kSide}) {
      if (j >= at.size() || (j == i + 1 && j % kSide == 0)) continue;
      const Point line[] = {net.node[at[i]], net.node[at[j]]};
      add_edge(net, NodeId(at[i]), NodeId(at[j]), line, StreetClass::kResidential, 15);
    }
  index_arcs(net);
  const auto near_share = [](const StreetNetwork& n) {
    std::size_t near = 0;
    for (std::size_t e = 0; e < n.n_edges(); ++e) {
      const auto a = std::int64_t{n.from[e].value}, b = std::int64_t{n.to[e].value};
      near += std::abs(a - b) <= 16;
    }
    return static_cast<double>(near) / static_cast<double>(n.n_edges());
  };
  EXPECT_LT(near_share(net), 0.05);
  sort_streets(net);
  EXPECT_GT(near_share(net), 0.7);
  EXPECT_TRUE(std::is_sorted(net.from.begin(), net.from.end()));
}

TEST(SortStreets, TakesAnEmptyNetwork) {
  StreetNetwork net;
  sort_streets(net);
  EXPECT_EQ(net.n_nodes(), 0u);
}

}  // namespace
}  // namespace catchment
