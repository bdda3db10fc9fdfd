#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/scenario/scenario.h"
#include "sim/world/world.h"
#include "viewer/scene/study_view.h"
#include "viewer/scene/theme.h"

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
/// Upper ends of the classes but the last, ascending, distinct; fewer where the values do not allow more. `weights` empty:
/// all equal. Values must be finite. Natural breaks are exact up to 2,000 distinct values; more are thinned to 2,000 quantiles first.
std::vector<double> class_breaks(std::span<const double> values, std::span<const double> weights, const Classing& classing);

/// The theme of the viewer's map, kept up as the study changes. Labels, colours and sums are those of `theme_figures`.
class Theming {
 public:
  Theming(const World& world, const Scenario& scenario) : world_(&world), scenario_(&scenario) {}
  /// Anew. O(points), with a sort for classed figures. `base` may be null unless the figure needs it.
  void set(const Figure& figure, const Classing& classing, const StudyView& now, const StudyView* base, bool chinese, bool dark);
  /// After a change of `points`: their classes and the legend's sums, with the breaks kept. -> points with another class.
  /// O(points given).
  std::span<const std::uint32_t> update(std::span<const std::uint32_t> points, const StudyView& now, const StudyView* base);
  [[nodiscard]] const ThemeFigures& figures() const { return figures_; }
  [[nodiscard]] const Figure& figure() const { return figure_; }
  /// The figure's value at a point, for the hover card and tables; nullopt: none, unreachable, not counted.
  [[nodiscard]] std::optional<double> value(std::size_t point, const StudyView& now, const StudyView* base) const;

 private:
  const World* world_;
  const Scenario* scenario_;
  Figure figure_;
  Classing classing_;
  std::vector<double> breaks_;
  ThemeFigures figures_;
  std::vector<std::uint32_t> changed_;
};

}  // namespace catchment::scene
