#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "gis/vector/layer.h"
#include "sim/core/error.h"
#include "sim/core/progress.h"
#include "sim/network/friction_surface.h"

namespace catchment::gis {

/// A row of the table of speeds: what a class of land cover means for travel.
struct SpeedClass {
  std::int64_t id = 0;
  std::string label;
  double speed_kmh = 0;                      ///< 0: barred
  GroundMode mode = GroundMode::kWalking;
};

/// CSV with the columns class, label, speed (km/h) and mode (walking, bicycling or cycling, motorized or motorised; any
/// case), as AccessMod writes it. InputError: a column is missing, a class twice or not whole, a speed that is no number,
/// negative or above 300, an unknown mode, no rows.
std::vector<SpeedClass> read_speed_table(const std::string& path);

/// A friction surface and where it lies. `surface.ground[i]` is `classes[i]`. North is up.
struct FrictionRaster {
  FrictionSurface surface;
  std::vector<SpeedClass> classes;
  double west = 0, north = 0;                ///< corner of the first cell, m
  std::string file, crs;                     ///< `crs` loses nothing (WKT or code)
  Findings findings;

  /// In cells from the north-west corner, x east and y south.
  [[nodiscard]] Point in_cells(Point p) const { return {(p.x - west) / surface.cell_width_m, (north - p.y) / surface.cell_height_m}; }
};

/// Band 1 of a GeoTIFF of classes; nodata is barred. InputError: not a GeoTIFF, truncated, no CRS (declare one), a CRS
/// that is not in metres, no position, turned or south-up, more than 2^31 cells or than the file can hold, a class that the
/// table lacks (the first ones are named).
FrictionRaster read_friction_raster(const std::string& path, const std::string& crs_if_none, const std::vector<SpeedClass>& classes,
                                    const Progress& progress = {});

/// Heights from band 1 of a GeoTIFF. On the same grid they are taken as they are; on another grid or in another CRS they
/// are interpolated bilinearly at the cells' centres (finding "elevation-resampled"); where a corner is missing, by the
/// others. InputError as above, and if no cell gets a height.
void read_elevation(FrictionRaster& raster, const std::string& path, const std::string& crs_if_none, const Progress& progress = {});

/// Every cell that a line touches, or whose centre a polygon holds, becomes barred; points their cell. -> cells changed to barred.
std::uint64_t burn_barriers(FrictionRaster& raster, const Table& layer);

/// Every cell that a line touches takes the class in `field` of its row; later rows win. Over barriers: a road crosses
/// a river on a bridge. InputError for a missing field, or a class that the table lacks. -> cells written.
std::uint64_t burn_roads(FrictionRaster& raster, const Table& layer, const std::string& field);

/// Two bands, 32-bit float, nodata -1: seconds to the nearest facility, and its number from 1 in the order of the
/// facilities. Deflated, written beside and renamed; same input, same bytes. Throws InputError if it cannot be written.
void write_travel_times(const FrictionRaster& raster, const TravelTimes& times, const std::string& path, const Progress& progress = {});

}  // namespace catchment::gis
