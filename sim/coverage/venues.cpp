#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "sim/coverage/organisations.h"

namespace catchment {

VenueHosting host_groups(std::int64_t groups, double group_hours, std::span<const double> venue_hours) {
  if (groups < 0) throw std::invalid_argument("host_groups: negative groups");
  if (!(group_hours > 0) || !std::isfinite(group_hours)) throw std::invalid_argument("host_groups: group_hours must be > 0");
  VenueHosting out;
  out.groups = groups;
  out.venues = static_cast<std::int64_t>(venue_hours.size());
  for (const double hours : venue_hours) {
    if (!std::isfinite(hours) || hours < 0) throw std::invalid_argument("host_groups: a venue's hours are negative or not finite");
    // 0.3 h of slots of 0.1 h are three: a last slot short by rounding only still counts.
    const double slots = std::min(std::floor(hours / group_hours * (1 + 1e-12)), 1e15);
    out.slots_used.push_back(std::min(groups - out.hosted, static_cast<std::int64_t>(slots)));
    out.hosted += out.slots_used.back();
  }
  out.no_slot = groups - out.hosted;
  out.hours_needed_per_venue = out.venues > 0 ? static_cast<double>(groups) * group_hours / static_cast<double>(out.venues)
                               : groups > 0   ? std::numeric_limits<double>::infinity()
                                              : 0;
  return out;
}

}  // namespace catchment
