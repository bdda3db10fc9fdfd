#pragma once

#include <string_view>
#include <vector>

#include "sim/core/cost.h"
#include "sim/network/street_network.h"
#include "sim/scenario/scenario.h"

namespace catchment {

/// May the mode use the edge along its direction, or `against` it? By access bits; motorways never, steps not by cycle.
/// Gates are not looked at.
bool may_pass(const StreetNetwork& net, EdgeId edge, bool cycle, bool against);

/// The options as another group sees them: `group`, speed and steps factor are the group's own. An empty name, or a mode
/// that is not walked (cycle, matrix), leaves them as they are. Throws std::invalid_argument if there is no such group.
NetworkOptions for_group(const NetworkOptions& options, std::string_view name);

/// Edges that walkers of `options.group` may not use whatever their access says: steps that are barred to them, streets
/// steeper than they manage. Steps are not measured, nor is what has no height. -> [n_edges] 0/1; empty: none.
/// Throws std::invalid_argument if there is no such group.
std::vector<std::uint8_t> barred_edges(const StreetNetwork& net, const NetworkOptions& options);

/// Cost of each arc for one mode and cutoff unit. Metres: the arc's length in mm. Seconds: length / speed in ms, steps
/// times `steps_factor`; where the streets have heights, people on foot take each stretch between two heights at the speed
/// that their group has on its slope (not on steps, whose factor holds the climb); rounded to nearest. The length is the
/// one drawn, not that along the slope (at 10 %: 0.5 % longer). An arc that cannot be passed is >= kUnreachable:
/// - kUnreachable where the mode may not use that direction, or the group not that edge (`barred_edges`);
/// - kUnreachable + 1 + cost where only a closed gate at one of its ends bars it, so that places along the edge can still be
///   reached from its open end (`partial_edge.h`).
/// -> [n_arcs], in the order of arc_head. Throws std::invalid_argument unless the mode is kWalk or kCycle, speed and
/// steps factor are finite and > 0, the group is there and the arcs are indexed. O(n_arcs + shape points).
std::vector<Cost> impedance(const StreetNetwork& net, const NetworkOptions& options, CostUnit unit);

}  // namespace catchment
