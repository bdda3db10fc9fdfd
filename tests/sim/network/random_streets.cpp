#include "tests/sim/network/random_streets.h"

#include <algorithm>
#include <cmath>

#include "sim/core/random.h"
#include "tests/sim/network/plain_gates.h"

namespace catchment::test {

Snap place_on(const StreetNetwork& net, EdgeId edge, std::uint32_t from_mm, double distance_m) {
  Snap snap;
  snap.edge = edge;
  snap.from_mm = from_mm;
  snap.to_mm = net.length_mm[edge.value] - from_mm;
  snap.distance_m = distance_m;
  return snap;
}

StreetNetwork grid_streets(int w, int h, double step_m) {
  StreetNetwork net;
  for (int y = 0; y < h; ++y)
    for (int x = 0; x < w; ++x) net.node.push_back({x * step_m, y * step_m});
  const auto join = [&](int a, int b) {
    const Point line[] = {net.node[static_cast<std::size_t>(a)], net.node[static_cast<std::size_t>(b)]};
    add_edge(net, NodeId(a), NodeId(b), line, StreetClass::kResidential, 15);
  };
  for (int y = 0; y < h; ++y)
    for (int x = 0; x < w; ++x) {
      if (x + 1 < w) join(y * w + x, y * w + x + 1);
      if (y + 1 < h) join(y * w + x, y * w + x + w);
    }
  index_arcs(net);
  return net;
}

RandomStreets random_streets(std::uint64_t seed) {
  Stream s(seed, "streets");
  RandomStreets world;
  StreetNetwork& net = world.net;
  const auto n = static_cast<std::uint32_t>(s.between(1, 12));
  for (std::uint32_t v = 0; v < n; ++v) net.node.push_back({s.uniform(0, 0.05), s.uniform(0, 0.05)});
  const auto m = s.between(1, 22);
  for (std::int64_t e = 0; e < m; ++e) {
    const NodeId from(s.below(n));
    const NodeId to = s.chance(0.05) ? from : NodeId(s.below(n));
    const bool nothing = s.chance(0.07);
    const Point a = net.node[from.value], b = nothing ? a : net.node[to.value];
    const Point line[] = {a, b};
    // 0 asks for the drawn length, which is 0 only where both ends are drawn at one place.
    const auto length = nothing ? 0u : static_cast<std::uint32_t>(s.between(1, 60));
    int access = 0;
    for (const int bit : {kWalkForward, kWalkBackward, kCycleForward, kCycleBackward})
      if (s.chance(0.8)) access |= bit;
    if (s.chance(0.2)) access |= kPrivate;
    const auto street_class = s.chance(0.15)   ? StreetClass::kSteps
                              : s.chance(0.05) ? StreetClass::kMotorway
                                               : StreetClass::kResidential;
    add_edge(net, from, to, line, street_class, static_cast<std::uint8_t>(access), 0, length);
  }
  index_arcs(net);
  for (std::uint32_t v = 0; v < n; ++v)
    if (s.chance(0.2))
      net.gates.push_back({std::to_string(v), NodeId(v), static_cast<GateState>(s.between(0, 2))});
  if (s.chance(0.4)) world.slot = static_cast<int>(s.between(0, kWeekSlots - 1));
  for (Gate& gate : net.gates) {
    if (s.chance(0.5)) continue;
    for (int k = 0; k < kWeekSlots; ++k)
      if (s.chance(0.5)) gate.hours.set(static_cast<std::size_t>(k));
    gate.outside_hours = static_cast<GateState>(s.between(0, 2));
  }

  world.options.mode = s.chance(0.5) ? TravelMode::kWalk : TravelMode::kCycle;
  world.unit = s.chance(0.4) ? CostUnit::kMetres : CostUnit::kSeconds;
  const double speeds[] = {0.7, 37, 60, 80, 6000};
  world.options.speed_m_per_min = speeds[s.below(5)];
  world.impedance = impedance(net, world.options, world.unit);
  world.snap_cost_per_m = world.unit == CostUnit::kMetres ? 1000 : 60000 / world.options.speed_m_per_min;

  const auto anywhere = [&] {
    if (s.chance(0.05)) return Snap{};
    const EdgeId edge(s.below(net.n_edges()));
    const std::uint32_t length = net.length_mm[edge.value];
    const auto from_mm = s.chance(0.15)   ? 0u
                         : s.chance(0.15) ? length
                                          : static_cast<std::uint32_t>(s.below(std::uint64_t{length} + 1));
    return place_on(net, edge, from_mm, s.chance(0.3) ? 0 : s.uniform(0, 0.02));
  };
  const auto n_destinations = s.between(0, 6), n_origins = s.between(1, 10);
  for (std::int64_t d = 0; d < n_destinations; ++d) world.destinations.push_back(anywhere());
  for (std::int64_t o = 0; o < n_origins; ++o) {
    Snap place = anywhere();
    if (!world.destinations.empty() && s.chance(0.2)) place = world.destinations[s.below(world.destinations.size())];
    world.origins.push_back(place);
  }
  return world;
}

std::vector<std::vector<Cost>> costs_by_bellman_ford(const RandomStreets& world) {
  const StreetNetwork& net = world.net;
  constexpr std::uint64_t kNever = ~std::uint64_t{0} / 4;
  const bool cycle = world.options.mode == TravelMode::kCycle;
  const auto allowed = [&](std::size_t e, bool against) {
    if (net.street_class[e] == StreetClass::kMotorway) return false;
    if (cycle && net.street_class[e] == StreetClass::kSteps) return false;
    const int forward = cycle ? kCycleForward : kWalkForward, backward = cycle ? kCycleBackward : kWalkBackward;
    return (net.access[e] & (against ? backward : forward)) != 0;
  };
  const auto whole = [&](std::size_t e) -> std::uint64_t {
    if (world.unit == CostUnit::kMetres) return net.length_mm[e];
    const double slow = net.street_class[e] == StreetClass::kSteps ? world.options.steps_factor : 1;
    return static_cast<std::uint64_t>(std::llround(net.length_mm[e] * (60.0 / world.options.speed_m_per_min) * slow));
  };
  const auto part = [&](std::size_t e, std::uint32_t mm) -> std::uint64_t {
    if (mm == 0) return 0;
    const std::uint64_t product = whole(e) * mm, length = net.length_mm[e];
    return product / length + (2 * (product % length) >= length ? 1 : 0);
  };
  const auto off_street = [&](const Snap& s) {
    return static_cast<std::uint64_t>(std::llround(s.distance_m * world.snap_cost_per_m));
  };

  std::vector<bool> usable;
  for (std::size_t e = 0; e < net.n_edges(); ++e) usable.push_back(allowed(e, false) || allowed(e, true));
  const PlainGates gates(net, usable, world.slot);
  const std::size_t first_origin = net.n_nodes(), first_destination = first_origin + world.origins.size();
  struct Arc { std::size_t tail, head; std::uint64_t cost; };
  const auto arcs_of = [&](std::size_t o) {
    std::vector<Arc> arcs;
    const Snap& s = world.origins[o];
    if (!s.edge.valid()) return arcs;
    const auto open = [&](std::size_t e, bool at_to) { return gates.may_pass(e, at_to, s.edge.value, world.residents); };
    for (std::size_t e = 0; e < net.n_edges(); ++e) {
      if (!open(e, false) || !open(e, true)) continue;
      if (allowed(e, false)) arcs.push_back({net.from[e].value, net.to[e].value, whole(e)});
      if (allowed(e, true)) arcs.push_back({net.to[e].value, net.from[e].value, whole(e)});
    }
    const std::size_t home = s.edge.value;
    if (open(home, true) && (allowed(home, false) || s.to_mm == 0))
      arcs.push_back({first_origin + o, net.to[home].value, off_street(s) + part(home, s.to_mm)});
    if (open(home, false) && (allowed(home, true) || s.from_mm == 0))
      arcs.push_back({first_origin + o, net.from[home].value, off_street(s) + part(home, s.from_mm)});
    for (std::size_t d = 0; d < world.destinations.size(); ++d) {
      const Snap& t = world.destinations[d];
      if (!t.edge.valid()) continue;
      const std::size_t e = t.edge.value;
      if (open(e, false) && (allowed(e, false) || t.from_mm == 0))
        arcs.push_back({net.from[e].value, first_destination + d, part(e, t.from_mm) + off_street(t)});
      if (open(e, true) && (allowed(e, true) || t.to_mm == 0))
        arcs.push_back({net.to[e].value, first_destination + d, part(e, t.to_mm) + off_street(t)});
      if (t.edge != s.edge) continue;
      const bool against = t.from_mm < s.from_mm;
      const std::uint32_t mm = against ? s.from_mm - t.from_mm : t.from_mm - s.from_mm;
      if (mm == 0 || allowed(e, against))
        arcs.push_back({first_origin + o, first_destination + d, off_street(s) + part(e, mm) + off_street(t)});
    }
    return arcs;
  };

  std::vector<std::vector<Cost>> costs;
  for (std::size_t o = 0; o < world.origins.size(); ++o) {
    std::vector<std::uint64_t> best(first_destination + world.destinations.size(), kNever);
    best[first_origin + o] = 0;
    const std::vector<Arc> arcs = arcs_of(o);
    for (bool better = true; better;) {
      better = false;
      for (const Arc& a : arcs)
        if (best[a.tail] + a.cost < best[a.head]) {
          best[a.head] = best[a.tail] + a.cost;
          better = true;
        }
    }
    std::vector<Cost> row;
    for (std::size_t d = 0; d < world.destinations.size(); ++d)
      row.push_back(static_cast<Cost>(std::min<std::uint64_t>(best[first_destination + d], kUnreachable)));
    costs.push_back(std::move(row));
  }
  return costs;
}

}  // namespace catchment::test
