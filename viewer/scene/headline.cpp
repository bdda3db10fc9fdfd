#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "viewer/scene/link_table.h"
#include "viewer/scene/map_draft.h"
#include "viewer/scene/text_format.h"
#include "viewer/scene/theme.h"

namespace catchment::scene {

namespace {

std::string place_name(const MapDraft& d) {
  const auto& s = d.scenario;
  const Name place{s.place_name_zh, s.place_name_en};
  if (!place.in(d.options.chinese).empty()) return place.in(d.options.chinese);
  if (!s.title.in(d.options.chinese).empty()) return s.title.in(d.options.chinese);
  return s.name;
}

/// Services of one rank are kinds, not levels.
bool speaks_of_services(const MapDraft& d) {
  return !d.study.levels.empty() && std::all_of(d.study.levels.begin(), d.study.levels.end(), [](const LevelResult& l) { return !l.spec.services.empty(); });
}

double share_of(std::int64_t part, std::int64_t all) {
  return all > 0 ? static_cast<double>(part) / static_cast<double>(all) : 0;
}

}  // namespace

std::string crs_text(const std::string& crs) {
  if (!crs.starts_with("EPSG:")) return crs;
  int code = 0;
  for (const char c : crs.substr(5)) {
    if (c < '0' || c > '9' || code > 1000000) return crs;
    code = code * 10 + (c - '0');
  }
  if (code > 32600 && code <= 32660) return crs + fmt::format(" · WGS 84 / UTM {}N", code - 32600);
  if (code > 32700 && code <= 32760) return crs + fmt::format(" · WGS 84 / UTM {}S", code - 32700);
  if (code >= 4491 && code <= 4554) return crs + " · CGCS2000 / Gauss-Krüger";
  if (code == 3857) return crs + " · WGS 84 / Pseudo-Mercator";
  return crs;
}

std::string map_title(const MapDraft& d) {
  if (!d.options.title.empty()) return d.options.title;
  const bool zh = d.options.chinese;
  std::string what;
  const bool own_title = d.options.figure && d.options.figure->kind != FigureKind::kSplit && d.options.figure->kind != FigureKind::kMinutes &&
                         d.options.figure->kind != FigureKind::kLevels && d.options.figure->kind != FigureKind::kDifference;
  const std::string level = d.options.level < d.study.levels.size() ? level_name(d.study.levels[d.options.level].spec, zh) : "";
  switch (d.options.theme) {
    case MapTheme::kCoverage: what = zh ? level + "覆盖" : "Coverage: " + level; break;
    case MapTheme::kMinutes: what = zh ? "到" + level + "的路程" : "Travel to the nearest " + level; break;
    case MapTheme::kLevels:
      what = speaks_of_services(d) ? (zh ? "各类服务覆盖" : "Coverage by service") : (zh ? "分级服务覆盖" : "Coverage by service level");
      break;
    case MapTheme::kAreaShare: what = zh ? "各片区" + level + "覆盖率" : "Coverage by area: " + level; break;
    case MapTheme::kOrganisations: what = zh ? "单位覆盖" : "Organisation coverage"; break;
    case MapTheme::kDifference: what = zh ? level + "覆盖变化" : "Change in coverage: " + level; break;
    case MapTheme::kLinks: what = zh ? "资源共享网络" : "Who shares what with whom"; break;
  }
  if (own_title) what = figure_title(*d.options.figure, d.scenario, zh);
  const std::string place = place_name(d);
  return place.empty() ? what : place + (zh ? " · " : " · ") + what;
}

std::string map_headline(const MapDraft& d) {
  const bool zh = d.options.chinese;
  const auto people = d.study.population;
  if (d.options.theme == MapTheme::kOrganisations) {
    if (!d.study.organisations) return {};
    const auto& o = *d.study.organisations;
    return zh ? fmt::format("{} 家单位：组织覆盖 {}，工作覆盖 {}。", grouped(o.organisations), percent(o.organisation_coverage()), percent(o.work_coverage()))
              : fmt::format("{} organisations: organisation coverage {}, work coverage {}.", grouped(o.organisations),
                            percent(o.organisation_coverage()), percent(o.work_coverage()));
  }
  if (d.options.theme == MapTheme::kLinks) {
    const LinkTable table = link_table(d.world);
    const LinkSums sums = link_sums(table, d.filter);
    const auto active = sums.of_status[static_cast<std::size_t>(LinkStatus::kActive)] + sums.of_status[static_cast<std::size_t>(LinkStatus::kAgreed)];
    const auto partners = static_cast<std::int64_t>(table.n_nodes()), proposed = sums.of_status[static_cast<std::size_t>(LinkStatus::kProposed)];
    std::string text = zh ? fmt::format("{} 个伙伴之间有 {} 条共享联系", grouped(partners), grouped(active)) : fmt::format("{} partners with {} links between them", grouped(partners), grouped(active));
    if (proposed > 0) text += zh ? fmt::format("，另有 {} 条拟议", grouped(proposed)) : fmt::format(", and {} proposed", grouped(proposed));
    return text + (zh ? "。" : ".");
  }
  if (people <= 0) return zh ? "研究区内没有人口。" : "Nobody is counted in the study area.";
  if (d.options.figure && d.options.figure->kind >= FigureKind::kPersons)
    return zh ? fmt::format("研究区内 {} 人，{} 处。", grouped(people), grouped(static_cast<std::int64_t>(d.study.demand_points)))
              : fmt::format("{} people at {} places are counted in the study area.", grouped(people), grouped(static_cast<std::int64_t>(d.study.demand_points)));
  if (d.options.theme == MapTheme::kLevels) {
    std::int64_t none = 0;
    for (std::size_t i = 0; i < d.world.demand.size(); ++i) {
      if (!d.counts(i)) continue;
      const bool any = std::any_of(d.study.levels.begin(), d.study.levels.end(), [&](const LevelResult& l) { return l.coverage.covered[i] != 0; });
      if (!any) none += d.world.demand[i].persons;
    }
    if (d.study.levels.empty()) return {};
    if (speaks_of_services(d))
      return zh ? fmt::format("{} 人中，{} 各类服务全部可达，{}（{} 人）一类也不可达。", grouped(people), percent(d.study.joint_share), percent(share_of(none, people)), grouped(none))
                : fmt::format("Of {} people, {} are within reach of every service; {} ({} people) of none.", grouped(people), percent(d.study.joint_share), percent(share_of(none, people)), grouped(none));
    return zh ? fmt::format("{} 人中，{} 各级服务全部可达，{}（{} 人）一级也不可达。", grouped(people), percent(d.study.joint_share), percent(share_of(none, people)), grouped(none))
              : fmt::format("Of {} people, {} are within reach of every level; {} ({} people) of none.", grouped(people), percent(d.study.joint_share), percent(share_of(none, people)), grouped(none));
  }
  if (d.options.level >= d.study.levels.size()) return {};
  const auto& level = d.study.levels[d.options.level];
  const auto& c = level.coverage;
  const std::string cutoff = cost_text(level.spec.cutoff, level.spec.unit, zh), name = level_name(level.spec, zh);
  if ((d.options.theme == MapTheme::kMinutes || (d.options.figure && d.options.figure->kind == FigureKind::kCost)) && d.options.level < d.study.equity.size()) {
    const auto& e = d.study.equity[d.options.level];
    return zh ? fmt::format("到最近{}：一半的人不超过 {}，九成不超过 {}；最远的十分之一平均 {}。", name, cost_text(e.median, level.spec.unit, zh), cost_text(e.p90, level.spec.unit, zh), cost_text(e.worst_tenth_mean, level.spec.unit, zh))
              : fmt::format("To the nearest {}: half of the people within {}, nine in ten within {}; the worst tenth travel {} on average.", name, cost_text(e.median, level.spec.unit, zh), cost_text(e.p90, level.spec.unit, zh), cost_text(e.worst_tenth_mean, level.spec.unit, zh));
  }
  if (d.options.theme == MapTheme::kDifference && d.options.base != nullptr && d.options.level < d.options.base->levels.size()) {
    const auto& before = d.options.base->levels[d.options.level];
    std::int64_t gained = 0, lost = 0;
    for (std::size_t i = 0; i < d.world.demand.size() && i < before.coverage.covered.size() && i < c.covered.size(); ++i) {
      if (!d.counts(i)) continue;
      const bool was = before.coverage.covered[i] != 0, is = c.covered[i] != 0;
      if (is && !was) gained += d.world.demand[i].persons;
      if (was && !is) lost += d.world.demand[i].persons;
    }
    return zh ? fmt::format("{}以内覆盖由 {} 变为 {}：新增 {} 人，减少 {} 人。", cutoff, percent(before.share), percent(level.share), grouped(gained), grouped(lost))
              : fmt::format("Within {}: from {} to {}; {} people gained, {} lost.", cutoff, percent(before.share), percent(level.share), grouped(gained), grouped(lost));
  }
  std::string text = zh ? fmt::format("{} 处{}在 {}以内覆盖 {} 的人（{} 人，共 {} 人）", level.providers.size(), name, cutoff, percent(level.share), grouped(c.persons_covered), grouped(people))
                        : fmt::format("{} providers reach {} of people within {} ({} of {})", level.providers.size(), percent(level.share), cutoff, grouped(c.persons_covered), grouped(people));
  if (level.capacity_limited && c.persons_no_capacity > 0)
    text += zh ? fmt::format("；其中 {} 人没有名额", grouped(c.persons_no_capacity)) : fmt::format("; {} of them find no place", grouped(c.persons_no_capacity));
  if (c.persons_out_of_reach > 0)
    text += zh ? fmt::format("；{} 人不可达", grouped(c.persons_out_of_reach)) : fmt::format("; {} are out of reach", grouped(c.persons_out_of_reach));
  return text + (zh ? "。" : ".");
}

}  // namespace catchment::scene
