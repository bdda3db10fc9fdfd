#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/core/geometry.h"
#include "sim/network/reverse_search.h"

namespace catchment {

/// Nodes along a Hilbert curve through their coordinates, so that nodes near on the map are near in memory.
/// -> [n_nodes] the node at each place of the order; ties by index. O(n log n). Source: Hilbert (1891).
std::vector<std::uint32_t> hilbert_order(std::span<const Point> at);

/// A nested dissection order: a small set of nodes that parts the graph comes first, then the one part, then the other,
/// each ordered in the same way. Directions and weights of the arcs do not matter.
/// -> [n_nodes] the node at each place of the order, the most important first.
///
/// A part is cut where a flow between its ends along one of several directions meets the fewest nodes (inertial flow); parts
/// of at most 128 nodes are ordered by least degree. Any order makes a right hierarchy; a good one makes a small one.
/// In parallel over parts; the result does not depend on the number of threads.
/// - `at`  [n_nodes] coordinates in any unit that makes near places near
/// Throws std::invalid_argument if the lengths differ. About O(n log n * size of the cuts).
/// Sources: George (1973), SIAM J. Numer. Anal. 10:345-363; Schild & Sommer (2015), SEA, LNCS 9125:286-297.
std::vector<std::uint32_t> nested_dissection_order(const ReverseGraph& graph, std::span<const Point> at);

}  // namespace catchment
