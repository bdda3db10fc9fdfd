#pragma once

#include <cmath>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "sim/core/cost.h"
#include "sim/core/geometry.h"

namespace catchment::test {

inline double chebyshev(Point a, Point b) { return std::max(std::abs(a.x - b.x), std::abs(a.y - b.y)); }
inline double euclid(Point a, Point b) { return std::sqrt((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y)); }
inline double manhattan(Point a, Point b) { return std::abs(a.x - b.x) + std::abs(a.y - b.y); }

/// Every pair within the cutoff (inclusive) by looking at all of them.
inline CostTable table_within(std::span<const Point> origins, std::span<const Point> destinations, double cutoff,
                              const std::function<double(Point, Point)>& metric = euclid) {
  CostTable out;
  out.n_destinations = static_cast<std::uint32_t>(destinations.size());
  for (const Point o : origins) {
    for (std::uint32_t j = 0; j < destinations.size(); ++j) {
      const double d = metric(o, destinations[j]);
      if (d > cutoff) continue;
      out.destination.push_back(j);
      out.cost.push_back(static_cast<Cost>(std::llround(d * 1000)));
    }
    out.row_begin.push_back(static_cast<std::uint32_t>(out.destination.size()));
  }
  return out;
}

/// A table from rows of destinations; all costs 1 unless given.
inline CostTable table_of(std::uint32_t n_destinations, const std::vector<std::vector<std::uint32_t>>& rows,
                          const std::vector<std::vector<Cost>>& costs = {}) {
  CostTable out;
  out.n_destinations = n_destinations;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (std::size_t k = 0; k < rows[i].size(); ++k) {
      out.destination.push_back(rows[i][k]);
      out.cost.push_back(costs.empty() ? 1 : costs[i][k]);
    }
    out.row_begin.push_back(static_cast<std::uint32_t>(out.destination.size()));
  }
  return out;
}

}  // namespace catchment::test
