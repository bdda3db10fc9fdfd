#pragma once

#include "sim/core/cost.h"
#include "sim/core/geometry.h"
#include "sim/scenario/scenario.h"

namespace catchment {

/// Travel cost without streets (A.3): Euclidean, Manhattan or Chebyshev distance times the detour factor, in mm, or
/// divided by the speed, in ms. For tests and quick looks, or where no network is to be had.
Cost metric_cost(Point a, Point b, const NetworkOptions& options, CostUnit unit);

/// As `nearest` and `catchments` of search.h. Grid-bucketed: work proportional to the pairs near the cutoff.
NearestTable metric_nearest(std::span<const Point> origins, std::span<const Point> destinations,
                            const NetworkOptions& options, CostUnit unit);
CostTable metric_catchments(std::span<const Point> origins, std::span<const Point> destinations,
                            const NetworkOptions& options, CostUnit unit, Cost cutoff);

}  // namespace catchment
