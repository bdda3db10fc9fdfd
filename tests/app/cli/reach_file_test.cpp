#include "gis/world_file/reach_file.h"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "gis/vector/layer.h"
#include "sim/core/error.h"
#include "tests/support/shared_data.h"

namespace catchment::gis {
namespace {

using Lines = std::vector<std::vector<Point>>;

/// Area of the regular 16-gon that stands for the two round ends.
const double kEnds = 0.5 * 16 * std::sin(2 * std::acos(-1.0) / 16);

TEST(AreaAround, AStreetIsABandWithRoundEnds) {
  const Lines street{{{0, 0}, {100, 0}}};
  EXPECT_NEAR(area(area_around(street, 10)), 100 * 20 + 100 * kEnds, 0.01);
}

TEST(AreaAround, OverlapsCountOnce) {
  const Lines street{{{0, 0}, {100, 0}}}, twice{{{0, 0}, {100, 0}}, {{100, 0}, {0, 0}}};
  EXPECT_NEAR(area(area_around(street, 10)), area(area_around(twice, 10)), 1e-6);
}

TEST(AreaAround, ARingOfStreetsKeepsItsHole) {
  const Lines block{{{0, 0}, {200, 0}, {200, 200}, {0, 200}, {0, 0}}};
  const MultiPolygon shape = area_around(block, 10);
  ASSERT_EQ(shape.size(), 1u);
  EXPECT_EQ(shape[0].rings.size(), 2u);
  EXPECT_FALSE(contains(shape, {100, 100}));
}

TEST(AreaAround, NothingIsNothingAndABadBufferIsRefused) {
  EXPECT_TRUE(area_around(Lines{}, 10).empty());
  EXPECT_TRUE(area_around(Lines{{{1, 1}}}, 10).empty());
  EXPECT_THROW(area_around(Lines{}, 0), std::invalid_argument);
  EXPECT_THROW(area_around(Lines{}, NAN), std::invalid_argument);
}

ReachTables some_tables() {
  ReachTables out;
  out.crs = "EPSG:32651";
  const Lines line{{{354000, 3456000}, {354100, 3456000}}};
  out.areas.push_back({"F", 300, 100, 2314, 7, area_around(line, 10)});
  out.streets.push_back({"F", 300, line[0]});
  out.demand.push_back({"d1", "F", 7, 12.5, {354010, 3456000}});
  out.demand.push_back({"d2", "", 9, INFINITY, {359000, 3456000}});
  return out;
}

std::string bytes(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

TEST(WriteReach, WritesThreeLayersTheSameBytesEachTime) {
  const std::string dir = test::scratch_dir("write-reach");
  write_reach(some_tables(), dir + "/a.gpkg");
  write_reach(some_tables(), dir + "/b.gpkg");
  EXPECT_EQ(bytes(dir + "/a.gpkg"), bytes(dir + "/b.gpkg"));
  const auto layers = list_layers(dir + "/a.gpkg");
  ASSERT_EQ(layers.size(), 3u);
  ReadOptions options;
  options.layer = "demand";
  const Table demand = read_table(dir + "/a.gpkg", options);
  EXPECT_EQ(demand.cells[static_cast<std::size_t>(demand.column("cost_s"))], (std::vector<std::string>{"12.5", ""}));
}

TEST(WriteReach, ReplacesAnOldFileAndLeavesNoOther) {
  const std::string dir = test::scratch_dir("replace-reach");
  std::ofstream(dir + "/a.gpkg") << "old";
  write_reach(some_tables(), dir + "/a.gpkg");
  EXPECT_EQ(list_layers(dir + "/a.gpkg").size(), 3u);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(dir), std::filesystem::directory_iterator()), 1);
}

TEST(WriteReach, StoppedOrRefusedItLeavesNothing) {
  const std::string dir = test::scratch_dir("stop-reach");
  EXPECT_THROW(write_reach(some_tables(), dir + "/a.gpkg", [](double, std::string_view) { return false; }), Cancelled);
  EXPECT_TRUE(std::filesystem::is_empty(dir));
  EXPECT_THROW(write_reach(some_tables(), dir + "/none/a.gpkg"), InputError);
}

}  // namespace
}  // namespace catchment::gis
