#include "gis/raster/friction_raster.h"

#include <gdal_priv.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>

#include "tests/support/shared_data.h"

namespace catchment::gis {
namespace {

std::string text_file(const std::string& folder, const std::string& name, const std::string& text) {
  const std::string path = folder + "/" + name;
  std::ofstream(path) << text;
  return path;
}

struct Tiff {
  int columns = 3, rows = 2;
  std::vector<double> values{1, 1, 2, 2, 255, 1};
  double west = 500000, north = 3000000, cell = 30;
  int epsg = 32651;
  double turned = 0;
};

std::string tiff(const std::string& folder, const std::string& name, const Tiff& t) {
  initialise();
  const std::string path = folder + "/" + name;
  auto* driver = GetGDALDriverManager()->GetDriverByName("GTiff");
  const std::unique_ptr<GDALDataset> data(driver->Create(path.c_str(), t.columns, t.rows, 1, GDT_Float32, nullptr));
  double position[] = {t.west, t.cell, t.turned, t.north, 0, -t.cell};
  data->SetGeoTransform(position);
  if (t.epsg != 0) {
    OGRSpatialReference srs;
    srs.importFromEPSG(t.epsg);
    data->SetSpatialRef(&srs);
  }
  data->GetRasterBand(1)->SetNoDataValue(255);
  std::vector<double> values = t.values;
  EXPECT_EQ(data->GetRasterBand(1)->RasterIO(GF_Write, 0, 0, t.columns, t.rows, values.data(), t.columns, t.rows, GDT_Float64, 0, 0, nullptr), CE_None);
  return path;
}

std::string refusal(const std::function<void()>& f) {
  try {
    f();
  } catch (const InputError& error) {
    return error.what();
  }
  return "no refusal";
}

const std::vector<SpeedClass> kTwo = {{1, "grass", 3.6, GroundMode::kWalking}, {2, "road", 36, GroundMode::kMotorised}};

TEST(SpeedTable, ReadsWhatAccessmodWrites) {
  const std::string folder = test::scratch_dir("speeds");
  const auto table = read_speed_table(text_file(folder, "t.csv", "class,label,speed,mode\n\"1\",Grass,\"2\",WALKING\n\"1002\",big road,80,MOTORIZED\n3,Urban,15.5,Bicycling\n"));
  ASSERT_EQ(table.size(), 3u);
  EXPECT_EQ(table[1].id, 1002);
  EXPECT_EQ(table[1].mode, GroundMode::kMotorised);
  EXPECT_EQ(table[2].speed_kmh, 15.5);
  EXPECT_EQ(table[2].label, "Urban");
}

TEST(SpeedTable, RefusesInOneSentence) {
  const std::string folder = test::scratch_dir("bad_speeds");
  const auto said = [&](const std::string& text) { return refusal([&] { read_speed_table(text_file(folder, "t.csv", text)); }); };
  EXPECT_NE(said("class,label,speed\n1,a,2\n").find("no column 'mode'"), std::string::npos);
  EXPECT_NE(said("class,label,speed,mode\n1,a,-2,walking\n").find("negative"), std::string::npos);
  EXPECT_NE(said("class,label,speed,mode\n1,a,fast,walking\n").find("not a number"), std::string::npos);
  EXPECT_NE(said("class,label,speed,mode\n1,a,301,walking\n").find("at most 300"), std::string::npos);
  EXPECT_NE(said("class,label,speed,mode\n1,a,2,flying\n").find("'flying' is not known"), std::string::npos);
  EXPECT_NE(said("class,label,speed,mode\n1,a,2,walking\n1,b,2,walking\n").find("twice"), std::string::npos);
  EXPECT_NE(said("class,label,speed,mode\nx,a,2,walking\n").find("not a whole number"), std::string::npos);
}

TEST(FrictionRaster, ReadsClassesAndBarsNodata) {
  const std::string folder = test::scratch_dir("land");
  const FrictionRaster r = read_friction_raster(tiff(folder, "l.tif", {}), "", kTwo);
  EXPECT_EQ(r.surface.cell, (std::vector<std::uint16_t>{0, 0, 1, 1, kBarredGround, 0}));
  EXPECT_DOUBLE_EQ(r.surface.ground[1].speed_mps, 10);
  const Point p = r.in_cells({500000 + 45, 3000000 - 15});
  EXPECT_DOUBLE_EQ(p.x, 1.5);
  EXPECT_DOUBLE_EQ(p.y, 0.5);
}

TEST(FrictionRaster, RefusesInOneSentence) {
  const std::string folder = test::scratch_dir("bad_land");
  const auto said = [&](const Tiff& t, const std::string& crs = "") { return refusal([&] { read_friction_raster(tiff(folder, "l.tif", t), crs, kTwo); }); };
  Tiff t;
  t.values[1] = 7;
  t.values[2] = 1.5;
  EXPECT_NE(said(t).find("the table of speeds lacks: 1.5, 7"), std::string::npos) << said(t);
  t = {};
  t.epsg = 0;
  EXPECT_NE(said(t).find("no CRS; declare it with --crs"), std::string::npos);
  EXPECT_EQ(said(t, "EPSG:26713"), "no refusal");
  t = {};
  t.epsg = 4326;
  t.west = 120, t.north = 30, t.cell = 0.001;
  EXPECT_NE(said(t), "no refusal");
  t = {};
  t.turned = 3;
  EXPECT_NE(said(t).find("gdalwarp"), std::string::npos);
  EXPECT_NE(refusal([&] { read_friction_raster(text_file(folder, "n.tif", "not a raster"), "", kTwo); }).find("not a GeoTIFF"), std::string::npos);
  EXPECT_NE(refusal([&] { read_friction_raster(folder + "/none.tif", "", kTwo); }), "no refusal");
}

TEST(Elevation, IsTakenAsItIsOnTheSameGridAndInterpolatedOnAnother) {
  const std::string folder = test::scratch_dir("heights");
  FrictionRaster r = read_friction_raster(tiff(folder, "l.tif", {}), "", kTwo);
  Tiff same;
  same.values = {10, 11, 12, 13, 14, 255};
  read_elevation(r, tiff(folder, "d.tif", same), "");
  EXPECT_EQ(r.surface.elevation_m[4], 14);
  EXPECT_TRUE(std::isnan(r.surface.elevation_m[5]));
  ASSERT_EQ(r.findings.size(), 1u);  // a passable cell without a height
  EXPECT_EQ(r.findings[0].rule, "no-elevation");

  // A plane 2 x - 3 y, in cells of 20 m on other corners, comes out exactly.
  r = read_friction_raster(tiff(folder, "l.tif", {}), "", kTwo);
  Tiff plane{.columns = 12, .rows = 10, .values = {}, .west = 500000 - 50, .north = 3000000 + 55, .cell = 20};
  for (int row = 0; row < 10; ++row)
    for (int c = 0; c < 12; ++c) plane.values.push_back(2 * (-50 + 20 * (c + 0.5)) - 3 * (55 - 20 * (row + 0.5)));
  read_elevation(r, tiff(folder, "p.tif", plane), "");
  EXPECT_EQ(r.findings.at(0).rule, "elevation-resampled");
  for (int row = 0; row < 2; ++row)
    for (int c = 0; c < 3; ++c) EXPECT_NEAR(r.surface.elevation_m[static_cast<std::size_t>(row * 3 + c)], 2 * (30 * (c + 0.5)) + 3 * 30 * (row + 0.5), 1e-3);

  Tiff elsewhere = plane;
  elsewhere.west += 100000;
  EXPECT_NE(refusal([&] { read_elevation(r, tiff(folder, "e.tif", elsewhere), ""); }).find("no passable cell"), std::string::npos);
}

TEST(Burning, TakesEveryCellThatALineTouchesSoThatNothingLeaksBetween) {
  Tiff t{.columns = 6, .rows = 6, .values = std::vector<double>(36, 1)};
  const std::string folder = test::scratch_dir("burn");
  FrictionRaster r = read_friction_raster(tiff(folder, "l.tif", t), "", kTwo);
  Table river;
  river.kind = {GeometryKind::kLine};
  river.lines = {{{{500000 - 100, 3000000 + 95}, {500000 + 300, 3000000 - 290}}}};  // across, ends outside
  river.point = {{}};
  const std::uint64_t barred = burn_barriers(r, river);
  EXPECT_GT(barred, 6u);
  const SurfaceSeed seed{5, 0, 0};  // the north-east corner
  SurfaceOptions leaky;
  leaky.sealed_diagonals = false;
  EXPECT_EQ(travel_times(r.surface, std::span(&seed, 1), leaky).cost[30], kUnreachable);

  // A road over it is a bridge.
  Table road;
  road.columns = {"class"};
  road.cells = {{"2"}};
  road.kind = {GeometryKind::kLine};
  road.lines = {{{{500000 + 20, 3000000 - 150}, {500000 + 150, 3000000 - 20}}}};
  road.point = {{}};
  road.row_number = {1};
  EXPECT_GT(burn_roads(r, road, "class"), 4u);
  EXPECT_LT(travel_times(r.surface, std::span(&seed, 1), leaky).cost[30], kUnreachable);
  road.cells = {{"9"}};
  EXPECT_NE(refusal([&] { burn_roads(r, road, "class"); }).find("no class '9'"), std::string::npos);
  EXPECT_NE(refusal([&] { burn_roads(r, road, "kind"); }).find("no column 'kind'"), std::string::npos);
}

TEST(Burning, TakesTheCellsWhoseCentresAPolygonHolds) {
  Tiff t{.columns = 5, .rows = 5, .values = std::vector<double>(25, 1)};
  FrictionRaster r = read_friction_raster(tiff(test::scratch_dir("burn_area"), "l.tif", t), "", kTwo);
  Table zone;
  zone.kind = {GeometryKind::kPolygon};
  const auto square = [](double a, double b) { return Ring{{500000 + a, 3000000 - a}, {500000 + b, 3000000 - a}, {500000 + b, 3000000 - b}, {500000 + a, 3000000 - b}}; };
  zone.polygon = {{Polygon{{square(20, 140), square(50, 100)}}}};  // centres at 45, 75, 105, 135; a hole over the one at 75
  zone.point = {{}};
  burn_barriers(r, zone);
  std::string picture;
  for (std::size_t i = 0; i < 25; ++i) picture += std::string(r.surface.passable(i) ? "." : "#") + (i % 5 == 4 ? "\n" : "");
  EXPECT_EQ(picture, ".....\n.####\n.#.##\n.####\n.####\n");
}

// The demo of AccessMod 5 (Spearfish). Its stored travel times turn out to be those of: slopes on, people going to the
// facilities, 8 moves, the mean of the two cells' speeds, diagonals open, its power formula for cycling, and the two of
// six facilities that stand on barred cells left out. With these conventions ours are equal but for the millisecond.
struct Demo {
  FrictionRaster raster;
  std::vector<double> expected;
  std::vector<SurfaceSeed> seeds;
};

Demo demo(const std::string& folder) {
  initialise();
  Demo d;
  d.raster = read_friction_raster(folder + "/land_cover_merged.tif", "", read_speed_table(folder + "/table_model.csv"));
  read_elevation(d.raster, folder + "/dem.tif", "");
  ReadOptions options;
  options.layer = "health_facilities";
  options.project_crs = d.raster.crs;
  const Table facilities = read_table(folder + "/vectors.gpkg", options);
  for (std::size_t f = 0; f < facilities.n_rows(); ++f) {
    const NearestCell at = nearest_passable(d.raster.surface, d.raster.in_cells(facilities.point[f]), 0, true);
    if (at.cell != UINT32_MAX) d.seeds.push_back({at.cell, static_cast<std::uint32_t>(f), 0});
  }
  const std::unique_ptr<GDALDataset> data(GDALDataset::Open((folder + "/cumulative_cost_expected.tif").c_str()));
  d.expected.resize(d.raster.surface.n_cells());
  const int columns = data->GetRasterXSize(), rows = data->GetRasterYSize();
  EXPECT_EQ(data->GetRasterBand(1)->RasterIO(GF_Read, 0, 0, columns, rows, d.expected.data(), columns, rows, GDT_Float64, 0, 0, nullptr), CE_None);
  return d;
}

struct Agreement { double mean_abs_s = 0, max_s = 0, correlation = 0, reached = 0; std::size_t max_at = 0, only_ours = 0, only_theirs = 0; };

Agreement agreement(const Demo& d, SurfaceOptions options, const char* name) {
  options.limit = 7'200'000;
  const TravelTimes t = travel_times(d.raster.surface, d.seeds, options);
  Agreement a;
  double n = 0, sx = 0, sy = 0, sxx = 0, syy = 0, sxy = 0, sum = 0;
  for (std::size_t i = 0; i < t.cost.size(); ++i) {
    const bool ours = t.cost[i] < kUnreachable, theirs = !std::isnan(d.expected[i]);
    a.reached += ours;
    a.only_ours += ours && !theirs;
    a.only_theirs += theirs && !ours;
    if (!ours || !theirs) continue;
    const double x = from_cost(t.cost[i]), y = d.expected[i], off = std::abs(x - y);
    if (off > a.max_s) a.max_s = off, a.max_at = i;
    sum += off, n += 1, sx += x, sy += y, sxx += x * x, syy += y * y, sxy += x * y;
  }
  a.reached /= static_cast<double>(t.cost.size());
  a.mean_abs_s = sum / n;
  a.correlation = (n * sxy - sx * sy) / std::sqrt((n * sxx - sx * sx) * (n * syy - sy * sy));
  std::printf("%s: mean absolute difference %.3f s, greatest %.1f s at row %zu column %zu, correlation %.6f, reached %.4f %%, only ours %zu, only theirs %zu\n",
              name, a.mean_abs_s, a.max_s, a.max_at / d.raster.surface.columns, a.max_at % d.raster.surface.columns, a.correlation, 100 * a.reached, a.only_ours, a.only_theirs);
  return a;
}

TEST(AccessmodDemo, ItsAnisotropicTravelTimesAreOursByItsConventions) {
  CATCHMENT_NEED_SHARED_DATA(folder, "peer_accessmod_demo");
  const Demo d = demo(folder);
  ASSERT_EQ(d.seeds.size(), 4u);
  for (const SurfaceSeed& s : d.seeds) EXPECT_EQ(d.expected[s.cell], 0);
  SurfaceOptions o = accessmod_options();
  o.slopes = true;
  const Agreement same = agreement(d, o, "accessmod's conventions");
  // Whole milliseconds a move: 0.029 s in the mean, 0.1 s at most, over ways of up to 500 moves.
  EXPECT_LT(same.mean_abs_s, 0.05);
  EXPECT_LT(same.max_s, 0.25);
  EXPECT_GT(same.correlation, 0.9999999);
  EXPECT_NEAR(same.reached, 253624.0 / 295611, 5e-5);
  EXPECT_LE(same.only_theirs + same.only_ours, 10u);  // within a tenth of a second of two hours

  // Each of its conventions matters: leave one out, and the times part by more than a rounding.
  SurfaceOptions other = o;
  other.towards = false;
  EXPECT_GT(agreement(d, other, "from the facilities").mean_abs_s, 500);
  other = o;
  other.slopes = false;
  EXPECT_GT(agreement(d, other, "isotropic").mean_abs_s, 300);
  other = o;
  other.moves = 16;
  EXPECT_GT(agreement(d, other, "16 moves").mean_abs_s, 100);
  other = o;
  other.mean_of_speeds = false;
  EXPECT_GT(agreement(d, other, "mean of paces").mean_abs_s, 50);
  other = o;
  other.sealed_diagonals = true;
  EXPECT_GT(agreement(d, other, "sealed diagonals").mean_abs_s, 2);
  other = o;
  other.accessmod_cycling = false;
  EXPECT_GT(agreement(d, other, "measured cycling speeds").mean_abs_s, 50);
}

TEST(AccessmodDemo, OurOwnConventionsStayNearItsTimes) {
  CATCHMENT_NEED_SHARED_DATA(folder, "peer_accessmod_demo");
  const Demo d = demo(folder);
  SurfaceOptions o;
  o.slopes = true;
  const Agreement slopes = agreement(d, o, "ours, anisotropic");
  EXPECT_GT(slopes.correlation, 0.98);
  EXPECT_LT(slopes.mean_abs_s, 200);
  EXPECT_NEAR(slopes.reached, 0.858, 0.005);
  o.slopes = false;
  const Agreement flat = agreement(d, o, "ours, isotropic");
  EXPECT_GT(flat.correlation, 0.96);
  EXPECT_LT(flat.mean_abs_s, 500);
  EXPECT_NEAR(flat.reached, 0.8826, 0.001);
}

TEST(AccessmodDemo, RoadsAndBarriersBurntByUsGiveNearlyItsMergedLandCover) {
  CATCHMENT_NEED_SHARED_DATA(folder, "peer_accessmod_demo");
  initialise();
  const auto speeds = read_speed_table(folder + "/table_model.csv");
  const FrictionRaster merged = read_friction_raster(folder + "/land_cover_merged.tif", "", speeds);
  FrictionRaster ours = read_friction_raster(folder + "/land_cover.tif", "", speeds);
  const auto layer = [&](const char* name) {
    ReadOptions options;
    options.layer = name;
    options.project_crs = ours.crs;
    return read_table(folder + "/vectors.gpkg", options);
  };
  burn_barriers(ours, layer("barrier_river"));
  burn_barriers(ours, layer("barrier_restricted"));
  burn_roads(ours, layer("road"), "class");
  std::size_t equal = 0, roads = 0, roads_equal = 0;
  for (std::size_t i = 0; i < merged.surface.n_cells(); ++i) {
    const auto a = merged.surface.cell[i], b = ours.surface.cell[i];
    equal += a == b;
    if (a != kBarredGround && speeds[a].id > 1000) ++roads, roads_equal += a == b;
  }
  const double share = static_cast<double>(equal) / static_cast<double>(merged.surface.n_cells());
  std::printf("burnt by us: %.3f %% of all cells equal, %.3f %% of its %zu road cells\n", 100 * share, 100.0 * static_cast<double>(roads_equal) / static_cast<double>(roads), roads);
  EXPECT_GT(share, 0.995);
  EXPECT_GT(static_cast<double>(roads_equal), 0.98 * static_cast<double>(roads));
}

TEST(TravelTimeFile, HoldsSecondsAndNumbersAndTheSameBytesTwice) {
  const std::string folder = test::scratch_dir("times");
  const FrictionRaster r = read_friction_raster(tiff(folder, "l.tif", {}), "", kTwo);
  const SurfaceSeed seed{0, 1, 0};
  const TravelTimes t = travel_times(r.surface, std::span(&seed, 1), {});
  write_travel_times(r, t, folder + "/a.tif");
  write_travel_times(r, t, folder + "/b.tif");
  const auto bytes = [](const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(in), {});
  };
  EXPECT_EQ(bytes(folder + "/a.tif"), bytes(folder + "/b.tif"));
  EXPECT_FALSE(std::filesystem::exists(folder + "/a.tif.part.tif"));
  const std::unique_ptr<GDALDataset> data(GDALDataset::Open((folder + "/a.tif").c_str()));
  ASSERT_NE(data, nullptr);
  ASSERT_EQ(data->GetRasterCount(), 2);
  float seconds[6], number[6];
  EXPECT_EQ(data->GetRasterBand(1)->RasterIO(GF_Read, 0, 0, 3, 2, seconds, 3, 2, GDT_Float32, 0, 0, nullptr), CE_None);
  EXPECT_EQ(data->GetRasterBand(2)->RasterIO(GF_Read, 0, 0, 3, 2, number, 3, 2, GDT_Float32, 0, 0, nullptr), CE_None);
  EXPECT_FLOAT_EQ(seconds[1], 30);
  EXPECT_EQ(seconds[4], -1);
  EXPECT_EQ(number[0], 2);
  EXPECT_EQ(number[4], -1);
  EXPECT_NE(refusal([&] { write_travel_times(r, t, folder + "/no/such/a.tif"); }), "no refusal");
}

}  // namespace
}  // namespace catchment::gis
