#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/core/cost.h"

namespace catchment {

/// Floating members attached to service centres (U6).
struct FloatingAttachment {
  std::vector<std::int64_t> amount;            ///< [n_pairs] persons of each pair of `within`
  std::vector<std::int64_t> load;              ///< [n_centres] persons
  std::vector<std::int64_t> no_capacity;       ///< [n_points] within reach of an open centre, but all are full
  std::vector<std::int64_t> out_of_reach;      ///< [n_points] no open centre within reach
  std::int64_t persons = 0, attached = 0, persons_no_capacity = 0, persons_out_of_reach = 0;
};

/// Everybody goes to the nearest open centre that still has room: the nearest pairs first, ties to the lowest point, then the
/// lowest centre. People choose for themselves, so a planner's maximum flow (levels.h) may attach more.
///
/// - `within`    rows: places of floating members; destinations: centres; only pairs within the cutoff
/// - `persons`   [n_points] >= 0
/// - `capacity`  [n_centres]; -1 is unlimited
/// - `open`      [n_centres] or empty: 0 is closed
///
/// attached + no capacity + out of reach conserve persons exactly. O(pairs log pairs).
/// Throws std::invalid_argument if lengths disagree or a value is out of range.
FloatingAttachment attach_floating(const CostTable& within, std::span<const std::int64_t> persons,
                                   std::span<const std::int64_t> capacity, std::span<const std::uint8_t> open = {});

}  // namespace catchment
