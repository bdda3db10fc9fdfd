#include "sim/network/sweep.h"

#include <algorithm>
#include <bit>
#include <stdexcept>

namespace catchment {
namespace {

constexpr std::uint32_t kNone = UINT32_MAX;
constexpr std::size_t kParallelFrom = 20000;
constexpr std::uint64_t kUnset = ReverseSearch<std::uint64_t>::kUnset;

/// The exact weights of one position's arcs, and which of them are needed. The arcs of all positions above are exact already.
///
/// A cheapest path from p to a neighbour q above begins with one of p's arcs, to z say; the rest, z to q, is an arc of the
/// hierarchy too, because neighbours above a node are joined to each other.
/// An arc with another way as cheap is not needed: among all cheapest paths of a pair take the one with the most important
/// nodes; it has no place for such an arc. Ties could be broken in a circle only if arcs cost nothing.
struct Exact {
  const Hierarchy& h;
  const HierarchyWeights& basic;
  std::vector<HierarchyWeights::Pair>& exact;
  std::vector<std::uint8_t>& needed;  // bit 0: up, bit 1: down

  void settle(std::uint32_t p, std::vector<std::uint32_t>& slot) const {
    const std::uint32_t begin = h.first[p], end = h.first[p + 1];
    for (std::uint32_t a = begin; a < end; ++a) slot[h.upper[a]] = a;
    for (std::uint32_t a = begin; a < end; ++a) exact[a] = {kUnreachable, kUnreachable};
    // Both ends of an arc between two neighbours are in p's row: found from the lower of them.
    for (std::uint32_t a = begin; a < end; ++a) {
      const std::uint32_t z = h.upper[a];
      for (std::uint32_t b = h.first[z]; b < h.first[z + 1]; ++b) {
        const std::uint32_t c = slot[h.upper[b]];
        if (c < begin || c >= a || h.upper[c] != h.upper[b]) continue;
        const HierarchyWeights::Pair between = exact[b];  // z up to the neighbour at c, and back
        exact[c].up = std::min(exact[c].up, basic.of[a].up + between.up);
        exact[c].down = std::min(exact[c].down, between.down + basic.of[a].down);
        exact[a].up = std::min(exact[a].up, basic.of[c].up + between.down);
        exact[a].down = std::min(exact[a].down, between.up + basic.of[c].down);
      }
    }
    for (std::uint32_t a = begin; a < end; ++a) {
      const HierarchyWeights::Pair direct = basic.of[a], other = exact[a];
      const Cost tie = basic.free_arcs ? 0 : 1;  // an equal way makes the arc needless
      needed[a] = static_cast<std::uint8_t>((direct.up < kUnreachable && direct.up + tie <= other.up) |
                                            (direct.down < kUnreachable && direct.down + tie <= other.down) << 1);
      exact[a] = {std::min(direct.up, other.up), std::min(direct.down, other.down)};
    }
  }
};

}  // namespace

SweepGraph sweep_graph(const Hierarchy& h, const HierarchyWeights& weights) {
  const auto n = static_cast<std::uint32_t>(h.n_nodes());
  if (weights.of.size() != h.n_arcs()) throw std::invalid_argument("sweep_graph: weights of another hierarchy");
  SweepGraph graph;
  graph.node_at = h.node_at;
  graph.position = h.position;
  graph.split = split_subtrees(h, std::max<std::uint32_t>(n / 32, 1));
  std::vector<HierarchyWeights::Pair> exact(h.n_arcs());
  std::vector<std::uint8_t> needed(h.n_arcs());
  const Exact work{h, weights, exact, needed};
  const auto n_ranges = static_cast<std::int64_t>(graph.split.below.size());
#pragma omp parallel if (n > kParallelFrom)
  {
    std::vector<std::uint32_t> slot(n, kNone);
#pragma omp single
    for (const std::uint32_t p : graph.split.top) work.settle(p, slot);
#pragma omp for schedule(dynamic, 1)
    for (std::int64_t r = 0; r < n_ranges; ++r)
      for (std::uint32_t p = graph.split.below[r].begin; p < graph.split.below[r].end; ++p) work.settle(p, slot);
  }
  graph.first_up.assign(n + 1, 0);
  graph.first_down.assign(n + 1, 0);
  for (std::uint32_t p = 0; p < n; ++p) {
    graph.first_up[p + 1] = graph.first_up[p];
    graph.first_down[p + 1] = graph.first_down[p];
    for (std::uint32_t a = h.first[p]; a < h.first[p + 1]; ++a) {
      graph.first_up[p + 1] += needed[a] & 1;
      graph.first_down[p + 1] += needed[a] >> 1;
    }
  }
  graph.up.reserve(graph.first_up[n]);
  graph.down.reserve(graph.first_down[n]);
  for (std::uint32_t a = 0; a < h.n_arcs(); ++a) {
    if (needed[a] & 1) graph.up.push_back({h.upper[a], exact[a].up});
    if (needed[a] >> 1) graph.down.push_back({h.upper[a], exact[a].down});
  }
  return graph;
}

NearestSweep::NearestSweep(const SweepGraph& graph)
    : graph_(&graph), label_(graph.n_nodes(), kUnset), waiting_((graph.n_nodes() + 63) / 64) {}

/// Carries the seeds' labels to all positions above, the lowest positions first.
void NearestSweep::climb(std::span<const SweepSeed> seeds) {
  std::fill(label_.begin(), label_.end(), kUnset);
  const auto offer = [&](std::uint32_t p, std::uint64_t label) {
    if (label >= label_[p] || label > most_) return;
    label_[p] = label;
    waiting_[p / 64] |= std::uint64_t{1} << p % 64;
  };
  for (const SweepSeed& seed : seeds) {
    if (seed.node >= graph_->n_nodes()) throw std::invalid_argument("NearestSweep: a seed's node is not in the graph");
    offer(graph_->position[seed.node], (std::uint64_t{seed.cost} << 32) | seed.owner);
  }
  for (std::size_t w = waiting_.size(); w-- > 0;)
    while (waiting_[w] != 0) {
      const int bit = 63 - std::countl_zero(waiting_[w]);
      waiting_[w] &= ~(std::uint64_t{1} << bit);
      const auto p = static_cast<std::uint32_t>(w * 64 + static_cast<std::size_t>(bit));
      for (std::uint32_t a = graph_->first_up[p]; a < graph_->first_up[p + 1]; ++a)
        offer(graph_->up[a].upper, label_[p] + (std::uint64_t{graph_->up[a].weight} << 32));
    }
}

void NearestSweep::run(std::span<const SweepSeed> seeds, Cost limit) {
  most_ = (std::uint64_t{std::min(limit, kUnreachable - 1)} << 32) | kNone;
  climb(seeds);
  const SweepGraph& g = *graph_;
  std::uint64_t* const label = label_.data();
  const auto settle = [&](std::uint32_t p) {
    std::uint64_t best = label[p];
    for (std::uint32_t a = g.first_down[p], end = g.first_down[p + 1]; a < end; ++a)
      best = std::min(best, label[g.down[a].upper] + (std::uint64_t{g.down[a].weight} << 32));
    label[p] = best;
  };
  const auto n_ranges = static_cast<std::int64_t>(g.split.below.size());
  for (const std::uint32_t p : g.split.top) settle(p);
#pragma omp parallel for schedule(dynamic, 1) if (g.n_nodes() > kParallelFrom)
  for (std::int64_t r = 0; r < n_ranges; ++r)
    for (std::uint32_t p = g.split.below[r].begin; p < g.split.below[r].end; ++p) settle(p);
}

void NearestSweep::by_node(std::span<std::uint64_t> out) const {
  if (out.size() != label_.size()) throw std::invalid_argument("NearestSweep: room for other nodes than the graph has");
  const auto n = static_cast<std::int64_t>(label_.size());
#pragma omp parallel for schedule(static) if (graph_->n_nodes() > kParallelFrom)
  for (std::int64_t p = 0; p < n; ++p) out[graph_->node_at[p]] = label_[p] > most_ ? kUnset : label_[p];
}

}  // namespace catchment
