#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "sim/world/world.h"

namespace catchment {

/// The sharing graph as flat arrays (models.md D.1): a directed multigraph, its arcs by sender, and the simple undirected graph under it.
/// Nodes: partners that have a link, an offer or a need; or all organisations. In the order of Partner.
struct SharingGraph {
  std::vector<Partner> node;                  ///< [n] ascending
  // Links between nodes, in the world's order; self-links and those left out are not here.
  std::vector<std::uint32_t> link;            ///< [m] index into World::links; UINT32_MAX for one made from `responsible`
  std::vector<std::uint32_t> from, to;        ///< [m] nodes
  std::vector<LinkType> type;                 ///< [m]
  std::vector<double> capacity;               ///< [m] -1: not limited
  // Arcs by sender: links `out_link[out_begin[v] .. out_begin[v+1])` leave v, ascending.
  std::vector<std::uint32_t> out_begin, out_link;   ///< [n+1], [m]
  // The simple undirected graph: each pair of linked nodes once in either's list, no loops, ascending.
  std::vector<std::uint32_t> begin, neighbour;      ///< [n+1], [2 * pairs]

  [[nodiscard]] std::size_t n_nodes() const { return node.size(); }
  [[nodiscard]] std::size_t n_links() const { return from.size(); }
  [[nodiscard]] std::size_t n_pairs() const { return neighbour.size() / 2; }
  [[nodiscard]] std::span<const std::uint32_t> neighbours(std::uint32_t v) const {
    return std::span(neighbour).subspan(begin[v], begin[v + 1] - begin[v]);
  }
  [[nodiscard]] std::span<const std::uint32_t> out_links(std::uint32_t v) const {
    return std::span(out_link).subspan(out_begin[v], out_begin[v + 1] - out_begin[v]);
  }
  /// Node of a partner; UINT32_MAX if it is none. O(log n).
  [[nodiscard]] std::uint32_t node_of(Partner partner) const;
};

struct GraphChoice {
  std::string date{};                         ///< links in force on this day; empty: whichever day
  bool proposed = false;                      ///< also those to come: proposed, agreed, or active from a later day
  bool lapsed = false;                        ///< also those that are over: lapsed, or past their last day
  bool all_organisations = false;             ///< organisations without any link are nodes too
  bool responsible = false;                   ///< an affiliation link from unit to organisation for every open unit in Organisation::responsible (hubs, C2)
  std::uint32_t types = ~0u;                  ///< bit LinkType; of links, offers and needs
};
/// Throws std::invalid_argument for a link, resource or responsible unit that names a row that is not there. O(links log nodes).
SharingGraph sharing_graph(const World& world, const GraphChoice& choice);

/// The same shape over plain pairs, for tables without a world and for tests: nodes are organisations 0..n-1. Loops and ends beyond n are
/// refused with std::invalid_argument; parallel links are kept.
SharingGraph graph_of_pairs(std::uint32_t n, std::span<const std::pair<std::uint32_t, std::uint32_t>> links);

}  // namespace catchment
