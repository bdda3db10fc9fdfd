#include "viewer/scene/theming.h"

#include "viewer/scene/theme_rule.h"

namespace catchment::scene {

void Theming::set(const Figure& figure, const Classing& classing, const StudyView& now, const StudyView* base, bool chinese, bool dark) {
  if (figure.kind == FigureKind::kPersonsPerHectare && density_.size() != world_->demand.size()) density_ = hectare_density(*world_);
  const ThemeRule rule{*world_, *scenario_, figure, now, base, chinese, dark, density_};
  rule.check();
  auto breaks = rule.breaks(classing);
  auto figures = rule.all(breaks);
  figure_ = figure, classing_ = classing, chinese_ = chinese, dark_ = dark;
  breaks_ = std::move(breaks), figures_ = std::move(figures);
  split_known_ = rule.split_known();
  changed_.clear();
}

/// Takes a point out of its class and puts it into another.
void Theming::move(std::uint32_t point, int to) {
  const int from = figures_.of[point];
  if (from == to) return;
  const auto persons = world_->demand[point].persons;
  if (from >= 0) figures_.classes[static_cast<std::size_t>(from)].persons -= persons, --figures_.classes[static_cast<std::size_t>(from)].places;
  if (to >= 0) figures_.classes[static_cast<std::size_t>(to)].persons += persons, ++figures_.classes[static_cast<std::size_t>(to)].places;
  figures_.of[point] = static_cast<std::int8_t>(to);
  changed_.push_back(point);
}

std::span<const std::uint32_t> Theming::update(std::span<const std::uint32_t> points, const StudyView& now, const StudyView* base) {
  const ThemeRule rule{*world_, *scenario_, figure_, now, base, chinese_, dark_, density_};
  if (rule.split_known() != split_known_) return refresh(now, base);
  changed_.clear();
  if (figures_.classes.empty()) return changed_;
  for (const auto i : points) move(i, rule.class_of(i, breaks_));
  rule.exact_sums(figures_);
  return changed_;
}

std::span<const std::uint32_t> Theming::refresh(const StudyView& now, const StudyView* base) {
  const ThemeRule rule{*world_, *scenario_, figure_, now, base, chinese_, dark_, density_};
  changed_.clear();
  split_known_ = rule.split_known();
  ThemeFigures fresh = rule.all(breaks_);
  for (std::uint32_t i = 0; i < fresh.of.size(); ++i)
    if (fresh.of[i] != figures_.of[i]) changed_.push_back(i);
  figures_ = std::move(fresh);
  return changed_;
}

std::optional<double> Theming::value(std::size_t point, const StudyView& now, const StudyView* base) const {
  return ThemeRule{*world_, *scenario_, figure_, now, base, chinese_, dark_, density_}.value(point);
}

std::string Theming::value_text(std::size_t point, const StudyView& now, const StudyView* base) const {
  const ThemeRule rule{*world_, *scenario_, figure_, now, base, chinese_, dark_, density_};
  const auto v = rule.value(point);
  return v ? rule.value_text(*v) : std::string();
}

}  // namespace catchment::scene
