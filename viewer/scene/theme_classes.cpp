#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "viewer/scene/text_format.h"
#include "viewer/scene/theme_rule.h"

namespace catchment::scene {

namespace {

std::string travel_text(TravelMode mode, bool zh) {
  switch (mode) {
    case TravelMode::kWalk: return zh ? "沿街道步行 " : "On foot along streets, within ";
    case TravelMode::kCycle: return zh ? "沿街道骑行 " : "By bicycle along streets, within ";
    case TravelMode::kMatrix: return zh ? "按给定的路程 " : "By the given travel costs, within ";
    default: return zh ? "按直线距离估算 " : "Estimated from straight lines, within ";
  }
}

/// Services of one rank are kinds, not levels.
template <class Levels, class Spec>
bool all_services(const Levels& levels, const Spec& spec_of) {
  return std::all_of(levels.begin(), levels.end(), [&](const auto& l) { return !spec_of(l).services.empty(); });
}

std::string title_of(const Figure& figure, const LevelSpec* spec, bool kinds, bool zh) {
  const std::string level = spec == nullptr ? std::string() : level_name(*spec, zh);
  switch (figure.kind) {
    case FigureKind::kLevels: return kinds ? (zh ? "可达的服务类数" : "Services within reach") : (zh ? "可达的服务层级数" : "Levels within reach");
    case FigureKind::kSplit: return zh ? level + "覆盖" : "Coverage: " + level;
    case FigureKind::kMinutes: return zh ? "到最近" + level + "的路程" : "Travel to the nearest " + level;
    case FigureKind::kCost: return zh ? "到最近" + level + "的路程（分级）" : "Travel to the nearest " + level + ", classed";
    case FigureKind::kBackup: return zh ? level + "：可选处数" : "Choices within reach: " + level;
    case FigureKind::kDifference: return zh ? level + "覆盖变化" : "Change: " + level;
    case FigureKind::kCostChange: return zh ? "到最近" + level + "的路程变化" : "Change of travel to the nearest " + level;
    case FigureKind::kPersons: return zh ? "人数" : "People";
    case FigureKind::kPersonsPerHectare: return zh ? "人口密度" : "Population density";
    case FigureKind::kFloors: return zh ? "层数" : "Floors";
    case FigureKind::kDwellings: return zh ? "户数" : "Dwellings";
    case FigureKind::kBuildingKind: return zh ? "建筑用途" : "Use of buildings";
    case FigureKind::kNone: return zh ? "不着色" : "No figure";
  }
  return {};
}

std::string counted(double v, const char* unit_zh, const char* one, const char* many, bool zh) {
  const auto n = std::llround(v);
  return zh ? grouped(n) + " " + unit_zh : grouped(n) + " " + (n == 1 ? one : many);
}

/// A value of a classed figure; `plain` without its unit.
std::string text_of(FigureKind kind, double v, CostUnit unit, bool zh, bool plain) {
  switch (kind) {
    case FigureKind::kMinutes:
    case FigureKind::kCost:
    case FigureKind::kCostChange: {
      if (!plain) return cost_text(v, unit, zh);
      if (unit == CostUnit::kSeconds) return decimal(v / 60, v < 1200 ? 1 : 0);
      return v >= 2000 ? decimal(v / 1000, 1) + (zh ? " 公里" : " km") : grouped(std::llround(v));
    }
    case FigureKind::kPersonsPerHectare: {
      const std::string number = v < 10 ? decimal(v, 1) : grouped(std::llround(v));
      return plain ? number : number + (zh ? " 人/公顷" : " persons/ha");
    }
    case FigureKind::kPersons: return plain ? grouped(std::llround(v)) : counted(v, "人", "person", "persons", zh);
    case FigureKind::kFloors: return plain ? grouped(std::llround(v)) : counted(v, "层", "floor", "floors", zh);
    case FigureKind::kDwellings: return plain ? grouped(std::llround(v)) : counted(v, "户", "dwelling", "dwellings", zh);
    default: return decimal(v, 1);
  }
}

bool whole(FigureKind kind) { return kind == FigureKind::kPersons || kind == FigureKind::kFloors || kind == FigureKind::kDwellings; }

std::string range_text(FigureKind kind, std::span<const double> ends, std::size_t k, CostUnit unit, bool zh) {
  if (ends.empty()) return zh ? "全部" : "All";
  const auto full = [&](double v) { return text_of(kind, v, unit, zh, false); };
  if (k == 0) return zh ? full(ends[0]) + (whole(kind) ? "及以下" : "以内") : "Up to " + full(ends[0]);
  if (k == ends.size()) return zh ? full(ends.back()) + "以上" : "Over " + full(ends.back());
  const double low = ends[k - 1] + (whole(kind) ? 1 : 0);
  if (whole(kind) && low == ends[k]) return full(low);
  return text_of(kind, low, unit, zh, true) + "–" + full(ends[k]);
}

/// Blue for shorter, orange for longer, white (on a dark ground: a quiet grey) where nothing changed.
std::string change_text(std::span<const double> ends, std::size_t k, CostUnit unit, bool zh) {
  const std::size_t middle = ends.size() / 2;
  if (k == middle) return zh ? "不变" : "As before";
  const bool nearer = k < middle;
  const std::size_t step = nearer ? middle - k : k - middle;      // 1 is the smallest change
  const std::string word = zh ? (nearer ? "近 " : "远 ") : (nearer ? "Nearer by " : "Farther by ");
  const auto end = [&](std::size_t s) { return ends[middle + s]; };  // upper end of step s
  const std::size_t steps = middle;
  if (steps == 1) return zh ? (nearer ? "更近" : "更远") : (nearer ? "Nearer" : "Farther");
  if (step == 1) return word + (zh ? cost_text(end(1), unit, true) + "以内" : "up to " + cost_text(end(1), unit, false));
  if (step == steps) return zh ? word + cost_text(end(step - 1), unit, true) + "以上" : word + "over " + cost_text(end(step - 1), unit, false);
  return word + text_of(FigureKind::kCostChange, end(step - 1), unit, zh, true) + "–" + cost_text(end(step), unit, zh);
}

void level_classes(const ThemeRule& r, ThemeFigures& f) {
  const std::size_t n = r.now.levels.size();
  if (n == 0) {
    f.title.clear();
    return;
  }
  const bool zh = r.chinese, kinds = all_services(r.now.levels, [](const LevelView& l) -> const LevelSpec& { return *l.spec; });
  const char* unit_zh = kinds ? "类" : "级";
  for (const auto& level : r.now.levels)
    f.note += (f.note.empty() ? "" : zh ? "、" : ", ") + level_name(*level.spec, zh) + " " + cost_text(level.spec->cutoff, level.spec->unit, zh);
  const std::size_t classes = std::min<std::size_t>(n, 6);
  const auto colours = level_counts(classes, r.dark);
  for (std::size_t c = 0; c <= classes; ++c) {
    // The counts that share this class.
    std::size_t least = n, most = 0;
    for (std::size_t k = 0; k <= n; ++k)
      if (level_count_class(k, n) == static_cast<int>(c)) least = std::min(least, k), most = std::max(most, k);
    std::string label;
    if (zh) label = most == 0 ? fmt::format("一{}也不可达", unit_zh) : least == n ? (n == 1 ? "可达" : fmt::format("{} {}全部可达", n, unit_zh)) : least == most ? fmt::format("{} {}可达", least, unit_zh) : fmt::format("{}–{} {}可达", least, most, unit_zh);
    else label = most == 0 ? "None" : least == n ? (n == 1 ? "Reached" : fmt::format("All {}", n)) : least == most ? fmt::format("{} of {}", least, n) : fmt::format("{}–{} of {}", least, most, n);
    f.classes.push_back({colours[classes - c], Hatch::kNone, label});
  }
}

}  // namespace

ThemeFigures ThemeRule::classes(std::span<const double> ends) const {
  ThemeFigures f;
  const bool zh = chinese;
  const Palette& p = palette(dark);
  const LevelSpec* spec = of_one_level(figure.kind) ? level().spec : nullptr;
  const CostUnit unit = spec == nullptr ? CostUnit::kMetres : spec->unit;
  const bool kinds = all_services(now.levels, [](const LevelView& l) -> const LevelSpec& { return *l.spec; });
  const auto say = [&](const char* a, const char* b) { return std::string(zh ? a : b); };
  const auto no_data = [&](std::string label) { f.classes.push_back({p.no_data, Hatch::kDots, std::move(label)}); };
  const std::string standard = spec == nullptr ? std::string() : say("标准：", "Standard: ") + cost_text(spec->cutoff, unit, zh);
  f.title = title_of(figure, spec, kinds, zh);
  switch (figure.kind) {
    case FigureKind::kLevels: level_classes(*this, f); break;
    case FigureKind::kSplit:
      f.note = travel_text(scenario.network.mode, zh) + cost_text(spec->cutoff, unit, zh) + say("以内", "");
      // Before the places have been shared out, who is within reach is all that is known.
      f.classes = {{p.served, Hatch::kNone, level().served.empty() ? say("可达（名额待算）", "Reached (places not yet shared out)") : say("已服务", "Served")},
                   {p.no_capacity, Hatch::kDiagonal, say("可达但无名额", "Reached, no capacity")},
                   {p.out_of_reach, Hatch::kNone, say("不可达", "Out of reach")}};
      break;
    case FigureKind::kMinutes:
      f.note = standard;
      for (std::size_t b = 0; b <= ends.size(); ++b) {
        std::string label;
        if (b == ends.size())
          label = zh ? cost_text(ends.back(), unit, true) + "以上" : "Over " + cost_text(ends.back(), unit, false);
        else
          label = (b == 0 ? std::string("0") : decimal(unit == CostUnit::kSeconds ? ends[b - 1] / 60 : ends[b - 1], 1)) + "–" + cost_text(ends[b], unit, zh);
        if (b < ends.size() && ends[b] == spec->cutoff) label += say("（标准）", " (standard)");
        f.classes.push_back({p.minutes[b], Hatch::kNone, label});
      }
      break;
    case FigureKind::kBackup: {
      const auto colours = level_counts(5, dark);
      f.note = cost_text(spec->cutoff, unit, zh) + say("以内的设施数", "");
      if (!zh) f.note = "Providers within " + f.note;
      for (std::size_t k = 0; k <= 5; ++k)
        f.classes.push_back({colours[k], Hatch::kNone, k == 0 ? say("不可达", "Out of reach") : k < 5 ? (zh ? fmt::format("{} 处", k) : fmt::format("{}", k)) : say("5 处及以上", "5 and more")});
      break;
    }
    case FigureKind::kDifference:
      f.note = say("与基准方案比较", "Compared with the base");
      f.classes = {{p.served, Hatch::kNone, say("新增可达", "Newly covered")},
                   {p.no_capacity, Hatch::kDiagonal, say("不再可达", "Lost")},
                   {p.covered_before, Hatch::kNone, say("保持可达", "Still covered")},
                   {p.uncovered_before, Hatch::kNone, say("仍不可达", "Still out of reach")}};
      break;
    case FigureKind::kCostChange: {
      f.note = say("与基准方案比较", "Compared with the base");
      const auto colours = diverging(ends.size() / 2, dark);
      for (std::size_t k = 0; k <= ends.size(); ++k) f.classes.push_back({colours[k], Hatch::kNone, change_text(ends, k, unit, zh)});
      no_data(say("始终不可达", "Never reached"));
      break;
    }
    case FigureKind::kBuildingKind: {
      static constexpr const char* kZh[] = {"居住", "办公", "商住混合", "产业楼宇园区", "校园", "工业", "公共及其他"};
      static constexpr const char* kEn[] = {"Residential", "Office", "Mixed", "Business park", "Campus", "Industrial", "Public and other"};
      // In this order neighbours in the legend differ most.
      static constexpr std::size_t kColour[] = {1, 0, 4, 3, 2, 5, 6};
      for (std::size_t k = 0; k < 7; ++k) f.classes.push_back({okabe_ito()[kColour[k]], Hatch::kNone, zh ? kZh[k] : kEn[k]});
      no_data(say("没有建筑数据", "No building data"));
      break;
    }
    case FigureKind::kNone: break;
    default: {
      if (figure.kind == FigureKind::kCost) f.note = standard;
      if (figure.kind == FigureKind::kPersonsPerHectare) f.note = say("周围 300 米见方的平均", "Mean of the 300 m square around");
      const auto colours = sequential(ends.size() + 1, dark);
      for (std::size_t k = 0; k <= ends.size(); ++k) {
        std::string label = range_text(figure.kind, ends, k, unit, zh);
        if (figure.kind == FigureKind::kCost && k < ends.size() && ends[k] == spec->cutoff) label += say("（标准）", " (standard)");
        f.classes.push_back({colours[k], Hatch::kNone, std::move(label)});
      }
      if (figure.kind == FigureKind::kCost) no_data(say("不可达", "No way there"));
      if (figure.kind == FigureKind::kFloors || figure.kind == FigureKind::kDwellings) no_data(say("无数据", "No data"));
    }
  }
  return f;
}

std::string ThemeRule::value_text(double v) const {
  const bool zh = chinese;
  const CostUnit unit = of_one_level(figure.kind) ? level().spec->unit : CostUnit::kMetres;
  switch (figure.kind) {
    case FigureKind::kLevels: return zh ? fmt::format("{} / {}", std::llround(v), now.levels.size()) : fmt::format("{} of {}", std::llround(v), now.levels.size());
    case FigureKind::kBackup: return counted(v, "处", "provider", "providers", zh);
    case FigureKind::kDifference: return v > 0 ? (zh ? "新增可达" : "newly covered") : v < 0 ? (zh ? "不再可达" : "lost") : (zh ? "不变" : "as before");
    case FigureKind::kCostChange: return v == 0 ? (zh ? "不变" : "as before") : (v < 0 ? (zh ? "近 " : "nearer by ") : (zh ? "远 " : "farther by ")) + cost_text(std::abs(v), unit, zh);
    default: return text_of(figure.kind, v, unit, zh, false);
  }
}

int level_count_class(std::size_t k, std::size_t n) {
  k = std::min(k, n);
  if (n <= 6) return static_cast<int>(n - k);
  if (k == n) return 0;
  if (k == 0) return 6;
  return 1 + static_cast<int>((n - 1 - k) * 5 / (n - 1));
}

bool of_one_level(FigureKind kind) { return kind >= FigureKind::kSplit && kind <= FigureKind::kCostChange; }
bool needs_base(FigureKind kind) { return kind == FigureKind::kDifference || kind == FigureKind::kCostChange; }
bool is_classed(FigureKind kind) {
  return kind == FigureKind::kCost || (kind >= FigureKind::kCostChange && kind <= FigureKind::kDwellings);
}

std::string figure_title(const Figure& figure, const Scenario& scenario, bool chinese) {
  const LevelSpec* spec = of_one_level(figure.kind) && figure.level < scenario.levels.size() ? &scenario.levels[figure.level] : nullptr;
  return title_of(figure, spec, !scenario.levels.empty() && all_services(scenario.levels, [](const LevelSpec& l) -> const LevelSpec& { return l; }), chinese);
}

std::vector<Figure> figures_of(const World& world, const Scenario& scenario) {
  std::vector<Figure> out;
  if (!scenario.levels.empty()) out.push_back({FigureKind::kLevels, 0});
  for (const auto kind : {FigureKind::kSplit, FigureKind::kMinutes, FigureKind::kCost, FigureKind::kBackup, FigureKind::kDifference, FigureKind::kCostChange})
    for (std::size_t l = 0; l < scenario.levels.size(); ++l) out.push_back({kind, l});
  if (!world.demand.empty()) out.push_back({FigureKind::kPersons, 0}), out.push_back({FigureKind::kPersonsPerHectare, 0});
  // What a building has, where any building has it.
  bool floors = false, dwellings = false, kinds = false;
  for (const auto& b : world.buildings)
    floors = floors || b.floors > 1, dwellings = dwellings || b.dwellings > 0, kinds = kinds || b.kind != world.buildings.front().kind;
  if (floors) out.push_back({FigureKind::kFloors, 0});
  if (dwellings) out.push_back({FigureKind::kDwellings, 0});
  if (kinds) out.push_back({FigureKind::kBuildingKind, 0});
  out.push_back({FigureKind::kNone, 0});
  return out;
}

}  // namespace catchment::scene
