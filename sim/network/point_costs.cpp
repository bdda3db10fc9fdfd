#include "sim/network/point_costs.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>
#include <stdexcept>
#include <tuple>
#include <vector>

namespace catchment {

namespace {

constexpr double kRadians = std::numbers::pi / 180;

void require_places(PointMetric metric, std::span<const Point> points) {
  for (const Point p : points) {
    if (!std::isfinite(p.x) || !std::isfinite(p.y)) throw std::invalid_argument("point_costs: a place is not finite");
    if (metric == PointMetric::kGreatCircle && (std::abs(p.x) > 180 || std::abs(p.y) > 90)) throw std::invalid_argument("point_costs: a place is not in degrees");
  }
}

struct Found { std::uint32_t destination; double cost; };

}  // namespace

double point_cost(PointMetric metric, Point a, Point b, double earth_radius_m) {
  const double dx = std::abs(a.x - b.x), dy = std::abs(a.y - b.y);
  switch (metric) {
    case PointMetric::kEuclidean: return std::sqrt(dx * dx + dy * dy);
    case PointMetric::kEuclideanFloor: return std::floor(std::sqrt(dx * dx + dy * dy));
    case PointMetric::kManhattan: return dx + dy;
    case PointMetric::kChebyshev: return std::max(dx, dy);
    case PointMetric::kGreatCircle: {
      const double u = std::sin(dy * kRadians / 2), v = std::sin(dx * kRadians / 2);
      const double h = u * u + std::cos(a.y * kRadians) * std::cos(b.y * kRadians) * v * v;
      return 2 * earth_radius_m * std::asin(std::min(1.0, std::sqrt(h)));
    }
  }
  return 0;
}

RealCostTable point_costs(PointMetric metric, std::span<const Point> origins, std::span<const Point> destinations,
                          const TableLimits& limits, double earth_radius_m) {
  require_places(metric, origins);
  require_places(metric, destinations);
  if (!(earth_radius_m > 0) || !std::isfinite(earth_radius_m)) throw std::invalid_argument("point_costs: the radius must be above 0");
  if (limits.cutoff && !(*limits.cutoff >= 0)) throw std::invalid_argument("point_costs: the cutoff must be 0 or more");
  // On the sphere two places are never nearer than their difference in latitude; in the plane than that in y.
  std::vector<std::uint32_t> order(destinations.size());
  std::iota(order.begin(), order.end(), 0u);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return std::tie(destinations[a].y, a) < std::tie(destinations[b].y, b); });
  double half = std::numeric_limits<double>::infinity();
  if (limits.cutoff) {
    half = metric == PointMetric::kGreatCircle ? *limits.cutoff / (earth_radius_m * kRadians) : *limits.cutoff + (metric == PointMetric::kEuclideanFloor ? 1 : 0);
    half += half * 1e-9 + 1e-9;  // rounding may not lose a pair at the cutoff itself
  }
  std::vector<std::vector<Found>> rows(origins.size());
  const auto n = static_cast<std::int64_t>(origins.size());
#pragma omp parallel for schedule(dynamic, 16) if (origins.size() * destinations.size() > 20'000)
  for (std::int64_t row = 0; row < n; ++row) {
    const auto i = static_cast<std::size_t>(row);
    std::vector<Found>& found = rows[i];
    auto at = std::lower_bound(order.begin(), order.end(), origins[i].y - half, [&](std::uint32_t j, double y) { return destinations[j].y < y; });
    for (; at != order.end() && destinations[*at].y <= origins[i].y + half; ++at) {
      const double cost = point_cost(metric, origins[i], destinations[*at], earth_radius_m);
      if (!limits.cutoff || cost <= *limits.cutoff) found.push_back({*at, cost});
    }
    if (limits.nearest > 0 && found.size() > limits.nearest) {
      std::nth_element(found.begin(), found.begin() + limits.nearest - 1, found.end(),
                       [](const Found& a, const Found& b) { return std::tie(a.cost, a.destination) < std::tie(b.cost, b.destination); });
      found.resize(limits.nearest);
    }
    std::sort(found.begin(), found.end(), [](const Found& a, const Found& b) { return a.destination < b.destination; });
  }
  RealCostTable out;
  out.n_destinations = static_cast<std::uint32_t>(destinations.size());
  for (const auto& found : rows) {
    for (const Found& f : found) {
      out.destination.push_back(f.destination);
      out.cost.push_back(f.cost);
    }
    out.row_begin.push_back(out.cost.size());
  }
  return out;
}

}  // namespace catchment
