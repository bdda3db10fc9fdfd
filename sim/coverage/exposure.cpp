#include "sim/coverage/exposure.h"

#include <algorithm>
#include <limits>
#include <set>
#include <stdexcept>
#include <unordered_map>

#include "sim/core/sum.h"

namespace catchment {

Exposure expose(const CostTable& within, Cost cutoff, std::span<const BuildingId> building,
                std::span<const BuildingId> facility_building, std::span<const std::uint8_t> counted) {
  const std::size_t n = within.n_origins();
  if (building.size() != n || counted.size() != n || facility_building.size() != within.n_destinations)
    throw std::invalid_argument("expose: buildings and counted do not fit the travel table");
  if (cutoff == 0) throw std::invalid_argument("expose: the cutoff is 0");
  if (std::any_of(within.cost.begin(), within.cost.end(), [&](Cost c) { return c > cutoff; }))
    throw std::invalid_argument("expose: a cost lies beyond the cutoff");
  std::unordered_map<BuildingId, std::int64_t> in;
  for (const BuildingId b : facility_building)
    if (b.valid()) ++in[b];
  Exposure out;
  out.field.assign(n, 0);
  out.in_building.assign(n, 0);
  out.within.assign(n, 0);
  std::set<BuildingId> buildings;
  Sum total;
  for (std::size_t o = 0; o < n; ++o) {
    if (counted[o] == 0) continue;
    ++out.counted;
    const auto here = building[o].valid() ? in.find(building[o]) : in.end();
    Sum x;
    if (here != in.end()) {
      out.in_building[o] = 1;
      ++out.counted_in_building;
      buildings.insert(building[o]);
      x.add(static_cast<double>(here->second));
    }
    const auto reached = within.destinations_of(o);
    for (std::size_t k = 0; k < reached.size(); ++k) {
      // One in the building was counted above, at no distance.
      if (here != in.end() && facility_building[reached[k]] == building[o]) continue;
      x.add(1 - static_cast<double>(within.costs_of(o)[k]) / static_cast<double>(cutoff));
    }
    out.within[o] = out.in_building[o] != 0 || !reached.empty();
    out.counted_within += out.within[o];
    out.field[o] = std::min(1.0, x.value());
    total.add(out.field[o]);
  }
  out.buildings = static_cast<std::int64_t>(buildings.size());
  out.mean_field = out.counted > 0 ? total.value() / static_cast<double>(out.counted) : std::numeric_limits<double>::quiet_NaN();
  return out;
}

}  // namespace catchment
