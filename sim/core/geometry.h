#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace catchment {

/// A place in metres in the project's projected CRS; x is easting, y is northing.
struct Point {
  double x = 0, y = 0;
  friend bool operator==(const Point&, const Point&) = default;
};

struct Box {
  double min_x = 1e300, min_y = 1e300, max_x = -1e300, max_y = -1e300;
  [[nodiscard]] bool empty() const { return min_x > max_x; }
  [[nodiscard]] double width() const { return empty() ? 0 : max_x - min_x; }
  [[nodiscard]] double height() const { return empty() ? 0 : max_y - min_y; }
  [[nodiscard]] Point centre() const { return {(min_x + max_x) / 2, (min_y + max_y) / 2}; }
  void add(Point p);
  void add(const Box& b);
  [[nodiscard]] bool contains(Point p) const {
    return p.x >= min_x && p.x <= max_x && p.y >= min_y && p.y <= max_y;
  }
};

using Ring = std::vector<Point>;  ///< closed implicitly: the first point is not repeated

/// Outer ring first, then holes. Orientation is free; area and containment use even-odd.
struct Polygon {
  std::vector<Ring> rings;
  friend bool operator==(const Polygon&, const Polygon&) = default;
};
using MultiPolygon = std::vector<Polygon>;

double distance(Point a, Point b);                   ///< m
double signed_area(std::span<const Point> ring);     ///< m2, positive if counter-clockwise
double area(const MultiPolygon& shape);              ///< m2, holes subtracted, >= 0
Box bounds(const MultiPolygon& shape);
Box bounds(std::span<const Point> points);
/// Even-odd rule; a point on the border may fall on either side. O(vertices).
bool contains(const MultiPolygon& shape, Point p);
/// Area-weighted centroid of the outer rings less holes; the mean of the points if the area is 0.
Point centroid(const MultiPolygon& shape);
/// A point inside the shape, good for a label or for a building's place: the centroid where it lies inside,
/// else the middle of the widest horizontal chord through the centroid's row.
Point inside_point(const MultiPolygon& shape);

/// Nearest point of segment a-b to p: place, share 0..1 along the segment, distance in m.
struct NearestOnSegment {
  Point at;
  double along = 0;
  double distance_m = 0;
};
NearestOnSegment nearest_on_segment(Point a, Point b, Point p);

/// Which of many polygons holds a point: boxes in a uniform grid, then even-odd. Ties to the lowest index.
class AreaLocator {
 public:
  explicit AreaLocator(std::span<const MultiPolygon> shapes);  ///< keeps a reference to `shapes`
  /// Index of the first shape that holds p, or -1. O(log n + candidates' vertices).
  [[nodiscard]] int find(Point p) const;

 private:
  std::span<const MultiPolygon> shapes_;
  std::vector<Box> boxes_;
  // A uniform grid over the boxes: cheap to build, enough for districts and quarters.
  Box all_;
  int columns_ = 0, rows_ = 0;
  std::vector<std::vector<std::uint32_t>> cells_;
};

}  // namespace catchment
