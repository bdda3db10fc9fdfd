#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/report/figures.h"
#include "app/report/html.h"
#include "app/report/texts.h"
#include "sim/report/study.h"
#include "sim/scenario/scenario.h"
#include "sim/world/world.h"

namespace catchment::pipeline {

/// What every chapter reads and writes: the study, the language, and the page so far.
struct Page {
  const World& world;
  const Study& study;
  const Scenario& scenario;
  bool zh;
  std::string html;
  int figures = 0;                         ///< numbered through the page
  int pictures = 0;                        ///< SVG id prefixes

  template <class... Args>
  [[nodiscard]] std::string t(std::string_view key, const Args&... args) const { return text(key, zh, args...); }
  template <class... Args>
  [[nodiscard]] std::string tn(std::string_view key, std::int64_t n, const Args&... args) const {
    return text_n(key, zh, n, args...);
  }
  void chapter(std::string_view id, const std::string& title);
  void section(const std::string& title);
  void paragraph(const std::string& plain, std::string_view css = {});
  void figure(const std::string& svg, const std::string& caption, std::string_view css = {});
  void table(const std::string& caption, const std::vector<HtmlColumn>& columns,
             const std::vector<std::vector<HtmlCell>>& rows, const std::string& css = {});
  std::string next_prefix();
};

// ---- words that depend on the study ---------------------------------------------------------------------

/// The study speaks of services (schools, clinics) rather than levels if every level names its services.
bool speaks_of_services(const Study& study);
/// Title of a level as the scenario gives it.
std::string level_title(const Page& page, std::size_t level);
/// "within 800 m on foot" / "步行 800 米以内"
std::string within_text(const Page& page, std::size_t level);
/// "on foot" / "步行"; "in a straight line × 1.2" / "直线距离 × 1.2"
std::string mode_text(const Page& page);
bool straight_line(TravelMode mode);
std::string name_or_id(const Name& name, const std::string& id, bool chinese);
std::string area_name(const Page& page, AreaId area);
/// The gap's area, or the demand point at its heart: by name where it has one.
std::string gap_name(const Page& page, const Gap& gap);
std::string facility_name(const Page& page, FacilityId facility);
/// Caption of a level's map of the demand split; without capacities there is no "no place".
std::string coverage_caption(const Page& page, std::size_t level);
/// "一、二和三" / "one, two and three"
std::string list_text(const std::vector<std::string>& items, bool chinese);
/// Comma list of at most `limit` names, then "and 12 more".
std::string names_text(const Page& page, const std::vector<std::string>& names, std::size_t limit);

HtmlCell cell(const std::string& plain);
HtmlCell cell(std::int64_t value);
HtmlCell cell_number(const std::string& shown, double sort);
HtmlCell cell_bar(double share);

// ---- chapters, in the page's order ----------------------------------------------------------------------

std::string answer_text(const Page& page);    ///< the answer in a sentence or two
std::string next_step_text(const Page& page); ///< where to look first; may be empty
void write_head(Page& page);                  ///< title, answer, notices, headline map, four figures
void write_levels(Page& page);
void write_areas(Page& page);
void write_gaps(Page& page);
void write_equity(Page& page);
void write_organisations(Page& page);
void write_services(Page& page);            ///< exposure, channels, advisers, information, dashboard: those asked for
void write_sharing(Page& page);             ///< the sharing graph, if the study has it
void write_items(Page& page);
void write_neighbours(Page& page);
void write_linkage(Page& page);
void write_maps(Page& page);
void write_method(Page& page);
void write_data(Page& page);
void write_limits(Page& page);
void write_reproduce(Page& page);

}  // namespace catchment::pipeline
