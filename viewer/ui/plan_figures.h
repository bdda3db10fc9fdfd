#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "viewer/ui/state.h"

namespace catchment::viewer {

/// One area of the report's level, for the list of areas.
struct AreaBar {
  std::uint32_t area = 0;                 ///< index into world.areas
  std::int64_t persons = 0, covered = 0, base_covered = 0;
  [[nodiscard]] double share() const { return persons > 0 ? static_cast<double>(covered) / static_cast<double>(persons) : 0; }
  [[nodiscard]] double base_share() const { return persons > 0 ? static_cast<double>(base_covered) / static_cast<double>(persons) : 0; }
};

/// What the plan costs more, or less, than the base.
struct PlanCost {
  bool stated = false;                    ///< some facility has a cost
  std::int64_t fixed_fen = 0;             ///< of facilities that are new, moved or reopened
  std::int64_t running_fen = 0;           ///< a year: of all that are open, less the same at the base
};
PlanCost plan_cost(const World& base, const World& world);

/// Figures that need a look at every demand point, kept until the plan or the level changes: nothing of them is computed twice for one state.
struct PlanFigures {
  std::size_t level = 0;
  document::CoverageCurve curve, base_curve;   ///< at the same costs
  double curve_most = 0;                       ///< s or m, end of the axis
  std::vector<AreaBar> areas;                  ///< worst first
  int area_level = 0;                          ///< whose areas these are
  double worst_tenth = 0, base_worst_tenth = 0;  ///< s or m, of the level
  std::int64_t base_joint = 0;                 ///< persons that every level reached at the base
  PlanCost cost;
};
/// Of tab.level. What takes a look at every point or area (curve, farthest tenth, bars) is computed at most every 100 ms while something is dragged over more than
/// 200,000 points, and not both in one frame; `state.animating` then asks for the frame that shows the last ones.
const PlanFigures& plan_figures(State& state, Tab& tab);

/// Histogram and Lorenz curve of tab.level, computed only when asked for.
struct PlanCharts {
  std::vector<std::int64_t> histogram;
  double bin = 0;                              ///< s or m
  document::CostLorenz lorenz;
};
const PlanCharts& plan_charts(State& state, Tab& tab);

/// The curve of the base plan at the same costs as `coverage_curve`. O(points).
document::CoverageCurve base_coverage_curve(const document::Document& document, std::size_t level, double most, std::size_t n = 120);
/// Persons of each area of a level whom the base covers; 0 for areas of other levels. [n_areas], O(points).
std::vector<std::int64_t> base_area_persons(const document::Document& document, std::size_t level, int area_level);
/// coverage.report_area_level, or the next level above it where people live.
int shown_area_level(const document::Document& document);
/// Areas of `area_level` with people, worst share first; ties to more persons, then to the lower index. `base`: of `base_area_persons`. O(areas log areas).
std::vector<AreaBar> area_bars(const document::Document& document, std::size_t level, std::span<const std::uint32_t> rows, std::span<const std::int64_t> base);
/// Which of the live figures' areas are of a level and have people: the same whatever the plan. O(areas).
std::vector<std::uint32_t> area_rows(const document::Document& document, int area_level);

/// A cutoff as people set it: a multiple of 10 m or of a quarter of a minute, at least one of them.
double round_cutoff(double cost, CostUnit unit);
/// The step that sets a level's cutoff, with its label in both languages.
document::Step cutoff_step(const document::Document& document, std::size_t level, double cutoff);
/// The step of one edit.
document::Step edit_step(const World& world, Edit edit);
/// An edit of a facility: the operation and its target; the caller adds what it becomes.
Edit facility_edit(const Facility& facility, Edit::Op op);
/// "84 万元", "¥840,000", "−¥1.2 million".
std::string money_text(std::int64_t fen, bool chinese);

}  // namespace catchment::viewer
