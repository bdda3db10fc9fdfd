#include "gis/raster/friction_raster.h"

#include <gdal_priv.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <memory>
#include <set>
#include <unordered_map>

#include <fmt/format.h>

#include "gis/crs/gdal_errors.h"
#include "gis/crs/projector.h"
#include "gis/crs/srs.h"
#include "gis/raster/geotiff.h"

namespace catchment::gis {

namespace {

constexpr const char* kCopyAgain = "copy or export the file again";
constexpr double kMostCells = 2e9;

/// An open north-up GeoTIFF of one band that is used.
struct OpenGrid {
  std::string path, crs;
  std::unique_ptr<GDALDataset> data;
  GDALRasterBand* band = nullptr;
  int columns = 0, rows = 0;
  double west = 0, north = 0, width = 0, height = 0;
  bool has_nodata = false;
  double nodata = 0, scale = 1, offset = 0;

  /// Row -> values, NaN where there is none.
  void read(int row, std::vector<double>& out, GdalErrors& errors) const {
    out.resize(static_cast<std::size_t>(columns));
    if (band->RasterIO(GF_Read, 0, row, columns, 1, out.data(), columns, 1, GDT_Float64, 0, 0, nullptr) != CE_None || errors.failed())
      throw InputError(path, fmt::format("it is truncated or damaged from row {} on ({})", row + 1, errors.text("a block cannot be read")), kCopyAgain);
    for (double& v : out) v = has_nodata && v == nodata ? std::numeric_limits<double>::quiet_NaN() : v * scale + offset;
  }
};

OpenGrid open_grid(const std::string& path, const std::string& crs_if_none, GdalErrors& errors) {
  OpenGrid g;
  g.path = path;
  g.data = open_geotiff(path, "the raster", errors);
  g.band = g.data->GetRasterBand(1);
  g.columns = g.data->GetRasterXSize();
  g.rows = g.data->GetRasterYSize();
  if (static_cast<double>(g.columns) * g.rows > kMostCells)
    throw InputError(path, fmt::format("{} x {} cells are too many", g.columns, g.rows), "cut out the area of the study, or use larger cells (gdalwarp -tr)");
  const std::array<double, 6> t = georeference_of(*g.data, path);
  if (t[2] != 0 || t[4] != 0 || !(t[1] > 0) || !(t[5] < 0))
    throw InputError(path, "its rows do not run west to east and north to south", "turn it with gdalwarp");
  g.west = t[0];
  g.north = t[3];
  g.width = t[1];
  g.height = -t[5];
  g.crs = crs_text_of(*g.data, "");
  if (g.crs.empty()) g.crs = crs_if_none;
  if (g.crs.empty()) throw InputError(path, "it has no CRS", "declare it with --crs, e.g. --crs EPSG:26713");
  int flag = 0;
  g.nodata = g.band->GetNoDataValue(&flag);
  g.has_nodata = flag != 0;
  if (g.has_nodata && g.band->GetRasterDataType() == GDT_Float32) g.nodata = static_cast<double>(static_cast<float>(g.nodata));
  const double scale = g.band->GetScale(&flag);
  if (flag != 0) g.scale = scale;
  const double offset = g.band->GetOffset(&flag);
  if (flag != 0) g.offset = offset;
  return g;
}

/// Height at a place of another grid, by the four centres around it; NaN if none of them has one.
double bilinear(const OpenGrid& g, const std::vector<float>& height, Point p) {
  const double x = (p.x - g.west) / g.width - 0.5, y = (g.north - p.y) / g.height - 0.5;
  const double left = std::floor(x), top = std::floor(y);
  if (!(x > -1) || !(y > -1) || !(x < g.columns) || !(y < g.rows)) return std::numeric_limits<double>::quiet_NaN();
  double sum = 0, weights = 0;
  for (const int down : {0, 1})
    for (const int right : {0, 1}) {
      const double c = left + right, r = top + down;
      if (c < 0 || r < 0 || c >= g.columns || r >= g.rows) continue;
      const double v = height[static_cast<std::size_t>(r) * static_cast<std::size_t>(g.columns) + static_cast<std::size_t>(c)];
      const double w = (right != 0 ? x - left : 1 - (x - left)) * (down != 0 ? y - top : 1 - (y - top));
      if (std::isnan(v) || w <= 0) continue;
      sum += w * v;
      weights += w;
    }
  return weights > 0 ? sum / weights : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace

FrictionRaster read_friction_raster(const std::string& path, const std::string& crs_if_none, const std::vector<SpeedClass>& classes,
                                    const Progress& progress) {
  GdalErrors errors;
  const OpenGrid g = open_grid(path, crs_if_none, errors);
  require_metres(g.crs, path);
  FrictionRaster out;
  out.file = path;
  out.crs = g.crs;
  out.west = g.west;
  out.north = g.north;
  out.classes = classes;
  FrictionSurface& s = out.surface;
  s.columns = static_cast<std::uint32_t>(g.columns);
  s.rows = static_cast<std::uint32_t>(g.rows);
  s.cell_width_m = g.width;
  s.cell_height_m = g.height;
  std::unordered_map<std::int64_t, std::uint16_t> index;
  for (const SpeedClass& c : classes) {
    index.emplace(c.id, static_cast<std::uint16_t>(s.ground.size()));
    s.ground.push_back({c.speed_kmh / 3.6, c.mode});
  }
  s.cell.reserve(s.n_cells());
  std::vector<double> row;
  std::set<double> unknown;
  for (int r = 0; r < g.rows; ++r) {
    g.read(r, row, errors);
    double last = std::numeric_limits<double>::quiet_NaN();
    std::uint16_t last_ground = kBarredGround;
    for (const double v : row) {
      if (v != last) {  // also at each NaN
        last = v;
        last_ground = kBarredGround;
        if (!std::isnan(v)) {
          const auto found = std::abs(v) < 9e15 && v == std::floor(v) ? index.find(static_cast<std::int64_t>(v)) : index.end();
          if (found != index.end()) last_ground = found->second;
          else if (unknown.size() < 5) unknown.insert(v);
        }
      }
      s.cell.push_back(last_ground);
    }
    if (r % 64 == 0) report(progress, static_cast<double>(r) / g.rows, "reading " + path);
  }
  if (!unknown.empty()) {
    std::string names;
    for (const double v : unknown) names += fmt::format("{}{}", names.empty() ? "" : ", ", v);
    throw InputError(path, fmt::format("it has classes that the table of speeds lacks: {}", names), "add a row for each, speed 0 bars it");
  }
  return out;
}

void read_elevation(FrictionRaster& raster, const std::string& path, const std::string& crs_if_none, const Progress& progress) {
  GdalErrors errors;
  const OpenGrid g = open_grid(path, crs_if_none, errors);
  FrictionSurface& s = raster.surface;
  std::vector<float> height;
  height.reserve(static_cast<std::size_t>(g.columns) * static_cast<std::size_t>(g.rows));
  std::vector<double> values;
  for (int r = 0; r < g.rows; ++r) {
    g.read(r, values, errors);
    for (const double v : values) height.push_back(static_cast<float>(v));
    if (r % 64 == 0) report(progress, 0.5 * r / g.rows, "reading " + path);
  }
  const OGRSpatialReference ours = parse_crs(raster.crs, raster.file), theirs = parse_crs(g.crs, path);
  const bool same_crs = theirs.IsSame(&ours) != 0;
  const double slack = 1e-3;  // of a cell: grids written by different programs differ in the last digits
  const bool same_grid = same_crs && static_cast<std::uint32_t>(g.columns) == s.columns && static_cast<std::uint32_t>(g.rows) == s.rows &&
                         std::abs(g.west - raster.west) < slack * g.width && std::abs(g.north - raster.north) < slack * g.height &&
                         std::abs(g.width - s.cell_width_m) * s.columns < slack * g.width && std::abs(g.height - s.cell_height_m) * s.rows < slack * g.height;
  if (same_grid) {
    s.elevation_m = std::move(height);
  } else {
    const Projector projector(raster.crs, Datum::kDeclaredByCrs, g.crs);
    s.elevation_m.assign(s.n_cells(), std::numeric_limits<float>::quiet_NaN());
    std::vector<Point> centres(s.columns);
    for (std::uint32_t r = 0; r < s.rows; ++r) {
      for (std::uint32_t c = 0; c < s.columns; ++c) centres[c] = {raster.west + (c + 0.5) * s.cell_width_m, raster.north - (r + 0.5) * s.cell_height_m};
      if (!same_crs && !projector.try_apply(centres)) throw InputError(path, "the cells of the land cover cannot be brought into its CRS", "declare the right crs");
      for (std::uint32_t c = 0; c < s.columns; ++c) s.elevation_m[std::size_t{r} * s.columns + c] = static_cast<float>(bilinear(g, height, centres[c]));
      if (r % 64 == 0) report(progress, 0.5 + 0.5 * r / s.rows, "elevation");
    }
    raster.findings.push_back({Severity::kNote, "elevation-resampled", path, fmt::format("cells of {:.6g} x {:.6g} were interpolated onto the land cover's grid (bilinear)", g.width, g.height), ""});
  }
  std::uint64_t without = 0, passable = 0;
  for (std::size_t i = 0; i < s.n_cells(); ++i)
    if (s.passable(i)) {
      ++passable;
      without += std::isnan(s.elevation_m[i]);
    }
  if (passable > 0 && without == passable) throw InputError(path, "no passable cell of the land cover gets a height from it", "give the elevation of the same area");
  if (without > 0)
    raster.findings.push_back({Severity::kWarning, "no-elevation", path, fmt::format("{} of {} passable cells have no height and are barred", without, passable), "give an elevation raster that covers them"});
}

}  // namespace catchment::gis
