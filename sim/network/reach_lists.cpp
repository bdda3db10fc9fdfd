#include "sim/network/reach_lists.h"

#include <omp.h>

#include <algorithm>
#include <bit>
#include <numeric>
#include <stdexcept>
#include <string>

#include "sim/network/node_order.h"

namespace catchment {
namespace {

constexpr std::uint32_t kNone = UINT32_MAX;
constexpr std::uint32_t kClusterSources = 256;

/// Positions as bits.
class PositionSet {
 public:
  explicit PositionSet(std::size_t n) : word_((n + 63) / 64) {}
  void add(std::uint32_t p) { word_[p / 64] |= std::uint64_t{1} << p % 64; }
  /// Calls take(p) for each, ascending, and empties the set.
  template <class Take>
  void drain_ascending(const Take& take) {
    for (std::size_t w = 0; w < word_.size(); ++w)
      for (; word_[w] != 0; word_[w] &= word_[w] - 1)
        take(static_cast<std::uint32_t>(w * 64 + static_cast<std::size_t>(std::countr_zero(word_[w]))));
  }
  /// Descending; `take` may add smaller positions.
  template <class Take>
  void drain_descending(const Take& take) {
    for (std::size_t w = word_.size(); w-- > 0;)
      while (word_[w] != 0) {
        const int bit = 63 - std::countl_zero(word_[w]);
        word_[w] &= ~(std::uint64_t{1} << bit);
        take(static_cast<std::uint32_t>(w * 64 + static_cast<std::size_t>(bit)));
      }
  }

 private:
  std::vector<std::uint64_t> word_;
};

/// A small graph that holds all cheapest paths of at most the cutoff from some sources: rows [0, n_down) are the nodes in
/// reach by position; behind them the climbing labels of those that sources climb to, lowest first. An arc of no weight takes a climbing
/// label over to its node.
struct SmallGraph {
  std::vector<std::uint32_t> node;           ///< [n_down]
  std::vector<std::uint32_t> position;       ///< [n_down]
  std::vector<std::uint32_t> end_down, end_up;
  std::vector<LaneArc> down, up;             ///< rows of `up` count from the first climbing row
  std::vector<LaneRow> row;
  std::uint32_t n_down = 0, n_up = 0;
};

/// One thread's memory.
struct Scratch {
  explicit Scratch(const ReachGraph& g)
      : search(g.streets), set(g.sweep.n_nodes()), down_row(g.sweep.n_nodes()), up_row(g.sweep.n_nodes(), kNone) {}
  ReverseSearch<Cost> search;
  std::vector<ReverseSearch<Cost>::Seed> seeds;
  PositionSet set;
  std::vector<std::uint32_t> down_row, up_row;  ///< [n_nodes] by position; stale, and kNone, outside the small graph
  std::vector<std::uint32_t> climbing;
  SmallGraph small;
};

/// Chooses the nodes and arcs that the sources need: those on a path of at most the cutoff from the nearest of them.
void choose(const ReachGraph& g, const ReachSources& sources, std::span<const std::uint32_t> cluster, Cost cutoff, Scratch& s) {
  s.seeds.clear();
  for (const std::uint32_t source : cluster)
    for (std::uint32_t i = sources.first[source]; i < sources.first[source + 1]; ++i)
      s.seeds.push_back({sources.seed[i].cost, g.sweep.position[sources.seed[i].node]});
  s.search.run(s.seeds, cutoff);
  const std::vector<Cost>& reach = s.search.labels();
  SmallGraph& small = s.small;

  for (const auto& seed : s.seeds)
    if (seed.label <= cutoff) s.set.add(seed.node);
  s.climbing.clear();
  s.set.drain_descending([&](std::uint32_t p) {
    s.up_row[p] = static_cast<std::uint32_t>(s.climbing.size());
    s.climbing.push_back(p);
    for (std::uint32_t a = g.sweep.first_up[p]; a < g.sweep.first_up[p + 1]; ++a)
      if (reach[p] + g.sweep.up[a].weight <= cutoff) s.set.add(g.sweep.up[a].upper);
  });
  small.n_up = static_cast<std::uint32_t>(s.climbing.size());
  small.up.clear();
  small.end_up.clear();
  for (const std::uint32_t p : s.climbing) {
    for (std::uint32_t a = g.sweep.first_up[p]; a < g.sweep.first_up[p + 1]; ++a)
      if (reach[p] + g.sweep.up[a].weight <= cutoff) small.up.push_back({s.up_row[g.sweep.up[a].upper], g.sweep.up[a].weight});
    small.end_up.push_back(static_cast<std::uint32_t>(small.up.size()));
  }

  for (const std::uint32_t p : s.search.touched()) s.set.add(p);
  const auto n_down = static_cast<std::uint32_t>(s.search.touched().size());
  small.n_down = n_down;
  small.node.clear();
  small.position.clear();
  small.down.clear();
  small.end_down.clear();
  s.set.drain_ascending([&](std::uint32_t p) {
    s.down_row[p] = static_cast<std::uint32_t>(small.node.size());
    small.position.push_back(p);
    small.node.push_back(g.sweep.node_at[p]);
    if (s.up_row[p] != kNone) small.down.push_back({n_down + s.up_row[p], 0});
    for (std::uint32_t a = g.sweep.first_down[p]; a < g.sweep.first_down[p + 1]; ++a) {
      const SweepGraph::Arc arc = g.sweep.down[a];
      if (reach[arc.upper] + arc.weight <= cutoff) small.down.push_back({s.down_row[arc.upper], arc.weight});
    }
    small.end_down.push_back(static_cast<std::uint32_t>(small.down.size()));
  });
  if (small.row.size() < std::size_t{n_down} + small.n_up) small.row.resize(std::size_t{n_down} + small.n_up);
}

void forget(Scratch& s) {
  for (const std::uint32_t p : s.climbing) s.up_row[p] = kNone;
}

/// Starts the lanes from their sources and climbs.
void start(const ReachGraph& g, const ReachSources& sources, std::span<const std::uint32_t> lanes, Cost cutoff,
           const LaneKernels& kernels, LaneRow* climbing, Scratch& s) {
  for (std::uint32_t i = 0; i < s.small.n_up; ++i)
    for (Cost& cost : climbing[i].lane) cost = kUnreachable;
  for (std::uint32_t l = 0; l < lanes.size(); ++l)
    for (std::uint32_t i = sources.first[lanes[l]]; i < sources.first[lanes[l] + 1]; ++i) {
      if (sources.seed[i].cost > cutoff) continue;
      Cost& cost = climbing[s.up_row[g.sweep.position[sources.seed[i].node]]].lane[l];
      cost = std::min(cost, sources.seed[i].cost);
    }
  kernels.climb(climbing, s.small.end_up.data(), s.small.up.data(), s.small.n_up);
}

/// Sources by the place of their first seed along the curve, so that those near each other come together. Sources without seeds last.
std::vector<std::uint32_t> near_together(const ReachGraph& g, const ReachSources& sources) {
  for (const ReachSources::Seed& seed : sources.seed)
    if (seed.node >= g.sweep.n_nodes()) throw std::invalid_argument("reach: a seed's node is not in the graph");
  std::vector<std::pair<std::uint32_t, std::uint32_t>> keyed(sources.size());
  for (std::uint32_t i = 0; i < sources.size(); ++i)
    keyed[i] = {sources.first[i] == sources.first[i + 1] ? kNone : g.curve[sources.seed[sources.first[i]].node], i};
  std::sort(keyed.begin(), keyed.end());
  std::vector<std::uint32_t> order(sources.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = keyed[i].second;
  return order;
}

/// Calls before(cluster index, small graph, thread) and then visit(block, cluster index) for its blocks.
template <class Before, class Visit>
void each_block(const ReachGraph& g, const ReachSources& sources, Cost cutoff, const Before& before, const Visit& visit) {
  cutoff = std::min(cutoff, kUnreachable - 1);
  const std::vector<std::uint32_t> order = near_together(g, sources);
  const LaneKernels& kernels = lane_kernels().front();
  const auto n_clusters = static_cast<std::int64_t>((order.size() + kClusterSources - 1) / kClusterSources);
#pragma omp parallel if (n_clusters > 1)
  {
    Scratch s(g);
#pragma omp for schedule(dynamic, 1)
    for (std::int64_t c = 0; c < n_clusters; ++c) {
      const auto cluster = std::span(order).subspan(static_cast<std::size_t>(c) * kClusterSources).first(
          std::min<std::size_t>(kClusterSources, order.size() - static_cast<std::size_t>(c) * kClusterSources));
      choose(g, sources, cluster, cutoff, s);
      before(static_cast<std::size_t>(c), s.small, omp_get_thread_num());
      for (std::size_t b = 0; b < cluster.size(); b += kLanes) {
        const auto lanes = cluster.subspan(b, std::min<std::size_t>(kLanes, cluster.size() - b));
        LaneRow* const row = s.small.row.data();
        start(g, sources, lanes, cutoff, kernels, row + s.small.n_down, s);
        kernels.descend(row, s.small.end_down.data(), s.small.down.data(), s.small.n_down);
        visit(ReachBlock{lanes, s.small.node, std::span(row, s.small.n_down), cutoff, omp_get_thread_num()},
              static_cast<std::size_t>(c) * (kClusterSources / kLanes) + b / kLanes);
      }
      forget(s);
    }
  }
}

}  // namespace

ReachGraph reach_graph(const ReverseGraph& graph, std::span<const Point> at) {
  const Hierarchy hierarchy = build_hierarchy(graph, nested_dissection_order(graph, at));
  return reach_graph(graph, sweep_graph(hierarchy, customise(hierarchy, graph)), at);
}

ReachGraph reach_graph(const ReverseGraph& graph, SweepGraph sweep, std::span<const Point> at) {
  const auto n = static_cast<std::uint32_t>(sweep.n_nodes());
  if (graph.first.size() - 1 != n || at.size() != n)
    throw std::invalid_argument("reach_graph: the graph, the sweep graph and the coordinates are of different nodes");
  ReachGraph reach;
  reach.streets.first.reserve(n + 1);
  reach.streets.arc.reserve(graph.arc.size());
  for (std::uint32_t p = 0; p < n; ++p) {
    const std::uint32_t v = sweep.node_at[p];
    for (std::uint32_t a = graph.first[v]; a < graph.first[v + 1]; ++a)
      if (graph.arc[a].weight < kUnreachable)
        reach.streets.arc.push_back({sweep.position[graph.arc[a].head], graph.arc[a].weight});
    reach.streets.first.push_back(static_cast<std::uint32_t>(reach.streets.arc.size()));
  }
  choose_buckets(reach.streets);
  reach.sweep = std::move(sweep);
  reach.curve.resize(n);
  const std::vector<std::uint32_t> curve = hilbert_order(at);
  for (std::uint32_t i = 0; i < n; ++i) reach.curve[curve[i]] = i;
  return reach;
}

ReachSources sources_at(std::span<const std::uint32_t> nodes) {
  ReachSources sources;
  for (const std::uint32_t node : nodes) {
    sources.seed.push_back({node, 0});
    sources.first.push_back(static_cast<std::uint32_t>(sources.seed.size()));
  }
  return sources;
}

void visit_reach(const ReachGraph& graph, const ReachSources& sources, Cost cutoff,
                 const std::function<void(const ReachBlock&)>& visit) {
  each_block(graph, sources, cutoff, [](std::size_t, const SmallGraph&, int) {},
             [&](const ReachBlock& block, std::size_t) { visit(block); });
}

std::uint64_t ReachLists::n_pairs() const {
  std::uint64_t n = 0;
  for (const Block& b : block) n += b.cost.size();
  return n;
}

ReachLists reach_lists(const ReachGraph& graph, const ReachSources& sources, Cost cutoff) {
  ReachLists lists;
  lists.nodes.resize((sources.size() + kClusterSources - 1) / kClusterSources);
  lists.block.resize((sources.size() + kLanes - 1) / kLanes);
  lists.block_of.resize(sources.size());
  lists.lane_of.resize(sources.size());
  std::vector<std::vector<Cost>> packed(static_cast<std::size_t>(omp_get_max_threads()));
  each_block(
      graph, sources, cutoff, [&](std::size_t c, const SmallGraph& small, int) { lists.nodes[c] = small.node; },
      [&](const ReachBlock& block, std::size_t b) {
        ReachLists::Block& out = lists.block[b];
        out.source.assign(block.source.begin(), block.source.end());
        out.nodes = static_cast<std::uint32_t>(b / (kClusterSources / kLanes));
        for (std::uint32_t l = 0; l < block.source.size(); ++l) {
          lists.block_of[block.source[l]] = static_cast<std::uint32_t>(b);
          lists.lane_of[block.source[l]] = l;
        }
        std::vector<Cost>& room = packed[static_cast<std::size_t>(block.thread)];
        if (room.size() < block.row.size() * kLanes) room.resize(block.row.size() * kLanes);
        out.mask.resize(block.row.size());
        const std::uint64_t n = lane_kernels().front().pack(block.row.data(), static_cast<std::uint32_t>(block.row.size()),
                                                            block.cutoff, out.mask.data(), room.data());
        out.cost.assign(room.begin(), room.begin() + static_cast<std::ptrdiff_t>(n));
      });
  return lists;
}

namespace {

/// Weights of each thread's small graph, in its order.
template <class Add>
std::vector<double> fused_sums(const ReachGraph& graph, const ReachSources& sources, Cost cutoff, std::span<const double> weight,
                               const Add& add) {
  if (weight.size() != graph.sweep.n_nodes())
    throw std::invalid_argument("reach sums: " + std::to_string(weight.size()) + " weights for " +
                                std::to_string(graph.sweep.n_nodes()) + " nodes");
  std::vector<double> sums(sources.size());
  std::vector<std::vector<double>> local(static_cast<std::size_t>(omp_get_max_threads()));
  each_block(
      graph, sources, cutoff,
      [&](std::size_t, const SmallGraph& small, int thread) {
        std::vector<double>& own = local[static_cast<std::size_t>(thread)];
        own.resize(small.n_down);
        for (std::uint32_t i = 0; i < small.n_down; ++i) own[i] = weight[small.node[i]];
      },
      [&](const ReachBlock& block, std::size_t) {
        double sum[kLanes] = {};
        add(block, local[static_cast<std::size_t>(block.thread)].data(), sum);
        for (std::size_t l = 0; l < block.source.size(); ++l) sums[block.source[l]] = sum[l];
      });
  return sums;
}

}  // namespace

std::vector<double> sums_within(const ReachGraph& graph, const ReachSources& sources, Cost cutoff,
                                std::span<const double> weight) {
  return fused_sums(graph, sources, cutoff, weight, [](const ReachBlock& block, const double* own, double* sum) {
    lane_kernels().front().sum_within(block.row.data(), own, static_cast<std::uint32_t>(block.row.size()), block.cutoff, sum);
  });
}

std::vector<double> decay_sums(const ReachGraph& graph, const ReachSources& sources, Cost cutoff,
                               std::span<const double> weight, std::span<const double> decay, int shift) {
  if (shift < 0 || shift > 30 || cutoff >= kUnreachable || decay.size() != (std::size_t{cutoff} >> shift) + 1)
    throw std::invalid_argument("decay_sums: the decay must hold one value for each step up to the cutoff");
  return fused_sums(graph, sources, cutoff, weight, [&](const ReachBlock& block, const double* own, double* sum) {
    lane_kernels().front().sum_decay(block.row.data(), own, static_cast<std::uint32_t>(block.row.size()), block.cutoff,
                                     decay.data(), shift, sum);
  });
}

std::vector<Cost> cost_matrix(const ReachGraph& graph, const ReachSources& sources, std::span<const std::uint32_t> targets) {
  const SweepGraph& g = graph.sweep;
  const auto n = static_cast<std::uint32_t>(g.n_nodes());
  for (const std::uint32_t t : targets)
    if (t >= n) throw std::invalid_argument("cost_matrix: a target is not in the graph");
  const std::vector<std::uint32_t> order = near_together(graph, sources);

  // What lies above the targets, by position; once for all.
  PositionSet set(n);
  std::vector<std::uint32_t> above, down_row(n, kNone);
  for (const std::uint32_t t : targets) set.add(g.position[t]);
  set.drain_descending([&](std::uint32_t p) {
    above.push_back(p);
    for (std::uint32_t a = g.first_down[p]; a < g.first_down[p + 1]; ++a) set.add(g.down[a].upper);
  });
  std::reverse(above.begin(), above.end());
  const auto n_down = static_cast<std::uint32_t>(above.size());
  for (std::uint32_t i = 0; i < n_down; ++i) down_row[above[i]] = i;
  std::vector<LaneArc> down;
  std::vector<std::uint32_t> end_down, target_row(targets.size());
  for (const std::uint32_t p : above) {
    // The first arc of each row is from a place beside it: its own climbing label, or one that says unreachable.
    down.push_back({n_down + down_row[p], 0});
    for (std::uint32_t a = g.first_down[p]; a < g.first_down[p + 1]; ++a)
      down.push_back({down_row[g.down[a].upper], g.down[a].weight});
    end_down.push_back(static_cast<std::uint32_t>(down.size()));
  }
  for (std::size_t t = 0; t < targets.size(); ++t) target_row[t] = down_row[g.position[targets[t]]];

  std::vector<Cost> matrix(std::size_t{sources.size()} * targets.size());
  const LaneKernels& kernels = lane_kernels().front();
  const auto n_blocks = static_cast<std::int64_t>((order.size() + kLanes - 1) / kLanes);
#pragma omp parallel if (n_blocks > 1)
  {
    LaneRow unreachable;
    for (Cost& cost : unreachable.lane) cost = kUnreachable;
    std::vector<LaneRow> row(2 * std::size_t{n_down}, unreachable), climbing;
    std::vector<std::uint32_t> up_row(n, kNone), climbed, end_up;
    std::vector<LaneArc> up;
    PositionSet todo(n);
#pragma omp for schedule(dynamic, 1)
    for (std::int64_t b = 0; b < n_blocks; ++b) {
      const auto lanes = std::span(order).subspan(static_cast<std::size_t>(b) * kLanes).first(
          std::min<std::size_t>(kLanes, order.size() - static_cast<std::size_t>(b) * kLanes));
      climbed.clear();
      up.clear();
      end_up.clear();
      for (const std::uint32_t source : lanes)
        for (std::uint32_t i = sources.first[source]; i < sources.first[source + 1]; ++i)
          todo.add(g.position[sources.seed[i].node]);
      todo.drain_descending([&](std::uint32_t p) {
        up_row[p] = static_cast<std::uint32_t>(climbed.size());
        climbed.push_back(p);
        for (std::uint32_t a = g.first_up[p]; a < g.first_up[p + 1]; ++a) todo.add(g.up[a].upper);
      });
      for (const std::uint32_t p : climbed) {
        for (std::uint32_t a = g.first_up[p]; a < g.first_up[p + 1]; ++a) up.push_back({up_row[g.up[a].upper], g.up[a].weight});
        end_up.push_back(static_cast<std::uint32_t>(up.size()));
      }
      climbing.assign(climbed.size(), unreachable);
      for (std::uint32_t l = 0; l < lanes.size(); ++l)
        for (std::uint32_t i = sources.first[lanes[l]]; i < sources.first[lanes[l] + 1]; ++i) {
          Cost& cost = climbing[up_row[g.position[sources.seed[i].node]]].lane[l];
          cost = std::min(cost, sources.seed[i].cost);
        }
      kernels.climb(climbing.data(), end_up.data(), up.data(), static_cast<std::uint32_t>(climbed.size()));
      for (std::size_t i = 0; i < climbed.size(); ++i)
        if (down_row[climbed[i]] != kNone) row[n_down + down_row[climbed[i]]] = climbing[i];
      kernels.descend(row.data(), end_down.data(), down.data(), n_down);
      for (std::uint32_t l = 0; l < lanes.size(); ++l) {
        Cost* const out = matrix.data() + std::size_t{lanes[l]} * targets.size();
        for (std::size_t t = 0; t < targets.size(); ++t) out[t] = row[target_row[t]].lane[l];
      }
      for (const std::uint32_t p : climbed)
        if (down_row[p] != kNone) row[n_down + down_row[p]] = unreachable;
    }
  }
  return matrix;
}

}  // namespace catchment
