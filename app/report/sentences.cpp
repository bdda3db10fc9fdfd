#include <cmath>

#include "app/report/page.h"

namespace catchment::pipeline {
namespace {

/// Coverage of one level, in words.
std::string one_level(const Page& p) {
  const auto& l = p.study.levels[0];
  const auto& c = l.coverage;
  const std::int64_t all = p.study.population;
  const std::string title = level_title(p, 0), within = within_text(p, 0), people = count_text(all);
  std::string out = c.persons_covered == all   ? p.t("answer.one.all", people, title, within)
                    : c.persons_covered == 0 ? p.t("answer.one.none", people, title, within)
                                             : p.t("answer.one", share_text(l.share), people, title, within,
                                                   count_text(c.persons_out_of_reach));
  if (l.capacity_limited && c.persons_no_capacity > 0)
    out += p.tn("answer.full", c.persons_no_capacity, count_text(c.persons_no_capacity));
  return out + p.t("stop");
}

std::string several_levels(const Page& p) {
  const auto& study = p.study;
  const std::int64_t all = study.population;
  const std::string people = count_text(all), n = std::to_string(study.levels.size()), mode = mode_text(p);
  const std::string kind = speaks_of_services(study) ? "services" : "levels";
  const bool two = study.levels.size() == 2;
  if (study.joint.persons == all) {
    std::string out = p.t("answer." + kind + (two ? ".all.two" : ".all"), people, n, mode);
    std::int64_t full = 0;
    std::size_t fullest = 0;
    for (std::size_t k = 0; k < study.levels.size(); ++k)
      if (const auto f = study.levels[k].coverage.persons_no_capacity; study.levels[k].capacity_limited && f > full) {
        full = f;
        fullest = k;
      }
    if (full > 0) out += p.t("answer.fullest", level_title(p, fullest), count_text(full));
    return out + p.t("stop");
  }
  const std::size_t w = weakest_level(study);
  const auto& l = study.levels[w];
  std::string out = study.joint.persons == 0
                        ? p.t("answer." + kind + (two ? ".none.two" : ".none"), people, n, mode)
                        : p.t("answer." + kind + (two ? ".two" : ""), share_text(study.joint_share), people, n, mode);
  const auto facilities = static_cast<std::int64_t>(l.providers.size());
  out += p.tn("answer.weakest." + kind, facilities, level_title(p, w), count_text(facilities), share_text(l.share),
              cost_text(l.spec.cutoff, l.spec.unit, p.zh), count_text(l.coverage.persons_out_of_reach),
              p.t(two ? "answer.weaker" : "answer.weakest"));
  if (l.capacity_limited && l.coverage.persons_no_capacity > 0)
    out += p.tn("answer.full", l.coverage.persons_no_capacity, count_text(l.coverage.persons_no_capacity));
  return out + p.t("stop");
}

std::string organisations(const Page& p) {
  const auto& o = *p.study.organisations;
  if (o.counted == 0) return p.t("answer.org.none");
  const std::int64_t work = o.own + o.joint + o.assigned;
  const bool plain = p.scenario.organisations.denominator == Denominator::kOrganisations;
  const std::string key = plain ? "answer.org" : "answer.org.weighted";
  std::string out = p.t(key, count_text(o.organisations), share_text(o.own + o.joint, o.counted));
  out += work == o.counted && o.assigned > 0 ? p.t("answer.org.work.all")
         : work > o.own + o.joint       ? p.t("answer.org.work", share_text(work, o.counted))
                                        : p.t("answer.org.work.same");
  return out + p.t("stop");
}

}  // namespace

std::string answer_text(const Page& p) {
  std::string out;
  if (p.study.population > 0 && !p.study.levels.empty())
    out = p.study.levels.size() == 1 ? one_level(p) : several_levels(p);
  if (p.study.organisations) {
    if (!out.empty() && !p.zh) out += ' ';
    out += organisations(p);
  }
  if (out.empty() && p.study.population > 0) return p.t("answer.people", count_text(p.study.population));
  return out.empty() ? p.t("answer.nobody") : out;
}

std::string next_step_text(const Page& p) {
  for (const auto& gap : p.study.gaps) {
    if (gap.persons <= 0) continue;
    return p.tn(gap.no_capacity ? "next.full" : "next.far", gap.persons, gap_name(p, gap), count_text(gap.persons),
                level_title(p, gap.level));
  }
  return {};
}

}  // namespace catchment::pipeline
