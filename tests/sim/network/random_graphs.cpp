#include "tests/sim/network/random_graphs.h"

#include <algorithm>
#include <functional>
#include <queue>
#include <tuple>
#include <utility>

#include "sim/core/random.h"

namespace catchment::test {

RandomGraph random_graph(std::uint64_t seed, std::uint32_t most_nodes) {
  Stream s(seed, "random graph");
  RandomGraph world;
  const auto n = static_cast<std::uint32_t>(s.below(most_nodes + 1));
  for (std::uint32_t v = 0; v < n; ++v) world.at.push_back({s.uniform(0, 10), s.below(8) == 0 ? 5 : s.uniform(0, 10)});
  struct Arc { std::uint32_t tail, head; Cost weight; };
  std::vector<Arc> arcs;
  const std::uint64_t heaviest = s.below(3) == 0 ? 3 : s.below(2) == 0 ? 40 : 100000;  // few weights: many ties
  const bool free_arcs = s.below(2) == 0;
  const auto weight = [&] { return free_arcs && s.below(5) == 0 ? Cost{0} : static_cast<Cost>(1 + s.below(heaviest)); };
  const bool local = s.below(3) != 0;
  const auto add = [&](std::uint32_t a, std::uint32_t b) {
    arcs.push_back({a, b, weight()});
    if (s.below(4) != 0) arcs.push_back({b, a, s.below(2) == 0 ? arcs.back().weight : weight()});
  };
  const std::uint64_t n_links = n == 0 ? 0 : s.below(n * (local ? 3 : 2) + 1);
  for (std::uint64_t i = 0; i < n_links; ++i) {
    const auto a = static_cast<std::uint32_t>(s.below(n));
    auto b = static_cast<std::uint32_t>(s.below(n));
    if (local)  // near in the plane: a few tries, the nearest of them
      for (int t = 0; t < 6; ++t) {
        const auto c = static_cast<std::uint32_t>(s.below(n));
        if (c != a && distance(world.at[a], world.at[c]) < distance(world.at[a], world.at[b])) b = c;
      }
    add(a, b);
  }
  if (n > 4 && s.below(6) == 0)
    for (std::uint32_t v = 1; v < n; v += 2) add(0, v);
  if (n > 0 && s.below(3) == 0) add(n - 1, n - 1);
  std::stable_sort(arcs.begin(), arcs.end(), [](const Arc& a, const Arc& b) { return a.tail < b.tail; });
  world.graph.first.assign(n + 1, 0);
  for (const Arc& arc : arcs) {
    ++world.graph.first[arc.tail + 1];
    world.graph.arc.push_back({arc.head, arc.weight});
  }
  for (std::uint32_t v = 0; v < n; ++v) world.graph.first[v + 1] += world.graph.first[v];
  choose_buckets(world.graph);
  return world;
}

ReverseGraph reweighted(const ReverseGraph& graph, std::uint64_t seed) {
  Stream s(seed, "reweighted");
  ReverseGraph other = graph;
  for (ReverseGraph::Arc& arc : other.arc) arc.weight = s.below(9) == 0 ? kUnreachable : static_cast<Cost>(s.below(50));
  return other;
}

std::vector<std::uint64_t> labels_by_textbook(const ReverseGraph& graph, std::span<const LabelSeed> seeds, Cost limit) {
  const std::uint64_t unset = ReverseSearch<std::uint64_t>::kUnset;
  std::vector<std::uint64_t> label(graph.first.size() - 1, unset);
  using Entry = std::pair<std::uint64_t, std::uint32_t>;
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> queue;
  const auto offer = [&](std::uint32_t v, std::uint64_t cost, std::uint32_t owner) {
    if (cost > limit || cost >= kUnreachable) return;
    const std::uint64_t offered = (cost << 32) | owner;
    if (offered >= label[v]) return;
    label[v] = offered;
    queue.push({offered, v});
  };
  for (const LabelSeed& seed : seeds) offer(seed.node, seed.cost, seed.owner);
  while (!queue.empty()) {
    const auto [best, v] = queue.top();
    queue.pop();
    if (best != label[v]) continue;
    for (std::uint32_t a = graph.first[v]; a < graph.first[v + 1]; ++a)
      if (graph.arc[a].weight < kUnreachable)
        offer(graph.arc[a].head, (best >> 32) + graph.arc[a].weight, static_cast<std::uint32_t>(best));
  }
  return label;
}

std::vector<Cost> costs_by_textbook(const ReverseGraph& graph, std::uint32_t source, Cost limit) {
  const LabelSeed seed{source, 0, 0};
  std::vector<Cost> cost;
  for (const std::uint64_t label : labels_by_textbook(graph, std::span(&seed, 1), limit)) cost.push_back(static_cast<Cost>(label >> 32));
  return cost;
}

}  // namespace catchment::test
