#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/core/geometry.h"
#include "sim/network/search.h"
#include "sim/network/street_network.h"
#include "viewer/gpu/map_geometry.h"
#include "viewer/scene/discs.h"

namespace catchment::gpu {

// World tiles are squares of 512 m, counted from the geometry's origin, north and east. A place is its tile and 1/64 m
// steps (1.6 cm) from the tile's middle in 16 bits; so a thing may reach 256 m beyond the tile that it belongs to, and
// what is larger is cut along the tiles' borders, which are whole steps in both neighbours: no cracks.
inline constexpr double kTileM = 512, kStepM = 1.0 / 64;
inline constexpr int kTileSteps = 32768;
inline constexpr double kReachM = 255;              ///< beyond its tile's border
inline constexpr std::uint32_t kNone = UINT32_MAX;

struct TileAt {
  std::uint16_t x = 0, y = 0;
  friend bool operator==(TileAt, TileAt) = default;
};

/// Of a triangle of the ground.
struct GroundVertex { std::int16_t x, y; std::uint16_t tx, ty; };
/// Of a footprint too large for one tile.
struct WideVertex { std::int16_t x, y; std::uint16_t tx, ty; std::uint32_t slot; };

/// A straight piece of a line, at most 256 m long, in the tile of its middle.
struct Piece {
  std::int16_t ax, ay, bx, by;
  std::uint16_t tx, ty;
  std::uint16_t along;                              ///< of its start from the line's start, 1/8 m, wrapping
  std::uint16_t spare = 0;
};

/// Things with a tile, sorted by (group, tile row, tile column): what a window sees of a group is one run for each row.
template <class T>
struct Tiled {
  std::vector<T> things;
  std::size_t groups = 0, rows = 0;
  std::vector<std::uint32_t> row_begin{0};          ///< [groups * rows + 1]
  /// visit(first, count), row by row from the south.
  template <class Visit>
  void runs(std::size_t group, int x0, int y0, int x1, int y1, Visit&& visit) const;
};

/// A corner of a footprint's ring; the first is repeated at the ring's end, with kRingEnd. A corner and the one behind it
/// are a side of the outline, unless the corner is a ring's end.
struct BuildingVertex { std::int16_t x, y; std::uint32_t slot; };
inline constexpr std::uint32_t kRingEnd = 1u << 31;

/// A footprint that is nearly a rectangle, as that rectangle, of the same area: where buildings are a few pixels, four corners each and
/// exact edges. Middle, half of one side as a vector, half of the other side's length.
struct BuildingBox { std::int16_t x, y, half_x, half_y, half_width, spare; std::uint32_t slot; };

/// Middle of a building, or place of a demand point without a footprint.
struct Spot { std::int16_t x, y; float root_persons; };

/// Everything that wears the colour of a demand point in one tile: buildings, then discs. One byte of colour for each
/// "slot"; slots ascend tile by tile, buildings in [first_slot, first_disc), discs in [first_disc, end_slot).
struct DemandTile {
  TileAt at;
  std::uint32_t first_slot = 0, first_disc = 0, end_slot = 0;
  std::uint32_t first_vertex = 0, n_vertices = 0, first_index = 0, n_indices = 0;   ///< indices count from first_vertex
  std::uint32_t box_vertices = 0, box_indices = 0;  ///< the first of them belong to footprints that have a box too
  std::uint32_t first_box = 0, n_boxes = 0;
};

struct MapGeometry {
  Point origin;                                     ///< m, south-west corner of tile (0, 0)
  int columns = 1, rows = 1;                        ///< tiles

  Tiled<GroundVertex> ground;                       ///< group: row of scene::kGroundTints
  Tiled<Piece> shores, rivers;                      ///< one group
  Tiled<Piece> streets;                             ///< group: row of scene::kStreetStyles

  std::vector<DemandTile> tiles;                    ///< sorted by (row, column); those with something only
  std::vector<std::uint32_t> tile_row_begin;        ///< [rows + 1] into `tiles`
  std::vector<BuildingVertex> vertices;
  std::vector<std::uint32_t> indices;
  std::vector<BuildingBox> boxes;
  std::vector<Spot> spots;                          ///< [n_slots]
  Tiled<WideVertex> wide;                           ///< triangles of footprints that do not fit a tile; one group
  std::vector<std::uint8_t> slot_kind;              ///< [n_slots] BuildingKind; 255: a disc
  std::vector<std::uint32_t> slot_tile;             ///< [n_slots] into `tiles`
  std::vector<Box> wide_box;                        ///< m, parallel to wide_owner
  std::vector<std::uint32_t> wide_owner;            ///< slots of the wide footprints, ascending
  std::size_t n_buildings = 0, n_discs = 0;         ///< with a slot
  scene::DiscRule disc_rule;                        ///< how large the discs are

  // Demand points
  std::vector<std::uint32_t> slot_of_point;         ///< [n_demand] kNone: colours nothing
  std::vector<std::uint32_t> point_of_slot;         ///< [n_slots] kNone: nobody's
  std::vector<float> point_x, point_y;              ///< [n_demand] m from the origin
  std::vector<std::int64_t> point_persons;          ///< [n_demand]

  // Streets as lines, for their bands
  std::vector<std::uint32_t> line_begin{0};         ///< [n_edges + 1]
  std::vector<Point> line;                          ///< m from the origin
  std::vector<StreetClass> street_class;            ///< [n_edges]
  std::vector<std::uint32_t> length_mm;             ///< [n_edges]

  [[nodiscard]] TileAt tile_of(Point from_origin) const {
    const auto of = [](double v, int n) {
      return static_cast<std::uint16_t>(std::clamp(static_cast<int>(std::floor(v / kTileM)), 0, n - 1));
    };
    return {of(from_origin.x, columns), of(from_origin.y, rows)};
  }
};

/// Pieces with a group each, before they are sorted.
struct PieceSink {
  std::vector<Piece> pieces;
  std::vector<std::uint8_t> group;
  /// A line in metres from the origin; `from_m`: how far along the whole line its first point is.
  void add(const MapGeometry& g, std::span<const Point> line, std::uint8_t of_group, double from_m = 0);
};
/// Groups of `bands_of`: band (far to near) * 2 + (1 if only for zooms that show minor streets).
Tiled<Piece> bands_of(const MapGeometry& g, std::span<const EdgeBand> bands, std::size_t n_bands);

// Steps of build_geometry.
void add_ground(MapGeometry& g, const World& world);
void add_streets(MapGeometry& g, const World& world);
void add_demand(MapGeometry& g, const World& world, const Progress& progress);
/// Corners of triangles (m from the origin) cut along the tiles that they lie in.
void cut_into_tiles(const MapGeometry& g, std::span<const Point> triangles, std::vector<GroundVertex>& out);
GroundVertex place_in(TileAt tile, Point from_origin);

/// `unit` consecutive things stay together (3: triangles); `group` has one entry for each unit. Stable. O(n log n).
template <class T>
Tiled<T> sorted(const std::vector<T>& things, std::span<const std::uint8_t> group, std::size_t groups, std::size_t rows, std::size_t unit = 1);

template <class T>
template <class Visit>
void Tiled<T>::runs(std::size_t group, int x0, int y0, int x1, int y1, Visit&& visit) const {
  if (group >= groups) return;
  const int last = std::min(y1, static_cast<int>(rows) - 1);
  for (int y = std::max(y0, 0); y <= last; ++y) {
    const std::size_t row = group * rows + static_cast<std::size_t>(y);
    std::uint32_t a = row_begin[row], b = row_begin[row + 1];
    if (a == b) continue;
    const auto first = [&](int x) {
      std::uint32_t lo = a, hi = b;
      while (lo < hi) {
        const std::uint32_t mid = lo + (hi - lo) / 2;
        if (static_cast<int>(things[mid].tx) < x) lo = mid + 1;
        else hi = mid;
      }
      return lo;
    };
    const std::uint32_t begin = first(x0), end = first(x1 + 1);
    if (begin < end) visit(begin, end - begin);
  }
}

}  // namespace catchment::gpu
