#include <iterator>
#include <utility>

#include "viewer/scene/map_draft.h"
#include "viewer/scene/map_styles.h"
#include "viewer/scene/shapes.h"

namespace catchment::scene {

namespace {

LegendItem swatch(const MapDraft& d, Colour fill, const std::string& label) {
  const double u = d.view.u;
  LegendItem item;
  item.symbol.push_back(fill_shape({box_ring(-15 * u, -8 * u, 30 * u, 16 * u)}, fill, {d.colours.hairline, 1 * u, {}}));
  item.label = label;
  return item;
}

}  // namespace

void draw_ground(MapDraft& d) {
  const double u = d.view.u;
  auto& paper = d.layer("paper");
  const Box& f = d.view.frame;
  paper.shapes.push_back(fill_shape({box_ring(f.min_x, f.min_y, f.width(), f.height())}, d.colours.paper));

  auto& ground = d.layer("ground");
  LegendBlock block{d.say("底图", "Ground"), "", {}, {}, {}};
  for (const GroundTint& tint : kGroundTints) {
    if (d.options.theme == MapTheme::kAreaShare && tint.kind != ContextKind::kWater) continue;  // the areas lie over them
    Shape shape = fill_shape({}, d.colours.*tint.colour);
    if (tint.kind == ContextKind::kWater) shape.stroke = {shore_colour(d.colours), kShoreU * u, {}};
    std::vector<Shape> narrow;
    for (const auto& feature : d.world.context) {
      if (feature.kind != tint.kind) continue;
      // One shape per feature: even-odd must not make a hole where two features overlap.
      shape.rings = shown(d.view, feature.shape);
      if (!shape.rings.empty()) narrow.push_back(shape);
      if (tint.kind == ContextKind::kWater && feature.shape.empty()) {
        auto parts = shown_line(d.view, feature.line);
        if (!parts.empty()) narrow.push_back(line_shape(std::move(parts), {shape.fill, kRiverU * u, {}}));
      }
    }
    if (narrow.empty()) continue;
    std::move(narrow.begin(), narrow.end(), std::back_inserter(ground.shapes));
    if (tint.kind != ContextKind::kBlock && tint.kind != ContextKind::kQuarter)
      block.items.push_back(swatch(d, d.colours.*tint.colour, d.say(tint.zh, tint.en)));
  }
  d.legend.push_back(std::move(block));
}

}  // namespace catchment::scene
