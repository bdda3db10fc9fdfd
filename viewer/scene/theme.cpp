#include "viewer/scene/theme.h"

#include <algorithm>
#include <cmath>

#include "sim/network/impedance.h"
#include "viewer/scene/theme_rule.h"

namespace catchment::scene {

std::string rank_name(int rank, bool chinese, bool plural) {
  static constexpr const char* kZh[] = {"家", "点", "站", "中心"};
  static constexpr const char* kEn[] = {"home", "point", "station", "centre"};
  const int i = std::clamp(rank, 1, 4) - 1;
  return chinese ? kZh[i] : std::string(kEn[i]) + (plural ? "s" : "");
}

std::string level_name(const LevelSpec& spec, bool chinese) {
  const auto& title = spec.title.in(chinese);
  if (!title.empty()) return title;
  return spec.name.empty() ? rank_name(spec.rank, chinese) : spec.name;
}

std::vector<double> minute_bands(const LevelSpec& spec, const NetworkOptions& network) {
  std::vector<double> out;
  for (const double minutes : {5.0, 10.0, 15.0})
    out.push_back(spec.unit == CostUnit::kSeconds ? minutes * 60 : minutes * for_group(network, spec.group).speed_m_per_min);
  // Who is within the standard must show: its cutoff takes the place of the end that it is nearest to, by ratio.
  auto nearest = std::min_element(out.begin(), out.end(), [&](double a, double b) { return std::abs(std::log(a / spec.cutoff)) < std::abs(std::log(b / spec.cutoff)); });
  *nearest = spec.cutoff;
  return out;
}

std::optional<Figure> figure_of(const MapOptions& options) {
  if (options.figure) return options.figure;
  switch (options.theme) {
    case MapTheme::kCoverage: return Figure{FigureKind::kSplit, options.level};
    case MapTheme::kMinutes: return Figure{FigureKind::kMinutes, options.level};
    case MapTheme::kLevels: return Figure{FigureKind::kLevels, 0};
    case MapTheme::kDifference: return Figure{FigureKind::kDifference, options.level};
    case MapTheme::kAreaShare:
    case MapTheme::kOrganisations:
    case MapTheme::kLinks: break;
  }
  return std::nullopt;
}

ThemeFigures theme_figures(const MapDraft& d) {
  const auto figure = figure_of(d.options);
  if (!figure) {
    ThemeFigures none;
    none.of.assign(d.world.demand.size(), -1);
    return none;
  }
  const StudyView now = view_of(d.study);
  StudyView before;
  if (d.options.base != nullptr) before = view_of(*d.options.base);
  std::vector<double> density;
  if (figure->kind == FigureKind::kPersonsPerHectare) density = hectare_density(d.world);
  const ThemeRule rule{d.world, d.scenario, *figure, now, d.options.base == nullptr ? nullptr : &before, d.options.chinese, d.colours.dark, density};
  rule.check();
  return rule.all(rule.breaks(d.options.classing));
}

}  // namespace catchment::scene
