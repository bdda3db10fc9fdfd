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
  out.push_back(circle_shape(at, r + 1.6 * u, colours.panel));  // casing: stands clear of any building
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

std::vector<std::size_t> drawn_facilities(const MapDraft& d) {
  const auto& facilities = d.world.facilities;
  std::vector<std::uint8_t> shown(facilities.size(), 1);
  if (d.options.theme == MapTheme::kOrganisations) {
    for (std::size_t i = 0; i < facilities.size(); ++i) shown[i] = facilities[i].level >= 3;
  } else if (d.options.theme != MapTheme::kLevels && d.options.level < d.study.levels.size()) {
    const auto& level = d.study.levels[d.options.level];
    for (std::size_t i = 0; i < facilities.size(); ++i)
      shown[i] = facilities[i].status != FacilityStatus::kExisting && facilities[i].level >= level.spec.rank;
    for (const auto id : level.providers) shown.at(id.value) = 1;
  }
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < facilities.size(); ++i)
    if (shown[i] != 0) out.push_back(i);
  return out;
}

void draw_facilities(MapDraft& d) {
  const double shrink = d.zoom == Zoom::kBlock ? 1 : d.zoom == Zoom::kDistrict ? 0.8 : 0.6;
  const double u = d.view.u * shrink;
  const bool zh = d.options.chinese;
  std::vector<std::size_t> order;
  std::array<std::array<std::int64_t, 3>, 4> count{};
  for (const auto i : drawn_facilities(d)) {
    const auto& f = d.world.facilities[i];
    if (!d.view.window.contains(f.position)) continue;
    order.push_back(i);
    ++count[static_cast<std::size_t>(std::clamp(f.level, 1, 4) - 1)][static_cast<std::size_t>(f.status)];
  }
  // Thousands of dots hide the people they serve: the lowest ranks step back until what is left can be seen.
  const std::size_t most_symbols = d.zoom == Zoom::kBlock ? 1200 : d.zoom == Zoom::kDistrict ? 450 : 300;
  int least_rank = 1;
  for (std::size_t left = order.size(); left > most_symbols && least_rank < 4; ++least_rank)
    for (const auto n : count[static_cast<std::size_t>(least_rank - 1)]) left -= static_cast<std::size_t>(n);
  std::erase_if(order, [&](std::size_t i) { return std::clamp(d.world.facilities[i].level, 1, 4) < least_rank; });
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const auto& fa = d.world.facilities[a];
    const auto& fb = d.world.facilities[b];
    return std::pair{fa.level, static_cast<int>(fa.status)} < std::pair{fb.level, static_cast<int>(fb.status)};
  });
  auto& shapes = d.layer("facilities").shapes;
  const bool with_tooltips = order.size() <= 1500;
  for (const auto i : order) {
    const auto& f = d.world.facilities[i];
    const Point at = d.view.px(f.position);
    auto symbol = facility_symbol(at, f.level, f.status, u, d.colours);
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
    if (f.level >= 2) d.labels.block({at.x - r, at.y - r, at.x + r, at.y + r});
  }
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
      const bool one_level = d.options.theme != MapTheme::kLevels && d.options.theme != MapTheme::kOrganisations && d.options.level < d.study.levels.size();
      std::vector<const LevelSpec*> of_rank, of_service;
      for (const auto& level : d.study.levels) {
        const bool provides = std::any_of(level.providers.begin(), level.providers.end(), [&](FacilityId f) { return d.world.facilities[f.value].level == rank; });
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
  if (!block.items.empty()) d.legend.push_back(std::move(block));
}

}  // namespace catchment::scene
