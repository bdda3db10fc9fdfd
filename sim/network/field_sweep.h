#pragma once

#include "sim/network/live_field.h"
#include "sim/network/sweep.h"

namespace catchment {

/// A hierarchy's sweep as the field's way of doing large changes. Keeps references to both; `sweep` must be of the graph's nodes and
/// of its weights as they are: when weights change, set a sweep of the new ones, or none, before the field's `after`. Fastest
/// where the graph's vertices are in the hierarchy's order (live_graph(..., sweep.node_at)): nothing is then translated.
/// Throws std::invalid_argument if the numbers of nodes differ.
FieldSweep field_sweep(const LiveGraph& graph, const SweepGraph& sweep);

}  // namespace catchment
