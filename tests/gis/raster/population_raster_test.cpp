#include "gis/raster/population_raster.h"

#include <cpl_string.h>
#include <gdal_priv.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <numeric>
#include <stdexcept>

#include "gis/vector/layer.h"
#include "sim/core/random.h"
#include "tests/support/shared_data.h"

namespace catchment::gis {
namespace {

using catchment::test::scratch_dir;
using testing::AnyOf;
using testing::ElementsAre;
using testing::HasSubstr;

struct Made {
  int columns = 0, rows = 0;
  std::vector<double> values{};
  std::string crs = "EPSG:4326";
  std::array<double, 6> grid = {121.4, 0.001, 0, 31.3, 0, -0.001};
  bool placed = true;
  GDALDataType type = GDT_Float32;
  std::vector<std::string> options{};
  double nodata = -9999;
  bool with_nodata = true;
};

std::string make(const std::string& path, const Made& made) {
  initialise();
  CPLStringList options;
  for (const auto& option : made.options) options.AddString(option.c_str());
  auto* driver = GetGDALDriverManager()->GetDriverByName("GTiff");
  std::unique_ptr<GDALDataset> data(driver->Create(path.c_str(), made.columns, made.rows, 1, made.type, options.List()));
  if (!data) throw std::runtime_error("cannot make " + path);
  auto grid = made.grid;
  if (made.placed) data->SetGeoTransform(grid.data());
  if (!made.crs.empty()) {
    OGRSpatialReference srs;
    srs.SetFromUserInput(made.crs.c_str());
    data->SetSpatialRef(&srs);
  }
  auto* band = data->GetRasterBand(1);
  if (made.with_nodata) band->SetNoDataValue(made.nodata);
  auto values = made.values;
  if (!made.values.empty() &&
      band->RasterIO(GF_Write, 0, 0, made.columns, made.rows, values.data(), made.columns, made.rows, GDT_Float64, 0, 0, nullptr) != CE_None)
    throw std::runtime_error("cannot write " + path);
  return path;
}

std::string refusal(const std::function<void()>& call) {
  try {
    call();
  } catch (const InputError& e) {
    return e.what();
  }
  return "no error";
}

std::string refusal(const std::string& path, const std::string& crs = {}) {
  return refusal([&] { read_population_raster(path, crs, "EPSG:32651"); });
}

std::string bytes_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(PopulationRaster, KeepsTheTotalInDegreesWithNodataAndNan) {
  const std::string dir = scratch_dir("raster");
  for (const auto& options : std::vector<std::vector<std::string>>{{}, {"TILED=YES", "BLOCKXSIZE=16", "BLOCKYSIZE=16", "COMPRESS=DEFLATE"}, {"COMPRESS=LZW"}})
    for (std::uint64_t seed = 0; seed < 5; ++seed) {
      SCOPED_TRACE(testing::Message() << "seed " << seed << ", options " << options.size());
      Stream random(seed, "raster");
      Made made{.columns = 50, .rows = 37, .options = options};
      double total = 0;
      std::int64_t nodata = 0, zero = 0;
      for (int i = 0; i < 50 * 37; ++i) {
        const auto kind = random.below(4);
        double v = static_cast<float>(random.uniform(0, 90));
        if (kind == 0) v = ++nodata % 2 == 0 ? std::nan("") : -9999;
        if (kind == 1) { v = 0; ++zero; }
        if (kind >= 2) total += v;
        made.values.push_back(v);
      }
      const RasterCells cells = read_population_raster(make(dir + "/a.tif", made), "", "EPSG:32651");
      EXPECT_NEAR(cells.total, total, 1e-9 * total);
      EXPECT_EQ(cells.nodata_cells, nodata);
      EXPECT_EQ(cells.zero_cells, zero);
      EXPECT_EQ(cells.persons.size() + static_cast<std::size_t>(nodata + zero), 50u * 37u);
      const auto persons = to_persons(cells.persons);
      EXPECT_EQ(std::accumulate(persons.begin(), persons.end(), std::int64_t{0}), std::llround(total));
      EXPECT_EQ(cells.crs, "EPSG:4326");
      EXPECT_NEAR(cells.cell_width_m, 95.2, 0.2);
      EXPECT_NEAR(cells.cell_height_m, 110.9, 0.2);
    }
}

TEST(PopulationRaster, PutsPeopleAtTheCentresOfTheirCells) {
  const std::string dir = scratch_dir("centres");
  const auto utm = make(dir + "/utm.tif", {.columns = 3, .rows = 2, .values = {0, 5, 0, 0, 0, 7}, .crs = "EPSG:32651",
                                           .grid = {350000, 100, 0, 3456000, 0, -100}});
  const RasterCells cells = read_population_raster(utm, "", "EPSG:32651");
  EXPECT_THAT(cells.centre, ElementsAre(Point{350150, 3455950}, Point{350250, 3455850}));
  EXPECT_THAT(cells.persons, ElementsAre(5, 7));
  EXPECT_NEAR(cells.cell_width_m, 100, 0.1);
  // The same place in degrees: axis order must not matter.
  const auto degrees = make(dir + "/degrees.tif", {.columns = 1, .rows = 1, .values = {5}, .grid = {121.4732, 0.001, 0, 31.2309, 0, -0.001}});
  const RasterCells one = read_population_raster(degrees, "", "EPSG:32651");
  EXPECT_NEAR(one.centre[0].x, 354633.649, 0.01);
  EXPECT_NEAR(one.centre[0].y, 3456140.530, 0.01);
}

TEST(PopulationRaster, KnowsNodataThatAFloatRounds) {
  const std::string dir = scratch_dir("nodata");
  const auto path = make(dir + "/a.tif", {.columns = 2, .rows = 1, .values = {-3.4e38, 4}, .nodata = -3.4e38});
  const RasterCells cells = read_population_raster(path, "", "EPSG:32651");
  EXPECT_EQ(cells.nodata_cells, 1);
  EXPECT_EQ(cells.total, 4);
  const auto bytes = make(dir + "/b.tif", {.columns = 2, .rows = 1, .values = {255, 4}, .type = GDT_Byte, .nodata = 255});
  EXPECT_EQ(read_population_raster(bytes, "", "EPSG:32651").total, 4);
}

TEST(PopulationRaster, NegativeAndInfiniteCellsAreRefusedByPlace) {
  const std::string dir = scratch_dir("negative");
  EXPECT_THAT(refusal(make(dir + "/a.tif", {.columns = 2, .rows = 2, .values = {1, 2, 3, -5}})),
              HasSubstr("the cell in row 2, column 2 holds -5 persons"));
  EXPECT_THAT(refusal(make(dir + "/b.tif", {.columns = 2, .rows = 1, .values = {1, -99999}, .with_nodata = false})),
              HasSubstr("declare that value as nodata (gdal_edit.py -a_nodata -99999)"));
  EXPECT_THAT(refusal(make(dir + "/c.tif", {.columns = 1, .rows = 1, .values = {INFINITY}})), HasSubstr("row 1, column 1"));
}

TEST(PopulationRaster, WithoutCrsOrPlaceIsRefused) {
  const std::string dir = scratch_dir("nocrs");
  const auto path = make(dir + "/a.tif", {.columns = 1, .rows = 1, .values = {3}, .crs = ""});
  EXPECT_THAT(refusal(path), HasSubstr("it has no CRS; declare crs"));
  EXPECT_EQ(refusal(path, "EPSG:4326"), "no error");
  EXPECT_THAT(refusal(path, "EPSG:1"), HasSubstr("not a coordinate reference system"));
  EXPECT_THAT(refusal(make(dir + "/b.tif", {.columns = 1, .rows = 1, .values = {3}, .placed = false})), HasSubstr("no georeference"));
  EXPECT_THAT(refusal(make(dir + "/c.tif", {.columns = 1, .rows = 1, .values = {3}, .grid = {500000, 100, 0, 3400000, 0, -100}})),
              HasSubstr("outside the domain of EPSG:4326"));
}

TEST(PopulationRaster, BrokenFilesAreRefused) {
  const std::string dir = scratch_dir("broken");
  EXPECT_THAT(refusal(dir + "/none.tif"), HasSubstr("no such file"));
  std::ofstream(dir + "/empty.tif").flush();
  EXPECT_THAT(refusal(dir + "/empty.tif"), HasSubstr("it is empty"));
  std::ofstream(dir + "/text.tif") << "population";
  EXPECT_THAT(refusal(dir + "/text.tif"), HasSubstr("it is not a GeoTIFF"));
  EXPECT_THAT(refusal(dir), HasSubstr("it is a folder"));
  for (const char* packing : {"COMPRESS=NONE", "COMPRESS=DEFLATE"}) {
    Stream random(3, packing);
    Made made{.columns = 200, .rows = 200, .options = {packing}};
    for (int i = 0; i < 40000; ++i) made.values.push_back(random.uniform(0, 9));
    const std::string whole = bytes_of(make(dir + "/whole.tif", made));
    for (const double share : {0.001, 0.2, 0.6, 0.95}) {
      std::ofstream(dir + "/cut.tif", std::ios::binary | std::ios::trunc) << whole.substr(0, static_cast<std::size_t>(share * static_cast<double>(whole.size())));
      EXPECT_THAT(refusal(dir + "/cut.tif"), AnyOf(HasSubstr("truncated"), HasSubstr("claims"), HasSubstr("cannot be opened"), HasSubstr("no georeference"), HasSubstr("not a GeoTIFF"))) << packing << " " << share;
    }
  }
}

TEST(PopulationRaster, AHeaderThatClaimsTerabytesIsRefusedBeforeAnythingIsAllocated) {
  const std::string dir = scratch_dir("claim");
  // Sparse files: headers only, as large as GDAL lets one be written.
  const auto plain = make(dir + "/a.tif", {.columns = 100000, .rows = 100000, .options = {"SPARSE_OK=TRUE", "BIGTIFF=YES", "TILED=YES", "BLOCKXSIZE=8192", "BLOCKYSIZE=8192"}});
  EXPECT_THAT(refusal(plain), HasSubstr("its header claims 100000 x 100000 cells but the file has only"));
  const auto packed = make(dir + "/b.tif", {.columns = 1000000, .rows = 1000000, .options = {"SPARSE_OK=TRUE", "BIGTIFF=YES", "COMPRESS=DEFLATE", "TILED=YES", "BLOCKXSIZE=16384", "BLOCKYSIZE=16384"}});
  EXPECT_THAT(refusal(packed), AnyOf(HasSubstr("its header claims 1000000 x 1000000 cells"), HasSubstr("too large to read")));
}

TEST(PopulationRaster, CanBeCancelled) {
  const auto path = make(scratch_dir("cancel") + "/a.tif", {.columns = 1, .rows = 1, .values = {3}});
  EXPECT_THROW(read_population_raster(path, "", "EPSG:32651", [](double, std::string_view) { return false; }), Cancelled);
}

TEST(PopulationRaster, RealRasterWithNodata255) {
  CATCHMENT_NEED_SHARED_DATA(path, "peer_accessmod_demo/population.tif");
  const RasterCells cells = read_population_raster(path, "", "EPSG:32613");
  EXPECT_EQ(cells.crs, "EPSG:26713");
  EXPECT_NEAR(cells.cell_width_m, 30, 0.1);
  EXPECT_EQ(static_cast<std::int64_t>(cells.persons.size()) + cells.nodata_cells + cells.zero_cells, 633 * 467);
  EXPECT_NEAR(static_cast<double>(cells.persons.size()) / (633.0 * 467), 0.23, 0.01);
  const auto persons = to_persons(cells.persons);
  EXPECT_EQ(std::accumulate(persons.begin(), persons.end(), std::int64_t{0}), std::llround(cells.total));
}

TEST(ToPersons, KeepsTheRoundedTotalAndGivesRestsToTheLargest) {
  EXPECT_THAT(to_persons({0.5, 0.25, 0.25}), ElementsAre(1, 0, 0));
  EXPECT_THAT(to_persons({1.5, 1.5}), ElementsAre(2, 1));   // a tie goes to the lowest index
  EXPECT_THAT(to_persons({3, 4}), ElementsAre(3, 4));
  EXPECT_THAT(to_persons({}), ElementsAre());
  EXPECT_THAT(to_persons({0.4}), ElementsAre(0));
  EXPECT_THROW(to_persons({-1}), std::invalid_argument);
  EXPECT_THROW(to_persons({std::nan("")}), std::invalid_argument);
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    Stream random(seed, "persons");
    std::vector<double> values(1 + random.below(50));
    for (double& v : values) v = random.uniform(0, 20);
    const auto persons = to_persons(values);
    const double total = std::accumulate(values.begin(), values.end(), 0.0);
    EXPECT_EQ(std::accumulate(persons.begin(), persons.end(), std::int64_t{0}), std::llround(total)) << "seed " << seed;
    for (std::size_t i = 0; i < values.size(); ++i)
      EXPECT_LT(std::abs(static_cast<double>(persons[i]) - values[i]), 1) << "seed " << seed;
  }
}

}  // namespace
}  // namespace catchment::gis
