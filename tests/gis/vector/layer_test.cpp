#include "gis/vector/layer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <ogr_core.h>

#include <cmath>

#include "sim/core/random.h"
#include "tests/gis/vector/files.h"
#include "tests/support/shared_data.h"

namespace catchment::gis {
namespace {

using catchment::test::scratch_dir;
using test::has_finding;
using test::make_file;
using test::refusal;
using testing::HasSubstr;

constexpr const char* kSquare = "POLYGON((121.47 31.23,121.48 31.23,121.48 31.24,121.47 31.24,121.47 31.23))";

struct Format { const char* driver; const char* ending; const char* option; };

class EveryFormat : public testing::TestWithParam<Format> {};

TEST_P(EveryFormat, GivesTheSameRowsPointsAndPolygons) {
  const std::string dir = scratch_dir("every");
  const std::string points = dir + "/points" + GetParam().ending, areas = dir + "/areas" + GetParam().ending;
  make_file(points, GetParam().driver,
            {{.name = "points", .features = {{"人民广场", 1.5, "POINT(121.4737 31.2304)"}, {"b", 0.1, "POINT(121.5 31.25)"}},
              .options = {GetParam().option}, .geometry_type = wkbPoint}});
  make_file(areas, GetParam().driver, {{.name = "areas", .features = {{"方", 2, kSquare}}, .options = {GetParam().option}, .geometry_type = wkbPolygon}});

  const Table p = read_table(points, {.project_crs = "EPSG:32651"});
  ASSERT_EQ(p.n_rows(), 2u);
  const auto cells = [&](const char* column) { return p.cells[static_cast<std::size_t>(p.column(column))]; };
  EXPECT_THAT(cells("name"), testing::ElementsAre("人民广场", "b"));
  EXPECT_THAT(cells("value"), testing::ElementsAre("1.5", "0.1"));
  EXPECT_THAT(cells("count"), testing::ElementsAre("1", "2"));
  EXPECT_EQ(p.kind[0], GeometryKind::kPoint);
  EXPECT_NEAR(p.point[0].x, 354633.649, 0.001);
  EXPECT_NEAR(p.point[0].y, 3456140.530, 0.001);
  EXPECT_EQ(p.crs, "EPSG:4326");
  EXPECT_EQ(p.encoding, "UTF-8");
  EXPECT_THAT(p.row_number, testing::ElementsAre(1, 2));
  EXPECT_EQ(p.column("NAME"), p.column("name"));
  EXPECT_EQ(p.column("nothing"), -1);

  const Table a = read_table(areas, {.project_crs = "EPSG:32651"});
  ASSERT_EQ(a.n_rows(), 1u);
  EXPECT_EQ(a.kind[0], GeometryKind::kPolygon);
  ASSERT_EQ(a.polygon[0].size(), 1u);
  EXPECT_EQ(a.polygon[0][0].rings[0].size(), 4u);
  EXPECT_NEAR(area(a.polygon[0]), 953e0 * 1109, 4000);
  EXPECT_TRUE(contains(a.polygon[0], a.point[0]));
}

INSTANTIATE_TEST_SUITE_P(ReadTable, EveryFormat,
                         testing::Values(Format{"GPKG", ".gpkg", "FID=fid"}, Format{"ESRI Shapefile", ".shp", "ENCODING=UTF-8"},
                                         Format{"GeoJSON", ".geojson", "RFC7946=NO"}, Format{"FlatGeobuf", ".fgb", "SPATIAL_INDEX=NO"}),
                         [](const auto& format) { return std::string(format.param.ending + 1); });

TEST(ReadTable, ArrowStreamAndFeatureLoopGiveEqualTables) {
  const std::string dir = scratch_dir("arrow");
  Stream random(11, "arrow");
  std::vector<test::Feature> features;
  for (int i = 0; i < 3000; ++i) {
    const std::string x = std::to_string(random.uniform(121, 122)), y = std::to_string(random.uniform(31, 32));
    std::string wkt = i % 89 == 0 ? "POINT Z(" : "POINT(";
    wkt.append(x).append(" ").append(y).append(i % 89 == 0 ? " 5)" : ")");
    std::string name = i % 5 == 0 ? "第" : "n";
    name.append(std::to_string(i));
    const double value = i % 7 == 0 ? std::nan("") : random.normal(0, 1e6);
    features.push_back({name, value, wkt});
  }
  for (const char* ending : {".gpkg", ".fgb"}) {
    SCOPED_TRACE(ending);
    const std::string driver = ending == std::string(".gpkg") ? "GPKG" : "FlatGeobuf";
    // The same rows: once in a point layer (Arrow), once in one of unknown geometry type (the plain loop).
    // FlatGeobuf has no rows without geometry and no points with heights among others without.
    for (std::size_t i = 0; i < features.size(); ++i) {
      if (driver == "GPKG" && i % 97 == 0) features[i].wkt.clear();
      if (driver != "GPKG" && (i % 97 == 0 || i % 89 == 0)) features[i].wkt = "POINT(121 31)";
    }
    const std::string option = ending == std::string(".gpkg") ? "SPATIAL_INDEX=YES" : "SPATIAL_INDEX=NO";
    make_file(dir + "/typed" + ending, driver,
              {{.name = "a", .features = features, .options = {option}, .geometry_type = wkbPoint, .with_flag = false}});
    make_file(dir + "/untyped" + ending, driver, {{.name = "a", .features = features, .options = {option}, .with_flag = false}});
    const Table fast = read_table(dir + "/typed" + ending, {.project_crs = "EPSG:32651"});
    const Table plain = read_table(dir + "/untyped" + ending, {.project_crs = "EPSG:32651"});
    EXPECT_EQ(fast.columns, plain.columns);
    EXPECT_EQ(fast.cells, plain.cells);
    EXPECT_EQ(fast.kind, plain.kind);
    EXPECT_EQ(fast.point, plain.point);
    EXPECT_EQ(fast.row_number, plain.row_number);
    EXPECT_EQ(fast.null_cells, plain.null_cells);
    EXPECT_EQ(test::finding_text(fast.findings, "no-position"), test::finding_text(plain.findings, "no-position"));
    EXPECT_EQ(has_finding(fast.findings, "no-position"), driver == "GPKG");
  }
}

TEST(ReadTable, KeepsNullsApartFromEmptyText) {
  const std::string dir = scratch_dir("nulls");
  const std::string path = test::write_text(dir + "/a.geojson", R"({"type":"FeatureCollection","features":[
    {"type":"Feature","properties":{"name":"","n":1},"geometry":{"type":"Point","coordinates":[121,31]}},
    {"type":"Feature","properties":{"name":null,"n":2},"geometry":{"type":"Point","coordinates":[121,31]}}]})");
  const Table t = read_table(path, {.project_crs = "EPSG:32651"});
  const int name = t.column("name");
  EXPECT_FALSE(t.is_null(name, 0));
  EXPECT_TRUE(t.is_null(name, 1));
  EXPECT_EQ(t.cells[static_cast<std::size_t>(name)][1], "");
  EXPECT_FALSE(t.is_null(t.column("n"), 1));
}

TEST(ReadTable, SelectsRowsByTheirCells) {
  const std::string path = scratch_dir("where") + "/a.gpkg";
  make_file(path, "GPKG", {{.features = {{"甲", 1, "POINT(121 31)"}, {"乙", 2, "POINT(121.1 31)"}, {"甲", 3, "POINT(121.2 31)"}},
                            .options = {}, .geometry_type = wkbPoint}});
  const Table t = read_table(path, {.project_crs = "EPSG:32651", .where = {{"name", "甲"}, {"flag", "true"}}});
  EXPECT_THAT(t.row_number, testing::ElementsAre(1, 3));
  EXPECT_TRUE(has_finding(read_table(path, {.project_crs = "EPSG:32651", .where = {{"name", "丙"}}}).findings, "no-rows"));
  EXPECT_THAT(refusal(path, {.where = {{"street", "x"}}}), HasSubstr("no column 'street'"));
}

TEST(ReadTable, ListsTheLayersWhereSeveralAreThere) {
  const std::string path = scratch_dir("several") + "/a.gpkg";
  make_file(path, "GPKG", {{.name = "districts", .features = {{"a", 1, kSquare}}, .options = {}},
                           {.name = "towns", .features = {{"b", 1, kSquare}}, .options = {}}});
  EXPECT_THAT(refusal(path), HasSubstr("it has 2 layers: 'districts', 'towns'; name one with layer"));
  EXPECT_THAT(refusal(path, {.layer = "street"}), HasSubstr("no layer 'street'; its layers are 'districts', 'towns'"));
  EXPECT_THAT(refusal(path, {.layer = "gpkg_contents"}), HasSubstr("no layer 'gpkg_contents'"));
  EXPECT_EQ(read_table(path, {.layer = "towns", .project_crs = "EPSG:32651"}).layer, "towns");
}

TEST(ReadTable, MendsInvalidPolygonsAndTells) {
  const std::string path = scratch_dir("mend") + "/a.gpkg";
  make_file(path, "GPKG", {{.crs = "EPSG:32651",
                            .features = {{"good", 1, "POLYGON((500000 3400000,500100 3400000,500100 3400100,500000 3400000))"},
                                         {"bow tie", 1, "POLYGON((500000 3400000,500100 3400100,500100 3400000,500000 3400100,500000 3400000))"},
                                         {"flat", 1, "POLYGON((500000 3400000,500100 3400000,500000 3400000))"}},
                            .options = {}}});
  const Table t = read_table(path, {.project_crs = "EPSG:32651"});
  EXPECT_THAT(test::finding_text(t.findings, "geometry-mended"), HasSubstr("1 polygons were invalid and were mended: row 2"));
  EXPECT_EQ(t.polygon[1].size(), 2u);
  EXPECT_NEAR(area(t.polygon[1]), 5000, 1e-6);
  EXPECT_THAT(test::finding_text(t.findings, "geometry-lost"), HasSubstr("row 3"));
  EXPECT_EQ(t.kind[2], GeometryKind::kNone);
}

TEST(ReadTable, FlattensCurvesHeightsAndKeepsHolesAndParts) {
  const std::string path = scratch_dir("curves") + "/a.gpkg";
  make_file(path, "GPKG",
            {{.crs = "EPSG:32651",
              .features = {{"round", 1, "CURVEPOLYGON(CIRCULARSTRING(500000 3400000,500200 3400000,500000 3400000))"},
                           {"high", 1, "POLYGON Z((500000 3400000 5,500100 3400000 5,500100 3400100 5,500000 3400000 5))"},
                           {"two", 1, "MULTIPOLYGON(((500000 3400000,500300 3400000,500300 3400300,500000 3400300,500000 3400000),"
                                      "(500100 3400100,500200 3400100,500200 3400200,500100 3400200,500100 3400100)),"
                                      "((501000 3400000,501100 3400000,501100 3400100,501000 3400100,501000 3400000)))"},
                           {"way", 1, "MULTILINESTRING M((500000 3400000 1,500100 3400000 2),(500200 3400000 3,500300 3400000 4))"},
                           {"spots", 1, "MULTIPOINT(500000 3400000,500001 3400000)"}},
              .options = {}}});
  const Table t = read_table(path, {.project_crs = "EPSG:32651"});
  EXPECT_NEAR(area(t.polygon[0]), 31415.93, 60);
  EXPECT_NEAR(area(t.polygon[1]), 5000, 1e-6);
  ASSERT_EQ(t.polygon[2].size(), 2u);
  EXPECT_EQ(t.polygon[2][0].rings.size(), 2u);
  EXPECT_NEAR(area(t.polygon[2]), 80000 + 10000, 1e-6);
  EXPECT_EQ(t.kind[3], GeometryKind::kLine);
  EXPECT_EQ(t.lines[3].size(), 2u);
  EXPECT_EQ(t.point[3], (Point{500000, 3400000}));
  EXPECT_EQ(t.kind[4], GeometryKind::kPoint);
  EXPECT_TRUE(has_finding(t.findings, "several-points"));
}

TEST(ReadTable, PolygonLayerWithoutCrsIsRefusedWithTheRemedy) {
  const std::string path = scratch_dir("nocrs") + "/a.shp";
  make_file(path, "ESRI Shapefile", {{.crs = "", .features = {{"a", 1, kSquare}}, .options = {}, .geometry_type = wkbPolygon}});
  EXPECT_THAT(refusal(path, {.project_crs = "EPSG:32651"}), HasSubstr("it has no CRS; declare crs"));
  EXPECT_EQ(read_table(path, {.crs = "EPSG:4326", .project_crs = "EPSG:32651"}).n_rows(), 1u);
  EXPECT_EQ(read_table(path, {.datum = Datum::kWgs84, .project_crs = "EPSG:32651"}).crs, "EPSG:4326");
  EXPECT_EQ(read_table(path, {.need_geometry = false}).n_rows(), 1u);
}

TEST(ReadTable, DegreesWhereMetresAreSaidAndTheReverseAreRefused) {
  const std::string dir = scratch_dir("units");
  make_file(dir + "/degrees.gpkg", "GPKG", {{.crs = "EPSG:32651", .features = {{"a", 1, kSquare}}, .options = {}}});
  EXPECT_THAT(refusal(dir + "/degrees.gpkg", {.project_crs = "EPSG:32651"}),
              HasSubstr("coordinates look like degrees: (121.47, 31.23), but EPSG:32651 is in metres"));
  make_file(dir + "/metres.gpkg", "GPKG",
            {{.features = {{"a", 1, "POINT(354633 3456140)"}}, .options = {}, .geometry_type = wkbPoint}});
  EXPECT_THAT(refusal(dir + "/metres.gpkg", {.project_crs = "EPSG:32651"}), HasSubstr("look like metres: (354633, 3456140)"));
  EXPECT_THAT(refusal(dir + "/metres.gpkg", {.datum = Datum::kGcj02, .project_crs = "EPSG:32651"}),
              HasSubstr("GCJ-02 is in degrees"));
  make_file(dir + "/swapped.gpkg", "GPKG",
            {{.features = {{"a", 1, "POINT(31.23 121.47)"}}, .options = {}, .geometry_type = wkbPoint}});
  EXPECT_THAT(refusal(dir + "/swapped.gpkg", {.project_crs = "EPSG:32651"}), HasSubstr("wrong order"));
}

TEST(ReadTable, ADeclaredShiftedDatumIsTakenOffWhateverTheLabelSays) {
  const std::string path = scratch_dir("datum") + "/a.gpkg";
  const LonLat gcj = wgs84_to_gcj02({121.4737, 31.2304});
  std::string wkt = "POINT(";
  wkt.append(std::to_string(gcj.lon)).append(" ").append(std::to_string(gcj.lat)).append(")");
  make_file(path, "GPKG", {{.features = {{"a", 1, wkt}},
                            .options = {}, .geometry_type = wkbPoint}});
  const Table t = read_table(path, {.datum = Datum::kGcj02, .project_crs = "EPSG:32651"});
  EXPECT_LT(distance(t.point[0], {354633.649, 3456140.530}), 0.15);   // the WKT has 6 decimals
  EXPECT_LT(t.datum_residual_m, 1e-4);
  EXPECT_THAT(refusal(path, {.datum = Datum::kAsk, .project_crs = "EPSG:32651"}), HasSubstr("its datum is not declared"));
}

TEST(ReadTable, RowsWithoutPositionAreToldAndALayerWithoutAnyIsRefused) {
  const std::string dir = scratch_dir("empty geometry");
  make_file(dir + "/a.gpkg", "GPKG", {{.features = {{"a", 1, "POINT(121 31)"}, {"b", 2, ""}, {"c", 3, "POINT EMPTY"}}, .options = {}}});
  const Table t = read_table(dir + "/a.gpkg", {.project_crs = "EPSG:32651"});
  EXPECT_THAT(test::finding_text(t.findings, "no-position"), HasSubstr("2 rows have no position: rows 2, 3"));
  EXPECT_EQ(t.kind[1], GeometryKind::kNone);
  make_file(dir + "/b.gpkg", "GPKG", {{.features = {{"b", 2, ""}}, .options = {}}});
  EXPECT_THAT(refusal(dir + "/b.gpkg", {.project_crs = "EPSG:32651"}), HasSubstr("no row has a position"));
}

TEST(ReadTable, CanBeCancelled) {
  const std::string path = scratch_dir("cancel") + "/a.gpkg";
  make_file(path, "GPKG", {{.features = {{"a", 1, "POINT(121 31)"}}, .options = {}, .geometry_type = wkbPoint}});
  EXPECT_THROW(read_table(path, {.project_crs = "EPSG:32651"}, [](double, std::string_view) { return false; }), Cancelled);
}

TEST(ReadTable, RealBoundariesAndQuartersAreWhole) {
  CATCHMENT_NEED_SHARED_DATA(boundaries, "shanghai_boundaries/shanghai_boundaries.gpkg");
  const Table t = read_table(boundaries, {.layer = "subdistricts", .project_crs = "EPSG:32651"});
  ASSERT_EQ(t.n_rows(), 225u);
  double km2 = 0;
  for (const auto& shape : t.polygon) km2 += area(shape) / 1e6;
  EXPECT_NEAR(km2, 6781, 15);   // UTM's scale at its central meridian is 0.9996
  CATCHMENT_NEED_SHARED_DATA(quarters, "shanghai_quarters/quarters.gpkg");
  EXPECT_EQ(read_table(quarters, {.project_crs = "EPSG:32651"}).n_rows(), 8747u);
  EXPECT_THAT(refusal(boundaries), HasSubstr("'districts_gcj02_shifted'"));
}

TEST(ReadTable, OsmMultipolygonsAreReadFromPbfAndXmlAlike) {
  CATCHMENT_NEED_SHARED_DATA(pbf, "shanghai_tongji_osm/tongji_siping.osm.pbf");
  CATCHMENT_NEED_SHARED_DATA(xml, "shanghai_tongji_osm/tongji_siping.osm");
  const ReadOptions options{.layer = "multipolygons", .project_crs = "EPSG:32651"};
  const Table a = read_table(pbf, options), b = read_table(xml, options);
  EXPECT_EQ(a.n_rows(), 303u);
  EXPECT_GE(a.column("other_tags"), 0);
  EXPECT_EQ(a.cells, b.cells);
  std::int64_t buildings = 0;
  for (const auto& cell : a.cells[static_cast<std::size_t>(a.column("building"))]) buildings += !cell.empty();
  EXPECT_EQ(buildings, 226);
  EXPECT_THAT(refusal(pbf, {.project_crs = "EPSG:32651"}), HasSubstr("'multipolygons'"));
}

}  // namespace
}  // namespace catchment::gis
