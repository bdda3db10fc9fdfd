#include "sim/network/search.h"

#include <gtest/gtest.h>
#include <omp.h>

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <stdexcept>

#include "sim/core/random.h"
#include "sim/network/impedance.h"
#include "sim/network/partial_edge.h"
#include "tests/sim/network/plain_gates.h"
#include "tests/sim/network/random_streets.h"
#include "tests/support/ascii_town.h"

namespace catchment {
namespace {

using test::ascii_town;
using test::place_on;
using test::random_streets;

/// Walking distances in mm between places snapped to a town's streets.
struct Walk {
  const StreetNetwork* net;
  std::vector<Cost> cost;
  std::vector<Snap> origins, destinations;

  explicit Walk(const StreetNetwork& streets) : net(&streets), cost(impedance(streets, {}, CostUnit::kMetres)) {}
  Walk& from(std::span<const Point> places, double snap_max_m = 200) { origins = snapped(places, snap_max_m); return *this; }
  Walk& to(std::span<const Point> places, double snap_max_m = 200) { destinations = snapped(places, snap_max_m); return *this; }
  [[nodiscard]] SearchInput input() const { return {net, cost, origins, destinations, 1000}; }

 private:
  [[nodiscard]] std::vector<Snap> snapped(std::span<const Point> places, double snap_max_m) const {
    return snap_all(EdgeIndex(*net, usable_edges(*net, false)), places, snap_max_m);
  }
};

Cost walk_mm(const StreetNetwork& net, Point a, Point b) {
  Walk walk(net);
  return nearest(walk.from({&a, 1}).to({&b, 1}).input()).cost[0];
}

TEST(Nearest, GoesRoundTheRiverByItsOnlyBridge) {
  const auto town = ascii_town(R"(
    A---B
    ~~~~|
    C---D
  )", /*cell_m=*/100, /*ways=*/{"AB", "BD", "DC"});
  EXPECT_EQ(walk_mm(town.streets, town.at('A'), town.at('C')), 400'000u + 200'000u + 400'000u);
}

TEST(Nearest, WalksFromThePlaceToTheStreetAndFromTheStreetToTheFacility) {
  const auto town = ascii_town("A---------B", 10, {"AB"});
  const Point a = town.at('A');
  EXPECT_EQ(walk_mm(town.streets, {a.x + 20, a.y + 15}, {a.x + 70, a.y - 5}), 15'000u + 50'000u + 5'000u);
}

TEST(Nearest, GoesDirectlyAlongASharedEdgeButOnlyTheWayThatItRuns) {
  const auto town = ascii_town(R"(
    A-----B
    |     |
    C-----D
  )", 100, {"AB>", "BD", "DC", "CA"});
  const Point west{town.at('A').x + 100, town.at('A').y}, east{town.at('A').x + 400, town.at('A').y};
  EXPECT_EQ(walk_mm(town.streets, west, east), 300'000u);
  // Against the one-way street: on to B, round the block, in again at A.
  EXPECT_EQ(walk_mm(town.streets, east, west), 200'000u + 200'000u + 600'000u + 200'000u + 100'000u);
}

TEST(Nearest, LeavesASharedEdgeWhereTheWayRoundIsShorter) {
  StreetNetwork net;
  net.node = {{0, 0}, {10, 0}};
  const Point detour[] = {{0, 0}, {0, 500}, {10, 500}, {10, 0}}, direct[] = {{0, 0}, {10, 0}};
  add_edge(net, NodeId(0), NodeId(1), detour, StreetClass::kLane, 15);
  add_edge(net, NodeId(0), NodeId(1), direct, StreetClass::kLane, 15);
  index_arcs(net);
  EXPECT_EQ(walk_mm(net, {0, 100}, {10, 100}), 100'000u + 10'000u + 100'000u);
}

TEST(Nearest, O0_4_OnAGridTheDistanceIsManhattanForEveryPairOfNodes) {
  const int w = 9, h = 7;
  const StreetNetwork net = test::grid_streets(w, h, 1);
  Walk walk(net);
  walk.from(net.node).to(net.node);
  const CostTable all = catchments(walk.input(), kUnreachable);
  for (int a = 0; a < w * h; ++a) {
    ASSERT_EQ(all.costs_of(static_cast<std::size_t>(a)).size(), static_cast<std::size_t>(w * h));
    for (int b = 0; b < w * h; ++b) {
      const int manhattan = std::abs(a % w - b % w) + std::abs(a / w - b / w);
      EXPECT_EQ(all.costs_of(static_cast<std::size_t>(a))[static_cast<std::size_t>(b)],
                static_cast<Cost>(manhattan * 1000)) << a << " to " << b;
    }
  }
}

TEST(Nearest, TiesGoToTheFacilityOfLowestIndex) {
  const auto town = ascii_town("A---H---B", 100, {"AHB"});
  const Point home[] = {town.at('H')}, either[] = {town.at('B'), town.at('A'), town.at('A')};
  Walk walk(town.streets);
  const NearestTable table = nearest(walk.from(home).to(either).input());
  EXPECT_EQ(table.cost[0], 400'000u);
  EXPECT_EQ(table.destination[0], 0u);
}

TEST(Catchments, ACostEqualToTheCutoffIsInsideAndAMillimetreLessIsNot) {
  const auto town = ascii_town("A----B", 100, {"AB"});
  const Point home[] = {town.at('A')}, station[] = {town.at('B')};
  Walk walk(town.streets);
  walk.from(home).to(station);
  EXPECT_EQ(catchments(walk.input(), 500'000).cost, std::vector<Cost>{500'000});
  EXPECT_TRUE(catchments(walk.input(), 499'999).cost.empty());
  EXPECT_EQ(nearest(walk.input(), 500'000).destination[0], 0u);
  EXPECT_EQ(nearest(walk.input(), 499'999).destination[0], UINT32_MAX);
  EXPECT_EQ(nearest(walk.input(), 499'999).cost[0], kUnreachable);
}

TEST(Nearest, APlaceBeyondTheLongestSnapIsUnreachable) {
  const auto town = ascii_town("A----B", 100, {"AB"});
  const Point homes[] = {{town.at('A').x, town.at('A').y + 200}, {town.at('A').x, town.at('A').y + 200.01}};
  const Point station[] = {town.at('B')};
  Walk walk(town.streets);
  const NearestTable table = nearest(walk.from(homes, 200).to(station).input());
  EXPECT_EQ(table.cost[0], 700'000u);
  EXPECT_EQ(table.cost[1], kUnreachable);
  EXPECT_EQ(table.destination[1], UINT32_MAX);
}

TEST(ClosedGate, SendsPeopleRoundByTheOtherGate) {
  auto town = ascii_town(R"(
    A---G---B
    |   |   |
    |   Q   |
    |   |   |
    C---H---D
  )", 100, {"AGB", "GQH", "CHD", "AC", "BD"});
  town.streets.gates = {{"north", town['G'], GateState::kOpen}, {"south", town['H'], GateState::kOpen}};
  const Point station = town.at('C'), quarter = town.at('Q');
  EXPECT_EQ(walk_mm(town.streets, quarter, station), 600'000u);
  town.streets.gates[1].state = GateState::kClosed;
  EXPECT_EQ(walk_mm(town.streets, quarter, station), 200'000u + 400'000u + 400'000u);
}

TEST(ClosedGate, LeavesHomesBesideItTheOtherEndOfTheirStreet) {
  auto town = ascii_town("S---G---Q---K", 100, {"SG", "GQ", "QK"});
  town.streets.gates = {{"gate", town['G'], GateState::kClosed}};
  const Point by_the_gate{town.at('G').x + 50, town.at('G').y}, clinic = town.at('K'), outside = town.at('S');
  EXPECT_EQ(walk_mm(town.streets, by_the_gate, clinic), 750'000u);
  EXPECT_EQ(walk_mm(town.streets, clinic, by_the_gate), 750'000u);
  EXPECT_EQ(walk_mm(town.streets, by_the_gate, {by_the_gate.x + 30, by_the_gate.y}), 30'000u) << "same edge";
  EXPECT_EQ(walk_mm(town.streets, by_the_gate, outside), kUnreachable);
  EXPECT_EQ(walk_mm(town.streets, outside, by_the_gate), kUnreachable);
}

TEST(EdgeBands, ALongStreetIsCoveredFromBothEndsWithItsMiddleLeftOut) {
  const auto town = ascii_town("A----------B", 100, {"AB"});
  const Point stations[] = {town.at('A'), town.at('B')};
  Walk walk(town.streets);
  walk.to(stations);
  const Cost cutoffs[] = {100'000, 300'000};
  const auto bands = edge_bands(walk.input(), node_field(walk.input(), 300'000), cutoffs);
  ASSERT_EQ(bands.size(), 4u);
  const std::uint32_t expected[][3] = {{0, 100'000, 0}, {100'000, 300'000, 1}, {800'000, 1'000'000, 1}, {1'000'000, 1'100'000, 0}};
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(bands[i].begin_mm, expected[i][0]);
    EXPECT_EQ(bands[i].end_mm, expected[i][1]);
    EXPECT_EQ(bands[i].band, expected[i][2]);
  }
}

TEST(EdgeBands, OnAOneWayStreetOnlyThoseBeforeTheFacilityReachIt) {
  const auto town = ascii_town("A----------B", 100, {"AB>"});
  const Point station[] = {{town.at('A').x + 500, town.at('A').y}};
  Walk walk(town.streets);
  walk.to(station);
  const Cost cutoffs[] = {200'000};
  const auto bands = edge_bands(walk.input(), node_field(walk.input(), 200'000), cutoffs);
  ASSERT_EQ(bands.size(), 1u);
  EXPECT_EQ(bands[0].begin_mm, 300'000u);
  EXPECT_EQ(bands[0].end_mm, 500'000u);
}

TEST(EdgeBands, GrowWithTheCutoffOnRandomStreets) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    const auto world = random_streets(seed);
    std::uint64_t before = 0;
    for (const Cost cutoff : {1u, 5u, 20u, 60u, 150u}) {
      std::uint64_t covered = 0;
      for (const EdgeBand& b : edge_bands(world.input(), node_field(world.input(), cutoff), {&cutoff, 1}))
        covered += b.end_mm - b.begin_mm;
      EXPECT_GE(covered, before);
      before = covered;
    }
  }
}

TEST(Catchments, NeverLoseAPairWhenTheCutoffGrows) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    const auto world = random_streets(seed);
    CostTable before = catchments(world.input(), 0);
    for (const Cost cutoff : {1u, 5u, 20u, 60u, 150u, 2000u}) {
      const CostTable now = catchments(world.input(), cutoff);
      for (std::size_t o = 0; o < now.n_origins(); ++o)
        EXPECT_TRUE(std::ranges::includes(now.destinations_of(o), before.destinations_of(o)));
      before = now;
    }
  }
}

TEST(Nearest, IsTheLeastOfEachRowOfTheCatchments) {
  for (std::uint64_t seed = 1000; seed < 1300; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    const auto world = random_streets(seed);
    const CostTable all = catchments(world.input(), kUnreachable);
    const NearestTable table = nearest(world.input());
    for (std::size_t o = 0; o < all.n_origins(); ++o) {
      const auto row = all.costs_of(o);
      EXPECT_EQ(table.cost[o], row.empty() ? kUnreachable : *std::ranges::min_element(row));
    }
  }
}

TEST(Nearest, NeverGetsWorseWithOneMoreStreetOrOneMoreFacility) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    auto world = random_streets(seed);
    // A public street laid through private ground opens it up and cuts it in two: that is another town, not one street more.
    for (auto& access : world.net.access) access = static_cast<std::uint8_t>(access & ~kPrivate);
    std::erase_if(world.net.gates, [](const Gate& g) { return g.state == GateState::kResidentsOnly || g.hours.any(); });
    const NearestTable before = nearest(world.input());
    Stream s(seed, "more");
    if (s.chance(0.5)) {
      const NodeId a(s.below(world.net.n_nodes())), b(s.below(world.net.n_nodes()));
      const Point line[] = {world.net.node[a.value], world.net.node[b.value]};
      add_edge(world.net, a, b, line, StreetClass::kLane, 15, 0, static_cast<std::uint32_t>(s.between(1, 20)));
      index_arcs(world.net);
      world.impedance = impedance(world.net, world.options, world.unit);
    } else {
      const EdgeId e(s.below(world.net.n_edges()));
      world.destinations.push_back(place_on(world.net, e, world.net.length_mm[e.value] / 2));
    }
    const NearestTable after = nearest(world.input());
    for (std::size_t o = 0; o < before.cost.size(); ++o) EXPECT_LE(after.cost[o], before.cost[o]);
  }
}

TEST(Search, IsTheSameAtOneTwoAndFourThreads) {
  const StreetNetwork net = test::grid_streets(60, 60, 73.3);
  Walk walk(net);
  Stream s(11, "threads");
  for (int i = 0; i < 9000; ++i) {
    const EdgeId e(s.below(net.n_edges()));
    walk.origins.push_back(place_on(net, e, static_cast<std::uint32_t>(s.below(net.length_mm[e.value] + 1)), s.uniform(0, 30)));
    if (i % 40 == 0) walk.destinations.push_back(walk.origins.back());
  }
  const int threads = omp_get_max_threads();
  std::vector<CostTable> tables;
  std::vector<NearestTable> nearest_tables;
  for (const int t : {1, 2, 4}) {
    omp_set_num_threads(t);
    tables.push_back(catchments(walk.input(), 600'000));
    nearest_tables.push_back(nearest(walk.input()));
  }
  omp_set_num_threads(threads);
  for (std::size_t k = 1; k < tables.size(); ++k) {
    EXPECT_EQ(tables[k].row_begin, tables[0].row_begin);
    EXPECT_EQ(tables[k].destination, tables[0].destination);
    EXPECT_EQ(tables[k].cost, tables[0].cost);
    EXPECT_EQ(nearest_tables[k].cost, nearest_tables[0].cost);
    EXPECT_EQ(nearest_tables[k].destination, nearest_tables[0].destination);
  }
  EXPECT_GT(tables[0].cost.size(), 9000u);
}

TEST(Catchments, TellHowFarTheyAreAndStopWhenCancelled) {
  const auto town = ascii_town("A----B", 100, {"AB"});
  const Point both[] = {town.at('A'), town.at('B')};
  Walk walk(town.streets);
  walk.from(both).to(both);
  std::vector<double> shares;
  catchments(walk.input(), 1000, [&](double share, std::string_view) { shares.push_back(share); return true; });
  EXPECT_EQ(shares.front(), 0);
  EXPECT_EQ(shares.back(), 1);
  EXPECT_TRUE(std::ranges::is_sorted(shares));
  EXPECT_THROW(catchments(walk.input(), 1000, [](double, std::string_view) { return false; }), Cancelled);
}

TEST(Search, WithNobodyOrNoFacilityIsEmptyAndNoError) {
  const auto town = ascii_town("A----B", 100, {"AB"});
  const Point home[] = {town.at('A')};
  Walk walk(town.streets);
  EXPECT_TRUE(nearest(walk.to(home).input()).cost.empty());
  EXPECT_EQ(catchments(walk.input(), 1000).n_origins(), 0u);
  walk.from(home).destinations.clear();
  EXPECT_EQ(nearest(walk.input()).cost[0], kUnreachable);
  EXPECT_EQ(catchments(walk.input(), 1000).n_origins(), 1u);
  StreetNetwork nothing;
  index_arcs(nothing);
  EXPECT_TRUE(nearest({&nothing, {}, {}, {}, 1000}).cost.empty());
  EXPECT_TRUE(node_field({&nothing, {}, {}, {}, 1000}, 10).cost.empty());
}

TEST(Search, RefusesInputThatDoesNotFitTogether) {
  const auto town = ascii_town("A----B", 100, {"AB"});
  const Point home[] = {town.at('A')};
  Walk good(town.streets);
  good.from(home).to(home);
  const auto refused = [&](const char* what, const auto& break_it) {
    Walk walk = good;
    SearchInput in = walk.input();
    break_it(walk, in);
    in.origins = walk.origins;
    in.destinations = walk.destinations;
    EXPECT_THROW(nearest(in), std::invalid_argument) << what;
    EXPECT_THROW(catchments(in, 1), std::invalid_argument) << what;
    EXPECT_THROW(node_field(in, 1), std::invalid_argument) << what;
  };
  refused("no network", [](Walk&, SearchInput& in) { in.net = nullptr; });
  refused("impedance too short", [](Walk&, SearchInput& in) { in.impedance = in.impedance.first(1); });
  refused("negative snap cost", [](Walk&, SearchInput& in) { in.snap_cost_per_m = -1; });
  refused("edge not there", [](Walk& w, SearchInput&) { w.origins[0].edge = EdgeId(1); });
  refused("parts that do not add up", [](Walk& w, SearchInput&) { w.destinations[0].to_mm -= 1; });
  refused("negative distance", [](Walk& w, SearchInput&) { w.destinations[0].distance_m = -1; });
  refused("distance not a number",
          [](Walk& w, SearchInput&) { w.origins[0].distance_m = std::numeric_limits<double>::quiet_NaN(); });

  const NodeField field = node_field(good.input(), 100);
  const Cost falling[] = {5, 5}, endless[] = {kUnreachable};
  EXPECT_THROW(edge_bands(good.input(), field, falling), std::invalid_argument);
  EXPECT_THROW(edge_bands(good.input(), field, endless), std::invalid_argument);
  const Cost fine[] = {5};
  EXPECT_THROW(edge_bands(good.input(), NodeField{}, fine), std::invalid_argument);
  EXPECT_THROW(components(town.streets, std::span(good.cost).first(1)), std::invalid_argument);
}

TEST(Components, AreNumberedByTheirLowestNodeWithLengthsOfWhatIsUsable) {
  const auto town = ascii_town(R"(
    B---D   A-C   E
    |             |
    G             F
  )", 100, {"AC", "BD", "BG>", "EF:motorway"});
  const Components parts = components(town.streets, impedance(town.streets, {}, CostUnit::kMetres));
  EXPECT_EQ(parts.count, 2u);
  EXPECT_EQ(parts.of_node[town['A'].value], 0u);
  EXPECT_EQ(parts.of_node[town['C'].value], 0u);
  EXPECT_EQ(parts.of_node[town['B'].value], 1u);
  EXPECT_EQ(parts.of_node[town['G'].value], 1u) << "one-way still holds together";
  EXPECT_EQ(parts.of_node[town['E'].value], UINT32_MAX);
  EXPECT_EQ(parts.nodes, (std::vector<std::uint32_t>{2, 3}));
  EXPECT_EQ(parts.length_m, (std::vector<double>{200, 600}));
  EXPECT_EQ(parts.total_length_m, 800);
  EXPECT_EQ(parts.largest_share, 0.75);
}

TEST(Components, JoinExactlyTheNodesThatUsableStreetsJoin) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    const auto world = random_streets(seed);
    // Spread the lowest label over edges that everybody may use until nothing changes.
    std::vector<bool> usable;
    for (std::uint32_t e = 0; e < world.net.n_edges(); ++e) usable.push_back(passable_edges(world.net, world.impedance)[e] != 0);
    const test::PlainGates gates(world.net, usable, world.slot);
    std::vector<std::uint32_t> label(world.net.n_nodes(), UINT32_MAX);
    for (int round = 0; round < 30; ++round)
      for (std::uint32_t v = 0; v < world.net.n_nodes(); ++v)
        for (std::uint32_t a = world.net.first_arc[v]; a < world.net.first_arc[v + 1]; ++a)
          if (const std::uint32_t e = world.net.arc_edge[a] / 2;
              world.impedance[a] < kUnreachable && gates.may_pass(e, true, e, false) && gates.may_pass(e, false, e, false)) {
            const std::uint32_t u = world.net.arc_head[a];
            label[u] = label[v] = std::min({label[u], label[v], u, v});
          }
    std::vector<std::uint32_t> lowest(label);
    std::ranges::sort(lowest);
    lowest.erase(std::unique(lowest.begin(), lowest.end()), lowest.end());
    if (!lowest.empty() && lowest.back() == UINT32_MAX) lowest.pop_back();
    const Components parts = components(world.net, world.impedance, world.slot);
    EXPECT_EQ(parts.count, lowest.size());
    for (std::uint32_t v = 0; v < world.net.n_nodes(); ++v)
      EXPECT_EQ(parts.of_node[v], label[v] == UINT32_MAX ? UINT32_MAX
                                                         : std::ranges::lower_bound(lowest, label[v]) - lowest.begin());
  }
}

}  // namespace
}  // namespace catchment
