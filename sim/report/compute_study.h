#pragma once

#include <string>
#include <vector>

#include "sim/core/progress.h"
#include "sim/report/study.h"

namespace catchment {

/// An imported cost table (cli.md "costs"): rows of origin id, destination id, cost in seconds or metres.
struct CostMatrix {
  std::string input;                     ///< name of the [inputs.X] table
  CostUnit unit = CostUnit::kMetres;
  std::vector<std::string> origin, destination;  ///< [n_rows] ids
  std::vector<double> cost;              ///< [n_rows] >= 0
};

/// The main job on a built world: reach, coverage of every level, the demand split, equity, gaps, the two coverages,
/// accountability, venues, catalogue items, linkage. No file access; `version` and `run_id` are left empty.
/// The result does not depend on the number of threads.
/// Throws InputError for a level without a provider to be, a matrix whose ids meet nothing, matrix mode without a matrix.
Study compute_study(const World& world, const Scenario& scenario, const std::vector<CostMatrix>& matrices = {},
                    const Progress& progress = {});

/// The base world with the scenario's edits applied. Edits with `to_lonlat` must have been projected to `to` before.
/// Throws InputError (place of the edit, what, remedy) for unknown ids.
World apply_edits(const World& base, const std::vector<Edit>& edits);

}  // namespace catchment
