#include "sim/network/plane_partition.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>

namespace catchment {
namespace {

constexpr std::uint32_t kNone = 0xFFFFFFFF;

/// A border from the lower to the higher place: how often `label` lies on its left, less how often on its right.
struct Net {
  GridPoint a, b;
  std::uint32_t label;
  std::int32_t left;
};

/// Sums up what lies on each other; what is equal on both sides is gone.
void sum_up(std::vector<Net>& nets) {
  std::sort(nets.begin(), nets.end(), [](const Net& p, const Net& q) {
    return std::tie(p.a, p.b, p.label) < std::tie(q.a, q.b, q.label);
  });
  std::size_t kept = 0;
  for (std::size_t i = 0; i < nets.size();) {
    Net sum = nets[i];
    std::size_t j = i + 1;
    for (; j < nets.size() && nets[j].a == sum.a && nets[j].b == sum.b && nets[j].label == sum.label; ++j)
      sum.left += nets[j].left;
    if (sum.left != 0) nets[kept++] = sum;
    i = j;
  }
  nets.resize(kept);
}

Net net_of(GridPoint a, GridPoint b, std::uint32_t label, std::int32_t left) {
  return a < b ? Net{a, b, label, left} : Net{b, a, label, -left};
}

double length(GridPoint a, GridPoint b) { return std::hypot(double(b.x) - a.x, double(b.y) - a.y); }

/// Twice the signed area, exact as far as doubles go; from the first vertex, so that far-off places lose nothing.
double twice_area(GridPoint o, GridPoint a, GridPoint b) { return static_cast<double>(turn(o, a, b)); }

bool upper(std::int64_t dx, std::int64_t dy) { return dy > 0 || (dy == 0 && dx > 0); }

/// Half-edges round each point, counter-clockwise, then `next`.
void link(PlanePartition& p) {
  const auto n = static_cast<std::uint32_t>(p.end.size());
  std::vector<std::uint32_t> first(p.point.size() + 2, 0), out(n), slot(n);
  for (std::uint32_t h = 0; h < n; ++h) ++first[p.end[h ^ 1] + 2];
  for (std::size_t v = 2; v < first.size(); ++v) first[v] += first[v - 1];
  for (std::uint32_t h = 0; h < n; ++h) out[first[p.end[h ^ 1] + 1]++] = h;
  first.pop_back();
  for (std::size_t v = 0; v < p.point.size(); ++v) {
    const GridPoint at = p.point[v];
    std::sort(out.begin() + first[v], out.begin() + first[v + 1], [&](std::uint32_t g, std::uint32_t h) {
      const GridPoint s = p.point[p.end[g]], t = p.point[p.end[h]];
      const bool up_s = upper(std::int64_t{s.x} - at.x, std::int64_t{s.y} - at.y);
      const bool up_t = upper(std::int64_t{t.x} - at.x, std::int64_t{t.y} - at.y);
      if (up_s != up_t) return up_s;
      return turn(at, s, t) > 0;
    });
    for (std::uint32_t i = first[v]; i < first[v + 1]; ++i) slot[out[i]] = i;
  }
  p.next.resize(n);
  for (std::uint32_t h = 0; h < n; ++h) {
    const std::uint32_t v = p.end[h], back = slot[h ^ 1];
    p.next[h] = out[back == first[v] ? first[v + 1] - 1 : back - 1];
  }
}

/// Labels with a length: few of them.
class Votes {
 public:
  void clear() { votes_.clear(); }
  [[nodiscard]] bool empty() const { return votes_.empty(); }
  void add(std::uint32_t label, double weight) {
    for (auto& [l, w] : votes_)
      if (l == label) { w += weight; return; }
    votes_.emplace_back(label, weight);
  }
  [[nodiscard]] std::uint32_t winner() const {
    std::pair<std::uint32_t, double> best{0, -1};
    for (const auto& v : votes_)
      if (v.second > best.second || (v.second == best.second && v.first < best.first)) best = v;
    return best.first;
  }

 private:
  std::vector<std::pair<std::uint32_t, double>> votes_;
};

/// One label a face: what most of its border says, then slivers to their neighbours. A sliver may be land claimed twice;
/// its border then says nothing true about the other side, so it has no vote where there is another.
void settle(PlanePartition& p, double thin) {
  const auto n = static_cast<std::uint32_t>(p.end.size());
  std::vector<std::uint32_t> cycle(n, kNone), start;
  std::vector<std::uint8_t> is_thin;
  const auto each = [&](std::uint32_t first, const auto& take) {
    std::uint32_t g = first;
    do {
      take(g, p.point[p.end[g ^ 1]], p.point[p.end[g]]);
      g = p.next[g];
    } while (g != first);
  };
  for (std::uint32_t h = 0; h < n; ++h) {
    if (cycle[h] != kNone) continue;
    double twice = 0, round = 0;
    const GridPoint origin = p.point[p.end[h ^ 1]];
    each(h, [&](std::uint32_t g, GridPoint a, GridPoint b) {
      cycle[g] = static_cast<std::uint32_t>(start.size());
      round += length(a, b);
      twice += twice_area(origin, a, b);
    });
    start.push_back(h);
    is_thin.push_back(twice > 0 && twice <= thin * round);  // width = 2 area / length of the border, about
  }
  Votes votes;
  std::vector<std::uint32_t> claimed(start.size()), settled(start.size());
  for (std::size_t c = 0; c < start.size(); ++c)
    for (const bool thick_only : {true, false}) {
      votes.clear();
      each(start[c], [&](std::uint32_t g, GridPoint a, GridPoint b) {
        if (!thick_only || is_thin[c] || !is_thin[cycle[g ^ 1]]) votes.add(p.label[g], length(a, b));
      });
      claimed[c] = votes.winner();
      if (!votes.empty()) break;
    }
  for (std::size_t c = 0; c < start.size(); ++c) {
    settled[c] = claimed[c];
    if (!is_thin[c]) continue;
    for (const bool thick_only : {true, false}) {
      votes.clear();
      each(start[c], [&](std::uint32_t g, GridPoint a, GridPoint b) {
        const std::uint32_t other = cycle[g ^ 1];
        if (other != c && !(thick_only && is_thin[other])) votes.add(claimed[other], length(a, b));
      });
      if (votes.empty()) continue;
      settled[c] = votes.winner();
      break;
    }
  }
  for (std::uint32_t h = 0; h < n; ++h) p.label[h] = settled[cycle[h]];
}

/// A ring as point indices.
using Loop = std::vector<std::uint32_t>;

double twice_area(const PlanePartition& p, const Loop& loop) {
  double sum = 0;
  for (std::size_t i = 1; i + 1 < loop.size(); ++i)
    sum += static_cast<double>(turn(p.point[loop[0]], p.point[loop[i]], p.point[loop[i + 1]]));
  return sum;
}

/// 1 inside, 0 outside, -1 on the border; exact.
int place_in(const PlanePartition& p, const Loop& loop, GridPoint q) {
  bool inside = false;
  for (std::size_t i = 0, j = loop.size() - 1; i < loop.size(); j = i++) {
    const GridPoint a = p.point[loop[j]], b = p.point[loop[i]];
    const std::int64_t side = turn(a, b, q);
    if (side == 0 && q.x >= std::min(a.x, b.x) && q.x <= std::max(a.x, b.x) && q.y >= std::min(a.y, b.y) &&
        q.y <= std::max(a.y, b.y))
      return -1;
    if ((a.y > q.y) != (b.y > q.y) && (b.y > a.y ? side > 0 : side < 0)) inside = !inside;
  }
  return inside ? 1 : 0;
}

struct Outer {
  Loop loop;
  double twice = 0;
  GridPoint low, high;
  std::vector<Loop> holes;
};

/// All rings of one group while they are traced.
struct GroupRings {
  std::vector<Outer> outers;
  std::vector<Loop> free_holes;
};

void give_holes(const PlanePartition& p, GroupRings& rings) {
  for (Loop& hole : rings.free_holes) {
    Outer* best = nullptr;
    for (Outer& outer : rings.outers) {
      if (best != nullptr && outer.twice >= best->twice) continue;
      int place = -1;
      for (std::size_t i = 0; i < hole.size() && place < 0; ++i) {
        const GridPoint q = p.point[hole[i]];
        if (q.x < outer.low.x || q.x > outer.high.x || q.y < outer.low.y || q.y > outer.high.y) place = 0;
        else place = place_in(p, outer.loop, q);
      }
      if (place == 1) best = &outer;
    }
    if (best != nullptr) best->holes.push_back(std::move(hole));
  }
}

}  // namespace

PlanePartition plane_partition(std::vector<LabelledSide> sides, double thin) {
  std::vector<Net> nets;
  nets.reserve(sides.size());
  for (const LabelledSide& s : sides)
    if (s.a != s.b && s.label != 0) nets.push_back(net_of(s.a, s.b, s.label, 1));
  std::vector<LabelledSide>().swap(sides);
  sum_up(nets);
  std::vector<GridSegment> segments;
  segments.reserve(nets.size());
  for (std::uint32_t i = 0; i < nets.size(); ++i) segments.push_back({nets[i].a, nets[i].b, i});
  std::vector<Net> noded;
  for (const GridSegment& s : snap_round(segments)) noded.push_back(net_of(s.a, s.b, nets[s.source].label, nets[s.source].left));
  sum_up(noded);

  PlanePartition p;
  for (const Net& net : noded) p.point.push_back(net.a), p.point.push_back(net.b);
  std::sort(p.point.begin(), p.point.end());
  p.point.erase(std::unique(p.point.begin(), p.point.end()), p.point.end());
  const auto id = [&](GridPoint at) {
    return static_cast<std::uint32_t>(std::lower_bound(p.point.begin(), p.point.end(), at) - p.point.begin());
  };
  for (std::size_t i = 0; i < noded.size();) {
    std::uint32_t left = 0, right = 0;
    std::size_t j = i;
    for (; j < noded.size() && noded[j].a == noded[i].a && noded[j].b == noded[i].b; ++j) {
      std::uint32_t& side = noded[j].left > 0 ? left : right;
      if (side == 0) side = noded[j].label;  // ascending labels: the lowest
    }
    p.end.push_back(id(noded[i].b));
    p.end.push_back(id(noded[i].a));
    p.label.push_back(left);
    p.label.push_back(right);
    i = j;
  }
  link(p);
  settle(p, thin);
  return p;
}

std::vector<Dissolved> dissolve(const PlanePartition& p, const std::function<std::uint32_t(std::uint32_t)>& group_of,
                                Point origin, double units_per_m) {
  const auto n = static_cast<std::uint32_t>(p.end.size());
  std::vector<std::uint32_t> group(n);
  {
    std::uint32_t last = 0, of_last = 0;
    for (std::uint32_t h = 0; h < n; ++h) {
      if (p.label[h] != last) last = p.label[h], of_last = last == 0 ? 0 : group_of(last);
      group[h] = of_last;
    }
  }
  std::vector<std::uint8_t> done(n, 0);
  std::vector<std::uint32_t> place(p.point.size(), kNone);  // of a point in the walk, while it is on it
  std::vector<std::pair<std::uint32_t, GroupRings>> found;
  std::vector<std::uint32_t> index_of;  // group -> found, groups are small numbers
  Loop walk;
  std::vector<Loop> loops;
  for (std::uint32_t h = 0; h < n; ++h) {
    if (done[h] || group[h] == 0 || group[h] == group[h ^ 1]) continue;
    walk.clear();
    loops.clear();
    std::uint32_t g = h;
    do {
      done[g] = 1;
      const std::uint32_t at = p.end[g];
      if (place[at] != kNone) {
        // A place met before: what lies between is a ring of its own.
        Loop loop(walk.begin() + place[at], walk.end());
        for (const std::uint32_t v : loop) place[v] = kNone;
        walk.resize(walk.size() - loop.size());
        loops.push_back(std::move(loop));
      }
      place[at] = static_cast<std::uint32_t>(walk.size());
      walk.push_back(at);
      g = p.next[g];
      while (group[g] == group[g ^ 1]) g = p.next[g ^ 1];
    } while (g != h);
    for (const std::uint32_t v : walk) place[v] = kNone;
    loops.push_back(walk);

    if (group[h] >= index_of.size()) index_of.resize(group[h] + 1, kNone);
    if (index_of[group[h]] == kNone) {
      index_of[group[h]] = static_cast<std::uint32_t>(found.size());
      found.emplace_back(group[h], GroupRings{});
    }
    GroupRings& rings = found[index_of[group[h]]].second;
    std::size_t outers = 0;
    for (const Loop& loop : loops) outers += twice_area(p, loop) > 0;
    for (Loop& loop : loops) {
      const double twice = twice_area(p, loop);
      if (twice <= 0) continue;
      Outer outer{std::move(loop), twice, {}, {}, {}};
      outer.low = outer.high = p.point[outer.loop[0]];
      for (const std::uint32_t v : outer.loop) {
        outer.low = {std::min(outer.low.x, p.point[v].x), std::min(outer.low.y, p.point[v].y)};
        outer.high = {std::max(outer.high.x, p.point[v].x), std::max(outer.high.y, p.point[v].y)};
      }
      rings.outers.push_back(std::move(outer));
      loop.clear();
    }
    for (Loop& loop : loops) {
      if (loop.empty()) continue;
      if (outers == 1) rings.outers.back().holes.push_back(std::move(loop));
      else rings.free_holes.push_back(std::move(loop));
    }
  }

  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<Dissolved> out;
  const auto ring_of = [&](const Loop& loop) {
    Ring ring;
    ring.reserve(loop.size());
    for (const std::uint32_t v : loop)
      ring.push_back({origin.x + p.point[v].x / units_per_m, origin.y + p.point[v].y / units_per_m});
    return ring;
  };
  for (auto& [g, rings] : found) {
    give_holes(p, rings);
    Dissolved one{g, {}};
    for (const Outer& outer : rings.outers) {
      Polygon polygon;
      polygon.rings.push_back(ring_of(outer.loop));
      for (const Loop& hole : outer.holes) polygon.rings.push_back(ring_of(hole));
      one.shape.push_back(std::move(polygon));
    }
    out.push_back(std::move(one));
  }
  return out;
}

}  // namespace catchment
