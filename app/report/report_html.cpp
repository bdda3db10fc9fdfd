#include "app/report/page.h"
#include "app/report/report.h"

namespace catchment::pipeline {

std::string report_html(const World& world, const Study& study, const Scenario& scenario, bool chinese) {
  Page page{world, study, scenario, chinese, {}};
  const std::string lang = chinese ? "zh-CN" : "en";
  const std::string title = escaped(name_or_id(scenario.title, scenario.name, chinese));
  page.html += "<!DOCTYPE html>\n<html lang=\"" + lang + "\">\n<head>\n";
  page.html += "<meta charset=\"utf-8\"/>\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n";
  page.html += "<title>" + title + "</title>\n<style>";
  page.html += page_style();
  page.html += "</style>\n</head>\n<body lang=\"" + lang + "\">\n<main>\n";
  write_head(page);
  write_levels(page);
  write_areas(page);
  write_gaps(page);
  write_maps(page);
  write_equity(page);
  write_organisations(page);
  write_services(page);
  write_sharing(page);
  write_items(page);
  write_neighbours(page);
  write_linkage(page);
  write_method(page);
  write_data(page);
  write_limits(page);
  write_reproduce(page);
  page.html += "<footer>" + escaped(page.t("footer", study.version, study.run_id)) + "</footer>\n";
  page.html += "</main>\n<script>";
  page.html += page_script();
  page.html += "</script>\n</body>\n</html>\n";
  return std::move(page.html);
}

}  // namespace catchment::pipeline
