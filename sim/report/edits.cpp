#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <unordered_map>

#include "sim/report/compute_study.h"
#include "sim/scenario/parse.h"
#include "sim/sharing/link_edits.h"
#include "sim/sharing/shared_places.h"
#include "sim/world/build.h"

namespace catchment {

namespace {

/// Ids of one kind of thing -> index, with a message that names the nearest id there is.
class Index {
 public:
  Index(const char* kind, const auto& things) : kind_(kind) {
    for (std::size_t i = 0; i < things.size(); ++i) {
      at_.emplace(things[i].id, i);
      ids_.push_back(things[i].id);
    }
  }
  std::size_t find(const std::string& id, const Edit& edit) const {
    const auto found = at_.find(id);
    if (found != at_.end()) return found->second;
    const std::string near = nearest_key(id, ids_);
    throw InputError(edit.place.text(), fmt::format("there is no {} '{}'", kind_, id),
                     near.empty() ? fmt::format("the world has {} of them", ids_.size())
                                  : fmt::format("did you mean '{}'?", near));
  }
  [[nodiscard]] bool has(const std::string& id) const { return at_.contains(id); }
  [[nodiscard]] std::size_t size() const { return ids_.size(); }
  void add(const std::string& id) {
    at_.emplace(id, ids_.size());
    ids_.push_back(id);
  }

 private:
  const char* kind_;
  std::unordered_map<std::string, std::size_t> at_;
  std::vector<std::string> ids_;
};

/// The places that an edit may name, indexed once and only if some edit needs them.
struct Places {
  Index buildings, demand;
  explicit Places(const World& w) : buildings("building", w.buildings), demand("building or demand point", w.demand) {}
};

}  // namespace

World apply_edits(const World& base, const std::vector<Edit>& edits, const SharingOptions& sharing) {
  World world = base;
  if (edits.empty()) return world;
  Index facilities("facility", world.facilities), gates("gate", world.streets.gates), units("unit", world.units),
      organisations("organisation", world.organisations);
  std::optional<Places> places;
  std::optional<LeafLocator> areas;

  const auto place_facility = [&](Facility& f, const Edit& edit) {
    if (!edit.to_building.empty()) {
      if (!places) places.emplace(world);
      if (places->buildings.has(edit.to_building)) {
        const std::size_t b = places->buildings.find(edit.to_building, edit);
        f.position = world.buildings[b].position;
        f.building = BuildingId(b);
      } else {
        const std::size_t d = places->demand.find(edit.to_building, edit);
        f.position = world.demand[d].position;
        f.building = world.demand[d].building;
      }
    } else if (edit.to) {
      f.position = *edit.to;
      f.building = BuildingId();
    } else {
      throw InputError(edit.place.text(), "the edit does not say where to",
                       "give to = [x, y] in metres, to_lonlat = [lon, lat] or to_building = \"id\"");
    }
    if (!areas) areas.emplace(world.areas);
    f.area = areas->find(f.position);
  };

  for (const Edit& edit : edits) {
    switch (edit.op) {
      case Edit::Op::kAddFacility: {
        if (facilities.has(edit.target))
          throw InputError(edit.place.text(), fmt::format("facility '{}' exists already", edit.target), "give the new one its own id");
        Facility f;
        f.id = edit.target;
        f.name = edit.name;
        f.level = edit.level;
        f.capacity = edit.capacity;
        f.staff = std::max(0, edit.staff);
        f.services = edit.services;
        f.status = FacilityStatus::kProposed;
        place_facility(f, edit);
        world.facilities.push_back(std::move(f));
        facilities.add(edit.target);
        break;
      }
      case Edit::Op::kMoveFacility: {
        Facility& f = world.facilities[facilities.find(edit.target, edit)];
        place_facility(f, edit);
        f.status = FacilityStatus::kProposed;
        break;
      }
      case Edit::Op::kResizeFacility:
        world.facilities[facilities.find(edit.target, edit)].capacity = edit.capacity;
        break;
      case Edit::Op::kCloseFacility:
        world.facilities[facilities.find(edit.target, edit)].status = FacilityStatus::kClosed;
        break;
      case Edit::Op::kOpenFacility:
        world.facilities[facilities.find(edit.target, edit)].status = FacilityStatus::kExisting;
        break;
      case Edit::Op::kSetFacilityLevel:
        world.facilities[facilities.find(edit.target, edit)].level = edit.level;
        break;
      case Edit::Op::kOpenGate:
      case Edit::Op::kResidentsGate:
      case Edit::Op::kCloseGate: {
        Gate& gate = world.streets.gates[gates.find(edit.target, edit)];
        gate.state = edit.op == Edit::Op::kOpenGate    ? GateState::kOpen
                     : edit.op == Edit::Op::kCloseGate ? GateState::kClosed
                                                       : GateState::kResidentsOnly;
        // From now on as the edit says: without hours, always.
        gate.hours = edit.hours;
        gate.outside_hours = edit.outside_hours;
        break;
      }
      case Edit::Op::kClearResponsible:
        for (const auto& id : edit.organisations) world.organisations[organisations.find(id, edit)].responsible.clear();
        break;
      case Edit::Op::kAddResponsible: {
        const UnitId unit(units.find(edit.target, edit));
        for (const auto& id : edit.organisations) {
          auto& responsible = world.organisations[organisations.find(id, edit)].responsible;
          if (std::find(responsible.begin(), responsible.end(), unit) == responsible.end()) responsible.push_back(unit);
        }
        break;
      }
      case Edit::Op::kCloseUnit:
        world.units[units.find(edit.target, edit)].open = false;
        break;
      case Edit::Op::kSetHours:
        world.facilities[facilities.find(edit.target, edit)].hours = edit.hours;
        break;
      case Edit::Op::kSetStaff:
        world.facilities[facilities.find(edit.target, edit)].staff = edit.staff;
        break;
      case Edit::Op::kAddLink:
      case Edit::Op::kRemoveLink:
      case Edit::Op::kRemovePartner: {
        const std::vector<LentPlace> before = lent_places(world, sharing);
        edit_links(world, edit);
        apply_sharing(world, sharing, &before);
        for (std::size_t f = facilities.size(); f < world.facilities.size(); ++f) facilities.add(world.facilities[f].id);
        break;
      }
    }
  }
  return world;
}

void mark_study_area(World& world, const std::string& study_area, const std::string& where) {
  for (auto& d : world.demand) d.inside = true;
  for (auto& f : world.facilities) f.inside = true;
  if (study_area.empty()) return;
  if (study_area == "streets") {
    const Box box = bounds(world.streets.node);
    for (auto& d : world.demand) d.inside = box.contains(d.position);
    for (auto& f : world.facilities) f.inside = box.contains(f.position);
    return;
  }
  std::vector<std::string> known;
  AreaId chosen;
  for (std::size_t a = 0; a < world.areas.size() && !chosen.valid(); ++a) {
    const Area& area = world.areas[a];
    for (const std::string* name : {&area.id, &area.name.zh, &area.name.en}) {
      if (*name == study_area) chosen = AreaId(a);
      if (!name->empty()) known.push_back(*name);
    }
  }
  if (!chosen.valid()) {
    const std::string near = nearest_key(study_area, known);
    throw InputError(where, fmt::format("there is no area '{}' for study_area", study_area),
                     near.empty() ? "name an area's id or name" : fmt::format("did you mean '{}'?", near));
  }
  const auto inside = [&](AreaId a) {
    for (; a.valid(); a = world.areas[a.value].parent)
      if (a == chosen) return true;
    return false;
  };
  for (auto& d : world.demand) d.inside = inside(d.area);
  for (auto& f : world.facilities) f.inside = inside(f.area);
}

}  // namespace catchment
