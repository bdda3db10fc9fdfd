#pragma once

#include <vector>

#include "sim/core/cost.h"
#include "sim/network/street_network.h"
#include "sim/scenario/scenario.h"

namespace catchment {

/// May the mode use the edge along its direction, or `against` it? By access bits; motorways never, steps not by cycle.
/// Gates are not looked at.
bool may_pass(const StreetNetwork& net, EdgeId edge, bool cycle, bool against);

/// Cost of each arc for one mode and cutoff unit. Metres: the arc's length in mm. Seconds: length / speed in ms, times
/// `steps_factor` on steps; rounded to nearest. kUnreachable where the mode may not use that direction. Gates are not
/// looked at: who may pass them depends on who walks, and the searches know it (`partial_edge.h`).
/// -> [n_arcs], in the order of arc_head. Throws std::invalid_argument unless the mode is kWalk or kCycle, speed and
/// steps factor are finite and > 0, and the arcs are indexed. O(n_arcs).
std::vector<Cost> impedance(const StreetNetwork& net, const NetworkOptions& options, CostUnit unit);

}  // namespace catchment
