// [network] group, [network.groups.NAME], [network.vertical] and the groups of levels.
#include <gtest/gtest.h>

#include <cmath>

#include "sim/scenario/parse.h"

namespace catchment {
namespace {

Scenario read(const std::string& text) { return parse_scenario(text, "a.toml"); }

std::string refusal(const std::string& text) {
  try {
    read(text);
  } catch (const InputError& error) {
    const std::string what = error.what();
    EXPECT_EQ(what.find('\n'), std::string::npos) << what;
    return what;
  }
  return "accepted";
}

const PersonGroup& group(const Scenario& s, const char* name) { return *find_group(s.network.groups, name); }

TEST(Groups, DefaultToTheAdultAndLeaveOlderScenariosAlone) {
  const Scenario s = read("[network]\nspeed_m_per_min = 66\nsteps_factor = 3\n");
  EXPECT_EQ(s.network.group, "adult");
  EXPECT_EQ(s.network.speed_m_per_min, 66);
  EXPECT_EQ(s.network.steps_factor, 3);
  EXPECT_EQ(s.network.groups, default_person_groups());
  EXPECT_FALSE(s.network.vertical.active);
  EXPECT_EQ(read("[scenario]\nname = \"x\"\n").network.speed_m_per_min, 80);
  EXPECT_EQ(read("[network]\nmode = \"cycle\"\n").network.speed_m_per_min, 240);
}

TEST(Groups, GiveTheRunTheirSpeedUnlessItStatesOne) {
  EXPECT_EQ(read("[network]\ngroup = \"elder\"\n").network.speed_m_per_min, 57);
  const Scenario s = read("[network]\ngroup = \"elder\"\nspeed_m_per_min = 50\n[network.groups.elder]\nsteps_factor = 4\n");
  EXPECT_EQ(s.network.group, "elder");
  EXPECT_EQ(s.network.speed_m_per_min, 50);
  EXPECT_EQ(s.network.steps_factor, 4);
  EXPECT_EQ(read("[network.groups.adult]\nspeed_m_per_min = 70\n").network.speed_m_per_min, 70);
}

TEST(Groups, AreChangedAndAdded) {
  const Scenario s = read(R"(
[network.groups.elder]
speed_m_per_min = 60
title.en = "seniors"
[network.groups.parent]
like = "wheelchair"
title.zh = "推婴儿车的人"
steps = true
steps_factor = 5
slope = [[-0.2, 0.5], [0, 1.0], [0.2, 0.4]]
max_slope = 0.15
climb_m_per_min = 6
lift = true
[network.groups.robot]
slope = "none"
)");
  EXPECT_EQ(s.network.groups.size(), 6u);
  EXPECT_EQ(group(s, "elder").speed_m_per_min, 60);
  EXPECT_EQ(group(s, "elder").title.en, "seniors");
  EXPECT_EQ(group(s, "elder").climb_m_per_min, 12);
  const PersonGroup& parent = group(s, "parent");
  EXPECT_EQ(parent.speed_m_per_min, 41);
  EXPECT_EQ(parent.title, (Name{"推婴儿车的人", ""}));
  EXPECT_TRUE(parent.steps);
  EXPECT_EQ(parent.slope, SlopeRule::kCurve);
  EXPECT_EQ(parent.curve, (std::vector<SlopePoint>{{-0.2, 0.5}, {0, 1}, {0.2, 0.4}}));
  EXPECT_EQ(parent.max_slope, 0.15);
  EXPECT_EQ(parent.climb_m_per_min, 6);
  EXPECT_EQ(group(s, "robot").slope, SlopeRule::kNone);
  EXPECT_EQ(group(s, "robot").speed_m_per_min, 80);
  EXPECT_EQ(group(s, "robot").title, Name{});
}

TEST(Groups, OfLevelsMayBeDefinedAfterThem) {
  const Scenario s = read("[[levels]]\nname = \"a\"\ncutoff = \"5 min\"\ngroup = \"nurse\"\n[network.groups.nurse]\nspeed_m_per_min = 90\n");
  EXPECT_EQ(s.levels[0].group, "nurse");
  EXPECT_EQ(read("[[levels]]\nname = \"a\"\ncutoff = \"5 min\"\n").levels[0].group, "");
}

TEST(Groups, AreRefusedWithPlaceAndRemedy) {
  EXPECT_EQ(refusal("[network]\ngroup = \"eldre\"\n"), "a.toml:2:1: key 'network.group': 'eldre' is no person group; did you mean 'elder'?");
  EXPECT_EQ(refusal("[[levels]]\nname = \"a\"\ncutoff = \"5 min\"\ngroup = \"quick\"\n"),
            "a.toml:4:1: key 'levels[0].group': 'quick' is no person group; known: adult, elder, child, wheelchair; or add [network.groups.quick]");
  EXPECT_EQ(refusal("[network]\nmode = \"cycle\"\ngroup = \"elder\"\n"),
            "a.toml:3:1: key 'network.group': person groups walk, and the mode is 'cycle'; remove it, or set network.mode = \"walk\"");
  EXPECT_NE(refusal("[network]\nmode = \"matrix\"\n[[levels]]\nname = \"a\"\ncutoff = \"5 min\"\ngroup = \"elder\"\n").find("the mode is 'matrix'"),
            std::string::npos);
  EXPECT_NE(refusal("[network.groups.x]\nlike = \"nobody\"\n").find("'nobody' is no person group"), std::string::npos);
  EXPECT_NE(refusal("[network.groups.x]\nspeed_m_per_min = 0\n").find("network.groups.x.speed_m_per_min"), std::string::npos);
  EXPECT_NE(refusal("[network.groups.x]\nsped = 1\n").find("is not known"), std::string::npos);
  EXPECT_NE(refusal("[network]\ngroups = 3\n").find("network.groups"), std::string::npos);
}

TEST(Groups, RefuseSlopeCurvesThatAreNone) {
  const auto curve = [](const std::string& value) { return refusal("[network.groups.x]\nslope = " + value + "\n"); };
  EXPECT_EQ(curve("[[-0.1, 0.5], [0, 1], [0.1, 0.5]]"), "accepted");
  EXPECT_EQ(curve("[[-0.1, 0.5], [0.1, 1.5]]"), "accepted");  // passes through [0, 1]
  EXPECT_NE(curve("[[0, 1]]").find("fewer than two points"), std::string::npos);
  EXPECT_NE(curve("[]").find("fewer than two points"), std::string::npos);
  EXPECT_NE(curve("[[0, 1], [0, 0.5]]").find("do not ascend"), std::string::npos);
  EXPECT_NE(curve("[[0, 1], [0.1, 0]]").find("share of the level speed"), std::string::npos);
  EXPECT_NE(curve("[[0, 1], [1.5, 0.1]]").find("not a slope"), std::string::npos);
  EXPECT_NE(curve("[[-0.1, 0.5], [0.1, 0.5]]").find("share at slope 0 is 0.5"), std::string::npos);
  EXPECT_NE(curve("[1, 2]").find("pairs of numbers"), std::string::npos);
  EXPECT_NE(curve("[[0, \"a\"]]").find("pairs of numbers"), std::string::npos);
  EXPECT_NE(curve("[[0, 1, 2]]").find("pairs of numbers"), std::string::npos);
  EXPECT_NE(curve("\"steep\"").find("tobler"), std::string::npos);
}

TEST(Vertical, IsOnWhereTheTableIsThere) {
  const Scenario s = read(R"(
[network.vertical]
storey_height_m = 2.8
lift_from_floors = 4
lift_wait_s = 45
lift_s_per_floor = 2
first_home_floor = 2
)");
  EXPECT_EQ(s.network.vertical, (VerticalOptions{true, 2.8, 4, 45, 2, 2}));
  EXPECT_TRUE(read("[network.vertical]\n").network.vertical.active);
  EXPECT_FALSE(read("[network.vertical]\nactive = false\n").network.vertical.active);
  EXPECT_NE(refusal("[network.vertical]\nstorey_height_m = 0\n").find("network.vertical.storey_height_m"), std::string::npos);
  EXPECT_NE(refusal("[network.vertical]\nlift_wait_s = -1\n").find("network.vertical.lift_wait_s"), std::string::npos);
  EXPECT_NE(refusal("[network.vertical]\nfirst_home_floor = 0\n").find("network.vertical.first_home_floor"), std::string::npos);
}

TEST(Elevation, IsARoleOfInputs) {
  EXPECT_EQ(read("[inputs.elevation]\npath = \"dem.tif\"\n").inputs[0].role, InputRole::kElevation);
}

}  // namespace
}  // namespace catchment
