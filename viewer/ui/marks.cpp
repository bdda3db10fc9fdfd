#include "viewer/ui/marks.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "sim/sharing/link_rows.h"
#include "viewer/scene/map_draft.h"
#include "viewer/scene/symbology.h"

namespace catchment::viewer {

namespace {

ImU32 colour(scene::Colour c) { return IM_COL32(c.r, c.g, c.b, c.a); }
ImVec2 vec(Point p) { return {static_cast<float>(p.x), static_cast<float>(p.y)}; }

/// The simple shapes of a symbol: circles, closed parts that are star-shaped about their middle, lines.
void draw_shape(ImDrawList& list, const scene::Shape& shape, Point off = {0, 0}) {
  const auto place = [off](Point p) { return ImVec2{static_cast<float>(p.x + off.x), static_cast<float>(p.y + off.y)}; };
  const auto width = static_cast<float>(shape.stroke.width_px);
  if (shape.kind == scene::Shape::Kind::kCircle) {
    const auto radius = static_cast<float>(shape.radius_px);
    if (shape.fill.a > 0) list.AddCircleFilled(place(shape.centre), radius, colour(shape.fill));
    if (shape.stroke.colour.a > 0 && width > 0) list.AddCircle(place(shape.centre), radius, colour(shape.stroke.colour), 0, width);
    return;
  }
  for (const Ring& ring : shape.rings) {
    std::vector<ImVec2> points;
    for (const Point p : ring) points.push_back(place(p));
    if (points.size() < 2) continue;
    const auto n = static_cast<int>(points.size());
    if (shape.closed && shape.fill.a > 0) {
      ImVec2 middle{0, 0};
      for (const ImVec2 p : points) middle.x += p.x / static_cast<float>(n), middle.y += p.y / static_cast<float>(n);
      for (int i = 0; i < n; ++i) list.AddTriangleFilled(middle, points[static_cast<std::size_t>(i)], points[static_cast<std::size_t>((i + 1) % n)], colour(shape.fill));
    }
    if (shape.stroke.colour.a > 0 && width > 0) list.AddPolyline(points.data(), n, colour(shape.stroke.colour), shape.closed ? ImDrawFlags_Closed : 0, width);
  }
}

struct Pen {
  const State& state;
  const Tab& tab;
  ImDrawList& list;
  double pixels_per_point, right;
  [[nodiscard]] Point at(Point m) const {
    const Point px = tab.camera.to_px(m);
    return {px.x / pixels_per_point + right, px.y / pixels_per_point};
  }
  [[nodiscard]] double scale() const { return state.scale / pixels_per_point; }
};

void outline(const Pen& pen, const MultiPolygon& shape, ImU32 ink, float width) {
  for (const auto& polygon : shape)
    for (const auto& ring : polygon.rings) {
      std::vector<ImVec2> points;
      for (const Point p : ring) points.push_back(vec(pen.at(p)));
      if (points.size() >= 3) pen.list.AddPolyline(points.data(), static_cast<int>(points.size()), ink, ImDrawFlags_Closed, width);
    }
}

/// A ring, or the outline, around a thing: white below, accent above, so that it stands out on any ground.
void mark(const Pen& pen, Thing thing, double strength) {
  const World& world = pen.tab.document->world();
  const scene::Palette& colours = scene::palette(pen.state.dark);
  scene::Colour accent = colours.accent;
  accent.a = static_cast<std::uint8_t>(255 * strength);
  const ImU32 ink = colour(accent), under = IM_COL32(colours.halo.r, colours.halo.g, colours.halo.b, static_cast<int>(220 * strength));
  const auto s = static_cast<float>(pen.scale());
  const auto ring = [&](Point m, float radius) {
    pen.list.AddCircle(vec(pen.at(m)), radius, under, 0, 5 * s);
    pen.list.AddCircle(vec(pen.at(m)), radius, ink, 0, 2.5f * s);
  };
  const auto shape = [&](const MultiPolygon& footprint, Point m) {
    if (footprint.empty() || bounds(footprint).width() / pen.tab.camera.metres_per_px < 6) {
      ring(m, 8 * s);
      return;
    }
    outline(pen, footprint, under, 5 * s);
    outline(pen, footprint, ink, 2.5f * s);
  };
  switch (thing.kind) {
    case ThingKind::kFacility:
      if (thing.index < world.facilities.size())
        ring(world.facilities[thing.index].position, static_cast<float>(scene::facility_radius(world.facilities[thing.index].level, pen.scale())) + 5 * s);
      break;
    case ThingKind::kGate:
      if (thing.index < world.streets.gates.size() && world.streets.gates[thing.index].node.valid())
        ring(world.streets.node[world.streets.gates[thing.index].node.value], 10 * s);
      break;
    case ThingKind::kDemand: {
      const auto& d = world.demand[thing.index];
      static const MultiPolygon kNone;
      shape(d.building.valid() && d.building.value < world.buildings.size() ? world.buildings[d.building.value].footprint : kNone, d.position);
      break;
    }
    case ThingKind::kBuilding: shape(world.buildings[thing.index].footprint, world.buildings[thing.index].position); break;
    case ThingKind::kArea:
      outline(pen, world.areas[thing.index].shape, under, 6 * s);
      outline(pen, world.areas[thing.index].shape, ink, 3 * s);
      break;
    case ThingKind::kOrganisation: ring(world.organisations[thing.index].position, 9 * s); break;
    case ThingKind::kVenue: ring(world.venues[thing.index].position, 10 * s); break;
    case ThingKind::kLink: {
      // As the map has it: a curve to the left of its way, with rings at both ends.
      if (thing.index >= world.links.size()) break;
      const SharingLink& link = world.links[thing.index];
      const auto from = position_of(world, link.from), to = position_of(world, link.to);
      if (from) ring(*from, 8 * s);
      if (to) ring(*to, 8 * s);
      if (!from || !to) break;
      const Point a = pen.at(*from), b = pen.at(*to);
      const ImVec2 bend{static_cast<float>((a.x + b.x) / 2 + 0.22 * (b.y - a.y)), static_cast<float>((a.y + b.y) / 2 - 0.22 * (b.x - a.x))};
      pen.list.AddBezierQuadratic(vec(a), bend, vec(b), under, 6 * s);
      pen.list.AddBezierQuadratic(vec(a), bend, vec(b), ink, 3 * s);
      break;
    }
    default: break;
  }
}

}  // namespace

void draw_facility(ImDrawList& list, Point at, int rank, FacilityStatus status, double scale, bool dark) {
  for (const auto& shape : scene::facility_symbol(at, rank, status, scale, scene::palette(dark))) draw_shape(list, shape);
}

void draw_symbol(ImDrawList& list, const std::vector<scene::Shape>& shapes, Point at) {
  for (const auto& shape : shapes) draw_shape(list, shape, at);
}

void draw_tab_marks(const State& state, const Tab& tab, ImDrawList& list, double pixels_per_point, double right) {
  const Pen pen{state, tab, list, pixels_per_point, right};
  for (const Thing thing : tab.selection) mark(pen, thing, 1);
  if (tab.hover.kind != ThingKind::kNone && tab.hover.kind != ThingKind::kArea &&
      std::find(tab.selection.begin(), tab.selection.end(), tab.hover) == tab.selection.end())
    mark(pen, tab.hover, 0.55);
  if (tab.sharing.hover.kind != ThingKind::kNone) mark(pen, tab.sharing.hover, 0.8);
  if (tab.pin) {
    // A drop on its tip, white below, accent above.
    const Point at = pen.at(*tab.pin);
    const auto k = static_cast<float>(pen.scale());
    const ImVec2 tip = vec(at), head{tip.x, tip.y - 20 * k};
    const scene::Colour c = scene::palette(state.dark).accent;
    list.AddTriangleFilled(tip, {head.x - 9 * k, head.y + 3 * k}, {head.x + 9 * k, head.y + 3 * k}, IM_COL32(255, 255, 255, 255));
    list.AddCircleFilled(head, 11 * k, IM_COL32(255, 255, 255, 255));
    list.AddTriangleFilled({tip.x, tip.y - 2 * k}, {head.x - 7 * k, head.y + 3 * k}, {head.x + 7 * k, head.y + 3 * k}, IM_COL32(c.r, c.g, c.b, 255));
    list.AddCircleFilled(head, 9 * k, IM_COL32(c.r, c.g, c.b, 255));
    list.AddCircleFilled(head, 3.5f * k, IM_COL32(255, 255, 255, 255));
  }
  const World& world = tab.document->world();
  if (const auto grabbed = tab.document->grabbed()) {
    const Facility& f = world.facilities[grabbed->value];
    const Point at = pen.at(f.position);
    if (grabbed->value < tab.document->base().facilities.size()) {
      const Point from = pen.at(tab.document->base().facilities[grabbed->value].position);
      const scene::Palette& colours = scene::palette(state.dark);
      list.AddLine(vec(from), vec(at), IM_COL32(colours.soft_ink.r, colours.soft_ink.g, colours.soft_ink.b, 160), static_cast<float>(1.5 * pen.scale()));
      list.AddCircleFilled(vec(from), static_cast<float>(3 * pen.scale()), IM_COL32(colours.soft_ink.r, colours.soft_ink.g, colours.soft_ink.b, 200));
    }
    list.AddCircleFilled({static_cast<float>(at.x), static_cast<float>(at.y + 3 * pen.scale())}, static_cast<float>(scene::facility_radius(f.level, pen.scale()) * 1.3), IM_COL32(0, 0, 0, 60));
    draw_facility(list, at, f.level, FacilityStatus::kProposed, pen.scale() * 1.2, state.dark);
  }
  if (state.tool == Tool::kAddFacility && state.map.cursor)
    draw_facility(list, pen.at(*state.map.cursor), state.new_rank, FacilityStatus::kProposed, pen.scale(), state.dark);
}

}  // namespace catchment::viewer
