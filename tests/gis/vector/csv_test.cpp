#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gis/vector/layer.h"
#include "tests/gis/vector/files.h"
#include "tests/support/shared_data.h"

namespace catchment::gis {
namespace {

using catchment::test::scratch_dir;
using test::refusal;
using test::write_text;
using testing::ElementsAre;
using testing::HasSubstr;

const ReadOptions kWgs84{.datum = Datum::kWgs84, .project_crs = "EPSG:32651"};

std::string csv(const std::string& text) { return write_text(scratch_dir("csv") + "/a.csv", text); }

TEST(Csv, ReadsCoordinatesByCommonNames) {
  for (const char* header : {"lon,lat", "lng,lat", "LONGITUDE,LATITUDE", "x,y", "经度,纬度"}) {
    const Table t = read_table(csv(std::string(header) + ",name\n121.4737,31.2304,a\n"), kWgs84);
    ASSERT_EQ(t.n_rows(), 1u) << header;
    EXPECT_NEAR(t.point[0].x, 354633.649, 0.001) << header;
    EXPECT_NEAR(t.point[0].y, 3456140.530, 0.001) << header;
  }
  const Table t = read_table(csv("bd09_lon,bd09_lat\n121.4737,31.2304\n"),
                             {.crs = "EPSG:4326", .project_crs = "EPSG:32651", .x_field = "bd09_lon", .y_field = "bd09_lat"});
  EXPECT_NEAR(t.point[0].x, 354633.649, 0.001);
}

TEST(Csv, KeepsTextAsItIsAndNumbersRowsByLine) {
  const Table t = read_table(csv("\xEF\xBB\xBFid,name,lon,lat\r\n01,\"a, \"\"b\"\"\nc\",121,31\r\n\r\n02,,121,31\r\n"), kWgs84);
  EXPECT_THAT(t.columns, ElementsAre("id", "name", "lon", "lat"));
  EXPECT_THAT(t.cells[0], ElementsAre("01", "02"));
  EXPECT_THAT(t.cells[1], ElementsAre("a, \"b\"\nc", ""));
  EXPECT_THAT(t.row_number, ElementsAre(2, 5));
  EXPECT_TRUE(t.is_null(1, 1));
  EXPECT_FALSE(t.is_null(1, 0));
  EXPECT_EQ(t.encoding, "UTF-8");
}

TEST(Csv, TakesSemicolonsAndTabs) {
  EXPECT_EQ(read_table(csv("lon;lat;n\n121;31;a,b\n"), kWgs84).cells[2][0], "a,b");
  EXPECT_EQ(read_table(csv("lon\tlat\tn\n121\t31\ta,b\n"), kWgs84).cells[2][0], "a,b");
}

TEST(Csv, IsAPlainTableWhereNoGeometryIsNeeded) {
  const Table t = read_table(csv("code,persons\n310110009,92400\n"), {.need_geometry = false});
  EXPECT_EQ(t.cells[1][0], "92400");
  EXPECT_EQ(t.kind[0], GeometryKind::kNone);
  EXPECT_TRUE(t.findings.empty());
}

TEST(Csv, Gb18030IsDetectedShownAndOverridable) {
  const std::string text = "name,lon,lat\n\xCB\xC4\xC6\xBD\xC2\xB7\xBD\xD6\xB5\xC0,121,31\n";   // 四平路街道
  const Table t = read_table(csv(text), kWgs84);
  EXPECT_EQ(t.cells[0][0], "四平路街道");
  EXPECT_EQ(t.encoding, "GB18030");
  EXPECT_THAT(test::finding_text(t.findings, "encoding-guessed"), HasSubstr("四平路街道"));
  ReadOptions declared = kWgs84;
  declared.encoding = "gbk";
  const Table d = read_table(csv(text), declared);
  EXPECT_EQ(d.cells[0][0], "四平路街道");
  EXPECT_TRUE(d.findings.empty());
  declared.encoding = "UTF-8";
  EXPECT_THAT(refusal(csv(text), declared), HasSubstr("it is not UTF-8 text; set encoding"));
  declared.encoding = "klingon";
  EXPECT_THAT(refusal(csv(text), declared), HasSubstr("'klingon' is not a known text encoding"));
}

TEST(Csv, WithCoordinatesButNoDeclaredCrsOrDatumIsRefused) {
  EXPECT_THAT(refusal(csv("lon,lat\n121,31\n"), {.project_crs = "EPSG:32651"}), HasSubstr("it has no CRS; declare crs"));
  EXPECT_EQ(refusal(csv("lon,lat\n121,31\n"), {.crs = "EPSG:4326", .project_crs = "EPSG:32651"}), "no error");
  EXPECT_EQ(refusal(csv("lon,lat\n121,31\n"), {.datum = Datum::kCgcs2000, .project_crs = "EPSG:32651"}), "no error");
}

TEST(Csv, DegreesWhereMetresAreSaidAndTheReverseAreRefused) {
  EXPECT_THAT(refusal(csv("x,y\n121.47,31.23\n"), {.crs = "EPSG:32651", .project_crs = "EPSG:32651"}),
              HasSubstr("coordinates look like degrees: (121.47, 31.23), but EPSG:32651 is in metres"));
  EXPECT_THAT(refusal(csv("x,y\n354633,3456140\n"), kWgs84), HasSubstr("line 2: coordinates look like metres"));
  EXPECT_THAT(refusal(csv("lon,lat\n31.23,121.47\n"), kWgs84), HasSubstr("wrong order"));
}

TEST(Csv, BadCellsNameTheirLine) {
  EXPECT_THAT(refusal(csv("lon,lat\n121,31\n121,nan\n"), kWgs84), HasSubstr("line 3: the coordinate in column 'lat' is not a finite number"));
  EXPECT_THAT(refusal(csv("lon,lat\n121,31\ninf,31\n"), kWgs84), HasSubstr("line 3: the coordinate in column 'lon'"));
  EXPECT_THAT(refusal(csv("lon,lat\n121,31 N\n"), kWgs84), HasSubstr("line 2: '31 N' in column 'lat' is not a number"));
  EXPECT_THAT(refusal(csv("lon,lat\n121,\n"), kWgs84), HasSubstr("line 2: '' in column 'lat' is not a number"));
  EXPECT_THAT(refusal(csv("lon,lat\n121,31,9\n"), kWgs84), HasSubstr("line 2: it has 3 cells but the header has 2"));
  EXPECT_THAT(refusal(csv("lon,lat,n\n121,31,\"a\n"), kWgs84), HasSubstr("line 2: a quote is opened and never closed"));
  EXPECT_THAT(refusal(csv("a,b\n1,2\n"), kWgs84), HasSubstr("no coordinate columns"));
  EXPECT_THAT(refusal(csv("a,b\n1,2\n"), {.datum = Datum::kWgs84, .x_field = "c"}), HasSubstr("no column 'c'; its columns are 'a', 'b'"));
  EXPECT_THAT(refusal(csv("\n\n"), kWgs84), HasSubstr("no header row"));
  EXPECT_THAT(refusal(csv(std::string("lon,lat\n121,31\0\n", 16)), kWgs84), HasSubstr("not a text file"));
  EXPECT_THAT(refusal(csv("\xFF\xFEl\x01o\x01"), kWgs84), HasSubstr("UTF-16"));
  EXPECT_THAT(refusal(csv("lon,lat,n\n121,31,\xFF\xFF\n"), kWgs84), HasSubstr("neither UTF-8 nor GB18030"));
}

TEST(Csv, RowsWithoutPositionAndShortRowsAreTold) {
  const Table t = read_table(csv("lon,lat,n\n121,31,a\n,,b\n121,31\n"), kWgs84);
  EXPECT_EQ(t.n_rows(), 3u);
  EXPECT_EQ(t.kind[1], GeometryKind::kNone);
  EXPECT_THAT(test::finding_text(t.findings, "no-position"), HasSubstr("row 3"));
  EXPECT_THAT(test::finding_text(t.findings, "short-rows"), HasSubstr("row 4"));
}

TEST(Csv, SelectsRows) {
  const Table t = read_table(csv("kind,lon,lat\npark,121,31\nbad,x,y\npark,122,31\n"),
                             {.datum = Datum::kWgs84, .project_crs = "EPSG:32651", .where = {{"kind", "park"}}});
  EXPECT_THAT(t.row_number, ElementsAre(2, 4));
}

TEST(Csv, RealFacilitiesOfYangpu) {
  CATCHMENT_NEED_SHARED_DATA(path, "shanghai_yangpu_services/facilities.csv");
  const Table t = read_table(path, kWgs84);
  EXPECT_EQ(t.n_rows(), 131u);
  EXPECT_THAT(test::finding_text(t.findings, "no-position"), HasSubstr("2 rows"));
}

}  // namespace
}  // namespace catchment::gis
