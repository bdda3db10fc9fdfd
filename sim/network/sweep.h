#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/core/cost.h"
#include "sim/network/hierarchy.h"

namespace catchment {

/// The arcs of a hierarchy that some cheapest path needs, by position, in the two rows that sweeps read.
///
/// A cheapest cost from a node is found by climbing from it through `up`, then passing once over all positions from 0 on
/// and taking the best of `down` at each: no queue, memory in order. Arcs cross from a smaller position to a larger one
/// in `down`, so position p is final once it has been passed.
/// Source: Delling, Goldberg, Nowatzyk & Werneck (2013), PHAST, J. Parallel Distrib. Comput. 73:940-952.
struct SweepGraph {
  struct Arc { std::uint32_t upper; Cost weight; };
  std::vector<std::uint32_t> node_at, position;      ///< [n_nodes] as in the hierarchy
  std::vector<std::uint32_t> first_up{0}, first_down{0};  ///< [n_nodes + 1] by lower end
  std::vector<Arc> up;                               ///< from the row's position to `upper`
  std::vector<Arc> down;                             ///< from `upper` to the row's position
  Split split;                                       ///< for threads
  [[nodiscard]] std::size_t n_nodes() const { return node_at.size(); }
};

/// Weights made exact, arcs that are dearer than another way left out (and, unless the graph has arcs of no cost, those
/// that merely equal another way). In parallel; the same at any number of threads. O(triangles).
/// Source: Dibbelt, Strasser & Wagner (2016), perfect customisation.
SweepGraph sweep_graph(const Hierarchy& hierarchy, const HierarchyWeights& weights);

/// A start of a search: `cost` to begin with, and whose it is.
struct SweepSeed { std::uint32_t node; Cost cost; std::uint32_t owner; };

/// For each node the seed that reaches it at the least cost, along the arcs of the graph that the hierarchy was made for.
/// A label is the cost in the high half and the owner in the low half, as in `ReverseSearch<std::uint64_t>`: ties go to the
/// lowest owner; no label (`ReverseSearch<std::uint64_t>::kUnset`) where nothing comes within `limit` (inclusive).
///
/// Keeps its memory between runs. Not for two threads at once; one run itself uses threads on large graphs.
class NearestSweep {
 public:
  explicit NearestSweep(const SweepGraph& graph);
  /// Throws std::invalid_argument if a seed's node is not in the graph. O(n + m of the hierarchy), whatever the seeds.
  void run(std::span<const SweepSeed> seeds, Cost limit = kUnreachable - 1);
  /// [n_nodes] by position (`SweepGraph::position`); labels past the limit are not taken back.
  [[nodiscard]] std::span<const std::uint64_t> by_position() const { return label_; }
  /// [n_nodes] by node, kUnset past the limit of the last run.
  void by_node(std::span<std::uint64_t> out) const;

 private:
  void climb(std::span<const SweepSeed> seeds);
  const SweepGraph* graph_;
  std::vector<std::uint64_t> label_;
  std::vector<std::uint64_t> waiting_;  ///< one bit a position: has a label to carry up
  std::uint64_t most_ = 0;
};

}  // namespace catchment
