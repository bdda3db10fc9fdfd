// Gates in the main job: who counts as whose, and what the study tells of it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/report/compute_study.h"
#include "tests/support/ascii_town.h"

namespace catchment {
namespace {

/// A street A-B with a quarter behind gate G, a clinic outside and one inside, and a gate on a street that goes round it.
struct Town {
  test::AsciiTown drawn = test::ascii_town(R"(
    A-----N-----B
    |     G
    |     Q
    |     R
    C-X-D
    |   |
    E---F
  )", 100, {"ANB", "NG", "GQR:private", "AC", "CXD", "CE", "EF", "FD"});
  World world;
  Scenario scenario;

  explicit Town(GateState gate) {
    world.streets = drawn.streets;
    world.streets.gates = {{"g", drawn['G'], gate}, {"x", drawn['X'], GateState::kResidentsOnly}};
    const auto home = [&](const char* id, Point at, std::int64_t persons) {
      DemandPoint d;
      d.id = id;
      d.position = at;
      d.persons = persons;
      world.demand.push_back(d);
    };
    home("street", drawn.at('B'), 1000);
    home("inner", drawn.at('R'), 10);
    const auto clinic = [&](const char* id, Point at, const char* service) {
      Facility f;
      f.id = id;
      f.position = at;
      f.services = {service};
      world.facilities.push_back(f);
    };
    clinic("outside", drawn.at('N'), "outer");
    clinic("inside", drawn.at('Q'), "inner");
    for (const char* service : {"outer", "inner"}) {
      LevelSpec level;
      level.name = service;
      level.services = {service};
      level.cutoff = 2000;
      scenario.levels.push_back(level);
    }
  }
  [[nodiscard]] std::vector<std::int64_t> covered() const {
    std::vector<std::int64_t> persons;
    for (const auto& level : compute_study(world, scenario).levels) persons.push_back(level.coverage.persons_covered);
    return persons;
  }
};

bool has(const Study& study, const std::string& rule) {
  return std::any_of(study.findings.begin(), study.findings.end(), [&](const Finding& f) { return f.rule == rule; });
}

using Persons = std::vector<std::int64_t>;

TEST(GatesInAStudy, ResidentsPassTheirGateAndAClinicBehindItIsTheirs) {
  EXPECT_EQ(Town(GateState::kResidentsOnly).covered(), (Persons{1010, 10}));
  EXPECT_EQ(Town(GateState::kOpen).covered(), (Persons{1010, 1010}));
  EXPECT_EQ(Town(GateState::kClosed).covered(), (Persons{1000, 10}));
}

TEST(GatesInAStudy, AreCountedAndFaultsAreTold) {
  const Study study = compute_study(Town(GateState::kResidentsOnly).world, Town(GateState::kResidentsOnly).scenario);
  const NetworkResult& n = study.network;
  EXPECT_EQ(n.gates_by_state, (std::array<std::size_t, 3>{0, 2, 0}));
  EXPECT_EQ(n.walled_places, 1u);
  EXPECT_EQ(n.persons_in_walled_places, 10);
  EXPECT_EQ(n.gates_of_no_place, 1u) << "gate x has the town on both sides";
  EXPECT_EQ(n.gates_of_empty_places, 0u);
  EXPECT_EQ(n.facilities_behind_gates, 1u);
  EXPECT_EQ(n.persons_off_main, 0) << "residents have a way out";
  EXPECT_TRUE(has(study, "gates-for-nobody"));
  EXPECT_TRUE(has(study, "facility-behind-gates"));

  Town shut(GateState::kClosed);
  const Study closed = compute_study(shut.world, shut.scenario);
  EXPECT_EQ(closed.network.persons_off_main, 10);
  EXPECT_EQ(closed.network.gates_by_state, (std::array<std::size_t, 3>{0, 1, 1}));

  Town open(GateState::kOpen);
  open.world.streets.gates.pop_back();
  const Study fine = compute_study(open.world, open.scenario);
  EXPECT_EQ(fine.network.facilities_behind_gates, 0u);
  EXPECT_FALSE(has(fine, "gates-for-nobody"));
  EXPECT_FALSE(has(fine, "facility-behind-gates"));
}

TEST(GatesInAStudy, TheMomentDecidesAboutHours) {
  Town town(GateState::kOpen);
  town.world.streets.gates[0].hours.set(20);
  EXPECT_EQ(town.covered(), (Persons{1010, 1010}));
  town.scenario.network.at = 20;
  EXPECT_EQ(town.covered(), (Persons{1010, 1010}));
  town.scenario.network.at = 21;
  EXPECT_EQ(town.covered(), (Persons{1010, 10}));
  EXPECT_EQ(compute_study(town.world, town.scenario).network.gates_by_state, (std::array<std::size_t, 3>{0, 2, 0}));
}

TEST(GatesInAStudy, AnEditLetsEverybodyIn) {
  Town town(GateState::kResidentsOnly);
  Edit open;
  open.op = Edit::Op::kOpenGate;
  open.target = "g";
  town.world = apply_edits(town.world, {open});
  EXPECT_EQ(town.covered(), (Persons{1010, 1010}));
}

}  // namespace
}  // namespace catchment
