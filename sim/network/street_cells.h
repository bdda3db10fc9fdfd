#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/core/geometry.h"
#include "sim/network/snap_round.h"
#include "sim/network/street_network.h"

namespace catchment {

/// How far an area reaches from its streets, m.
struct AreaOptions {
  double buffer_m = 50;    ///< 0.1..10'000: an area is what lies within this of a reached street
  double fill_m = 200;     ///< as far as this inside a block all of whose streets are reached; up to buffer_m: no filling
  double bridge_m = 5;     ///< 0.1..buffer_m: half the strip that a street keeps over water, or over an unreached street that it crosses
  double tolerance_m = 0.1;///< >= 0.01: how far a drawn border may leave the exact curve
};

/// Lines and shapes that nobody crosses except along a street.
struct Barriers {
  std::vector<std::vector<Point>> lines;  ///< walls, rivers drawn as lines, motorways
  std::vector<MultiPolygon> water;        ///< no area lies in it but the strips of bridges
};

/// Which street point is nearest, for every place of the plane: the Voronoi diagram of the streets and barriers.
/// A place belongs to its nearest street point; one that is nearer to a barrier than to any street, to the street that
/// somebody meets who walks straight away from the barrier. So no cell crosses a barrier. Independent of what is reached:
/// built once, then cut for each facility (`service_areas.h`). Whole millimetres from `origin`.
///
/// Sites are segments 0..n_segments-1, then points. A cell's border is made of half-edges (2k and 2k+1 are the two sides
/// of pair k); `bend` is the line of pair k in the direction of half 2k. A flank is a run of half-edges that one side of a
/// site faces, counter-clockwise.
struct StreetCells {
  AreaOptions options;
  Point origin;
  static constexpr double kUnitsPerM = 1000;

  // Segments
  struct Source { std::uint32_t edge; double begin_mm, end_mm; };  ///< the edge's places at the segment's a and b
  std::vector<GridPoint> a, b;                   ///< [n_segments] a < b
  std::vector<std::uint32_t> source_begin;       ///< [n_segments + 1] into source; none: a barrier
  std::vector<Source> source;
  std::vector<std::uint32_t> edge_segment_begin, edge_segment;  ///< segments by edge
  // Points
  std::vector<GridPoint> point;                  ///< [n_points] ascending
  std::vector<std::uint32_t> point_segment_begin, point_segment;///< by point: 2 * segment + (1 if at its b); streets only
  std::vector<std::uint8_t> passed_over;         ///< [n_points] 1: streets cross here that do not meet
  // Borders
  struct Bend { double x, y, reach; };           ///< reach: mm to either side's site
  std::vector<std::uint32_t> bend_begin;         ///< [n_pairs + 1]
  std::vector<Bend> bend;
  std::vector<std::uint32_t> half_site;          ///< [2 n_pairs]
  // Flanks: of streets only
  std::vector<std::uint32_t> flank_begin, flank_half;           ///< [n_flanks + 1], half-edges
  std::vector<std::uint32_t> flank_block;        ///< [n_flanks]
  std::vector<std::uint32_t> site_flank_begin, site_flank;      ///< flanks by site
  // Blocks: the pieces of land and water between streets and barriers
  enum class Block : std::uint8_t { kOpen, kClosed, kWater };   ///< open: not enclosed
  std::vector<Block> block;
  std::vector<std::uint32_t> block_segment_begin, block_segment;///< streets on a block's border

  [[nodiscard]] std::size_t n_segments() const { return a.size(); }
  [[nodiscard]] bool is_street(std::uint32_t segment) const { return source_begin[segment] < source_begin[segment + 1]; }
  [[nodiscard]] std::uint32_t point_at(GridPoint p) const;      ///< index of a point that exists
};

/// `usable` [n_edges] 1: the streets that count; the others are passed over (give motorways as barriers). `within`: only
/// places in it matter. Borders far from it may be left out. Throws std::invalid_argument for options out of range, lengths
/// that do not fit, and a `within` wider than 250 km. O(n log n) in the points of lines inside.
/// Source: Fortune (1987), Algorithmica 2:153-174, as Boost.Polygon's segment Voronoi diagram, whose predicates are exact.
StreetCells street_cells(const StreetNetwork& net, std::span<const std::uint8_t> usable, const Barriers& barriers,
                         const Box& within, const AreaOptions& options);

}  // namespace catchment
