#include "sim/network/reverse_search.h"

#include <cmath>
#include <stdexcept>
#include <string>

namespace catchment {

ReverseGraph reverse_graph(const StreetNetwork& net, const EdgeCosts& costs) {
  ReverseGraph graph;
  graph.first.assign(net.n_nodes() + 1, 0);
  graph.arc.reserve(net.n_arcs());
  std::uint64_t sum = 0;
  Cost heaviest = 0;
  for (std::size_t v = 0; v < net.n_nodes(); ++v) {
    for (std::uint32_t a = net.first_arc[v]; a < net.first_arc[v + 1]; ++a) {
      // Row v lists v -> head; its partner of the same edge is head -> v, the arc that a search backwards takes.
      const Cost weight = costs.of[net.arc_edge[a] ^ 1u];
      if (weight >= kUnreachable) continue;
      graph.arc.push_back({net.arc_head[a], weight});
      sum += weight;
      heaviest = std::max(heaviest, weight);
    }
    graph.first[v + 1] = static_cast<std::uint32_t>(graph.arc.size());
  }
  // Buckets a quarter of the mean weight wide, but at most 4096 of them however long the longest arc is.
  const std::uint64_t mean = graph.arc.empty() ? 0 : sum / graph.arc.size();
  graph.bucket_shift = mean < 8 ? 0 : std::bit_width(mean / 4) - 1;
  while ((heaviest >> graph.bucket_shift) + 2 > 4096) ++graph.bucket_shift;
  graph.n_buckets = std::bit_ceil((heaviest >> graph.bucket_shift) + 2);
  return graph;
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

PreparedSearch prepare_search(const SearchInput& in) {
  if (in.net == nullptr) throw std::invalid_argument("search: no network");
  if (!std::isfinite(in.snap_cost_per_m) || in.snap_cost_per_m < 0)
    throw std::invalid_argument("search: the cost of a metre off the street must be finite and not negative");
  PreparedSearch search;
  search.in = &in;
  search.costs = edge_costs(*in.net, in.impedance);
  check_snaps(*in.net, in.origins, "origin");
  check_snaps(*in.net, in.destinations, "destination");
  if (!in.origin_egress.empty() && in.origin_egress.size() != in.origins.size())
    throw std::invalid_argument("search: " + std::to_string(in.origin_egress.size()) + " egress costs for " +
                                std::to_string(in.origins.size()) + " origins");
  search.graph = reverse_graph(*in.net, search.costs);
  group_by_edge(in.net->n_edges(), in.destinations, search.first_at_edge, search.destination_at_edge);
  return search;
}

}  // namespace catchment
