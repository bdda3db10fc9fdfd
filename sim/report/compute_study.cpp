#include "sim/report/compute_study.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/coverage/catalogue.h"
#include "sim/coverage/linkage.h"
#include "sim/network/partial_edge.h"
#include "sim/report/providers.h"
#include "sim/report/reach.h"
#include "sim/report/sharing_study.h"
#include "sim/report/study_rows.h"
#include "sim/report/study_services.h"

namespace catchment {

namespace {

LevelResult level_result(const World& world, const Study& study, const Scenario& scenario, const LevelSpec& spec,
                         const Reach& reach, std::span<const std::int64_t> persons, std::int64_t* without_neighbours,
                         const Progress& progress) {
  LevelResult result;
  result.spec = spec;
  result.providers = providers_of(world, spec, scenario.coverage, scenario.network.at);
  const Cost cutoff = to_cost(spec.cutoff);
  result.nearest = reach.nearest(result.providers, spec.unit, spec.group);
  const CostTable within = reach.within(result.providers, spec.unit, cutoff, progress, spec.group);
  std::vector<std::int64_t> capacity;
  for (const FacilityId f : result.providers) {
    capacity.push_back(scenario.coverage.capacity ? world.facilities[f.value].places() : -1);
    if (capacity.back() >= 0) result.capacity_limited = true;
  }
  result.coverage = cover_level(within, persons, capacity, study.counted);
  result.backup_persons = backup_histogram(result.coverage.backup, persons, study.counted);
  result.share = study.population > 0
                     ? static_cast<double>(result.coverage.persons_covered) / static_cast<double>(study.population)
                     : NAN;
  result.without_sharing = without_sharing(world, result, within, persons, study.counted, scenario.coverage.capacity);
  // F16: the same level if the neighbours' facilities did not exist.
  for (std::size_t i = 0; i < within.n_origins(); ++i) {
    const auto reached = within.destinations_of(i);
    if (study.counted[i] && std::any_of(reached.begin(), reached.end(), [&](std::uint32_t k) {
          return world.facilities[result.providers[k].value].inside;
        }))
      *without_neighbours += persons[i];
  }
  return result;
}

/// From where there is no way to the largest component (one-way streets do not matter): for the people there, with the keys
/// of their own gates, or for the general public. -> [n] 0/1; 1 where nothing was snapped.
std::vector<std::uint8_t> cut_off(const World& world, const Reach& reach, std::span<const Snap> from, bool residents,
                                  const Components& parts, std::uint32_t main_part) {
  const StreetNetwork& net = world.streets;
  std::vector<Cost> either_way(reach.impedance_of(CostUnit::kMetres));
  std::vector<std::uint32_t> arc_of(net.n_arcs());
  for (std::uint32_t a = 0; a < net.n_arcs(); ++a) arc_of[net.arc_edge[a]] = a;
  for (std::uint32_t e = 0; e < net.n_edges(); ++e) {
    Cost &forward = either_way[arc_of[2 * e]], &backward = either_way[arc_of[2 * e + 1]];
    forward = backward = std::min(forward, backward) < kUnreachable ? 1 : kUnreachable;
  }
  SearchInput in = reach.search_input(from, {}, CostUnit::kMetres);
  const EdgeCosts costs = edge_costs(net, either_way, nullptr, in.slot);
  Snap somewhere;
  for (std::uint32_t e = 0; e < net.n_edges() && !somewhere.edge.valid(); ++e)
    if (costs.of[2 * e] < kUnreachable && costs.open_through(e) && parts.of_node[net.from[e].value] == main_part) {
      somewhere.edge = EdgeId(e);
      somewhere.to_mm = net.length_mm[e];
    }
  in.destinations = {&somewhere, 1};
  in.impedance = either_way;
  in.residents = residents;
  in.snap_cost_per_m = 0;
  const NearestTable table = nearest(in);
  std::vector<std::uint8_t> off;
  for (const Cost cost : table.cost) off.push_back(cost == kUnreachable);
  return off;
}

void tell_gates(const World& world, const Reach& reach, int slot, std::uint32_t main_part, NetworkResult& network) {
  const StreetNetwork& net = world.streets;
  const WalledPlaces& places = reach.walled_places();
  network.walled_places = places.count();
  std::vector<std::uint8_t> used(places.count(), 0);
  for (std::size_t i = 0; i < world.demand.size(); ++i) {
    const std::uint32_t p = places.at(reach.demand_snaps()[i].edge);
    if (p == WalledPlaces::kOutside) continue;
    if (world.demand[i].inside) network.persons_in_walled_places += world.demand[i].persons;
    if (world.demand[i].persons > 0)
      for (const std::uint32_t key : places.keys_of(p)) used[key] = 1;
  }
  for (const Gate& gate : net.gates) {
    const GateState state = state_at(gate, slot);
    ++network.gates_by_state[static_cast<std::size_t>(state)];
    const std::uint32_t first = net.first_arc[gate.node.value], last = net.first_arc[gate.node.value + 1];
    if (state != GateState::kResidentsOnly || last - first < 2) continue;  // a gate at a dead end bars nothing
    const auto owners = places.owners_of(net, net.arc_edge[first] ^ 1u);
    if (owners.empty()) ++network.gates_of_no_place;
    else if (std::ranges::none_of(owners, [&](std::uint32_t p) { return used[p] != 0; })) ++network.gates_of_empty_places;
  }
  const auto behind = cut_off(world, reach, reach.facility_snaps(), false, network.components, main_part);
  for (std::size_t f = 0; f < behind.size(); ++f)
    network.facilities_behind_gates += behind[f] != 0 && places.at(reach.facility_snaps()[f].edge) != WalledPlaces::kOutside;
}

NetworkResult network_result(const World& world, const Study& study, const Reach& reach, int slot) {
  NetworkResult network;
  network.used = reach.on_streets();
  if (!network.used) return network;
  const StreetNetwork& net = world.streets;
  network.nodes = net.n_nodes();
  network.arcs = net.n_arcs();
  network.edges = net.n_edges();
  network.gates = net.gates.size();
  network.components = components(net, reach.impedance_of(CostUnit::kMetres), slot);
  network.length_m = network.components.total_length_m;
  std::uint32_t main_part = 0;
  for (std::uint32_t c = 1; c < network.components.count; ++c)
    if (network.components.length_m[c] > network.components.length_m[main_part]) main_part = c;
  tell_gates(world, reach, slot, main_part, network);
  std::vector<double> found;
  const auto& snaps = reach.demand_snaps();
  const auto off = cut_off(world, reach, snaps, true, network.components, main_part);
  for (std::size_t i = 0; i < snaps.size(); ++i) {
    network.demand_snap_m.push_back(snaps[i].distance_m);
    if (!study.counted[i]) continue;
    if (!snaps[i].edge.valid()) {
      ++network.demand_unsnapped;
      network.persons_unsnapped += world.demand[i].persons;
      continue;
    }
    found.push_back(snaps[i].distance_m);
    if (off[i] != 0) network.persons_off_main += world.demand[i].persons;
  }
  for (const Snap& snap : reach.facility_snaps()) {
    network.facility_snap_m.push_back(snap.distance_m);
    if (!snap.edge.valid()) ++network.facilities_unsnapped;
  }
  std::sort(found.begin(), found.end());
  if (!found.empty()) {
    network.snap_median_m = found[found.size() / 2];
    network.snap_p95_m = found[(found.size() - 1) * 95 / 100];
    network.snap_max_m = found.back();
  }
  return network;
}

StreetBands street_bands(const Study& study, const Reach& reach) {
  StreetBands bands;
  if (!reach.on_streets() || study.levels.empty()) return bands;
  // The widest cutoff; time before distance, as readers think in minutes.
  for (std::size_t l = 1; l < study.levels.size(); ++l) {
    const LevelSpec &a = study.levels[l].spec, &b = study.levels[bands.level].spec;
    if (a.unit == b.unit ? a.cutoff > b.cutoff : a.unit == CostUnit::kSeconds) bands.level = l;
  }
  const LevelSpec& spec = study.levels[bands.level].spec;
  bands.cutoffs = {spec.cutoff / 3, spec.cutoff * 2 / 3, spec.cutoff};
  std::vector<Cost> cutoffs;
  for (const double c : bands.cutoffs) cutoffs.push_back(to_cost(c));
  bands.pieces = reach.bands(study.levels[bands.level].providers, spec.unit, cutoffs, spec.group);
  return bands;
}

/// Every organisation in normal operation gets one of the units listed for it (all open ones if none is listed), within their
/// capacities, so that as many as possible have one.
Accountability assigned_accountability(const World& world, std::vector<UnitId>& assigned) {
  CostTable may;
  may.n_destinations = static_cast<std::uint32_t>(world.units.size());
  for (const Organisation& o : world.organisations) {
    if (o.normal_operation)
      for (std::size_t u = 0; u < world.units.size(); ++u) {
        const bool listed = o.responsible.empty() || std::find(o.responsible.begin(), o.responsible.end(), UnitId(u)) != o.responsible.end();
        if (!listed || !world.units[u].open) continue;
        may.destination.push_back(static_cast<std::uint32_t>(u));
        may.cost.push_back(0);
      }
    may.row_begin.push_back(static_cast<std::uint32_t>(may.destination.size()));
  }
  assigned = assign_units(may, world.units);
  Accountability result;
  result.load.assign(world.units.size(), 0);
  for (std::size_t o = 0; o < assigned.size(); ++o) {
    if (!world.organisations[o].normal_operation) continue;
    if (assigned[o].valid()) ++result.load[assigned[o].value];
    else result.orphans.emplace_back(o);
  }
  return result;
}

void study_organisations(const World& world, const Scenario& scenario, const Reach& reach, Study& study) {
  if (std::none_of(world.organisations.begin(), world.organisations.end(), [](const Organisation& o) { return o.normal_operation; })) return;
  // Only pools with a base and a limit need travel costs.
  std::vector<FacilityId> bases;
  std::vector<double> limits;
  std::vector<std::uint32_t> pool_of;
  if (scenario.organisations.instructors < 0)
    for (std::size_t k = 0; k < world.instructors.size(); ++k) {
      const InstructorPool& pool = world.instructors[k];
      const double limit = pool.travel_limit_min >= 0 ? pool.travel_limit_min : scenario.organisations.travel_limit_min;
      if (!pool.base.valid() || limit < 0) continue;
      bases.push_back(pool.base);
      limits.push_back(limit);
      pool_of.push_back(static_cast<std::uint32_t>(k));
    }
  CostTable travel;
  if (!bases.empty()) {
    travel = reach.organisations_within(bases, limits);
    for (auto& d : travel.destination) d = pool_of[d];
  } else {
    travel.row_begin.assign(world.organisations.size() + 1, 0);
  }
  travel.n_destinations = static_cast<std::uint32_t>(world.instructors.size());
  study.organisations = cover_organisations(world, scenario.organisations, travel);
  if (!world.units.empty()) {
    if (scenario.organisations.accountable == "assign") study.accountability = assigned_accountability(world, study.assigned_unit);
    else study.accountability = accountability(world);
  }
  if (!world.venues.empty()) {
    std::vector<double> hours;
    for (const Venue& v : world.venues)
      hours.push_back(v.shared_hours_month > 0 ? v.shared_hours_month : scenario.organisations.venue_hours_month);
    std::int64_t groups = study.organisations->joint_groups;
    for (const OrganisationState state : study.organisations->state) groups += state == OrganisationState::kOwn;
    study.venues = host_groups(groups, scenario.organisations.group_hours_month, hours);
  }
}

/// N7: each facility reaches what lies within the cutoff of the level it stands on.
std::vector<ItemResult> item_results(const World& world, const Study& study, const Reach& reach) {
  std::vector<ItemResult> items;
  if (world.catalogue.empty()) return items;
  std::vector<FacilityId> facilities;
  std::vector<CostTable> parts;
  for (const LevelResult& level : study.levels) {
    std::vector<FacilityId> own;
    for (const FacilityId f : level.providers)
      if (world.facilities[f.value].level == level.spec.rank && !world.facilities[f.value].services.empty() &&
          std::find(facilities.begin(), facilities.end(), f) == facilities.end())
        own.push_back(f);
    if (own.empty()) continue;
    parts.push_back(reach.within(own, level.spec.unit, to_cost(level.spec.cutoff), {}, level.spec.group));
    facilities.insert(facilities.end(), own.begin(), own.end());
  }
  CostTable all;
  all.n_destinations = static_cast<std::uint32_t>(facilities.size());
  for (std::size_t i = 0; i < world.demand.size(); ++i) {
    std::uint32_t first = 0;
    for (const CostTable& part : parts) {
      for (const std::uint32_t d : part.destinations_of(i)) all.destination.push_back(first + d);
      all.cost.insert(all.cost.end(), part.costs_of(i).begin(), part.costs_of(i).end());
      first += part.n_destinations;
    }
    all.row_begin.push_back(static_cast<std::uint32_t>(all.destination.size()));
  }
  for (const ItemCoverage& item : item_coverage(world, facilities, all, study.counted))
    items.push_back({item.item, item.facilities, item.persons});
  return items;
}

std::optional<LinkageResult> linkage_result(const World& world, const Study& study) {
  // Only a tree that reaches the city can be whole.
  if (std::none_of(world.areas.begin(), world.areas.end(), [](const Area& a) { return a.level == 0; })) return std::nullopt;
  std::vector<AreaId> leaf;
  for (std::size_t i = 0; i < world.demand.size(); ++i)
    if (study.counted[i]) leaf.push_back(world.demand[i].area);
  const Linkage linkage = relay_linkage(world.areas, leaf);
  return LinkageResult{linkage.hops, linkage.whole, linkage.broken, linkage.missing_levels};
}

void add_findings(Study& study) {
  const auto warn = [&](const char* rule, std::string where, std::string what, std::string remedy) {
    study.findings.push_back({Severity::kWarning, rule, std::move(where), std::move(what), std::move(remedy)});
  };
  for (const LevelResult& level : study.levels)
    if (level.providers.empty())
      warn("level-without-provider", fmt::format("level '{}'", level.spec.name), "no open facility provides it: nobody is covered",
           "add a facility of this level or check `services`");
  const NetworkResult& network = study.network;
  if (network.demand_unsnapped > 0)
    warn("demand-unsnapped", "streets", fmt::format("{} demand points ({} persons) lie beyond snap_max from any usable street and "
                                                    "count as out of reach", network.demand_unsnapped, network.persons_unsnapped),
         "check the datum of the points, or raise network.snap_max");
  if (network.facilities_unsnapped > 0)
    warn("facility-unsnapped", "streets", fmt::format("{} facilities lie beyond snap_max from any usable street and serve nobody",
                                                      network.facilities_unsnapped), "check their positions, or raise network.snap_max");
  if (network.used && network.components.count > 1)
    warn("network-islands", "streets",
         fmt::format("the streets fall into {} parts for the general public; the largest holds {:.1f} % of the length, {} persons have "
                     "no way to it",
                     network.components.count, 100 * network.components.largest_share, network.persons_off_main),
         "usual at the edge of an extract; inside it, look for missing links or closed gates");
  if (network.gates_of_no_place > 0)
    warn("gates-for-nobody", "gates",
         fmt::format("{} residents-only gates belong to no walled place and let nobody through: one and the same place lies on both sides",
                     network.gates_of_no_place), "check their place on the streets and their state, or open them with an edit");
  if (network.facilities_behind_gates > 0)
    warn("facility-behind-gates", "gates",
         fmt::format("{} facilities stand behind residents-only gates or on private paths: only the people of that place reach them",
                     network.facilities_behind_gates), "check the gates and the access of the paths there, or open a gate with an edit");
  if (study.population_beyond > 0)
    warn("beyond-boundary", "demand", fmt::format("{} of {} persons live beyond the boundary of the study and are not counted in any figure",
                                                  study.population_beyond, study.population + study.population_beyond),
         "widen study_area, or the street data, to count them");
  if (network.used) {
    std::size_t far_off = 0;
    double farthest = 0;
    for (const double m : network.facility_snap_m)
      if (std::isfinite(m) && m > 200) {
        ++far_off;
        farthest = std::max(farthest, m);
      }
    if (far_off > 0)
      warn("facility-far-snap", "facilities", fmt::format("{} facilities lie more than 200 m from any street, up to {:.0f} m: that way counts as a "
                                                          "straight line", far_off, farthest), "add the streets there; see tables/facilities.csv");
  }
  if (study.population == 0)
    warn("nobody", "demand", "the study area holds no persons: shares are undefined", "check the population input");
}

/// People whom the way out of their building cuts off, told per group that some level is computed for.
void add_egress_findings(const World& world, const Scenario& scenario, const Reach& reach, Study& study) {
  const NetworkOptions& network = scenario.network;
  study.network.heights = reach.on_streets() && network.mode == TravelMode::kWalk && !world.streets.shape_height_m.empty();
  std::vector<std::string> groups{network.group};
  for (const LevelSpec& level : scenario.levels)
    if (!level.group.empty() && std::find(groups.begin(), groups.end(), level.group) == groups.end()) groups.push_back(level.group);
  for (const std::string& group : groups) {
    const Egress& egress = reach.egress(group);
    study.network.egress_stated = study.network.egress_stated || egress.stated;
    study.network.egress_by_storeys = study.network.egress_by_storeys || egress.by_storeys;
    if (egress.persons_cut_off > 0)
      study.findings.push_back({Severity::kWarning, "no-way-down", fmt::format("group '{}'", group),
                                fmt::format("{} persons in {} buildings without a lift count as out of reach of every cutoff in time; about {} of them, "
                                            "an equal share per floor, live on the ground floor and could leave",
                                            egress.persons_cut_off, egress.buildings_cut_off, egress.persons_on_ground),
                                "state lifts in the buildings' `lift` column, or network.vertical.lift_from_floors"});
  }
  if (const Egress& egress = reach.egress(); network.vertical.active && egress.persons_without_storeys > 0)
    study.findings.push_back({Severity::kNote, "no-storeys", "network.vertical",
                              fmt::format("{} persons stand at points that are no buildings: no time between door and street is added for them",
                                          egress.persons_without_storeys),
                              "place people in buildings with floors, or give their points egress_s"});
}

}  // namespace

Study compute_study(const World& world, const Scenario& scenario, const std::vector<CostMatrix>& matrices,
                    const Progress& progress) {
  Study study;
  std::vector<std::int64_t> persons;
  for (const DemandPoint& d : world.demand) {
    persons.push_back(d.persons);
    study.counted.push_back(d.inside);
    (d.inside ? study.population : study.population_beyond) += d.persons;
    study.demand_points += d.inside;
  }
  report(progress, 0.0, "snapping places to streets");
  std::vector<std::string> groups;
  for (const LevelSpec& level : scenario.levels) groups.push_back(level.group);
  const Reach reach(world, scenario.network, matrices, groups);
  study.network = network_result(world, study, reach, scenario.network.at);
  std::vector<std::vector<std::uint8_t>> covered;
  const bool has_neighbours = std::any_of(world.facilities.begin(), world.facilities.end(), [](const Facility& f) { return !f.inside; });
  std::vector<std::int64_t> without;
  for (std::size_t l = 0; l < scenario.levels.size(); ++l) {
    const double from = 0.1 + 0.6 * static_cast<double>(l) / static_cast<double>(scenario.levels.size());
    const double to = 0.1 + 0.6 * static_cast<double>(l + 1) / static_cast<double>(scenario.levels.size());
    report(progress, from, fmt::format("coverage of level '{}'", scenario.levels[l].name));
    without.push_back(0);
    study.levels.push_back(level_result(world, study, scenario, scenario.levels[l], reach, persons, &without.back(),
                                        part_of(progress, from, to)));
    covered.push_back(study.levels.back().coverage.covered);
  }
  if (has_neighbours) study.covered_without_neighbours = without;
  study.joint = joint_coverage(covered, persons, study.counted);
  study.joint_share = study.population > 0 ? static_cast<double>(study.joint.persons) / static_cast<double>(study.population) : NAN;
  report(progress, 0.75, "figures by area");
  study.areas = area_results(world, study);
  for (const LevelResult& level : study.levels)
    study.equity.push_back(level_equity(world, study, level, scenario.coverage.report_area_level));
  study.gaps = largest_gaps(world, study);
  report(progress, 0.85, "bands along the streets");
  study.bands = street_bands(study, reach);
  report(progress, 0.92, "organisations");
  study_organisations(world, scenario, reach, study);
  study.items = item_results(world, study, reach);
  study.linkage = linkage_result(world, study);
  study_services(world, scenario, reach, study);
  report(progress, 0.95, "sharing");
  study.sharing = study_sharing(world, scenario, reach, study, matrices, part_of(progress, 0.95, 1));
  add_findings(study);
  add_egress_findings(world, scenario, reach, study);
  report(progress, 1.0, "done");
  return study;
}

}  // namespace catchment
