#pragma once

#include <span>

#include "sim/network/street_network.h"

namespace catchment {

/// Adds shape points to the streets' lines so that no stretch between two is longer than `max_m`, equally spaced: a hill
/// between two corners of a street is then not missed. Lines, lengths and arcs stay. Heights, if any, are dropped.
/// Throws std::invalid_argument unless max_m is finite and > 0, or if there would be more than 2^32 points.
void add_shape_points(StreetNetwork& net, double max_m = 25);

/// What set_heights found.
struct HeightSummary {
  double street_m = 0;        ///< length of all edges
  double unknown_m = 0;       ///< of those on the ground without any height: they count as level
  double off_ground_m = 0;    ///< on bridges, in tunnels, on steps: climb evenly between their ends
  double lowest_m = 0, highest_m = 0;
};

/// Takes `height_m` [n shape points], m above sea level, NaN where unknown, as the heights of the ground and sets
/// `net.shape_height_m` to those of the streets, rounded to the millimetre:
/// - unknown ones are interpolated along their edge between known ones, level beyond the last; an edge without any stays NaN;
/// - bridges, tunnels (`net.off_ground`) and steps climb evenly between their ends, for the raster shows the valley under
///   the bridge. Junctions on a bridge or in a tunnel, where no street of the ground ends, take the mean of their neighbours'
///   heights weighted by 1 / length, which is even climbing along the whole bridge.
/// Throws std::invalid_argument if the lengths disagree or a height is infinite. O(shape points).
HeightSummary set_heights(StreetNetwork& net, std::span<const double> height_m);

}  // namespace catchment
