#pragma once

#include <optional>
#include <span>
#include <vector>

#include "sim/core/cost.h"
#include "sim/world/world.h"

namespace catchment {

/// Hours of some days of a week: days 0 (Monday) to 6, minutes from midnight in whole half hours, first_minute < last_minute <=
/// 1440. E.g. weekly_hours(0, 4, 9 * 60, 17 * 60). Throws std::invalid_argument otherwise.
OpeningHours weekly_hours(int first_day, int last_day, int first_minute, int last_minute);

/// All 336 half hours of the week.
OpeningHours whole_week();

/// Temporal coverage (A.4): the share of `window` in which at least one of `open` is open; nullopt for an empty window.
std::optional<double> temporal_coverage(std::span<const OpeningHours> open, const OpeningHours& window = whole_week());

/// Temporal coverage of each demand point by the facilities it can reach.
struct TemporalCoverage {
  std::vector<double> share;          ///< [n_demand] of the window; 0 if nothing within reach states hours
  std::vector<std::uint8_t> unstated; ///< [n_demand] 1 if a facility within reach does not state its hours (share is then a lower bound)
  std::optional<double> mean;         ///< over persons; nullopt if nobody is counted
};

/// - `within`  rows: demand points; only pairs within the cutoff
/// - `hours`   [n_destinations]; all zero: not stated
/// - `persons` [n_demand] >= 0; `counted` [n_demand] or empty: 0 leaves a point out of the mean
/// Throws std::invalid_argument if lengths disagree or the window is empty. O(pairs * 6 words).
TemporalCoverage temporal_coverage_of_demand(const CostTable& within, std::span<const OpeningHours> hours,
                                             std::span<const std::int64_t> persons, std::span<const std::uint8_t> counted = {},
                                             const OpeningHours& window = whole_week());

}  // namespace catchment
