#include <algorithm>
#include <array>
#include <stdexcept>

#include "viewer/gpu/geometry_data.h"
#include "viewer/gpu/triangulate.h"
#include "viewer/scene/map_styles.h"

namespace catchment::gpu {

namespace {

bool finite(Point p) { return std::isfinite(p.x) && std::isfinite(p.y); }

Box extent(const World& world) {
  Box box;
  const auto add = [&](Point p) {
    if (finite(p)) box.add(p);
  };
  for (const auto& b : world.buildings) {
    add(b.position);
    for (const auto& polygon : b.footprint)
      if (!polygon.rings.empty())
        for (const Point p : polygon.rings.front()) add(p);
  }
  for (const auto& d : world.demand) add(d.position);
  for (const Point p : world.streets.shape) add(p);
  for (const auto& f : world.context) {
    for (const Point p : f.line) add(p);
    for (const auto& polygon : f.shape)
      for (const auto& ring : polygon.rings)
        for (const Point p : ring) add(p);
  }
  if (box.empty()) box = {0, 0, 1, 1};
  return box;
}

/// The part of a convex polygon on one side of a line of constant x (axis 0) or y (axis 1).
void cut_half(std::vector<Point>& polygon, std::vector<Point>& scratch, int axis, double at, bool keep_above) {
  scratch.clear();
  const auto value = [&](Point p) { return ((axis == 0 ? p.x : p.y) - at) * (keep_above ? 1 : -1); };
  for (std::size_t i = 0; i < polygon.size(); ++i) {
    const Point a = polygon[i], b = polygon[(i + 1) % polygon.size()];
    const double va = value(a), vb = value(b);
    if (va >= 0) scratch.push_back(a);
    if ((va > 0 && vb < 0) || (va < 0 && vb > 0)) {
      // From the same end whichever way round, so that neighbours cut a shared side at the same place.
      const bool swap = va < 0;
      const Point p = swap ? b : a, q = swap ? a : b;
      const double vp = swap ? vb : va, vq = swap ? va : vb, t = vp / (vp - vq);
      Point c{p.x + (q.x - p.x) * t, p.y + (q.y - p.y) * t};
      (axis == 0 ? c.x : c.y) = at;
      scratch.push_back(c);
    }
  }
  std::swap(polygon, scratch);
}

}  // namespace

GroundVertex place_in(TileAt tile, Point p) {
  const auto steps = [](double v, std::uint16_t t) {
    const double at = std::round((v - (t + 0.5) * kTileM) / kStepM);
    return static_cast<std::int16_t>(std::clamp(at, -32767.0, 32767.0));
  };
  return {steps(p.x, tile.x), steps(p.y, tile.y), tile.x, tile.y};
}

void cut_into_tiles(const MapGeometry& g, std::span<const Point> triangles, std::vector<GroundVertex>& out) {
  std::vector<Point> column, part, scratch;
  for (std::size_t i = 0; i + 2 < triangles.size(); i += 3) {
    const Point a = triangles[i], b = triangles[i + 1], c = triangles[i + 2];
    const TileAt low = g.tile_of({std::min({a.x, b.x, c.x}), std::min({a.y, b.y, c.y})});
    const TileAt high = g.tile_of({std::max({a.x, b.x, c.x}), std::max({a.y, b.y, c.y})});
    for (int x = low.x; x <= high.x; ++x) {
      column = {a, b, c};
      if (x > low.x) cut_half(column, scratch, 0, x * kTileM, true);
      if (x < high.x) cut_half(column, scratch, 0, (x + 1) * kTileM, false);
      for (int y = low.y; y <= high.y && column.size() >= 3; ++y) {
        part = column;
        if (y > low.y) cut_half(part, scratch, 1, y * kTileM, true);
        if (y < high.y) cut_half(part, scratch, 1, (y + 1) * kTileM, false);
        const TileAt tile{static_cast<std::uint16_t>(x), static_cast<std::uint16_t>(y)};
        for (std::size_t k = 1; k + 1 < part.size(); ++k)
          for (const Point p : {part[0], part[k], part[k + 1]}) out.push_back(place_in(tile, p));
      }
    }
  }
}

void PieceSink::add(const MapGeometry& g, std::span<const Point> line, std::uint8_t of_group, double from_m) {
  double along = from_m;
  for (std::size_t i = 1; i < line.size(); ++i) {
    const Point a = line[i - 1], b = line[i];
    const double length = distance(a, b);
    if (!(length > 0) || !std::isfinite(length)) continue;
    const int n = std::max(1, static_cast<int>(std::ceil(length / 256)));
    for (int k = 0; k < n; ++k) {
      const auto at = [&](int j) {
        const double t = static_cast<double>(j) / n;
        return j == n ? b : Point{a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t};
      };
      const Point p = at(k), q = at(k + 1);
      const TileAt tile = g.tile_of({(p.x + q.x) / 2, (p.y + q.y) / 2});
      const GroundVertex from = place_in(tile, p), to = place_in(tile, q);
      const auto eighths = static_cast<std::int64_t>(std::llround((along + length * k / n) * 8));
      pieces.push_back({from.x, from.y, to.x, to.y, tile.x, tile.y, static_cast<std::uint16_t>(eighths & 0xFFFF), 0});
      group.push_back(of_group);
    }
    along += length;
  }
}

void add_ground(MapGeometry& g, const World& world) {
  constexpr std::size_t n_kinds = scene::kGroundTints.size();
  // Triangles of each feature on all threads; appended in the order of the features.
  std::vector<std::uint32_t> features;
  std::vector<std::uint8_t> kind;
  for (std::size_t f = 0; f < world.context.size(); ++f)
    for (std::size_t k = 0; k < n_kinds; ++k)
      if (world.context[f].kind == scene::kGroundTints[k].kind) {
        features.push_back(static_cast<std::uint32_t>(f));
        kind.push_back(static_cast<std::uint8_t>(k));
      }
  std::vector<std::vector<GroundVertex>> corners(features.size());
#pragma omp parallel for schedule(dynamic, 1)
  for (std::ptrdiff_t i = 0; i < static_cast<std::ptrdiff_t>(features.size()); ++i) {
    std::vector<Point> triangles;
    for (const auto& polygon : world.context[features[static_cast<std::size_t>(i)]].shape) triangulate(polygon, triangles);
    for (Point& p : triangles) p = {p.x - g.origin.x, p.y - g.origin.y};
    cut_into_tiles(g, triangles, corners[static_cast<std::size_t>(i)]);
  }
  std::vector<GroundVertex> all;
  std::vector<std::uint8_t> group;
  PieceSink shores, rivers;
  Ring line;
  for (std::size_t i = 0; i < features.size(); ++i) {
    all.insert(all.end(), corners[i].begin(), corners[i].end());
    group.insert(group.end(), corners[i].size() / 3, kind[i]);
    const auto& feature = world.context[features[i]];
    if (feature.kind != ContextKind::kWater) continue;
    const auto from_origin = [&](std::span<const Point> points, bool closed) {
      line.clear();
      for (const Point p : points) line.push_back({p.x - g.origin.x, p.y - g.origin.y});
      if (closed && !line.empty()) line.push_back(line.front());
    };
    for (const auto& polygon : feature.shape)
      for (const auto& ring : polygon.rings) {
        from_origin(ring, true);
        shores.add(g, line, 0);
      }
    if (!feature.shape.empty()) continue;
    from_origin(feature.line, false);
    rivers.add(g, line, 0);
  }
  const auto rows = static_cast<std::size_t>(g.rows);
  g.ground = sorted(all, group, n_kinds, rows, 3);
  g.shores = sorted(shores.pieces, shores.group, 1, rows);
  g.rivers = sorted(rivers.pieces, rivers.group, 1, rows);
}

void add_streets(MapGeometry& g, const World& world) {
  const StreetNetwork& net = world.streets;
  std::array<std::uint8_t, 256> row_of{};
  for (std::size_t k = 0; k < scene::kStreetStyles.size(); ++k)
    row_of[static_cast<std::size_t>(scene::kStreetStyles[k].street_class)] = static_cast<std::uint8_t>(k);
  g.line.resize(net.shape.size());
  for (std::size_t i = 0; i < net.shape.size(); ++i) g.line[i] = {net.shape[i].x - g.origin.x, net.shape[i].y - g.origin.y};
  g.line_begin = net.shape_begin;
  g.street_class = net.street_class;
  g.length_mm = net.length_mm;
  PieceSink sink;
  sink.pieces.reserve(net.shape.size());
  sink.group.reserve(net.shape.size());
  for (std::size_t e = 0; e < net.n_edges(); ++e)
    sink.add(g, std::span(g.line).subspan(g.line_begin[e], g.line_begin[e + 1] - g.line_begin[e]), row_of[static_cast<std::size_t>(net.street_class[e])]);
  g.streets = sorted(sink.pieces, sink.group, scene::kStreetStyles.size(), static_cast<std::size_t>(g.rows));
}

Tiled<Piece> bands_of(const MapGeometry& g, std::span<const EdgeBand> bands, std::size_t n_bands) {
  PieceSink sink;
  std::vector<Point> part;
  for (const EdgeBand& band : bands) {
    const auto e = band.edge.value;
    if (e >= g.length_mm.size() || g.length_mm[e] == 0 || band.band >= n_bands) continue;
    const auto line = std::span(g.line).subspan(g.line_begin[e], g.line_begin[e + 1] - g.line_begin[e]);
    double total = 0;
    for (std::size_t i = 1; i < line.size(); ++i) total += distance(line[i - 1], line[i]);
    const double per_mm = total / g.length_mm[e], from = band.begin_mm * per_mm, to = band.end_mm * per_mm;
    part.clear();
    double at = 0;
    for (std::size_t i = 1; i < line.size(); ++i) {
      const double step = distance(line[i - 1], line[i]);
      const auto point = [&](double s) {
        const double t = step > 0 ? std::clamp((s - at) / step, 0.0, 1.0) : 0;
        return Point{line[i - 1].x + (line[i].x - line[i - 1].x) * t, line[i - 1].y + (line[i].y - line[i - 1].y) * t};
      };
      if (at + step >= from && at <= to) {
        if (part.empty()) part.push_back(point(from));
        part.push_back(point(to));
      }
      at += step;
    }
    const bool minor = g.street_class[e] > StreetClass::kTertiary;
    sink.add(g, part, static_cast<std::uint8_t>((n_bands - 1 - band.band) * 2 + (minor ? 1 : 0)), from);
  }
  return sorted(sink.pieces, sink.group, 2 * n_bands, static_cast<std::size_t>(g.rows));
}

std::shared_ptr<const MapGeometry> build_geometry(const World& world, const Progress& progress) {
  auto g = std::make_shared<MapGeometry>();
  const Box box = extent(world);
  g->origin = {std::floor(box.min_x / kTileM) * kTileM, std::floor(box.min_y / kTileM) * kTileM};
  const auto tiles = [](double metres) { return std::floor(metres / kTileM) + 1; };
  const double columns = tiles(box.max_x - g->origin.x), rows = tiles(box.max_y - g->origin.y);
  if (columns > 60000 || rows > 60000)
    throw std::runtime_error("map: the world is more than 30,000 km wide; look for a place whose coordinates are in another system");
  g->columns = static_cast<int>(columns), g->rows = static_cast<int>(rows);
  report(progress, 0.05, "buildings");
  add_demand(*g, world, part_of(progress, 0.05, 0.6));
  report(progress, 0.6, "streets");
  add_streets(*g, world);
  report(progress, 0.8, "ground");
  add_ground(*g, world);
  report(progress, 1, "map");
  return g;
}

}  // namespace catchment::gpu
