// Thousands of edits on hundreds of small tangled towns: after each the field is what a search from scratch gives.
#include "sim/network/live_field.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>

#include "sim/core/random.h"
#include "sim/network/field_sweep.h"
#include "sim/network/node_order.h"
#include "sim/network/reverse_search.h"
#include "tests/sim/network/random_streets.h"

namespace catchment {
namespace {

using test::random_streets;
using test::RandomStreets;
using Search = ReverseSearch<std::uint64_t>;

/// The labels of all nodes by a search from scratch over `costs`, in the graph's numbers.
std::vector<OwnerLabel> from_scratch(const StreetNetwork& net, const EdgeCosts& costs, const LiveGraph& graph,
                                     const std::vector<std::vector<Entrance>>& facilities) {
  const ReverseGraph reversed = reverse_graph(net, costs);
  Search search(reversed);
  std::vector<Search::Seed> seeds;
  for (std::uint32_t f = 0; f < facilities.size(); ++f)
    for (const Entrance& e : facilities[f])
      if (e.cost < kUnreachable) seeds.push_back({(OwnerLabel{e.cost} << 32) | f, graph.node_of[e.vertex]});
  search.run(seeds, kUnreachable - 1);
  std::vector<OwnerLabel> labels(graph.n_vertices());
  for (std::uint32_t v = 0; v < labels.size(); ++v) labels[v] = search.labels()[graph.node_of[v]];
  return labels;
}

std::vector<OwnerLabel> copy(std::span<const OwnerLabel> labels) { return {labels.begin(), labels.end()}; }

/// Gates are LiveStreets' business.
EdgeCosts all_open(const RandomStreets& town) {
  EdgeCosts costs = edge_costs(town.net, town.impedance);
  costs.ends.clear();
  return costs;
}

/// A town whose facilities and weights a test edits, with the field that should follow.
struct Edited {
  explicit Edited(std::uint64_t seed)
      : town(random_streets(seed)), costs(all_open(town)), graph(live_graph(town.net, costs)), field(graph) {}

  std::vector<Entrance> random_entrances(Stream& s) const {
    std::vector<Entrance> entrances;
    const auto n = s.chance(0.1) ? 0 : s.between(1, 2);
    for (std::int64_t i = 0; i < n; ++i)
      entrances.push_back({static_cast<std::uint32_t>(s.below(graph.n_vertices())),
                           s.chance(0.1)   ? kUnreachable
                           : s.chance(0.3) ? 0
                                           : static_cast<Cost>(s.below(40))});
    return entrances;
  }
  void place(std::uint32_t f, std::vector<Entrance> entrances) {
    if (facilities.size() <= f) facilities.resize(f + 1);
    field.place(f, entrances);
    facilities[f] = std::move(entrances);
  }
  void change_weights(std::span<const ArcWeight> changes) {
    field.before(changes);
    for (const ArcWeight& c : changes) {
      set_weight(graph, c);
      costs.of[c.code] = c.weight;
    }
    field.after(changes);
  }
  [[nodiscard]] std::vector<OwnerLabel> expected() const { return from_scratch(town.net, costs, graph, facilities); }

  RandomStreets town;
  EdgeCosts costs;
  LiveGraph graph;
  LiveField field;
  std::vector<std::vector<Entrance>> facilities;
};

/// Weights of some arcs drawn anew: ties, nothing, barred, far heavier than any before.
std::vector<ArcWeight> random_weights(const Edited& e, Stream& s) {
  std::vector<ArcWeight> changes;
  std::vector<std::uint32_t> codes(e.town.net.n_arcs());
  for (std::uint32_t c = 0; c < codes.size(); ++c) codes[c] = c;
  const auto n = std::min<std::uint64_t>(codes.size(), 1 + s.below(4));
  for (std::uint64_t i = 0; i < n; ++i) {
    std::swap(codes[i], codes[i + s.below(codes.size() - i)]);
    changes.push_back({codes[i], s.chance(0.25)   ? kUnreachable
                                 : s.chance(0.3)  ? 0
                                 : s.chance(0.05) ? 3'000'000
                                                  : static_cast<Cost>(s.below(50'000))});
  }
  return changes;
}

TEST(LiveField, EqualsASearchFromScratchAfterEveryEditOfManyTowns) {
  int edits = 0, changed = 0;
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    Edited e(seed);
    Stream s(seed, "edits");
    for (int step = 0; step < 25; ++step, ++edits) {
      const std::vector<OwnerLabel> before = copy(e.field.labels());
      e.field.forget_changes();
      if (s.chance(0.4) && e.town.net.n_arcs() > 0) e.change_weights(random_weights(e, s));
      else e.place(static_cast<std::uint32_t>(s.below(6)), e.random_entrances(s));
      const std::vector<OwnerLabel> expected = e.expected();
      ASSERT_EQ(copy(e.field.labels()), expected) << "seed " << seed << " step " << step;
      // The changes are exactly the vertices whose label differs, once each, with the label of before.
      std::size_t differ = 0;
      for (std::size_t v = 0; v < before.size(); ++v) differ += before[v] != expected[v];
      const auto changes = e.field.changes();
      ASSERT_EQ(changes.size(), differ);
      for (const LiveField::Change& c : changes) ASSERT_EQ(c.before, before[c.vertex]);
      for (std::size_t i = 0; i < changes.size(); ++i)
        for (std::size_t j = 0; j < i; ++j) ASSERT_NE(changes[i].vertex, changes[j].vertex);
      changed += static_cast<int>(differ);
    }
  }
  EXPECT_EQ(edits, 10'000);
  EXPECT_GT(changed, 10'000);
}

TEST(LiveField, ChangesAddUpOverSeveralEditsUntilForgotten) {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    Edited e(seed);
    Stream s(seed, "add up");
    const std::vector<OwnerLabel> before = copy(e.field.labels());
    for (int step = 0; step < 6; ++step) {
      e.place(static_cast<std::uint32_t>(s.below(4)), e.random_entrances(s));
      if (step % 2 == 0) (void)e.field.changes();
    }
    std::vector<OwnerLabel> undone = copy(e.field.labels());
    for (const LiveField::Change& c : e.field.changes()) undone[c.vertex] = c.before;
    EXPECT_EQ(undone, before);
  }
}

TEST(LiveField, AddThenRemoveAndThereAndBackGiveTheSameBytes) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    Edited e(seed);
    Stream s(seed, "back");
    for (std::uint32_t f = 0; f < 4; ++f) e.place(f, e.random_entrances(s));
    const std::vector<OwnerLabel> start = copy(e.field.labels());
    e.field.forget_changes();
    e.place(9, e.random_entrances(s));
    e.place(9, {});
    EXPECT_EQ(copy(e.field.labels()), start);
    const std::vector<Entrance> home = e.facilities[2];
    e.place(2, e.random_entrances(s));
    e.place(2, home);
    EXPECT_EQ(copy(e.field.labels()), start);
    EXPECT_TRUE(e.field.changes().empty());
  }
}

TEST(LiveField, ClosingAndReopeningStreetsGivesTheSameBytes) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    Edited e(seed);
    Stream s(seed, "streets");
    for (std::uint32_t f = 0; f < 3; ++f) e.place(f, e.random_entrances(s));
    const std::vector<OwnerLabel> start = copy(e.field.labels());
    const std::vector<ArcWeight> changes = random_weights(e, s);
    std::vector<ArcWeight> back;
    for (const ArcWeight& c : changes) back.push_back({c.code, arc_of(e.graph, c.code).weight});
    e.change_weights(changes);
    e.change_weights(back);
    EXPECT_EQ(copy(e.field.labels()), start);
  }
}

TEST(LiveField, LeavesAloneWhatAnEditCannotReach) {
  StreetNetwork net = test::grid_streets(40, 40, 1);
  const EdgeCosts costs = edge_costs(net, impedance(net, {}, CostUnit::kMetres));
  const LiveGraph graph = live_graph(net, costs);
  LiveField field(graph);
  std::vector<LiveField::Placed> all;
  for (std::uint32_t f = 0; f < 16; ++f)
    all.push_back({f, {{graph.vertex_of[(f / 4 * 10 + 5) * 40 + f % 4 * 10 + 5], 0}}});
  field.place_all(all);
  field.forget_changes();
  const Entrance next_door[] = {{graph.vertex_of[5 * 40 + 6], 0}};
  field.place(0, next_door);
  EXPECT_GT(field.changes().size(), 50u);
  EXPECT_LT(field.changes().size(), 200u);   // a cell has about 100 of the 1,600
}

TEST(LiveField, AllPlacedAtOnceEqualsOneByOne) {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    Edited e(seed);
    Stream s(seed, "at once");
    std::vector<LiveField::Placed> all;
    for (std::uint32_t f = 0; f < 5; ++f) all.push_back({f, e.random_entrances(s)});
    LiveField at_once(e.graph);
    at_once.place_all(all);
    for (const auto& f : all) e.place(f.owner, f.entrances);
    EXPECT_EQ(copy(at_once.labels()), copy(e.field.labels()));
    at_once.place_all(all);   // again: nothing moves
    EXPECT_EQ(copy(at_once.labels()), copy(e.field.labels()));
  }
}

TEST(LiveField, ASweepForLargeChangesGivesTheSameLabelsAndChanges) {
  int swept = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    Edited e(seed);
    LiveField with_sweep(e.graph);
    Stream s(seed, "sweep");
    std::vector<OwnerLabel> fresh;
    with_sweep.use_sweep([&](std::span<const OwnedSeed> seeds) {
      ++swept;
      std::vector<std::vector<Entrance>> facilities(10);
      for (const OwnedSeed& seed_of : seeds)
        facilities[static_cast<std::uint32_t>(seed_of.label)].push_back({seed_of.vertex, static_cast<Cost>(seed_of.label >> 32)});
      fresh = from_scratch(e.town.net, e.costs, e.graph, facilities);
      return std::span<const OwnerLabel>(fresh);
    }, s.below(4));
    for (int step = 0; step < 12; ++step) {
      with_sweep.forget_changes();
      e.field.forget_changes();
      if (s.chance(0.4)) {
        const auto changes = random_weights(e, s);
        with_sweep.before(changes);
        e.change_weights(changes);
        with_sweep.after(changes);
      } else {
        const auto f = static_cast<std::uint32_t>(s.below(5));
        e.place(f, e.random_entrances(s));
        with_sweep.place(f, e.facilities[f]);
      }
      ASSERT_EQ(copy(with_sweep.labels()), copy(e.field.labels())) << seed << " " << step;
      ASSERT_EQ(with_sweep.changes().size(), e.field.changes().size());
    }
  }
  EXPECT_GT(swept, 100);
}

TEST(LiveField, TheHierarchysSweepGivesTheSameLabelsInEitherOrderOfVertices) {
  int swept = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    Edited e(seed);
    const ReverseGraph reversed = reverse_graph(e.town.net, e.costs);
    const Hierarchy hierarchy = build_hierarchy(reversed, nested_dissection_order(reversed, e.town.net.node));
    const SweepGraph sweep = sweep_graph(hierarchy, customise(hierarchy, reversed));
    const LiveGraph by_position = live_graph(e.town.net, e.costs, sweep.node_at);
    LiveField along_curve(e.graph), in_position(by_position);
    along_curve.use_sweep(field_sweep(e.graph, sweep), 1);
    in_position.use_sweep(field_sweep(by_position, sweep), 1);
    Stream s(seed, "hierarchy");
    for (int step = 0; step < 10; ++step) {
      const auto f = static_cast<std::uint32_t>(s.below(5));
      e.place(f, e.random_entrances(s));
      along_curve.place(f, e.facilities[f]);
      std::vector<Entrance> moved = e.facilities[f];
      for (Entrance& entrance : moved) entrance.vertex = by_position.vertex_of[e.graph.node_of[entrance.vertex]];
      in_position.place(f, moved);
      ASSERT_EQ(copy(along_curve.labels()), copy(e.field.labels())) << seed << " " << step;
      for (std::size_t v = 0; v < e.graph.n_vertices(); ++v)
        ASSERT_EQ(in_position.labels()[by_position.vertex_of[e.graph.node_of[v]]], e.field.labels()[v]) << seed << " " << step;
      swept += e.graph.n_vertices() > 3;
    }
  }
  EXPECT_GT(swept, 500);
}

TEST(LiveGraph, RefusesAnOrderThatIsNone) {
  Edited e(1);
  std::vector<std::uint32_t> order = e.graph.node_of;
  order.push_back(0);
  EXPECT_THROW(live_graph(e.town.net, e.costs, order), std::invalid_argument);
  order.pop_back();
  order.back() = static_cast<std::uint32_t>(order.size());
  EXPECT_THROW(live_graph(e.town.net, e.costs, order), std::invalid_argument);
}

TEST(LiveField, RefusesVerticesThatAreNotThereAndTheNumberOfNobody) {
  Edited e(1);
  const Entrance nowhere[] = {{static_cast<std::uint32_t>(e.graph.n_vertices()), 0}};
  EXPECT_THROW(e.field.place(0, nowhere), std::invalid_argument);
  EXPECT_THROW(e.field.place(UINT32_MAX, {}), std::invalid_argument);
  const LiveField::Placed placed[] = {{0, {{static_cast<std::uint32_t>(e.graph.n_vertices()), 0}}}};
  EXPECT_THROW(e.field.place_all(placed), std::invalid_argument);
  EXPECT_TRUE(e.field.changes().empty());
}

}  // namespace
}  // namespace catchment
