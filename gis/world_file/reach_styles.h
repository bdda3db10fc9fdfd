#pragma once

#include "gis/world_file/qgis_styles.h"
#include "gis/world_file/reach_file.h"

// What the layers of a reach file look like in QGIS. Private to gis/world_file.
namespace catchment::gis {

/// Areas by cutoff where they overlap or are rings; by facility where they are exclusive and nested.
QgisStyle reach_areas_style(const ReachTables& tables);
QgisStyle reach_streets_style(const ReachTables& tables);
QgisStyle reach_demand_style(const ReachTables& tables);

}  // namespace catchment::gis
