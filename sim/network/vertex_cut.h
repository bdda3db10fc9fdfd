#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace catchment {

/// An undirected graph in compressed rows; each edge is in both of its rows. Rows may hold an edge twice.
struct Adjacency {
  std::vector<std::uint32_t> first{0};  ///< [n + 1]
  std::vector<std::uint32_t> to;
  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(first.size() - 1); }
  [[nodiscard]] std::span<const std::uint32_t> of(std::uint32_t v) const {
    return std::span(to).subspan(first[v], first[v + 1] - first[v]);
  }
};

enum class Side : std::uint8_t { kMiddle, kLeft, kRight, kCut };

/// The fewest middle nodes whose removal leaves no path from the left to the right: a flow in which each middle node carries
/// one unit (Menger 1927; Dinic 1970). Where an edge joins left and right directly, one of its ends joins the cut.
/// In: kLeft, kRight and kMiddle. Out: kCut, kLeft and kRight, no edge between left and right.
///
/// Gives up and returns UINT32_MAX, `side` unusable, once the cut is seen to hold more than `most` nodes.
/// -> size of the cut. O(m * phases), phases about the square root of n at worst, a handful on streets.
std::uint32_t vertex_cut(const Adjacency& graph, std::span<Side> side, std::uint32_t most);

}  // namespace catchment
