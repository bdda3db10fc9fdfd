#include "sim/network/partial_edge.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace catchment {

std::vector<std::uint8_t> passable_edges(const StreetNetwork& net, std::span<const Cost> impedance) {
  if (impedance.size() != net.n_arcs())
    throw std::invalid_argument("search: " + std::to_string(impedance.size()) + " impedances for " +
                                std::to_string(net.n_arcs()) + " arcs");
  std::vector<std::uint8_t> passable(net.n_edges(), 0);
  for (std::size_t a = 0; a < impedance.size(); ++a)
    if (impedance[a] < kUnreachable) passable[net.arc_edge[a] / 2] = 1;
  return passable;
}

EdgeCosts edge_costs(const StreetNetwork& net, std::span<const Cost> impedance, const WalledPlaces* places, int slot) {
  if (net.first_arc.size() != net.n_nodes() + 1 || net.n_arcs() != 2 * net.n_edges())
    throw std::invalid_argument("search: the arcs are not indexed");
  EdgeCosts costs;
  costs.net = &net;
  costs.places = places;
  const std::vector<std::uint8_t> passable = passable_edges(net, impedance);
  costs.ends = gate_states(net, passable, slot);
  costs.of.resize(net.n_arcs());
  for (std::size_t a = 0; a < impedance.size(); ++a) {
    if (impedance[a] > kUnreachable) throw std::invalid_argument("search: an impedance above kUnreachable");
    costs.of[net.arc_edge[a]] = impedance[a];
  }
  return costs;
}

Cost off_street_cost(const Snap& snap, double snap_cost_per_m) {
  const double cost = std::round(snap.distance_m * snap_cost_per_m);
  return snap.edge.valid() && cost < kUnreachable ? static_cast<Cost>(cost) : kUnreachable;
}

namespace {

/// `leave`: 1 for ways out (against the edge to its `from` node), 0 for ways in (along it from there).
EndCosts end_costs(const StreetNetwork& net, const EdgeCosts& costs, const Snap& snap, double snap_cost_per_m,
                   std::uint32_t leave, std::uint32_t place) {
  EndCosts ends;
  const Cost off_street = off_street_cost(snap, snap_cost_per_m);
  if (off_street >= kUnreachable) return ends;
  const std::uint32_t e = snap.edge.value, length = net.length_mm[e];
  if (costs.open(2 * e + 1, place))
    ends.from = std::min(kUnreachable, off_street + costs.along(2 * e + leave, snap.from_mm, length));
  if (costs.open(2 * e, place))
    ends.to = std::min(kUnreachable, off_street + costs.along(2 * e + 1 - leave, snap.to_mm, length));
  return ends;
}

}  // namespace

EndCosts leave_costs(const StreetNetwork& net, const EdgeCosts& costs, const Snap& snap, double snap_cost_per_m,
                     std::uint32_t place) {
  return end_costs(net, costs, snap, snap_cost_per_m, 1, place);
}

EndCosts enter_costs(const StreetNetwork& net, const EdgeCosts& costs, const Snap& snap, double snap_cost_per_m,
                     std::uint32_t place) {
  return end_costs(net, costs, snap, snap_cost_per_m, 0, place);
}

Cost shared_edge_cost(const StreetNetwork& net, const EdgeCosts& costs, const Snap& origin, const Snap& destination) {
  const std::uint32_t length = net.length_mm[origin.edge.value];
  return origin.from_mm <= destination.from_mm
             ? costs.along(2 * origin.edge.value, destination.from_mm - origin.from_mm, length)
             : costs.along(2 * origin.edge.value + 1, origin.from_mm - destination.from_mm, length);
}

}  // namespace catchment
