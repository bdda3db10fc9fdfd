#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/core/cost.h"
#include "sim/scenario/scenario.h"
#include "sim/world/world.h"

namespace catchment {

/// What it takes each demand point's people to get from their door to the street.
struct Egress {
  std::vector<Cost> cost;                ///< [n_demand] ms; kUnreachable: cannot leave. Empty: nobody needs any time
  bool stated = false;                   ///< some demand point states its own
  bool by_storeys = false;               ///< some come from [network.vertical]
  /// People in buildings that the group cannot leave: all of them count as out of reach, though those of the ground floor
  /// could leave. Only points inside the study area.
  std::int64_t persons_cut_off = 0;
  std::int64_t persons_on_ground = 0;    ///< of them: an equal share per floor, rounded down per building
  std::int64_t buildings_cut_off = 0;
  std::int64_t persons_without_storeys = 0;  ///< [network.vertical] is on, but the point is no building: no time is added
};

/// A point's own `egress_s`, else by the floors of its building where options.vertical is active, for the people of
/// options.group. Throws std::invalid_argument if there is no such group. O(demand * floors).
Egress egress_of(const World& world, const NetworkOptions& options);

/// The table as people with that egress see it: costs grow by it, pairs beyond the cutoff and people who cannot leave drop out.
/// The nearest destination stays the nearest. `egress` [n_origins] or empty.
void add_egress(NearestTable& table, std::span<const Cost> egress);
void add_egress(CostTable& table, std::span<const Cost> egress, Cost cutoff);

}  // namespace catchment
