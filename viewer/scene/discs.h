#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/core/geometry.h"

namespace catchment::scene {

/// Places without a footprint are discs whose area grows with the persons there: one rule for pictures and for the viewer's GPU
/// layers. It follows from all discs of the world, not from what is in view, so that none changes while the map is moved.
struct DiscRule {
  double persons = 1;            ///< at the 95th percentile
  double spacing_m = 0;          ///< between neighbours where most discs are; 0: there are none

  /// Radius of a disc of `persons`, px: neighbours of that size just keep apart, and where there is room it stays readable.
  [[nodiscard]] double reference_px(double px_per_m, double u) const {
    const double largest = 13 * u * std::clamp(px_per_m / u, 1.0, 2.5);
    return std::clamp(0.42 * spacing_m * px_per_m, 1.6 * u, largest);
  }
  static constexpr double kMost = 1.25;                      ///< largest radius, of the reference's
  static constexpr double kLeastU = 1.3;                     ///< least radius, design px
  [[nodiscard]] double radius_px(double of_persons, double px_per_m, double u) const {
    const double r = reference_px(px_per_m, u);
    return std::clamp(r * std::sqrt(of_persons / persons), kLeastU * u, std::max(kLeastU * u, kMost * r));
  }
};
/// Points and persons: [n], finite, persons above 0. O(n log n).
DiscRule disc_rule(std::span<const Point> points, std::vector<std::int64_t> persons);

}  // namespace catchment::scene
