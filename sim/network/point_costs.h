#pragma once

#include <span>

#include "sim/core/geometry.h"
#include "sim/core/real_costs.h"
#include "sim/network/cost_graph.h"

namespace catchment {

inline constexpr double kEarthRadiusM = 6'371'008.8;  ///< mean radius of WGS-84

enum class PointMetric {
  kEuclidean,
  kEuclideanFloor,   ///< whole part of the Euclidean distance, as some benchmark sets have it
  kManhattan,
  kChebyshev,
  kGreatCircle,      ///< x longitude and y latitude in degrees; haversine, metres
};

/// Unlike metric_cost this is in the unit of the coordinates, unrounded, without speed and detour factor.
double point_cost(PointMetric metric, Point a, Point b, double earth_radius_m = kEarthRadiusM);

/// Costs from each origin to the destinations, within the limits (graph_costs). Destinations are swept in the order of one
/// coordinate, so that a cutoff saves work. Parallel; the same bits at any number of threads.
/// Throws std::invalid_argument for a place that is not finite (great circle: not in degrees) or a radius not above 0.
RealCostTable point_costs(PointMetric metric, std::span<const Point> origins, std::span<const Point> destinations,
                          const TableLimits& limits, double earth_radius_m = kEarthRadiusM);

}  // namespace catchment
