#include "sim/network/street_heights.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <stdexcept>

#include "tests/support/ascii_town.h"

namespace catchment {
namespace {

using test::ascii_town;
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

std::vector<double> heights_of(const StreetNetwork& net, EdgeId e) {
  return {net.shape_height_m.begin() + net.shape_begin[e.value], net.shape_height_m.begin() + net.shape_begin[e.value + 1]};
}

TEST(AddShapePoints, LeavesNoStretchLongerThanAskedAndKeepsTheLine) {
  auto town = ascii_town("A---B-C", 25, {"AB", "BC"});
  const StreetNetwork before = town.streets;
  add_shape_points(town.streets, 30);
  check_network(town.streets);
  const auto line = town.streets.line(town.edge('A', 'B'));
  ASSERT_EQ(line.size(), 5u);  // 100 m in four
  for (std::size_t i = 1; i < line.size(); ++i) EXPECT_NEAR(distance(line[i - 1], line[i]), 25, 1e-9);
  EXPECT_EQ(line.front(), before.line(town.edge('A', 'B')).front());
  EXPECT_EQ(line.back(), before.line(town.edge('A', 'B')).back());
  EXPECT_EQ(town.streets.length_mm, before.length_mm);
  const StreetNetwork once = town.streets;
  add_shape_points(town.streets, 30);
  EXPECT_EQ(town.streets.shape, once.shape);
  EXPECT_THROW(add_shape_points(town.streets, 0), std::invalid_argument);
  EXPECT_THROW(add_shape_points(town.streets, kNaN), std::invalid_argument);
}

TEST(SetHeights, FillsGapsAlongTheEdgeAndLeavesAnEdgeWithoutAnyUnknown) {
  auto town = ascii_town("A---B---C", 25, {"AB", "BC"});
  StreetNetwork& net = town.streets;
  add_shape_points(net, 25);
  std::vector<double> h(net.shape.size(), kNaN);
  const auto ab = town.edge('A', 'B');
  h[net.shape_begin[ab.value] + 1] = 10;
  h[net.shape_begin[ab.value] + 3] = 14;
  const HeightSummary sum = set_heights(net, h);
  EXPECT_EQ(heights_of(net, ab), (std::vector<double>{10, 10, 12, 14, 14}));
  for (const double none : heights_of(net, town.edge('B', 'C'))) EXPECT_TRUE(std::isnan(none));
  EXPECT_DOUBLE_EQ(sum.unknown_m, 100);
  EXPECT_DOUBLE_EQ(sum.street_m, 200);
  EXPECT_DOUBLE_EQ(sum.lowest_m, 10);
  EXPECT_DOUBLE_EQ(sum.highest_m, 14);
}

TEST(SetHeights, LetsABridgeOfSeveralPartsClimbEvenlyOverTheValleyThatTheRasterShows) {
  // B..E is one bridge in three parts over a valley of height 0; its ends lie at 30 and 36 m.
  auto town = ascii_town("A-B-C-D-E-F", 50, {"AB", "BC", "CD", "DE", "EF"});
  StreetNetwork& net = town.streets;
  net.off_ground = {0, 1, 1, 1, 0};
  add_shape_points(net, 25);
  std::vector<double> h(net.shape.size(), 0);
  const auto put = [&](char a, char b, double height) {
    const auto e = town.edge(a, b).value;
    for (std::uint32_t i = net.shape_begin[e]; i < net.shape_begin[e + 1]; ++i) h[i] = height;
  };
  put('A', 'B', 30);
  put('E', 'F', 36);
  const HeightSummary sum = set_heights(net, h);
  EXPECT_NEAR(heights_of(net, town.edge('B', 'C')).front(), 30, 1e-3);
  EXPECT_NEAR(heights_of(net, town.edge('C', 'D')).front(), 32, 2e-3);
  EXPECT_NEAR(heights_of(net, town.edge('D', 'E')).front(), 34, 2e-3);
  EXPECT_NEAR(heights_of(net, town.edge('D', 'E')).back(), 36, 1e-3);
  EXPECT_NEAR(heights_of(net, town.edge('C', 'D'))[2], 33, 2e-3);
  EXPECT_DOUBLE_EQ(sum.off_ground_m, 300);
}

TEST(SetHeights, LetsStepsClimbEvenlyBetweenTheirEnds) {
  auto town = ascii_town("A-B-C-D", 50, {"AB", "BC:steps", "CD"});
  StreetNetwork& net = town.streets;
  add_shape_points(net, 25);
  std::vector<double> h(net.shape.size(), 5);
  for (std::uint32_t i = net.shape_begin[town.edge('B', 'C').value] + 1; i + 1 < net.shape_begin[town.edge('B', 'C').value + 1]; ++i) h[i] = 99;
  set_heights(net, h);
  for (const double even : heights_of(net, town.edge('B', 'C'))) EXPECT_DOUBLE_EQ(even, 5);
}

TEST(SetHeights, RefusesHeightsThatDoNotFit) {
  auto town = ascii_town("A-B", 50, {"AB"});
  EXPECT_THROW(set_heights(town.streets, std::vector<double>{1}), std::invalid_argument);
  EXPECT_THROW(set_heights(town.streets, std::vector<double>{1, INFINITY}), std::invalid_argument);
}

}  // namespace
}  // namespace catchment
