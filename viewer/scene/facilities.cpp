#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <numbers>
#include <numeric>

#include "viewer/scene/map_draft.h"
#include "viewer/scene/shapes.h"
#include "viewer/scene/text_format.h"
#include "viewer/scene/theme.h"

namespace catchment::scene {

double facility_radius(int rank, double u) {
  static constexpr std::array kRadius{3.4, 5.6, 8.4, 12.5};
  return kRadius[static_cast<std::size_t>(std::clamp(rank, 1, 4) - 1)] * u;
}

std::vector<Shape> facility_symbol(Point at, int rank, FacilityStatus status, double u, const Palette& colours) {
  rank = std::clamp(rank, 1, 4);
  const double r = facility_radius(rank, u);
  const Colour own = status == FacilityStatus::kClosed ? colours.soft_ink : colours.level[static_cast<std::size_t>(rank - 1)];
  std::vector<Shape> out;
  out.push_back(circle_shape(at, r + 2.3 * u, colours.panel));  // casing: stands clear of any building, also at city zoom
  if (rank == 4) {
    // A ring with a star core; proposed: the star is hollow.
    out.push_back(circle_shape(at, r - 1.4 * u, colours.panel, {own, 2.8 * u, {}}));
    Ring star;
    for (int i = 0; i < 10; ++i) {
      const double angle = -std::numbers::pi / 2 + i * std::numbers::pi / 5, reach = (i % 2 == 0 ? 0.70 : 0.29) * r;
      star.push_back({at.x + reach * std::cos(angle), at.y + reach * std::sin(angle)});
    }
    if (status == FacilityStatus::kExisting) out.push_back(fill_shape({star}, own));
    if (status == FacilityStatus::kProposed) out.push_back(fill_shape({star}, colours.panel, {own, 1.3 * u, {}}));
  } else if (status == FacilityStatus::kExisting) {
    out.push_back(circle_shape(at, r, own));
  } else {
    const double line = std::max(1.2 * u, 0.34 * r);
    out.push_back(circle_shape(at, r - line / 2, colours.panel, {own, line, {}}));
  }
  if (status == FacilityStatus::kClosed) {
    const double k = r * (rank == 4 ? 0.5 : 0.9);
    const double line = std::max(1.2 * u, 0.2 * r);
    out.push_back(line_shape({{{at.x - k, at.y - k}, {at.x + k, at.y + k}}, {{at.x - k, at.y + k}, {at.x + k, at.y - k}}},
                             {colours.ink, line, {}}));
  }
  return out;
}

std::vector<Shape> edit_mark(Point at, double radius_px, EditState state, double u, const Palette& colours) {
  if (state == EditState::kUnchanged) return {};
  const double m = 4.4 * u, reach = 0.72 * radius_px + 3.2 * u;
  const Point c{at.x + reach, at.y - reach};
  std::vector<Shape> out{circle_shape(c, m + 2.0 * u, colours.panel, {colours.hairline, 0.8 * u, {}})};
  const auto bar = [&](double x, double y) { return Ring{{c.x - x, c.y - y}, {c.x + x, c.y + y}}; };
  switch (state) {
    case EditState::kNew: {
      const Colour blue = colours.dark ? colours.accent : colours.served;
      out.push_back(line_shape({bar(m * 0.9, 0), bar(0, m * 0.9)}, {blue, 2.6 * u, {}}));
      break;
    }
    case EditState::kChanged: {
      Shape s = fill_shape({{{c.x, c.y - m}, {c.x + m * 0.95, c.y + m * 0.7}, {c.x - m * 0.95, c.y + m * 0.7}}}, colours.no_capacity, {colours.hatch, 0.9 * u, {}});
      out.push_back(std::move(s));
      break;
    }
    default: out.push_back(line_shape({bar(m * 0.65, m * 0.65), bar(m * 0.65, -m * 0.65)}, {colours.soft_ink, 2.2 * u, {}}));
  }
  return out;
}

namespace {

bool passes(const LayerFilter& filter, const Facility& f) {
  const auto rank = static_cast<unsigned>(std::clamp(f.level, 1, 4) - 1);
  return (filter.facility_ranks >> rank & 1u) != 0 && (filter.facility_statuses >> static_cast<unsigned>(f.status) & 1u) != 0;
}

std::size_t most_symbols(Zoom zoom) { return zoom == Zoom::kBlock ? 1200 : zoom == Zoom::kDistrict ? 450 : 300; }

/// Steps back: not of the level shown. What is proposed or closed provides nothing, and still belongs to its rank's level.
bool steps_back(const MapDraft& d, std::size_t i, int least) {
  if (d.overlay == nullptr || d.overlay->providers.empty()) return false;
  const auto& providers = d.overlay->providers;
  if (std::binary_search(providers.begin(), providers.end(), FacilityId(i))) return false;
  if (d.facilities[i].status == FacilityStatus::kExisting) return true;
  return d.facilities[i].level < least;
}

/// A facility that the plan takes away: its own form in grey, under a cross.
std::vector<Shape> removed_symbol(Point at, const Facility& f, double u, const Palette& colours) {
  Palette grey = colours;
  grey.level.fill(colours.dark ? rgb(0x8B9097) : rgb(0x9A9A96));
  auto out = facility_symbol(at, f.level, FacilityStatus::kProposed, u, grey);
  const double k = facility_radius(f.level, u) * 0.95;
  out.push_back(line_shape({{{at.x - k, at.y - k}, {at.x + k, at.y + k}}, {{at.x - k, at.y + k}, {at.x + k, at.y - k}}}, {colours.panel, 4.4 * u, {}}));
  out.push_back(line_shape({{{at.x - k, at.y - k}, {at.x + k, at.y + k}}, {{at.x - k, at.y + k}, {at.x + k, at.y - k}}}, {colours.soft_ink, 2.2 * u, {}}));
  return out;
}

}  // namespace

int least_drawn_rank(const MapDraft& d) {
  std::array<double, 4> count{};
  Box box;
  for (const auto& f : d.facilities) {
    if (!passes(d.filter, f)) continue;
    ++count[static_cast<std::size_t>(std::clamp(f.level, 1, 4) - 1)];
    box.add(f.position);
  }
  if (box.empty()) return 1;
  // How many a screen shows where they stand as close as they do on average.
  const double screen = d.view.frame.width() * d.view.frame.height() / (d.view.scale * d.view.scale);
  const double share = std::min(1.0, screen / std::max(1.0, box.width() * box.height()));
  double left = (count[0] + count[1] + count[2] + count[3]) * share;
  int rank = 1;
  for (; left > static_cast<double>(most_symbols(d.zoom)) && rank < 4; ++rank) left -= count[static_cast<std::size_t>(rank - 1)] * share;
  return rank;
}

std::vector<std::size_t> drawn_facilities(const MapDraft& d) {
  const auto& facilities = d.facilities;
  std::vector<std::uint8_t> shown(facilities.size(), 1);
  if (d.options.theme == MapTheme::kOrganisations || d.options.theme == MapTheme::kLinks) {
    for (std::size_t i = 0; i < facilities.size(); ++i) shown[i] = facilities[i].level >= 3;
  } else if (d.options.theme != MapTheme::kLevels && d.options.level < d.study.levels.size()) {
    const auto& level = d.study.levels[d.options.level];
    for (std::size_t i = 0; i < facilities.size(); ++i)
      shown[i] = facilities[i].status != FacilityStatus::kExisting && facilities[i].level >= level.spec.rank;
    for (const auto id : level.providers) shown[id.value] = 1;
  }
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < facilities.size(); ++i)
    if (shown[i] != 0 && passes(d.filter, facilities[i]) && (d.overlay == nullptr || i != d.overlay->hidden_facility)) out.push_back(i);
  return out;
}

void draw_facilities(MapDraft& d) {
  const double shrink = d.zoom == Zoom::kBlock ? 1 : d.zoom == Zoom::kDistrict ? 0.8 : 0.6;
  const double u = d.view.u * shrink;
  const bool zh = d.options.chinese;
  std::vector<std::size_t> order;
  std::array<std::array<std::int64_t, 3>, 4> count{};
  for (const auto i : drawn_facilities(d)) {
    const auto& f = d.facilities[i];
    if (!d.view.window.contains(f.position)) continue;
    order.push_back(i);
    ++count[static_cast<std::size_t>(std::clamp(f.level, 1, 4) - 1)][static_cast<std::size_t>(f.status)];
  }
  // Thousands of dots hide the people they serve: the lowest ranks step back until what is left can be seen.
  int least_rank = 1;
  if (d.overlay != nullptr) least_rank = least_drawn_rank(d);
  else
    for (std::size_t left = order.size(); left > most_symbols(d.zoom) && least_rank < 4; ++least_rank)
      for (const auto n : count[static_cast<std::size_t>(least_rank - 1)]) left -= static_cast<std::size_t>(n);
  std::erase_if(order, [&](std::size_t i) {
    return std::clamp(d.facilities[i].level, 1, 4) < least_rank && d.state_of_facility(i) == EditState::kUnchanged;
  });
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const auto& fa = d.facilities[a];
    const auto& fb = d.facilities[b];
    return std::pair{fa.level, static_cast<int>(fa.status)} < std::pair{fb.level, static_cast<int>(fb.status)};
  });
  auto& shapes = d.layer("facilities").shapes;
  const bool with_tooltips = d.overlay == nullptr && order.size() <= 1500;
  int least_of_level = 4;
  if (d.overlay != nullptr)
    for (const auto id : d.overlay->providers)
      if (id.value < d.facilities.size()) least_of_level = std::min(least_of_level, d.facilities[id.value].level);
  for (const auto i : order) {
    const auto& f = d.facilities[i];
    const Point at = d.view.px(f.position);
    auto symbol = facility_symbol(at, f.level, f.status, u, d.colours);
    if (steps_back(d, i, least_of_level))
      for (Shape& s : symbol) s.fill.a = static_cast<std::uint8_t>(s.fill.a * 0.38), s.stroke.colour.a = static_cast<std::uint8_t>(s.stroke.colour.a * 0.38);
    if (with_tooltips) {
      std::string& title = symbol.back().title;
      title = (f.name.in(zh).empty() ? f.id : f.name.in(zh)) + " · " + rank_name(f.level, zh);
      if (f.capacity >= 0) title += zh ? " · 可容纳 " + grouped(f.capacity) + " 人" : " · capacity " + grouped(f.capacity);
      if (f.status == FacilityStatus::kProposed) title += d.say(" · 拟建", " · proposed");
      if (f.status == FacilityStatus::kClosed) title += d.say(" · 关闭", " · closed");
      symbol.front().title = title;
    }
    std::move(symbol.begin(), symbol.end(), std::back_inserter(shapes));
    const double r = facility_radius(f.level, u);
    // A home's dot may lie under a name; the name of a station must not give way to it.
    if (f.level >= 2) d.labels.block({at.x - r, at.y - r, at.x + r, at.y + r}, symbol_weight(f.level));
  }
  for (const auto& f : d.removed) {
    if (!d.view.window.contains(f.position) || !passes(d.filter, f)) continue;
    const Point at = d.view.px(f.position);
    for (Shape& s : removed_symbol(at, f, u, d.colours)) shapes.push_back(std::move(s));
    const double r = facility_radius(f.level, u);
    d.labels.block({at.x - r, at.y - r, at.x + r, at.y + r}, symbol_weight(f.level));
  }
  // Marks over all symbols, so that no neighbour hides them.
  std::array<std::int64_t, 4> states{};
  for (const auto i : order) {
    const EditState state = d.state_of_facility(i);
    const double r = facility_radius(d.facilities[i].level, u);
    const Point at = d.view.px(d.facilities[i].position);
    auto mark = edit_mark(at, r, state, d.view.u, d.colours);
    if (!mark.empty()) d.labels.block({at.x, at.y - r - 10 * d.view.u, at.x + r + 10 * d.view.u, at.y}, symbol_weight(4));
    ++states[static_cast<std::size_t>(state)];
    std::move(mark.begin(), mark.end(), std::back_inserter(shapes));
  }
  if (d.overlay != nullptr) return;  // the viewer's own legend tells
  LegendBlock block{d.say("服务设施", "Facilities"), "", {}, {}, {}};
  const char* status_zh[] = {"", "（拟建）", "（关闭）"};
  const char* status_en[] = {"", ", proposed", ", closed"};
  for (int rank = 4; rank >= least_rank; --rank)
    for (std::size_t status = 0; status < 3; ++status) {
      const auto n = count[static_cast<std::size_t>(rank - 1)][status];
      if (n == 0) continue;
      std::string name = rank_name(rank, zh, true);
      // A rank has the name of the level that stands for it. Where services decide who provides what, a rank says little: if all its
      // facilities offer one service it has that one's name, if they offer several a plain word.
      const bool one_level = d.options.theme != MapTheme::kLevels && d.options.theme != MapTheme::kOrganisations && d.options.theme != MapTheme::kLinks && d.options.level < d.study.levels.size();
      std::vector<const LevelSpec*> of_rank, of_service;
      for (const auto& level : d.study.levels) {
        const bool provides = std::any_of(level.providers.begin(), level.providers.end(), [&](FacilityId f) { return d.facilities[f.value].level == rank; });
        if (level.spec.services.empty() && level.spec.rank == rank) of_rank.push_back(&level.spec);
        if (!level.spec.services.empty() && provides) of_service.push_back(&level.spec);
      }
      if (!of_rank.empty()) name = level_name(*of_rank.front(), zh);
      else if (one_level && !d.study.levels[d.options.level].spec.services.empty()) name = level_name(d.study.levels[d.options.level].spec, zh);
      else if (of_service.size() == 1) name = level_name(*of_service.front(), zh);
      else if (of_service.size() > 1) name = zh ? "各类设施" : "facilities of all services";
      if (!name.empty() && !zh) name[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(name[0])));
      block.items.push_back({facility_symbol({0, 0}, rank, static_cast<FacilityStatus>(status), d.view.u * std::min(1.0, shrink * 1.1), d.colours),
                             name + (zh ? status_zh[status] : status_en[status]), grouped(n) + (zh ? " 处" : "")});
    }
  std::int64_t left_out = 0;
  for (int rank = 1; rank < least_rank; ++rank)
    for (const auto n : count[static_cast<std::size_t>(rank - 1)]) left_out += n;
  if (left_out > 0)
    block.note = zh ? "另有 " + grouped(left_out) + " 处较低等级的设施未画出"
                    : grouped(left_out) + " facilities of lower ranks are not drawn";
  states[static_cast<std::size_t>(EditState::kRemoved)] += static_cast<std::int64_t>(std::count_if(d.removed.begin(), d.removed.end(), [&](const Facility& f) { return d.view.window.contains(f.position); }));
  const char* state_zh[] = {"", "新增", "已改动", "已撤销"};
  const char* state_en[] = {"", "New", "Changed", "Removed"};
  for (std::size_t k = 1; k < 4; ++k) {
    if (states[k] == 0) continue;
    const double off = 0.72 * 3 * d.view.u + 3.2 * d.view.u;  // the mark stands in the middle of its place
    block.items.push_back({edit_mark({-off, off}, 3 * d.view.u, static_cast<EditState>(k), d.view.u, d.colours), zh ? state_zh[k] : state_en[k], grouped(states[k]) + (zh ? " 处" : "")});
  }
  if (!block.items.empty()) d.legend.push_back(std::move(block));
}

}  // namespace catchment::scene
