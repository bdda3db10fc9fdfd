#include "gis/raster/elevation.h"

#include <gdal_priv.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <memory>
#include <stdexcept>

#include <fmt/format.h>

#include "gis/crs/gdal_errors.h"
#include "gis/crs/srs.h"
#include "gis/raster/geotiff.h"

namespace catchment::gis {

namespace {

constexpr double kSpacing_m = 25;
constexpr double kMostCells = 1 << 28;
constexpr double kUnknownShare = 0.05;
constexpr double kLowest_m = -500, kHighest_m = 9000;  // the Dead Sea's shore and Everest, with room

/// Heights in part of a raster, and where they lie.
struct HeightGrid {
  int column = 0, row = 0, columns = 0, rows = 0;  // the window
  int all_columns = 0, all_rows = 0;
  std::array<double, 6> to_cell{};                 // the file's coordinates -> cells, (0.5, 0.5) is the first cell's centre
  std::vector<double> height;                      // [rows x columns] m, NaN where there is no data

  /// In cells; the corner of the raster is (0, 0).
  [[nodiscard]] Point cell_of(Point p) const {
    return {to_cell[0] + p.x * to_cell[1] + p.y * to_cell[2], to_cell[3] + p.x * to_cell[4] + p.y * to_cell[5]};
  }
  [[nodiscard]] bool covers(Point cell) const {
    return cell.x >= 0 && cell.y >= 0 && cell.x <= all_columns && cell.y <= all_rows;
  }
  [[nodiscard]] double at(Point cell) const {
    const double x = std::clamp(cell.x - 0.5, 0.0, all_columns - 1.0), y = std::clamp(cell.y - 0.5, 0.0, all_rows - 1.0);
    const int c0 = static_cast<int>(x), r0 = static_cast<int>(y);
    const double fx = x - c0, fy = y - r0;
    double sum = 0, weight = 0;
    for (int dr = 0; dr < 2; ++dr)
      for (int dc = 0; dc < 2; ++dc) {
        const double w = (dc == 0 ? 1 - fx : fx) * (dr == 0 ? 1 - fy : fy);
        if (w <= 0) continue;
        const double h = height[static_cast<std::size_t>(r0 + dr - row) * static_cast<std::size_t>(columns) +
                                static_cast<std::size_t>(c0 + dc - column)];
        if (std::isnan(h)) continue;
        sum += w * h;
        weight += w;
      }
    return weight > 0 ? sum / weight : std::numeric_limits<double>::quiet_NaN();
  }
};

/// Metres in the band's unit.
double unit_m(const GDALRasterBand& band, const std::string& path) {
  std::string unit = const_cast<GDALRasterBand&>(band).GetUnitType();
  std::transform(unit.begin(), unit.end(), unit.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  for (const char* word : {"", "m", "metre", "metres", "meter", "meters"})
    if (unit == word) return 1;
  for (const char* word : {"ft", "foot", "feet"})
    if (unit == word) return 0.3048;
  for (const char* word : {"us survey foot", "us-ft", "ftus"})
    if (unit == word) return 1200.0 / 3937;
  throw InputError(path, fmt::format("its heights are in '{}'", unit), "convert them to metres (gdal_calc.py), or correct the band's unit (gdal_edit.py -units m)");
}

/// Reads the cells that the places need; `cells` are those of `grid.cell_of`.
void read_window(GDALDataset& data, const std::string& path, const std::vector<Point>& cells, HeightGrid& grid, GdalErrors& errors) {
  auto* band = data.GetRasterBand(1);
  const double unit = unit_m(*band, path);
  Box box;
  for (const Point c : cells)
    if (grid.covers(c)) box.add(c);
  grid.column = std::clamp(static_cast<int>(box.min_x - 0.5), 0, grid.all_columns - 1);
  grid.row = std::clamp(static_cast<int>(box.min_y - 0.5), 0, grid.all_rows - 1);
  grid.columns = std::min(grid.all_columns, static_cast<int>(box.max_x - 0.5) + 2) - grid.column;
  grid.rows = std::min(grid.all_rows, static_cast<int>(box.max_y - 0.5) + 2) - grid.row;
  grid.columns = std::max(grid.columns, 1);
  grid.rows = std::max(grid.rows, 1);
  if (static_cast<double>(grid.columns) * grid.rows > kMostCells)
    throw InputError(path, fmt::format("{} x {} of its cells lie under the streets, too many to read", grid.columns, grid.rows),
                     "give a coarser one (gdalwarp -tr), 10 m is fine enough");
  std::vector<double> raw(static_cast<std::size_t>(grid.columns) * static_cast<std::size_t>(grid.rows));
  if (band->RasterIO(GF_Read, grid.column, grid.row, grid.columns, grid.rows, raw.data(), grid.columns, grid.rows, GDT_Float64, 0, 0,
                     nullptr) != CE_None || errors.failed())
    throw InputError(path, fmt::format("it is truncated or damaged ({})", errors.text("a block cannot be read")), "copy or export the file again");
  int has_nodata = 0, has_scale = 0, has_offset = 0;
  double nodata = band->GetNoDataValue(&has_nodata);
  // A float raster holds its nodata rounded to float, the tag holds it in full.
  if (has_nodata != 0 && band->GetRasterDataType() == GDT_Float32) nodata = static_cast<double>(static_cast<float>(nodata));
  double scale = band->GetScale(&has_scale), offset = band->GetOffset(&has_offset);
  if (has_scale == 0) scale = 1;
  if (has_offset == 0) offset = 0;
  grid.height.resize(raw.size());
  for (std::size_t i = 0; i < raw.size(); ++i)
    grid.height[i] = std::isnan(raw[i]) || (has_nodata != 0 && raw[i] == nodata) ? std::numeric_limits<double>::quiet_NaN()
                                                                                : (raw[i] * scale + offset) * unit;
}

}  // namespace

StreetElevation add_elevation(const std::string& path, const std::string& crs_override, const std::string& project_crs,
                              StreetNetwork& net, const Progress& progress) {
  if (net.n_edges() == 0) throw std::invalid_argument("add_elevation: the network has no edges");
  GdalErrors errors;
  const auto data = open_geotiff(path, "the elevation raster", errors);
  HeightGrid grid;
  grid.all_columns = data->GetRasterXSize();
  grid.all_rows = data->GetRasterYSize();
  std::array<double, 6> g = georeference_of(*data, path);
  if (GDALInvGeoTransform(g.data(), grid.to_cell.data()) == 0 ||
      !std::all_of(grid.to_cell.begin(), grid.to_cell.end(), [](double v) { return std::isfinite(v); }))
    throw InputError(path, "it does not say where its cells lie (no georeference)", "give a GeoTIFF with a position");
  const std::string crs = crs_text_of(*data, crs_override);
  if (crs.empty()) throw InputError(path, "it has no CRS", "declare crs, e.g. crs = \"EPSG:4326\"");

  StreetElevation out;
  out.crs = short_name(parse_crs(crs, path));
  report(progress, 0, "heights of the streets");
  StreetNetwork with = net;  // a refused raster leaves the caller's streets as they were
  add_shape_points(with, kSpacing_m);
  std::vector<Point> places = with.shape;
  std::size_t failed = 0;
  if (!Projector(project_crs, Datum::kDeclaredByCrs, crs).try_apply(places, &failed))
    throw InputError(path, fmt::format("the street at ({}, {}) has no place in its CRS {}", places[failed].x, places[failed].y, out.crs),
                     "declare the right crs");
  std::size_t covered = 0;
  for (Point& p : places) {
    p = grid.cell_of(p);
    covered += grid.covers(p);
  }
  if (covered == 0)
    throw InputError(path, "it covers none of the streets", fmt::format("check its crs ({}) and its place, or give a raster of the study area", out.crs));
  read_window(*data, path, places, grid, errors);
  report(progress, 0.5, "heights of the streets");
  std::vector<double> heights(places.size());
  for (std::size_t i = 0; i < places.size(); ++i) {
    heights[i] = grid.covers(places[i]) ? grid.at(places[i]) : std::numeric_limits<double>::quiet_NaN();
    if (heights[i] < kLowest_m || heights[i] > kHighest_m)
      throw InputError(path, fmt::format("it holds a height of {:.6g} m under a street", heights[i]),
                       "declare the value that means no data (gdal_edit.py -a_nodata), or correct the band's unit");
  }
  // Middle of the streets -> a cell to the east of it, on the ground.
  const Point middle = bounds(net.node).centre();
  const Projector to_degrees(crs, Datum::kDeclaredByCrs, "EPSG:4326");
  if (std::array<Point, 1> one{middle}; Projector(project_crs, Datum::kDeclaredByCrs, crs).try_apply(one)) {
    std::array<Point, 2> ends = {one[0], Point{one[0].x + g[1], one[0].y + g[4]}};
    if (to_degrees.try_apply(ends)) out.cell_m = ellipsoidal_distance_m({ends[0].x, ends[0].y}, {ends[1].x, ends[1].y});
  }
  out.heights = set_heights(with, heights);
  const HeightSummary& h = out.heights;
  if (h.unknown_m > kUnknownShare * h.street_m)
    throw InputError(path, fmt::format("it has no data under {:.3g} % of the streets ({:.1f} of {:.1f} km)", 100 * h.unknown_m / h.street_m,
                                       h.unknown_m / 1000, h.street_m / 1000),
                     "give a raster of the whole study area, or fill its gaps (gdal_fillnodata.py)");
  out.findings.push_back({Severity::kNote, "elevation", path,
                          fmt::format("streets lie between {:.1f} and {:.1f} m (cells of about {:.3g} m); {:.1f} km of steps{} climb evenly between "
                                      "their ends{}", h.lowest_m, h.highest_m, out.cell_m, h.off_ground_m / 1000,
                                      net.off_ground.empty() ? "" : ", bridges and tunnels",
                                      net.off_ground.empty() ? "; bridges and tunnels are not known here and lie on the raster's ground" : ""), ""});
  if (h.unknown_m > 0)
    out.findings.push_back({Severity::kWarning, "elevation-missing", path,
                            fmt::format("{:.1f} km of streets have no height and count as level", h.unknown_m / 1000),
                            "give a raster of the whole study area"});
  net = std::move(with);
  report(progress, 1, "heights of the streets");
  return out;
}

}  // namespace catchment::gis
