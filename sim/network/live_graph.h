#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/core/cost.h"
#include "sim/network/partial_edge.h"
#include "sim/network/street_network.h"

namespace catchment {

/// The streets of one impedance as a graph whose weights may change, as everybody may walk them: what the live searches walk.
///
/// Both directions of an edge lie side by side in the rows of both its ends, so that one row tells where one can go and where
/// one can come from. All arcs are present; a barred one weighs kUnreachable. Nodes are renumbered, along a Hilbert curve unless told
/// otherwise, so that neighbours on the map are neighbours in memory: `vertex_of` and `node_of` translate. 4 bytes a node for each
/// of these, 4 a row, 24 bytes an edge end.
struct LiveGraph {
  struct Way {
    std::uint32_t vertex;              ///< the other end
    Cost out, in;                      ///< to there, from there; kUnreachable if barred
  };
  std::vector<std::uint32_t> first{0}; ///< [n_vertices + 1]
  std::vector<Way> way;                ///< [2 n_edges]
  std::vector<std::uint32_t> vertex_of;        ///< [n_nodes]
  std::vector<std::uint32_t> node_of;          ///< [n_vertices]
  std::vector<std::uint32_t> at_from, at_to;   ///< [n_edges] the edge's place in the row of its `from` and its `to`
  Cost mean = 0;                       ///< weight of the usable arcs when it was built
  Cost heaviest = 0;                   ///< of all that any arc ever weighed, also those that only some may walk

  [[nodiscard]] std::size_t n_vertices() const { return node_of.size(); }
  [[nodiscard]] std::span<const Way> ways(std::uint32_t vertex) const {
    return {way.data() + first[vertex], way.data() + first[vertex + 1]};
  }
};

/// `costs` as `edge_costs` gives them; edges with an end that is not open to everybody are barred. `order` [n_nodes] the node of each vertex; empty: along
/// the curve. Throws std::invalid_argument if it is no order of the nodes. O(n log n + m).
LiveGraph live_graph(const StreetNetwork& net, const EdgeCosts& costs, std::span<const std::uint32_t> order = {});

/// A new weight of one arc: `code` is edge * 2 + (1 if against its direction); kUnreachable or more bars it.
struct ArcWeight {
  std::uint32_t code;
  Cost weight;
};
/// Tail, head and weight of an arc, as vertices.
struct LiveArc { std::uint32_t tail, head; Cost weight; };
LiveArc arc_of(const LiveGraph& graph, std::uint32_t code);
void set_weight(LiveGraph& graph, const ArcWeight& change);

}  // namespace catchment
