#include "sim/report/providers.h"

#include <algorithm>

namespace catchment {

bool open_at(const Facility& facility, int slot) {
  return slot == kAnyTime || facility.hours.none() || facility.hours[static_cast<std::size_t>(slot)];
}

bool provides(const Facility& facility, const LevelSpec& level, const CoverageOptions& options, int slot) {
  if (!open_at(facility, slot)) return false;
  if (facility.status == FacilityStatus::kClosed || (!options.beyond_boundary && !facility.inside)) return false;
  if (!level.services.empty())
    return std::any_of(level.services.begin(), level.services.end(), [&](const std::string& s) {
      return std::find(facility.services.begin(), facility.services.end(), s) != facility.services.end();
    });
  return level.nested.value_or(options.nested) ? facility.level >= level.rank : facility.level == level.rank;
}

std::vector<FacilityId> providers_of(const World& world, const LevelSpec& level, const CoverageOptions& options,
                                     int slot) {
  std::vector<FacilityId> providers;
  for (std::size_t f = 0; f < world.facilities.size(); ++f)
    if (provides(world.facilities[f], level, options, slot)) providers.emplace_back(f);
  return providers;
}

}  // namespace catchment
