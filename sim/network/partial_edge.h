#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/core/cost.h"
#include "sim/network/snap.h"
#include "sim/network/street_network.h"
#include "sim/network/walled_places.h"

namespace catchment {

/// Cost of a part of an edge: impedance * part_mm / length_mm, rounded half up, in whole numbers; 0 for no part.
/// `impedance` < kUnreachable, part_mm <= length_mm.
inline Cost part_cost(Cost impedance, std::uint32_t part_mm, std::uint32_t length_mm) {
  if (part_mm == 0) return 0;
  return static_cast<Cost>((2 * std::uint64_t{impedance} * part_mm + length_mm) / (2 * std::uint64_t{length_mm}));
}

/// The longest part of an edge that costs at most `budget`: the inverse of part_cost. <= length_mm.
inline std::uint32_t part_within(Cost impedance, Cost budget, std::uint32_t length_mm) {
  if (impedance <= budget) return length_mm;
  // part_cost <= budget  <=>  2 impedance part + length < 2 length (budget + 1)
  return static_cast<std::uint32_t>((std::uint64_t{length_mm} * (2 * std::uint64_t{budget} + 1) - 1) /
                                    (2 * std::uint64_t{impedance}));
}

/// Impedance by edge and direction, and which ends of edges are shut for whom: what walking along part of an edge needs.
///
/// A walk along part of an edge is allowed in the directions that the mode may use. A gate shuts the ends of the edges at
/// its node for those whom it does not let through, nothing else: places on such an edge are still reached from the other
/// end, and from each other. Where the part is nothing, the place is at the junction and costs nothing in either
/// direction, one-way or not.
struct EdgeCosts {
  const StreetNetwork* net = nullptr;
  const WalledPlaces* places = nullptr;  ///< who may pass where `ends` says residents only; null: nobody
  std::vector<Cost> of;                  ///< [2 n_edges] by edge * 2 + (1 if against): as `impedance`
  std::vector<GateState> ends;           ///< as gate_states; empty: all open

  /// Is the end of edge `end / 2` at the head of arc `end` open to the people of a walled place, or to everybody (kOutside)?
  [[nodiscard]] bool open(std::uint32_t end, std::uint32_t place = WalledPlaces::kOutside) const {
    if (ends.empty() || ends[end] == GateState::kOpen) return true;
    return ends[end] == GateState::kResidentsOnly && places != nullptr && places->has_key(*net, end, place);
  }
  /// Both ends: may they walk through the whole edge?
  [[nodiscard]] bool open_through(std::uint32_t edge, std::uint32_t place = WalledPlaces::kOutside) const {
    return ends.empty() || (open(2 * edge, place) && open(2 * edge + 1, place));
  }
  /// Cost between two places on the same edge, in the direction of `code`; kUnreachable if barred.
  [[nodiscard]] Cost along(std::uint32_t code, std::uint32_t part_mm, std::uint32_t length_mm) const {
    if (part_mm == 0) return 0;
    return of[code] == kUnreachable ? kUnreachable : part_cost(of[code], part_mm, length_mm);
  }
};

/// Gates at a half hour of the week. Keeps references to `net` and `places`. O(n + m). Throws std::invalid_argument if
/// `impedance` is not [n_arcs], an impedance is above kUnreachable, or the arcs are not indexed.
EdgeCosts edge_costs(const StreetNetwork& net, std::span<const Cost> impedance, const WalledPlaces* places = nullptr,
                     int slot = kAnyTime);

/// Edges that the impedance lets anybody use in at least one direction. -> [n_edges] 0/1. O(m).
std::vector<std::uint8_t> passable_edges(const StreetNetwork& net, std::span<const Cost> impedance);

/// The two ways from a snapped place to the ends of its edge, or from the ends to the place, each with the walk off the
/// street; kUnreachable where barred or not snapped. For the people of a walled place, or for everybody (kOutside).
struct EndCosts { Cost from = kUnreachable, to = kUnreachable; };
EndCosts leave_costs(const StreetNetwork& net, const EdgeCosts& costs, const Snap& snap, double snap_cost_per_m,
                     std::uint32_t place = WalledPlaces::kOutside);
EndCosts enter_costs(const StreetNetwork& net, const EdgeCosts& costs, const Snap& snap, double snap_cost_per_m,
                     std::uint32_t place = WalledPlaces::kOutside);

/// The walk off the street, rounded to nearest; kUnreachable if it does not fit or nothing was snapped.
Cost off_street_cost(const Snap& snap, double snap_cost_per_m);

/// From one place to another along the edge that both are on, without either walk off the street; kUnreachable if barred.
Cost shared_edge_cost(const StreetNetwork& net, const EdgeCosts& costs, const Snap& origin, const Snap& destination);

}  // namespace catchment
