// Gates of walled quarters by hand, and what must hold for every town with gates.
#include <gtest/gtest.h>
#include <omp.h>

#include <algorithm>
#include <stdexcept>

#include "sim/core/random.h"
#include "sim/network/impedance.h"
#include "sim/network/search.h"
#include "tests/sim/network/plain_gates.h"
#include "tests/sim/network/random_streets.h"
#include "tests/support/ascii_town.h"

namespace catchment {
namespace {

using test::ascii_town;
using test::AsciiTown;
using test::random_streets;
using test::RandomStreets;

constexpr GateState kOpen = GateState::kOpen, kResidents = GateState::kResidentsOnly, kShut = GateState::kClosed;
constexpr std::uint32_t kOutside = WalledPlaces::kOutside;

/// A place in the middle of the way between two letters, or at a node of it: "AB" is halfway, "A" at A on its first way.
Snap place(const AsciiTown& town, char a, char b, double share = 0.5) {
  const EdgeId e = town.edge(a, b);
  const double along = town.streets.from[e.value] == town[a] ? share : 1 - share;
  return test::place_on(town.streets, e, static_cast<std::uint32_t>(along * town.streets.length_mm[e.value]));
}

Cost walk_mm(const AsciiTown& town, const Snap& from, const Snap& to, int slot = kAnyTime) {
  const auto cost = impedance(town.streets, {}, CostUnit::kMetres);
  const SearchInput in{&town.streets, cost, {&from, 1}, {&to, 1}, 1000, nullptr, slot};
  const NearestTable table = nearest(in);
  const CostTable all = catchments(in, kUnreachable);
  EXPECT_EQ(all.costs_of(0).empty() ? kUnreachable : all.costs_of(0)[0], table.cost[0]);
  return table.cost[0];
}

WalledPlaces places_of(const AsciiTown& town) { return walled_places(town.streets, usable_edges(town.streets, false)); }

/// A quarter between two streets, with a gate in its north and its south wall, off the streets; Q is home.
AsciiTown quarter(GateState north, GateState south) {
  AsciiTown town = ascii_town(R"(
    A---N---B
    |   G   |
    |   Q   |
    |   H   |
    C---S---D
  )", 100, {"ANB", "CSD", "AC", "BD", "NG", "SH", "GQ:private", "QH:private"});
  town.streets.gates = {{"north", town['G'], north}, {"south", town['H'], south}};
  return town;
}

TEST(WalledPlaces, AreWhatLiesBehindGatesAndNotTheTownAround) {
  const AsciiTown town = quarter(kOpen, kShut);
  const WalledPlaces places = places_of(town);
  ASSERT_EQ(places.count(), 1u);
  for (const char* inner : {"GQ", "QH"}) EXPECT_EQ(places.at(town.edge(inner[0], inner[1])), 0u);
  for (const char* outer : {"AN", "NB", "NG", "SH", "AC"}) EXPECT_EQ(places.at(town.edge(outer[0], outer[1])), kOutside);
  EXPECT_EQ(places.depth[0], 1u);
  EXPECT_EQ(places.length_m[0], 200);
  EXPECT_EQ(places.owner, (std::vector<std::uint32_t>{0, 0})) << "both gates are the quarter's";
}

TEST(WalledPlaces, TheLongestPublicPartIsTheOutsideEvenIfMorePathsRunInside) {
  const AsciiTown town = ascii_town("A---G-------------Q", 100, {"AG", "GQ:private"});
  const WalledPlaces places = places_of(town);
  ASSERT_EQ(places.count(), 1u) << "no gate is needed where private paths meet public streets";
  EXPECT_EQ(places.at(town.edge('G', 'Q')), 0u);
  EXPECT_EQ(places.at(town.edge('A', 'G')), kOutside);
}

TEST(ResidentsGate, LetsItsOwnPeopleThroughAndSendsOthersRound) {
  const AsciiTown town = quarter(kResidents, kResidents);
  const Snap home = place(town, 'G', 'Q', 1), north = place(town, 'A', 'N', 1), south = place(town, 'C', 'S', 1);
  EXPECT_EQ(walk_mm(town, home, north), 200'000u);
  EXPECT_EQ(walk_mm(town, home, south), 200'000u);
  EXPECT_EQ(walk_mm(town, north, south), 400'000u * 3) << "strangers walk round the quarter";
  EXPECT_EQ(walk_mm(town, north, home), kUnreachable);
  const AsciiTown open = quarter(kOpen, kOpen);
  EXPECT_EQ(walk_mm(open, north, south), 400'000u) << "open gates let everybody cut through";
  const AsciiTown shut = quarter(kShut, kShut);
  EXPECT_EQ(walk_mm(shut, home, north), kUnreachable);
}

TEST(ResidentsGate, OfTwoGatesTheOpenOneLetsOthersInAndTheOtherOnlyItsPeopleOut) {
  const AsciiTown town = quarter(kOpen, kResidents);
  const Snap home = place(town, 'G', 'Q', 1), north = place(town, 'A', 'N', 1), south = place(town, 'C', 'S', 1);
  EXPECT_EQ(walk_mm(town, north, home), 200'000u);
  EXPECT_EQ(walk_mm(town, south, home), 1'200'000u + 200'000u) << "in by the north gate";
  EXPECT_EQ(walk_mm(town, home, south), 200'000u) << "out by the gate whose key they hold";
}

TEST(ResidentsGate, PeopleCutThroughTheirOwnQuarterOnTheWayToElsewhere) {
  const AsciiTown town = quarter(kResidents, kResidents);
  // From the stub of the north gate nobody is at home; from just inside it the way south is through the quarter.
  const Snap inside = place(town, 'G', 'Q', 0.1), outside = place(town, 'N', 'G', 0.9), south = place(town, 'C', 'S', 1);
  EXPECT_EQ(walk_mm(town, inside, south), 290'000u);
  EXPECT_EQ(walk_mm(town, outside, south), 90'000u + 1'200'000u);
}

TEST(ResidentsGate, AFacilityBehindItServesOnlyItsOwnPeople) {
  const AsciiTown town = quarter(kResidents, kResidents);
  const Snap clinic = place(town, 'Q', 'H');
  const Snap homes[] = {place(town, 'G', 'Q'), place(town, 'A', 'N'), place(town, 'S', 'H')};
  const auto cost = impedance(town.streets, {}, CostUnit::kMetres);
  const NearestTable table = nearest({&town.streets, cost, homes, {&clinic, 1}, 1000});
  EXPECT_EQ(table.cost, (std::vector<Cost>{100'000, kUnreachable, kUnreachable}));
}

TEST(ResidentsGate, InOneAndTheSamePlaceLetsNobodyThrough) {
  // The gate stands on a street of the town, which goes round it.
  AsciiTown town = ascii_town(R"(
    A-G-B
    |   |
    C---D
  )", 100, {"AGB", "AC", "CD", "DB"});
  town.streets.gates = {{"odd", town['G'], kResidents}};
  EXPECT_EQ(places_of(town).count(), 0u);
  EXPECT_EQ(walk_mm(town, place(town, 'A', 'G'), place(town, 'G', 'B')), 100'000u + 200'000u + 400'000u + 200'000u + 100'000u);
}

/// A campus with a dormitory quarter in it: outside - G - campus - D - dormitory.
AsciiTown campus(GateState campus_gate, GateState dormitory_gate) {
  AsciiTown town = ascii_town("A---------G---C---D--E", 100, {"AG", "GC:private", "CD:private", "DE:private"});
  town.streets.gates = {{"campus", town['G'], campus_gate}, {"dormitory", town['D'], dormitory_gate}};
  return town;
}

TEST(NestedPlaces, WhoLivesInTheInnerOnePassesTheOuterGateToo) {
  const AsciiTown town = campus(kResidents, kResidents);
  const WalledPlaces places = places_of(town);
  ASSERT_EQ(places.count(), 2u);
  EXPECT_EQ(places.depth, (std::vector<std::uint32_t>{1, 2}));
  const Snap street = place(town, 'A', 'G'), lecture = place(town, 'G', 'C'), bed = place(town, 'D', 'E');
  EXPECT_EQ(walk_mm(town, bed, street), 1'500'000u - 50'000u);
  EXPECT_EQ(walk_mm(town, bed, lecture), 750'000u);
  EXPECT_EQ(walk_mm(town, lecture, street), 700'000u);
  EXPECT_EQ(walk_mm(town, lecture, bed), kUnreachable) << "the dormitory is not for the whole campus";
  EXPECT_EQ(walk_mm(town, street, lecture), kUnreachable);
  EXPECT_EQ(walk_mm(campus(kOpen, kResidents), street, lecture), 700'000u);
  EXPECT_EQ(walk_mm(campus(kOpen, kResidents), street, bed), kUnreachable);
}

TEST(PrivatePaths, WithoutAGateAreForTheirOwnPeopleAndDoNotCutTheStreet) {
  // A driveway D off the street between A and B, and a private path P that would be a shorter way.
  const AsciiTown town = ascii_town(R"(
    A---J---B
    |   |   |
    |   D   |
    |       |
    C---K---E
        |
        F
  )", 100, {"AJB", "AC", "BE", "CKE", "JD:private", "KF:private"});
  const Snap drive = place(town, 'J', 'D', 1), west = place(town, 'A', 'J', 0), east = place(town, 'J', 'B', 1),
             other = place(town, 'K', 'F', 1);
  EXPECT_EQ(walk_mm(town, west, east), 800'000u) << "the public goes past the driveway";
  EXPECT_EQ(walk_mm(town, drive, east), 600'000u);
  EXPECT_EQ(walk_mm(town, east, drive), kUnreachable);
  EXPECT_EQ(walk_mm(town, drive, other), kUnreachable) << "a neighbour is the general public on the next driveway";
}

TEST(PrivatePaths, ThatRunThroughAreAShortCutForTheirPeopleOnly) {
  const AsciiTown town = ascii_town(R"(
    A-------B
    |       |
    |       |
    C-------D
  )", 100, {"AB:private", "AC", "CD", "DB"});
  EXPECT_EQ(walk_mm(town, place(town, 'A', 'C', 0), place(town, 'D', 'B', 1)), 300'000u + 800'000u + 300'000u);
  EXPECT_EQ(walk_mm(town, place(town, 'A', 'B', 0.25), place(town, 'D', 'B', 1)), 600'000u);
}

TEST(GateHours, AnOpenGateIsForItsPeopleAtNightAndAClosedOneStaysClosed) {
  AsciiTown town = quarter(kOpen, kShut);
  const int noon = 24, night = 4;
  Gate& gate = town.streets.gates[0];
  for (std::size_t slot = 12; slot < 44; ++slot) gate.hours.set(slot);  // Monday 06:00-22:00
  const Snap home = place(town, 'G', 'Q', 1), street = place(town, 'A', 'N', 1);
  EXPECT_EQ(walk_mm(town, street, home, noon), 200'000u);
  EXPECT_EQ(walk_mm(town, street, home, night), kUnreachable);
  EXPECT_EQ(walk_mm(town, home, street, night), 200'000u);
  EXPECT_EQ(walk_mm(town, street, home), 200'000u) << "no moment: hours are not looked at";
  gate.outside_hours = kShut;
  EXPECT_EQ(walk_mm(town, home, street, night), kUnreachable);
  gate.state = kShut;
  gate.outside_hours = kOpen;
  EXPECT_EQ(walk_mm(town, home, street, night), kUnreachable) << "what is outside hours never opens more than the state";
  EXPECT_EQ(walk_mm(town, home, street, noon), kUnreachable);
}

/// A town with a river and one bridge, and north of it a walled quarter with one gate in the west; a second gate stands
/// shut in the east wall. The station is south of the bridge, in the east.
struct River {
  AsciiTown town;
  std::vector<Snap> homes;
  std::vector<std::int64_t> persons;
  Snap station;
};
River river(GateState east_gate) {
  River r{ascii_town(R"(
    A---W-P-Q-R-E---B
    |               |
    ~~~~~~~~~~~~~~~~|
    C---------------D
  )", 100, {"AW", "WPQRE:private", "EB", "AC:motorway", "BD", "CD"}), {}, {}, {}};
  // Round the quarter by a street north of it, 1600 m long.
  const Point line[] = {r.town.at('A'), {r.town.at('A').x, r.town.at('A').y + 200}, {r.town.at('B').x, r.town.at('B').y + 200}, r.town.at('B')};
  add_edge(r.town.streets, r.town['A'], r.town['B'], line, StreetClass::kResidential, 15);
  index_arcs(r.town.streets);
  r.town.streets.gates = {{"west", r.town['W'], kOpen}, {"east", r.town['E'], east_gate}};
  for (const char* way : {"AW", "WP", "PQ", "QR", "RE", "EB"}) r.homes.push_back(place(r.town, way[0], way[1]));
  r.persons = {1000, 10, 20, 40, 80, 2000};
  r.station = place(r.town, 'B', 'D', 1);
  return r;
}

std::int64_t covered(const River& r, Cost cutoff) {
  const auto cost = impedance(r.town.streets, {}, CostUnit::kMetres);
  const CostTable within = catchments({&r.town.streets, cost, r.homes, {&r.station, 1}, 1000}, cutoff);
  std::int64_t sum = 0;
  for (std::size_t o = 0; o < r.homes.size(); ++o)
    if (!within.costs_of(o).empty()) sum += r.persons[o];
  return sum;
}

TEST(SecondGate, OpeningItCoversExactlyThePeopleItShould) {
  // By the east gate: E is 400 m + 300 m from the station, so RE is 800 m away, QR 1000, PQ 1200, WP 1400, AW 1700.
  EXPECT_EQ(covered(river(kShut), 1'000'000), 2000) << "all of the quarter goes round by the west gate";
  EXPECT_EQ(covered(river(kResidents), 1'000'000), 2000 + 80 + 40);
  EXPECT_EQ(covered(river(kOpen), 1'000'000), 2000 + 80 + 40);
  EXPECT_EQ(covered(river(kResidents), 1'700'000), 2000 + 80 + 40 + 20 + 10) << "not a short cut for the neighbours";
  EXPECT_EQ(covered(river(kOpen), 1'700'000), 2000 + 80 + 40 + 20 + 10 + 1000);
  EXPECT_EQ(covered(river(kOpen), 1'699'999), 2000 + 80 + 40 + 20 + 10);
}

TEST(Gates, OpeningOneFurtherNeverMakesAnybodyWorseOff) {
  std::size_t better = 0;
  for (std::uint64_t seed = 0; seed < 600; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    RandomStreets world = random_streets(seed);
    if (world.net.gates.empty()) continue;
    Stream s(seed, "open");
    Gate& gate = world.net.gates[s.below(world.net.gates.size())];
    gate.hours.reset();
    gate.state = kShut;
    NearestTable before = nearest(world.input());
    for (const GateState state : {kResidents, kOpen}) {
      gate.state = state;
      const NearestTable after = nearest(world.input());
      for (std::size_t o = 0; o < before.cost.size(); ++o) {
        EXPECT_LE(after.cost[o], before.cost[o]);
        better += after.cost[o] < before.cost[o];
      }
      before = after;
    }
  }
  EXPECT_GT(better, 100u);
}

TEST(WalledPlaces, AgreeWithLabelsSpreadUntilNothingChanges) {
  std::size_t nested = 0;
  for (std::uint64_t seed = 0; seed < 600; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    const RandomStreets world = random_streets(seed);
    const auto usable = usable_edges(world.net, world.options.mode == TravelMode::kCycle);
    const test::PlainGates plain(world.net, {usable.begin(), usable.end()}, world.slot);
    const WalledPlaces places = walled_places(world.net, usable);
    for (std::uint32_t e = 0; e < world.net.n_edges(); ++e) {
      if (usable[e] == 0) continue;
      const std::uint32_t p = places.at(EdgeId(e));
      EXPECT_EQ(p == kOutside, plain.depth[e] == 0);
      if (p == kOutside) continue;
      EXPECT_EQ(static_cast<int>(places.depth[p]), plain.depth[e]);
      nested += plain.depth[e] > 1;
      for (std::uint32_t f = 0; f < e; ++f)
        EXPECT_TRUE(usable[f] == 0 || (places.at(EdgeId(f)) == p) == (plain.part[f] == plain.part[e])) << e << " and " << f;
    }
  }
  EXPECT_GT(nested, 100u);
}

TEST(Gates, TheAnswerIsTheSameWithPlacesGivenAndAtAnyNumberOfThreads) {
  StreetNetwork net = test::grid_streets(40, 40, 61.7);
  Stream s(5, "gated grid");
  // Blocks of 4 x 4 junctions: what lies within is private, with a gate of some state on each crossing of the edge.
  for (std::uint32_t e = 0; e < net.n_edges(); ++e) {
    const auto inner = [](std::uint32_t v) { return v % 40 % 5 != 0 && v / 40 % 5 != 0; };
    if (inner(net.from[e].value) || inner(net.to[e].value)) net.access[e] |= kPrivate;
  }
  for (std::uint32_t v = 0; v < net.n_nodes(); ++v)
    if (s.chance(0.08)) net.gates.push_back({std::to_string(v), NodeId(v), static_cast<GateState>(s.between(0, 2))});
  const auto cost = impedance(net, {}, CostUnit::kMetres);
  std::vector<Snap> homes, stations;
  for (int i = 0; i < 6000; ++i) {
    const EdgeId e(s.below(net.n_edges()));
    homes.push_back(test::place_on(net, e, static_cast<std::uint32_t>(s.below(net.length_mm[e.value] + 1)), s.uniform(0, 30)));
    if (i % 40 == 0) stations.push_back(homes.back());
  }
  SearchInput in{&net, cost, homes, stations, 1000};
  const WalledPlaces places = walled_places(net, usable_edges(net, false));
  EXPECT_GT(places.count(), 60u);
  const int threads = omp_get_max_threads();
  omp_set_num_threads(1);
  const CostTable table = catchments(in, 500'000);
  const NearestTable one = nearest(in);
  in.residents = false;
  EXPECT_LT(catchments(in, 500'000).cost.size(), table.cost.size()) << "residents reach more than the general public";
  in.residents = true;
  in.places = &places;
  for (const int t : {1, 2, 4}) {
    omp_set_num_threads(t);
    const CostTable again = catchments(in, 500'000);
    EXPECT_EQ(again.row_begin, table.row_begin);
    EXPECT_EQ(again.destination, table.destination);
    EXPECT_EQ(again.cost, table.cost);
    EXPECT_EQ(nearest(in).cost, one.cost);
    EXPECT_EQ(nearest(in).destination, one.destination);
  }
  omp_set_num_threads(threads);
}

TEST(Gates, RefuseWhatDoesNotFit) {
  AsciiTown town = quarter(kOpen, kOpen);
  const auto usable = usable_edges(town.streets, false);
  EXPECT_THROW(walled_places(town.streets, std::span(usable).first(1)), std::invalid_argument);
  EXPECT_THROW(gate_states(town.streets, std::span(usable).first(1)), std::invalid_argument);
  EXPECT_THROW(gate_states(town.streets, usable, kWeekSlots), std::invalid_argument);
  EXPECT_THROW(gate_states(town.streets, usable, -2), std::invalid_argument);
  const auto cost = impedance(town.streets, {}, CostUnit::kMetres);
  const Snap home = place(town, 'G', 'Q');
  WalledPlaces others = places_of(town);
  others.of_edge.pop_back();
  EXPECT_THROW(nearest({&town.streets, cost, {&home, 1}, {&home, 1}, 1000, &others}), std::invalid_argument);
  town.streets.gates[0].node = NodeId(999);
  EXPECT_THROW(walled_places(town.streets, usable), std::invalid_argument);
  town.streets.gates.clear();
  town.streets.first_arc = {0};
  EXPECT_THROW(walled_places(town.streets, usable), std::invalid_argument);
}

}  // namespace
}  // namespace catchment
