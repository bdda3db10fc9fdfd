#include "sim/network/impedance.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

namespace catchment {

bool may_pass(const StreetNetwork& net, EdgeId edge, bool cycle, bool against) {
  const StreetClass street_class = net.street_class[edge.value];
  if (street_class == StreetClass::kMotorway || (cycle && street_class == StreetClass::kSteps)) return false;
  const int bit = cycle ? (against ? kCycleBackward : kCycleForward) : (against ? kWalkBackward : kWalkForward);
  return (net.access[edge.value] & bit) != 0;
}

namespace {

const PersonGroup& group_of(const NetworkOptions& options) {
  const PersonGroup* group = find_group(options.groups, options.group);
  if (group == nullptr) throw std::invalid_argument("impedance: there is no person group '" + options.group + "'");
  return *group;
}

/// Calls take(run_m, slope) for each stretch of an edge, from -> to; runs add up to the edge's length. A stretch without a
/// height at both its ends is level.
template <class Take>
void each_slope(const StreetNetwork& net, EdgeId edge, const Take& take) {
  const auto line = net.line(edge);
  const double* height = net.shape_height_m.data() + net.shape_begin[edge.value];
  double drawn_m = 0;
  for (std::size_t i = 1; i < line.size(); ++i) drawn_m += distance(line[i - 1], line[i]);
  if (!(drawn_m > 0)) return;
  const double scale = net.length_mm[edge.value] / 1000.0 / drawn_m;
  for (std::size_t i = 1; i < line.size(); ++i) {
    const double run_m = distance(line[i - 1], line[i]) * scale, rise_m = height[i] - height[i - 1];
    if (run_m > 0) take(run_m, std::isnan(rise_m) ? 0 : rise_m / run_m);
  }
}

/// Time along and against each edge, times that on level ground. -> [2 n_edges]; empty: level.
std::vector<double> slope_times(const StreetNetwork& net, const PersonGroup& group) {
  if (net.shape_height_m.empty() || group.slope == SlopeRule::kNone) return {};
  std::vector<double> times(2 * net.n_edges(), 1);
  const auto n = static_cast<std::int64_t>(net.n_edges());
#pragma omp parallel for schedule(static) if (n > 4096)
  for (std::int64_t e = 0; e < n; ++e) {
    if (net.street_class[e] == StreetClass::kSteps || net.length_mm[e] == 0) continue;
    double along = 0, against = 0;
    each_slope(net, EdgeId(static_cast<std::uint32_t>(e)), [&](double run_m, double slope) {
      along += run_m / slope_factor(group, slope);
      against += run_m / slope_factor(group, -slope);
    });
    if (along == 0) continue;
    times[2 * e] = along * 1000 / net.length_mm[e];
    times[2 * e + 1] = against * 1000 / net.length_mm[e];
  }
  return times;
}

}  // namespace

NetworkOptions for_group(const NetworkOptions& options, std::string_view name) {
  NetworkOptions out = options;
  if (name.empty() || options.mode == TravelMode::kCycle || options.mode == TravelMode::kMatrix) return out;
  out.group = name;
  const PersonGroup& group = group_of(out);
  if (name != options.group) {
    out.speed_m_per_min = group.speed_m_per_min;
    out.steps_factor = group.steps_factor;
  }
  return out;
}

std::vector<std::uint8_t> barred_edges(const StreetNetwork& net, const NetworkOptions& options) {
  if (options.mode != TravelMode::kWalk) return {};
  const PersonGroup& group = group_of(options);
  const bool steep = !net.shape_height_m.empty() && std::isfinite(group.max_slope);
  if (group.steps && !steep) return {};
  std::vector<std::uint8_t> barred(net.n_edges(), 0);
  // Room for the rounding of heights to the millimetre: a ramp drawn at exactly the limit is passed.
  const double limit = group.max_slope + 1e-4;
  for (std::uint32_t e = 0; e < net.n_edges(); ++e) {
    if (net.street_class[e] == StreetClass::kSteps) barred[e] = !group.steps;
    else if (steep) each_slope(net, EdgeId(e), [&](double, double slope) { barred[e] |= std::abs(slope) > limit; });
  }
  return barred;
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
  const std::vector<double> slower = cycle || unit == CostUnit::kMetres ? std::vector<double>{} : slope_times(net, group_of(options));
  const std::vector<std::uint8_t> barred = barred_edges(net, options);
  std::vector<std::uint8_t> shut(net.n_nodes(), 0);
  for (const Gate& gate : net.gates)
    if (gate.state == GateState::kClosed) shut[gate.node.value] = 1;

  std::vector<Cost> cost(net.n_arcs(), kUnreachable);
  for (std::size_t a = 0; a < cost.size(); ++a) {
    const EdgeId edge(net.arc_edge[a] / 2);
    if (!may_pass(net, edge, cycle, net.arc_edge[a] % 2 != 0)) continue;
    if (!barred.empty() && barred[edge.value]) continue;
    double value = net.length_mm[edge.value];
    if (unit == CostUnit::kSeconds) {
      const bool steps = net.street_class[edge.value] == StreetClass::kSteps;
      const double slope_time = slower.empty() ? 1.0 : slower[net.arc_edge[a]];
      value = std::round(value * ms_per_mm * (steps ? options.steps_factor : slope_time));
    }
    cost[a] = static_cast<Cost>(std::min<double>(value, kUnreachable - 1));
    if (shut[net.from[edge.value].value] || shut[net.to[edge.value].value]) cost[a] += kUnreachable + 1;
  }
  return cost;
}

}  // namespace catchment
