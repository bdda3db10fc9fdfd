#include "sim/coverage/organisations.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <stdexcept>

#include "sim/core/random.h"
#include "tests/sim/coverage/brute_force.h"

namespace catchment {
namespace {

using State = OrganisationState;

/// OA-2: the deterministic city, far apart so that no joint group can form by chance.
World reference_city(int count = 14'000) {
  World w;
  for (int k = 0; k < count; ++k) {
    Organisation o;
    o.id = std::to_string(k);
    o.position = {1000.0 * k, 0};
    o.eligible = k % 100 < 67 ? 3 + k % 5 : k % 3;
    w.organisations.push_back(o);
  }
  return w;
}

Organisation organisation(std::int32_t eligible, Point at, BuildingId building = {}) {
  Organisation o;
  o.eligible = eligible;
  o.position = at;
  o.building = building;
  return o;
}

OrganisationOptions instructors(std::int64_t count, std::int32_t caseload) {
  OrganisationOptions options;
  options.joint = false;
  options.instructors = count;
  options.caseload = caseload;
  return options;
}

TEST(ReferenceCity, OA2_HasTheCountsOfItsDefinition) {
  std::int64_t at_least_three = 0, eligible = 0, none = 0;
  for (const auto& o : reference_city().organisations) {
    at_least_three += o.eligible >= 3;
    eligible += o.eligible;
    none += o.eligible == 0;
  }
  EXPECT_EQ(at_least_three, 9380);
  EXPECT_EQ(eligible, 51'100);
  EXPECT_EQ(none, 1540);
}

TEST(ReferenceCity, OB1_C4_OrganisationCoverageIsExactly67Percent) {
  const auto c = cover_organisations(reference_city(), instructors(0, 20), {});
  EXPECT_EQ(c.own, 9380);
  EXPECT_EQ(c.counted, 14'000);
  EXPECT_DOUBLE_EQ(c.organisation_coverage(), 0.67);
  EXPECT_DOUBLE_EQ(c.work_coverage(), 0.67);
}

TEST(ReferenceCity, OB2_C5_U8_InstructorsBringWorkCoverageToAll) {
  const World city = reference_city();
  const auto with_230 = cover_organisations(city, instructors(230, 20), {});
  EXPECT_EQ(with_230.instructor_places, 4600);
  EXPECT_EQ(with_230.assigned, 4600);
  EXPECT_EQ(with_230.none, 20);
  EXPECT_DOUBLE_EQ(with_230.work_coverage(), (9380.0 + 4600) / 14'000);
  EXPECT_NEAR(with_230.work_coverage(), 0.998571, 5e-7);
  const auto with_231 = cover_organisations(city, instructors(231, 20), {});
  EXPECT_DOUBLE_EQ(with_231.organisation_coverage(), 0.67);
  EXPECT_EQ(with_231.work_coverage(), 1);
  EXPECT_EQ(with_231.instructor_places_used, 4620);
  EXPECT_EQ(cover_organisations(city, instructors(220, 21), {}).work_coverage(), 1);
  EXPECT_LT(cover_organisations(city, instructors(219, 21), {}).work_coverage(), 1);
}

TEST(ReferenceCity, OB2_ManyPoolsWithoutLimitsServeAsManyAsOne) {
  World city = reference_city();
  for (int k = 0; k < 230; ++k) city.instructors.push_back({.id = std::to_string(k), .base = {}, .count = 1, .caseload = 20});
  const auto c = cover_organisations(city, instructors(-1, 99), {});
  EXPECT_EQ(c.instructor_places, 4600);
  EXPECT_EQ(c.assigned, 4600);
  std::vector<int> load(230, 0);
  for (const auto pool : c.instructor_pool)
    if (pool != UINT32_MAX) ++load[pool];
  EXPECT_EQ(load, std::vector<int>(230, 20));
}

TEST(JointGroups, OB3_C6_ThreeNearOnesAreCoveredTwoOthersGoToTheInstructor) {
  World w;
  for (const Point p : {Point{0, 0}, Point{300, 0}, Point{150, 200}}) w.organisations.push_back(organisation(1, p));
  w.organisations.push_back(organisation(2, {5000, 0}));
  w.organisations.push_back(organisation(0, {5000, 10}));
  auto options = instructors(0, 20);
  options.joint = true;
  const auto c = cover_organisations(w, options, {});
  EXPECT_EQ(c.joint_groups, 1u);
  EXPECT_EQ(c.joint, 3);
  EXPECT_EQ(c.state, (std::vector<State>{State::kJoint, State::kJoint, State::kJoint, State::kNone, State::kNone}));
  EXPECT_DOUBLE_EQ(c.organisation_coverage(), 0.6);
  options.instructors = 1;
  const auto with_instructor = cover_organisations(w, options, {});
  EXPECT_EQ(with_instructor.assigned, 2);
  EXPECT_EQ(with_instructor.work_coverage(), 1);
}

World tower(double spread_m) {
  World w;
  w.buildings.resize(1);
  for (int k = 0; k < 30; ++k) w.organisations.push_back(organisation(1, {spread_m * k, 0}, BuildingId(0)));
  return w;
}

TEST(JointGroups, U5_ThirtyEnterprisesOfOneTowerAreOneGroup) {
  auto options = instructors(0, 20);
  options.joint = true;
  options.joint_distance_m = 300;
  const auto hosted = cover_organisations(tower(301), options, {});
  EXPECT_EQ(hosted.joint_groups, 1u);
  EXPECT_EQ(hosted.joint, 30);
  EXPECT_EQ(hosted.organisation_coverage(), 1);
  options.joint_by_building = false;
  EXPECT_EQ(cover_organisations(tower(301), options, {}).joint, 0);  // too far apart to meet
  options.joint_distance_m = 0;
  EXPECT_EQ(cover_organisations(tower(0), options, {}).joint, 0);    // and joint by distance off
}

TEST(Organisations, OneThatDoesNotOperateIsInNoFigure) {
  World w;
  w.organisations = {organisation(5, {0, 0}), organisation(5, {0, 0})};
  w.organisations[1].normal_operation = false;
  const auto c = cover_organisations(w, instructors(1, 20), {});
  EXPECT_EQ(c.organisations, 1);
  EXPECT_EQ(c.counted, 1);
  EXPECT_EQ(c.state[1], State::kNone);
  EXPECT_EQ(c.instructor_pool[1], UINT32_MAX);
}

TEST(Organisations, TheDenominatorIsPartOfTheFigure) {
  World w;
  w.organisations = {organisation(3, {0, 0}), organisation(1, {9000, 0}), organisation(0, {18000, 0})};
  w.organisations[0].employees = 100;
  w.organisations[1].employees = 10;
  w.organisations[2].employees = 90;
  auto options = instructors(0, 20);
  EXPECT_DOUBLE_EQ(cover_organisations(w, options, {}).organisation_coverage(), 1.0 / 3);
  options.denominator = Denominator::kEligible;
  EXPECT_DOUBLE_EQ(cover_organisations(w, options, {}).organisation_coverage(), 0.5);
  options.denominator = Denominator::kEmployees;
  EXPECT_DOUBLE_EQ(cover_organisations(w, options, {}).organisation_coverage(), 0.5);
  EXPECT_EQ(cover_organisations(w, options, {}).counted, 200);
  EXPECT_TRUE(std::isnan(cover_organisations(World{}, options, {}).organisation_coverage()));
  EXPECT_TRUE(std::isnan(cover_organisations(World{}, options, {}).work_coverage()));
}

TEST(Organisations, GroupsAsGivenDecideOwnAndJointAlone) {
  World w;
  w.buildings.resize(1);
  for (int k = 0; k < 6; ++k) w.organisations.push_back(organisation(9, {0, 0}));
  w.organisations[4].building = w.organisations[5].building = BuildingId(0);
  w.groups.push_back({.id = "own", .kind = GroupKind::kOwn, .hosts = {OrganisationId(0)}, .building = {}});
  w.groups.push_back({.id = "joint", .kind = GroupKind::kJoint, .hosts = {OrganisationId(0), OrganisationId(1), OrganisationId(2)}, .building = {}});
  w.groups.push_back({.id = "tower", .kind = GroupKind::kJoint, .hosts = {}, .building = BuildingId(0)});
  w.groups.push_back({.id = "board", .kind = GroupKind::kBoardLevel, .hosts = {OrganisationId(3)}, .building = {}});
  auto options = instructors(0, 20);
  options.own_rule = "given";
  options.joint = true;
  const auto c = cover_organisations(w, options, {});
  EXPECT_EQ(c.state, (std::vector<State>{State::kOwn, State::kJoint, State::kJoint, State::kNone, State::kJoint, State::kJoint}));
  EXPECT_EQ(c.joint_group, (std::vector<std::uint32_t>{UINT32_MAX, 0, 0, UINT32_MAX, 1, 1}));
  EXPECT_EQ(c.joint_groups, 2u);
}

TEST(Organisations, RefusesWhatDoesNotFit) {
  World w;
  w.organisations = {organisation(1, {0, 0})};
  auto options = instructors(-1, 20);
  options.own_rule = "guess";
  EXPECT_THROW(cover_organisations(w, options, {}), std::invalid_argument);
  options.own_rule = "given";
  w.groups.push_back({.id = "g", .kind = GroupKind::kOwn, .hosts = {OrganisationId(7)}, .building = {}});
  EXPECT_THROW(cover_organisations(w, options, {}), std::invalid_argument);
  w.groups.clear();
  w.instructors.push_back({.id = "p", .base = FacilityId(0), .count = 1, .caseload = 1, .travel_limit_min = 10});
  EXPECT_THROW(cover_organisations(w, options, {}), std::invalid_argument);  // needs travel costs
  w.instructors[0].count = -1;
  EXPECT_THROW(cover_organisations(w, options, test::table_of(1, {{0}})), std::invalid_argument);
  w.instructors.clear();
  w.organisations[0].eligible = -1;
  EXPECT_THROW(cover_organisations(w, options, {}), std::invalid_argument);
}

/// The most organisations that pools can look after, by trying every assignment.
std::int64_t exhaustive(const std::vector<std::vector<std::uint32_t>>& reach, std::vector<std::int64_t>& places, std::size_t o = 0) {
  if (o == reach.size()) return 0;
  std::int64_t best = exhaustive(reach, places, o + 1);
  for (const std::uint32_t p : reach[o]) {
    if (places[p] == 0) continue;
    --places[p];
    best = std::max(best, 1 + exhaustive(reach, places, o + 1));
    ++places[p];
  }
  return best;
}

TEST(Organisations, InstructorsLookAfterAsManyAsAnyAssignmentCould) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    Stream random(seed, "instructors");
    World w;
    const auto n = random.between(1, 7);
    const auto pools = static_cast<std::uint32_t>(random.between(1, 3));
    std::vector<std::int64_t> places;
    for (std::uint32_t p = 0; p < pools; ++p) {
      const bool limited = random.chance(0.7);
      w.instructors.push_back({.id = "", .base = limited ? FacilityId(0) : FacilityId(), .count = random.between(0, 2),
                               .caseload = 2, .travel_limit_min = limited ? 10.0 : -1.0});
      places.push_back(w.instructors.back().count * 2);
    }
    std::vector<std::vector<std::uint32_t>> rows, reach;
    for (std::int64_t o = 0; o < n; ++o) {
      w.organisations.push_back(organisation(random.chance(0.2) ? 3 : 0, {0, 0}));
      rows.emplace_back();
      std::vector<std::uint32_t> all;
      for (std::uint32_t p = 0; p < pools; ++p) {
        const bool limited = w.instructors[p].base.valid();
        if (limited && random.chance(0.5)) rows.back().push_back(p);
        if (!limited || (!rows.back().empty() && rows.back().back() == p)) all.push_back(p);
      }
      if (w.organisations.back().eligible == 0) reach.push_back(all);
    }
    const auto c = cover_organisations(w, instructors(-1, 20), test::table_of(pools, rows));
    EXPECT_EQ(c.assigned, exhaustive(reach, places));
    EXPECT_EQ(c.own + c.joint + c.assigned + c.none, c.counted);
    EXPECT_GE(c.work_coverage(), c.organisation_coverage());
    std::vector<std::int64_t> load(pools, 0);
    for (std::size_t o = 0; o < w.organisations.size(); ++o) {
      EXPECT_EQ(c.state[o] == State::kAssigned, c.instructor_pool[o] != UINT32_MAX);
      if (c.instructor_pool[o] == UINT32_MAX) continue;
      const auto p = c.instructor_pool[o];
      ++load[p];
      EXPECT_TRUE(!w.instructors[p].base.valid() || std::count(rows[o].begin(), rows[o].end(), p) == 1);
    }
    for (std::uint32_t p = 0; p < pools; ++p) EXPECT_LE(load[p], w.instructors[p].count * 2);
  }
}

}  // namespace
}  // namespace catchment
