#include "tests/sim/network/random_streets.h"

#include <algorithm>
#include <cmath>

#include "sim/core/random.h"

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

RandomStreets random_hills(std::uint64_t seed) {
  RandomStreets world = random_streets(seed);
  Stream s(seed, "hills");
  world.options.mode = TravelMode::kWalk;
  world.unit = CostUnit::kSeconds;
  const char* groups[] = {"adult", "elder", "child", "wheelchair"};
  world.options = for_group(world.options, groups[s.below(4)]);
  for (std::size_t i = 0; i < world.net.shape.size(); ++i)
    world.net.shape_height_m.push_back(s.chance(0.1) ? std::nan("") : s.uniform(0, 0.004));
  world.impedance = impedance(world.net, world.options, world.unit);
  world.snap_cost_per_m = 60000 / world.options.speed_m_per_min;
  for (std::size_t o = 0; o < world.origins.size(); ++o)
    world.egress.push_back(s.chance(0.1) ? kUnreachable : s.chance(0.3) ? 0 : static_cast<Cost>(s.below(60)));
  return world;
}

std::vector<std::vector<Cost>> costs_by_bellman_ford(const RandomStreets& world) {
  const StreetNetwork& net = world.net;
  constexpr std::uint64_t kNever = ~std::uint64_t{0} / 4;
  const bool cycle = world.options.mode == TravelMode::kCycle;
  const auto is_shut = [&](NodeId v) {
    return std::any_of(net.gates.begin(), net.gates.end(),
                       [&](const Gate& g) { return g.node == v && g.state == GateState::kClosed; });
  };
  const PersonGroup& group = *find_group(world.options.groups, world.options.group);
  // The slope of an edge of two points, as people meet it from -> to; 0 where it is not known or drawn at one place.
  const auto slope = [&](std::size_t e) {
    if (cycle || net.shape_height_m.empty() || net.shape[2 * e] == net.shape[2 * e + 1] || net.length_mm[e] == 0) return 0.0;
    const double rise = net.shape_height_m[2 * e + 1] - net.shape_height_m[2 * e];
    return std::isnan(rise) ? 0.0 : rise / (net.length_mm[e] / 1000.0);
  };
  const auto allowed = [&](std::size_t e, bool against) {
    const bool steps = net.street_class[e] == StreetClass::kSteps;
    if (!cycle && (steps ? !group.steps : std::abs(slope(e)) > group.max_slope + 1e-4)) return false;
    if (net.street_class[e] == StreetClass::kMotorway) return false;
    if (cycle && net.street_class[e] == StreetClass::kSteps) return false;
    const int forward = cycle ? kCycleForward : kWalkForward, backward = cycle ? kCycleBackward : kWalkBackward;
    return (net.access[e] & (against ? backward : forward)) != 0;
  };
  const auto whole = [&](std::size_t e, bool against) -> std::uint64_t {
    if (world.unit == CostUnit::kMetres) return net.length_mm[e];
    const double slow = net.street_class[e] == StreetClass::kSteps ? world.options.steps_factor
                        : cycle                                    ? 1
                                                                   : 1 / slope_factor(group, against ? -slope(e) : slope(e));
    return static_cast<std::uint64_t>(std::llround(net.length_mm[e] * (60.0 / world.options.speed_m_per_min) * slow));
  };
  const auto part = [&](std::size_t e, bool against, std::uint32_t mm) -> std::uint64_t {
    if (mm == 0) return 0;
    const std::uint64_t product = whole(e, against) * mm, length = net.length_mm[e];
    return product / length + (2 * (product % length) >= length ? 1 : 0);
  };
  const auto off_street = [&](const Snap& s) {
    return static_cast<std::uint64_t>(std::llround(s.distance_m * world.snap_cost_per_m));
  };

  struct Arc { std::size_t tail, head; std::uint64_t cost; };
  std::vector<Arc> arcs;
  for (std::size_t e = 0; e < net.n_edges(); ++e) {
    if (is_shut(net.from[e]) || is_shut(net.to[e])) continue;
    if (allowed(e, false)) arcs.push_back({net.from[e].value, net.to[e].value, whole(e, false)});
    if (allowed(e, true)) arcs.push_back({net.to[e].value, net.from[e].value, whole(e, true)});
  }
  const std::size_t first_origin = net.n_nodes(), first_destination = first_origin + world.origins.size();
  for (std::size_t o = 0; o < world.origins.size(); ++o) {
    const Snap& s = world.origins[o];
    const std::uint64_t egress = world.egress.empty() ? 0 : world.egress[o];
    if (!s.edge.valid() || egress >= kUnreachable) continue;
    const std::size_t e = s.edge.value;
    if (!is_shut(net.to[e]) && (allowed(e, false) || s.to_mm == 0))
      arcs.push_back({first_origin + o, net.to[e].value, egress + off_street(s) + part(e, false, s.to_mm)});
    if (!is_shut(net.from[e]) && (allowed(e, true) || s.from_mm == 0))
      arcs.push_back({first_origin + o, net.from[e].value, egress + off_street(s) + part(e, true, s.from_mm)});
    for (std::size_t d = 0; d < world.destinations.size(); ++d) {
      const Snap& t = world.destinations[d];
      if (t.edge != s.edge) continue;
      const bool against = t.from_mm < s.from_mm;
      const std::uint32_t mm = against ? s.from_mm - t.from_mm : t.from_mm - s.from_mm;
      if (mm == 0 || allowed(e, against))
        arcs.push_back({first_origin + o, first_destination + d, egress + off_street(s) + part(e, against, mm) + off_street(t)});
    }
  }
  for (std::size_t d = 0; d < world.destinations.size(); ++d) {
    const Snap& t = world.destinations[d];
    if (!t.edge.valid()) continue;
    const std::size_t e = t.edge.value;
    if (!is_shut(net.from[e]) && (allowed(e, false) || t.from_mm == 0))
      arcs.push_back({net.from[e].value, first_destination + d, part(e, false, t.from_mm) + off_street(t)});
    if (!is_shut(net.to[e]) && (allowed(e, true) || t.to_mm == 0))
      arcs.push_back({net.to[e].value, first_destination + d, part(e, true, t.to_mm) + off_street(t)});
  }

  std::vector<std::vector<Cost>> costs;
  for (std::size_t o = 0; o < world.origins.size(); ++o) {
    std::vector<std::uint64_t> best(first_destination + world.destinations.size(), kNever);
    best[first_origin + o] = 0;
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
