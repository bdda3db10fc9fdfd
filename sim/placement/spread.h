#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/core/geometry.h"
#include "sim/core/random.h"

namespace catchment::town {

/// `k` places that lie well among weighted points: farthest-first seeds, then a few rounds of weighted means (Lloyd 1982).
/// Where points x k is too much, every (total / k)-th person along the points' own order, which should follow the map.
/// `places` not empty. O(rounds n k) or O(n + k).
std::vector<Point> spread_targets(std::span<const Point> places, std::span<const double> weight, std::size_t k, Stream& draw);

/// Which of many places is nearest: a uniform grid, searched ring by ring; ties to the lowest index.
class NearestPlaces {
 public:
  explicit NearestPlaces(std::span<const Point> places);  ///< not empty; keeps a reference
  [[nodiscard]] std::uint32_t find(Point p) const;

 private:
  std::span<const Point> places_;
  Box box_;
  int columns_ = 1, rows_ = 1;
  double cell_ = 1;
  std::vector<std::uint32_t> begin_, order_;
  [[nodiscard]] int column(double x) const;
  [[nodiscard]] int row(double y) const;
};

}  // namespace catchment::town
