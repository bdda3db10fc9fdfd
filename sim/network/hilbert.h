#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>

#include "sim/core/geometry.h"

namespace catchment {

/// Places of a box along the Hilbert curve of order 16: neighbours on the curve are neighbours on the ground.
class HilbertCurve {
 public:
  explicit HilbertCurve(const Box& box) : min_x_(box.min_x), min_y_(box.min_y), scale_(65535 / std::max({box.width(), box.height(), 1e-9})) {}

  /// `p` must lie in the box.
  [[nodiscard]] std::uint32_t rank(Point p) const {
    return of_cell(static_cast<std::uint32_t>((p.x - min_x_) * scale_), static_cast<std::uint32_t>((p.y - min_y_) * scale_));
  }
  /// Position of a cell, 0..65535 each way.
  [[nodiscard]] static std::uint32_t of_cell(std::uint32_t x, std::uint32_t y) {
    std::uint32_t rank = 0;
    for (std::uint32_t s = 1u << 15; s > 0; s >>= 1) {
      const std::uint32_t rx = (x & s) != 0, ry = (y & s) != 0;
      rank += s * s * ((3 * rx) ^ ry);
      if (ry == 0) {
        if (rx == 1) {
          x = 0xffffu - x;
          y = 0xffffu - y;
        }
        std::swap(x, y);
      }
    }
    return rank;
  }

 private:
  double min_x_, min_y_, scale_;
};

}  // namespace catchment
