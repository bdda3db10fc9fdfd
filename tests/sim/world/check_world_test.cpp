#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <map>

#include "sim/core/random.h"
#include "sim/world/build.h"
#include "sim/world/duplicates.h"

namespace catchment {
namespace {

std::map<std::string, int> rules(const Findings& findings) {
  std::map<std::string, int> out;
  for (const Finding& f : findings) ++out[f.rule];
  return out;
}

using Rules = std::map<std::string, int>;

/// LJZ: 130 organisations, 6500 members as counts, two quarters, one unit each.
World ljz() {
  World w;
  for (int a = 0; a < 3; ++a) {
    Area area;
    area.id = "area " + std::to_string(a);
    area.level = a == 0 ? 2 : 4;
    if (a > 0) area.parent = AreaId(0);
    const double x = a == 2 ? 1000 : 0;
    area.shape = {{{{{x, 0}, {a == 0 ? 2000 : x + 1000, 0}, {a == 0 ? 2000 : x + 1000, 1000}, {x, 1000}}}}};
    w.areas.push_back(area);
  }
  w.units.push_back({.id = "unit", .name = {}, .pool = "area"});
  const auto members = apportion(6500, std::vector<double>(130, 1));
  for (int k = 0; k < 130; ++k) {
    Organisation o;
    o.id = "o" + std::to_string(k);
    o.name = {"陆家嘴第" + std::to_string(k) + "号企业", "Company " + std::to_string(k)};
    o.position = {15.0 * k, 500};
    o.members = static_cast<std::int32_t>(members[static_cast<std::size_t>(k)]);
    o.employees = 100 + k;
    o.eligible = 3;
    o.responsible = {UnitId(0)};
    w.organisations.push_back(o);
    DemandPoint d;
    d.id = "d" + std::to_string(k);
    d.position = o.position;
    d.persons = o.employees;
    d.area = AreaId(d.position.x < 1000 ? 1 : 2);
    w.demand.push_back(d);
    w.areas[0].population = std::max<std::int64_t>(w.areas[0].population, 0) + d.persons;
    auto& quarter = w.areas[d.area.value].population;
    quarter = std::max<std::int64_t>(quarter, 0) + d.persons;
  }
  Facility f;
  f.id = "centre";
  f.level = 4;
  f.position = {500, 500};
  f.area = AreaId(1);
  w.facilities.push_back(f);
  w.apportionment.push_back({"as given", "members", "organisations", 6500, 6500, 0});
  return w;
}

TEST(CheckWorld, J2_ACleanWorldOf130OrganisationsHasNoFinding) {
  const World w = ljz();
  std::int64_t members = 0;
  for (const auto& o : w.organisations) members += o.members;
  EXPECT_EQ(members, 6500);
  EXPECT_EQ(static_cast<double>(members) / static_cast<double>(w.organisations.size()), 50.0);
  EXPECT_EQ(rules(check_world(w)), Rules{});
}

TEST(CheckWorld, J2_OneWrongTotalFiresExactlyThatRule) {
  World w = ljz();
  w.apportionment[0].total = 6501;
  EXPECT_EQ(rules(check_world(w)), (Rules{{"total-mismatch", 1}}));
  const std::vector<DeclaredTotal> totals{{"members.csv", "members", 6501, 6500}, {"members.csv", "organisations", 130, 130}};
  const auto found = check_totals(totals);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].rule, "total-mismatch");
  EXPECT_EQ(found[0].what, "6501 members are declared but the records hold 6500");
}

/// One fault each, and the one rule that must fire.
struct Fault {
  const char* rule;
  std::function<void(World&)> inject;
};

TEST(CheckWorld, EachFaultFiresItsOwnRuleOnceAndNoOther) {
  const std::vector<Fault> faults{
      {"duplicate-id", [](World& w) { w.organisations[7].id = "o3"; }},
      {"duplicate-id", [](World& w) { w.demand[7].id = "d3"; }},
      {"dangling-reference", [](World& w) { w.demand[0].building = BuildingId(0); }},
      {"dangling-reference", [](World& w) { w.organisations[0].responsible.push_back(UnitId(9)); }},
      {"dangling-reference", [](World& w) { w.venues.push_back({}); w.venues[0].owner = OrganisationId(999); }},
      {"not-a-place", [](World& w) { w.organisations[0].position.x = std::numeric_limits<double>::quiet_NaN(); }},
      {"negative-figure", [](World& w) { w.organisations[0].employees = -1; }},
      {"negative-figure", [](World& w) { w.facilities[0].capacity = -2; }},
      {"negative-figure", [](World& w) { w.venues.push_back({}); w.venues[0].shared_hours_month = NAN; }},
      {"facility-level", [](World& w) { w.facilities[0].level = 5; }},
      {"child-totals", [](World& w) { ++w.areas[0].population; }},
      {"total-mismatch", [](World& w) { ++w.areas[1].population; ++w.areas[0].population; }},
      {"members-exceed-employees", [](World& w) { w.organisations[0].members = 101; }},
      {"eligible-exceed-members", [](World& w) { w.organisations[0].eligible = 51; }},
      {"facility-outside", [](World& w) { w.facilities[0].position = {1500, 500}; }},
      {"facility-outside", [](World& w) { w.facilities[0].area = AreaId(); }},
      {"demand-outside", [](World& w) { w.demand.push_back({}); w.demand.back().persons = 4; }},
      {"duplicate-organisation", [](World& w) { w.organisations[8].name = w.organisations[7].name; }},
      {"orphan-organisation", [](World& w) { w.organisations[0].responsible.clear(); }},
      {"conflict-organisation", [](World& w) { w.units.push_back({.id = "second", .name = {}, .pool = ""}); w.organisations[0].responsible.push_back(UnitId(1)); }},
  };
  for (const Fault& fault : faults) {
    SCOPED_TRACE(fault.rule);
    World w = ljz();
    fault.inject(w);
    const auto found = check_world(w);
    EXPECT_EQ(rules(found), (Rules{{fault.rule, 1}}));
    for (const Finding& f : found) {
      EXPECT_FALSE(f.where.empty());
      EXPECT_FALSE(f.what.empty());
      EXPECT_FALSE(f.remedy.empty());
    }
  }
}

TEST(CheckWorld, J17_ThreeInjectedFaultsAreThreeFindings) {
  World w = ljz();
  w.organisations[20].members = 500;
  w.organisations[40].name = w.organisations[39].name;
  w.organisations[60].responsible.clear();
  EXPECT_EQ(check_world(w).size(), 3u);
}

TEST(CheckWorld, ABoundaryWithinAMetreIsNoFault) {
  World w = ljz();
  w.facilities[0].position = {1000.9, 500};
  EXPECT_TRUE(check_world(w).empty());
  w.facilities[0].position = {1001.1, 500};
  EXPECT_EQ(rules(check_world(w)), (Rules{{"facility-outside", 1}}));
}

TEST(CheckWorld, ANeighboursFacilityMayLieOutside) {
  World w = ljz();
  w.facilities[0].area = AreaId();
  w.facilities[0].inside = false;
  EXPECT_TRUE(check_world(w).empty());
}

TEST(CheckWorld, F2_BuildingsWithoutAGroupAreListed) {
  World w;
  for (int b = 0; b < 40; ++b) {
    Building building;
    building.id = "b" + std::to_string(b);
    w.buildings.push_back(building);
  }
  EXPECT_TRUE(check_world(w).empty());  // no groups are kept at all
  for (int b = 0; b < 39; ++b) {
    Group g;
    if (b % 2 == 0) {
      g.building = BuildingId(b);
    } else {
      Organisation o;
      o.building = BuildingId(b);
      w.organisations.push_back(o);
      g.hosts = {OrganisationId(w.organisations.size() - 1)};
    }
    w.groups.push_back(g);
  }
  EXPECT_EQ(buildings_without_group(w), std::vector<BuildingId>{BuildingId(39)});
  const auto found = check_world(w);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].rule, "building-without-group");
  EXPECT_EQ(found[0].severity, Severity::kNote);
  EXPECT_EQ(found[0].what, "1 of 40 host no group: 'b39'");
}

TEST(CheckWorld, ManyFaultsOfOneRuleAreTwentyAndACount) {
  World w = ljz();
  for (auto& o : w.organisations) o.responsible.clear();
  const auto found = check_world(w);
  ASSERT_EQ(found.size(), 21u);
  EXPECT_EQ(found.back().what, "110 more records of this kind");
}

TEST(CheckWorld, RoundedCountsAreNoted) {
  World w;
  for (int i = 0; i < 200; ++i) {
    w.demand.push_back({});
    w.demand.back().persons = 10 + 5 * i;
  }
  EXPECT_EQ(rules(check_world(w)), (Rules{{"digit-heaping", 1}}));
  for (int i = 0; i < 200; ++i) w.demand[static_cast<std::size_t>(i)].persons = 10 + i;
  EXPECT_TRUE(check_world(w).empty());
}

TEST(NameDistance, CountsEditsOfCharactersNotBytes) {
  EXPECT_EQ(name_distance("kitten", "sitting"), 3);
  EXPECT_EQ(name_distance("上海图书公司", "上海图画公司"), 1);
  EXPECT_EQ(name_distance("", "工会"), 2);
  EXPECT_EQ(name_distance("abcdef", "uvwxyz", 2), 3);  // beyond the limit
  EXPECT_EQ(name_distance("same", "same", 0), 0);
}

Organisation named(std::string zh, double x) {
  Organisation o;
  o.name.zh = std::move(zh);
  o.position = {x, 0};
  return o;
}

TEST(Duplicates, AreNearAndNearlyOfOneName) {
  const auto pair = [](const char* a, const char* b, double apart) {
    return duplicate_organisations(std::vector<Organisation>{named(a, 0), named(b, apart)}).size();
  };
  EXPECT_EQ(pair("上海图书发行公司", "上海图画发行公司", 30), 1u);
  EXPECT_EQ(pair("上海图书发行公司", "上海图画发行公司", 30.1), 0u);
  EXPECT_EQ(pair("上海图书发行公司", "上海图书发行有限公司", 0), 1u);
  EXPECT_EQ(pair("上海图书发行公司", "上海图书发行有限公司所", 0), 0u);
  EXPECT_EQ(pair("第3分公司营业部", "第4分公司营业部", 0), 0u);   // numbers tell them apart
  EXPECT_EQ(pair("第一小学教育集团", "第二小学教育集团", 0), 0u);
  EXPECT_EQ(pair("甲", "乙", 0), 0u);                              // short names differ by little
  EXPECT_EQ(pair("甲", "甲", 0), 1u);
  EXPECT_EQ(pair("", "", 0), 0u);
  // Two companies of one trade once passed for one: only their ending is alike.
  EXPECT_EQ(pair("康龙餐饮管理有限公司", "牡桥餐饮管理有限公司", 0), 0u);
  EXPECT_EQ(pair("康龙餐饮管理有限公司", "康笼餐饮管理有限公司", 0), 1u);
  EXPECT_EQ(pair("Sunshine Club", "sunshine clubs", 10), 1u);
}

/// At most two edits, and what stands before a shared ending of four or more letters is not wholly another. For ASCII.
bool nearly_one(std::string a, std::string b) {
  if (name_distance(a, b) > 2) return false;
  int shared = 0;
  for (; !a.empty() && !b.empty() && a.back() == b.back(); ++shared) a.pop_back(), b.pop_back();
  const auto own = static_cast<int>(std::max(a.size(), b.size()));
  return shared < 4 || own == 0 || name_distance(a, b) < own;
}

TEST(Duplicates, EqualAllPairsOnRandomPlaces) {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    Stream random(seed, "duplicates");
    std::vector<Organisation> all;
    for (int k = 0; k < 150; ++k) {
      std::string name;
      for (int c = 0; c < 7; ++c) name += static_cast<char>('a' + random.below(2));
      all.push_back(named(name, 0));
      all.back().position = {random.uniform(-150, 150), random.uniform(-150, 150)};
    }
    std::vector<std::pair<std::uint32_t, std::uint32_t>> expected, found;
    for (std::uint32_t b = 0; b < all.size(); ++b)
      for (std::uint32_t a = 0; a < b; ++a)
        if (distance(all[a].position, all[b].position) <= 30 && nearly_one(all[a].name.zh, all[b].name.zh)) {
          expected.emplace_back(a, b);
          break;
        }
    for (const auto& pair : duplicate_organisations(all)) found.emplace_back(pair.earlier.value, pair.later.value);
    EXPECT_EQ(found, expected);
  }
}

TEST(Duplicates, AHundredThousandNumberedOnesInOnePlaceAreNoTrouble) {
  std::vector<Organisation> all;
  for (int k = 0; k < 100'000; ++k) all.push_back(named("社会组织" + std::to_string(k), 0));
  EXPECT_TRUE(duplicate_organisations(all).empty());
  for (auto& o : all) o.name.zh = "社会组织";
  EXPECT_EQ(duplicate_organisations(all).size(), 99'999u);
}

}  // namespace
}  // namespace catchment
