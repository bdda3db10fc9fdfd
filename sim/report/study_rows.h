#pragma once

#include <vector>

#include "sim/report/study.h"

// The parts of a study that are summed up from demand points. Private to sim/report.
namespace catchment {

/// Every area with counted demand inside, in index order: each demand point counts for its leaf and all ancestors.
std::vector<AreaResult> area_results(const World& world, const Study& study);

/// Equity of the cost to the nearest provider of `level`; Theil groups and area shares at `area_level`.
LevelEquity level_equity(const World& world, const Study& study, const LevelResult& level, int area_level);

/// The ten largest gaps over all levels: demand of one leaf area (or of one point, where it lies in none) that is out of reach
/// or reached without a place.
std::vector<Gap> largest_gaps(const World& world, const Study& study);

}  // namespace catchment
