#include "gis/osm/osm_access.h"

#include <gtest/gtest.h>

#include <vector>

namespace catchment::gis {
namespace {

constexpr std::uint8_t kWalk = kWalkForward | kWalkBackward, kCycle = kCycleForward | kCycleBackward;
constexpr std::uint8_t kBoth = kWalk | kCycle;

WayAccess way(std::vector<OsmTag> tags) {
  const auto found = way_access(tags);
  EXPECT_TRUE(found) << "not a street";
  return found.value_or(WayAccess{});
}
bool no_street(std::vector<OsmTag> tags) { return !way_access(tags); }
std::optional<GateState> gate(std::vector<OsmTag> tags) { return gate_state(tags); }

TEST(WayAccess, MotorwaysAndMotorRoadsCarryNobodyButAreKeptForTheMap) {
  EXPECT_EQ(way({{"highway", "motorway"}}), (WayAccess{StreetClass::kMotorway, 0, false}));
  EXPECT_EQ(way({{"highway", "motorway_link"}, {"foot", "yes"}}), (WayAccess{StreetClass::kMotorway, 0, false}));
  EXPECT_EQ(way({{"highway", "trunk"}, {"motorroad", "yes"}, {"sidewalk", "both"}}),
            (WayAccess{StreetClass::kMotorway, 0, false}));
  EXPECT_EQ(way({{"highway", "primary"}, {"motorroad", "yes"}}), (WayAccess{StreetClass::kMotorway, 0, false}));
}

TEST(WayAccess, ATrunkRoadIsWalkedOrCycledOnlyIfItSaysSo) {
  EXPECT_EQ(way({{"highway", "trunk"}}), (WayAccess{StreetClass::kMotorway, 0, false}));
  EXPECT_EQ(way({{"highway", "trunk"}, {"access", "yes"}}).access, 0);
  EXPECT_EQ(way({{"highway", "trunk"}, {"foot", "yes"}}), (WayAccess{StreetClass::kPrimary, kWalk, false}));
  EXPECT_EQ(way({{"highway", "trunk"}, {"sidewalk", "right"}}).access, kWalk);
  EXPECT_EQ(way({{"highway", "trunk"}, {"sidewalk", "no"}}).access, 0);
  EXPECT_EQ(way({{"highway", "trunk"}, {"cycleway", "lane"}}).access, kCycle);
  EXPECT_EQ(way({{"highway", "trunk"}, {"cycleway", "no"}, {"bicycle", "designated"}}).access, kCycle);
}

TEST(WayAccess, FootNoAndBicycleNoShutAModeEach) {
  EXPECT_EQ(way({{"highway", "primary"}}).access, kBoth);
  EXPECT_EQ(way({{"highway", "primary"}, {"foot", "no"}}).access, kCycle);
  EXPECT_EQ(way({{"highway", "primary"}, {"bicycle", "no"}}).access, kWalk);
  EXPECT_EQ(way({{"highway", "primary"}, {"bicycle", "dismount"}}).access, kWalk);
  EXPECT_EQ(way({{"highway", "primary"}, {"foot", "no"}, {"bicycle", "no"}}),
            (WayAccess{StreetClass::kMotorway, 0, false}));
  EXPECT_EQ(way({{"highway", "primary"}, {"foot", "use_sidepath"}}).access, kCycle);
}

TEST(WayAccess, ASeparateSidewalkKeepsTheStreetWalkable) {
  EXPECT_EQ(way({{"highway", "secondary"}, {"sidewalk", "separate"}}),
            (WayAccess{StreetClass::kSecondary, kBoth, false}));
}

TEST(WayAccess, FootOverridesAccessAndBicycleOverridesVehicle) {
  EXPECT_EQ(way({{"highway", "service"}, {"access", "no"}}).access, 0);
  EXPECT_EQ(way({{"highway", "service"}, {"access", "no"}, {"foot", "yes"}}).access, kWalk);
  EXPECT_EQ(way({{"highway", "service"}, {"access", "private"}, {"foot", "yes"}}).access, kWalk);
  EXPECT_EQ(way({{"highway", "residential"}, {"vehicle", "no"}}).access, kWalk);
  EXPECT_EQ(way({{"highway", "residential"}, {"vehicle", "no"}, {"bicycle", "yes"}}).access, kBoth);
  EXPECT_EQ(way({{"highway", "residential"}, {"access", "destination"}}).access, kBoth);
  EXPECT_EQ(way({{"highway", "residential"}, {"access", "unheard_of"}}).access, kBoth);
}

TEST(WayAccess, PrivateStreetsAreKeptAndMarked) {
  EXPECT_EQ(way({{"highway", "service"}, {"access", "private"}}).access, kBoth | kPrivate);
  EXPECT_EQ(way({{"highway", "footway"}, {"access", "permit"}}).access, kWalk | kPrivate);
  EXPECT_EQ(way({{"highway", "residential"}, {"foot", "private"}, {"bicycle", "no"}}).access, kWalk | kPrivate);
  EXPECT_EQ(way({{"highway", "residential"}, {"bicycle", "private"}}).access, kWalk);
}

TEST(WayAccess, StepsAreWalkedOnlyWhateverTheySay) {
  EXPECT_EQ(way({{"highway", "steps"}}), (WayAccess{StreetClass::kSteps, kWalk, false}));
  EXPECT_EQ(way({{"highway", "steps"}, {"bicycle", "yes"}}).access, kWalk);
  EXPECT_EQ(way({{"highway", "steps"}, {"access", "yes"}}).access, kWalk);
  EXPECT_EQ(way({{"highway", "steps"}, {"conveying", "forward"}}).access, kWalkForward);
}

TEST(WayAccess, PathsForPeople) {
  EXPECT_EQ(way({{"highway", "footway"}}), (WayAccess{StreetClass::kFootway, kWalk, false}));
  EXPECT_EQ(way({{"highway", "footway"}, {"bicycle", "yes"}}).access, kBoth);
  EXPECT_EQ(way({{"highway", "footway"}, {"access", "yes"}}).access, kWalk);
  EXPECT_EQ(way({{"highway", "path"}}), (WayAccess{StreetClass::kFootway, kBoth, false}));
  EXPECT_EQ(way({{"highway", "pedestrian"}}), (WayAccess{StreetClass::kPedestrian, kWalk, false}));
  EXPECT_EQ(way({{"highway", "cycleway"}}), (WayAccess{StreetClass::kCycleway, kBoth, false}));
  EXPECT_EQ(way({{"highway", "cycleway"}, {"foot", "no"}}).access, kCycle);
  EXPECT_EQ(way({{"highway", "service"}, {"service", "alley"}}).street_class, StreetClass::kLane);
}

TEST(WayAccess, ASquareIsWalkedAlongItsRingAndACarParkIsNoStreet) {
  EXPECT_EQ(way({{"highway", "pedestrian"}, {"area", "yes"}}), (WayAccess{StreetClass::kPedestrian, kWalk, true}));
  EXPECT_TRUE(no_street({{"highway", "service"}, {"area", "yes"}}));
}

TEST(WayAccess, WhatIsNotThereYetOrAnyMoreIsNoStreet) {
  for (const char* value : {"construction", "proposed", "abandoned", "razed", "raceway", "rest_area", "bus_stop", ""})
    EXPECT_TRUE(no_street({{"highway", value}})) << value;
  EXPECT_TRUE(no_street({{"building", "yes"}}));
  EXPECT_TRUE(no_street({}));
}

TEST(WayAccess, CyclesFollowTheOneWay) {
  const std::uint8_t with = kWalk | kCycleForward, against = kWalk | kCycleBackward;
  EXPECT_EQ(way({{"highway", "residential"}, {"oneway", "yes"}}).access, with);
  EXPECT_EQ(way({{"highway", "residential"}, {"oneway", "1"}}).access, with);
  EXPECT_EQ(way({{"highway", "residential"}, {"oneway", "-1"}}).access, against);
  EXPECT_EQ(way({{"highway", "residential"}, {"oneway", "reversible"}}).access, kWalk);
  EXPECT_EQ(way({{"highway", "residential"}, {"oneway", "alternating"}}).access, kBoth);
  EXPECT_EQ(way({{"highway", "residential"}, {"junction", "roundabout"}}).access, with);
  EXPECT_EQ(way({{"highway", "residential"}, {"junction", "roundabout"}, {"oneway", "no"}}).access, kBoth);
}

TEST(WayAccess, ContraflowOpensTheOtherWayForCycles) {
  for (const OsmTag tag : {OsmTag{"oneway:bicycle", "no"}, OsmTag{"cycleway", "opposite"},
                           OsmTag{"cycleway", "opposite_lane"}, OsmTag{"cycleway:left", "opposite_track"},
                           OsmTag{"cycleway:left:oneway", "-1"}, OsmTag{"bicycle:backward", "yes"}})
    EXPECT_EQ(way({{"highway", "residential"}, {"oneway", "yes"}, tag}).access, kBoth) << tag.key;
  EXPECT_EQ(way({{"highway", "residential"}, {"oneway:bicycle", "yes"}}).access, kWalk | kCycleForward);
}

TEST(WayAccess, WalkersIgnoreTheOneWayUnlessItIsTheirs) {
  EXPECT_EQ(way({{"highway", "footway"}, {"oneway", "yes"}}).access, kWalk);
  EXPECT_EQ(way({{"highway", "footway"}, {"oneway:foot", "yes"}}).access, kWalkForward);
  EXPECT_EQ(way({{"highway", "footway"}, {"oneway:foot", "-1"}}).access, kWalkBackward);
  EXPECT_EQ(way({{"highway", "footway"}, {"foot:backward", "no"}}).access, kWalkForward);
}

TEST(GateState, GatesAreOpenUnlessTheySayOtherwise) {
  for (const char* kind : {"gate", "lift_gate", "swing_gate", "kissing_gate", "entrance", "turnstile"})
    EXPECT_EQ(gate({{"barrier", kind}}), GateState::kOpen) << kind;
  EXPECT_EQ(gate({{"barrier", "gate"}, {"access", "no"}}), GateState::kClosed);
  EXPECT_EQ(gate({{"barrier", "gate"}, {"access", "private"}}), GateState::kResidentsOnly);
  EXPECT_EQ(gate({{"barrier", "gate"}, {"access", "private"}, {"foot", "yes"}}), GateState::kOpen);
  EXPECT_EQ(gate({{"barrier", "gate"}, {"locked", "yes"}}), GateState::kClosed);
  EXPECT_EQ(gate({{"barrier", "gate"}, {"locked", "yes"}, {"access", "private"}}), GateState::kResidentsOnly);
  EXPECT_EQ(gate({{"barrier", "lift_gate"}, {"motor_vehicle", "no"}}), GateState::kOpen);
}

TEST(GateState, OtherBarriersCountOnlyWhereTheyStopPeople) {
  EXPECT_EQ(gate({{"barrier", "bollard"}}), std::nullopt);
  EXPECT_EQ(gate({{"barrier", "bollard"}, {"access", "no"}}), std::nullopt);  // it stops cars
  EXPECT_EQ(gate({{"barrier", "block"}, {"foot", "no"}}), GateState::kClosed);
  EXPECT_EQ(gate({{"barrier", "block"}, {"foot", "yes"}}), std::nullopt);
  EXPECT_EQ(gate({{"highway", "crossing"}}), std::nullopt);
}

}  // namespace
}  // namespace catchment::gis
