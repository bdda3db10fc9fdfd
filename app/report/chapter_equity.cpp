#include <algorithm>
#include <cmath>

#include "app/report/page.h"
#include "app/report/pictures.h"

namespace catchment::pipeline {

void write_equity(Page& p) {
  const auto& study = p.study;
  if (study.levels.empty() || study.population == 0 || study.equity.size() != study.levels.size()) return;
  p.chapter("equity", p.t("equity.title"));
  bool undefined = false;
  for (std::size_t k = 0; k < study.levels.size(); ++k) {
    const auto& e = study.equity[k];
    const CostUnit unit = study.levels[k].spec.unit;
    if (e.lorenz.empty()) {
      p.paragraph(p.t("equity.none", level_title(p, k)));
      undefined = true;
      continue;
    }
    const auto cost = [&](double v) { return cost_text(v, unit, p.zh); };
    p.paragraph(p.t("equity.words", level_title(p, k), cost(e.worst_tenth_mean), cost(e.mean),
                    e.mean > 0 ? decimal_text(e.worst_tenth_mean / e.mean, 1) : kUndefined, cost(e.median), cost(e.p90)));
    if (e.excluded_persons > 0)
      p.paragraph(p.tn("equity.excluded", e.excluded_persons, level_title(p, k), count_text(e.excluded_persons)), "quiet");
  }
  const auto drawn = std::count_if(study.equity.begin(), study.equity.end(), [](const auto& e) { return !e.lorenz.empty(); });
  p.html += drawn == 4 ? "<div class=\"pair four\">\n" : "<div class=\"pair three\">\n";
  for (std::size_t k = 0; k < study.levels.size(); ++k)
    if (!study.equity[k].lorenz.empty()) p.figure(lorenz_svg(p, k, drawn == 4 ? 240 : 300), p.t("equity.lorenz", level_title(p, k)));
  p.html += "</div>\n";
  p.paragraph(p.t("equity.lorenz.note"), "quiet");

  std::vector<std::vector<HtmlCell>> rows;
  for (std::size_t k = 0; k < study.levels.size(); ++k) {
    const auto& e = study.equity[k];
    const CostUnit unit = study.levels[k].spec.unit;
    const bool known = !e.lorenz.empty();
    const auto cost = [&](double v) { return known ? cell_number(cost_text(v, unit, p.zh), v) : cell(kUndefined); };
    const auto ratio = [&](const std::optional<double>& v, int places) {
      undefined = undefined || !v;
      return cell(fixed_text(v, places));
    };
    rows.push_back({cell(level_title(p, k)), cost(e.mean), cost(e.median), cost(e.p90), cost(e.worst_tenth_mean),
                    ratio(e.gini, 3), ratio(e.hoover, 3), ratio(e.palma, 2), ratio(e.p90_p10, 1),
                    ratio(e.theil ? std::optional(e.theil->total) : std::nullopt, 3),
                    ratio(e.theil && e.theil->total > 0 ? std::optional(e.theil->between) : std::nullopt, 3),
                    ratio(e.gini_of_area_shares, 3)});
  }
  p.table(p.t("equity.table"),
          {{p.t(speaks_of_services(study) ? "levels.service" : "levels.level"), false, ""},
           {p.t("equity.mean"), true, ""},
           {p.t("equity.median"), true, ""},
           {p.t("equity.p90"), true, ""},
           {p.t("equity.worst"), true, ""},
           {p.t("equity.gini"), true, ""},
           {p.t("equity.hoover"), true, ""},
           {p.t("equity.palma"), true, ""},
           {p.t("equity.ratio"), true, ""},
           {p.t("equity.theil"), true, ""},
           {p.t("equity.between"), true, ""},
           {p.t("equity.areas"), true, ""}},
          rows);
  if (undefined) p.paragraph(p.t("undefined.why"), "quiet");
}

}  // namespace catchment::pipeline
