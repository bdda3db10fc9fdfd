#include "sim/network/hierarchy.h"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace catchment {
namespace {

constexpr std::uint32_t kNone = UINT32_MAX;
constexpr std::size_t kParallelFrom = 4096;

/// Rows of positions above each position, in one array that is filled from the last row to the first.
struct Rows {
  std::vector<std::uint32_t> begin, end;  ///< [n] into `item`
  std::vector<std::uint32_t> item;
};

/// Taking out nodes from the last position on: what is above a node are its neighbours above, and what is above its children.
Rows contract(const ReverseGraph& graph, std::span<const std::uint32_t> node_at, std::span<const std::uint32_t> position,
              std::vector<std::uint32_t>& parent) {
  const auto n = static_cast<std::uint32_t>(node_at.size());
  // Neighbours above, from arcs of either direction.
  std::vector<std::uint32_t> first(n + 2, 0), above;
  const auto each_arc = [&](const auto& take) {
    for (std::uint32_t v = 0; v < n; ++v)
      for (std::uint32_t a = graph.first[v]; a < graph.first[v + 1]; ++a) {
        const std::uint32_t p = position[v], q = position[graph.arc[a].head];
        if (p != q) take(std::max(p, q), std::min(p, q));
      }
  };
  each_arc([&](std::uint32_t lower, std::uint32_t) { ++first[lower + 2]; });
  for (std::size_t p = 2; p < first.size(); ++p) first[p] += first[p - 1];
  above.resize(first.back());
  each_arc([&](std::uint32_t lower, std::uint32_t upper) { above[first[lower + 1]++] = upper; });

  Rows rows{std::vector<std::uint32_t>(n), std::vector<std::uint32_t>(n), {}};
  std::vector<std::uint32_t> first_child(n, kNone), next_child(n, kNone), seen(n, kNone);
  parent.assign(n, kNone);
  rows.item.reserve(above.size() * 2);
  for (std::uint32_t p = n; p-- > 0;) {
    rows.begin[p] = static_cast<std::uint32_t>(rows.item.size());
    const auto add = [&](std::uint32_t q) {
      if (q == p || seen[q] == p) return;
      seen[q] = p;
      rows.item.push_back(q);
    };
    for (std::uint32_t i = first[p]; i < first[p + 1]; ++i) add(above[i]);
    for (std::uint32_t child = first_child[p]; child != kNone; child = next_child[child])
      for (std::uint32_t i = rows.begin[child]; i < rows.end[child]; ++i) add(rows.item[i]);
    if (rows.item.size() >= kNone) throw std::invalid_argument("build_hierarchy: more shortcuts than 32 bits can number");
    rows.end[p] = static_cast<std::uint32_t>(rows.item.size());
    if (rows.begin[p] == rows.end[p]) continue;
    parent[p] = *std::max_element(rows.item.begin() + rows.begin[p], rows.item.end());
    next_child[p] = first_child[parent[p]];
    first_child[parent[p]] = p;
  }
  return rows;
}

}  // namespace

Hierarchy build_hierarchy(const ReverseGraph& graph, std::span<const std::uint32_t> order) {
  const auto n = static_cast<std::uint32_t>(graph.first.size() - 1);
  std::vector<std::uint32_t> position(n, kNone);
  for (std::uint32_t p = 0; p < order.size(); ++p) {
    if (order.size() != n || order[p] >= n || position[order[p]] != kNone)
      throw std::invalid_argument("build_hierarchy: the order must hold each of the " + std::to_string(n) + " nodes once");
    position[order[p]] = p;
  }
  if (order.size() != n) throw std::invalid_argument("build_hierarchy: the order holds no nodes, the graph does");
  std::vector<std::uint32_t> parent;
  const Rows rows = contract(graph, order, position, parent);

  // Renumber so that each subtree is one range: parents before children, children in their order.
  std::vector<std::uint32_t> size(n, 1), moved(n), next(n);
  for (std::uint32_t p = n; p-- > 0;)
    if (parent[p] != kNone) size[parent[p]] += size[p];
  std::uint32_t next_root = 0;
  for (std::uint32_t p = 0; p < n; ++p) {
    std::uint32_t& place = parent[p] == kNone ? next_root : next[parent[p]];
    moved[p] = place;
    next[p] = place + 1;
    place += size[p];
  }
  Hierarchy h;
  h.node_at.resize(n);
  h.position.resize(n);
  h.parent.resize(n);
  h.subtree_end.resize(n);
  h.first.assign(n + 1, 0);
  for (std::uint32_t p = 0; p < n; ++p) {
    h.node_at[moved[p]] = order[p];
    h.position[order[p]] = moved[p];
    h.parent[moved[p]] = parent[p] == kNone ? kNone : moved[parent[p]];
    h.subtree_end[moved[p]] = moved[p] + size[p];
    h.first[moved[p] + 1] = rows.end[p] - rows.begin[p];
  }
  for (std::uint32_t p = 0; p < n; ++p) h.first[p + 1] += h.first[p];
  h.upper.resize(h.first[n]);
#pragma omp parallel for schedule(dynamic, 1024) if (n > kParallelFrom)
  for (std::uint32_t p = 0; p < n; ++p) {
    std::uint32_t slot = h.first[moved[p]];
    for (std::uint32_t i = rows.begin[p]; i < rows.end[p]; ++i) h.upper[slot++] = moved[rows.item[i]];
    std::sort(h.upper.begin() + h.first[moved[p]], h.upper.begin() + slot);
  }
  return h;
}

Split split_subtrees(const Hierarchy& h, std::uint32_t largest) {
  Split split;
  for (std::uint32_t p = 0; p < h.n_nodes();) {
    if (h.subtree_end[p] - p > largest) {
      split.top.push_back(p++);
    } else {
      split.below.push_back({p, h.subtree_end[p]});
      p = h.subtree_end[p];
    }
  }
  return split;
}

namespace {

/// Lower ends of the arcs by upper end.
struct LowerEnds {
  struct Arc { std::uint32_t lower, index; };
  std::vector<std::uint32_t> first;
  std::vector<Arc> arc;  ///< ascending by lower end in each row
};

LowerEnds lower_ends(const Hierarchy& h) {
  LowerEnds ends;
  ends.first.assign(h.n_nodes() + 2, 0);
  for (const std::uint32_t q : h.upper) ++ends.first[q + 2];
  for (std::size_t p = 2; p < ends.first.size(); ++p) ends.first[p] += ends.first[p - 1];
  ends.arc.resize(h.n_arcs());
  for (std::uint32_t p = 0; p < h.n_nodes(); ++p)
    for (std::uint32_t a = h.first[p]; a < h.first[p + 1]; ++a) ends.arc[ends.first[h.upper[a] + 1]++] = {p, a};
  ends.first.pop_back();
  return ends;
}

/// Sums of barred legs stay below 2^32 and never become the lower one.
void lower(Cost& weight, Cost by) { weight = std::min(weight, by); }

/// Makes the arcs upwards of `p` cheaper by way of each node below it. `slot` [n_nodes] is scratch.
void relax_below(const Hierarchy& h, const LowerEnds& ends, HierarchyWeights& weights, std::uint32_t p,
                 std::vector<std::uint32_t>& slot) {
  if (h.first[p] == h.first[p + 1]) return;
  for (std::uint32_t a = h.first[p]; a < h.first[p + 1]; ++a) slot[h.upper[a]] = a;
  for (std::uint32_t i = ends.first[p]; i < ends.first[p + 1]; ++i) {
    const auto [x, to_p] = ends.arc[i];
    const HierarchyWeights::Pair via = weights.of[to_p];
    if (via.up >= kUnreachable && via.down >= kUnreachable) continue;
    for (std::uint32_t a = h.first[x]; a < to_p; ++a) {  // the other neighbours of x above p
      const HierarchyWeights::Pair leg = weights.of[a];
      HierarchyWeights::Pair& own = weights.of[slot[h.upper[a]]];
      lower(own.up, via.down + leg.up);
      lower(own.down, leg.down + via.up);
    }
  }
}

}  // namespace

HierarchyWeights customise(const Hierarchy& h, const ReverseGraph& graph) {
  const auto n = static_cast<std::uint32_t>(h.n_nodes());
  if (graph.first.size() - 1 != n) throw std::invalid_argument("customise: the graph has other nodes than the hierarchy");
  HierarchyWeights weights;
  weights.of.resize(h.n_arcs());
  for (std::uint32_t v = 0; v < n; ++v)
    for (std::uint32_t a = graph.first[v]; a < graph.first[v + 1]; ++a) {
      const ReverseGraph::Arc arc = graph.arc[a];
      if (arc.head == v || arc.weight >= kUnreachable) continue;
      const std::uint32_t from = h.position[v], to = h.position[arc.head];
      const auto row = h.upper.begin() + h.first[std::max(from, to)], end = h.upper.begin() + h.first[std::max(from, to) + 1];
      const auto found = std::lower_bound(row, end, std::min(from, to));
      if (found == end || *found != std::min(from, to))
        throw std::invalid_argument("customise: an arc of the graph is not in the hierarchy");
      HierarchyWeights::Pair& own = weights.of[static_cast<std::size_t>(found - h.upper.begin())];
      lower(from > to ? own.up : own.down, arc.weight);
      weights.free_arcs |= arc.weight == 0;
    }
  const LowerEnds ends = lower_ends(h);
  const Split split = split_subtrees(h, std::max<std::uint32_t>(n / 32, 1));
  const auto n_ranges = static_cast<std::int64_t>(split.below.size());
#pragma omp parallel if (n > kParallelFrom)
  {
    // A node writes its own arcs and reads those of nodes below it, which are in the same range.
    std::vector<std::uint32_t> slot(n);
#pragma omp for schedule(dynamic, 1)
    for (std::int64_t r = 0; r < n_ranges; ++r)
      for (std::uint32_t p = split.below[r].end; p-- > split.below[r].begin;) relax_below(h, ends, weights, p, slot);
#pragma omp single
    for (std::size_t i = split.top.size(); i-- > 0;) relax_below(h, ends, weights, split.top[i], slot);
  }
  return weights;
}

}  // namespace catchment
