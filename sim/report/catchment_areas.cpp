#include "sim/report/catchment_areas.h"

#include <algorithm>
#include <utility>

#include "sim/network/impedance.h"

namespace catchment {

Barriers barriers_of(const World& world, std::span<const std::uint8_t> usable) {
  Barriers out;
  for (const ContextFeature& c : world.context) {
    if (c.kind != ContextKind::kWater && c.kind != ContextKind::kWall) continue;
    if (c.line.size() > 1) out.lines.push_back(c.line);
    if (c.shape.empty()) continue;
    if (c.kind == ContextKind::kWater) {
      out.water.push_back(c.shape);
      continue;
    }
    for (const Polygon& polygon : c.shape)
      for (Ring ring : polygon.rings) {
        ring.push_back(ring.front());
        out.lines.push_back(std::move(ring));
      }
  }
  const StreetNetwork& net = world.streets;
  for (std::uint32_t e = 0; e < net.n_edges(); ++e) {
    if (usable[e]) continue;
    const auto line = net.line(EdgeId(e));
    out.lines.emplace_back(line.begin(), line.end());
  }
  return out;
}

std::vector<ServiceArea> catchment_areas(const World& world, const NetworkOptions& network, const Reach& reach, const LevelSpec& spec,
                                         std::span<const FacilityId> providers, const AreaOptions& options) {
  if (!reach.on_streets() || providers.empty()) return {};
  std::vector<Snap> snaps;
  for (const FacilityId f : providers) snaps.push_back(reach.facility_snaps(spec.group)[f.value]);
  SearchInput search = reach.search_input({}, snaps, spec.unit, spec.group);
  search.residents = false;
  const std::vector<Cost> cutoffs{to_cost(spec.cutoff)};
  std::vector<EdgeBand> bands = edge_bands(search, node_field(search, cutoffs.back()), cutoffs);
  std::erase_if(bands, [](const EdgeBand& b) { return b.end_mm <= b.begin_mm; });
  Box reached;
  for (const EdgeBand& b : bands) reached.add(bounds(world.streets.line(b.edge)));
  if (reached.empty()) return {};
  const auto usable = usable_edges(world.streets, network);
  const StreetCells cells = street_cells(world.streets, usable, barriers_of(world, usable), reached, options);
  const auto owners = static_cast<std::uint32_t>(providers.size());
  return service_areas(partition_by_reach(cells, bands, owners), cells, owners, 1, AreaForm::kNested);
}

}  // namespace catchment
