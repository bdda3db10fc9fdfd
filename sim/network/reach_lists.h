#pragma once

#include <bit>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "sim/core/cost.h"
#include "sim/core/progress.h"
#include "sim/network/lanes.h"
#include "sim/network/sweep.h"

namespace catchment {

/// What searches from many sources run on: the sweep graph, and the streets themselves in its order.
struct ReachGraph {
  SweepGraph sweep;
  ReverseGraph streets;              ///< by position
  std::vector<std::uint32_t> curve;  ///< [n_nodes] by node: its place along the Hilbert curve, to find sources near each other
};
/// Order, hierarchy and weights of a graph in one call; keep the Hierarchy instead if its weights will change.
ReachGraph reach_graph(const ReverseGraph& graph, std::span<const Point> at, const Progress& progress = {});
/// `graph` with the weights that the sweep graph was made for; `at` [n_nodes] coordinates.
/// Throws std::invalid_argument if the three are of different nodes.
ReachGraph reach_graph(const ReverseGraph& graph, SweepGraph sweep, std::span<const Point> at);

/// Sources of one search each. A source starts from one node or several, with a cost to begin with at each: a place on a
/// street starts from both its ends.
struct ReachSources {
  struct Seed { std::uint32_t node; Cost cost; };
  std::vector<std::uint32_t> first{0};  ///< [n_sources + 1] into `seed`
  std::vector<Seed> seed;
  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(first.size() - 1); }
};
ReachSources sources_at(std::span<const std::uint32_t> nodes);

/// Costs from up to 16 sources at all nodes that any source of their group reaches.
struct ReachBlock {
  std::span<const std::uint32_t> source;  ///< [n_lanes] index of the source in each lane, n_lanes <= 16
  std::span<const std::uint32_t> node;    ///< [n_rows] in the order of positions
  std::span<const LaneRow> row;           ///< [n_rows] costs by lane; above the cutoff (and then no true cost): not reached
  Cost cutoff = 0;
  int thread = 0;                         ///< 0 .. omp_get_max_threads() - 1: which of the callers' scratch to use
};

/// All costs of at most `cutoff` (inclusive; < kUnreachable) from each source along the arcs of the graph, in blocks of
/// sources near each other. `visit` is called once for each block, from several threads at once, in no order; each source
/// is in one block. It must not throw. Costs equal those of a bounded Dijkstra search from each source.
///
/// Sources near each other share the choice of nodes and arcs, which one bounded search makes; a block is then one pass up
/// and one pass down over that small graph with 16 lanes. Good where many sources lie near each other; for a few scattered
/// ones a `ReverseSearch` each is as fast. Throws std::invalid_argument if a seed's node is not in the graph, and
/// Cancelled, as all functions here that take a Progress.
/// Source: Delling, Goldberg & Werneck (2011), RPHAST, in: "Faster Batched Shortest Paths in Road Networks", ATMOS.
void visit_reach(const ReachGraph& graph, const ReachSources& sources, Cost cutoff,
                 const std::function<void(const ReachBlock&)>& visit, const Progress& progress = {});

/// The lists of all sources, stored by block: at each node a mask of the lanes that reach it and their costs, packed.
/// 2 bytes a row and 4 a pair.
struct ReachLists {
  struct Block {
    std::vector<std::uint32_t> source;   ///< [n_lanes]
    std::vector<std::uint16_t> mask;     ///< [n_rows] lanes that reach the row's node
    std::vector<Cost> cost;              ///< lane by lane within a row
    std::uint32_t nodes = 0;             ///< index into `nodes`: blocks of a group share them
  };
  std::vector<std::vector<std::uint32_t>> nodes;  ///< by group of neighbouring sources
  std::vector<Block> block;
  std::vector<std::uint32_t> block_of, lane_of;   ///< [n_sources]
  /// Calls take(node, cost) for each node that the source reaches, in the order of positions. O(pairs of the block).
  template <class Take>
  void each(std::uint32_t source, const Take& take) const {
    const Block& b = block[block_of[source]];
    const std::uint32_t lane = lane_of[source];
    std::size_t at = 0;
    for (std::size_t i = 0; i < b.mask.size(); ++i) {
      if (b.mask[i] >> lane & 1)
        take(nodes[b.nodes][i], b.cost[at + static_cast<std::size_t>(std::popcount(b.mask[i] & ((1u << lane) - 1)))]);
      at += static_cast<std::size_t>(std::popcount(b.mask[i]));
    }
  }
  [[nodiscard]] std::uint64_t n_pairs() const;
};
ReachLists reach_lists(const ReachGraph& graph, const ReachSources& sources, Cost cutoff, const Progress& progress = {});

/// For each source the sum of `weight` [n_nodes, by node] over the nodes within the cutoff. Added in the order of positions,
/// so the bits do not depend on threads, lanes or the other sources. -> [n_sources]
std::vector<double> sums_within(const ReachGraph& graph, const ReachSources& sources, Cost cutoff,
                                std::span<const double> weight, const Progress& progress = {});

/// The same with each weight times decay[cost >> shift]; `decay` holds (cutoff >> shift) + 1 values. With shift 0 each whole
/// cost has its own value: exact for any function of cost. Bits as above.
std::vector<double> decay_sums(const ReachGraph& graph, const ReachSources& sources, Cost cutoff,
                               std::span<const double> weight, std::span<const double> decay, int shift = 0,
                               const Progress& progress = {});

/// Costs from each source to each target node, without a cutoff. -> [n_sources x n_targets], kUnreachable where there is no
/// path. The targets' part of the hierarchy is chosen once, then 16 sources at a time pass over it.
std::vector<Cost> cost_matrix(const ReachGraph& graph, const ReachSources& sources, std::span<const std::uint32_t> targets,
                              const Progress& progress = {});

}  // namespace catchment
