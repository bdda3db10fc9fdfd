#include "viewer/gpu/triangulate.h"

#include <geos_c.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <numeric>

namespace catchment::gpu {

namespace {

constexpr std::size_t kMostEars = 64;

double turn(Point a, Point b, Point c) { return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x); }

/// Do two segments share a point?
bool meet(Point a, Point b, Point c, Point d) {
  if (std::max(a.x, b.x) < std::min(c.x, d.x) || std::max(c.x, d.x) < std::min(a.x, b.x) || std::max(a.y, b.y) < std::min(c.y, d.y) ||
      std::max(c.y, d.y) < std::min(a.y, b.y))
    return false;
  const double s = turn(a, b, c), t = turn(a, b, d), u = turn(c, d, a), v = turn(c, d, b);
  return ((s <= 0 && t >= 0) || (s >= 0 && t <= 0)) && ((u <= 0 && v >= 0) || (u >= 0 && v <= 0));
}

bool is_simple(std::span<const Point> r) {
  const std::size_t n = r.size();
  for (std::size_t i = 0; i < n; ++i) {
    const Point a = r[i], b = r[(i + 1) % n];
    if (a == b) return false;
    // The next side may touch at their corner only: not turn straight back.
    const Point c = r[(i + 2) % n];
    if (turn(a, b, c) == 0 && (b.x - a.x) * (c.x - b.x) + (b.y - a.y) * (c.y - b.y) < 0) return false;
    for (std::size_t j = i + 2; j < n; ++j)
      if (!(i == 0 && j == n - 1) && meet(a, b, r[j], r[(j + 1) % n])) return false;
  }
  return true;
}

bool finite(const Polygon& polygon) {
  for (const Ring& ring : polygon.rings)
    for (const Point p : ring)
      if (!std::isfinite(p.x) || !std::isfinite(p.y)) return false;
  return true;
}

// ---- GEOS, one context for each thread ----------------------------------------------------------------------

struct Context {
  GEOSContextHandle_t handle = GEOS_init_r();
  Context() = default;
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;
  ~Context() { GEOS_finish_r(handle); }
};
GEOSContextHandle_t geos() {
  thread_local Context context;
  return context.handle;
}

struct FreeGeometry { void operator()(GEOSGeometry* g) const { GEOSGeom_destroy_r(geos(), g); } };
using Geometry = std::unique_ptr<GEOSGeometry, FreeGeometry>;

Geometry linear_ring(std::span<const Point> ring) {
  const auto n = static_cast<unsigned>(ring.size());
  GEOSCoordSequence* at = GEOSCoordSeq_create_r(geos(), n + 1, 2);
  for (unsigned i = 0; i <= n; ++i) GEOSCoordSeq_setXY_r(geos(), at, i, ring[i % n].x, ring[i % n].y);
  return Geometry(GEOSGeom_createLinearRing_r(geos(), at));
}

Geometry geometry_of(const Polygon& polygon) {
  Geometry outer;
  std::vector<GEOSGeometry*> holes;
  for (const Ring& ring : polygon.rings) {
    if (ring.size() < 3) continue;
    Geometry g = linear_ring(ring);
    if (!g) continue;
    if (!outer) outer = std::move(g);
    else holes.push_back(g.release());
  }
  if (!outer) return {};
  return Geometry(GEOSGeom_createPolygon_r(geos(), outer.release(), holes.data(), static_cast<unsigned>(holes.size())));
}

void append_ring_corners(const GEOSGeometry* triangle, Point origin, std::vector<Point>& out) {
  const GEOSGeometry* ring = GEOSGetExteriorRing_r(geos(), triangle);
  const GEOSCoordSequence* at = ring == nullptr ? nullptr : GEOSGeom_getCoordSeq_r(geos(), ring);
  unsigned n = 0;
  if (at == nullptr || GEOSCoordSeq_getSize_r(geos(), at, &n) == 0 || n < 4) return;
  for (unsigned i = 0; i < 3; ++i) {
    Point p;
    GEOSCoordSeq_getXY_r(geos(), at, i, &p.x, &p.y);
    out.push_back({p.x + origin.x, p.y + origin.y});
  }
}

/// Triangles of every polygon in a geometry that may be a collection, and may hold lines.
void append_triangles(const GEOSGeometry* g, Point origin, std::vector<Point>& out) {
  const int type = GEOSGeomTypeId_r(geos(), g);
  if (type == GEOS_POLYGON) {
    const Geometry triangles(GEOSConstrainedDelaunayTriangulation_r(geos(), g));
    if (!triangles) return;
    const int n = GEOSGetNumGeometries_r(geos(), triangles.get());
    for (int i = 0; i < n; ++i) append_ring_corners(GEOSGetGeometryN_r(geos(), triangles.get(), i), origin, out);
  } else if (type == GEOS_MULTIPOLYGON || type == GEOS_GEOMETRYCOLLECTION) {
    const int n = GEOSGetNumGeometries_r(geos(), g);
    for (int i = 0; i < n; ++i) append_triangles(GEOSGetGeometryN_r(geos(), g, i), origin, out);
  }
}

}  // namespace

bool is_convex(std::span<const Point> ring) {
  const std::size_t n = ring.size();
  if (n < 3) return false;
  if (n == 3) return true;
  int left = 0, right = 0, flips = 0;
  double before = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const Point a = ring[i], b = ring[i + 1 < n ? i + 1 : 0], c = ring[i + 2 < n ? i + 2 : i + 2 - n];
    const double t = turn(a, b, c);
    left += t > 0, right += t < 0;
    if (left > 0 && right > 0) return false;
    if (t == 0 && (b.x - a.x) * (c.x - b.x) + (b.y - a.y) * (c.y - b.y) < 0) return false;  // straight back: a spike
    // A ring that winds more than once (a star) turns one way only, but goes west more than once.
    const double dx = b.x - a.x;
    if (dx == 0) continue;
    flips += before * dx < 0;
    before = dx;
  }
  return flips <= 2;
}

bool cut_ears(std::span<const Point> ring, std::vector<std::uint32_t>& triangles) {
  const std::size_t n = ring.size();
  if (n < 3 || !is_simple(ring)) return false;
  const double whole = signed_area(ring);
  if (whole == 0) return false;
  const double way = whole > 0 ? 1 : -1;
  std::vector<std::uint32_t> left(n);
  std::iota(left.begin(), left.end(), 0u);
  const std::size_t begin = triangles.size();
  double filled = 0;
  while (left.size() > 3) {
    const std::size_t m = left.size();
    std::size_t best = m;
    double widest = -1;
    for (std::size_t i = 0; i < m; ++i) {
      const std::uint32_t ia = left[(i + m - 1) % m], ib = left[i], ic = left[(i + 1) % m];
      const Point a = ring[ia], b = ring[ib], c = ring[ic];
      const double t = turn(a, b, c) * way;
      if (t <= 0) continue;
      bool empty = true;
      for (const std::uint32_t k : left) {
        if (k == ia || k == ib || k == ic) continue;
        const Point p = ring[k];
        if (turn(a, b, p) * way >= 0 && turn(b, c, p) * way >= 0 && turn(c, a, p) * way >= 0) {
          empty = false;
          break;
        }
      }
      if (!empty) continue;
      // Fat ears first: fewer slivers.
      const double cut = distance(a, c), fat = t / std::max(cut * cut, 1e-12);
      if (fat > widest) widest = fat, best = i;
    }
    if (best == m) break;  // only straight corners are left
    const std::uint32_t ia = left[(best + m - 1) % m], ib = left[best], ic = left[(best + 1) % m];
    triangles.insert(triangles.end(), {ia, ib, ic});
    filled += turn(ring[ia], ring[ib], ring[ic]) / 2;
    left.erase(left.begin() + static_cast<std::ptrdiff_t>(best));
  }
  if (left.size() == 3) {
    triangles.insert(triangles.end(), {left[0], left[1], left[2]});
    filled += turn(ring[left[0]], ring[left[1]], ring[left[2]]) / 2;
  }
  if (std::abs(filled - whole) <= 1e-9 * std::abs(whole) + 1e-9) return true;
  triangles.resize(begin);
  return false;
}

void triangulate(const Polygon& polygon, std::vector<Point>& triangles) {
  if (polygon.rings.empty() || polygon.rings.front().size() < 3 || !finite(polygon)) return;
  const Ring& outer = polygon.rings.front();
  if (polygon.rings.size() == 1) {
    if (is_convex(outer)) {
      for (std::size_t i = 1; i + 1 < outer.size(); ++i) triangles.insert(triangles.end(), {outer[0], outer[i], outer[i + 1]});
      return;
    }
    std::vector<std::uint32_t> corners;
    if (outer.size() <= kMostEars && cut_ears(outer, corners)) {
      for (const auto c : corners) triangles.push_back(outer[c]);
      return;
    }
  }
  // Near the origin, where doubles are finest.
  Polygon near = polygon;
  const Point origin = outer.front();
  for (Ring& ring : near.rings)
    for (Point& p : ring) p = {p.x - origin.x, p.y - origin.y};
  Geometry g = geometry_of(near);
  if (!g) return;
  if (GEOSisValid_r(geos(), g.get()) != 1) g = Geometry(GEOSMakeValid_r(geos(), g.get()));
  if (g) append_triangles(g.get(), origin, triangles);
}

}  // namespace catchment::gpu
