#pragma once

// The steps of read_table, shared by its files; not for other rooms.

#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gis/crs/gdal_errors.h"
#include "gis/vector/encoding.h"
#include "gis/vector/layer.h"

namespace catchment::gis::reading {

inline constexpr const char* kCopyAgain = "copy or export the file again";

/// "file: layer 'x'" for messages.
std::string place_of(const Table& table);
/// " (rows 3, 17, 20 and 5 more)"
std::string some_rows(const std::vector<std::int64_t>& rows);
/// "'a', 'b', 'c'", at most 40.
std::string quoted_list(const std::vector<std::string>& names);

// ---- opening ----------------------------------------------------------------------------------------------

struct Dataset {
  std::unique_ptr<GDALDataset> data;
  std::string path, driver;
  std::uint64_t bytes = 0;
  [[nodiscard]] bool is_osm() const { return driver == "OSM"; }
  [[nodiscard]] bool is_shapefile() const { return driver == "ESRI Shapefile"; }
};
/// Checks the file, its header's claims, and opens it read-only with a driver that reads files only. Shapefile texts are
/// left as the bytes in the file.
Dataset open_dataset(const std::string& path);
/// The named layer, or the only one. Throws InputError with the list of layers.
OGRLayer* choose_layer(const Dataset& dataset, const std::string& name);
/// Feature count as the file states it, -1 if it does not. Throws InputError if the file cannot hold that many.
std::int64_t stated_count(const Dataset& dataset, OGRLayer* layer);
/// CSV and other delimited text, which is read by our own reader.
bool is_csv(const std::string& path);

// ---- rows ---------------------------------------------------------------------------------------------------

/// Which rows to keep, by column index.
using RowFilter = std::vector<std::pair<int, std::string>>;
/// Throws InputError for a column that is not there.
RowFilter make_filter(const Table& table, const std::map<std::string, std::string>& where);

/// Adds rows to a table; geometry columns stay aligned with the rows.
class RowSink {
 public:
  explicit RowSink(Table& table) : table_(table) {}
  void reserve(std::size_t rows);
  /// `cells` and `nulls` are [n_columns]; moved from.
  void add(std::int64_t row_number, std::vector<std::string>& cells, const std::vector<char>& nulls);
  void set_point(Point p);
  void set_polygon(MultiPolygon&& shape);
  void set_lines(std::vector<std::vector<Point>>&& lines);

 private:
  Table& table_;
};

/// What the geometries of a layer were like; becomes findings.
struct GeometryNotes {
  std::vector<std::int64_t> mended, lost, missing, several;   // row numbers
};
void tell(const GeometryNotes& notes, Table& table);

/// Flattened to two dimensions and straight lines, mended if invalid, and put into the last row of the sink.
/// Throws InputError for a coordinate that is not a number.
void take_geometry(const OGRGeometry* geometry, std::int64_t row, const std::string& where, RowSink& sink,
                   GeometryNotes& notes);

std::string real_text(double value);       ///< shortest text that reads back to the same double
std::string real_text(float value);

/// All rows by the plain feature loop. False if a text is not in the decoder's encoding (the table is then useless).
bool read_features(const Dataset& dataset, OGRLayer* layer, const ReadOptions& options, const Decoder& decoder,
                   Table& table, GeometryNotes& notes, GdalErrors& errors, const Progress& progress);
/// True if the layer can go through the Arrow stream: points with simple columns.
bool suits_arrow(const Dataset& dataset, OGRLayer* layer, const ReadOptions& options);
bool read_arrow(const Dataset& dataset, OGRLayer* layer, const ReadOptions& options, const Decoder& decoder,
                Table& table, GeometryNotes& notes, GdalErrors& errors, const Progress& progress);
/// Names of the columns into the table, decoded. False if one is not in the encoding.
bool take_columns(OGRLayer* layer, const Decoder& decoder, Table& table);

/// CSV: header, cells, and points from the coordinate columns. Encoding by option, mark or detection.
void read_csv(const std::string& path, const ReadOptions& options, Table& table, GeometryNotes& notes,
              const Progress& progress);
/// Columns that hold coordinates by their names: {x, y}, -1 if none.
std::pair<int, int> coordinate_columns(const Table& table);

// ---- encoding -------------------------------------------------------------------------------------------------

/// What a shapefile says of its texts (.cpg, else the DBF's language byte if it is a Chinese one); empty if nothing.
std::string declared_encoding(const Dataset& dataset);
/// All texts of a layer, without geometry.
EncodingDetector detect_encoding(OGRLayer* layer, bool cut);

// ---- coordinates ------------------------------------------------------------------------------------------------

/// Decides the CRS, checks that coordinates look like it, projects, and sets the points of lines and polygons.
/// `file_crs` is text for parse_crs, empty if the file has none.
void place_geometry(Table& table, const ReadOptions& options, const std::string& file_crs, const Progress& progress);

}  // namespace catchment::gis::reading
