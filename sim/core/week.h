#pragma once

#include <bitset>

namespace catchment {

/// Half-hour slots of a week, slot 0 is Monday 00:00-00:30.
inline constexpr int kWeekSlots = 336;
using OpeningHours = std::bitset<kWeekSlots>;

/// No moment of the week: hours are not looked at.
inline constexpr int kAnyTime = -1;

}  // namespace catchment
