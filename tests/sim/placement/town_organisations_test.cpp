#include <gtest/gtest.h>

#include <set>

#include "tests/sim/placement/towns.h"

namespace catchment {
namespace {

using test::make;
using test::residential_town;

TEST(ReferenceOrganisations, OA2_ThresholdsAndHubsOfTheReferenceCity) {
  World w = make(residential_town(), 1);
  add_reference_organisations(w, 14'000, 25, 1);
  ASSERT_EQ(w.organisations.size(), 14'000u);
  std::int64_t founders = 0, eligible = 0, none = 0;
  std::vector<int> of_hub(25, 0);
  std::set<std::string> names;
  for (const auto& o : w.organisations) {
    founders += o.eligible >= 3;
    eligible += o.eligible;
    none += o.eligible == 0;
    EXPECT_LE(o.eligible, o.members);
    EXPECT_LE(o.members, o.employees);
    ASSERT_EQ(o.responsible.size(), 1u);
    ++of_hub[o.responsible[0].value];
    names.insert(o.name.zh);
  }
  EXPECT_EQ(founders, 9380);
  EXPECT_EQ(eligible, 51'100);
  EXPECT_EQ(none, 1540);
  EXPECT_EQ(of_hub, std::vector<int>(25, 560));
  EXPECT_EQ(names.size(), 14'000u);
}

TEST(ReferenceOrganisations, NeedNeitherBuildingsNorHubs) {
  World w;
  add_reference_organisations(w, 10, 0, 1);
  EXPECT_EQ(w.organisations.size(), 10u);
  EXPECT_TRUE(w.units.empty());
  EXPECT_TRUE(w.organisations[3].responsible.empty());
  EXPECT_THROW(add_reference_organisations(w, -1, 0, 1), InputError);
}

TownSpec nj400() {
  TownSpec s = residential_town();
  s.kind = "business";
  s.area_km2 = 2;
  s.population = 20'000;
  s.enterprises = 400;
  s.stations = 8;
  s.enterprises_in_stations = 240;
  s.own_groups = 203;
  s.joint_hosts = 21;
  s.covered_in_stations = 134;
  s.service_items = 72;
  s.limited_items = {{"item-17", 2}};
  return s;
}

TEST(TownOrganisations, NJ400_ThirtyEnterprisesInEachOfEightStationsAnd224Covered) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    SCOPED_TRACE(seed);
    const World w = make(nj400(), seed);
    ASSERT_EQ(w.organisations.size(), 400u);
    std::map<std::uint32_t, int> in_station;
    for (const auto& f : w.facilities)
      if (f.level == 3) {
        EXPECT_EQ(w.buildings[f.building.value].kind, BuildingKind::kOffice);
        in_station[f.building.value] = 0;
      }
    ASSERT_EQ(in_station.size(), 8u);
    for (const auto& o : w.organisations)
      if (const auto found = in_station.find(o.building.value); found != in_station.end()) ++found->second;
    for (const auto& [building, n] : in_station) EXPECT_EQ(n, 30);

    std::set<std::uint32_t> covered;
    std::int64_t own = 0, joint = 0, inside = 0;
    for (const auto& g : w.groups) {
      (g.kind == GroupKind::kOwn ? own : joint) += static_cast<std::int64_t>(g.hosts.size());
      std::int32_t eligible = 0;
      for (const auto o : g.hosts) {
        EXPECT_TRUE(covered.insert(o.value).second);
        eligible += w.organisations[o.value].eligible;
        inside += in_station.contains(w.organisations[o.value].building.value);
      }
      EXPECT_GE(eligible, 3);
    }
    EXPECT_EQ(own, 203);
    EXPECT_EQ(joint, 21);
    EXPECT_EQ(covered.size(), 224u);
    EXPECT_EQ(inside, 134);
    for (const auto& o : w.organisations) EXPECT_LE(o.members, o.employees);
  }
}

TEST(TownOrganisations, N7_ALimitedItemIsOfferedByTwoOfEightStations) {
  const World w = make(nj400(), 1);
  int with_17 = 0, with_16 = 0;
  for (const auto& f : w.facilities) {
    with_17 += std::count(f.services.begin(), f.services.end(), "item-17");
    with_16 += std::count(f.services.begin(), f.services.end(), "item-16");
  }
  EXPECT_EQ(with_17, 2);
  EXPECT_EQ(with_16, 8);
}

TEST(TownOrganisations, J2_MembersAreSharedOutExactly) {
  TownSpec s = residential_town();
  s.kind = "business";
  s.population = 30'000;
  s.enterprises = 100;
  s.social_organisations = 30;
  s.members = 6500;
  const World w = make(s, 1);
  std::int64_t members = 0;
  for (const auto& o : w.organisations) {
    members += o.members;
    EXPECT_LE(o.members, o.employees);
    EXPECT_LE(o.eligible, o.members);
    EXPECT_EQ(o.responsible.size(), 1u);
  }
  EXPECT_EQ(w.organisations.size(), 130u);
  EXPECT_EQ(members, 6500);
}

TEST(TownOrganisations, CollegesStandInDifferentDistricts) {
  TownSpec s = residential_town();
  s.kind = "campus";
  s.area_km2 = 20;
  s.population = 200'000;
  s.districts = 4;
  s.colleges = 4;
  const World w = make(s, 1);
  std::set<std::uint32_t> districts;
  for (const auto& o : w.organisations) {
    EXPECT_EQ(w.buildings[o.building.value].kind, BuildingKind::kCampus);
    AreaId a = o.area;
    while (w.areas[a.value].level > 1) a = w.areas[a.value].parent;
    districts.insert(a.value);
  }
  EXPECT_EQ(districts.size(), 4u);
}

}  // namespace
}  // namespace catchment
