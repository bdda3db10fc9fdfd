#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/scenario/scenario.h"
#include "sim/world/world.h"
#include "viewer/scene/figure.h"
#include "viewer/scene/study_view.h"
#include "viewer/scene/theme.h"

namespace catchment::scene {

/// The theme of the viewer's map, kept up as the study changes. Labels, colours and sums are those of `theme_figures`: both read
/// theme_rule.h. The world's buildings and demand must not change meanwhile; its facilities may.
class Theming {
 public:
  Theming(const World& world, const Scenario& scenario) : world_(&world), scenario_(&scenario) {}
  /// Anew. O(points), with a sort for classed figures. `base` may be null unless the figure needs it.
  /// Throws std::invalid_argument if the level is not there, the base is missing, or arrays do not fit the world's demand.
  void set(const Figure& figure, const Classing& classing, const StudyView& now, const StudyView* base, bool chinese, bool dark);
  /// After a change of `points`: their classes and the legend's sums, with the breaks kept. -> points with another class.
  /// O(points given). For kSplit a new split moves people anywhere: give all points, or call `refresh`; a split that has come or gone
  /// since the last call is seen and answered as if all points were given.
  std::span<const std::uint32_t> update(std::span<const std::uint32_t> points, const StudyView& now, const StudyView* base);
  /// All points anew, with the breaks kept. -> points with another class. O(points).
  std::span<const std::uint32_t> refresh(const StudyView& now, const StudyView* base);
  [[nodiscard]] const ThemeFigures& figures() const { return figures_; }
  [[nodiscard]] const Figure& figure() const { return figure_; }
  [[nodiscard]] const Classing& classing() const { return classing_; }
  /// The figure's value at a point, for the hover card and tables (seconds or metres, persons, number of levels or providers...);
  /// nullopt: none, unreachable, not counted.
  [[nodiscard]] std::optional<double> value(std::size_t point, const StudyView& now, const StudyView* base) const;
  /// The same in words with its unit; empty if there is none.
  [[nodiscard]] std::string value_text(std::size_t point, const StudyView& now, const StudyView* base) const;

 private:
  void move(std::uint32_t point, int to);

  const World* world_;
  const Scenario* scenario_;
  Figure figure_;
  Classing classing_;
  bool chinese_ = true, dark_ = false, split_known_ = false;
  std::vector<double> breaks_;
  std::vector<double> density_;        ///< [n_demand] for kPersonsPerHectare
  ThemeFigures figures_;
  std::vector<std::uint32_t> changed_;
};

}  // namespace catchment::scene
