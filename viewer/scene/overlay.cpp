#include "viewer/scene/overlay.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <stdexcept>
#include <utility>

#include "viewer/scene/export.h"
#include "viewer/scene/map_draft.h"
#include "viewer/scene/shapes.h"

namespace catchment::scene {

namespace {

/// Labels are placed for a wider window than is shown, in design px: what stands just outside keeps its place as well, and what is
/// inside does not depend on where the window's edge is.
constexpr double kBeyond = 260;

/// A way with a white casing, a ring where it starts and a disc where it ends.
std::vector<Shape> path_shapes(const MapDraft& d, const std::vector<Point>& path) {
  std::vector<Shape> out;
  if (path.empty()) return out;
  const double u = d.view.u;
  const Colour own = d.colours.dark ? rgb(0xFF8AD0) : rgb(0xB0187E), casing = d.colours.panel;
  if (auto parts = shown_line(d.view, path); !parts.empty()) {
    out.push_back(line_shape(parts, {casing, 8.4 * u, {}}));
    out.push_back(line_shape(std::move(parts), {own, 4.2 * u, {}}));
  }
  const Point a = d.view.px(path.front()), b = d.view.px(path.back());
  out.push_back(circle_shape(a, 8.2 * u, casing));
  out.push_back(circle_shape(a, 5 * u, casing, {own, 3 * u, {}}));
  out.push_back(circle_shape(b, 8.2 * u, casing));
  out.push_back(circle_shape(b, 6.4 * u, own));
  return out;
}

bool visible(const LayerStack& stack, MapLayer layer) {
  return std::any_of(stack.begin(), stack.end(), [&](const LayerLook& l) { return l.layer == layer && l.visible && l.opacity > 0; });
}

void draw_layer(MapDraft& d, MapLayer layer) {
  switch (layer) {
    case MapLayer::kRail: return draw_rail(d);
    case MapLayer::kCatchments: return draw_catchments(d);
    case MapLayer::kBoundaries: return draw_boundaries(d);
    case MapLayer::kWalls: return draw_walls(d);
    case MapLayer::kLinks: return draw_links(d);
    case MapLayer::kOrganisations: return draw_organisations(d);
    case MapLayer::kGates: return draw_gates(d);
    case MapLayer::kFacilities: return draw_facilities(d);
    case MapLayer::kLabels: return draw_labels(d);
    default: return;  // geometry in GPU buffers
  }
}

/// What the margin added and the screen does not show.
void drop_unseen_texts(std::vector<Shape>& texts, const Box& frame) {
  std::erase_if(texts, [&](const Shape& s) {
    const double reach = text_width(s.text, s.size_px, s.bold) + 2 * s.size_px;
    return s.centre.x + reach < frame.min_x || s.centre.x - reach > frame.max_x || s.centre.y + reach < frame.min_y || s.centre.y - reach > frame.max_y;
  });
}

}  // namespace

DisplayList draw_overlay(const OverlayInput& in, const Camera& camera, const OverlayOptions& options) {
  if (in.world == nullptr || in.scenario == nullptr) throw std::invalid_argument("draw_overlay: no world or no scenario");
  if (!(camera.width >= 1) || !(camera.height >= 1) || !(camera.metres_per_px > 0) || !(options.u > 0))
    throw std::invalid_argument("draw_overlay: the camera's width, height and scale must be above 0");
  if (!in.facility_state.empty() && in.facility_state.size() != in.facilities.size())
    throw std::invalid_argument("draw_overlay: facility_state does not fit the facilities");
  const std::span<const Gate> gates = in.gates_of_world ? std::span<const Gate>(in.world->streets.gates) : std::span<const Gate>(in.gates);
  if (!in.gate_state.empty() && in.gate_state.size() != gates.size()) throw std::invalid_argument("draw_overlay: gate_state does not fit the gates");
  const Study none;
  MapOptions look;
  look.chinese = options.chinese, look.dark = options.dark, look.furniture = false;
  MapDraft d{*in.world, none, *in.scenario, look, palette(options.dark), {}, Zoom::kBlock, false, {}, {}, LabelPlacer{}};
  const auto index = in.index != nullptr ? in.index : std::make_shared<const OverlayIndex>(*in.world, *in.scenario);
  d.overlay = &in, d.index = index.get();
  d.facilities = in.facilities, d.removed = in.removed, d.gates = gates;
  d.facility_state = in.facility_state, d.gate_state = in.gate_state;
  d.filter = options.filter;

  MapView& v = d.view;
  v.u = options.u, v.scale = 1 / camera.metres_per_px;
  v.frame = {0, 0, camera.width, camera.height};
  v.turned = true, v.at_m = camera.centre, v.at_px = {camera.width / 2, camera.height / 2};
  v.cos = std::cos(camera.angle), v.sin = std::sin(camera.angle);
  Camera wide = camera;
  wide.width += 2 * kBeyond * options.u, wide.height += 2 * kBeyond * options.u;
  v.window = wide.seen();
  d.zoom = zoom_class(v.metres_per_u());
  d.list.width_px = camera.width, d.list.height_px = camera.height, d.list.map_frame = v.frame;
  const double beyond = kBeyond * options.u;
  d.labels = LabelPlacer({-beyond, -beyond, camera.width + beyond, camera.height + beyond});
  if (options.free) d.labels.keep_whole_in(*options.free);
  d.legend.emplace_back();
  d.name_facilities = visible(options.layers, MapLayer::kFacilities);
  d.name_streets = visible(options.layers, MapLayer::kStreets);

  // Labels come last whatever their place in the stack: they keep clear of the symbols of the other layers.
  std::vector<std::vector<DisplayLayer>> drawn(options.layers.size());
  for (const bool labels : {false, true})
    for (std::size_t k = 0; k < options.layers.size(); ++k) {
      const LayerLook& layer = options.layers[k];
      if ((layer.layer == MapLayer::kLabels) != labels || !layer.visible || !(layer.opacity > 0)) continue;
      d.list.layers.clear();
      draw_layer(d, layer.layer);
      for (auto& l : d.list.layers) {
        if (l.shapes.empty()) continue;
        if (labels) drop_unseen_texts(l.shapes, v.frame);
        l.opacity = std::min(1.0, layer.opacity);
        drawn[k].push_back(std::move(l));
      }
    }
  d.list.layers.clear();
  bool path_drawn = !in.path.has_value();
  const auto put_path = [&] {
    if (!std::exchange(path_drawn, true)) d.list.layers.push_back({"path", path_shapes(d, *in.path), true});
  };
  for (std::size_t k = 0; k < options.layers.size(); ++k) {
    if (options.layers[k].layer == MapLayer::kFacilities || options.layers[k].layer == MapLayer::kLabels) put_path();
    std::move(drawn[k].begin(), drawn[k].end(), std::back_inserter(d.list.layers));
  }
  put_path();
  return std::move(d.list);
}

}  // namespace catchment::scene
