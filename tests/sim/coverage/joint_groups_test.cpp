#include "sim/coverage/joint_groups.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <stdexcept>

#include "sim/core/random.h"

namespace catchment {
namespace {

constexpr std::uint32_t kNone = UINT32_MAX;
using Groups = std::vector<std::uint32_t>;

TEST(JointGroups, MembersLiePairwiseWithinTheDistanceNotOnlyNearTheFirst) {
  // Left and right are each within 300 of the middle, but 600 from each other.
  const std::vector<JointCandidate> line{{{0, 0}, {}, 1}, {{300, 0}, {}, 1}, {{-300, 0}, {}, 1}};
  EXPECT_EQ(form_joint_groups(line, {}), (Groups{kNone, kNone, kNone}));
  EXPECT_EQ(form_joint_groups(line, {.eligible_min = 2}), (Groups{0, 0, kNone}));
}

TEST(JointGroups, SomeoneWithoutEligibleMembersTakesNoPart) {
  const std::vector<JointCandidate> c{{{0, 0}, BuildingId(1), 2}, {{0, 0}, BuildingId(1), 0}, {{0, 0}, BuildingId(1), 1}};
  EXPECT_EQ(form_joint_groups(c, {}), (Groups{0, kNone, 0}));
}

TEST(JointGroups, ABuildingHostsItsOwnBeforeNeighboursMeet) {
  // Two towers 50 m apart with three each: two groups by building, one by distance.
  std::vector<JointCandidate> c;
  for (int k = 0; k < 6; ++k) c.push_back({{k < 3 ? 0.0 : 50.0, 0}, BuildingId(k < 3 ? 4 : 2), 1});
  EXPECT_EQ(form_joint_groups(c, {}), (Groups{1, 1, 1, 0, 0, 0}));  // in building order
  EXPECT_EQ(form_joint_groups(c, {.by_building = false}), (Groups{0, 0, 0, 0, 0, 0}));
}

TEST(JointGroups, ANeighbourWithoutPartnersJoinsTheGroupOfATower) {
  std::vector<JointCandidate> c(3, {{0, 0}, BuildingId(0), 1});
  c.push_back({{200, 0}, {}, 1});
  c.push_back({{301, 0}, {}, 1});
  EXPECT_EQ(form_joint_groups(c, {}), (Groups{0, 0, 0, 0, kNone}));
}

TEST(JointGroups, HoldOnRandomPlaces) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    Stream random(seed, "joint groups");
    std::vector<JointCandidate> c;
    for (int k = 0; k < 40; ++k)
      c.push_back({{random.uniform(-900, 900), random.uniform(-900, 900)},
                   random.chance(0.3) ? BuildingId(static_cast<std::uint32_t>(random.below(5))) : BuildingId(),
                   static_cast<std::int32_t>(random.between(0, 2))});
    const JointGroupOptions options{.eligible_min = 3, .distance_m = 300, .by_building = seed % 2 == 0};
    const auto group = form_joint_groups(c, options);
    EXPECT_EQ(group, form_joint_groups(c, options));
    std::map<std::uint32_t, std::vector<std::size_t>> members;
    for (std::size_t i = 0; i < c.size(); ++i)
      if (group[i] != kNone) members[group[i]].push_back(i);
    std::uint32_t next = 0;
    for (const auto& [g, who] : members) {
      EXPECT_EQ(g, next++);
      int eligible = 0;
      bool one_building = options.by_building;
      for (const auto i : who) {
        EXPECT_GE(c[i].eligible, 1);
        eligible += c[i].eligible;
        one_building = one_building && c[i].building.valid() && c[i].building == c[who[0]].building;
      }
      EXPECT_GE(eligible, 3);
      // Enough members of one building found by building; whoever joined later is within reach of all.
      for (const auto i : who)
        for (const auto j : who) {
          const bool fellows = options.by_building && c[i].building.valid() && c[i].building == c[j].building;
          EXPECT_TRUE(one_building || fellows || distance(c[i].position, c[j].position) <= 300);
        }
      for (std::size_t i = 0; i < c.size(); ++i) {  // no group can be enlarged by someone without one
        if (group[i] != kNone || c[i].eligible < 1) continue;
        EXPECT_FALSE(std::all_of(who.begin(), who.end(), [&](std::size_t j) { return distance(c[i].position, c[j].position) <= 300; }));
      }
    }
  }
}

TEST(JointGroups, ManyInOnePlaceAreOneGroup) {
  const std::vector<JointCandidate> c(20'000, {{5, 5}, {}, 1});
  const auto group = form_joint_groups(c, {});
  EXPECT_EQ(std::count(group.begin(), group.end(), 0u), 20'000);
}

TEST(JointGroups, RefusesAThresholdBelowOneAndADistanceThatIsNone) {
  EXPECT_THROW(form_joint_groups({}, {.eligible_min = 0}), std::invalid_argument);
  EXPECT_THROW(form_joint_groups({}, {.distance_m = NAN}), std::invalid_argument);
}

}  // namespace
}  // namespace catchment
