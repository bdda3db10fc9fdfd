#include "app/cli/headline.h"

#include <cmath>

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
  if (study.levels.size() > 1)
    out += zh ? fmt::format("各级同时覆盖：{} 人，占 {}\n", grouped(study.joint.persons), percent(study.joint_share))
              : fmt::format("On every level: {} persons, {}\n", grouped(study.joint.persons), percent(study.joint_share));
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
  out += finding_line(world, study, zh);
  return out;
}

}  // namespace catchment::cli
