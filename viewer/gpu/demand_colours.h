#pragma once

#include <cstdint>
#include <list>
#include <memory>
#include <span>
#include <vector>

#include "viewer/gpu/geometry_data.h"
#include "viewer/scene/map_layers.h"

namespace catchment::gpu {

/// Persons by class in square cells of a power of two metres, kept up as classes change, and how each cell looks.
struct DensityGrid {
  int exponent = 0;                        ///< of the cell's side, 2^exponent m
  int columns = 1, rows = 1;               ///< cells, from the geometry's origin
  double low = 0, high = 0;                ///< persons per hectare where the strength changes
  std::vector<std::uint32_t> cell_of_point;   ///< [n_demand] into the cells with people; kNone: nobody there
  std::vector<std::uint32_t> at;           ///< [cells with people] place in the grid, row * columns + column
  std::vector<std::int64_t> persons;       ///< [cells with people * n_classes]
  std::vector<std::uint16_t> look;         ///< [rows * columns] class, strength * 256; class 255: nobody
  std::vector<std::uint8_t> dirty_row;     ///< [rows] `look` changed since it was last given to the GPU
  std::vector<std::uint32_t> block_version;   ///< of blocks of 16 x 16 cells
  std::uint32_t serial = 0;                ///< differs between grids
  [[nodiscard]] double cell_m() const { return std::ldexp(1.0, exponent); }
  [[nodiscard]] int block_columns() const { return (columns + 15) / 16; }
};

/// What every demand point's place looks like: one byte for each slot of the geometry, and density grids. No GPU in it.
class DemandColours {
 public:
  explicit DemandColours(std::shared_ptr<const MapGeometry> geometry);
  /// O(points).
  void set(std::span<const std::int8_t> of, std::size_t n_classes);
  /// O(points given).
  void update(std::span<const std::uint32_t> points, std::span<const std::int8_t> of);
  void set_filter(const scene::LayerFilter& filter);   ///< O(points) if it is another
  /// The grid for this cell, made when it is asked for the first time: O(points). The last few are kept.
  DensityGrid& grid(int exponent);
  /// The smallest exponent >= `wanted` whose grid is at most `most` cells wide and high.
  [[nodiscard]] int possible_exponent(int wanted, int most) const;

  [[nodiscard]] std::span<const std::uint8_t> bytes() const { return bytes_; }
  /// Rows of `kTableWidth` bytes that have changed since they were last taken.
  std::vector<std::uint8_t>& dirty_rows() { return dirty_rows_; }
  /// Grows with every change.
  [[nodiscard]] std::uint32_t version() const { return version_; }
  [[nodiscard]] std::uint32_t all_since() const { return all_since_; }   ///< everything changed at this version
  [[nodiscard]] std::uint32_t tile_version(std::size_t tile) const { return tile_version_[tile]; }
  [[nodiscard]] std::uint32_t wide_version(std::size_t k) const { return wide_version_[k]; }
  [[nodiscard]] const std::vector<std::int8_t>& classes() const { return of_; }

 private:
  [[nodiscard]] std::uint8_t byte_of(std::uint32_t slot) const;
  [[nodiscard]] int density_class(std::size_t point) const;   ///< -1: not in the grid
  void count(DensityGrid& grid);
  bool look_anew(DensityGrid& grid, std::uint32_t cell) const;
  void everything_changed();

  std::shared_ptr<const MapGeometry> g_;
  std::vector<std::int8_t> of_;
  std::size_t n_classes_ = 0;
  scene::LayerFilter filter_;
  std::vector<std::uint8_t> bytes_, dirty_rows_;
  std::uint32_t version_ = 1, all_since_ = 1, serials_ = 0;
  std::vector<std::uint32_t> tile_version_, wide_version_;
  std::list<DensityGrid> grids_;           ///< the latest first
};

}  // namespace catchment::gpu
