#include "sim/network/snap.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "sim/network/hilbert.h"
#include "sim/network/impedance.h"

namespace catchment {
namespace {

constexpr std::uint32_t kFan = 8;
constexpr std::size_t kParallelFrom = 1024;
// Bounds of boxes and distances to segments are rounded differently; nothing nearer than this is pruned away.
constexpr double kSlack_m = 1e-6;

double box_distance_m(const Box& b, Point p) {
  const double dx = std::max({b.min_x - p.x, 0.0, p.x - b.max_x}), dy = std::max({b.min_y - p.y, 0.0, p.y - b.max_y});
  return std::sqrt(dx * dx + dy * dy);
}

struct OnSegment {
  Point at;
  double along, distance_m;
};

/// As nearest_on_segment, in line and without hypot: it runs for dozens of segments a place. Ends are taken as they are
/// (a + 1 * (b - a) need not be b), so that edges that meet at a junction tie there exactly.
OnSegment on_segment(Point a, Point b, Point p) {
  const double dx = b.x - a.x, dy = b.y - a.y, length2 = dx * dx + dy * dy;
  const double along = length2 > 0 ? std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / length2, 0.0, 1.0) : 0.0;
  const Point at = along >= 1 ? b : Point{a.x + along * dx, a.y + along * dy};
  const double ex = at.x - p.x, ey = at.y - p.y;
  return {at, along, std::sqrt(ex * ex + ey * ey)};
}

}  // namespace

struct EdgeIndex::Rooms {
  struct Segment {
    Point a, b;
    double start_m;      // along the edge's drawn line
    std::uint32_t edge;
    std::uint32_t rank;  // place in the order of edges, for ties
  };
  // boxes[0] covers segments kFan at a time, boxes[k] covers boxes[k - 1] kFan at a time, the last has one box.
  const StreetNetwork* net = nullptr;
  std::vector<Segment> segments;
  std::vector<double> drawn_m;  // [n_edges]
  std::vector<std::vector<Box>> boxes;
};

EdgeIndex::EdgeIndex(const StreetNetwork& net, std::span<const std::uint8_t> usable) : rooms_(std::make_unique<Rooms>()) {
  if (usable.size() != net.n_edges()) throw std::invalid_argument("EdgeIndex: usable edges do not fit the network");
  Rooms& r = *rooms_;
  r.net = &net;
  r.drawn_m.assign(net.n_edges(), 0);
  Box all;
  for (std::uint32_t e = 0; e < net.n_edges(); ++e) {
    if (usable[e] == 0) continue;
    const auto line = net.line(EdgeId(e));
    for (std::size_t i = 1; i < line.size(); ++i) {
      r.segments.push_back({line[i - 1], line[i], r.drawn_m[e], e, static_cast<std::uint32_t>(r.segments.size())});
      r.drawn_m[e] += distance(line[i - 1], line[i]);
      all.add(line[i]);
      all.add(line[i - 1]);
    }
  }
  if (r.segments.empty()) return;

  const HilbertCurve curve(all);
  std::vector<std::pair<std::uint32_t, std::uint32_t>> order(r.segments.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    const auto& s = r.segments[i];
    order[i] = {curve.rank({(s.a.x + s.b.x) / 2, (s.a.y + s.b.y) / 2}), static_cast<std::uint32_t>(i)};
  }
  std::sort(order.begin(), order.end());
  std::vector<Rooms::Segment> sorted;
  sorted.reserve(order.size());
  for (const auto& [rank, i] : order) sorted.push_back(r.segments[i]);
  r.segments = std::move(sorted);

  std::vector<Box> level((r.segments.size() + kFan - 1) / kFan);
  for (std::size_t i = 0; i < r.segments.size(); ++i) {
    level[i / kFan].add(r.segments[i].a);
    level[i / kFan].add(r.segments[i].b);
  }
  r.boxes.push_back(std::move(level));
  while (r.boxes.back().size() > 1) {
    std::vector<Box> upper((r.boxes.back().size() + kFan - 1) / kFan);
    for (std::size_t i = 0; i < r.boxes.back().size(); ++i) upper[i / kFan].add(r.boxes.back()[i]);
    r.boxes.push_back(std::move(upper));
  }
}

EdgeIndex::~EdgeIndex() = default;
EdgeIndex::EdgeIndex(EdgeIndex&&) noexcept = default;
EdgeIndex& EdgeIndex::operator=(EdgeIndex&&) noexcept = default;

Snap EdgeIndex::snap(Point p, double max_m) const {
  if (std::isnan(max_m) || max_m < 0) throw std::invalid_argument("snap: the longest distance must be 0 or more");
  const Rooms& r = *rooms_;
  Snap result;
  result.distance_m = std::numeric_limits<double>::infinity();
  if (r.segments.empty() || !std::isfinite(p.x) || !std::isfinite(p.y)) return result;

  const Rooms::Segment* best = nullptr;
  OnSegment best_at{{}, 0, max_m};
  // Depth first, the nearer child first: each level leaves at most kFan boxes waiting.
  struct Waiting { double distance_m; std::uint32_t level, box; };
  Waiting stack[kFan * 12];
  std::uint32_t waiting = 0;
  const auto top = static_cast<std::uint32_t>(r.boxes.size() - 1);
  stack[waiting++] = {box_distance_m(r.boxes[top][0], p), top, 0};
  while (waiting > 0) {
    const Waiting next = stack[--waiting];
    if (next.distance_m > best_at.distance_m + kSlack_m) continue;
    const std::uint32_t begin = next.box * kFan;
    if (next.level == 0) {
      const std::uint32_t end = std::min<std::uint32_t>(begin + kFan, static_cast<std::uint32_t>(r.segments.size()));
      for (std::uint32_t i = begin; i < end; ++i) {
        const Rooms::Segment& s = r.segments[i];
        const OnSegment at = on_segment(s.a, s.b, p);
        if (at.distance_m < best_at.distance_m ||
            (at.distance_m == best_at.distance_m && (best == nullptr || s.rank < best->rank))) {
          best = &s;
          best_at = at;
        }
      }
      continue;
    }
    const auto& children = r.boxes[next.level - 1];
    const std::uint32_t end = std::min<std::uint32_t>(begin + kFan, static_cast<std::uint32_t>(children.size()));
    const std::uint32_t first = waiting;
    for (std::uint32_t i = begin; i < end; ++i) {
      const double away_m = box_distance_m(children[i], p);
      if (away_m > best_at.distance_m + kSlack_m) continue;
      std::uint32_t slot = waiting++;
      for (; slot > first && stack[slot - 1].distance_m < away_m; --slot) stack[slot] = stack[slot - 1];
      stack[slot] = {away_m, next.level - 1, i};
    }
  }
  if (best == nullptr) return result;

  const double drawn_m = r.drawn_m[best->edge];
  const double along_m = best->start_m + best_at.along * distance(best->a, best->b);
  const std::uint32_t length_mm = r.net->length_mm[best->edge];
  result.edge = EdgeId(best->edge);
  result.from_mm = drawn_m > 0
      ? static_cast<std::uint32_t>(std::round(std::clamp(along_m / drawn_m, 0.0, 1.0) * length_mm)) : 0;
  result.to_mm = length_mm - result.from_mm;
  result.at = best_at.at;
  result.distance_m = best_at.distance_m;
  return result;
}

std::vector<std::uint8_t> usable_edges(const StreetNetwork& net, bool cycle) {
  std::vector<std::uint8_t> usable(net.n_edges());
  for (std::size_t e = 0; e < usable.size(); ++e)
    usable[e] = may_pass(net, EdgeId(e), cycle, false) || may_pass(net, EdgeId(e), cycle, true);
  return usable;
}

std::vector<std::uint8_t> usable_edges(const StreetNetwork& net, const NetworkOptions& options) {
  auto usable = usable_edges(net, options.mode == TravelMode::kCycle);
  const auto barred = barred_edges(net, options);
  for (std::size_t e = 0; e < barred.size(); ++e)
    if (barred[e] != 0) usable[e] = 0;
  return usable;
}

std::vector<Snap> snap_all(const EdgeIndex& index, std::span<const Point> places, double max_m) {
  if (std::isnan(max_m) || max_m < 0) throw std::invalid_argument("snap: the longest distance must be 0 or more");
  std::vector<Snap> snaps(places.size());
  const auto n = static_cast<std::int64_t>(places.size());
  if (places.size() <= kParallelFrom) {
    for (std::int64_t i = 0; i < n; ++i) snaps[i] = index.snap(places[i], max_m);
    return snaps;
  }
  // Neighbours one after the other find their part of the tree still in the cache.
  Box all;
  for (const Point p : places)
    if (std::isfinite(p.x) && std::isfinite(p.y)) all.add(p);
  const HilbertCurve curve(all);
  std::vector<std::pair<std::uint32_t, std::uint32_t>> order(places.size());
  for (std::size_t i = 0; i < places.size(); ++i)
    order[i] = {all.contains(places[i]) ? curve.rank(places[i]) : 0u, static_cast<std::uint32_t>(i)};
  std::sort(order.begin(), order.end());
#pragma omp parallel for schedule(static)
  for (std::int64_t k = 0; k < n; ++k) snaps[order[k].second] = index.snap(places[order[k].second], max_m);
  return snaps;
}

}  // namespace catchment
