#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/report/compute_study.h"
#include "tests/support/n256.h"

namespace catchment {
namespace {

using Op = Edit::Op;

Edit edit(Op op, std::string target) {
  Edit e;
  e.op = op;
  e.target = std::move(target);
  e.place = {"plan.toml", 7, 1};
  return e;
}

TEST(Edits, LeaveTheBaseWorldAlone) {
  const World base = test::n256_world();
  const World edited = apply_edits(base, {edit(Op::kCloseFacility, "centre")});
  EXPECT_EQ(base.facilities[0].status, FacilityStatus::kExisting);
  EXPECT_EQ(edited.facilities[0].status, FacilityStatus::kClosed);
}

TEST(Edits, ClosingAndOpeningAgainGivesTheSameCoverage) {
  const World edited = apply_edits(test::n256_world(), {edit(Op::kCloseFacility, "station-1"), edit(Op::kOpenFacility, "station-1")});
  EXPECT_EQ(compute_study(edited, test::n256_scenario(false)).levels[2].coverage.persons_covered, 256);
}

TEST(Edits, AMovedFacilityStandsWhereItWasPut) {
  Edit move = edit(Op::kMoveFacility, "station-1");
  move.to = Point{10, 20};
  EXPECT_EQ(apply_edits(test::n256_world(), {move}).facilities[1].position, (Point{10, 20}));
  move.to.reset();
  move.to_building = "b-256";
  EXPECT_EQ(apply_edits(test::n256_world(), {move}).facilities[1].position, (Point{1550, 1550}));
}

TEST(Edits, AnAddedStationReplacesALostOne) {
  Edit add = edit(Op::kAddFacility, "new");
  add.level = 3;
  add.to = Point{400, 400};
  const World edited = apply_edits(test::n256_world(), {edit(Op::kCloseFacility, "station-1"), add});
  EXPECT_EQ(compute_study(edited, test::n256_scenario(false)).levels[2].coverage.persons_covered, 256);
  EXPECT_EQ(edited.facilities.back().status, FacilityStatus::kProposed);
}

TEST(Edits, GatesAndUnits) {
  World world = test::n256_world();
  world.streets.gates.push_back({"gate-1", NodeId(0), GateState::kOpen});
  world.units.push_back({"hub-1", {}, "hub", -1, true});
  Organisation o;
  o.id = "org-1";
  o.responsible = {UnitId(0)};
  world.organisations.push_back(o);
  EXPECT_EQ(apply_edits(world, {edit(Op::kCloseGate, "gate-1")}).streets.gates[0].state, GateState::kClosed);
  EXPECT_EQ(apply_edits(world, {edit(Op::kResidentsGate, "gate-1")}).streets.gates[0].state, GateState::kResidentsOnly);
  Edit by_day = edit(Op::kOpenGate, "gate-1");
  by_day.hours.set(20);
  by_day.outside_hours = GateState::kClosed;
  const World timed = apply_edits(world, {edit(Op::kCloseGate, "gate-1"), by_day});
  EXPECT_EQ(timed.streets.gates[0], (Gate{"gate-1", NodeId(0), GateState::kOpen, by_day.hours, GateState::kClosed}));
  EXPECT_TRUE(apply_edits(timed, {edit(Op::kOpenGate, "gate-1")}).streets.gates[0].hours.none()) << "open always, from now on";
  Edit clear = edit(Op::kClearResponsible, "");
  clear.organisations = {"org-1"};
  EXPECT_TRUE(apply_edits(world, {clear}).organisations[0].responsible.empty());
  const World closed = apply_edits(world, {edit(Op::kCloseUnit, "hub-1")});
  EXPECT_FALSE(closed.units[0].open);
  EXPECT_EQ(accountability(closed).orphans.size(), 1u);
}

TEST(Edits, AnUnknownIdIsRefusedWithPlaceAndNearestName) {
  try {
    apply_edits(test::n256_world(), {edit(Op::kCloseFacility, "staton-1")});
    FAIL() << "accepted";
  } catch (const InputError& e) {
    EXPECT_THAT(e.what(), testing::HasSubstr("plan.toml:7:1"));
    EXPECT_THAT(e.what(), testing::HasSubstr("station-1"));
  }
}

TEST(Edits, AnIdThatExistsCannotBeAddedAgain) {
  Edit add = edit(Op::kAddFacility, "centre");
  add.to = Point{0, 0};
  EXPECT_THROW(apply_edits(test::n256_world(), {add}), InputError);
}

TEST(StudyArea, AnUnknownAreaIsRefusedWithTheNearestName) {
  World world = test::n256_world();
  Area a;
  a.id = "310110009";
  a.name = {"四平路街道", "Siping Road"};
  world.areas.push_back(a);
  EXPECT_NO_THROW(mark_study_area(world, "四平路街道", "s.toml"));
  EXPECT_FALSE(world.demand[0].inside);   // it lies in no area
  EXPECT_THROW(mark_study_area(world, "Siping Rod", "s.toml"), InputError);
}

}  // namespace
}  // namespace catchment
