#include "sim/network/snap_round.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace catchment {
namespace {

__extension__ typedef __int128 Wide;

constexpr int kMaxRounds = 16;  // two are the rule

/// Square rooms over all segments; a segment is entered in every room that its unit-wide strip may touch.
struct Rooms {
  std::int64_t min_x = 0, min_y = 0;
  int shift = 0;
  std::int64_t columns = 1, rows = 1;

  explicit Rooms(std::span<const GridSegment> segments) {
    std::int64_t max_x = INT64_MIN, max_y = INT64_MIN;
    min_x = min_y = INT64_MAX;
    for (const GridSegment& s : segments) {
      min_x = std::min<std::int64_t>(min_x, std::min(s.a.x, s.b.x));
      min_y = std::min<std::int64_t>(min_y, std::min(s.a.y, s.b.y));
      max_x = std::max<std::int64_t>(max_x, std::max(s.a.x, s.b.x));
      max_y = std::max<std::int64_t>(max_y, std::max(s.a.y, s.b.y));
    }
    min_x -= 1, min_y -= 1;
    const auto most = 2 * static_cast<std::int64_t>(segments.size()) + 64;
    while ((((max_x + 1 - min_x) >> shift) + 1) * (((max_y + 1 - min_y) >> shift) + 1) > most) ++shift;
    columns = ((max_x + 1 - min_x) >> shift) + 1;
    rows = ((max_y + 1 - min_y) >> shift) + 1;
  }
  [[nodiscard]] std::size_t of(GridPoint p) const {
    return static_cast<std::size_t>(((p.y - min_y) >> shift) * columns + ((p.x - min_x) >> shift));
  }
  [[nodiscard]] std::size_t count() const { return static_cast<std::size_t>(columns * rows); }

  template <class Take>
  void each(const GridSegment& s, const Take& take) const {
    const GridPoint low = s.a.y <= s.b.y ? s.a : s.b, high = s.a.y <= s.b.y ? s.b : s.a;
    const std::int64_t left = std::min(s.a.x, s.b.x), right = std::max(s.a.x, s.b.x);
    const std::int64_t first = (low.y - 1 - min_y) >> shift, last = std::min((high.y + 1 - min_y) >> shift, rows - 1);
    const double slope = high.y > low.y ? (double(high.x) - low.x) / (double(high.y) - low.y) : 0;
    for (std::int64_t row = std::max<std::int64_t>(first, 0); row <= last; ++row) {
      std::int64_t from = left, to = right;
      if (slope != 0 && first != last) {
        // What of the segment lies in this row, two units wider than it need be.
        const double y0 = double(min_y + (row << shift)) - 2, y1 = double(min_y + ((row + 1) << shift)) + 2;
        double x0 = low.x + slope * (y0 - low.y), x1 = low.x + slope * (y1 - low.y);
        if (x0 > x1) std::swap(x0, x1);
        from = std::max(from, static_cast<std::int64_t>(std::floor(std::max(x0, double(left)))));
        to = std::min(to, static_cast<std::int64_t>(std::ceil(std::min(x1, double(right)))));
      }
      const std::int64_t begin = std::max<std::int64_t>((from - 1 - min_x) >> shift, 0);
      const std::int64_t end = std::min((to + 1 - min_x) >> shift, columns - 1);
      for (std::int64_t column = begin; column <= end; ++column) take(static_cast<std::size_t>(row * columns + column));
    }
  }
};

/// Items by room, in compressed rows.
struct InRooms {
  std::vector<std::uint32_t> first, item;
  template <class Deal>
  InRooms(std::size_t rooms, const Deal& deal) : first(rooms + 2, 0) {
    deal([&](std::size_t room, std::uint32_t) { ++first[room + 2]; });
    for (std::size_t r = 2; r < first.size(); ++r) first[r] += first[r - 1];
    item.resize(first.back());
    deal([&](std::size_t room, std::uint32_t i) { item[first[room + 1]++] = i; });
    first.pop_back();
  }
};

std::int64_t rounded_share(std::int64_t length, std::int64_t part, std::int64_t whole) {
  // floor((2 length part + whole) / (2 whole)), whole > 0
  const Wide top = Wide{2} * length * part + whole, bottom = Wide{2} * whole;
  const Wide quotient = top / bottom;
  return static_cast<std::int64_t>(top % bottom < 0 ? quotient - 1 : quotient);
}

/// Where two segments cross inside both, rounded to the grid.
bool crossing(const GridSegment& s, const GridSegment& t, GridPoint& at) {
  if (std::max(s.a.x, s.b.x) < std::min(t.a.x, t.b.x) || std::max(t.a.x, t.b.x) < std::min(s.a.x, s.b.x)) return false;
  if (std::max(s.a.y, s.b.y) < std::min(t.a.y, t.b.y) || std::max(t.a.y, t.b.y) < std::min(s.a.y, s.b.y)) return false;
  const std::int64_t sa = turn(t.a, t.b, s.a), sb = turn(t.a, t.b, s.b);
  if (sa == 0 || sb == 0 || (sa > 0) == (sb > 0)) return false;
  const std::int64_t ta = turn(s.a, s.b, t.a), tb = turn(s.a, s.b, t.b);
  if (ta == 0 || tb == 0 || (ta > 0) == (tb > 0)) return false;
  const std::int64_t whole = sa > 0 ? sa - sb : sb - sa, part = sa > 0 ? sa : -sa;
  at.x = static_cast<std::int32_t>(s.a.x + rounded_share(std::int64_t{s.b.x} - s.a.x, part, whole));
  at.y = static_cast<std::int32_t>(s.a.y + rounded_share(std::int64_t{s.b.y} - s.a.y, part, whole));
  return true;
}

/// Whether some point of a segment rounds to a place: its unit square, with the lower and left side alone.
bool passes(const GridSegment& s, GridPoint p) {
  if (p.x < std::min(s.a.x, s.b.x) || p.x > std::max(s.a.x, s.b.x)) return false;
  if (p.y < std::min(s.a.y, s.b.y) || p.y > std::max(s.a.y, s.b.y)) return false;
  const std::int64_t dx = std::int64_t{s.b.x} - s.a.x, dy = std::int64_t{s.b.y} - s.a.y, off = 2 * turn(s.a, s.b, p);
  const std::int64_t most = std::abs(dx) + std::abs(dy);
  // At `most` it touches one corner, and the lower left one is the square's own.
  return std::abs(off) < most || (off == dx - dy && std::abs(off) == most);
}

/// One round. Returns whether anything was cut.
bool round_once(std::vector<GridSegment>& segments) {
  const Rooms rooms(segments);
  const auto n = static_cast<std::uint32_t>(segments.size());
  std::vector<GridPoint> hot;
  hot.reserve(2 * segments.size());
  for (const GridSegment& s : segments) hot.push_back(s.a), hot.push_back(s.b);
  const InRooms held(rooms.count(), [&](const auto& put) {
    for (std::uint32_t i = 0; i < n; ++i) rooms.each(segments[i], [&](std::size_t room) { put(room, i); });
  });
  GridPoint at;
  for (std::size_t room = 0; room + 1 < held.first.size(); ++room)
    for (std::uint32_t i = held.first[room]; i < held.first[room + 1]; ++i)
      for (std::uint32_t j = i + 1; j < held.first[room + 1]; ++j)
        if (crossing(segments[held.item[i]], segments[held.item[j]], at)) hot.push_back(at);
  std::sort(hot.begin(), hot.end());
  hot.erase(std::unique(hot.begin(), hot.end()), hot.end());
  const InRooms hot_in(rooms.count(), [&](const auto& put) {
    for (std::uint32_t i = 0; i < hot.size(); ++i) put(rooms.of(hot[i]), i);
  });

  std::vector<GridSegment> pieces;
  pieces.reserve(segments.size());
  struct Stop { std::int64_t along; GridPoint at; };
  std::vector<Stop> stops;
  bool changed = false;
  for (const GridSegment& s : segments) {
    stops.clear();
    const std::int64_t dx = std::int64_t{s.b.x} - s.a.x, dy = std::int64_t{s.b.y} - s.a.y;
    rooms.each(s, [&](std::size_t room) {
      for (std::uint32_t i = hot_in.first[room]; i < hot_in.first[room + 1]; ++i) {
        const GridPoint p = hot[hot_in.item[i]];
        if (p == s.a || p == s.b || !passes(s, p)) continue;
        stops.push_back({dx * (std::int64_t{p.x} - s.a.x) + dy * (std::int64_t{p.y} - s.a.y), p});
      }
    });
    if (stops.empty()) {
      if (s.a != s.b) pieces.push_back(s);
      continue;
    }
    changed = true;
    std::sort(stops.begin(), stops.end(), [](const Stop& a, const Stop& b) {
      return a.along != b.along ? a.along < b.along : a.at < b.at;
    });
    GridPoint last = s.a;
    for (const Stop& stop : stops)
      if (stop.at != last) pieces.push_back({last, stop.at, s.source}), last = stop.at;
    if (last != s.b) pieces.push_back({last, s.b, s.source});
  }
  segments = std::move(pieces);
  return changed;
}

}  // namespace

std::vector<GridSegment> snap_round(std::span<const GridSegment> segments) {
  std::vector<GridSegment> out;
  out.reserve(segments.size());
  for (const GridSegment& s : segments) {
    for (const GridPoint p : {s.a, s.b})
      if (std::abs(p.x) > kGridLimit || std::abs(p.y) > kGridLimit)
        throw std::invalid_argument("snap_round: a place is beyond the grid's limit");
    if (s.a != s.b) out.push_back(s);
  }
  if (out.empty()) return out;
  for (int round = 0; round < kMaxRounds; ++round)
    if (!round_once(out)) break;
  return out;
}

}  // namespace catchment
