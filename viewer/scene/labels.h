#pragma once

#include <cstdint>
#include <optional>
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
  int covers = 0;              ///< where nothing is free it may run over symbols of at most this weight; never over other texts
  Point spread;                ///< px; clearance 0: how far from `at` the text may go to keep clear of symbols
  double gap_em = 0;           ///< between this text and others that want a gap, at its sides
  Colour ink, halo;
};

/// Places labels by priority without overlaps. Greedy over fixed candidate places (right, left, above, below and the four
/// corners of a symbol; the centre of an area and what is near it), so that the result is stable while panning and needs no iteration.
/// Free places come first, with both languages or with one; then, for what may cover symbols, the place that covers least.
/// A text that already stands nearby is not written again. Source of the order of places: Imhof (1975), The American Cartographer 2(2):128-144. O(wishes x candidates) with a grid.
class LabelPlacer {
 public:
  explicit LabelPlacer(Box frame = {}) : frame_(frame) {}
  static constexpr int kNever = 100;   ///< weight of what no text may cover
  /// Nothing may be written here: furniture; symbols, but for texts that matter more than their weight.
  void block(const Box& box, int weight = kNever) { blocked_.push_back({box, weight}); }
  /// A line that a street's name may run along: there its halo is wide enough to part the line.
  void line(Point a, Point b) { lines_.push_back({a, b}); }
  /// Texts lie wholly inside this box or wholly outside it: what is outside is covered by something else, for now.
  void keep_whole_in(const Box& free) { free_ = free; }
  void wish(LabelWish w) { wishes_.push_back(std::move(w)); }
  /// Texts for a layer, in placing order.
  [[nodiscard]] std::vector<Shape> place() const;

 private:
  Box frame_;
  struct Blocked { Box box; int weight; };
  std::vector<Blocked> blocked_;
  struct Line { Point a, b; };
  std::vector<Line> lines_;
  std::optional<Box> free_;
  std::vector<LabelWish> wishes_;
};

}  // namespace catchment::scene
