#include <algorithm>
#include <cmath>
#include <set>

#include "app/report/page.h"
#include "app/report/pictures.h"

namespace catchment::pipeline {
namespace {

constexpr std::size_t kAreasShown = 40;
/// A gap whose excess is at most this share of the cutoff is called near: a shorter way may close it.
constexpr double kNearShare = 0.25;

/// The tree level of the table of areas: the one asked for, else the next coarser one that exists, else the next finer one.
int area_level(const Page& p) {
  std::set<int> levels;
  for (const auto& a : p.study.areas)
    if (a.area.valid() && a.area.value < p.world.areas.size()) levels.insert(p.world.areas[a.area.value].level);
  if (levels.empty()) return -1;
  const auto above = levels.upper_bound(p.scenario.coverage.report_area_level);
  return above == levels.begin() ? *above : *std::prev(above);
}

std::string gap_reason(const Page& p, const Gap& g) {
  if (g.no_capacity) return p.t("gaps.full", count_text(std::llround(g.shortfall)));
  if (!std::isfinite(g.shortfall)) return p.t("gaps.cut");
  return p.t("gaps.far", cost_text(g.shortfall, p.study.levels[g.level].spec.unit, p.zh));
}

std::string gap_hint(const Page& p, const Gap& g) {
  const std::string nearest = facility_name(p, g.nearest);
  if (g.no_capacity) {
    const std::string places = count_text(std::llround(g.shortfall));
    return nearest.empty() ? p.t("gaps.hint.full.noname", places) : p.t("gaps.hint.full", nearest, places);
  }
  if (!std::isfinite(g.shortfall)) return p.t("gaps.hint.cut");
  const auto& spec = p.study.levels[g.level].spec;
  // A gate or a passage shortens a way along streets, not a straight line.
  if (p.study.network.used && !nearest.empty() && g.shortfall <= kNearShare * spec.cutoff)
    return p.t("gaps.hint.near", nearest, cost_text(g.shortfall, spec.unit, p.zh));
  return p.t("gaps.hint.new", level_title(p, g.level));
}

}  // namespace

void write_levels(Page& p) {
  const auto& study = p.study;
  if (study.levels.empty()) return;
  const bool services = speaks_of_services(study);
  p.chapter("levels", p.t(services ? "levels.title.services" : "levels.title.levels"));
  std::string intro = p.t("levels.intro");
  if (!services && study.levels.size() > 1) {
    if (!p.zh) intro += ' ';
    intro += p.t(p.scenario.coverage.nested ? "levels.nested" : "levels.not.nested");
  }
  p.paragraph(intro);
  std::vector<HtmlColumn> columns{{p.t(services ? "levels.service" : "levels.level"), false, ""},
                                  {p.t("levels.limit"), true, ""},
                                  {p.t("levels.facilities"), true, ""},
                                  {p.t("levels.persons"), true, ""},
                                  {p.t("levels.share"), false, "wide"},
                                  {p.t("levels.backup"), true, ""}};
  std::vector<std::vector<HtmlCell>> rows;
  for (std::size_t k = 0; k < study.levels.size(); ++k) {
    const auto& l = study.levels[k];
    std::int64_t twice = 0;
    for (std::size_t b = 2; b < l.backup_persons.size(); ++b) twice += l.backup_persons[b];
    rows.push_back({cell(level_title(p, k)), cell_number(cost_text(l.spec.cutoff, l.spec.unit, p.zh), l.spec.cutoff),
                    cell(static_cast<std::int64_t>(l.providers.size())), cell(l.coverage.persons_covered),
                    cell_bar(l.share), cell(share_text(twice, study.population))});
  }
  if (study.levels.size() > 1)
    rows.push_back({cell(p.t(services ? "levels.all.services" : "levels.all.levels")), cell(""), cell(""),
                    cell(study.joint.persons), cell_bar(study.joint_share), cell("")});
  p.table("", columns, rows);
  if (study.population > 0)
    p.figure(curve_svg(p), p.t("levels.curve"));
  else
    p.paragraph(p.t("undefined.why"), "quiet");
}

void write_areas(Page& p) {
  const auto& study = p.study;
  if (study.levels.empty() || study.population == 0) return;
  p.chapter("areas", p.t("areas.title"));
  const int level = area_level(p);
  const bool several = study.levels.size() > 1;
  std::vector<const AreaResult*> areas;
  for (const auto& a : study.areas)
    if (a.area.valid() && a.area.value < p.world.areas.size() && p.world.areas[a.area.value].level == level)
      areas.push_back(&a);
  if (areas.empty()) {
    p.paragraph(p.t("areas.none"));
    return;
  }
  const auto key = [&](const AreaResult* a) { return several ? a->joint : a->covered[0]; };
  const auto share = [&](const AreaResult* a) { return share_of(key(a), a->persons); };
  // Worst first; areas without people (undefined share) last; the larger first among equals, then by index.
  std::stable_sort(areas.begin(), areas.end(), [&](const AreaResult* a, const AreaResult* b) {
    const bool da = a->persons > 0, db = b->persons > 0;
    if (da != db) return da;
    if (da && share(a) != share(b)) return share(a) < share(b);
    return a->persons > b->persons;
  });
  const auto defined = std::count_if(areas.begin(), areas.end(), [](const AreaResult* a) { return a->persons > 0; });
  std::string verdict;
  if (areas.size() == 1) {
    verdict = p.t("areas.single", area_name(p, areas[0]->area));
  } else if (defined > 1) {
    const auto *worst = areas[0], *best = areas[static_cast<std::size_t>(defined - 1)];
    verdict = share(worst) == share(best)
                  ? p.t("areas.same", share_text(share(worst)))
                  : p.t("areas.worst", area_name(p, worst->area), count_text(worst->persons), share_text(share(worst)),
                        area_name(p, best->area), share_text(share(best)));
  }
  p.paragraph(p.t("areas.intro", p.t("level." + std::to_string(level)),
                  p.t(several ? "areas.sort.joint" : "areas.sort.share"), verdict));

  std::vector<HtmlColumn> columns{{p.t("areas.area"), false, ""}, {p.t("areas.persons"), true, ""}};
  if (several) columns.push_back({p.t("areas.joint"), false, "bar"});
  for (std::size_t k = 0; k < study.levels.size(); ++k) columns.push_back({level_title(p, k), false, several ? "bar" : "wide"});
  const std::size_t shown = std::min(areas.size(), kAreasShown);
  std::vector<std::vector<HtmlCell>> rows;
  for (std::size_t i = 0; i < shown; ++i) {
    const auto& a = *areas[i];
    std::vector<HtmlCell> row{cell(area_name(p, a.area)), cell(a.persons)};
    if (several) row.push_back(cell_bar(share_of(a.joint, a.persons)));
    for (std::size_t k = 0; k < study.levels.size(); ++k) row.push_back(cell_bar(share_of(a.covered[k], a.persons)));
    rows.push_back(std::move(row));
  }
  p.table("", columns, rows, columns.size() > 6 ? "sortable tight" : "sortable");
  if (areas.size() > shown)
    p.paragraph(p.t("areas.more", shown, count_text(static_cast<std::int64_t>(areas.size() - shown))), "quiet");
  if (static_cast<std::size_t>(defined) < areas.size()) p.paragraph(p.t("undefined.why"), "quiet");
}

void write_gaps(Page& p) {
  const auto& study = p.study;
  if (study.levels.empty() || study.population == 0) return;
  p.chapter("gaps", p.t("gaps.title"));
  p.figure(split_svg(p), p.t("gaps.split"));
  p.html += "<ul>\n";
  bool limited = false;
  for (std::size_t k = 0; k < study.levels.size(); ++k) {
    const auto& c = study.levels[k].coverage;
    limited = limited || study.levels[k].capacity_limited;
    const std::string far = count_text(c.persons_out_of_reach), full = count_text(c.persons_no_capacity);
    const std::string title = level_title(p, k);
    const bool any_far = c.persons_out_of_reach > 0, any_full = c.persons_no_capacity > 0;
    p.html += "<li>" +
              escaped(any_far && any_full ? p.t("gaps.cause.both", title, far, full)
                      : any_far           ? p.t("gaps.cause.far", title, far)
                      : any_full          ? p.t("gaps.cause.full", title, full)
                                          : p.t("gaps.cause.none", title)) +
              "</li>\n";
  }
  p.html += "</ul>\n";
  if (!limited) p.paragraph(p.t("gaps.nolimit"), "quiet");
  if (study.gaps.empty()) {
    p.paragraph(p.t("gaps.none"));
    return;
  }
  std::vector<std::vector<HtmlCell>> rows;
  for (const auto& g : study.gaps) {
    if (g.level >= study.levels.size()) continue;
    rows.push_back({cell(gap_name(p, g)), cell(level_title(p, g.level)), cell(g.persons), cell(gap_reason(p, g)), cell(gap_hint(p, g))});
  }
  const auto n = static_cast<std::int64_t>(rows.size());
  p.table(p.tn("gaps.table", n, n),
          {{p.t("gaps.where"), false, ""},
           {p.t(speaks_of_services(study) ? "levels.service" : "levels.level"), false, ""},
           {p.t("gaps.persons"), true, ""},
           {p.t("gaps.reason"), false, ""},
           {p.t("gaps.hint"), false, "wide"}},
          rows);
  p.paragraph(p.t("gaps.hint.note"), "quiet");
}

void write_maps(Page& p) {
  const auto& study = p.study;
  if (study.levels.empty() || study.population == 0) return;
  p.chapter("maps", p.t(speaks_of_services(study) ? "maps.title.services" : "maps.title"));
  const std::size_t w = weakest_level(study);
  p.figure(map_svg(p, scene::MapTheme::kMinutes, w, 960), p.t("map.minutes", level_title(p, w)), "map");
  if (study.levels.size() > 1) {
    const bool limited =
        std::any_of(study.levels.begin(), study.levels.end(), [](const LevelResult& l) { return l.capacity_limited; });
    p.html += "<ul class=\"key\"><li><i class=\"s1\"></i>" + escaped(p.t(limited ? "map.key.served" : "map.key.reached")) + "</li>";
    if (limited) p.html += "<li><i class=\"s2\"></i>" + escaped(p.t("map.key.full")) + "</li>";
    p.html += "<li><i class=\"s3\"></i>" + escaped(p.t("map.key.far")) + "</li></ul>\n<div class=\"pair\">\n";
    for (std::size_t k = 0; k < study.levels.size(); ++k)
      p.figure(map_svg(p, scene::MapTheme::kCoverage, k, 460, false), coverage_caption(p, k), "map");
    p.html += "</div>\n";
  }
}

}  // namespace catchment::pipeline
