#include "sim/network/live_keys.h"

#include <algorithm>
#include <utility>

#include "sim/network/rows.h"

namespace catchment {
namespace {

using Pairs = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

}  // namespace

bool implicit_gate_at(const StreetNetwork& net, std::uint32_t end, std::span<const std::uint8_t> usable) {
  const auto is_private = [&](std::uint32_t e) { return (net.access[e] & kPrivate) != 0; };
  if (!is_private(end / 2) || usable[end / 2] == 0) return false;
  const std::uint32_t node = node_at_end(net, end).value;
  for (std::uint32_t a = net.first_arc[node]; a < net.first_arc[node + 1]; ++a)
    if (!is_private(net.arc_edge[a] / 2) && usable[net.arc_edge[a] / 2] != 0) return true;
  return false;
}

LiveKeys live_keys(const StreetNetwork& net, const EdgeCosts& costs, const LiveGraph& graph, std::span<const Snap> origins) {
  LiveKeys keys;
  keys.group_of_origin.assign(origins.size(), LiveKeys::kNone);
  // Ends that a gate may shut one day: at a gate, or where a private edge could meet a public one.
  std::vector<std::uint8_t> gated(net.n_nodes(), 0);
  for (const Gate& gate : net.gates) gated[gate.node.value] = 1;
  const std::vector<std::uint8_t> all(net.n_edges(), 1);
  std::vector<std::uint32_t> ends;
  for (std::uint32_t end = 0; end < 2 * net.n_edges(); ++end)
    if (gated[node_at_end(net, end).value] != 0 || implicit_gate_at(net, end, all)) ends.push_back(end);

  keys.first_arc.assign(graph.n_vertices() + 1, 0);
  Pairs arcs, near, edges, origin_rows;
  for (const std::uint32_t end : ends)
    for (const std::uint32_t code : {end, end ^ 1u}) arcs.emplace_back(arc_of(graph, code).head, code);
  std::vector<std::uint32_t> codes;
  rows_of(arcs, graph.n_vertices(), keys.first_arc, codes);
  for (const std::uint32_t code : codes) keys.arc.push_back({arc_of(graph, code).tail, code});

  keys.first_near.assign(graph.n_vertices() + 1, 0);
  if (costs.places == nullptr || costs.places->count() == 0) return keys;
  const WalledPlaces& places = *costs.places;
  std::vector<std::uint8_t> lived_in(places.count(), 0);
  for (const Snap& s : origins)
    if (const std::uint32_t p = places.at(s.edge); p != WalledPlaces::kOutside) lived_in[p] = 1;
  Pairs opened;
  for (const std::uint32_t end : ends)
    for (const std::uint32_t owner : places.owners_of(net, end)) opened.emplace_back(owner, end / 2);
  std::vector<std::uint32_t> first_opened, opened_edge;
  rows_of(opened, places.count(), first_opened, opened_edge);
  std::vector<std::uint32_t> group_of(places.count(), LiveKeys::kNone);
  for (std::uint32_t p = 0; p < places.count(); ++p) {
    if (lived_in[p] == 0) continue;
    const std::size_t before = edges.size();
    for (const std::uint32_t owner : places.keys_of(p))
      for (std::uint32_t i = first_opened[owner]; i < first_opened[owner + 1]; ++i) edges.emplace_back(keys.count(), opened_edge[i]);
    if (edges.size() == before) continue;
    group_of[p] = keys.count();
    keys.place.push_back(p);
  }
  rows_of(edges, keys.count(), keys.first_edge, keys.edge);
  for (const auto& [group, e] : edges) {
    near.emplace_back(graph.vertex_of[net.from[e].value], group);
    near.emplace_back(graph.vertex_of[net.to[e].value], group);
  }
  rows_of(near, graph.n_vertices(), keys.first_near, keys.near);
  for (std::uint32_t o = 0; o < origins.size(); ++o)
    if (const std::uint32_t p = places.at(origins[o].edge); p != WalledPlaces::kOutside && group_of[p] != LiveKeys::kNone) {
      keys.group_of_origin[o] = group_of[p];
      origin_rows.emplace_back(group_of[p], o);
    }
  rows_of(origin_rows, keys.count(), keys.first_origin, keys.origin);
  return keys;
}

}  // namespace catchment
