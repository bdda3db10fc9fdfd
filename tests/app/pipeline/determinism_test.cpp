// The same scenario and seed give the same bytes at 1, 2 and 4 threads: every file of the result folder but timing.json.
#include <gtest/gtest.h>
#include <omp.h>

#include <filesystem>
#include <map>

#include "app/pipeline/files.h"
#include "app/pipeline/pipeline.h"
#include "tests/support/shared_data.h"

namespace catchment::pipeline {
namespace {

std::map<std::string, std::string> result_files(const Scenario& scenario, int threads, const std::string& dir) {
  omp_set_num_threads(threads);
  const LoadedWorld loaded = load_world(scenario);
  const World world = edited_world(loaded, scenario);
  save_results(world, run_study(loaded, world, scenario), scenario, dir, {});
  std::map<std::string, std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(dir))
    if (entry.is_regular_file())
      files[std::filesystem::relative(entry.path(), dir).string()] = read_text(entry.path().string());
  return files;
}

TEST(ResultFolder, IsEqualByteForByteAtAnyNumberOfThreads) {
  const std::string scratch = test::scratch_dir("threads");
  const Scenario scenario = load_scenario(test::project_root() + "scenarios/linfenlu.toml");
  const auto one = result_files(scenario, 1, scratch + "/one");
  for (const char* name : {"summary.json", "report.html", "results.gpkg", "map.png", "map.svg", "manifest.json"})
    EXPECT_TRUE(one.contains(name)) << name;
  for (const int threads : {2, 4}) {
    const auto many = result_files(scenario, threads, scratch + "/many" + std::to_string(threads));
    ASSERT_EQ(many.size(), one.size());
    for (const auto& [name, bytes] : one) EXPECT_EQ(many.at(name) == bytes, true) << name << " differs at " << threads << " threads";
  }
  std::filesystem::remove_all(scratch);
}

}  // namespace
}  // namespace catchment::pipeline
