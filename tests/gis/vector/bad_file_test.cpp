// Every file that lies or is broken: one sentence, no crash, nothing allocated by a claim.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <ogr_core.h>
#include <sys/resource.h>

#include <cmath>
#include <cstring>
#include <filesystem>

#include "gis/vector/claims.h"
#include "gis/vector/layer.h"
#include "sim/core/random.h"
#include "tests/gis/vector/files.h"
#include "tests/support/shared_data.h"

namespace catchment::gis {
namespace {

using catchment::test::scratch_dir;
using test::make_file;
using test::read_bytes;
using test::refusal;
using test::write_text;
using testing::AnyOf;
using testing::HasSubstr;

const ReadOptions kOptions{.project_crs = "EPSG:32651"};

std::vector<test::Feature> many_points(int n) {
  std::vector<test::Feature> features;
  for (int i = 0; i < n; ++i)
    features.push_back({std::string("name ").append(std::to_string(i)), i * 0.5, std::string("POINT(121.").append(std::to_string(100000 + i)).append(" 31.2)")});
  return features;
}

void put(std::string& bytes, std::size_t at, std::uint64_t value, int n, bool big) {
  for (int i = 0; i < n; ++i)
    bytes[at + static_cast<std::size_t>(big ? n - 1 - i : i)] = static_cast<char>(value >> (8 * i) & 0xFF);
}

long peak_kb() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

TEST(BadFile, MissingEmptyFolderAndForeignAreRefused) {
  const std::string dir = scratch_dir("bad");
  EXPECT_EQ(refusal(dir + "/none.gpkg"), dir + "/none.gpkg: no such file; check the path");
  EXPECT_THAT(refusal(write_text(dir + "/empty.gpkg", "")), HasSubstr("it is empty (0 bytes)"));
  EXPECT_THAT(refusal(write_text(dir + "/empty.csv", "")), HasSubstr("it is empty (0 bytes)"));
  EXPECT_THAT(refusal(dir), HasSubstr("it is a folder"));
  EXPECT_THAT(refusal(write_text(dir + "/noise.gpkg", std::string(5000, '\x17'))), HasSubstr("not a map layer that can be read"));
  EXPECT_THAT(refusal(write_text(dir + "/text.geojson", "hello")), HasSubstr("not a map layer that can be read"));
  EXPECT_THAT(refusal(write_text(dir + "/half.geojson", R"({"type":"FeatureCollection","features":[{"type":"Feat)")),
              HasSubstr("cannot be"));
  EXPECT_THAT(refusal("/dev/null"), HasSubstr("not a regular file"));
}

TEST(BadFile, NothingThatReachesForOtherFilesIsOpened) {
  const std::string dir = scratch_dir("reach");
  EXPECT_THAT(refusal("/vsicurl/http://localhost/a.gpkg"), HasSubstr("no such file"));
  EXPECT_THAT(refusal("PG:dbname=x"), HasSubstr("no such file"));
  make_file(dir + "/a.gpkg", "GPKG", {{.features = many_points(3), .options = {}}});
  const auto vrt = write_text(dir + "/a.vrt", "<OGRVRTDataSource><OGRVRTLayer name=\"things\"><SrcDataSource>" + dir +
                                                  "/a.gpkg</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>");
  EXPECT_THAT(refusal(vrt), HasSubstr("not a map layer that can be read"));
}

TEST(BadFile, TruncatedAndCorruptGeoPackagesAreRefusedWhereverTheyAreHurt) {
  const std::string dir = scratch_dir("gpkg");
  make_file(dir + "/whole.gpkg", "GPKG", {{.features = many_points(3000), .options = {}, .geometry_type = wkbPoint}});
  const std::string whole = read_bytes(dir + "/whole.gpkg");
  ASSERT_EQ(read_table(dir + "/whole.gpkg", kOptions).n_rows(), 3000u);
  for (const double share : {0.001, 0.3, 0.7, 0.999})
    EXPECT_THAT(refusal(write_text(dir + "/cut.gpkg", whole.substr(0, static_cast<std::size_t>(share * static_cast<double>(whole.size())))), kOptions),
                AnyOf(HasSubstr("its header claims"), HasSubstr("ends inside its header"), HasSubstr("cannot be opened")))
        << share;
  // Pages overwritten with noise: it must be told, or, where only an index or free page was hit, be read in full.
  Stream random(5, "noise");
  int told = 0;
  for (std::size_t page = 1; page < whole.size() / 4096; page += 3) {
    std::string hurt = whole;
    for (std::size_t i = 0; i < 4096; ++i) hurt[page * 4096 + i] = static_cast<char>(random.next_u32() & 0xFF);
    const auto path = write_text(dir + "/hurt.gpkg", hurt);
    try {
      const Table t = read_table(path, kOptions);
      EXPECT_EQ(t.n_rows(), 3000u) << "rows lost in silence, page " << page;
    } catch (const InputError&) {
      ++told;
    }
  }
  EXPECT_GT(told, 5);
}

TEST(BadFile, AShapefileHeaderThatClaimsTenGigabytesIsRefused) {
  const std::string dir = scratch_dir("shp");
  make_file(dir + "/a.shp", "ESRI Shapefile", {{.features = many_points(10), .options = {}, .geometry_type = wkbPoint}});
  const std::string shp = read_bytes(dir + "/a.shp"), dbf = read_bytes(dir + "/a.dbf"), shx = read_bytes(dir + "/a.shx");
  const long before = peak_kb();
  std::string lie = shp;
  put(lie, 24, 2'000'000'000, 4, true);   // in 16-bit words
  write_text(dir + "/a.shp", lie);
  EXPECT_THAT(refusal(dir + "/a.shp", kOptions), HasSubstr("its header claims 4.0 GB but the file has only"));
  write_text(dir + "/a.shp", shp);

  lie = dbf;
  put(lie, 4, 4'000'000'000, 4, false);
  write_text(dir + "/a.dbf", lie);
  EXPECT_THAT(refusal(dir + "/a.shp", kOptions), HasSubstr("its header claims 4000000000 records"));
  write_text(dir + "/a.dbf", dbf);

  lie = shx;
  put(lie, 104, 1'000'000'000, 4, true);
  write_text(dir + "/a.shx", lie);
  EXPECT_THAT(refusal(dir + "/a.shp", kOptions), HasSubstr("record 1 claims 2.0 GB"));
  lie = shx;
  put(lie, 24, 2'000'000'000, 4, true);
  write_text(dir + "/a.shx", lie);
  EXPECT_THAT(refusal(dir + "/a.shp", kOptions), HasSubstr("a.shx: its header claims"));
  std::filesystem::remove(dir + "/a.shx");
  EXPECT_THAT(refusal(dir + "/a.shp", kOptions), HasSubstr("the .shx file that belongs to it is not beside it"));
  EXPECT_LT(peak_kb() - before, 100'000);
}

TEST(BadFile, AFlatGeobufThatClaimsBillionsOfFeaturesIsRefused) {
  const std::string dir = scratch_dir("fgb");
  make_file(dir + "/a.fgb", "FlatGeobuf", {{.features = many_points(40), .options = {}, .geometry_type = wkbPoint}});
  const std::string whole = read_bytes(dir + "/a.fgb");
  const long before = peak_kb();
  // The feature count is the only 8-byte 40 in the header.
  std::string forty(8, '\0');
  forty[0] = 40;
  const std::size_t at = whole.find(forty);
  ASSERT_NE(at, std::string::npos);
  std::string lie = whole;
  put(lie, at, 5'000'000'000, 8, false);
  EXPECT_THAT(refusal(write_text(dir + "/b.fgb", lie), kOptions), HasSubstr("its header claims 5000000000 features"));
  lie = whole;
  put(lie, 8, 0xFFFFFFF0u, 4, false);
  EXPECT_THAT(refusal(write_text(dir + "/b.fgb", lie), kOptions), HasSubstr("claims a header of 4.3 GB"));
  for (const double share : {0.02, 0.5, 0.9, 0.999})
    EXPECT_THAT(refusal(write_text(dir + "/b.fgb", whole.substr(0, static_cast<std::size_t>(share * static_cast<double>(whole.size())))), kOptions),
                AnyOf(HasSubstr("claims"), HasSubstr("ends inside"))) << share;
  EXPECT_LT(peak_kb() - before, 100'000);
}

TEST(BadFile, AGeoPackageThatStatesBillionsOfRowsIsRefused) {
  const std::string dir = scratch_dir("count");
  make_file(dir + "/a.gpkg", "GPKG", {{.features = many_points(3), .options = {}, .geometry_type = wkbPoint}});
  const std::string sql = "python3 - <<'E'\nimport sqlite3\nc=sqlite3.connect('" + dir +
                          "/a.gpkg')\nc.execute('update gpkg_ogr_contents set feature_count=9000000000')\nc.commit()\nE";
  if (std::system(sql.c_str()) != 0) GTEST_SKIP() << "no python3 with sqlite3 here";
  EXPECT_THAT(refusal(dir + "/a.gpkg", kOptions), HasSubstr("claims 9000000000 features but the file has only"));
}

TEST(BadFile, RandomDamageNeverCrashes) {
  const std::string dir = scratch_dir("damage");
  for (const auto& [driver, ending] : {std::pair{"FlatGeobuf", ".fgb"}, {"ESRI Shapefile", ".shp"}, {"GeoJSON", ".geojson"}}) {
    const std::string path = dir + "/a" + ending;
    make_file(path, driver, {{.features = {{"a", 1, "POLYGON((121 31,121.1 31,121.1 31.1,121 31))"},
                                           {"b", 1, "POLYGON((121 31,121.1 31,121.1 31.1,121 31))"}},
                              .options = {}, .geometry_type = wkbPolygon}});
    const std::string whole = read_bytes(path);
    for (std::uint64_t seed = 0; seed < 150; ++seed) {
      SCOPED_TRACE(testing::Message() << driver << " seed " << seed);
      Stream random(seed, "damage");
      std::string hurt = whole;
      for (std::uint64_t k = 1 + random.below(6); k > 0; --k)
        hurt[random.below(hurt.size())] = static_cast<char>(random.next_u32() & 0xFF);
      write_text(path, hurt);
      try {
        (void)read_table(path, kOptions);
      } catch (const InputError&) {
      }
    }
  }
}

TEST(BadFile, ACoordinateThatIsNotANumberNamesItsRow) {
  const std::string dir = scratch_dir("nan");
  make_file(dir + "/a.shp", "ESRI Shapefile", {{.features = many_points(3), .options = {}, .geometry_type = wkbPoint}});
  std::string shp = read_bytes(dir + "/a.shp");
  const double nan = std::nan("");
  std::memcpy(shp.data() + 100 + 28 + 8 + 4, &nan, 8);   // x of the second record
  write_text(dir + "/a.shp", shp);
  EXPECT_THAT(refusal(dir + "/a.shp", kOptions), HasSubstr("row 2: a coordinate is not a finite number"));
  make_file(dir + "/b.gpkg", "GPKG", {{.crs = "EPSG:32651", .features = {{"a", 1, "LINESTRING(1e5 3e6,2e5 3e6)"}, {"b", 1, "LINESTRING(1e5 3e6,1e999 3e6)"}}, .options = {}}});
  EXPECT_THAT(refusal(dir + "/b.gpkg", kOptions), HasSubstr("row 2"));
}

TEST(BadFile, AnUnknownCrsIsRefused) {
  const std::string path = scratch_dir("crs") + "/a.gpkg";
  make_file(path, "GPKG", {{.features = many_points(3), .options = {}, .geometry_type = wkbPoint}});
  EXPECT_THAT(refusal(path, {.crs = "EPSG:424242", .project_crs = "EPSG:32651"}), HasSubstr("not a coordinate reference system"));
}

TEST(BadFile, ATruncatedOsmFileIsRefused) {
  CATCHMENT_NEED_SHARED_DATA(pbf, "shanghai_tongji_osm/tongji_siping.osm.pbf");
  CATCHMENT_NEED_SHARED_DATA(xml, "shanghai_tongji_osm/tongji_siping.osm");
  const std::string dir = scratch_dir("osm");
  const std::string whole = read_bytes(pbf), text = read_bytes(xml);
  const ReadOptions options{.layer = "multipolygons", .project_crs = "EPSG:32651"};
  EXPECT_NE(refusal(write_text(dir + "/a.osm.pbf", whole.substr(0, whole.size() / 2)), options), "no error");
  EXPECT_NE(refusal(write_text(dir + "/a.osm", text.substr(0, text.size() / 2)), options), "no error");
}

}  // namespace
}  // namespace catchment::gis
