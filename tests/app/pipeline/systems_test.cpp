// The small cases of scenarios/systems and the bundled studies, from file to figure, with the answers that their first lines state.
#include <gtest/gtest.h>

#include <set>

#include "app/pipeline/files.h"
#include "app/pipeline/pipeline.h"
#include "sim/world/build.h"
#include "tests/support/shared_data.h"

namespace catchment::pipeline {
namespace {

using Overrides = std::vector<std::pair<std::string, std::string>>;

struct Studied {
  Scenario scenario;
  LoadedWorld loaded;
  World world;
  Study study;
};

Studied run(const std::string& file, const Overrides& overrides = {}) {
  Studied r;
  r.scenario = load_scenario(test::project_root() + "scenarios/" + file, overrides);
  r.loaded = load_world(r.scenario);
  r.world = edited_world(r.loaded, r.scenario);
  r.study = run_study(r.loaded, r.world, r.scenario);
  return r;
}

TEST(Systems, C6_ThreeOrganisationsOfOneFormAJointGroup) {
  const auto o = *run("systems/joint_groups.toml").study.organisations;
  EXPECT_EQ(o.joint, 3);
  EXPECT_EQ(o.joint_groups, 1u);
  EXPECT_EQ(o.none, 2);
  EXPECT_DOUBLE_EQ(o.organisation_coverage(), 0.6);
}

TEST(Systems, C7_TwoPoolsOfUnitsTakeAllSixOrFourWithoutIndustry) {
  EXPECT_TRUE(run("systems/two_pools.toml").study.accountability->orphans.empty());
  const Studied closed = run("systems/two_pools.toml", {{"edits", "[{op = \"close_unit\", target = \"industry\"}]"}});
  EXPECT_EQ(closed.study.accountability->orphans.size(), 2u);
}

TEST(Systems, U5_ATowerHostsOneGroupOfThirtyEnterprises) {
  const auto with = *run("systems/tower.toml").study.organisations;
  EXPECT_EQ(with.joint_groups, 1u);
  EXPECT_EQ(with.joint, 30);
  const auto without = *run("systems/tower.toml", {{"organisations.joint_by_building", "false"}, {"organisations.joint", "false"}}).study.organisations;
  EXPECT_EQ(without.joint + without.own, 0);
}

TEST(Systems, U6_FloatingMembersFindNineHundredPlaces) {
  const auto c = run("systems/floating.toml").study.levels[0].coverage;
  EXPECT_EQ(c.persons_served, 900);
  EXPECT_EQ(c.persons_no_capacity, 100);
  EXPECT_EQ(c.persons_out_of_reach, 0);
}

/// The city of 14,000 organisations, its world loaded once for all variants.
Studied city(const Overrides& overrides) {
  static const LoadedWorld loaded = load_world(load_scenario(test::project_root() + "scenarios/shanghai_city.toml"));
  Studied r;
  r.scenario = load_scenario(test::project_root() + "scenarios/shanghai_city.toml", overrides);
  r.scenario.levels.clear();   // only the organisations are asked for here
  r.world = edited_world(loaded, r.scenario);
  r.study = run_study(loaded, r.world, r.scenario);
  return r;
}

TEST(SystemsCity, OB1_C4_C5_U8_TwoCoveragesOfFourteenThousand) {
  const auto o = *city({}).study.organisations;
  EXPECT_EQ(o.own, 9380);
  EXPECT_EQ(o.organisations, 14000);
  EXPECT_DOUBLE_EQ(o.organisation_coverage(), 0.67);
  EXPECT_DOUBLE_EQ(o.work_coverage(), 13980.0 / 14000);
}

TEST(SystemsCity, OB2_C5_OneMoreInstructorOrOneMoreOrganisationEachReachesAll) {
  EXPECT_DOUBLE_EQ(city({{"organisations.instructors", "231"}}).study.organisations->work_coverage(), 1.0);
  EXPECT_DOUBLE_EQ(city({{"organisations.instructors", "220"}, {"organisations.caseload", "21"}}).study.organisations->work_coverage(), 1.0);
  EXPECT_LT(city({{"organisations.instructors", "219"}, {"organisations.caseload", "21"}}).study.organisations->work_coverage(), 1.0);
}

TEST(SystemsCity, OB4_C10_VenuesHostHalfAndNearlyAll) {
  const Studied r = city({});
  EXPECT_EQ(r.world.venues.size(), 446u);
  EXPECT_EQ(r.study.venues->groups, 9380);
  EXPECT_EQ(r.study.venues->hosted, 8920);
  EXPECT_EQ(r.study.venues->no_slot, 460);
}

TEST(SystemsCity, C1_TenOrphansAndThreeConflictsAreNamed) {
  EXPECT_TRUE(city({}).study.accountability->orphans.empty());
  std::string ten, three;
  for (int k = 0; k < 10; ++k) ten += (k > 0 ? ", " : "") + ("\"ref-" + std::to_string(k * 50)) + "\"";
  // Organisation k belongs to hub k mod 25: hub-20 is new to all three.
  for (int k = 0; k < 3; ++k) three += (k > 0 ? ", " : "") + ("\"ref-" + std::to_string(7001 + k)) + "\"";
  const auto a = *city({{"edits", "[{op = \"clear_responsible\", organisations = [" + ten + "]}, {op = \"add_responsible\", target = "
                                  "\"hub-20\", organisations = [" + three + "]}]"}}).study.accountability;
  EXPECT_EQ(a.orphans.size(), 10u);
  EXPECT_EQ(a.conflicts.size(), 3u);
}

TEST(SystemsCity, U1_HundredThousandOrganisationsRollUpExactly) {
  Scenario scenario = load_scenario(test::project_root() + "scenarios/shanghai_city.toml", {{"organisations.count", "100000"}});
  const World world = load_world(scenario).world;
  std::vector<AreaId> leaf;
  std::vector<std::int64_t> one, members;
  for (const auto& o : world.organisations) {
    leaf.push_back(o.area);
    one.push_back(1);
    members.push_back(o.members);
  }
  const auto organisations = roll_up(world.areas, leaf, one), people = roll_up(world.areas, leaf, members);
  std::int64_t districts = 0, n = 0, m = 0;
  for (std::size_t a = 0; a < world.areas.size(); ++a)
    if (world.areas[a].level == 1) {
      ++districts;
      n += organisations[a];
      m += people[a];
    }
  EXPECT_EQ(districts, 16);
  EXPECT_EQ(n, 100000);
  EXPECT_EQ(m, 2000000);
}

TEST(Systems, F3_OB26_N256FromItsFile) {
  const Studied r = run("n256.toml");
  for (const auto& level : r.study.levels) EXPECT_EQ(level.coverage.persons_covered, 256);
  const std::string lost = "[{op = \"close_facility\", target = \"station-4-4\"}]";
  EXPECT_EQ(run("n256.toml", {{"edits", lost}, {"coverage.nested", "false"}}).study.levels[2].coverage.persons_covered, 192);
  EXPECT_EQ(run("n256.toml", {{"edits", lost}, {"coverage.nested", "true"}}).study.levels[2].coverage.persons_covered, 208);
}

TEST(Systems, N6_N7_SeventyTwoItemsAndOneThatTwoStationsOffer) {
  const Studied r = run("nanjing_donglu.toml");
  EXPECT_EQ(r.world.catalogue.size(), 72u);
  ASSERT_EQ(r.study.items.size(), 72u);
  std::set<std::string> functions, categories;
  for (const auto& item : r.world.catalogue) {
    functions.insert(item.function);
    categories.insert(item.category);
  }
  EXPECT_EQ(functions.size(), 24u);
  EXPECT_EQ(categories.size(), 6u);
  const auto& rare = r.study.items[16];
  EXPECT_EQ(rare.facilities, 2);
  for (const auto& item : r.study.items)
    if (item.item != rare.item) {
      EXPECT_EQ(item.facilities, 8) << item.item;
      EXPECT_GT(item.persons, rare.persons);
    }
  EXPECT_EQ(r.study.organisations->own + r.study.organisations->joint, 224);
}

TEST(Systems, J2_LujiazuiHas130OrganisationsOf6500Members) {
  const Studied r = run("lujiazui.toml");
  std::int64_t members = 0;
  for (const auto& o : r.world.organisations) members += o.members;
  EXPECT_EQ(r.world.organisations.size(), 130u);
  EXPECT_EQ(members, 6500);
}

TEST(Systems, F2_U3_TheTreeOfLinfenluIsWholeAndAddsUp) {
  const Studied r = run("linfenlu.toml");
  EXPECT_EQ(r.study.population, 75000);
  EXPECT_EQ(r.study.linkage->hops, 5);
  EXPECT_EQ(r.study.linkage->points_broken, 0);
  for (const auto& row : r.study.areas) EXPECT_EQ(row.persons, r.world.areas[row.area.value].population) << r.world.areas[row.area.value].id;
}

/// A demand CSV of its own, run in a scenario without streets.
Studied people(const std::string& rows, const std::string& crs = "auto", const std::string& header = "id,lon,lat,population") {
  const std::string dir = test::scratch_dir("people");
  write_text(dir + "/d.csv", header + "\n" + rows);
  write_text(dir + "/s.toml", "[scenario]\nname = \"p\"\ncrs = \"" + crs + "\"\n[inputs.demand]\npath = \"d.csv\"\ndatum = \"wgs84\"\n"
                              "[network]\nmode = \"euclidean\"\n");
  Studied r;
  r.scenario = load_scenario(dir + "/s.toml");
  r.loaded = load_world(r.scenario);
  r.world = edited_world(r.loaded, r.scenario);
  r.study = run_study(r.loaded, r.world, r.scenario);
  return r;
}

// A grid of 0.4 persons a cell once summed to nobody, because each cell was rounded on its own.
TEST(Systems, FractionsOfPersonsKeepTheTotalOfTheirLayer) {
  std::string rows;
  for (int i = 0; i < 1000; ++i) rows += "c" + std::to_string(i) + ",121.4" + std::to_string(1000 + i) + ",31.2,0.4\n";
  EXPECT_EQ(people(rows).study.population, 400);
}

TEST(Systems, APlaceOutsideTheGlobeAndACrsOfAnotherContinentAreRefused) {
  EXPECT_EQ(people("a,121.5,31.3,10\n").study.population, 10);
  EXPECT_THROW(people("a,221.5,31.3,10\n"), InputError);
  EXPECT_THROW(people("a,121.5,31.3,10\n", "EPSG:2163"), InputError);
  EXPECT_NO_THROW(people("a,121.93,31.3,10\n", "EPSG:4549"));   // 0.04 % there: usable
}

TEST(Systems, ADemandLayerWithoutPeopleIsRefused) {
  EXPECT_THROW(people("a,121.5,31.3,10\n", "auto", "id,lon,lat,inhabitants"), InputError);
}

TEST(Systems, J14_AnInputOfLabelledDegreesInMetresIsRefused) {
  EXPECT_THROW(run("systems/joint_groups.toml", {{"inputs.organisations.crs", "\"EPSG:4326\""}}), InputError);
  EXPECT_THROW(run("systems/joint_groups.toml", {{"inputs.organisations.crs", "\"\""}}), InputError);
}

}  // namespace
}  // namespace catchment::pipeline
