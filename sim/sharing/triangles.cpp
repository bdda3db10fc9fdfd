#include <numeric>

#include "sim/sharing/measure_parts.h"

namespace catchment {

void measure_triangles(const SharingGraph& graph, SharingMeasures& m) {
  const auto n = static_cast<std::uint32_t>(graph.n_nodes());
  // Each pair is kept at its end of lower degree only: no node keeps more than sqrt(2 pairs), however many partners a hub has
  // (Schank & Wagner 2005, "forward").
  const auto before = [&](std::uint32_t a, std::uint32_t b) { return m.degree[a] != m.degree[b] ? m.degree[a] < m.degree[b] : a < b; };
  OwnedSuccessors up;
  up.begin.push_back(0);
  for (std::uint32_t v = 0; v < n; ++v) {
    for (const std::uint32_t u : graph.neighbours(v))
      if (before(v, u)) up.head.push_back(u);
    up.begin.push_back(static_cast<std::uint32_t>(up.head.size()));
  }
  std::vector<std::uint64_t> triangles(n, 0);
  std::vector<std::uint32_t> marked(n, UINT32_MAX);
  for (std::uint32_t v = 0; v < n; ++v) {
    for (const std::uint32_t u : up.view().of(v)) marked[u] = v;
    for (const std::uint32_t u : up.view().of(v))
      for (const std::uint32_t w : up.view().of(u))
        if (marked[w] == v) {
          ++triangles[v];
          ++triangles[u];
          ++triangles[w];
        }
  }
  m.clustering.assign(n, 0);
  std::uint64_t closed = 0, open = 0;
  for (std::uint32_t v = 0; v < n; ++v) {
    const std::uint64_t corners = std::uint64_t{m.degree[v]} * (m.degree[v] - (m.degree[v] > 0)) / 2;
    closed += triangles[v];
    open += corners;
    if (corners > 0) m.clustering[v] = static_cast<double>(triangles[v]) / static_cast<double>(corners);
  }
  if (open > 0) m.transitivity = static_cast<double>(closed) / static_cast<double>(open);
}

}  // namespace catchment
