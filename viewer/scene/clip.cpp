#include "viewer/scene/clip.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <utility>

namespace catchment::scene {

namespace {

/// One side of the box: keep where sign * coordinate <= sign * limit.
struct Side { bool x; double sign, limit; };

double excess(const Side& side, Point p) { return side.sign * ((side.x ? p.x : p.y) - side.limit); }

Point cross(const Side& side, Point a, Point b) {
  const double ea = excess(side, a), eb = excess(side, b);
  const double share = ea / (ea - eb);
  Point p{a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share};
  (side.x ? p.x : p.y) = side.limit;
  return p;
}

std::optional<std::pair<double, double>> inside_part(Point a, Point b, const Box& box) {
  double from = 0, to = 1;
  const double dx = b.x - a.x, dy = b.y - a.y;
  const double p[4] = {-dx, dx, -dy, dy};
  const double q[4] = {a.x - box.min_x, box.max_x - a.x, a.y - box.min_y, box.max_y - a.y};
  for (int i = 0; i < 4; ++i) {
    if (p[i] == 0) {
      if (q[i] < 0) return std::nullopt;
      continue;
    }
    const double t = q[i] / p[i];
    if (p[i] < 0) from = std::max(from, t);
    else to = std::min(to, t);
  }
  if (from > to) return std::nullopt;
  return std::pair{from, to};
}

double off_segment(Point a, Point b, Point p) { return nearest_on_segment(a, b, p).distance_m; }

void mark_kept(std::span<const Point> line, std::size_t first, std::size_t last, double tolerance,
               std::vector<std::uint8_t>& keep) {
  std::vector<std::pair<std::size_t, std::size_t>> open{{first, last}};
  while (!open.empty()) {
    const auto [i, j] = open.back();
    open.pop_back();
    double worst = tolerance;
    std::size_t at = 0;
    for (std::size_t k = i + 1; k < j; ++k) {
      const double d = off_segment(line[i], line[j], line[k]);
      if (d > worst) worst = d, at = k;
    }
    if (at == 0) continue;
    keep[at] = 1;
    open.emplace_back(i, at);
    open.emplace_back(at, j);
  }
}

}  // namespace

Ring clip_ring(std::span<const Point> ring, const Box& box) {
  if (ring.size() < 3 || box.empty()) return {};
  const Box all = bounds(ring);
  if (all.max_x < box.min_x || all.min_x > box.max_x || all.max_y < box.min_y || all.min_y > box.max_y) return {};
  Ring in(ring.begin(), ring.end());
  if (box.contains({all.min_x, all.min_y}) && box.contains({all.max_x, all.max_y})) return in;
  const Side sides[4] = {{true, -1, box.min_x}, {true, 1, box.max_x}, {false, -1, box.min_y}, {false, 1, box.max_y}};
  for (const Side& side : sides) {
    Ring out;
    out.reserve(in.size() + 8);
    for (std::size_t i = 0; i < in.size(); ++i) {
      const Point a = in[(i + in.size() - 1) % in.size()], b = in[i];
      const bool a_in = excess(side, a) <= 0, b_in = excess(side, b) <= 0;
      if (a_in != b_in) out.push_back(cross(side, a, b));
      if (b_in) out.push_back(b);
    }
    in = std::move(out);
    if (in.size() < 3) return {};
  }
  return in;
}

std::vector<Ring> clip_line(std::span<const Point> line, const Box& box) {
  std::vector<Ring> parts;
  bool continues = false;
  for (std::size_t i = 0; i + 1 < line.size(); ++i) {
    const Point a = line[i], b = line[i + 1];
    const auto part = inside_part(a, b, box);
    if (!part) {
      continues = false;
      continue;
    }
    const auto at = [&](double t) {
      return t == 0 ? a : t == 1 ? b : Point{a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t};
    };
    if (!continues || part->first > 0) parts.push_back({at(part->first)});
    parts.back().push_back(at(part->second));
    continues = part->second == 1;
  }
  // A line that only touches the border leaves parts without length.
  std::erase_if(parts, [](const Ring& part) {
    return std::all_of(part.begin(), part.end(), [&](Point p) { return p == part.front(); });
  });
  return parts;
}

Ring simplify_line(std::span<const Point> line, double tolerance) {
  if (line.size() < 3) return {line.begin(), line.end()};
  std::vector<std::uint8_t> keep(line.size(), 0);
  keep.front() = keep.back() = 1;
  mark_kept(line, 0, line.size() - 1, tolerance, keep);
  Ring out;
  for (std::size_t i = 0; i < line.size(); ++i)
    if (keep[i]) out.push_back(line[i]);
  return out;
}

Ring simplify_ring(std::span<const Point> ring, double tolerance) {
  const Box box = bounds(ring);
  if (ring.size() < 3 || (box.width() < tolerance && box.height() < tolerance)) return {};
  if (ring.size() == 3) return {ring.begin(), ring.end()};
  // Cut the ring at its first vertex and at the one farthest from it: two lines with fixed ends.
  Ring line(ring.begin(), ring.end());
  line.push_back(ring.front());
  std::size_t far = 1;
  for (std::size_t i = 1; i < ring.size(); ++i)
    if (distance(ring[0], ring[i]) > distance(ring[0], ring[far])) far = i;
  std::vector<std::uint8_t> keep(line.size(), 0);
  keep.front() = keep.back() = keep[far] = 1;
  mark_kept(line, 0, far, tolerance, keep);
  mark_kept(line, far, line.size() - 1, tolerance, keep);
  Ring out;
  for (std::size_t i = 0; i + 1 < line.size(); ++i)
    if (keep[i]) out.push_back(line[i]);
  if (out.size() >= 3) return out;
  // Everything lies near one line: keep the vertex farthest from it, so that the ring still has an inside.
  std::size_t third = far == 1 ? 2 : 1;
  for (std::size_t i = 1; i < ring.size(); ++i)
    if (i != far && off_segment(ring[0], ring[far], ring[i]) > off_segment(ring[0], ring[far], ring[third])) third = i;
  out = {ring[0], ring[std::min(far, third)], ring[std::max(far, third)]};
  return out;
}

}  // namespace catchment::scene
