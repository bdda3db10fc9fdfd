#include "sim/network/partial_edge.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace catchment {

EdgeCosts edge_costs(const StreetNetwork& net, std::span<const Cost> impedance) {
  if (net.first_arc.size() != net.n_nodes() + 1 || net.n_arcs() != 2 * net.n_edges())
    throw std::invalid_argument("search: the arcs are not indexed");
  if (impedance.size() != net.n_arcs())
    throw std::invalid_argument("search: " + std::to_string(impedance.size()) + " impedances for " +
                                std::to_string(net.n_arcs()) + " arcs");
  EdgeCosts costs;
  costs.of.resize(net.n_arcs());
  for (std::size_t a = 0; a < impedance.size(); ++a) costs.of[net.arc_edge[a]] = impedance[a];
  costs.shut.assign(net.n_nodes(), 0);
  for (const Gate& gate : net.gates)
    if (gate.state == GateState::kClosed) costs.shut[gate.node.value] = 1;
  return costs;
}

Cost off_street_cost(const Snap& snap, double snap_cost_per_m) {
  const double cost = std::round(snap.distance_m * snap_cost_per_m);
  return snap.edge.valid() && cost < kUnreachable ? static_cast<Cost>(cost) : kUnreachable;
}

EndCosts end_costs(const StreetNetwork& net, const EdgeCosts& costs, const Snap& snap, double snap_cost_per_m) {
  EndCosts ends;
  const Cost off_street = off_street_cost(snap, snap_cost_per_m);
  if (off_street >= kUnreachable) return ends;
  const std::uint32_t forward = 2 * snap.edge.value, backward = forward + 1, length = net.length_mm[snap.edge.value];
  const NodeId from = net.from[snap.edge.value], to = net.to[snap.edge.value];
  const auto with_walk = [&](Cost part) { return std::min(kUnreachable, part + off_street); };
  ends.leave_from = with_walk(costs.to_or_from_end(backward, from, snap.from_mm, length));
  ends.leave_to = with_walk(costs.to_or_from_end(forward, to, snap.to_mm, length));
  ends.enter_from = with_walk(costs.to_or_from_end(forward, from, snap.from_mm, length));
  ends.enter_to = with_walk(costs.to_or_from_end(backward, to, snap.to_mm, length));
  return ends;
}

Cost shared_edge_cost(const StreetNetwork& net, const EdgeCosts& costs, const Snap& origin, const Snap& destination) {
  const std::uint32_t length = net.length_mm[origin.edge.value];
  return origin.from_mm <= destination.from_mm
             ? costs.along(2 * origin.edge.value, destination.from_mm - origin.from_mm, length)
             : costs.along(2 * origin.edge.value + 1, origin.from_mm - destination.from_mm, length);
}

}  // namespace catchment
