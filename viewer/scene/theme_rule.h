#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "viewer/scene/figure.h"
#include "viewer/scene/study_view.h"
#include "viewer/scene/theme.h"

namespace catchment::scene {

/// What a figure says at every demand point and how its classes are named and coloured: the one place that the print's
/// `theme_figures` and the viewer's `Theming` both read.
struct ThemeRule {
  const World& world;
  const Scenario& scenario;
  const Figure& figure;
  const StudyView& now;
  const StudyView* base = nullptr;
  bool chinese = true, dark = false;
  std::span<const double> density = {};          ///< [n_demand] for kPersonsPerHectare: hectare_density(world)

  /// Throws std::invalid_argument if the level is not there, the base is missing, or arrays do not fit the world's demand.
  void check() const;
  /// Does demand point i carry the figure: inside the boundary, and somebody lives there (or the figure is the building's)?
  [[nodiscard]] bool carries(std::size_t i) const;
  /// The value that classes are made of; nullopt: none.
  [[nodiscard]] std::optional<double> value(std::size_t i) const;
  [[nodiscard]] std::string value_text(double value) const;
  /// Ends of the classes of this moment, for the figures that have such.
  [[nodiscard]] std::vector<double> breaks(const Classing& classing) const;
  /// Title, note and classes without sums. Classes are in legend order.
  [[nodiscard]] ThemeFigures classes(std::span<const double> breaks) const;
  /// The class of point i, -1: none.
  [[nodiscard]] int class_of(std::size_t i, std::span<const double> breaks) const;
  /// People are split exactly, also where a building is split: kSplit's sums are the level's own where they are known.
  void exact_sums(ThemeFigures& figures) const;
  /// Everything above in one: the figures with their sums. O(points).
  [[nodiscard]] ThemeFigures all(std::span<const double> breaks) const;

  [[nodiscard]] const LevelView& level() const { return now.levels[figure.level]; }
  [[nodiscard]] bool split_known() const { return figure.kind == FigureKind::kSplit && !level().served.empty(); }
};

/// Persons per hectare around each demand point: the mean over nine cells of 100 m, the point's own in the middle. [n_demand]
std::vector<double> hectare_density(const World& world);

}  // namespace catchment::scene
