#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>

#include <fmt/format.h>

#include "viewer/scene/map_draft.h"
#include "viewer/scene/shapes.h"
#include "viewer/scene/text_format.h"
#include "viewer/scene/theme.h"

namespace catchment::scene {

namespace {

using Breaks = std::array<double, 4>;
// Round classes that readers know; the set that spreads these areas best is taken (largest entropy, ties to the first).
constexpr std::array kBreakSets{Breaks{0.2, 0.4, 0.6, 0.8}, Breaks{0.5, 0.7, 0.8, 0.9}, Breaks{0.8, 0.9, 0.95, 0.99}};

std::size_t class_of(const Breaks& breaks, double share) {
  std::size_t k = 0;
  while (k < breaks.size() && share >= breaks[k]) ++k;
  return k;
}

const Breaks& best_breaks(const std::vector<double>& shares) {
  const Breaks* best = &kBreakSets[0];
  double most = -1;
  for (const Breaks& breaks : kBreakSets) {
    std::array<double, 5> count{};
    for (const double s : shares) ++count[class_of(breaks, s)];
    double entropy = 0;
    for (const double c : count)
      if (c > 0) entropy -= c / static_cast<double>(shares.size()) * std::log(c / static_cast<double>(shares.size()));
    if (entropy > most + 1e-12) most = entropy, best = &breaks;
  }
  return *best;
}

/// The report's level, or the nearest one that has outlines.
int drawn_level(const MapDraft& d) {
  std::array<std::size_t, 6> with_shape{};
  for (const auto& area : d.world.areas)
    if (!area.shape.empty() && area.level >= 0 && area.level < 6) ++with_shape[static_cast<std::size_t>(area.level)];
  const int wanted = std::clamp(d.scenario.coverage.report_area_level, 0, 5);
  for (int off = 0; off < 6; ++off)
    for (const int level : {wanted + off, wanted - off})
      if (level >= 0 && level < 6 && with_shape[static_cast<std::size_t>(level)] > 0) return level;
  return wanted;
}

/// Names of streets part the lines that they run along.
void tell_labels(MapDraft& d, const std::vector<Ring>& rings) {
  for (const Ring& ring : rings)
    for (std::size_t i = 0; i < ring.size(); ++i) d.labels.line(ring[i], ring[(i + 1) % ring.size()]);
}

}  // namespace

void draw_area_shares(MapDraft& d) {
  if (d.options.theme != MapTheme::kAreaShare) return;
  if (d.options.level >= d.study.levels.size())
    throw std::invalid_argument(fmt::format("draw_map: level {} of {}", d.options.level, d.study.levels.size()));
  const int level = drawn_level(d);
  std::vector<double> share(d.world.areas.size(), std::numeric_limits<double>::quiet_NaN());
  std::vector<std::int64_t> persons(d.world.areas.size(), 0);
  std::vector<double> known;
  for (const auto& result : d.study.areas) {
    if (result.area.value >= d.world.areas.size() || d.world.areas[result.area.value].level != level) continue;
    if (result.persons <= 0 || d.options.level >= result.covered.size()) continue;
    share[result.area.value] = static_cast<double>(result.covered[d.options.level]) / static_cast<double>(result.persons);
    persons[result.area.value] = result.persons;
    known.push_back(share[result.area.value]);
  }
  const Breaks& breaks = best_breaks(known);
  const auto colours = sequential(breaks.size() + 1, d.colours.dark);
  std::vector<std::vector<Shape>> by_class(colours.size() + 1);
  std::array<std::int64_t, 6> count{}, people{};
  std::array<bool, 6> seen{};
  const double u = d.view.u;
  for (std::size_t a = 0; a < d.world.areas.size(); ++a) {
    const auto& area = d.world.areas[a];
    if (area.level != level) continue;
    const std::size_t k = std::isnan(share[a]) ? colours.size() : class_of(breaks, share[a]);
    ++count[k];
    people[k] += persons[a];
    auto rings = shown(d.view, area.shape);
    if (rings.empty()) continue;
    seen[k] = true;
    Shape s = fill_shape(std::move(rings), k == colours.size() ? d.colours.no_data : colours[k]);
    s.stroke = {k == colours.size() ? d.colours.no_data_dots : d.colours.paper, (d.zoom == Zoom::kBlock ? 1.0 : 0.5) * u, {}};
    if (k == colours.size()) s.hatch = Hatch::kDots;
    const bool zh = d.options.chinese;
    s.title = (area.name.in(zh).empty() ? area.id : area.name.in(zh)) + " · " +
              (std::isnan(share[a]) ? d.say("无人口数据", "no population") :
               percent(share[a]) + " · " + grouped(persons[a]) + d.say(" 人", " persons"));
    by_class[k].push_back(std::move(s));
  }
  auto& shapes = d.layer("area-shares").shapes;
  for (std::size_t k = by_class.size(); k-- > 0;)  // no data first, at the back
    std::move(by_class[k].begin(), by_class[k].end(), std::back_inserter(shapes));

  const auto& spec = d.study.levels[d.options.level].spec;
  LegendBlock block;
  block.title = d.options.chinese ? level_name(spec, true) + "覆盖率" : "Covered: " + level_name(spec, false);
  block.note = d.options.chinese ? cost_text(spec.cutoff, spec.unit, true) + "以内的人口占比"
                                 : "Share of people within " + cost_text(spec.cutoff, spec.unit, false);
  const auto edge = [&](std::size_t k) { return k == 0 ? 0.0 : breaks[k - 1] * 100; };
  std::int64_t all = 0;
  for (const auto p : people) all += p;
  for (std::size_t k = colours.size(); k-- > 0;) {
    block.bar.emplace_back(all > 0 ? static_cast<double>(people[k]) / static_cast<double>(all) : 0, colours[k]);
    block.bar_hatch.push_back({0, 0, 0, 0});
    if (!seen[k]) continue;
    LegendItem item;
    item.symbol.push_back(fill_shape({box_ring(-15 * u, -8 * u, 30 * u, 16 * u)}, colours[k], {d.colours.hairline, 0.8 * u, {}}));
    item.label = fmt::format("{}–{}%", decimal(edge(k), 1), k + 1 == colours.size() ? "100" : decimal(breaks[k] * 100, 1));
    item.figure = d.options.chinese ? fmt::format("{} 个 · {} 人", count[k], grouped(people[k]))
                                    : fmt::format("{} areas · {}", count[k], grouped(people[k]));
    block.items.push_back(std::move(item));
  }
  if (seen[colours.size()]) {
    LegendItem item;
    item.symbol.push_back(fill_shape({box_ring(-15 * u, -8 * u, 30 * u, 16 * u)}, d.colours.no_data, {d.colours.no_data_dots, 0.8 * u, {}}));
    item.symbol.back().hatch = Hatch::kDots;
    item.label = d.say("无数据", "No data");
    item.figure = d.options.chinese ? fmt::format("{} 个", count[colours.size()]) : fmt::format("{} areas", count[colours.size()]);
    block.items.push_back(std::move(item));
  }
  d.legend.push_back(std::move(block));
}

void draw_boundaries(MapDraft& d) {
  const double u = d.view.u;
  auto& shapes = d.layer("boundaries").shapes;
  LegendBlock& legend = d.legend.front();
  struct Look { int level; double width_u; std::vector<double> dash_u; const char* zh; const char* en; };
  const std::array<Look, 5> looks{Look{4, 0.7, {2, 2}, "小区边界", "Quarter boundary"},
                                  Look{3, 1.0, {4, 3}, "街坊边界", "Block boundary"},
                                  Look{2, 1.8, {10, 4}, "街道（镇）界", "Sub-district boundary"},
                                  Look{1, 2.6, {14, 4, 3, 4}, "区界", "District boundary"},
                                  Look{0, 3.2, {18, 5, 4, 5, 4, 5}, "市界", "City boundary"}};
  // A city of one district of one sub-district has one outline, not three: the finest is drawn.
  std::vector<std::uint8_t> same_as_child;
  std::vector<std::uint32_t> areas;
  if (d.index != nullptr) {
    areas = d.index->areas(d.view.window, d.zoom == Zoom::kBlock ? 4 : d.view.metres_per_u() <= 5 ? 3 : 2);
  } else {
    same_as_child = same_outline_as_child(d.world);
    areas.resize(d.world.areas.size());
    std::iota(areas.begin(), areas.end(), 0u);
  }
  const bool walls = d.index != nullptr ? d.index->has_walls() : std::any_of(d.world.context.begin(), d.world.context.end(), [](const ContextFeature& f) {
    return f.kind == ContextKind::kWall || f.kind == ContextKind::kQuarter;
  });
  for (const Look& look : looks) {
    if (look.level == 4 && (d.zoom != Zoom::kBlock || walls)) continue;
    if (look.level == 3 && d.view.metres_per_u() > 5) continue;
    if (look.level == 2 && d.overlay != nullptr && d.view.metres_per_u() > 45) continue;  // a mesh over the whole city
    Shape s = fill_shape({}, {0, 0, 0, 0});
    const double thin = d.zoom == Zoom::kCity && look.level >= 2 ? 0.55 : 1;
    for (const double dash : look.dash_u) s.stroke.dash_px.push_back(dash * u * (look.level >= 2 ? thin : 1));
    s.stroke.colour = look.level >= 3 ? mix(d.colours.boundary, d.colours.paper, 0.35) : d.colours.boundary;
    s.stroke.width_px = look.width_u * u * thin;
    for (const auto a : areas) {
      if (d.world.areas[a].level != look.level || (d.index != nullptr ? d.index->same_as_child(a) : same_as_child[a] != 0)) continue;
      const MultiPolygon& outline = d.index != nullptr ? d.index->area_shape(a, 1 / d.view.scale) : d.world.areas[a].shape;
      for (auto& ring : shown(d.view, outline, 0.3)) s.rings.push_back(std::move(ring));
    }
    if (s.rings.empty()) continue;
    tell_labels(d, s.rings);
    LegendItem item;
    item.symbol.push_back(line_shape({{{-15 * u, 0}, {15 * u, 0}}}, s.stroke));
    item.label = d.say(look.zh, look.en);
    legend.items.push_back(std::move(item));
    shapes.push_back(std::move(s));
  }
  // What lies beyond the study area steps back.
  const MultiPolygon area = d.index != nullptr ? d.index->study_shape() : study_shape(d.world, d.scenario);
  if (area.empty()) return;
  auto rings = shown(d.view, area, 0.3);
  const Box c = d.view.clip_box();
  std::vector<Ring> around{box_ring(c.min_x, c.min_y, c.width(), c.height())};
  around.insert(around.end(), rings.begin(), rings.end());
  auto& veil = d.layer("veil").shapes;
  veil.push_back(fill_shape(std::move(around), d.colours.veil));
  tell_labels(d, rings);
  // The box of the streets is nobody's boundary: a dotted hairline, where a named area has its line.
  const bool named = d.index != nullptr ? d.index->study_boundary() != nullptr : study_boundary(d.world, d.scenario) != nullptr;
  Stroke edge{d.colours.boundary, 3 * u, {}};
  if (!named) edge = {mix(d.colours.boundary, d.colours.paper, 0.2), 1.3 * u, {1.3 * u, 4 * u}};
  veil.push_back(fill_shape(std::move(rings), {0, 0, 0, 0}, edge));
}

}  // namespace catchment::scene
