#include <algorithm>
#include <array>
#include <cmath>

#include "viewer/scene/map_draft.h"
#include "viewer/scene/map_styles.h"
#include "viewer/scene/shapes.h"
#include "viewer/scene/text_format.h"

namespace catchment::scene {

namespace {

StreetLook look_of(const MapDraft& d, const StreetStyle& s) {
  StreetLook look = street_look(s, d.colours, d.view.scale, d.view.u, d.dense);
  if (!d.dense && d.options.theme == MapTheme::kAreaShare && s.street_class > StreetClass::kTertiary) look.drawn = false;  // the areas speak
  return look;
}

void line_item(MapDraft& d, std::vector<Stroke> strokes, const std::string& label) {
  LegendItem item;
  for (auto& stroke : strokes)
    item.symbol.push_back(line_shape({{{-15 * d.view.u, 0}, {15 * d.view.u, 0}}}, std::move(stroke)));
  item.label = label;
  d.legend.front().items.push_back(std::move(item));
}

}  // namespace

void draw_streets(MapDraft& d) {
  const auto& net = d.world.streets;
  const double u = d.view.u;
  // All edges of a class are one shape: small files, and joints without seams.
  std::array<std::vector<Ring>, kStreetStyles.size()> parts;
  std::array<int, 16> row_of{};
  row_of.fill(-1);
  for (std::size_t i = 0; i < kStreetStyles.size(); ++i)
    if (look_of(d, kStreetStyles[i]).drawn) row_of[static_cast<std::size_t>(kStreetStyles[i].street_class)] = static_cast<int>(i);
  for (std::size_t e = 0; e < net.n_edges(); ++e) {
    const int row = row_of[static_cast<std::size_t>(net.street_class[e])];
    if (row < 0) continue;
    auto lines = shown_line(d.view, net.line(EdgeId(e)), 0.3);
    std::move(lines.begin(), lines.end(), std::back_inserter(parts[static_cast<std::size_t>(row)]));
  }
  auto& casings = d.layer("street-casings").shapes;
  std::vector<Shape> fills;
  bool any = false, motorway = false, paths = false;
  for (std::size_t i = 0; i < kStreetStyles.size(); ++i) {
    if (parts[i].empty()) continue;
    const StreetStyle& style = kStreetStyles[i];
    const StreetLook look = look_of(d, style);
    std::vector<double> dash;
    if (look.dash_u > 0) dash = {look.dash_u * u, look.gap_u * u};
    (is_path(style.street_class) ? paths : style.street_class == StreetClass::kMotorway ? motorway : any) = true;
    if (look.casing_px > 0) casings.push_back(line_shape(parts[i], {look.casing, look.casing_px, {}}));
    fills.push_back(line_shape(std::move(parts[i]), {look.fill, look.width_px, dash}));
  }
  d.layer("streets").shapes = std::move(fills);

  if (any)
    line_item(d, {{d.colours.street_casing, 7 * u, {}}, {d.colours.street, 5 * u, {}}}, d.say("街道", "Street"));
  if (motorway)
    line_item(d, {{d.colours.motorway_casing, 7 * u, {}}, {d.colours.motorway, 5 * u, {}}},
              d.say("快速路", "Expressway"));
  if (paths) line_item(d, {{d.colours.path, 1.4 * u, {3 * u, 2 * u}}}, d.say("步行小径", "Footpath"));
}

void draw_rail(MapDraft& d) {
  const double u = d.view.u;
  std::vector<Shape> rails, stations;
  d.each_context(context_bits(ContextKind::kMetroLine, ContextKind::kExpressway, ContextKind::kMetroStation), [&](const ContextFeature& feature) {
    if (feature.kind == ContextKind::kMetroLine || feature.kind == ContextKind::kExpressway) {
      auto lines = shown_line(d.view, feature.line);
      if (lines.empty()) return;
      const bool metro = feature.kind == ContextKind::kMetroLine;
      rails.push_back(line_shape(lines, {metro ? d.colours.rail : d.colours.motorway_casing, (metro ? 2.4 : 5) * u, {}}));
      rails.push_back(line_shape(std::move(lines), {metro ? d.colours.paper : d.colours.motorway, (metro ? 1.2 : 3) * u,
                                                    metro ? std::vector<double>{6 * u, 6 * u} : std::vector<double>{}}));
    } else if (feature.kind == ContextKind::kMetroStation && (!feature.line.empty() || !feature.shape.empty())) {
      const Point m = feature.line.empty() ? centroid(feature.shape) : feature.line.front();
      if (!d.view.window.contains(m)) return;
      if (d.overlay != nullptr && d.view.metres_per_u() > 40) return;  // beads on a string: the line says it
      const Point at = d.view.px(m);
      const double r = (d.zoom == Zoom::kCity ? 2.5 : 5) * u;
      stations.push_back(fill_shape({box_ring(at.x - r, at.y - r, 2 * r, 2 * r)}, d.colours.panel,
                                    {d.colours.rail, 1.8 * u, {}}));
      stations.back().title = feature.name.in(d.options.chinese);
      d.labels.block({at.x - r, at.y - r, at.x + r, at.y + r}, symbol_weight(2));
    }
  });
  if (!rails.empty())
    line_item(d, {{d.colours.rail, 2.4 * u, {}}, {d.colours.paper, 1.2 * u, {6 * u, 6 * u}}}, d.say("轨道交通", "Metro"));
  d.layer("rail").shapes = std::move(rails);
  d.layer("metro-stations").shapes = std::move(stations);
}

}  // namespace catchment::scene
