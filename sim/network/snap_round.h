#pragma once

#include <compare>
#include <cstdint>
#include <span>
#include <vector>

namespace catchment {

/// A place on a whole-number grid. Methods that decide by the sign of a determinant take |x|, |y| <= kGridLimit, so that
/// 64 bits hold every one of them exactly.
struct GridPoint {
  std::int32_t x = 0, y = 0;
  friend auto operator<=>(const GridPoint&, const GridPoint&) = default;
};
inline constexpr std::int32_t kGridLimit = 1 << 28;

/// > 0: c lies left of a -> b; 0: on its line.
inline std::int64_t turn(GridPoint a, GridPoint b, GridPoint c) {
  return (std::int64_t{b.x} - a.x) * (std::int64_t{c.y} - a.y) - (std::int64_t{b.y} - a.y) * (std::int64_t{c.x} - a.x);
}

struct GridSegment {
  GridPoint a, b;
  std::uint32_t source = 0;  ///< the caller's mark; pieces keep it
};

/// Cuts segments so that they meet at shared ends only: snap rounding. Every end and every crossing, rounded to the grid,
/// draws to itself all segments that pass its unit square; no segment moves by more than one unit a round, and the order
/// of things is kept. Repeated until no end lies within half a unit of a segment that does not end there.
/// Pieces run as their segments do; equal pieces of different segments are both kept; segments of no length vanish.
/// -> by source segment, then along it. Expected O(n log n) where few segments are long.
/// Throws std::invalid_argument for a place beyond kGridLimit.
/// Sources: Hobby (1999), Computational Geometry 13:199-214; Halperin & Packer (2002), Computational Geometry 23:209-225.
std::vector<GridSegment> snap_round(std::span<const GridSegment> segments);

}  // namespace catchment
