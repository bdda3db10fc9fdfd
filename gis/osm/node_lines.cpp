#include "gis/osm/node_lines.h"

#include <algorithm>
#include <boost/geometry/geometries/box.hpp>
#include <boost/geometry/geometries/point_xy.hpp>
#include <boost/geometry/index/rtree.hpp>
#include <cmath>
#include <iterator>
#include <stdexcept>

namespace catchment::gis {
namespace {

namespace bg = boost::geometry;
using Corner = bg::model::d2::point_xy<double>;
using SegmentBox = bg::model::box<Corner>;
using Entry = std::pair<SegmentBox, std::uint32_t>;

struct Segment {
  std::uint32_t row, part, index;  // from point `index` to `index + 1`
  Point a, b;
};

/// A vertex that a segment lacks, at this share of its length.
struct Missing {
  std::uint32_t segment;
  double along;
  Point at;
};

SegmentBox box_of(const Segment& s, double margin) {
  return {Corner(std::min(s.a.x, s.b.x) - margin, std::min(s.a.y, s.b.y) - margin),
          Corner(std::max(s.a.x, s.b.x) + margin, std::max(s.a.y, s.b.y) + margin)};
}

double cross(Point o, Point p, Point q) { return (p.x - o.x) * (q.y - o.y) - (p.y - o.y) * (q.x - o.x); }

class Noding {
 public:
  Noding(const LineRows& rows, double tolerance_m) : tolerance_(tolerance_m) {
    for (std::uint32_t r = 0; r < rows.size(); ++r)
      for (std::uint32_t p = 0; p < rows[r].size(); ++p)
        for (std::uint32_t k = 0; k + 1 < rows[r][p].size(); ++k)
          if (rows[r][p][k] != rows[r][p][k + 1]) segments_.push_back({r, p, k, rows[r][p][k], rows[r][p][k + 1]});
  }

  NodedLines find() {
    NodedLines found;
    std::vector<Entry> entries;
    for (std::uint32_t i = 0; i < segments_.size(); ++i) entries.emplace_back(box_of(segments_[i], 0), i);
    const bg::index::rtree<Entry, bg::index::quadratic<16>> tree(entries);
    std::vector<Entry> near;
    for (std::uint32_t i = 0; i < segments_.size(); ++i) {
      near.clear();
      tree.query(bg::index::intersects(box_of(segments_[i], tolerance_)), std::back_inserter(near));
      std::sort(near.begin(), near.end(), [](const Entry& x, const Entry& y) { return x.second < y.second; });
      for (const Entry& entry : near) {
        const std::uint32_t j = entry.second;
        if (j == i) continue;
        // Each of j's ends once: its last point counts with its last segment only.
        if (touch(i, segments_[j].a)) ++found.touches;
        if (last_of_part(j) && touch(i, segments_[j].b)) ++found.touches;
        if (i < j && crosses(i, j)) ++found.crossings;
      }
    }
    return found;
  }

  void insert_into(LineRows& rows) {
    std::sort(missing_.begin(), missing_.end(), [](const Missing& x, const Missing& y) {
      return x.segment != y.segment ? x.segment < y.segment : x.along < y.along;
    });
    // From the back, so that the indices of the segments before stay right.
    for (auto m = missing_.rbegin(); m != missing_.rend(); ++m) {
      const Segment& s = segments_[m->segment];
      auto& points = rows[s.row][s.part];
      points.insert(points.begin() + s.index + 1, m->at);
    }
  }

 private:
  [[nodiscard]] bool last_of_part(std::uint32_t j) const {
    return j + 1 == segments_.size() || segments_[j + 1].row != segments_[j].row || segments_[j + 1].part != segments_[j].part;
  }
  [[nodiscard]] bool at_end(const Segment& s, Point p) const {
    return distance(s.a, p) <= tolerance_ || distance(s.b, p) <= tolerance_;
  }
  bool touch(std::uint32_t i, Point vertex) {
    const Segment& s = segments_[i];
    if (at_end(s, vertex)) return false;
    const NearestOnSegment nearest = nearest_on_segment(s.a, s.b, vertex);
    if (nearest.distance_m > tolerance_) return false;
    missing_.push_back({i, nearest.along, vertex});
    return true;
  }
  bool crosses(std::uint32_t i, std::uint32_t j) {
    const Segment &s = segments_[i], &t = segments_[j];
    const double a = cross(t.a, t.b, s.a), b = cross(t.a, t.b, s.b), c = cross(s.a, s.b, t.a), d = cross(s.a, s.b, t.b);
    if (!((a < 0) != (b < 0) && (c < 0) != (d < 0)) || a == b || c == d) return false;
    const double along_s = a / (a - b), along_t = c / (c - d);
    const Point at{s.a.x + along_s * (s.b.x - s.a.x), s.a.y + along_s * (s.b.y - s.a.y)};
    // A vertex within the tolerance is a touch, told by the other test.
    const bool s_has = at_end(s, at), t_has = at_end(t, at);
    if (s_has || t_has) return false;
    missing_.push_back({i, along_s, at});
    missing_.push_back({j, along_t, at});
    return true;
  }

  double tolerance_;
  std::vector<Segment> segments_;
  std::vector<Missing> missing_;
};

}  // namespace

NodedLines node_lines(LineRows& rows, double tolerance_m, bool insert) {
  if (!(tolerance_m >= 0) || !std::isfinite(tolerance_m))
    throw std::invalid_argument("node_lines: tolerance must be finite and >= 0");
  Noding noding(rows, tolerance_m);
  const NodedLines found = noding.find();
  if (insert) noding.insert_into(rows);
  return found;
}

}  // namespace catchment::gis
