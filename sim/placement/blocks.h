#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "sim/placement/grid_plan.h"
#include "sim/placement/street_lines.h"

namespace catchment::town {

enum class LandUse : std::uint8_t {
  kSlabs,      ///< walled quarter of parallel south-facing bars
  kTowers,     ///< walled quarter of high-rise points round a green
  kMixedHomes, ///< bars in front, towers behind
  kLanes,      ///< lilong: dense terraces along lanes
  kOffice, kCampus, kIndustry, kPark, kCivic,
};
constexpr bool is_residential(LandUse use) { return use <= LandUse::kLanes; }

/// Sides of a four-sided piece, counter-clockwise from the south.
enum Side : std::uint8_t { kSouth, kEast, kNorth, kWest };

/// A piece of a super-block in its own coordinates s (west to east) and t (south to north), 0..1, and the street that
/// runs along each side (kNoStreet: only a wall there).
struct Piece {
  double s0 = 0, t0 = 0, s1 = 1, t1 = 1;
  std::array<std::uint32_t, 4> side{kNoStreet, kNoStreet, kNoStreet, kNoStreet};
};

/// Four corners from the south-west, counter-clockwise; straight lines of constant s or t stay straight inside it.
using Quad = std::array<Point, 4>;
Point at(const Quad& quad, double s, double t);
Quad quad_of(const Quad& outer, const Piece& piece);
double area_of(const Quad& quad);
/// The quad with every side moved inwards by its own distance, m. False if nothing is left.
bool inset(const Quad& quad, const std::array<double, 4>& by_m, Quad& out);

struct Block {
  std::uint32_t cell = 0;
  Piece piece;
  LandUse use = LandUse::kSlabs;
  bool riverside = false;        ///< one of its sides is the river's bank
  bool rural = false;
};

struct QuarterPlan {
  std::uint32_t block = 0;
  Piece piece;
  LandUse use = LandUse::kSlabs;
};

/// Everything between the arterials: which streets, which blocks, which quarters.
struct BlockPlan {
  std::vector<Quad> cell_quad;           ///< [nx * ny] land of each super-block, to the middle of its streets
  std::vector<Block> blocks;             ///< sub-district by sub-district, super-block by super-block
  std::vector<QuarterPlan> quarters;     ///< block by block
};

/// Draws arterials, bank streets, bridges and the streets that cut super-blocks into blocks, and decides land uses.
BlockPlan plan_blocks(const GridPlan& plan, const TownSpec& spec, std::uint64_t seed, StreetLines& lines, StreetNetwork& net);

}  // namespace catchment::town
