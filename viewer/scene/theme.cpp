#include "viewer/scene/theme.h"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

#include "sim/network/impedance.h"
#include "viewer/scene/text_format.h"

namespace catchment::scene {

namespace {

void check_length(const char* what, std::size_t has, std::size_t wants) {
  if (has != wants)
    throw std::invalid_argument(fmt::format("draw_map: {} has {} values for {} demand points", what, has, wants));
}

const LevelResult& level_of(const Study& study, std::size_t level) {
  if (level >= study.levels.size())
    throw std::invalid_argument(fmt::format("draw_map: level {} of {}", level, study.levels.size()));
  return study.levels[level];
}

void put(ThemeFigures& f, const World& world, std::size_t i, int c) {
  f.of[i] = static_cast<std::int8_t>(c);
  f.classes[static_cast<std::size_t>(c)].persons += world.demand[i].persons;
  ++f.classes[static_cast<std::size_t>(c)].places;
}

std::string travel_text(TravelMode mode, bool zh) {
  switch (mode) {
    case TravelMode::kWalk: return zh ? "沿街道步行 " : "On foot along streets, within ";
    case TravelMode::kCycle: return zh ? "沿街道骑行 " : "By bicycle along streets, within ";
    case TravelMode::kMatrix: return zh ? "按给定的路程 " : "By the given travel costs, within ";
    default: return zh ? "按直线距离估算 " : "Estimated from straight lines, within ";
  }
}

void coverage_classes(const MapDraft& d, ThemeFigures& f) {
  const auto& level = level_of(d.study, d.options.level);
  const auto& c = level.coverage;
  check_length("served", c.served.size(), d.world.demand.size());
  check_length("no_capacity", c.no_capacity.size(), d.world.demand.size());
  check_length("out_of_reach", c.out_of_reach.size(), d.world.demand.size());
  f.title = d.options.chinese ? level_name(level.spec, true) + "覆盖" : "Coverage: " + level_name(level.spec, false);
  f.note = travel_text(d.scenario.network.mode, d.options.chinese) +
           cost_text(level.spec.cutoff, level.spec.unit, d.options.chinese) + d.say("以内", "");
  f.classes = {{d.colours.served, Hatch::kNone, d.say("已服务", "Served")},
               {d.colours.no_capacity, Hatch::kDiagonal, d.say("可达但无名额", "Reached, no capacity")},
               {d.colours.out_of_reach, Hatch::kNone, d.say("不可达", "Out of reach")}};
  for (std::size_t i = 0; i < d.world.demand.size(); ++i) {
    if (!d.counts(i)) continue;
    const int k = c.out_of_reach[i] > 0 ? 2 : c.no_capacity[i] > c.served[i] ? 1 : 0;
    put(f, d.world, i, k);
  }
  // People are split exactly, also where a building is split: its colour is the larger part.
  f.classes[0].persons = c.persons_served;
  f.classes[1].persons = c.persons_no_capacity;
  f.classes[2].persons = c.persons_out_of_reach;
}

void minute_classes(const MapDraft& d, ThemeFigures& f) {
  const auto& level = level_of(d.study, d.options.level);
  check_length("nearest.cost", level.nearest.cost.size(), d.world.demand.size());
  const auto ends = minute_bands(level.spec, d.scenario.network);
  const CostUnit unit = level.spec.unit;
  f.title = d.options.chinese ? "到最近" + level_name(level.spec, true) + "的路程"
                              : "Travel to the nearest " + level_name(level.spec, false);
  f.note = d.options.chinese ? "标准：" + cost_text(level.spec.cutoff, unit, true)
                             : "Standard: " + cost_text(level.spec.cutoff, unit, false);
  for (std::size_t b = 0; b <= ends.size(); ++b) {
    std::string label;
    const auto plain = [&](double v) { return decimal(unit == CostUnit::kSeconds ? v / 60 : v, 1); };
    if (b == ends.size())
      label = d.options.chinese ? cost_text(ends.back(), unit, true) + "以上" : "Over " + cost_text(ends.back(), unit, false);
    else
      label = (b == 0 ? std::string("0") : plain(ends[b - 1])) + "–" + cost_text(ends[b], unit, d.options.chinese);
    f.classes.push_back({d.colours.minutes[b], Hatch::kNone, label});
  }
  for (std::size_t i = 0; i < d.world.demand.size(); ++i) {
    if (!d.counts(i)) continue;
    const double cost = from_cost(level.nearest.cost[i]);
    const auto band = std::lower_bound(ends.begin(), ends.end(), cost) - ends.begin();
    put(f, d.world, i, static_cast<int>(band));
  }
}

void level_classes(const MapDraft& d, ThemeFigures& f) {
  const std::size_t n = d.study.levels.size();
  if (n == 0) return;
  for (const auto& level : d.study.levels) check_length("covered", level.coverage.covered.size(), d.world.demand.size());
  // Services of one rank are kinds, not levels.
  const bool kinds = std::all_of(d.study.levels.begin(), d.study.levels.end(), [](const LevelResult& l) { return !l.spec.services.empty(); });
  const char* unit_zh = kinds ? "类" : "级";
  f.title = kinds ? d.say("可达的服务类数", "Services within reach") : d.say("可达的服务层级数", "Levels within reach");
  std::string names;
  for (const auto& level : d.study.levels)
    names += (names.empty() ? "" : d.say("、", ", ")) + level_name(level.spec, d.options.chinese) + " " +
             cost_text(level.spec.cutoff, level.spec.unit, d.options.chinese);
  f.note = names;
  const auto colours = level_counts(n, d.colours.dark);
  for (std::size_t k = 0; k <= n; ++k) {
    std::string label;
    if (d.options.chinese) label = k == 0 ? fmt::format("一{}也不可达", unit_zh) : k == n ? (n == 1 ? "可达" : fmt::format("{} {}全部可达", n, unit_zh)) : fmt::format("{} {}可达", k, unit_zh);
    else label = k == 0 ? "None" : k == n ? (n == 1 ? "Reached" : fmt::format("All {}", n)) : fmt::format("{} of {}", k, n);
    f.classes.push_back({colours[k], Hatch::kNone, label});
  }
  for (std::size_t i = 0; i < d.world.demand.size(); ++i) {
    if (!d.counts(i)) continue;
    int k = 0;
    for (const auto& level : d.study.levels) k += level.coverage.covered[i] != 0;
    put(f, d.world, i, k);
  }
  std::reverse(f.classes.begin(), f.classes.end());
  for (auto& c : f.of)
    if (c >= 0) c = static_cast<std::int8_t>(n - static_cast<std::size_t>(c));
}

void difference_classes(const MapDraft& d, ThemeFigures& f) {
  if (d.options.base == nullptr) throw std::invalid_argument("draw_map: the difference needs a base study");
  const auto& now = level_of(d.study, d.options.level);
  const auto& before = level_of(*d.options.base, d.options.level);
  check_length("covered", now.coverage.covered.size(), d.world.demand.size());
  check_length("the base's covered", before.coverage.covered.size(), d.world.demand.size());
  f.title = d.options.chinese ? level_name(now.spec, true) + "覆盖变化" : "Change: " + level_name(now.spec, false);
  f.note = d.say("与基准方案比较", "Compared with the base");
  f.classes = {{d.colours.served, Hatch::kNone, d.say("新增可达", "Newly covered")},
               {d.colours.no_capacity, Hatch::kDiagonal, d.say("不再可达", "Lost")},
               {d.colours.covered_before, Hatch::kNone, d.say("保持可达", "Still covered")},
               {d.colours.uncovered_before, Hatch::kNone, d.say("仍不可达", "Still out of reach")}};
  for (std::size_t i = 0; i < d.world.demand.size(); ++i) {
    if (!d.counts(i)) continue;
    const bool was = before.coverage.covered[i] != 0, is = now.coverage.covered[i] != 0;
    put(f, d.world, i, is ? (was ? 2 : 0) : (was ? 1 : 3));
  }
}

}  // namespace

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
  return out;
}

ThemeFigures theme_figures(const MapDraft& d) {
  ThemeFigures f;
  f.of.assign(d.world.demand.size(), -1);
  switch (d.options.theme) {
    case MapTheme::kCoverage: coverage_classes(d, f); break;
    case MapTheme::kMinutes: minute_classes(d, f); break;
    case MapTheme::kLevels: level_classes(d, f); break;
    case MapTheme::kDifference: difference_classes(d, f); break;
    case MapTheme::kAreaShare:
    case MapTheme::kOrganisations: break;
  }
  return f;
}

}  // namespace catchment::scene
