#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/network/live_graph.h"
#include "sim/network/walled_places.h"

namespace catchment {

/// The edges that some gate may shut, and the people whose keys may open them (see KeyHolders in reverse_search.h), whatever
/// state the gates are in: gates that open and shut change nothing here. Groups are the walled places with demand points and keys.
struct LiveKeys {
  static constexpr std::uint32_t kNone = UINT32_MAX;
  struct Arc { std::uint32_t vertex, code; };   ///< the arc's tail and code

  std::vector<std::uint32_t> place;             ///< [n_groups] ascending
  std::vector<std::uint32_t> group_of_origin;   ///< [n_origins] or kNone
  std::vector<std::uint32_t> first_origin{0}, origin;  ///< [n_groups + 1], the demand points of each
  std::vector<std::uint32_t> first_edge{0}, edge;      ///< [n_groups + 1], edges with an end that their keys may open
  std::vector<std::uint32_t> first_near, near;  ///< [n_vertices + 1], groups whose such edges end at a vertex
  std::vector<std::uint32_t> first_arc;         ///< [n_vertices + 1], arcs to the vertex along edges that a gate may shut
  std::vector<Arc> arc;

  [[nodiscard]] std::uint32_t count() const { return static_cast<std::uint32_t>(place.size()); }
  [[nodiscard]] std::span<const std::uint32_t> origins_of(std::uint32_t g) const {
    return std::span(origin).subspan(first_origin[g], first_origin[g + 1] - first_origin[g]);
  }
  [[nodiscard]] std::span<const std::uint32_t> edges_of(std::uint32_t g) const {
    return std::span(edge).subspan(first_edge[g], first_edge[g + 1] - first_edge[g]);
  }
  [[nodiscard]] std::span<const std::uint32_t> groups_near(std::uint32_t vertex) const {
    return std::span(near).subspan(first_near[vertex], first_near[vertex + 1] - first_near[vertex]);
  }
  [[nodiscard]] std::span<const Arc> arcs_to(std::uint32_t vertex) const {
    return std::span(arc).subspan(first_arc[vertex], first_arc[vertex + 1] - first_arc[vertex]);
  }
};

/// `costs` with the places and their gates as they are at first. O(n + m log m).
LiveKeys live_keys(const StreetNetwork& net, const EdgeCosts& costs, const LiveGraph& graph, std::span<const Snap> origins);

/// May an end of an edge be an implicit gate: does a private edge meet a public one there, with no gate? `usable` [n_edges].
bool implicit_gate_at(const StreetNetwork& net, std::uint32_t end, std::span<const std::uint8_t> usable);

}  // namespace catchment
