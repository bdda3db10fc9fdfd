#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/core/cost.h"
#include "sim/core/geometry.h"
#include "sim/core/progress.h"

namespace catchment {

enum class GroundMode : std::uint8_t { kWalking, kCycling, kMotorised };

/// One class of ground, e.g. "dense forest, on foot, 3 km/h".
struct Ground {
  double speed_mps = 0;                  ///< on the flat, > 0; 0: barred
  GroundMode mode = GroundMode::kWalking;
};

inline constexpr std::uint16_t kBarredGround = 0xFFFF;

/// Land as cells, for travel off the streets. Cells are row by row from the north-west corner: index = row * columns + column.
struct FrictionSurface {
  std::uint32_t columns = 0, rows = 0;
  double cell_width_m = 0, cell_height_m = 0;
  std::vector<Ground> ground;            ///< [n_ground], fewer than 65,535
  std::vector<std::uint16_t> cell;       ///< [n_cells] index into `ground`, or kBarredGround (no way through)
  std::vector<float> elevation_m;        ///< [n_cells] or empty; NaN: unknown, and then barred where slopes count

  [[nodiscard]] std::size_t n_cells() const { return std::size_t{columns} * rows; }
  [[nodiscard]] bool passable(std::size_t i) const { return cell[i] != kBarredGround && ground[cell[i]].speed_mps > 0; }
};

/// Where travel starts (or ends): a cell, its owner (facility) and what is spent before it.
struct SurfaceSeed {
  std::uint32_t cell = 0, owner = 0;
  Cost cost = 0;
};

struct SurfaceOptions {
  /// 8: to the cells around; 16: also knight's moves, (1,2) cells away, through the two cells between.
  int moves = 16;
  /// Speeds by slope (needs `elevation_m`): Tobler for walking, cycling_speed_mps for cycling, none for motorised.
  bool slopes = false;
  /// With slopes: true, people go to the seeds; false, from the seeds to people.
  bool towards = true;
  /// Each cell of a move is crossed at its own speed (mean of the paces). true: at the mean of the speeds, as AccessMod had it.
  bool mean_of_speeds = false;
  /// No diagonal move between two barred cells. false: as GRASS and AccessMod, where thin diagonal barriers leak.
  bool sealed_diagonals = true;
  /// accessmod_cycling_speed_mps in place of cycling_speed_mps.
  bool accessmod_cycling = false;
  /// Travel times above it are kUnreachable.
  Cost limit = kUnreachable;
};

/// What AccessMod 5 does by default: 8 moves, mean of speeds, open diagonals, its cycling formula, towards.
SurfaceOptions accessmod_options();

/// Travel time and nearest seed of each cell.
struct TravelTimes {
  std::vector<Cost> cost;                ///< [n_cells] ms; kUnreachable: barred, cut off or beyond the limit
  std::vector<std::uint32_t> owner;      ///< [n_cells] UINT32_MAX where unreachable
};

/// Least travel time between each cell and its nearest seed over moves from cell centre to cell centre. A move of
/// horizontal length d takes d/2 at the pace of its first cell and d/2 at that of its second; a knight's move a quarter
/// in each of its four cells; rounded to the nearest millisecond, at least 1. The slope of a move is the difference in height of its ends over d.
/// Moves through barred cells do not exist, nor (`sealed_diagonals`) diagonal ones between two barred cells.
///
/// Straight lines are overstated by at most 8.24 % (8 moves) or 2.75 % (16 moves) on square cells of one ground.
/// Equal times go to the lowest owner. The result with a limit is the unlimited one cut at it (inclusive).
/// One thread. 10 bytes a cell besides the surface (14 with slopes), and 8 for each cell at the front. Bucket queue.
/// Throws std::invalid_argument if arrays disagree, a size is not positive, a speed is negative or not finite, a seed
/// is outside or on a cell that cannot be entered, moves is not 8 or 16, slopes lack elevation; Cancelled.
/// Source: Dijkstra (1959); moves as in GRASS r.cost (Awaida & Westervelt).
TravelTimes travel_times(const FrictionSurface& surface, std::span<const SurfaceSeed> seeds, const SurfaceOptions& options = {},
                         const Progress& progress = {});

/// The passable cell whose centre is nearest to a place, in cell units from the north-west corner (x east, y south, so
/// that the centre of cell (row 0, column 0) is (0.5, 0.5)); the cell that holds the place wins if it is passable.
/// Ties to the lowest index. UINT32_MAX if none within `limit_m`, or if the place is outside the surface.
/// `need_elevation`: cells of unknown elevation do not count.
struct NearestCell {
  std::uint32_t cell = UINT32_MAX;
  double distance_m = 0;                 ///< 0 if the place's own cell is passable, else to that cell's centre
};
NearestCell nearest_passable(const FrictionSurface& surface, Point place_in_cells, double limit_m, bool need_elevation = false);

}  // namespace catchment
