#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "viewer/document/search.h"

namespace catchment::document {

/// What lies at a place of the map: boxes in a grid, made once; facilities and gates are few and looked at each time, as they move.
class PickIndex {
 public:
  explicit PickIndex(const World& world);
  /// Facility or gate within `radius_m`, nearest first; else the organisation; else the demand point that holds or is nearest to the place
  /// (inside its building, or within the radius); else the building; kNone. `ranks`: facility ranks shown, bit rank - 1.
  [[nodiscard]] Thing at(const World& world, Point m, double radius_m, std::uint8_t ranks = 0b1111, bool gates = true, bool organisations = true) const;
  /// Demand points inside a box, ascending: for selecting by a rectangle.
  [[nodiscard]] std::vector<std::uint32_t> demand_in(const World& world, const Box& box) const;

 private:
  struct Grid {
    Box box;                                  // of nearly all; what lies beyond is kept in the cells at the border
    double cell = 1;
    std::uint32_t columns = 0, rows = 0;
    std::vector<std::uint32_t> first, item;   // compressed rows of cells, items ascending
    void build(const std::vector<Box>& boxes);
    [[nodiscard]] std::uint32_t column(double x) const;
    [[nodiscard]] std::uint32_t row(double y) const;
    template <class Distance>
    [[nodiscard]] std::uint32_t nearest(Point m, double radius, const Distance& distance_to) const;
  };
  Grid buildings_, demand_, organisations_;
  std::vector<std::uint32_t> demand_of_building_;   // UINT32_MAX: none
};

}  // namespace catchment::document
