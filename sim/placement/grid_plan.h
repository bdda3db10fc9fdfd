#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/scenario/scenario.h"

namespace catchment::town {

/// Columns i0 <= i < i1 and rows j0 <= j < j1 of super-blocks.
struct CellRange {
  int i0 = 0, j0 = 0, i1 = 0, j1 = 0;
  [[nodiscard]] int width() const { return i1 - i0; }
  [[nodiscard]] int height() const { return j1 - j0; }
  [[nodiscard]] int cells() const { return width() * height(); }
};

struct DistrictPlan {
  Name name;
  std::int64_t population = 0;  ///< persons, exact
  double area_km2 = 0;          ///< 0: by population
  Point centre_km{0, 0};        ///< where it lies, for the schematic; only the order matters
  bool placed = false;          ///< centre_km was given
  CellRange cells;
};

struct SubDistrictPlan {
  std::uint32_t district = 0;
  CellRange cells;
};

/// The skeleton of a town: corners of the arterial grid (rotated, bent and jittered), the line that the river follows,
/// who owns which super-block, and which super-blocks are built up.
struct GridPlan {
  double scale = 1;      ///< all lengths of the pattern are multiplied by it; a building stands for scale^2 real ones
  int nx = 0, ny = 0;    ///< super-blocks
  std::vector<Point> corner;            ///< [(nx + 1) * (ny + 1)] m, row by row from the south-west
  int river_line = -1;                  ///< x line that the river follows, or -1
  double river_width_m = 0;
  double bank_setback_m = 0;            ///< along the crossing streets, from the river's line to the bank streets
  std::vector<Point> river_middle;      ///< the river's centre line, smooth, south to north
  std::vector<std::uint8_t> bridge;     ///< [ny + 1] 1 where the crossing street has a bridge
  std::vector<int> expressway_columns, expressway_rows, metro_columns, metro_rows;
  std::vector<double> column_cut, row_cut;  ///< share at which a street goes on from super-block to super-block
  std::vector<DistrictPlan> districts;
  std::vector<SubDistrictPlan> sub_districts;
  std::vector<std::uint32_t> sub_district_of;  ///< [nx * ny]
  std::vector<std::uint8_t> urban;             ///< [nx * ny]
  std::vector<double> centrality;              ///< [nx * ny] 0 at the heart of the town .. 1 and more at its rim
  [[nodiscard]] std::size_t cell(int i, int j) const { return static_cast<std::size_t>(j) * static_cast<std::size_t>(nx) + static_cast<std::size_t>(i); }
  [[nodiscard]] Point at(int i, int j) const {
    return corner[static_cast<std::size_t>(j) * static_cast<std::size_t>(nx + 1) + static_cast<std::size_t>(i)];
  }
  /// Corner (i, j) as a super-block on its west (`west`) or east side sees it: the bank street's junction on the river's line.
  [[nodiscard]] Point bank(int i, int j, bool west) const;
};

/// Buildings that a square kilometre of built-up town holds at scale 1.
inline constexpr double kBuildingsPerKm2 = 420;

/// Throws InputError for sizes that cannot be.
GridPlan plan_grid(const TownSpec& spec, std::uint64_t seed, Point origin);

/// "name_zh,name_en,population[,area_km2,x_km,y_km]" with a header row. Throws InputError naming the row.
std::vector<DistrictPlan> read_district_table(const std::string& text);

}  // namespace catchment::town
