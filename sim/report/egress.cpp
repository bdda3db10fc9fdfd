#include "sim/report/egress.h"

#include <algorithm>
#include <limits>
#include <set>
#include <stdexcept>

#include "sim/network/vertical_time.h"

namespace catchment {

Egress egress_of(const World& world, const NetworkOptions& options) {
  const PersonGroup* group = find_group(options.groups, options.group);
  if (group == nullptr) throw std::invalid_argument("egress: there is no person group '" + options.group + "'");
  Egress out;
  std::set<std::uint32_t> cut_off;
  bool any = false;
  out.cost.assign(world.demand.size(), 0);
  for (std::size_t i = 0; i < world.demand.size(); ++i) {
    const DemandPoint& d = world.demand[i];
    if (d.egress_s >= 0) {
      out.cost[i] = to_cost(d.egress_s);
      out.stated = true;
    } else if (options.vertical.active && !d.building.valid()) {
      if (d.inside) out.persons_without_storeys += d.persons;
    } else if (options.vertical.active) {
      const Building& b = world.buildings[d.building.value];
      const VerticalTime time = vertical_time(std::max(b.floors, 1), b.lift, *group, options.vertical);
      out.cost[i] = time.cost;
      out.by_storeys = true;
      if (time.floors_cut_off > 0 && d.inside) {
        out.persons_cut_off += d.persons;
        out.persons_on_ground += d.persons * (time.home_floors - time.floors_cut_off) / time.home_floors;
        cut_off.insert(d.building.value);
      }
    }
    any = any || out.cost[i] > 0;
  }
  out.buildings_cut_off = static_cast<std::int64_t>(cut_off.size());
  if (!any) out.cost.clear();
  return out;
}

void add_egress(NearestTable& table, std::span<const Cost> egress) {
  if (egress.empty()) return;
  for (std::size_t i = 0; i < table.cost.size(); ++i) {
    if (table.cost[i] >= kUnreachable) continue;
    table.cost[i] = std::min(kUnreachable, table.cost[i] + std::min(egress[i], kUnreachable));
    if (table.cost[i] == kUnreachable) table.destination[i] = std::numeric_limits<std::uint32_t>::max();
  }
}

void add_egress(CostTable& table, std::span<const Cost> egress, Cost cutoff) {
  if (egress.empty()) return;
  std::uint32_t kept = 0, k = 0;
  for (std::size_t i = 0; i < table.n_origins(); ++i) {
    const std::uint32_t end = table.row_begin[i + 1];
    for (; k < end; ++k) {
      const Cost cost = table.cost[k] + std::min(egress[i], kUnreachable);
      if (cost > cutoff || cost >= kUnreachable) continue;
      table.destination[kept] = table.destination[k];
      table.cost[kept++] = cost;
    }
    table.row_begin[i + 1] = kept;
  }
  table.destination.resize(kept);
  table.cost.resize(kept);
}

}  // namespace catchment
