#include "sim/network/impedance.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace catchment {

bool may_pass(const StreetNetwork& net, EdgeId edge, bool cycle, bool against) {
  const StreetClass street_class = net.street_class[edge.value];
  if (street_class == StreetClass::kMotorway || (cycle && street_class == StreetClass::kSteps)) return false;
  const int bit = cycle ? (against ? kCycleBackward : kCycleForward) : (against ? kWalkBackward : kWalkForward);
  return (net.access[edge.value] & bit) != 0;
}

std::vector<Cost> impedance(const StreetNetwork& net, const NetworkOptions& options, CostUnit unit) {
  if (options.mode != TravelMode::kWalk && options.mode != TravelMode::kCycle)
    throw std::invalid_argument("impedance: only walking and cycling use streets");
  const auto positive = [](double v) { return std::isfinite(v) && v > 0; };
  if (!positive(options.speed_m_per_min)) throw std::invalid_argument("impedance: speed must be finite and above 0");
  if (!positive(options.steps_factor)) throw std::invalid_argument("impedance: steps factor must be finite and above 0");
  if (net.first_arc.size() != net.n_nodes() + 1 || net.n_arcs() != 2 * net.n_edges())
    throw std::invalid_argument("impedance: the arcs are not indexed");

  const bool cycle = options.mode == TravelMode::kCycle;
  const double ms_per_mm = 60.0 / options.speed_m_per_min;
  std::vector<Cost> cost(net.n_arcs(), kUnreachable);
  for (std::size_t a = 0; a < cost.size(); ++a) {
    const EdgeId edge(net.arc_edge[a] / 2);
    if (!may_pass(net, edge, cycle, net.arc_edge[a] % 2 != 0)) continue;
    double value = net.length_mm[edge.value];
    if (unit == CostUnit::kSeconds) {
      const bool steps = net.street_class[edge.value] == StreetClass::kSteps;
      value = std::round(value * ms_per_mm * (steps ? options.steps_factor : 1.0));
    }
    cost[a] = static_cast<Cost>(std::min<double>(value, kUnreachable - 1));
  }
  return cost;
}

}  // namespace catchment
