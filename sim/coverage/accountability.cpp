#include <algorithm>
#include <stdexcept>

#include "sim/coverage/organisations.h"
#include "sim/coverage/transport.h"

namespace catchment {

Accountability accountability(const World& world) {
  Accountability out;
  out.load.assign(world.units.size(), 0);
  std::vector<UnitId> responsible;
  for (std::uint32_t o = 0; o < world.organisations.size(); ++o) {
    const Organisation& org = world.organisations[o];
    if (!org.normal_operation) continue;
    responsible.clear();
    for (const UnitId u : org.responsible) {
      if (u.value >= world.units.size()) throw std::invalid_argument("accountability: a responsible unit does not exist");
      if (world.units[u.value].open) responsible.push_back(u);
    }
    std::sort(responsible.begin(), responsible.end());
    responsible.erase(std::unique(responsible.begin(), responsible.end()), responsible.end());
    for (const UnitId u : responsible) ++out.load[u.value];
    if (responsible.empty()) out.orphans.push_back(OrganisationId(o));
    if (responsible.size() > 1) out.conflicts.push_back(OrganisationId(o));
  }
  for (std::uint32_t u = 0; u < world.units.size(); ++u)
    if (world.units[u].capacity >= 0 && out.load[u] > world.units[u].capacity) out.overloaded.push_back(UnitId(u));
  return out;
}

std::vector<UnitId> assign_units(const CostTable& may, std::span<const Unit> units) {
  if (may.n_destinations != units.size()) throw std::invalid_argument("assign_units: the table does not fit the units");
  std::vector<std::int64_t> capacity;
  for (const Unit& u : units) {
    if (u.capacity < -1) throw std::invalid_argument("assign_units: a unit's capacity is below -1");
    capacity.push_back(u.open ? u.capacity : 0);
  }
  const std::vector<std::int64_t> one(may.n_origins(), 1);
  const auto amount = maximum_transport(may, one, capacity);
  std::vector<UnitId> out(may.n_origins());
  for (std::size_t o = 0; o < out.size(); ++o)
    for (std::size_t pair = may.row_begin[o]; pair < may.row_begin[o + 1]; ++pair)
      if (amount[pair] > 0) out[o] = UnitId(may.destination[pair]);
  return out;
}

}  // namespace catchment
