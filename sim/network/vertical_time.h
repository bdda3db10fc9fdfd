#pragma once

#include "sim/core/cost.h"
#include "sim/scenario/scenario.h"

namespace catchment {

/// The way from the homes of one building down to its door.
struct VerticalTime {
  Cost cost = 0;                    ///< ms, the mean over its home floors; kUnreachable if some floor cannot be left
  std::int32_t home_floors = 1;     ///< first_home_floor .. floors; a building lower than that has one, its highest
  std::int32_t floors_cut_off = 0;  ///< of them: neither a lift nor stairs that the group can take
};

/// Floor f is (f - 1) storeys above the door. Stairs: (f - 1) * storey_height_m / climb_m_per_min. Lift: lift_wait_s +
/// (f - 1) * lift_s_per_floor, none on the ground floor. Each floor takes the quicker of what the group can take; the mean
/// over the floors is that of equally many people on each, rounded to the millisecond.
///
/// A mean over floors that can and floors that cannot be left would be a wrong answer for both: such a building cannot be
/// left at all, and `floors_cut_off` says how much of it that is true of.
///
/// `lift`: 1 it has one, 0 none, -1 not stated: then it has one from `lift_from_floors` floors on. `floors` >= 1.
/// Throws std::invalid_argument for fewer floors or figures that are not finite and in range. O(floors).
/// Source of the idea: vertical travel takes 11-17 % of trips that a flat map calls accessible beyond 15 minutes in Nanjing
/// (Chen et al. 2026, Cities 169:106516).
VerticalTime vertical_time(std::int32_t floors, int lift, const PersonGroup& group, const VerticalOptions& options);

}  // namespace catchment
