#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "sim/core/progress.h"
#include "sim/core/real_costs.h"

namespace catchment {

/// A graph as a table gives it: nodes by number, costs as real numbers (whole numbers stay exact). For imported edge lists;
/// streets with geometry are a StreetNetwork.
struct CostEdge {
  std::uint32_t from = 0, to = 0;
  double cost = 0;                 ///< finite, >= 0
  bool directed = false;           ///< false: both ways
};
struct CostGraph {
  std::vector<std::uint64_t> begin{0};   ///< [n_nodes + 1]
  std::vector<std::uint32_t> head;       ///< [n_arcs]
  std::vector<double> cost;              ///< [n_arcs]
  [[nodiscard]] std::size_t n_nodes() const { return begin.size() - 1; }
};

enum class DuplicateEdges { kLast, kMin };
/// The first two edges (their indices) that give one way between one pair of nodes twice; a two-way edge and its reverse do.
std::optional<std::pair<std::size_t, std::size_t>> first_duplicate(std::span<const CostEdge> edges);
/// One arc per ordered pair; of several edges the last or the cheapest holds. Loops are left out. O(edges log edges).
/// Throws std::invalid_argument for a node out of range or a cost that is negative or not finite.
CostGraph make_cost_graph(std::uint32_t n_nodes, std::span<const CostEdge> edges, DuplicateEdges rule);
CostGraph reversed(const CostGraph& graph);

/// Number of the weak component of each node, by lowest node, and the sizes.
struct GraphParts { std::vector<std::uint32_t> of_node, size; };
GraphParts parts_of(const CostGraph& graph);

struct TableLimits {
  std::optional<double> cutoff;          ///< inclusive
  std::uint32_t nearest = 0;             ///< only the k nearest destinations of an origin, ties to the lowest index; 0: all
};

/// Cheapest costs from each origin (rows) to the destinations (columns), both node numbers; a node may come in both (cost 0),
/// not twice in one. Dijkstra from the origins, or from the destinations over reversed arcs where these are far fewer.
/// Parallel; the same bits at any number of threads. Throws std::invalid_argument; Cancelled.
RealCostTable graph_costs(const CostGraph& graph, std::span<const std::uint32_t> origins, std::span<const std::uint32_t> destinations,
                          const TableLimits& limits, const Progress& progress = {});

}  // namespace catchment
