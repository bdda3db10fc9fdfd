#pragma once

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <string>
#include <vector>

#include "sim/network/street_network.h"

namespace catchment::bench {

/// Numbers of a gzipped file's lines that begin with `mark`.
inline std::vector<std::vector<long>> numbers_of(const std::string& path, char mark) {
  std::vector<std::vector<long>> rows;
  FILE* pipe = popen(("gzip -dc '" + path + "' 2>/dev/null").c_str(), "r");
  if (pipe == nullptr) return rows;
  char line[256];
  while (std::fgets(line, sizeof line, pipe) != nullptr) {
    if (line[0] != mark) continue;
    std::vector<long> row;
    for (char* at = line + 1;;) {
      char* end = at;
      const long value = std::strtol(at, &end, 10);
      if (end == at) break;
      row.push_back(value);
      at = end;
    }
    rows.push_back(std::move(row));
  }
  pclose(pipe);
  return rows;
}

/// New York of the 9th DIMACS challenge: lengths hold the travel time weights (290 units a second). No nodes if it is not
/// under CATCHMENT_SHARED_DATA.
inline StreetNetwork new_york() {
  const char* folder = std::getenv("CATCHMENT_SHARED_DATA");
  const std::string path = std::string(folder != nullptr ? folder : "../shared/data") + "/bench_ny/";
  StreetNetwork net;
  for (const auto& v : numbers_of(path + "NY.co.gz", 'v'))
    net.node.push_back({static_cast<double>(v[1]) * 0.084, static_cast<double>(v[2]) * 0.111});
  if (net.node.empty()) return net;
  for (const auto& a : numbers_of(path + "NY-t.gr.gz", 'a')) {
    if (a[0] > a[1]) continue;  // symmetric: the file lists both directions
    const NodeId from(static_cast<std::uint32_t>(a[0] - 1)), to(static_cast<std::uint32_t>(a[1] - 1));
    const Point line[] = {net.node[from.value], net.node[to.value]};
    add_edge(net, from, to, line, StreetClass::kResidential, 15, 0, static_cast<std::uint32_t>(a[2]));
  }
  index_arcs(net);
  return net;
}

/// Four copies in a square, neighbours joined by 64 links along each of the four seams: the size of a megacity.
inline StreetNetwork four_copies(const StreetNetwork& one) {
  StreetNetwork net;
  const Box box = bounds(one.node);
  const auto n = static_cast<std::uint32_t>(one.n_nodes());
  const double dx = box.width() + 500, dy = box.height() + 500;
  const Point shift[] = {{0, 0}, {dx, 0}, {0, dy}, {dx, dy}};
  for (const Point s : shift)
    for (const Point p : one.node) net.node.push_back({p.x + s.x, p.y + s.y});
  const auto join = [&](std::uint32_t a, std::uint32_t b, std::uint32_t weight) {
    const Point line[] = {net.node[a], net.node[b]};
    add_edge(net, NodeId(a), NodeId(b), line, StreetClass::kResidential, 15, 0, weight);
  };
  for (std::uint32_t c = 0; c < 4; ++c)
    for (std::size_t e = 0; e < one.n_edges(); ++e) join(c * n + one.from[e].value, c * n + one.to[e].value, one.length_mm[e]);
  const auto nearest_to = [&](double x, double y) {
    std::uint32_t best = 0;
    double least = std::numeric_limits<double>::infinity();
    for (std::uint32_t v = 0; v < n; ++v) {
      const double d = std::hypot(one.node[v].x - x, one.node[v].y - y);
      if (d < least) least = d, best = v;
    }
    return best;
  };
  for (int k = 0; k < 64; ++k) {
    const double x = box.min_x + box.width() * (k + 0.5) / 64, y = box.min_y + box.height() * (k + 0.5) / 64;
    const std::uint32_t west = nearest_to(box.min_x, y), east = nearest_to(box.max_x, y), south = nearest_to(x, box.min_y),
                        north = nearest_to(x, box.max_y);
    const auto seam = [&](std::uint32_t a, std::uint32_t b) {
      join(a, b, static_cast<std::uint32_t>(distance(net.node[a], net.node[b]) * 10) + 1);  // about 100 km/h
    };
    seam(0 * n + east, 1 * n + west);
    seam(2 * n + east, 3 * n + west);
    seam(0 * n + north, 2 * n + south);
    seam(1 * n + north, 3 * n + south);
  }
  index_arcs(net);
  return net;
}

}  // namespace catchment::bench
