#include "app/report/page.h"

#include <algorithm>
#include <cmath>

#include "app/report/words.h"

namespace catchment::pipeline {

void Page::chapter(std::string_view id, const std::string& title) {
  html += "<h2 id=\"" + std::string(id) + "\">" + escaped(title) + "</h2>\n";
}

void Page::section(const std::string& title) { html += "<h3>" + escaped(title) + "</h3>\n"; }

void Page::paragraph(const std::string& plain, std::string_view css) {
  if (plain.empty()) return;
  html += css.empty() ? "<p>" : "<p class=\"" + std::string(css) + "\">";
  html += escaped(plain) + "</p>\n";
}

void Page::figure(const std::string& svg, const std::string& caption, std::string_view css) {
  html += css.empty() ? "<figure>" : "<figure class=\"" + std::string(css) + "\">";
  html += "\n" + svg + "\n<figcaption>" + escaped(t("figure", ++figures, caption)) + "</figcaption></figure>\n";
}

void Page::table(const std::string& caption, const std::vector<HtmlColumn>& columns,
                 const std::vector<std::vector<HtmlCell>>& rows, const std::string& css) {
  html += html_table(caption, columns, rows, css);
}

std::string Page::next_prefix() { return std::string(1, 'p').append(std::to_string(++pictures)); }

bool speaks_of_services(const Study& study) {
  return !study.levels.empty() &&
         std::all_of(study.levels.begin(), study.levels.end(), [](const auto& l) { return !l.spec.services.empty(); });
}

std::string name_or_id(const Name& name, const std::string& id, bool chinese) {
  const std::string& found = name.in(chinese);
  return found.empty() ? id : found;
}

std::string level_title(const Page& page, std::size_t level) {
  if (level >= page.study.levels.size()) return kUndefined;
  const auto& spec = page.study.levels[level].spec;
  return name_or_id(spec.title, spec.name, page.zh);
}

bool straight_line(TravelMode mode) {
  return mode == TravelMode::kEuclidean || mode == TravelMode::kManhattan || mode == TravelMode::kChebyshev;
}

std::string mode_text(const Page& page) {
  const auto& n = page.scenario.network;
  return page.t("mode." + std::string(word_of(n.mode)), decimal_text(n.detour_factor, 2));
}

std::string within_text(const Page& page, std::size_t level) {
  const auto& spec = page.study.levels[level].spec;
  const auto& n = page.scenario.network;
  return page.t("within." + std::string(word_of(n.mode)), cost_text(spec.cutoff, spec.unit, page.zh),
                decimal_text(n.detour_factor, 2));
}

std::string area_name(const Page& page, AreaId area) {
  if (!area.valid() || area.value >= page.world.areas.size()) return page.t("area.none");
  const Area& a = page.world.areas[area.value];
  return name_or_id(a.name, a.id, page.zh);
}

std::string gap_name(const Page& page, const Gap& gap) {
  if (gap.area.valid()) return area_name(page, gap.area);
  const auto point = std::find_if(page.world.demand.begin(), page.world.demand.end(),
                                  [&](const DemandPoint& d) { return d.id == gap.name; });
  if (point == page.world.demand.end()) return gap.name.empty() ? page.t("area.none") : gap.name;
  const std::string& name = point->name.in(page.zh);
  return name.empty() ? page.t("gaps.point", point->id) : name;
}

std::string facility_name(const Page& page, FacilityId facility) {
  if (!facility.valid() || facility.value >= page.world.facilities.size()) return {};
  const Facility& f = page.world.facilities[facility.value];
  return name_or_id(f.name, f.id, page.zh);
}

std::string coverage_caption(const Page& page, std::size_t level) {
  const bool limited = page.study.levels[level].capacity_limited;
  return page.t(limited ? "map.coverage" : "map.coverage.open", level_title(page, level));
}

std::string list_text(const std::vector<std::string>& items, bool chinese) {
  std::string out;
  for (std::size_t k = 0; k < items.size(); ++k) {
    if (k > 0) out += k + 1 == items.size() ? text_of("list.and", chinese) : text_of("list.comma", chinese);
    out += items[k];
  }
  return out;
}

std::string names_text(const Page& page, const std::vector<std::string>& names, std::size_t limit) {
  std::string out;
  const std::size_t shown = std::min(limit, names.size());
  for (std::size_t k = 0; k < shown; ++k) {
    if (k > 0) out += text_of("list.comma", page.zh);
    out += names[k];
  }
  if (names.size() > shown) out += page.t("list.more", count_text(static_cast<std::int64_t>(names.size() - shown)));
  return out;
}

HtmlCell cell(const std::string& plain) { return {escaped(plain), {}}; }
HtmlCell cell(std::int64_t value) { return {count_text(value), raw_number(value)}; }
HtmlCell cell_number(const std::string& shown, double sort) { return {escaped(shown), raw_number(sort)}; }
HtmlCell cell_bar(double share) {
  return {html_bar(share, share_text(share)), std::isfinite(share) ? raw_number(share) : "-1"};
}

}  // namespace catchment::pipeline
