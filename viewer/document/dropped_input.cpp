#include "viewer/document/dropped_input.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>

#include <fmt/format.h>

#include "sim/core/error.h"
#include "viewer/document/edit_text.h"
#include "viewer/document/files.h"

namespace catchment::document {

std::string input_toml(const std::string& path, const std::string& datum) {
  const std::filesystem::path file(path);
  std::string name = file.filename().string();
  std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  const auto ends = [&](std::initializer_list<const char*> endings) {
    return std::any_of(endings.begin(), endings.end(), [&](const char* e) { return name.ends_with(e); });
  };
  std::string role = "facilities";
  static constexpr std::array kRoles{"areas", "area_population", "buildings", "demand", "streets", "facilities", "organisations", "venues", "context", "catalogue", "links"};
  if (ends({".osm", ".osm.gz", ".osm.bz2", ".pbf"})) role = "streets";
  else if (ends({".tif", ".tiff"})) role = "population_raster";
  else if (!ends({".gpkg", ".geojson", ".json", ".shp", ".csv", ".fgb", ".kml", ".gml", ".dxf", ".xlsx"}))
    throw InputError(path, "this kind of file is not known", "drop a scenario (.toml), a world (.gpkg), GeoJSON, Shapefile, CSV, OSM or GeoTIFF");
  else
    for (const char* r : kRoles)
      if (name.substr(0, name.find('.')) == r) role = r;
  std::string key = "dropped";
  for (const char c : file.stem().string())
    if (std::isalnum(static_cast<unsigned char>(c)) != 0 && static_cast<unsigned char>(c) < 0x80) key += key == "dropped" ? std::string("_") + c : std::string(1, c);
  std::string out = fmt::format("\n[inputs.{}]\nrole = \"{}\"\npath = {}\ndatum = {}\n", key, role, quoted_toml(absolute_path(path)), quoted_toml(datum));
  // A table of coordinates says nothing of itself: longitude and latitude in the datum that was answered.
  if (ends({".csv"})) out += fmt::format("crs = \"{}\"\n", datum == "cgcs2000" ? "EPSG:4490" : "EPSG:4326");
  if (role == "facilities") out += "outside = \"keep\"\n";
  return out;
}

}  // namespace catchment::document
