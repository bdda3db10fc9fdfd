#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gis/world_file/gpkg_writer.h"

namespace catchment::gis {

/// Asks readers of other threads to stop: they throw Cancelled within a batch of rows.
using StopFlag = std::atomic<bool>;

/// Reads rows of one layer in their order, through the Arrow stream. Columns are taken from left to right, as the
/// RowWriter filled them: the file may hold others, or hold them in another order. NULL reads as "", 0, NaN, false and
/// an invalid id. Throws InputError for anything that does not fit: never trusts the file.
class RowReader {
 public:
  RowReader(GDALDataset& file, const std::string& path, const std::string& layer, std::span<const Column> columns,
            const StopFlag* stop = nullptr);
  ~RowReader();
  RowReader(RowReader&&) noexcept;
  RowReader& operator=(RowReader&&) = delete;

  [[nodiscard]] std::size_t rows() const;  ///< as the file says; do not reserve without a limit
  bool next();                             ///< to the first or next row; false at the end

  std::string_view text();
  std::int64_t integer();
  std::int64_t integer(std::int64_t low, std::int64_t high);  ///< InputError outside
  std::int32_t int32();
  double real();
  bool boolean();
  template <class IdType>
  IdType link() {
    const std::int64_t fid = integer(0, Id<int>::kInvalid);
    return fid == 0 ? IdType() : IdType(static_cast<std::uint32_t>(fid - 1));
  }
  /// Refuses an id beyond the table it points into.
  template <class Tag>
  void require_link(Id<Tag> id, std::size_t table_size) const {
    if (id.valid() && id.value >= table_size)
      refuse("it points to row " + std::to_string(id.value + 1) + " of a shorter table");
  }
  /// The row's geometry, whichever columns were taken.
  Point point();
  MultiPolygon shape();
  void append_line(std::vector<Point>& line);
  void shape_or_line(MultiPolygon& shape, std::vector<Point>& line);
  [[nodiscard]] std::string where() const;  ///< "file: layer 'x', row 7"
  [[noreturn]] void refuse(const std::string& what) const;

 private:
  struct Rooms;
  std::unique_ptr<Rooms> rooms_;
};

/// Is there such a layer with such a column?
bool has_column(GDALDataset& file, const std::string& layer, const std::string& column);

using GpkgDataset = std::unique_ptr<GDALDataset, void (*)(GDALDataset*)>;
/// Opens a GeoPackage for reading. InputError if it is missing, empty or none.
GpkgDataset open_gpkg(const std::string& path);

}  // namespace catchment::gis
