#include <algorithm>
#include <cmath>

#include "viewer/scene/clip.h"
#include "viewer/scene/map_draft.h"

namespace catchment::scene {

DisplayLayer& MapDraft::layer(const std::string& name) {
  list.layers.push_back({name, {}, true});
  return list.layers.back();
}

std::vector<Ring> shown(const MapView& view, const MultiPolygon& shape, double tolerance_px) {
  std::vector<Ring> out;
  for (const auto& polygon : shape)
    for (const auto& ring : polygon.rings) {
      if (!view.sees(bounds(ring))) continue;
      Ring in_px;
      in_px.reserve(ring.size());
      for (const Point p : ring) in_px.push_back(view.px(p));
      // Simplify before clipping, so that a ring's shape does not depend on where the window cuts it.
      Ring part = clip_ring(simplify_ring(in_px, tolerance_px), view.clip_box());
      if (!part.empty()) out.push_back(std::move(part));
    }
  return out;
}

std::vector<Ring> shown_line(const MapView& view, std::span<const Point> line, double tolerance_px) {
  if (line.size() < 2 || !view.sees(bounds(line))) return {};
  Ring in_px;
  in_px.reserve(line.size());
  for (const Point p : line) in_px.push_back(view.px(p));
  return clip_line(simplify_line(in_px, tolerance_px), view.clip_box());
}

const Area* study_boundary(const World& world, const Scenario& scenario) {
  if (scenario.study_area.empty()) return nullptr;
  for (const Area& area : world.areas)
    if (area.id == scenario.study_area) return &area;
  for (const Area& area : world.areas)
    if (area.name.zh == scenario.study_area || area.name.en == scenario.study_area) return &area;
  return nullptr;
}

MultiPolygon study_shape(const World& world, const Scenario& scenario) {
  if (const Area* area = study_boundary(world, scenario); area != nullptr) return area->shape;
  const Box b = bounds(world.streets.node);
  if (scenario.study_area != "streets" || b.empty()) return {};
  return {{{{{b.min_x, b.min_y}, {b.max_x, b.min_y}, {b.max_x, b.max_y}, {b.min_x, b.max_y}}}}};
}

Box default_window(const World& world, const Study& study, const Scenario& scenario) {
  Box box;
  if (const Area* area = study_boundary(world, scenario); area != nullptr) box = bounds(area->shape);
  if (box.empty()) {
    for (const auto& demand : world.demand)
      if (demand.inside && demand.persons > 0) {
        box.add(demand.position);
        if (demand.building.valid()) box.add(bounds(world.buildings[demand.building.value].footprint));
      }
    for (const auto& facility : world.facilities)
      if (facility.inside) box.add(facility.position);
    // Areas that hold people, but no coarser than the report's: a city's outline would make its one town a dot.
    for (const auto& result : study.areas)
      if (const Area& area = world.areas[result.area.value];
          result.persons > 0 && area.level >= std::min(scenario.coverage.report_area_level, 2))
        box.add(bounds(area.shape));
  }
  if (box.empty()) {
    for (const auto& area : world.areas) box.add(bounds(area.shape));
    for (const auto& building : world.buildings) box.add(building.position);
    for (const auto& organisation : world.organisations) box.add(organisation.position);
    box.add(bounds(world.streets.node));
  }
  if (box.empty()) box = {0, 0, 1000, 1000};
  const double margin = std::max({0.03 * std::max(box.width(), box.height()), 20.0});
  box = {box.min_x - margin, box.min_y - margin, box.max_x + margin, box.max_y + margin};
  const double short_by = std::max(0.0, 100 - std::min(box.width(), box.height())) / 2;
  return {box.min_x - short_by, box.min_y - short_by, box.max_x + short_by, box.max_y + short_by};
}

}  // namespace catchment::scene
