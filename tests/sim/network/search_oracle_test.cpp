// Searches against Bellman-Ford on hundreds of small random networks.
#include <gtest/gtest.h>

#include <algorithm>

#include "sim/core/random.h"
#include "sim/network/k_nearest.h"
#include "sim/network/path.h"
#include "sim/network/search.h"
#include "tests/sim/network/plain_gates.h"
#include "tests/sim/network/random_streets.h"

namespace catchment {
namespace {

using test::costs_by_bellman_ford;
using test::random_hills;
using test::random_streets;
using test::RandomStreets;

constexpr std::uint64_t kWorlds = 600;

Cost some_cutoff(Stream& s, const std::vector<std::vector<Cost>>& costs) {
  // Half the time one of the costs themselves: a cost equal to the cutoff is inside.
  std::vector<Cost> real;
  for (const auto& row : costs)
    for (const Cost c : row)
      if (c < kUnreachable) real.push_back(c);
  if (!real.empty() && s.chance(0.7)) return real[s.below(real.size())];
  return static_cast<Cost>(s.below(200));
}

TEST(Searches, AgreeWithBellmanFordWithEgressAndSlopes) {
  std::size_t reached = 0, at_cutoff = 0, uneven = 0, housebound = 0;
  for (std::uint64_t seed = 0; seed < kWorlds; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    const RandomStreets world = random_hills(seed);
    const auto costs = costs_by_bellman_ford(world);
    for (std::size_t o = 0; o < costs.size(); ++o) {
      housebound += world.egress[o] >= kUnreachable;
      if (world.egress[o] >= kUnreachable) {
        EXPECT_TRUE(std::ranges::all_of(costs[o], [](Cost c) { return c == kUnreachable; }));
      }
    }
    for (std::uint32_t a = 0; a < world.net.n_arcs(); a += 1)
      for (std::uint32_t b = 0; b < a; ++b)
        uneven += world.net.arc_edge[a] == (world.net.arc_edge[b] ^ 1u) && world.impedance[a] < kUnreachable &&
                  world.impedance[b] < kUnreachable && world.impedance[a] != world.impedance[b];
    Stream s(seed, "cutoff");
    for (const Cost cutoff : {Cost{0}, some_cutoff(s, costs), some_cutoff(s, costs), kUnreachable}) {
      const CostTable table = catchments(world.input(), cutoff);
      const NearestTable cheapest = nearest(world.input(), cutoff);
      for (std::size_t o = 0; o < costs.size(); ++o) {
        std::vector<std::uint32_t> destinations;
        std::vector<Cost> row;
        Cost best = kUnreachable;
        std::uint32_t owner = UINT32_MAX;
        for (std::uint32_t d = 0; d < costs[o].size(); ++d) {
          if (costs[o][d] >= kUnreachable || costs[o][d] > cutoff) continue;
          destinations.push_back(d);
          row.push_back(costs[o][d]);
          if (costs[o][d] < best) best = costs[o][d], owner = d;
          ++reached;
          at_cutoff += costs[o][d] == cutoff;
        }
        EXPECT_TRUE(std::ranges::equal(table.destinations_of(o), destinations)) << "origin " << o << " cutoff " << cutoff;
        EXPECT_TRUE(std::ranges::equal(table.costs_of(o), row)) << "origin " << o << " cutoff " << cutoff;
        EXPECT_EQ(cheapest.cost[o], best) << "origin " << o << " cutoff " << cutoff;
        EXPECT_EQ(cheapest.destination[o], owner) << "origin " << o << " cutoff " << cutoff;
      }
    }
    if (HasFailure()) break;
  }
  EXPECT_GT(reached, 3000u);
  EXPECT_GT(at_cutoff, 100u);
  EXPECT_GT(uneven, 1000u);
  EXPECT_GT(housebound, 100u);
}

TEST(Searches, RefuseAnEgressThatDoesNotFitTheOrigins) {
  RandomStreets world = random_hills(3);
  world.egress.push_back(1);
  EXPECT_THROW(nearest(world.input()), std::invalid_argument);
  EXPECT_THROW(catchments(world.input(), 10), std::invalid_argument);
}

TEST(Nearest, AgreesWithBellmanFord) {
  std::size_t reached = 0, unreached = 0, ties = 0;
  for (std::uint64_t seed = 0; seed < kWorlds; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    const RandomStreets world = random_streets(seed);
    const auto costs = costs_by_bellman_ford(world);
    Stream s(seed, "cutoff");
    for (const Cost limit : {kUnreachable, some_cutoff(s, costs)}) {
      const NearestTable table = nearest(world.input(), limit);
      ASSERT_EQ(table.cost.size(), world.origins.size());
      for (std::size_t o = 0; o < costs.size(); ++o) {
        Cost best = kUnreachable;
        std::uint32_t owner = UINT32_MAX;
        for (std::size_t d = 0; d < costs[o].size(); ++d)
          if (costs[o][d] < best && costs[o][d] <= limit) {
            best = costs[o][d];
            owner = static_cast<std::uint32_t>(d);
          }
        EXPECT_EQ(table.cost[o], best) << "origin " << o << " limit " << limit;
        EXPECT_EQ(table.destination[o], owner) << "origin " << o << " limit " << limit;
        (best < kUnreachable ? reached : unreached) += 1;
        ties += best < kUnreachable && std::count(costs[o].begin(), costs[o].end(), best) > 1;
      }
    }
  }
  // The worlds hold what they are for.
  EXPECT_GT(reached, 1000u);
  EXPECT_GT(unreached, 1000u);
  EXPECT_GT(ties, 100u);
}

TEST(Catchments, AgreesWithBellmanFord) {
  for (std::uint64_t seed = 0; seed < kWorlds; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    const RandomStreets world = random_streets(seed);
    const auto costs = costs_by_bellman_ford(world);
    Stream s(seed, "cutoff");
    for (const Cost cutoff : {Cost{0}, some_cutoff(s, costs), some_cutoff(s, costs), kUnreachable}) {
      const CostTable table = catchments(world.input(), cutoff);
      ASSERT_EQ(table.n_origins(), world.origins.size());
      EXPECT_EQ(table.n_destinations, world.destinations.size());
      for (std::size_t o = 0; o < costs.size(); ++o) {
        std::vector<std::uint32_t> destinations;
        std::vector<Cost> row;
        for (std::size_t d = 0; d < costs[o].size(); ++d)
          if (costs[o][d] < kUnreachable && costs[o][d] <= cutoff) {
            destinations.push_back(static_cast<std::uint32_t>(d));
            row.push_back(costs[o][d]);
          }
        EXPECT_TRUE(std::ranges::equal(table.destinations_of(o), destinations)) << "origin " << o << " cutoff " << cutoff;
        EXPECT_TRUE(std::ranges::equal(table.costs_of(o), row)) << "origin " << o << " cutoff " << cutoff;
      }
    }
  }
}

TEST(KNearest, AgreesWithBellmanFord) {
  std::size_t full = 0;
  for (std::uint64_t seed = 0; seed < kWorlds; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    const RandomStreets world = random_streets(seed);
    const auto costs = costs_by_bellman_ford(world);
    Stream s(seed, "cutoff");
    for (const std::uint32_t k : {1u, 2u, 3u, 9u})
      for (const Cost limit : {kUnreachable, some_cutoff(s, costs)}) {
        const CostTable table = k_nearest(world.input(), k, limit);
        ASSERT_EQ(table.n_origins(), world.origins.size());
        EXPECT_EQ(table.n_destinations, world.destinations.size());
        for (std::size_t o = 0; o < costs.size(); ++o) {
          std::vector<std::pair<Cost, std::uint32_t>> best;
          for (std::uint32_t d = 0; d < costs[o].size(); ++d)
            if (costs[o][d] < kUnreachable && costs[o][d] <= limit) best.emplace_back(costs[o][d], d);
          std::ranges::sort(best);
          best.resize(std::min<std::size_t>(best.size(), k));
          full += k > 1 && best.size() == k;
          std::ranges::sort(best, {}, &std::pair<Cost, std::uint32_t>::second);
          std::vector<std::uint32_t> destinations;
          std::vector<Cost> row;
          for (const auto& [cost, d] : best) destinations.push_back(d), row.push_back(cost);
          EXPECT_TRUE(std::ranges::equal(table.destinations_of(o), destinations)) << "origin " << o << " k " << k << " limit " << limit;
          EXPECT_TRUE(std::ranges::equal(table.costs_of(o), row)) << "origin " << o << " k " << k << " limit " << limit;
        }
      }
  }
  EXPECT_GT(full, 1000u);
}

TEST(OneToAll, AgreesWithBellmanFord) {
  for (std::uint64_t seed = 0; seed < kWorlds; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    const RandomStreets world = random_streets(seed);
    const auto costs = costs_by_bellman_ford(world);
    Stream s(seed, "cutoff");
    const SearchInput in = world.input();
    const PreparedSearch search = prepare_search(in);
    for (const Cost limit : {kUnreachable, some_cutoff(s, costs)})
      for (std::uint32_t o = 0; o < costs.size(); ++o) {
        auto expected = costs[o];
        for (Cost& c : expected)
          if (c > limit) c = kUnreachable;
        EXPECT_EQ(one_to_all(search, o, limit).destination, expected) << "origin " << o << " limit " << limit;
      }
  }
}

TEST(FindPath, CostsWhatBellmanFordSaysAndIsAWalkThatItsPeopleMayTake) {
  std::size_t found = 0, with_gates = 0;
  for (std::uint64_t seed = 0; seed < kWorlds; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    const RandomStreets world = random_streets(seed);
    const StreetNetwork& net = world.net;
    const auto costs = costs_by_bellman_ford(world);
    const auto usable = usable_edges(net, world.options.mode == TravelMode::kCycle);
    const test::PlainGates gates(net, {usable.begin(), usable.end()}, world.slot);
    std::vector<Cost> of(net.n_arcs());
    for (std::size_t a = 0; a < of.size(); ++a) of[net.arc_edge[a]] = world.impedance[a];
    const SearchInput in = world.input();
    const PreparedSearch search = prepare_search(in);
    for (std::uint32_t o = 0; o < costs.size(); ++o)
      for (std::uint32_t d = 0; d < costs[o].size(); ++d) {
        const auto path = find_path(search, o, d);
        ASSERT_EQ(path.has_value(), costs[o][d] < kUnreachable) << o << " to " << d;
        if (!path) continue;
        ++found;
        EXPECT_EQ(path->cost, costs[o][d]) << o << " to " << d;
        const Snap &from = in.origins[o], &to = in.destinations[d];
        std::uint64_t sum = std::uint64_t{off_street_cost(from, in.snap_cost_per_m)} + off_street_cost(to, in.snap_cost_per_m);
        double length_m = 0;
        for (const PathStep& step : path->steps) {
          const std::uint32_t e = step.edge.value, mm = step.begin_mm < step.end_mm ? step.end_mm - step.begin_mm : step.begin_mm - step.end_mm;
          const Cost along = of[2 * e + (step.begin_mm > step.end_mm)];
          ASSERT_LT(along, kUnreachable);
          ASSERT_GT(mm, 0u);
          sum += part_cost(along, mm, net.length_mm[e]);
          length_m += mm / 1000.0;
        }
        EXPECT_NEAR(path->length_m, length_m, 1e-9);
        ASSERT_FALSE(path->line.empty());
        // Edges of no length are left out of the steps; they cost nothing here but where speed rounds up a mm.
        EXPECT_EQ(sum, path->cost) << o << " to " << d;
        for (std::size_t i = 1; i < path->steps.size(); ++i) {
          const PathStep &a = path->steps[i - 1], &b = path->steps[i];
          EXPECT_TRUE(a.end_mm == 0 || a.end_mm == net.length_mm[a.edge.value]);
          EXPECT_TRUE(b.begin_mm == 0 || b.begin_mm == net.length_mm[b.edge.value]);
          EXPECT_TRUE(gates.may_pass(a.edge.value, a.end_mm != 0, from.edge.value, world.residents));
          EXPECT_TRUE(gates.may_pass(b.edge.value, b.begin_mm != 0, from.edge.value, world.residents));
        }
        with_gates += !path->gates.empty();
        for (const std::uint32_t g : path->gates) EXPECT_NE(net.gates[g].state, GateState::kClosed);
        const auto again = find_path(in, o, d);
        EXPECT_EQ(again->steps, path->steps);
      }
  }
  EXPECT_GT(found, 3000u);
  EXPECT_GT(with_gates, 300u);
}

/// A stretch of an edge with its band.
struct Piece {
  std::uint32_t begin, end;
  int band;
};

TEST(EdgeBands, AgreesWithWalkingFromEveryMillimetre) {
  std::size_t with_gap = 0, reached_mm = 0;
  for (std::uint64_t seed = 0; seed < kWorlds; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    RandomStreets world = random_streets(seed);
    world.residents = false;  // bands are for the general public
    Stream s(seed, "bands");
    std::vector<Cost> cutoffs;
    for (Cost c = 0; cutoffs.size() < 3;) cutoffs.push_back(c += static_cast<Cost>(s.between(1, 40)));
    const NodeField field = node_field(world.input(), cutoffs.back());
    const auto owned = edge_bands(world.input(), field, cutoffs);
    std::vector<EdgeBand> bands;  // by band alone
    for (const EdgeBand& b : owned) {
      const bool goes_on = !bands.empty() && bands.back().edge == b.edge && bands.back().end_mm == b.begin_mm && bands.back().band == b.band;
      if (goes_on) bands.back().end_mm = b.end_mm;
      else bands.push_back(b);
    }

    // Every mm of every edge as an origin that needs no walk to the street.
    world.origins.clear();
    for (std::uint32_t e = 0; e < world.net.n_edges(); ++e)
      for (std::uint32_t mm = 0; mm <= world.net.length_mm[e]; ++mm)
        world.origins.push_back(test::place_on(world.net, EdgeId(e), mm));
    const NearestTable costs = nearest(world.input());
    const auto band_of = [&](std::size_t o) {
      return static_cast<int>(std::ranges::lower_bound(cutoffs, costs.cost[o]) - cutoffs.begin());
    };
    std::size_t o = 0, next = 0;
    for (std::uint32_t e = 0; e < world.net.n_edges(); ++e, ++o) {
      std::vector<Piece> expected;
      for (std::uint32_t mm = 0; mm < world.net.length_mm[e]; ++mm, ++o) {
        const int band = std::max(band_of(o), band_of(o + 1));
        if (band == static_cast<int>(cutoffs.size())) continue;
        ++reached_mm;
        if (!expected.empty() && expected.back().end == mm && expected.back().band == band) ++expected.back().end;
        else expected.push_back({mm, mm + 1, band});
      }
      with_gap += expected.size() > 1 && expected.front().begin == 0 && expected.back().end == world.net.length_mm[e];
      for (const Piece& piece : expected) {
        ASSERT_LT(next, bands.size()) << "edge " << e;
        EXPECT_EQ(bands[next].edge.value, e);
        EXPECT_EQ(bands[next].begin_mm, piece.begin) << "edge " << e;
        EXPECT_EQ(bands[next].end_mm, piece.end) << "edge " << e;
        EXPECT_EQ(bands[next].band, piece.band) << "edge " << e;
        ++next;
      }
    }
    EXPECT_EQ(next, bands.size());
    if (HasFailure()) break;
  }
  EXPECT_GT(reached_mm, 10000u);
  EXPECT_GT(with_gap, 100u);
}

TEST(EdgeBands, BelongToTheDestinationNearestToTheMiddleOfEachMillimetre) {
  std::size_t changes = 0, alone = 0;
  for (std::uint64_t seed = 0; seed < kWorlds; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    RandomStreets world = random_streets(seed);
    world.residents = false;  // bands are for the general public
    const std::vector<Cost> cutoffs{60, 200};
    const auto bands = edge_bands(world.input(), node_field(world.input(), cutoffs.back()), cutoffs);
    world.origins.clear();
    std::vector<std::size_t> first(world.net.n_edges());
    for (std::uint32_t e = 0; e < world.net.n_edges(); ++e) {
      first[e] = world.origins.size();
      for (std::uint32_t mm = 0; mm <= world.net.length_mm[e]; ++mm)
        world.origins.push_back(test::place_on(world.net, EdgeId(e), mm));
    }
    const CostTable table = catchments(world.input(), kUnreachable - 1);
    const auto cost = [&](std::size_t origin, std::uint32_t destination) -> std::uint64_t {
      const auto row = table.destinations_of(origin);
      const auto at = std::lower_bound(row.begin(), row.end(), destination);
      return at != row.end() && *at == destination ? table.costs_of(origin)[static_cast<std::size_t>(at - row.begin())] : kUnreachable;
    };
    for (std::size_t i = 0; i < bands.size(); ++i) {
      const EdgeBand& b = bands[i];
      std::uint64_t step = 0;  // most that a mm can cost
      for (std::size_t arc = 0; arc < world.net.n_arcs(); ++arc)
        if (world.net.arc_edge[arc] / 2 == b.edge.value && world.impedance[arc] < kUnreachable)
          step = std::max<std::uint64_t>(step, world.impedance[arc] / world.net.length_mm[b.edge.value] + 2);
      changes += i > 0 && bands[i - 1].edge == b.edge && bands[i - 1].end_mm == b.begin_mm && bands[i - 1].owner != b.owner;
      for (std::uint32_t mm = b.begin_mm; mm < b.end_mm; ++mm) {
        // Costs of the mm's two ends; each is rounded, so that the exact sum is less than two units away.
        const std::size_t o = first[b.edge.value] + mm;
        const std::uint64_t own = cost(o, b.owner) + cost(o + 1, b.owner);
        std::size_t near = 0;
        for (std::uint32_t d = 0; d < world.destinations.size(); ++d) {
          // A place that is a junction's or a facility's own may be left both ways, its one-way street may not: there the
          // cost leaps, and the two ends say nothing about the middle.
          const std::uint64_t a = cost(o, d), z = cost(o + 1, d), other = a + z;
          if (std::max(a, z) - std::min(a, z) > step) continue;
          EXPECT_LE(own, other + 2) << "edge " << b.edge.value << " mm " << mm << " destination " << d;
          near += other <= own + 2;
        }
        alone += near == 1;
      }
    }
    if (HasFailure()) break;
  }
  EXPECT_GT(changes, 500u);
  EXPECT_GT(alone, 5000u);
}

TEST(NodeField, IsTheCostOfAPlaceAtEachNodeThatIsNotAGate) {
  for (std::uint64_t seed = 0; seed < kWorlds; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    RandomStreets world = random_streets(seed);
    const NodeField field = node_field(world.input(), 150);
    std::vector<std::uint32_t> nodes;
    world.origins.clear();
    const auto n_nodes = static_cast<std::uint32_t>(world.net.n_nodes());
    for (std::uint32_t v = 0; v < n_nodes; ++v) {
      // An extra dead end at each open node, barred in both directions: only the node itself is left to start from.
      if (std::ranges::any_of(world.net.gates, [&](const Gate& g) { return g.node.value == v; })) continue;
      world.net.node.push_back(world.net.node[v]);
      const Point line[] = {world.net.node[v], {1, 1}};
      const EdgeId e = add_edge(world.net, NodeId(v), NodeId(world.net.n_nodes() - 1), line, StreetClass::kLane, 0);
      world.origins.push_back(test::place_on(world.net, e, 0));
      nodes.push_back(v);
    }
    index_arcs(world.net);
    world.impedance = impedance(world.net, world.options, world.unit);
    const auto costs = costs_by_bellman_ford(world);
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      Cost best = kUnreachable;
      std::uint32_t owner = UINT32_MAX;
      for (std::uint32_t d = 0; d < costs[i].size(); ++d)
        if (costs[i][d] < best && costs[i][d] <= 150) best = costs[i][d], owner = d;
      EXPECT_EQ(field.cost[nodes[i]], best) << "node " << nodes[i];
      EXPECT_EQ(field.owner[nodes[i]], owner) << "node " << nodes[i];
    }
  }
}

}  // namespace
}  // namespace catchment
