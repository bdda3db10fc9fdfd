// Oracles OB-5..OB-18 of the accessibility family, from the library.
#include <gtest/gtest.h>

#include <cmath>

#include "sim/coverage/cover_measures.h"
#include "sim/coverage/decay.h"
#include "sim/coverage/floating_catchment.h"
#include "sim/coverage/huff.h"
#include "sim/coverage/raam.h"
#include "sim/coverage/spatial_availability.h"
#include "sim/network/point_costs.h"
#include "tests/sim/coverage/access_cases.h"

namespace catchment::test {
namespace {

using Values = std::vector<double>;

void expect_values(const Values& got, const Values& want, double relative) {
  ASSERT_EQ(got.size(), want.size());
  for (std::size_t k = 0; k < want.size(); ++k) EXPECT_NEAR(got[k], want[k], relative * std::abs(want[k])) << k;
}

Decay zones(const std::string& text) {
  Decay out = parse_decay(text, {}, "test");
  out.closed = true;  // zones are cutoffs: a cost equal to one is inside
  return out;
}

const Values kH3People{100, 50, 10}, kH3Supply{15, 20, 100}, kK32People{5, 10, 50}, kK32Supply{5, 10};
RealCostTable h3(double inbound = 40) { return dense({{1, 80, inbound}, {80, 1, inbound}, {40, 40, 1}}); }
RealCostTable k32() { return dense({{5, 55}, {35, 15}, {40, 25}}); }
Values k32_access(AccessMethod method) {
  return floating_catchment(method, k32(), decay_weights(k32(), zones("steps:0-20:1,20-40:0.68,40-60:0.22"), {}), kK32People, kK32Supply).access;
}

TEST(AccessOracles, OB5_TwoStepFloatingCatchmentOfThreeHospitals) {
  const auto found = floating_catchment(AccessMethod::k2sfca, h3(), decay_weights(h3(), parse_decay("inverse", {}, ""), 61.0), kH3People, kH3Supply);
  expect_values(found.access, {0.3314441170, 0.5798281321, 7.2864181699}, 1e-9);
  EXPECT_NEAR(dot(found.access, kH3People), 135, 1e-9);
}

TEST(AccessOracles, OB6_ThreeStepWithChoiceAmongAllDestinations) {
  const Decay inverse = parse_decay("inverse", {}, "");
  const auto found = floating_catchment(AccessMethod::k3sfca, h3(), decay_weights(h3(), inverse, 61.0), kH3People, kH3Supply, decay_weights(h3(), inverse, {}));
  expect_values(found.access, {0.1562565883, 0.4062164525, 9.9063518548}, 1e-9);
  EXPECT_NEAR(dot(found.access, kH3People), 135, 1e-9);
}

TEST(AccessOracles, OB7_AShorterWayInMakesTheOutskirtsGainAndTheCentreLose) {
  const auto found = floating_catchment(AccessMethod::k2sfca, h3(20), decay_weights(h3(20), parse_decay("inverse", {}, ""), 61.0), kH3People, kH3Supply);
  expect_values(found.access, {0.4353402209, 0.6837242360, 5.7279766114}, 1e-9);
}

TEST(AccessOracles, OB8_TwoStepBelowThirty) {
  expect_values(floating_catchment(AccessMethod::k2sfca, k32(), decay_weights(k32(), {}, 30.0), kK32People, kK32Supply).access, {1, 1.0 / 6, 1.0 / 6}, 1e-12);
}

TEST(AccessOracles, OB9_EnhancedTwoStep) { expect_values(k32_access(AccessMethod::k2sfca), {0.1579507935, 0.2959652979, 0.2250118611}, 1e-9); }

TEST(AccessOracles, OB10_ThreeStepBalancedAndModified) {
  expect_values(k32_access(AccessMethod::k3sfca), {0.1889701188, 0.3148141633, 0.2181401555}, 1e-9);
  expect_values(k32_access(AccessMethod::kBfca), {0.1002686179, 0.2086920663, 0.1558192888}, 1e-9);
  expect_values(k32_access(AccessMethod::kM2sfca), {0.1199020130, 0.2722098394, 0.1530080655}, 1e-9);
}

TEST(AccessOracles, OB11_ModifiedHuffThreeStep) { expect_values(k32_access(AccessMethod::kMh3sfca), {0.1690047003, 0.2143673487, 0.1570897154}, 1e-9); }

TEST(AccessOracles, OB12_ModifiedHuffThreeStepOfThePeerPackage) {
  std::vector<Values> rows(4, Values(6));
  for (std::size_t i = 0; i < 4; ++i)
    for (std::size_t j = 0; j < 6; ++j) rows[i][j] = static_cast<double>(6 * i + j + 1);
  const RealCostTable costs = dense(rows);
  const auto weight = decay_weights(costs, parse_decay("weight", {}, ""), {});
  const auto found = floating_catchment(AccessMethod::kMh3sfca, costs, weight, Values{1, 2, 3, 4}, Values{1, 2, 3, 4, 5, 6});
  expect_values(found.access, {9.617634, 21.717421, 34.325798, 47.032856}, 1e-7);
}

TEST(AccessOracles, OB13_SpatialAvailability) {
  const RealCostTable costs = dense({{15, 30, 100}, {30, 15, 100}, {100, 100, 15}});
  const auto found = spatial_availability(costs, decay_weights(costs, parse_decay("exponential:0.1", {}, ""), {}), Values{50000, 150000, 10000}, Values{100000, 100000, 10000});
  expect_values(found.available, {66833.466, 133203.363, 9963.171}, 1e-7);
}

TEST(AccessOracles, OB14_RationalAgentsAtOnePlace) {
  const auto found = raam(dense({{0, 30}}), Values{100}, Values{10, 10}, {});
  expect_values(found.flow, {62.5, 37.5}, 1e-12);
  expect_values(found.cost, {1.25}, 1e-12);
  EXPECT_TRUE(found.converged);
}

TEST(AccessOracles, OB15_RationalAgentsAtTwoPlaces) {
  const auto found = raam(dense({{5, 20}, {15, 10}}), Values{60, 40}, Values{10, 10}, {});
  ASSERT_TRUE(found.converged);
  EXPECT_NEAR(found.flow[0], 56.25, 1e-6);
  EXPECT_NEAR(found.flow[1], 3.75, 1e-6);
  EXPECT_NEAR(found.flow[2], 0, 1e-6);
  EXPECT_NEAR(found.flow[3], 40, 1e-6);
  expect_values(found.cost, {1.2083333333, 1.0416666667}, 1e-9);
}

TEST(AccessOracles, OB16_Huff) {
  expect_values(huff(dense({{2, 4, 1}}), Values{1}, Values{100, 200, 50}, {}).probability, {2.0 / 7, 1.0 / 7, 4.0 / 7}, 1e-12);
}

TEST(AccessOracles, OB17_SumsOverTheGridFromCoordinates) {
  std::vector<Point> grid;
  for (int x = 0; x < 5; ++x)
    for (int y = 0; y < 5; ++y) grid.push_back({static_cast<double>(x), static_cast<double>(y)});
  const std::vector<Point> from{{0, 0}, {2, 2}, {3, 3}, {4, 3}};
  const RealCostTable costs = point_costs(PointMetric::kEuclidean, from, grid, {});
  const auto found = floating_catchment(AccessMethod::kGravity, costs, decay_weights(costs, parse_decay("weight:60", {}, ""), {}), Values(4, 1), Values(25, 1));
  expect_values(found.access, {1.322340210, 0.780985109, 0.925540119, 1.133733026}, 1e-9);
}

TEST(AccessOracles, OB18_DecayValues) {
  const auto value = [](const std::string& text, double d) { return decay_value(parse_decay(text, {}, ""), d); };
  EXPECT_NEAR(value("gaussian:1", 1), 0.6065306597, 1e-10);
  EXPECT_NEAR(value("gaussian:2", 1), 0.8824969026, 1e-10);
  EXPECT_NEAR(value("gaussian:50", 1), 0.9998000200, 1e-10);
  const std::string steps = "steps:0-10:1,10-20:0.75,20-30:0.5,30-40:0.25";
  EXPECT_EQ(value(steps, 0), 1);
  EXPECT_EQ(value(steps, 10), 0.75);
  EXPECT_EQ(value(steps, 20), 0.5);
  EXPECT_EQ(value(steps, 30), 0.25);
  EXPECT_EQ(value(steps, 40), 0);
  EXPECT_NEAR(value("logistic:20:2", 20), 0.5, 1e-7);
  EXPECT_NEAR(value("logistic:30:10", 30), 0.502, 5e-4);
}

TEST(AccessOracles, O0_3_GreatCircleAtTheLatitudeOfShanghai) {
  EXPECT_NEAR(point_cost(PointMetric::kGreatCircle, {121.47, 31.23}, {121.47, 31.24}), 1111.951, 1e-3);
  EXPECT_NEAR(point_cost(PointMetric::kGreatCircle, {121.47, 31.23}, {121.48, 31.23}), 950.821, 1e-3);
}

TEST(AccessOracles, O0_2_GreatCircleAcrossTheAtlantic) {
  EXPECT_NEAR(point_cost(PointMetric::kGreatCircle, {-73.8, 40.6}, {-0.5, 51.6}), 5536891.987, 1e-3);
}

TEST(AccessOracles, O0_4_AStreetGridIsManhattan) {
  std::vector<CostEdge> edges;
  constexpr std::uint32_t kSide = 7;
  for (std::uint32_t x = 0; x < kSide; ++x)
    for (std::uint32_t y = 0; y < kSide; ++y) {
      if (x + 1 < kSide) edges.push_back({x * kSide + y, (x + 1) * kSide + y, 1, false});
      if (y + 1 < kSide) edges.push_back({x * kSide + y, x * kSide + y + 1, 1, false});
    }
  std::vector<std::uint32_t> nodes(kSide * kSide);
  std::vector<Point> places;
  for (std::uint32_t n = 0; n < nodes.size(); ++n) nodes[n] = n, places.push_back({static_cast<double>(n / kSide), static_cast<double>(n % kSide)});
  const RealCostTable walked = graph_costs(make_cost_graph(kSide * kSide, edges, DuplicateEdges::kMin), nodes, nodes, {});
  EXPECT_EQ(walked.cost, point_costs(PointMetric::kManhattan, places, places, {}).cost);
}

}  // namespace
}  // namespace catchment::test
