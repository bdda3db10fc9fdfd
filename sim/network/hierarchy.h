#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/core/cost.h"
#include "sim/network/reverse_search.h"

namespace catchment {

/// A customisable contraction hierarchy: the topology, which holds for any weights of the same arcs.
///
/// Positions number the nodes from the most important, 0, down. Taking nodes out from the last position upwards, and
/// joining their remaining neighbours each time, adds the shortcuts; each shortcut or street is one arc here, listed at its
/// lower end (the larger position). Any cheapest path between two nodes then has a twin that first only climbs and then
/// only descends. The subtree of a position holds all that climbs through it, as one range of positions.
/// Source: Dibbelt, Strasser & Wagner (2016), ACM J. Exp. Algorithmics 21:1.5.
struct Hierarchy {
  std::vector<std::uint32_t> node_at;      ///< [n_nodes] by position
  std::vector<std::uint32_t> position;     ///< [n_nodes] by node
  std::vector<std::uint32_t> first{0};     ///< [n_nodes + 1] by position
  std::vector<std::uint32_t> upper;        ///< [n_arcs] positions above, ascending in each row
  std::vector<std::uint32_t> parent;       ///< [n_nodes] the lowest position above; UINT32_MAX at the top of a component
  std::vector<std::uint32_t> subtree_end;  ///< [n_nodes] the subtree of p is [p, subtree_end[p])
  [[nodiscard]] std::size_t n_nodes() const { return node_at.size(); }
  [[nodiscard]] std::size_t n_arcs() const { return upper.size(); }
};

/// `order` [n_nodes] each node once, the most important first (`nested_dissection_order`). Directions and weights of the
/// graph's arcs do not matter; loops are passed over. Positions may differ from the order among nodes that do not depend
/// on each other. Throws std::invalid_argument if `order` is no order of the nodes. O(n_arcs log n_arcs).
Hierarchy build_hierarchy(const ReverseGraph& graph, std::span<const std::uint32_t> order);

/// Cheapest cost of each arc of a hierarchy in its two directions, by streets and by all that lies below it.
struct HierarchyWeights {
  struct Pair { Cost up = kUnreachable, down = kUnreachable; };  ///< from the lower end to the upper, and back
  std::vector<Pair> of;                                          ///< [n_arcs]; kUnreachable where there is no way
  bool free_arcs = false;                                        ///< the graph has arcs of no cost
};

/// Weights for the arcs of `graph`, which may be another graph than the hierarchy was built from as long as it joins no other
/// nodes: an arc that is left out, or that weighs kUnreachable or more, is barred. In parallel; the same at any number of threads.
/// Throws std::invalid_argument if the graph has other nodes, or an arc that the hierarchy has not.
/// O(triangles): for each node the pairs of its arcs upwards.
HierarchyWeights customise(const Hierarchy& hierarchy, const ReverseGraph& graph);

/// Ranges of positions that threads may take one each: no arc joins two of them. What is not in a range lies above them all.
/// Depends on the hierarchy only.
struct Split {
  struct Range { std::uint32_t begin, end; };
  std::vector<Range> below;            ///< ascending
  std::vector<std::uint32_t> top;      ///< positions in no range, ascending
};
/// Subtrees of at most `largest` positions.
Split split_subtrees(const Hierarchy& hierarchy, std::uint32_t largest);

}  // namespace catchment
