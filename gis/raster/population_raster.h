#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "gis/crs/projector.h"
#include "sim/core/error.h"
#include "sim/core/progress.h"

namespace catchment::gis {

/// Cells of a population raster that hold people: centre in the project's CRS and the raw value.
struct RasterCells {
  std::vector<Point> centre;                 ///< [n] m
  std::vector<double> persons;               ///< [n] > 0
  double total = 0;                          ///< compensated sum of `persons`
  std::int64_t nodata_cells = 0, zero_cells = 0;
  double cell_width_m = 0, cell_height_m = 0;  ///< at the centre of the raster
  std::string crs;
  Findings findings;
};

/// Band 1 of a GeoTIFF. nodata (and NaN) are no people. Negative values that are not nodata, no CRS, no georeference,
/// or a header that claims more cells than the file can hold: InputError.
RasterCells read_population_raster(const std::string& path, const std::string& crs_override, const std::string& project_crs,
                                   const Progress& progress = {});

/// Values -> integers with the same total (rounded once) by largest remainder, ties to the lowest index.
std::vector<std::int64_t> to_persons(const std::vector<double>& values);

}  // namespace catchment::gis
