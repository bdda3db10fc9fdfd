#include "sim/network/impedance.h"

#include <gtest/gtest.h>

#include <limits>
#include <stdexcept>

#include "sim/network/snap.h"
#include "tests/support/ascii_town.h"

namespace catchment {
namespace {

using test::ascii_town;

/// Impedance from a to b along their only edge.
Cost from_to(const test::AsciiTown& town, const std::vector<Cost>& cost, char a, char b) {
  for (std::uint32_t arc = town.streets.first_arc[town[a].value]; arc < town.streets.first_arc[town[a].value + 1]; ++arc)
    if (town.streets.arc_head[arc] == town[b].value) return cost[arc];
  throw std::out_of_range("no arc");
}

NetworkOptions mode(TravelMode m, double speed_m_per_min = 80) {
  NetworkOptions options;
  options.mode = m;
  options.speed_m_per_min = speed_m_per_min;
  return options;
}

TEST(Impedance, IsTheLengthInMillimetresOrTheTimeInMilliseconds) {
  const auto town = ascii_town("A---B", 20, {"AB"});
  EXPECT_EQ(from_to(town, impedance(town.streets, mode(TravelMode::kWalk), CostUnit::kMetres), 'A', 'B'), 80'000u);
  EXPECT_EQ(from_to(town, impedance(town.streets, mode(TravelMode::kWalk), CostUnit::kSeconds), 'B', 'A'), 60'000u);
}

TEST(Impedance, StepsCostTheirFactorInTimeButNotInLengthAndAreBarredForCycles) {
  const auto town = ascii_town("A---B", 20, {"AB:steps"});
  auto options = mode(TravelMode::kWalk);
  options.steps_factor = 2.5;
  EXPECT_EQ(from_to(town, impedance(town.streets, options, CostUnit::kSeconds), 'A', 'B'), 150'000u);
  EXPECT_EQ(from_to(town, impedance(town.streets, options, CostUnit::kMetres), 'A', 'B'), 80'000u);
  EXPECT_EQ(from_to(town, impedance(town.streets, mode(TravelMode::kCycle), CostUnit::kMetres), 'A', 'B'), kUnreachable);
}

TEST(Impedance, FollowsEachModesAccessInEachDirection) {
  auto town = ascii_town("A---B", 20, {"AB"});
  const TravelMode modes[] = {TravelMode::kWalk, TravelMode::kCycle};
  for (int bits = 0; bits < 32; ++bits) {
    town.streets.access[0] = static_cast<std::uint8_t>(bits);
    for (const TravelMode m : modes) {
      const bool cycle = m == TravelMode::kCycle;
      const auto cost = impedance(town.streets, mode(m), CostUnit::kMetres);
      EXPECT_EQ(from_to(town, cost, 'A', 'B') < kUnreachable, (bits & (cycle ? kCycleForward : kWalkForward)) != 0) << bits;
      EXPECT_EQ(from_to(town, cost, 'B', 'A') < kUnreachable, (bits & (cycle ? kCycleBackward : kWalkBackward)) != 0) << bits;
      EXPECT_EQ(usable_edges(town.streets, cycle)[0],
                (bits & (cycle ? kCycleForward | kCycleBackward : kWalkForward | kWalkBackward)) != 0) << bits;
    }
  }
}

TEST(Impedance, MotorwaysAreBarredWhateverTheirBitsSay) {
  auto town = ascii_town("A---B", 20, {"AB:motorway"});
  town.streets.access[0] = 15;
  EXPECT_EQ(from_to(town, impedance(town.streets, mode(TravelMode::kWalk), CostUnit::kMetres), 'A', 'B'), kUnreachable);
  EXPECT_EQ(usable_edges(town.streets, false)[0], 0);
}

TEST(Impedance, DoesNotLookAtGates) {
  auto town = ascii_town("A---B---C", 20, {"ABC"});
  const auto before = impedance(town.streets, mode(TravelMode::kWalk), CostUnit::kMetres);
  town.streets.gates = {{"gate", town['B'], GateState::kClosed}};
  EXPECT_EQ(impedance(town.streets, mode(TravelMode::kWalk), CostUnit::kMetres), before);
}

TEST(Impedance, ALengthThatDoesNotFitIsTheLargestCost) {
  auto town = ascii_town("A-B", 1'000'000, {"AB"});
  EXPECT_EQ(from_to(town, impedance(town.streets, mode(TravelMode::kWalk), CostUnit::kMetres), 'A', 'B'), kUnreachable - 1);
}

TEST(Impedance, RefusesOtherModesSpeedsThatAreNotPositiveAndStreetsWithoutArcs) {
  auto town = ascii_town("A---B", 20, {"AB"});
  const auto refused = [&](const NetworkOptions& options) {
    EXPECT_THROW(impedance(town.streets, options, CostUnit::kSeconds), std::invalid_argument);
  };
  for (const double speed : {0.0, -1.0, std::numeric_limits<double>::infinity(), std::numeric_limits<double>::quiet_NaN()}) {
    refused(mode(TravelMode::kWalk, speed));
    auto options = mode(TravelMode::kWalk);
    options.steps_factor = speed;
    refused(options);
  }
  refused(mode(TravelMode::kEuclidean));
  refused(mode(TravelMode::kMatrix));
  town.streets.first_arc = {0};
  refused(mode(TravelMode::kWalk));
}

}  // namespace
}  // namespace catchment
