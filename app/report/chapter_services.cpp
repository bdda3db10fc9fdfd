#include <algorithm>
#include <cmath>

#include "app/report/page.h"
#include "app/report/words.h"

namespace catchment::pipeline {
namespace {

std::string share_or_dash(const std::optional<double>& share) { return share ? share_text(*share) : std::string(kUndefined); }

std::string minutes(double seconds) { return decimal_text(seconds / 60, 1); }

void write_exposure(Page& p) {
  if (p.study.exposure.empty()) return;
  p.chapter("exposure", p.t("exposure.title"));
  if (p.study.exposure.front().exposure.counted == 0) {
    p.paragraph(p.t("exposure.nobody"));
    return;
  }
  std::vector<std::vector<HtmlCell>> rows;
  for (const ExposureResult& row : p.study.exposure) {
    const Exposure& e = row.exposure;
    p.paragraph(p.tn("exposure.words", e.buildings, level_title(p, row.level), count_text(e.counted_in_building), count_text(e.counted),
                     share_text(e.counted_in_building, e.counted), count_text(e.buildings), count_text(e.counted_within),
                     share_text(e.counted_within, e.counted), within_text(p, row.level)));
    rows.push_back({cell(level_title(p, row.level)), cell_bar(share_of(e.counted_in_building, e.counted)),
                    cell_bar(share_of(e.counted_within, e.counted)), cell_number(fixed_text(e.mean_field, 3), e.mean_field)});
  }
  p.table("", {{p.t(speaks_of_services(p.study) ? "levels.service" : "levels.level"), false, ""},
               {p.t("exposure.building"), false, "wide"},
               {p.t("exposure.within"), false, "wide"},
               {p.t("exposure.field"), true, ""}},
          rows);
  p.paragraph(p.t("exposure.note"), "quiet");
}

std::string channel_words(const Page& p, const ChannelResult& c) {
  const DeliveryDay& day = c.day;
  const std::string title = name_or_id(c.spec.title, c.spec.name, p.zh), each = decimal_text(c.per_staff_day(), 1);
  const std::string hours = decimal_text(c.spec.shift_s / 3600, 1), staff = count_text(day.staff), all = count_text(day.total_capacity);
  std::string out = day.staff == 0            ? p.t("channels.pace.none", title)
                    : c.spec.staff_travel() ? p.t("channels.pace", title, minutes(c.service_s), minutes(day.mean_travel_s), hours, each, staff, all)
                                            : p.t("channels.pace.still", title, minutes(c.service_s), hours, each, staff, all);
  if (!c.requests_stated) return out;
  const auto add = [&](const std::string& sentence) { out += (p.zh ? "" : " ") + sentence; };
  const auto amount = [](double v) { return decimal_text(v, 1); };
  add(day.backlog() > 1e-9 * day.asked ? p.t("channels.short", amount(day.asked), amount(day.served), share_text(day.served / day.asked), amount(day.backlog()))
                                       : p.t("channels.enough", amount(day.asked)));
  if (day.out_of_reach() > 1e-9 * day.asked) add(p.t("channels.far", amount(day.out_of_reach())));
  return out;
}

void write_channels(Page& p) {
  if (p.study.channels.empty()) return;
  p.chapter("channels", p.t("channels.title"));
  bool asked = false, travels = false;
  for (const ChannelResult& c : p.study.channels) {
    p.paragraph(channel_words(p, c));
    asked = asked || c.requests_stated;
    travels = travels || c.spec.staff_travel();
  }
  std::vector<HtmlColumn> columns{{p.t("channels.name"), false, ""}, {p.t("channels.kind"), false, ""},
                                  {p.t("channels.reach"), false, "bar"}, {p.t("channels.service"), true, ""}};
  if (travels) columns.push_back({p.t("channels.travel"), true, ""});
  for (const char* key : {"channels.staff", "channels.each", "channels.capacity"}) columns.push_back({p.t(key), true, ""});
  if (asked) {
    columns.push_back({p.t("channels.requests"), true, ""});
    columns.push_back({p.t("channels.served"), false, "bar"});
  }
  std::vector<std::vector<HtmlCell>> rows;
  for (const ChannelResult& c : p.study.channels) {
    const double nan = std::nan("");
    std::vector<HtmlCell> row{cell(name_or_id(c.spec.title, c.spec.name, p.zh)), cell(p.t("channel." + std::string(word_of(c.spec.kind)))),
                              cell_bar(share_of(c.persons_reached, p.study.population)), cell_number(minutes(c.service_s), c.service_s)};
    if (travels) row.push_back(c.spec.staff_travel() ? cell_number(minutes(c.day.mean_travel_s), c.day.mean_travel_s) : cell(kUndefined));
    row.push_back(cell(c.day.staff));
    row.push_back(cell_number(decimal_text(c.per_staff_day(), 1), c.per_staff_day()));
    row.push_back(cell(c.day.total_capacity));
    if (asked) {
      row.push_back(c.requests_stated ? cell_number(decimal_text(c.day.asked, 1), c.day.asked) : cell(kUndefined));
      row.push_back(cell_bar(c.requests_stated && c.day.asked > 0 ? c.day.served / c.day.asked : nan));
    }
    rows.push_back(std::move(row));
  }
  p.table("", columns, rows, "tight");
  p.paragraph(p.t("channels.note"), "quiet");
}

void write_advisers(Page& p) {
  if (p.study.advisers.empty()) return;
  p.chapter("advisers", p.t("advisers.title"));
  for (const AdviserResult& a : p.study.advisers) {
    const auto& c = a.coverage;
    const auto quarters = static_cast<std::int64_t>(a.quarter.size());
    std::string words = p.tn("advisers.words", a.advisers, name_or_id(a.spec.title, a.spec.name, p.zh), count_text(a.advisers),
                             count_text(a.spec.caseload), cost_text(a.spec.travel_limit, a.spec.unit, p.zh), count_text(c.covered),
                             count_text(quarters), share_text(c.covered, quarters), count_text(a.persons_covered),
                             share_text(a.persons_covered, a.persons));
    if (c.covered < quarters) words += (p.zh ? "" : " ") + p.t("advisers.left", count_text(c.no_capacity), count_text(c.out_of_reach));
    p.paragraph(words);
    std::vector<std::vector<HtmlCell>> rows;
    for (std::size_t b = 0; b < a.bases.size(); ++b)
      rows.push_back({cell(facility_name(p, a.bases[b])), cell(std::int64_t{p.world.facilities[a.bases[b].value].staff}), cell(c.load[b])});
    if (rows.size() <= 20)
      p.table("", {{p.t("advisers.base"), false, ""}, {p.t("advisers.count"), true, ""}, {p.t("advisers.quarters"), true, ""}}, rows);
  }
  p.paragraph(p.t("advisers.note"), "quiet");
}

void write_information(Page& p) {
  if (!p.study.information) return;
  const InformationReach& r = *p.study.information;
  p.chapter("information", p.t("information.title"));
  if (p.study.population == 0) {
    p.paragraph(p.t("answer.nobody"));
    return;
  }
  p.paragraph(p.t("information.words", share_text(r.reached), count_text(std::llround(r.persons)), count_text(p.study.population),
                  share_text(r.screens), share_text(r.online)));
  p.paragraph(p.t("information.note", share_text(r.at_least), share_text(r.at_most)), "quiet");
}

void write_dashboard(Page& p) {
  if (!p.study.dashboard) return;
  const DashboardResult& d = *p.study.dashboard;
  p.chapter("dashboard", p.t("dashboard.title"));
  std::string levels;
  for (const int level : p.scenario.dashboard.levels) levels += (levels.empty() ? "" : p.zh ? "、" : ", ") + std::to_string(level);
  p.html += "<dl class=\"cards\">\n";
  const auto card = [&](const std::string& title, const std::string& value, const std::string& detail) {
    p.html += "<div class=\"card\"><dt>" + escaped(title) + "</dt><dd><div class=\"v\">" + escaped(value) + "</div><div class=\"d\">" +
              escaped(detail) + "</div></dd></div>\n";
  };
  card(p.t("dashboard.staff", levels), share_or_dash(d.staff.share()), p.t("dashboard.staff.detail", count_text(d.staff.low), count_text(d.staff.all)));
  card(p.t("dashboard.gini"), fixed_text(d.coverage_gini, 3), p.t("dashboard.gini.detail", count_text(static_cast<std::int64_t>(d.districts.size()))));
  const std::string cross = count_text(d.links.cross), links = count_text(d.links.links);
  card(p.t("dashboard.links"), share_or_dash(d.links.share()),
       d.links.without_unit > 0 ? p.t("dashboard.links.without", cross, links, count_text(d.links.without_unit)) : p.t("dashboard.links.detail", cross, links));
  card(p.t("dashboard.error"), share_or_dash(d.targeting_error),
       d.staff_elsewhere > 0 ? p.t("dashboard.error.elsewhere", count_text(d.staff_elsewhere)) : p.t("dashboard.error.detail"));
  p.html += "</dl>\n";
  if (!d.staff.share() || !d.coverage_gini || !d.links.share() || !d.targeting_error) p.paragraph(p.t("undefined.why"), "quiet");
  if (d.districts.empty()) return;
  double need = 0;
  std::int64_t staff = 0;
  for (const auto& row : d.districts) {
    need += row.need;
    staff += row.staff;
  }
  std::vector<std::vector<HtmlCell>> rows;
  for (const auto& row : d.districts)
    rows.push_back({cell(area_name(p, row.area)), cell_bar(need > 0 ? row.need / need : std::nan("")), cell_bar(share_of(row.staff, staff)),
                    cell_bar(share_of(row.covered, row.persons))});
  p.table(p.t("dashboard.table"), {{p.t("areas.area"), false, ""}, {p.t("dashboard.need"), false, "bar"}, {p.t("dashboard.supply"), false, "bar"},
                                   {p.t("dashboard.covered"), false, "bar"}},
          rows, "sortable");
}

}  // namespace

void write_services(Page& p) {
  write_exposure(p);
  write_channels(p);
  write_advisers(p);
  write_information(p);
  write_dashboard(p);
}

}  // namespace catchment::pipeline
