// Orders, the hierarchy and its nearest sweep, against the textbook on hundreds of small tangles.
#include "sim/network/hierarchy.h"

#include <gtest/gtest.h>
#include <omp.h>

#include <algorithm>
#include <numeric>
#include <stdexcept>

#include "sim/core/random.h"
#include "sim/network/node_order.h"
#include "sim/network/sweep.h"
#include "sim/network/vertex_cut.h"
#include "tests/sim/network/random_graphs.h"

namespace catchment {
namespace {

using test::LabelSeed;
using test::RandomGraph;
using test::random_graph;

constexpr std::uint64_t kWorlds = 400;

class Threads {
 public:
  explicit Threads(int n) : before_(omp_get_max_threads()) { omp_set_num_threads(n); }
  ~Threads() { omp_set_num_threads(before_); }
  Threads(const Threads&) = delete;
  Threads& operator=(const Threads&) = delete;

 private:
  int before_;
};

std::vector<std::uint32_t> shuffled(std::uint32_t n, std::uint64_t seed) {
  std::vector<std::uint32_t> order(n);
  std::iota(order.begin(), order.end(), 0u);
  Stream s(seed, "shuffled");
  for (std::uint32_t i = n; i > 1; --i) std::swap(order[i - 1], order[s.below(i)]);
  return order;
}

std::vector<LabelSeed> random_seeds(const RandomGraph& world, std::uint64_t seed) {
  Stream s(seed, "seeds");
  std::vector<LabelSeed> seeds;
  if (world.n() == 0) return seeds;
  const std::uint64_t n = s.below(6);
  for (std::uint32_t i = 0; i < n; ++i)
    seeds.push_back({static_cast<std::uint32_t>(s.below(world.n())), static_cast<Cost>(s.below(3) * s.below(20)),
                     static_cast<std::uint32_t>(s.below(4))});
  return seeds;
}

std::vector<SweepSeed> as_sweep(const std::vector<LabelSeed>& seeds) {
  std::vector<SweepSeed> out;
  for (const LabelSeed& s : seeds) out.push_back({s.node, s.cost, s.owner});
  return out;
}

std::vector<std::uint64_t> labels_by_sweep(const SweepGraph& graph, const std::vector<LabelSeed>& seeds, Cost limit) {
  NearestSweep sweep(graph);
  sweep.run(as_sweep(seeds), limit);
  std::vector<std::uint64_t> labels(graph.n_nodes());
  sweep.by_node(labels);
  return labels;
}

/// A w x h lattice with one street in six missing and every weight its own.
RandomGraph lattice(std::uint32_t w, std::uint32_t h, std::uint64_t seed) {
  Stream s(seed, "lattice");
  RandomGraph world;
  std::vector<std::vector<ReverseGraph::Arc>> rows(w * h);
  const auto join = [&](std::uint32_t a, std::uint32_t b) {
    if (s.below(6) == 0) return;
    rows[a].push_back({b, static_cast<Cost>(50 + s.below(100))});
    if (s.below(10) != 0) rows[b].push_back({a, static_cast<Cost>(50 + s.below(100))});
  };
  for (std::uint32_t y = 0; y < h; ++y)
    for (std::uint32_t x = 0; x < w; ++x) {
      world.at.push_back({x + s.uniform(0, 0.5), y + s.uniform(0, 0.5)});
      if (x + 1 < w) join(y * w + x, y * w + x + 1);
      if (y + 1 < h) join(y * w + x, y * w + x + w);
    }
  for (const auto& row : rows) {
    world.graph.arc.insert(world.graph.arc.end(), row.begin(), row.end());
    world.graph.first.push_back(static_cast<std::uint32_t>(world.graph.arc.size()));
  }
  choose_buckets(world.graph);
  return world;
}

bool is_order(std::vector<std::uint32_t> order, std::uint32_t n) {
  std::sort(order.begin(), order.end());
  for (std::uint32_t i = 0; i < order.size(); ++i)
    if (order[i] != i) return false;
  return order.size() == n;
}

TEST(NodeOrder, HoldsEachNodeOnce) {
  for (std::uint64_t seed = 0; seed < kWorlds; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    const RandomGraph world = random_graph(seed, seed % 4 == 0 ? 700 : 40);
    EXPECT_TRUE(is_order(hilbert_order(world.at), world.n()));
    EXPECT_TRUE(is_order(nested_dissection_order(world.graph, world.at), world.n()));
  }
}

TEST(NodeOrder, AlongTheHilbertCurveStepsFromCellToNeighbouringCell) {
  std::vector<Point> at;
  for (int y = 0; y < 16; ++y)
    for (int x = 0; x < 16; ++x) at.push_back({x * 1.0, y * 1.0});
  // The lattice's corners are the box's corners, 15 steps apart: each point lies in its own cell of the 16 x 16 curve.
  const auto order = hilbert_order(at);
  for (std::size_t i = 1; i < order.size(); ++i) EXPECT_DOUBLE_EQ(distance(at[order[i - 1]], at[order[i]]), 1) << i;
}

TEST(NodeOrder, IsTheSameAtAnyNumberOfThreads) {
  const RandomGraph world = lattice(230, 210, 3);  // large enough for tasks of both kinds
  const auto once = [&](int n) {
    const Threads threads(n);
    return nested_dissection_order(world.graph, world.at);
  };
  const auto one = once(1);
  EXPECT_TRUE(is_order(one, world.n()));
  EXPECT_EQ(one, once(2));
  EXPECT_EQ(one, once(4));
}

TEST(NodeOrder, MakesFarFewerShortcutsThanAChanceOrder) {
  const RandomGraph world = lattice(40, 40, 5);
  const std::size_t good = build_hierarchy(world.graph, nested_dissection_order(world.graph, world.at)).n_arcs();
  const std::size_t chance = build_hierarchy(world.graph, shuffled(world.n(), 1)).n_arcs();
  EXPECT_LT(good, 16u * world.n());  // about 2.7 log2(n) a node is what theory allows at worst (Lipton, Rose & Tarjan 1979)
  EXPECT_LT(10 * good, chance);
}

TEST(NodeOrder, RefusesCoordinatesOfOtherNodes) {
  const RandomGraph world = lattice(3, 3, 1);
  EXPECT_THROW(nested_dissection_order(world.graph, std::span(world.at).first(8)), std::invalid_argument);
}

/// Fewest nodes that part left from right, by trying all sets of middle nodes; edges that join left and right are not there.
std::uint32_t least_cut_by_trying(const Adjacency& graph, const std::vector<Side>& side) {
  std::vector<std::uint32_t> middle;
  for (std::uint32_t v = 0; v < graph.size(); ++v)
    if (side[v] == Side::kMiddle) middle.push_back(v);
  std::uint32_t best = UINT32_MAX;
  for (std::uint32_t set = 0; set < 1u << middle.size(); ++set) {
    std::vector<char> seen(graph.size());
    for (std::size_t i = 0; i < middle.size(); ++i)
      if (set >> i & 1) seen[middle[i]] = 1;
    std::vector<std::uint32_t> stack;
    for (std::uint32_t v = 0; v < graph.size(); ++v)
      if (side[v] == Side::kLeft) stack.push_back(v), seen[v] = 1;
    bool crosses = false;
    while (!stack.empty()) {
      const std::uint32_t v = stack.back();
      stack.pop_back();
      crosses |= side[v] == Side::kRight;
      for (const std::uint32_t u : graph.of(v))
        if (!seen[u]) seen[u] = 1, stack.push_back(u);
    }
    if (!crosses) best = std::min(best, static_cast<std::uint32_t>(std::popcount(set)));
  }
  return best;
}

TEST(VertexCut, IsTheSmallestThatParts) {
  int with_cut = 0;
  for (std::uint64_t seed = 0; seed < 600; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    Stream s(seed, "cut");
    const auto n = static_cast<std::uint32_t>(4 + s.below(10));
    std::vector<Side> side(n, Side::kMiddle);
    for (std::uint32_t v = 0; v < n; ++v)
      if (s.below(4) == 0) side[v] = s.below(2) == 0 ? Side::kLeft : Side::kRight;
    std::vector<std::vector<std::uint32_t>> rows(n);
    const std::uint64_t edges = s.below(3 * n);
    for (std::uint64_t e = 0; e < edges; ++e) {
      const auto a = static_cast<std::uint32_t>(s.below(n)), b = static_cast<std::uint32_t>(s.below(n));
      const bool direct = (side[a] == Side::kLeft && side[b] == Side::kRight) || (side[a] == Side::kRight && side[b] == Side::kLeft);
      if (a == b || (direct && seed % 2 == 0)) continue;
      rows[a].push_back(b);
      rows[b].push_back(a);
    }
    Adjacency graph;
    for (const auto& row : rows) {
      graph.to.insert(graph.to.end(), row.begin(), row.end());
      graph.first.push_back(static_cast<std::uint32_t>(graph.to.size()));
    }
    const std::vector<Side> before = side;
    const std::uint32_t cut = vertex_cut(graph, side, n);
    EXPECT_EQ(cut, std::count(side.begin(), side.end(), Side::kCut));
    with_cut += cut > 0;
    for (std::uint32_t v = 0; v < n; ++v) {
      EXPECT_NE(side[v], Side::kMiddle);
      if (before[v] != Side::kMiddle) { EXPECT_TRUE(side[v] == before[v] || (seed % 2 == 1 && side[v] == Side::kCut)); }
      for (const std::uint32_t u : graph.of(v)) EXPECT_FALSE(side[v] == Side::kLeft && side[u] == Side::kRight);
    }
    if (seed % 2 != 0) continue;  // with edges straight across the cut is only good
    EXPECT_EQ(cut, least_cut_by_trying(graph, before));
    if (cut > 0) {
      std::vector<Side> again = before;
      EXPECT_EQ(vertex_cut(graph, again, cut - 1), UINT32_MAX);
    }
  }
  EXPECT_GT(with_cut, 100);
}

TEST(Hierarchy, JoinsAllNeighboursAboveANode) {
  for (std::uint64_t seed = 0; seed < kWorlds; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    const RandomGraph world = random_graph(seed, 30);
    const Hierarchy h = build_hierarchy(world.graph, seed % 2 == 0 ? shuffled(world.n(), seed) : nested_dissection_order(world.graph, world.at));
    const auto row = [&](std::uint32_t p) { return std::span(h.upper).subspan(h.first[p], h.first[p + 1] - h.first[p]); };
    const auto joined = [&](std::uint32_t p, std::uint32_t q) {
      const auto r = row(std::max(p, q));
      return std::binary_search(r.begin(), r.end(), std::min(p, q));
    };
    for (std::uint32_t v = 0; v < world.n(); ++v) {
      EXPECT_EQ(h.node_at[h.position[v]], v);
      for (std::uint32_t a = world.graph.first[v]; a < world.graph.first[v + 1]; ++a)
        if (world.graph.arc[a].head != v) { EXPECT_TRUE(joined(h.position[v], h.position[world.graph.arc[a].head])); }
    }
    for (std::uint32_t p = 0; p < world.n(); ++p) {
      const auto r = row(p);
      EXPECT_TRUE(std::is_sorted(r.begin(), r.end()) && std::adjacent_find(r.begin(), r.end()) == r.end());
      EXPECT_EQ(h.parent[p], r.empty() ? UINT32_MAX : r.back());
      if (!r.empty()) { EXPECT_LT(r.back(), p); }
      for (const std::uint32_t q : r) {
        EXPECT_LT(p, h.subtree_end[q]);
        for (const std::uint32_t z : r)
          if (z != q) { EXPECT_TRUE(joined(q, z)); }
      }
    }
  }
}

TEST(Hierarchy, RefusesWhatIsNoOrder) {
  const RandomGraph world = lattice(2, 2, 1);
  const std::uint32_t twice[] = {0, 1, 2, 2}, far[] = {0, 1, 2, 4}, few[] = {0, 1, 2}, many[] = {0, 1, 2, 3, 4};
  EXPECT_THROW(build_hierarchy(world.graph, twice), std::invalid_argument);
  EXPECT_THROW(build_hierarchy(world.graph, far), std::invalid_argument);
  EXPECT_THROW(build_hierarchy(world.graph, few), std::invalid_argument);
  EXPECT_THROW(build_hierarchy(world.graph, many), std::invalid_argument);
  EXPECT_THROW(build_hierarchy(world.graph, {}), std::invalid_argument);
}

TEST(Hierarchy, RefusesWeightsOfAnotherGraph) {
  const RandomGraph world = lattice(4, 4, 1), other = lattice(5, 4, 1);
  const std::uint32_t order[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  const Hierarchy h = build_hierarchy(world.graph, order);
  EXPECT_THROW(customise(h, other.graph), std::invalid_argument);
  ReverseGraph longer = world.graph;  // an arc between far corners, which this order does not join
  longer.arc.push_back({15, 1});
  std::rotate(longer.arc.begin() + longer.first[12], longer.arc.end() - 1, longer.arc.end());
  for (std::size_t v = 13; v < longer.first.size(); ++v) ++longer.first[v];
  bool joined = false;
  for (std::uint32_t a = h.first[std::max(h.position[12], h.position[15])]; a < h.first[std::max(h.position[12], h.position[15]) + 1]; ++a)
    joined |= h.upper[a] == std::min(h.position[12], h.position[15]);
  ASSERT_FALSE(joined);
  EXPECT_THROW(customise(h, longer), std::invalid_argument);
  EXPECT_THROW(sweep_graph(h, HierarchyWeights{}), std::invalid_argument);
}

TEST(NearestSweep, EqualsTheTextbookOnRandomGraphs) {
  for (std::uint64_t seed = 0; seed < 4 * kWorlds; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    const RandomGraph world = random_graph(seed, 25);
    const auto order = seed % 2 == 0 ? shuffled(world.n(), seed) : nested_dissection_order(world.graph, world.at);
    const Hierarchy h = build_hierarchy(world.graph, order);
    const SweepGraph graph = sweep_graph(h, customise(h, world.graph));
    for (const Cost limit : {kUnreachable - 1, Cost{17}, Cost{0}}) {
      const auto seeds = random_seeds(world, seed + limit);
      EXPECT_EQ(labels_by_sweep(graph, seeds, limit), test::labels_by_textbook(world.graph, seeds, limit));
    }
  }
}

TEST(NearestSweep, EqualsTheBucketSearchOnATown) {
  for (const int threads : {1, 2, 4}) {
    const Threads use(threads);
    const RandomGraph world = lattice(190, 180, 7);  // above the size from which threads share one sweep
    const Hierarchy h = build_hierarchy(world.graph, nested_dissection_order(world.graph, world.at));
    const SweepGraph graph = sweep_graph(h, customise(h, world.graph));
    ASSERT_GT(graph.split.below.size(), 4u);
    NearestSweep sweep(graph);
    ReverseSearch<std::uint64_t> search(world.graph);
    std::vector<std::uint64_t> labels(world.n());
    for (const std::uint32_t stations : {1u, 7u, 300u}) {
      Stream s(stations, "stations");
      std::vector<SweepSeed> seeds;
      std::vector<ReverseSearch<std::uint64_t>::Seed> same;
      for (std::uint32_t k = 0; k < stations; ++k) {
        seeds.push_back({static_cast<std::uint32_t>(s.below(world.n())), static_cast<Cost>(s.below(100)), k});
        same.push_back({(std::uint64_t{seeds.back().cost} << 32) | k, seeds.back().node});
      }
      for (const Cost limit : {Cost{1500}, kUnreachable - 1}) {
        sweep.run(seeds, limit);
        sweep.by_node(labels);
        search.run(same, limit);
        EXPECT_EQ(labels, search.labels()) << stations << " stations, limit " << limit;
      }
    }
  }
}

TEST(NearestSweep, AfterNewWeightsEqualsAFreshHierarchy) {
  for (std::uint64_t seed = 0; seed < kWorlds; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    const RandomGraph world = random_graph(seed, 30);
    const auto order = nested_dissection_order(world.graph, world.at);
    const Hierarchy h = build_hierarchy(world.graph, order);
    const ReverseGraph other = test::reweighted(world.graph, seed);
    const auto seeds = random_seeds(world, seed);
    EXPECT_EQ(labels_by_sweep(sweep_graph(h, customise(h, other)), seeds, kUnreachable - 1),
              test::labels_by_textbook(other, seeds, kUnreachable - 1));
    ReverseGraph fewer;  // barred arcs left out instead
    for (std::uint32_t v = 0; v < world.n(); ++v) {
      for (std::uint32_t a = other.first[v]; a < other.first[v + 1]; ++a)
        if (other.arc[a].weight < kUnreachable) fewer.arc.push_back(other.arc[a]);
      fewer.first.push_back(static_cast<std::uint32_t>(fewer.arc.size()));
    }
    const SweepGraph one = sweep_graph(h, customise(h, fewer)), two = sweep_graph(h, customise(h, other));
    EXPECT_EQ(one.first_up, two.first_up);
    EXPECT_EQ(one.first_down, two.first_down);
  }
}

TEST(NearestSweep, CarriesCostsUpToTheMarkAndNotPastIt) {
  RandomGraph world;  // 0 -> 1 -> 2, each two thirds of the mark long: the sum is past it
  world.at = {{0, 0}, {1, 0}, {2, 0}};
  world.graph.first = {0, 1, 2, 2};
  const Cost leg = kUnreachable / 3 * 2;
  world.graph.arc = {{1, leg}, {2, leg}};
  for (std::uint64_t seed = 0; seed < 6; ++seed) {
    const Hierarchy h = build_hierarchy(world.graph, shuffled(3, seed));
    const SweepGraph graph = sweep_graph(h, customise(h, world.graph));
    const auto labels = labels_by_sweep(graph, {{0, kUnreachable - 1 - leg, 5}}, kUnreachable - 1);
    EXPECT_EQ(labels[1], (std::uint64_t{kUnreachable - 1} << 32) | 5);
    EXPECT_EQ(labels[2], ReverseSearch<std::uint64_t>::kUnset);
  }
}

TEST(NearestSweep, RefusesNodesThatAreNotThere) {
  const RandomGraph world = lattice(3, 3, 1);
  const Hierarchy h = build_hierarchy(world.graph, nested_dissection_order(world.graph, world.at));
  const SweepGraph graph = sweep_graph(h, customise(h, world.graph));
  NearestSweep sweep(graph);
  const SweepSeed seed{9, 0, 0};
  EXPECT_THROW(sweep.run(std::span(&seed, 1)), std::invalid_argument);
  std::vector<std::uint64_t> room(8);
  EXPECT_THROW(sweep.by_node(room), std::invalid_argument);
}

}  // namespace
}  // namespace catchment
