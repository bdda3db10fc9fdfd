#include <algorithm>
#include <array>
#include <cmath>

#include "sim/network/impedance.h"
#include "sim/network/search.h"
#include "sim/network/snap.h"
#include "viewer/scene/map_draft.h"
#include "viewer/scene/shapes.h"
#include "viewer/scene/theme.h"

namespace catchment::scene {

namespace {

/// The part of a line between two shares of its length.
Ring cut(std::span<const Point> line, double from, double to) {
  double total = 0;
  for (std::size_t i = 1; i < line.size(); ++i) total += distance(line[i - 1], line[i]);
  Ring out;
  double at = 0;
  const double a = from * total, b = to * total;
  for (std::size_t i = 1; i < line.size() && total > 0; ++i) {
    const double step = distance(line[i - 1], line[i]);
    const auto point = [&](double s) {
      const double t = step > 0 ? std::clamp((s - at) / step, 0.0, 1.0) : 0;
      return Point{line[i - 1].x + (line[i].x - line[i - 1].x) * t, line[i - 1].y + (line[i].y - line[i - 1].y) * t};
    };
    if (at + step >= a && at <= b) {
      if (out.empty()) out.push_back(point(a));
      out.push_back(point(b));
    }
    at += step;
  }
  return out;
}

}  // namespace

/// Bands on the streets themselves: one bounded search from this level's providers, then each edge cut where a band ends.
void draw_street_bands(MapDraft& d) {
  if (d.options.theme != MapTheme::kMinutes || d.options.level >= d.study.levels.size()) return;
  const auto& net = d.world.streets;
  const auto& level = d.study.levels[d.options.level];
  const NetworkOptions options = for_group(d.scenario.network, level.spec.group);
  const bool on_streets = options.mode == TravelMode::kWalk || options.mode == TravelMode::kCycle;
  if (!on_streets || net.n_arcs() == 0 || level.providers.empty()) return;

  const auto usable = usable_edges(net, options);
  const auto cost = impedance(net, options, level.spec.unit);
  const EdgeIndex index(net, usable);
  std::vector<Point> places;
  for (const auto id : level.providers) places.push_back(d.world.facilities[id.value].position);
  const double reach = options.facility_snap_max_m >= 0 ? options.facility_snap_max_m : options.snap_max_m;
  const auto snaps = snap_all(index, places, reach);
  SearchInput in;
  in.net = &net;
  in.impedance = cost;
  in.destinations = snaps;
  in.snap_cost_per_m = level.spec.unit == CostUnit::kMetres ? 1000 : 60000 / options.speed_m_per_min;
  std::vector<Cost> cutoffs;
  for (const double end : minute_bands(level.spec, options)) cutoffs.push_back(to_cost(end));
  const auto field = node_field(in, cutoffs.back());

  std::vector<std::vector<Ring>> parts(cutoffs.size());
  for (const auto& piece : edge_bands(in, field, cutoffs)) {
    const auto e = piece.edge.value;
    if (d.dense && net.street_class[e] > StreetClass::kTertiary) continue;
    if (net.length_mm[e] == 0 || piece.band >= parts.size() || !d.view.sees(bounds(net.line(piece.edge)))) continue;
    const double length = net.length_mm[e];
    for (auto& part : shown_line(d.view, cut(net.line(piece.edge), piece.begin_mm / length, piece.end_mm / length), 0.3))
      parts[piece.band].push_back(std::move(part));
  }
  const double u = d.view.u;
  const double width = d.zoom == Zoom::kBlock ? 2.8 * u : d.zoom == Zoom::kDistrict ? 1.7 * u : 1.2 * u;
  auto& shapes = d.layer("street-bands").shapes;
  for (std::size_t b = parts.size(); b-- > 0;)
    if (!parts[b].empty()) shapes.push_back(line_shape(std::move(parts[b]), {d.colours.minutes[b], width, {}}));
}

}  // namespace catchment::scene
