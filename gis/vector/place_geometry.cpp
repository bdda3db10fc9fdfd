#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "gis/crs/srs.h"
#include "gis/vector/reading.h"

namespace catchment::gis::reading {

namespace {

bool is_shifted(Datum datum) { return datum == Datum::kGcj02 || datum == Datum::kBd09; }

// One row's coordinates, whatever it holds.
template <class Visit>
void for_each_span(Table& table, std::size_t row, Visit visit) {
  switch (table.kind[row]) {
    case GeometryKind::kNone: break;
    case GeometryKind::kPoint: visit(std::span(&table.point[row], 1)); break;
    case GeometryKind::kLine:
      for (auto& line : table.lines[row]) visit(std::span(line));
      break;
    case GeometryKind::kPolygon:
      for (auto& polygon : table.polygon[row])
        for (auto& ring : polygon.rings) visit(std::span(ring));
      break;
  }
}

std::string row_place(const Table& table, std::size_t row) {
  return fmt::format("{}, {} {}", place_of(table), is_csv(table.file) ? "line" : "row", table.row_number[row]);
}

void check_finite(Table& table) {
  for (std::size_t row = 0; row < table.n_rows(); ++row)
    for_each_span(table, row, [&](std::span<Point> points) {
      for (const Point p : points)
        if (!std::isfinite(p.x) || !std::isfinite(p.y))
          throw InputError(row_place(table, row), "a coordinate is not a finite number", "mend or remove that row");
    });
}

// Degrees are told from metres by their size: no projected CRS has its ground within 180 m of its false origin.
void check_units(Table& table, const OGRSpatialReference& srs, const std::string& crs_text) {
  bool all_small = true, any = false;
  for (std::size_t row = 0; row < table.n_rows(); ++row)
    for_each_span(table, row, [&](std::span<Point> points) {
      for (const Point p : points) {
        any = true;
        all_small = all_small && std::abs(p.x) <= 360 && std::abs(p.y) <= 90;
        if (!srs.IsGeographic() || (std::abs(p.x) <= 360 && std::abs(p.y) <= 90)) continue;
        if (std::abs(p.x) <= 90 && std::abs(p.y) <= 360)
          throw InputError(row_place(table, row),
                           fmt::format("({}, {}) look like latitude and longitude in the wrong order", p.x, p.y),
                           "swap the two columns");
        throw InputError(row_place(table, row),
                         fmt::format("coordinates look like metres: ({}, {}), but {} is in degrees", p.x, p.y, crs_text),
                         "declare the projected CRS they are in with crs");
      }
    });
  if (!any || !all_small || srs.IsGeographic()) return;
  for (std::size_t row = 0; row < table.n_rows(); ++row)
    for_each_span(table, row, [&](std::span<Point> points) {
      throw InputError(place_of(table),
                       fmt::format("coordinates look like degrees: ({}, {}), but {} is in metres", points[0].x,
                                   points[0].y, crs_text),
                       "declare crs = \"EPSG:4326\", or the datum they are in");
    });
}

void project(Table& table, const Projector& projector, const Progress& progress) {
  const auto fail = [&](std::size_t row, Point p) {
    throw InputError(row_place(table, row), fmt::format("({}, {}) cannot be projected", p.x, p.y),
                     "check its coordinates and the CRS");
  };
  const std::size_t n = table.n_rows();
  // Points lie side by side in the table: runs of them go to PROJ in one call.
  for (std::size_t row = 0; row < n;) {
    if (table.kind[row] == GeometryKind::kPoint) {
      std::size_t end = row;
      while (end < n && end - row < 65536 && table.kind[end] == GeometryKind::kPoint) ++end;
      std::size_t failed = 0;
      if (!projector.try_apply(std::span(table.point).subspan(row, end - row), &failed))
        fail(row + failed, table.point[row + failed]);
      report(progress, static_cast<double>(end) / static_cast<double>(n), "projecting " + table.layer);
      row = end;
      continue;
    }
    for_each_span(table, row, [&](std::span<Point> points) {
      std::size_t failed = 0;
      if (!projector.try_apply(points, &failed)) fail(row, points[failed]);
    });
    ++row;
    if (row % 8192 == 0) report(progress, static_cast<double>(row) / static_cast<double>(n), "projecting " + table.layer);
  }
  table.datum_residual_m = projector.residual_m();
}

}  // namespace

void place_geometry(Table& table, const ReadOptions& options, const std::string& file_crs, const Progress& progress) {
  check_finite(table);
  const bool any = std::any_of(table.kind.begin(), table.kind.end(), [](GeometryKind k) { return k != GeometryKind::kNone; });
  if (!any) {
    if (table.n_rows() > 0)
      throw InputError(place_of(table), "no row has a position", "give a layer with geometry, or coordinate columns");
    table.findings.push_back({Severity::kWarning, "no-rows", place_of(table),
                              options.where.empty() ? "the layer is empty" : "no row passes the selection", ""});
    return;
  }
  if (options.datum == Datum::kAsk)
    throw InputError(place_of(table), "its datum is not declared", "set datum to wgs84, gcj02, bd09 or cgcs2000");
  std::string crs = !options.crs.empty() ? options.crs : file_crs;
  if (crs.empty() || is_shifted(options.datum)) {
    if (options.datum == Datum::kDeclaredByCrs)
      throw InputError(place_of(table), "it has no CRS",
                       "declare crs, e.g. crs = \"EPSG:4326\", or datum if the coordinates are degrees");
    crs = options.datum == Datum::kCgcs2000 ? "EPSG:4490" : "EPSG:4326";
  }
  const OGRSpatialReference srs = parse_crs(crs, place_of(table));
  check_units(table, srs, is_shifted(options.datum) ? name_of(options.datum) : short_name(srs));
  table.crs = short_name(srs);
  if (!options.project_crs.empty()) project(table, Projector(crs, options.datum, options.project_crs), progress);
  for (std::size_t row = 0; row < table.n_rows(); ++row) {
    if (table.kind[row] == GeometryKind::kPolygon) table.point[row] = inside_point(table.polygon[row]);
    if (table.kind[row] == GeometryKind::kLine) table.point[row] = table.lines[row].front().front();
  }
}

}  // namespace catchment::gis::reading
