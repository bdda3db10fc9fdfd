#include "sim/core/geometry.h"

#include <algorithm>
#include <cmath>

namespace catchment {

void Box::add(Point p) {
  min_x = std::min(min_x, p.x);
  min_y = std::min(min_y, p.y);
  max_x = std::max(max_x, p.x);
  max_y = std::max(max_y, p.y);
}

void Box::add(const Box& b) {
  if (b.empty()) return;
  add(Point{b.min_x, b.min_y});
  add(Point{b.max_x, b.max_y});
}

double distance(Point a, Point b) { return std::hypot(a.x - b.x, a.y - b.y); }

double signed_area(std::span<const Point> ring) {
  if (ring.size() < 3) return 0;
  // Relative to the first point: coordinates of 3.4e6 m would otherwise cost half the digits.
  const Point o = ring[0];
  double twice = 0;
  for (std::size_t i = 1; i + 1 < ring.size(); ++i)
    twice += (ring[i].x - o.x) * (ring[i + 1].y - o.y) - (ring[i + 1].x - o.x) * (ring[i].y - o.y);
  return twice / 2;
}

double area(const MultiPolygon& shape) {
  double sum = 0;
  for (const auto& polygon : shape)
    for (std::size_t r = 0; r < polygon.rings.size(); ++r)
      sum += (r == 0 ? 1 : -1) * std::abs(signed_area(polygon.rings[r]));
  return std::max(0.0, sum);
}

Box bounds(std::span<const Point> points) {
  Box box;
  for (const Point p : points) box.add(p);
  return box;
}

Box bounds(const MultiPolygon& shape) {
  Box box;
  for (const auto& polygon : shape)
    if (!polygon.rings.empty()) box.add(bounds(polygon.rings[0]));
  return box;
}

namespace {

bool crosses(Point a, Point b, Point p) {
  return (a.y > p.y) != (b.y > p.y) && p.x < (b.x - a.x) * (p.y - a.y) / (b.y - a.y) + a.x;
}

}  // namespace

bool contains(const MultiPolygon& shape, Point p) {
  for (const auto& polygon : shape) {
    bool inside = false;
    for (const auto& ring : polygon.rings)
      for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++)
        if (crosses(ring[i], ring[j], p)) inside = !inside;
    if (inside) return true;
  }
  return false;
}

Point centroid(const MultiPolygon& shape) {
  const Box box = bounds(shape);
  if (box.empty()) return {};
  const Point o = box.centre();
  double sum_area = 0, sum_x = 0, sum_y = 0, n = 0, mean_x = 0, mean_y = 0;
  for (const auto& polygon : shape) {
    for (std::size_t r = 0; r < polygon.rings.size(); ++r) {
      const auto& ring = polygon.rings[r];
      double a = 0, cx = 0, cy = 0;
      for (std::size_t i = 0; i < ring.size(); ++i) {
        const Point p{ring[i].x - o.x, ring[i].y - o.y};
        const Point& next = ring[(i + 1) % ring.size()];
        const Point q{next.x - o.x, next.y - o.y};
        const double cross = p.x * q.y - q.x * p.y;
        a += cross;
        cx += (p.x + q.x) * cross;
        cy += (p.y + q.y) * cross;
        mean_x += p.x;
        mean_y += p.y;
        n += 1;
      }
      const double sign = (a < 0 ? -1 : 1) * (r == 0 ? 1 : -1);
      sum_area += sign * a / 2;
      sum_x += sign * cx / 6;
      sum_y += sign * cy / 6;
    }
  }
  if (sum_area > 1e-9) return {o.x + sum_x / sum_area, o.y + sum_y / sum_area};
  return n > 0 ? Point{o.x + mean_x / n, o.y + mean_y / n} : o;
}

Point inside_point(const MultiPolygon& shape) {
  const Point c = centroid(shape);
  if (contains(shape, c)) return c;
  std::vector<double> xs;
  for (const auto& polygon : shape)
    for (const auto& ring : polygon.rings)
      for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
        const Point a = ring[i], b = ring[j];
        if ((a.y > c.y) != (b.y > c.y)) xs.push_back((b.x - a.x) * (c.y - a.y) / (b.y - a.y) + a.x);
      }
  std::sort(xs.begin(), xs.end());
  Point best = c;
  double widest = 0;
  for (std::size_t i = 0; i + 1 < xs.size(); i += 2)
    if (xs[i + 1] - xs[i] > widest) {
      widest = xs[i + 1] - xs[i];
      best = {(xs[i] + xs[i + 1]) / 2, c.y};
    }
  return best;
}

NearestOnSegment nearest_on_segment(Point a, Point b, Point p) {
  const double dx = b.x - a.x, dy = b.y - a.y;
  const double length2 = dx * dx + dy * dy;
  const double t = length2 > 0 ? std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / length2, 0.0, 1.0) : 0.0;
  const Point at{a.x + t * dx, a.y + t * dy};
  return {at, t, distance(at, p)};
}

AreaLocator::AreaLocator(std::span<const MultiPolygon> shapes) : shapes_(shapes) {
  for (const auto& shape : shapes_) {
    boxes_.push_back(bounds(shape));
    all_.add(boxes_.back());
  }
  if (all_.empty()) return;
  const int side = static_cast<int>(std::clamp(std::sqrt(static_cast<double>(shapes_.size())) * 2, 1.0, 512.0));
  columns_ = rows_ = side;
  cells_.resize(static_cast<std::size_t>(side) * side);
  const auto cell = [](double v, double low, double size, int n) {
    return size > 0 ? std::clamp(static_cast<int>((v - low) / size * n), 0, n - 1) : 0;
  };
  for (std::size_t s = 0; s < boxes_.size(); ++s) {
    if (boxes_[s].empty()) continue;
    const int x0 = cell(boxes_[s].min_x, all_.min_x, all_.width(), columns_);
    const int x1 = cell(boxes_[s].max_x, all_.min_x, all_.width(), columns_);
    const int y0 = cell(boxes_[s].min_y, all_.min_y, all_.height(), rows_);
    const int y1 = cell(boxes_[s].max_y, all_.min_y, all_.height(), rows_);
    for (int y = y0; y <= y1; ++y)
      for (int x = x0; x <= x1; ++x)
        cells_[static_cast<std::size_t>(y) * columns_ + x].push_back(static_cast<std::uint32_t>(s));
  }
}

int AreaLocator::find(Point p) const {
  if (all_.empty() || !all_.contains(p)) return -1;
  const auto cell = [](double v, double low, double size, int n) {
    return size > 0 ? std::clamp(static_cast<int>((v - low) / size * n), 0, n - 1) : 0;
  };
  const int x = cell(p.x, all_.min_x, all_.width(), columns_), y = cell(p.y, all_.min_y, all_.height(), rows_);
  for (const std::uint32_t s : cells_[static_cast<std::size_t>(y) * columns_ + x])
    if (boxes_[s].contains(p) && contains(shapes_[s], p)) return static_cast<int>(s);
  return -1;
}

}  // namespace catchment
