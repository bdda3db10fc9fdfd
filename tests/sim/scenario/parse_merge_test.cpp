#include <gtest/gtest.h>

#include <map>

#include "sim/scenario/parse.h"

namespace catchment {
namespace {

/// Files in memory; names are taken relative to nothing, as written.
LoadText files(const std::map<std::string, std::string>& texts) {
  return [texts](const std::string& from, const std::string& name) -> std::pair<std::string, std::string> {
    const auto at = texts.find(name);
    if (at == texts.end()) throw InputError(from, "there is no '" + name + "'", "");
    return {at->first, at->second};
  };
}

std::string refusal(const std::string& text, const std::map<std::string, std::string>& texts = {},
                    const std::vector<std::pair<std::string, std::string>>& overrides = {}) {
  try {
    parse_scenario(text, "main.toml", files(texts), overrides);
  } catch (const InputError& error) {
    return error.what();
  }
  return "accepted";
}

const char* const kBase = R"(
[scenario]
name = "base"
seed = 3
[network]
speed_m_per_min = 60
detour_factor = 1.5
[[levels]]
name = "a"
cutoff = "300 m"
[[levels]]
name = "b"
cutoff = "600 m"
[[edits]]
op = "close"
target = "F1"
)";

TEST(Extends, TablesMergeKeyByKeyLevelsReplaceAndEditsAppend) {
  const Scenario s = parse_scenario(R"(
[scenario]
extends = "base.toml"
name = "child"
[network]
speed_m_per_min = 70
[[levels]]
name = "c"
cutoff = "1 km"
[[edits]]
op = "open"
target = "F2"
)", "main.toml", files({{"base.toml", kBase}}));
  EXPECT_EQ(s.name, "child");
  EXPECT_EQ(s.seed, 3u);
  EXPECT_EQ(s.network.speed_m_per_min, 70);
  EXPECT_EQ(s.network.detour_factor, 1.5);
  ASSERT_EQ(s.levels.size(), 1u);
  EXPECT_EQ(s.levels[0].name, "c");
  ASSERT_EQ(s.edits.size(), 2u);
  EXPECT_EQ(s.edits[0].target, "F1");
  EXPECT_EQ(s.edits[0].place.file, "base.toml");
  EXPECT_EQ(s.edits[1].target, "F2");
  EXPECT_EQ(s.text.find("extends"), std::string::npos);
  EXPECT_EQ(parse_scenario(s.text, "alone.toml").text, s.text);
}

TEST(Extends, LaterBasesAndTheScenarioItselfWin) {
  const std::map<std::string, std::string> texts{{"a.toml", "[network]\nspeed_m_per_min = 10\ndetour_factor = 2\n"},
                                                 {"b.toml", "[network]\nspeed_m_per_min = 20\nsnap_max = 5\n"}};
  const Scenario s = parse_scenario("[scenario]\nextends = [\"a.toml\", \"b.toml\"]\n[network]\nsnap_max = 6\n", "main.toml", files(texts));
  EXPECT_EQ(s.network.speed_m_per_min, 20);
  EXPECT_EQ(s.network.detour_factor, 2);
  EXPECT_EQ(s.network.snap_max_m, 6);
}

TEST(Extends, PathsOfABaseInAnotherFolderHoldFromTheScenariosFolder) {
  const std::string base = "[inputs.demand]\npath = \"data/d.csv\"\n[inputs.streets]\npath = \"$HOME/x.pbf\"\n[inputs.areas]\npath = \"/abs/a.gpkg\"\n";
  const Scenario s = parse_scenario("[scenario]\nextends = \"real/base.toml\"\n[inputs.facilities]\npath = \"f.csv\"\n", "main.toml",
                                    files({{"real/base.toml", base}}));
  ASSERT_EQ(s.inputs.size(), 4u);
  EXPECT_EQ(s.inputs[0].path, "/abs/a.gpkg");
  EXPECT_EQ(s.inputs[1].path, "real/data/d.csv");
  EXPECT_EQ(s.inputs[2].path, "f.csv");
  EXPECT_EQ(s.inputs[3].path, "$HOME/x.pbf");
}

TEST(Extends, PathsMayClimb) {
  const Scenario s = parse_scenario("[scenario]\nextends = \"base.toml\"\n", "plans/one/main.toml",
                                    files({{"base.toml", "[inputs.demand]\npath = \"d.csv\"\n"}}));
  EXPECT_EQ(s.inputs[0].path, "../../d.csv");
}

TEST(Extends, ACircleIsRefusedWithItsFiles) {
  EXPECT_EQ(refusal("[scenario]\nextends = \"a.toml\"\n", {{"a.toml", "[scenario]\nextends = \"b.toml\"\n"},
                                                              {"b.toml", "[scenario]\nextends = \"./main.toml\"\n"},
                                                              {"./main.toml", "[scenario]\nextends = \"a.toml\"\n"}}),
            "b.toml:2:1: key 'scenario.extends': scenarios extend each other in a circle: main.toml -> a.toml -> b.toml -> "
            "main.toml; remove one of these links");
}

TEST(Extends, OneBaseReachedOnTwoWaysIsNoCircle) {
  EXPECT_EQ(refusal("[scenario]\nextends = [\"a.toml\", \"b.toml\"]\n", {{"a.toml", "[scenario]\nextends = \"c.toml\"\n"},
                                                                           {"b.toml", "[scenario]\nextends = \"c.toml\"\n"},
                                                                           {"c.toml", "[network]\n"}}),
            "accepted");
}

TEST(Extends, AnErrorInABaseNamesTheBase) {
  EXPECT_EQ(refusal("[scenario]\nextends = \"a.toml\"\n", {{"a.toml", "[network]\nspeed = 3\n"}}),
            "a.toml:2:1: key 'network.speed': is not known; did you mean 'speed_m_per_min'?");
}

TEST(Extends, WrongTypesAndMissingLoadersAreRefused) {
  EXPECT_EQ(refusal("[scenario]\nextends = 3\n"), "main.toml:2:1: key 'scenario.extends': text or a list of texts is expected; write it like \"base.toml\"");
  EXPECT_EQ(refusal("[scenario]\nextends = [3]\n"), "main.toml:2:1: key 'scenario.extends': text or a list of texts is expected; write it like [\"a.toml\", \"b.toml\"]");
  EXPECT_EQ(refusal("[scenario]\nextends = \"\"\n"), "main.toml:2:1: key 'scenario.extends': is empty; name a scenario file");
  EXPECT_THROW(parse_scenario("[scenario]\nextends = \"x\"\n", "m"), InputError);
}

TEST(Extends, AVeryLongChainIsRefused) {
  const LoadText endless = [](const std::string&, const std::string& name) {
    return std::pair<std::string, std::string>{name, "[scenario]\nextends = \"" + name + "x\"\n"};
  };
  EXPECT_THROW(parse_scenario("[scenario]\nextends = \"x\"\n", "m", endless), InputError);
}

TEST(Overrides, SetAnyKeyAndComeLast) {
  const Scenario s = parse_scenario(kBase, "main.toml", {}, {{"network.speed_m_per_min", "90"},
                                                             {"levels[1].cutoff", "\"700 m\""},
                                                             {"levels[a].cutoff", "250 m"},
                                                             {"network.mode", "cycle"},
                                                             {"coverage.nested", "false"},
                                                             {"inputs.\"my data\".path", "\"d.csv\""},
                                                             {"inputs.\"my data\".role", "demand"},
                                                             {"edits[0].target", "\"F9\""},
                                                             {"edits[1].op", "move"},
                                                             {"edits[1].target", "F3"},
                                                             {"edits[1].to", "[1, 2]"}});
  EXPECT_EQ(s.network.speed_m_per_min, 90);
  EXPECT_EQ(s.levels[0].cutoff, 250);
  EXPECT_EQ(s.levels[1].cutoff, 700);
  EXPECT_EQ(s.network.mode, TravelMode::kCycle);
  EXPECT_FALSE(s.coverage.nested);
  EXPECT_EQ(s.inputs[0].name, "my data");
  EXPECT_EQ(s.edits[0].target, "F9");
  EXPECT_EQ(s.edits[1].to, (Point{1, 2}));
  EXPECT_EQ(parse_scenario(s.text, "again").text, s.text);
}

TEST(Overrides, MayAppendAnItem) {
  const std::vector<std::pair<std::string, std::string>> two{{"edits[+]", "{op = \"open\", target = \"Y\"}"}, {"edits[+]", "{op = \"open\", target = \"Z\"}"}};
  const Scenario s = parse_scenario(kBase, "main.toml", {}, two);
  ASSERT_EQ(s.edits.size(), 3u);
  EXPECT_EQ(s.edits[2].target, "Z");
  EXPECT_EQ(parse_scenario("[network]\n", "main.toml", {}, two).edits.size(), 2u);
}

TEST(Overrides, MayReplaceTheWholeListOfEdits) {
  const Scenario s = parse_scenario(kBase, "main.toml", {}, {{"edits", "[{op = \"open\", target = \"Z\"}]"}});
  ASSERT_EQ(s.edits.size(), 1u);
  EXPECT_EQ(s.edits[0].target, "Z");
}

TEST(Overrides, ErrorsNameTheOverride) {
  EXPECT_EQ(refusal(kBase, {}, {{"network.sped_m_per_min", "90"}}),
            "override network.sped_m_per_min=90: key 'network.sped_m_per_min': is not known; did you mean 'speed_m_per_min'?");
  EXPECT_EQ(refusal(kBase, {}, {{"network.speed_m_per_min", "fast"}}),
            "override network.speed_m_per_min=fast: key 'network.speed_m_per_min': is \"fast\", but a number is expected; "
            "write the number without quotes");
  EXPECT_EQ(refusal(kBase, {}, {{"levels[7].cutoff", "1 m"}}),
            "override levels[7].cutoff=1 m: key 'levels[7].cutoff': there is no item [7]; the list has 2 items, numbered from 0");
  EXPECT_EQ(refusal(kBase, {}, {{"levels[z].cutoff", "1 m"}}),
            "override levels[z].cutoff=1 m: key 'levels[z].cutoff': no item is named 'z'; the list has 2 items, numbered from 0");
  EXPECT_EQ(refusal(kBase, {}, {{"network[0]", "1"}}),
            "override network[0]=1: key 'network[0]': [0] is asked of something that is not a list; name a key instead");
  EXPECT_EQ(refusal(kBase, {}, {{"levels.a", "1"}}),
            "override levels.a=1: key 'levels.a': 'a' is asked of something that is not a table; address items of a list as [0], [1], ...");
}

TEST(Overrides, KeysThatAreNoKeysAreRefused) {
  for (const char* path : {"", ".", "a.", ".a", "a..b", "[0]", "a[", "a[]", "a[0", "a[0]b", "\"a", "a[0]."})
    EXPECT_NE(refusal(kBase, {}, {{path, "1"}}).find("is not a key"), std::string::npos) << path;
}

TEST(Overrides, ValuesThatLookLikeTomlMustBeToml) {
  for (const char* value : {"[1, 2", "{a = ", "\"open", "'x"})
    EXPECT_NE(refusal(kBase, {}, {{"scenario.name", value}}).find("not a valid TOML value"), std::string::npos) << value;
}

}  // namespace
}  // namespace catchment
