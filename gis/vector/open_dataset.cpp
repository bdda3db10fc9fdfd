#include <filesystem>

#include <fmt/format.h>

#include "gis/vector/claims.h"
#include "gis/vector/reading.h"

namespace catchment::gis::reading {

namespace {

// Drivers that read one local file and write nothing beside it. VRT, WFS, PostgreSQL and the like could be made to reach
// for other files or the network; GML writes a schema beside the user's file.
constexpr const char* kDrivers[] = {"GPKG", "ESRI Shapefile", "GeoJSON", "GeoJSONSeq", "TopoJSON", "FlatGeobuf", "OSM",
                                    "KML", "LIBKML", "GPX", "MapInfo File", "OpenFileGDB", "SQLite", "Parquet", nullptr};

}  // namespace

std::string quoted_list(const std::vector<std::string>& names) {
  constexpr std::size_t shown = 40;
  std::string text;
  for (std::size_t i = 0; i < names.size() && i < shown; ++i) text += fmt::format("{}'{}'", i ? ", " : "", names[i]);
  if (names.size() > shown) text += fmt::format(" and {} more", names.size() - shown);
  return text.empty() ? "none" : text;
}

std::string place_of(const Table& table) {
  return table.layer.empty() ? table.file : fmt::format("{}: layer '{}'", table.file, table.layer);
}

std::string some_rows(const std::vector<std::int64_t>& rows) {
  constexpr std::size_t shown = 5;
  std::string text = rows.size() == 1 ? "row " : "rows ";
  for (std::size_t i = 0; i < rows.size() && i < shown; ++i) text += fmt::format("{}{}", i ? ", " : "", rows[i]);
  if (rows.size() > shown) text += fmt::format(" and {} more", rows.size() - shown);
  return text;
}

bool is_csv(const std::string& path) {
  std::string ending = std::filesystem::path(path).extension().string();
  for (char& c : ending) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return ending == ".csv" || ending == ".tsv" || ending == ".txt";
}

Dataset open_dataset(const std::string& path) {
  Dataset dataset;
  dataset.path = path;
  dataset.bytes = require_file(path);
  check_claims(path, dataset.bytes);
  GdalErrors errors;
  // An empty ENCODING leaves a shapefile's texts as bytes; other drivers do not know the option.
  const bool shapefile = path.ends_with(".shp") || path.ends_with(".SHP") || path.ends_with(".dbf") || path.ends_with(".DBF");
  const char* raw_texts[] = {"ENCODING=", nullptr};
  dataset.data.reset(GDALDataset::Open(path.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR, kDrivers,
                                       shapefile ? raw_texts : nullptr, nullptr));
  if (!dataset.data) {
    const std::string said = errors.text("no driver knows it");
    const bool unknown = said.find("not recognized") != std::string::npos || said.find("no driver") != std::string::npos;
    if (unknown)
      throw InputError(path, "it is not a map layer that can be read",
                       "give a GeoPackage, Shapefile, GeoJSON, FlatGeobuf, CSV or OSM file");
    throw InputError(path, fmt::format("it cannot be opened ({})", said), kCopyAgain);
  }
  if (errors.failed()) throw InputError(path, fmt::format("it is damaged ({})", errors.text("")), kCopyAgain);
  dataset.driver = dataset.data->GetDriverName();
  return dataset;
}

OGRLayer* choose_layer(const Dataset& dataset, const std::string& name) {
  std::vector<std::string> names;
  for (OGRLayer* layer : dataset.data->GetLayers()) names.emplace_back(layer->GetName());
  if (names.empty()) throw InputError(dataset.path, "it holds no layer of features", "give a file with map features");
  if (name.empty()) {
    if (names.size() > 1)
      throw InputError(dataset.path, fmt::format("it has {} layers: {}", names.size(), quoted_list(names)),
                       "name one with layer");
    return dataset.data->GetLayer(0);
  }
  // GDAL's own look-up also finds hidden system tables; only what is listed may be read.
  for (std::size_t i = 0; i < names.size(); ++i)
    if (names[i] == name) return dataset.data->GetLayer(static_cast<int>(i));
  throw InputError(dataset.path, fmt::format("it has no layer '{}'", name),
                   fmt::format("its layers are {}", quoted_list(names)));
}

std::int64_t stated_count(const Dataset& dataset, OGRLayer* layer) {
  if (dataset.is_osm()) return -1;
  const std::int64_t count = layer->GetFeatureCount(FALSE);
  // No format stores a feature in less than a byte or two; a database's folder has no size of its own.
  if (dataset.bytes > 0 && count > 0 && static_cast<std::uint64_t>(count) > dataset.bytes)
    throw InputError(dataset.path, fmt::format("layer '{}' claims {} features but the file has only {}",
                                               layer->GetName(), count, byte_text(static_cast<double>(dataset.bytes))),
                     kCopyAgain);
  return count;
}

}  // namespace catchment::gis::reading
