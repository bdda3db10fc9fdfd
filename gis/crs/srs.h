#pragma once

#include <ogr_spatialref.h>

#include <string>

namespace catchment::gis {

/// A CRS from text ("EPSG:32651", WKT, PROJ string) with x = easting or longitude, whatever the authority's axis order.
/// No file and no network is read for it. Throws InputError(where, ...) if it is not a CRS.
OGRSpatialReference parse_crs(const std::string& text, const std::string& where);

/// "EPSG:4326" where there is a code, else the name, else empty ("Undefined ..." of a GeoPackage counts as none).
std::string short_name(const OGRSpatialReference& srs);

/// Text that parse_crs understands and that loses nothing.
std::string full_text(const OGRSpatialReference& srs);

}  // namespace catchment::gis
