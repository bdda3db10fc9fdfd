#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "app/pipeline/batch.h"
#include "tests/support/shared_data.h"

namespace catchment::pipeline {
namespace {

class SweepFile : public testing::Test {
 protected:
  void SetUp() override {
    dir_ = test::scratch_dir("sweep");
    write("base.toml", "[scenario]\nname = \"base\"\n[[levels]]\nname = \"a\"\ncutoff = \"5 m\"\n[[edits]]\nop = \"close\"\ntarget = \"F0\"\n");
  }
  void write(const std::string& name, const std::string& text) { std::ofstream(dir_ + "/" + name) << text; }
  Sweep read(const std::string& text) {
    write("sweep.toml", text);
    return read_sweep(dir_ + "/sweep.toml");
  }
  std::string refusal(const std::string& text) {
    try {
      read(text);
    } catch (const InputError& error) {
      return std::string(error.what()).substr(dir_.size() + 1);
    }
    return "accepted";
  }
  std::string dir_;
};

const std::string kHead = "[batch]\nbase = \"base.toml\"\n";

TEST_F(SweepFile, TheGridCountsItsLastAxisFastestAndVariantsSlowest) {
  const Sweep sweep = read(kHead + R"(
[[axes]]
key = "network.speed_m_per_min"
values = [60, 70, 80]
[[axes]]
key = "levels[0].cutoff"
values = ["5 m", "6 m"]
[[variants]]
name = "as it is"
[[variants]]
name = "open"
edits = [{op = "open", target = "F1"}, {op = "open", target = "F2"}]
)");
  ASSERT_EQ(sweep.runs.size(), 12u);
  EXPECT_EQ(sweep.keys, (std::vector<std::string>{"network.speed_m_per_min", "levels[0].cutoff"}));
  EXPECT_EQ(sweep.runs[0].variant, "as it is");
  EXPECT_EQ(sweep.runs[1].parameters, (std::vector<std::pair<std::string, std::string>>{{"network.speed_m_per_min", "60"}, {"levels[0].cutoff", "\"6 m\""}}));
  EXPECT_EQ(sweep.runs[11].variant, "open");
  EXPECT_EQ(sweep.runs[11].number, 12u);
  const Scenario last = scenario_of(sweep, sweep.runs[11]);
  EXPECT_EQ(last.network.speed_m_per_min, 80);
  EXPECT_EQ(last.levels[0].cutoff, 6);
  ASSERT_EQ(last.edits.size(), 3u);  // the base's own comes first
  EXPECT_EQ(last.edits[0].target, "F0");
  EXPECT_EQ(last.edits[2].target, "F2");
}

TEST_F(SweepFile, PointsAreListedRunsAfterTheGrid) {
  const Sweep sweep = read(kHead + R"(
[[axes]]
key = "network.speed_m_per_min"
values = [60, 70]
[[points]]
"network.speed_m_per_min" = 55
"levels[0].cutoff" = "9 m"
[[points]]
network.detour_factor = 2
)");
  ASSERT_EQ(sweep.runs.size(), 4u);
  EXPECT_EQ(scenario_of(sweep, sweep.runs[2]).levels[0].cutoff, 9);
  EXPECT_EQ(scenario_of(sweep, sweep.runs[3]).network.detour_factor, 2);
  EXPECT_EQ(read(kHead + "[[points]]\nnetwork.detour_factor = 2\n").runs.size(), 1u) << "points alone have no grid";
}

TEST_F(SweepFile, SeveralKeysMayChangeTogether) {
  const Sweep sweep = read(kHead + R"(
[[axes]]
key = ["network.speed_m_per_min", "network.detour_factor"]
values = [[60, 1.5], [70, 2.5]]
[[axes]]
key = ["network.snap_max", "network.facility_snap_max"]
values = ["50 m"]
)");
  ASSERT_EQ(sweep.runs.size(), 2u);
  const Scenario second = scenario_of(sweep, sweep.runs[1]);
  EXPECT_EQ(second.network.speed_m_per_min, 70);
  EXPECT_EQ(second.network.detour_factor, 2.5);
  EXPECT_EQ(second.network.snap_max_m, 50);
  EXPECT_EQ(second.network.facility_snap_max_m, 50);
}

TEST_F(SweepFile, WithoutAxesTheVariantsAloneRun) {
  EXPECT_EQ(read(kHead).runs.size(), 1u);
  EXPECT_EQ(read(kHead + "[[variants]]\nname = \"a\"\n[[variants]]\nname = \"b\"\n").runs.size(), 2u);
}

TEST_F(SweepFile, ItsHashChangesWithTheSweepAndWithTheBaseButNotWithComments) {
  const std::string first = read(kHead).sha256;
  EXPECT_EQ(read("# why\n" + kHead).sha256, first);
  EXPECT_NE(read(kHead + "name = \"x\"\n").sha256, first);
  write("base.toml", "[scenario]\nname = \"other\"\n");
  EXPECT_NE(read(kHead).sha256, first);
}

TEST_F(SweepFile, RefusesWhatItCannotRead) {
  EXPECT_EQ(refusal("[network]\n"), "sweep.toml:1:2: key 'network': is not known; known here: batch, axes, variants, points");
  EXPECT_EQ(refusal("[[points]]\na = 1\n"), "sweep.toml: it has no [batch] table, so it is not a sweep; write [batch] and base = \"scenario.toml\"");
  EXPECT_EQ(refusal("[batch]\nname = \"x\"\n"), "sweep.toml:1:2: key 'batch.base': is missing; name the base scenario");
  EXPECT_NE(refusal("[batch]\nbase = \"none.toml\"\n").find("none.toml: there is no such file"), std::string::npos);
  EXPECT_EQ(refusal(kHead + "[[axes]]\nvalues = [1]\n"), "sweep.toml:3:1: key 'axes[0].key': is missing; write key = \"network.speed_m_per_min\"");
  for (const char* bad : {"[[axes]]\nkey = \"a\"\n", "[[axes]]\nkey = \"a\"\nvalues = []\n", "[[axes]]\nkey = \"a\"\nvalues = 3\n", "axes = 3\n", "[axes]\nkey = \"a\"\nvalues = [1]\n",
                          "[[variants]]\nedits = []\n", "[[variants]]\nname = \"a\"\n[[variants]]\nname = \"a\"\n", "[[variants]]\nname = \"a\"\nedits = [3]\n",
                          "[[variants]]\nname = \"a\"\nedits = 3\n", "[[points]]\n", "points = [3]\n"})
    EXPECT_NE(refusal(kHead + bad), "accepted") << bad;
}

TEST_F(SweepFile, AMillionRunsAreTooMany) {
  std::string text = kHead;
  for (int axis = 0; axis < 7; ++axis) text += "[[axes]]\nkey = \"k" + std::to_string(axis) + "\"\nvalues = [1,2,3,4,5,6,7,8,9,10]\n";
  EXPECT_EQ(refusal(text), "sweep.toml: the sweep has more than 1,000,000 runs; take fewer values or variants");
}

}  // namespace
}  // namespace catchment::pipeline
