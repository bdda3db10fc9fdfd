#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "viewer/scene/discs.h"
#include "viewer/scene/map_draft.h"
#include "viewer/scene/shapes.h"
#include "viewer/scene/text_format.h"
#include "viewer/scene/theme.h"

namespace catchment::scene {

namespace {

constexpr std::size_t kMostTooltips = 6000;

Colour darker(const MapDraft& d, Colour c) { return mix(c, d.colours.dark ? rgb(0xFFFFFF) : rgb(0x000000), 0.3); }

Shape styled(const MapDraft& d, Shape s, const ThemeClass* c, double outline_u) {
  s.fill = c == nullptr ? d.colours.building : c->fill;
  const Colour outline = c == nullptr ? d.colours.building_outline : darker(d, c->fill);
  if (outline_u > 0) s.stroke = {outline, outline_u * d.view.u, {}};
  if (c != nullptr && c->hatch != Hatch::kNone) {
    // The hatch takes its colour from the stroke; outline and hatch are then one colour.
    s.hatch = c->hatch;
    s.stroke.colour = c->hatch == Hatch::kDots ? d.colours.no_data_dots : d.colours.hatch;
  }
  return s;
}

std::string tooltip(const MapDraft& d, const ThemeFigures& f, std::size_t i) {
  const auto& demand = d.world.demand[i];
  const bool zh = d.options.chinese;
  std::string text = demand.name.in(zh).empty() ? demand.id : demand.name.in(zh);
  text += zh ? " · " + grouped(demand.persons) + " 人" : " · " + grouped(demand.persons) + " persons";
  if (f.of[i] >= 0) text += " · " + f.classes[static_cast<std::size_t>(f.of[i])].label;
  for (const auto& level : d.study.levels)
    if (i < level.nearest.cost.size())
      text.append("\n").append(level_name(level.spec, zh)).append(": ").append(
          cost_text(from_cost(level.nearest.cost[i]), level.spec.unit, zh));
  return text;
}

void draw_density(MapDraft& d, const ThemeFigures& f) {
  const double cell = std::max(3.0, std::round(5 * d.view.u));
  const Box& frame = d.view.frame;
  const auto columns = static_cast<std::size_t>(std::ceil(frame.width() / cell));
  const auto rows = static_cast<std::size_t>(std::ceil(frame.height() / cell));
  const std::size_t n = std::max<std::size_t>(1, f.classes.size());
  std::vector<std::int64_t> persons(columns * rows * n, 0);
  for (std::size_t i = 0; i < d.world.demand.size(); ++i) {
    const auto& demand = d.world.demand[i];
    if (demand.persons <= 0 || !d.view.window.contains(demand.position)) continue;
    if (!f.classes.empty() && f.of[i] < 0) continue;
    const Point at = d.view.px(demand.position);
    const auto x = std::min(columns - 1, static_cast<std::size_t>((at.x - frame.min_x) / cell));
    const auto y = std::min(rows - 1, static_cast<std::size_t>((at.y - frame.min_y) / cell));
    persons[(y * columns + x) * n + (f.classes.empty() ? 0 : static_cast<std::size_t>(f.of[i]))] += demand.persons;
  }
  // Strength by density, in three steps between round numbers of persons per hectare.
  const double hectares = std::pow(cell / d.view.scale, 2) / 10000;
  std::vector<double> density;
  for (std::size_t c = 0; c < columns * rows; ++c) {
    std::int64_t sum = 0;
    for (std::size_t k = 0; k < n; ++k) sum += persons[c * n + k];
    if (sum > 0) density.push_back(static_cast<double>(sum) / hectares);
  }
  if (density.empty()) return;
  std::sort(density.begin(), density.end());
  const double low = round_down_nice(std::max(1e-6, density[density.size() / 3]));
  double high = round_down_nice(std::max(1e-6, density[density.size() * 3 / 4]));
  if (high <= low) high = round_up_nice(low * 1.5);
  constexpr std::array kStrength{0.38, 0.68, 1.0};
  std::vector<std::array<std::vector<Ring>, 3>> boxes(n);
  for (std::size_t y = 0; y < rows; ++y) {
    std::size_t run_from = 0;
    int run = -1;
    for (std::size_t x = 0; x <= columns; ++x) {
      int look = -1;
      if (x < columns) {
        const auto* cell_persons = &persons[(y * columns + x) * n];
        std::int64_t sum = 0;
        std::size_t most = 0;
        for (std::size_t k = 0; k < n; ++k) {
          sum += cell_persons[k];
          if (cell_persons[k] > cell_persons[most]) most = k;
        }
        const double per_hectare = static_cast<double>(sum) / hectares;
        if (sum > 0) look = static_cast<int>(most) * 3 + (per_hectare < low ? 0 : per_hectare < high ? 1 : 2);
      }
      if (look == run) continue;
      if (run >= 0)
        boxes[static_cast<std::size_t>(run / 3)][static_cast<std::size_t>(run % 3)].push_back(
            box_ring(std::round(frame.min_x) + static_cast<double>(run_from) * cell,
                     std::round(frame.min_y) + static_cast<double>(y) * cell,
                     static_cast<double>(x - run_from) * cell, cell));
      run = look;
      run_from = x;
    }
  }
  auto& shapes = d.layer("density").shapes;
  for (std::size_t k = 0; k < n; ++k)
    for (std::size_t s = 0; s < 3; ++s) {
      if (boxes[k][s].empty()) continue;
      const Colour full = f.classes.empty() ? d.colours.soft_ink : f.classes[k].fill;
      shapes.push_back(fill_shape(std::move(boxes[k][s]), mix(d.colours.paper, full, kStrength[s])));
      if (!f.classes.empty()) shapes.back().title = f.classes[k].label;
    }
  LegendBlock& block = d.legend.back();
  const double u = d.view.u;
  const auto plain = [](double v) { return v >= 1000 ? grouped(std::llround(v)) : decimal(v, 2); };
  LegendItem item;
  const Colour sample = f.classes.empty() ? d.colours.soft_ink : f.classes.front().fill;
  for (std::size_t s = 0; s < 3; ++s)
    item.symbol.push_back(fill_shape({box_ring((-15 + 10 * static_cast<double>(s)) * u, -8 * u, 10 * u, 16 * u)},
                                     mix(d.colours.paper, sample, kStrength[s])));
  item.label = d.say("人口密度，每格取人数最多的一类", "Density; each cell shows its largest class");
  item.figure = fmt::format("<{0} · {0}–{1} · >{1} {2}", plain(low), plain(high), d.say("人/公顷", "persons/ha"));
  block.items.push_back(std::move(item));
}

void draw_places(MapDraft& d, const ThemeFigures& f) {
  // Which demand point colours a building: the one with most people, ties to the lowest id.
  std::vector<std::int64_t> of_building(d.world.buildings.size(), -1);
  std::vector<std::size_t> discs;
  std::vector<Point> all_discs;   // in view or not: their sizes do not depend on the window
  std::vector<std::int64_t> all_persons;
  for (std::size_t i = 0; i < d.world.demand.size(); ++i) {
    const auto& demand = d.world.demand[i];
    const bool has_shape = demand.building.valid() && demand.building.value < d.world.buildings.size() &&
                           !d.world.buildings[demand.building.value].footprint.empty();
    if (!has_shape) {
      if (demand.persons <= 0 || !std::isfinite(demand.position.x) || !std::isfinite(demand.position.y)) continue;
      all_discs.push_back(demand.position), all_persons.push_back(demand.persons);
      if (d.view.window.contains(demand.position)) discs.push_back(i);
      continue;
    }
    auto& slot = of_building[demand.building.value];
    if (slot < 0 || demand.persons > d.world.demand[static_cast<std::size_t>(slot)].persons)
      slot = static_cast<std::int64_t>(i);
  }
  const double outline = d.zoom == Zoom::kBlock ? 0.7 : 0;
  std::vector<std::vector<Shape>> by_class(f.classes.size() + 1);  // last: without a figure
  std::size_t tooltips = 0;
  for (std::size_t b = 0; b < d.world.buildings.size(); ++b) {
    const auto& building = d.world.buildings[b];
    if (building.footprint.empty() || !d.view.sees(bounds(building.footprint))) continue;
    const auto i = of_building[b];
    const int c = i < 0 ? -1 : f.of[static_cast<std::size_t>(i)];
    auto rings = shown(d.view, building.footprint, 0.2);
    if (rings.empty()) {
      // Too small to have an outline here; people still count: a dot.
      if (c < 0) continue;
      const Point at = d.view.px(building.position);
      rings = {box_ring(at.x - 0.6 * d.view.u, at.y - 0.6 * d.view.u, 1.2 * d.view.u, 1.2 * d.view.u)};
    }
    Shape s = styled(d, fill_shape(std::move(rings), {}), c < 0 ? nullptr : &f.classes[static_cast<std::size_t>(c)], outline);
    if (i >= 0 && tooltips++ < kMostTooltips) s.title = tooltip(d, f, static_cast<std::size_t>(i));
    by_class[c < 0 ? f.classes.size() : static_cast<std::size_t>(c)].push_back(std::move(s));
  }
  auto& buildings = d.layer("buildings").shapes;
  std::move(by_class.back().begin(), by_class.back().end(), std::back_inserter(buildings));
  for (std::size_t c = 0; c < f.classes.size(); ++c)
    std::move(by_class[c].begin(), by_class[c].end(), std::back_inserter(buildings));
  const bool plain = !by_class.back().empty();
  const double u = d.view.u;
  if (plain) {
    LegendItem item;
    item.symbol.push_back(fill_shape({box_ring(-15 * u, -8 * u, 30 * u, 16 * u)}, d.colours.building,
                                     {d.colours.building_outline, 0.8 * u, {}}));
    const bool themed = !f.classes.empty();
    item.label = themed ? d.say("建筑（不计人口）", "Building, nobody counted") : d.say("建筑", "Building");
    d.legend.front().items.push_back(std::move(item));
  }
  if (discs.empty()) return;
  const DiscRule rule = disc_rule(all_discs, std::move(all_persons));
  const auto radius = [&](std::int64_t persons) { return rule.radius_px(static_cast<double>(persons), d.view.scale, d.view.u); };
  std::stable_sort(discs.begin(), discs.end(), [&](std::size_t a, std::size_t b) {
    return d.world.demand[a].persons > d.world.demand[b].persons;
  });
  auto& shapes = d.layer("demand").shapes;
  for (const auto i : discs) {
    const int c = f.of[i];
    Shape s = styled(d, circle_shape(d.view.px(d.world.demand[i].position), radius(d.world.demand[i].persons), {}),
                     c < 0 ? nullptr : &f.classes[static_cast<std::size_t>(c)], 0.8);
    if (tooltips++ < kMostTooltips) s.title = tooltip(d, f, i);
    shapes.push_back(std::move(s));
  }
  if (!f.classes.empty() && std::any_of(discs.begin(), discs.end(), [&](std::size_t i) { return f.of[i] < 0; })) {
    LegendItem grey;
    grey.symbol.push_back(circle_shape({0, 0}, 7 * u, d.colours.building, {d.colours.building_outline, 0.8 * u, {}}));
    grey.label = d.say("不计入的人口", "People not counted");
    d.legend.back().items.push_back(std::move(grey));
  }
  LegendItem item;
  const double sample = round_down_nice(rule.persons);
  item.symbol.push_back(circle_shape({0, 0}, std::min(10 * u, radius(static_cast<std::int64_t>(sample))),
                                     d.colours.building, {d.colours.soft_ink, 1 * u, {}}));
  item.label = d.say("圆面积示人口", "Disc area: persons");
  item.figure = grouped(static_cast<std::int64_t>(sample)) + d.say(" 人", " persons");
  d.legend.back().items.push_back(std::move(item));
}

bool passes(const MapDraft& d, std::size_t i, int c) {
  const auto& demand = d.world.demand[i];
  if ((d.filter.classes >> static_cast<unsigned>(c) & 1u) == 0 || demand.persons < d.filter.least_persons) return false;
  if (!demand.building.valid() || demand.building.value >= d.world.buildings.size()) return true;
  return (d.filter.building_kinds >> static_cast<unsigned>(d.world.buildings[demand.building.value].kind) & 1u) != 0;
}

}  // namespace

void draw_demand(MapDraft& d) {
  ThemeFigures f = theme_figures(d);
  const bool filtered = d.filter.classes != ~0u || d.filter.building_kinds != ~0u || d.filter.least_persons > 0;
  for (std::size_t i = 0; filtered && i < f.of.size(); ++i)
    if (f.of[i] >= 0 && !passes(d, i, f.of[i])) f.of[i] = -1;
  const double u = d.view.u;
  if (!f.classes.empty()) {
    LegendBlock block{f.title, f.note, {}, {}, {}};
    std::int64_t all = 0;
    for (const auto& c : f.classes) all += c.persons;
    // Which classes show in the window?
    std::vector<std::uint8_t> seen(f.classes.size(), 0);
    for (std::size_t i = 0; i < f.of.size(); ++i)
      if (f.of[i] >= 0 && d.view.window.contains(d.world.demand[i].position)) seen[static_cast<std::size_t>(f.of[i])] = 1;
    for (std::size_t k = 0; k < f.classes.size(); ++k) {
      const auto& c = f.classes[k];
      const double share = all > 0 ? static_cast<double>(c.persons) / static_cast<double>(all) : 0;
      block.bar.emplace_back(share, c.fill);
      block.bar_hatch.push_back(c.hatch == Hatch::kDiagonal ? d.colours.hatch : Colour{0, 0, 0, 0});
      if (seen[k] == 0 && c.persons == 0) continue;
      LegendItem item;
      item.symbol.push_back(styled(d, fill_shape({box_ring(-15 * u, -8 * u, 30 * u, 16 * u)}, {}), &c, 0.8));
      if (d.dense) item.symbol.back().hatch = Hatch::kNone;
      item.label = c.label;
      item.figure = d.options.chinese ? grouped(c.persons) + " 人 · " + percent(share)
                                      : grouped(c.persons) + " · " + percent(share);
      block.items.push_back(std::move(item));
    }
    d.legend.push_back(std::move(block));
  }
  if (d.options.theme == MapTheme::kAreaShare) return;  // the areas carry the figure
  if (!d.dense) draw_places(d, f);
  else if (d.options.theme != MapTheme::kOrganisations && d.options.theme != MapTheme::kLinks) draw_density(d, f);
}

}  // namespace catchment::scene
