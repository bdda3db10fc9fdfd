#pragma once

#include <string>

#include "sim/core/progress.h"
#include "sim/report/study.h"

namespace catchment::gis {

/// results.gpkg: layers areas, demand (buildings as polygons where there are footprints), facilities, organisations,
/// venues, streets with bands, gates, context; each with a QGIS style in `layer_styles` (our colours, labels in the
/// run's language), so that QGIS opens it styled. Written in place (the caller writes into a temporary folder). Same
/// study, same bytes.
void write_results(const World& world, const Study& study, const Scenario& scenario, const std::string& path,
                   const Progress& progress = {});

}  // namespace catchment::gis
