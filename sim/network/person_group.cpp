#include "sim/network/person_group.h"

#include <algorithm>
#include <cmath>

#include "sim/network/slope_speed.h"

namespace catchment {

std::vector<PersonGroup> default_person_groups() {
  PersonGroup adult;
  adult.title = {"成人", "adults"};

  PersonGroup elder;
  elder.name = "elder";
  elder.title = {"老年人", "older people"};
  elder.speed_m_per_min = 57;
  elder.climb_m_per_min = 12;

  PersonGroup child;
  child.name = "child";
  child.title = {"儿童", "children"};
  child.speed_m_per_min = 70;
  child.climb_m_per_min = 15;

  PersonGroup wheelchair;
  wheelchair.name = "wheelchair";
  wheelchair.title = {"轮椅使用者", "wheelchair users"};
  wheelchair.speed_m_per_min = 41;
  wheelchair.steps = false;
  wheelchair.slope = SlopeRule::kCurve;
  wheelchair.curve = {{-1.0 / 12, 0.8}, {-0.02, 1}, {0, 1}, {1.0 / 12, 0.5}};
  wheelchair.max_slope = 1.0 / 12;
  wheelchair.climb_m_per_min = 0;
  return {adult, elder, child, wheelchair};
}

const PersonGroup* find_group(std::span<const PersonGroup> groups, std::string_view name) {
  const auto found = std::find_if(groups.begin(), groups.end(), [&](const PersonGroup& g) { return g.name == name; });
  return found == groups.end() ? nullptr : &*found;
}

double slope_factor(const PersonGroup& group, double slope) {
  slope = std::clamp(slope, -1.0, 1.0);
  if (group.slope == SlopeRule::kTobler) return 1 / tobler_pace_factor(slope);
  if (group.slope == SlopeRule::kNone || group.curve.empty()) return 1;
  const auto above = std::find_if(group.curve.begin(), group.curve.end(), [&](const SlopePoint& p) { return p.slope >= slope; });
  if (above == group.curve.begin()) return above->factor;
  if (above == group.curve.end()) return group.curve.back().factor;
  const SlopePoint &a = *(above - 1), &b = *above;
  return a.factor + (b.factor - a.factor) * (slope - a.slope) / (b.slope - a.slope);
}

}  // namespace catchment
