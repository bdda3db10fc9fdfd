#include <algorithm>
#include <cmath>

#include "sim/placement/town_parts.h"
#include "sim/world/build.h"

namespace catchment::town {

void settle_people(TownDraft& draft, World& world) {
  const auto& quarters = draft.blocks.quarters;
  // One size of dwelling for the whole town, such that a household has about 2.4 persons where that is plausible.
  double homes_m2 = 0;
  for (const auto& c : draft.content) homes_m2 += c.homes_m2;
  const double households = static_cast<double>(draft.spec.population) / 2.4;
  const double dwelling_m2 = std::clamp(homes_m2 * 0.85 / households, 32.0, 160.0);

  const std::size_t n_districts = draft.plan.districts.size();
  std::vector<std::vector<std::uint32_t>> homes(n_districts);
  for (std::size_t q = 0; q < quarters.size(); ++q) {
    const auto& content = draft.content[q];
    const auto sub = draft.plan.sub_district_of[draft.blocks.blocks[quarters[q].block].cell];
    auto& of_district = homes[draft.plan.sub_districts[sub].district];
    for (std::uint32_t b = content.first_building; b < content.end_building; ++b) {
      Building& building = world.buildings[b];
      if (building.kind == BuildingKind::kResidential) {
        building.dwellings = std::max(1, static_cast<std::int32_t>(std::lround(building.gross_area_m2 * 0.85 / dwelling_m2)));
        of_district.push_back(b);
      } else if (building.kind != BuildingKind::kPark) {
        const double m2_per_worker = building.kind == BuildingKind::kOffice ? 22 : building.kind == BuildingKind::kIndustrial ? 70 : 55;
        building.workers = std::llround(building.gross_area_m2 * 0.75 / m2_per_worker);
      }
    }
  }
  for (std::size_t d = 0; d < n_districts; ++d) {
    const std::int64_t people = draft.plan.districts[d].population;
    if (people == 0) continue;
    if (homes[d].empty())
      throw InputError("[town]", "district '" + draft.plan.districts[d].name.zh + "' has no room for homes",
                       "raise area_km2 or buildings, or lower the counts of offices, colleges and districts");
    std::vector<double> weight;
    weight.reserve(homes[d].size());
    for (const auto b : homes[d]) weight.push_back(world.buildings[b].dwellings);
    const auto shared = apportion(people, weight);
    for (std::size_t k = 0; k < shared.size(); ++k) world.buildings[homes[d][k]].residents = shared[k];
  }
  ApportionmentNote note;
  note.rule = "dwellings";
  note.from = n_districts > 1 ? "districts" : "the town";
  note.to = "residential buildings";
  note.total = draft.spec.population;

  for (auto& a : world.areas) a.population = 0;
  draft.quarter_people.assign(quarters.size(), 0);
  std::size_t n_demand = 0;
  for (const auto& b : world.buildings) n_demand += b.residents > 0;
  world.demand.reserve(n_demand);
  for (std::size_t q = 0; q < quarters.size(); ++q) {
    for (std::uint32_t b = draft.content[q].first_building; b < draft.content[q].end_building; ++b) {
      const Building& building = world.buildings[b];
      if (building.residents == 0) continue;
      draft.quarter_people[q] += building.residents;
      DemandPoint p;
      p.id = building.id;
      p.name = building.name;
      p.position = building.position;
      p.persons = building.residents;
      p.area = building.area;
      p.building = BuildingId(b);
      world.demand.push_back(std::move(p));
      world.areas[building.area.value].population += building.residents;
      note.placed += building.residents;
    }
  }
  // Parents come before children, so one pass from the back rolls everything up.
  for (std::size_t a = world.areas.size(); a-- > 0;)
    if (world.areas[a].parent.valid()) world.areas[world.areas[a].parent.value].population += world.areas[a].population;
  note.lost = note.total - note.placed;
  world.apportionment.push_back(note);
}

}  // namespace catchment::town
