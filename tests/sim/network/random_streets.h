#pragma once

#include <cstdint>
#include <vector>

#include "sim/network/impedance.h"
#include "sim/network/search.h"

namespace catchment::test {

/// A small tangle of streets a few mm long, with all that can go wrong in it: one-way and barred edges, steps, private
/// paths, gates open and closed, loops, parallel edges, edges of no length, islands; origins and destinations anywhere on
/// the edges, several on one edge, at its ends, on top of each other, or snapped to nothing.
struct RandomStreets {
  StreetNetwork net;
  NetworkOptions options;
  CostUnit unit = CostUnit::kMetres;
  std::vector<Cost> impedance;
  std::vector<Snap> origins, destinations;
  double snap_cost_per_m = 1000;
  std::vector<Cost> egress;  ///< [n_origins] or empty
  [[nodiscard]] SearchInput input() const { return {&net, impedance, origins, destinations, snap_cost_per_m, egress}; }
};
RandomStreets random_streets(std::uint64_t seed);
/// The same with hills, so that ways up and down differ, a person group, and people who need time to reach the street or
/// cannot leave; on foot and in time.
RandomStreets random_hills(std::uint64_t seed);

/// Costs by a second, simple method: origins and destinations as extra nodes of the directed graph, Bellman-Ford from
/// each origin the way people walk. -> [n_origins][n_destinations], kUnreachable where there is no way.
std::vector<std::vector<Cost>> costs_by_bellman_ford(const RandomStreets& world);

/// A w x h grid of junctions `step_m` apart, joined to their neighbours, node id = y * w + x.
StreetNetwork grid_streets(int w, int h, double step_m);

/// A place on an edge, `from_mm` from its `from` node.
Snap place_on(const StreetNetwork& net, EdgeId edge, std::uint32_t from_mm, double distance_m = 0);

}  // namespace catchment::test
