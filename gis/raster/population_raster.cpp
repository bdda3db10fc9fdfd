#include "gis/raster/population_raster.h"

#include <gdal_priv.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <numeric>
#include <stdexcept>

#include <fmt/format.h>

#include "gis/crs/gdal_errors.h"
#include "gis/crs/srs.h"
#include "gis/raster/geotiff.h"
#include "sim/core/sum.h"

namespace catchment::gis {

namespace {

constexpr const char* kCopyAgain = "copy or export the file again";

// Grid position -> the file's coordinates.
struct Grid {
  std::array<double, 6> g{};
  [[nodiscard]] Point at(double column, double row) const {
    return {g[0] + column * g[1] + row * g[2], g[3] + column * g[4] + row * g[5]};
  }
};

}  // namespace

RasterCells read_population_raster(const std::string& path, const std::string& crs_override, const std::string& project_crs,
                                   const Progress& progress) {
  GdalErrors errors;
  const auto data = open_geotiff(path, "the population raster", errors);
  auto* band = data->GetRasterBand(1);
  const int columns = data->GetRasterXSize(), rows = data->GetRasterYSize();
  const Grid grid{georeference_of(*data, path)};
  const std::string crs = crs_text_of(*data, crs_override);
  if (crs.empty()) throw InputError(path, "it has no CRS", "declare crs, e.g. crs = \"EPSG:4326\"");

  RasterCells cells;
  const OGRSpatialReference srs = parse_crs(crs, path);
  cells.crs = short_name(srs);
  const Projector projector(crs, Datum::kDeclaredByCrs, project_crs);
  {
    const Projector to_degrees(crs, Datum::kDeclaredByCrs, "EPSG:4326");
    std::array<Point, 4> ends = {grid.at(columns / 2.0 - 0.5, rows / 2.0), grid.at(columns / 2.0 + 0.5, rows / 2.0),
                                 grid.at(columns / 2.0, rows / 2.0 - 0.5), grid.at(columns / 2.0, rows / 2.0 + 0.5)};
    if (!to_degrees.try_apply(ends))
      throw InputError(path, fmt::format("its cells lie outside the domain of {}", cells.crs), "declare the right crs");
    const auto metres = [](Point a, Point b) { return ellipsoidal_distance_m({a.x, a.y}, {b.x, b.y}); };
    cells.cell_width_m = metres(ends[0], ends[1]);
    cells.cell_height_m = metres(ends[2], ends[3]);
  }

  int has_nodata = 0;
  double nodata = band->GetNoDataValue(&has_nodata);
  // A float raster holds its nodata rounded to float, the tag holds it in full.
  if (has_nodata != 0 && band->GetRasterDataType() == GDT_Float32) nodata = static_cast<double>(static_cast<float>(nodata));
  int has_scale = 0, has_offset = 0;
  double scale = band->GetScale(&has_scale), offset = band->GetOffset(&has_offset);
  if (has_scale == 0) scale = 1;
  if (has_offset == 0) offset = 0;

  int block_width = 0, block_height = 0;
  band->GetBlockSize(&block_width, &block_height);
  // Whole rows in cell order (west to east, north to south), as many at a time as a block is high.
  const int step = std::clamp(block_height, 1, std::max(1, static_cast<int>((1 << 24) / std::max(columns, 1))));
  std::vector<double> values(static_cast<std::size_t>(columns) * static_cast<std::size_t>(step));
  Sum sum;
  for (int top = 0; top < rows; top += step) {
    const int n = std::min(step, rows - top);
    if (band->RasterIO(GF_Read, 0, top, columns, n, values.data(), columns, n, GDT_Float64, 0, 0, nullptr) != CE_None || errors.failed())
      throw InputError(path, fmt::format("it is truncated or damaged from row {} on ({})", top + 1, errors.text("a block cannot be read")),
                       kCopyAgain);
    for (int r = 0; r < n; ++r)
      for (int c = 0; c < columns; ++c) {
        const double raw = values[static_cast<std::size_t>(r) * static_cast<std::size_t>(columns) + static_cast<std::size_t>(c)];
        if (std::isnan(raw) || (has_nodata != 0 && raw == nodata)) {
          ++cells.nodata_cells;
          continue;
        }
        const double persons = raw * scale + offset;
        if (persons < 0 || !std::isfinite(persons))
          throw InputError(path, fmt::format("the cell in row {}, column {} holds {} persons", top + r + 1, c + 1, persons),
                           fmt::format("correct it, or declare that value as nodata (gdal_edit.py -a_nodata {})", raw));
        if (persons == 0) {
          ++cells.zero_cells;
          continue;
        }
        sum.add(persons);
        cells.persons.push_back(persons);
        cells.centre.push_back(grid.at(c + 0.5, top + r + 0.5));
      }
    report(progress, 0.8 * (top + n) / rows, "reading " + path);
  }
  cells.total = sum.value();
  std::size_t failed = 0;
  if (!projector.try_apply(cells.centre, &failed))
    throw InputError(path, fmt::format("the cell at ({}, {}) cannot be projected", cells.centre[failed].x, cells.centre[failed].y),
                     "declare the right crs");
  if (cells.persons.empty())
    cells.findings.push_back({Severity::kWarning, "no-people", path, "no cell of the raster holds people", "check the band and nodata"});
  if (data->GetRasterCount() > 1)
    cells.findings.push_back({Severity::kNote, "more-bands", path,
                              fmt::format("the raster has {} bands; the first was read", data->GetRasterCount()), ""});
  report(progress, 1, "reading " + path);
  return cells;
}

std::vector<std::int64_t> to_persons(const std::vector<double>& values) {
  Sum sum;
  for (const double v : values) {
    if (!(v >= 0) || v > 9e15) throw std::invalid_argument(fmt::format("to_persons: {} is not a number of persons", v));
    sum.add(v);
  }
  if (sum.value() > 9e15) throw std::invalid_argument("to_persons: the total is too large");
  std::vector<std::int64_t> whole(values.size());
  std::int64_t left = std::llround(sum.value());
  for (std::size_t i = 0; i < values.size(); ++i) {
    whole[i] = static_cast<std::int64_t>(std::floor(values[i]));
    left -= whole[i];
  }
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto part = [&](std::size_t i) { return values[i] - std::floor(values[i]); };
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return part(a) > part(b); });
  for (std::size_t k = 0; left > 0 && k < order.size(); ++k, --left) ++whole[order[k]];
  return whole;
}

}  // namespace catchment::gis
