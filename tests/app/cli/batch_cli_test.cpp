#include <gtest/gtest.h>

#include <signal.h>
#include <unistd.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "tests/app/cli/program.h"
#include "tests/support/shared_data.h"

namespace catchment::test {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

TEST(CliBatch, EveryRunIsARowAndAFailedOneSaysWhy) {
  const std::string dir = scratch_dir("batch-rows") + "/out";
  const Ran ran = run_program({"batch", cli_data("sweep.toml"), "-o", dir, "--workers", "2", "--format", "json"});
  EXPECT_EQ(ran.code, 0) << ran.err;
  const Json told = Json::parse(ran.out);
  EXPECT_EQ(told["runs"], 12);
  EXPECT_EQ(told["ok"], 8);
  EXPECT_EQ(told["failed"], 4);
  const std::string table = read_file(dir + "/results.csv");
  EXPECT_TRUE(table.starts_with("run,variant,network.speed_m_per_min,levels[station].cutoff,status,run_id,population,centre_persons,")) << table;
  EXPECT_EQ(std::count(table.begin(), table.end(), '\n'), 13);
  EXPECT_NE(table.find("\n9,no such station,60,5 min,failed,"), std::string::npos) << table;
  EXPECT_NE(table.find("nowhere"), std::string::npos) << table;
}

TEST(CliBatch, WorkersDoNotChangeAByte) {
  const std::string dir = scratch_dir("batch-workers");
  for (const char* n : {"1", "3"})
    ASSERT_EQ(run_program({"batch", cli_data("sweep.toml"), "-o", dir + "/" + n, "--workers", n}).code, 0);
  EXPECT_EQ(read_file(dir + "/1/results.csv"), read_file(dir + "/3/results.csv"));
}

TEST(CliBatch, KilledAndResumedItGivesTheSameTable) {
  const std::string dir = scratch_dir("batch-kill");
  ASSERT_EQ(run_program({"batch", cli_data("sweep.toml"), "-o", dir + "/whole"}).code, 0);
  const std::string whole = read_file(dir + "/whole/results.csv");
  // Killed as soon as some runs are finished; a machine that is faster than the poll only makes the test easier.
  run_program_and({"batch", cli_data("sweep.toml"), "-o", dir + "/killed"}, [&](int pid) {
    for (int i = 0; i < 20'000 && !fs::exists(dir + "/killed/runs/0003.json"); ++i) usleep(500);
    kill(pid, SIGKILL);
  });
  ASSERT_TRUE(fs::exists(dir + "/killed/runs/0003.json"));
  const auto third = fs::last_write_time(dir + "/killed/runs/0003.json");
  const Ran resumed = run_program({"batch", cli_data("sweep.toml"), "-o", dir + "/killed", "--resume", "--format", "json"});
  EXPECT_EQ(resumed.code, 0) << resumed.err;
  EXPECT_GE(Json::parse(resumed.out)["resumed"].get<int>(), 3);
  EXPECT_EQ(fs::last_write_time(dir + "/killed/runs/0003.json"), third) << "a finished run was done twice";
  EXPECT_EQ(read_file(dir + "/killed/results.csv"), whole);
}

TEST(CliBatch, LostAndDamagedRecordsAreDoneAgain) {
  const std::string dir = scratch_dir("batch-damage") + "/out";
  ASSERT_EQ(run_program({"batch", cli_data("sweep.toml"), "-o", dir}).code, 0);
  const std::string whole = read_file(dir + "/results.csv");
  fs::remove(dir + "/runs/0002.json");
  write_file(dir + "/runs/0005.json", "{\"run\": 5, \"stat");
  write_file(dir + "/runs/0006.json", "");
  fs::remove(dir + "/results.csv");
  const Ran ran = run_program({"batch", cli_data("sweep.toml"), "-o", dir, "--resume", "--format", "json"});
  EXPECT_EQ(Json::parse(ran.out)["resumed"], 9);
  EXPECT_EQ(read_file(dir + "/results.csv"), whole);
}

TEST(CliBatch, CtrlCKeepsFinishedRunsAndSaysHowToGoOn) {
  const std::string dir = scratch_dir("batch-stop") + "/out";
  std::string sweep = "[batch]\nbase = \"" + cli_data("small.toml") + "\"\n[[axes]]\nkey = \"network.speed_m_per_min\"\nvalues = [";
  for (int i = 0; i < 3000; ++i) sweep += std::to_string(40 + i * 0.01) + ", ";
  const std::string file = scratch_dir("batch-stop-sweep") + "/long.toml";
  write_file(file, sweep + "]\n");
  const Ran ran = run_program_and({"batch", file, "-o", dir}, [&](int pid) {
    for (int i = 0; i < 20'000 && !fs::exists(dir + "/runs/0002.json"); ++i) usleep(500);
    kill(pid, SIGINT);
  });
  EXPECT_EQ(ran.code, 130);
  EXPECT_TRUE(is_one_sentence(ran.err));
  EXPECT_NE(ran.err.find("--resume"), std::string::npos);
  EXPECT_TRUE(fs::exists(dir + "/runs/0002.json"));
  EXPECT_FALSE(fs::exists(dir + "/results.csv"));
  for (const std::string& name : files_below(dir)) EXPECT_EQ(name.find(".part"), std::string::npos) << name;
}

TEST(CliBatch, RefusesOtherFoldersAndChangedSweeps) {
  const std::string dir = scratch_dir("batch-refuse");
  ASSERT_EQ(run_program({"batch", cli_data("sweep.toml"), "-o", dir + "/out"}).code, 0);
  const auto refused = [](const std::vector<std::string>& words) {
    const Ran ran = run_program(words);
    EXPECT_EQ(ran.code, 2);
    EXPECT_TRUE(is_one_sentence(ran.err));
    return ran.err;
  };
  EXPECT_NE(refused({"batch", cli_data("sweep.toml"), "-o", dir + "/out"}).find("--resume"), std::string::npos);
  std::string changed = read_file(cli_data("sweep.toml"));
  changed.replace(changed.find("small.toml"), 10, cli_data("small.toml"));
  changed.replace(changed.find("[60, 80]"), 8, "[60, 81]");
  write_file(dir + "/changed.toml", changed);
  EXPECT_NE(refused({"batch", dir + "/changed.toml", "-o", dir + "/out", "--resume"}).find("has changed"), std::string::npos);
  fs::create_directories(dir + "/mine");
  write_file(dir + "/mine/precious.txt", "x");
  refused({"batch", cli_data("sweep.toml"), "-o", dir + "/mine"});
  refused({"batch", cli_data("sweep.toml"), "-o", dir + "/mine", "--overwrite"});
  refused({"batch", cli_data("sweep.toml"), "-o", dir + "/mine", "--resume"});
  EXPECT_EQ(read_file(dir + "/mine/precious.txt"), "x");
  refused({"batch", cli_data("small.toml"), "-o", dir + "/x"});
  refused({"batch", cli_data("sweep.toml"), "-o", dir + "/out", "--resume", "--overwrite"});
  EXPECT_EQ(run_program({"batch", cli_data("sweep.toml"), "-o", dir + "/out", "--overwrite"}).code, 0);
}

TEST(CliCompare, RanksRunsAndBatchesAndDrawsTheDifference) {
  const std::string dir = scratch_dir("compare");
  ASSERT_EQ(run_program({"run", cli_data("small.toml"), "-o", dir + "/base"}).code, 0);
  ASSERT_EQ(run_program({"run", cli_data("small.toml"), "-o", dir + "/wide", "--set", "levels[centre].cutoff=2 km", "--set", "levels[station].cutoff=2 km"}).code, 0);
  const Ran ran = run_program({"compare", dir + "/base", dir + "/wide", "-o", dir + "/diff.svg", "--format", "json"});
  ASSERT_EQ(ran.code, 0) << ran.err;
  const Json told = Json::parse(ran.out);
  EXPECT_EQ(told["by"], "joint_share");
  EXPECT_EQ(told["rows"][0]["run"], dir + "/wide");
  EXPECT_EQ(told["rows"][0]["joint_persons"], 1000);
  EXPECT_EQ(told["rows"][1]["rank"], 2);
  EXPECT_EQ(told["difference"]["persons_gained"], 400);
  EXPECT_EQ(told["difference"]["persons_lost"], 0);
  EXPECT_EQ(told["difference"]["level"], "centre");
  const Json back = Json::parse(run_program({"compare", dir + "/wide", dir + "/base", "-o", dir + "/back.svg", "--level", "station", "--format", "json"}).out);
  EXPECT_EQ(back["difference"]["level"], "station");
  EXPECT_EQ(back["difference"]["persons_lost"], 400);
  EXPECT_NE(read_file(dir + "/diff.svg").find("<svg"), std::string::npos);

  ASSERT_EQ(run_program({"batch", cli_data("sweep.toml"), "-o", dir + "/batch"}).code, 0);
  const Json batch = Json::parse(run_program({"compare", dir + "/batch", "--by", "station", "--format", "json"}).out);
  EXPECT_EQ(batch["by"], "station_share");
  EXPECT_EQ(batch["rows"].size(), 12u);
  EXPECT_EQ(batch["rows"][0]["rank"], 1);
  EXPECT_TRUE(batch["rows"][11]["rank"].is_null());

  for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
           {"compare", dir + "/base"}, {"compare", dir}, {"compare", dir + "/base", dir + "/none"}, {"compare", dir + "/base", dir + "/wide", "--by", "happiness"},
           {"compare", dir + "/batch", dir + "/base"}, {"compare", dir + "/base", dir + "/wide", "-o", dir + "/x.bmp"}, {"compare", dir + "/base", dir + "/wide", "-o", dir + "/x.svg", "--level", "statoin"}, {"compare", dir + "/batch", "-o", dir + "/x.png"}}) {
    const Ran bad = run_program(words);
    EXPECT_EQ(bad.code, 2);
    EXPECT_TRUE(is_one_sentence(bad.err));
  }
}

}  // namespace
}  // namespace catchment::test
