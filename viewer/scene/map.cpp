#include "viewer/scene/map.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "viewer/scene/map_draft.h"

namespace catchment::scene {

namespace {

/// Where the frame lies and how many metres a pixel is. The window grows to the frame's shape, so that no corner is empty.
void lay_out(MapDraft& d, Box window) {
  const double width = d.options.width_px;
  const double u = d.view.u = std::clamp(width / 1600, 0.45, 4.0);
  double left = 0, top = 0, right = 0, bottom = 0;
  if (d.options.furniture) {
    const auto headlines = static_cast<double>(headline_lines(d).size()), sources = static_cast<double>(source_lines(d).size());
    left = 28 * u, top = (82 + 26 * headlines) * u, right = (28 + 330 + 24) * u;
    bottom = (sources > 0 ? 20 + 18 * sources : 28) * u;
  }
  const double frame_width = std::max(100.0, width - left - right);
  const double wanted = frame_width * window.height() / window.width() + top + bottom;
  const double height = std::round(std::clamp(wanted, 0.55 * width, 1.1 * width));
  d.list.width_px = width;
  d.list.height_px = height;
  d.view.frame = {std::round(left), std::round(top), std::round(left + frame_width), std::round(height - bottom)};
  const Box& f = d.view.frame;
  d.view.scale = std::min(f.width() / window.width(), f.height() / window.height());
  const Point c = window.centre();
  const double half_w = f.width() / d.view.scale / 2, half_h = f.height() / d.view.scale / 2;
  d.view.window = {c.x - half_w, c.y - half_h, c.x + half_w, c.y + half_h};
  d.zoom = zoom_class(d.view.metres_per_u());
  d.list.map_frame = f;
}

/// A figure's map is that of the theme it is nearest to: the same facilities, the same sentence above it.
MapOptions with_theme(MapOptions options) {
  if (!options.figure) return options;
  if (of_one_level(options.figure->kind)) options.level = options.figure->level;
  switch (options.figure->kind) {
    case FigureKind::kSplit:
    case FigureKind::kCost:
    case FigureKind::kBackup: options.theme = MapTheme::kCoverage; break;
    case FigureKind::kMinutes: options.theme = MapTheme::kMinutes; break;
    case FigureKind::kDifference:
    case FigureKind::kCostChange: options.theme = MapTheme::kDifference; break;
    default: options.theme = MapTheme::kLevels;
  }
  return options;
}

void draw_all(MapDraft& d) {
  draw_ground(d);
  draw_area_shares(d);
  draw_streets(d);
  draw_rail(d);
  draw_street_bands(d);
  draw_walls(d);
  draw_gates(d);
  draw_demand(d);
  draw_boundaries(d);
  if (d.options.theme == MapTheme::kLinks) draw_links(d);
  draw_organisations(d);
  draw_facilities(d);
}

void draw_layer(MapDraft& d, MapLayer layer) {
  switch (layer) {
    case MapLayer::kStreets: return draw_streets(d);
    case MapLayer::kBands: return draw_street_bands(d);
    case MapLayer::kDemand: return draw_area_shares(d), draw_demand(d);
    case MapLayer::kRail: return draw_rail(d);
    case MapLayer::kBoundaries: return draw_boundaries(d);
    case MapLayer::kWalls: return draw_walls(d);
    case MapLayer::kLinks: return draw_links(d);
    case MapLayer::kOrganisations: return draw_organisations(d);
    case MapLayer::kGates: return draw_gates(d);
    case MapLayer::kFacilities: return draw_facilities(d);
    default: return;  // the ground comes first, labels last, catchments are the viewer's
  }
}

/// The stack from its back to its front. The paper is always there, and the ground's legend block, which the others write into.
void draw_stack(MapDraft& d, const LayerStack& stack) {
  const auto look_of = [&](MapLayer layer) {
    const auto found = std::find_if(stack.begin(), stack.end(), [&](const LayerLook& l) { return l.layer == layer; });
    return found == stack.end() || !found->visible ? 0.0 : std::clamp(found->opacity, 0.0, 1.0);
  };
  draw_ground(d);
  if (look_of(MapLayer::kGround) <= 0) d.list.layers.resize(1), d.legend.front().items.clear();
  else d.list.layers.back().opacity = look_of(MapLayer::kGround);
  d.name_facilities = look_of(MapLayer::kFacilities) > 0, d.name_streets = look_of(MapLayer::kStreets) > 0;
  d.name_anything = look_of(MapLayer::kLabels) > 0;
  for (const LayerLook& layer : stack) {
    if (!layer.visible || !(layer.opacity > 0)) continue;
    const std::size_t before = d.list.layers.size();
    draw_layer(d, layer.layer);
    for (std::size_t k = before; k < d.list.layers.size(); ++k) d.list.layers[k].opacity = std::min(1.0, layer.opacity);
  }
}

}  // namespace

DisplayList draw_map(const World& world, const Study& study, const Scenario& scenario, const MapOptions& asked) {
  const MapOptions options = with_theme(asked);
  if (!(options.width_px >= 100) || options.width_px > 20000)
    throw std::invalid_argument("draw_map: width_px must be 100 to 20000");
  MapDraft d{world, study, scenario, options, palette(options.dark), {}, Zoom::kBlock, false, {}, {}, LabelPlacer{}};
  d.take(world);
  d.filter = options.filter, d.removed = options.removed;
  d.facility_state = options.facility_state, d.gate_state = options.gate_state;
  const Box window = options.window ? *options.window : default_window(world, study, scenario);
  if (!(window.width() > 0) || !(window.height() > 0)) throw std::invalid_argument("draw_map: the window is empty");
  lay_out(d, window);
  d.labels = LabelPlacer(d.view.frame);
  d.list.background = options.dark ? d.colours.paper : d.colours.panel;
  std::size_t in_view = 0;
  for (const auto& demand : world.demand) in_view += d.view.window.contains(demand.position);
  d.dense = is_dense(in_view, d.view.metres_per_u());

  if (options.layers) draw_stack(d, *options.layers);
  else draw_all(d);
  if (options.furniture && world.modelled) d.labels.block(stamp_box(d));
  if (d.name_anything) draw_labels(d);
  if (d.name_anything && options.layers)
    for (const auto& l : *options.layers)
      if (l.layer == MapLayer::kLabels) d.list.layers.back().opacity = std::min(1.0, l.opacity);
  if (options.furniture) draw_furniture(d);
  d.list.title = map_title(d);
  std::erase_if(d.list.layers, [](const DisplayLayer& layer) { return layer.shapes.empty(); });
  return std::move(d.list);
}

}  // namespace catchment::scene
