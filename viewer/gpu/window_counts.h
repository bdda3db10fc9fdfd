#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "viewer/gpu/geometry_data.h"

namespace catchment::gpu {

/// How much there is at most in any window of a size, wherever it lies. What is drawn how depends on this and not on what
/// is in view just now: else the picture would change its manner while the map is moved.
class WindowCounts {
 public:
  explicit WindowCounts(const MapGeometry& geometry);
  struct Most { double points = 0, buildings = 0, discs = 0; };
  /// Things are counted by squares of at least 512 m; where the window is not a whole number of them its share is taken.
  /// O(squares), at most 512 x 512.
  [[nodiscard]] Most most(double width_m, double height_m) const;

 private:
  int columns_ = 1, rows_ = 1;
  double square_m_ = kTileM;
  std::array<std::vector<double>, 3> sum_;   ///< [(rows + 1) * (columns + 1)] of all south-west of a corner
};

}  // namespace catchment::gpu
