#pragma once

#include <functional>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "gis/vector/datum_check.h"
#include "sim/core/progress.h"
#include "sim/report/compute_study.h"
#include "sim/report/study.h"
#include "sim/scenario/scenario.h"
#include "sim/world/world.h"

namespace catchment::pipeline {

/// The base world of a scenario, before its edits, plus imported cost matrices (by input name).
struct LoadedWorld {
  World world;
  std::vector<CostMatrix> matrices;
  std::vector<gis::DatumSample> datum_samples;   ///< kept for `check`
};

/// Reads the scenario file (with `extends` and overrides) from disk. Overrides are `key=value` TOML fragments applied last,
/// e.g. {"network.speed_m_per_min", "60"}.
Scenario load_scenario(const std::string& path, const std::vector<std::pair<std::string, std::string>>& overrides = {});

/// The same from a text that no file holds (yet): `file` is where it would lie, for `extends`, relative paths and messages.
Scenario parse_scenario_text(const std::string& text, const std::string& file, const std::vector<std::pair<std::string, std::string>>& overrides = {});

/// Inputs or town generator -> base world. Reads files; expands $CATCHMENT_SHARED_DATA (default ../shared/data seen from
/// the project root). Depends only on the keys in `world_key`.
LoadedWorld load_world(const Scenario& scenario, const Progress& progress = {});
/// Scenarios with equal keys have equal base worlds: canonical text of [inputs], [town], [population], seed, crs...
std::string world_key(const Scenario& scenario);

/// Gives every edit with a position in WGS-84 that position in metres of `crs` too (`to`). Throws InputError as gis::Projector.
void project_edits(std::span<Edit> edits, const std::string& crs);
/// True if the file is a world file of ours (role = "world").
bool is_world_file(const std::string& path);
/// The base world with the scenario's edits applied (positions in WGS-84 are projected first).
World edited_world(const LoadedWorld& loaded, const Scenario& scenario);

/// compute_study plus run id and version. No file access. A world with a finding of severity error (a datum label that
/// lies, a sum that does not add up) is refused with that finding: InputError.
Study run_study(const LoadedWorld& loaded, const World& world, const Scenario& scenario, const Progress& progress = {});

/// First 12 hex digits of the SHA-256 of version, resolved scenario and the hashes of all inputs.
std::string run_id(const World& world, const Scenario& scenario);

/// Writes the whole result folder of cli.md into a temporary folder beside `dir` and renames it. An existing `dir` is
/// refused unless `overwrite`, and then replaced only after success.
struct SaveOptions {
  bool overwrite = false;
  std::string language;                    ///< "zh" or "en"; empty: the scenario's
  std::function<std::string()> timing_json;  ///< called last; its text becomes timing.json. Empty: none is written
};
/// Throws InputError if `dir` exists and may not be replaced: called before long work, so that nobody waits for a refusal.
void require_free(const std::string& dir, bool overwrite);
void save_results(const World& world, const Study& study, const Scenario& scenario, const std::string& dir,
                  const SaveOptions& options, const Progress& progress = {});

/// summary.json's text (also what `run --format json` prints).
std::string summary_json(const World& world, const Study& study, const Scenario& scenario);
/// manifest.json's text.
std::string manifest_json(const World& world, const Study& study, const Scenario& scenario);

std::string sha256_hex(const std::string& bytes);
std::string sha256_file(const std::string& path);

}  // namespace catchment::pipeline
