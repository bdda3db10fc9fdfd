// `catchment why`: what it says is what a run with its edits finds.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "tests/app/cli/program.h"

namespace catchment::test {
namespace {

using nlohmann::json;
using testing::HasSubstr;

json run_json(const std::vector<std::string>& arguments) {
  const Ran ran = run_program(arguments);
  EXPECT_EQ(ran.code, 0) << ran.err;
  return json::parse(ran.out, nullptr, false);
}

std::int64_t covered(const json& summary, const std::string& level) {
  for (const auto& row : summary["coverage"])
    if (row["level"] == level) return row["persons"];
  ADD_FAILURE() << "no level " << level;
  return -1;
}

TEST(CliWhy, AFixTakenFromTheAnswerDoesWhatItPromises) {
  const std::string scenario = "scenarios/linfenlu.toml";
  const json why = run_json({"why", scenario, "--point", "B7", "--level", "centre", "--format", "json"});
  ASSERT_TRUE(why.is_object());
  const json& level = why["levels"].at(0);
  EXPECT_FALSE(level["covered"]);
  EXPECT_EQ(level["reason"], "wrong_level");  // a station next door could become a centre
  EXPECT_NEAR(level["shortfall"].get<double>(), level["cost"].get<double>() - 1000, 1e-6);
  EXPECT_GT(level["path"]["line"].size(), 1u);
  const json before = run_json({"run", scenario, "--format", "json"});
  ASSERT_FALSE(level["fixes"].empty());
  for (const json& fix : level["fixes"]) {
    std::vector<std::string> run{"run", scenario, "--format", "json"};
    std::string edits;
    for (const json& edit : fix["edits"]) {
      std::string text = "{ op = " + edit["op"].dump() + ", target = " + edit["target"].dump();
      for (const char* key : {"level", "capacity", "hours", "to_building", "to"})
        if (edit.contains(key)) text += std::string(", ") + key + " = " + edit[key].dump();
      edits += (edits.empty() ? "" : ", ") + text + " }";
    }
    run.insert(run.end(), {"--set", "edits=[" + edits + "]"});
    const json after = run_json(run);
    EXPECT_EQ(covered(after, "centre") - covered(before, "centre"), fix["persons_gained"]) << fix.dump();
  }
}

TEST(CliWhy, SpeaksBothLanguagesAndSeveralPointsAreAList) {
  const Ran zh = run_program({"why", "scenarios/linfenlu.toml", "--point", "B7"});
  EXPECT_EQ(zh.code, 0);
  EXPECT_THAT(zh.out, HasSubstr("超出"));
  const Ran en = run_program({"why", "scenarios/linfenlu.toml", "--point", "B7", "--lang", "en"});
  EXPECT_THAT(en.out, HasSubstr("beyond the cutoff"));
  EXPECT_EQ(run_json({"why", "scenarios/linfenlu.toml", "--point", "B7", "--point", "B8", "--format", "json"}).size(), 2u);
}

TEST(CliWhy, RefusesWhatIsNotThereInOneSentence) {
  for (const auto& [arguments, says] : {std::pair<std::vector<std::string>, std::string>{{"--point", "B7x"}, "did you mean"},
                                        {{"--point", "B7", "--level", "statoin"}, "did you mean 'station'"}}) {
    std::vector<std::string> all{"why", "scenarios/linfenlu.toml"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    const Ran ran = run_program(all);
    EXPECT_EQ(ran.code, 2);
    EXPECT_TRUE(is_one_sentence(ran.err));
    EXPECT_THAT(ran.err, HasSubstr(says));
  }
}

}  // namespace
}  // namespace catchment::test
