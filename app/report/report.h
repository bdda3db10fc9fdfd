#pragma once

#include <string>
#include <vector>

#include "sim/report/study.h"
#include "sim/scenario/scenario.h"
#include "sim/world/world.h"

namespace catchment::pipeline {

/// A table of the report: also written as tables/NAME.csv (UTF-8, header row, raw numbers).
struct ReportTable {
  std::string name;                              ///< file name without .csv
  std::vector<std::string> columns;              ///< machine names
  std::vector<std::vector<std::string>> rows;    ///< text as in the CSV
};
std::vector<ReportTable> report_tables(const World& world, const Study& study, const Scenario& scenario);
std::string to_csv(const ReportTable& table);    ///< RFC 4180 quoting, \n line ends

/// One self-contained HTML page (map-design.md "The report"): inline SVG maps and charts, no script needed, no network.
/// Everything taken from data is escaped.
std::string report_html(const World& world, const Study& study, const Scenario& scenario, bool chinese);

}  // namespace catchment::pipeline
