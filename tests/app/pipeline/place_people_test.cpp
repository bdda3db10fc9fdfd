// Totals reach places to the person (models.md A.1), whatever the rule.
#include <gtest/gtest.h>

#include "app/pipeline/load_inputs.h"
#include "sim/core/random.h"

namespace catchment::pipeline {
namespace {

Area square(const char* id, double x0, std::int64_t population) {
  Area a;
  a.id = id;
  a.level = 2;
  a.population = population;
  a.shape = {{{{{x0, 0}, {x0 + 100, 0}, {x0 + 100, 100}, {x0, 100}}}}};
  return a;
}

Building building(const std::string& id, Point at, AreaId area, double floor_area, BuildingKind kind = BuildingKind::kResidential) {
  Building b;
  b.id = id;
  b.position = at;
  b.area = area;
  b.gross_area_m2 = floor_area;
  b.kind = kind;
  return b;
}

std::int64_t total(const World& w) {
  std::int64_t sum = 0;
  for (const auto& d : w.demand) sum += d.persons;
  return sum;
}

TEST(PlacePeople, AreaTotalsGoToResidentialBuildingsByFloorArea) {
  World w;
  w.areas = {square("a", 0, 100), square("b", 100, 7)};
  w.buildings = {building("1", {10, 10}, AreaId(0), 1000), building("2", {20, 10}, AreaId(0), 3000),
                 building("office", {30, 10}, AreaId(0), 9000, BuildingKind::kOffice), building("3", {110, 10}, AreaId(1), 5)};
  place_people({}, w, {}, {});
  ASSERT_EQ(w.demand.size(), 3u);
  EXPECT_EQ(w.buildings[0].residents, 25);
  EXPECT_EQ(w.buildings[1].residents, 75);
  EXPECT_EQ(w.buildings[2].residents, 0);
  EXPECT_EQ(w.buildings[3].residents, 7);
  ASSERT_EQ(w.apportionment.size(), 1u);
  EXPECT_EQ(w.apportionment[0].rule, "floor_area");
  EXPECT_EQ(w.apportionment[0].total, 107);
  EXPECT_EQ(w.apportionment[0].placed, 107);
}

TEST(PlacePeople, ATotalWithNothingToReceiveItStaysInItsArea) {
  World w;
  w.areas = {square("a", 0, 100), square("empty", 100, 50)};
  w.buildings = {building("1", {10, 10}, AreaId(0), 1000)};
  place_people({}, w, {}, {});
  EXPECT_EQ(total(w), 150);
  ASSERT_FALSE(w.findings.empty());
  EXPECT_EQ(w.findings[0].rule, "nothing-to-receive");
}

TEST(PlacePeople, DemandPointsShareByDwellingsAndGoOnToBuildingsNearThem) {
  World w;
  w.areas = {square("a", 0, 90)};
  for (const double x : {10.0, 90.0}) {
    DemandPoint d;
    d.id = x < 50 ? "west" : "east";
    d.position = {x, 50};
    d.area = AreaId(0);
    w.demand.push_back(d);
  }
  // The third building is nearest to the western point but stands in no area of the census: it gets nobody.
  w.buildings = {building("1", {12, 50}, AreaId(0), 100), building("2", {14, 50}, AreaId(0), 100), building("over the border", {10, 49}, {}, 100)};
  Scenario s;
  s.population = {"areas", "demand", "dwellings", 30};
  place_people(s, w, {20, 10}, {});
  ASSERT_EQ(w.demand.size(), 3u);
  EXPECT_EQ(w.demand[0].persons, 30);   // 60 of the western point, halved
  EXPECT_EQ(w.demand[1].persons, 30);
  EXPECT_EQ(w.demand[2].id, "east");
  EXPECT_EQ(w.demand[2].persons, 30);
  EXPECT_EQ(w.apportionment.back().total, w.apportionment.back().placed);
}

TEST(PlacePeople, ConservesEveryTotalOnRandomTowns) {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    Stream r(seed, "people");
    World w;
    std::int64_t expected = 0;
    for (int a = 0; a < 4; ++a) {
      w.areas.push_back(square(("a" + std::to_string(a)).c_str(), a * 100.0, r.between(0, 5000)));
      expected += w.areas.back().population;
    }
    for (int b = 0; b < 30; ++b) {
      const double x = r.uniform(0, 400);
      w.buildings.push_back(building(std::to_string(b), {x, r.uniform(0, 100)}, AreaId(static_cast<int>(x / 100)), r.uniform(0, 500),
                                     static_cast<BuildingKind>(r.below(3))));
    }
    place_people({}, w, {}, {});
    EXPECT_EQ(total(w), expected);
  }
}

TEST(PlacePeople, RasterCellsGoToBuildingsOrStay) {
  World w;
  w.buildings = {building("1", {5, 5}, {}, 100), building("2", {8, 5}, {}, 300)};
  std::vector<DemandPoint> cells(2);
  cells[0].id = "c1";
  cells[0].position = {5, 5};
  cells[0].persons = 40;
  cells[1].id = "c2";
  cells[1].position = {105, 5};
  cells[1].persons = 9;
  place_people({}, w, {}, cells);
  EXPECT_EQ(w.buildings[0].residents, 10);
  EXPECT_EQ(w.buildings[1].residents, 30);
  EXPECT_EQ(total(w), 49);
}

}  // namespace
}  // namespace catchment::pipeline
