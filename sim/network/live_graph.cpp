#include "sim/network/live_graph.h"

#include <algorithm>
#include <stdexcept>

#include "sim/network/node_order.h"

namespace catchment {
LiveGraph live_graph(const StreetNetwork& net, const EdgeCosts& costs, std::span<const std::uint32_t> order) {
  LiveGraph graph;
  if (order.empty()) graph.node_of = hilbert_order(net.node);
  else graph.node_of.assign(order.begin(), order.end());
  if (graph.node_of.size() != net.n_nodes()) throw std::invalid_argument("live graph: the order has another number of nodes");
  graph.vertex_of.assign(net.n_nodes(), UINT32_MAX);
  for (std::uint32_t v = 0; v < graph.node_of.size(); ++v) {
    if (graph.node_of[v] >= net.n_nodes() || graph.vertex_of[graph.node_of[v]] != UINT32_MAX)
      throw std::invalid_argument("live graph: the order is no order of the nodes");
    graph.vertex_of[graph.node_of[v]] = v;
  }
  graph.first.assign(net.n_nodes() + 2, 0);
  for (std::size_t e = 0; e < net.n_edges(); ++e) {
    ++graph.first[graph.vertex_of[net.from[e].value] + 2];
    ++graph.first[graph.vertex_of[net.to[e].value] + 2];
  }
  for (std::size_t v = 2; v < graph.first.size(); ++v) graph.first[v] += graph.first[v - 1];
  graph.way.resize(graph.first.back());
  graph.at_from.resize(net.n_edges());
  graph.at_to.resize(net.n_edges());
  std::uint64_t sum = 0, usable = 0;
  for (std::size_t e = 0; e < net.n_edges(); ++e) {
    const std::uint32_t from = graph.vertex_of[net.from[e].value], to = graph.vertex_of[net.to[e].value];
    const bool open = costs.open_through(static_cast<std::uint32_t>(e));
    const Cost forward = open ? costs.of[2 * e] : kUnreachable, backward = open ? costs.of[2 * e + 1] : kUnreachable;
    for (const Cost cost : {costs.of[2 * e], costs.of[2 * e + 1]})
      if (cost < kUnreachable) graph.heaviest = std::max(graph.heaviest, cost);
    // Row v is filled through first[v + 1], which thereby ends where row v + 1 begins.
    graph.at_from[e] = graph.first[from + 1]++;
    graph.at_to[e] = graph.first[to + 1]++;
    graph.way[graph.at_from[e]] = {to, forward, backward};
    graph.way[graph.at_to[e]] = {from, backward, forward};
    for (const Cost weight : {forward, backward})
      if (weight < kUnreachable) {
        sum += weight;
        ++usable;
      }
  }
  graph.first.pop_back();
  graph.mean = usable > 0 ? static_cast<Cost>(sum / usable) : 0;
  return graph;
}

LiveArc arc_of(const LiveGraph& graph, std::uint32_t code) {
  const std::uint32_t from = graph.way[graph.at_to[code / 2]].vertex, to = graph.way[graph.at_from[code / 2]].vertex;
  const LiveGraph::Way& way = graph.way[graph.at_from[code / 2]];
  return code % 2 == 0 ? LiveArc{from, to, way.out} : LiveArc{to, from, way.in};
}

void set_weight(LiveGraph& graph, const ArcWeight& change) {
  LiveGraph::Way &at_from = graph.way[graph.at_from[change.code / 2]], &at_to = graph.way[graph.at_to[change.code / 2]];
  const Cost weight = std::min(change.weight, kUnreachable);
  (change.code % 2 == 0 ? at_from.out : at_from.in) = weight;
  (change.code % 2 == 0 ? at_to.in : at_to.out) = weight;
  if (weight < kUnreachable) graph.heaviest = std::max(graph.heaviest, weight);
}

}  // namespace catchment
