#include "sim/network/snap.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <stdexcept>

#include "sim/core/random.h"
#include "tests/support/ascii_town.h"

namespace catchment {
namespace {

using test::ascii_town;

TEST(Snap, TiesAPlaceToTheEdgeAndNotToItsEnds) {
  const auto town = ascii_town("A---------B", 10, {"AB"});
  const EdgeIndex index(town.streets, usable_edges(town.streets, false));
  const Snap s = index.snap({town.at('A').x + 30, town.at('A').y + 12}, 200);
  EXPECT_EQ(s.edge, town.edge('A', 'B'));
  EXPECT_EQ(s.from_mm, 30'000u);
  EXPECT_EQ(s.to_mm, 70'000u);
  EXPECT_EQ(s.distance_m, 12);
  EXPECT_EQ(s.at.x, town.at('A').x + 30);
}

TEST(Snap, ADistanceEqualToTheLongestIsInsideAndAMillimetreMoreIsNot) {
  const auto town = ascii_town("A---------B", 10, {"AB"});
  const EdgeIndex index(town.streets, usable_edges(town.streets, false));
  EXPECT_TRUE(index.snap({town.at('A').x + 30, town.at('A').y + 200}, 200).edge.valid());
  const Snap beyond = index.snap({town.at('A').x + 30, town.at('A').y + 200.001}, 200);
  EXPECT_FALSE(beyond.edge.valid());
  EXPECT_EQ(beyond.distance_m, std::numeric_limits<double>::infinity());
}

TEST(Snap, EqualDistancesGoToTheLowestEdge) {
  // B is the nearest place of all three edges; far coordinates, where b - a + a need not be b.
  StreetNetwork net;
  net.node = {{354000.1, 3456000.7}, {354020.3, 3456000.9}, {354040.7, 3456033.3}, {354010.1, 3456100.3}};
  const auto join = [&](int a, int b) {
    const Point line[] = {net.node[static_cast<std::size_t>(a)], net.node[static_cast<std::size_t>(b)]};
    add_edge(net, NodeId(a), NodeId(b), line, StreetClass::kLane, 15);
  };
  join(3, 1), join(0, 1), join(1, 2);
  index_arcs(net);
  const Snap s = EdgeIndex(net, usable_edges(net, false)).snap({354020.3 + 5, 3456000.9 - 3.5}, 200);
  EXPECT_EQ(s.edge, EdgeId(0));
  EXPECT_EQ(s.to_mm, 0u);
}

TEST(Snap, MeasuresAlongTheLengthOnTheGround) {
  StreetNetwork net;
  net.node = {{0, 0}, {100, 0}};
  const Point line[] = {{0, 0}, {50, 0}, {100, 0}};
  add_edge(net, NodeId(0), NodeId(1), line, StreetClass::kLane, 15, 0, 120'000);
  index_arcs(net);
  const Snap s = EdgeIndex(net, usable_edges(net, false)).snap({75, 1}, 10);
  EXPECT_EQ(s.from_mm, 90'000u);
  EXPECT_EQ(s.to_mm, 30'000u);
}

TEST(Snap, PassesOverEdgesThatTheModeMayNotUse) {
  const auto town = ascii_town(R"(
    A----B
    C----D
    E----F
  )", 10, {"AB:motorway", "CD:steps", "EF"});
  const Point p{town.at('A').x + 20, town.at('A').y};
  EXPECT_EQ(EdgeIndex(town.streets, usable_edges(town.streets, false)).snap(p, 100).edge, town.edge('C', 'D'));
  EXPECT_EQ(EdgeIndex(town.streets, usable_edges(town.streets, true)).snap(p, 100).edge, town.edge('E', 'F'));
  const std::vector<std::uint8_t> none(3, 0);
  EXPECT_FALSE(EdgeIndex(town.streets, none).snap(p, 100).edge.valid());
}

/// Bent streets of very different length, some of no length, some on top of each other, one of them far away.
StreetNetwork bent_streets(std::uint64_t seed) {
  Stream s(seed, "bent");
  StreetNetwork net;
  const auto place = [&] { return Point{350000 + std::round(s.uniform(0, 900)), 3450000 + std::round(s.uniform(0, 900))}; };
  const auto n = s.between(1, 120);
  for (std::int64_t e = 0; e < n; ++e) {
    std::vector<Point> line{place()};
    const auto points = s.between(2, 6);
    const double reach = s.chance(0.1) ? 900 : 40;
    while (static_cast<std::int64_t>(line.size()) < points)
      line.push_back(s.chance(0.1) ? line.back()
                                   : Point{line.back().x + std::round(s.uniform(-reach, reach)),
                                           line.back().y + std::round(s.uniform(-reach, reach))});
    if (s.chance(0.02)) for (Point& p : line) p.x += 5e5;
    net.node.push_back(line.front());
    net.node.push_back(line.back());
    add_edge(net, NodeId(net.n_nodes() - 2), NodeId(net.n_nodes() - 1), line, StreetClass::kLane, 15);
    if (s.chance(0.1)) add_edge(net, NodeId(net.n_nodes() - 2), NodeId(net.n_nodes() - 1), line, StreetClass::kLane, 15);
  }
  index_arcs(net);
  return net;
}

TEST(Snap, AgreesWithTryingEverySegment) {
  std::size_t found = 0, missed = 0;
  for (std::uint64_t seed = 0; seed < 150; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    const StreetNetwork net = bent_streets(seed);
    Stream s(seed, "places");
    std::vector<std::uint8_t> usable(net.n_edges());
    for (auto& u : usable) u = s.chance(0.9);
    const EdgeIndex index(net, usable);
    for (int i = 0; i < 60; ++i) {
      // Whole metres: many exact ties.
      const Point p{350000 + std::round(s.uniform(-100, 1000)), 3450000 + std::round(s.uniform(-100, 1000))};
      const double max_m = s.chance(0.5) ? 30 : 1e6;
      Snap best;
      best.distance_m = std::numeric_limits<double>::infinity();
      for (std::uint32_t e = 0; e < net.n_edges(); ++e) {
        if (usable[e] == 0) continue;
        const auto line = net.line(EdgeId(e));
        double walked = 0, drawn = 0;
        for (std::size_t k = 1; k < line.size(); ++k) drawn += distance(line[k - 1], line[k]);
        for (std::size_t k = 1; k < line.size(); ++k) {
          auto at = nearest_on_segment(line[k - 1], line[k], p);
          if (at.along == 1) at.at = line[k];
          at.distance_m = std::sqrt((at.at.x - p.x) * (at.at.x - p.x) + (at.at.y - p.y) * (at.at.y - p.y));
          if (at.distance_m <= max_m && at.distance_m < best.distance_m) {
            const double share = drawn > 0 ? (walked + at.along * distance(line[k - 1], line[k])) / drawn : 0;
            best.edge = EdgeId(e);
            best.distance_m = at.distance_m;
            best.at = at.at;
            best.from_mm = static_cast<std::uint32_t>(std::llround(std::min(share, 1.0) * net.length_mm[e]));
            best.to_mm = net.length_mm[e] - best.from_mm;
          }
          walked += distance(line[k - 1], line[k]);
        }
      }
      const Snap s1 = index.snap(p, max_m);
      EXPECT_EQ(s1.edge, best.edge);
      EXPECT_EQ(s1.distance_m, best.distance_m);
      EXPECT_EQ(s1.from_mm, best.from_mm);
      EXPECT_EQ(s1.to_mm, best.to_mm);
      EXPECT_EQ(s1.at, best.at);
      (best.edge.valid() ? found : missed) += 1;
    }
  }
  EXPECT_GT(found, 1000u);
  EXPECT_GT(missed, 1000u);
}

TEST(SnapAll, EqualsSnappingOneByOne) {
  const StreetNetwork net = bent_streets(5);
  const EdgeIndex index(net, usable_edges(net, false));
  Stream s(1, "many");
  std::vector<Point> places(5000);
  for (Point& p : places) p = {350000 + s.uniform(0, 900), 3450000 + s.uniform(0, 900)};
  const auto all = snap_all(index, places, 100);
  for (std::size_t i = 0; i < places.size(); ++i) {
    const Snap one = index.snap(places[i], 100);
    EXPECT_EQ(all[i].edge, one.edge);
    EXPECT_EQ(all[i].from_mm, one.from_mm);
    EXPECT_EQ(all[i].distance_m, one.distance_m);
  }
}

TEST(Snap, FindsNothingForAPlaceThatIsNotFinite) {
  const auto town = ascii_town("A---------B", 10, {"AB"});
  const EdgeIndex index(town.streets, usable_edges(town.streets, false));
  EXPECT_FALSE(index.snap({std::numeric_limits<double>::quiet_NaN(), 0}, 1e9).edge.valid());
  EXPECT_FALSE(index.snap({0, std::numeric_limits<double>::infinity()}, 1e9).edge.valid());
}

TEST(Snap, RefusesALongestDistanceBelowZeroAndAMaskThatDoesNotFit) {
  const auto town = ascii_town("A---------B", 10, {"AB"});
  const EdgeIndex index(town.streets, usable_edges(town.streets, false));
  EXPECT_THROW((void)index.snap({0, 0}, -1), std::invalid_argument);
  EXPECT_THROW((void)index.snap({0, 0}, std::numeric_limits<double>::quiet_NaN()), std::invalid_argument);
  EXPECT_THROW(snap_all(index, {}, -1), std::invalid_argument);
  const std::vector<std::uint8_t> two(2, 1);
  EXPECT_THROW(EdgeIndex(town.streets, two), std::invalid_argument);
}

}  // namespace
}  // namespace catchment
