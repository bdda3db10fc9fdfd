#include "sim/network/sort_streets.h"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "sim/network/hilbert.h"

namespace catchment {
namespace {

template <class T>
void reorder(std::vector<T>& column, const std::vector<std::uint32_t>& order) {
  if (column.empty()) return;
  std::vector<T> sorted;
  sorted.reserve(column.size());
  for (const std::uint32_t i : order) sorted.push_back(std::move(column[i]));
  column = std::move(sorted);
}

}  // namespace

void sort_streets(StreetNetwork& net) {
  index_arcs(net);
  check_network(net);
  const auto n = static_cast<std::uint32_t>(net.n_nodes()), m = static_cast<std::uint32_t>(net.n_edges());

  const HilbertCurve curve(bounds(net.node));
  std::vector<std::pair<std::uint32_t, std::uint32_t>> ranked(n);
#pragma omp parallel for schedule(static)
  for (std::uint32_t v = 0; v < n; ++v) ranked[v] = {curve.rank(net.node[v]), v};
  // World files are written sorted.
  const auto ends = [&](std::uint32_t e) { return std::pair(net.from[e].value, net.to[e].value); };
  bool sorted = std::is_sorted(ranked.begin(), ranked.end());
  for (std::uint32_t e = 1; e < m && sorted; ++e) sorted = ends(e - 1) <= ends(e);
  if (sorted) return;
  std::sort(ranked.begin(), ranked.end());
  std::vector<std::uint32_t> order(n), place(n);
  for (std::uint32_t k = 0; k < n; ++k) {
    order[k] = ranked[k].second;
    place[order[k]] = k;
  }
  reorder(net.node, order);
  for (auto* side : {&net.from, &net.to})
    for (NodeId& v : *side) v = NodeId(place[v.value]);
  for (Gate& gate : net.gates) gate.node = NodeId(place[gate.node.value]);

  order.resize(m);
  std::iota(order.begin(), order.end(), 0u);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return std::tuple(net.from[a].value, net.to[a].value, a) < std::tuple(net.from[b].value, net.to[b].value, b);
  });
  std::vector<Point> shape;
  std::vector<double> height;
  std::vector<std::uint32_t> shape_begin{0};
  shape.reserve(net.shape.size());
  height.reserve(net.shape_height_m.size());
  shape_begin.reserve(std::size_t{m} + 1);
  for (const std::uint32_t e : order) {
    const auto begin = static_cast<std::ptrdiff_t>(net.shape_begin[e]), end = static_cast<std::ptrdiff_t>(net.shape_begin[e + 1]);
    shape.insert(shape.end(), net.shape.begin() + begin, net.shape.begin() + end);
    if (!net.shape_height_m.empty()) height.insert(height.end(), net.shape_height_m.begin() + begin, net.shape_height_m.begin() + end);
    shape_begin.push_back(static_cast<std::uint32_t>(shape.size()));
  }
  net.shape = std::move(shape);
  net.shape_height_m = std::move(height);
  net.shape_begin = std::move(shape_begin);
  reorder(net.from, order);
  reorder(net.to, order);
  reorder(net.length_mm, order);
  reorder(net.street_class, order);
  reorder(net.access, order);
  reorder(net.name, order);
  reorder(net.off_ground, order);
  index_arcs(net);
}

}  // namespace catchment
