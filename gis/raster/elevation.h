#pragma once

#include <string>

#include "gis/crs/projector.h"
#include "sim/core/error.h"
#include "sim/core/progress.h"
#include "sim/network/street_heights.h"

namespace catchment::gis {

/// What an elevation raster gave the streets.
struct StreetElevation {
  HeightSummary heights;
  double cell_m = 0;      ///< width of a cell on the ground, at the middle of the streets
  std::string crs;
  Findings findings;
};

/// Heights for the streets from band 1 of a GeoTIFF, in metres or feet as the band says (metres if it does not): shape
/// points every 25 m at most (`add_shape_points`), each with the height between the four cell centres round it (bilinear;
/// cells without data are left out, the outer half cell takes its edge), then `set_heights`. Only the part of the raster
/// under the streets is read.
/// Throws InputError for a file that is no GeoTIFF or has no georeference or CRS, a unit that is no length, a raster that
/// covers none of the streets (often a wrong CRS) or has no data under more than 5 % of them, a height beyond -500..9000 m
/// (an undeclared nodata value), more than 2^28 cells under the streets; std::invalid_argument for a network without edges.
StreetElevation add_elevation(const std::string& path, const std::string& crs_override, const std::string& project_crs,
                              StreetNetwork& net, const Progress& progress = {});

}  // namespace catchment::gis
