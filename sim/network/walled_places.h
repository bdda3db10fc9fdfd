#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/network/street_network.h"

namespace catchment {

/// The end of edge `end / 2` at the head of arc `end`: 2 e is the end at its `to` node, 2 e + 1 that at its `from` node.
inline NodeId node_at_end(const StreetNetwork& net, std::uint32_t end) {
  return end % 2 == 0 ? net.to[end / 2] : net.from[end / 2];
}

/// Whom each end of an edge lets through at a half hour of the week (kAnyTime: as the gates' states say).
/// A gate decides for all ends at its node (several gates there: the strictest). Where private edges meet public ones and
/// no gate stands, the private ends are for residents only: an *implicit gate*; the public street is not cut.
/// `usable` [n_edges] 0/1: edges that the mode may use; the others neither make nor have implicit gates.
/// -> [2 n_edges], or empty if every end is open. O(n + m). Throws std::invalid_argument if something does not fit.
std::vector<GateState> gate_states(const StreetNetwork& net, std::span<const std::uint8_t> usable, int slot = kAnyTime);

/// Walled quarters, campuses and private grounds, found in the streets themselves.
///
/// Cut at every gate, whatever its state, and at every implicit gate, the streets fall into parts, each all private or all
/// public. Of the parts that hang together, the public one with most street length (the longest private one where none is
/// public; then the one of lowest edge) is the outside; each other part is a walled place, as many gates deep as lie at
/// least between it and the outside. Its people are the places snapped to its edges.
///
/// A gate belongs to the deepest of the places around it, an implicit gate to the place of its private edge. The people
/// of a place hold the keys of its gates and of the gates of all places around it on the way out (its neighbours one gate
/// nearer to the outside, and theirs): who lives in a dormitory quarter passes the campus gate too. A gate with one part
/// on all its sides belongs to nobody.
///
/// What states the gates are in does not matter here: opening one changes no place.
struct WalledPlaces {
  static constexpr std::uint32_t kOutside = Id<void>::kInvalid;

  std::vector<std::uint32_t> of_edge;           ///< [n_edges] place, numbered by lowest edge; kOutside; empty if count is 0
  std::vector<std::uint32_t> depth;             ///< [count] >= 1
  std::vector<double> length_m;                 ///< [count] of usable edges
  std::vector<std::uint32_t> first_around{0};   ///< [count + 1]
  std::vector<std::uint32_t> around;            ///< each place and those around it, ascending: whose keys its people hold
  std::vector<NodeId> gate_node;                ///< nodes with a gate, ascending
  std::vector<std::uint32_t> first_owner{0};    ///< [n gate nodes + 1]
  std::vector<std::uint32_t> owner;             ///< places that the gates at a node belong to, ascending

  [[nodiscard]] std::uint32_t count() const { return static_cast<std::uint32_t>(depth.size()); }
  [[nodiscard]] std::uint32_t at(EdgeId edge) const {
    return of_edge.empty() || !edge.valid() ? kOutside : of_edge[edge.value];
  }
  /// Whose keys the people of a place hold.
  [[nodiscard]] std::span<const std::uint32_t> keys_of(std::uint32_t place) const {
    return std::span(around).subspan(first_around[place], first_around[place + 1] - first_around[place]);
  }
  /// The places that a residents-only gate at this end of an edge belongs to; empty: nobody's, or no gate.
  [[nodiscard]] std::span<const std::uint32_t> owners_of(const StreetNetwork& net, std::uint32_t end) const;
  /// May the people of `place` pass this end of an edge, if its gate is for residents only?
  [[nodiscard]] bool has_key(const StreetNetwork& net, std::uint32_t end, std::uint32_t place) const;
};

/// `usable` as above. O(n + m log m) time at worst, O(m) where nothing is gated or private. Throws std::invalid_argument if
/// `usable` does not fit or the arcs are not indexed.
WalledPlaces walled_places(const StreetNetwork& net, std::span<const std::uint8_t> usable);

}  // namespace catchment
