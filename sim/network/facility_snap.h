#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "sim/network/snap.h"
#include "sim/network/walled_places.h"

namespace catchment {

/// Where facilities are tied to the streets. Their visitors come from outside: a facility on private grounds that have no gate
/// drawn (a hospital's service roads in OpenStreetMap) is entered from the nearest street that is not private, if one
/// is within reach; behind a drawn gate it stays where it is, and the gate decides who comes.
class FacilityIndex {
 public:
  /// `all`: the usable edges; `places` found on them. Keeps a reference to `all`. O(segments log segments) where there are such grounds.
  FacilityIndex(const StreetNetwork& net, std::span<const std::uint8_t> usable, const WalledPlaces& places, const EdgeIndex& all);
  /// As EdgeIndex::snap; a place on ungated private grounds goes to a street outside them if one is within `max_m`.
  [[nodiscard]] Snap snap(Point p, double max_m) const;

 private:
  const EdgeIndex* all_;
  std::vector<std::uint8_t> ungated_;   // [n_edges] 1: on such grounds; empty: there are none
  std::optional<EdgeIndex> others_;
};

}  // namespace catchment
