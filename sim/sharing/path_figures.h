#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "sim/core/progress.h"
#include "sim/sharing/graph.h"

namespace catchment {

/// Successors of nodes: `head[begin[v] .. begin[v+1])`, ascending, each once, none itself.
struct Successors {
  std::span<const std::uint32_t> begin, head;
  [[nodiscard]] std::size_t n() const { return begin.empty() ? 0 : begin.size() - 1; }
  [[nodiscard]] std::span<const std::uint32_t> of(std::uint32_t v) const { return head.subspan(begin[v], begin[v + 1] - begin[v]); }
};
struct OwnedSuccessors {
  std::vector<std::uint32_t> begin, head;
  [[nodiscard]] Successors view() const { return {begin, head}; }
};
/// The neighbours: either direction, parallel links once.
inline Successors either_way(const SharingGraph& graph) { return {graph.begin, graph.neighbour}; }
/// Whom each node gives to, parallel links once.
OwnedSuccessors along_links(const SharingGraph& graph);

/// What shortest paths from some sources say of every node. A step is one arc.
struct PathFigures {
  std::vector<double> through;          ///< [n] sum over sources of the dependency: for each target, the share of shortest paths that pass here
  std::vector<double> through_squared;  ///< [n] sum over sources of its square
  std::vector<std::uint64_t> steps;     ///< [n] sum of steps from the sources that reach it
  std::vector<std::uint32_t> reached;   ///< [n] sources that reach it, itself not counted
  std::vector<std::uint32_t> farthest;  ///< [sources] most steps from it to a node that it reaches
};

/// Brandes' accumulation from each of `sources` (a source may come twice, and then counts twice). `dependencies` false: `through` and
/// `through_squared` stay empty, which takes a third of the time. Path counts are floating-point numbers of any size, so a count beyond
/// 2^53 is rounded, and none overflows.
/// OpenMP over blocks of sources whose sums are added in the order of the blocks: equal bits for any number of threads.
/// Throws std::invalid_argument for a source that is no node. O(sources * (n + arcs)). Source: Brandes (2001), J. Math. Sociol. 25:163-177.
PathFigures path_figures(const Successors& graph, std::span<const std::uint32_t> sources, bool dependencies, const Progress& progress,
                         std::string_view doing);

}  // namespace catchment
