#pragma once

#include <cmath>
#include <cstdint>
#include <string>

#include "sim/core/random.h"
#include "sim/world/world.h"

namespace catchment::bench {

/// A square city of about `n` buildings: blocks of 160 m with sixteen homes each between residential streets, every fifth street
/// a secondary and every fifteenth a primary, a park in one block of twenty, a river. One demand point for each building.
inline World big_city(std::size_t n, std::uint64_t seed = 7) {
  constexpr double kBlock = 160, kX = 350000, kY = 3450000;
  const auto side = static_cast<int>(std::lround(std::sqrt(static_cast<double>(n) / 16 * 20 / 19)));
  Stream s(seed, "big city");
  World w;
  w.crs = "EPSG:32651";
  w.buildings.reserve(n + 1000), w.demand.reserve(n + 1000);
  const auto box = [](double x, double y, double width, double height) {
    return MultiPolygon{{{{{x, y}, {x + width, y}, {x + width, y + height}, {x, y + height}}}}};
  };
  for (int j = 0; j < side; ++j)
    for (int i = 0; i < side; ++i) {
      const double x = kX + i * kBlock, y = kY + j * kBlock;
      if (s.below(20) == 0) {
        ContextFeature park;
        park.kind = ContextKind::kGreen;
        park.shape = box(x + 12, y + 12, kBlock - 24, kBlock - 24);
        w.context.push_back(std::move(park));
        continue;
      }
      for (int k = 0; k < 16; ++k) {
        Building b;
        b.id = std::to_string(w.buildings.size());
        const double bx = x + 14 + (k % 4) * 34 + s.uniform(0, 4), by = y + 14 + (k / 4) * 34 + s.uniform(0, 4);
        const double width = s.uniform(12, 26), height = s.uniform(10, 24);
        b.footprint = box(bx, by, width, height);
        b.position = {bx + width / 2, by + height / 2};
        DemandPoint d;
        d.id = b.id;
        d.position = b.position;
        d.persons = 10 + static_cast<std::int64_t>(s.below(200));
        d.building = BuildingId(w.buildings.size());
        w.buildings.push_back(std::move(b));
        w.demand.push_back(std::move(d));
      }
    }
  ContextFeature river;
  river.kind = ContextKind::kWater;
  Ring bank;
  const double length = side * kBlock;
  for (int k = 0; k <= 200; ++k) bank.push_back({kX + length * k / 200, kY + length * (0.45 + 0.05 * std::sin(k * 0.11))});
  for (int k = 200; k >= 0; --k) bank.push_back({kX + length * k / 200, kY + length * (0.46 + 0.05 * std::sin(k * 0.11))});
  river.shape = {{{bank}}};
  w.context.push_back(std::move(river));
  StreetNetwork& net = w.streets;
  for (int j = 0; j <= side; ++j)
    for (int i = 0; i <= side; ++i) net.node.push_back({kX + i * kBlock, kY + j * kBlock});
  const auto node = [&](int i, int j) { return NodeId(static_cast<std::uint32_t>(j * (side + 1) + i)); };
  const auto rank = [](int k) { return k % 15 == 0 ? StreetClass::kPrimary : k % 5 == 0 ? StreetClass::kSecondary : StreetClass::kResidential; };
  for (int j = 0; j <= side; ++j)
    for (int i = 0; i <= side; ++i) {
      if (i < side) {
        const Point line[] = {net.node[node(i, j).value], net.node[node(i + 1, j).value]};
        add_edge(net, node(i, j), node(i + 1, j), line, rank(j), 15);
      }
      if (j < side) {
        const Point line[] = {net.node[node(i, j).value], net.node[node(i, j + 1).value]};
        add_edge(net, node(i, j), node(i, j + 1), line, rank(i), 15);
      }
    }
  index_arcs(net);
  return w;
}

}  // namespace catchment::bench
