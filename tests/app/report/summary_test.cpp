#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>

#include "app/pipeline/pipeline.h"
#include "tests/app/report/small_study.h"
#include "tests/support/shared_data.h"

namespace catchment {
namespace {

using Json = nlohmann::ordered_json;
using test::add_organisations;
using test::small_study;

TEST(Sha256, MatchesThePublishedVectors) {  // FIPS 180-2, B.1 and B.2
  EXPECT_EQ(pipeline::sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(pipeline::sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(pipeline::sha256_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

TEST(Sha256, OfAFileIsThatOfItsBytesAcrossBuffers) {
  const std::string path = test::scratch_dir("sha256") + "/big";
  std::string bytes(1'000'003, 'x');
  for (std::size_t k = 0; k < bytes.size(); k += 7) bytes[k] = static_cast<char>(k);
  std::ofstream(path, std::ios::binary) << bytes;
  EXPECT_EQ(pipeline::sha256_file(path), pipeline::sha256_hex(bytes));
}

TEST(Sha256, RefusesAMissingFileAndAFolder) {
  const std::string folder = test::scratch_dir("sha256_refused");
  EXPECT_THROW((void)pipeline::sha256_file(folder + "/nothing"), InputError);
  EXPECT_THROW((void)pipeline::sha256_file(folder), InputError);
}

TEST(Summary, HasTheHeadlineFiguresOfTheContractWithTheirDefinitions) {
  auto s = small_study();
  add_organisations(s);
  const Json j = Json::parse(pipeline::summary_json(s.world, s.study, s.scenario));
  EXPECT_EQ(j["population"], 1000);
  ASSERT_EQ(j["coverage"].size(), 2u);
  EXPECT_EQ(j["coverage"][0]["level"], "station");
  EXPECT_EQ(j["coverage"][0]["cutoff_m"], 500);
  EXPECT_TRUE(j["coverage"][0]["cutoff_s"].is_null());
  EXPECT_EQ(j["coverage"][0]["persons"], 900);
  EXPECT_EQ(j["coverage"][0]["share"], 0.9);
  EXPECT_EQ(j["coverage"][0]["persons_without_neighbours"], 800);
  EXPECT_EQ(j["coverage"][0]["definition"], "B.1");
  EXPECT_EQ(j["coverage"][1]["cutoff_s"], 300);
  EXPECT_EQ(j["coverage"][1]["persons_with_backup"], 300);
  EXPECT_EQ(j["joint_share"], 0.7);
  EXPECT_EQ(j["demand_split"][0]["served"], 700);
  EXPECT_EQ(j["demand_split"][0]["no_capacity"], 200);
  EXPECT_EQ(j["demand_split"][0]["out_of_reach"], 100);
  EXPECT_EQ(j["demand_split"][0]["definition"], "B.2");
  EXPECT_EQ(j["organisation_coverage"], 0.6);
  EXPECT_EQ(j["work_coverage"], 0.8);
  EXPECT_EQ(j["definitions"]["organisation_coverage"], "B.3");
  EXPECT_EQ(j["definitions"]["joint_share"], "B.6");
  EXPECT_EQ(j["organisations"]["counted"], 5);
  EXPECT_EQ(j["accountability"]["orphans"], 1);
  EXPECT_EQ(j["accountability"]["conflicts"], 1);
  EXPECT_EQ(j["venues"]["hosted"], 1);
  EXPECT_EQ(j["equity"][0]["gini"], 0.25);
  EXPECT_EQ(j["equity"][0]["definition"], "B.5");
  EXPECT_EQ(j["items"][0]["share"], 0.9);
  EXPECT_EQ(j["linkage"]["missing_levels"], Json::array({4}));
  EXPECT_EQ(j["conservation"][0]["placed"], 1000);
  EXPECT_EQ(j["network"]["components"], 2);
  for (const char* later : {"plan", "sharing", "dynamics"}) {
    ASSERT_TRUE(j.contains(later)) << later;
    EXPECT_TRUE(j[later].is_null()) << later;
  }
  EXPECT_EQ(j["run_id"], "0123456789ab");
}

TEST(Summary, SaysUndefinedAsNullNeverAsNanOrZero) {
  auto s = small_study();
  const double nan = std::numeric_limits<double>::quiet_NaN();
  s.study.population = 0;
  for (auto& l : s.study.levels) l.share = nan;
  s.study.joint_share = nan;
  s.study.equity[0] = LevelEquity{};
  s.study.equity[0].mean = nan;
  add_organisations(s);
  s.study.organisations->counted = 0;
  const std::string text = pipeline::summary_json(s.world, s.study, s.scenario);
  EXPECT_EQ(text.find("nan"), std::string::npos);
  const Json j = Json::parse(text);
  EXPECT_TRUE(j["coverage"][0]["share"].is_null());
  EXPECT_TRUE(j["joint_share"].is_null());
  EXPECT_TRUE(j["organisation_coverage"].is_null());
  EXPECT_TRUE(j["work_coverage"].is_null());
  EXPECT_TRUE(j["equity"][0]["gini"].is_null());
  EXPECT_TRUE(j["equity"][0]["mean"].is_null());
  EXPECT_TRUE(j["items"][0]["share"].is_null());
}

TEST(Summary, OfAStudyWithoutOrganisationsSaysNullForTheTwoCoverages) {
  const auto s = small_study();
  const Json j = Json::parse(pipeline::summary_json(s.world, s.study, s.scenario));
  EXPECT_TRUE(j["organisation_coverage"].is_null());
  EXPECT_TRUE(j["organisations"].is_null());
  EXPECT_TRUE(j["accountability"].is_null());
}

TEST(Summary, SurvivesBrokenUtf8AndIsTheSameBytesTwice) {
  auto s = small_study();
  s.study.findings.push_back({Severity::kNote, "encoding", "\xC9\xCF", "\xBA\xA3 text", ""});
  const std::string first = pipeline::summary_json(s.world, s.study, s.scenario);
  EXPECT_FALSE(Json::parse(first, nullptr, false).is_discarded());
  EXPECT_EQ(first, pipeline::summary_json(s.world, s.study, s.scenario));
}

TEST(Manifest, NamesEveryInputWithItsHashSizeAndDatumAndKeepsTheScenario) {
  const auto s = small_study();
  const Json j = Json::parse(pipeline::manifest_json(s.world, s.study, s.scenario));
  EXPECT_EQ(j["version"], "0.1.0");
  EXPECT_EQ(j["seed"], 1);
  EXPECT_EQ(j["scenario"]["text"], s.scenario.text);
  ASSERT_EQ(j["inputs"].size(), 2u);
  EXPECT_EQ(j["inputs"][0]["sha256"], std::string(64, 'a'));
  EXPECT_EQ(j["inputs"][0]["bytes"], 1234567);
  EXPECT_EQ(j["inputs"][0]["datum"], "WGS-84");
  EXPECT_EQ(j["inputs"][1]["modelled"], true);
}

}  // namespace
}  // namespace catchment
