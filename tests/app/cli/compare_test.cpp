#include "app/pipeline/compare.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "app/report/words.h"
#include "tests/support/shared_data.h"

namespace catchment::pipeline {
namespace {

namespace fs = std::filesystem;

class Folders : public testing::Test {
 protected:
  void SetUp() override { dir_ = test::scratch_dir("folders"); }
  std::string run(const std::string& name, const std::string& summary) {
    fs::create_directories(dir_ + "/" + name);
    std::ofstream(dir_ + "/" + name + "/summary.json") << summary;
    return dir_ + "/" + name;
  }
  std::string dir_;
};

std::string summary(double joint, double station) {
  return "{\"run_id\":\"1234\",\"population\":100,\"coverage\":[{\"level\":\"station\",\"persons\":7,\"share\":" + raw_number(station) +
         "}],\"joint_share\":" + raw_number(joint) + ",\"organisation_coverage\":null}";
}

TEST_F(Folders, AreRankedBestFirstAndEqualOnesShareARankInTheOrderGiven) {
  const std::string a = run("a", summary(0.5, 0.9)), b = run("b", summary(0.75, 0.1)), c = run("c", summary(0.5, 0.2));
  const Comparison by_joint = compare_folders({a, b, c});
  EXPECT_EQ(by_joint.by, "joint_share");
  ASSERT_EQ(by_joint.table.rows.size(), 3u);
  EXPECT_EQ(by_joint.table.columns[0], "rank");
  EXPECT_EQ(by_joint.table.rows[0][1], b);
  EXPECT_EQ(by_joint.table.rows[1][1], a);
  EXPECT_EQ(by_joint.table.rows[1][0], "2");
  EXPECT_EQ(by_joint.table.rows[2][1], c);
  EXPECT_EQ(by_joint.table.rows[2][0], "2");
  const Comparison by_station = compare_folders({a, b, c}, "station");
  EXPECT_EQ(by_station.by, "station_share");
  EXPECT_EQ(by_station.table.rows[0][1], a);
}

TEST_F(Folders, AFigureThatOneLacksComesLastWithoutARank) {
  const std::string a = run("a", "{\"population\":5}"), b = run("b", summary(0.75, 0.1));
  const Comparison out = compare_folders({a, b}, "joint_share");
  EXPECT_EQ(out.table.rows[1][1], a);
  EXPECT_EQ(out.table.rows[1][0], "");
  EXPECT_EQ(compare_folders({a, b}).by, "population");
}

TEST_F(Folders, WhatIsNoRunIsRefused) {
  const std::string good = run("good", summary(1, 1)), torn = run("torn", "{\"popul"), list = run("list", "[1]"), empty = run("empty", "{}");
  EXPECT_THROW(compare_folders({good, dir_}), InputError);
  EXPECT_THROW(compare_folders({good, torn}), InputError);
  EXPECT_THROW(compare_folders({good, list}), InputError);
  EXPECT_THROW(compare_folders({good, empty}), InputError);
  EXPECT_THROW(compare_folders({good, good}, "happiness"), InputError);
  EXPECT_THROW(rebuild_run(good), InputError);
  EXPECT_THROW(compare_batch(good), InputError);
}

TEST(Csv, ReadsWhatTheTablesWrite) {
  const ReportTable table{"t", {"a", "b"}, {{"1,2", "x\"y"}, {"two\nlines", ""}, {"", "中文"}}};
  const auto rows = parse_csv(to_csv(table), "t.csv");
  ASSERT_EQ(rows.size(), 4u);
  EXPECT_EQ(rows[0], table.columns);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(rows[i + 1], table.rows[i]);
  EXPECT_EQ(parse_csv("a,b\r\n1,2\r\n", "t").size(), 2u);
  EXPECT_EQ(parse_csv("a,b\n1,2", "t").size(), 2u);
  EXPECT_TRUE(parse_csv("", "t").empty());
  EXPECT_THROW(parse_csv("a,b\n1\n", "t"), InputError);
  EXPECT_THROW(parse_csv("a,b\n\"1,2\n", "t"), InputError);
}

TEST(DifferenceMaps, NeedTheSameDemandPoints) {
  World a;
  a.crs = "EPSG:32651";
  a.demand.push_back({"x", {}, {1, 2}, 3, {}, {}, true});
  World b = a;
  b.demand[0].persons = 9;
  EXPECT_NO_THROW(require_same_demand(a, b, "b"));
  b.demand[0].position.x = 5;
  EXPECT_THROW(require_same_demand(a, b, "b"), InputError);
  b = a;
  b.demand[0].id = "y";
  EXPECT_THROW(require_same_demand(a, b, "b"), InputError);
  b.demand.clear();
  EXPECT_THROW(require_same_demand(a, b, "b"), InputError);
}

}  // namespace
}  // namespace catchment::pipeline
