#pragma once

#include <string>

namespace catchment::document {

/// A data file that somebody dropped on the window, as an [inputs.*] table of a scenario. Its role is what its kind or its name says (OSM: streets,
/// GeoTIFF: population, "areas.gpkg": areas, ...), else facilities. `datum`: "wgs84", "gcj02", "bd09" or "cgcs2000", as the person answered.
/// Throws InputError for a kind of file that is not known.
std::string input_toml(const std::string& path, const std::string& datum);

}  // namespace catchment::document
