#include "app/cli/headline.h"

#include "app/cli/headline_sharing.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include <fmt/format.h>

namespace catchment::cli {

std::string grouped(std::int64_t value) {
  const std::string digits = std::to_string(value);
  std::string out;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const bool after_digit = i > 0 && digits[i - 1] != '-';
    if (after_digit && (digits.size() - i) % 3 == 0) out += ',';
    out += digits[i];
  }
  return out;
}

std::string percent(double share) { return std::isfinite(share) ? fmt::format("{:.1f} %", share * 100) : "-"; }

std::string cutoff_text(const LevelSpec& level, bool chinese) {
  if (level.unit == CostUnit::kSeconds) return fmt::format("{:.6g} {}", level.cutoff / 60, chinese ? "分钟" : "min");
  return fmt::format("{:.6g} {}", level.cutoff, chinese ? "米" : "m");
}

namespace {

std::string level_lines(const Study& study, bool zh) {
  std::string out;
  for (const LevelResult& level : study.levels) {
    std::string name = level.spec.title.in(zh);
    if (name.empty()) name = level.spec.name;
    const LevelCoverage& c = level.coverage;
    out += zh ? fmt::format("{}（{} 处，{} 以内）：覆盖 {} 人，占 {}", name, level.providers.size(), cutoff_text(level.spec, zh),
                            grouped(c.persons_covered), percent(level.share))
              : fmt::format("{} (facilities: {}, within {}): {} persons covered, {}", name, level.providers.size(),
                            cutoff_text(level.spec, zh), grouped(c.persons_covered), percent(level.share));
    if (level.capacity_limited)
      out += zh ? fmt::format("；得到服务 {} 人，够得着但名额已满 {} 人，够不着 {} 人", grouped(c.persons_served),
                              grouped(c.persons_no_capacity), grouped(c.persons_out_of_reach))
                : fmt::format("; served {}, reached but no capacity {}, out of reach {}", grouped(c.persons_served),
                              grouped(c.persons_no_capacity), grouped(c.persons_out_of_reach));
    out += "\n";
  }
  if (study.levels.size() > 1) {
    const LevelResult& weakest = study.levels[weakest_level(study)];
    std::string name = weakest.spec.title.in(zh);
    if (name.empty()) name = weakest.spec.name;
    const bool differ = std::any_of(study.levels.begin(), study.levels.end(), [&](const LevelResult& l) {
      return l.coverage.persons_covered > weakest.coverage.persons_covered;
    });
    out += zh ? fmt::format("各级同时覆盖：{} 人，占 {}", grouped(study.joint.persons), percent(study.joint_share))
              : fmt::format("On every level: {} persons, {}", grouped(study.joint.persons), percent(study.joint_share));
    if (differ)
      out += zh ? fmt::format("；最弱的是“{}”，{}", name, percent(weakest.share)) : fmt::format("; the weakest is \"{}\", {}", name, percent(weakest.share));
    out += "\n";
  }
  return out;
}

std::string organisation_lines(const Study& study, bool zh) {
  std::string out;
  if (study.organisations) {
    const OrganisationCoverage& o = *study.organisations;
    const auto line = [&](const char* chinese, const char* english, std::int64_t part, double share) {
      out += fmt::format("{}{}{} / {} = {}\n", zh ? chinese : english, zh ? "：" : ": ", grouped(part), grouped(o.counted),
                         std::isfinite(share) ? fmt::format("{:.6g}", share) : "-");
    };
    line("组织覆盖", "Organisation coverage", o.own + o.joint, o.organisation_coverage());
    line("工作覆盖", "Work coverage", o.own + o.joint + o.assigned, o.work_coverage());
  }
  if (study.accountability) {
    const Accountability& a = *study.accountability;
    out += zh ? fmt::format("责任单位：无人负责 {} 个，多头负责 {} 个\n", a.orphans.size(), a.conflicts.size())
              : fmt::format("Accountable units: {} orphans, {} conflicts\n", a.orphans.size(), a.conflicts.size());
  }
  if (study.venues)
    out += zh ? fmt::format("场地：{} 个小组中 {} 个有场次\n", grouped(study.venues->groups), grouped(study.venues->hosted))
              : fmt::format("Venues: {} of {} groups hosted\n", grouped(study.venues->hosted), grouped(study.venues->groups));
  return out;
}

std::string named(const Name& title, const std::string& name, bool zh) { return title.in(zh).empty() ? name : title.in(zh); }

/// A figure as people write it: at most six digits, no zeros at the end.
std::string amount(double value) { return std::isfinite(value) ? fmt::format("{:.6g}", value) : "-"; }

std::string channel_line(const ChannelResult& c, const Study& study, bool zh) {
  const std::string name = named(c.spec.title, c.spec.name, zh);
  const DeliveryDay& day = c.day;
  const std::string reached = study.population > 0 ? percent(static_cast<double>(c.persons_reached) / static_cast<double>(study.population)) : "-";
  std::string out = zh ? fmt::format("渠道“{}”：触达 {}，每人每天 {} 次，{} 人共 {} 次", name, reached, amount(c.per_staff_day()), grouped(day.staff),
                                     grouped(day.total_capacity))
                       : fmt::format("Channel \"{}\": reaches {}, {} contacts per staff-day, {} staff make {} a day", name, reached,
                                     amount(c.per_staff_day()), grouped(day.staff), grouped(day.total_capacity));
  if (c.requests_stated)
    out += zh ? fmt::format("；每天需求 {} 次，满足 {}，积压每天 +{}", amount(day.asked), percent(day.asked > 0 ? day.served / day.asked : NAN), amount(day.backlog()))
              : fmt::format("; {} asked, {} served, backlog +{} a day", amount(day.asked), percent(day.asked > 0 ? day.served / day.asked : NAN),
                            amount(day.backlog()));
  return out + "\n";
}

std::string service_lines(const Study& study, bool zh) {
  std::string out;
  for (const ExposureResult& row : study.exposure) {
    const Exposure& e = row.exposure;
    const std::string level = named(study.levels[row.level].spec.title, study.levels[row.level].spec.name, zh);
    const auto share = [&](std::int64_t part) { return e.counted > 0 ? percent(static_cast<double>(part) / static_cast<double>(e.counted)) : "-"; };
    out += zh ? fmt::format("本楼有“{}”的组织：{} / {}，占 {}，分布在 {} 栋楼；限度以内 {}\n", level, grouped(e.counted_in_building), grouped(e.counted),
                            share(e.counted_in_building), grouped(e.buildings), share(e.counted_within))
              : fmt::format("Organisations with \"{}\" in their own building: {} / {}, {}, in {} buildings; within the cutoff {}\n", level,
                            grouped(e.counted_in_building), grouped(e.counted), share(e.counted_in_building), grouped(e.buildings), share(e.counted_within));
  }
  for (const ChannelResult& c : study.channels) out += channel_line(c, study, zh);
  for (const AdviserResult& a : study.advisers) {
    const std::string name = named(a.spec.title, a.spec.name, zh);
    const auto all = static_cast<std::int64_t>(a.quarter.size());
    const std::string share = all > 0 ? percent(static_cast<double>(a.coverage.covered) / static_cast<double>(all)) : "-";
    out += zh ? fmt::format("“{}”（{} 名）：负责小区 {} / {}，占 {}\n", name, grouped(a.advisers), grouped(a.coverage.covered), grouped(all), share)
              : fmt::format("\"{}\" ({} advisers): {} / {} quarters looked after, {}\n", name, grouped(a.advisers), grouped(a.coverage.covered),
                            grouped(all), share);
  }
  if (study.information) {
    const InformationReach& r = *study.information;
    out += zh ? fmt::format("信息触达：{}（信息屏 {}，网上 {}）\n", percent(r.reached), percent(r.screens), percent(r.online))
              : fmt::format("Information reaches {} (screens {}, online {})\n", percent(r.reached), percent(r.screens), percent(r.online));
  }
  if (study.dashboard) {
    const DashboardResult& d = *study.dashboard;
    const auto share = [](const std::optional<double>& v) { return v ? percent(*v) : std::string("-"); };
    const std::string gini = d.coverage_gini ? fmt::format("{:.4f}", *d.coverage_gini) : "-";
    out += zh ? fmt::format("四个变化：基层人员占比 {}，区域覆盖率基尼系数 {}，跨单位联系占比 {}，投放偏差 {}\n", share(d.staff.share()), gini,
                            share(d.links.share()), share(d.targeting_error))
              : fmt::format("Four changes: staff at low levels {}, Gini of coverage by area {}, links across units {}, targeting error {}\n",
                            share(d.staff.share()), gini, share(d.links.share()), share(d.targeting_error));
  }
  return out;
}

std::string finding_line(const World& world, const Study& study, bool zh) {
  int errors = 0, warnings = 0;
  for (const Findings* list : {&world.findings, &study.findings})
    for (const Finding& f : *list) {
      errors += f.severity == Severity::kError;
      warnings += f.severity == Severity::kWarning;
    }
  if (errors + warnings == 0) return "";
  return zh ? fmt::format("数据提示：错误 {} 条，警告 {} 条（详见报告，或用 catchment check）\n", errors, warnings)
            : fmt::format("Findings: {} errors, {} warnings (see the report or catchment check)\n", errors, warnings);
}

}  // namespace

std::string headline(const World& world, const Study& study, const Scenario& scenario, bool chinese) {
  const bool zh = chinese;
  std::string title = scenario.title.in(zh);
  if (title.empty()) title = scenario.name.empty() ? scenario.file : scenario.name;
  std::string out = title;
  out += zh ? fmt::format("（运行 {}）\n", study.run_id) : fmt::format(" (run {})\n", study.run_id);
  if (world.modelled)
    out += zh ? "地图或数据中有模拟生成的部分，不是实测。\n" : "Parts of the map or data are generated, not surveyed.\n";
  if (study.demand_points > 0)
    out += zh ? fmt::format("人口 {} 人，需求点 {} 个\n", grouped(study.population), grouped(static_cast<std::int64_t>(study.demand_points)))
              : fmt::format("Population {}, at {} demand points\n", grouped(study.population),
                            grouped(static_cast<std::int64_t>(study.demand_points)));
  if (study.population_beyond > 0)
    out += zh ? fmt::format("边界（或道路数据）之外另有 {} 人，不计入\n", grouped(study.population_beyond))
              : fmt::format("Beyond the boundary (or the street data) live another {}, not counted\n", grouped(study.population_beyond));
  out += level_lines(study, zh);
  out += organisation_lines(study, zh);
  out += service_lines(study, zh);
  out += sharing_lines(world, study, zh);
  out += finding_line(world, study, zh);
  return out;
}

}  // namespace catchment::cli
