// Groups of walkers: speed, steps, slopes. Numbers by hand.
#include "sim/network/person_group.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <stdexcept>

#include "sim/network/impedance.h"
#include "sim/network/search.h"
#include "sim/network/snap.h"
#include "tests/support/ascii_town.h"

namespace catchment {
namespace {

using test::ascii_town;

PersonGroup group(const char* name) {
  const auto groups = default_person_groups();
  return *find_group(groups, name);
}

Cost from_to(const test::AsciiTown& town, const std::vector<Cost>& cost, char a, char b) {
  for (std::uint32_t arc = town.streets.first_arc[town[a].value]; arc < town.streets.first_arc[town[a].value + 1]; ++arc)
    if (town.streets.arc_head[arc] == town[b].value) return cost[arc];
  throw std::out_of_range("no arc");
}

/// Heights by node: each edge climbs evenly between its ends.
void set_node_heights(test::AsciiTown& town, const std::map<char, double>& height) {
  StreetNetwork& net = town.streets;
  net.shape_height_m.assign(net.shape.size(), 0);
  for (const auto& [letter, h] : height)
    for (std::uint32_t e = 0; e < net.n_edges(); ++e) {
      if (net.from[e] == town[letter]) net.shape_height_m[net.shape_begin[e]] = h;
      if (net.to[e] == town[letter]) net.shape_height_m[net.shape_begin[e + 1] - 1] = h;
    }
}

TEST(SlopeFactor, IsToblersCurveScaledToTheGroupsLevelSpeed) {
  const PersonGroup adult = group("adult");
  // Tobler: level 6 exp(-0.175) = 5.0367 km/h; +10 %: 6 exp(-0.525) = 3.5493; -10 %: 6 exp(-0.175) = 5.0367; -5 %: 6.
  EXPECT_DOUBLE_EQ(slope_factor(adult, 0), 1);
  EXPECT_NEAR(slope_factor(adult, 0.10), 3.5493 / 5.0367, 1e-4);
  EXPECT_NEAR(slope_factor(adult, -0.10), 1, 1e-12);
  EXPECT_NEAR(slope_factor(adult, -0.05), 6 / 5.0367, 1e-4);
  // Beyond 100 % a fault of the raster is not a wall of infinite time.
  EXPECT_EQ(slope_factor(adult, 40), slope_factor(adult, 1));
  EXPECT_EQ(slope_factor(adult, -40), slope_factor(adult, -1));
}

TEST(SlopeFactor, OfAnOwnCurveIsLinearBetweenItsPointsAndConstantBeyond) {
  PersonGroup g = group("adult");
  g.slope = SlopeRule::kCurve;
  g.curve = {{-0.2, 0.5}, {0, 1}, {0.1, 0.6}};
  EXPECT_DOUBLE_EQ(slope_factor(g, -0.5), 0.5);
  EXPECT_DOUBLE_EQ(slope_factor(g, -0.1), 0.75);
  EXPECT_DOUBLE_EQ(slope_factor(g, 0), 1);
  EXPECT_NEAR(slope_factor(g, 0.05), 0.8, 1e-12);
  EXPECT_DOUBLE_EQ(slope_factor(g, 0.3), 0.6);
  g.slope = SlopeRule::kNone;
  EXPECT_DOUBLE_EQ(slope_factor(g, 0.3), 1);
}

TEST(PersonGroups, EachDefaultIsUsableAndTheAdultIsWhatOlderScenariosMean) {
  const NetworkOptions options;
  EXPECT_EQ(options.group, "adult");
  EXPECT_EQ(group("adult").speed_m_per_min, options.speed_m_per_min);
  EXPECT_EQ(group("adult").steps_factor, options.steps_factor);
  for (const PersonGroup& g : default_person_groups()) {
    EXPECT_GT(g.speed_m_per_min, 0) << g.name;
    EXPECT_LE(g.speed_m_per_min, 80) << g.name;
    EXPECT_DOUBLE_EQ(slope_factor(g, 0), 1) << g.name;
    EXPECT_FALSE(g.title.zh.empty() || g.title.en.empty()) << g.name;
  }
}

TEST(Impedance, GoesUphillSlowerThanDownhillByTobler) {
  // 200 m at 10 %: level 150 s at 80 m/min; up 150 / exp(-0.35) = 212.860 s; down as level.
  auto town = ascii_town("A---B", 50, {"AB"});
  set_node_heights(town, {{'A', 10}, {'B', 30}});
  const auto time = impedance(town.streets, {}, CostUnit::kSeconds);
  EXPECT_EQ(from_to(town, time, 'A', 'B'), static_cast<Cost>(std::lround(150000 * std::exp(0.35))));
  EXPECT_EQ(from_to(town, time, 'A', 'B'), 212'860u);
  EXPECT_EQ(from_to(town, time, 'B', 'A'), 150'000u);
  const auto metres = impedance(town.streets, {}, CostUnit::kMetres);
  EXPECT_EQ(from_to(town, metres, 'A', 'B'), 200'000u);
  EXPECT_EQ(from_to(town, metres, 'B', 'A'), 200'000u);
  // Scaled to the elder's own level speed: the same shares.
  const auto elder = impedance(town.streets, for_group({}, "elder"), CostUnit::kSeconds);
  EXPECT_EQ(from_to(town, elder, 'A', 'B'), static_cast<Cost>(std::lround(200000 * 60 / 57.0 * std::exp(0.35))));
}

TEST(Impedance, SeesAHillBetweenTwoCornersOfEqualHeight) {
  auto town = ascii_town("A---B", 50, {"AB"});
  StreetNetwork& net = town.streets;
  const Point top{(net.shape[0].x + net.shape[1].x) / 2, net.shape[0].y};
  net.shape = {net.shape[0], top, net.shape[1]};
  net.shape_begin = {0, 3};
  net.shape_height_m = {0, 10, 0};  // 100 m up at 10 %, 100 m down
  const Cost expected = static_cast<Cost>(std::lround(75000 * std::exp(0.35) + 75000));
  const auto time = impedance(net, {}, CostUnit::kSeconds);
  EXPECT_EQ(from_to(town, time, 'A', 'B'), expected);
  EXPECT_EQ(from_to(town, time, 'B', 'A'), expected);
}

TEST(Impedance, TakesAStretchWithoutAHeightAsLevelAndStepsByTheirFactorAlone) {
  auto town = ascii_town("A---B---C", 50, {"AB", "BC:steps"});
  set_node_heights(town, {{'A', 0}, {'B', 20}, {'C', 90}});
  town.streets.shape_height_m[0] = std::numeric_limits<double>::quiet_NaN();
  const auto time = impedance(town.streets, {}, CostUnit::kSeconds);
  EXPECT_EQ(from_to(town, time, 'A', 'B'), 150'000u);
  EXPECT_EQ(from_to(town, time, 'B', 'C'), 300'000u);
  EXPECT_EQ(from_to(town, time, 'C', 'B'), 300'000u);
}

TEST(Impedance, OfCyclesAndOfGroupsWithoutASlopeRuleIgnoresHeights) {
  auto town = ascii_town("A---B", 50, {"AB"});
  NetworkOptions cycle;
  cycle.mode = TravelMode::kCycle;
  const auto before = impedance(town.streets, cycle, CostUnit::kSeconds);
  set_node_heights(town, {{'A', 0}, {'B', 20}});
  EXPECT_EQ(impedance(town.streets, cycle, CostUnit::kSeconds), before);
  NetworkOptions none;
  none.groups[0].slope = SlopeRule::kNone;
  EXPECT_EQ(from_to(town, impedance(town.streets, none, CostUnit::kSeconds), 'A', 'B'), 150'000u);
}

TEST(Impedance, BarsStepsForWheelchairsInMetresTooSoThatTheyGoRound) {
  //  A--B over steps (100 m); round by C: 100 + 100 + 100 m.
  const auto town = ascii_town(R"(
A-B
| |
C-D
)", 50, {"AB:steps", "AC", "CD", "DB"});
  const auto chair = for_group({}, "wheelchair");
  for (const CostUnit unit : {CostUnit::kMetres, CostUnit::kSeconds}) {
    const auto cost = impedance(town.streets, chair, unit);
    EXPECT_EQ(from_to(town, cost, 'A', 'B'), kUnreachable);
    EXPECT_EQ(from_to(town, cost, 'B', 'A'), kUnreachable);
    Snap from, to;
    from.edge = town.edge('A', 'C');
    to.edge = town.edge('D', 'B');
    const auto put = [&](Snap& s, char at) {
      const bool first = town.streets.from[s.edge.value] == town[at];
      s.from_mm = first ? 0 : town.streets.length_mm[s.edge.value];
      s.to_mm = town.streets.length_mm[s.edge.value] - s.from_mm;
    };
    put(from, 'A');
    put(to, 'B');
    const Snap origin[] = {from}, destination[] = {to};
    const NearestTable way = nearest({&town.streets, cost, origin, destination, 0});
    const double metres = town.streets.length_mm[town.edge('A', 'C').value] / 1000.0 * 2 + town.streets.length_mm[town.edge('C', 'D').value] / 1000.0;
    EXPECT_NEAR(way.cost[0], unit == CostUnit::kMetres ? metres * 1000 : metres / 41 * 60000, 2);
    const auto adult = impedance(town.streets, {}, unit);
    EXPECT_LT(nearest({&town.streets, adult, origin, destination, 0}).cost[0], way.cost[0]);
  }
  const auto usable = usable_edges(town.streets, chair);
  EXPECT_EQ(usable[town.edge('A', 'B').value], 0);
  EXPECT_EQ(usable[town.edge('A', 'C').value], 1);
  EXPECT_EQ(usable_edges(town.streets, NetworkOptions{}), usable_edges(town.streets, false));
}

TEST(Impedance, BarsStreetsSteeperThanAWheelchairManagesUpOrDown) {
  auto town = ascii_town("A---B---C---D", 50, {"AB", "BC", "CD"});
  // 200 m each: +8.33 % (1:12) is passed, -9 % is not, level is.
  set_node_heights(town, {{'A', 0}, {'B', 200.0 / 12}, {'C', 200.0 / 12 - 18}, {'D', 200.0 / 12 - 18}});
  const auto chair = for_group({}, "wheelchair");
  const auto metres = impedance(town.streets, chair, CostUnit::kMetres);
  EXPECT_EQ(from_to(town, metres, 'A', 'B'), 200'000u);
  EXPECT_EQ(from_to(town, metres, 'B', 'C'), kUnreachable);
  EXPECT_EQ(from_to(town, metres, 'C', 'B'), kUnreachable);
  EXPECT_EQ(from_to(town, metres, 'C', 'D'), 200'000u);
  // At 1:12 the default curve halves the speed: 200 m at 20.5 m/min; down at 0.8 of 41 m/min.
  const auto time = impedance(town.streets, chair, CostUnit::kSeconds);
  EXPECT_NEAR(from_to(town, time, 'A', 'B'), 200 / 20.5 * 60000, 1);
  EXPECT_NEAR(from_to(town, time, 'B', 'A'), 200 / 32.8 * 60000, 1);
  EXPECT_EQ(barred_edges(town.streets, chair), (std::vector<std::uint8_t>{0, 1, 0}));
  EXPECT_TRUE(barred_edges(town.streets, {}).empty());
}

TEST(ForGroup, TakesTheGroupsOwnFiguresAndKeepsAnOverrideOfTheRunsGroup) {
  NetworkOptions options;
  options.speed_m_per_min = 66;  // stated for the adult
  EXPECT_EQ(for_group(options, "").speed_m_per_min, 66);
  EXPECT_EQ(for_group(options, "adult").speed_m_per_min, 66);
  EXPECT_EQ(for_group(options, "elder").speed_m_per_min, 57);
  EXPECT_EQ(for_group(options, "elder").group, "elder");
  EXPECT_THROW(for_group(options, "nobody"), std::invalid_argument);
  options.mode = TravelMode::kCycle;
  EXPECT_EQ(for_group(options, "elder").speed_m_per_min, 66);
  options.mode = TravelMode::kWalk;
  options.group = "nobody";
  EXPECT_THROW(impedance(ascii_town("A-B", 5, {"AB"}).streets, options, CostUnit::kSeconds), std::invalid_argument);
}

}  // namespace
}  // namespace catchment
