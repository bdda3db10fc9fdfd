#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "sim/report/study.h"
#include "sim/scenario/scenario.h"
#include "sim/world/world.h"
#include "viewer/scene/display_list.h"

namespace catchment::scene {

/// Charts of the report as display lists: the same colours and writers as the map (`to_svg`, `to_png`, `to_pdf`).
/// A chart without anything to show (nobody counted, no levels) is one line of text that says so, never an empty box.
/// All are deterministic; none throws but std::invalid_argument for a level or a length that does not fit.
struct ChartOptions {
  bool chinese = true;
  bool dark = false;
  double width_px = 640;      ///< 240 or more; smaller values are raised to it
  double height_px = 0;       ///< 0: the chart's own height
  bool transparent = true;    ///< no ground of its own, so that it sits on the page
};

/// One stacked bar per level, in the scenario's order: served, reached but no capacity (hatched), out of reach, as shares
/// of the population, with persons and per cent written in or beside the bars, and a legend below.
DisplayList split_bars(const Study& study, const ChartOptions& options = {});

/// Share of people (y, 0..100 %) whose nearest provider is within x, one step curve per level, its cutoff marked and the
/// covered share written there. x is minutes if any level is in seconds (levels in metres are then divided by the
/// scenario's speed), else metres. Only demand inside the boundary counts; the unreachable never enter the curve.
DisplayList cumulative_curve(const World& world, const Study& study, const Scenario& scenario,
                             const ChartOptions& options = {});

/// Lorenz curve of the travel cost to the nearest provider of one level, with the diagonal of equality, the area
/// between them shaded and the Gini coefficient written in it.
DisplayList lorenz_chart(const Study& study, std::size_t level, const ChartOptions& options = {});

/// Weighted histogram with at most 20 bins of a round width (1, 2, 2.5 or 5 times a power of ten). `values` must be
/// finite; `weights` [n] >= 0 or empty for ones. `marker` (e.g. the cutoff; NaN: none) is drawn as a line with
/// `marker_label`. The value axis starts at 0 for non-negative values.
struct HistogramText { std::string x, y, marker_label; };
DisplayList histogram(std::span<const double> values, std::span<const double> weights, const HistogramText& text,
                      double marker, const ChartOptions& options = {});

/// The histogram of persons by travel cost to the nearest provider of one level: minutes or metres, cutoff marked;
/// bars beyond the cutoff in the colour of "out of reach". The unreachable are told in a note.
DisplayList cost_histogram(const World& world, const Study& study, std::size_t level, const ChartOptions& options = {});

/// Table cells of `width_px` (as given) by `height_px` (0: 16), without text: one bar of a share 0..1 (NaN: dotted) ...
DisplayList bar_cell(double share, const ChartOptions& options = {});
/// ... and the demand split of one row, persons.
DisplayList split_cell(std::int64_t served, std::int64_t no_capacity, std::int64_t out_of_reach,
                       const ChartOptions& options = {});

}  // namespace catchment::scene
