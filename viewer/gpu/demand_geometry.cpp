#include <algorithm>
#include <numeric>

#include "viewer/gpu/geometry_data.h"
#include "viewer/gpu/triangulate.h"

namespace catchment::gpu {

namespace {

bool fillable(const Building& b) {
  for (const auto& polygon : b.footprint)
    if (!polygon.rings.empty() && polygon.rings.front().size() >= 3) return true;
  return false;
}

/// Vertices and indices of the buildings of one tile, before they are joined to those of the others.
struct TileMesh {
  std::vector<BuildingVertex> vertices;
  std::vector<std::uint32_t> indices;
  std::vector<BuildingBox> boxes;
  std::size_t box_vertices = 0, box_indices = 0;
  std::vector<WideVertex> wide;
};

struct MeshBuilder {
  const MapGeometry& g;
  TileMesh& out;
  TileAt tile;
  std::vector<Point> corners;
  std::vector<std::uint32_t> ears;

  void add(const Building& building, std::uint32_t slot) {
    for (const Polygon& polygon : building.footprint)
      if (!polygon.rings.empty()) add(polygon, slot);
  }
  /// The building's box too, if it nearly is one.
  bool add_box(const Building& building, std::uint32_t slot) {
    if (building.footprint.size() != 1 || building.footprint.front().rings.size() != 1) return false;
    const Ring& ring = building.footprint.front().rings.front();
    const std::size_t n = ring.size();
    if (n < 3 || n > 16 || !fits(ring)) return false;
    const double ring_area = std::abs(signed_area(ring));
    double least = 1e300, half_a = 0, half_b = 0;
    Point middle, way;
    for (std::size_t i = 0; i < n; ++i) {
      const Point a = ring[i], b = ring[(i + 1) % n];
      const double side = distance(a, b);
      if (!(side > 0)) continue;
      const Point u{(b.x - a.x) / side, (b.y - a.y) / side};
      double s0 = 1e300, s1 = -1e300, t0 = 1e300, t1 = -1e300;
      for (const Point p : ring) {
        const double s = (p.x - a.x) * u.x + (p.y - a.y) * u.y, t = (p.y - a.y) * u.x - (p.x - a.x) * u.y;
        s0 = std::min(s0, s), s1 = std::max(s1, s), t0 = std::min(t0, t), t1 = std::max(t1, t);
      }
      const double box = (s1 - s0) * (t1 - t0);
      if (box >= least) continue;
      least = box, half_a = (s1 - s0) / 2, half_b = (t1 - t0) / 2, way = u;
      const double s = (s0 + s1) / 2, t = (t0 + t1) / 2;
      middle = {a.x + u.x * s - u.y * t, a.y + u.y * s + u.x * t};
      if (ring_area > 0.999 * box) break;
    }
    if (!(least > 0) || least > 1e200 || ring_area < 0.9 * least) return false;
    const double shrink = std::sqrt(ring_area / least) / kStepM;
    const GroundVertex at = place_in(tile, {middle.x - g.origin.x, middle.y - g.origin.y});
    const auto steps = [](double v) { return static_cast<std::int16_t>(std::lround(v)); };
    out.boxes.push_back({at.x, at.y, steps(way.x * half_a * shrink), steps(way.y * half_a * shrink), steps(half_b * shrink), 0, slot});
    return true;
  }

 private:
  std::uint32_t put(Point p, std::uint32_t slot, bool end = false) {
    const GroundVertex v = place_in(tile, {p.x - g.origin.x, p.y - g.origin.y});
    out.vertices.push_back({v.x, v.y, slot | (end ? kRingEnd : 0)});
    return static_cast<std::uint32_t>(out.vertices.size() - 1);
  }
  void add(const Polygon& polygon, std::uint32_t slot) {
    const Ring& outer = polygon.rings.front();
    if (!fits(outer)) return add_wide(polygon, slot);
    const auto first = static_cast<std::uint32_t>(out.vertices.size());
    for (const Ring& ring : polygon.rings) {
      if (ring.size() < 2) continue;
      for (const Point p : ring) put(p, slot);
      put(ring.front(), slot, true);
    }
    const auto n = static_cast<std::uint32_t>(outer.size());
    if (polygon.rings.size() == 1 && is_convex(outer)) {
      for (std::uint32_t i = 1; i + 1 < n; ++i) out.indices.insert(out.indices.end(), {first, first + i, first + i + 1});
      return;
    }
    ears.clear();
    if (polygon.rings.size() == 1 && n <= 64 && cut_ears(outer, ears)) {
      for (const auto i : ears) out.indices.push_back(first + i);
      return;
    }
    corners.clear();
    triangulate(polygon, corners);
    // Corners of their own, none of which begins a side of the outline.
    for (const Point p : corners) out.indices.push_back(put(p, slot, true));
  }
  [[nodiscard]] bool fits(std::span<const Point> ring) const {
    const Box box = bounds(ring);
    const double x = g.origin.x + tile.x * kTileM, y = g.origin.y + tile.y * kTileM;
    return box.min_x >= x - kReachM && box.min_y >= y - kReachM && box.max_x <= x + kTileM + kReachM && box.max_y <= y + kTileM + kReachM;
  }
  void add_wide(const Polygon& polygon, std::uint32_t slot) {
    corners.clear();
    triangulate(polygon, corners);
    for (Point& p : corners) p = {p.x - g.origin.x, p.y - g.origin.y};
    std::vector<GroundVertex> cut;
    cut_into_tiles(g, corners, cut);
    for (const auto& v : cut) out.wide.push_back({v.x, v.y, v.tx, v.ty, slot});
  }
};

/// Which demand point colours a building: the one with most people, ties to the lowest id. kNone: none.
std::vector<std::uint32_t> colouring_points(const World& world, const std::vector<std::uint8_t>& has_shape) {
  std::vector<std::uint32_t> of(world.buildings.size(), kNone);
  for (std::size_t i = 0; i < world.demand.size(); ++i) {
    const auto& demand = world.demand[i];
    if (!demand.building.valid() || demand.building.value >= of.size() || has_shape[demand.building.value] == 0) continue;
    auto& slot = of[demand.building.value];
    if (slot == kNone || demand.persons > world.demand[slot].persons) slot = static_cast<std::uint32_t>(i);
  }
  return of;
}

}  // namespace

void add_demand(MapGeometry& g, const World& world, const Progress& progress) {
  const std::size_t n_buildings = world.buildings.size(), n_points = world.demand.size();
  // What has a slot: buildings with a footprint, then points without one. Their tiles.
  std::vector<std::uint8_t> has_shape(n_buildings, 0);
  std::vector<std::uint64_t> tile_of(n_buildings + n_points, UINT64_MAX);
  const auto key = [&](Point p) {
    const TileAt t = g.tile_of({p.x - g.origin.x, p.y - g.origin.y});
    return static_cast<std::uint64_t>(t.y) * static_cast<std::uint64_t>(g.columns) + t.x;
  };
#pragma omp parallel for schedule(static)
  for (std::ptrdiff_t i = 0; i < static_cast<std::ptrdiff_t>(n_buildings); ++i) {
    const auto b = static_cast<std::size_t>(i);
    const Building& building = world.buildings[b];
    if (!fillable(building)) continue;
    has_shape[b] = 1;
    const Point middle = bounds(building.footprint.front().rings.front()).centre();
    tile_of[b] = key(std::isfinite(middle.x) && std::isfinite(middle.y) ? middle : building.position);
  }
  const auto colouring = colouring_points(world, has_shape);
  report(progress, 0.2, "buildings");
  std::vector<std::int64_t> disc_persons;
  std::vector<Point> disc_points;
  for (std::size_t i = 0; i < n_points; ++i) {
    const auto& d = world.demand[i];
    const bool on_shape = d.building.valid() && d.building.value < n_buildings && has_shape[d.building.value] != 0;
    if (on_shape || d.persons <= 0 || !std::isfinite(d.position.x) || !std::isfinite(d.position.y)) continue;
    tile_of[n_buildings + i] = key(d.position);
    disc_persons.push_back(d.persons), disc_points.push_back(d.position);
  }
  g.n_discs = disc_persons.size();
  g.disc_rule = scene::disc_rule(disc_points, std::move(disc_persons));
  // Sorted by tile; within a tile buildings by id, then discs, the largest first.
  std::vector<std::uint32_t> order;
  for (std::size_t i = 0; i < tile_of.size(); ++i)
    if (tile_of[i] != UINT64_MAX) order.push_back(static_cast<std::uint32_t>(i));
  g.n_buildings = order.size() - g.n_discs;
  if (static_cast<std::size_t>(g.columns) * static_cast<std::size_t>(g.rows) <= (1u << 22)) {
    std::vector<std::uint32_t> begin(static_cast<std::size_t>(g.columns) * static_cast<std::size_t>(g.rows) + 1, 0);
    for (const auto i : order) ++begin[tile_of[i] + 1];
    for (std::size_t t = 1; t < begin.size(); ++t) begin[t] += begin[t - 1];
    std::vector<std::uint32_t> by_tile(order.size());
    for (const auto i : order) by_tile[begin[tile_of[i]]++] = i;
    order = std::move(by_tile);
  } else {
    std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return tile_of[a] < tile_of[b]; });
  }
  const std::size_t n_slots = order.size();
  g.slot_of_point.assign(n_points, kNone);
  g.point_of_slot.assign(n_slots, kNone);
  g.slot_kind.assign(n_slots, 255);
  g.slot_tile.resize(n_slots);
  g.spots.resize(n_slots);
  g.tile_row_begin.assign(static_cast<std::size_t>(g.rows) + 1, 0);
  for (std::size_t s = 0; s < n_slots; ++s) {
    const std::uint64_t tile = tile_of[order[s]];
    if (s == 0 || tile != tile_of[order[s - 1]]) {
      DemandTile t;
      t.at = {static_cast<std::uint16_t>(tile % static_cast<std::uint64_t>(g.columns)), static_cast<std::uint16_t>(tile / static_cast<std::uint64_t>(g.columns))};
      t.first_slot = t.first_disc = static_cast<std::uint32_t>(s);
      g.tiles.push_back(t);
      ++g.tile_row_begin[t.at.y + 1u];
    }
    DemandTile& t = g.tiles.back();
    if (order[s] < n_buildings) t.first_disc = static_cast<std::uint32_t>(s + 1);
    t.end_slot = static_cast<std::uint32_t>(s + 1);
    g.slot_tile[s] = static_cast<std::uint32_t>(g.tiles.size() - 1);
  }
  std::partial_sum(g.tile_row_begin.begin(), g.tile_row_begin.end(), g.tile_row_begin.begin());
  report(progress, 0.35, "buildings");

  std::vector<TileMesh> meshes(g.tiles.size());
#pragma omp parallel for schedule(dynamic, 8)
  for (std::ptrdiff_t k = 0; k < static_cast<std::ptrdiff_t>(g.tiles.size()); ++k) {
    const DemandTile& t = g.tiles[static_cast<std::size_t>(k)];
    std::stable_sort(order.begin() + t.first_disc, order.begin() + t.end_slot, [&](std::uint32_t a, std::uint32_t b) {
      return world.demand[a - n_buildings].persons > world.demand[b - n_buildings].persons;
    });
    TileMesh& mesh = meshes[static_cast<std::size_t>(k)];
    mesh.vertices.reserve(5 * (t.first_disc - t.first_slot));
    mesh.indices.reserve(6 * (t.first_disc - t.first_slot));
    MeshBuilder builder{g, mesh, t.at, {}, {}};
    std::vector<std::uint32_t> others;
    for (std::uint32_t s = t.first_slot; s < t.end_slot; ++s) {
      const std::uint32_t i = order[s];
      const bool disc = i >= n_buildings;
      const std::uint32_t point = disc ? i - static_cast<std::uint32_t>(n_buildings) : colouring[i];
      if (point != kNone) {
        g.point_of_slot[s] = point;
        g.slot_of_point[point] = s;
      }
      const Point at = disc ? world.demand[point].position : world.buildings[i].position;
      const GroundVertex v = place_in(t.at, {at.x - g.origin.x, at.y - g.origin.y});
      const double persons = point == kNone ? 0 : static_cast<double>(std::max<std::int64_t>(0, world.demand[point].persons));
      g.spots[s] = {v.x, v.y, static_cast<float>(std::sqrt(persons))};
      if (disc) continue;
      g.slot_kind[s] = static_cast<std::uint8_t>(world.buildings[i].kind);
      if (builder.add_box(world.buildings[i], s)) builder.add(world.buildings[i], s);
      else others.push_back(s);
    }
    mesh.box_vertices = mesh.vertices.size(), mesh.box_indices = mesh.indices.size();
    for (const std::uint32_t s : others) builder.add(world.buildings[order[s]], s);
  }
  report(progress, 0.8, "buildings");
  std::size_t n_vertices = 0, n_indices = 0, n_boxes = 0;
  std::vector<WideVertex> wide;
  for (std::size_t k = 0; k < meshes.size(); ++k) {
    DemandTile& t = g.tiles[k];
    t.first_vertex = static_cast<std::uint32_t>(n_vertices), t.n_vertices = static_cast<std::uint32_t>(meshes[k].vertices.size());
    t.first_index = static_cast<std::uint32_t>(n_indices), t.n_indices = static_cast<std::uint32_t>(meshes[k].indices.size());
    t.box_vertices = static_cast<std::uint32_t>(meshes[k].box_vertices), t.box_indices = static_cast<std::uint32_t>(meshes[k].box_indices);
    t.first_box = static_cast<std::uint32_t>(n_boxes), t.n_boxes = static_cast<std::uint32_t>(meshes[k].boxes.size());
    n_vertices += t.n_vertices, n_indices += t.n_indices, n_boxes += t.n_boxes;
    wide.insert(wide.end(), meshes[k].wide.begin(), meshes[k].wide.end());
  }
  g.vertices.resize(n_vertices);
  g.indices.resize(n_indices);
  g.boxes.resize(n_boxes);
#pragma omp parallel for schedule(static)
  for (std::ptrdiff_t k = 0; k < static_cast<std::ptrdiff_t>(meshes.size()); ++k) {
    TileMesh& mesh = meshes[static_cast<std::size_t>(k)];
    std::copy(mesh.vertices.begin(), mesh.vertices.end(), g.vertices.begin() + g.tiles[static_cast<std::size_t>(k)].first_vertex);
    std::copy(mesh.indices.begin(), mesh.indices.end(), g.indices.begin() + g.tiles[static_cast<std::size_t>(k)].first_index);
    std::copy(mesh.boxes.begin(), mesh.boxes.end(), g.boxes.begin() + g.tiles[static_cast<std::size_t>(k)].first_box);
    mesh = {};
  }
  for (std::size_t i = 0; i < wide.size(); ++i) {
    if (i > 0 && wide[i].slot == wide[i - 1].slot) continue;
    g.wide_owner.push_back(wide[i].slot);
    g.wide_box.emplace_back();
  }
  for (std::size_t i = 0, k = 0; i < wide.size(); ++i) {
    while (g.wide_owner[k] != wide[i].slot) ++k;
    g.wide_box[k].add(Point{(wide[i].tx + 0.5) * kTileM + wide[i].x * kStepM, (wide[i].ty + 0.5) * kTileM + wide[i].y * kStepM});
  }
  g.wide = sorted(wide, std::vector<std::uint8_t>(wide.size() / 3, 0), 1, static_cast<std::size_t>(g.rows), 3);

  g.point_x.resize(n_points), g.point_y.resize(n_points), g.point_persons.resize(n_points);
#pragma omp parallel for schedule(static)
  for (std::ptrdiff_t i = 0; i < static_cast<std::ptrdiff_t>(n_points); ++i) {
    const auto p = static_cast<std::size_t>(i);
    g.point_x[p] = static_cast<float>(world.demand[p].position.x - g.origin.x);
    g.point_y[p] = static_cast<float>(world.demand[p].position.y - g.origin.y);
    g.point_persons[p] = world.demand[p].persons;
  }
}

}  // namespace catchment::gpu
