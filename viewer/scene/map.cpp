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

}  // namespace

DisplayList draw_map(const World& world, const Study& study, const Scenario& scenario, const MapOptions& options) {
  if (!(options.width_px >= 100) || options.width_px > 20000)
    throw std::invalid_argument("draw_map: width_px must be 100 to 20000");
  MapDraft d{world, study, scenario, options, palette(options.dark), {}, Zoom::kBlock, false, {}, {}, LabelPlacer{}};
  d.take(world);
  const Box window = options.window ? *options.window : default_window(world, study, scenario);
  if (!(window.width() > 0) || !(window.height() > 0)) throw std::invalid_argument("draw_map: the window is empty");
  lay_out(d, window);
  d.labels = LabelPlacer(d.view.frame);
  d.list.background = options.dark ? d.colours.paper : d.colours.panel;
  std::size_t in_view = 0;
  for (const auto& demand : world.demand) in_view += d.view.window.contains(demand.position);
  d.dense = is_dense(in_view, d.view.metres_per_u());

  draw_ground(d);
  draw_area_shares(d);
  draw_streets(d);
  draw_street_bands(d);
  draw_walls(d);
  draw_gates(d);
  draw_demand(d);
  draw_boundaries(d);
  draw_organisations(d);
  draw_facilities(d);
  if (options.furniture && world.modelled) d.labels.block(stamp_box(d));
  draw_labels(d);
  if (options.furniture) draw_furniture(d);
  d.list.title = map_title(d);
  std::erase_if(d.list.layers, [](const DisplayLayer& layer) { return layer.shapes.empty(); });
  return std::move(d.list);
}

}  // namespace catchment::scene
