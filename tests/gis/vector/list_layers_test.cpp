#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <ogr_core.h>

#include <algorithm>

#include "gis/vector/layer.h"
#include "tests/gis/vector/files.h"
#include "tests/support/shared_data.h"

namespace catchment::gis {
namespace {

using testing::HasSubstr;

TEST(ListLayers, TellsNameCrsDatumCountKindAndExtent) {
  const std::string path = catchment::test::scratch_dir("list") + "/a.gpkg";
  test::make_file(path, "GPKG",
                  {{.name = "spots", .features = {{"a", 1, "POINT(121.4 31.2)"}, {"b", 1, "POINT(121.5 31.3)"}}, .options = {}, .geometry_type = wkbPoint},
                   {.name = "blocks", .crs = "EPSG:4549", .features = {{"a", 1, "POLYGON((640412 3457455,640512 3457455,640512 3457555,640412 3457455))"}}, .options = {}},
                   {.name = "table", .features = {{"a", 1, ""}}, .options = {}, .geometry_type = wkbNone}});
  const auto layers = list_layers(path);
  ASSERT_EQ(layers.size(), 3u);
  EXPECT_EQ(layers[0].name, "spots");
  EXPECT_EQ(layers[0].crs, "EPSG:4326");
  EXPECT_EQ(layers[0].datum, "WGS-84");
  EXPECT_EQ(layers[0].features, 2);
  EXPECT_EQ(layers[0].geometry, "point");
  EXPECT_THAT(layers[0].extent_wgs84, testing::ElementsAre(121.4, 31.2, 121.5, 31.3));
  EXPECT_EQ(layers[1].crs, "EPSG:4549");
  EXPECT_EQ(layers[1].datum, "CGCS2000");
  EXPECT_EQ(layers[1].geometry, "polygon");
  EXPECT_NEAR(layers[1].extent_wgs84[0], 121.4737, 0.0001);
  EXPECT_NEAR(layers[1].extent_wgs84[1], 31.2304, 0.0001);
  EXPECT_EQ(layers[2].geometry, "none");
  EXPECT_EQ(layers[2].extent_wgs84[0], 0);
}

TEST(ListLayers, KnowsCsvAndRefusesWhatIsNoLayer) {
  const std::string dir = catchment::test::scratch_dir("list csv");
  const auto layers = list_layers(test::write_text(dir + "/quarters.csv", "lon,lat\n121,31\n"));
  ASSERT_EQ(layers.size(), 1u);
  EXPECT_EQ(layers[0].name, "quarters");
  EXPECT_EQ(layers[0].features, 1);
  EXPECT_EQ(layers[0].geometry, "point");
  EXPECT_EQ(layers[0].crs, "");
  EXPECT_THAT(test::refusal([&] { list_layers(dir + "/none.gpkg"); }), HasSubstr("no such file"));
  EXPECT_THAT(test::refusal([&] { list_layers(test::write_text(dir + "/a.gpkg", "noise")); }), HasSubstr("not a map layer"));
}

TEST(ListLayers, CountsOsmByReadingIt) {
  CATCHMENT_NEED_SHARED_DATA(path, "shanghai_tongji_osm/tongji_siping.osm.pbf");
  const auto layers = list_layers(path);
  const auto at = std::find_if(layers.begin(), layers.end(), [](const LayerInfo& l) { return l.name == "multipolygons"; });
  ASSERT_NE(at, layers.end());
  EXPECT_EQ(at->features, 303);
  EXPECT_EQ(at->geometry, "polygon");
  EXPECT_NEAR(at->extent_wgs84[1], 31.28, 0.02);
}

}  // namespace
}  // namespace catchment::gis
