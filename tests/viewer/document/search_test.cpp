// What people type, and what they find.
#include "viewer/document/search.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "sim/core/random.h"
#include "tests/support/sample_study.h"

namespace catchment::document {
namespace {

World named_world() {
  World w;
  w.crs = "EPSG:32651";
  Area town;
  town.id = "310109";
  town.name = {"四平路街道", "Siping Road Sub-district"};
  town.shape = {Polygon{{{{350000, 3455000}, {360000, 3455000}, {360000, 3465000}, {350000, 3465000}}}}};
  w.areas.push_back(town);
  const auto facility = [&](const char* id, const char* zh, const char* en, int level) {
    Facility f;
    f.id = id;
    f.name = {zh, en};
    f.level = level;
    f.position = {354000, 3460000};
    f.area = AreaId(0);
    w.facilities.push_back(f);
  };
  facility("station-4", "四号站", "Station 4", 3);
  facility("station-40", "四十号站", "Station 40", 3);
  facility("centre", "四平服务中心", "Siping Centre", 4);
  w.streets.node = {{354100, 3460100}, {354200, 3460200}};
  w.streets.names = {"", "四平路", "Rue de l'École"};
  w.streets.from = {NodeId(0)};
  w.streets.to = {NodeId(1)};
  w.streets.shape_begin = {0, 2};
  w.streets.shape = {{354100, 3460100}, {354200, 3460200}};
  w.streets.name = {1};
  w.streets.gates.push_back({"gate-7", NodeId(1)});
  for (int i = 0; i < 3; ++i) {
    Building b;
    b.id = "b-" + std::to_string(i);
    b.position = {354000.0 + i, 3460000};
    if (i == 1) b.name = {"同济大厦", "Tongji Tower"};
    w.buildings.push_back(b);
    DemandPoint d;
    d.id = b.id;
    d.building = BuildingId(i);
    d.position = b.position;
    d.persons = 10 * (i + 1);
    if (i < 2) w.demand.push_back(d);
  }
  return w;
}

std::vector<std::string> names(const std::vector<Found>& found) {
  std::vector<std::string> all;
  for (const Found& f : found) all.push_back(f.name);
  return all;
}

TEST(Search, AnExactIdComesBeforeABeginningAndThatBeforeAPart) {
  const World w = named_world();
  const SearchIndex index(w);
  const auto found = index.find("station-4", w, false);
  ASSERT_GE(found.size(), 2u);
  EXPECT_EQ(found[0].name, "Station 4");
  EXPECT_EQ(found[1].name, "Station 40");
  EXPECT_EQ(names(index.find("STATION 4", w, false)), (std::vector<std::string>{"Station 4", "Station 40"}));
  EXPECT_EQ(index.find("tower", w, false).at(0).name, "Tongji Tower");
  EXPECT_EQ(index.find("owe", w, false).at(0).name, "Tongji Tower");
  EXPECT_TRUE(index.find("nowhere", w, false).empty());
  EXPECT_TRUE(index.find("  ", w, false).empty());
}

TEST(Search, ChineseIsFoundByAnyPartAndFacilitiesComeFirst) {
  const World w = named_world();
  const SearchIndex index(w);
  EXPECT_EQ(index.find("号站", w, true).at(0).name, "四号站");
  // The centre, the area and the street all begin so: by kind.
  EXPECT_THAT(names(index.find("四平", w, true)), testing::ElementsAre("四平服务中心", "四平路街道", "四平路"));
  EXPECT_EQ(index.find("大厦", w, true).at(0).thing, (Thing{ThingKind::kBuilding, 1}));
}

TEST(Search, AccentsKeepAndCapitalsAndWordsApartDoNotMatter) {
  const World w = named_world();
  const SearchIndex index(w);
  EXPECT_EQ(index.find("école", w, false).at(0).thing.kind, ThingKind::kStreet);
  EXPECT_EQ(index.find("ÉCOLE rue", w, false).at(0).name, "Rue de l'École");
  EXPECT_TRUE(index.find("école boulevard", w, false).empty());
  EXPECT_EQ(index.find("ｓｔａｔｉｏｎ－４０", w, false).at(0).name, "Station 40");
}

TEST(Search, EveryThingSaysWhatItIsAndWhereToFly) {
  const World w = named_world();
  const SearchIndex index(w);
  const Found station = index.find("station 4", w, false).at(0);
  EXPECT_EQ(station.detail, "station · Siping Road Sub-district · station-4");
  EXPECT_EQ(index.find("四号站", w, true).at(0).detail, "服务站 · 四平路街道 · station-4");
  EXPECT_EQ(station.box.centre(), (Point{354000, 3460000}));
  EXPECT_EQ(index.find("四平路", w, true).at(0).name, "四平路");
  EXPECT_EQ(index.find("四平路", w, true).at(0).box.width(), 100);
  EXPECT_EQ(index.find("gate-7", w, false).at(0).box.centre(), (Point{354200, 3460200}));
  EXPECT_EQ(index.find("b-2", w, false).at(0).thing, (Thing{ThingKind::kBuilding, 2}));
  EXPECT_EQ(index.find("b-0", w, false).size(), 1u);   // the demand point stands for its nameless building
  EXPECT_EQ(index.find("b-0", w, false).at(0).thing.kind, ThingKind::kDemand);
}

TEST(Search, AFacilityThatThePlanAddsIsFoundAndOneThatIsGoneIsNot) {
  World w = named_world();
  const SearchIndex index(w);
  Facility f;
  f.id = "brand-new";
  w.facilities.push_back(f);
  EXPECT_EQ(index.find("brand", w, false).at(0).thing, (Thing{ThingKind::kFacility, 3}));
  w.facilities.pop_back();
  EXPECT_TRUE(index.find("brand", w, false).empty());
}

TEST(Search, EqualAnswersComeBySizeAndNumberAndNoMoreThanWanted) {
  World w;
  for (int i = 0; i < 50; ++i) {
    DemandPoint d;
    d.id = "home-" + std::to_string(100 + i);
    d.persons = i == 30 ? 900 : 5;
    w.demand.push_back(d);
  }
  const auto found = SearchIndex(w).find("home", w, false, 4);
  ASSERT_EQ(found.size(), 4u);
  EXPECT_EQ(found[0].thing.index, 30u);
  EXPECT_EQ(found[1].thing.index, 0u);
  EXPECT_EQ(found[3].thing.index, 2u);
}

/// The slow way: every entry looked at.
TEST(Search, FindsExactlyWhatALookAtEveryNameFinds) {
  World w;
  Stream s(1, "search");
  const char* const parts[] = {"路", "四", "a", "b", "bc", "-", " ", "1", "22", "站", "A"};
  for (int i = 0; i < 3000; ++i) {
    Building b;
    DemandPoint d;
    for (auto n = s.between(1, 5); n > 0; --n) d.id += parts[s.below(11)];
    d.id += std::to_string(i);
    if (s.chance(0.2)) d.name = {parts[s.below(11)], parts[s.below(11)]};
    w.demand.push_back(d);
    b.id = parts[s.below(11)];
    w.buildings.push_back(b);
    if (s.chance(0.5)) w.demand.back().building = BuildingId(i);
  }
  const SearchIndex index(w);
  const auto lower = [](std::string t) {
    std::transform(t.begin(), t.end(), t.begin(), [](unsigned char c) { return c < 128 ? static_cast<char>(std::tolower(c)) : static_cast<char>(c); });
    return t;
  };
  for (const char* text : {"bc", "a", "四路", "1", "bc22", "站a", "zz", "b"}) {
    std::size_t expected = 0;
    std::vector<bool> lived(w.buildings.size(), false);
    for (const DemandPoint& d : w.demand) {
      expected += (lower(d.id) + "\n" + lower(d.name.zh) + "\n" + lower(d.name.en)).find(text) != std::string::npos;
      if (d.building.valid()) lived[d.building.value] = true;
    }
    for (std::size_t b = 0; b < w.buildings.size(); ++b) expected += !lived[b] && lower(w.buildings[b].id).find(text) != std::string::npos;
    EXPECT_EQ(index.find(text, w, false, 100000).size(), expected) << text;
  }
}

TEST(Places, CoordinatesAreReadInTheFormsThatPeopleCopy) {
  World w;
  w.crs = "EPSG:32651";
  const LonLat lonlat(w.crs);
  const Point there = *lonlat.to_m(121.47, 31.23);
  Box map;
  map.add(Point{there.x - 5000, there.y - 5000});
  map.add(Point{there.x + 5000, there.y + 5000});
  for (const char* text : {"31.23, 121.47", "121.47, 31.23", "31.23 121.47", "(31.23，121.47)", "31°13′48″N 121°28′12″E", "31°13'48\"N, 121°28'12\"E", "121°28′12″E 31°13′48″N",
                           "N31.23 E121.47", "31.23N 121.47E", "北纬31.23° 东经121.47°", "东经121度28分12秒，北纬31度13分48秒", "31.23°, 121.47°", "31°13.8′N 121°28.2′E"}) {
    const auto found = place_from_text(text, w.crs, map);
    ASSERT_TRUE(found) << text;
    EXPECT_LT(distance(*found, there), 0.01) << text;
  }
  EXPECT_EQ(place_from_text("354000 3456000", w.crs, map), (Point{354000, 3456000}));
  EXPECT_EQ(place_from_text("354000.5, 3456000.25 m", w.crs, map), (Point{354000.5, 3456000.25}));
  for (const char* text : {"", "31.23", "station 4", "31.23, 121.47, 5", "31.23N 121.47N", "a, b", "1-2", "95°, 200°"}) EXPECT_FALSE(place_from_text(text, w.crs, map)) << text;
}

TEST(Places, ANumberPairOfALocalPlanIsMetres) {
  Box map;
  map.add(Point{0, 0});
  map.add(Point{1600, 1600});
  EXPECT_EQ(place_from_text("50, 60", "", map), (Point{50, 60}));
  EXPECT_EQ(place_from_text("50 60", "EPSG:32651", map), (Point{50, 60}));
  EXPECT_EQ(place_from_text("900 1500", "", map), (Point{900, 1500}));
}

TEST(Places, SouthAndWestAreBelowZero) {
  const auto found = place_from_text("30°02′S 51°13′W", "EPSG:32722", {});
  ASSERT_TRUE(found);
  EXPECT_LT(distance(*found, *LonLat("EPSG:32722").to_m(-51 - 13.0 / 60, -30 - 2.0 / 60)), 0.01);
}

TEST(Places, DegreesAndMetresGoThereAndBack) {
  const LonLat lonlat("EPSG:32651");
  for (const Point p : {Point{354000, 3456000}, Point{349999.5, 3460000}}) {
    const auto at = lonlat.to_lonlat(p);
    ASSERT_TRUE(at);
    EXPECT_NEAR((*at)[0], 121.47, 0.1);
    EXPECT_LT(distance(*lonlat.to_m((*at)[0], (*at)[1]), p), 1e-4);
  }
  EXPECT_FALSE(LonLat("").to_lonlat({1, 2}));
  EXPECT_FALSE(LonLat("no such crs").to_m(1, 2));
  EXPECT_FALSE(lonlat.to_m(NAN, 2));
}

TEST(Search, ACoordinatePairIsTheFirstAnswer) {
  const World w = named_world();
  const auto found = SearchIndex(w).find("354000 3460000", w, true);
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found[0].thing.kind, ThingKind::kPlace);
  EXPECT_EQ(found[0].box.centre(), (Point{354000, 3460000}));
  EXPECT_THAT(found[0].name, testing::HasSubstr("北纬"));
}

TEST(Things, NamesFallBackAndBoxesHoldTheThing) {
  const World w = catchment::test::sample_world();
  for (const bool zh : {true, false}) {
    for (std::uint32_t i = 0; i < w.facilities.size(); ++i) EXPECT_FALSE(name_of(w, {ThingKind::kFacility, i}, zh).empty());
    for (std::uint32_t i = 0; i < w.areas.size(); ++i) {
      EXPECT_FALSE(name_of(w, {ThingKind::kArea, i}, zh).empty());
      EXPECT_FALSE(kind_text(w, {ThingKind::kArea, i}, zh).empty());
      EXPECT_FALSE(box_of(w, {ThingKind::kArea, i}).empty());
    }
    for (std::uint32_t i = 0; i < w.organisations.size(); ++i) EXPECT_FALSE(kind_text(w, {ThingKind::kOrganisation, i}, zh).empty());
  }
  for (std::uint32_t i = 0; i < w.demand.size(); ++i) EXPECT_TRUE(box_of(w, {ThingKind::kDemand, i}).contains(w.demand[i].position));
  EXPECT_EQ(name_of(w, {ThingKind::kFacility, 99999}, true), "");
  EXPECT_TRUE(box_of(w, {ThingKind::kGate, 99999}).empty());
  EXPECT_EQ(name_of(w, {}, true), "");
}

}  // namespace
}  // namespace catchment::document
