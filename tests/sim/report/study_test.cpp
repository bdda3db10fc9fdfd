// The main job on worlds small enough to check: levels, areas, gaps, boundary, threads.
#include "sim/report/compute_study.h"

#include <gtest/gtest.h>
#include <omp.h>

#include <cmath>

#include "sim/core/random.h"
#include "tests/support/n256.h"

namespace catchment {
namespace {

using test::n256_scenario;
using test::n256_world;

std::vector<std::int64_t> covered(const Study& study) {
  std::vector<std::int64_t> persons;
  for (const auto& level : study.levels) persons.push_back(level.coverage.persons_covered);
  return persons;
}

World without(World world, const std::string& prefix) {
  for (auto& f : world.facilities)
    if (f.id.starts_with(prefix)) f.status = FacilityStatus::kClosed;
  return world;
}

using Persons = std::vector<std::int64_t>;

TEST(StudyN256, OB26_F3_IntactNetworkCoversEveryoneOnAllLevels) {
  for (const bool nested : {true, false}) {
    const Study study = compute_study(n256_world(), n256_scenario(nested));
    EXPECT_EQ(covered(study), (Persons{256, 256, 256, 256}));
    EXPECT_EQ(study.joint.persons, 256);
  }
  EXPECT_EQ(n256_world().facilities.size(), 85u);
}

TEST(StudyN256, OB27_F3_AStationLostLeaves192Or208) {
  const World world = without(n256_world(), "station-1");
  EXPECT_EQ(compute_study(world, n256_scenario(false)).levels[2].coverage.persons_covered, 192);
  EXPECT_EQ(compute_study(world, n256_scenario(true)).levels[2].coverage.persons_covered, 208);
}

TEST(StudyN256, OB28_APointLostLeaves240Or244) {
  World world = n256_world();
  for (auto& f : world.facilities)
    if (f.id == "point-1") f.status = FacilityStatus::kClosed;
  EXPECT_EQ(compute_study(world, n256_scenario(false)).levels[1].coverage.persons_covered, 240);
  EXPECT_EQ(compute_study(world, n256_scenario(true)).levels[1].coverage.persons_covered, 244);
}

TEST(StudyN256, OB29_WholeLevelsLostAreCaughtByTheLevelsAbove) {
  EXPECT_EQ(compute_study(without(n256_world(), "point"), n256_scenario(true)).levels[1].coverage.persons_covered, 80);
  EXPECT_EQ(compute_study(without(n256_world(), "home"), n256_scenario(true)).levels[0].coverage.persons_covered, 84);
}

TEST(StudyN256, OB30_OtherMetrics) {
  Scenario scenario = n256_scenario(false);
  scenario.network.mode = TravelMode::kEuclidean;
  EXPECT_EQ(covered(compute_study(n256_world(), scenario)), (Persons{256, 192, 208, 208}));
  scenario.network.mode = TravelMode::kManhattan;
  EXPECT_EQ(covered(compute_study(n256_world(), scenario)), (Persons{256, 192, 160, 144}));
}

TEST(Study, ALevelWithoutAProviderCoversNobodyAndSaysSo) {
  const Study study = compute_study(without(n256_world(), "point"), n256_scenario(false));
  EXPECT_EQ(study.levels[1].coverage.persons_covered, 0);
  EXPECT_EQ(study.levels[1].coverage.persons_out_of_reach, 256);
  ASSERT_FALSE(study.findings.empty());
  EXPECT_EQ(study.findings[0].rule, "level-without-provider");
}

TEST(Study, F16_NeighboursFacilitiesCanOnlyAdd) {
  World world = n256_world();
  // The study area is the western half; the eastern half is the neighbour's.
  for (auto& d : world.demand) d.inside = d.position.x < 800;
  for (auto& f : world.facilities) f.inside = f.position.x < 500;
  Scenario scenario = n256_scenario(false);
  const Study with = compute_study(world, scenario);
  scenario.coverage.beyond_boundary = false;
  const Study ignoring = compute_study(world, scenario);
  EXPECT_EQ(with.population, 128);
  EXPECT_EQ(with.population_beyond, 128);
  EXPECT_EQ(with.findings.at(0).rule, "beyond-boundary");
  ASSERT_EQ(with.covered_without_neighbours.size(), 4u);
  for (std::size_t l = 0; l < 4; ++l) {
    EXPECT_GE(with.levels[l].coverage.persons_covered, ignoring.levels[l].coverage.persons_covered);
    EXPECT_EQ(with.covered_without_neighbours[l], ignoring.levels[l].coverage.persons_covered);
  }
  // The centre at x = 800 m belongs to the neighbour: without it nobody has one.
  EXPECT_EQ(with.levels[3].coverage.persons_covered, 128);
  EXPECT_EQ(ignoring.levels[3].coverage.persons_covered, 0);
}

TEST(Study, AreaRowsAddUpToTheWhole) {
  World world = n256_world();
  const auto add_area = [&](const char* id, int level, AreaId parent) {
    Area a;
    a.id = id;
    a.level = level;
    a.parent = parent;
    world.areas.push_back(a);
    return AreaId(world.areas.size() - 1);
  };
  const AreaId town = add_area("town", 2, {}), west = add_area("west", 3, town), east = add_area("east", 3, town);
  for (auto& d : world.demand) d.area = d.position.x < 800 ? west : east;
  for (auto& f : world.facilities)
    if (f.id == "station-1") f.status = FacilityStatus::kClosed;
  const Study study = compute_study(world, n256_scenario(false));
  ASSERT_EQ(study.areas.size(), 3u);
  for (std::size_t l = 0; l < 4; ++l) {
    EXPECT_EQ(study.areas[0].covered[l], study.areas[1].covered[l] + study.areas[2].covered[l]);
    EXPECT_EQ(study.areas[0].covered[l], study.levels[l].coverage.persons_covered);
  }
  EXPECT_EQ(study.areas[1].out_of_reach[2], 64);   // station-1 stood in the south-west
  ASSERT_EQ(study.gaps.size(), 1u);
  EXPECT_EQ(study.gaps[0].persons, 64);
  EXPECT_EQ(study.gaps[0].name, "west");
  EXPECT_FALSE(study.gaps[0].no_capacity);
}

TEST(Study, AMatrixIsJoinedByNameWhateverTheOrderOfItsRows) {
  World world;
  for (const char* id : {"p", "q", "r"}) {
    DemandPoint d;
    d.id = id;
    d.persons = id[0] == 'p' ? 10 : id[0] == 'q' ? 20 : 40;
    world.demand.push_back(d);
  }
  Facility f;
  f.id = "store";
  world.facilities.push_back(f);
  Scenario scenario;
  scenario.network.mode = TravelMode::kMatrix;
  LevelSpec level;
  level.name = "store";
  level.cutoff = 5000;
  scenario.levels = {level};
  CostMatrix forward{"m.csv", CostUnit::kMetres, {"p", "q", "r"}, {"store", "store", "store"}, {5000, 5000.01, 1}};
  CostMatrix backward{"m.csv", CostUnit::kMetres, {"r", "q", "p"}, {"store", "store", "store"}, {1, 5000.01, 5000}};
  EXPECT_EQ(compute_study(world, scenario, {forward}).levels[0].coverage.persons_covered, 50);   // 5000 is inside
  EXPECT_EQ(compute_study(world, scenario, {backward}).levels[0].coverage.persons_covered, 50);
  CostMatrix strangers{"m.csv", CostUnit::kMetres, {"1", "2"}, {"a", "a"}, {1, 2}};
  EXPECT_THROW(compute_study(world, scenario, {strangers}), InputError);
  EXPECT_THROW(compute_study(world, scenario, {}), InputError);
}

TEST(Study, NobodyCountedMeansUndefinedNotZero) {
  World world = n256_world();
  for (auto& d : world.demand) d.persons = 0;
  const Study study = compute_study(world, n256_scenario(true));
  EXPECT_TRUE(std::isnan(study.levels[0].share));
  EXPECT_FALSE(study.equity[0].gini.has_value());
}

TEST(Study, IsTheSameAtOneTwoAndFourThreads) {
  World world = n256_world();
  Stream s(11, "threads");
  for (auto& d : world.demand) d.persons = s.between(0, 50);
  for (auto& f : world.facilities) f.capacity = s.between(0, 200);
  std::vector<Study> studies;
  for (const int threads : {1, 2, 4}) {
    omp_set_num_threads(threads);
    studies.push_back(compute_study(world, n256_scenario(true)));
  }
  for (std::size_t k = 1; k < studies.size(); ++k)
    for (std::size_t l = 0; l < 4; ++l) {
      EXPECT_EQ(studies[k].levels[l].coverage.served, studies[0].levels[l].coverage.served);
      EXPECT_EQ(studies[k].levels[l].coverage.load, studies[0].levels[l].coverage.load);
      EXPECT_EQ(studies[k].levels[l].nearest.cost, studies[0].levels[l].nearest.cost);
    }
}

}  // namespace
}  // namespace catchment
