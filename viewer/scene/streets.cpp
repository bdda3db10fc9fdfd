#include <algorithm>
#include <array>
#include <cmath>

#include "viewer/scene/map_draft.h"
#include "viewer/scene/shapes.h"
#include "viewer/scene/text_format.h"

namespace catchment::scene {

namespace {

struct StreetStyle { StreetClass street_class; double ground_m, least_u, most_u; Zoom until; };
// Widths: as on the ground where the zoom allows, never thinner than can be seen. Drawn from the back to the front.
constexpr std::array kStyles{
    StreetStyle{StreetClass::kSteps, 2.0, 0.8, 3, Zoom::kBlock},
    StreetStyle{StreetClass::kFootway, 2.0, 0.8, 3, Zoom::kBlock},
    StreetStyle{StreetClass::kCycleway, 2.5, 0.8, 3, Zoom::kBlock},
    StreetStyle{StreetClass::kLane, 4.0, 1.2, 5, Zoom::kBlock},
    StreetStyle{StreetClass::kService, 4.5, 1.2, 5, Zoom::kBlock},
    StreetStyle{StreetClass::kPedestrian, 6.0, 1.5, 7, Zoom::kBlock},
    StreetStyle{StreetClass::kResidential, 8.0, 1.3, 10, Zoom::kDistrict},
    StreetStyle{StreetClass::kTertiary, 12.0, 1.8, 13, Zoom::kDistrict},
    StreetStyle{StreetClass::kSecondary, 18.0, 1.6, 16, Zoom::kCity},
    StreetStyle{StreetClass::kPrimary, 24.0, 2.2, 20, Zoom::kCity},
    StreetStyle{StreetClass::kMotorway, 24.0, 2.4, 20, Zoom::kCity},
};

bool is_path(StreetClass c) {
  return c == StreetClass::kSteps || c == StreetClass::kFootway || c == StreetClass::kCycleway;
}

double width_px(const MapDraft& d, const StreetStyle& s) {
  return std::clamp(s.ground_m * 0.8 * d.view.scale, s.least_u * d.view.u, s.most_u * d.view.u);
}

bool is_drawn(const MapDraft& d, const StreetStyle& s) {
  if (d.dense) return s.until == Zoom::kCity;
  if (d.options.theme == MapTheme::kAreaShare && s.street_class > StreetClass::kTertiary) return false;  // the areas speak
  return static_cast<int>(d.zoom) <= static_cast<int>(s.until);
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
  std::array<std::vector<Ring>, kStyles.size()> parts;
  std::array<int, 16> row_of{};
  row_of.fill(-1);
  for (std::size_t i = 0; i < kStyles.size(); ++i)
    if (is_drawn(d, kStyles[i])) row_of[static_cast<std::size_t>(kStyles[i].street_class)] = static_cast<int>(i);
  for (std::size_t e = 0; e < net.n_edges(); ++e) {
    const int row = row_of[static_cast<std::size_t>(net.street_class[e])];
    if (row < 0) continue;
    auto lines = shown_line(d.view, net.line(EdgeId(e)), 0.3);
    std::move(lines.begin(), lines.end(), std::back_inserter(parts[static_cast<std::size_t>(row)]));
  }
  auto& casings = d.layer("street-casings").shapes;
  std::vector<Shape> fills;
  bool any = false, motorway = false, paths = false;
  for (std::size_t i = 0; i < kStyles.size(); ++i) {
    if (parts[i].empty()) continue;
    const StreetStyle& style = kStyles[i];
    const double width = width_px(d, style);
    const bool fast = style.street_class == StreetClass::kMotorway;
    if (is_path(style.street_class)) {
      std::vector<double> dash;
      if (style.street_class != StreetClass::kCycleway) dash = {3 * u, 2 * u};
      fills.push_back(line_shape(std::move(parts[i]), {d.colours.path, width, dash}));
      paths = true;
      continue;
    }
    (fast ? motorway : any) = true;
    const bool casing = width >= 1.7 * u;
    if (casing)
      casings.push_back(line_shape(parts[i], {fast ? d.colours.motorway_casing : d.colours.street_casing,
                                              width + std::min(2.2 * u, 0.8 * u + 0.2 * width), {}}));
    const Colour thin = mix(d.colours.street_casing, d.colours.paper, d.colours.dark ? 0.0 : 0.2);
    const Colour fill = fast ? d.colours.motorway : casing ? d.colours.street : d.colours.dark ? d.colours.minor_street : thin;
    fills.push_back(line_shape(std::move(parts[i]), {fill, width, {}}));
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
      d.labels.block({at.x - r, at.y - r, at.x + r, at.y + r});
    }
  });
  if (!rails.empty())
    line_item(d, {{d.colours.rail, 2.4 * u, {}}, {d.colours.paper, 1.2 * u, {6 * u, 6 * u}}}, d.say("轨道交通", "Metro"));
  d.layer("rail").shapes = std::move(rails);
  d.layer("metro-stations").shapes = std::move(stations);
}

}  // namespace catchment::scene
