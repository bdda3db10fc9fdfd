#include "sim/scenario/parse.h"

#include <gtest/gtest.h>

namespace catchment {
namespace {

constexpr const char* kEverything = R"(
[scenario]
name = "all"
title = {zh = "全部", en = "Everything"}
description.zh = "每个键都写了"
description.en = "Every key is written"
seed = 7
crs = "EPSG:4549"
date = 2024-05-01
place.zh = "临汾路街道"
place.en = "Linfen Road"
study_area = "310106"

[town]
population = 70000
area_km2 = 2.5
kind = "campus"
name = "示范街道"
enterprises = 40
social_organisations = 30
colleges = 2
districts = 3
centres = 2
stations = 5
points = 17
homes = 65
venues = 9
members = 6500
river = false
origin = [121.5, 31.25]
district_table = "districts.csv"

[inputs.streets]
path = "$CATCHMENT_SHARED_DATA/a.osm.pbf"

[inputs.quarters]
role = "demand"
path = "q.csv"
layer = "quarters"
encoding = "GB18030"
crs = "EPSG:4326"
datum = "BD-09"
fields.persons = "人口"
values.level = 3
values.rate = 0.25
values.open = true
where.kind = "小区"
aliases."大桥" = "大桥街道"
clip_to = "310110"
outside = "keep"
source = "registry"
licence = "CC-BY"
date = "2020"
modelled = true

[inputs.times]
role = "costs"
path = "od.csv"
unit = "s"

[population]
from = "raster"
to = "buildings"
weight = "floor_area"
refine_within = "200 m"

[network]
mode = "euclidean"
speed_m_per_min = 60
detour_factor = 1.3
snap_max = "150 m"
facility_snap_max = 300
steps_factor = 1.5
at = "Tue 10:45"

[[levels]]
name = "centre"
title.zh = "中心"
title.en = "Centre"
rank = 4
cutoff = "15 min"
services = ["meals", "library"]

[[levels]]
name = "point"
rank = 2
cutoff = "0.5 km"
nested = false

[coverage]
nested = false
capacity = false
beyond_boundary = false
report_area_level = 2

[organisations]
eligible_min = 4
union_min = 30
own_rule = "given"
joint = false
joint_distance = "250 m"
joint_by_building = false
denominator = "employees"
instructors = {count = 231, caseload = 21, travel_limit = "30 min"}
generate = "reference-city"
count = 14000
hubs = 25
venue_hours_month = 42
group_hours_month = 3

[outputs]
language = "en"
map_width_px = 900

[[edits]]
op = "move_facility"
target = "S1"
to = [354000.5, 3456000]
label = "nearer"

[[edits]]
op = "add_facility"
target = "new"
to_lonlat = [121.5, 31.2]
capacity = 300
level = 2
services = "meals"
name.zh = "新点"

[[edits]]
op = "clear_responsible"
organisations = ["O1", "O2"]
)";

TEST(ParseScenario, ReadsEveryKey) {
  const Scenario s = parse_scenario(kEverything, "all.toml");
  EXPECT_EQ(s.name, "all");
  EXPECT_EQ(s.title, (Name{"全部", "Everything"}));
  EXPECT_EQ(s.description, (Name{"每个键都写了", "Every key is written"}));
  EXPECT_EQ(s.seed, 7u);
  EXPECT_EQ(s.crs, "EPSG:4549");
  EXPECT_EQ(s.date, "2024-05-01");
  EXPECT_EQ(s.place_name_zh, "临汾路街道");
  EXPECT_EQ(s.place_name_en, "Linfen Road");
  EXPECT_EQ(s.study_area, "310106");
  EXPECT_EQ(s.file, "all.toml");

  const TownSpec& t = s.town;
  EXPECT_TRUE(t.active);
  EXPECT_EQ(t.population, 70000);
  EXPECT_EQ(t.area_km2, 2.5);
  EXPECT_EQ(t.kind, "campus");
  EXPECT_EQ(t.name, (Name{"示范街道", ""}));
  EXPECT_EQ(t.enterprises, 40);
  EXPECT_EQ(t.social_organisations, 30);
  EXPECT_EQ(t.colleges, 2);
  EXPECT_EQ(t.districts, 3);
  EXPECT_EQ(t.centres, 2);
  EXPECT_EQ(t.stations, 5);
  EXPECT_EQ(t.points, 17);
  EXPECT_EQ(t.homes, 65);
  EXPECT_EQ(t.venues, 9);
  EXPECT_EQ(t.members, 6500);
  EXPECT_FALSE(t.river);
  EXPECT_EQ(t.origin_lon, 121.5);
  EXPECT_EQ(t.origin_lat, 31.25);
  EXPECT_EQ(t.district_table, "districts.csv");

  ASSERT_EQ(s.inputs.size(), 3u);  // by name
  const InputSpec& q = s.inputs[0];
  EXPECT_EQ(q.name, "quarters");
  EXPECT_EQ(q.role, InputRole::kDemand);
  EXPECT_EQ(q.path, "q.csv");
  EXPECT_EQ(q.layer, "quarters");
  EXPECT_EQ(q.encoding, "GB18030");
  EXPECT_EQ(q.crs, "EPSG:4326");
  EXPECT_EQ(q.datum, Datum::kBd09);
  EXPECT_EQ(q.fields.at("persons"), "人口");
  EXPECT_EQ(q.values, (std::map<std::string, std::string>{{"level", "3"}, {"open", "true"}, {"rate", "0.25"}}));
  EXPECT_EQ(q.where.at("kind"), "小区");
  EXPECT_EQ(q.aliases.at("大桥"), "大桥街道");
  EXPECT_EQ(q.clip_to, "310110");
  EXPECT_EQ(q.outside, "keep");
  EXPECT_EQ(q.source, "registry");
  EXPECT_EQ(q.licence, "CC-BY");
  EXPECT_EQ(q.date, "2020");
  EXPECT_TRUE(q.modelled);
  EXPECT_EQ(s.inputs[1].role, InputRole::kStreets);
  EXPECT_EQ(s.inputs[1].datum, Datum::kDeclaredByCrs);
  EXPECT_EQ(s.inputs[2].role, InputRole::kCosts);
  EXPECT_EQ(s.inputs[2].unit, "s");

  EXPECT_EQ(s.population.from, "raster");
  EXPECT_EQ(s.population.to, "buildings");
  EXPECT_EQ(s.population.weight, "floor_area");
  EXPECT_EQ(s.population.refine_within_m, 200);
  EXPECT_EQ(s.network.mode, TravelMode::kEuclidean);
  EXPECT_EQ(s.network.speed_m_per_min, 60);
  EXPECT_EQ(s.network.detour_factor, 1.3);
  EXPECT_EQ(s.network.snap_max_m, 150);
  EXPECT_EQ(s.network.facility_snap_max_m, 300);
  EXPECT_EQ(s.network.steps_factor, 1.5);
  EXPECT_EQ(s.network.at, 48 + 21);

  ASSERT_EQ(s.levels.size(), 2u);
  EXPECT_EQ(s.levels[0].name, "centre");
  EXPECT_EQ(s.levels[0].title, (Name{"中心", "Centre"}));
  EXPECT_EQ(s.levels[0].rank, 4);
  EXPECT_EQ(s.levels[0].cutoff, 900);
  EXPECT_EQ(s.levels[0].unit, CostUnit::kSeconds);
  EXPECT_EQ(s.levels[0].services, (std::vector<std::string>{"meals", "library"}));
  EXPECT_EQ(s.levels[0].nested, std::nullopt);
  EXPECT_EQ(s.levels[1].cutoff, 500);
  EXPECT_EQ(s.levels[1].unit, CostUnit::kMetres);
  EXPECT_EQ(s.levels[1].nested, std::optional(false));

  EXPECT_FALSE(s.coverage.nested);
  EXPECT_FALSE(s.coverage.capacity);
  EXPECT_FALSE(s.coverage.beyond_boundary);
  EXPECT_EQ(s.coverage.report_area_level, 2);

  const OrganisationOptions& o = s.organisations;
  EXPECT_TRUE(o.active);
  EXPECT_EQ(o.eligible_min, 4);
  EXPECT_EQ(o.union_min, 30);
  EXPECT_EQ(o.own_rule, "given");
  EXPECT_FALSE(o.joint);
  EXPECT_EQ(o.joint_distance_m, 250);
  EXPECT_FALSE(o.joint_by_building);
  EXPECT_EQ(o.denominator, Denominator::kEmployees);
  EXPECT_EQ(o.instructors, 231);
  EXPECT_EQ(o.caseload, 21);
  EXPECT_EQ(o.travel_limit_min, 30);
  EXPECT_EQ(o.generate, "reference-city");
  EXPECT_EQ(o.count, 14000);
  EXPECT_EQ(o.hubs, 25);
  EXPECT_EQ(o.venue_hours_month, 42);
  EXPECT_EQ(o.group_hours_month, 3);
  EXPECT_EQ(s.outputs.language, "en");
  EXPECT_EQ(s.outputs.map_width_px, 900);

  ASSERT_EQ(s.edits.size(), 3u);
  EXPECT_EQ(s.edits[0].op, Edit::Op::kMoveFacility);
  EXPECT_EQ(s.edits[0].target, "S1");
  EXPECT_EQ(s.edits[0].to, (Point{354000.5, 3456000}));
  EXPECT_EQ(s.edits[0].label, "nearer");
  EXPECT_EQ(s.edits[0].place.text(), "all.toml:115:1");
  EXPECT_EQ(s.edits[1].to_lonlat, (std::array<double, 2>{121.5, 31.2}));
  EXPECT_EQ(s.edits[1].capacity, 300);
  EXPECT_EQ(s.edits[1].level, 2);
  EXPECT_EQ(s.edits[1].services, std::vector<std::string>{"meals"});
  EXPECT_EQ(s.edits[1].name, (Name{"新点", ""}));
  EXPECT_EQ(s.edits[2].organisations, (std::vector<std::string>{"O1", "O2"}));
}

TEST(ParseScenario, ItsTextParsesToTheSameText) {
  const Scenario once = parse_scenario(kEverything, "all.toml");
  const Scenario twice = parse_scenario(once.text, "again.toml");
  EXPECT_EQ(once.text, twice.text);
  EXPECT_EQ(twice.edits.size(), 3u);
  EXPECT_EQ(twice.levels[0].cutoff, 900);
  EXPECT_EQ(twice.inputs[0].aliases, once.inputs[0].aliases);
}

TEST(ParseScenario, TheTextDoesNotDependOnTheOrderOfKeysCommentsOrSpelling) {
  const Scenario a = parse_scenario("# why\n[network]\nmode = 'walk'\nspeed_m_per_min = 6_0\n[scenario]\nname = \"a\\tb\"\n", "a");
  const Scenario b = parse_scenario("scenario.name = \"a\tb\"\nnetwork = {speed_m_per_min = 60, mode = \"walk\"}\n", "b");
  EXPECT_EQ(a.text, b.text);
  EXPECT_EQ(a.text, "[network]\nmode = \"walk\"\nspeed_m_per_min = 60\n\n[scenario]\nname = \"a\\tb\"\n");
}

TEST(ParseScenario, TheTextKeepsNumbersExactly) {
  const Scenario s = parse_scenario("[town]\narea_km2 = 0.1\norigin = [121.47000000000001, 3e1]\n", "a");
  EXPECT_EQ(s.text, "[town]\narea_km2 = 0.1\norigin = [121.47000000000001, 30.0]\n");
}

TEST(ParseScenario, AnInputNamedAfterARoleNeedsNoRole) {
  for (const char* role : {"world", "areas", "area_population", "buildings", "demand", "population_raster", "streets", "facilities",
                           "organisations", "venues", "units", "context", "catalogue"}) {
    const std::string name(role);
    const Scenario by_name = parse_scenario("[inputs." + name + "]\npath = \"x\"\n", "a");
    const Scenario by_role = parse_scenario("[inputs.x]\nrole = \"" + name + "\"\npath = \"x\"\n", "a");
    EXPECT_EQ(by_name.inputs[0].role, by_role.inputs[0].role) << role;
  }
  EXPECT_EQ(parse_scenario("[inputs.population_raster]\npath = \"x\"\n", "a").inputs[0].role, InputRole::kPopulationRaster);
  EXPECT_EQ(parse_scenario("[inputs.catalogue]\npath = \"x\"\n", "a").inputs[0].role, InputRole::kCatalogue);
}

TEST(ParseScenario, CyclingHasItsOwnDefaultSpeedAndAStatedOneWins) {
  EXPECT_EQ(parse_scenario("[network]\nmode = \"walk\"\n", "a").network.speed_m_per_min, 80);
  EXPECT_EQ(parse_scenario("[network]\nmode = \"cycle\"\n", "a").network.speed_m_per_min, 240);
  EXPECT_EQ(parse_scenario("[network]\nmode = \"cycle\"\nspeed_m_per_min = 200\n", "a").network.speed_m_per_min, 200);
}

TEST(ParseScenario, CutoffsTakeUnitsInBothLanguages) {
  const auto cutoff = [](const std::string& text) {
    return parse_scenario("[[levels]]\nname = \"a\"\ncutoff = \"" + text + "\"\n", "a").levels[0];
  };
  EXPECT_EQ(cutoff("900s").cutoff, 900);
  EXPECT_EQ(cutoff("15 分钟").cutoff, 900);
  EXPECT_EQ(cutoff("15 分钟").unit, CostUnit::kSeconds);
  EXPECT_EQ(cutoff("500米").cutoff, 500);
  EXPECT_EQ(cutoff("1.5 公里").cutoff, 1500);
  EXPECT_EQ(cutoff("0.25 h").cutoff, 900);
  EXPECT_EQ(cutoff(" 0.5  m ").unit, CostUnit::kMetres);
}

TEST(ParseScenario, InstructorsMayBeANumber) {
  EXPECT_EQ(parse_scenario("[organisations]\ninstructors = 230\n", "a").organisations.instructors, 230);
}

TEST(ParseScenario, AnActiveFlagSwitchesAnInheritedTableOff) {
  EXPECT_FALSE(parse_scenario("[town]\nactive = false\n", "a").town.active);
  EXPECT_FALSE(parse_scenario("[organisations]\nactive = false\n", "a").organisations.active);
  EXPECT_FALSE(parse_scenario("[network]\n", "a").town.active);
}

TEST(ParseScenario, EditsMayBeWrittenShortOrWithHyphens) {
  const auto op = [](const std::string& word) {
    return parse_scenario("[[edits]]\nop = \"" + word + "\"\ntarget = \"F\"\n", "a").edits[0].op;
  };
  EXPECT_EQ(op("close"), Edit::Op::kCloseFacility);
  EXPECT_EQ(op("close-facility"), Edit::Op::kCloseFacility);
  EXPECT_EQ(op("open_gate"), Edit::Op::kOpenGate);
  EXPECT_EQ(op("residents-gate"), Edit::Op::kResidentsGate);
}

TEST(ParseScenario, AGateMayBeOpenedForHours) {
  const Edit edit = parse_scenario("[[edits]]\nop = \"open_gate\"\ntarget = \"G\"\nhours = \"daily 06:00-22:00\"\noutside_hours = \"closed\"\n", "a").edits[0];
  EXPECT_EQ(edit.hours, parse_opening_hours("daily 06:00-22:00", ""));
  EXPECT_EQ(edit.outside_hours, GateState::kClosed);
  const Edit always = parse_scenario("[[edits]]\nop = \"open_gate\"\ntarget = \"G\"\n", "a").edits[0];
  EXPECT_TRUE(always.hours.none());
  EXPECT_EQ(always.outside_hours, GateState::kResidentsOnly);
}

}  // namespace
}  // namespace catchment
