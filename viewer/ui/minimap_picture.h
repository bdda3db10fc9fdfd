#pragma once

#include <cstdint>
#include <vector>

#include "sim/world/world.h"

namespace catchment::viewer {

/// A whole world in few cells: what is water or green, and how many people live where. Made once per world, O(points + vertices of water and green), drawn as
/// runs of equal cells: a few hundred rectangles however large the world is.
struct MinimapPicture {
  enum class Ground : std::uint8_t { kNone, kGreen, kWater };
  struct Run {
    std::uint16_t row = 0, from = 0, to = 0;    ///< cells [from, to), rows from the top
    Ground ground = Ground::kNone;
    std::uint8_t density = 0;                   ///< 0 nobody .. 4
  };
  Box box;                                      ///< m
  int columns = 0, rows = 0;
  double cell_m = 1;
  std::vector<Run> runs;
  std::vector<std::vector<Point>> outlines;     ///< of the upper areas, thinned to cells
  std::vector<std::vector<Point>> streets;      ///< the main ones, thinned to cells; only where there is no water or green to know the place by
};
/// At most `most_columns` x `most_rows` square cells.
MinimapPicture minimap_picture(const World& world, int most_columns, int most_rows);

}  // namespace catchment::viewer
