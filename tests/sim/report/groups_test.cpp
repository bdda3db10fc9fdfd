// Who walks: groups by level, the way out of buildings, and that nothing changes where neither is asked for.
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <stdexcept>

#include "sim/core/random.h"
#include "sim/network/impedance.h"
#include "sim/report/compute_study.h"
#include "sim/report/egress.h"
#include "sim/report/reach.h"
#include "tests/support/ascii_town.h"

namespace catchment {
namespace {

using test::ascii_town;

/// One street of 1 km from A to B with a facility at B; homes along it by their distance from B in m.
World street(const std::vector<double>& homes_m) {
  const auto town = ascii_town("A---------B", 100, {"AB"});
  World world;
  world.streets = town.streets;
  Facility f;
  f.id = "centre";
  f.level = 4;
  f.position = town.at('B');
  world.facilities.push_back(f);
  for (const double m : homes_m) {
    DemandPoint d;
    d.id = std::to_string(world.demand.size());
    d.position = {town.at('B').x - m, town.at('B').y};
    d.persons = 10;
    world.demand.push_back(d);
  }
  return world;
}

LevelSpec level(const std::string& name, double cutoff_s, const std::string& group = {}) {
  LevelSpec spec;
  spec.name = name;
  spec.rank = 4;
  spec.cutoff = cutoff_s;
  spec.unit = CostUnit::kSeconds;
  spec.group = group;
  return spec;
}

void put_in_building(World& world, std::size_t demand, std::int32_t floors, int lift = -1) {
  Building b;
  b.id = "b" + std::to_string(world.buildings.size());
  b.position = world.demand[demand].position;
  b.floors = floors;
  b.lift = static_cast<std::int8_t>(lift);
  world.demand[demand].building = BuildingId(world.buildings.size());
  world.buildings.push_back(b);
}

TEST(Egress, CountsInsideTheCutoffToTheMillisecond) {
  // 400 m at 80 m/min are 300 s: with 100 s to the street 400 s.
  World world = street({400, 400, 400});
  world.demand[1].egress_s = 100;
  world.demand[2].egress_s = 100.001;
  Scenario scenario;
  scenario.levels = {level("centre", 400)};
  for (const TravelMode mode : {TravelMode::kWalk, TravelMode::kEuclidean}) {
    scenario.network.mode = mode;
    scenario.network.detour_factor = 1;
    const Study study = compute_study(world, scenario);
    EXPECT_EQ(study.levels[0].nearest.cost, (std::vector<Cost>{300'000, 400'000, 400'001}));
    EXPECT_EQ(study.levels[0].coverage.covered, (std::vector<std::uint8_t>{1, 1, 0}));
    EXPECT_TRUE(study.network.egress_stated);
    EXPECT_FALSE(study.network.egress_by_storeys);
    EXPECT_DOUBLE_EQ(study.equity[0].median, 400);
  }
}

TEST(Egress, DoesNotTouchCutoffsInMetresNorImportedCosts) {
  World world = street({400, 400});
  world.demand[0].egress_s = 5000;
  Scenario scenario;
  scenario.levels = {level("centre", 400)};
  scenario.levels[0].unit = CostUnit::kMetres;
  EXPECT_EQ(compute_study(world, scenario).levels[0].nearest.cost, (std::vector<Cost>{400'000, 400'000}));
  scenario.levels[0].unit = CostUnit::kSeconds;
  scenario.network.mode = TravelMode::kMatrix;
  const CostMatrix matrix{"m.csv", CostUnit::kSeconds, {"0", "1"}, {"centre", "centre"}, {7, 8}};
  EXPECT_EQ(compute_study(world, scenario, {matrix}).levels[0].nearest.cost, (std::vector<Cost>{7000, 8000}));
}

TEST(Egress, ComesFromTheFloorsWhereAskedForAndThePointsOwnFigureGoesFirst) {
  World world = street({0, 0, 0, 0});
  put_in_building(world, 0, 6);
  put_in_building(world, 1, 6);
  put_in_building(world, 2, 1);
  world.demand[1].egress_s = 3;
  Scenario scenario;
  scenario.levels = {level("centre", 25), level("elders", 25, "elder")};
  const Study flat = compute_study(world, scenario);
  EXPECT_EQ(flat.levels[0].nearest.cost, (std::vector<Cost>{0, 3000, 0, 0}));
  scenario.network.vertical.active = true;
  const Study study = compute_study(world, scenario);
  EXPECT_EQ(study.levels[0].nearest.cost, (std::vector<Cost>{25'000, 3000, 0, 0}));  // the mean of six floors
  EXPECT_EQ(study.levels[1].nearest.cost, (std::vector<Cost>{37'500, 3000, 0, 0}));
  EXPECT_EQ(study.levels[0].coverage.persons_covered, 40);
  EXPECT_EQ(study.levels[1].coverage.persons_covered, 30);
  EXPECT_TRUE(study.network.egress_by_storeys);
  const auto note = std::find_if(study.findings.begin(), study.findings.end(), [](const Finding& f) { return f.rule == "no-storeys"; });
  ASSERT_NE(note, study.findings.end());
  EXPECT_NE(note->what.find("10 persons"), std::string::npos) << note->what;
}

TEST(Egress, LeavesWheelchairUsersWithoutALiftOutOfReachAndSaysHowManyMightBeOnTheGroundFloor) {
  World world = street({0, 0, 0});
  put_in_building(world, 0, 6);
  put_in_building(world, 1, 6, 1);
  put_in_building(world, 2, 20);
  world.demand[0].persons = 62;
  Scenario scenario;
  scenario.network.vertical.active = true;
  scenario.levels = {level("adults", 600), level("wheelchairs", 600, "wheelchair")};
  const Study study = compute_study(world, scenario);
  EXPECT_EQ(study.levels[0].coverage.persons_covered, 82);
  EXPECT_EQ(study.levels[1].coverage.persons_covered, 20);
  EXPECT_EQ(study.levels[1].nearest.cost[0], kUnreachable);
  EXPECT_EQ(study.equity[1].excluded_persons, 62);
  const auto told = std::find_if(study.findings.begin(), study.findings.end(), [](const Finding& f) { return f.rule == "no-way-down"; });
  ASSERT_NE(told, study.findings.end());
  EXPECT_EQ(told->where, "group 'wheelchair'");
  EXPECT_NE(told->what.find("62 persons in 1 buildings"), std::string::npos) << told->what;
  EXPECT_NE(told->what.find("about 10 of them"), std::string::npos) << told->what;
}

TEST(Groups, AreComparedByLevelsOfOneRun) {
  // 5 min: 400 m for adults, 285 m for elders (57 m/min), 205 m for wheelchairs (41 m/min), each boundary inclusive.
  const World world = street({200, 205, 206, 285, 286, 400, 401});
  Scenario scenario;
  scenario.levels = {level("adults", 300), level("elders", 300, "elder"), level("wheelchairs", 300, "wheelchair"), level("again", 300, "adult")};
  const Study study = compute_study(world, scenario);
  const auto covered = [&](std::size_t l) { return study.levels[l].coverage.persons_covered; };
  EXPECT_EQ(covered(0), 60);
  EXPECT_EQ(covered(1), 40);
  EXPECT_EQ(covered(2), 20);
  EXPECT_EQ(covered(3), covered(0));
  // The run as a whole for another group gives the same as a level for it.
  Scenario elders;
  elders.network = for_group(elders.network, "elder");
  elders.levels = {level("centre", 300)};
  EXPECT_EQ(compute_study(world, elders).levels[0].nearest.cost, study.levels[1].nearest.cost);
}

TEST(Groups, ThatMayNotUseTheNearestStreetAreTiedToTheNextOneThatTheyMay) {
  // The home stands on the steps of the upper street; the lower one, 50 m off, is level.
  const auto town = ascii_town(R"(
A---B
|   |
C---D
)", 50, {"AB:steps", "AC", "CD", "DB"});
  World world;
  world.streets = town.streets;
  Facility f;
  f.level = 4;
  f.position = town.at('D');
  world.facilities = {f};
  DemandPoint d;
  d.position = {(town.at('A').x + town.at('B').x) / 2, town.at('A').y};
  world.demand = {d};
  const std::string groups[] = {"wheelchair", "elder"};
  const NetworkOptions options;
  const std::vector<CostMatrix> none;
  const Reach reach(world, options, none, groups);
  EXPECT_EQ(reach.demand_snaps()[0].distance_m, 0);
  EXPECT_EQ(reach.demand_snaps("elder")[0].distance_m, 0);
  EXPECT_NEAR(reach.demand_snaps("wheelchair")[0].distance_m, 100, 1e-9);
  EXPECT_THROW(static_cast<void>(reach.demand_snaps("child")), std::invalid_argument);  // nobody asked for it
  const std::string strangers[] = {"nobody"};
  EXPECT_THROW(Reach(world, options, none, strangers), std::invalid_argument);
}

TEST(Groups, ChangeNothingWhereNothingIsTurnedOn) {
  // Streets with heights that no rule looks at, buildings with floors, groups that nobody names.
  World world = street({50, 150, 320, 640, 900});
  for (std::size_t i = 0; i < world.demand.size(); ++i) put_in_building(world, i, 6);
  Scenario scenario;
  scenario.levels = {level("a", 300), level("b", 600)};
  const Study before = compute_study(world, scenario);
  scenario.network.groups.resize(1);
  EXPECT_EQ(compute_study(world, scenario).levels[0].nearest.cost, before.levels[0].nearest.cost);
  EXPECT_EQ(before.levels[0].nearest.cost, (std::vector<Cost>{37'500, 112'500, 240'000, 480'000, 675'000}));
  EXPECT_FALSE(before.network.heights || before.network.egress_stated || before.network.egress_by_storeys);
}

TEST(AddEgress, EqualsASearchThatKnowsOfIt) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    Stream s(seed, "egress");
    CostTable table;
    table.n_destinations = 4;
    std::vector<Cost> egress;
    const Cost cutoff = 100;
    CostTable expected = table;
    for (int o = 0; o < 8; ++o) {
      egress.push_back(s.chance(0.2) ? kUnreachable : static_cast<Cost>(s.below(80)));
      for (std::uint32_t d = 0; d < 4; ++d) {
        if (s.chance(0.4)) continue;
        const auto cost = static_cast<Cost>(s.below(101));
        table.destination.push_back(d);
        table.cost.push_back(cost);
        if (egress.back() >= kUnreachable || cost + egress.back() > cutoff) continue;
        expected.destination.push_back(d);
        expected.cost.push_back(cost + egress.back());
      }
      table.row_begin.push_back(static_cast<std::uint32_t>(table.cost.size()));
      expected.row_begin.push_back(static_cast<std::uint32_t>(expected.cost.size()));
    }
    const CostTable as_it_was = table;
    add_egress(table, egress, cutoff);
    EXPECT_EQ(table.row_begin, expected.row_begin) << seed;
    EXPECT_EQ(table.destination, expected.destination) << seed;
    EXPECT_EQ(table.cost, expected.cost) << seed;
    table = as_it_was;
    add_egress(table, {}, cutoff);
    EXPECT_EQ(table.cost, as_it_was.cost);
  }
}

}  // namespace
}  // namespace catchment
