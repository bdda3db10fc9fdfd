#include "sim/network/vertical_time.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace catchment {

VerticalTime vertical_time(std::int32_t floors, int lift, const PersonGroup& group, const VerticalOptions& options) {
  const auto in_range = [](double v) { return std::isfinite(v) && v >= 0; };
  if (floors < 1 || options.first_home_floor < 1) throw std::invalid_argument("vertical time: floors count from 1");
  if (!in_range(options.storey_height_m) || !in_range(options.lift_wait_s) || !in_range(options.lift_s_per_floor) ||
      !in_range(group.climb_m_per_min))
    throw std::invalid_argument("vertical time: heights and times must be finite and not negative");
  const bool has_lift = group.lift && (lift > 0 || (lift < 0 && floors >= options.lift_from_floors));
  const bool has_stairs = group.climb_m_per_min > 0;

  VerticalTime out;
  const std::int32_t first = std::min(options.first_home_floor, floors);
  out.home_floors = floors - first + 1;
  double sum_s = 0;
  for (std::int32_t f = first; f <= floors; ++f) {
    const double up = f - 1;
    if (up == 0) continue;
    if (!has_lift && !has_stairs) {
      ++out.floors_cut_off;
      continue;
    }
    const double lift_s = options.lift_wait_s + up * options.lift_s_per_floor;
    const double stairs_s = has_stairs ? up * options.storey_height_m / group.climb_m_per_min * 60 : lift_s;
    sum_s += has_lift ? std::min(lift_s, stairs_s) : stairs_s;
  }
  out.cost = out.floors_cut_off > 0 ? kUnreachable : to_cost(sum_s / out.home_floors);
  return out;
}

}  // namespace catchment
