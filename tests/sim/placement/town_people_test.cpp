#include <gtest/gtest.h>

#include <numeric>

#include "sim/world/build.h"
#include "tests/sim/placement/towns.h"

namespace catchment {
namespace {

using test::make;
using test::many_towns;
using test::residential_town;

TEST(TownPeople, EveryTotalIsExactOnEveryLevel) {
  for (const auto& spec : many_towns()) {
    SCOPED_TRACE(testing::Message() << spec.kind << " " << spec.area_km2);
    const World w = make(spec, 4);
    std::vector<AreaId> leaf;
    std::vector<std::int64_t> persons;
    std::int64_t residents = 0, demand = 0;
    for (const auto& b : w.buildings) {
      residents += b.residents;
      leaf.push_back(b.area);
      persons.push_back(b.residents);
      EXPECT_GE(b.residents, 0);
      EXPECT_EQ(b.dwellings > 0, b.kind == BuildingKind::kResidential);
    }
    for (const auto& p : w.demand) demand += p.persons;
    EXPECT_EQ(residents, spec.population);
    EXPECT_EQ(demand, spec.population);
    const auto rolled = roll_up(w.areas, leaf, persons);
    for (std::size_t a = 0; a < w.areas.size(); ++a) EXPECT_EQ(w.areas[a].population, rolled[a]) << w.areas[a].id;
    ASSERT_EQ(w.apportionment.size(), 1u);
    EXPECT_EQ(w.apportionment[0].placed, spec.population);
    EXPECT_EQ(w.apportionment[0].lost, 0);
  }
}

TEST(TownPeople, DistrictTableGivesNamesAndExactPopulations) {
  TownSpec spec = residential_town();
  spec.kind = "city";
  spec.area_km2 = 60;
  spec.population = 600'001;
  spec.district_table = "name_zh,name_en,population,area_km2,x_km,y_km\n西区,West,200001,30,0,0\n东区,East,300000,20,9,0\n北区,North,100000,10,9,9\n";
  const World w = make(spec, 4);
  std::vector<std::int64_t> people;
  std::vector<std::string> names;
  double west = 0, east = 0;
  for (const auto& a : w.areas)
    if (a.level == 1) {
      people.push_back(a.population);
      names.push_back(a.name.zh);
      if (a.name.en == "West") west = centroid(a.shape).x;
      if (a.name.en == "East") east = centroid(a.shape).x;
    }
  EXPECT_EQ(names, (std::vector<std::string>{"西区", "东区", "北区"}));
  EXPECT_EQ(people, (std::vector<std::int64_t>{200'001, 300'000, 100'000}));
  EXPECT_LT(west, east);
}

TEST(TownPeople, TableOfAnotherTotalIsScaledToTheTownExactly) {
  TownSpec spec = residential_town();
  spec.kind = "city";
  spec.area_km2 = 20;
  spec.population = 100'000;
  spec.district_table = "name_zh,name_en,population\n甲区,A,1\n乙区,B,3\n";
  const World w = make(spec, 4);
  EXPECT_EQ(w.areas[1].population, 25'000);
  EXPECT_EQ(w.areas[2].population, 75'000);
}

TEST(TownPeople, CommunitiesAreAsManyAsAskedFor) {
  TownSpec spec = residential_town();
  spec.area_km2 = 2.1;
  spec.population = 75'000;
  spec.communities = 20;
  const World w = make(spec, 1);
  int with_people = 0;
  for (const auto& a : w.areas) with_people += a.level == 3 && a.population > 0;
  EXPECT_EQ(with_people, 20);
}

TEST(TownPeople, FacilitiesAreAsManyAsAskedForEachInItsArea) {
  for (const auto& spec : many_towns()) {
    const World w = make(spec, 9);
    std::array<std::int64_t, 5> n{};
    for (const auto& f : w.facilities) {
      ++n[static_cast<std::size_t>(f.level)];
      EXPECT_TRUE(f.modelled);
      EXPECT_GT(f.capacity, 0);
      EXPECT_TRUE(f.hours.any());
      ASSERT_TRUE(f.area.valid());
      EXPECT_TRUE(contains(w.areas[f.area.value].shape, f.position)) << f.id;
    }
    EXPECT_EQ(n[4], spec.centres);
    EXPECT_EQ(n[3], spec.stations);
    EXPECT_EQ(n[2], spec.points);
    EXPECT_EQ(n[1], spec.homes);
  }
}

TEST(TownPeople, N256HasItsBuildingsAndFacilities) {
  TownSpec spec = residential_town();
  spec.kind = "n256";
  const World w = make(spec, 1);
  EXPECT_EQ(w.demand.size(), 256u);
  EXPECT_EQ(w.facilities.size(), 85u);
  // OB-26 by brute force: Chebyshev distance, 1 cell = 100 m; levels 4..1 reach 8, 4, 2, 1 cells.
  const std::array<double, 5> cutoff{0, 100, 200, 400, 800};
  for (int level = 1; level <= 4; ++level) {
    int covered = 0;
    for (const auto& p : w.demand)
      covered += std::any_of(w.facilities.begin(), w.facilities.end(), [&](const Facility& f) {
        return f.level == level && std::max(std::abs(f.position.x - p.position.x), std::abs(f.position.y - p.position.y)) <= cutoff[static_cast<std::size_t>(level)];
      });
    EXPECT_EQ(covered, 256) << "level " << level;
  }
}

}  // namespace
}  // namespace catchment
