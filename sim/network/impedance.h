#pragma once

#include <vector>

#include "sim/core/cost.h"
#include "sim/network/street_network.h"
#include "sim/scenario/scenario.h"

namespace catchment {

/// Cost of each arc for one mode and cutoff unit; kUnreachable where the mode may not pass (access, closed gate).
/// Metres: the arc's length in mm. Seconds: length / speed in ms, steps times `steps_factor`.
/// -> [n_arcs]. Throws std::invalid_argument unless the speed is finite and > 0. O(n_arcs).
std::vector<Cost> impedance(const StreetNetwork& net, const NetworkOptions& options, CostUnit unit);

}  // namespace catchment
