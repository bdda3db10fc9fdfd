#include <algorithm>
#include <array>
#include <cmath>

#include "viewer/scene/map_draft.h"
#include "viewer/scene/shapes.h"
#include "viewer/scene/text_format.h"

namespace catchment::scene {

namespace {

/// Two posts and what is between them: nothing (open), a bar from one post to the middle (residents only), or, white on dark, a bar from
/// post to post (closed).
std::vector<Shape> gate_symbol(const MapDraft& d, Point at, GateState state, double r) {
  const double u = d.view.u, post = 0.34 * r, bar = 0.42 * r;
  const bool closed = state == GateState::kClosed;
  const Colour ground = closed ? d.colours.gate : d.colours.panel, ink = closed ? d.colours.panel : d.colours.gate;
  std::vector<Shape> out;
  out.push_back(fill_shape({box_ring(at.x - r, at.y - r, 2 * r, 2 * r)}, ground, {d.colours.gate, std::max(0.9 * u, 0.16 * r), {}}));
  if (closed) {
    out.push_back(fill_shape({box_ring(at.x - 0.72 * r, at.y - bar / 2, 1.44 * r, bar)}, ink));
    return out;
  }
  for (const double side : {-1.0, 1.0})
    out.push_back(fill_shape({box_ring(at.x + side * 0.62 * r - post / 2, at.y - 0.7 * r, post, 1.4 * r)}, ink));
  if (state == GateState::kResidentsOnly) out.push_back(fill_shape({box_ring(at.x - 0.62 * r, at.y - bar / 2, 0.72 * r, bar)}, ink));
  return out;
}

}  // namespace

void draw_walls(MapDraft& d) {
  const double u = d.view.u;
  if (d.zoom != Zoom::kBlock || d.options.theme == MapTheme::kAreaShare) return;
  std::vector<Ring> walls;
  d.each_context(context_bits(ContextKind::kWall, ContextKind::kQuarter), [&](const ContextFeature& feature) {
    if (feature.kind != ContextKind::kQuarter)
      for (auto& part : shown_line(d.view, feature.line)) walls.push_back(std::move(part));
    for (auto& ring : shown(d.view, feature.shape)) {
      ring.push_back(ring.front());
      walls.push_back(std::move(ring));
    }
  });
  if (walls.empty()) return;
  const Stroke stroke{d.colours.wall, 1.1 * u, {}};
  LegendItem item;
  item.symbol.push_back(line_shape({{{-15 * u, 0}, {15 * u, 0}}}, stroke));
  item.label = d.say("围墙", "Wall");
  d.legend.front().items.push_back(std::move(item));
  d.layer("walls").shapes.push_back(line_shape(std::move(walls), stroke));
}

void draw_gates(MapDraft& d) {
  if (d.zoom != Zoom::kBlock || d.options.theme == MapTheme::kAreaShare) return;
  const double u = d.view.u, r = std::clamp(6.0 / d.view.metres_per_u(), 3.0, 7.0) * u;
  std::array<std::int64_t, 3> count{};
  std::vector<Shape> shapes, marks;
  for (std::size_t i = 0; i < d.gates.size(); ++i) {
    const Gate& gate = d.gates[i];
    if (!gate.node.valid() || gate.node.value >= d.world.streets.n_nodes()) continue;
    const Point m = d.world.streets.node[gate.node.value];
    if (!d.view.window.contains(m)) continue;
    ++count[static_cast<std::size_t>(gate.state)];
    const Point at = d.view.px(m);
    for (auto& s : gate_symbol(d, at, gate.state, r)) shapes.push_back(std::move(s));
    for (auto& s : edit_mark(at, r, d.state_of_gate(i), u, d.colours)) marks.push_back(std::move(s));
  }
  if (shapes.empty()) return;
  std::move(marks.begin(), marks.end(), std::back_inserter(shapes));
  d.layer("gates").shapes = std::move(shapes);
  const GateState states[] = {GateState::kOpen, GateState::kResidentsOnly, GateState::kClosed};
  const char* zh[] = {"大门：开放", "大门：仅居民", "大门：关闭"};
  const char* en[] = {"Gate, open", "Gate, residents only", "Gate, closed"};
  for (std::size_t i = 0; i < 3; ++i)
    if (count[i] > 0) d.legend.front().items.push_back({gate_symbol(d, {0, 0}, states[i], std::max(r, 5.5 * u)), d.say(zh[i], en[i]), grouped(count[i])});
}

}  // namespace catchment::scene
