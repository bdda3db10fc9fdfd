#include "sim/report/why.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <limits>
#include <stdexcept>
#include <tuple>

#include "sim/core/random.h"
#include "sim/placement/town.h"
#include "sim/world/opening_hours.h"
#include "tests/support/ascii_town.h"

namespace catchment {
namespace {

/// Two banks of a river with one bridge (Z-C), and a walled quarter P-Q-R with a gate G that is open and a gate H that is shut.
struct RiverTown {
  test::AsciiTown drawn = test::ascii_town(R"(
    X-----Y-----Z
    ~~~~~~~~~~~~|
    A-----B-----C
    |           |
    G           H
    P-----Q-----R

    I-J
  )", 100, {"XYZ", "ZC", "ABC", "AG", "CH", "GP:private", "PQR:private", "RH:private", "IJ"});
  World world;
  Scenario scenario;

  RiverTown() {
    world.streets = drawn.streets;
    world.streets.gates = {{"g", drawn['G'], GateState::kOpen}, {"h", drawn['H'], GateState::kClosed}};
    for (const auto& [letter, persons] : {std::pair{'X', 11}, {'Y', 13}, {'P', 7}, {'Q', 20}, {'R', 30}, {'I', 5}}) home(letter, persons);
    facility("clinic", 'C', 3);
    LevelSpec level;
    level.name = "station";
    level.rank = 3;
    level.cutoff = 1000;
    scenario.levels = {level};
  }
  void home(char letter, std::int64_t persons) {
    DemandPoint d;
    d.id = std::string(1, letter);
    d.position = drawn.at(letter);
    d.persons = persons;
    world.demand.push_back(d);
  }
  Facility& facility(const char* id, char letter, int level) {
    Facility f;
    f.id = id;
    f.position = drawn.at(letter);
    f.level = level;
    world.facilities.push_back(f);
    return world.facilities.back();
  }
  [[nodiscard]] WhyLevel ask(char letter) const {
    for (std::size_t i = 0; i < world.demand.size(); ++i)
      if (world.demand[i].id[0] == letter) return explain(world, scenario, {}, DemandId(i)).levels.at(0);
    throw std::out_of_range("no such home");
  }
};

const WhyFix* fix_of(const WhyLevel& level, WhyFix::Kind kind) {
  const auto found = std::find_if(level.fixes.begin(), level.fixes.end(), [&](const WhyFix& f) { return f.kind == kind; });
  return found == level.fixes.end() ? nullptr : &*found;
}

TEST(Why, NamesTheGateAndExactlyThePeopleItWouldCover) {
  const RiverTown town;
  const WhyLevel r = town.ask('R');
  EXPECT_EQ(r.reason, WhyReason::kGate);
  EXPECT_EQ(from_cost(r.cost), 600 + 600 + 300 + 1200);   // round by the other gate
  EXPECT_EQ(r.shortfall, 1700);
  const WhyFix* gate = fix_of(r, WhyFix::Kind::kOpenGates);
  ASSERT_NE(gate, nullptr);
  ASSERT_EQ(gate->edits.size(), 1u);
  EXPECT_EQ(gate->edits[0].target, "h");
  EXPECT_EQ(from_cost(gate->cost), 300);
  EXPECT_EQ(gate->persons_gained, 30 + 20);               // R at 300 m and Q at 900 m; P stays at 1,500 m
  EXPECT_EQ(&r.fixes.front(), gate);                      // the cheapest kind comes first

  const World opened = apply_edits(town.world, gate->edits);
  EXPECT_EQ(compute_study(opened, town.scenario).levels[0].coverage.persons_covered -
                compute_study(town.world, town.scenario).levels[0].coverage.persons_covered, 50);
}

TEST(Why, GoesRoundTheRiverByTheOneBridge) {
  const RiverTown town;
  const WhyLevel x = town.ask('X');
  EXPECT_EQ(x.reason, WhyReason::kTooFar);
  EXPECT_EQ(from_cost(x.cost), 1200 + 200);
  EXPECT_EQ(x.shortfall, 400);
  ASSERT_TRUE(x.path);
  EXPECT_DOUBLE_EQ(x.path->length_m, 1400);
  EXPECT_EQ(town.ask('Y').reason, WhyReason::kServed);
  EXPECT_EQ(town.ask('P').reason, WhyReason::kTooFar) << "the gate alone does not help: 1,500 m either way";
  EXPECT_EQ(fix_of(town.ask('P'), WhyFix::Kind::kOpenGates), nullptr);
}

TEST(Why, TellsDisconnectedFromOffTheStreets) {
  RiverTown town;
  EXPECT_EQ(town.ask('I').reason, WhyReason::kDisconnected);
  EXPECT_EQ(town.ask('I').shortfall, std::numeric_limits<double>::infinity());
  town.world.demand[0].position.y += 350;
  const WhyLevel far = town.ask('X');
  EXPECT_EQ(far.reason, WhyReason::kOffStreet);
  EXPECT_NEAR(far.shortfall, 150, 1e-6);                  // 350 m to the street, 200 m allowed
  EXPECT_TRUE(far.fixes.empty());
}

TEST(Why, TellsAClosedDoorFromAnOpenOne) {
  RiverTown town;
  town.world.facilities[0].hours = weekly_hours(0, 4, 9 * 60, 17 * 60);
  town.scenario.network.at = 20 * 2;                      // Monday 20:00
  const WhyLevel y = town.ask('Y');
  EXPECT_EQ(y.reason, WhyReason::kClosedHours);
  const WhyFix* longer = fix_of(y, WhyFix::Kind::kExtendHours);
  ASSERT_NE(longer, nullptr);
  EXPECT_EQ(longer->persons_gained, 13);
  EXPECT_EQ(compute_study(apply_edits(town.world, longer->edits), town.scenario).levels[0].coverage.persons_covered, 13);
  town.scenario.network.at = 10 * 2;
  EXPECT_EQ(town.ask('Y').reason, WhyReason::kServed);
  EXPECT_EQ(town.ask('X').reason, WhyReason::kTooFar) << "its hours are not what keeps X out";
}

TEST(Why, AFacilityOfAnotherLevelIsNamed) {
  RiverTown town;
  town.facility("point", 'A', 2);
  const WhyLevel p = town.ask('P');
  EXPECT_EQ(p.reason, WhyReason::kWrongLevel);
  const WhyFix* raise = fix_of(p, WhyFix::Kind::kSetLevel);
  ASSERT_NE(raise, nullptr);
  EXPECT_EQ(raise->facility, "point");
  EXPECT_EQ(from_cost(raise->cost), 300);
  EXPECT_EQ(raise->persons_gained, 7 + 20);               // P 300 m, Q 900 m
}

TEST(Why, CountsThePlacesThatAreMissing) {
  RiverTown town;
  town.world.facilities[0].capacity = 4;
  const WhyLevel y = town.ask('Y');
  EXPECT_EQ(y.reason, WhyReason::kNoCapacity);
  EXPECT_EQ(y.no_capacity, 9);
  EXPECT_EQ(y.shortfall, 9);
  const WhyFix* places = fix_of(y, WhyFix::Kind::kRaiseCapacity);
  ASSERT_NE(places, nullptr);
  EXPECT_EQ(places->edits[0].capacity, 13);
  EXPECT_EQ(places->persons_gained, 9);
}

TEST(Why, SaysSoWhereNobodyProvidesTheLevel) {
  RiverTown town;
  town.world.facilities[0].status = FacilityStatus::kClosed;
  const WhyLevel y = town.ask('Y');
  EXPECT_EQ(y.reason, WhyReason::kNoProvider);
  const WhyFix* reopen = fix_of(y, WhyFix::Kind::kReopenFacility);
  ASSERT_NE(reopen, nullptr);
  EXPECT_EQ(reopen->persons_gained, 13);
}

TEST(Why, RefusesAPointOrALevelThatIsNotThere) {
  const RiverTown town;
  EXPECT_THROW(explain(town.world, town.scenario, {}, DemandId(99)), std::invalid_argument);
  EXPECT_THROW(explain(town.world, town.scenario, {}, DemandId(0), {.level = "statoin"}), InputError);
}

/// Every fix is what a run with its edits says: the point is covered, at that cost, and so many persons more are.
TEST(Why, EveryFixDoesWhatItSays) {
  std::size_t tried = 0;
  std::array<std::size_t, 6> of_kind{};
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    TownSpec spec;
    spec.active = true;
    spec.population = 12000;
    spec.area_km2 = 1;
    World world = generate_town(spec, seed, {350000, 3456000}, "EPSG:32651");
    Stream draw(seed, "why");
    for (Gate& gate : world.streets.gates)
      if (draw.chance(0.7)) gate.state = GateState::kClosed;
    for (Facility& f : world.facilities) {
      if (f.level >= 2 && draw.chance(0.45)) f.status = FacilityStatus::kClosed;
      f.hours = weekly_hours(0, 6, 9 * 60, draw.chance(0.5) ? 17 * 60 : 21 * 60);
      f.capacity = draw.between(100, 1500);
    }
    Scenario scenario;
    scenario.network.at = 2 * 24 * 2 + 18 * 2;
    for (const auto& [name, rank, cutoff, unit] : {std::tuple{"point", 2, 250.0, CostUnit::kMetres}, {"station", 3, 360.0, CostUnit::kSeconds}}) {
      LevelSpec level;
      level.name = name;
      level.rank = rank;
      level.cutoff = cutoff;
      level.unit = unit;
      scenario.levels.push_back(level);
    }
    const Study before = compute_study(world, scenario);
    for (int k = 0; k < 40; ++k) {
      const DemandId i(static_cast<std::uint32_t>(draw.below(world.demand.size())));
      const Why why = explain(world, scenario, {}, i);
      for (std::size_t l = 0; l < why.levels.size(); ++l) {
        const WhyLevel& level = why.levels[l];
        EXPECT_EQ(before.levels[l].coverage.covered[i.value] != 0,
                  level.reason == WhyReason::kServed || level.reason == WhyReason::kNoCapacity);
        EXPECT_EQ(before.levels[l].nearest.cost[i.value], level.cost);
        for (const WhyFix& fix : level.fixes) {
          ++tried;
          ++of_kind[static_cast<std::size_t>(fix.kind)];
          const Study after = compute_study(apply_edits(world, fix.edits), scenario);
          const auto &was = before.levels[l].coverage, &is = after.levels[l].coverage;
          EXPECT_EQ(is.covered[i.value], 1);
          if (fix.kind == WhyFix::Kind::kRaiseCapacity) {
            EXPECT_EQ(is.persons_served - was.persons_served, fix.persons_gained);
            continue;
          }
          EXPECT_EQ(is.persons_covered - was.persons_covered, fix.persons_gained) << static_cast<int>(fix.kind);
          EXPECT_EQ(after.levels[l].nearest.cost[i.value], std::min(fix.cost, level.cost)) << static_cast<int>(fix.kind);
        }
      }
    }
  }
  EXPECT_GT(tried, 50u);
  for (std::size_t kind = 0; kind < of_kind.size(); ++kind) EXPECT_GT(of_kind[kind], 0u) << "no fix of kind " << kind << " was tried";
}

}  // namespace
}  // namespace catchment
