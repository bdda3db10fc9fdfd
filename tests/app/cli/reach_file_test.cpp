#include "gis/world_file/reach_file.h"

#include <gtest/gtest.h>

#include <ogr_geometry.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "gis/vector/layer.h"
#include "sim/core/error.h"
#include "tests/sim/network/area_town.h"
#include "tests/support/shared_data.h"

namespace catchment::gis {
namespace {

using Lines = std::vector<std::vector<Point>>;

ReachTables some_tables() {
  ReachTables out;
  out.crs = "EPSG:32651";
  const Lines line{{{354000, 3456000}, {354100, 3456000}}};
  out.areas.push_back({"F", 0, 300, 100, 2000, 7, {{{Ring{{354000, 3455990}, {354100, 3455990}, {354100, 3456010}, {354000, 3456010}}}}}});
  out.streets.push_back({"F", 300, 1, line[0]});
  out.demand.push_back({"d1", "F", 7, 12.5, {354010, 3456000}, true});
  out.demand.push_back({"d2", "", 9, INFINITY, {359000, 3456000}, false});
  return out;
}

std::string bytes(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

TEST(WriteReach, WritesThreeStyledLayersTheSameBytesEachTime) {
  const std::string dir = test::scratch_dir("write-reach");
  write_reach(some_tables(), dir + "/a.gpkg");
  write_reach(some_tables(), dir + "/b.gpkg");
  EXPECT_EQ(bytes(dir + "/a.gpkg"), bytes(dir + "/b.gpkg"));
  const auto layers = list_layers(dir + "/a.gpkg");
  ASSERT_EQ(layers.size(), 4u);  // and layer_styles
  ReadOptions options;
  options.layer = "demand";
  const Table demand = read_table(dir + "/a.gpkg", options);
  EXPECT_EQ(demand.cells[static_cast<std::size_t>(demand.column("cost_s"))], (std::vector<std::string>{"12.5", ""}));
}

TEST(WriteReach, ReplacesAnOldFileAndLeavesNoOther) {
  const std::string dir = test::scratch_dir("replace-reach");
  std::ofstream(dir + "/a.gpkg") << "old";
  write_reach(some_tables(), dir + "/a.gpkg");
  EXPECT_EQ(list_layers(dir + "/a.gpkg").size(), 4u);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(dir), std::filesystem::directory_iterator()), 1);
}

TEST(WriteReach, StoppedOrRefusedItLeavesNothing) {
  const std::string dir = test::scratch_dir("stop-reach");
  EXPECT_THROW(write_reach(some_tables(), dir + "/a.gpkg", [](double, std::string_view) { return false; }), Cancelled);
  EXPECT_TRUE(std::filesystem::is_empty(dir));
  EXPECT_THROW(write_reach(some_tables(), dir + "/none/a.gpkg"), InputError);
}

/// GEOS's own verdict on a shape.
bool valid(const MultiPolygon& shape) {
  OGRMultiPolygon all;
  for (const Polygon& polygon : shape) {
    OGRPolygon one;
    for (const Ring& ring : polygon.rings) {
      OGRLinearRing line;
      for (const Point p : ring) line.addPoint(p.x, p.y);
      line.closeRings();
      one.addRing(&line);
    }
    all.addGeometry(&one);
  }
  return all.IsValid();
}

TEST(ServiceAreas, AreValidToGeosInHundredsOfRandomTowns) {
  std::size_t shapes = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    const test::AreaTown town = test::random_area_town(seed, seed % 2 == 1);
    const StreetCells cells = town.cells({.buffer_m = 30, .fill_m = 150, .bridge_m = 3, .tolerance_m = 0.2});
    const auto owners = static_cast<std::uint32_t>(town.facilities.size());
    const PlanePartition partition = partition_by_reach(cells, town.bands({100, 250, 500}), owners);
    for (const AreaForm form : {AreaForm::kRings, AreaForm::kNested})
      for (const ServiceArea& a : service_areas(partition, cells, owners, 3, form)) {
        EXPECT_TRUE(valid(a.shape)) << "owner " << a.owner << " band " << int(a.band);
        ++shapes;
      }
  }
  EXPECT_GT(shapes, 1500u);
}

}  // namespace
}  // namespace catchment::gis
