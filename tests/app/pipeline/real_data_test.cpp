// The studies on real data, from the files as they are. Skipped visibly where the data sets are not there.
#include <gtest/gtest.h>

#include <cmath>

#include "app/pipeline/pipeline.h"
#include "tests/support/shared_data.h"

namespace catchment::pipeline {
namespace {

struct Studied {
  Scenario scenario;
  LoadedWorld loaded;
  Study study;
};

Studied run(const std::string& name) {
  Studied r;
  r.scenario = load_scenario(test::project_root() + "scenarios/real/" + name);
  r.loaded = load_world(r.scenario);
  r.study = run_study(r.loaded, edited_world(r.loaded, r.scenario), r.scenario);
  return r;
}

std::int64_t persons(const World& world) {
  std::int64_t sum = 0;
  for (const auto& d : world.demand) sum += d.persons;
  return sum;
}

void expect_split_adds_up(const Study& study) {
  for (const auto& l : study.levels)
    EXPECT_EQ(l.coverage.persons_served + l.coverage.persons_no_capacity + l.coverage.persons_out_of_reach, study.population)
        << l.spec.name;
}

TEST(RealData, SipingRoadKeepsItsCensusToThePerson) {
  CATCHMENT_NEED_SHARED_DATA(file, "shanghai_tongji_osm/tongji_siping.osm.pbf");
  const Studied r = run("siping_road.toml");
  EXPECT_EQ(persons(r.loaded.world), 92400);
  EXPECT_EQ(r.study.population + r.study.population_beyond, 92400);
  EXPECT_GT(r.study.population, 5000);   // quarters inside the extract
  for (const auto& note : r.loaded.world.apportionment) EXPECT_EQ(note.total, note.placed);
  EXPECT_TRUE(r.study.network.used);
  EXPECT_GT(r.study.network.components.count, 1u);
  expect_split_adds_up(r.study);
}

TEST(RealData, YangpuKeepsItsCensusAndJoinsTheRenamedSubdistrict) {
  CATCHMENT_NEED_SHARED_DATA(file, "shanghai_quarters/quarters.gpkg");
  const Studied r = run("yangpu.toml");
  EXPECT_EQ(persons(r.loaded.world), 1242600);   // the sub-districts' census in hundreds
  EXPECT_EQ(r.study.population, 1242600);
  ASSERT_EQ(r.loaded.world.joins.size(), 1u);
  EXPECT_TRUE(r.loaded.world.joins[0].unmatched_rows.empty());
  EXPECT_EQ(r.loaded.world.joins[0].by_alias, 1);
  EXPECT_FALSE(r.study.network.used);
  EXPECT_EQ(r.loaded.world.facilities.size(), 129u);   // 131 less two culture centres without a position
  expect_split_adds_up(r.study);
}

TEST(RealData, PortoAlegreCountsEveryCell) {
  CATCHMENT_NEED_SHARED_DATA(file, "peer_portoalegre/poa_osm.pbf");
  const Studied r = run("porto_alegre.toml");
  EXPECT_EQ(r.study.population, 812935);
  EXPECT_EQ(r.loaded.world.demand.size(), 1227u);
  expect_split_adds_up(r.study);
}

TEST(RealData, SanFranciscoIsJoinedByNameNotByPosition) {
  CATCHMENT_NEED_SHARED_DATA(file, "peer_sf_spopt/SF_store_site_16_longlat.csv");
  Studied r = run("sf_spopt.toml");
  EXPECT_EQ(r.study.population, 955113);
  EXPECT_EQ(r.loaded.matrices.at(0).cost.size(), 205u * 16u);
  // The published plan of four stores within 5,000 m: 875,247 people, 184 of 205 tracts (OC-26).
  std::vector<Edit> edits;
  for (const auto& f : r.loaded.world.facilities)
    if (f.id != "Store_2" && f.id != "Store_11" && f.id != "Store_12" && f.id != "Store_15") {
      Edit e;
      e.op = Edit::Op::kCloseFacility;
      e.target = f.id;
      edits.push_back(e);
    }
  r.scenario.edits = edits;
  const Study plan = run_study(r.loaded, edited_world(r.loaded, r.scenario), r.scenario);
  EXPECT_EQ(plan.levels[0].coverage.persons_covered, 875247);
  std::size_t tracts = 0;
  for (const auto c : plan.levels[0].coverage.covered) tracts += c;
  EXPECT_EQ(tracts, 184u);
}

}  // namespace
}  // namespace catchment::pipeline
