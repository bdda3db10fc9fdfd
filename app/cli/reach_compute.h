#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "app/cli/arguments.h"
#include "app/cli/reach_facilities.h"
#include "gis/world_file/reach_file.h"
#include "sim/core/cost.h"
#include "sim/core/progress.h"
#include "sim/scenario/scenario.h"
#include "sim/world/world.h"

namespace catchment::cli {

/// Figures of one facility up to one cutoff. Persons come from the travel costs of demand points, not from the shapes.
struct ReachFigure {
  double length_m = 0, area_m2 = 0;
  std::int64_t persons = 0;
};

struct Reach {
  std::vector<ReachFacility> facilities;
  std::vector<double> snap_m;                     ///< [n_facilities] +infinity: no street near
  std::vector<std::vector<ReachFigure>> figures;  ///< [n_facilities][n_cutoffs]
  std::int64_t unreached_persons = 0, unreached_points = 0;  ///< of those within the study area, as all persons here
  gis::ReachTables tables;                        ///< filled only for -o
};

/// `seconds` [n_cutoffs] and the same as costs, ascending. Same answer at any number of threads. Throws Cancelled.
Reach compute_reach(const ReachArguments& in, const World& world, const NetworkOptions& network,
                    std::span<const double> seconds, std::span<const Cost> cutoffs, const Progress& progress);

}  // namespace catchment::cli
