#include "sim/report/study_services.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "sim/scenario/parse.h"
#include "sim/world/build.h"

namespace catchment {

double ChannelResult::per_staff_day() const {
  if (day.staff == 0) return std::numeric_limits<double>::quiet_NaN();
  return static_cast<double>(day.total_capacity) / static_cast<double>(day.staff);
}

namespace {

std::size_t level_index(const Study& study, const std::string& name) {
  for (std::size_t l = 0; l < study.levels.size(); ++l)
    if (study.levels[l].spec.name == name) return l;
  return SIZE_MAX;
}

/// Values given by area id or name -> [n_areas], `otherwise` where none is given. Throws InputError for an area that is not there.
std::vector<double> by_area(const World& world, const std::map<std::string, double>& given, double otherwise, const SourcePlace& place,
                            const char* key) {
  std::vector<double> out(world.areas.size(), otherwise);
  for (const auto& [name, value] : given) {
    std::vector<std::string> known;
    bool found = false;
    for (std::size_t a = 0; a < world.areas.size(); ++a)
      for (const std::string* word : {&world.areas[a].id, &world.areas[a].name.zh, &world.areas[a].name.en}) {
        if (!word->empty()) known.push_back(*word);
        if (*word != name) continue;
        found = true;
        out[a] = value;
      }
    if (found) continue;
    const std::string near = nearest_key(name, known);
    throw InputError(place.text(), fmt::format("there is no area '{}' for {}", name, key),
                     near.empty() ? "name an area's id or name" : fmt::format("did you mean '{}'?", near));
  }
  return out;
}

void study_exposure(const World& world, const Scenario& scenario, const Reach& reach, Study& study) {
  if (!scenario.exposure.active) return;
  const auto& types = scenario.exposure.types;
  std::vector<BuildingId> building;
  std::vector<std::uint8_t> counted;
  for (const Organisation& o : world.organisations) {
    building.push_back(o.building);
    counted.push_back(o.normal_operation && (types.empty() || std::find(types.begin(), types.end(), o.type) != types.end()));
  }
  for (std::size_t l = 0; l < study.levels.size(); ++l) {
    const LevelResult& level = study.levels[l];
    const Cost cutoff = to_cost(level.spec.cutoff);
    std::vector<BuildingId> at;
    for (const FacilityId f : level.providers) at.push_back(world.facilities[f.value].building);
    study.exposure.push_back({l, expose(reach.organisations_within(level.providers, level.spec.unit, cutoff), cutoff, building, at, counted)});
  }
}

/// Mean service time of the catalogue's items of a channel; -1 if none states one.
double catalogue_service_s(const World& world, const char* word, std::int64_t& items) {
  double minutes = 0;
  std::int64_t timed = 0;
  for (const CatalogueItem& item : world.catalogue) {
    if (item.channel != word) continue;
    ++items;
    if (item.service_min > 0) {
      minutes += item.service_min;
      ++timed;
    }
  }
  return timed > 0 ? minutes * 60 / static_cast<double>(timed) : -1;
}

ChannelResult channel_result(const World& world, const Study& study, const Reach& reach, const ChannelSpec& spec) {
  static constexpr const char* kWords[] = {"window", "online", "field", "door", "activity"};
  ChannelResult out;
  out.spec = spec;
  out.level = level_index(study, spec.level);
  const char* word = kWords[static_cast<std::size_t>(spec.kind)];
  const double catalogue_s = catalogue_service_s(world, word, out.items);
  out.service_s = spec.service_s > 0 ? spec.service_s : catalogue_s;
  if (!(out.service_s > 0))
    throw InputError(spec.place.text(), fmt::format("channel '{}' has no service time and the catalogue has no timed item of channel '{}'", spec.name, word),
                     "write service = \"30 min\"");
  const LevelResult* level = out.level < study.levels.size() ? &study.levels[out.level] : nullptr;
  const std::vector<FacilityId> none;
  const auto& bases = level != nullptr ? level->providers : none;
  out.bases = static_cast<std::int64_t>(bases.size());

  // Who serves whom, and how far it is: the nearest base of each place.
  const std::size_t n = world.demand.size();
  std::vector<std::uint32_t> base(n, kNoBase);
  std::vector<double> travel(n, 0);
  if (spec.staff_travel() && (spec.travel_s < 0 || spec.travel_limit_s >= 0 || spec.staff < 0)) {
    if (!reach.knows(CostUnit::kSeconds))
      throw InputError(spec.place.text(), fmt::format("channel '{}' needs travel times and the cost table is in metres", spec.name),
                       "give the costs input in seconds, or state travel = \"12 min\" and staff");
    const NearestTable nearest = reach.nearest(bases, CostUnit::kSeconds);
    const Cost limit = spec.travel_limit_s >= 0 ? to_cost(spec.travel_limit_s) : kUnreachable - 1;
    for (std::size_t i = 0; i < n; ++i) {
      if (nearest.cost[i] > limit) continue;
      base[i] = nearest.destination[i];
      travel[i] = spec.travel_s >= 0 ? spec.travel_s : from_cost(nearest.cost[i]) * spec.trips;
    }
  } else if (spec.staff_travel()) {
    if (!bases.empty())
      for (std::size_t i = 0; i < n; ++i) base[i] = 0, travel[i] = spec.travel_s;
  } else if (spec.kind == ChannelKind::kOnline) {
    // Nobody travels, so one pool serves all, whichever base its staff sit in.
    std::fill(base.begin(), base.end(), 0u);
  } else {
    for (std::size_t i = 0; i < n; ++i)
      if (level->coverage.covered[i]) base[i] = level->nearest.destination[i];
  }

  std::vector<std::int64_t> staff;
  for (const FacilityId f : bases) staff.push_back(world.facilities[f.value].staff);
  if (spec.staff >= 0 || spec.kind == ChannelKind::kOnline) {
    std::int64_t all = spec.staff;
    if (all < 0) {
      all = 0;
      for (const std::int64_t s : staff) all += s;
    }
    staff = {all};
    for (auto& b : base)
      if (b != kNoBase) b = 0;
  }

  out.requests_stated = spec.requests_per_day >= 0 || spec.requests_per_1000 >= 0;
  const double population = static_cast<double>(study.population);
  double per_person = 1;
  if (spec.requests_per_day >= 0) per_person = population > 0 ? spec.requests_per_day / population : 0;
  if (spec.requests_per_1000 >= 0) per_person = spec.requests_per_1000 / 1000;
  std::vector<double> requests(n, 0);
  for (std::size_t i = 0; i < n; ++i) {
    if (!study.counted[i]) continue;
    requests[i] = static_cast<double>(world.demand[i].persons) * per_person;
    if (base[i] != kNoBase) out.persons_reached += world.demand[i].persons;
  }
  out.day = delivery_day(requests, base, travel, staff, spec.shift_s, out.service_s, spec.attendance);
  return out;
}

bool offers_one(const Facility& f, const std::vector<std::string>& services) {
  return std::any_of(services.begin(), services.end(), [&](const std::string& s) {
    return std::find(f.services.begin(), f.services.end(), s) != f.services.end();
  });
}

AdviserResult adviser_result(const World& world, const Study& study, const Reach& reach, const AdviserSpec& spec, bool beyond_boundary) {
  AdviserResult out;
  out.spec = spec;
  std::vector<std::string> known;
  for (const Facility& f : world.facilities) known.insert(known.end(), f.services.begin(), f.services.end());
  for (const std::string& service : spec.services) {
    if (std::find(known.begin(), known.end(), service) != known.end()) continue;
    const std::string near = nearest_key(service, known);
    throw InputError(spec.place.text(), fmt::format("no facility offers the service '{}' of the advisers '{}'", service, spec.name),
                     near.empty() ? "add it to the services of a facility" : fmt::format("did you mean '{}'?", near));
  }
  std::vector<std::int64_t> advisers;
  for (std::size_t f = 0; f < world.facilities.size(); ++f) {
    const Facility& facility = world.facilities[f];
    if (facility.status == FacilityStatus::kClosed || (!beyond_boundary && !facility.inside) || !offers_one(facility, spec.services)) continue;
    out.bases.emplace_back(f);
    advisers.push_back(std::max(0, facility.staff));
    out.advisers += advisers.back();
  }
  // Quarters with counted demand, in index order; each row of the travel table is a demand point.
  std::vector<std::uint32_t> group(world.demand.size(), UINT32_MAX);
  std::vector<std::uint32_t> place(world.areas.size(), UINT32_MAX);
  if (spec.area_level >= 0)
    for (std::size_t a = 0; a < world.areas.size(); ++a)
      if (world.areas[a].level == spec.area_level &&
          std::any_of(study.areas.begin(), study.areas.end(), [&](const AreaResult& row) { return row.area == AreaId(a); })) {
        place[a] = static_cast<std::uint32_t>(out.quarter.size());
        out.quarter.push_back(static_cast<std::uint32_t>(a));
      }
  std::vector<std::int64_t> persons(out.quarter.size(), 0);
  for (std::size_t i = 0; i < world.demand.size(); ++i) {
    if (!study.counted[i]) continue;
    if (spec.area_level < 0) {
      group[i] = static_cast<std::uint32_t>(out.quarter.size());
      out.quarter.push_back(static_cast<std::uint32_t>(i));
      persons.push_back(world.demand[i].persons);
    } else if (const AreaId a = ancestor_at(world.areas, world.demand[i].area, spec.area_level); a.valid()) {
      group[i] = place[a.value];
      persons[group[i]] += world.demand[i].persons;
    }
  }
  if (!reach.knows(spec.unit))
    throw InputError(spec.place.text(), fmt::format("the travel limit of the advisers '{}' is not in the cost table's unit", spec.name),
                     "state it in the unit of the costs input");
  const CostTable within = reach.within(out.bases, spec.unit, to_cost(spec.travel_limit));
  out.coverage = cover_quarters(least_by_group(within, group, static_cast<std::uint32_t>(out.quarter.size())), advisers, spec.caseload);
  for (std::size_t q = 0; q < persons.size(); ++q) {
    out.persons += persons[q];
    if (out.coverage.base[q] != UINT32_MAX) out.persons_covered += persons[q];
  }
  return out;
}

InformationReach information_result(const World& world, const Study& study, const InformationOptions& options) {
  const std::vector<double> given = by_area(world, options.online_by_area, -1, options.place, "information.online_by_area");
  std::vector<std::uint8_t> screen(world.demand.size(), 0);
  for (const std::string& name : options.levels) {
    const auto& covered = study.levels[level_index(study, name)].coverage.covered;
    for (std::size_t i = 0; i < screen.size(); ++i) screen[i] = screen[i] || covered[i];
  }
  std::vector<double> online;
  std::vector<std::int64_t> persons;
  for (const DemandPoint& d : world.demand) {
    double share = options.online;
    for (AreaId a = d.area; a.valid(); a = world.areas[a.value].parent)
      if (given[a.value] >= 0) {
        share = given[a.value];
        break;
      }
    online.push_back(share);
    persons.push_back(d.persons);
  }
  return information_reach(screen, online, persons, study.counted);
}

DashboardResult dashboard_result(const World& world, const Study& study, const DashboardOptions& options) {
  DashboardResult out;
  std::vector<std::uint32_t> place(world.areas.size(), UINT32_MAX);
  const std::size_t level = options.coverage.empty() ? SIZE_MAX : level_index(study, options.coverage);
  for (const AreaResult& row : study.areas) {
    if (world.areas[row.area.value].level != options.area_level) continue;
    place[row.area.value] = static_cast<std::uint32_t>(out.districts.size());
    const std::int64_t covered = study.levels.empty() ? 0 : level == SIZE_MAX ? row.joint : row.covered[level];
    out.districts.push_back({row.area, row.persons, covered, 0, static_cast<double>(row.persons)});
  }
  const std::vector<double> need = by_area(world, options.need, 0, options.place, "dashboard.need");
  if (!options.need.empty())
    for (auto& d : out.districts) d.need = need[d.area.value];

  std::vector<int> levels;
  std::vector<std::int64_t> staff;
  for (const Facility& f : world.facilities) {
    if (f.status == FacilityStatus::kClosed || !f.inside) continue;
    levels.push_back(f.level);
    staff.push_back(std::max(0, f.staff));
    const AreaId a = ancestor_at(world.areas, f.area, options.area_level);
    if (a.valid() && place[a.value] != UINT32_MAX) out.districts[place[a.value]].staff += staff.back();
    else out.staff_elsewhere += staff.back();
  }
  out.staff = share_at_levels(levels, staff, options.levels);

  std::vector<double> share, weight, needed, supplied;
  for (const auto& d : out.districts) {
    needed.push_back(d.need);
    supplied.push_back(static_cast<double>(d.staff));
    if (d.persons == 0) continue;
    share.push_back(static_cast<double>(d.covered) / static_cast<double>(d.persons));
    weight.push_back(static_cast<double>(d.persons));
  }
  if (!study.levels.empty() && share.size() > 1) out.coverage_gini = gini(share, weight);
  out.targeting_error = targeting_error(needed, supplied);

  const auto unit = [&](OrganisationId o) {
    if (!o.valid() || world.organisations[o.value].responsible.size() != 1) return UnitId();
    return world.organisations[o.value].responsible.front();
  };
  std::vector<UnitId> from, to;
  const auto organisation = [](Partner p) { return p.table == Partner::Table::kOrganisation ? OrganisationId(p.index) : OrganisationId(); };
  for (const SharingLink& link : world.links) {
    if (link.status != LinkStatus::kActive) continue;
    from.push_back(unit(organisation(link.from)));
    to.push_back(unit(organisation(link.to)));
  }
  out.links = cross_unit_links(from, to);
  return out;
}

}  // namespace

void study_services(const World& world, const Scenario& scenario, const Reach& reach, Study& study) {
  study_exposure(world, scenario, reach, study);
  for (const ChannelSpec& spec : scenario.channels) study.channels.push_back(channel_result(world, study, reach, spec));
  for (const AdviserSpec& spec : scenario.advisers)
    study.advisers.push_back(adviser_result(world, study, reach, spec, scenario.coverage.beyond_boundary));
  if (scenario.information.active) study.information = information_result(world, study, scenario.information);
  if (scenario.dashboard.active) study.dashboard = dashboard_result(world, study, scenario.dashboard);
}

}  // namespace catchment
