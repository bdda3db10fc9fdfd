#pragma once

#include <gdal_priv.h>

#include <array>
#include <memory>
#include <string>

#include "gis/crs/gdal_errors.h"

namespace catchment::gis {

/// Opens a GeoTIFF for reading, after the checks that an untrusted file needs: it is one, it has a band, and its header claims
/// no more cells than the file can hold, nor blocks too large to read. `wanted` completes the remedy: "give WANTED as
/// GeoTIFF". Throws InputError. Private to gis: it shows GDAL.
std::unique_ptr<GDALDataset> open_geotiff(const std::string& path, const std::string& wanted, GdalErrors& errors);

/// Where its cells lie: GDAL's six numbers, finite. Throws InputError if the file does not say.
std::array<double, 6> georeference_of(GDALDataset& data, const std::string& path);

/// `stated` unless empty, else the file's own CRS in full; empty if neither says.
std::string crs_text_of(GDALDataset& data, const std::string& stated);

}  // namespace catchment::gis
