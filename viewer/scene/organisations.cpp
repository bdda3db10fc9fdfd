#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numbers>
#include <stdexcept>

#include <fmt/format.h>

#include "viewer/scene/map_draft.h"
#include "viewer/scene/shapes.h"
#include "viewer/scene/text_format.h"

namespace catchment::scene {

namespace {

/// Own group filled, joint group half filled, instructor ring, none hollow in the colour of "out of reach".
std::vector<Shape> state_symbol(const MapDraft& d, Point at, OrganisationState state, double r) {
  const double line = std::max(0.8 * d.view.u, 0.28 * r);
  const Colour own = d.colours.dark ? d.colours.accent : d.colours.served;
  std::vector<Shape> out;
  switch (state) {
    case OrganisationState::kOwn:
      out.push_back(circle_shape(at, r, own, {d.colours.panel, 0.7 * d.view.u, {}}));
      break;
    case OrganisationState::kJoint: {
      out.push_back(circle_shape(at, r - line / 2, d.colours.panel, {own, line, {}}));
      Ring half;
      for (int i = 0; i <= 16; ++i) {
        const double a = std::numbers::pi / 2 + i * std::numbers::pi / 16;
        half.push_back({at.x + (r - line / 2) * std::cos(a), at.y + (r - line / 2) * std::sin(a)});
      }
      out.push_back(fill_shape({std::move(half)}, own));
      break;
    }
    case OrganisationState::kAssigned:
      out.push_back(circle_shape(at, r - line / 2, d.colours.panel, {own, line, {}}));
      break;
    case OrganisationState::kNone:
      out.push_back(circle_shape(at, r - line / 2, {0, 0, 0, 0}, {d.colours.out_of_reach, line, {}}));
      break;
  }
  return out;
}

constexpr std::array kStates{OrganisationState::kOwn, OrganisationState::kJoint, OrganisationState::kAssigned,
                             OrganisationState::kNone};
constexpr std::array kZh{"单独建立", "联合建立", "有指导员", "尚未覆盖"};
constexpr std::array kEn{"Own group", "Joint group", "Instructor only", "Not covered"};

}  // namespace

namespace {

/// Without a coverage: a small square, quieter than any facility.
Shape plain_symbol(const MapDraft& d, Point at, double r) {
  const double k = 0.8 * r;
  return fill_shape({box_ring(at.x - k, at.y - k, 2 * k, 2 * k)}, d.colours.soft_ink, {d.colours.panel, 0.8 * d.view.u, {}});
}

/// Over the viewer's map: sizes and grouping follow the scale, not what happens to be in the window, so that nothing jumps while panning.
void draw_over_map(MapDraft& d) {
  const auto& all = d.world.organisations;
  const auto& states = d.overlay->organisation_state;
  const bool plain = states.empty();
  if (!plain && states.size() != all.size())
    throw std::invalid_argument(fmt::format("draw_overlay: {} states for {} organisations", states.size(), all.size()));
  if (plain && d.zoom == Zoom::kCity) return;
  const double u = d.view.u, metres = d.view.metres_per_u();
  const auto passes = [&](const Organisation& o) { return (d.filter.organisation_types >> static_cast<unsigned>(o.type) & 1u) != 0 && (plain || o.normal_operation); };
  Box box;
  double count = 0;
  std::vector<std::size_t> in_view;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!passes(all[i])) continue;
    box.add(all[i].position), ++count;
    if (d.view.window.contains(all[i].position)) in_view.push_back(i);
  }
  const double screen = d.view.frame.width() * d.view.frame.height() / (d.view.scale * d.view.scale);
  const double expected = count * std::min(1.0, screen / std::max(1.0, box.width() * box.height()));
  auto& shapes = d.layer("organisations").shapes;
  const auto state_of = [&](std::size_t i) { return static_cast<OrganisationState>(states[i]); };
  if (expected <= 1500) {
    const double r = std::clamp(10 / metres, 2.4, 5.0) * u;
    std::map<std::pair<double, double>, int> at_place;
    for (const auto i : in_view) {
      Point at = d.view.px(all[i].position);
      if (const int n = at_place[{all[i].position.x, all[i].position.y}]++; n > 0) {
        const double turn = n * 2.399963, reach = 1.75 * r * std::sqrt(static_cast<double>(n));
        at = {at.x + reach * std::cos(turn), at.y + reach * std::sin(turn)};
      }
      if (plain) shapes.push_back(plain_symbol(d, at, r));
      else
        for (Shape& s : state_symbol(d, at, state_of(i), r)) shapes.push_back(std::move(s));
    }
    return;
  }
  const double cell = 18 * metres;  // m: cells lie on the ground
  std::map<std::pair<std::int64_t, std::int64_t>, std::array<std::int64_t, 4>> cells;
  for (const auto i : in_view) {
    const auto key = std::pair{static_cast<std::int64_t>(std::floor(all[i].position.y / cell)), static_cast<std::int64_t>(std::floor(all[i].position.x / cell))};
    ++cells[key][plain ? 0 : static_cast<std::size_t>(state_of(i))];
  }
  const double reference = std::max(1.0, 2 * count * cell * cell / std::max(1.0, box.width() * box.height()));
  for (const auto& [key, c] : cells) {
    const auto most = static_cast<std::size_t>(std::max_element(c.begin(), c.end()) - c.begin());
    const double r = std::clamp(7.2 * u * std::sqrt(static_cast<double>(c[0] + c[1] + c[2] + c[3]) / reference), 2.0 * u, 8 * u);
    const Point at = d.view.px({(static_cast<double>(key.second) + 0.5) * cell, (static_cast<double>(key.first) + 0.5) * cell});
    if (plain) shapes.push_back(plain_symbol(d, at, 0.7 * r));
    else
      for (Shape& s : state_symbol(d, at, static_cast<OrganisationState>(most), r)) shapes.push_back(std::move(s));
  }
}

}  // namespace

void draw_organisations(MapDraft& d) {
  if (d.overlay != nullptr) return draw_over_map(d);
  if (d.options.theme != MapTheme::kOrganisations) return;
  if (!d.study.organisations)
    throw std::invalid_argument("draw_map: the study has no organisation coverage");
  const auto& states = d.study.organisations->state;
  if (states.size() != d.world.organisations.size())
    throw std::invalid_argument(fmt::format("draw_map: {} states for {} organisations", states.size(), d.world.organisations.size()));
  std::array<std::int64_t, 4> count{};
  std::vector<std::size_t> in_view;
  const auto row_of = [](OrganisationState s) {
    return static_cast<std::size_t>(std::find(kStates.begin(), kStates.end(), s) - kStates.begin());
  };
  for (std::size_t i = 0; i < states.size(); ++i) {
    if (!d.world.organisations[i].normal_operation) continue;
    ++count[row_of(states[i])];
    if (d.view.window.contains(d.world.organisations[i].position)) in_view.push_back(i);
  }
  const double u = d.view.u;
  auto& shapes = d.layer("organisations").shapes;
  std::array<bool, 4> seen{};
  constexpr std::size_t kMostSingle = 5000;
  bool grouped_cells = false;
  if (in_view.size() <= kMostSingle) {
    const double room = d.view.frame.width() * d.view.frame.height() / std::max<double>(1, static_cast<double>(in_view.size()));
    const double r = std::clamp(std::sqrt(room) * 0.16, 2.2 * u, 4.8 * u);
    // Several organisations in one building stand at one place: spread them on a small spiral, in id order.
    std::map<std::pair<double, double>, int> at_place;
    for (const auto i : in_view) {
      const auto& o = d.world.organisations[i];
      Point at = d.view.px(o.position);
      if (const int n = at_place[{o.position.x, o.position.y}]++; n > 0) {
        const double turn = n * 2.399963, reach = 1.75 * r * std::sqrt(static_cast<double>(n));
        at = {at.x + reach * std::cos(turn), at.y + reach * std::sin(turn)};
      }
      seen[row_of(states[i])] = true;
      auto symbol = state_symbol(d, at, states[i], r);
      const bool zh = d.options.chinese;
      symbol.front().title = (o.name.in(zh).empty() ? o.id : o.name.in(zh)) + " · " + (zh ? kZh : kEn)[row_of(states[i])];
      std::move(symbol.begin(), symbol.end(), std::back_inserter(shapes));
    }
  } else {
    // One symbol per cell: the commonest state, its area by the number of organisations.
    grouped_cells = true;
    const double cell = 15 * u;
    std::map<std::pair<int, int>, std::array<std::int64_t, 4>> cells;
    for (const auto i : in_view) {
      const Point at = d.view.px(d.world.organisations[i].position);
      const auto key = std::pair{static_cast<int>((at.y - d.view.frame.min_y) / cell), static_cast<int>((at.x - d.view.frame.min_x) / cell)};
      ++cells[key][row_of(states[i])];
    }
    std::vector<std::int64_t> sums;
    for (const auto& [key, c] : cells) sums.push_back(c[0] + c[1] + c[2] + c[3]);
    std::sort(sums.begin(), sums.end());
    const double reference = static_cast<double>(std::max<std::int64_t>(1, sums[sums.size() * 95 / 100]));
    for (const auto& [key, c] : cells) {
      const auto most = static_cast<std::size_t>(std::max_element(c.begin(), c.end()) - c.begin());
      seen[most] = true;
      const auto sum = c[0] + c[1] + c[2] + c[3];
      const double r = std::clamp(7.2 * u * std::sqrt(static_cast<double>(sum) / reference), 1.8 * u, 7.2 * u);
      auto symbol = state_symbol(d, {d.view.frame.min_x + (key.second + 0.5) * cell, d.view.frame.min_y + (key.first + 0.5) * cell},
                                 kStates[most], r);
      symbol.front().title = grouped(sum) + d.say(" 家单位", " organisations");
      std::move(symbol.begin(), symbol.end(), std::back_inserter(shapes));
    }
  }
  const std::int64_t all = count[0] + count[1] + count[2] + count[3];
  LegendBlock block{d.say("单位覆盖", "Organisations"), grouped_cells ? d.say("每格取最多的一种，面积示家数", "Commonest state per cell, area: number") : "", {}, {}, {}};
  const std::array bar{d.colours.served, mix(d.colours.served, d.colours.panel, 0.45), mix(d.colours.served, d.colours.panel, 0.75),
                       d.colours.out_of_reach};
  for (std::size_t k = 0; k < 4; ++k) {
    const double share = all > 0 ? static_cast<double>(count[k]) / static_cast<double>(all) : 0;
    block.bar.emplace_back(share, bar[k]);
    block.bar_hatch.push_back({0, 0, 0, 0});
    if (!seen[k] && count[k] == 0) continue;
    block.items.push_back({state_symbol(d, {0, 0}, kStates[k], 6 * u), d.options.chinese ? kZh[k] : kEn[k],
                           grouped(count[k]) + d.say(" 家 · ", " · ") + percent(share)});
  }
  d.legend.push_back(std::move(block));
}

}  // namespace catchment::scene
