#include <algorithm>
#include <cmath>
#include <numeric>

#include "sim/core/random.h"
#include "sim/sharing/measure_parts.h"

namespace catchment {

namespace {

/// From where paths are looked for.
struct Sources {
  std::vector<std::uint32_t> node;
  std::vector<std::uint32_t> of_component;  ///< [components] how many of them lie in it
  bool sampled = false;                     ///< somewhere not all
};

/// All nodes; or, in a graph too large for that, all nodes of the components with at most `samples` nodes and as many chance nodes of each
/// larger one. Drawn with replacement: the error bound wants independent draws.
Sources choose_sources(const SharingGraph& graph, const MeasureChoice& choice, const Parts& parts) {
  Sources s;
  s.of_component = parts.size;
  if (static_cast<std::int64_t>(graph.n_nodes()) <= choice.exact_up_to || parts.size.empty() ||
      static_cast<std::int64_t>(parts.size.front()) <= choice.samples) {
    s.node.resize(graph.n_nodes());
    std::iota(s.node.begin(), s.node.end(), 0u);
    return s;
  }
  s.sampled = true;
  std::vector<std::vector<std::uint32_t>> members(parts.size.size());
  for (std::uint32_t v = 0; v < graph.n_nodes(); ++v) members[parts.of[v]].push_back(v);
  for (std::size_t c = 0; c < members.size(); ++c) {
    if (static_cast<std::int64_t>(members[c].size()) <= choice.samples) {
      s.node.insert(s.node.end(), members[c].begin(), members[c].end());
      continue;
    }
    Stream draw(choice.seed, "path sources", c);
    for (std::int64_t k = 0; k < choice.samples; ++k) s.node.push_back(members[c][draw.below(members[c].size())]);
    s.of_component[c] = static_cast<std::uint32_t>(choice.samples);
  }
  return s;
}

/// Largest error of the estimated dependency means of the nodes of one component, as a share of their range [0, size - 2], that is exceeded
/// at some node with a chance of at most 5 % * size / nodes.
///
/// The mean of k independent draws from [0, 1] with sample variance V is within sqrt(2 V ln(4/d) / k) + 7 ln(4/d) / (3 (k-1)) of the true
/// mean with a chance of at least 1 - d (Maurer & Pontil 2009, theorem 4, both sides). With d = 5 % / nodes it holds for all nodes at once.
double dependency_error(double mean, double mean_square, std::uint32_t samples, std::size_t nodes) {
  const double k = samples, log_term = std::log(4 * static_cast<double>(nodes) / 0.05);
  const double variance = std::max(0.0, mean_square - mean * mean) * k / (k - 1);
  return std::sqrt(2 * variance * log_term / k) + 7 * log_term / (3 * (k - 1));
}

}  // namespace

void measure_paths(const SharingGraph& graph, const MeasureChoice& choice, const Parts& parts, SharingMeasures& m, const Progress& progress) {
  const std::size_t n = graph.n_nodes();
  const Sources sources = choose_sources(graph, choice, parts);
  m.sampled = sources.sampled;
  m.sources = static_cast<std::int64_t>(sources.node.size());
  OwnedSuccessors directed;
  if (!choice.undirected) directed = along_links(graph);
  const double share = choice.undirected ? 1.0 : 0.7;
  const PathFigures paths = path_figures(choice.undirected ? either_way(graph) : directed.view(), sources.node, true,
                                         part_of(progress, 0, share), "shortest paths");

  // Sources and weights are per component: a source says nothing of another component.
  std::vector<std::uint32_t> here(n, 0);  // how often a node is a source itself
  for (const std::uint32_t s : sources.node) ++here[s];
  m.betweenness.assign(n, 0);
  m.closeness.assign(n, 0);
  const double nodes = static_cast<double>(n), pairs = (nodes - 1) * (nodes - 2);
  for (std::uint32_t v = 0; v < n; ++v) {
    const std::uint32_t c = parts.of[v];
    const double size = parts.size[c], k = sources.of_component[c];
    // Undirected, each pair is met from both ends, and there are half as many pairs.
    if (n >= 3) m.betweenness[v] = paths.through[v] * (size / k) / pairs;
    if (sources.sampled && sources.of_component[c] < parts.size[c]) {
      const double range = size - 2;
      const double error = dependency_error(paths.through[v] / k / range, paths.through_squared[v] / k / (range * range), sources.of_component[c], n);
      m.betweenness_error = std::max(m.betweenness_error, error * range * size / pairs);
    }
    const double others = k - here[v];
    if (paths.steps[v] == 0 || others <= 0) continue;
    // What the sources say is scaled up from those that are others to all others of the component.
    const double scale = (size - 1) / others;
    const double reached = paths.reached[v] * scale, steps = static_cast<double>(paths.steps[v]) * scale;
    m.closeness[v] = reached / steps * (reached / (nodes - 1));
  }

  PathFigures either;
  if (!choice.undirected)
    either = path_figures(either_way(graph), sources.node, false, part_of(progress, share, 1), "shortest paths either way");
  const PathFigures& simple = choice.undirected ? paths : either;
  std::uint64_t steps = 0, ends = 0;
  for (std::uint32_t v = 0; v < n; ++v)
    if (parts.of[v] == 0) {
      steps += simple.steps[v];
      ends += simple.reached[v];
    }
  if (ends > 0) m.mean_path = static_cast<double>(steps) / static_cast<double>(ends);
  for (std::size_t i = 0; i < sources.node.size(); ++i)
    if (parts.of[sources.node[i]] == 0) m.diameter = std::max(m.diameter, simple.farthest[i]);
}

}  // namespace catchment
