#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>

#include "sim/core/random.h"
#include "sim/coverage/catalogue.h"
#include "sim/coverage/floating.h"
#include "sim/coverage/linkage.h"
#include "tests/sim/coverage/brute_force.h"

namespace catchment {
namespace {

using Persons = std::vector<std::int64_t>;

TEST(AttachFloating, U6_NineHundredFindRoomAHundredDoNot) {
  const auto within = test::table_of(2, {{0, 1}}, {{100, 200}});
  const auto f = attach_floating(within, Persons{1000}, Persons{600, 300});
  EXPECT_EQ(f.attached, 900);
  EXPECT_EQ(f.persons_no_capacity, 100);
  EXPECT_EQ(f.persons_out_of_reach, 0);
  EXPECT_EQ(f.load, (Persons{600, 300}));
}

TEST(AttachFloating, TheNearestGoFirstAndClosedCentresTakeNobody) {
  const auto within = test::table_of(2, {{0, 1}, {0}, {}}, {{500, 600}, {400}, {}});
  const auto f = attach_floating(within, Persons{10, 10, 3}, Persons{12, -1});
  EXPECT_EQ(f.amount, (Persons{2, 8, 10}));
  EXPECT_EQ(f.out_of_reach, (Persons{0, 0, 3}));
  const std::vector<std::uint8_t> open{0, 1};
  const auto closed = attach_floating(within, Persons{10, 10, 3}, Persons{12, -1}, open);
  EXPECT_EQ(closed.amount, (Persons{0, 10, 0}));
  EXPECT_EQ(closed.out_of_reach, (Persons{0, 10, 3}));
}

TEST(AttachFloating, ConservesPersons) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    Stream random(seed, "floating");
    std::vector<Point> points, centres;
    Persons persons, capacity;
    for (int i = 0; i < 20; ++i) {
      points.push_back({random.uniform(0, 100), random.uniform(0, 100)});
      persons.push_back(random.between(0, 30));
    }
    for (int j = 0; j < 4; ++j) {
      centres.push_back({random.uniform(0, 100), random.uniform(0, 100)});
      capacity.push_back(random.chance(0.1) ? -1 : random.between(0, 100));
    }
    const auto f = attach_floating(test::table_within(points, centres, 40), persons, capacity);
    EXPECT_EQ(f.attached + f.persons_no_capacity + f.persons_out_of_reach, f.persons);
    for (std::size_t j = 0; j < 4; ++j) EXPECT_TRUE(capacity[j] < 0 || f.load[j] <= capacity[j]);
  }
}

TEST(AttachFloating, RefusesArraysThatDoNotFit) {
  const auto within = test::table_of(1, {{0}});
  EXPECT_THROW(attach_floating(within, Persons{}, Persons{1}), std::invalid_argument);
  EXPECT_THROW(attach_floating(within, Persons{1}, Persons{}), std::invalid_argument);
  EXPECT_THROW(attach_floating(within, Persons{-1}, Persons{1}), std::invalid_argument);
  EXPECT_THROW(attach_floating(within, Persons{1}, Persons{-2}), std::invalid_argument);
  EXPECT_THROW(attach_floating(within, Persons{1}, Persons{1}, std::vector<std::uint8_t>{1, 1}), std::invalid_argument);
}

/// 8 stations on a line, 72 items in 24 functions; item 17 at stations 2 and 5 only.
struct Line {
  World world;
  std::vector<FacilityId> facilities;
  CostTable within;
  Line() {
    for (int k = 0; k < 72; ++k) {
      CatalogueItem item;
      item.id = "item " + std::to_string(k + 1);
      item.function = "function " + std::to_string(k / 3 + 1);
      item.category = "category " + std::to_string(k / 12 + 1);
      world.catalogue.push_back(item);
    }
    std::vector<Point> places, homes;
    for (int j = 0; j < 8; ++j) {
      Facility f;
      places.push_back({1000.0 * j, 0});
      for (int k = 0; k < 72; ++k)
        if (k != 16 || j == 2 || j == 5) f.services.push_back("item " + std::to_string(k + 1));
      world.facilities.push_back(f);
      facilities.push_back(FacilityId(j));
    }
    for (int i = 0; i < 80; ++i) {
      DemandPoint d;
      d.persons = i + 1;
      world.demand.push_back(d);
      homes.push_back({100.0 * i, 0});
    }
    within = test::table_within(homes, places, 600);
  }
};

TEST(ItemCoverage, N7_N6_AnItemIsCoveredByTheUnionOfThoseWhoOfferIt) {
  const Line line;
  std::int64_t union_of_two = 0, union_of_all = 0;
  for (std::size_t i = 0; i < 80; ++i) {
    const double x = 100.0 * static_cast<double>(i);
    if (std::abs(x - 2000) <= 600 || std::abs(x - 5000) <= 600) union_of_two += line.world.demand[i].persons;
    if (!line.within.destinations_of(i).empty()) union_of_all += line.world.demand[i].persons;
  }
  const auto items = item_coverage(line.world, line.facilities, line.within);
  ASSERT_EQ(items.size(), 72u);
  EXPECT_EQ(items[16].item, "item 17");
  EXPECT_EQ(items[16].facilities, 2);
  EXPECT_EQ(items[16].persons, union_of_two);
  EXPECT_EQ(items[0].facilities, 8);
  EXPECT_EQ(items[71].persons, union_of_all);  // where two catchments overlap, people count once
}

TEST(ItemCoverage, AFunctionOrCategoryStandsForItsItemsAndClosedFacilitiesForNone) {
  Line line;
  for (auto& f : line.world.facilities) f.services.clear();
  line.world.facilities[0].services = {"function 2"};
  line.world.facilities[1].services = {"category 1"};
  line.world.facilities[2].services = {"item 4"};
  line.world.facilities[2].status = FacilityStatus::kClosed;
  const auto items = item_coverage(line.world, line.facilities, line.within);
  EXPECT_EQ(items[0].facilities, 1);
  EXPECT_EQ(items[3].facilities, 2);
  EXPECT_EQ(items[12].facilities, 0);
  EXPECT_EQ(items[12].persons, 0);
}

TEST(ItemCoverage, CountsOnlyThoseInsideAndRefusesWhatDoesNotFit) {
  const Line line;
  EXPECT_EQ(item_coverage(line.world, line.facilities, line.within, std::vector<std::uint8_t>(80, 0))[0].persons, 0);
  EXPECT_THROW(item_coverage(line.world, {}, line.within), std::invalid_argument);
  EXPECT_THROW(item_coverage(line.world, line.facilities, line.within, std::vector<std::uint8_t>(3)), std::invalid_argument);
  EXPECT_THROW(item_coverage(line.world, line.facilities, test::table_of(8, {{0}})), std::invalid_argument);
}

std::vector<Area> chain(int without = -1) {
  std::vector<Area> areas;
  for (int level = 0; level < kBuildingLevel; ++level) {
    if (level == without) continue;
    Area a;
    a.level = level;
    if (!areas.empty()) a.parent = AreaId(areas.size() - 1);
    areas.push_back(a);
  }
  return areas;
}

TEST(Linkage, U3_FromABuildingToTheCityAreFiveHops) {
  const auto areas = chain();
  const auto path = relay_path(areas, AreaId(4));
  EXPECT_EQ(path.hops, 5);
  EXPECT_TRUE(path.missing_levels.empty());
  EXPECT_EQ(path.areas.back(), AreaId(0));
  const std::vector<AreaId> leaf(7, AreaId(4));
  const auto all = relay_linkage(areas, leaf);
  EXPECT_EQ(all.hops, 5);
  EXPECT_EQ(all.whole, 7);
  EXPECT_EQ(all.broken, 0);
}

TEST(Linkage, U3_RemovingALevelIsReportedAsBroken) {
  for (int level = 0; level < kBuildingLevel; ++level) {
    SCOPED_TRACE(level);
    const auto areas = chain(level);
    const std::vector<AreaId> leaf{AreaId(3), AreaId(3), AreaId()};
    const auto all = relay_linkage(areas, leaf);
    EXPECT_EQ(all.hops, 4);
    EXPECT_EQ(all.whole, 0);
    EXPECT_EQ(all.broken, 3);
    EXPECT_EQ(relay_path(areas, AreaId(3)).missing_levels, std::vector<int>{level});
    EXPECT_EQ(all.broken_at, std::vector<AreaId>{AreaId(3)});
  }
}

TEST(Linkage, AWorldThatDeclaresFewerLevelsIsWholeWithThose) {
  const auto areas = chain(3);
  const std::vector<int> declared{0, 1, 2, 4};
  EXPECT_EQ(relay_linkage(areas, std::vector<AreaId>{AreaId(3)}, declared).whole, 1);
  EXPECT_THROW(relay_linkage(areas, std::vector<AreaId>{AreaId(9)}), std::invalid_argument);
  auto ring = areas;
  ring[0].parent = AreaId(3);
  EXPECT_THROW(relay_path(ring, AreaId(3)), std::invalid_argument);
}

}  // namespace
}  // namespace catchment
