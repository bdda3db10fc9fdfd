// Names, kinds and boxes of things.
#include <fmt/format.h>

#include "sim/sharing/link_types.h"
#include "viewer/document/search.h"
#include "viewer/document/texts.h"

namespace catchment::document {
namespace {

const std::string& or_id(const Name& name, const std::string& id, bool chinese) {
  const std::string& text = name.in(chinese);
  return text.empty() ? id : text;
}

const char* building_kind(BuildingKind kind, bool zh) {
  switch (kind) {
    case BuildingKind::kResidential: return zh ? "住宅" : "residential building";
    case BuildingKind::kOffice: return zh ? "办公楼" : "office building";
    case BuildingKind::kMixed: return zh ? "综合楼" : "building of mixed use";
    case BuildingKind::kPark: return zh ? "园区建筑" : "building of a business park";
    case BuildingKind::kCampus: return zh ? "校园建筑" : "campus building";
    case BuildingKind::kIndustrial: return zh ? "厂房" : "industrial building";
    case BuildingKind::kPublic: return zh ? "公共建筑" : "public building";
    case BuildingKind::kOther: break;
  }
  return zh ? "建筑" : "building";
}

const char* organisation_kind(OrganisationType type, bool zh) {
  switch (type) {
    case OrganisationType::kEnterprise: return zh ? "企业" : "enterprise";
    case OrganisationType::kSocial: return zh ? "社会组织" : "social organisation";
    case OrganisationType::kCollege: return zh ? "学院" : "college";
    case OrganisationType::kSchool: return zh ? "学校" : "school";
    case OrganisationType::kCommittee: return zh ? "居委会" : "residents' committee";
    case OrganisationType::kPropertyManager: return zh ? "物业公司" : "property manager";
    case OrganisationType::kAgency: return zh ? "机关" : "agency";
    case OrganisationType::kFederation: return zh ? "联合会" : "federation";
  }
  return "";
}

const char* area_kind(int level, bool zh) {
  switch (level) {
    case 0: return zh ? "市" : "city";
    case 1: return zh ? "区" : "district";
    case 2: return zh ? "街道" : "sub-district";
    case 3: return zh ? "社区" : "block";
    default: return zh ? "小区" : "quarter";
  }
}

template <class T>
bool holds(const std::vector<T>& things, Thing thing) { return thing.index < things.size(); }

}  // namespace

std::optional<Partner> partner_of(Thing t) {
  switch (t.kind) {
    case ThingKind::kOrganisation: return Partner(OrganisationId(t.index));
    case ThingKind::kFacility: return Partner(FacilityId(t.index));
    case ThingKind::kVenue: return Partner(VenueId(t.index));
    case ThingKind::kUnit: return Partner(UnitId(t.index));
    case ThingKind::kArea: return Partner(AreaId(t.index));
    default: return std::nullopt;
  }
}

Thing thing_of(Partner p) {
  switch (p.table) {
    case Partner::Table::kOrganisation: return {ThingKind::kOrganisation, p.index};
    case Partner::Table::kFacility: return {ThingKind::kFacility, p.index};
    case Partner::Table::kVenue: return {ThingKind::kVenue, p.index};
    case Partner::Table::kUnit: return {ThingKind::kUnit, p.index};
    case Partner::Table::kArea: return {ThingKind::kArea, p.index};
  }
  return {};
}

std::string kind_text(const World& w, Thing t, bool zh) {
  switch (t.kind) {
    case ThingKind::kFacility: return holds(w.facilities, t) ? rank_name(w.facilities[t.index].level, zh) : "";
    case ThingKind::kGate: return zh ? "门" : "gate";
    case ThingKind::kDemand: return zh ? "需求点" : "demand point";
    case ThingKind::kBuilding: return holds(w.buildings, t) ? building_kind(w.buildings[t.index].kind, zh) : "";
    case ThingKind::kArea: return holds(w.areas, t) ? area_kind(w.areas[t.index].level, zh) : "";
    case ThingKind::kOrganisation: return holds(w.organisations, t) ? organisation_kind(w.organisations[t.index].type, zh) : "";
    case ThingKind::kStreet: return zh ? "道路" : "street";
    case ThingKind::kVenue: return zh ? "场地" : "venue";
    case ThingKind::kUnit: return zh ? "责任单位" : "accountable unit";
    case ThingKind::kLink: return holds(w.links, t) ? catchment::name_of(w.links[t.index].type).in(zh) : "";
    case ThingKind::kPlace: return zh ? "坐标" : "coordinates";
    case ThingKind::kNone: break;
  }
  return {};
}

std::string name_of(const World& w, Thing t, bool zh) {
  switch (t.kind) {
    case ThingKind::kFacility: return holds(w.facilities, t) ? or_id(w.facilities[t.index].name, w.facilities[t.index].id, zh) : "";
    case ThingKind::kGate: return holds(w.streets.gates, t) ? w.streets.gates[t.index].id : "";
    case ThingKind::kDemand: {
      if (!holds(w.demand, t)) return "";
      const DemandPoint& d = w.demand[t.index];
      if (d.name.in(zh).empty() && d.building.valid() && !w.buildings[d.building.value].name.in(zh).empty()) return w.buildings[d.building.value].name.in(zh);
      return or_id(d.name, d.id, zh);
    }
    case ThingKind::kBuilding: return holds(w.buildings, t) ? or_id(w.buildings[t.index].name, w.buildings[t.index].id, zh) : "";
    case ThingKind::kArea: return holds(w.areas, t) ? or_id(w.areas[t.index].name, w.areas[t.index].id, zh) : "";
    case ThingKind::kOrganisation: return holds(w.organisations, t) ? or_id(w.organisations[t.index].name, w.organisations[t.index].id, zh) : "";
    case ThingKind::kStreet: return holds(w.streets.names, t) ? w.streets.names[t.index] : "";
    case ThingKind::kVenue: return holds(w.venues, t) ? or_id(w.venues[t.index].name, w.venues[t.index].id, zh) : "";
    case ThingKind::kUnit: return holds(w.units, t) ? or_id(w.units[t.index].name, w.units[t.index].id, zh) : "";
    case ThingKind::kLink:
      return holds(w.links, t) ? name_of(w, thing_of(w.links[t.index].from), zh) + " → " + name_of(w, thing_of(w.links[t.index].to), zh) : "";
    case ThingKind::kPlace:
    case ThingKind::kNone: break;
  }
  return {};
}

Box box_of(const World& w, Thing t) {
  Box box;
  switch (t.kind) {
    case ThingKind::kFacility:
      if (holds(w.facilities, t)) box.add(w.facilities[t.index].position);
      break;
    case ThingKind::kGate:
      if (holds(w.streets.gates, t) && w.streets.gates[t.index].node.value < w.streets.node.size()) box.add(w.streets.node[w.streets.gates[t.index].node.value]);
      break;
    case ThingKind::kDemand: {
      if (!holds(w.demand, t)) break;
      const DemandPoint& d = w.demand[t.index];
      if (d.building.valid()) box = bounds(w.buildings[d.building.value].footprint);
      box.add(d.position);
      break;
    }
    case ThingKind::kBuilding:
      if (!holds(w.buildings, t)) break;
      box = bounds(w.buildings[t.index].footprint);
      box.add(w.buildings[t.index].position);
      break;
    case ThingKind::kArea: {
      if (!holds(w.areas, t)) break;
      box = bounds(w.areas[t.index].shape);
      if (!box.empty()) break;
      // Without a shape: what lies in it.
      for (const DemandPoint& d : w.demand)
        for (AreaId a = d.area; a.valid(); a = w.areas[a.value].parent)
          if (a.value == t.index) box.add(d.position);
      break;
    }
    case ThingKind::kOrganisation:
      if (holds(w.organisations, t)) box.add(w.organisations[t.index].position);
      break;
    case ThingKind::kStreet:
      for (std::size_t e = 0; e < w.streets.n_edges(); ++e)
        if (w.streets.name[e] == t.index) box.add(bounds(w.streets.line(EdgeId(e))));
      break;
    case ThingKind::kVenue:
      if (holds(w.venues, t)) box.add(w.venues[t.index].position);
      break;
    case ThingKind::kLink:
      if (!holds(w.links, t)) break;
      box = box_of(w, thing_of(w.links[t.index].from));
      box.add(box_of(w, thing_of(w.links[t.index].to)));
      break;
    case ThingKind::kUnit:
    case ThingKind::kPlace:
    case ThingKind::kNone: break;
  }
  return box;
}

}  // namespace catchment::document
