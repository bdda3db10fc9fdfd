#pragma once

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "bench/network/grid_city.h"
#include "sim/network/reverse_search.h"

namespace catchment::bench {

/// A plain directed graph with coordinates, as the searches take it.
struct RoadGraph {
  ReverseGraph graph;
  std::vector<Point> at;
  Cost second = 1;  ///< cost units in a second
  [[nodiscard]] std::uint32_t n() const { return static_cast<std::uint32_t>(at.size()); }
  [[nodiscard]] bool empty() const { return at.empty(); }
};

struct RoadArc { std::uint32_t tail, head; Cost weight; };

inline RoadGraph road_graph(std::vector<Point> at, std::vector<RoadArc> arcs, Cost second) {
  std::sort(arcs.begin(), arcs.end(), [](const RoadArc& a, const RoadArc& b) {
    return std::tie(a.tail, a.head, a.weight) < std::tie(b.tail, b.head, b.weight);
  });
  // Of parallel arcs the cheapest.
  arcs.erase(std::unique(arcs.begin(), arcs.end(), [](const RoadArc& a, const RoadArc& b) {
    return a.tail == b.tail && a.head == b.head;
  }), arcs.end());
  RoadGraph road;
  road.second = second;
  road.graph.first.assign(at.size() + 1, 0);
  for (const RoadArc& arc : arcs) {
    ++road.graph.first[arc.tail + 1];
    road.graph.arc.push_back({arc.head, arc.weight});
  }
  for (std::size_t v = 0; v < at.size(); ++v) road.graph.first[v + 1] += road.graph.first[v];
  road.at = std::move(at);
  choose_buckets(road.graph);
  return road;
}

/// Rows of whole numbers of a gzipped text whose lines begin with `mark`.
inline std::vector<std::array<long, 3>> dimacs_rows(const std::string& path, char mark) {
  std::vector<std::array<long, 3>> rows;
  const gzFile file = gzopen(path.c_str(), "rb");
  if (file == nullptr) return rows;
  gzbuffer(file, 1 << 18);
  char line[256];
  while (gzgets(file, line, sizeof line) != nullptr) {
    if (line[0] != mark) continue;
    std::array<long, 3> row{};
    char* next = line + 1;
    for (long& number : row) number = std::strtol(next, &next, 10);
    rows.push_back(row);
  }
  gzclose(file);
  return rows;
}

/// New York of the 9th DIMACS challenge: travel times, 290 units a second. Empty if the shared data are not there
/// (`CATCHMENT_SHARED_DATA`, else ../shared/data).
inline RoadGraph new_york() {
  const char* folder = std::getenv("CATCHMENT_SHARED_DATA");
  const std::string path = std::string(folder != nullptr ? folder : "../shared/data") + "/bench_ny/";
  std::vector<Point> at;
  std::vector<RoadArc> arcs;
  for (const auto& v : dimacs_rows(path + "NY.co.gz", 'v'))  // millionths of a degree, in metres
    at.push_back({static_cast<double>(v[1]) * 0.084, static_cast<double>(v[2]) * 0.111});
  for (const auto& a : dimacs_rows(path + "NY-t.gr.gz", 'a'))
    arcs.push_back({static_cast<std::uint32_t>(a[0] - 1), static_cast<std::uint32_t>(a[1] - 1), static_cast<Cost>(a[2])});
  if (at.empty() || arcs.empty()) return {};
  return road_graph(std::move(at), std::move(arcs), 290);
}

/// Four copies side by side, two by two, with 64 links over each of the four seams: at 64 places along the seam the last
/// node before it is joined to the first node behind it, at 30 m/s.
inline RoadGraph four_copies(const RoadGraph& one) {
  const Box box = bounds(std::span<const Point>(one.at));
  const double dx = box.width() * 1.01, dy = box.height() * 1.01;
  const std::uint32_t n = one.n();
  std::vector<Point> at;
  std::vector<RoadArc> arcs;
  for (std::uint32_t copy = 0; copy < 4; ++copy)
    for (std::uint32_t v = 0; v < n; ++v) {
      at.push_back({one.at[v].x + (copy % 2) * dx, one.at[v].y + (copy / 2) * dy});
      for (std::uint32_t a = one.graph.first[v]; a < one.graph.first[v + 1]; ++a)
        arcs.push_back({copy * n + v, copy * n + one.graph.arc[a].head, one.graph.arc[a].weight});
    }
  const auto seam = [&](std::uint32_t before, std::uint32_t behind, bool upright) {
    constexpr int kLinks = 64;
    struct Ends { std::uint32_t last = UINT32_MAX, first = UINT32_MAX; };
    std::vector<Ends> ends(kLinks);
    for (std::uint32_t v = 0; v < n; ++v) {
      const double along = upright ? (one.at[v].y - box.min_y) / box.height() : (one.at[v].x - box.min_x) / box.width();
      Ends& e = ends[std::min(kLinks - 1, static_cast<int>(along * kLinks))];
      const auto across = [&](std::uint32_t u) { return upright ? one.at[u].x : one.at[u].y; };
      if (e.last == UINT32_MAX || across(v) > across(e.last)) e.last = v;
      if (e.first == UINT32_MAX || across(v) < across(e.first)) e.first = v;
    }
    for (const Ends& e : ends) {
      if (e.last == UINT32_MAX) continue;
      const std::uint32_t a = before * n + e.last, b = behind * n + e.first;
      const auto weight = static_cast<Cost>(distance(at[a], at[b]) / 30 * one.second) + 1;
      arcs.push_back({a, b, weight});
      arcs.push_back({b, a, weight});
    }
  };
  seam(0, 1, true), seam(2, 3, true), seam(0, 2, false), seam(1, 3, false);
  return road_graph(std::move(at), std::move(arcs), one.second);
}

/// The generated city, walked at 1.25 m/s; a cost unit is a millisecond.
inline RoadGraph generated_city(std::int64_t n_arcs) {
  const StreetNetwork net = grid_city(n_arcs, 1);
  std::vector<RoadArc> arcs;
  for (std::uint32_t e = 0; e < net.n_edges(); ++e) {
    const auto weight = static_cast<Cost>(std::lround(net.length_mm[e] / 1.25));
    arcs.push_back({net.from[e].value, net.to[e].value, weight});
    arcs.push_back({net.to[e].value, net.from[e].value, weight});
  }
  return road_graph(net.node, std::move(arcs), 1000);
}

}  // namespace catchment::bench
