#include <algorithm>
#include <cmath>
#include <numeric>

#include "app/report/page.h"
#include "app/report/words.h"

namespace catchment::pipeline {
namespace {

constexpr std::size_t kNamesShown = 40;
constexpr std::size_t kComponentsShown = 10;
constexpr std::size_t kFindingsShown = 60;

/// A word of the data model in the page's language; other words as they are.
std::string word_in(const Page& p, const std::string& table, const std::string& word) {
  const auto found = find_text(table + word, p.zh);
  return found ? std::string(*found) : word;
}

std::string known(const std::string& text) { return text.empty() ? kUndefined : text; }

void write_source_table(Page& p, bool modelled) {
  std::vector<std::vector<HtmlCell>> rows;
  for (const auto& s : p.world.sources) {
    if (s.modelled != modelled) continue;
    std::string crs = word_in(p, "datum.", s.datum);
    if (!s.crs.empty()) crs += (crs.empty() ? "" : " / ") + s.crs;
    const std::string input = word_in(p, "source.", s.input) + (s.layer.empty() ? "" : " · " + s.layer);
    rows.push_back({{escaped(input) + (s.path.empty() || s.path == s.input ? "" : "<br/><code>" + escaped(s.path) + "</code>"), s.input},
                    cell(known(word_in(p, "source.", s.source))), cell(known(s.date)), cell(known(s.licence)), cell(known(crs)), cell(s.features),
                    cell_number(s.bytes == 0 ? kUndefined : bytes_text(s.bytes), static_cast<double>(s.bytes)),
                    {s.sha256.empty() ? kUndefined : "<code>" + escaped(s.sha256.substr(0, 12)) + "</code>", s.sha256}});
  }
  if (rows.empty()) return;
  p.table(p.t(modelled ? "data.modelled" : "data.real"),
          {{p.t("data.input"), false, ""},
           {p.t("data.source"), false, ""},
           {p.t("data.date"), false, ""},
           {p.t("data.licence"), false, ""},
           {p.t("data.datum"), false, ""},
           {p.t("data.features"), true, ""},
           {p.t("data.size"), true, ""},
           {p.t("data.sha"), false, ""}},
          rows);
}

void write_conservation(Page& p) {
  if (p.world.apportionment.empty()) return;
  p.section(p.t("data.conserved"));
  std::int64_t lost = 0;
  std::vector<std::vector<HtmlCell>> rows;
  for (const auto& a : p.world.apportionment) {
    lost += a.lost;
    rows.push_back({cell(word_in(p, "rule.", a.rule)), cell(word_in(p, "place.", a.from)), cell(word_in(p, "place.", a.to)),
                    cell(a.total), cell(a.placed), cell(a.lost)});
  }
  std::string words = p.t("data.conserved.words");
  if (!p.zh) words += ' ';
  words += lost == 0 ? p.t("data.conserved.exact") : p.tn("data.conserved.lost", lost, count_text(lost));
  p.paragraph(words);
  p.table("", {{p.t("data.rule"), false, ""},
               {p.t("data.from"), false, ""},
               {p.t("data.to"), false, ""},
               {p.t("data.given"), true, ""},
               {p.t("data.placed"), true, ""},
               {p.t("data.lost"), true, ""}},
          rows);
}

void write_joins(Page& p) {
  if (p.world.joins.empty()) return;
  p.section(p.t("data.joins"));
  std::vector<std::vector<HtmlCell>> rows;
  for (const auto& j : p.world.joins)
    rows.push_back({cell(j.table), cell(j.layer), cell(j.by_code), cell(j.by_name), cell(j.by_alias),
                    cell(static_cast<std::int64_t>(j.unmatched_rows.size())),
                    cell(static_cast<std::int64_t>(j.unmatched_areas.size()))});
  p.table("", {{p.t("data.join.table"), false, ""},
               {p.t("data.join.layer"), false, ""},
               {p.t("data.join.code"), true, ""},
               {p.t("data.join.name"), true, ""},
               {p.t("data.join.alias"), true, ""},
               {p.t("data.join.rows"), true, ""},
               {p.t("data.join.areas"), true, ""}},
          rows);
  for (const auto& j : p.world.joins) {
    if (!j.unmatched_rows.empty())
      p.paragraph(p.t("data.join.names.rows", j.table, names_text(p, j.unmatched_rows, kNamesShown)), "names");
    if (!j.unmatched_areas.empty())
      p.paragraph(p.t("data.join.names.areas", j.layer, names_text(p, j.unmatched_areas, kNamesShown)), "names");
  }
}

std::string quantile_text(std::vector<double> values, double q, bool chinese) {
  std::erase_if(values, [](double v) { return !std::isfinite(v); });
  if (values.empty()) return kUndefined;
  std::sort(values.begin(), values.end());
  const double place = q * static_cast<double>(values.size() - 1);
  const auto low = static_cast<std::size_t>(place);
  const std::size_t high = std::min(low + 1, values.size() - 1);
  return metres_text(values[low] + (values[high] - values[low]) * (place - static_cast<double>(low)), chinese);
}

void write_network(Page& p) {
  p.section(p.t("data.network"));
  const auto& n = p.study.network;
  if (!n.used) {
    p.paragraph(p.t("data.network.none"));
    return;
  }
  const auto count = [](std::size_t v) { return count_text(static_cast<std::int64_t>(v)); };
  p.paragraph(p.t("data.network.words", count(n.nodes), count(n.edges), metres_text(n.length_m, p.zh), count(n.gates),
                  count(n.components.count), share_text(n.components.largest_share)));
  if (n.gates > 0 || n.walled_places > 0)
    p.paragraph(p.t("data.network.gates", count(n.gates_by_state[0]), count(n.gates_by_state[1]), count(n.gates_by_state[2]),
                    count(n.walled_places), count_text(n.persons_in_walled_places)));
  if (n.persons_off_main > 0) p.paragraph(p.tn("data.network.off", n.persons_off_main, count_text(n.persons_off_main)));
  const auto& c = n.components;
  const std::size_t known_components = std::min({static_cast<std::size_t>(c.count), c.length_m.size(), c.nodes.size()});
  if (known_components > 1) {
    std::vector<std::size_t> order(known_components);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return c.length_m[a] > c.length_m[b]; });
    if (order.size() > kComponentsShown) order.resize(kComponentsShown);
    std::vector<std::vector<HtmlCell>> rows;
    for (const auto k : order)
      rows.push_back({cell(static_cast<std::int64_t>(k)), cell(static_cast<std::int64_t>(c.nodes[k])),
                      cell(metres_text(c.length_m[k], p.zh)),
                      cell(c.total_length_m > 0 ? share_text(c.length_m[k] / c.total_length_m) : kUndefined)});
    p.table(p.t("data.components", rows.size()),
            {{p.t("data.component"), false, ""}, {p.t("data.nodes"), true, ""}, {p.t("data.length"), true, ""},
             {p.t("data.length.share"), true, ""}},
            rows);
  }
  std::vector<std::vector<HtmlCell>> rows;
  rows.push_back({cell(p.t("data.snap.demand")), cell(count(n.demand_snap_m.size())), cell(count(n.demand_unsnapped)),
                  cell(metres_text(n.snap_median_m, p.zh)), cell(metres_text(n.snap_p95_m, p.zh)),
                  cell(metres_text(n.snap_max_m, p.zh))});
  const auto facility = [&](double q) { return cell(quantile_text(n.facility_snap_m, q, p.zh)); };
  rows.push_back({cell(p.t("data.snap.facilities")), cell(count(n.facility_snap_m.size())), cell(count(n.facilities_unsnapped)),
                  facility(0.5), facility(0.95), facility(1)});
  p.table(p.t("data.snap"),
          {{p.t("data.snap.what"), false, ""}, {p.t("data.snap.count"), true, ""}, {p.t("data.snap.not"), true, ""},
           {p.t("equity.median"), true, ""}, {p.t("data.snap.p95"), true, ""}, {p.t("data.snap.max"), true, ""}},
          rows);
}

void write_findings(Page& p) {
  p.section(p.t("data.findings"));
  std::vector<const Finding*> all;
  for (const Findings* list : {&p.world.findings, &p.study.findings})
    for (const Finding& f : *list) all.push_back(&f);
  if (all.empty()) {
    p.paragraph(p.t("data.findings.none"));
    return;
  }
  std::stable_sort(all.begin(), all.end(), [](const Finding* a, const Finding* b) { return a->severity > b->severity; });
  const std::size_t shown = std::min(all.size(), kFindingsShown);
  std::vector<std::vector<HtmlCell>> rows;
  for (std::size_t k = 0; k < shown; ++k) {
    const Finding& f = *all[k];
    rows.push_back({cell(p.t("severity." + std::string(word_of(f.severity)))), cell(word_in(p, "finding.", f.rule)),
                    cell(f.where), cell(f.what + (f.remedy.empty() ? "" : "; " + f.remedy))});
  }
  p.table("", {{p.t("data.findings.severity"), false, ""},
               {p.t("data.findings.rule"), false, ""},
               {p.t("data.findings.where"), false, ""},
               {p.t("data.findings.what"), false, "wide"}},
          rows);
  if (all.size() > shown)
    p.paragraph(p.t("data.findings.more", count_text(static_cast<std::int64_t>(all.size() - shown))), "quiet");
}

}  // namespace

void write_data(Page& p) {
  p.chapter("data", p.t("data.title"));
  if (p.world.sources.empty()) p.paragraph(p.t("data.none"));
  write_source_table(p, false);
  write_source_table(p, true);
  if (!p.world.sources.empty()) p.paragraph(p.t("data.note"), "quiet");
  write_conservation(p);
  write_joins(p);
  write_network(p);
  write_findings(p);
}

}  // namespace catchment::pipeline
