#include <string_view>
#include <tuple>
#include <unordered_map>

#include "viewer/scene/overlay.h"

namespace catchment::scene {

EditStates edit_states(const World& base, const World& plan) {
  EditStates out;
  std::unordered_map<std::string_view, const Facility*> before;
  for (const auto& f : base.facilities) before.emplace(f.id, &f);
  const auto told = [](const Facility& f) { return std::tie(f.position, f.level, f.capacity, f.services, f.staff, f.status, f.name); };
  for (const auto& f : plan.facilities) {
    const auto found = before.find(f.id);
    if (found == before.end()) {
      out.facility.push_back(EditState::kNew);
      continue;
    }
    const Facility& was = *found->second;
    const bool closed = f.status == FacilityStatus::kClosed && was.status != FacilityStatus::kClosed;
    out.facility.push_back(closed ? EditState::kRemoved : told(f) == told(was) && f.hours == was.hours ? EditState::kUnchanged : EditState::kChanged);
    before.erase(found);
  }
  for (const auto& f : base.facilities)
    if (before.contains(f.id)) out.removed.push_back(f);
  std::unordered_map<std::string_view, const Gate*> gates;
  for (const auto& g : base.streets.gates) gates.emplace(g.id, &g);
  for (const auto& g : plan.streets.gates) {
    const auto found = gates.find(g.id);
    out.gate.push_back(found == gates.end() ? EditState::kNew : *found->second == g ? EditState::kUnchanged : EditState::kChanged);
  }
  return out;
}

}  // namespace catchment::scene
