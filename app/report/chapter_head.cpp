#include <algorithm>
#include <cmath>

#include "app/report/page.h"
#include "app/report/pictures.h"
#include "app/report/words.h"

namespace catchment::pipeline {
namespace {

struct Card { std::string title, value, unit, detail; };

std::string joined_unit(const Page& p) { return p.t("unit." + std::string(word_of(p.scenario.organisations.denominator))); }

/// "8.5 min" -> value and unit apart, so that the unit may be set smaller.
std::pair<std::string, std::string> value_and_unit(const std::string& text) {
  const auto space = text.find(' ');
  if (space == std::string::npos) return {text, ""};
  return {text.substr(0, space), text.substr(space + 1)};
}

Card share_card(const Page& p, const std::string& title, std::size_t k) {
  const auto& l = p.study.levels[k];
  const std::string covered = count_text(l.coverage.persons_covered), all = count_text(p.study.population);
  const bool differs = k < p.study.covered_without_neighbours.size() &&
                       p.study.covered_without_neighbours[k] != l.coverage.persons_covered;
  return {title, share_text(l.share), "",
          differs ? p.t("card.neighbours", covered, all,
                        share_text(p.study.covered_without_neighbours[k], p.study.population))
                  : p.t("card.joint.detail", covered, all)};
}

Card out_card(const Page& p, std::size_t k) {
  const auto& c = p.study.levels[k].coverage;
  const std::string all = count_text(p.study.population), share = share_text(c.persons_out_of_reach, p.study.population);
  return {p.t("card.out", level_title(p, k)), count_text(c.persons_out_of_reach), p.t("card.people"),
          c.persons_no_capacity > 0 ? p.t("card.out.full", all, share, count_text(c.persons_no_capacity))
                                    : p.t("card.out.detail", all, share)};
}

Card worst_card(const Page& p, std::size_t k) {
  const auto& spec = p.study.levels[k].spec;
  const bool known = k < p.study.equity.size() && !p.study.equity[k].lorenz.empty();
  const LevelEquity e = known ? p.study.equity[k] : LevelEquity{};
  const auto [value, unit] = known ? value_and_unit(cost_text(e.worst_tenth_mean, spec.unit, p.zh))
                                   : std::pair<std::string, std::string>(kUndefined, "");
  return {p.t("card.worst"), value, unit,
          p.t("card.worst.detail", level_title(p, k), known ? cost_text(e.mean, spec.unit, p.zh) : kUndefined)};
}

Card backup_card(const Page& p, std::size_t k) {
  std::int64_t twice = 0;
  const auto& persons = p.study.levels[k].backup_persons;
  for (std::size_t b = 2; b < persons.size(); ++b) twice += persons[b];
  return {p.t("card.backup"), share_text(twice, p.study.population), "",
          p.t("card.backup.detail", count_text(twice), count_text(p.study.population))};
}

void add_organisation_cards(const Page& p, std::vector<Card>& cards) {
  const auto& o = *p.study.organisations;
  const std::int64_t oc = o.own + o.joint, wc = oc + o.assigned;
  cards.push_back({p.t("card.oc"), share_text(oc, o.counted), "",
                   p.t("card.of", count_text(oc), count_text(o.counted), joined_unit(p))});
  cards.push_back({p.t("card.wc"), share_text(wc, o.counted), "",
                   p.t("card.of", count_text(wc), count_text(o.counted), joined_unit(p))});
}

/// The four figures that answer the question: those of the levels first; organisations where the study is about them.
std::vector<Card> cards_of(const Page& p) {
  std::vector<Card> cards;
  const auto& study = p.study;
  const bool people = study.population > 0 && !study.levels.empty();
  const std::string kind = speaks_of_services(study) ? "services" : "levels";
  if (people) {
    const std::size_t w = weakest_level(study);
    if (study.levels.size() > 1) {
      cards.push_back({p.t("card.joint." + kind), share_text(study.joint_share), "",
                       p.t("card.joint.detail", count_text(study.joint.persons), count_text(study.population))});
      cards.push_back(share_card(p, p.t("card.weakest", level_title(p, w)), w));
    } else {
      cards.push_back(share_card(p, p.t("card.level", level_title(p, 0)), 0));
    }
    if (study.organisations) {
      add_organisation_cards(p, cards);
    } else {
      cards.push_back(out_card(p, w));
      cards.push_back(worst_card(p, w));
    }
    if (cards.size() < 4) cards.push_back(backup_card(p, w));
  } else if (study.organisations) {
    add_organisation_cards(p, cards);
    const auto& o = *study.organisations;
    cards.push_back({p.t("card.instructors"), count_text(o.instructor_places_used), "",
                     p.t("card.instructors.detail", count_text(o.instructor_places))});
    if (study.venues)
      cards.push_back({p.t("card.venues"), share_text(study.venues->hosted, study.venues->groups), "",
                       p.t("card.venues.detail", count_text(study.venues->hosted), count_text(study.venues->groups),
                           count_text(study.venues->venues))});
    else if (study.accountability) {
      const auto orphans = static_cast<std::int64_t>(study.accountability->orphans.size());
      const auto conflicts = static_cast<std::int64_t>(study.accountability->conflicts.size());
      const auto all = static_cast<std::int64_t>(p.world.organisations.size());
      cards.push_back({p.t("card.accountable"), share_text(all - orphans - conflicts, all), "",
                       p.t("card.accountable.detail", count_text(orphans), count_text(conflicts))});
    }
  } else {
    cards.push_back({p.t("card.population"), count_text(study.population), p.t("card.people"),
                     p.tn("card.population.detail", static_cast<std::int64_t>(study.demand_points),
                          count_text(static_cast<std::int64_t>(study.demand_points)))});
  }
  if (cards.size() > 4) cards.resize(4);
  return cards;
}

std::vector<std::string> notices(const Page& p) {
  std::vector<std::string> out;
  const auto& n = p.scenario.network;
  const std::string factor = decimal_text(n.detour_factor, 2);
  switch (n.mode) {
    case TravelMode::kEuclidean: out.push_back(p.t("notice.straight", factor)); break;
    case TravelMode::kManhattan: out.push_back(p.t("notice.manhattan", factor)); break;
    case TravelMode::kChebyshev: out.push_back(p.t("notice.chebyshev", factor)); break;
    case TravelMode::kMatrix: out.push_back(p.t("notice.matrix")); break;
    default: break;
  }
  const bool modelled = p.world.modelled || std::any_of(p.world.sources.begin(), p.world.sources.end(),
                                                        [](const DataSource& s) { return s.modelled; });
  if (modelled) out.push_back(p.t("notice.modelled"));
  std::int64_t lost = 0;
  for (const auto& a : p.world.apportionment) lost += a.lost;
  if (lost > 0) out.push_back(p.tn("notice.lost", lost, count_text(lost)));
  const std::int64_t off = p.study.network.persons_unsnapped;
  if (p.study.network.used && off > 0) out.push_back(p.tn("notice.unsnapped", off, count_text(off)));
  return out;
}

/// Escaped text with its shares set strong: the eye finds the answer first.
std::string with_strong_shares(const std::string& plain) {
  std::string out;
  std::size_t from = 0;
  for (auto at = plain.find('%'); at != std::string::npos; at = plain.find('%', at + 1)) {
    std::size_t begin = at;
    while (begin > from && std::string_view("0123456789.<>").find(plain[begin - 1]) != std::string_view::npos) --begin;
    if (begin == at) continue;
    out += escaped(std::string_view(plain).substr(from, begin - from));
    out += "<strong>" + escaped(std::string_view(plain).substr(begin, at + 1 - begin)) + "</strong>";
    from = at + 1;
  }
  return out + escaped(std::string_view(plain).substr(from));
}

std::int64_t errors_found(const Page& p) {
  std::int64_t n = 0;
  for (const Findings* list : {&p.world.findings, &p.study.findings})
    n += std::count_if(list->begin(), list->end(), [](const Finding& f) { return f.severity == Severity::kError; });
  return n;
}

}  // namespace

void write_head(Page& p) {
  const auto& c = p.scenario;
  const std::string place = Name{c.place_name_zh, c.place_name_en}.in(p.zh);
  p.html += "<header>\n<p class=\"eyebrow\">";
  for (const auto& part : {p.t("head.kind"), place, c.date.empty() ? std::string() : p.t("head.data", c.date),
                           p.study.run_id.empty() ? std::string() : p.t("head.run", p.study.run_id)})
    if (!part.empty()) p.html += "<span>" + escaped(part) + "</span>";
  p.html += "</p>\n<h1>" + escaped(name_or_id(c.title, c.name, p.zh)) + "</h1>\n";
  p.html += "<p class=\"answer\">" + with_strong_shares(answer_text(p)) + "</p>\n";
  p.paragraph(next_step_text(p), "next");
  if (!c.description.in(p.zh).empty()) p.paragraph(c.description.in(p.zh), "quiet");
  if (const auto errors = errors_found(p); errors > 0)
    p.paragraph(p.tn("notice.errors", errors, count_text(errors)), "note bad");
  for (const auto& notice : notices(p)) p.paragraph(notice, "note");
  p.html += "</header>\n";

  const bool levels = p.study.population > 0 && !p.study.levels.empty();
  if (levels && p.study.levels.size() > 1)
    p.figure(map_svg(p, scene::MapTheme::kLevels, 0, 960),
             p.t(speaks_of_services(p.study) ? "map.services" : "map.levels"), "map");
  else if (levels)
    p.figure(map_svg(p, scene::MapTheme::kCoverage, 0, 960), coverage_caption(p, 0), "map");
  else if (p.study.organisations)
    p.figure(map_svg(p, scene::MapTheme::kOrganisations, 0, 960), p.t("map.organisations"), "map");

  p.html += "<dl class=\"cards\">\n";
  for (const auto& card : cards_of(p)) {
    // A long figure is set smaller, so that it stays on one line of a quarter of the page.
    const char* size = card.value.size() + card.unit.size() > 12 ? "v longer" : card.value.size() > 6 ? "v long" : "v";
    p.html += "<div class=\"card\"><dt>" + escaped(card.title) + "</dt><dd><div class=\"" + size + "\">" + escaped(card.value);
    if (!card.unit.empty()) p.html += "<small>" + escaped(card.unit) + "</small>";
    p.html += "</div><div class=\"d\">" + escaped(card.detail) + "</div></dd></div>\n";
  }
  p.html += "</dl>\n";
}

}  // namespace catchment::pipeline
