#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "gis/crs/projector.h"
#include "sim/core/error.h"
#include "sim/core/geometry.h"
#include "sim/core/progress.h"
#include "sim/scenario/scenario.h"

namespace catchment::gis {

enum class GeometryKind : std::uint8_t { kNone, kPoint, kLine, kPolygon };

/// One layer in memory: attribute text by column, geometry in the project's CRS (or as in the file if no project CRS
/// was given). Rows are in file order. Cells that are null are empty text; `is_null` tells them apart.
struct Table {
  std::string file, layer;                   ///< for messages
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> cells;  ///< [n_columns][n_rows] UTF-8; truth values are "true" and "false"
  std::vector<std::vector<bool>> null_cells; ///< [n_columns]; a column without nulls is empty
  std::vector<GeometryKind> kind;            ///< [n_rows]; kNone where a row has no position (finding "no-position")
  std::vector<Point> point;                  ///< [n_rows] for points; for others the inside point / first vertex
  std::vector<MultiPolygon> polygon;         ///< [n_rows] or empty if there are no polygons
  std::vector<std::vector<std::vector<Point>>> lines;  ///< [n_rows] parts, or empty if there are no lines
  std::vector<std::int64_t> row_number;      ///< [n_rows] record in the file from 1 (CSV: line number), for messages
  std::string crs;                           ///< the file's, "EPSG:4326" or WKT name; empty if none
  Datum datum = Datum::kDeclaredByCrs;
  std::string encoding;                      ///< as used
  double datum_residual_m = 0;
  Findings findings;                         ///< encoding guessed, invalid geometry mended, rows skipped...

  [[nodiscard]] std::size_t n_rows() const { return kind.size(); }
  /// Index of a column, case-sensitive first, then case-insensitive; -1 if absent.
  [[nodiscard]] int column(const std::string& name) const;
  [[nodiscard]] bool is_null(int column, std::size_t row) const {
    const auto& nulls = null_cells[static_cast<std::size_t>(column)];
    return row < nulls.size() && nulls[row];
  }
};

struct ReadOptions {
  std::string layer{};                         ///< empty: the only one; several: InputError lists them
  std::string encoding{};                      ///< empty: as declared, else detected (UTF-8, then GB18030), with a Finding
  std::string crs{};                           ///< overrides; needed where the file has none (InputError otherwise)
  Datum datum = Datum::kDeclaredByCrs;
  std::string project_crs{};                   ///< empty: keep the file's coordinates
  std::string x_field{}, y_field{};              ///< CSV with coordinates; empty: lon/lng/longitude/x and lat/latitude/y by name
  bool need_geometry = true;                 ///< false: a plain table
  std::map<std::string, std::string> where{};  ///< rows to keep: column == value
};

/// Reads any GDAL vector (GeoPackage, Shapefile, GeoJSON, FlatGeobuf, CSV, OSM multipolygons...). Point layers of
/// GeoPackage and FlatGeobuf go through the Arrow stream: 1 million points with four columns take 0.8 s of processor time
/// on two threads, the plain feature loop 2.2 s on one (bench/gis/points_bench).
/// Throws InputError (file: what; remedy) for: missing or empty file, not a dataset, corrupt, no such layer, no CRS where
/// one is needed, degrees where metres are declared, a header that claims more than the file holds, NaN coordinates.
Table read_table(const std::string& path, const ReadOptions& options, const Progress& progress = {});

struct LayerInfo {
  std::string name, crs, datum;
  std::int64_t features = 0;
  std::string geometry;                      ///< "point", "line", "polygon", "none"
  double extent_wgs84[4] = {0, 0, 0, 0};     ///< min lon, min lat, max lon, max lat; zeros if unknown
};
/// What `catchment check FILE` shows.
std::vector<LayerInfo> list_layers(const std::string& path, const std::string& encoding = {});

/// Quiet GDAL: no output of its own, errors kept for our messages; call once at start. Sets OGR_CURRENT_DATE so that
/// files written carry no clock time.
void initialise();

}  // namespace catchment::gis
