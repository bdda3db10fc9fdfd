#include "sim/network/cost_graph.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <queue>
#include <stdexcept>
#include <tuple>

namespace catchment {

namespace {

constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

struct Arc { std::uint32_t from, to; double cost; std::size_t edge; };

// Sorted by (from, to, edge).
std::vector<Arc> arcs_of(std::span<const CostEdge> edges) {
  std::vector<Arc> out;
  out.reserve(edges.size() * 2);
  for (std::size_t e = 0; e < edges.size(); ++e) {
    if (edges[e].from == edges[e].to) continue;
    out.push_back({edges[e].from, edges[e].to, edges[e].cost, e});
    if (!edges[e].directed) out.push_back({edges[e].to, edges[e].from, edges[e].cost, e});
  }
  std::sort(out.begin(), out.end(), [](const Arc& a, const Arc& b) { return std::tie(a.from, a.to, a.edge) < std::tie(b.from, b.to, b.edge); });
  return out;
}

struct Found { std::uint32_t destination; double cost; };

// One search after another with the same arrays; what was touched is reset.
class Search {
 public:
  Search(const CostGraph& graph, std::span<const std::uint32_t> column_of_node)
      : graph_(graph), column_(column_of_node), best_(graph.n_nodes(), std::numeric_limits<double>::infinity()) {}

  // Sorted by destination.
  void run(std::uint32_t origin, const TableLimits& limits, std::vector<Found>& found) {
    found.clear();
    push(origin, 0);
    double kth = std::numeric_limits<double>::infinity();
    while (!heap_.empty()) {
      const auto [cost, node] = heap_.top();
      heap_.pop();
      if (cost > best_[node]) continue;
      if (cost > kth) break;  // ties with the k-th still count: the lowest index wins
      if (column_[node] != kNone) {
        found.push_back({column_[node], cost});
        if (limits.nearest > 0 && found.size() == limits.nearest) kth = cost;
      }
      for (std::uint64_t a = graph_.begin[node]; a < graph_.begin[node + std::size_t{1}]; ++a) {
        const double next = cost + graph_.cost[a];
        if ((!limits.cutoff || next <= *limits.cutoff) && next < best_[graph_.head[a]]) push(graph_.head[a], next);
      }
    }
    for (const std::uint32_t node : touched_) best_[node] = std::numeric_limits<double>::infinity();
    touched_.clear();
    heap_ = {};
    if (limits.nearest > 0 && found.size() > limits.nearest) {
      std::sort(found.begin(), found.end(), [](const Found& a, const Found& b) { return std::tie(a.cost, a.destination) < std::tie(b.cost, b.destination); });
      found.resize(limits.nearest);
    }
    std::sort(found.begin(), found.end(), [](const Found& a, const Found& b) { return a.destination < b.destination; });
  }

 private:
  void push(std::uint32_t node, double cost) {
    if (std::isinf(best_[node])) touched_.push_back(node);
    best_[node] = cost;
    heap_.push({cost, node});
  }

  const CostGraph& graph_;
  std::span<const std::uint32_t> column_;
  std::vector<double> best_;
  std::vector<std::uint32_t> touched_;
  std::priority_queue<std::pair<double, std::uint32_t>, std::vector<std::pair<double, std::uint32_t>>, std::greater<>> heap_;
};

std::vector<std::uint32_t> columns(const CostGraph& graph, std::span<const std::uint32_t> nodes) {
  std::vector<std::uint32_t> out(graph.n_nodes(), kNone);
  for (std::uint32_t c = 0; c < nodes.size(); ++c) {
    if (nodes[c] >= graph.n_nodes()) throw std::invalid_argument("graph_costs: a node is out of range");
    if (out[nodes[c]] != kNone) throw std::invalid_argument("graph_costs: a node comes twice");
    out[nodes[c]] = c;
  }
  return out;
}

std::vector<std::vector<Found>> search_all(const CostGraph& graph, std::span<const std::uint32_t> from, std::span<const std::uint32_t> to,
                                           const TableLimits& limits, const Progress& progress) {
  const auto column_of_node = columns(graph, to);
  std::vector<std::vector<Found>> rows(from.size());
  constexpr std::size_t kBlock = 256;  // progress is told, and may cancel, between blocks
  for (std::size_t block = 0; block < from.size(); block += kBlock) {
    report(progress, static_cast<double>(block) / static_cast<double>(from.size()), "searching the graph");
    const auto end = static_cast<std::int64_t>(std::min(from.size(), block + kBlock));
#pragma omp parallel if (graph.head.size() > 500)
    {
      Search search(graph, column_of_node);
#pragma omp for schedule(dynamic, 8)
      for (auto i = static_cast<std::int64_t>(block); i < end; ++i) search.run(from[static_cast<std::size_t>(i)], limits, rows[static_cast<std::size_t>(i)]);
    }
  }
  return rows;
}

}  // namespace

std::optional<std::pair<std::size_t, std::size_t>> first_duplicate(std::span<const CostEdge> edges) {
  const auto arcs = arcs_of(edges);
  std::optional<std::pair<std::size_t, std::size_t>> out;
  for (std::size_t k = 1; k < arcs.size(); ++k)
    if (arcs[k].from == arcs[k - 1].from && arcs[k].to == arcs[k - 1].to && (!out || arcs[k].edge < out->second)) out = {arcs[k - 1].edge, arcs[k].edge};
  return out;
}

CostGraph make_cost_graph(std::uint32_t n_nodes, std::span<const CostEdge> edges, DuplicateEdges rule) {
  for (const CostEdge& edge : edges) {
    if (edge.from >= n_nodes || edge.to >= n_nodes) throw std::invalid_argument("make_cost_graph: a node is out of range");
    if (!std::isfinite(edge.cost) || edge.cost < 0) throw std::invalid_argument("make_cost_graph: a cost is negative or not finite");
  }
  CostGraph out;
  out.begin.assign(n_nodes + std::size_t{1}, 0);
  const auto arcs = arcs_of(edges);
  for (std::size_t k = 0; k < arcs.size(); ++k) {
    if (k > 0 && arcs[k].from == arcs[k - 1].from && arcs[k].to == arcs[k - 1].to) {
      double& cost = out.cost.back();
      cost = rule == DuplicateEdges::kLast ? arcs[k].cost : std::min(cost, arcs[k].cost);
      continue;
    }
    ++out.begin[arcs[k].from + std::size_t{1}];
    out.head.push_back(arcs[k].to);
    out.cost.push_back(arcs[k].cost);
  }
  for (std::size_t n = 0; n < n_nodes; ++n) out.begin[n + 1] += out.begin[n];
  return out;
}

CostGraph reversed(const CostGraph& graph) {
  CostGraph out;
  out.begin.assign(graph.begin.size(), 0);
  for (const std::uint32_t h : graph.head) ++out.begin[h + std::size_t{1}];
  for (std::size_t n = 0; n < graph.n_nodes(); ++n) out.begin[n + 1] += out.begin[n];
  out.head.resize(graph.head.size());
  out.cost.resize(graph.head.size());
  std::vector<std::uint64_t> at(out.begin.begin(), out.begin.end() - 1);
  for (std::uint32_t n = 0; n < graph.n_nodes(); ++n)
    for (std::uint64_t a = graph.begin[n]; a < graph.begin[n + std::size_t{1}]; ++a) {
      const std::uint64_t slot = at[graph.head[a]]++;
      out.head[slot] = n;
      out.cost[slot] = graph.cost[a];
    }
  return out;
}

GraphParts parts_of(const CostGraph& graph) {
  std::vector<std::uint32_t> parent(graph.n_nodes());
  for (std::uint32_t n = 0; n < parent.size(); ++n) parent[n] = n;
  const auto root = [&](std::uint32_t n) {
    while (parent[n] != n) n = parent[n] = parent[parent[n]];
    return n;
  };
  for (std::uint32_t n = 0; n < graph.n_nodes(); ++n)
    for (std::uint64_t a = graph.begin[n]; a < graph.begin[n + std::size_t{1}]; ++a) {
      const std::uint32_t p = root(n), q = root(graph.head[a]);
      parent[std::max(p, q)] = std::min(p, q);
    }
  GraphParts out;
  out.of_node.assign(graph.n_nodes(), kNone);
  for (std::uint32_t n = 0; n < graph.n_nodes(); ++n) {
    const std::uint32_t r = root(n);
    if (r == n) {
      out.of_node[n] = static_cast<std::uint32_t>(out.size.size());
      out.size.push_back(0);
    }
    out.of_node[n] = out.of_node[r];
    ++out.size[out.of_node[n]];
  }
  return out;
}

RealCostTable graph_costs(const CostGraph& graph, std::span<const std::uint32_t> origins, std::span<const std::uint32_t> destinations,
                          const TableLimits& limits, const Progress& progress) {
  if (limits.cutoff && !(*limits.cutoff >= 0)) throw std::invalid_argument("graph_costs: the cutoff must be 0 or more");
  const auto n_destinations = static_cast<std::uint32_t>(destinations.size());
  RealCostTable out;
  out.n_destinations = n_destinations;
  columns(graph, origins);  // refuses doubles
  if (limits.nearest == 0 && destinations.size() * 4 < origins.size()) {
    std::vector<RealCostPair> pairs;
    const auto rows = search_all(reversed(graph), destinations, origins, limits, progress);
    for (std::uint32_t j = 0; j < rows.size(); ++j)
      for (const Found& f : rows[j]) pairs.push_back({f.destination, j, f.cost});
    return real_costs(std::move(pairs), static_cast<std::uint32_t>(origins.size()), n_destinations);
  }
  for (const auto& row : search_all(graph, origins, destinations, limits, progress)) {
    for (const Found& f : row) {
      out.destination.push_back(f.destination);
      out.cost.push_back(f.cost);
    }
    out.row_begin.push_back(out.cost.size());
  }
  return out;
}

}  // namespace catchment
