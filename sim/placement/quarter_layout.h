#pragma once

#include "sim/core/random.h"
#include "sim/placement/blocks.h"
#include "sim/world/world.h"

namespace catchment::town {

/// What one quarter put into the world.
struct QuarterContent {
  std::uint32_t first_building = 0, end_building = 0;
  std::uint32_t first_gate = 0, end_gate = 0;
  Point main_gate;               ///< m; the quarter's middle if it has no gate
  double homes_m2 = 0;           ///< gross floor area of homes
};

struct LayoutOptions {
  double scale = 1;
  bool walls = true;             ///< keep wall lines as context
  bool greens = true;            ///< keep courtyards as context
};

/// Fills one quarter: wall, gates on the streets, inner paths, buildings, green. The paths of a walled quarter meet
/// the streets at its gates only. Buildings stand in rows along the quarter's own south side, clear of walls, paths and
/// of each other.
/// - `land` the quarter to the middle of its streets
QuarterContent lay_out_quarter(const QuarterPlan& quarter, const Quad& land, AreaId area, const Name& name,
                               const LayoutOptions& options, Stream& draw, StreetLines& lines, World& world);

/// Distance of a quarter's wall from the middle of the street beside it, m at scale 1.
double setback_m(const StreetLines& lines, std::uint32_t street);

}  // namespace catchment::town
