#include "sim/network/reach_lists.h"

#include <omp.h>

#include <algorithm>
#include <stdexcept>
#include <string>

#include "sim/network/node_order.h"
#include "sim/network/source_batches.h"

namespace catchment {
namespace {

constexpr std::uint32_t kNone = UINT32_MAX;
constexpr std::uint32_t kClusterSources = 512;  // share one bounded search
constexpr std::uint32_t kGroupSources = 64;     // share one small graph, made out of the cluster's
static_assert(kClusterSources % kGroupSources == 0 && kGroupSources % kLanes == 0);

/// A small graph that holds all cheapest paths of at most the cutoff from some sources. Rows [0, n_up) are the climbing labels
/// of the positions that the sources climb to, lowest first; behind them the rows of the nodes in reach, by position. An arc
/// of no weight takes a climbing label over to its node.
struct SmallGraph {
  std::uint32_t n_up = 0, n_down = 0;
  std::vector<std::uint32_t> climbing;          ///< [n_up] positions
  std::vector<std::uint32_t> node;              ///< [n_down]
  std::vector<std::uint32_t> end_up, end_down;  ///< [n_up], [n_down] into the arcs
  std::vector<LaneArc> up, down;                ///< `up` by the row they leave, `down` by the row they enter
};

/// One thread's memory.
struct Scratch {
  explicit Scratch(const ReachGraph& g)
      : search(g.streets), set(g.sweep.n_nodes()), down_row(g.sweep.n_nodes()), up_row(g.sweep.n_nodes(), kNone) {}
  ReverseSearch<Cost> search;
  std::vector<ReverseSearch<Cost>::Seed> seeds;
  PositionSet set;
  std::vector<std::uint32_t> down_row, up_row;  ///< [n_nodes] by position, of the small graph that is being made or started from
  std::vector<Cost> label;                      ///< by row
  std::vector<std::uint32_t> new_row;
  SmallGraph large, small;
  std::vector<LaneRow> row;
};

template <class Take>
void each_seed(const ReachGraph& g, const ReachSources& sources, std::span<const std::uint32_t> which, Cost cutoff, const Take& take) {
  for (std::uint32_t l = 0; l < which.size(); ++l)
    for (std::uint32_t i = sources.first[which[l]]; i < sources.first[which[l] + 1]; ++i)
      if (sources.seed[i].cost <= cutoff) take(l, g.sweep.position[sources.seed[i].node], sources.seed[i].cost);
}

/// The nodes and arcs that the sources need: those on a path of at most the cutoff from the nearest of them, by one bounded
/// search on the streets.
void choose(const ReachGraph& g, const ReachSources& sources, std::span<const std::uint32_t> which, Cost cutoff, Scratch& s,
            SmallGraph& out) {
  s.seeds.clear();
  each_seed(g, sources, which, cutoff, [&](std::uint32_t, std::uint32_t p, Cost cost) { s.seeds.push_back({cost, p}); });
  s.search.run(s.seeds, cutoff);
  const std::vector<Cost>& reach = s.search.labels();

  for (const auto& seed : s.seeds) s.set.add(seed.node);
  out.climbing.clear();
  s.set.drain_descending([&](std::uint32_t p) {
    s.up_row[p] = static_cast<std::uint32_t>(out.climbing.size());
    out.climbing.push_back(p);
    for (std::uint32_t a = g.sweep.first_up[p]; a < g.sweep.first_up[p + 1]; ++a)
      if (reach[p] + g.sweep.up[a].weight <= cutoff) s.set.add(g.sweep.up[a].upper);
  });
  out.n_up = static_cast<std::uint32_t>(out.climbing.size());
  out.up.clear();
  out.end_up.clear();
  for (const std::uint32_t p : out.climbing) {
    for (std::uint32_t a = g.sweep.first_up[p]; a < g.sweep.first_up[p + 1]; ++a)
      if (reach[p] + g.sweep.up[a].weight <= cutoff) out.up.push_back({s.up_row[g.sweep.up[a].upper], g.sweep.up[a].weight});
    out.end_up.push_back(static_cast<std::uint32_t>(out.up.size()));
  }

  for (const std::uint32_t p : s.search.touched()) s.set.add(p);
  out.node.clear();
  out.down.clear();
  out.end_down.clear();
  s.set.drain_ascending([&](std::uint32_t p) {
    s.down_row[p] = out.n_up + static_cast<std::uint32_t>(out.node.size());
    out.node.push_back(g.sweep.node_at[p]);
    if (s.up_row[p] != kNone) out.down.push_back({s.up_row[p], 0});
    for (std::uint32_t a = g.sweep.first_down[p]; a < g.sweep.first_down[p + 1]; ++a) {
      const SweepGraph::Arc arc = g.sweep.down[a];
      if (reach[arc.upper] + arc.weight <= cutoff) out.down.push_back({s.down_row[arc.upper], arc.weight});
    }
    out.end_down.push_back(static_cast<std::uint32_t>(out.down.size()));
  });
  out.n_down = static_cast<std::uint32_t>(out.node.size());
  for (const std::uint32_t p : out.climbing) s.up_row[p] = kNone;
}

/// The same for some of the sources, out of the small graph of them all: one pass up and one down over it.
/// Expects up_row to be that of `from`.
void choose_from(const SmallGraph& from, const ReachGraph& g, const ReachSources& sources, std::span<const std::uint32_t> which,
                 Cost cutoff, Scratch& s, SmallGraph& out) {
  const std::size_t n = std::size_t{from.n_up} + from.n_down;
  if (s.label.size() < n) s.label.resize(n), s.new_row.resize(n);
  Cost* const label = s.label.data();
  std::uint32_t* const new_row = s.new_row.data();
  std::fill_n(label, from.n_up, kUnreachable);
  each_seed(g, sources, which, cutoff, [&](std::uint32_t, std::uint32_t p, Cost cost) {
    label[s.up_row[p]] = std::min(label[s.up_row[p]], cost);
  });
  out.climbing.clear();
  for (std::uint32_t i = 0, a = 0; i < from.n_up; a = from.end_up[i++]) {
    if (label[i] > cutoff) continue;
    new_row[i] = static_cast<std::uint32_t>(out.climbing.size());
    out.climbing.push_back(from.climbing[i]);
    for (; a < from.end_up[i]; ++a) label[from.up[a].row] = std::min(label[from.up[a].row], label[i] + from.up[a].weight);
  }
  out.n_up = static_cast<std::uint32_t>(out.climbing.size());
  out.up.clear();
  out.end_up.clear();
  for (std::uint32_t i = 0, a = 0; i < from.n_up; a = from.end_up[i++]) {
    if (label[i] > cutoff) continue;
    for (; a < from.end_up[i]; ++a)
      if (label[i] + from.up[a].weight <= cutoff) out.up.push_back({new_row[from.up[a].row], from.up[a].weight});
    out.end_up.push_back(static_cast<std::uint32_t>(out.up.size()));
  }

  // Room for everything, written without asking, kept where it counts: the pass has few branches to guess wrong.
  if (out.node.size() < from.n_down) out.node.resize(from.n_down), out.end_down.resize(from.n_down);
  if (out.down.size() < from.down.size()) out.down.resize(from.down.size());
  std::uint32_t kept = 0, arcs = 0;
  for (std::uint32_t i = 0, a = 0; i < from.n_down; ++i) {
    Cost best = kUnreachable;
    for (; a < from.end_down[i]; ++a) {
      const LaneArc arc = from.down[a];
      const Cost cost = label[arc.row] + arc.weight;
      best = std::min(best, cost);
      out.down[arcs] = {new_row[arc.row], arc.weight};
      arcs += cost <= cutoff;
    }
    label[from.n_up + i] = best;
    new_row[from.n_up + i] = out.n_up + kept;
    out.node[kept] = from.node[i];
    out.end_down[kept] = arcs;
    kept += best <= cutoff;
  }
  out.n_down = kept;
}

/// Starts the lanes from their sources, climbs and descends. Expects up_row to be that of `small`.
void sweep_lanes(const SmallGraph& small, const ReachGraph& g, const ReachSources& sources, std::span<const std::uint32_t> lanes,
                 Cost cutoff, const LaneKernels& kernels, Scratch& s) {
  LaneRow* const row = s.row.data();
  for (std::uint32_t i = 0; i < small.n_up; ++i)
    for (Cost& cost : row[i].lane) cost = kUnreachable;
  each_seed(g, sources, lanes, cutoff, [&](std::uint32_t l, std::uint32_t p, Cost cost) {
    row[s.up_row[p]].lane[l] = std::min(row[s.up_row[p]].lane[l], cost);
  });
  kernels.climb(row, small.end_up.data(), small.up.data(), small.n_up);
  kernels.descend(row, row + small.n_up, 0, small.end_down.data(), small.down.data(), small.n_down);
}

/// Calls before(group, its nodes, thread) for each group of sources and then visit(block, number of the block) for its blocks.
template <class Before, class Visit>
void each_block(const ReachGraph& g, const ReachSources& sources, Cost cutoff, const Progress& progress, const Before& before,
                const Visit& visit) {
  cutoff = std::min(cutoff, kUnreachable - 1);
  const std::vector<std::uint32_t> order = near_together(g, sources);
  const LaneKernels& kernels = lane_kernels().front();
  const auto part = [](std::span<const std::uint32_t> all, std::size_t begin, std::size_t size) {
    return all.subspan(begin, std::min(size, all.size() - begin));
  };
  const auto do_cluster = [&](std::size_t begin, Scratch& s) {
    const auto number_rows = [&](const SmallGraph& of) {
      for (std::uint32_t i = 0; i < of.n_up; ++i) s.up_row[of.climbing[i]] = i;
    };
    const auto cluster = part(order, begin, kClusterSources);
    choose(g, sources, cluster, cutoff, s, s.large);
    for (std::size_t k = 0; k < cluster.size(); k += kGroupSources) {
      const auto group = part(cluster, k, kGroupSources);
      number_rows(s.large);
      choose_from(s.large, g, sources, group, cutoff, s, s.small);
      number_rows(s.small);
      const std::size_t rows = std::size_t{s.small.n_up} + s.small.n_down;
      if (s.row.size() < rows) s.row.resize(rows);
      const std::span<const std::uint32_t> nodes(s.small.node.data(), s.small.n_down);
      before((begin + k) / kGroupSources, nodes, omp_get_thread_num());
      for (std::size_t b = 0; b < group.size(); b += kLanes) {
        const auto lanes = part(group, b, kLanes);
        sweep_lanes(s.small, g, sources, lanes, cutoff, kernels, s);
        visit(ReachBlock{lanes, nodes, std::span<const LaneRow>(s.row.data() + s.small.n_up, s.small.n_down), cutoff,
                         omp_get_thread_num()},
              (begin + k + b) / kLanes);
      }
    }
    for (const std::uint32_t p : s.large.climbing) s.up_row[p] = kNone;
  };
  in_batches((order.size() + kClusterSources - 1) / kClusterSources, progress, [&] { return Scratch(g); },
             [&](std::size_t c, Scratch& s) { do_cluster(c * kClusterSources, s); });
}

}  // namespace

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

ReachGraph reach_graph(const ReverseGraph& graph, std::span<const Point> at, const Progress& progress) {
  report(progress, 0, "node order");
  const std::vector<std::uint32_t> order = nested_dissection_order(graph, at);
  report(progress, 0.8, "hierarchy");
  const Hierarchy hierarchy = build_hierarchy(graph, order);
  ReachGraph reach = reach_graph(graph, sweep_graph(hierarchy, customise(hierarchy, graph)), at);
  report(progress, 1, "hierarchy");
  return reach;
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
                 const std::function<void(const ReachBlock&)>& visit, const Progress& progress) {
  each_block(graph, sources, cutoff, progress, [](std::size_t, std::span<const std::uint32_t>, int) {},
             [&](const ReachBlock& block, std::size_t) { visit(block); });
}

std::uint64_t ReachLists::n_pairs() const {
  std::uint64_t n = 0;
  for (const Block& b : block) n += b.cost.size();
  return n;
}

ReachLists reach_lists(const ReachGraph& graph, const ReachSources& sources, Cost cutoff, const Progress& progress) {
  ReachLists lists;
  lists.nodes.resize((sources.size() + kGroupSources - 1) / kGroupSources);
  lists.block.resize((sources.size() + kLanes - 1) / kLanes);
  lists.block_of.resize(sources.size());
  lists.lane_of.resize(sources.size());
  std::vector<std::vector<Cost>> packed(static_cast<std::size_t>(omp_get_max_threads()));
  each_block(
      graph, sources, cutoff, progress, [&](std::size_t group, std::span<const std::uint32_t> nodes, int) { lists.nodes[group].assign(nodes.begin(), nodes.end()); },
      [&](const ReachBlock& block, std::size_t b) {
        ReachLists::Block& out = lists.block[b];
        out.source.assign(block.source.begin(), block.source.end());
        out.nodes = static_cast<std::uint32_t>(b / (kGroupSources / kLanes));
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
                               const Progress& progress, const Add& add) {
  if (weight.size() != graph.sweep.n_nodes())
    throw std::invalid_argument("reach sums: " + std::to_string(weight.size()) + " weights for " +
                                std::to_string(graph.sweep.n_nodes()) + " nodes");
  std::vector<double> sums(sources.size());
  std::vector<std::vector<double>> local(static_cast<std::size_t>(omp_get_max_threads()));
  each_block(
      graph, sources, cutoff, progress,
      [&](std::size_t, std::span<const std::uint32_t> nodes, int thread) {
        std::vector<double>& own = local[static_cast<std::size_t>(thread)];
        own.resize(nodes.size());
        for (std::size_t i = 0; i < nodes.size(); ++i) own[i] = weight[nodes[i]];
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
                                std::span<const double> weight, const Progress& progress) {
  return fused_sums(graph, sources, cutoff, weight, progress, [](const ReachBlock& block, const double* own, double* sum) {
    lane_kernels().front().sum_within(block.row.data(), own, static_cast<std::uint32_t>(block.row.size()), block.cutoff, sum);
  });
}

std::vector<double> decay_sums(const ReachGraph& graph, const ReachSources& sources, Cost cutoff,
                               std::span<const double> weight, std::span<const double> decay, int shift,
                               const Progress& progress) {
  if (shift < 0 || shift > 30 || cutoff >= kUnreachable || decay.size() != (std::size_t{cutoff} >> shift) + 1)
    throw std::invalid_argument("decay_sums: the decay must hold one value for each step up to the cutoff");
  return fused_sums(graph, sources, cutoff, weight, progress, [&](const ReachBlock& block, const double* own, double* sum) {
    lane_kernels().front().sum_decay(block.row.data(), own, static_cast<std::uint32_t>(block.row.size()), block.cutoff,
                                     decay.data(), shift, sum);
  });
}

}  // namespace catchment
