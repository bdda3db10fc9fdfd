#include "gis/raster/elevation.h"

#include <gdal_priv.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <functional>
#include <limits>
#include <memory>
#include <stdexcept>

#include "gis/crs/srs.h"
#include "gis/vector/layer.h"
#include "sim/network/impedance.h"
#include "tests/support/shared_data.h"

namespace catchment::gis {
namespace {

using testing::HasSubstr;

const std::string kCrs = "EPSG:32651";
constexpr double kX = 354000, kY = 3456000;  // north-west corner of the raster

struct Made {
  int columns = 40, rows = 20;
  double cell_m = 10;
  std::function<double(double, double)> height = [](double, double) { return 5.0; };  // of metres east and south of the corner
  std::string crs = kCrs;
  std::array<double, 6> grid{};
  bool placed = true;
  double nodata = -9999;
  const char* unit = "";
};

std::string make(const std::string& name, const Made& made) {
  initialise();
  const std::string path = test::scratch_dir("elevation-" + name) + "/dem.tif";
  std::unique_ptr<GDALDataset> data(GetGDALDriverManager()->GetDriverByName("GTiff")->Create(path.c_str(), made.columns, made.rows, 1, GDT_Float32, nullptr));
  std::array<double, 6> grid = {kX, made.cell_m, 0, kY, 0, -made.cell_m};
  if (made.grid[1] != 0) grid = made.grid;
  if (made.placed) data->SetGeoTransform(grid.data());
  if (!made.crs.empty()) {
    OGRSpatialReference srs;
    srs.SetFromUserInput(made.crs.c_str());
    data->SetSpatialRef(&srs);
  }
  auto* band = data->GetRasterBand(1);
  band->SetNoDataValue(made.nodata);
  if (*made.unit != '\0') band->SetUnitType(made.unit);
  std::vector<double> values;
  for (int r = 0; r < made.rows; ++r)
    for (int c = 0; c < made.columns; ++c) values.push_back(made.height((c + 0.5) * made.cell_m, (r + 0.5) * made.cell_m));
  if (band->RasterIO(GF_Write, 0, 0, made.columns, made.rows, values.data(), made.columns, made.rows, GDT_Float64, 0, 0, nullptr) != CE_None)
    throw std::runtime_error("cannot write " + path);
  return path;
}

/// Streets from lists of places in metres east and south of the corner.
StreetNetwork streets(const std::vector<std::vector<Point>>& lines) {
  StreetNetwork net;
  for (const auto& line : lines) {
    std::vector<Point> at;
    for (const Point p : line) at.push_back({kX + p.x, kY - p.y});
    const NodeId from(net.n_nodes()), to(net.n_nodes() + 1);
    net.node.push_back(at.front());
    net.node.push_back(at.back());
    add_edge(net, from, to, at, StreetClass::kResidential, 15);
  }
  index_arcs(net);
  return net;
}

std::string refusal(const std::string& path, StreetNetwork net = streets({{{50, 50}, {250, 50}}}), const std::string& crs = {}) {
  const StreetNetwork before = net;
  try {
    add_elevation(path, crs, kCrs, net);
  } catch (const InputError& e) {
    EXPECT_EQ(net.shape, before.shape) << "a refused raster leaves the streets as they were";
    EXPECT_TRUE(net.shape_height_m.empty());
    EXPECT_EQ(std::string(e.what()).find('\n'), std::string::npos);
    return e.what();
  }
  return "no error";
}

TEST(Elevation, IsBilinearBetweenTheCentresOfCells) {
  // A plane is met exactly wherever all four centres are there.
  const auto plane = [](double x, double y) { return 10 + 0.1 * x - 0.05 * y; };
  StreetNetwork net = streets({{{17, 23}, {317, 123}}});
  const StreetElevation found = add_elevation(make("plane", {.height = plane}), "", kCrs, net);
  check_network(net);
  ASSERT_EQ(net.shape_height_m.size(), net.shape.size());
  EXPECT_GE(net.shape.size(), 14u);  // 316 m in stretches of at most 25 m
  for (std::size_t i = 0; i < net.shape.size(); ++i)
    EXPECT_NEAR(net.shape_height_m[i], plane(net.shape[i].x - kX, kY - net.shape[i].y), 1e-3) << i;
  EXPECT_EQ(found.crs, kCrs);
  EXPECT_NEAR(found.cell_m, 10, 0.01);
  EXPECT_EQ(found.heights.unknown_m, 0);
  ASSERT_EQ(found.findings.size(), 1u);
  EXPECT_EQ(found.findings[0].rule, "elevation");
  EXPECT_THAT(found.findings[0].what, HasSubstr("bridges and tunnels are not known here"));
}

TEST(Elevation, SeesAHillBetweenTheTwoEndsOfAStraightStreet) {
  const auto ridge = [](double x, double) { return 15 - std::abs(x - 200) / 10; };  // up and down at 10 %
  StreetNetwork net = streets({{{100, 100}, {300, 100}}});
  add_elevation(make("ridge", {.height = ridge}), "", kCrs, net);
  const auto time = impedance(net, {}, CostUnit::kSeconds);
  // Heights every 25 m: 5, 7.5, 10, 12.5, then 14.5 on the ridge (bilinear between two cells of 14.5), and down again. Up 75 m
  // at 10 % and 25 m at 8 %, down 25 m at 8 % and 75 m at 10 %: level 18.75 s for each 25 m.
  EXPECT_NEAR(time[0], 56250 * std::exp(0.35) + 18750 * std::exp(0.28) + 18750 * std::exp(-0.07) + 56250, 2);
  EXPECT_GT(time[0], 150'000u);  // what two corners of equal height would make of it
}

TEST(Elevation, IsReadThroughAnotherCrsOfTheRaster) {
  // The same plane of heights over degrees: the streets are projected to the raster, not the other way round.
  const Projector to_degrees(kCrs, Datum::kDeclaredByCrs, "EPSG:4326");
  const Point nw = to_degrees.apply(Point{kX, kY}), se = to_degrees.apply(Point{kX + 400, kY - 200});
  Made made;
  made.crs = "EPSG:4326";
  made.grid = {nw.x - 1e-4, (se.x - nw.x) / 36, 0, nw.y + 1e-4, 0, (se.y - nw.y) / 16};
  made.height = [](double x, double) { return x / 10; };  // the number of the column and a half
  StreetNetwork net = streets({{{50, 100}, {350, 100}}});
  add_elevation(make("degrees", made), "", kCrs, net);
  for (std::size_t i = 0; i < net.shape.size(); ++i) {
    const Point at = to_degrees.apply(net.shape[i]);
    EXPECT_NEAR(net.shape_height_m[i], (at.x - made.grid[0]) / made.grid[1], 2e-3) << i;
  }
}

TEST(Elevation, InFeetBecomesMetres) {
  StreetNetwork net = streets({{{50, 50}, {250, 50}}});
  add_elevation(make("feet", {.height = [](double, double) { return 100.0; }, .unit = "ft"}), "", kCrs, net);
  EXPECT_NEAR(net.shape_height_m[0], 30.48, 1e-3);
  EXPECT_THAT(refusal(make("fathoms", {.unit = "fathom"})), HasSubstr("its heights are in 'fathom'"));
}

TEST(Elevation, GapsWithoutDataAreFilledAlongTheStreetAndToldWhereAWholeStreetHasNone) {
  const double gap = -9999;
  // No data from 120 to 160 m east; a little street of 20 m lies in the gap.
  const auto holed = [&](double x, double) { return x > 120 && x < 160 ? gap : 0.1 * x; };
  StreetNetwork net = streets({{{20, 100}, {380, 100}}, {{20, 150}, {380, 150}}, {{130, 50}, {150, 50}}});
  const StreetElevation found = add_elevation(make("holed", {.height = holed}), "", kCrs, net);
  for (std::uint32_t i = net.shape_begin[0]; i < net.shape_begin[1]; ++i) EXPECT_NEAR(net.shape_height_m[i], 0.1 * (net.shape[i].x - kX), 0.6) << i;
  EXPECT_TRUE(std::isnan(net.shape_height_m[net.shape_begin[2]]));
  EXPECT_DOUBLE_EQ(found.heights.unknown_m, 20);
  ASSERT_EQ(found.findings.size(), 2u);
  EXPECT_EQ(found.findings[1].rule, "elevation-missing");
}

TEST(Elevation, RefusesInOneSentenceWhatCannotBeTheGroundUnderTheStreets) {
  const double gap = -9999;
  EXPECT_THAT(refusal(make("nodata", {.height = [&](double x, double) { return x < 200 ? gap : 3.0; }}),
                      streets({{{20, 50}, {180, 50}}, {{220, 50}, {380, 50}}})),
              HasSubstr("it has no data under 50 % of the streets (0.2 of 0.3 km)"));
  EXPECT_THAT(refusal(make("elsewhere", {.crs = "EPSG:32650"})), HasSubstr("it covers none of the streets; check its crs (EPSG:32650)"));
  EXPECT_THAT(refusal(make("unplaced", {.placed = false})), HasSubstr("it does not say where its cells lie"));
  EXPECT_THAT(refusal(make("no-crs", {.crs = ""})), HasSubstr("it has no CRS"));
  EXPECT_EQ(refusal(make("stated-crs", {.crs = ""}), streets({{{50, 50}, {250, 50}}}), kCrs), "no error");
  EXPECT_THAT(refusal(make("undeclared", {.height = [](double, double) { return -32768.0; }})),
              HasSubstr("it holds a height of -32768 m under a street"));
  EXPECT_THAT(refusal("/no/such/dem.tif"), HasSubstr("dem.tif"));
  StreetNetwork none;
  EXPECT_THROW(add_elevation(make("none", {}), "", kCrs, none), std::invalid_argument);
}

TEST(Elevation, OfAccessModsDemoLiesUnderAStreetLaidAcrossIt) {
  CATCHMENT_NEED_SHARED_DATA(path, "peer_accessmod_demo/dem.tif");
  initialise();
  std::unique_ptr<GDALDataset> data(GDALDataset::Open(path.c_str(), GDAL_OF_RASTER));
  ASSERT_TRUE(data);
  std::array<double, 6> g{};
  ASSERT_EQ(data->GetGeoTransform(g.data()), CE_None);
  const std::string crs = full_text(*data->GetSpatialRef());
  auto* band = data->GetRasterBand(1);
  int has_nodata = 0;
  const double nodata = band->GetNoDataValue(&has_nodata);
  const int c = data->GetRasterXSize() / 2, r = data->GetRasterYSize() / 2;
  std::array<double, 9> block{};
  ASSERT_EQ(band->RasterIO(GF_Read, c - 1, r - 1, 3, 3, block.data(), 3, 3, GDT_Float64, 0, 0, nullptr), CE_None);
  for (const double v : block) ASSERT_TRUE(has_nodata == 0 || v != nodata) << "the demo has heights in its middle";
  StreetNetwork net;
  const auto centre = [&](int dc, int dr) { return Point{g[0] + (c + dc + 0.5) * g[1], g[3] + (r + dr + 0.5) * g[5]}; };
  net.node = {centre(-1, 0), centre(1, 0)};
  add_edge(net, NodeId(0), NodeId(1), net.node, StreetClass::kResidential, 15);
  index_arcs(net);
  add_elevation(path, "", crs, net);
  EXPECT_NEAR(net.shape_height_m.front(), block[3], 1e-3);
  EXPECT_NEAR(net.shape_height_m.back(), block[5], 1e-3);
}

}  // namespace
}  // namespace catchment::gis
