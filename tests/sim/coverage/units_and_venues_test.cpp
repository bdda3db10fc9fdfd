#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "sim/coverage/organisations.h"
#include "tests/sim/coverage/brute_force.h"

namespace catchment {
namespace {

World city_of_hubs() {
  World w;
  for (int h = 0; h < 25; ++h) w.units.push_back({.id = "hub " + std::to_string(h), .name = {}, .pool = "hub"});
  for (int k = 0; k < 14'000; ++k) {
    Organisation o;
    o.responsible = {UnitId(k % 25)};
    w.organisations.push_back(o);
  }
  return w;
}

TEST(Accountability, OA3_EveryHubHas560) {
  const auto a = accountability(city_of_hubs());
  EXPECT_EQ(a.load, std::vector<std::int64_t>(25, 560));
  EXPECT_TRUE(a.orphans.empty() && a.conflicts.empty() && a.overloaded.empty());
}

TEST(Accountability, C1_TenWithoutAndThreeWithTwoAreFoundAndMended) {
  World w = city_of_hubs();
  for (int k = 100; k < 110; ++k) w.organisations[static_cast<std::size_t>(k)].responsible.clear();
  for (int k = 200; k < 203; ++k) w.organisations[static_cast<std::size_t>(k)].responsible.push_back(UnitId(24));
  const auto a = accountability(w);
  ASSERT_EQ(a.orphans.size(), 10u);
  ASSERT_EQ(a.conflicts.size(), 3u);
  EXPECT_EQ(a.orphans.front(), OrganisationId(100));
  EXPECT_EQ(a.conflicts.front(), OrganisationId(200));
  const auto mended = accountability(city_of_hubs());
  EXPECT_EQ(mended.orphans.size(), 0u);
  EXPECT_EQ(mended.conflicts.size(), 0u);
}

TEST(Accountability, C2_ClosingFiveHubsLeaves2800Orphans) {
  World w = city_of_hubs();
  for (std::size_t h = 0; h < 5; ++h) w.units[h].open = false;
  const auto a = accountability(w);
  EXPECT_EQ(a.orphans.size(), 2800u);
  EXPECT_EQ(a.load[0], 0);
}

TEST(Accountability, TellsOverloadAndCountsARepeatedUnitOnce) {
  World w;
  w.units.push_back({.id = "u", .name = {}, .pool = "area", .capacity = 1});
  w.organisations.resize(3);
  for (auto& o : w.organisations) o.responsible = {UnitId(0), UnitId(0)};
  w.organisations[2].normal_operation = false;
  const auto a = accountability(w);
  EXPECT_EQ(a.load, (std::vector<std::int64_t>{2}));
  EXPECT_TRUE(a.conflicts.empty());
  EXPECT_EQ(a.overloaded, std::vector<UnitId>{UnitId(0)});
  w.organisations[0].responsible = {UnitId(3)};
  EXPECT_THROW(accountability(w), std::invalid_argument);
}

TEST(AssignUnits, C7_TwoPoolsServeSixOfSixAndOneServesFour) {
  std::vector<Unit> units{{.id = "area", .name = {}, .pool = "area", .capacity = 4},
                          {.id = "industry", .name = {}, .pool = "industry", .capacity = 3}};
  const std::vector<std::vector<std::uint32_t>> both(6, {0, 1});
  const auto may = test::table_of(2, both);
  const auto six = assign_units(may, units);
  EXPECT_EQ(std::count_if(six.begin(), six.end(), [](UnitId u) { return u.valid(); }), 6);
  EXPECT_EQ(std::count(six.begin(), six.end(), UnitId(0)) <= 4 && std::count(six.begin(), six.end(), UnitId(1)) <= 3, true);
  units[1].open = false;
  const auto four = assign_units(may, units);
  EXPECT_EQ(std::count(four.begin(), four.end(), UnitId(0)), 4);
  EXPECT_EQ(std::count(four.begin(), four.end(), UnitId()), 2);  // "no capacity"
  units[0].capacity = -1;
  const auto unlimited = assign_units(may, units);
  EXPECT_EQ(std::count(unlimited.begin(), unlimited.end(), UnitId(0)), 6);
  EXPECT_THROW(assign_units(test::table_of(3, both), units), std::invalid_argument);
}

TEST(HostGroups, OB4_C10_VenuesHostTwentyGroupsEach) {
  const auto centres = host_groups(9380, 2, std::vector<double>(230, 40));
  EXPECT_EQ(centres.hosted, 4600);
  EXPECT_EQ(centres.no_slot, 4780);
  EXPECT_NEAR(static_cast<double>(centres.hosted) / 9380, 0.4904, 5e-5);
  EXPECT_NEAR(centres.hours_needed_per_venue, 81.57, 5e-3);
  EXPECT_EQ(centres.slots_used, std::vector<std::int64_t>(230, 20));
  const auto both = host_groups(9380, 2, std::vector<double>(230 + 216, 40));
  EXPECT_EQ(both.hosted, 8920);
  EXPECT_EQ(both.no_slot, 460);
  EXPECT_NEAR(static_cast<double>(both.hosted) / 9380, 0.9510, 5e-5);
  EXPECT_NEAR(both.hours_needed_per_venue, 42.06, 5e-3);
}

TEST(HostGroups, FillsVenuesInOrderAndLosesNoSlotToRounding) {
  const auto h = host_groups(7, 0.1, std::vector<double>{0.3, 0.05, 9});
  EXPECT_EQ(h.slots_used, (std::vector<std::int64_t>{3, 0, 4}));
  EXPECT_EQ(h.no_slot, 0);
  EXPECT_EQ(host_groups(5, 2, {}).no_slot, 5);
  EXPECT_TRUE(std::isinf(host_groups(5, 2, {}).hours_needed_per_venue));
  EXPECT_EQ(host_groups(0, 2, {}).hours_needed_per_venue, 0);
}

TEST(HostGroups, RefusesWhatCannotBe) {
  EXPECT_THROW(host_groups(-1, 2, {}), std::invalid_argument);
  EXPECT_THROW(host_groups(1, 0, {}), std::invalid_argument);
  EXPECT_THROW(host_groups(1, NAN, {}), std::invalid_argument);
  EXPECT_THROW(host_groups(1, 2, std::vector<double>{-1}), std::invalid_argument);
  EXPECT_THROW(host_groups(1, 2, std::vector<double>{INFINITY}), std::invalid_argument);
}

}  // namespace
}  // namespace catchment
