// Demand points and facilities anywhere along the streets of hundreds of tangled towns; facilities move, gates shut and open,
// streets change their cost: after each edit the answers are those of a whole computation.
#include "sim/network/live_catchments.h"

#include <gtest/gtest.h>
#include <omp.h>

#include <stdexcept>

#include "sim/core/random.h"
#include "sim/network/live_nearest.h"
#include "tests/sim/network/random_streets.h"

namespace catchment {
namespace {

using test::place_on;
using test::random_streets;
using test::RandomStreets;

Snap random_place(const StreetNetwork& net, Stream& s) {
  if (s.chance(0.1)) return {};
  const EdgeId edge(s.below(net.n_edges()));
  const std::uint32_t length = net.length_mm[edge.value];
  const auto from_mm = s.chance(0.2) ? 0u : s.chance(0.2) ? length : static_cast<std::uint32_t>(s.below(std::uint64_t{length} + 1));
  return place_on(net, edge, from_mm, s.chance(0.4) ? 0 : s.uniform(0, 0.02));
}

/// A town, the same town kept plainly beside it, and the answers of both.
struct Edited {
  explicit Edited(std::uint64_t seed, Cost cutoff_)
      : town(random_streets(seed)), cutoff(cutoff_), places(walled_places(town.net, passable_edges(town.net, town.impedance))),
        streets(input()), nearest_of(streets), catchments_of(streets, cutoff) {}

  void place(std::uint32_t f, const Snap& snap) {
    nearest_of.place(f, snap);
    catchments_of.place(f, snap);
    if (town.destinations.size() <= f) town.destinations.resize(f + 1);
    town.destinations[f] = snap;
  }
  void place_all() {
    std::vector<LiveNearest::Placed> a;
    std::vector<LiveCatchments::Placed> b;
    for (std::uint32_t f = 0; f < town.destinations.size(); ++f) {
      a.push_back({f, town.destinations[f]});
      b.push_back({f, town.destinations[f]});
    }
    nearest_of.place_all(a);
    catchments_of.place_all(b);
  }
  SearchInput input() const {
    SearchInput in = town.input();
    in.places = &places;
    return in;
  }
  void turn_gate(Gate& gate, GateState state) {
    gate.state = state;
    GateState strictest = GateState::kOpen;
    for (const Gate& g : town.net.gates)
      if (g.node == gate.node) strictest = std::max(strictest, state_at(g, town.slot));
    change_streets(streets, streets.gate_change(gate.node, strictest), nearest_of, catchments_of);
  }
  /// A new cost of one street, in both directions.
  void change_cost(EdgeId e, Cost forward, Cost backward) {
    change_streets(streets, streets.cost_change(e, forward, backward), nearest_of, catchments_of);
    for (std::size_t a = 0; a < town.impedance.size(); ++a)
      if (town.net.arc_edge[a] / 2 == e.value) town.impedance[a] = town.net.arc_edge[a] % 2 == 0 ? forward : backward;
  }

  void check(const char* what, std::uint64_t seed, int step) {
    const NearestTable n = nearest(input());
    ASSERT_TRUE(std::equal(n.cost.begin(), n.cost.end(), nearest_of.cost().begin())) << what << " " << seed << " " << step;
    ASSERT_TRUE(std::equal(n.destination.begin(), n.destination.end(), nearest_of.facility().begin())) << what << " " << seed << " " << step;
    const CostTable whole = catchments(input(), cutoff);
    std::vector<std::uint32_t> all;
    for (std::uint32_t f = 0; f < town.destinations.size(); ++f) all.push_back(f);
    const CostTable live = catchments_of.table(all);
    ASSERT_EQ(live.row_begin, whole.row_begin) << what << " " << seed << " " << step;
    ASSERT_EQ(live.destination, whole.destination) << what << " " << seed << " " << step;
    ASSERT_EQ(live.cost, whole.cost) << what << " " << seed << " " << step;
    for (std::size_t o = 0; o < whole.n_origins(); ++o) ASSERT_EQ(catchments_of.backup()[o], whole.destinations_of(o).size());
  }

  RandomStreets town;
  Cost cutoff;
  WalledPlaces places;
  LiveStreets streets;
  LiveNearest nearest_of;
  LiveCatchments catchments_of;
};

Cost random_cutoff(std::uint64_t seed) {
  Stream s(seed, "cutoff");
  const Cost typical[] = {0, 20, 60, 200, 2'000, 50'000, kUnreachable - 1};
  return typical[s.below(7)];
}

TEST(LiveCatchments, EqualAWholeComputationAfterEveryEditOfManyTowns) {
  int edits = 0, near_changes = 0, backup_changes = 0, kept = 0, with_keys = 0;
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    Edited e(seed, random_cutoff(seed));
    if (seed % 2 == 0) e.place_all();
    else e.town.destinations.clear();
    with_keys += e.streets.keys().count() > 0;
    Stream s(seed, "edits");
    for (int step = 0; step < 25; ++step, ++edits) {
      const std::vector<Cost> cost(e.nearest_of.cost().begin(), e.nearest_of.cost().end());
      const std::vector<std::uint32_t> owner(e.nearest_of.facility().begin(), e.nearest_of.facility().end());
      const std::vector<std::uint32_t> backup(e.catchments_of.backup().begin(), e.catchments_of.backup().end());
      e.nearest_of.forget_changes();
      e.catchments_of.forget_changes();
      const char* what = "place";
      if (!e.town.net.gates.empty() && s.chance(0.3)) {
        e.turn_gate(e.town.net.gates[s.below(e.town.net.gates.size())], static_cast<GateState>(s.below(3)));
        what = "gate";
      } else if (s.chance(0.3)) {
        const auto some = [&]() -> Cost { return s.chance(0.2) ? kUnreachable : s.chance(0.2) ? 0 : s.chance(0.05) ? 900'000 : static_cast<Cost>(s.below(3000)); };
        const EdgeId edge(s.below(e.town.net.n_edges()));
        const Cost forward = some();
        e.change_cost(edge, forward, s.chance(0.5) ? forward : some());
        what = "speed";
      } else {
        e.place(static_cast<std::uint32_t>(s.below(7)), random_place(e.town.net, s));
      }
      e.check(what, seed, step);
      if (testing::Test::HasFatalFailure()) return;
      kept += static_cast<int>(e.town.destinations.size() - e.catchments_of.searched().size());
      std::size_t near_differ = 0, backup_differ = 0;
      for (std::size_t o = 0; o < cost.size(); ++o) {
        near_differ += cost[o] != e.nearest_of.cost()[o] || owner[o] != e.nearest_of.facility()[o];
        backup_differ += backup[o] != e.catchments_of.backup()[o];
      }
      ASSERT_EQ(e.nearest_of.changes().size(), near_differ);
      for (const auto& c : e.nearest_of.changes()) {
        ASSERT_EQ(c.cost, cost[c.origin]);
        ASSERT_EQ(c.facility, owner[c.origin]);
      }
      ASSERT_EQ(e.catchments_of.changes().size(), backup_differ);
      for (const auto& c : e.catchments_of.changes()) ASSERT_EQ(c.backup, backup[c.origin]);
      near_changes += static_cast<int>(near_differ);
      backup_changes += static_cast<int>(backup_differ);
    }
  }
  EXPECT_EQ(edits, 10'000);
  EXPECT_GT(near_changes, 5'000);
  EXPECT_GT(backup_changes, 5'000);
  EXPECT_GT(with_keys, 100);
  EXPECT_GT(kept, 10'000);   // most catchments were left alone
}

TEST(LiveCatchments, ThereAndBackGivesTheSameBytes) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    Edited e(seed, random_cutoff(seed));
    e.place_all();
    Stream s(seed, "back");
    std::vector<std::uint32_t> all;
    for (std::uint32_t f = 0; f < e.town.destinations.size(); ++f) all.push_back(f);
    const CostTable before = e.catchments_of.table(all);
    const std::vector<Cost> cost(e.nearest_of.cost().begin(), e.nearest_of.cost().end());
    e.nearest_of.forget_changes();
    e.catchments_of.forget_changes();
    e.place(40, random_place(e.town.net, s));
    e.place(40, {});
    if (!all.empty()) {
      const Snap home = e.town.destinations[0];
      e.place(0, random_place(e.town.net, s));
      e.place(0, home);
    }
    if (!e.town.net.gates.empty()) {
      Gate& gate = e.town.net.gates.front();
      const GateState state = gate.state;
      e.turn_gate(gate, state == GateState::kClosed ? GateState::kOpen : GateState::kClosed);
      e.turn_gate(gate, state);
    }
    EXPECT_TRUE(e.nearest_of.changes().empty());
    EXPECT_TRUE(e.catchments_of.changes().empty());
    const CostTable after = e.catchments_of.table(all);
    EXPECT_EQ(after.row_begin, before.row_begin);
    EXPECT_EQ(after.destination, before.destination);
    EXPECT_EQ(after.cost, before.cost);
    EXPECT_TRUE(std::equal(cost.begin(), cost.end(), e.nearest_of.cost().begin()));
  }
}

TEST(LiveCatchments, AGateFarAwayConcernsNobody) {
  StreetNetwork net = test::grid_streets(30, 3, 100);
  net.gates.push_back({"far", NodeId(29), GateState::kOpen});
  std::vector<Snap> origins;
  for (std::uint32_t e = 0; e < net.n_edges(); ++e) origins.push_back(place_on(net, EdgeId(e), 50'000));
  const std::vector<Cost> metres = impedance(net, {}, CostUnit::kMetres);
  LiveStreets streets({&net, metres, origins, {}, 1000});
  LiveCatchments live(streets, 500'000);
  live.place(0, place_on(net, EdgeId(0), 0));
  live.place(1, place_on(net, EdgeId(net.n_edges() - 1), 0));
  change_streets(streets, streets.gate_change(NodeId(29), GateState::kClosed), live);
  EXPECT_EQ(std::vector<std::uint32_t>(live.searched().begin(), live.searched().end()), std::vector<std::uint32_t>{1});
}

TEST(LiveCatchments, SameAtOneTwoAndFourThreads) {
  const StreetNetwork net = test::grid_streets(40, 40, 10);
  std::vector<Snap> origins;
  for (std::uint32_t e = 0; e < net.n_edges(); ++e) origins.push_back(place_on(net, EdgeId(e), 3'000));
  std::vector<std::vector<Cost>> costs;
  for (const int threads : {1, 2, 4}) {
    omp_set_num_threads(threads);
    const std::vector<Cost> metres = impedance(net, {}, CostUnit::kMetres);
  LiveStreets streets({&net, metres, origins, {}, 1000});
    LiveCatchments live(streets, 200'000);
    Stream s(1, "threads");
    std::vector<LiveCatchments::Placed> placed;
    std::vector<std::uint32_t> all;
    for (std::uint32_t f = 0; f < 50; ++f) {
      all.push_back(f);
      placed.push_back({f, place_on(net, EdgeId(s.below(net.n_edges())), 5'000)});
    }
    live.place_all(placed);
    change_streets(streets, streets.cost_change(EdgeId(1500), 7, 3), live);
    EXPECT_GT(live.searched().size(), 3u);
    costs.push_back(live.table(all).cost);
  }
  EXPECT_FALSE(costs[0].empty());
  EXPECT_EQ(costs[1], costs[0]);
  EXPECT_EQ(costs[2], costs[0]);
}

TEST(LiveStreets, RefusesASnapThatIsNoPlaceOfTheNetworkAndChangesNothing) {
  Edited e(3, 2000);
  e.place_all();
  Snap off = e.town.destinations.empty() ? Snap{} : e.town.destinations[0];
  off.edge = EdgeId(e.town.net.n_edges());
  e.nearest_of.forget_changes();
  EXPECT_THROW(e.nearest_of.place(0, off), std::invalid_argument);
  EXPECT_THROW(e.catchments_of.place(0, off), std::invalid_argument);
  off.edge = EdgeId(0);
  off.from_mm = e.town.net.length_mm[0];
  off.to_mm = 1;
  EXPECT_THROW(e.nearest_of.place(0, off), std::invalid_argument);
  EXPECT_TRUE(e.nearest_of.changes().empty());
  const std::vector<Cost> short_of(1, 5);
  EXPECT_THROW(LiveStreets({&e.town.net, short_of, {}, {}, 1000}), std::invalid_argument);
}

}  // namespace
}  // namespace catchment
