#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/core/cost.h"
#include "sim/network/snap.h"
#include "sim/network/street_network.h"

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

/// What an arc that is not barred by access costs, even if a closed gate cuts it off at one end (see `impedance`).
inline Cost cost_if_open(Cost impedance) { return impedance < kUnreachable ? impedance : impedance - kUnreachable - 1; }

/// Impedance by edge and direction, and the nodes that a closed gate shuts: what walking along part of an edge needs.
///
/// A walk along part of an edge is allowed in the directions that the mode may use. A closed gate at one end shuts
/// that end only: places on the edge are still reached from the other end, and from each other. Where the part is
/// nothing, the place is at the junction and costs nothing in either direction, one-way or not.
struct EdgeCosts {
  std::vector<Cost> of;            ///< [2 n_edges] by edge * 2 + (1 if against): as `impedance`
  std::vector<std::uint8_t> shut;  ///< [n_nodes] 1: a closed gate

  /// Cost of the way between a place on the edge and the edge's end `end`, in the direction of `code`; kUnreachable if barred.
  [[nodiscard]] Cost to_or_from_end(std::uint32_t code, NodeId end, std::uint32_t part_mm, std::uint32_t length_mm) const {
    const Cost impedance = of[code];
    // Only a closed gate at the other end lets a barred arc be walked in part.
    if (impedance >= kUnreachable && shut[end.value]) return kUnreachable;
    return along(code, part_mm, length_mm);
  }
  /// Cost between two places on the same edge, in the direction of `code`; kUnreachable if barred.
  [[nodiscard]] Cost along(std::uint32_t code, std::uint32_t part_mm, std::uint32_t length_mm) const {
    if (part_mm == 0) return 0;
    const Cost impedance = of[code];
    if (impedance == kUnreachable) return kUnreachable;
    return part_cost(cost_if_open(impedance), part_mm, length_mm);
  }
};

/// O(n + m). Throws std::invalid_argument if `impedance` is not [n_arcs] or the arcs are not indexed.
EdgeCosts edge_costs(const StreetNetwork& net, std::span<const Cost> impedance);

/// The two ways from a snapped place to the ends of its edge, or from the ends to the place, each with the walk off the
/// street; kUnreachable where barred or not snapped.
struct EndCosts { Cost from = kUnreachable, to = kUnreachable; };
EndCosts leave_costs(const StreetNetwork& net, const EdgeCosts& costs, const Snap& snap, double snap_cost_per_m);
EndCosts enter_costs(const StreetNetwork& net, const EdgeCosts& costs, const Snap& snap, double snap_cost_per_m);

/// The walk off the street, rounded to nearest; kUnreachable if it does not fit or nothing was snapped.
Cost off_street_cost(const Snap& snap, double snap_cost_per_m);

/// From one place to another along the edge that both are on, without either walk off the street; kUnreachable if barred.
Cost shared_edge_cost(const StreetNetwork& net, const EdgeCosts& costs, const Snap& origin, const Snap& destination);

}  // namespace catchment
