#include "sim/network/facility_snap.h"

#include <gtest/gtest.h>

#include "tests/support/ascii_town.h"

namespace catchment {
namespace {

/// A street with two private paths: P-Q meets it openly, S-T behind a gate.
struct Grounds {
  test::AsciiTown town = test::ascii_town(R"(
    A---P---G---B
        |   |
        Q   T
  )", 50, {"APGB", "PQ:private", "GT:private"});
  Snap snap(char at, double max_m, bool gate) {
    if (gate) town.streets.gates = {{"g", town['G'], GateState::kResidentsOnly}};
    const auto usable = usable_edges(town.streets, false);
    const EdgeIndex all(town.streets, usable);
    const WalledPlaces places = walled_places(town.streets, usable);
    return FacilityIndex(town.streets, usable, places, all).snap(town.at(at), max_m);
  }
};

TEST(FacilityIndex, AFacilityOnUngatedPrivateGroundsIsEnteredFromTheStreet) {
  Grounds g;
  const Snap q = g.snap('Q', 200, true);
  EXPECT_NE(q.edge, g.town.edge('P', 'Q'));
  EXPECT_DOUBLE_EQ(q.distance_m, 100);
}

TEST(FacilityIndex, BehindADrawnGateItStays) {
  Grounds g;
  const Snap t = g.snap('T', 200, true);
  EXPECT_EQ(t.edge, g.town.edge('G', 'T'));
  EXPECT_DOUBLE_EQ(t.distance_m, 0);
}

TEST(FacilityIndex, WhereNoStreetIsNearItStaysToo) {
  Grounds g;
  EXPECT_EQ(g.snap('Q', 60, true).edge, g.town.edge('P', 'Q'));
}

TEST(FacilityIndex, WithoutPrivateGroundsNothingChanges) {
  Grounds g;
  for (auto& access : g.town.streets.access) access &= static_cast<std::uint8_t>(~kPrivate);
  EXPECT_EQ(g.snap('Q', 200, false).edge, g.town.edge('P', 'Q'));
}

}  // namespace
}  // namespace catchment
