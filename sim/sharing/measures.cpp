#include "sim/sharing/measures.h"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

#include "sim/core/sum.h"
#include "sim/sharing/measure_parts.h"

namespace catchment {

namespace {

void measure_links(const SharingGraph& graph, SharingMeasures& m) {
  const std::size_t n = graph.n_nodes();
  m.degree.resize(n);
  for (std::uint32_t v = 0; v < n; ++v) m.degree[v] = static_cast<std::uint32_t>(graph.neighbours(v).size());
  m.in_links.assign(n, 0);
  m.out_links.assign(n, 0);
  for (auto& column : m.links_of_type) column.assign(n, 0);
  for (std::size_t k = 0; k < graph.n_links(); ++k) {
    ++m.out_links[graph.from[k]];
    ++m.in_links[graph.to[k]];
    auto& column = m.links_of_type[static_cast<std::size_t>(graph.type[k])];
    ++column[graph.from[k]];
    ++column[graph.to[k]];
  }
}

void measure_density(const SharingGraph& graph, bool undirected, SharingMeasures& m) {
  const double n = static_cast<double>(graph.n_nodes());
  const OwnedSuccessors gives = along_links(graph);
  const double ordered = static_cast<double>(gives.head.size());
  if (graph.n_nodes() >= 2) m.density = undirected ? static_cast<double>(graph.n_pairs()) / (n * (n - 1) / 2) : ordered / (n * (n - 1));
  // A pair that is linked both ways is two ordered pairs, and each has its reverse.
  if (!gives.head.empty()) m.reciprocity = 2 * (ordered - static_cast<double>(graph.n_pairs())) / ordered;
}

/// Correlation of the degrees at the two ends of a pair (Newman 2002), as sums about the mean degree of an end; undefined where all ends
/// have the same.
void measure_assortativity(const SharingGraph& graph, SharingMeasures& m) {
  std::uint64_t ends = 0, squares = 0;
  bool differ = false;
  std::uint32_t some = 0;
  for (const std::uint32_t d : m.degree) {
    ends += d;
    squares += std::uint64_t{d} * d;
    if (d > 0 && some > 0 && d != some) differ = true;
    if (d > 0) some = d;
  }
  if (!differ) return;
  const double mean = static_cast<double>(squares) / static_cast<double>(ends);
  Sum together, alone;
  for (std::uint32_t v = 0; v < graph.n_nodes(); ++v) {
    const double own = m.degree[v] - mean;
    alone.add(m.degree[v] * own * own);
    double others = 0;
    for (const std::uint32_t u : graph.neighbours(v)) others += m.degree[u] - mean;
    together.add(own * others);
  }
  m.assortativity = together.value() / alone.value();
}

}  // namespace

SharingMeasures measure(const SharingGraph& graph, const MeasureChoice& choice, const Progress& progress) {
  if (choice.paths && choice.samples < 2) throw std::invalid_argument(fmt::format("measure: {} samples; at least 2 are needed", choice.samples));
  SharingMeasures m;
  report(progress, 0, "sharing graph");
  measure_links(graph, m);
  measure_density(graph, choice.undirected, m);
  measure_triangles(graph, m);
  measure_assortativity(graph, m);
  m.core = core_numbers(graph);
  Cuts cut = cuts(graph);
  m.articulation = std::move(cut.articulation);
  m.bridges = std::move(cut.bridges);
  Parts parts = connected_parts(graph);
  m.components = static_cast<std::uint32_t>(parts.size.size());
  report(progress, 0.02, "communities");
  m.community = leiden(graph, choice.seed);
  m.communities = m.community.empty() ? 0 : *std::max_element(m.community.begin(), m.community.end()) + 1;
  m.modularity = modularity(graph, m.community);
  if (choice.spectra) {
    report(progress, 0.08, "eigenvector and PageRank");
    m.eigenvector = eigenvector_centrality(either_way(graph));
    m.pagerank = choice.undirected ? pagerank(either_way(graph)) : pagerank(along_links(graph).view());
  }
  if (choice.paths) measure_paths(graph, choice, parts, m, part_of(progress, 0.1, 0.98));
  m.component = std::move(parts.of);
  measure_hubs(graph, m);
  report(progress, 1, "sharing graph");
  return m;
}

}  // namespace catchment
