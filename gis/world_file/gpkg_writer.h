#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "sim/core/geometry.h"
#include "sim/core/ids.h"

class GDALDataset;
class OGRFeature;
class OGRLayer;
class OGRSpatialReference;

namespace catchment::gis {

enum class ColumnType : std::uint8_t { kText, kInteger, kReal, kBoolean };
struct Column {
  std::string name;
  ColumnType type = ColumnType::kText;
  bool may_miss = false;  ///< a file from before the column was there reads as NULL
};
enum class LayerGeometry : std::uint8_t { kNone, kPoint, kLine, kMultiPolygon, kAny };

/// Fills the columns of a row from left to right, then the geometry, then write(). Row k gets fid k, from 1.
/// Empty text and NaN become NULL, as does an invalid id; a valid id becomes the fid of the row it points to.
class RowWriter {
 public:
  RowWriter(OGRLayer& layer, std::string where);
  ~RowWriter();
  RowWriter(RowWriter&&) noexcept;
  RowWriter& operator=(RowWriter&&) = delete;

  RowWriter& text(std::string_view value);
  RowWriter& empty_text();  ///< "", not NULL
  RowWriter& integer(std::int64_t value);
  RowWriter& real(double value);
  RowWriter& boolean(bool value);
  RowWriter& null();
  template <class Tag>
  RowWriter& link(Id<Tag> id) {
    return id.valid() ? integer(std::int64_t{id.value} + 1) : null();
  }

  RowWriter& point(Point p);
  RowWriter& line(std::span<const Point> points);
  RowWriter& shape(const MultiPolygon& shape);                                        ///< nothing if it is empty
  RowWriter& shape_and_line(const MultiPolygon& shape, std::span<const Point> line);  ///< both, as a collection
  /// Throws InputError if a column was left out or the file cannot be written.
  void write();

 private:
  OGRLayer* layer_;
  std::string where_;
  std::unique_ptr<OGRFeature> row_;
  int column_ = 0;
};

/// A GeoPackage that appears under its name only when it is whole: written beside it and renamed by finish().
/// Same calls, same bytes. Left unfinished, it leaves nothing behind.
class GpkgWriter {
 public:
  /// `crs` as in World; one that PROJ does not know leaves the layers without one.
  GpkgWriter(std::string path, const std::string& crs);
  ~GpkgWriter();
  GpkgWriter(const GpkgWriter&) = delete;
  GpkgWriter& operator=(const GpkgWriter&) = delete;

  /// A new layer; layers with more than `kIndexLimit` rows get no spatial index (it costs ten times the writing).
  RowWriter layer(const std::string& name, LayerGeometry geometry, std::span<const Column> columns, std::size_t rows,
                  const char* fid_column = "fid");
  static constexpr std::size_t kIndexLimit = 100'000;
  void finish();

 private:
  struct Rooms;
  std::string path_, temporary_;
  std::unique_ptr<Rooms> rooms_;
};

}  // namespace catchment::gis
