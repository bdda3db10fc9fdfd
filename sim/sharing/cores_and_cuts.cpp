#include <algorithm>
#include <numeric>
#include <stdexcept>

#include <boost/graph/biconnected_components.hpp>
#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <boost/graph/core_numbers.hpp>
#include <boost/iterator/function_output_iterator.hpp>
#include <boost/property_map/property_map.hpp>
#include <fmt/format.h>

#include "sim/sharing/measure_parts.h"

namespace catchment {

namespace {

/// Both arcs of every pair: what Boost's algorithms on undirected graphs make of one, too. Without parallel arcs, which would count twice
/// in core numbers and hide bridges (models.md D.6).
using CompressedGraph =
    boost::compressed_sparse_row_graph<boost::directedS, boost::no_property, boost::no_property, boost::no_property, std::uint32_t, std::uint32_t>;

CompressedGraph compressed(const SharingGraph& graph) {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> arcs;
  arcs.reserve(graph.neighbour.size());
  for (std::uint32_t v = 0; v < graph.n_nodes(); ++v)
    for (const std::uint32_t u : graph.neighbours(v)) arcs.emplace_back(v, u);
  return {boost::edges_are_sorted, arcs.begin(), arcs.end(), static_cast<std::uint32_t>(graph.n_nodes())};
}

}  // namespace

std::vector<std::uint32_t> core_numbers(const SharingGraph& graph) {
  std::vector<std::uint32_t> core(graph.n_nodes(), 0);
  if (core.empty()) return core;
  const CompressedGraph g = compressed(graph);
  boost::core_numbers(g, boost::make_iterator_property_map(core.begin(), get(boost::vertex_index, g)));
  return core;
}

Cuts cuts(const SharingGraph& graph) {
  const std::size_t n = graph.n_nodes();
  Cuts out;
  out.articulation.assign(n, 0);
  out.pieces.assign(n, 0);
  if (n == 0) return out;
  const CompressedGraph g = compressed(graph);
  const auto column = [&](std::vector<std::uint32_t>& v) { return boost::make_iterator_property_map(v.begin(), get(boost::vertex_index, g)); };
  std::vector<std::uint32_t> found(n), lowest(n), parent(n);
  std::iota(parent.begin(), parent.end(), 0u);
  boost::biconnected_components(
      g, boost::dummy_property_map(), boost::make_function_output_iterator([&](std::uint32_t v) { out.articulation[v] = 1; }),
      boost::discover_time_map(column(found)).lowpoint_map(column(lowest)).predecessor_map(column(parent)));

  // `lowest`: the earliest node that a subtree of the depth-first search reaches other than by the arc it hangs on. A subtree that reaches
  // nothing above its parent is cut off with the parent, and if it does not even reach the parent, by the loss of that arc.
  for (std::uint32_t v = 0; v < n; ++v) {
    const std::uint32_t p = parent[v];
    if (p == v) continue;
    if (lowest[v] >= found[p]) ++out.pieces[p];
    if (lowest[v] > found[p]) out.bridges.emplace_back(std::min(p, v), std::max(p, v));
    ++out.pieces[v];  // what lies above it
  }
  std::sort(out.bridges.begin(), out.bridges.end());
  return out;
}

Parts numbered_by_size(std::span<const std::uint32_t> label) {
  const std::size_t n = label.size();
  std::vector<std::uint32_t> size(n, 0), first;
  for (std::uint32_t v = 0; v < n; ++v)
    if (label[v] != UINT32_MAX && size[label[v]]++ == 0) first.push_back(label[v]);
  // By lowest node now; a stable sort keeps that order among equals.
  std::stable_sort(first.begin(), first.end(), [&](std::uint32_t a, std::uint32_t b) { return size[a] > size[b]; });
  std::vector<std::uint32_t> number(n, UINT32_MAX);
  Parts parts;
  for (const std::uint32_t l : first) {
    number[l] = static_cast<std::uint32_t>(parts.size.size());
    parts.size.push_back(size[l]);
  }
  parts.of.resize(n);
  for (std::size_t v = 0; v < n; ++v) parts.of[v] = label[v] == UINT32_MAX ? UINT32_MAX : number[label[v]];
  return parts;
}

Parts connected_parts(const SharingGraph& graph, std::span<const std::uint8_t> without) {
  const std::size_t n = graph.n_nodes();
  if (!without.empty() && without.size() != n)
    throw std::invalid_argument(fmt::format("connected_parts: {} marks for {} nodes", without.size(), n));
  const auto gone = [&](std::uint32_t v) { return !without.empty() && without[v] != 0; };
  std::vector<std::uint32_t> label(n, UINT32_MAX), stack;
  for (std::uint32_t s = 0; s < n; ++s) {
    if (label[s] != UINT32_MAX || gone(s)) continue;
    label[s] = s;
    stack.push_back(s);
    while (!stack.empty()) {
      const std::uint32_t v = stack.back();
      stack.pop_back();
      for (const std::uint32_t u : graph.neighbours(v))
        if (label[u] == UINT32_MAX && !gone(u)) {
          label[u] = s;
          stack.push_back(u);
        }
    }
  }
  return numbered_by_size(label);
}

}  // namespace catchment
