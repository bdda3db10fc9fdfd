#include <cmath>

#include "sim/placement/blocks.h"

namespace catchment::town {

Point at(const Quad& q, double s, double t) {
  const Point a{q[0].x + (q[1].x - q[0].x) * s, q[0].y + (q[1].y - q[0].y) * s};
  const Point b{q[3].x + (q[2].x - q[3].x) * s, q[3].y + (q[2].y - q[3].y) * s};
  return {a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t};
}

Quad quad_of(const Quad& outer, const Piece& p) {
  return {at(outer, p.s0, p.t0), at(outer, p.s1, p.t0), at(outer, p.s1, p.t1), at(outer, p.s0, p.t1)};
}

double area_of(const Quad& q) { return std::abs(signed_area(q)); }

bool inset(const Quad& q, const std::array<double, 4>& by_m, Quad& out) {
  // Each side's line moved to its left (the inside of a counter-clockwise quad); corners are where neighbours meet.
  std::array<Point, 4> on, along;
  for (std::size_t k = 0; k < 4; ++k) {
    const Point a = q[k], b = q[(k + 1) % 4];
    const double length = distance(a, b);
    if (length <= 0) return false;
    along[k] = {(b.x - a.x) / length, (b.y - a.y) / length};
    on[k] = {a.x - along[k].y * by_m[k], a.y + along[k].x * by_m[k]};
  }
  for (std::size_t k = 0; k < 4; ++k) {
    const std::size_t before = (k + 3) % 4;
    const double cross = along[before].x * along[k].y - along[before].y * along[k].x;
    if (std::abs(cross) < 1e-6) return false;
    const Point d{on[k].x - on[before].x, on[k].y - on[before].y};
    const double u = (d.x * along[k].y - d.y * along[k].x) / cross;
    out[k] = {on[before].x + along[before].x * u, on[before].y + along[before].y * u};
  }
  // Still the same way round, and every side still runs forwards.
  for (std::size_t k = 0; k < 4; ++k) {
    const Point a = out[k], b = out[(k + 1) % 4];
    if ((b.x - a.x) * along[k].x + (b.y - a.y) * along[k].y <= 0) return false;
  }
  return true;
}

}  // namespace catchment::town
