// Lines and polygons into cells. No GDAL here: which cells a line touches must not depend on its version.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "gis/raster/friction_raster.h"

namespace catchment::gis {

namespace {

/// Every cell that the straight line touches, in order, end cells included. Places in cells.
template <class Visit>
void cells_along(Point a, Point b, const FrictionSurface& s, const Visit& visit) {
  // Cut to the grid first (Liang & Barsky 1984), so that a far vertex costs nothing.
  double t0 = 0, t1 = 1;
  const double dx = b.x - a.x, dy = b.y - a.y;
  const auto clip = [&](double p, double q) {
    if (p == 0) return q >= 0;
    const double t = q / p;
    if (p < 0) t0 = std::max(t0, t);
    else t1 = std::min(t1, t);
    return t0 <= t1;
  };
  if (!clip(-dx, a.x) || !clip(dx, s.columns - a.x) || !clip(-dy, a.y) || !clip(dy, s.rows - a.y)) return;
  const Point from{a.x + t0 * dx, a.y + t0 * dy}, to{a.x + t1 * dx, a.y + t1 * dy};
  const auto cell = [](double v, std::uint32_t n) { return std::clamp<std::int64_t>(static_cast<std::int64_t>(std::floor(v)), 0, std::int64_t{n} - 1); };
  std::int64_t x = cell(from.x, s.columns), y = cell(from.y, s.rows);
  const std::int64_t end_x = cell(to.x, s.columns), end_y = cell(to.y, s.rows);
  const std::int64_t step_x = end_x > x ? 1 : -1, step_y = end_y > y ? 1 : -1;
  // Share of the line at which it enters the next column or row (Amanatides & Woo 1987).
  const auto next = [](double place, double d, std::int64_t at, std::int64_t step) {
    return d == 0 ? INFINITY : (static_cast<double>(at + (step > 0 ? 1 : 0)) - place) / d;
  };
  visit(x, y);
  while (x != end_x || y != end_y) {
    const double tx = x == end_x ? INFINITY : next(from.x, to.x - from.x, x, step_x);
    const double ty = y == end_y ? INFINITY : next(from.y, to.y - from.y, y, step_y);
    if (tx <= ty) x += step_x;
    else y += step_y;
    visit(x, y);
  }
}

/// Every cell whose centre the polygons hold (even-odd), by rows.
template <class Visit>
void cells_inside(const MultiPolygon& shape, const FrictionRaster& raster, const Visit& visit) {
  const FrictionSurface& s = raster.surface;
  std::vector<std::pair<Point, Point>> sides;
  double top = INFINITY, bottom = -INFINITY;
  for (const auto& polygon : shape)
    for (const Ring& ring : polygon.rings)
      for (std::size_t i = 0; i < ring.size(); ++i) {
        sides.emplace_back(raster.in_cells(ring[i]), raster.in_cells(ring[(i + 1) % ring.size()]));
        top = std::min(top, sides.back().first.y);
        bottom = std::max(bottom, sides.back().first.y);
      }
  std::vector<double> cuts;
  const auto first = static_cast<std::int64_t>(std::floor(std::clamp<double>(top, 0, s.rows)));
  const auto last = static_cast<std::int64_t>(std::ceil(std::clamp<double>(bottom, 0, s.rows)));
  for (std::int64_t y = first; y < last; ++y) {
    const double at = static_cast<double>(y) + 0.5;
    cuts.clear();
    for (const auto& [a, b] : sides)
      if ((a.y <= at) != (b.y <= at)) cuts.push_back(a.x + (at - a.y) / (b.y - a.y) * (b.x - a.x));
    std::sort(cuts.begin(), cuts.end());
    for (std::size_t i = 0; i + 1 < cuts.size(); i += 2) {
      const auto begin = static_cast<std::int64_t>(std::ceil(std::clamp<double>(cuts[i] - 0.5, 0, s.columns)));
      const auto end = static_cast<std::int64_t>(std::ceil(std::clamp<double>(cuts[i + 1] - 0.5, 0, s.columns)));
      for (std::int64_t x = begin; x < end; ++x) visit(x, y);
    }
  }
}

template <class Visit>
void lines_of_row(const FrictionRaster& raster, const Table& layer, std::size_t row, const Visit& visit) {
  if (layer.lines.empty()) return;
  for (const auto& part : layer.lines[row])
    for (std::size_t i = 1; i < part.size(); ++i) cells_along(raster.in_cells(part[i - 1]), raster.in_cells(part[i]), raster.surface, visit);
}

}  // namespace

std::uint64_t burn_barriers(FrictionRaster& raster, const Table& layer) {
  FrictionSurface& s = raster.surface;
  std::uint64_t changed = 0;
  const auto bar = [&](std::int64_t x, std::int64_t y) {
    auto& cell = s.cell[static_cast<std::size_t>(y) * s.columns + static_cast<std::size_t>(x)];
    changed += cell != kBarredGround;
    cell = kBarredGround;
  };
  for (std::size_t row = 0; row < layer.n_rows(); ++row) {
    if (layer.kind[row] == GeometryKind::kLine) lines_of_row(raster, layer, row, bar);
    if (layer.kind[row] == GeometryKind::kPolygon) cells_inside(layer.polygon[row], raster, bar);
    if (layer.kind[row] == GeometryKind::kPoint) {
      const Point p = raster.in_cells(layer.point[row]);
      cells_along(p, p, s, bar);
    }
  }
  return changed;
}

std::uint64_t burn_roads(FrictionRaster& raster, const Table& layer, const std::string& field) {
  const std::string where = layer.layer.empty() ? layer.file : fmt::format("{}: layer '{}'", layer.file, layer.layer);
  const int column = layer.column(field);
  if (column < 0) throw InputError(where, fmt::format("it has no column '{}' with the class of each road", field), "name it: --roads FILE:LAYER:COLUMN");
  FrictionSurface& s = raster.surface;
  std::uint64_t written = 0;
  for (std::size_t row = 0; row < layer.n_rows(); ++row) {
    if (layer.kind[row] != GeometryKind::kLine) continue;
    const std::string& id = layer.cells[static_cast<std::size_t>(column)][row];
    std::size_t ground = 0;
    while (ground < raster.classes.size() && std::to_string(raster.classes[ground].id) != id) ++ground;
    if (ground == raster.classes.size())
      throw InputError(fmt::format("{}, row {}", where, layer.row_number[row]), fmt::format("the table of speeds has no class '{}'", id), "add a row for it");
    lines_of_row(raster, layer, row, [&](std::int64_t x, std::int64_t y) {
      s.cell[static_cast<std::size_t>(y) * s.columns + static_cast<std::size_t>(x)] = static_cast<std::uint16_t>(ground);
      ++written;
    });
  }
  return written;
}

}  // namespace catchment::gis
