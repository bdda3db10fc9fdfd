#pragma once

#include <span>

#include "sim/core/cost.h"
#include "sim/core/geometry.h"
#include "sim/scenario/scenario.h"

namespace catchment {

/// Travel cost without streets (A.3): Euclidean, Manhattan or Chebyshev distance times the detour factor, in mm, or
/// divided by the speed, in ms. Rounded to nearest; a cost that does not fit is kUnreachable - 1. For tests and quick
/// looks, or where no network is to be had. Throws std::invalid_argument for a mode that is not one of the three, a speed
/// or detour factor that is not finite and > 0, or a place that is not finite (so do the two below).
Cost metric_cost(Point a, Point b, const NetworkOptions& options, CostUnit unit);

/// As `nearest` (unbounded) and `catchments` (cutoff inclusive) of search.h. Destinations in a uniform grid: work
/// proportional to the pairs near the cutoff. Same result at any number of threads.
NearestTable metric_nearest(std::span<const Point> origins, std::span<const Point> destinations,
                            const NetworkOptions& options, CostUnit unit);
CostTable metric_catchments(std::span<const Point> origins, std::span<const Point> destinations,
                            const NetworkOptions& options, CostUnit unit, Cost cutoff);

}  // namespace catchment
