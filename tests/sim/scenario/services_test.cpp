// [exposure], [[channels]], [[advisers]], [information], [dashboard] and the edit of staff.
#include <gtest/gtest.h>

#include "sim/scenario/parse.h"

namespace catchment {
namespace {

const std::string kLevel = "[[levels]]\nname = \"station\"\ncutoff = \"500 m\"\n";   // three lines

std::string refusal(const std::string& text) {
  try {
    parse_scenario(text, "a.toml");
  } catch (const InputError& error) {
    const std::string what = error.what();
    EXPECT_EQ(what.find('\n'), std::string::npos) << what;
    return what;
  }
  return "accepted";
}

TEST(ServiceTables, AreReadWithTheirUnitsAndDefaults) {
  const Scenario s = parse_scenario(kLevel + R"(
[exposure]
types = ["enterprise", "property-manager"]
[[channels]]
name = "visit"
title.zh = "入户"
kind = "field"
level = "station"
service = "30 min"
shift = "7 h"
staff = 6
travel = "12 min"
requests_per_day = 75
[[channels]]
name = "hall"
kind = "activity"
level = "station"
attendance = 80
requests_per_1000 = 1.5
[[advisers]]
name = "legal"
services = "legal-advice"
caseload = 5
travel_limit = "2 km"
quarters = "areas"
[information]
levels = ["station"]
online = 0.7
online_by_area = { "north" = 0, "south" = 0.25 }
[dashboard]
levels = [1]
area_level = 2
coverage = "station"
need = { "north" = 40 }
)", "a.toml");
  EXPECT_EQ(s.exposure.types, (std::vector{OrganisationType::kEnterprise, OrganisationType::kPropertyManager}));
  ASSERT_EQ(s.channels.size(), 2u);
  EXPECT_EQ(s.channels[0].kind, ChannelKind::kField);
  EXPECT_EQ(s.channels[0].service_s, 1800);
  EXPECT_EQ(s.channels[0].shift_s, 25200);
  EXPECT_EQ(s.channels[0].travel_s, 720);
  EXPECT_EQ(s.channels[0].staff, 6);
  EXPECT_EQ(s.channels[0].requests_per_day, 75);
  EXPECT_EQ(s.channels[0].travel_limit_s, -1);
  EXPECT_EQ(s.channels[1].kind, ChannelKind::kActivity);
  EXPECT_EQ(s.channels[1].attendance, 80);
  EXPECT_EQ(s.channels[1].service_s, -1);
  EXPECT_EQ(s.channels[1].shift_s, 8 * 3600);
  EXPECT_EQ(s.channels[1].requests_per_1000, 1.5);
  ASSERT_EQ(s.advisers.size(), 1u);
  EXPECT_EQ(s.advisers[0].unit, CostUnit::kMetres);
  EXPECT_EQ(s.advisers[0].travel_limit, 2000);
  EXPECT_EQ(s.advisers[0].area_level, 4);
  EXPECT_EQ(s.information.online_by_area.at("south"), 0.25);
  EXPECT_EQ(s.dashboard.levels, std::vector<int>{1});
  EXPECT_EQ(s.dashboard.need.at("north"), 40);
}

TEST(ServiceTables, AreAbsentUnlessTheScenarioAsks) {
  const Scenario s = parse_scenario(kLevel, "a.toml");
  EXPECT_FALSE(s.exposure.active || s.information.active || s.dashboard.active);
  EXPECT_TRUE(s.channels.empty() && s.advisers.empty());
  EXPECT_FALSE(parse_scenario("[dashboard]\nactive = false\n", "a.toml").dashboard.active);
}

TEST(ServiceTables, RefuseAWrongExposure) {
  EXPECT_EQ(refusal("[exposure]\ntype = \"enterprise\"\n"), "a.toml:2:1: key 'exposure.type': is not known; did you mean 'types'?");
  EXPECT_EQ(refusal("[exposure]\ntypes = [\"enterprize\"]\n"),
            "a.toml:2:1: key 'exposure.types': \"enterprize\" is not a type of organisation; did you mean \"enterprise\"?");
}

TEST(ServiceTables, RefuseAWrongChannel) {
  const auto channel = [](const std::string& rest, const std::string& head = "name = \"v\"\nkind = \"field\"\nlevel = \"station\"\n") {
    return refusal(kLevel + "[[channels]]\n" + head + rest);
  };
  EXPECT_EQ(channel(""), "accepted");
  EXPECT_EQ(refusal("[channels]\n"), "a.toml:1:2: key 'channels': is not a list of tables; write [[channels]], with two brackets");
  EXPECT_EQ(channel("", "kind = \"field\"\n"), "a.toml:4:1: key 'channels[0].name': is missing; give each a name of its own");
  EXPECT_EQ(channel("", "name = \"v\"\n"), "a.toml:4:1: key 'channels[0].kind': is missing; write kind = \"window\", \"online\", \"field\", \"door\" or \"activity\"");
  EXPECT_EQ(channel("", "name = \"v\"\nkind = \"feild\"\n"),
            "a.toml:6:1: key 'channels[0].kind': \"feild\" is not one of window, online, field, door, activity; did you mean \"field\"?");
  EXPECT_EQ(channel("", "name = \"v\"\nkind = \"field\"\n"), "a.toml:4:1: key 'channels[0].level': is missing; name the level whose facilities deliver it");
  EXPECT_EQ(channel("", "name = \"v\"\nkind = \"field\"\nlevel = \"statoin\"\n"),
            "a.toml:7:1: key 'channels[0].level': there is no level \"statoin\"; did you mean \"station\"?");
  EXPECT_EQ(channel("", "name = \"v\"\nkind = \"online\"\n"),
            "a.toml:4:1: key 'channels[0].staff': is missing; without a level there are no facilities whose staff could count");
  EXPECT_EQ(channel("staff = -1\n"), "a.toml:8:1: key 'channels[0].staff': is -1, out of range; give a whole number between 0 and 10000000");
  EXPECT_EQ(channel("service = 30\n"), "a.toml:8:1: key 'channels[0].service': is 30 without a unit; say which unit, like \"15 min\" or \"900 s\"");
  EXPECT_NE(channel("service = \"0 min\"\n"), "accepted");
  EXPECT_NE(channel("shift = \"25 h\"\n"), "accepted");
  EXPECT_NE(channel("travel = \"12 m\"\n"), "accepted");
  EXPECT_NE(channel("trips = 3\n"), "accepted");
  EXPECT_NE(channel("requests_per_day = -1\n"), "accepted");
  EXPECT_NE(channel("attendance = 0\n"), "accepted");
  EXPECT_EQ(channel("travel = \"12 min\"\ntrips = 1\n"),
            "a.toml:9:1: key 'channels[0].trips': travel states the whole travel of a visit already; keep one of travel and trips");
  EXPECT_EQ(channel("requests_per_day = 1\nrequests_per_1000 = 1\n"),
            "a.toml:9:1: key 'channels[0].requests_per_1000': both rates are given; keep one of requests_per_day and requests_per_1000");
  EXPECT_EQ(channel("attendance = 30\n"), "a.toml:8:1: key 'channels[0].attendance': only an activity serves many at once; remove it, or set kind = \"activity\"");
  EXPECT_EQ(channel("travel_limit = \"5 min\"\n", "name = \"v\"\nkind = \"window\"\nlevel = \"station\"\n"),
            "a.toml:8:1: key 'channels[0].travel_limit': staff do not travel on this channel; remove it, or set kind = \"field\" or \"door\"");
  EXPECT_EQ(channel("[[channels]]\nname = \"v\"\n"), "a.toml:9:1: key 'channels[1].name': \"v\" is the name of an earlier one too; give each a name of its own");
  EXPECT_EQ(channel("sevice = \"1 min\"\n"), "a.toml:8:1: key 'channels[0].sevice': is not known; did you mean 'service'?");
}

TEST(ServiceTables, RefuseWrongAdvisers) {
  const auto advisers = [](const std::string& rest) { return refusal("[[advisers]]\nname = \"legal\"\n" + rest); };
  const std::string good = "services = [\"legal\"]\ncaseload = 5\ntravel_limit = \"30 min\"\n";
  EXPECT_EQ(advisers(good), "accepted");
  EXPECT_EQ(advisers("caseload = 5\n"), "a.toml:1:1: key 'advisers[0].services': is missing; name the service that the advisers' bases offer");
  EXPECT_EQ(advisers("services = \"a\"\n"), "a.toml:1:1: key 'advisers[0].caseload': is missing; write how many quarters one adviser looks after");
  EXPECT_EQ(advisers("services = \"a\"\ncaseload = 0\n"), "a.toml:4:1: key 'advisers[0].caseload': is 0, out of range; give a whole number between 1 and 1000000");
  EXPECT_EQ(advisers("services = \"a\"\ncaseload = 1\n"), "a.toml:1:1: key 'advisers[0].travel_limit': is missing; write it like \"30 min\" or \"2 km\"");
  EXPECT_EQ(advisers(good + "area_level = 3\n"), "a.toml:6:1: key 'advisers[0].area_level': quarters are demand points here; remove it, or set quarters = \"areas\"");
  EXPECT_NE(advisers(good + "quarters = \"buildings\"\n"), "accepted");
  EXPECT_NE(advisers(good + "quarters = \"areas\"\narea_level = 5\n"), "accepted");
  EXPECT_EQ(refusal("[advisers]\n"), "a.toml:1:2: key 'advisers': is not a list of tables; write [[advisers]], with two brackets");
}

TEST(ServiceTables, RefuseSharesOutsideNothingToOneAndUnknownLevels) {
  EXPECT_EQ(refusal("[information]\nonline = 1.2\n"), "a.toml:2:1: key 'information.online': is 1.2, out of range; give a number between 0 and 1");
  EXPECT_EQ(refusal("[information]\nonline = 70\n"), "a.toml:2:1: key 'information.online': is 70, out of range; give a number between 0 and 1");
  EXPECT_EQ(refusal("[information]\nonline_by_area = { a = 1.5 }\n"),
            "a.toml:2:20: key 'information.online_by_area.a': is out of range, or no number; give a share from 0 to 1");
  EXPECT_EQ(refusal("[information]\nonline_by_area = 1\n"), "a.toml:2:1: key 'information.online_by_area': is not a table; write it like { \"area id\" = 0.5 }");
  EXPECT_EQ(refusal("[information]\nlevels = [\"screen\"]\n"), "a.toml:2:1: key 'information.levels': there is no level \"screen\"; add [[levels]]");
  EXPECT_EQ(refusal("[dashboard]\nlevels = [0]\n"), "a.toml:2:1: key 'dashboard.levels': is not a list of facility levels from 1 to 4; write it like [1, 2]");
  EXPECT_NE(refusal("[dashboard]\nlevels = 1\n"), "accepted");
  EXPECT_NE(refusal("[dashboard]\nlevels = []\n"), "accepted");
  EXPECT_NE(refusal("[dashboard]\narea_level = 5\n"), "accepted");
  EXPECT_NE(refusal("[dashboard]\nneed = { a = -1 }\n"), "accepted");
  EXPECT_EQ(refusal(kLevel + "[dashboard]\ncoverage = \"stations\"\n"), "a.toml:5:1: key 'dashboard.coverage': there is no level \"stations\"; did you mean \"station\"?");
}

TEST(ServiceTables, StaffIsSetByAnEditOfItsOwnOrWithANewFacility) {
  const Scenario s = parse_scenario("[[edits]]\nop = \"set_staff\"\ntarget = \"centre\"\nstaff = 30\n"
                                    "[[edits]]\nop = \"add\"\ntarget = \"p\"\nto = [0, 0]\nstaff = 10\n", "a.toml");
  EXPECT_EQ(s.edits[0].op, Edit::Op::kSetStaff);
  EXPECT_EQ(s.edits[0].staff, 30);
  EXPECT_EQ(s.edits[1].staff, 10);
  const auto edit = [](const std::string& rest) { return refusal("[[edits]]\ntarget = \"c\"\n" + rest); };
  EXPECT_EQ(edit("op = \"set_staff\"\n"), "a.toml:1:1: key 'edits[0].staff': is missing; write the new number of staff");
  EXPECT_EQ(edit("op = \"set_staff\"\nstaff = -1\n"), "a.toml:4:1: key 'edits[0].staff': is -1, out of range; give a whole number between 0 and 10000000");
  EXPECT_EQ(edit("op = \"close\"\nstaff = 1\n"), "a.toml:4:1: key 'edits[0].staff': this edit changes no staff; remove it, or use set_staff");
}

}  // namespace
}  // namespace catchment
