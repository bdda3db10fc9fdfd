#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>

#include "app/pipeline/load_inputs.h"
#include "gis/raster/population_raster.h"

namespace catchment::pipeline {

namespace {

std::int64_t total_of(const std::vector<DemandPoint>& demand) {
  std::int64_t sum = 0;
  for (const auto& d : demand) sum += d.persons;
  return sum;
}

/// People live in residential and mixed buildings; where an area's buildings carry no kind, in all whose kind is unknown.
bool may_house(const Building& b, bool kinds_known) {
  return b.kind == BuildingKind::kResidential || b.kind == BuildingKind::kMixed || (!kinds_known && b.kind == BuildingKind::kOther);
}

double weight_of(const Building& b, const std::string& rule) {
  if (rule == "dwellings") return b.dwellings;
  if (rule == "equal") return 1;
  return b.gross_area_m2;
}

std::string building_rule(const World& world, const std::string& asked) {
  if (asked == "dwellings" || asked == "floor_area" || asked == "equal") return asked;
  const bool counted = std::any_of(world.buildings.begin(), world.buildings.end(), [](const Building& b) { return b.dwellings > 0; });
  return counted ? "dwellings" : "floor_area";
}

DemandPoint demand_of(const Building& b, std::size_t index, std::int64_t persons) {
  DemandPoint d;
  d.id = b.id;
  d.name = b.name;
  d.position = b.position;
  d.persons = persons;
  d.area = b.area;
  d.building = BuildingId(index);
  d.egress_s = b.egress_s;
  return d;
}

/// Declared totals of areas -> demand points or buildings inside them. A total whose area holds nothing to receive it stays
/// at a point of the area itself, so that nobody is lost.
void from_areas(const std::string& to, const std::string& rule_asked, World& world, const std::vector<double>& dwellings) {
  const bool to_buildings = to == "buildings";
  const std::string rule = to_buildings ? building_rule(world, rule_asked)
                           : rule_asked == "equal" || std::none_of(dwellings.begin(), dwellings.end(), [](double d) { return d > 0; }) ? "equal" : "dwellings";
  std::vector<bool> declared(world.areas.size());
  for (std::size_t a = 0; a < world.areas.size(); ++a) declared[a] = world.areas[a].population >= 0;
  const auto holder = [&](AreaId a) {
    while (a.valid() && !declared[a.value]) a = world.areas[a.value].parent;
    return a;
  };
  std::map<AreaId, std::vector<std::size_t>> receivers;   // ordered by area
  std::int64_t homeless_points = 0;
  const bool kinds_known = std::any_of(world.buildings.begin(), world.buildings.end(), [](const Building& b) { return may_house(b, true); });
  const std::size_t n = to_buildings ? world.buildings.size() : world.demand.size();
  for (std::size_t i = 0; i < n; ++i) {
    if (to_buildings && !may_house(world.buildings[i], kinds_known)) continue;
    const AreaId a = holder(to_buildings ? world.buildings[i].area : world.demand[i].area);
    if (a.valid()) receivers[a].push_back(i);
    else ++homeless_points;
  }
  ApportionmentNote note{rule, "area totals", to_buildings ? "buildings" : "demand points", 0, 0, 0};
  for (std::size_t a = 0; a < world.areas.size(); ++a) {
    if (!declared[a]) continue;
    // Totals are given once: not to a parent whose children declare theirs.
    const bool has_declared_child = std::any_of(world.areas.begin(), world.areas.end(), [&](const Area& c) {
      return c.parent == AreaId(a) && c.population >= 0;
    });
    if (has_declared_child) continue;
    const std::int64_t total = world.areas[a].population;
    note.total += total;
    const auto found = receivers.find(AreaId(a));
    if (found == receivers.end()) {
      DemandPoint d;
      d.id = "area-" + world.areas[a].id;
      d.name = world.areas[a].name;
      d.position = inside_point(world.areas[a].shape);
      d.persons = total;
      d.area = AreaId(a);
      world.demand.push_back(d);
      world.findings.push_back({Severity::kWarning, "nothing-to-receive", fmt::format("area '{}'", world.areas[a].id),
                                fmt::format("no {} lies in it: its {} persons stand at one point inside it", note.to, total), "add finer data"});
      note.placed += total;
      continue;
    }
    std::vector<double> weight;
    for (const std::size_t i : found->second)
      weight.push_back(to_buildings ? weight_of(world.buildings[i], rule) : rule == "equal" ? 1 : std::max(0.0, dwellings[i]));
    const auto share = apportion(total, weight);
    for (std::size_t k = 0; k < share.size(); ++k) {
      (to_buildings ? world.buildings[found->second[k]].residents : world.demand[found->second[k]].persons) = share[k];
      note.placed += share[k];
    }
  }
  note.lost = note.total - note.placed;
  world.apportionment.push_back(note);
  if (homeless_points > 0)
    world.findings.push_back({Severity::kNote, "outside-census", note.to, fmt::format("{} of them lie in no area with a total and get nobody", homeless_points), ""});
}

void demand_from_buildings(World& world) {
  for (std::size_t b = 0; b < world.buildings.size(); ++b)
    if (world.buildings[b].residents > 0) world.demand.push_back(demand_of(world.buildings[b], b, world.buildings[b].residents));
}

/// Persons of a demand point go on to the residential buildings that are nearer to it than to any other, within `limit_m`.
void refine_to_buildings(double limit_m, const std::string& rule_asked, World& world) {
  const std::string rule = building_rule(world, rule_asked);
  const bool kinds_known = std::any_of(world.buildings.begin(), world.buildings.end(), [](const Building& b) { return may_house(b, true); });
  std::vector<std::vector<std::size_t>> mine(world.demand.size());
  for (std::size_t b = 0; b < world.buildings.size(); ++b) {
    const Building& building = world.buildings[b];
    if (!may_house(building, kinds_known)) continue;
    double best = std::numeric_limits<double>::infinity();
    std::size_t nearest_point = 0;
    for (std::size_t d = 0; d < world.demand.size(); ++d) {
      // Nobody is carried over a border: sums by area would no longer be the census.
      if (world.demand[d].area.valid() && building.area != world.demand[d].area) continue;
      if (const double m = distance(world.demand[d].position, building.position); m < best) {
        best = m;
        nearest_point = d;
      }
    }
    if (best <= limit_m) mine[nearest_point].push_back(b);
  }
  ApportionmentNote note{rule, "demand points", "buildings near them", total_of(world.demand), 0, 0};
  std::vector<DemandPoint> refined;
  for (std::size_t d = 0; d < world.demand.size(); ++d) {
    if (mine[d].empty()) {
      refined.push_back(world.demand[d]);
      note.placed += world.demand[d].persons;
      continue;
    }
    std::vector<double> weight;
    for (const std::size_t b : mine[d]) weight.push_back(weight_of(world.buildings[b], rule));
    const auto share = apportion(world.demand[d].persons, weight);
    for (std::size_t k = 0; k < share.size(); ++k) {
      Building& building = world.buildings[mine[d][k]];
      building.residents = share[k];
      note.placed += share[k];
      refined.push_back(demand_of(building, mine[d][k], share[k]));
    }
  }
  note.lost = note.total - note.placed;
  world.demand = std::move(refined);
  world.apportionment.push_back(note);
}

/// Raster cells -> the buildings inside each cell's nearest neighbourhood; a cell without a building stays a point.
void raster_to_buildings(const std::vector<DemandPoint>& cells, const std::string& rule_asked, World& world) {
  std::vector<DemandPoint> before = std::move(world.demand);
  world.demand = cells;
  // Half a cell's diagonal reaches every building of the cell; neighbours are nearer to their own cell.
  double nearest_cells = std::numeric_limits<double>::infinity();
  for (std::size_t i = 1; i < std::min<std::size_t>(cells.size(), 1000); ++i)
    nearest_cells = std::min(nearest_cells, distance(cells[i - 1].position, cells[i].position));
  refine_to_buildings(std::isfinite(nearest_cells) ? nearest_cells * 0.75 : 100, rule_asked, world);
  world.apportionment.back().from = "raster cells";
  world.demand.insert(world.demand.begin(), before.begin(), before.end());
}

}  // namespace

void place_people(const Scenario& scenario, World& world, const std::vector<double>& dwellings,
                  const std::vector<DemandPoint>& raster_cells) {
  const PopulationOptions& options = scenario.population;
  const bool declared = std::any_of(world.areas.begin(), world.areas.end(), [](const Area& a) { return a.population >= 0; });
  std::string from = options.from;
  if (from == "auto") {
    const bool given = std::any_of(world.demand.begin(), world.demand.end(), [](const DemandPoint& d) { return d.persons > 0; }) ||
                       std::any_of(world.buildings.begin(), world.buildings.end(), [](const Building& b) { return b.residents > 0; });
    from = !raster_cells.empty() ? "raster" : given ? "given" : declared ? "areas" : "given";
  }
  std::string to = options.to;
  if (to == "auto") to = !world.demand.empty() || world.buildings.empty() ? "demand" : "buildings";

  if (from == "areas") {
    if (!declared)
      throw InputError("population.from", "no area declares a population", "add an input with role = \"area_population\" or fields.population");
    from_areas(to, options.weight, world, dwellings);
    if (to == "buildings") demand_from_buildings(world);
  } else if (from == "raster") {
    if (raster_cells.empty()) throw InputError("population.from", "there is no population raster", "add an input with role = \"population_raster\"");
    if (to == "buildings" || (options.to == "auto" && !world.buildings.empty())) {
      raster_to_buildings(raster_cells, options.weight, world);
    } else {
      const std::int64_t total = total_of(raster_cells);
      world.demand.insert(world.demand.end(), raster_cells.begin(), raster_cells.end());
      world.apportionment.push_back({"raster cells", "raster", "demand points, one per cell", total, total, 0});
    }
  } else if (world.demand.empty()) {
    demand_from_buildings(world);
    const std::int64_t total = total_of(world.demand);
    if (world.apportionment.empty() && total > 0) world.apportionment.push_back({"as given", "buildings", "demand points", total, total, 0});
  } else if (world.apportionment.empty()) {
    const std::int64_t total = total_of(world.demand);
    world.apportionment.push_back({"as given", "demand input", "demand points", total, total, 0});
  }
  if (options.refine_within_m > 0 && !world.buildings.empty()) refine_to_buildings(options.refine_within_m, options.weight, world);
}

}  // namespace catchment::pipeline
