// The sharing graph from scenario file to figure: colleges and districts, hubs, halls, and the small cases of scenarios/systems.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "app/pipeline/files.h"
#include "app/pipeline/pipeline.h"
#include "app/pipeline/summary_sharing.h"
#include "app/report/report.h"
#include "sim/report/sharing_study.h"
#include "sim/sharing/link_rows.h"
#include "sim/sharing/link_types.h"
#include "tests/app/pipeline/studied.h"

namespace catchment::pipeline {
namespace {

using Json = nlohmann::json;
using test::Overrides;

struct Studied : test::Studied {
  [[nodiscard]] const SharingResult& sharing() const { return *study.sharing; }
  [[nodiscard]] Json summary() const { return Json::parse(summary_json(world, study, scenario))["sharing"]; }
};

Studied run(const std::string& file, const Overrides& overrides = {}) { return {test::study_of(file, overrides)}; }
std::string refusal(const std::string& file, const Overrides& overrides) { return test::refusal_of(file, overrides); }

bool says(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

TEST(Sharing, L6_SixteenLinksOfFourKindsToFourDistricts) {
  const Studied r = run("shanghai_university.toml");
  const SharingResult& s = r.sharing();
  EXPECT_EQ(s.in_force, 16);
  EXPECT_EQ(s.proposed, 12);
  ASSERT_EQ(s.districts.size(), 4u);
  for (const DistrictLinks& d : s.districts) {
    EXPECT_EQ(d.total(), 4);
    for (const LinkType type : {LinkType::kSecondment, LinkType::kVolunteer, LinkType::kAssistance, LinkType::kCollaboration})
      EXPECT_EQ(d.links[static_cast<std::size_t>(type)], 1);
  }
  EXPECT_EQ(s.links[static_cast<std::size_t>(LinkType::kSecondment)], 4);
  const Json j = r.summary();
  EXPECT_EQ(j["links_in_force"], 16);
  EXPECT_EQ(j["districts"].size(), 4u);
  // L5: three colleges and four districts, twelve possible links, best exchange 573.
  EXPECT_EQ(j["matching"]["cost"], 573);
  EXPECT_EQ(j["matching"]["served"], 75);
  EXPECT_EQ(j["matching"]["unmet"], 0);
  EXPECT_EQ(j["matching"]["status"], "optimal");
}

TEST(Sharing, L10_OD4_AtMostTwelveOnALinkCosts601) { EXPECT_EQ(run("shanghai_university.toml", {{"sharing.match.link_cap", "12"}}).summary()["matching"]["cost"], 601); }

TEST(Sharing, L10_OD5_WithoutTheSecondCollege25AreUnmetAndTheTotalIs2800) {
  const Studied r = run("shanghai_university.toml", {{"edits", "[{ op = \"remove_partner\", target = \"org-243\" }]"}});
  EXPECT_EQ(r.summary()["matching"]["unmet"], 25);
  EXPECT_EQ(r.summary()["matching"]["total"], 2800);
  EXPECT_EQ(r.summary()["matching"]["unmet_by_cause"]["no_capacity"], 25);
}

TEST(Sharing, TheSecondCollegeIsAmongTheCriticalPartners) {
  const Studied r = run("shanghai_university.toml");
  bool found = false;
  for (const CriticalPartner& c : r.sharing().critical)
    if (id_of(r.world, r.sharing().graph.node[c.node]) == "org-243") {
      found = true;
      EXPECT_EQ(c.unmet_more, 25);
    }
  EXPECT_TRUE(found);
}

TEST(Sharing, ReportTablesAndSummarySayTheSameInBothLanguages) {
  const Studied r = run("shanghai_university.toml");
  const std::string zh = report_html(r.world, r.study, r.scenario, true), en = report_html(r.world, r.study, r.scenario, false);
  EXPECT_TRUE(says(zh, "资源共享：谁借给谁"));
  EXPECT_TRUE(says(en, "Sharing: who lends what to whom"));
  EXPECT_TRUE(says(en, "Needed 75, met 75, unmet 0; cost 573, 100 for each unit unmet, total 573."));
  std::size_t flows = 0, links = 0;
  for (const ReportTable& t : report_tables(r.world, r.study, r.scenario)) {
    if (t.name == "sharing_matches") flows = t.rows.size();
    if (t.name == "sharing_links") links = t.rows.size();
  }
  EXPECT_EQ(links, 28u);
  EXPECT_EQ(flows, r.sharing().matching->shares.size());
}

TEST(Sharing, C2_OD16_FiveOf25HubsLostLeave2800AndDualAffiliation466) {
  std::string edits = "[";
  for (int h = 1; h <= 5; ++h) edits += std::string(h > 1 ? ", " : "") + "{ op = \"remove_partner\", target = \"hub-" + std::to_string(h) + "\" }";
  const Studied r = run("shanghai_city.toml", {{"edits", edits + "]"}});
  const HubLoss& h = *r.sharing().hubs;
  EXPECT_EQ(h.hubs, 25);
  EXPECT_EQ(h.lost, 5);
  EXPECT_EQ(h.affiliates, 14000);
  EXPECT_EQ(h.orphans, 2800);
  EXPECT_NEAR(h.expected_orphans_if_dual, 466.67, 0.005);
  EXPECT_EQ(r.study.accountability->orphans.size(), 2800u);
  EXPECT_EQ(r.sharing().links[static_cast<std::size_t>(LinkType::kAffiliation)], 11200);
  // C10, OB-4: 446 venues of 40 h host 8920 of 9380 groups.
  EXPECT_EQ(r.study.venues->hosted, 8920);
}

TEST(Sharing, ABatchAndAComparisonHaveItsHeadlineFigures) {
  const Studied r = run("shanghai_university.toml");
  const auto from_study = sharing_columns(r.world, r.study);
  EXPECT_EQ(from_study, sharing_columns(Json::parse(summary_json(r.world, r.study, r.scenario))));
  const auto value = [&](const std::string& name) {
    for (const auto& [key, text] : from_study)
      if (key == name) return text;
    return std::string("none");
  };
  EXPECT_EQ(value("sharing_cost"), "573");
  EXPECT_EQ(value("sharing_links_in_force"), "16");
  EXPECT_TRUE(sharing_columns(Json{{"sharing", nullptr}}).empty());
}

TEST(Sharing, U4_TenantsAndCommunitiesExchangeAt573WithNothingUnmet) {
  const Json j = run("systems/exchange.toml").summary();
  EXPECT_EQ(j["matching"]["cost"], 573);
  EXPECT_EQ(j["matching"]["unmet"], 0);
}

TEST(Sharing, N18_AFourthUseOfTheRoomAtOneTimeIsRefused) {
  const Studied r = run("systems/training_room.toml");
  ASSERT_EQ(r.sharing().venues.size(), 1u);
  EXPECT_NEAR(r.sharing().venues[0].utilisation(), 0.3, 1e-12);
  const std::string told = refusal("systems/training_room.toml", {{"edits", "[{ op = \"add_link\", target = \"choir\", from = \"station\", to = \"c1\", type = \"venue\", venue = \"room\", "
                                                                            "slots = \"Mon 18:00-20:00\" }]"}});
  EXPECT_TRUE(says(told, "venue 'room' is booked twice at Mon 18:00-18:30: link 'heads' has it already")) << told;
}

TEST(Sharing, U7_FiveFunctionsFillThePlatformAndASixthIsRefusedOrShortens) {
  EXPECT_NEAR(run("systems/platform_hours.toml").sharing().venues.at(0).utilisation(), 1, 1e-12);
  const std::string sixth = "[{ op = \"add_link\", target = \"sixth\", from = \"platform\", to = \"c2\", type = \"venue\", venue = \"hall\", capacity = 34.6 }]";
  EXPECT_TRUE(says(refusal("systems/platform_hours.toml", {{"edits", sixth}}), "of the 173.33 that it shares"));
  const Studied shorter = run("systems/platform_hours.toml", {{"edits", sixth}, {"sharing.overbooking", "\"shorten\""}});
  EXPECT_NEAR(shorter.sharing().venues.at(0).utilisation(), 1, 1e-12);
  EXPECT_NEAR(shorter.sharing().venues.at(0).shortened, 40.0 / 48, 1e-3);
}

TEST(Sharing, F1_APartnershipForEveryPairWithin300Metres) {
  const Studied r = run("systems/partnership.toml");
  std::int64_t pairs = 0, tenants = 0;
  for (const Organisation& tenant : r.world.organisations) {
    if (tenant.type != OrganisationType::kEnterprise && tenant.type != OrganisationType::kPropertyManager) continue;
    std::int64_t near = 0;
    for (const Organisation& c : r.world.organisations) near += c.type == OrganisationType::kCommittee && distance(c.position, tenant.position) <= 300;
    pairs += near;
    tenants += near > 0;
  }
  EXPECT_EQ(r.sharing().in_force, pairs);
  EXPECT_GT(pairs, 20);
  std::int64_t linked = 0;
  for (std::uint32_t v = 0; v < r.sharing().graph.n_nodes(); ++v)
    linked += r.world.organisations[r.sharing().graph.node[v].index].type != OrganisationType::kCommittee;
  EXPECT_EQ(linked, tenants);
}

TEST(Sharing, L8_EightyHoursOfVolunteersGiveFortyMoreAPlace) {
  const Studied r = run("systems/volunteers.toml");
  const LevelResult& level = r.study.levels.at(0);
  EXPECT_EQ(level.coverage.persons_served, 140);
  EXPECT_EQ(level.coverage.persons_no_capacity, 10);
  ASSERT_TRUE(level.without_sharing);
  EXPECT_EQ(level.without_sharing->served, 100);
  EXPECT_EQ(r.summary()["lending"][0]["served_gained"], 40);
  // Without the college the station is what it was.
  const Studied alone = run("systems/volunteers.toml", {{"edits", "[{ op = \"remove_partner\", target = \"college\" }]"}});
  EXPECT_EQ(alone.study.levels.at(0).coverage.persons_served, 100);
}

TEST(Sharing, WhatIsMatchedMovesCoverageWhereItIsTakenOver) {
  const Overrides market{{"sharing.links", "[]"},
                         {"sharing.offers", "[{ at = \"college\", type = \"volunteer\", amount = 200, slots = \"Mon-Fri 14:00-18:00\" }]"},
                         {"sharing.needs", "[{ at = \"station-1\", type = \"volunteer\", amount = 60, slots = \"Tue-Sat 16:00-20:00\" }]"}};
  Overrides asked = market, taken = market;
  asked.push_back({"sharing.match", "{ over = \"reach\", cutoff = \"15 min\" }"});
  taken.push_back({"sharing.match", "{ over = \"reach\", cutoff = \"15 min\", apply = true }"});
  const Studied only_asked = run("systems/volunteers.toml", asked);
  EXPECT_NEAR(only_asked.sharing().matching->served, 60, 1e-9) << "several volunteers may come at one time";
  EXPECT_EQ(only_asked.study.levels[0].coverage.persons_served, 100);
  const Studied r = run("systems/volunteers.toml", taken);
  EXPECT_NEAR(r.sharing().matching->served, 60, 1e-9) << "what is taken over is not counted twice";
  EXPECT_EQ(r.study.levels[0].coverage.persons_served, 130);
  // Too far: nobody comes.
  Overrides far = market;
  far.push_back({"sharing.match", "{ over = \"reach\", cutoff = \"1 min\", apply = true }"});
  const Studied none = run("systems/volunteers.toml", far);
  EXPECT_EQ(none.study.levels[0].coverage.persons_served, 100);
  EXPECT_EQ(none.sharing().matching->unmet_by_cause[static_cast<std::size_t>(UnmetCause::kOutOfReach)], 60);
}

TEST(Sharing, SipingRoad_AHallOnTwoEveningsServesPeopleWhoHadNoPlace) {
  CATCHMENT_NEED_SHARED_DATA(streets, "shanghai_tongji_osm/tongji_siping.osm.pbf");
  const Studied r = run("real/siping_sharing.toml"), before = run("real/siping_road.toml");
  const LevelCoverage &with = r.study.levels.at(0).coverage, &without = before.study.levels.at(0).coverage;
  const std::int64_t gained = with.persons_covered - without.persons_covered;
  EXPECT_GT(gained, 0);
  // The split, the study of its own and the report tell one number.
  EXPECT_EQ(without.persons_out_of_reach - with.persons_out_of_reach, gained);
  EXPECT_EQ(r.study.levels[0].without_sharing->covered, without.persons_covered);
  EXPECT_EQ(r.summary()["lending"][0]["persons_gained"], gained);
  // On that evening the hall is open, on another it is not.
  EXPECT_EQ(run("real/siping_sharing.toml", {{"network.at", "\"Tue 19:00\""}}).study.levels[0].coverage.persons_covered, with.persons_covered);
  EXPECT_EQ(run("real/siping_sharing.toml", {{"network.at", "\"Wed 19:00\""}}).study.levels[0].coverage.persons_covered, without.persons_covered);
  EXPECT_EQ(run("real/siping_sharing.toml", {{"edits", "[{ op = \"remove_partner\", target = \"tongji\" }]"}}).study.levels[0].coverage.persons_covered, without.persons_covered);
}

TEST(Sharing, WrongTablesOfTheScenarioAreRefusedWithTheirPlace) {
  const auto told = [](const std::string& key, const std::string& value) { return refusal("systems/volunteers.toml", {{key, value}}); };
  EXPECT_TRUE(says(told("sharing.links[0].to", "\"college\""), "'college' is linked to itself"));
  EXPECT_TRUE(says(told("sharing.links[0].capacity", "-1"), "its capacity is -1, below zero"));
  EXPECT_TRUE(says(told("sharing.links[0].from", "\"colleg\""), "did you mean 'college'?"));
  EXPECT_TRUE(says(told("sharing.links[0].unit", "\"seats/session\""), "volunteer is counted in 'hours/month'"));
  EXPECT_TRUE(says(told("sharing.links[0].type", "\"volunteers\""), "did you mean 'volunteer'?"));
  EXPECT_TRUE(says(told("sharing.overbooking", "\"maybe\""), "sharing.overbooking"));
  EXPECT_TRUE(says(told("sharing.match.over", "\"anything\""), "sharing.match.over"));
  EXPECT_TRUE(says(told("sharing.root", "\"nobody\""), "there is no organisation, facility, venue, unit or area 'nobody'"));
}


}  // namespace
}  // namespace catchment::pipeline
