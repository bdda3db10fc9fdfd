#include "gis/osm/cut_streets.h"

#include <algorithm>
#include <cmath>

namespace catchment::gis {
namespace {

constexpr std::uint8_t kAllWays = kWalkForward | kWalkBackward | kCycleForward | kCycleBackward;

std::uint8_t reversed(std::uint8_t access) {
  std::uint8_t turned = access & kPrivate;
  if (access & kWalkForward) turned |= kWalkBackward;
  if (access & kWalkBackward) turned |= kWalkForward;
  if (access & kCycleForward) turned |= kCycleBackward;
  if (access & kCycleBackward) turned |= kCycleForward;
  return turned;
}

/// Whatever either allows; private only if nobody opens it to all.
std::uint8_t either(std::uint8_t a, std::uint8_t b) {
  const bool open = ((a & kAllWays) && !(a & kPrivate)) || ((b & kAllWays) && !(b & kPrivate));
  const std::uint8_t ways = (a | b) & kAllWays;
  return ways != 0 && !open ? ways | kPrivate : ways;
}

/// Kind of one segment. Segment s runs from vertex[s] to vertex[s + 1].
struct Kind {
  StreetClass street_class;
  std::uint8_t access;
  std::uint32_t name;
  std::uint8_t off_ground;
  bool operator==(const Kind&) const = default;
};

struct Segment {
  std::uint64_t ends;  ///< lower vertex << 32 | higher vertex
  std::uint32_t at, chain;
};

}  // namespace

CutStreets cut_streets(const StreetChains& in, const std::function<double(std::uint32_t, std::uint32_t)>& length_m) {
  std::vector<Segment> segments;
  segments.reserve(in.vertex.size());
  std::vector<std::uint8_t> is_node(in.place.size(), 0);
  for (std::uint32_t c = 0; c < in.n_chains(); ++c)
    for (std::uint32_t i = in.chain_begin[c]; i < in.chain_begin[c + 1]; ++i) {
      const std::uint32_t v = in.vertex[i];
      if (v == StreetChains::kGap) continue;
      const bool first = i == in.chain_begin[c] || in.vertex[i - 1] == StreetChains::kGap;
      const bool last = i + 1 == in.chain_begin[c + 1] || in.vertex[i + 1] == StreetChains::kGap;
      if (first || last || in.cut[v]) is_node[v] = 1;
      if (last || in.vertex[i + 1] == v) continue;
      const std::uint64_t low = std::min(v, in.vertex[i + 1]), high = std::max(v, in.vertex[i + 1]);
      segments.push_back({low << 32 | high, i, c});
    }
  std::ranges::sort(
      segments, [](const Segment& a, const Segment& b) { return a.ends != b.ends ? a.ends < b.ends : a.at < b.at; });

  const auto kind_of = [&](std::uint32_t c) {
    return Kind{in.street_class[c], in.access[c], in.name[c], in.off_ground.empty() ? std::uint8_t{0} : in.off_ground[c]};
  };
  CutStreets out;
  std::vector<std::uint8_t> kept(in.vertex.size(), 0);
  std::vector<Kind> kind(in.vertex.size());
  std::vector<std::uint32_t> degree(in.place.size(), 0);
  for (std::size_t k = 0; k < segments.size();) {
    const Segment& first = segments[k];
    Kind merged = kind_of(first.chain);
    std::size_t same = k + 1;
    for (; same < segments.size() && segments[same].ends == first.ends; ++same) {
      const Segment& again = segments[same];
      const bool along = in.vertex[again.at] == in.vertex[first.at];
      const std::uint8_t access = along ? in.access[again.chain] : reversed(in.access[again.chain]);
      if (!(merged.access & kAllWays) && (access & kAllWays)) {
        const std::uint8_t so_far = merged.access;
        merged = kind_of(again.chain);
        merged.access = so_far;
      }
      merged.access = either(merged.access, access);
      ++out.duplicate_segments;
    }
    kept[first.at] = 1;
    kind[first.at] = merged;
    ++degree[in.vertex[first.at]];
    ++degree[in.vertex[first.at + 1]];
    k = same;
  }
  for (std::size_t v = 0; v < degree.size(); ++v)
    if (degree[v] != 0 && degree[v] != 2) is_node[v] = 1;
  // Where a line's kind changes in its middle, because a doubled segment opened a part of it.
  for (std::size_t c = 0; c < in.n_chains(); ++c)
    for (std::uint32_t i = in.chain_begin[c] + 1; i < in.chain_begin[c + 1]; ++i) {
      const bool changes = kept[i] != kept[i - 1] || (kept[i] && !(kind[i] == kind[i - 1]));
      if (changes && in.vertex[i] != StreetChains::kGap) is_node[in.vertex[i]] = 1;
    }
  // Ends of lines that were dropped as doubles leave no node behind.
  for (std::size_t v = 0; v < degree.size(); ++v)
    if (degree[v] == 0) is_node[v] = 0;

  out.node_of_vertex.resize(in.place.size());
  for (std::size_t v = 0; v < in.place.size(); ++v)
    if (is_node[v]) {
      out.node_of_vertex[v] = NodeId(out.net.node.size());
      out.net.node.push_back(in.place[v]);
    }
  out.net.names = in.names;
  out.chain_used.assign(in.n_chains(), 0);
  std::vector<Point> line;
  for (std::size_t c = 0; c < in.n_chains(); ++c) {
    NodeId from;
    double length = 0;
    line.clear();
    for (std::uint32_t i = in.chain_begin[c]; i + 1 < in.chain_begin[c + 1]; ++i) {
      if (!kept[i]) continue;
      const std::uint32_t a = in.vertex[i], b = in.vertex[i + 1];
      if (line.empty()) {
        from = out.node_of_vertex[a];
        line.push_back(in.place[a]);
        length = 0;
      }
      line.push_back(in.place[b]);
      length += length_m(a, b);
      if (!is_node[b]) continue;
      const double mm = std::clamp(std::round(length * 1000), 1.0, 4294967295.0);
      add_edge(out.net, from, out.node_of_vertex[b], line, kind[i].street_class, kind[i].access, kind[i].name,
               static_cast<std::uint32_t>(mm));
      out.net.off_ground.push_back(kind[i].off_ground);
      out.chain_used[c] = 1;
      line.clear();
    }
  }
  if (std::ranges::count(out.net.off_ground, 0) == static_cast<std::ptrdiff_t>(out.net.n_edges())) out.net.off_ground.clear();
  index_arcs(out.net);
  return out;
}

}  // namespace catchment::gis
