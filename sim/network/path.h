#pragma once

#include <optional>
#include <vector>

#include "sim/network/reverse_search.h"
#include "sim/network/search.h"

namespace catchment {

/// From one origin to everything, bounded, in that origin's own streets: with the gates that it may pass.
struct OneToAll {
  std::vector<Cost> node;          ///< [n_nodes] cost at each junction, with the walk to the street
  std::vector<Cost> destination;   ///< [n_destinations] as in the origin's row of `catchments`
};
/// Dijkstra forwards. Costs above `limit` (inclusive; kUnreachable: unbounded) are kUnreachable.
/// Throws std::out_of_range for an origin that is not there. O(n + m log n).
OneToAll one_to_all(const PreparedSearch& search, std::uint32_t origin, Cost limit = kUnreachable);

/// Part of an edge as it is walked: from begin_mm to end_mm, both from its `from` node; begin > end: against its direction.
struct PathStep {
  EdgeId edge;
  std::uint32_t begin_mm = 0, end_mm = 0;
  friend bool operator==(const PathStep&, const PathStep&) = default;
};

/// The way from one place to another.
struct Path {
  Cost cost = 0;                     ///< exactly as in `nearest` and `catchments`
  double length_m = 0;               ///< along the streets
  double off_street_m = 0;           ///< both walks between street and place
  std::vector<PathStep> steps;       ///< in walking order; pieces of no length are left out
  std::vector<Point> line;           ///< m, along the streets, from the origin's snap to the destination's; at least one point
  std::vector<std::uint32_t> gates;  ///< indices into net.gates of the gates passed, in walking order
};

/// The cheapest path of one origin to one destination; nothing if there is none. Among equally cheap ones the direct way along
/// a shared edge, else the one of fewest edges, then of lowest edges seen from the destination: always the same path.
/// Searches forwards from the origin and no farther than the destination. Throws std::out_of_range for an origin or a
/// destination that is not there. O(n + what is reached), after prepare_search.
std::optional<Path> find_path(const PreparedSearch& search, std::uint32_t origin, std::uint32_t destination);
/// The same, prepared for one call. Throws std::invalid_argument if the input does not fit together.
std::optional<Path> find_path(const SearchInput& in, std::uint32_t origin, std::uint32_t destination);

}  // namespace catchment
