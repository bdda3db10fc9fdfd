#pragma once

#include <string>

#include "sim/core/progress.h"
#include "sim/report/study.h"

namespace catchment::gis {

/// results.gpkg: layers areas, demand (all points), buildings (footprints, with the figures of their demand point again),
/// facilities, organisations, venues, links of the sharing graph (a line from who gives to who gets, width by capacity, colour by type), streets cut at the borders of their bands, gates, context, context_lines,
/// context_points (one kind of geometry each), and a table run_info. Columns of a level start with its name:
/// station_share, station_state (served, no_capacity, out_of_reach, none, beyond), station_cost in s or m.
/// Each layer has a QGIS style in `layer_styles`: our colours, legend and field names in the language of
/// scenario.outputs, so that QGIS opens it styled. The file appears under its name only when it is whole.
/// Same study, same bytes.
void write_results(const World& world, const Study& study, const Scenario& scenario, const std::string& path,
                   const Progress& progress = {});

}  // namespace catchment::gis
