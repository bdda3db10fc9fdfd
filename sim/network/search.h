#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/core/cost.h"
#include "sim/core/progress.h"
#include "sim/network/snap.h"
#include "sim/network/street_network.h"
#include "sim/network/walled_places.h"

namespace catchment {

/// What a search needs besides the streets. `towards`: costs are from the origins (demand) to the destinations
/// (facilities), as people walk; one-way arcs are honoured. The searches run from the destinations over reversed arcs.
struct SearchInput {
  const StreetNetwork* net = nullptr;
  std::span<const Cost> impedance;       ///< [n_arcs]
  std::span<const Snap> origins;         ///< [n_origins] demand points
  std::span<const Snap> destinations;    ///< [n_destinations] facilities
  /// Cost of one metre off the street, in Cost units per metre: 1000 for metres, 1000 / speed_mps for seconds.
  double snap_cost_per_m = 1000;
  /// Whose gates are whose, if known already: walled_places of the same network; null: the search finds out if it matters.
  const WalledPlaces* places = nullptr;
  int slot = kAnyTime;                   ///< half hour of the week for the gates' hours
  bool residents = true;                 ///< false: residents-only gates let nobody through, not even their own people
  /// [n_origins] between the home and the street, part of the cost and of what the cutoff bounds; kUnreachable: cannot leave.
  /// Empty: none. For costs in time.
  std::span<const Cost> origin_egress = {};
  [[nodiscard]] Cost egress(std::size_t origin) const { return origin_egress.empty() ? 0 : origin_egress[origin]; }
};

/// Travel cost from an origin to a destination: the origin's egress + snap walk + along the first edge + cheapest path + along the last
/// edge + snap walk; on a shared edge also the direct way along it. Whole numbers: each of the two walks, and each part
/// of an edge by impedance * part_mm / length_mm, is rounded to nearest (`partial_edge.h`), the rest are sums.
/// A gate shuts the ends of edges at its node, not the places along them, for those whom it does not let through: an
/// origin is one of the people of the walled place it is snapped in, and passes the residents-only gates and private
/// paths of that place and of those around it (`walled_places.h`). Opening a gate never makes a cost higher.
/// All searches throw std::invalid_argument if the input does not fit together. A snap with no edge is unreachable.
///
/// For each origin its cheapest destination, with the destination's index; ties to the lowest index.
/// One multi-source search, bounded by `limit` (kUnreachable: unbounded). Costs above `limit` are unreachable.
/// Time O(m log n).
NearestTable nearest(const SearchInput& in, Cost limit = kUnreachable);

/// The many-to-many table: all origins within `cutoff` (inclusive) of each destination, as origin rows. One bounded search per destination,
/// in parallel; work proportional to what is reached. Same result at any number of threads. Throws Cancelled.
CostTable catchments(const SearchInput& in, Cost cutoff, const Progress& progress = {});

/// Cost at every node from the nearest destination, bounded: for service areas. -> [n_nodes], and the owner. For the
/// general public, as a node has no home: restricted gates are shut (so for edge_bands).
struct NodeField {
  std::vector<Cost> cost;
  std::vector<std::uint32_t> owner;      ///< destination index; UINT32_MAX if unreached
};
NodeField node_field(const SearchInput& in, Cost limit);

/// The part of each edge from which the nearest destination is within a cutoff (edge bands): exact, partial edges cut
/// where the cost is reached. Intervals along the edge in mm from its `from` node.
struct EdgeBand {
  EdgeId edge;
  std::uint32_t begin_mm = 0, end_mm = 0;
  std::uint8_t band = 0;                 ///< index of the smallest cutoff that holds it
  std::uint32_t owner = 0;               ///< index of its nearest destination
};
/// `cutoffs` ascending; `field` of the same input with a limit of at least the last one. Two-sided walk: an edge point
/// costs the least over both ends and the destinations on the edge itself (one-way honoured), so the middle may stay
/// out. A mm is in a band if both its ends are, and belongs to the destination that is nearest to its middle by the cost
/// before rounding, ties to the lowest index: pieces end where the band or the owner changes. With one destination these
/// are its own bands; with several, exclusive ones. -> sorted by (edge, begin), without overlaps. O(edges * cutoffs).
std::vector<EdgeBand> edge_bands(const SearchInput& in, const NodeField& field, std::span<const Cost> cutoffs);

/// Weak components of what the general public may walk: edges with impedance < kUnreachable and no end shut by a gate.
struct Components {
  std::vector<std::uint32_t> of_node;    ///< [n_nodes]; numbered by lowest node id; UINT32_MAX: no usable arc
  std::uint32_t count = 0;
  std::vector<double> length_m;          ///< [count] of usable edges
  std::vector<std::uint32_t> nodes;      ///< [count]
  double total_length_m = 0;
  double largest_share = 0;              ///< of the length
};
/// Throws std::invalid_argument if `impedance` does not fit. O(n + m).
Components components(const StreetNetwork& net, std::span<const Cost> impedance, int slot = kAnyTime);

}  // namespace catchment
