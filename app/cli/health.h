#pragma once

#include <string>
#include <vector>

#include "app/cli/datum_samples.h"
#include "app/cli/json_parts.h"
#include "gis/vector/layer.h"
#include "sim/core/progress.h"
#include "sim/scenario/scenario.h"

namespace catchment::cli {

/// What `catchment check` tells of a scenario or of files.
struct Health {
  Findings findings;
  std::vector<gis::LayerInfo> layers;
  Json network;                       ///< null without streets
  std::vector<LabelledLayer> places;  ///< of files, for the comparison between them
};

/// Loads and computes a scenario as `run` would, but collects what is wrong instead of stopping at it.
Health scenario_health(const Scenario& scenario, const Progress& progress);

/// Reads every layer of one data file: OSM streets, a population raster, a world file of ours or any vector file.
/// Throws InputError if it cannot be read at all.
void file_health(const std::string& path, Health& out, const Progress& progress);

}  // namespace catchment::cli
