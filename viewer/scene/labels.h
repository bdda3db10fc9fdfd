#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "viewer/scene/display_list.h"

namespace catchment::scene {

/// A text that wants a place on the map.
struct LabelWish {
  int priority = 0;            ///< higher first; ties to the earlier wish
  std::string main, below;     ///< `main` may hold one line break; `below` is dropped where there is no room
  Point at;                    ///< px
  double clearance_px = 0;     ///< radius of the symbol at `at`; 0: the text is centred on `at`
  std::vector<Point> along;    ///< straight enough stretch of a street, px: the text runs along it instead
  double size_px = 14;
  bool bold = false;
  bool over_symbols = false;   ///< names of large areas may run over symbols, never over other texts
  Colour ink, halo;
};

/// Places labels by priority without overlaps. Greedy over fixed candidate places (right, left, above, below and the four
/// corners of a symbol; the centre of an area), so that the result is stable while panning and needs no iteration.
/// A text that already stands nearby is not written again. Source of the order of places: Imhof (1975), The American Cartographer 2(2):128-144. O(wishes x candidates) with a grid.
class LabelPlacer {
 public:
  explicit LabelPlacer(Box frame = {}) : frame_(frame) {}
  /// Nothing may be written here: symbols, furniture. `soft` boxes only make a place worse.
  void block(const Box& box) { blocked_.push_back(box); }
  void wish(LabelWish w) { wishes_.push_back(std::move(w)); }
  /// Texts for a layer, in placing order.
  [[nodiscard]] std::vector<Shape> place() const;

 private:
  Box frame_;
  std::vector<Box> blocked_;
  std::vector<LabelWish> wishes_;
};

}  // namespace catchment::scene
