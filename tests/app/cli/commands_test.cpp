#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/app/cli/program.h"
#include "tests/support/shared_data.h"

namespace catchment::test {
namespace {

using Json = nlohmann::json;

Json json_of(const std::vector<std::string>& arguments) {
  const Ran ran = run_program(arguments);
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(ran.err, "");
  return Json::parse(ran.out);
}

/// "catchment A && catchment B\n" in the project's root, with out/ somewhere else.
void try_example(const std::string& line, const std::string& out) {
  std::vector<std::vector<std::string>> commands{{}};
  std::istringstream words(line.substr(0, line.find('\n')));
  for (std::string word; words >> word;) {
    if (word == "&&") commands.emplace_back();
    else if (const auto at = word.find("out/"); at != std::string::npos) commands.back().push_back(word.substr(0, at) + out + word.substr(at + 3));
    else if (word != "catchment") commands.back().push_back(word);
  }
  for (const auto& command : commands) {
    const Ran ran = run_program(command);
    EXPECT_EQ(ran.code, 0) << line << ran.err;
  }
}

TEST(Cli, EveryCommandHasHelpWithAnExampleThatWorks) {
  for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
           {"run"}, {"check"}, {"import"}, {"generate"}, {"generate", "town"}, {"reach"}, {"render"}, {"batch"}, {"compare"}, {"od"}, {"access"}}) {
    auto arguments = words;
    arguments.push_back("--help");
    const Ran ran = run_program(arguments);
    EXPECT_EQ(ran.code, 0) << words[0];
    EXPECT_EQ(ran.err, "");
    const auto example = ran.out.find("Example (on the bundled data):\n  ");
    ASSERT_NE(example, std::string::npos) << ran.out;
    const std::string line = ran.out.substr(example);
    EXPECT_NE(line.find("catchment " + words[0]), std::string::npos) << line;
    try_example(line.substr(line.find('\n') + 3), scratch_dir("cli-example"));
  }
}

TEST(Cli, MisuseIsOneSentenceAndExitTwo) {
  for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
           {}, {"fly"}, {"run"}, {"run", "a.toml", "--bogus"}, {"run", "a.toml", "--format", "xml"}, {"run", "a.toml", "--lang", "de"},
           {"run", "a.toml", "--threads", "0"}, {"run", "a.toml", "--set", "nokey"}, {"run", "a.toml", "--set", "=1"}, {"generate"},
           {"generate", "town"}, {"render", "a.toml"}, {"batch", "a.toml"}, {"reach", "w.gpkg", "--cutoff", "five"}}) {
    const Ran ran = run_program(words);
    EXPECT_EQ(ran.code, 2) << (words.empty() ? "" : words[0]);
    EXPECT_TRUE(is_one_sentence(ran.err));
    EXPECT_EQ(ran.out, "");
  }
}

TEST(Cli, VersionIsTold) {
  const Ran ran = run_program({"--version"});
  EXPECT_EQ(ran.code, 0);
  EXPECT_TRUE(ran.out.starts_with("catchment 0.")) << ran.out;
}

TEST(CliView, AScreenshotNeedsNoScreen) {
  const std::string dir = scratch_dir("cli-view");
  const Ran ran = run_program({"view", cli_data("small.toml"), "--screenshot", dir + "/view.png", "--size", "800x600", "--lang", "en"});
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_TRUE(read_file(dir + "/view.png").starts_with("\x89PNG"));
  const Ran again = run_program({"view", cli_data("small.toml"), "--screenshot", dir + "/view.png"});
  EXPECT_EQ(again.code, 2) << "an existing picture stays without --overwrite";
}

TEST(CliView, WrongUseIsOneSentence) {
  const std::string dir = scratch_dir("cli-view-wrong");
  for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
           {"view", cli_data("small.toml"), "--screenshot", dir + "/view.svg"},
           {"view", cli_data("small.toml"), "--screenshot", dir + "/view.png", "--size", "big"},
           {"view", cli_data("small.toml"), "--screenshot", dir + "/view.png", "--at", "nowhere at all"},
           {"view", dir + "/not-there.toml", "--screenshot", dir + "/view.png"}}) {
    const Ran ran = run_program(words);
    EXPECT_EQ(ran.code, 2) << words.back();
    EXPECT_TRUE(is_one_sentence(ran.err)) << ran.err;
    EXPECT_FALSE(std::filesystem::exists(dir + "/view.png"));
  }
}

TEST(CliRun, PrintsTheSummaryThatItWrites) {
  const std::string dir = scratch_dir("cli-run") + "/out";
  const Json printed = json_of({"run", cli_data("small.toml"), "-o", dir, "--format", "json"});
  EXPECT_EQ(printed, Json::parse(read_file(dir + "/summary.json")));
  // By hand: within 500 m of the centre are a, b, c (600 persons), 250 places; within 400 m of the station or the centre
  // (nested) a, b, c; d is 800 m from the station.
  EXPECT_EQ(printed["population"], 1000);
  EXPECT_EQ(printed["coverage"][0]["persons"], 600);
  EXPECT_EQ(printed["coverage"][1]["persons"], 600);
  EXPECT_EQ(printed["demand_split"][0]["served"], 250);
  EXPECT_EQ(printed["demand_split"][0]["no_capacity"], 350);
  const Json timing = Json::parse(read_file(dir + "/timing.json"));
  EXPECT_TRUE(timing.contains("wall_s"));
  EXPECT_TRUE(timing["peak_memory_mb"].is_number());
  for (const char* file : {"report.html", "results.gpkg", "map.png", "map.svg", "manifest.json", "tables"})
    EXPECT_TRUE(std::filesystem::exists(dir + "/" + file)) << file;
}

TEST(CliRun, AnExistingFolderIsRefusedAndOverwrittenOnlyWhenAsked) {
  const std::string dir = scratch_dir("cli-overwrite") + "/out";
  ASSERT_EQ(run_program({"run", cli_data("small.toml"), "-o", dir + "/"}).code, 0);
  ASSERT_TRUE(std::filesystem::exists(dir + "/summary.json"));
  const Ran again = run_program({"run", cli_data("small.toml"), "-o", dir});
  EXPECT_EQ(again.code, 2);
  EXPECT_TRUE(is_one_sentence(again.err));
  EXPECT_NE(again.err.find("--overwrite"), std::string::npos);
  EXPECT_EQ(run_program({"run", cli_data("small.toml"), "-o", dir, "--overwrite"}).code, 0);
  // A failed run leaves the old results as they were.
  const std::string before = read_file(dir + "/summary.json");
  EXPECT_EQ(run_program({"run", cli_data("small.toml"), "-o", dir, "--overwrite", "--set", "inputs.demand.path=\"none.csv\""}).code, 2);
  EXPECT_EQ(read_file(dir + "/summary.json"), before);
}

TEST(CliRun, SetChangesAKey) {
  const Json slow = json_of({"run", cli_data("small.toml"), "--format", "json", "--set", "network.speed_m_per_min=50", "--set", "levels[centre].cutoff=300 m"});
  EXPECT_EQ(slow["coverage"][0]["persons"], 300);  // a and b
  EXPECT_EQ(slow["coverage"][1]["persons"], 500);  // within 250 m of either: b, c
}

TEST(CliRun, ProgressGoesToStandardErrorAndOnlyWhenAsked) {
  const Ran quiet = run_program({"run", cli_data("small.toml")});
  EXPECT_EQ(quiet.err, "");
  const Ran told = run_program({"run", cli_data("small.toml"), "--progress"});
  EXPECT_EQ(told.code, 0);
  EXPECT_NE(told.err.find("100 %  done\n"), std::string::npos) << told.err;
  EXPECT_EQ(told.err.find('\r'), std::string::npos);
  EXPECT_EQ(told.out, quiet.out);
}

TEST(CliGenerate, SameSeedSameBytesAndTheWorldCanBeUsed) {
  const std::string dir = scratch_dir("cli-generate");
  const std::vector<std::string> town{"generate", "town", "--population", "3000", "--area-km2", "1", "--seed", "7", "--stations", "2", "--points", "3", "--homes", "4"};
  const auto to = [&](const std::string& file) {
    auto words = town;
    words.insert(words.end(), {"-o", dir + "/" + file, "--format", "json"});
    return json_of(words);
  };
  const Json made = to("a.gpkg");
  EXPECT_EQ(made["persons"], 3000);
  EXPECT_EQ(made["modelled"], true);
  to("b.gpkg");
  EXPECT_EQ(read_file(dir + "/a.gpkg"), read_file(dir + "/b.gpkg"));

  const Json copied = json_of({"import", "world=" + dir + "/a.gpkg", "-o", dir + "/c.gpkg", "--format", "json"});
  EXPECT_EQ(copied["persons"], 3000);
  EXPECT_EQ(copied["facilities"], made["facilities"]);

  const Json checked = json_of({"check", dir + "/a.gpkg", "--format", "json"});
  EXPECT_EQ(checked["network"], made["network"]);
  for (const Json& finding : checked["findings"]) EXPECT_NE(finding["severity"], "error") << finding;

  const Json reach = json_of({"reach", dir + "/a.gpkg", "--level", "3", "--cutoff", "300,600", "-o", dir + "/reach.gpkg", "--format", "json"});
  EXPECT_EQ(reach["facilities"].size(), 2u);
  EXPECT_TRUE(std::filesystem::exists(dir + "/reach.gpkg"));
  EXPECT_EQ(files_below(dir), (std::vector<std::string>{"a.gpkg", "b.gpkg", "c.gpkg", "reach.gpkg"}));
}

TEST(CliGenerate, RefusesWhatCannotBe) {
  const std::string dir = scratch_dir("cli-generate-refuse");
  for (const std::vector<std::string>& more : std::vector<std::vector<std::string>>{
           {"--population", "0"}, {"--area-km2", "-1"}, {"--area-km2", "0"}, {"--population", "10000000", "--area-km2", "1"}, {"--crs", "EPSG:4326"}, {"--crs", "nonsense"}}) {
    std::vector<std::string> words{"generate", "town", "-o", dir + "/x.gpkg"};
    words.insert(words.end(), more.begin(), more.end());
    const Ran ran = run_program(words);
    EXPECT_EQ(ran.code, 2) << more[1] << ran.out;
    EXPECT_TRUE(is_one_sentence(ran.err));
  }
  EXPECT_EQ(run_program({"generate", "town", "-o", dir + "/x.shp"}).code, 2);
  EXPECT_TRUE(files_below(dir).empty());
}

TEST(CliReach, LengthAreaAndPersonsByHand) {
  const Json reach = json_of({"reach", cli_data("street.toml"), "--cutoff", "300,600", "--format", "json"});
  EXPECT_EQ(reach["network"]["components"], 1);
  EXPECT_NEAR(reach["network"]["length_m"].get<double>(), 2000, 2);
  const Json& five = reach["facilities"][0]["cutoffs"][0];
  // 80 m/min for 5 min is 400 m each way, the 400th metre included. Lengths are on the ground, so the map's 400 m is
  // 400 m times the scale of the projection there (0.9998).
  EXPECT_NEAR(five["length_m"].get<double>(), 800, 1);
  // No round ends: the street goes on, and the area is cut square where the 400th metre is.
  EXPECT_NEAR(five["area_m2"].get<double>(), 800 * 100, 120);
  const Json& ten = reach["facilities"][0]["cutoffs"][1];
  EXPECT_NEAR(ten["length_m"].get<double>(), 1600, 1);
  EXPECT_EQ(ten["persons"], 10 + 20 + 40 + 80);
  EXPECT_EQ(reach["unreached"]["persons"], 0);
}

TEST(CliReach, FacilitiesComeFromATableInMetresOrDegrees) {
  const std::string dir = scratch_dir("cli-reach");
  write_file(dir + "/metres.csv", "id,x,y\nhere,354000,3456000\n");
  const Json metres = json_of({"reach", cli_data("street.toml"), "--facilities", dir + "/metres.csv", "--cutoff", "600", "--format", "json"});
  EXPECT_EQ(metres["facilities"][0]["id"], "here");
  EXPECT_EQ(metres["facilities"][0]["cutoffs"][0]["persons"], 150);
  // EPSG:32651 354000, 3456000 in degrees.
  write_file(dir + "/degrees.csv", "id,lon,lat\nhere,121.469127,31.227917\n");
  const Json degrees = json_of({"reach", cli_data("street.toml"), "--facilities", dir + "/degrees.csv", "--snap-max", "1000", "--cutoff", "600", "--format", "json"});
  EXPECT_TRUE(degrees["facilities"][0]["snap_m"].is_number()) << degrees;
}

TEST(CliReach, RefusesBadTables) {
  const std::string dir = scratch_dir("cli-reach-bad");
  const auto refused = [&](const std::string& text) {
    write_file(dir + "/f.csv", text);
    const Ran ran = run_program({"reach", cli_data("street.toml"), "--facilities", dir + "/f.csv"});
    EXPECT_TRUE(is_one_sentence(ran.err)) << text;
    return ran.code;
  };
  EXPECT_EQ(refused("id,a,b\nx,1,2\n"), 2);
  EXPECT_EQ(refused("id,x,y\n"), 2);
  EXPECT_EQ(refused("id,x,y\na,nan,3456000\n"), 2);
  EXPECT_EQ(refused("id,x,y\na,one,3456000\n"), 2);
  EXPECT_EQ(refused("id,x,y\na,354000,3456000\na,354001,3456000\n"), 2);
  EXPECT_EQ(refused("id,x,y\na,121.4,31.2\n"), 2);
  EXPECT_EQ(refused("id,lon,lat\na,354000,3456000\n"), 2);
  EXPECT_EQ(run_program({"reach", cli_data("street.toml"), "--cutoff", "0"}).code, 2);
  EXPECT_EQ(run_program({"reach", cli_data("street.toml"), "--cutoff", "-5"}).code, 2);
  EXPECT_EQ(run_program({"reach", cli_data("street.toml"), "--level", "4"}).code, 2);
  EXPECT_EQ(run_program({"reach", cli_data("small.toml")}).code, 2);
}

TEST(CliRender, DrawsEachFormatFromAScenarioOrAFolder) {
  const std::string dir = scratch_dir("cli-render");
  for (const char* name : {"map.png", "map.svg", "map.pdf"})
    EXPECT_EQ(run_program({"render", cli_data("small.toml"), "-o", dir + "/" + name, "--width", "480"}).code, 0) << name;
  EXPECT_TRUE(read_file(dir + "/map.png").starts_with("\x89PNG"));
  EXPECT_TRUE(read_file(dir + "/map.pdf").starts_with("%PDF"));
  EXPECT_NE(read_file(dir + "/map.svg").find("<svg"), std::string::npos);

  ASSERT_EQ(run_program({"run", cli_data("small.toml"), "-o", dir + "/run"}).code, 0);
  const Ran from_folder = run_program({"render", dir + "/run", "-o", dir + "/again.svg", "--width", "480"});
  EXPECT_EQ(from_folder.code, 0) << from_folder.err;
  EXPECT_EQ(from_folder.err, "");
  EXPECT_EQ(read_file(dir + "/again.svg"), read_file(dir + "/map.svg"));

  EXPECT_EQ(run_program({"render", cli_data("small.toml"), "-o", dir + "/map.png"}).code, 2);  // exists
  EXPECT_EQ(run_program({"render", cli_data("small.toml"), "-o", dir + "/map.bmp"}).code, 2);
  EXPECT_EQ(run_program({"render", cli_data("small.toml"), "-o", dir + "/x.png", "--level", "statoin"}).code, 2);
  EXPECT_EQ(run_program({"render", cli_data("small.toml"), "-o", dir + "/x.png", "--theme", "organisations"}).code, 2);
  EXPECT_EQ(run_program({"render", dir, "-o", dir + "/x.png"}).code, 2);
}

TEST(CliCheck, FindsTheLayerWhoseDatumLabelLies) {
  CATCHMENT_NEED_SHARED_DATA(path, "shanghai_boundaries/shanghai_boundaries.gpkg");
  const Json health = json_of({"check", path, "--format", "json"});
  bool found = false;
  for (const Json& finding : health["findings"])
    found |= finding["rule"] == "datum-mismatch" && finding["where"].get<std::string>().find("districts_gcj02_shifted") != std::string::npos &&
             finding["what"].get<std::string>().find("GCJ-02") != std::string::npos;
  EXPECT_TRUE(found) << health["findings"];
  EXPECT_EQ(health["layers"].size(), 4u);
}

TEST(CliCheck, TellsDuplicateIdsAndBadPopulations) {
  const std::string dir = scratch_dir("cli-check");
  write_file(dir + "/d.csv", "id,lon,lat,population\na,121.4,31.2,5\na,121.5,31.2,-3\nb,121.5,31.3,nan\n");
  const Json health = json_of({"check", dir + "/d.csv", "--format", "json"});
  int duplicates = 0, populations = 0;
  for (const Json& finding : health["findings"]) {
    duplicates += finding["rule"] == "duplicate-id";
    populations += finding["rule"] == "bad-population";
  }
  EXPECT_EQ(duplicates, 1) << health;
  EXPECT_EQ(populations, 2) << health;
  EXPECT_EQ(run_program({"check", dir + "/d.csv", "--strict"}).code, 2);
}

/// Each person belongs to one nearest facility, or to none.
TEST(CliReach, ExclusiveAreasShareOutEverybodyOnce) {
  const auto persons = [](const char* areas) {
    const Ran ran = run_program({"reach", "scenarios/linfenlu.toml", "--level", "3", "--cutoff", "300,600", "--areas", areas, "--format", "json"});
    EXPECT_EQ(ran.code, 0) << ran.err;
    const auto json = nlohmann::json::parse(ran.out, nullptr, false);
    std::int64_t sum = json["unreached"]["persons"];
    for (const auto& f : json["facilities"]) sum += f["cutoffs"].back()["persons"].get<std::int64_t>();
    return sum;
  };
  EXPECT_EQ(persons("exclusive"), 75000);
  EXPECT_GT(persons("overlapping"), 75000);
}

}  // namespace
}  // namespace catchment::test
