#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/core/geometry.h"
#include "sim/scenario/scenario.h"
#include "sim/world/world.h"

namespace catchment::scene {

/// Boxes in a uniform grid: which may touch a window, ascending.
class BoxGrid {
 public:
  explicit BoxGrid(std::vector<Box> boxes = {});
  /// O(cells and boxes near the window).
  [[nodiscard]] std::vector<std::uint32_t> touching(const Box& window) const;

 private:
  [[nodiscard]] int column(double x) const;
  [[nodiscard]] int row(double y) const;
  std::vector<Box> boxes_;
  Box all_;
  double cell_ = 1;
  int columns_ = 0, rows_ = 0;
  std::vector<std::uint32_t> begin_, in_cell_;   // compressed rows of cells
  std::vector<std::uint32_t> large_;             // boxes over many cells
};

/// Streets of one name that run on into each other.
struct NameLine {
  std::uint32_t name = 0;                        ///< into StreetNetwork::names
  StreetClass highest = StreetClass::kPedestrian;
  std::vector<Point> points;                     ///< m
  std::vector<double> along;                     ///< [points] m from the line's start
};

/// What draw_overlay needs of a world that does not change while it is open, put in order once, so that a picture costs what it shows and
/// not what the world holds. Reads neither facilities nor gates. Build on a worker: O((edges + context + areas) log n), about 1 s
/// for a million edges. Immutable: any thread may read it. The world must outlive it.
class OverlayIndex {
 public:
  OverlayIndex(const World& world, const Scenario& scenario);

  /// Context features of these kinds (bits by ContextKind) whose box touches the window, ascending.
  [[nodiscard]] std::vector<std::uint32_t> context(const Box& window, std::uint32_t kinds) const;
  /// Areas of levels 0 to `deepest` whose box touches the window, ascending.
  [[nodiscard]] std::vector<std::uint32_t> areas(const Box& window, int deepest) const;
  [[nodiscard]] const Box& area_box(std::size_t i) const { return area_box_[i]; }
  [[nodiscard]] Point area_label(std::size_t i) const { return area_label_[i]; }
  [[nodiscard]] bool same_as_child(std::size_t i) const { return same_as_child_[i] != 0; }
  /// The area's outline for a scale: no vertex moves by more than a third of a pixel.
  [[nodiscard]] const MultiPolygon& area_shape(std::size_t i, double metres_per_px) const;
  [[nodiscard]] const MultiPolygon& study_shape() const { return study_; }
  [[nodiscard]] const Area* study_boundary() const { return boundary_; }
  [[nodiscard]] bool has_walls() const { return walls_; }                  ///< walls or quarters in the context
  [[nodiscard]] bool quarters_named() const { return quarters_named_; }    ///< areas of level 4 with outlines
  [[nodiscard]] const std::vector<NameLine>& lines() const { return lines_; }
  [[nodiscard]] std::vector<std::uint32_t> lines_in(const Box& window, StreetClass lowest) const;

 private:
  static constexpr double kTolerance[] = {2, 10, 50};                      // m, of the thinned outlines
  const World* world_;
  /// Things of one sort: a city's districts are found without a look at its quarters.
  struct Sort {
    std::vector<std::uint32_t> ids;
    BoxGrid grid;
  };
  std::array<Sort, 6> areas_;                                              // by level
  std::array<Sort, 16> context_;                                           // by kind
  std::vector<Box> area_box_;
  BoxGrid lines_grid_, major_grid_;
  std::vector<std::uint32_t> major_;                                       // lines of tertiary streets and up
  std::vector<Point> area_label_;
  std::vector<std::uint8_t> same_as_child_;
  std::vector<MultiPolygon> thinned_[3];
  MultiPolygon study_;
  const Area* boundary_ = nullptr;
  bool walls_ = false, quarters_named_ = false;
  std::vector<NameLine> lines_;
};

/// An area whose only child has its outline is drawn once, as the child. [n_areas]
std::vector<std::uint8_t> same_outline_as_child(const World& world);
/// Joins the edges of one name into lines: from each free end walk on, straight ahead where there is a choice.
std::vector<std::vector<Point>> name_lines(const StreetNetwork& net, std::span<const std::uint32_t> edges);

}  // namespace catchment::scene
