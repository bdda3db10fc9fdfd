// The service cases of scenarios/systems from file to figure: exposure, channels, advisers, fields, information, dashboard.
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "app/pipeline/compare.h"
#include "app/pipeline/files.h"
#include "app/pipeline/pipeline.h"
#include "app/pipeline/summary_services.h"
#include "tests/app/pipeline/studied.h"
#include "viewer/scene/map.h"

namespace catchment::pipeline {
namespace {

using Json = nlohmann::json;
using test::Overrides;

struct Studied : test::Studied {
  [[nodiscard]] Json summary() const { return Json::parse(summary_json(world, study, scenario)); }
};

Studied run(const std::string& file, const Overrides& overrides = {}) { return {test::study_of(file, overrides)}; }
std::string refusal(const std::string& file, const Overrides& overrides) { return test::refusal_of(file, overrides); }

std::size_t count_of(const std::string& text, const std::string& word) {
  std::size_t n = 0;
  for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) ++n;
  return n;
}

TEST(SystemsServices, N5_EightStationsStandInTheBuildingsOf240Of400Enterprises) {
  const Studied r = run("systems/stations_in_buildings.toml");
  const Exposure& e = r.study.exposure.at(0).exposure;
  EXPECT_EQ(r.study.levels[0].providers.size(), 8u);
  EXPECT_EQ(e.counted, 400);
  EXPECT_EQ(e.counted_in_building, 240);
  EXPECT_EQ(e.buildings, 8);
  EXPECT_GE(e.counted_within, 240);
  EXPECT_EQ(r.summary()["exposure"][0]["in_building_share"], 0.6);
  for (std::size_t o = 0; o < e.field.size(); ++o)
    if (e.in_building[o] != 0) {
      EXPECT_EQ(e.field[o], 1);
    }
}

TEST(SystemsServices, N5_TheMapOfTheStationsDrawsEight) {
  const Studied r = run("systems/stations_in_buildings.toml");
  scene::MapOptions options;
  options.theme = scene::MapTheme::kCoverage;
  options.chinese = false;
  std::set<std::string> drawn;
  for (const auto& layer : scene::draw_map(r.world, r.study, r.scenario, options).layers)
    if (layer.name == "facilities")
      for (const auto& shape : layer.shapes)
        if (!shape.title.empty()) drawn.insert(shape.title);
  EXPECT_EQ(drawn.size(), 8u);
}

TEST(SystemsServices, N8_AFieldVisitIgnoresTheCutoffAndTenFitIntoAShift) {
  const Studied r = run("systems/field_visits.toml");
  const ChannelResult &window = r.study.channels.at(0), &visits = r.study.channels.at(1);
  EXPECT_EQ(window.persons_reached, 500);
  EXPECT_DOUBLE_EQ(window.per_staff_day(), 28);
  EXPECT_EQ(visits.persons_reached, 1000);
  EXPECT_DOUBLE_EQ(visits.day.mean_travel_s, 12 * 60);
  EXPECT_DOUBLE_EQ(visits.per_staff_day(), 10);
  EXPECT_EQ(r.summary()["channels"][1]["per_staff_day"], 10);
  // 30 min more of travel a visit: 420 / 72.
  EXPECT_DOUBLE_EQ(run("systems/field_visits.toml", {{"channels[1].travel", "\"42 min\""}}).study.channels[1].per_staff_day(), 5);
}

TEST(SystemsServices, J10_SixStaffServeEightyPercentOfSeventyFiveDoorToDoor) {
  const ChannelResult c = run("systems/door_to_door.toml").study.channels.at(0);
  EXPECT_EQ(c.items, 7);
  EXPECT_DOUBLE_EQ(c.service_s, 30 * 60);
  EXPECT_EQ(c.day.staff, 6);
  EXPECT_EQ(c.day.total_capacity, 60);
  EXPECT_DOUBLE_EQ(c.day.served / c.day.asked, 0.8);
  EXPECT_DOUBLE_EQ(c.day.backlog(), 15);
  // Two more of staff, by an edit of the plan.
  const auto more = run("systems/door_to_door.toml", {{"edits", "[{op = \"set_staff\", target = \"station\", staff = 8}]"}}).study.channels.at(0);
  EXPECT_DOUBLE_EQ(more.day.served, 75);
}

TEST(SystemsServices, F15_FourAdvisersLookAfterTwentyQuartersAndThreeAfterFifteen) {
  const AdviserResult four = run("systems/legal_advisers.toml").study.advisers.at(0);
  EXPECT_EQ(four.advisers, 4);
  EXPECT_EQ(four.quarter.size(), 20u);
  EXPECT_EQ(four.coverage.covered, 20);
  EXPECT_EQ(four.persons_covered, 20000);
  const Studied three = run("systems/legal_advisers.toml", {{"edits", "[{op = \"set_staff\", target = \"base-4\", staff = 0}]"}});
  EXPECT_EQ(three.study.advisers.at(0).coverage.covered, 15);
  EXPECT_EQ(three.study.advisers.at(0).coverage.no_capacity, 5);
  EXPECT_EQ(three.summary()["advisers"][0]["share"], 0.75);
  const auto closed = run("systems/legal_advisers.toml", {{"edits", "[{op = \"close_facility\", target = \"base-4\"}]"}}).study.advisers.at(0);
  EXPECT_EQ(closed.coverage.covered, 15);
  EXPECT_EQ(closed.coverage.out_of_reach, 5);
  EXPECT_NE(refusal("systems/legal_advisers.toml", {{"advisers[0].services", "[\"legal-advise\"]"}}).find("did you mean 'legal-advice'?"), std::string::npos);
}

TEST(SystemsServices, J4_FourFieldsHaveFourMapsAJointShareAndAWeakestOne) {
  const Studied r = run("systems/four_fields.toml");
  std::vector<std::int64_t> covered;
  for (const auto& level : r.study.levels) covered.push_back(level.coverage.persons_covered);
  EXPECT_EQ(covered, (std::vector<std::int64_t>{600, 1000, 500, 900}));
  EXPECT_EQ(r.study.joint.persons, 200);
  const Json j = r.summary();
  EXPECT_EQ(j["joint_share"], 0.2);
  EXPECT_EQ(j["weakest_level"], "elders");
  const std::string en = report_html(r.world, r.study, r.scenario, false), zh = report_html(r.world, r.study, r.scenario, true);
  EXPECT_NE(en.find("The weakest service is “Elders”"), std::string::npos);
  EXPECT_NE(zh.find("最弱的是“为老服务”"), std::string::npos);
  for (const char* field : {"Public affairs", "Health", "Elders", "Autonomy"})
    EXPECT_EQ(count_of(en, std::string("“") + field + "”: within reach, out of reach</figcaption>"), 1u) << field;
}

TEST(SystemsServices, J11_ScreensAndOnlineReachEightyTwoPercent) {
  const Studied r = run("systems/information.toml");
  EXPECT_DOUBLE_EQ(r.study.information->screens, 0.4);
  EXPECT_DOUBLE_EQ(r.study.information->online, 0.7);
  EXPECT_DOUBLE_EQ(r.study.information->reached, 0.82);
  EXPECT_EQ(refusal("systems/information.toml", {{"information.online_by_area", "{nowhere = 0.5}"}}).find("there is no area 'nowhere'") == std::string::npos, false);
  EXPECT_NE(refusal("systems/information.toml", {{"information.online", "1.5"}}), "accepted");
}

TEST(SystemsServices, U2_TheFourFiguresBeforeAndAfterTenStaffMove) {
  const DashboardResult before = *run("systems/dashboard.toml").study.dashboard, after = *run("systems/dashboard_plan.toml").study.dashboard;
  EXPECT_EQ(before.staff.all, 40);
  EXPECT_EQ(after.staff.all, 40);
  EXPECT_EQ(before.staff.share(), 0);
  EXPECT_EQ(after.staff.share(), 0.25);
  EXPECT_NEAR(*before.coverage_gini, 4.0 / 15, 1e-12);   // OB-19
  EXPECT_EQ(before.links.share(), 1);
  EXPECT_EQ(before.links.links, 6);
  EXPECT_NEAR(*before.targeting_error, 0.8, 1e-12);
  EXPECT_NEAR(*after.targeting_error, 0.6, 1e-12);
}

TEST(SystemsServices, U2_EqualCoverageOfAllDistrictsHasNoGini) {
  std::string close;
  for (int k = 2; k <= 5; ++k)
    for (int j = 2; j <= k; ++j)
      close += (close.empty() ? "" : ", ") + ("{op = \"close_facility\", target = \"point-" + std::to_string(k) + "-" + std::to_string(j) + "\"}");
  const Studied r = run("systems/dashboard.toml", {{"edits", "[" + close + "]"}});
  for (const auto& d : r.study.dashboard->districts) EXPECT_EQ(d.covered, 100);
  EXPECT_NEAR(*r.study.dashboard->coverage_gini, 0, 1e-12);
}

TEST(SystemsServices, U2_CompareShowsTheMoveOfStaff) {
  const std::string dir = test::scratch_dir("dashboard");
  for (const char* name : {"dashboard", "dashboard_plan"}) {
    const Studied r = run("systems/" + std::string(name) + ".toml");
    save_results(r.world, r.study, r.scenario, dir + "/" + name, {.overwrite = true, .language = "en", .timing_json = {}});
  }
  const Comparison c = compare_folders({dir + "/dashboard", dir + "/dashboard_plan"}, "dashboard_low_level_staff");
  EXPECT_EQ(c.by, "dashboard_low_level_staff_share");
  const auto column = [&](const std::string& name) {
    return static_cast<std::size_t>(std::find(c.table.columns.begin(), c.table.columns.end(), name) - c.table.columns.begin());
  };
  ASSERT_EQ(c.table.rows.size(), 2u);
  EXPECT_EQ(c.table.rows[0][1], dir + "/dashboard_plan");
  EXPECT_EQ(c.table.rows[0].at(column(c.by)), "0.25");
  EXPECT_EQ(c.table.rows[1].at(column(c.by)), "0");
  EXPECT_EQ(c.table.rows[0].at(column("dashboard_targeting_error")).substr(0, 3), "0.6");
  for (const char* table : {"dashboard", "dashboard_areas", "edits"})
    EXPECT_FALSE(read_text(dir + "/dashboard_plan/tables/" + table + ".csv").empty());
}

TEST(SystemsServices, ABatchAndACompareNameTheSameFigures) {
  for (const char* file : {"systems/field_visits.toml", "systems/legal_advisers.toml", "systems/information.toml", "systems/dashboard.toml"}) {
    const Studied r = run(file);
    EXPECT_FALSE(service_columns(r.study).empty()) << file;
    EXPECT_EQ(service_columns(r.study), service_columns(r.summary())) << file;
  }
  EXPECT_TRUE(service_columns(run("systems/floating.toml").study).empty());
}

TEST(SystemsServices, TheReportTellsOnlyWhatTheScenarioAsksInBothLanguages) {
  const std::pair<const char*, const char*> cases[] = {{"systems/field_visits.toml", "channels"}, {"systems/legal_advisers.toml", "advisers"},
                                                       {"systems/information.toml", "information"}, {"systems/dashboard_plan.toml", "dashboard"},
                                                       {"systems/floating.toml", ""}};
  for (const auto& [file, asked] : cases) {
    const Studied r = run(file);
    for (const bool chinese : {true, false}) {
      const std::string page = report_html(r.world, r.study, r.scenario, chinese);
      for (const char* chapter : {"exposure", "channels", "advisers", "information", "dashboard"})
        EXPECT_EQ(page.find("<h2 id=\"" + std::string(chapter) + "\"") != std::string::npos, std::string(chapter) == asked) << file << " " << chapter;
      EXPECT_EQ(page.find("nan"), std::string::npos) << file;
    }
  }
}

TEST(SystemsServices, ALinkToNobodyOrToItselfIsRefused) {
  const std::string dir = test::scratch_dir("links");
  const auto with = [&](const std::string& rows) {
    write_text(dir + "/links.csv", rows);
    return refusal("systems/dashboard.toml", {{"inputs.links.path", "\"" + dir + "/links.csv\""}});
  };
  EXPECT_EQ(with("from,to\no1,o2\n"), "accepted");
  EXPECT_NE(with("from,to\no1,o9\n").find("there is no organisation, facility, venue, unit or area 'o9'"), std::string::npos);
  EXPECT_NE(with("from,to\no1,o1\n").find("'o1' is linked to itself"), std::string::npos);
  EXPECT_NE(with("from,too\no1,o2\n").find("does not say which column is the to of a link"), std::string::npos);
}

}  // namespace
}  // namespace catchment::pipeline
