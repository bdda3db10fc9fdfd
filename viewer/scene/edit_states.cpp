#include <algorithm>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "viewer/scene/overlay.h"

namespace catchment::scene {

namespace {

/// For each thing of the plan the one of the same id in the base, null: none. A plan keeps what it does not touch in its place, so that ids are
/// looked up only from where the two part.
template <class T>
std::vector<const T*> before_of(const std::vector<T>& base, const std::vector<T>& plan) {
  std::vector<const T*> out(plan.size(), nullptr);
  std::size_t same = 0;
  for (; same < std::min(base.size(), plan.size()) && base[same].id == plan[same].id; ++same) out[same] = &base[same];
  if (same == plan.size() || same == base.size()) return out;
  std::unordered_map<std::string_view, const T*> rest;
  for (std::size_t i = same; i < base.size(); ++i) rest.emplace(base[i].id, &base[i]);
  for (std::size_t i = same; i < plan.size(); ++i)
    if (const auto found = rest.find(plan[i].id); found != rest.end()) out[i] = found->second;
  return out;
}

}  // namespace

EditStates edit_states(const World& base, const World& plan, bool gates) {
  EditStates out;
  const auto told = [](const Facility& f) { return std::tie(f.position, f.level, f.capacity, f.services, f.staff, f.status, f.name); };
  const auto before = before_of(base.facilities, plan.facilities);
  std::vector<bool> kept(base.facilities.size());
  out.facility.reserve(plan.facilities.size());
  for (std::size_t i = 0; i < plan.facilities.size(); ++i) {
    const Facility& f = plan.facilities[i];
    if (before[i] == nullptr) {
      out.facility.push_back(EditState::kNew);
      continue;
    }
    const Facility& was = *before[i];
    const bool closed = f.status == FacilityStatus::kClosed && was.status != FacilityStatus::kClosed;
    out.facility.push_back(closed ? EditState::kRemoved : told(f) == told(was) && f.hours == was.hours ? EditState::kUnchanged : EditState::kChanged);
    kept[static_cast<std::size_t>(&was - base.facilities.data())] = true;
  }
  for (std::size_t i = 0; i < kept.size(); ++i)
    if (!kept[i]) out.removed.push_back(base.facilities[i]);
  if (!gates) return out;
  const auto gate_before = before_of(base.streets.gates, plan.streets.gates);
  out.gate.reserve(gate_before.size());
  for (std::size_t i = 0; i < gate_before.size(); ++i)
    out.gate.push_back(gate_before[i] == nullptr ? EditState::kNew : *gate_before[i] == plan.streets.gates[i] ? EditState::kUnchanged : EditState::kChanged);
  return out;
}

}  // namespace catchment::scene
