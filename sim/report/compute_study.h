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
/// A level without an open provider is legitimate (nobody is covered) and told in a finding.
/// Throws InputError for a matrix whose ids meet nothing and for matrix mode without a matrix; Cancelled.
Study compute_study(const World& world, const Scenario& scenario, const std::vector<CostMatrix>& matrices = {},
                    const Progress& progress = {});

/// Marks what lies in the study area (an area's id or a name in either language) as inside, the rest as beyond the
/// boundary; "streets": the box of the street data; empty: everything is inside. Throws InputError for an area that is not there (names the nearest).
void mark_study_area(World& world, const std::string& study_area, const std::string& where);

/// The base world with the scenario's edits applied. Edits with `to_lonlat` must have been projected to `to` before.
/// `sharing`: how links that edits add or end move facilities (apply_sharing); the base has it applied.
/// Throws InputError (place of the edit, what, remedy) for unknown ids.
World apply_edits(const World& base, const std::vector<Edit>& edits, const SharingOptions& sharing = {});

}  // namespace catchment
