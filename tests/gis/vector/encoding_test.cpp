#include "gis/vector/encoding.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <ogr_core.h>

#include <filesystem>

#include "gis/vector/layer.h"
#include "tests/gis/vector/files.h"
#include "tests/support/shared_data.h"

namespace catchment::gis {
namespace {

using catchment::test::scratch_dir;
using test::refusal;
using testing::ElementsAre;
using testing::HasSubstr;

const std::string kSiping = "\xCB\xC4\xC6\xBD\xC2\xB7\xBD\xD6\xB5\xC0";   // 四平路街道 in GB18030
const ReadOptions kOptions{.project_crs = "EPSG:32651"};

// A shapefile whose bytes are given, with the .cpg as asked for.
std::string shapefile(const std::vector<std::string>& names, const std::string& cpg, char language = 0) {
  const std::string path = scratch_dir("shapefile") + "/a.shp";
  std::vector<test::Feature> features;
  for (const auto& name : names) features.push_back({name, 1, "POINT(121.47 31.23)"});
  test::make_file(path, "ESRI Shapefile", {{.features = features, .options = {"ENCODING="}, .geometry_type = wkbPoint}});
  const std::string base = path.substr(0, path.size() - 4);
  std::filesystem::remove(base + ".cpg");
  if (!cpg.empty()) test::write_text(base + ".cpg", cpg);
  std::string dbf = test::read_bytes(base + ".dbf");
  dbf[29] = language;
  test::write_text(base + ".dbf", dbf);
  return path;
}

TEST(Encoding, Gb18030ShapefileWithoutCpgIsDetectedAndShown) {
  const Table t = read_table(shapefile({"plain", kSiping}, ""), kOptions);
  EXPECT_THAT(t.cells[0], ElementsAre("plain", "四平路街道"));
  EXPECT_EQ(t.encoding, "GB18030");
  EXPECT_THAT(test::finding_text(t.findings, "encoding-guessed"), HasSubstr("no .cpg file"));
  EXPECT_THAT(test::finding_text(t.findings, "encoding-guessed"), HasSubstr("read as GB18030: 四平路街道"));
}

TEST(Encoding, Utf8ShapefileWithoutCpgIsDetected) {
  const Table t = read_table(shapefile({"四平路街道"}, ""), kOptions);
  EXPECT_EQ(t.cells[0][0], "四平路街道");
  EXPECT_EQ(t.encoding, "UTF-8");
  EXPECT_TRUE(test::has_finding(t.findings, "encoding-guessed"));
}

TEST(Encoding, AsciiNeedsNoGuess) {
  EXPECT_TRUE(read_table(shapefile({"plain"}, ""), kOptions).findings.empty());
}

TEST(Encoding, CpgAndLanguageByteAreBelieved) {
  for (const char* cpg : {"GB18030", "GBK", "936", "CP936", "gb2312\r\n"}) {
    const Table t = read_table(shapefile({kSiping}, cpg), kOptions);
    EXPECT_EQ(t.cells[0][0], "四平路街道") << cpg;
    EXPECT_TRUE(t.findings.empty()) << cpg;
  }
  const Table t = read_table(shapefile({kSiping}, "", 0x4D), kOptions);
  EXPECT_EQ(t.cells[0][0], "四平路街道");
  EXPECT_TRUE(t.findings.empty());
}

TEST(Encoding, ACpgThatLiesIsFoundOut) {
  const Table t = read_table(shapefile({kSiping}, "UTF-8"), kOptions);
  EXPECT_EQ(t.cells[0][0], "四平路街道");
  EXPECT_THAT(test::finding_text(t.findings, "encoding-guessed"), HasSubstr("not UTF-8, as the file says"));
}

TEST(Encoding, TheUsersWordOverridesAll) {
  const Table t = read_table(shapefile({kSiping}, "UTF-8"), {.encoding = "GB18030", .project_crs = "EPSG:32651"});
  EXPECT_EQ(t.cells[0][0], "四平路街道");
  EXPECT_TRUE(t.findings.empty());
  EXPECT_EQ(read_table(shapefile({"S\xE3o"}, ""), {.encoding = "ISO-8859-1", .project_crs = "EPSG:32651"}).cells[0][0], "São");
  EXPECT_THAT(refusal(shapefile({kSiping}, ""), {.encoding = "UTF-8", .project_crs = "EPSG:32651"}), HasSubstr("its texts are not UTF-8"));
  EXPECT_THAT(refusal(shapefile({kSiping}, ""), {.encoding = "nonsense", .project_crs = "EPSG:32651"}), HasSubstr("not a known text encoding"));
}

TEST(Encoding, ANameCutInsideACharacterLosesThatCharacterOnly) {
  // The column is 30 bytes wide: one letter, 14 characters of two bytes, and half a character.
  std::string cut = "a";
  for (int i = 0; i < 14; ++i) cut += "\xCB\xC4";
  cut += "\xCB";
  const Table t = read_table(shapefile({cut}, ""), kOptions);
  EXPECT_EQ(t.encoding, "GB18030");
  EXPECT_EQ(t.cells[0][0], "a四四四四四四四四四四四四四四");
}

TEST(Encoding, BytesOfNoEncodingAreRefused) {
  EXPECT_THAT(refusal(shapefile({"\xFF\xFF"}, ""), kOptions), HasSubstr("neither UTF-8 nor GB18030"));
}

TEST(Encoding, Utf8IsCheckedStrictly) {
  EXPECT_TRUE(is_utf8("四平路 ASCII \xF0\x9F\x98\x80"));
  for (const char* bad : {"\xC0\x80", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xF8", "\x80", "\xE5\x9B"})
    EXPECT_FALSE(is_utf8(bad));
}

}  // namespace
}  // namespace catchment::gis
