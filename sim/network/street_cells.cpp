#include "sim/network/street_cells.h"

#include <algorithm>
#include <array>
#include <boost/polygon/segment_data.hpp>
#include <boost/polygon/voronoi.hpp>
#include <cmath>
#include <numeric>
#include <stdexcept>
#include <tuple>

namespace catchment {
namespace {

using Diagram = boost::polygon::voronoi_diagram<double>;
using Edge = Diagram::edge_type;
using Vertex = Diagram::vertex_type;

constexpr std::uint32_t kNone = 0xFFFFFFFF;
constexpr double kOnSite = 1e-3;  // mm; noding keeps all else half a unit apart

/// Rows of a table from (row, item) pairs.
void in_rows(std::size_t rows, const std::vector<std::pair<std::uint32_t, std::uint32_t>>& pairs,
             std::vector<std::uint32_t>& begin, std::vector<std::uint32_t>& item) {
  begin.assign(rows + 2, 0);
  for (const auto& p : pairs) ++begin[p.first + 2];
  for (std::size_t r = 2; r < begin.size(); ++r) begin[r] += begin[r - 1];
  item.resize(pairs.size());
  for (const auto& p : pairs) item[begin[p.first + 1]++] = p.second;
  begin.pop_back();
}

struct V2 {
  double x = 0, y = 0;
};
V2 operator-(V2 p, V2 q) { return {p.x - q.x, p.y - q.y}; }
double dot(V2 p, V2 q) { return p.x * q.x + p.y * q.y; }
double cross(V2 p, V2 q) { return p.x * q.y - p.y * q.x; }
V2 real(GridPoint p) { return {double(p.x), double(p.y)}; }

/// Lines of the input before noding.
struct Drawn {
  std::uint32_t edge = kNone;  ///< kNone: a barrier; kFrame: the frame
  double begin_mm = 0, end_mm = 0;
};
constexpr std::uint32_t kFrame = 0xFFFFFFFE;

/// Builds StreetCells step by step.
class Builder {
 public:
  Builder(const StreetNetwork& net, const AreaOptions& options, const Box& within) : net_(net), within_(within) {
    cells_.options = options;
    far_ = 1000 * std::max(options.buffer_m, options.fill_m);
    limits_ = {1000 * options.buffer_m, 500 * options.buffer_m, 1000 * options.bridge_m, 500 * options.bridge_m};
    if (options.fill_m > options.buffer_m) limits_.insert(limits_.end(), {1000 * options.fill_m, 500 * options.fill_m});
    std::sort(limits_.begin(), limits_.end());
    const double margin = 2 * far_ / 1000 + 10;
    within_.add(Point{within.min_x - margin, within.min_y - margin});
    within_.add(Point{within.max_x + margin, within.max_y + margin});
    cells_.origin = {std::round(within_.centre().x), std::round(within_.centre().y)};
  }

  StreetCells build(std::span<const std::uint8_t> usable, const Barriers& barriers) {
    draw(usable, barriers);
    node(usable);
    divide();
    cut_into_blocks(barriers.water);
    return std::move(cells_);
  }

 private:
  [[nodiscard]] GridPoint grid(Point p) const {
    const double x = std::floor((p.x - cells_.origin.x) * StreetCells::kUnitsPerM + 0.5);
    const double y = std::floor((p.y - cells_.origin.y) * StreetCells::kUnitsPerM + 0.5);
    if (!(std::abs(x) < kGridLimit) || !(std::abs(y) < kGridLimit))
      throw std::invalid_argument("street_cells: a street is more than 250 km from the place that matters");
    return {static_cast<std::int32_t>(x), static_cast<std::int32_t>(y)};
  }

  void draw_line(std::span<const Point> line, std::uint32_t edge, double length_mm) {
    if (line.size() < 2) return;
    // The whole line or nothing, so that blocks stay closed.
    const Box box = bounds(line);
    if (box.max_x < within_.min_x || box.min_x > within_.max_x || box.max_y < within_.min_y || box.min_y > within_.max_y) return;
    double drawn = 0;
    for (std::size_t i = 1; i < line.size(); ++i) drawn += distance(line[i - 1], line[i]);
    const double scale = drawn > 0 ? length_mm / drawn : 0;
    double along = 0;
    GridPoint last = grid(line[0]);
    for (std::size_t i = 1; i < line.size(); ++i) {
      const double step = distance(line[i - 1], line[i]);
      const GridPoint here = grid(line[i]);
      segments_.push_back({last, here, static_cast<std::uint32_t>(drawn_.size())});
      drawn_.push_back({edge, along * scale, i + 1 == line.size() ? length_mm : (along + step) * scale});
      along += step;
      last = here;
    }
  }

  void draw(std::span<const std::uint8_t> usable, const Barriers& barriers) {
    for (std::uint32_t e = 0; e < net_.n_edges(); ++e)
      if (usable[e]) draw_line(net_.line(EdgeId(e)), e, net_.length_mm[e]);
    for (const auto& line : barriers.lines) draw_line(line, kNone, 0);
    for (const MultiPolygon& shape : barriers.water)
      for (const Polygon& polygon : shape)
        for (const Ring& ring : polygon.rings) {
          if (ring.size() < 3) continue;
          Ring closed = ring;
          closed.push_back(ring[0]);
          draw_line(closed, kNone, 0);
        }
    // A frame far outside, so that all cells that matter are finite.
    const auto margin = static_cast<std::int64_t>(std::ceil(3 * far_)) + 10'000;
    std::int64_t x0 = 0, x1 = 0, y0 = 0, y1 = 0;
    const auto widen = [&](GridPoint p) {
      x0 = std::min<std::int64_t>(x0, p.x), x1 = std::max<std::int64_t>(x1, p.x);
      y0 = std::min<std::int64_t>(y0, p.y), y1 = std::max<std::int64_t>(y1, p.y);
    };
    for (const GridSegment& s : segments_) widen(s.a), widen(s.b);
    x0 -= margin, y0 -= margin, x1 += margin, y1 += margin;
    if (std::max({-x0, -y0, x1, y1}) > kGridLimit)
      throw std::invalid_argument("street_cells: more than 250 km from side to side");
    const auto corner = [](std::int64_t x, std::int64_t y) { return GridPoint{static_cast<std::int32_t>(x), static_cast<std::int32_t>(y)}; };
    const std::array<GridPoint, 5> frame{corner(x0, y0), corner(x1, y0), corner(x1, y1), corner(x0, y1), corner(x0, y0)};
    for (std::size_t i = 0; i < 4; ++i) {
      segments_.push_back({frame[i], frame[i + 1], static_cast<std::uint32_t>(drawn_.size())});
      drawn_.push_back({kFrame, 0, 0});
    }
  }

  void node(std::span<const std::uint8_t> usable) {
    struct Part { GridPoint a, b; Drawn drawn; };
    std::vector<Part> parts;
    for (const GridSegment& s : snap_round(segments_)) {
      const GridSegment& whole = segments_[s.source];
      const Drawn& drawn = drawn_[s.source];
      const V2 along = real(whole.b) - real(whole.a);
      const double square = dot(along, along);
      const auto place = [&](GridPoint p) {
        if (p == whole.a) return drawn.begin_mm;
        if (p == whole.b) return drawn.end_mm;
        const double share = std::clamp(dot(real(p) - real(whole.a), along) / square, 0.0, 1.0);
        return drawn.begin_mm + share * (drawn.end_mm - drawn.begin_mm);
      };
      Part part{s.a, s.b, {drawn.edge, place(s.a), place(s.b)}};
      if (part.b < part.a) std::swap(part.a, part.b), std::swap(part.drawn.begin_mm, part.drawn.end_mm);
      parts.push_back(part);
    }
    std::vector<GridSegment>().swap(segments_);
    std::stable_sort(parts.begin(), parts.end(), [](const Part& p, const Part& q) {
      return std::tie(p.a, p.b, p.drawn.edge, p.drawn.begin_mm) < std::tie(q.a, q.b, q.drawn.edge, q.drawn.begin_mm);
    });
    std::vector<std::pair<std::uint32_t, std::uint32_t>> by_edge;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      const Part& part = parts[i];
      if (i == 0 || part.a != parts[i - 1].a || part.b != parts[i - 1].b) {
        cells_.source_begin.push_back(static_cast<std::uint32_t>(cells_.source.size()));
        cells_.a.push_back(part.a);
        cells_.b.push_back(part.b);
        framed_.push_back(0);
      }
      const auto segment = static_cast<std::uint32_t>(cells_.a.size() - 1);
      if (part.drawn.edge == kFrame) framed_[segment] = 1;
      if (part.drawn.edge >= kFrame) continue;
      cells_.source.push_back({part.drawn.edge, part.drawn.begin_mm, part.drawn.end_mm});
      by_edge.emplace_back(part.drawn.edge, segment);
    }
    cells_.source_begin.push_back(static_cast<std::uint32_t>(cells_.source.size()));
    in_rows(net_.n_edges(), by_edge, cells_.edge_segment_begin, cells_.edge_segment);

    for (std::size_t s = 0; s < cells_.n_segments(); ++s) cells_.point.push_back(cells_.a[s]), cells_.point.push_back(cells_.b[s]);
    std::sort(cells_.point.begin(), cells_.point.end());
    cells_.point.erase(std::unique(cells_.point.begin(), cells_.point.end()), cells_.point.end());
    std::vector<std::pair<std::uint32_t, std::uint32_t>> by_point;
    n_incident_.assign(cells_.point.size(), 0);
    for (std::uint32_t s = 0; s < cells_.n_segments(); ++s) {
      const std::uint32_t at_a = cells_.point_at(cells_.a[s]), at_b = cells_.point_at(cells_.b[s]);
      ++n_incident_[at_a], ++n_incident_[at_b];
      if (!cells_.is_street(s)) continue;
      by_point.emplace_back(at_a, 2 * s);
      by_point.emplace_back(at_b, 2 * s + 1);
    }
    in_rows(cells_.point.size(), by_point, cells_.point_segment_begin, cells_.point_segment);

    // Where streets of several edges meet and no junction is, one passes over the other.
    cells_.passed_over.assign(cells_.point.size(), 0);
    for (std::size_t p = 0; p < cells_.point.size(); ++p) {
      std::uint32_t edge = kNone;
      for (std::uint32_t i = cells_.point_segment_begin[p]; i < cells_.point_segment_begin[p + 1]; ++i) {
        const std::uint32_t here = cells_.source[cells_.source_begin[cells_.point_segment[i] / 2]].edge;
        if (edge != kNone && here != edge) cells_.passed_over[p] = 1;
        edge = here;
      }
    }
    for (std::uint32_t e = 0; e < net_.n_edges(); ++e) {
      if (!usable[e] || cells_.edge_segment_begin[e] == cells_.edge_segment_begin[e + 1]) continue;
      for (const Point end : {net_.line(EdgeId(e)).front(), net_.line(EdgeId(e)).back()}) {
        const auto found = std::lower_bound(cells_.point.begin(), cells_.point.end(), grid(end));
        if (found != cells_.point.end() && *found == grid(end)) cells_.passed_over[static_cast<std::size_t>(found - cells_.point.begin())] = 0;
      }
    }
  }

  // --- the diagram -------------------------------------------------------------------------------------------

  [[nodiscard]] std::uint32_t site_of(const Diagram::cell_type& cell) const {
    const auto s = static_cast<std::uint32_t>(cell.source_index());
    if (cell.contains_segment()) return s;
    const bool start = cell.source_category() == boost::polygon::SOURCE_CATEGORY_SEGMENT_START_POINT;
    return static_cast<std::uint32_t>(cells_.n_segments()) + cells_.point_at(start ? cells_.a[s] : cells_.b[s]);
  }

  [[nodiscard]] double reach(std::uint32_t site, V2 p) const {
    if (site >= cells_.n_segments()) {
      const V2 d = p - real(cells_.point[site - cells_.n_segments()]);
      return std::hypot(d.x, d.y);
    }
    const V2 a = real(cells_.a[site]), along = real(cells_.b[site]) - a;
    return std::abs(cross(along, p - a)) / std::hypot(along.x, along.y);
  }

  void divide() {
    std::vector<boost::polygon::segment_data<std::int32_t>> lines;
    lines.reserve(cells_.n_segments());
    for (std::size_t s = 0; s < cells_.n_segments(); ++s)
      lines.emplace_back(boost::polygon::point_data<std::int32_t>(cells_.a[s].x, cells_.a[s].y),
                         boost::polygon::point_data<std::int32_t>(cells_.b[s].x, cells_.b[s].y));
    boost::polygon::construct_voronoi(lines.begin(), lines.end(), &diagram_);
    std::vector<std::uint32_t> site_of_cell(diagram_.cells().size());
    for (std::size_t c = 0; c < site_of_cell.size(); ++c) site_of_cell[c] = site_of(diagram_.cells()[c]);

    const auto& edges = diagram_.edges();
    half_of_.assign(edges.size(), kNone);
    cells_.bend_begin.assign(1, 0);
    for (std::size_t i = 0; i < edges.size(); ++i) {
      const Edge& e = edges[i];
      if (half_of_[i] != kNone) continue;
      const auto pair = static_cast<std::uint32_t>(cells_.half_site.size() / 2);
      half_of_[i] = 2 * pair;
      half_of_[index(e.twin())] = 2 * pair + 1;
      const std::uint32_t left = site_of_cell[static_cast<std::size_t>(e.cell() - diagram_.cells().data())];
      const std::uint32_t right = site_of_cell[static_cast<std::size_t>(e.twin()->cell() - diagram_.cells().data())];
      cells_.half_site.push_back(left);
      cells_.half_site.push_back(right);
      if (e.is_primary() && e.is_finite() && (street_site(left) || street_site(right))) bend(e, left, right);
      cells_.bend_begin.push_back(static_cast<std::uint32_t>(cells_.bend.size()));
    }
  }

  [[nodiscard]] std::size_t index(const Edge* e) const { return static_cast<std::size_t>(e - diagram_.edges().data()); }
  [[nodiscard]] bool street_site(std::uint32_t site) const {
    if (site < cells_.n_segments()) return cells_.is_street(site);
    const std::size_t p = site - cells_.n_segments();
    return cells_.point_segment_begin[p] < cells_.point_segment_begin[p + 1];
  }

  /// The line of a pair: bends where the distance passes a limit, and as many more as the curve needs.
  void bend(const Edge& e, std::uint32_t left, std::uint32_t right) {
    const V2 from{e.vertex0()->x(), e.vertex0()->y()}, to{e.vertex1()->x(), e.vertex1()->y()};
    const auto n = static_cast<std::uint32_t>(cells_.n_segments());
    const bool left_point = left >= n, right_point = right >= n;
    const std::uint32_t measure = left_point ? left : right;  // a point, if there is one: its distance is never too small
    const double reach0 = reach(measure, from), reach1 = reach(measure, to);
    const auto put = [&](V2 p, double r) { cells_.bend.push_back({p.x, p.y, r}); };
    std::vector<double>& stops = stops_;
    stops.clear();

    put(from, reach0);
    if (left_point != right_point) {
      const V2 focus = real(cells_.point[(left_point ? left : right) - n]);
      const std::uint32_t s = left_point ? right : left;
      const V2 a = real(cells_.a[s]), b = real(cells_.b[s]);
      const double length = std::hypot(b.x - a.x, b.y - a.y);
      const V2 u{(b.x - a.x) / length, (b.y - a.y) / length};
      V2 up{-u.y, u.x};
      double height = dot(focus - a, up);
      if (height < 0) up = {-up.x, -up.y}, height = -height;
      if (height > kOnSite) {
        const double middle = dot(focus - a, u), t0 = dot(from - a, u), t1 = dot(to - a, u);
        for (const double limit : limits_) {
          const double square = 2 * height * limit - height * height;
          if (square < 0) continue;
          for (const double t : {middle - std::sqrt(square), middle + std::sqrt(square)})
            if (t > std::min(t0, t1) && t < std::max(t0, t1)) stops.push_back(t);
        }
        std::sort(stops.begin(), stops.end());
        if (t1 < t0) std::reverse(stops.begin(), stops.end());
        stops.push_back(t1);
        const auto at = [&](double t) {
          const double r = ((t - middle) * (t - middle) + height * height) / (2 * height);
          return std::pair<V2, double>{{a.x + u.x * t + up.x * r, a.y + u.y * t + up.y * r}, r};
        };
        const auto halve = [&](const auto& self, double begin, double end, int depth) -> void {
          const double t = (begin + end) / 2, slope = (t - middle) / height;
          const double leaves = (end - begin) * (end - begin) / (8 * height * std::sqrt(1 + slope * slope));
          const auto [p, r] = at(t);
          if (depth > 12 || r > far_ || leaves <= std::min(1000 * cells_.options.tolerance_m, std::max(1.0, 0.05 * r))) return;
          self(self, begin, t, depth + 1);
          put(p, r);
          self(self, t, end, depth + 1);
        };
        double last = t0;
        for (std::size_t i = 0; i < stops.size(); ++i) {
          halve(halve, last, stops[i], 0);
          last = stops[i];
          if (i + 1 == stops.size()) break;
          const auto [p, r] = at(last);
          put(p, r);
        }
      }
    } else {
      const double length = std::hypot(to.x - from.x, to.y - from.y);
      if (left_point) {
        // Between two points: reach^2 = gap^2 + (place along - middle)^2.
        const V2 p = real(cells_.point[left - n]);
        const V2 u{(to.x - from.x) / length, (to.y - from.y) / length};
        const double middle = dot(p - from, u);
        const double gap = std::abs(cross(u, p - from));
        for (const double limit : limits_) {
          const double square = limit * limit - gap * gap;
          if (square < 0) continue;
          for (const double t : {middle - std::sqrt(square), middle + std::sqrt(square)})
            if (t > 0 && t < length) stops.push_back(t / length);
        }
      } else {
        for (const double limit : limits_)
          if ((reach0 < limit) != (reach1 < limit)) stops.push_back((limit - reach0) / (reach1 - reach0));
      }
      std::sort(stops.begin(), stops.end());
      for (const double t : stops)
        if (t > 0 && t < 1) {
          const V2 p{from.x + t * (to.x - from.x), from.y + t * (to.y - from.y)};
          put(p, left_point ? reach(left, p) : reach0 + t * (reach1 - reach0));
        }
    }
    put(to, reach1);
  }

  // --- flanks and blocks -------------------------------------------------------------------------------------

  [[nodiscard]] bool off_site(const Vertex* v, std::uint32_t site) const {
    return v != nullptr && reach(site, {v->x(), v->y()}) > kOnSite;
  }
  std::uint32_t root(std::uint32_t i) {
    while (parent_[i] != i) i = parent_[i] = parent_[parent_[i]];
    return i;
  }
  void join(std::uint32_t i, std::uint32_t j) {
    i = root(i), j = root(j);
    parent_[std::max(i, j)] = std::min(i, j);
  }
  /// One for each end of a pair: a border between a segment and its own end may pass through that end, to the other side.
  std::uint32_t end_node(const Edge& e, bool at_end) const {
    const std::uint32_t half = half_of_[index(&e)];
    return (half & ~1u) + (static_cast<std::uint32_t>(at_end) ^ (half & 1u));
  }

  void cut_into_blocks(const std::vector<MultiPolygon>& water) {
    const auto& edges = diagram_.edges();
    const auto n = static_cast<std::uint32_t>(cells_.n_segments());
    parent_.resize(cells_.half_site.size());
    std::iota(parent_.begin(), parent_.end(), 0u);
    for (const Edge& e : edges) {
      const std::uint32_t site = cells_.half_site[half_of_[index(&e)]];
      if (e.vertex1() != nullptr && off_site(e.vertex1(), site)) join(end_node(e, true), end_node(*e.next(), false));
      if (e.is_primary()) join(end_node(e, false), end_node(e, true));
      else if (site >= n && n_incident_[site - n] == 1) join(end_node(e, false), end_node(e, true));
    }
    // The widest place of each block tells whether it lies in water.
    std::vector<double> widest(parent_.size(), 0);
    std::vector<Point> at(parent_.size());
    std::vector<std::uint8_t> open(parent_.size(), 0);
    for (const Edge& e : edges) {
      const std::uint32_t half = half_of_[index(&e)], site = cells_.half_site[half];
      const std::uint32_t block = root(end_node(e, false));
      const bool frame = site < n ? framed_[site] != 0 : false;
      if (frame) open[block] = open[root(end_node(e, true))] = 1;
      if (e.vertex0() == nullptr) continue;
      const double r = reach(site, {e.vertex0()->x(), e.vertex0()->y()});
      if (r <= widest[block]) continue;
      widest[block] = r;
      at[block] = {cells_.origin.x + e.vertex0()->x() / StreetCells::kUnitsPerM, cells_.origin.y + e.vertex0()->y() / StreetCells::kUnitsPerM};
    }
    const AreaLocator in_water(water);
    std::vector<std::uint32_t> number(parent_.size(), kNone);
    const auto block_of = [&](std::uint32_t node) {
      const std::uint32_t r = root(node);
      if (number[r] == kNone) {
        number[r] = static_cast<std::uint32_t>(cells_.block.size());
        const bool wet = widest[r] > 0 && in_water.find(at[r]) >= 0;
        cells_.block.push_back(wet ? StreetCells::Block::kWater : open[r] ? StreetCells::Block::kOpen : StreetCells::Block::kClosed);
      }
      return number[r];
    };

    cells_.flank_begin.assign(1, 0);
    std::vector<std::pair<std::uint32_t, std::uint32_t>> by_site, by_block;
    for (const auto& cell : diagram_.cells()) {
      const Edge* const start = cell.incident_edge();
      if (start == nullptr) continue;
      const std::uint32_t site = cells_.half_site[half_of_[index(start)]];
      if (!street_site(site)) continue;
      const auto breaks = [&](const Edge& before, const Edge& e) {
        return before.is_secondary() || e.is_secondary() || !off_site(e.vertex0(), site);
      };
      const Edge* first = start;
      do {
        if (breaks(*first->prev(), *first)) break;
        first = first->next();
      } while (first != start);
      const Edge* e = first;
      bool fresh = true;
      const auto close = [&] {
        if (cells_.flank_half.size() == cells_.flank_begin.back()) return;
        cells_.flank_begin.push_back(static_cast<std::uint32_t>(cells_.flank_half.size()));
      };
      do {
        if (breaks(*e->prev(), *e)) close(), fresh = true;
        if (e->is_primary() && e->is_finite()) {
          if (fresh) {
            const auto flank = static_cast<std::uint32_t>(cells_.flank_block.size());
            const std::uint32_t block = block_of(end_node(*e, false));
            cells_.flank_block.push_back(block);
            by_site.emplace_back(site, flank);
            if (site < n) by_block.emplace_back(block, site);
            fresh = false;
          }
          cells_.flank_half.push_back(half_of_[index(e)]);
        }
        e = e->next();
      } while (e != first);
      close();
    }
    in_rows(n + cells_.point.size(), by_site, cells_.site_flank_begin, cells_.site_flank);
    in_rows(cells_.block.size(), by_block, cells_.block_segment_begin, cells_.block_segment);
  }

  const StreetNetwork& net_;
  Box within_;
  double far_ = 0;
  std::vector<double> limits_, stops_;
  std::vector<GridSegment> segments_;
  std::vector<Drawn> drawn_;
  std::vector<std::uint8_t> framed_;
  std::vector<std::uint32_t> n_incident_;
  Diagram diagram_;
  std::vector<std::uint32_t> half_of_, parent_;
  StreetCells cells_;
};

}  // namespace

std::uint32_t StreetCells::point_at(GridPoint p) const {
  return static_cast<std::uint32_t>(std::lower_bound(point.begin(), point.end(), p) - point.begin());
}

StreetCells street_cells(const StreetNetwork& net, std::span<const std::uint8_t> usable, const Barriers& barriers,
                         const Box& within, const AreaOptions& options) {
  const auto inside = [](double value, double low, double high) { return value >= low && value <= high; };
  if (!inside(options.buffer_m, 0.1, 10'000) || !inside(options.fill_m, 0, 10'000) ||
      !inside(options.bridge_m, 0.1, options.buffer_m) || !inside(options.tolerance_m, 0.01, 10))
    throw std::invalid_argument("street_cells: buffer, fill, bridge or tolerance is out of range");
  if (usable.size() != net.n_edges())
    throw std::invalid_argument("street_cells: " + std::to_string(usable.size()) + " marks for " +
                                std::to_string(net.n_edges()) + " edges");
  if (within.empty()) throw std::invalid_argument("street_cells: nothing is inside");
  return Builder(net, options, within).build(usable, barriers);
}

}  // namespace catchment
