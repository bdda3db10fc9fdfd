#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/report/page.h"
#include "app/report/pictures.h"
#include "app/report/words.h"

namespace catchment::pipeline {
namespace {

constexpr std::size_t kNamesShown = 40;

std::string organisation_name(const Page& p, OrganisationId id) {
  if (!id.valid() || id.value >= p.world.organisations.size()) return kUndefined;
  const auto& o = p.world.organisations[id.value];
  return name_or_id(o.name, o.id, p.zh);
}

std::string unit_name(const Page& p, UnitId id) {
  if (!id.valid() || id.value >= p.world.units.size()) return kUndefined;
  const auto& u = p.world.units[id.value];
  return name_or_id(u.name, u.id, p.zh);
}

void write_bar(Page& p, const OrganisationCoverage& o) {
  const auto width = [&](std::int64_t part) {
    return fmt::format("{:.2f}%", 100.0 * static_cast<double>(part) / static_cast<double>(o.counted));
  };
  const std::string label =
      p.t("org.bar", count_text(o.own), count_text(o.joint), count_text(o.assigned), count_text(o.none));
  p.html += "<div class=\"keep\"><div class=\"sb big\" role=\"img\" aria-label=\"" + escaped(label) + "\">";
  const std::pair<const char*, std::int64_t> parts[] = {{"o1", o.own}, {"o2", o.joint}, {"o3", o.assigned}, {"o4", o.none}};
  for (const auto& [css, part] : parts)
    if (part > 0) p.html += fmt::format("<span class=\"{}\" style=\"width:{}\"></span>", css, width(part));
  p.html += "</div>\n<ul class=\"key\">";
  const char* titles[] = {"org.own", "org.joint", "org.assigned", "org.none"};
  for (int k = 0; k < 4; ++k)
    p.html += fmt::format("<li><i class=\"{}\"></i>{}</li>", parts[k].first,
                          escaped(fmt::format("{} {} · {}", p.t(titles[k]), count_text(parts[k].second),
                                              share_text(parts[k].second, o.counted))));
  p.html += "</ul></div>\n";
}

void write_rules(Page& p, const OrganisationCoverage& o) {
  const auto& options = p.scenario.organisations;
  const std::string eligible = std::to_string(options.eligible_min);
  p.html += "<ul>\n";
  const auto item = [&](const std::string& text) { p.html += "<li>" + escaped(text) + "</li>\n"; };
  item(options.own_rule == "given" ? p.t("org.rule.given") : p.t("org.rule.own", eligible));
  item(options.joint ? p.t(options.joint_by_building ? "org.rule.joint.building" : "org.rule.joint",
                           metres_text(options.joint_distance_m, p.zh), eligible, count_text(o.joint_groups))
                     : p.t("org.rule.nojoint"));
  item(o.instructor_places > 0
           ? p.t("org.instructors", count_text(o.instructor_places), count_text(o.instructor_places_used))
           : p.t("org.instructors.none"));
  // How many instructors are missing at least. Only by count of organisations: a weighted "none" says nothing of it.
  if (options.denominator == Denominator::kOrganisations && o.none > 0) {
    if (const std::int64_t left = o.instructor_places - o.instructor_places_used; left > 0) {
      item(p.t("org.missing.reach"));
    } else if (options.caseload > 0) {
      const std::int64_t more = (o.none + options.caseload - 1) / options.caseload;
      item(p.tn("org.missing", more, count_text(more), options.caseload));
    }
  }
  p.html += "</ul>\n";
}

void write_accountability(Page& p, const Accountability& a) {
  p.section(p.t("org.accountable"));
  if (a.orphans.empty() && a.conflicts.empty()) p.paragraph(p.t("org.accountable.good"));
  if (!a.orphans.empty()) {
    std::vector<std::string> names;
    for (const auto id : a.orphans) names.push_back(organisation_name(p, id));
    const auto n = static_cast<std::int64_t>(names.size());
    p.paragraph(p.tn("org.orphans", n, count_text(n), names_text(p, names, kNamesShown)), "names");
  }
  if (!a.conflicts.empty()) {
    std::vector<std::string> names;
    for (const auto id : a.conflicts) {
      std::vector<std::string> units;
      if (id.valid() && id.value < p.world.organisations.size())
        for (const auto unit : p.world.organisations[id.value].responsible) units.push_back(unit_name(p, unit));
      names.push_back(p.t("org.conflict.item", organisation_name(p, id), list_text(units, p.zh)));
    }
    const auto n = static_cast<std::int64_t>(names.size());
    p.paragraph(p.tn("org.conflicts", n, count_text(n), names_text(p, names, kNamesShown)), "names");
  }
  if (!a.overloaded.empty()) {
    std::vector<std::string> names;
    for (const auto id : a.overloaded) {
      const bool known = id.valid() && id.value < p.world.units.size() && id.value < a.load.size();
      names.push_back(known ? p.t("org.overloaded.item", unit_name(p, id), count_text(a.load[id.value]),
                                  count_text(p.world.units[id.value].capacity))
                            : unit_name(p, id));
    }
    const auto n = static_cast<std::int64_t>(names.size());
    p.paragraph(p.tn("org.overloaded", n, count_text(n), names_text(p, names, kNamesShown)), "names");
  }
}

void write_venues(Page& p, const VenueHosting& v) {
  p.section(p.t("org.venues"));
  if (v.no_slot == 0) {
    p.paragraph(p.tn("org.venues.all", v.venues, count_text(v.venues), count_text(v.groups)));
    return;
  }
  std::string words = p.tn("org.venues.words", v.venues, count_text(v.venues), count_text(v.groups), count_text(v.hosted),
                          share_text(v.hosted, v.groups), count_text(v.no_slot));
  if (std::isfinite(v.hours_needed_per_venue) && v.venues > 0) {
    if (!p.zh) words += ' ';
    words += p.t("org.venues.hours", decimal_text(v.hours_needed_per_venue, 2));
  }
  p.paragraph(words);
}

}  // namespace

void write_organisations(Page& p) {
  if (!p.study.organisations) return;
  const auto& o = *p.study.organisations;
  p.chapter("organisations", p.t("org.title"));
  if (o.counted == 0) {
    p.paragraph(p.t("answer.org.none"));
  } else {
    const auto& options = p.scenario.organisations;
    const std::string weight(word_of(options.denominator));
    const std::string unit = p.t("unit." + weight);
    const std::int64_t oc = o.own + o.joint;
    p.paragraph(p.t("org.oc", share_text(oc, o.counted), count_text(oc), count_text(o.counted), unit));
    p.paragraph(o.assigned == 0 ? p.t("org.wc.more.none", share_text(oc, o.counted))
                                : p.t("org.wc", share_text(oc + o.assigned, o.counted), count_text(o.assigned),
                                      p.tn("unit." + weight, o.assigned)));
    if (options.denominator != Denominator::kOrganisations)
      p.paragraph(p.t("org.weighted", p.t("org.weight." + weight), count_text(o.organisations)), "quiet");
    write_bar(p, o);
    write_rules(p, o);
    // The headline map already shows the organisations where the study is about nothing else.
    const bool shown = p.study.population == 0 || p.study.levels.empty();
    if (!shown) p.figure(map_svg(p, scene::MapTheme::kOrganisations, 0, 960), p.t("map.organisations"), "map");
  }
  if (p.study.accountability) write_accountability(p, *p.study.accountability);
  if (p.study.venues) write_venues(p, *p.study.venues);
}

}  // namespace catchment::pipeline
