#include "sim/network/street_network.h"

#include <gtest/gtest.h>

#include <limits>
#include <stdexcept>

#include "tests/sim/network/random_streets.h"
#include "tests/support/ascii_town.h"

namespace catchment {
namespace {

using test::ascii_town;

StreetNetwork two_streets() { return ascii_town("A--B--C", 10, {"ABC"}).streets; }

TEST(AddEdge, MeasuresItsLineUnlessALengthIsGiven) {
  StreetNetwork net;
  net.node = {{0, 0}, {30, 40}};
  const Point bent[] = {{0, 0}, {30, 0}, {30, 40}};
  const EdgeId drawn = add_edge(net, NodeId(0), NodeId(1), bent, StreetClass::kLane, kWalkForward);
  const EdgeId given = add_edge(net, NodeId(0), NodeId(1), bent, StreetClass::kLane, kWalkForward, 0, 70'123);
  EXPECT_EQ(net.length_mm[drawn.value], 70'000u);
  EXPECT_EQ(net.length_mm[given.value], 70'123u);
  EXPECT_EQ(net.line(given).size(), 3u);
  EXPECT_EQ(net.line(given)[1], (Point{30, 0}));
}

TEST(AddEdge, RefusesNodesNamesAndLinesThatAreNotThere) {
  StreetNetwork net = two_streets();
  const Point line[] = {{0, 0}, {1, 0}};
  const Point far[] = {{0, 0}, {5e6, 0}};
  const Point nowhere[] = {{0, 0}, {std::numeric_limits<double>::quiet_NaN(), 0}};
  const auto add = [&](std::uint32_t to, std::span<const Point> points, std::uint32_t name = 0) {
    add_edge(net, NodeId(0), NodeId(to), points, StreetClass::kLane, 15, name);
  };
  EXPECT_THROW(add(3, line), std::invalid_argument);
  EXPECT_THROW(add(1, std::span(line).first(1)), std::invalid_argument);
  EXPECT_THROW(add(1, line, 7), std::invalid_argument);
  EXPECT_THROW(add(1, far), std::invalid_argument);
  EXPECT_THROW(add(1, nowhere), std::invalid_argument);
  EXPECT_EQ(net.n_edges(), 2u) << "a refused edge leaves nothing behind";
  EXPECT_EQ(net.shape.size(), 4u);
}

TEST(IndexArcs, GivesEveryEdgeBothDirectionsInRowsSortedByHeadAndEdge) {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    const StreetNetwork net = test::random_streets(seed).net;
    ASSERT_EQ(net.n_arcs(), 2 * net.n_edges());
    std::vector<int> seen(net.n_arcs(), 0);
    for (std::uint32_t v = 0; v < net.n_nodes(); ++v)
      for (std::uint32_t a = net.first_arc[v]; a < net.first_arc[v + 1]; ++a) {
        const std::uint32_t e = net.arc_edge[a] / 2;
        const bool against = net.arc_edge[a] % 2 != 0;
        ++seen[net.arc_edge[a]];
        EXPECT_EQ((against ? net.to : net.from)[e].value, v);
        EXPECT_EQ((against ? net.from : net.to)[e].value, net.arc_head[a]);
        if (a > net.first_arc[v]) {
          EXPECT_LT(std::pair(net.arc_head[a - 1], net.arc_edge[a - 1]), std::pair(net.arc_head[a], net.arc_edge[a]));
        }
      }
    for (const int times : seen) EXPECT_EQ(times, 1);
    EXPECT_NO_THROW(check_network(net));
  }
}

TEST(CheckNetwork, RefusesEveryKindOfBrokenArray) {
  const auto refuses = [](const char* what, const auto& break_it) {
    StreetNetwork net = two_streets();
    net.gates.push_back({"g", NodeId(1), GateState::kOpen});
    EXPECT_NO_THROW(check_network(net));
    break_it(net);
    EXPECT_THROW(check_network(net), std::invalid_argument) << what;
  };
  refuses("node not finite", [](StreetNetwork& n) { n.node[1].x = std::numeric_limits<double>::infinity(); });
  refuses("short column", [](StreetNetwork& n) { n.access.pop_back(); });
  refuses("edge to no node", [](StreetNetwork& n) { n.to[1] = NodeId(3); });
  refuses("shape begins late", [](StreetNetwork& n) { n.shape_begin[0] = 1; });
  refuses("shape ends early", [](StreetNetwork& n) { n.shape_begin.back() = 3; });
  refuses("edge of one point", [](StreetNetwork& n) { n.shape_begin[1] = 3; });
  refuses("shape not finite", [](StreetNetwork& n) { n.shape[2].y = std::numeric_limits<double>::quiet_NaN(); });
  refuses("no such name", [](StreetNetwork& n) { n.name[0] = 1; });
  refuses("gate at no node", [](StreetNetwork& n) { n.gates[0].node = NodeId(); });
  refuses("arcs not indexed", [](StreetNetwork& n) { n.arc_head.clear(); });
  refuses("arc to the wrong node", [](StreetNetwork& n) { n.arc_head[0] = 2; });
  refuses("arc of no edge", [](StreetNetwork& n) { n.arc_edge[0] = 99; });
  refuses("arcs swapped", [](StreetNetwork& n) {
    std::swap(n.arc_head[1], n.arc_head[2]);
    std::swap(n.arc_edge[1], n.arc_edge[2]);
  });
  refuses("rows out of order", [](StreetNetwork& n) { n.first_arc[1] = 4; });
}

TEST(AsciiTown, PlacesLettersByTheirCharactersNorthUp) {
  const auto town = ascii_town(R"(
    A---B
        |
        C
  )", 100, {"AB", "CB>"});
  EXPECT_EQ(town.at('B').x - town.at('A').x, 400);
  EXPECT_EQ(town.at('B').y - town.at('C').y, 200);
  EXPECT_EQ(town.streets.length_mm[town.edge('B', 'C').value], 200'000u);
  EXPECT_EQ(town.streets.access[town.edge('B', 'C').value], kWalkForward | kCycleForward);
  EXPECT_THROW(ascii_town("A-B", 1, {"AC"}), std::invalid_argument);
  EXPECT_THROW(ascii_town("A-A", 1, {}), std::invalid_argument);
}

}  // namespace
}  // namespace catchment
