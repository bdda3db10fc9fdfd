#include "gis/world_file/gpkg_writer.h"

#include <cpl_conv.h>
#include <fmt/format.h>
#include <ogrsf_frmts.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <optional>
#include <system_error>

#include "gis/crs/gdal_errors.h"
#include "gis/crs/srs.h"
#include "sim/core/error.h"

namespace catchment::gis {
namespace {

OGRwkbGeometryType ogr_type(LayerGeometry geometry) {
  switch (geometry) {
    case LayerGeometry::kNone:
      return wkbNone;
    case LayerGeometry::kPoint:
      return wkbPoint;
    case LayerGeometry::kLine:
      return wkbLineString;
    case LayerGeometry::kMultiPolygon:
      return wkbMultiPolygon;
    case LayerGeometry::kAny:
      return wkbUnknown;
  }
  return wkbNone;
}

bool add_field(OGRLayer& layer, const Column& column) {
  OGRFieldDefn definition(column.name.c_str(), OFTString);
  switch (column.type) {
    case ColumnType::kText:
      break;
    case ColumnType::kReal:
      definition.SetType(OFTReal);
      break;
    // Not GDAL's boolean subtype: the Arrow stream of GDAL 3.6 reads most of a GeoPackage's true values as false.
    case ColumnType::kInteger:
    case ColumnType::kBoolean:
      definition.SetType(OFTInteger64);
      break;
  }
  return layer.CreateField(&definition) == OGRERR_NONE;
}

std::unique_ptr<OGRLineString> ogr_line(std::span<const Point> points) {
  auto line = std::make_unique<OGRLineString>();
  line->setNumPoints(static_cast<int>(points.size()), FALSE);
  for (std::size_t i = 0; i < points.size(); ++i) line->setPoint(static_cast<int>(i), points[i].x, points[i].y);
  return line;
}

std::unique_ptr<OGRMultiPolygon> ogr_shape(const MultiPolygon& shape) {
  auto parts = std::make_unique<OGRMultiPolygon>();
  for (const Polygon& polygon : shape) {
    auto part = std::make_unique<OGRPolygon>();
    for (const Ring& ring : polygon.rings) {
      auto closed = std::make_unique<OGRLinearRing>();
      const int n = static_cast<int>(ring.size());
      closed->setNumPoints(n == 0 ? 0 : n + 1, FALSE);
      for (int i = 0; i < n; ++i)
        closed->setPoint(i, ring[static_cast<std::size_t>(i)].x, ring[static_cast<std::size_t>(i)].y);
      if (n > 0) closed->setPoint(n, ring[0].x, ring[0].y);
      part->addRingDirectly(closed.release());
    }
    parts->addGeometryDirectly(part.release());
  }
  return parts;
}

[[noreturn]] void cannot_write(const std::string& path, const GdalErrors& errors) {
  throw InputError(path, fmt::format("cannot be written ({})", errors.text("no reason given")),
                   "check that the folder exists, may be written and has room");
}

}  // namespace

RowWriter::RowWriter(OGRLayer& layer, std::string where)
    : layer_(&layer), where_(std::move(where)), row_(std::make_unique<OGRFeature>(layer.GetLayerDefn())) {}
RowWriter::~RowWriter() = default;
RowWriter::RowWriter(RowWriter&&) noexcept = default;

RowWriter& RowWriter::text(std::string_view value) {
  if (value.empty()) return null();
  row_->SetField(column_++, std::string(value).c_str());
  return *this;
}
RowWriter& RowWriter::empty_text() {
  row_->SetField(column_++, "");
  return *this;
}
RowWriter& RowWriter::integer(std::int64_t value) {
  row_->SetField(column_++, static_cast<GIntBig>(value));
  return *this;
}
RowWriter& RowWriter::real(double value) {
  if (std::isnan(value)) return null();
  row_->SetField(column_++, value);
  return *this;
}
RowWriter& RowWriter::boolean(bool value) {
  row_->SetField(column_++, value ? 1 : 0);
  return *this;
}
RowWriter& RowWriter::null() {
  row_->SetFieldNull(column_++);
  return *this;
}
RowWriter& RowWriter::point(Point p) {
  row_->SetGeometryDirectly(std::make_unique<OGRPoint>(p.x, p.y).release());
  return *this;
}
RowWriter& RowWriter::line(std::span<const Point> points) {
  row_->SetGeometryDirectly(ogr_line(points).release());
  return *this;
}
RowWriter& RowWriter::shape(const MultiPolygon& shape) {
  row_->SetGeometryDirectly(shape.empty() ? nullptr : ogr_shape(shape).release());
  return *this;
}
RowWriter& RowWriter::shape_and_line(const MultiPolygon& shape, std::span<const Point> line) {
  auto both = std::make_unique<OGRGeometryCollection>();
  both->addGeometryDirectly(ogr_shape(shape).release());
  both->addGeometryDirectly(ogr_line(line).release());
  row_->SetGeometryDirectly(both.release());
  return *this;
}

void RowWriter::write() {
  if (column_ != row_->GetFieldCount())
    throw std::logic_error(fmt::format("{}: {} of {} columns were filled", where_, column_, row_->GetFieldCount()));
  GdalErrors errors;
  if (OGRGeometry* g = row_->GetGeometryRef()) g->assignSpatialReference(layer_->GetSpatialRef());
  row_->SetFID(OGRNullFID);
  if (layer_->CreateFeature(row_.get()) != OGRERR_NONE) cannot_write(where_, errors);
  row_->SetGeometryDirectly(nullptr);
  column_ = 0;
}

struct GpkgWriter::Rooms {
  // No journal and no waiting for the disk: the file has no name of its own until it is whole. Fixed date: same bytes.
  CPLConfigOptionSetter synchronous{"OGR_SQLITE_SYNCHRONOUS", "OFF", false};
  CPLConfigOptionSetter journal{"OGR_SQLITE_JOURNAL", "OFF", false};
  CPLConfigOptionSetter date{"OGR_CURRENT_DATE", "2000-01-01T00:00:00.000Z", false};
  GdalErrors errors;
  std::optional<OGRSpatialReference> srs;
  std::unique_ptr<GDALDataset, decltype(&GDALClose)> file{nullptr, &GDALClose};
};

GpkgWriter::GpkgWriter(std::string path, const std::string& crs) : path_(std::move(path)) {
  initialise();
  rooms_ = std::make_unique<Rooms>();
  const std::filesystem::path target(path_);
  temporary_ = (target.parent_path() / fmt::format(".{}.{}.part.gpkg", target.stem().string(), getpid())).string();
  try {
    if (!crs.empty()) rooms_->srs = parse_crs(crs, path_);
  } catch (const InputError&) {
    rooms_->srs.reset();  // an abstract plane: positions stay exact, only the label is missing
  }
  GDALDriver* driver = GetGDALDriverManager()->GetDriverByName("GPKG");
  if (driver == nullptr)
    throw InputError(path_, "this build of GDAL cannot write GeoPackage", "install GDAL with SQLite");
  std::error_code ignored;
  std::filesystem::remove(temporary_, ignored);
  rooms_->file.reset(driver->Create(temporary_.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
  if (!rooms_->file || rooms_->file->StartTransaction() != OGRERR_NONE) cannot_write(path_, rooms_->errors);
}

GpkgWriter::~GpkgWriter() {
  if (!rooms_) return;
  if (rooms_->file) {
    rooms_->file->RollbackTransaction();
    rooms_->file.reset();
  }
  std::error_code ignored;
  std::filesystem::remove(temporary_, ignored);
}

RowWriter GpkgWriter::layer(const std::string& name, LayerGeometry geometry, std::span<const Column> columns,
                            std::size_t rows, const char* fid_column) {
  CPLStringList options;
  options.SetNameValue("FID", fid_column);
  if (geometry != LayerGeometry::kNone) {
    options.SetNameValue("GEOMETRY_NAME", "geom");
    options.SetNameValue("SPATIAL_INDEX", rows > kIndexLimit ? "NO" : "YES");
  }
  const bool placed = geometry != LayerGeometry::kNone && rooms_->srs;
  OGRLayer* layer =
      rooms_->file->CreateLayer(name.c_str(), placed ? &*rooms_->srs : nullptr, ogr_type(geometry), options.List());
  if (layer == nullptr) cannot_write(path_, rooms_->errors);
  for (const Column& column : columns)
    if (!add_field(*layer, column)) cannot_write(path_, rooms_->errors);
  return RowWriter(*layer, path_ + ": layer '" + name + "'");
}

void GpkgWriter::finish() {
  rooms_->errors.clear();
  const bool committed = rooms_->file->CommitTransaction() == OGRERR_NONE;
  rooms_->file.reset();  // spatial indexes are made here
  if (!committed || rooms_->errors.failed()) cannot_write(path_, rooms_->errors);
  std::error_code error;
  std::filesystem::rename(temporary_, path_, error);
  if (error)
    throw InputError(path_, fmt::format("cannot be written ({})", error.message()), "check the folder's rights");
  rooms_.reset();
}

}  // namespace catchment::gis
