#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "sim/scenario/scenario.h"
#include "sim/world/world.h"

namespace catchment::scene {

/// Any figure that demand points and their buildings can be coloured by.
enum class FigureKind : std::uint8_t {
  kLevels,        ///< how many levels reach it
  kSplit,         ///< of one level: served, reached but no capacity, out of reach
  kMinutes,       ///< of one level: travel cost to the nearest provider, in the standard's bands
  kCost,          ///< of one level: the same, classed by method
  kBackup,        ///< of one level: providers within the cutoff
  kDifference,    ///< of one level: newly covered, lost, still covered, still out of reach
  kCostChange,    ///< of one level: cost now less cost at the base; diverging about 0
  kPersons, kPersonsPerHectare, kFloors, kDwellings, kBuildingKind,
  kNone,          ///< buildings plain
};
struct Figure {
  FigureKind kind = FigureKind::kLevels;
  std::size_t level = 0;         ///< for the kinds of one level
  friend bool operator==(const Figure&, const Figure&) = default;
};
bool of_one_level(FigureKind kind);
bool needs_base(FigureKind kind);
/// Has classes by method (the others have classes of their own).
bool is_classed(FigureKind kind);
std::string figure_title(const Figure& figure, const Scenario& scenario, bool chinese);
/// All that this world and scenario can show, in menu order.
std::vector<Figure> figures_of(const World& world, const Scenario& scenario);

enum class ClassMethod : std::uint8_t {
  kQuantile, kEqual,
  kNaturalBreaks,   ///< Fisher (1958), JASA 53(284):789-798, as Jenks uses it
  kStandard,        ///< thresholds of the planning standard, where the figure has one; else round numbers
};
struct Classing {
  ClassMethod method = ClassMethod::kQuantile;
  std::size_t classes = 5;       ///< 2..7
  friend bool operator==(const Classing&, const Classing&) = default;
};
/// Upper ends of the classes but the last, ascending, distinct; fewer where the values do not allow more. A value equal to an end
/// is in its class. `weights` empty: all equal. Values must be finite, weights not negative (std::invalid_argument).
/// Natural breaks are exact up to 2,000 distinct values; more are thinned to 2,000 quantiles first. O(n log n), natural breaks
/// O(classes * 2,000^2) on top.
std::vector<double> class_breaks(std::span<const double> values, std::span<const double> weights, const Classing& classing);

}  // namespace catchment::scene
