// Every kind of bad input ends in one sentence (where, what, remedy), exit code 2, and nothing written.
#include <gtest/gtest.h>

#include <filesystem>

#include "tests/app/cli/program.h"
#include "tests/support/shared_data.h"

namespace catchment::test {
namespace {

namespace fs = std::filesystem;

class BadInput : public testing::Test {
 protected:
  void SetUp() override {
    dir_ = scratch_dir("bad-input");
    write("demand.csv", "id,x,y,population\na,354000,3456000,10\nb,354500,3456000,20\n");
    write("facilities.csv", "id,x,y,level\nF,354000,3456000,3\n");
  }
  void write(const std::string& name, const std::string& bytes) const { write_file(dir_ + "/" + name, bytes); }

  /// A whole scenario around the part that is bad.
  static std::string scenario(const std::string& more) {
    return "[scenario]\nname = \"bad\"\ncrs = \"EPSG:32651\"\n[network]\nmode = \"euclidean\"\n" + more;
  }
  static std::string inputs() {
    return "[inputs.demand]\npath = \"demand.csv\"\ncrs = \"EPSG:32651\"\n[inputs.facilities]\npath = \"facilities.csv\"\ncrs = \"EPSG:32651\"\n";
  }
  static std::string level(const std::string& cutoff = "\"500 m\"") { return "[[levels]]\nname = \"station\"\ncutoff = " + cutoff + "\n"; }

  /// Runs the scenario; the sentence is checked and returned.
  std::string run_refused(const std::string& text) const {
    write("bad.toml", text);
    return refused({"run", dir_ + "/bad.toml", "-o", dir_ + "/out"});
  }
  std::string refused(const std::vector<std::string>& words) const {
    const auto before = files_below(dir_);
    const Ran ran = run_program(words);
    EXPECT_EQ(ran.code, 2) << ran.err << ran.out;
    EXPECT_TRUE(is_one_sentence(ran.err));
    EXPECT_EQ(ran.out, "");
    EXPECT_EQ(files_below(dir_), before) << "something was written";
    return ran.err;
  }
  static void expect_in(const std::string& text, const std::string& part) { EXPECT_NE(text.find(part), std::string::npos) << text << " lacks " << part; }

  std::string dir_;
};

TEST_F(BadInput, TheGoodScenarioIsGood) {
  write("good.toml", scenario(inputs() + level()));
  const Ran ran = run_program({"run", dir_ + "/good.toml"});
  EXPECT_EQ(ran.code, 0) << ran.err;
}

TEST_F(BadInput, AMissingFile) {
  expect_in(refused({"run", dir_ + "/none.toml"}), "there is no such file");
  expect_in(refused({"check", dir_ + "/none.csv"}), "there is no such file");
  expect_in(refused({"import", "areas=" + dir_ + "/none.shp", "-o", dir_ + "/w.gpkg"}), "there is no such file");
  expect_in(refused({"reach", dir_ + "/none.gpkg"}), "none.gpkg");
  expect_in(run_refused(scenario("[inputs.demand]\npath = \"none.csv\"\ncrs = \"EPSG:32651\"\n" + level())), "none.csv");
}

TEST_F(BadInput, AnEmptyFile) {
  write("empty.toml", "");
  expect_in(refused({"run", dir_ + "/empty.toml"}), "is empty");
  for (const char* name : {"empty.csv", "empty.gpkg", "empty.osm.pbf", "empty.tif", "empty.geojson"}) {
    write(name, "");
    expect_in(refused({"check", dir_ + "/" + name}), name);
  }
}

TEST_F(BadInput, ATruncatedPbf) {
  // A blob header that promises more than the file holds.
  write("cut.osm.pbf", std::string("\x00\x00\x00\x0d\x0a\x09OSMHeader\x18\x8d", 17));
  expect_in(refused({"check", dir_ + "/cut.osm.pbf"}), "cut.osm.pbf");
  expect_in(refused({"import", dir_ + "/cut.osm.pbf", "-o", dir_ + "/w.gpkg"}), "cut.osm.pbf");
  CATCHMENT_NEED_SHARED_DATA(pbf, "peer_portoalegre");
  for (const auto& entry : fs::directory_iterator(pbf)) {
    if (!entry.path().string().ends_with(".pbf")) continue;
    const std::string whole = read_file(entry.path().string());
    write("half.osm.pbf", whole.substr(0, whole.size() / 2));
    expect_in(refused({"import", dir_ + "/half.osm.pbf", "-o", dir_ + "/w.gpkg"}), "half.osm.pbf");
  }
}

TEST_F(BadInput, ACorruptGeoPackage) {
  write("corrupt.gpkg", std::string("SQLite format 3\0", 16) + std::string(5000, 'x'));
  expect_in(refused({"check", dir_ + "/corrupt.gpkg"}), "corrupt.gpkg");
  expect_in(refused({"import", "areas=" + dir_ + "/corrupt.gpkg", "-o", dir_ + "/w.gpkg"}), "corrupt.gpkg");
  expect_in(refused({"reach", dir_ + "/corrupt.gpkg"}), "corrupt.gpkg");
}

TEST_F(BadInput, ACoordinateTableWithoutACrs) {
  expect_in(run_refused(scenario("[inputs.demand]\npath = \"demand.csv\"\n" + level())), "demand.csv");
}

TEST_F(BadInput, DegreesWhereMetresAreSaid) {
  write("demand.csv", "id,x,y,population\na,121.47,31.23,10\nb,121.48,31.23,20\n");
  expect_in(run_refused(scenario(inputs() + level())), "demand.csv");
  expect_in(run_refused("[scenario]\nname = \"bad\"\ncrs = \"EPSG:4326\"\n[network]\nmode = \"euclidean\"\n" + inputs() + level()), "EPSG:4326");
}

TEST_F(BadInput, NegativeOrNanPopulation) {
  for (const char* bad : {"-5", "nan", "inf", "many", "1e400"}) {
    write("demand.csv", std::string("id,x,y,population\na,354000,3456000,10\nb,354500,3456000,") + bad + "\n");
    const std::string err = run_refused(scenario(inputs() + level()));
    expect_in(err, "demand.csv");
    expect_in(err, "row 3");
  }
}

TEST_F(BadInput, DuplicateIds) {
  write("demand.csv", "id,x,y,population\na,354000,3456000,10\na,354500,3456000,20\n");
  expect_in(run_refused(scenario(inputs() + level())), "'a' appears twice");
  SetUp();
  write("facilities.csv", "id,x,y,level\nF,354000,3456000,3\nF,354100,3456000,3\n");
  expect_in(run_refused(scenario(inputs() + level())), "'F' appears twice");
}

std::string square(const std::string& id, const std::string& parent, int at, int area_level) {
  const std::string x = std::to_string(354000 + at), x2 = std::to_string(354100 + at);
  return R"({"type":"Feature","properties":{"id":")" + id + R"(","parent":")" + parent + R"(","level":)" + std::to_string(area_level) +
         R"(},"geometry":{"type":"Polygon","coordinates":[[[)" + x + ",3455900],[" + x2 + ",3455900],[" + x2 + ",3456100],[" + x + ",3456100],[" + x + ",3455900]]]}}";
}

std::string areas(const std::string& features) {
  return R"({"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::32651"}},"features":[)" + features + "]}";
}

TEST_F(BadInput, AParentThatIsMissingOrACycle) {
  const std::string with_areas = scenario("[inputs.areas]\npath = \"areas.geojson\"\n[inputs.demand]\npath = \"demand.csv\"\ncrs = \"EPSG:32651\"\n" + level());
  write("areas.geojson", areas(square("A", "nowhere", 0, 2)));
  expect_in(run_refused(with_areas), "nowhere");
  write("areas.geojson", areas(square("A", "B", 0, 2) + "," + square("B", "A", 200, 3)));
  expect_in(run_refused(with_areas), "cycle (A > B > A)");
}

TEST_F(BadInput, AFacilityOutsideEveryArea) {
  write("areas.geojson", areas(square("A", "", 5000, 2)));
  expect_in(run_refused(scenario("[inputs.areas]\npath = \"areas.geojson\"\n" + inputs() + level())), "facility 'F' lies outside every area");
}

TEST_F(BadInput, AnUnknownKeyAWrongTypeAndACutoffThatIsNoCutoff) {
  expect_in(run_refused(scenario(inputs() + level() + "[coverage]\nnestd = true\n")), "bad.toml:16:1: key 'coverage.nestd': is not known; did you mean 'nested'?");
  expect_in(run_refused(scenario(inputs() + level() + "[coverage]\nnested = 1\n")), "key 'coverage.nested'");
  for (const char* cutoff : {"0", "500", "\"0 m\"", "\"-1 m\"", "\"nan s\"", "-5.0"}) expect_in(run_refused(scenario(inputs() + level(cutoff))), "key 'levels[0].cutoff'");
  expect_in(run_refused(scenario(inputs() + level() + "[plan]\n")), "does not compute it yet");
  write("bad.toml", scenario(inputs() + level()));
  expect_in(refused({"run", dir_ + "/bad.toml", "--set", "network.mode=wlak"}), "did you mean \"walk\"?");
}

TEST_F(BadInput, NothingToRead) { expect_in(run_refused(scenario(level())), "bad.toml"); }

/// A little-endian TIFF of one band, 100,000 x 100,000 doubles (80 GB), in a file of some hundred bytes.
std::string boastful_tiff() {
  std::string out("II*\0\x08\0\0\0", 8);
  const auto u16 = [&](unsigned v) { out += static_cast<char>(v & 255); out += static_cast<char>(v >> 8); };
  const auto u32 = [&](unsigned v) { u16(v & 65535); u16(v >> 16); };
  const auto entry = [&](unsigned tag, unsigned type, unsigned value) { u16(tag); u16(type); u32(1); u32(value); };
  u16(9);
  entry(256, 4, 100'000);  // width
  entry(257, 4, 100'000);  // height
  entry(258, 3, 64);       // bits
  entry(259, 3, 1);        // uncompressed
  entry(262, 3, 1);
  entry(273, 4, 8);        // strip offset
  entry(277, 3, 1);
  entry(278, 4, 100'000);
  entry(279, 4, 4'000'000'000u);
  u32(0);
  return out;
}

TEST_F(BadInput, AHeaderThatClaimsManyGigabytes) {
  write("boast.tif", boastful_tiff());
  expect_in(refused({"check", dir_ + "/boast.tif"}), "boast.tif");
  expect_in(refused({"import", dir_ + "/boast.tif", "-o", dir_ + "/w.gpkg"}), "boast.tif");
  // A shapefile whose header says 8 GB.
  std::string shp(100, '\0');
  shp[2] = 0x27;
  shp[3] = 0x0a;
  shp[24] = 0x7f;
  shp[25] = shp[26] = shp[27] = static_cast<char>(0xff);
  shp[28] = static_cast<char>(0xe8);
  shp[29] = 3;
  shp[32] = 5;
  write("boast.shp", shp);
  write("boast.shx", shp);
  expect_in(refused({"import", "areas=" + dir_ + "/boast.shp", "-o", dir_ + "/w.gpkg"}), "boast.shp");
}

TEST_F(BadInput, OutputsThatCannotBe) {
  write("good.toml", scenario(inputs() + level()));
  write("file", "x");
  const Ran below_a_file = run_program({"run", dir_ + "/good.toml", "-o", dir_ + "/file/out"});
  EXPECT_NE(below_a_file.code, 0);
  EXPECT_TRUE(is_one_sentence(below_a_file.err));
  expect_in(refused({"render", dir_ + "/good.toml", "-o", dir_ + "/file"}), "kind of picture");
  expect_in(refused({"generate", "town", "-o", dir_}), ".gpkg");
}

}  // namespace
}  // namespace catchment::test
