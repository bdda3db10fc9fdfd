#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/world/world.h"

namespace catchment {

/// How a group's speed changes with the slope of the street.
enum class SlopeRule : std::uint8_t {
  kNone,    ///< it does not
  kTobler,  ///< Tobler's curve, scaled so that level ground is walked at the group's own speed
  kCurve,   ///< the group's own `curve`
};

/// Speed at a slope as a share of that on level ground. Slope is rise over run along the way walked; negative is downhill.
struct SlopePoint {
  double slope = 0, factor = 1;
  friend bool operator==(const SlopePoint&, const SlopePoint&) = default;
};

/// Who walks how fast. All figures can be changed in [network.groups.NAME]; docs/methods/reach.md gives the defaults and
/// where each comes from.
struct PersonGroup {
  std::string name = "adult";
  Name title;
  double speed_m_per_min = 80;   ///< on level ground, > 0
  double steps_factor = 2;       ///< time on steps, times that on level ground, > 0; it stands for the climb
  bool steps = true;             ///< false: steps are barred, for a cutoff in metres too
  SlopeRule slope = SlopeRule::kTobler;
  std::vector<SlopePoint> curve; ///< kCurve: by ascending slope, linear between, constant beyond its ends; factor 1 at slope 0
  double max_slope = std::numeric_limits<double>::infinity();  ///< a street steeper than this somewhere, up or down, is barred, for metres too
  double climb_m_per_min = 18;   ///< stairs inside buildings: metres of height a minute; 0: cannot take them
  bool lift = true;              ///< takes the lift where there is one
  friend bool operator==(const PersonGroup&, const PersonGroup&) = default;
};

/// adult, elder, child, wheelchair.
std::vector<PersonGroup> default_person_groups();

/// The group of that name, or nullptr.
const PersonGroup* find_group(std::span<const PersonGroup> groups, std::string_view name);

/// Speed at `slope` as a share of that on level ground, > 0. Slopes beyond 100 % count as 100 %: such walls are faults of the
/// raster, not streets.
/// Source of kTobler: Tobler (1993), Three presentations on geographical analysis and modeling, NCGIA report 93-1:
/// 6 exp(-3.5 |slope + 0.05|) km/h, which is 5.037 km/h on level ground.
double slope_factor(const PersonGroup& group, double slope);

}  // namespace catchment
