// Who walks, from the command line: groups, slopes from a raster, the way out of the building.
#include <gdal_priv.h>
#include <gtest/gtest.h>
#include <ogr_spatialref.h>

#include <array>
#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>
#include <vector>

#include "tests/app/cli/program.h"
#include "tests/support/shared_data.h"

namespace catchment::test {
namespace {

using Json = nlohmann::json;

Json json_of(const std::vector<std::string>& arguments) {
  const Ran ran = run_program(arguments);
  EXPECT_EQ(ran.code, 0) << ran.err;
  return Json::parse(ran.out);
}

/// A slope of 10 % up to the east over the whole street.
std::string hill(const std::string& dir) {
  GDALAllRegister();
  const std::string path = dir + "/dem.tif";
  constexpr int kColumns = 230, kRows = 20;
  std::unique_ptr<GDALDataset> data(GetGDALDriverManager()->GetDriverByName("GTiff")->Create(path.c_str(), kColumns, kRows, 1, GDT_Float32, nullptr));
  std::array<double, 6> grid = {352850, 10, 0, 3456100, 0, -10};
  data->SetGeoTransform(grid.data());
  OGRSpatialReference srs;
  srs.importFromEPSG(32651);
  data->SetSpatialRef(&srs);
  std::vector<double> values;
  for (int r = 0; r < kRows; ++r)
    for (int c = 0; c < kColumns; ++c) values.push_back((c + 0.5));
  EXPECT_EQ(data->GetRasterBand(1)->RasterIO(GF_Write, 0, 0, kColumns, kRows, values.data(), kColumns, kRows, GDT_Float64, 0, 0, nullptr), CE_None);
  return path;
}

TEST(CliReach, WalksAsTheGroupThatIsAskedFor) {
  // 300 s: adults 400 m, elders 285 m: of the homes at 0, 400, 401 and 800 m.
  const Json adult = json_of({"reach", cli_data("street.toml"), "--cutoff", "300", "--format", "json"});
  EXPECT_EQ(adult["group"], "adult");
  EXPECT_EQ(adult["facilities"][0]["cutoffs"][0]["persons"], 30);
  const Json elder = json_of({"reach", cli_data("street.toml"), "--cutoff", "300", "--group", "elder", "--format", "json"});
  EXPECT_EQ(elder["group"], "elder");
  EXPECT_EQ(elder["speed_m_per_min"], 57);
  EXPECT_EQ(elder["facilities"][0]["cutoffs"][0]["persons"], 10);
  EXPECT_NEAR(elder["facilities"][0]["cutoffs"][0]["length_m"].get<double>(), 570, 0.1);
  const Json stated = json_of({"reach", cli_data("street.toml"), "--cutoff", "300", "--group", "elder", "--speed", "80", "--format", "json"});
  EXPECT_EQ(stated["facilities"], adult["facilities"]);
  for (const std::vector<std::string>& more : {std::vector<std::string>{"--group", "nobody"}, {"--group", "elder", "--mode", "cycle"}}) {
    std::vector<std::string> words{"reach", cli_data("street.toml")};
    words.insert(words.end(), more.begin(), more.end());
    const Ran ran = run_program(words);
    EXPECT_EQ(ran.code, 2);
    EXPECT_TRUE(is_one_sentence(ran.err));
    EXPECT_NE(ran.err.find("--group"), std::string::npos) << ran.err;
  }
}

TEST(CliRun, ComparesGroupsByLevelsAndSaysSo) {
  const std::string dir = scratch_dir("cli-groups") + "/out";
  const Json summary = json_of({"run", cli_data("street.toml"), "-o", dir, "--format", "json", "--set",
                                "levels=[{name = \"all\", cutoff = \"5 min\"}, {name = \"old\", cutoff = \"5 min\", group = \"elder\"}]"});
  EXPECT_EQ(summary["coverage"][0]["group"], "adult");
  EXPECT_EQ(summary["coverage"][0]["persons"], 30);
  EXPECT_EQ(summary["coverage"][1]["group"], "elder");
  EXPECT_EQ(summary["coverage"][1]["persons"], 10);
  EXPECT_EQ(summary["network"]["group"], "adult");
  EXPECT_EQ(summary["network"]["slope"], false);
  EXPECT_EQ(summary["network"]["vertical"], "none");
  const std::string report = read_file(dir + "/report.html");
  for (const char* words : {"Who walks", "older people: for old", "older people: 57 m per minute"})
    EXPECT_NE(report.find(words), std::string::npos) << words;
}

TEST(CliRun, FollowsTheSlopeOfAnElevationRasterAndKeepsItInAWorldFile) {
  const std::string dir = scratch_dir("cli-hill");
  const std::string dem = "inputs.elevation={role = \"elevation\", path = \"" + hill(dir) + "\"}";
  // The facility is in the middle; people in the west walk up to it at 10 %: 400 m take 300 s exp(0.35) = 425.7 s; those in
  // the east walk down at the level speed: 800 m in 600 s.
  const auto persons = [&](const std::string& cutoff) {
    return json_of({"run", cli_data("street.toml"), "--format", "json", "--set", dem, "--set", "levels[station].cutoff=" + cutoff});
  };
  EXPECT_EQ(persons("425 s")["coverage"][0]["persons"], 10);
  EXPECT_EQ(persons("426 s")["coverage"][0]["persons"], 30);
  EXPECT_EQ(persons("427 s")["coverage"][0]["persons"], 70);
  EXPECT_EQ(persons("600 s")["coverage"][0]["persons"], 150);
  EXPECT_EQ(persons("600 s")["network"]["slope"], true);
  // No wheelchair climbs 10 %: no street is left for it.
  const Json chair = json_of({"run", cli_data("street.toml"), "--format", "json", "--set", dem, "--set", "network.group=wheelchair", "--set",
                              "levels[station].cutoff=2 km"});
  EXPECT_EQ(chair["coverage"][0]["persons"], 0);
  // Through a world file, and by the reach command.
  ASSERT_EQ(run_program({"import", "streets=" + cli_data("streets.geojson"), "elevation=" + dir + "/dem.tif", "demand=" + cli_data("street_demand.csv"),
                         "--source-crs", "EPSG:32651", "--crs", "EPSG:32651", "-o", dir + "/world.gpkg"}).code, 0);
  write_file(dir + "/f.csv", "id,x,y\nmiddle,354000,3456000\n");
  const Json reach = json_of({"reach", dir + "/world.gpkg", "--facilities", dir + "/f.csv", "--cutoff", "425,426,427,600", "--format", "json"});
  EXPECT_EQ(reach["slope"], true);
  const Json& cutoffs = reach["facilities"][0]["cutoffs"];
  for (const auto& [k, n] : {std::pair{0, 10}, {1, 30}, {2, 70}, {3, 150}}) EXPECT_EQ(cutoffs[static_cast<std::size_t>(k)]["persons"], n) << k;
}

TEST(CliRun, AddsTheWayOutOfTheBuilding) {
  const std::string dir = scratch_dir("cli-egress");
  write_file(dir + "/demand.csv", "id,x,y,population,egress_s\nnear,354000,3456000,10,299.9995\nfar,353600,3456000,20,0.001\nunstated,353600,3456000,40,\n");
  const std::string input = "inputs.demand.path=" + dir + "/demand.csv";
  const Json summary = json_of({"run", cli_data("street.toml"), "--format", "json", "--set", input});
  EXPECT_EQ(summary["coverage"][0]["persons"], 50);  // 300.000 s is inside, 300.001 s is not
  EXPECT_EQ(summary["network"]["vertical"], "stated");
  // By the floors of buildings: six floors without a lift are 25 s for adults, unreachable in a wheelchair.
  write_file(dir + "/buildings.csv", "id,x,y,kind,floors,residents,lift\nb6,354000,3456000,residential,6,60,\nb6lift,354000,3456000,residential,6,7,yes\n");
  write_file(dir + "/tower.toml", "[scenario]\nname = \"tower\"\ncrs = \"EPSG:32651\"\n[inputs.streets]\npath = \"" + cli_data("streets.geojson") +
                                      "\"\ncrs = \"EPSG:32651\"\n[inputs.buildings]\npath = \"buildings.csv\"\ncrs = \"EPSG:32651\"\n[inputs.facilities]\npath = \"" +
                                      cli_data("street_facilities.csv") + "\"\ncrs = \"EPSG:32651\"\n[network.vertical]\n[[levels]]\nname = \"a\"\ncutoff = \"25 s\"\n" +
                                      "[[levels]]\nname = \"w\"\ncutoff = \"60 s\"\ngroup = \"wheelchair\"\n[outputs]\nlanguage = \"en\"\n");
  const Json tower = json_of({"run", dir + "/tower.toml", "--format", "json"});
  EXPECT_EQ(tower["network"]["vertical"], "storeys");
  EXPECT_EQ(tower["coverage"][0]["persons"], 67);
  EXPECT_EQ(tower["coverage"][1]["persons"], 7);
  const std::string text = tower["findings"].dump();
  EXPECT_NE(text.find("60 persons in 1 buildings without a lift"), std::string::npos) << text;
  EXPECT_EQ(json_of({"reach", dir + "/tower.toml", "--group", "wheelchair", "--cutoff", "60", "--format", "json"})["unreached"]["persons"], 60);
  write_file(dir + "/buildings.csv", "id,x,y,kind,floors,residents,lift\nb6,354000,3456000,residential,6,60,perhaps\n");
  const Ran ran = run_program({"run", dir + "/tower.toml"});
  EXPECT_EQ(ran.code, 2);
  EXPECT_TRUE(is_one_sentence(ran.err));
  EXPECT_NE(ran.err.find("lift is 'perhaps'"), std::string::npos) << ran.err;
}

TEST(CliRun, AnElevationRasterWithoutStreetsOrASecondOneIsRefused) {
  const std::string dir = scratch_dir("cli-hill-bad");
  const std::string dem = hill(dir);
  for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
           {"run", cli_data("small.toml"), "--set", "inputs.elevation={role = \"elevation\", path = \"" + dem + "\"}"},
           {"run", cli_data("street.toml"), "--set", "inputs.e1={role = \"elevation\", path = \"" + dem + "\"}", "--set",
            "inputs.e2={role = \"elevation\", path = \"" + dem + "\"}"},
           {"run", cli_data("street.toml"), "--set", "inputs.e1={role = \"elevation\", crs = \"EPSG:32650\", path = \"" + dem + "\"}"}}) {
    const Ran ran = run_program(words);
    EXPECT_EQ(ran.code, 2);
    EXPECT_TRUE(is_one_sentence(ran.err)) << ran.err;
    EXPECT_TRUE(ran.err.find("elevation") != std::string::npos || ran.err.find("covers none of the streets") != std::string::npos) << ran.err;
  }
}

}  // namespace
}  // namespace catchment::test
