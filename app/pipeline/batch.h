#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "sim/core/progress.h"
#include "sim/scenario/scenario.h"

namespace catchment::pipeline {

/// One run of a sweep: what it changes in the base scenario.
struct BatchRun {
  std::size_t number = 0;                     ///< from 1
  std::string variant;                        ///< name; empty if the sweep has no variants
  std::vector<std::pair<std::string, std::string>> parameters;  ///< key -> TOML value text, as axes and points set them
  std::vector<std::string> edits;             ///< TOML inline tables, appended to the base's [[edits]]
};

/// A sweep file: variants x (grid over all axes, then the listed points), numbered in that order, last axis fastest.
///
///     [batch]
///     base = "linfenlu.toml"
///     name = "where the station goes"
///     [[axes]]
///     key = "network.speed_m_per_min"       # or a list of keys that change together
///     values = [60, 70, 80]
///     [[variants]]
///     name = "north"
///     edits = [{op = "move_facility", target = "S1", to = [354000, 3456000]}]
///     [[points]]
///     "network.speed_m_per_min" = 55
struct Sweep {
  std::string name, file;
  std::string base;                           ///< path of the base scenario
  std::string sha256;                         ///< of the sweep's and the base's resolved texts and the program's version
  std::vector<std::string> keys;              ///< every key that some run sets, in order of first appearance
  bool has_variants = false;
  std::vector<BatchRun> runs;
};

/// Reads and expands a sweep (at most 1,000,000 runs). The base must be a valid scenario; a run that is not is a row with
/// its error. Throws InputError with file, line, column and key.
Sweep read_sweep(const std::string& path);

/// The scenario of one run. Throws InputError.
Scenario scenario_of(const Sweep& sweep, const BatchRun& run);

struct BatchOptions {
  int workers = 1;                            ///< runs at the same time, each with one thread
  bool resume = false, overwrite = false;
};
struct BatchOutcome {
  std::size_t total = 0, ok = 0, failed = 0;
  std::size_t resumed = 0;                    ///< of the total: were finished before
};

/// Runs what is not finished yet. Each finished run is one file `runs/NNNN.json`, written at once or not at all; when all
/// are there, `results.csv` is written from those files alone, so an interrupted and resumed batch gives the same bytes.
/// The base world is loaded once for all runs with the same world_key. A failed run is a row with status "failed" and its
/// error; the others go on. `batch.json` holds the sweep's hash.
/// Throws InputError for a folder that exists without `resume` or `overwrite`, one of another or a changed sweep, or one
/// that another process is working on; Cancelled when `progress` says so: finished runs are kept.
BatchOutcome run_batch(const Sweep& sweep, const std::string& dir, const BatchOptions& options, const Progress& progress = {});

}  // namespace catchment::pipeline
