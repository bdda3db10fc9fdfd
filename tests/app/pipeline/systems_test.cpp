// The small cases of scenarios/systems and the bundled studies, from file to figure, with the answers that their first lines state.
#include <gtest/gtest.h>

#include "app/pipeline/pipeline.h"
#include "tests/support/shared_data.h"

namespace catchment::pipeline {
namespace {

using Overrides = std::vector<std::pair<std::string, std::string>>;

struct Run {
  Scenario scenario;
  LoadedWorld loaded;
  World world;
  Study study;
};

Run run(const std::string& file, const Overrides& overrides = {}) {
  Run r;
  r.scenario = load_scenario(test::project_root() + "scenarios/" + file, overrides);
  r.loaded = load_world(r.scenario);
  r.world = edited_world(r.loaded, r.scenario);
  r.study = run_study(r.loaded, r.world, r.scenario);
  return r;
}

TEST(Systems, C6_ThreeOrganisationsOfOneFormAJointGroup) {
  const auto o = *run("systems/joint_groups.toml").study.organisations;
  EXPECT_EQ(o.joint, 3);
  EXPECT_EQ(o.joint_groups, 1u);
  EXPECT_EQ(o.none, 2);
  EXPECT_DOUBLE_EQ(o.organisation_coverage(), 0.6);
}

TEST(Systems, C7_TwoPoolsOfUnitsTakeAllSixOrFourWithoutIndustry) {
  EXPECT_TRUE(run("systems/two_pools.toml").study.accountability->orphans.empty());
  const Run closed = run("systems/two_pools.toml", {{"edits", "[{op = \"close_unit\", target = \"industry\"}]"}});
  EXPECT_EQ(closed.study.accountability->orphans.size(), 2u);
}

TEST(Systems, U5_ATowerHostsOneGroupOfThirtyEnterprises) {
  const auto with = *run("systems/tower.toml").study.organisations;
  EXPECT_EQ(with.joint_groups, 1u);
  EXPECT_EQ(with.joint, 30);
  const auto without = *run("systems/tower.toml", {{"organisations.joint_by_building", "false"}, {"organisations.joint", "false"}}).study.organisations;
  EXPECT_EQ(without.joint + without.own, 0);
}

TEST(Systems, U6_FloatingMembersFindNineHundredPlaces) {
  const auto c = run("systems/floating.toml").study.levels[0].coverage;
  EXPECT_EQ(c.persons_served, 900);
  EXPECT_EQ(c.persons_no_capacity, 100);
  EXPECT_EQ(c.persons_out_of_reach, 0);
}

}  // namespace
}  // namespace catchment::pipeline
