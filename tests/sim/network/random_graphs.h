#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/core/geometry.h"
#include "sim/network/reverse_search.h"

namespace catchment::test {

/// A small directed graph with all that can go wrong in it: one-way arcs, parallel arcs of unequal weight, loops, arcs of no
/// cost, many ties, several components, nodes alone, a hub, places on top of each other.
struct RandomGraph {
  ReverseGraph graph;
  std::vector<Point> at;  ///< [n_nodes]
  [[nodiscard]] std::uint32_t n() const { return static_cast<std::uint32_t>(at.size()); }
};
RandomGraph random_graph(std::uint64_t seed, std::uint32_t most_nodes);

/// The same arcs with other weights.
ReverseGraph reweighted(const ReverseGraph& graph, std::uint64_t seed);

/// Dijkstra's algorithm as in the textbook, on labels (cost, owner): the least pair wins. -> [n_nodes] as ReverseSearch's labels.
struct LabelSeed { std::uint32_t node; Cost cost; std::uint32_t owner; };
std::vector<std::uint64_t> labels_by_textbook(const ReverseGraph& graph, std::span<const LabelSeed> seeds, Cost limit);
/// -> [n_nodes] cost from one node; kUnreachable past the limit.
std::vector<Cost> costs_by_textbook(const ReverseGraph& graph, std::uint32_t source, Cost limit);

}  // namespace catchment::test
