// `catchment reach --friction`, from the command line.
#include <gdal_priv.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>

#include "gis/vector/layer.h"
#include "tests/app/cli/program.h"
#include "tests/support/shared_data.h"

namespace catchment::test {
namespace {

using Json = nlohmann::json;

void tiff(const std::string& path, int columns, int rows, std::vector<double> values) {
  gis::initialise();
  auto* driver = GetGDALDriverManager()->GetDriverByName("GTiff");
  const std::unique_ptr<GDALDataset> data(driver->Create(path.c_str(), columns, rows, 1, GDT_Int16, nullptr));
  double position[] = {500000, 100, 0, 3000000, 0, -100};
  data->SetGeoTransform(position);
  OGRSpatialReference srs;
  srs.importFromEPSG(32651);
  data->SetSpatialRef(&srs);
  data->GetRasterBand(1)->SetNoDataValue(-1);
  EXPECT_EQ(data->GetRasterBand(1)->RasterIO(GF_Write, 0, 0, columns, rows, values.data(), columns, rows, GDT_Float64, 0, 0, nullptr), CE_None);
}

/// Five cells of 100 m in a row at 1 m/s, the last but one barred: A at the west end, B on the barred cell.
struct Row {
  std::string dir;
  explicit Row(const std::string& name) : dir(scratch_dir(name)) {
    tiff(dir + "/land.tif", 5, 1, {1, 1, 1, -1, 1});
    tiff(dir + "/people.tif", 5, 1, {10, 20, 30, 40, 50});
    tiff(dir + "/heights.tif", 5, 1, {0, 10, 20, 30, 40});
    write_file(dir + "/speeds.csv", "class,label,speed,mode\n1,grass,3.6,walking\n");
    write_file(dir + "/f.csv", "id,x,y\nA,500050,2999950\nB,500360,2999950\n");
  }
  [[nodiscard]] std::vector<std::string> arguments(std::vector<std::string> more) const {
    std::vector<std::string> out = {"reach", "--friction", dir + "/land.tif", "--speeds", dir + "/speeds.csv", "--facilities", dir + "/f.csv"};
    out.insert(out.end(), more.begin(), more.end());
    return out;
  }
};

TEST(CliReachFriction, FiguresByHand) {
  const Row row("cli-friction");
  const Ran ran = run_program(row.arguments({"--population", row.dir + "/people.tif", "--cutoff", "100,200", "-o", row.dir + "/out.tif", "--format", "json"}));
  ASSERT_EQ(ran.code, 0) << ran.err;
  const Json a = Json::parse(ran.out);
  EXPECT_EQ(a["mode"], "surface");
  EXPECT_EQ(a["surface"]["passable_cells"], 4);
  // A within 200 s: the first three cells.
  EXPECT_EQ(a["facilities"][0]["cutoffs"][0]["persons"], 30);
  EXPECT_EQ(a["facilities"][0]["cutoffs"][1]["persons"], 60);
  EXPECT_EQ(a["facilities"][0]["cutoffs"][1]["area_m2"], 30000);
  // B stands 60 m into the barred cell: 90 m from the centre of the last cell, 110 m from the third.
  EXPECT_EQ(a["facilities"][1]["snap_m"], 90);
  EXPECT_EQ(a["facilities"][1]["cutoffs"][0]["persons"], 50);
  EXPECT_EQ(a["reached"][1]["cells"], 4);
  EXPECT_EQ(a["reached"][1]["persons"], 110);
  EXPECT_EQ(a["unreached"]["persons"], 40);
  EXPECT_EQ(a["unreached"]["persons_on_barred_cells"], 40);
  EXPECT_EQ(a["unreached"]["passable_cells"], 0);
  EXPECT_TRUE(std::filesystem::exists(row.dir + "/out.tif"));

  // Uphill to the west is downhill for those who come: Tobler, 10 % down as on the flat, 10 % up 1.419 times as long.
  const auto cells = [&](const char* direction) {
    const Ran r = run_program(row.arguments({"--anisotropic", direction, "--elevation", row.dir + "/heights.tif", "--cutoff", "200", "--snap-max", "0", "--format", "json"}));
    EXPECT_EQ(r.code, 0) << r.err;
    return Json::parse(r.out)["reached"][0]["cells"].get<int>();
  };
  EXPECT_EQ(cells("--towards"), 3);
  EXPECT_EQ(cells("--from"), 2);
}

TEST(CliReachFriction, SpeaksBothLanguages) {
  const Row row("cli-friction-text");
  const Ran en = run_program(row.arguments({"--cutoff", "200"})), zh = run_program(row.arguments({"--cutoff", "200", "--lang", "zh"}));
  EXPECT_NE(en.out.find("A: 3.33333 min 0.030 km2\n"), std::string::npos) << en.out;
  EXPECT_NE(en.out.find("B: 3.33333 min 0.010 km2 (moved 90 m to a passable cell)"), std::string::npos) << en.out;
  EXPECT_NE(zh.out.find("（移到 90 米外的可通行格网）"), std::string::npos) << zh.out;
}

TEST(CliReachFriction, RefusesInOneSentenceAndWritesNothing) {
  const Row row("cli-friction-bad");
  const auto refused = [&](std::vector<std::string> more, const std::string& word) {
    const Ran ran = run_program(row.arguments(std::move(more)));
    EXPECT_EQ(ran.code, 2) << ran.err;
    EXPECT_TRUE(is_one_sentence(ran.err));
    EXPECT_NE(ran.err.find(word), std::string::npos) << ran.err;
  };
  refused({"--anisotropic"}, "--elevation");
  refused({"--elevation", row.dir + "/heights.tif"}, "--anisotropic");
  refused({"--from"}, "--anisotropic");
  refused({"--anisotropic", "--from", "--towards"}, "--from");
  refused({"-o", row.dir + "/out.gpkg"}, ".tif");
  refused({"-o", row.dir + "/land.tif"}, "the file exists");
  refused({"--cutoff", "0"}, "out of range");
  refused({"--roads", row.dir + "/none.gpkg:road"}, "none.gpkg");
  refused({"world.gpkg"}, "leave it out");
  write_file(row.dir + "/f.csv", "id,x,y\nA,600050,2999950\n");
  refused({}, "no facility lies on the land cover");
  write_file(row.dir + "/speeds.csv", "class,label,speed,mode\n2,grass,3.6,walking\n");
  refused({}, "the table of speeds lacks: 1");
  EXPECT_FALSE(std::filesystem::exists(row.dir + "/out.gpkg"));
  const Ran alone = run_program({"reach"});
  EXPECT_EQ(alone.code, 2);
  EXPECT_TRUE(is_one_sentence(alone.err));
  EXPECT_EQ(run_program({"reach", "w.gpkg", "--speeds", "t.csv"}).code, 2);  // without --friction
}

}  // namespace
}  // namespace catchment::test
