#include "sim/network/reverse_search.h"

#include <cmath>
#include <stdexcept>
#include <string>

#include "sim/network/rows.h"

namespace catchment {

ReverseGraph reverse_graph(const StreetNetwork& net, const EdgeCosts& costs) {
  ReverseGraph graph;
  graph.first.assign(net.n_nodes() + 1, 0);
  graph.arc.reserve(net.n_arcs());
  Cost heaviest = 0;
  for (std::size_t v = 0; v < net.n_nodes(); ++v) {
    for (std::uint32_t a = net.first_arc[v]; a < net.first_arc[v + 1]; ++a) {
      // Row v lists v -> head; its partner of the same edge is head -> v, the arc that a search backwards takes.
      const Cost weight = costs.of[net.arc_edge[a] ^ 1u];
      if (weight >= kUnreachable) continue;
      // The heaviest arc that some key opens must fit the buckets, too.
      heaviest = std::max(heaviest, weight);
      if (!costs.open_through(net.arc_edge[a] / 2)) continue;
      graph.arc.push_back({net.arc_head[a], weight});
    }
    graph.first[v + 1] = static_cast<std::uint32_t>(graph.arc.size());
  }
  choose_buckets(graph, heaviest);
  return graph;
}

void choose_buckets(ReverseGraph& graph, Cost heaviest) {
  std::uint64_t sum = 0;
  for (const ReverseGraph::Arc& arc : graph.arc) {
    sum += arc.weight;
    heaviest = std::max(heaviest, arc.weight);
  }
  // However long the longest arc is.
  const std::uint64_t mean = graph.arc.empty() ? 0 : sum / graph.arc.size();
  graph.bucket_shift = mean < 8 ? 0 : std::bit_width(mean / 4) - 1;
  while ((heaviest >> graph.bucket_shift) + 2 > 4096) ++graph.bucket_shift;
  graph.n_buckets = std::bit_ceil((heaviest >> graph.bucket_shift) + 2);
}

void group_by_edge(std::size_t n_edges, std::span<const Snap> snaps, std::vector<std::uint32_t>& first,
                   std::vector<std::uint32_t>& items) {
  first.assign(n_edges + 2, 0);
  for (const Snap& s : snaps)
    if (s.edge.valid()) ++first[s.edge.value + 2];
  for (std::size_t e = 2; e < first.size(); ++e) first[e] += first[e - 1];
  items.resize(first.back());
  // Row e is filled through first[e + 1], which thereby ends where row e + 1 begins.
  for (std::size_t i = 0; i < snaps.size(); ++i)
    if (snaps[i].edge.valid()) items[first[snaps[i].edge.value + 1]++] = static_cast<std::uint32_t>(i);
  first.pop_back();
}

namespace {

void check_snaps(const StreetNetwork& net, std::span<const Snap> snaps, const char* what) {
  if (snaps.size() >= Id<void>::kInvalid)
    throw std::invalid_argument(std::string("search: too many ") + what);
  for (std::size_t i = 0; i < snaps.size(); ++i) {
    const Snap& s = snaps[i];
    if (!s.edge.valid()) continue;
    if (s.edge.value >= net.n_edges() || s.distance_m < 0 || std::isnan(s.distance_m) ||
        std::uint64_t{s.from_mm} + s.to_mm != net.length_mm[s.edge.value])
      throw std::invalid_argument(std::string("search: ") + what + " " + std::to_string(i) +
                                  " is snapped to no place of this network");
  }
}

}  // namespace

namespace {

KeyHolders key_holders(const StreetNetwork& net, const EdgeCosts& costs, std::span<const Snap> origins) {
  KeyHolders keys;
  if (costs.ends.empty() || costs.places == nullptr || costs.places->count() == 0) return keys;
  const WalledPlaces& places = *costs.places;
  std::vector<std::uint8_t> lived_in(places.count(), 0);
  for (const Snap& s : origins)
    if (const std::uint32_t p = places.at(s.edge); p != WalledPlaces::kOutside) lived_in[p] = 1;

  // Ends for residents only by the places whose keys open them, then by the places whose people hold these keys.
  using Pairs = std::vector<std::pair<std::uint32_t, std::uint32_t>>;
  Pairs opened, edges, near, origin_rows;
  for (std::uint32_t end = 0; end < costs.ends.size(); ++end)
    if (costs.ends[end] == GateState::kResidentsOnly)
      for (const std::uint32_t owner : places.owners_of(net, end)) opened.emplace_back(owner, end / 2);
  std::vector<std::uint32_t> first_opened, opened_edge;
  rows_of(opened, places.count(), first_opened, opened_edge);
  std::vector<std::uint32_t> group_of(places.count(), KeyHolders::kNone);
  for (std::uint32_t p = 0; p < places.count(); ++p) {
    if (lived_in[p] == 0) continue;
    const std::size_t before = edges.size();
    for (const std::uint32_t owner : places.keys_of(p))
      for (std::uint32_t i = first_opened[owner]; i < first_opened[owner + 1]; ++i)
        edges.emplace_back(keys.count(), opened_edge[i]);
    if (edges.size() == before) continue;
    group_of[p] = keys.count();
    keys.place.push_back(p);
  }
  if (keys.place.empty()) return keys;
  rows_of(edges, keys.count(), keys.first_edge, keys.edge);
  for (const auto& [group, e] : edges) {
    near.emplace_back(net.from[e].value, group);
    near.emplace_back(net.to[e].value, group);
  }
  rows_of(near, net.n_nodes(), keys.first_near, keys.near);
  keys.group_of_origin.assign(origins.size(), KeyHolders::kNone);
  for (std::uint32_t o = 0; o < origins.size(); ++o)
    if (const std::uint32_t p = places.at(origins[o].edge); p != WalledPlaces::kOutside && group_of[p] != KeyHolders::kNone) {
      keys.group_of_origin[o] = group_of[p];
      origin_rows.emplace_back(group_of[p], o);
    }
  rows_of(origin_rows, keys.count(), keys.first_origin, keys.origin);

  keys.first_arc.assign(net.n_nodes() + 1, 0);
  for (std::uint32_t v = 0; v < net.n_nodes(); ++v) {
    for (std::uint32_t a = net.first_arc[v]; a < net.first_arc[v + 1]; ++a) {
      const std::uint32_t code = net.arc_edge[a], e = code / 2;
      const GateState strictest = std::max(costs.ends[2 * e], costs.ends[2 * e + 1]);
      if (strictest == GateState::kResidentsOnly && costs.of[code ^ 1u] < kUnreachable)
        keys.arc.push_back({net.arc_head[a], costs.of[code ^ 1u], e});
    }
    keys.first_arc[v + 1] = static_cast<std::uint32_t>(keys.arc.size());
  }
  return keys;
}

}  // namespace

PreparedSearch prepare_search(const SearchInput& in) {
  if (in.net == nullptr) throw std::invalid_argument("search: no network");
  if (!std::isfinite(in.snap_cost_per_m) || in.snap_cost_per_m < 0)
    throw std::invalid_argument("search: the cost of a metre off the street must be finite and not negative");
  PreparedSearch search;
  search.in = &in;
  search.costs = edge_costs(*in.net, in.impedance, in.residents ? in.places : nullptr, in.slot);
  check_snaps(*in.net, in.origins, "origin");
  check_snaps(*in.net, in.destinations, "destination");
  if (in.places != nullptr && !in.places->of_edge.empty() && in.places->of_edge.size() != in.net->n_edges())
    throw std::invalid_argument("search: walled places of another network");
  if (in.residents && in.places == nullptr && std::ranges::find(search.costs.ends, GateState::kResidentsOnly) != search.costs.ends.end()) {
    search.own_places = std::make_unique<const WalledPlaces>(walled_places(*in.net, passable_edges(*in.net, in.impedance)));
    search.costs.places = search.own_places.get();
  }
  if (!in.origin_egress.empty() && in.origin_egress.size() != in.origins.size())
    throw std::invalid_argument("search: " + std::to_string(in.origin_egress.size()) + " egress costs for " +
                                std::to_string(in.origins.size()) + " origins");
  search.graph = reverse_graph(*in.net, search.costs);
  search.keys = key_holders(*in.net, search.costs, in.origins);
  group_by_edge(in.net->n_edges(), in.destinations, search.first_at_edge, search.destination_at_edge);
  return search;
}

}  // namespace catchment
