#include "gis/world_file/gpkg_reader.h"

#include <fmt/format.h>
#include <ogr_recordbatch.h>
#include <ogrsf_frmts.h>

#include <bit>
#include <cstring>
#include <filesystem>
#include <limits>

#include "gis/crs/gdal_errors.h"
#include "sim/core/error.h"

namespace catchment::gis {
namespace {

static_assert(std::endian::native == std::endian::little, "well-known binary is read as little-endian");

/// Well-known binary with every read checked against its end.
class WkbReader {
 public:
  WkbReader(const RowReader& row, std::span<const std::uint8_t> bytes) : row_(row), rest_(bytes) {}
  [[nodiscard]] bool empty() const { return rest_.empty(); }
  template <class T>
  T take() {
    if (rest_.size() < sizeof(T)) row_.refuse("a geometry ends too early");
    T value;
    std::memcpy(&value, rest_.data(), sizeof(T));
    rest_ = rest_.subspan(sizeof(T));
    return value;
  }
  std::uint32_t geometry_type() {
    if (take<std::uint8_t>() != 1) row_.refuse("a geometry is not little-endian");
    return take<std::uint32_t>();
  }
  /// A count that the bytes left can hold.
  std::uint32_t count(std::size_t bytes_each) {
    const auto n = take<std::uint32_t>();
    if (n > rest_.size() / bytes_each) row_.refuse("a geometry claims more points than it holds");
    return n;
  }
  void points(std::uint32_t n, std::vector<Point>& out) {
    const std::size_t first = out.size();
    out.resize(first + n);
    if (rest_.size() < n * sizeof(Point)) row_.refuse("a geometry ends too early");
    if (n > 0) std::memcpy(out.data() + first, rest_.data(), n * sizeof(Point));
    rest_ = rest_.subspan(n * sizeof(Point));
  }
  MultiPolygon multi_polygon() {
    MultiPolygon shape(count(9));
    for (Polygon& polygon : shape) {
      if (geometry_type() != 3) row_.refuse("a part of a shape is not a polygon");
      polygon.rings.resize(count(4));
      for (Ring& ring : polygon.rings) {
        points(count(sizeof(Point)), ring);
        if (!ring.empty()) ring.pop_back();  // closed implicitly
      }
    }
    return shape;
  }

 private:
  const RowReader& row_;
  std::span<const std::uint8_t> rest_;
};
static_assert(sizeof(Point) == 16 && std::is_trivially_copyable_v<Point>);

bool bit(const void* bits, std::int64_t i) { return static_cast<const std::uint8_t*>(bits)[i >> 3] >> (i & 7) & 1; }

}  // namespace

struct RowReader::Rooms {
  std::string path, layer_name;
  OGRLayer* layer = nullptr;
  const StopFlag* stop = nullptr;
  std::vector<Column> columns;
  std::vector<int> child;  // [n_columns] child of the batch
  int geometry_child = -1, fid_child = -1;
  std::string formats;  // [n_children] Arrow format letter
  ArrowArrayStream stream{};
  ArrowArray batch{};
  std::int64_t row_in_batch = -1;
  std::int64_t row = 0;  // from 1, over all batches
  std::size_t column = 0;

  void release_batch() {
    if (batch.release != nullptr) batch.release(&batch);
    batch = {};
  }
  ~Rooms() {
    release_batch();
    if (stream.release != nullptr) stream.release(&stream);
  }
  struct Cell {
    const ArrowArray* array = nullptr;
    std::int64_t at = 0;
    char format = 0;
    [[nodiscard]] bool null() const { return array == nullptr || (array->buffers[0] != nullptr && !bit(array->buffers[0], at)); }
    template <class T>
    [[nodiscard]] T value() const {
      return static_cast<const T*>(array->buffers[1])[at];
    }
    /// Bytes of a text or binary cell.
    [[nodiscard]] std::span<const std::uint8_t> bytes() const {
      const auto begin = value<std::int32_t>(), end = static_cast<const std::int32_t*>(array->buffers[1])[at + 1];
      return {static_cast<const std::uint8_t*>(array->buffers[2]) + begin, static_cast<std::size_t>(end - begin)};
    }
  };
  [[nodiscard]] Cell cell_of(int child_index) const {
    const ArrowArray* array = batch.children[child_index];
    return {array, row_in_batch + array->offset + batch.offset, formats[static_cast<std::size_t>(child_index)]};
  }
  Cell take() {
    const int at = child[column++];
    return at < 0 ? Cell{} : cell_of(at);
  }
};

RowReader::RowReader(GDALDataset& file, const std::string& path, const std::string& layer,
                     std::span<const Column> columns, const StopFlag* stop)
    : rooms_(std::make_unique<Rooms>()) {
  GdalErrors errors;
  Rooms& r = *rooms_;
  r.path = path;
  r.layer_name = layer;
  r.stop = stop;
  r.columns.assign(columns.begin(), columns.end());
  r.layer = file.GetLayerByName(layer.c_str());
  const char* const remedy = "write the world file again with `catchment import` or `catchment generate`";
  if (r.layer == nullptr) throw InputError(path, fmt::format("has no layer '{}'", layer), remedy);
  if (!r.layer->GetArrowStream(&r.stream, nullptr))
    throw InputError(path, fmt::format("layer '{}' cannot be read ({})", layer, errors.text("no reason given")),
                     remedy);
  ArrowSchema schema{};
  if (r.stream.get_schema(&r.stream, &schema) != 0)
    throw InputError(path, fmt::format("layer '{}' cannot be read ({})", layer, errors.text("no schema")), remedy);
  const auto child_named = [&](std::string_view name) {
    for (int i = 0; i < schema.n_children; ++i)
      if (name == schema.children[i]->name) return i;
    return -1;
  };
  for (int i = 0; i < schema.n_children; ++i) r.formats += schema.children[i]->format[0];
  for (const Column& column : columns) r.child.push_back(child_named(column.name));
  r.fid_child = child_named(r.layer->GetFIDColumn());
  r.geometry_child = child_named(r.layer->GetGeometryColumn());
  if (*r.layer->GetGeometryColumn() == '\0') r.geometry_child = -1;
  schema.release(&schema);
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (r.child[i] < 0 && columns[i].may_miss) continue;
    if (r.child[i] < 0)
      throw InputError(path, fmt::format("layer '{}' has no column '{}'", layer, columns[i].name), remedy);
    const char format = r.formats[static_cast<std::size_t>(r.child[i])];
    const std::string_view fits = columns[i].type == ColumnType::kText   ? "u"
                                  : columns[i].type == ColumnType::kReal ? "g"
                                                                         : "il";
    if (fits.find(format) == std::string_view::npos)
      throw InputError(path, fmt::format("layer '{}': column '{}' is of another type", layer, columns[i].name), remedy);
  }
}
bool has_column(GDALDataset& file, const std::string& layer, const std::string& column) {
  OGRLayer* const found = file.GetLayerByName(layer.c_str());
  return found != nullptr && found->GetLayerDefn()->GetFieldIndex(column.c_str()) >= 0;
}

RowReader::~RowReader() = default;
RowReader::RowReader(RowReader&&) noexcept = default;

std::size_t RowReader::rows() const {
  const auto n = rooms_->layer->GetFeatureCount();
  return n < 0 ? 0 : static_cast<std::size_t>(n);
}

bool RowReader::next() {
  Rooms& r = *rooms_;
  r.column = 0;
  if (++r.row_in_batch >= r.batch.length) {
    if (r.stop != nullptr && *r.stop) throw Cancelled();
    GdalErrors errors;
    r.release_batch();
    do {
      if (r.stream.get_next(&r.stream, &r.batch) != 0 || errors.failed())
        throw InputError(r.path, fmt::format("layer '{}' cannot be read ({})", r.layer_name, errors.text("damaged")),
                         "the file is damaged: make it again");
    } while (r.batch.release != nullptr && r.batch.length == 0 && (r.release_batch(), true));
    if (r.batch.release == nullptr) return false;
    r.row_in_batch = 0;
  }
  ++r.row;
  // Rows point to each other by fid: a row that was deleted by hand would shift all that follow.
  if (r.fid_child >= 0 && r.cell_of(r.fid_child).value<std::int64_t>() != r.row)
    refuse(fmt::format("its fid is {}: rows were removed or renumbered", r.cell_of(r.fid_child).value<std::int64_t>()));
  return true;
}

std::string_view RowReader::text() {
  const auto cell = rooms_->take();
  if (cell.null()) return {};
  const auto bytes = cell.bytes();
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}
std::int64_t RowReader::integer() {
  const auto cell = rooms_->take();
  if (cell.null()) return 0;
  return cell.format == 'i' ? cell.value<std::int32_t>() : cell.value<std::int64_t>();
}
std::int64_t RowReader::integer(std::int64_t low, std::int64_t high) {
  const std::int64_t value = integer();
  if (value < low || value > high)
    refuse(fmt::format("column '{}' is {}, not within {} to {}", rooms_->columns[rooms_->column - 1].name, value, low,
                       high));
  return value;
}
std::int32_t RowReader::int32() {
  return static_cast<std::int32_t>(
      integer(std::numeric_limits<std::int32_t>::min(), std::numeric_limits<std::int32_t>::max()));
}
double RowReader::real() {
  const auto cell = rooms_->take();
  return cell.null() ? std::numeric_limits<double>::quiet_NaN() : cell.value<double>();
}
bool RowReader::boolean() { return integer(0, 1) == 1; }

Point RowReader::point() {
  const auto cell = rooms_->geometry_child < 0 ? Rooms::Cell{} : rooms_->cell_of(rooms_->geometry_child);
  if (cell.array == nullptr || cell.null()) refuse("it has no place");
  WkbReader in(*this, cell.bytes());
  if (in.geometry_type() != 1) refuse("its geometry is not a point");
  Point p;
  p.x = in.take<double>();
  p.y = in.take<double>();
  return p;
}
MultiPolygon RowReader::shape() {
  const auto cell = rooms_->geometry_child < 0 ? Rooms::Cell{} : rooms_->cell_of(rooms_->geometry_child);
  if (cell.array == nullptr || cell.null()) return {};
  WkbReader in(*this, cell.bytes());
  if (in.geometry_type() != 6) refuse("its geometry is not a multipolygon");
  return in.multi_polygon();
}
void RowReader::append_line(std::vector<Point>& line) {
  const auto cell = rooms_->geometry_child < 0 ? Rooms::Cell{} : rooms_->cell_of(rooms_->geometry_child);
  if (cell.array == nullptr || cell.null()) refuse("it has no line");
  WkbReader in(*this, cell.bytes());
  if (in.geometry_type() != 2) refuse("its geometry is not a line");
  in.points(in.count(sizeof(Point)), line);
}
void RowReader::shape_or_line(MultiPolygon& shape, std::vector<Point>& line) {
  const auto cell = rooms_->geometry_child < 0 ? Rooms::Cell{} : rooms_->cell_of(rooms_->geometry_child);
  if (cell.array == nullptr || cell.null()) return;
  WkbReader in(*this, cell.bytes());
  std::uint32_t type = in.geometry_type();
  const std::uint32_t parts = type == 7 ? in.count(9) : 1;
  for (std::uint32_t k = 0; k < parts; ++k) {
    if (parts > 1 || type == 7) type = in.geometry_type();
    if (type == 6)
      shape = in.multi_polygon();
    else if (type == 2)
      in.points(in.count(sizeof(Point)), line);
    else if (type == 1)
      return;  // a station: its place is in columns
    else
      refuse("its geometry is neither a shape nor a line");
  }
}

std::string RowReader::where() const {
  return fmt::format("{}: layer '{}', row {}", rooms_->path, rooms_->layer_name, rooms_->row);
}
void RowReader::refuse(const std::string& what) const { throw InputError(where(), what, "make the world file again"); }

GpkgDataset open_gpkg(const std::string& path) {
  initialise();
  namespace fs = std::filesystem;
  std::error_code error;
  if (!fs::exists(path, error)) throw InputError(path, "no such file", "check the path");
  if (!fs::is_regular_file(path, error)) throw InputError(path, "is not a file", "name a .gpkg file");
  if (fs::file_size(path, error) == 0) throw InputError(path, "the file is empty", "make it again");
  GdalErrors errors;
  const char* const drivers[] = {"GPKG", nullptr};
  GpkgDataset file(GDALDataset::Open(path.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY, drivers),
                   [](GDALDataset* d) { GDALClose(d); });
  if (!file || errors.failed())
    throw InputError(path, fmt::format("cannot be read as a GeoPackage ({})", errors.text("it is of another kind")),
                     "the file is damaged or of another kind: make it again");
  return file;
}

}  // namespace catchment::gis
