#include "gis/world_file/world_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <ogrsf_frmts.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "gis/world_file/enum_text.h"
#include "sim/core/error.h"
#include "sim/core/random.h"
#include "tests/support/same_world.h"
#include "tests/support/sample_study.h"
#include "tests/support/shared_data.h"

namespace catchment::gis {
namespace {

using testing::HasSubstr;

std::string bytes_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}
void put_bytes(const std::string& path, const std::string& bytes) { std::ofstream(path, std::ios::binary) << bytes; }

std::string fault_of(const std::string& path) {
  try {
    read_world(path);
  } catch (const InputError& e) {
    return e.what();
  }
  return "no error";
}

using test::expect_equal;

class WorldFile : public testing::Test {
 protected:
  ~WorldFile() override { std::filesystem::remove_all(dir_); }
  std::string dir_ = test::scratch_dir("world-file");
  std::string path_ = dir_ + "/world.gpkg";
};

TEST_F(WorldFile, BringsTheWholeSampleWorldBackExactly) {
  const World world = test::sample_world();
  write_world(world, path_);
  expect_equal(read_world(path_), world);
  EXPECT_TRUE(is_world_file(path_));
}

TEST_F(WorldFile, ReadsFilesFromBeforeGatesHadHours) {
  World world = test::sample_world();
  write_world(world, path_);
  {
    const std::unique_ptr<GDALDataset> file(
        GDALDataset::Open(path_.c_str(), GDAL_OF_VECTOR | GDAL_OF_UPDATE, nullptr, nullptr, nullptr));
    ASSERT_NE(file, nullptr);
    OGRLayer* const gates = file->GetLayerByName("gates");
    for (const char* column : {"hours", "outside_hours"})
      ASSERT_EQ(gates->DeleteField(gates->GetLayerDefn()->GetFieldIndex(column)), OGRERR_NONE);
  }
  for (Gate& gate : world.streets.gates) {
    gate.hours.reset();
    gate.outside_hours = GateState::kResidentsOnly;
  }
  expect_equal(read_world(path_), world);
}

TEST_F(WorldFile, BringsAnEmptyWorldAndOneWithoutACrsBack) {
  World world;
  write_world(world, path_);
  expect_equal(read_world(path_), world);
  world.crs = "local metres";
  world.demand.push_back({"d", {}, {-1.5, 1e-300}, 3, AreaId(), BuildingId(), true});
  write_world(world, path_);
  expect_equal(read_world(path_), world);
}

TEST_F(WorldFile, BringsRandomFiguresBackBitForBit) {
  for (std::uint64_t seed = 0; seed < 5; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    Stream s(seed, "world file");
    World world = test::sample_world();
    const auto any = [&] { return s.uniform(-1, 1) * std::pow(10.0, s.uniform(-12, 12)); };
    const auto any64 = [&] { return static_cast<std::int64_t>(s.next_u64()); };
    for (Building& b : world.buildings) {
      b.position = {any(), any()};
      b.gross_area_m2 = any();
      b.residents = any64();
      b.kind = static_cast<BuildingKind>(s.below(8));
      for (Polygon& p : b.footprint)
        for (Ring& r : p.rings)
          for (Point& q : r) q = {any(), any()};
    }
    for (Facility& f : world.facilities) {
      f.running_cost_fen = any64();
      for (std::size_t slot = 0; slot < kWeekSlots; ++slot) f.hours[slot] = s.chance(0.5);
    }
    for (Point& p : world.streets.shape) p = {any(), any()};
    write_world(world, path_);
    expect_equal(read_world(path_), world);
  }
}

TEST_F(WorldFile, HoldsHeightsBridgesLiftsAndTheWayToTheStreet) {
  World world = test::sample_world();
  Stream s(5, "heights");
  for (std::size_t i = 0; i < world.streets.shape.size(); ++i)
    world.streets.shape_height_m.push_back(s.chance(0.1) ? std::nan("") : std::round(s.uniform(-100, 4000) * 1000) / 1000);
  // A street without any height at all stays without.
  for (std::uint32_t i = world.streets.shape_begin[1]; i < world.streets.shape_begin[2]; ++i) world.streets.shape_height_m[i] = std::nan("");
  for (std::size_t e = 0; e < world.streets.n_edges(); ++e) world.streets.off_ground.push_back(e % 3 == 0);
  for (std::size_t b = 0; b < world.buildings.size(); ++b) {
    world.buildings[b].lift = static_cast<std::int8_t>(static_cast<int>(b % 3) - 1);
    world.buildings[b].egress_s = b % 2 == 0 ? -1 : s.uniform(0, 300);
  }
  for (DemandPoint& d : world.demand) d.egress_s = s.chance(0.5) ? -1 : s.uniform(0, 300);
  world.demand[0].egress_s = 0;  // stated, and none
  write_world(world, path_);
  expect_equal(read_world(path_), world);
}

TEST_F(WorldFile, FromBeforeHeightsAndEgressIsStillRead) {
  World world = test::sample_world();
  write_world(world, path_);
  {
    std::unique_ptr<GDALDataset> file(GDALDataset::Open(path_.c_str(), GDAL_OF_VECTOR | GDAL_OF_UPDATE));
    ASSERT_TRUE(file);
    for (const auto& [layer, columns] : {std::pair{"streets", std::vector{"off_ground", "heights_m"}},
                                         std::pair{"buildings", std::vector{"egress_s", "lift"}}, std::pair{"demand", std::vector{"egress_s"}}})
      for (const char* column : columns) {
        auto* l = file->GetLayerByName(layer);
        ASSERT_EQ(l->DeleteField(l->GetLayerDefn()->GetFieldIndex(column)), OGRERR_NONE) << layer << "." << column;
      }
  }
  expect_equal(read_world(path_), world);
}

TEST_F(WorldFile, RefusesHeightsThatDoNotFitTheirLine) {
  World world = test::sample_world();
  world.streets.shape_height_m.assign(world.streets.shape.size(), 4);
  for (const char* text : {"1", "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20", "1 x", "1 inf", "1  2"}) {
    write_world(world, path_);
    {
      std::unique_ptr<GDALDataset> file(GDALDataset::Open(path_.c_str(), GDAL_OF_VECTOR | GDAL_OF_UPDATE));
      const std::string sql = std::string("UPDATE streets SET heights_m = '") + text + "' WHERE fid = 1";
      file->ReleaseResultSet(file->ExecuteSQL(sql.c_str(), nullptr, nullptr));
    }
    EXPECT_THAT(fault_of(path_), HasSubstr("layer 'streets', row 1: its heights_m are not one number for each point of its line")) << text;
  }
}

TEST_F(WorldFile, HoldsHoursThatAreFullOrASingleSlot) {
  World world = test::sample_world();
  world.facilities[0].hours.set();
  world.facilities[1].hours.reset().set(0);
  world.facilities[2].hours.reset().set(47).set(48);
  write_world(world, path_);
  expect_equal(read_world(path_), world);
}

TEST_F(WorldFile, SameWorldSameBytes) {
  const World world = test::sample_world();
  write_world(world, path_);
  const std::string first = bytes_of(path_);
  write_world(world, path_);  // over the old one
  EXPECT_TRUE(bytes_of(path_) == first);
  write_world(read_world(path_), dir_ + "/again.gpkg");
  EXPECT_TRUE(bytes_of(dir_ + "/again.gpkg") == first);
}

TEST_F(WorldFile, LeavesNothingBesideItself) {
  write_world(test::sample_world(), path_);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(dir_), {}), 1);
  EXPECT_THROW(
      write_world(test::sample_world(), dir_ + "/b.gpkg", [](double share, std::string_view) { return share < 0.4; }),
      Cancelled);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(dir_), {}), 1);
}

TEST_F(WorldFile, ManyBuildingsHaveNoSpatialIndexAndComeBack) {
  const World world = test::rows_of_buildings(100'001);
  write_world(world, path_);
  expect_equal(read_world(path_), world);
  EXPECT_EQ(bytes_of(path_).find("rtree_buildings_geom"), std::string::npos);
}

TEST_F(WorldFile, RefusesWhatIsNotAWorldFile) {
  EXPECT_THAT(fault_of(dir_ + "/none.gpkg"), HasSubstr("none.gpkg: no such file"));
  EXPECT_THAT(fault_of(dir_), HasSubstr("is not a file"));
  put_bytes(path_, "");
  EXPECT_THAT(fault_of(path_), HasSubstr("world.gpkg: the file is empty"));
  put_bytes(path_, "id,name\n");
  EXPECT_THAT(fault_of(path_), HasSubstr("cannot be read as a GeoPackage"));
  EXPECT_FALSE(is_world_file(path_));
  EXPECT_FALSE(is_world_file(dir_ + "/none.gpkg"));
  CATCHMENT_NEED_SHARED_DATA(other, "shanghai_tongji_osm/tongji_siping.gpkg");
  EXPECT_THAT(fault_of(other), HasSubstr("but not a world file"));
  EXPECT_FALSE(is_world_file(other));
}

TEST_F(WorldFile, RefusesAFolderThatIsNotThere) {
  EXPECT_THROW(write_world(test::sample_world(), dir_ + "/no/such/folder/w.gpkg"), InputError);
}

TEST_F(WorldFile, ATruncatedOrDamagedFileIsRefusedOrTheSameButNeverCrashes) {
  const World world = test::sample_world();
  write_world(world, path_);
  const std::string whole = bytes_of(path_);
  const std::string bad = dir_ + "/bad.gpkg";
  int refused = 0;
  for (std::size_t size = 1; size < whole.size(); size += 1 + whole.size() / 40) {
    SCOPED_TRACE(testing::Message() << "cut to " << size << " of " << whole.size());
    put_bytes(bad, whole.substr(0, size));
    EXPECT_NE(fault_of(bad), "no error");
    ++refused;
  }
  EXPECT_GT(refused, 30);
  Stream s(7, "damage");
  for (int k = 0; k < 60; ++k) {
    SCOPED_TRACE(testing::Message() << "damage " << k);
    std::string bytes = whole;
    for (int i = 0; i < 20; ++i) bytes[s.below(bytes.size())] = static_cast<char>(s.next_u32());
    put_bytes(bad, bytes);
    try {
      (void)read_world(bad);  // damage in unused bytes or in a figure is not to be noticed
    } catch (const InputError& e) {
      EXPECT_THAT(e.what(), HasSubstr("bad.gpkg"));
    }
  }
}

TEST(EnumText, ListsOfTextsComeBack) {
  for (const std::vector<std::string>& texts :
       {std::vector<std::string>{}, {""}, {"", ""}, {"a"}, {"a;b", "c\\"}, {"\\e", "e", ""}, {"四;平"}})
    EXPECT_EQ(split_texts(join_texts(texts)), texts) << join_texts(texts);
}

}  // namespace
}  // namespace catchment::gis
