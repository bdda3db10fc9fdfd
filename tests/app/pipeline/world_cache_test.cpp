#include "app/pipeline/world_cache.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <map>

#include "app/pipeline/files.h"
#include "app/pipeline/pipeline.h"
#include "gis/world_file/world_file.h"
#include "sim/network/sort_streets.h"
#include "sim/placement/town.h"
#include "tests/support/same_world.h"
#include "tests/support/shared_data.h"

namespace catchment::pipeline {
namespace {

namespace fs = std::filesystem;

World small_city() {
  TownSpec spec;
  spec.active = true;
  spec.kind = "city";
  spec.population = 900'000;
  spec.area_km2 = 60;
  spec.districts = 2;
  return generate_town(spec, 4, {350000, 3456000}, "EPSG:32651");
}

/// A world file that is large enough to be kept, and an empty cache.
class WorldCache : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    made_ = test::scratch_dir("world-cache-made");
    gis::write_world(small_city(), made_ + "/city.gpkg");
  }
  static void TearDownTestSuite() { fs::remove_all(made_); }
  void SetUp() override {
    const auto keep = [&](const char* name) {
      if (const char* value = std::getenv(name)) before_[name] = value;
    };
    keep("XDG_CACHE_HOME");
    keep("CATCHMENT_CACHE");
    unsetenv("CATCHMENT_CACHE");
    setenv("XDG_CACHE_HOME", (dir_ + "/cache").c_str(), 1);
    fs::copy_file(made_ + "/city.gpkg", path_);
    ASSERT_GE(fs::file_size(path_), kSmallestCached);
  }
  void TearDown() override {
    finish_remembering();
    for (const char* name : {"XDG_CACHE_HOME", "CATCHMENT_CACHE"})
      if (before_.contains(name)) setenv(name, before_[name].c_str(), 1);
      else unsetenv(name);
    fs::remove_all(dir_);
  }
  [[nodiscard]] std::vector<fs::path> images() const {
    std::vector<fs::path> found;
    if (fs::exists(folder_))
      for (const auto& entry : fs::directory_iterator(folder_)) found.push_back(entry.path());
    return found;
  }
  [[nodiscard]] World expected() const {
    World world = gis::read_world(path_);
    sort_streets(world.streets);
    return world;
  }
  /// Whether the cache holds the file as it is now.
  [[nodiscard]] bool kept() const {
    const auto key = cache_key(path_);
    return key && recall(path_, *key);
  }

  static std::string made_;
  std::map<std::string, std::string> before_;
  std::string dir_ = test::scratch_dir("world-cache"), path_ = dir_ + "/city.gpkg", folder_ = dir_ + "/cache/catchment";
};
std::string WorldCache::made_;

TEST_F(WorldCache, GivesTheSameWorldAndDigestAsTheFile) {
  const OpenedWorld first = open_world(path_);
  finish_remembering();
  ASSERT_EQ(images().size(), 1u);
  const OpenedWorld again = open_world(path_);
  ASSERT_TRUE(kept());
  const World world = expected();
  test::expect_equal(first.world, world);
  test::expect_equal(again.world, world);
  EXPECT_EQ(first.sha256, sha256_file(path_));
  EXPECT_EQ(again.sha256, first.sha256);
  EXPECT_EQ(again.bytes, fs::file_size(path_));
}

TEST_F(WorldCache, ForgetsAFileThatChanged) {
  open_world(path_);
  finish_remembering();
  ASSERT_TRUE(kept());
  fs::last_write_time(path_, fs::last_write_time(path_) - std::chrono::hours(1));
  EXPECT_FALSE(kept());
  World other = expected();
  other.buildings[7].residents += 1;
  gis::write_world(other, path_);
  EXPECT_FALSE(kept());
  test::expect_equal(open_world(path_).world, other);
  finish_remembering();
  EXPECT_TRUE(kept());
  EXPECT_EQ(images().size(), 1u);  // the old image is replaced
}

TEST_F(WorldCache, IgnoresAndReplacesADamagedImage) {
  open_world(path_);
  finish_remembering();
  const fs::path image = images().at(0);
  const std::string whole = read_text(image);
  std::string altered = whole;
  altered[whole.size() / 2] = static_cast<char>(altered[whole.size() / 2] ^ 4);
  for (const std::string& bad : {altered, whole.substr(0, whole.size() / 2), whole.substr(0, 10), std::string(), std::string("none")}) {
    write_text(image, bad);
    EXPECT_FALSE(kept());
    test::expect_equal(open_world(path_).world, expected());
    finish_remembering();
    EXPECT_TRUE(read_text(image) == whole);
  }
}

TEST_F(WorldCache, IsOffWhenAskedAndForSmallFilesAndWithoutAPlace) {
  setenv("CATCHMENT_CACHE", "off", 1);
  open_world(path_);
  EXPECT_TRUE(images().empty());
  EXPECT_FALSE(cache_key(path_));
  unsetenv("CATCHMENT_CACHE");
  const std::string small = dir_ + "/small.gpkg";
  gis::write_world(World{}, small);
  EXPECT_FALSE(cache_key(small));
  EXPECT_FALSE(cache_key(dir_));
  EXPECT_FALSE(cache_key(dir_ + "/none.gpkg"));
  write_text(dir_ + "/file", "");
  setenv("XDG_CACHE_HOME", (dir_ + "/file").c_str(), 1);  // no folder can be made there
  EXPECT_FALSE(open_world(path_).world.buildings.empty());
  finish_remembering();
  EXPECT_FALSE(kept());
}

TEST_F(WorldCache, LiesInTheUsersCacheFolder) {
  EXPECT_EQ(cache_folder(), folder_);
  setenv("XDG_CACHE_HOME", "relative", 1);
  const std::string home = std::getenv("HOME") != nullptr ? std::getenv("HOME") : "";
  setenv("HOME", "/home/somebody", 1);
  EXPECT_EQ(cache_folder(), "/home/somebody/.cache/catchment");
  unsetenv("HOME");
  EXPECT_EQ(cache_folder(), std::nullopt);
  if (!home.empty()) setenv("HOME", home.c_str(), 1);
}

TEST_F(WorldCache, IsForItsOwnerOnly) {
  open_world(path_);
  finish_remembering();
  EXPECT_EQ(fs::status(folder_).permissions(), fs::perms::owner_all);
  EXPECT_EQ(fs::status(images().at(0)).permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(WorldCache, KeepsWithinItsSizeByTheOldestUse) {
  fs::create_directories(folder_);
  const auto now = fs::file_time_type::clock::now();
  for (int k = 0; k < 5; ++k) {
    const std::string name = folder_ + "/" + std::to_string(k) + ".world";
    write_text(name, std::string(1000, 'x'));
    fs::last_write_time(name, now - std::chrono::minutes(k == 3 ? 1 : 100 - k));  // 3 was used last
  }
  write_text(folder_ + "/old.world.12.part", "x");
  fs::last_write_time(folder_ + "/old.world.12.part", now - std::chrono::hours(2));
  write_text(folder_ + "/new.world.13.part", "x");
  write_text(folder_ + "/letter.txt", "dear");
  trim_cache(folder_, 2500);
  std::vector<std::string> names;
  for (const fs::path& p : images()) names.push_back(p.filename().string());
  std::sort(names.begin(), names.end());
  EXPECT_EQ(names, (std::vector<std::string>{"3.world", "4.world", "letter.txt", "new.world.13.part"}));
}

TEST_F(WorldCache, ChangesNoByteOfTheResults) {
  write_text(dir_ + "/s.toml",
             "[scenario]\nname = \"s\"\ncrs = \"EPSG:32651\"\n[inputs.world]\nrole = \"world\"\npath = \"city.gpkg\"\n"
             "[network]\nmode = \"walk\"\n[[levels]]\nname = \"station\"\nrank = 3\ncutoff = \"15 min\"\n");
  const Scenario scenario = load_scenario(dir_ + "/s.toml");
  const auto results = [&](const std::string& name) {
    const LoadedWorld loaded = load_world(scenario);
    save_results(loaded.world, run_study(loaded, loaded.world, scenario), scenario, dir_ + "/" + name, {});
    std::map<std::string, std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(dir_ + "/" + name))
      if (entry.is_regular_file()) files[fs::relative(entry.path(), dir_ + "/" + name).string()] = read_text(entry.path().string());
    return files;
  };
  setenv("CATCHMENT_CACHE", "off", 1);
  const auto without = results("without");
  ASSERT_TRUE(images().empty());
  unsetenv("CATCHMENT_CACHE");
  EXPECT_EQ(results("first") == without, true);
  ASSERT_TRUE(kept());
  const auto from_cache = results("second");
  for (const auto& [name, bytes] : without) EXPECT_TRUE(from_cache.contains(name) && from_cache.at(name) == bytes) << name;
  EXPECT_EQ(from_cache.size(), without.size());
  EXPECT_TRUE(without.contains("summary.json"));
}

}  // namespace
}  // namespace catchment::pipeline
