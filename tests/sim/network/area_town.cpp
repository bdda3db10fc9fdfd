#include "tests/sim/network/area_town.h"

#include <cmath>

#include "sim/core/random.h"
#include "tests/sim/network/random_streets.h"

namespace catchment::test {

std::vector<EdgeBand> AreaTown::bands(const std::vector<double>& cutoffs_m, int one) const {
  const auto cost = impedance(net, {}, CostUnit::kMetres);
  SearchInput in;
  in.net = &net;
  in.impedance = cost;
  in.destinations = facilities;
  if (one >= 0) in.destinations = in.destinations.subspan(static_cast<std::size_t>(one), 1);
  std::vector<Cost> cutoffs;
  for (const double c : cutoffs_m) cutoffs.push_back(to_cost(c));
  return edge_bands(in, node_field(in, cutoffs.back()), cutoffs);
}

StreetCells AreaTown::cells(const AreaOptions& options) const {
  return street_cells(net, usable(), barriers, bounds(net.shape), options);
}

AreaTown random_area_town(std::uint64_t seed, bool barriers) {
  Stream s(seed, "area town");
  AreaTown town;
  const auto place = [&] {
    // Often on a coarse grid: equal distances, right angles, streets on top of each other.
    if (s.chance(0.5)) return Point{500'000 + 50.0 * static_cast<double>(s.below(12)), 4'000'000 + 50.0 * static_cast<double>(s.below(12))};
    return Point{500'000 + 600 * s.uniform(), 4'000'000 + 600 * s.uniform()};
  };
  const std::size_t n_nodes = 6 + s.below(16), n_edges = 6 + s.below(25);
  for (std::size_t i = 0; i < n_nodes; ++i) town.net.node.push_back(place());
  for (std::size_t i = 0; i < n_edges; ++i) {
    const NodeId a(s.below(n_nodes)), b(s.below(n_nodes));
    std::vector<Point> line{town.net.node[a.value]};
    if (a == b || s.chance(0.3)) line.push_back(place());
    if (a == b || s.chance(0.1)) line.push_back(place());
    line.push_back(town.net.node[b.value]);
    double length = 0;
    for (std::size_t k = 1; k < line.size(); ++k) length += distance(line[k - 1], line[k]);
    if (length < 1) continue;
    const auto access = static_cast<std::uint8_t>(s.chance(0.1) ? kWalkForward : kWalkForward | kWalkBackward);
    add_edge(town.net, a, b, line, StreetClass::kResidential, access);
  }
  if (town.net.n_edges() == 0) {
    const Point line[] = {town.net.node[0], {town.net.node[0].x + 100, town.net.node[0].y}};
    town.net.node.push_back(line[1]);
    add_edge(town.net, NodeId(0u), NodeId(town.net.n_nodes() - 1), line, StreetClass::kResidential, kWalkForward | kWalkBackward);
  }
  index_arcs(town.net);
  const std::size_t n_facilities = 1 + s.below(4);
  for (std::size_t k = 0; k < n_facilities; ++k) {
    const EdgeId e(s.below(town.net.n_edges()));
    town.facilities.push_back(place_on(town.net, e, static_cast<std::uint32_t>(s.below(town.net.length_mm[e.value] + std::uint64_t{1}))));
  }
  if (!barriers) return town;
  const auto pond = [&](Point at, double r, std::size_t corners) {
    Ring ring;
    for (std::size_t i = 0; i < corners; ++i) {
      const double angle = 2 * std::acos(-1.0) * static_cast<double>(i) / static_cast<double>(corners);
      ring.push_back({at.x + r * std::cos(angle), at.y + r * std::sin(angle)});
    }
    return ring;
  };
  const Point first = place(), second = place();
  town.barriers.water.push_back({{{pond(first, 90, 12), pond(first, 30, 5)}}});
  town.barriers.water.push_back({{{pond(second, 20 + 100 * s.uniform(), 3 + s.below(9))}}});
  for (std::size_t k = s.below(6); k > 0; --k) town.barriers.lines.push_back({place(), place(), place()});
  return town;
}

double total_area(const std::vector<ServiceArea>& areas) {
  double sum = 0;
  for (const ServiceArea& a : areas) sum += a.area_m2;
  return sum;
}

}  // namespace catchment::test
