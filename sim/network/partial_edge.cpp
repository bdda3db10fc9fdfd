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

namespace {

/// `leave`: 1 for ways out (against the edge to its `from` node), 0 for ways in (along it from there).
EndCosts end_costs(const StreetNetwork& net, const EdgeCosts& costs, const Snap& snap, double snap_cost_per_m,
                   std::uint32_t leave) {
  EndCosts ends;
  const Cost off_street = off_street_cost(snap, snap_cost_per_m);
  if (off_street >= kUnreachable) return ends;
  const std::uint32_t e = snap.edge.value, length = net.length_mm[e];
  ends.from = std::min(kUnreachable, off_street + costs.to_or_from_end(2 * e + leave, net.from[e], snap.from_mm, length));
  ends.to = std::min(kUnreachable, off_street + costs.to_or_from_end(2 * e + 1 - leave, net.to[e], snap.to_mm, length));
  return ends;
}

}  // namespace

EndCosts leave_costs(const StreetNetwork& net, const EdgeCosts& costs, const Snap& snap, double snap_cost_per_m) {
  return end_costs(net, costs, snap, snap_cost_per_m, 1);
}

EndCosts enter_costs(const StreetNetwork& net, const EdgeCosts& costs, const Snap& snap, double snap_cost_per_m) {
  return end_costs(net, costs, snap, snap_cost_per_m, 0);
}

Cost shared_edge_cost(const StreetNetwork& net, const EdgeCosts& costs, const Snap& origin, const Snap& destination) {
  const std::uint32_t length = net.length_mm[origin.edge.value];
  return origin.from_mm <= destination.from_mm
             ? costs.along(2 * origin.edge.value, destination.from_mm - origin.from_mm, length)
             : costs.along(2 * origin.edge.value + 1, origin.from_mm - destination.from_mm, length);
}

}  // namespace catchment
