#pragma once

#include <string>
#include <vector>

#include "app/pipeline/pipeline.h"
#include "app/report/report.h"

namespace catchment::pipeline {

/// Runs (or rows of a batch) side by side, best first. Figures are text as in the files; an absent one is empty.
struct Comparison {
  std::string by;                             ///< the figure that ranks: larger is better
  ReportTable table;                          ///< columns: rank, run, then figures; rows in rank order
};

/// Reads the summaries of result folders. `by` is "joint_share", "organisation_coverage", "work_coverage", or a level's
/// name; empty: the first of them that every folder has. Equal figures keep the order given.
/// Throws InputError for a folder without summary.json, one that cannot be read, or a `by` that no folder has.
Comparison compare_folders(const std::vector<std::string>& folders, const std::string& by = {});

/// The rows of a batch folder, ranked; rows without the figure come last. `by` also takes any column of results.csv.
Comparison compare_batch(const std::string& folder, const std::string& by = {});
bool is_batch_folder(const std::string& folder);

/// A finished run computed again from its manifest's scenario and input files.
struct Rebuilt {
  Scenario scenario;
  LoadedWorld loaded;
  World world;
  Study study;
  std::string run_id_in_manifest;             ///< differs from study.run_id if inputs or program have changed since
};
Rebuilt rebuild_run(const std::string& folder, const Progress& progress = {});

/// Throws InputError unless the two runs have the same demand points, so that a difference has a meaning.
void require_same_demand(const World& a, const World& b, const std::string& where);

/// CSV as RFC 4180 -> rows of cells. Throws InputError for an open quote or rows of different lengths.
std::vector<std::vector<std::string>> parse_csv(const std::string& text, const std::string& where);

}  // namespace catchment::pipeline
