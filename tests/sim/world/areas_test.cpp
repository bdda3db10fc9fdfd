#include <gtest/gtest.h>

#include <numeric>
#include <stdexcept>

#include "sim/core/random.h"
#include "sim/world/build.h"

namespace catchment {
namespace {

using Counts = std::vector<std::int64_t>;

MultiPolygon square(double x, double y, double side) {
  return {{{{{x, y}, {x + side, y}, {x + side, y + side}, {x, y + side}}}}};
}

Area area_of(std::string id, int level, MultiPolygon shape = {}) {
  Area a;
  a.id = std::move(id);
  a.level = level;
  a.shape = std::move(shape);
  return a;
}

std::string refusal(std::vector<Area> areas, const std::vector<std::string>& parents) {
  try {
    link_areas(areas, parents, "areas.csv");
  } catch (const InputError& e) {
    EXPECT_EQ(e.where(), "areas.csv");
    EXPECT_FALSE(e.remedy().empty());
    return e.what();
  }
  return "accepted";
}

TEST(LinkAreas, PutsParentsBeforeChildren) {
  std::vector<Area> areas{area_of("quarter", 4), area_of("block", 3), area_of("city", 0), area_of("block2", 3)};
  link_areas(areas, {"block", "city", "", "city"}, "areas.csv");
  ASSERT_EQ(areas.size(), 4u);
  EXPECT_EQ(areas[0].id, "city");
  EXPECT_EQ(areas[1].id, "block");
  EXPECT_EQ(areas[2].id, "block2");
  EXPECT_EQ(areas[3].id, "quarter");
  EXPECT_FALSE(areas[0].parent.valid());
  EXPECT_EQ(areas[3].parent, AreaId(1));
}

TEST(LinkAreas, KeepsAnOrderThatAlreadyHasParentsFirst) {
  std::vector<Area> areas{area_of("city", 0), area_of("a", 1), area_of("a1", 2), area_of("b", 1)};
  link_areas(areas, {"", "city", "a", "city"}, "areas.csv");
  EXPECT_EQ(areas[2].id, "a1");
  EXPECT_EQ(areas[2].parent, AreaId(1));
  EXPECT_EQ(areas[3].parent, AreaId(0));
}

TEST(LinkAreas, RefusesATreeThatIsNone) {
  EXPECT_NE(refusal({area_of("a", 0), area_of("a", 1)}, {"", ""}).find("'a' is used twice"), std::string::npos);
  EXPECT_NE(refusal({area_of("a", 1)}, {"b"}).find("area 'a': its parent 'b' does not exist"), std::string::npos);
  EXPECT_NE(refusal({area_of("a", 1), area_of("b", 1)}, {"b", "a"}).find("cycle (a > b > a)"), std::string::npos);
  EXPECT_NE(refusal({area_of("a", 1)}, {"a"}).find("cycle (a > a)"), std::string::npos);
  EXPECT_NE(refusal({area_of("a", 2), area_of("b", 2)}, {"", "a"}).find("'b' has level 2 but its parent 'a'"),
            std::string::npos);
  EXPECT_NE(refusal({area_of("a", 5)}, {""}).find("level 5"), std::string::npos);
  EXPECT_NE(refusal({area_of("", 1)}, {""}).find("no id"), std::string::npos);
  // A cycle that is not where the walk starts, and one too long to print in full.
  EXPECT_NE(refusal({area_of("x", 3), area_of("a", 1), area_of("b", 1)}, {"a", "b", "a"}).find("cycle"),
            std::string::npos);
  std::vector<Area> ring;
  std::vector<std::string> parents;
  for (int i = 0; i < 1000; ++i) {
    ring.push_back(area_of(std::to_string(i), 1));
    parents.push_back(std::to_string((i + 1) % 1000));
  }
  EXPECT_NE(refusal(ring, parents).find("> ...)"), std::string::npos);
  std::vector<Area> one{area_of("a", 0)};
  EXPECT_THROW(link_areas(one, {}, "areas.csv"), std::invalid_argument);
}

TEST(LinkAreas, AcceptsALevelThatIsSkippedAndSeveralRoots) {
  EXPECT_EQ(refusal({area_of("a", 0), area_of("b", 3), area_of("c", 2)}, {"", "a", ""}), "accepted");
}

TEST(LeafLocator, FindsTheSmallestAreaAndTiesToTheLowestId) {
  const std::vector<Area> areas{area_of("city", 0, square(0, 0, 100)), area_of("block", 3, square(10, 10, 50)),
                                area_of("quarter", 4, square(20, 20, 10)), area_of("twin", 4, square(20, 20, 10)),
                                area_of("no shape", 4)};
  LeafLocator first(areas);
  const LeafLocator locator = std::move(first);  // moving keeps the index whole
  EXPECT_EQ(locator.find({25, 25}), AreaId(2));
  EXPECT_EQ(locator.find({45, 45}), AreaId(1));
  EXPECT_EQ(locator.find({90, 90}), AreaId(0));
  EXPECT_FALSE(locator.find({200, 200}).valid());
  EXPECT_FALSE(LeafLocator({}).find({0, 0}).valid());
}

TEST(RollUp, F2_AreaComplexesBuildingsSumEquallyOnEveryLevel) {
  // One residential area, five complexes, forty buildings.
  std::vector<Area> areas{area_of("area", 3)};
  for (int c = 0; c < 5; ++c) {
    areas.push_back(area_of("complex " + std::to_string(c), 4));
    areas.back().parent = AreaId(0);
  }
  std::vector<AreaId> leaf;
  Counts residents;
  for (int b = 0; b < 40; ++b) {
    leaf.push_back(AreaId(1 + b % 5));
    residents.push_back(10 + b);
  }
  const auto sum = roll_up(areas, leaf, residents);
  const auto all = std::accumulate(residents.begin(), residents.end(), std::int64_t{0});
  EXPECT_EQ(sum[0], all);
  EXPECT_EQ(std::accumulate(sum.begin() + 1, sum.end(), std::int64_t{0}), all);
  EXPECT_EQ(sum[1], 8 * 10 + 0 + 5 + 10 + 15 + 20 + 25 + 30 + 35);
}

TEST(RollUp, U1_HundredThousandOrganisationsInSixteenDistrictsSumExactly) {
  std::vector<Area> areas{area_of("city", 0)};
  for (int d = 0; d < 16; ++d) {
    areas.push_back(area_of("district " + std::to_string(d), 1));
    areas.back().parent = AreaId(0);
  }
  Stream random(1, "CITY-100K");
  std::vector<AreaId> leaf;
  for (int k = 0; k < 100'000; ++k) leaf.push_back(AreaId(static_cast<int>(1 + random.below(16))));
  const auto members = apportion(2'000'000, std::vector<double>(leaf.size(), 1));
  const auto organisations = roll_up(areas, leaf, Counts(leaf.size(), 1));
  const auto persons = roll_up(areas, leaf, members);
  EXPECT_EQ(organisations[0], 100'000);
  EXPECT_EQ(persons[0], 2'000'000);
  EXPECT_EQ(std::accumulate(organisations.begin() + 1, organisations.end(), std::int64_t{0}), 100'000);
  EXPECT_EQ(std::accumulate(persons.begin() + 1, persons.end(), std::int64_t{0}), 2'000'000);
  for (std::size_t d = 1; d <= 16; ++d) EXPECT_EQ(persons[d], 20 * organisations[d]);
}

TEST(RollUp, EveryParentIsTheSumOfItsChildrenAndItsOwnLeaves) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    Stream random(seed, "tree");
    std::vector<Area> areas;
    const auto n = random.between(1, 30);
    for (std::int64_t a = 0; a < n; ++a) {
      areas.push_back(area_of(std::to_string(a), 0));
      if (a > 0 && random.chance(0.8)) {
        const AreaId parent(static_cast<std::uint32_t>(random.below(static_cast<std::uint64_t>(a))));
        if (areas[parent.value].level < 4) {
          areas.back().parent = parent;
          areas.back().level = areas[parent.value].level + 1;
        }
      }
    }
    std::vector<AreaId> leaf;
    Counts value;
    Counts expected(areas.size(), 0);
    std::int64_t expected_outside = 0;
    for (int i = 0; i < 100; ++i) {
      leaf.push_back(random.chance(0.1) ? AreaId() : AreaId(static_cast<std::uint32_t>(random.below(areas.size()))));
      value.push_back(random.between(-5, 1000));
      if (!leaf.back().valid()) expected_outside += value.back();
      for (AreaId a = leaf.back(); a.valid(); a = areas[a.value].parent) expected[a.value] += value.back();
    }
    std::int64_t outside = 0;
    EXPECT_EQ(roll_up(areas, leaf, value, &outside), expected);
    EXPECT_EQ(outside, expected_outside);
  }
}

TEST(RollUp, RefusesArraysThatDoNotFit) {
  const std::vector<Area> areas{area_of("a", 0)};
  EXPECT_THROW(roll_up(areas, std::vector<AreaId>{AreaId(0)}, {}), std::invalid_argument);
  EXPECT_THROW(roll_up(areas, std::vector<AreaId>{AreaId(1)}, Counts{1}), std::invalid_argument);
}

TEST(AncestorAt, ClimbsToTheLevelOrSaysThereIsNone) {
  std::vector<Area> areas{area_of("city", 0), area_of("district", 1), area_of("quarter", 4)};
  areas[1].parent = AreaId(0);
  areas[2].parent = AreaId(1);
  EXPECT_EQ(ancestor_at(areas, AreaId(2), 4), AreaId(2));
  EXPECT_EQ(ancestor_at(areas, AreaId(2), 1), AreaId(1));
  EXPECT_EQ(ancestor_at(areas, AreaId(2), 0), AreaId(0));
  EXPECT_FALSE(ancestor_at(areas, AreaId(2), 3).valid());  // skipped
  EXPECT_FALSE(ancestor_at(areas, AreaId(1), 4).valid());  // below
  EXPECT_FALSE(ancestor_at(areas, AreaId(), 0).valid());
}

}  // namespace
}  // namespace catchment
