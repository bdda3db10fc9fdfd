#pragma once

#include <cmath>
#include <cstdint>
#include <vector>

#include "sim/core/random.h"
#include "sim/network/street_network.h"

namespace catchment::bench {

/// A square city of about `arcs` arcs: blocks of 80 m with every junction moved by up to 20 m, one street in twelve
/// missing, streets a little longer than their chord. Real enough for a queue: lengths differ, ties are rare.
inline StreetNetwork grid_city(std::int64_t arcs, std::uint64_t seed) {
  const auto side = static_cast<std::uint32_t>(std::lround(std::sqrt(static_cast<double>(arcs) / 4 * 12 / 11)));
  Stream s(seed, "grid city");
  StreetNetwork net;
  for (std::uint32_t y = 0; y < side; ++y)
    for (std::uint32_t x = 0; x < side; ++x)
      net.node.push_back({350000 + x * 80.0 + s.uniform(-20, 20), 3450000 + y * 80.0 + s.uniform(-20, 20)});
  const auto join = [&](std::uint32_t a, std::uint32_t b) {
    if (s.below(12) == 0) return;
    const Point line[] = {net.node[a], net.node[b]};
    const double chord_mm = distance(line[0], line[1]) * 1000;
    add_edge(net, NodeId(a), NodeId(b), line, StreetClass::kResidential, 15, 0,
             static_cast<std::uint32_t>(chord_mm * s.uniform(1, 1.1)) + 1);
  };
  for (std::uint32_t y = 0; y < side; ++y)
    for (std::uint32_t x = 0; x < side; ++x) {
      if (x + 1 < side) join(y * side + x, y * side + x + 1);
      if (y + 1 < side) join(y * side + x, y * side + x + side);
    }
  index_arcs(net);
  return net;
}

}  // namespace catchment::bench
