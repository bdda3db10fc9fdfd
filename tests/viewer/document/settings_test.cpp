// What a person chose comes back; what this program does not know stays.
#include "viewer/document/settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "sim/core/error.h"
#include "tests/support/shared_data.h"
#include "tests/viewer/document/plans.h"

namespace catchment::document {
namespace {

using catchment::test::scratch_dir;
using test::read_file;
using test::write_file;

Settings unusual() {
  Settings s;
  s.language = "en";
  s.dark = true;
  s.scale = 1.75;
  s.left_panel = s.minimap = false;
  s.window_width = 1920;
  s.window_height = 1081;
  s.recent = {"/a/\"odd\" 名.toml", "/b.toml"};
  s.last_folder = "/a";
  return s;
}

TEST(Settings, AreReadBackAsTheyWereSaved) {
  const std::string file = scratch_dir("settings_round") + "/viewer.toml";
  EXPECT_EQ(load_settings(file), Settings{});
  save_settings(unusual(), file);
  std::string warning;
  EXPECT_EQ(load_settings(file, &warning), unusual());
  EXPECT_EQ(warning, "");
  save_settings(Settings{}, file);
  EXPECT_EQ(load_settings(file), Settings{});
}

TEST(Settings, KeysOfANewerVersionStay) {
  const std::string file = scratch_dir("settings_keys") + "/viewer.toml";
  write_file(file, "dark = true\nfuture = [1, 2]\n[shortcuts]\nundo = \"u\"\n");
  Settings s = load_settings(file);
  EXPECT_TRUE(s.dark);
  s.dark = false;
  save_settings(s, file);
  EXPECT_THAT(read_file(file), testing::HasSubstr("future = [1, 2]"));
  EXPECT_THAT(read_file(file), testing::HasSubstr("[shortcuts]\nundo = \"u\""));
  EXPECT_FALSE(load_settings(file).dark);
}

TEST(Settings, WhatMakesNoSenseGivesTheDefaultAndASentence) {
  const std::string file = scratch_dir("settings_bad") + "/viewer.toml";
  write_file(file, "dark = \"yes\"\nscale = -3\nwindow_width = 5\nlanguage = \"fr\"\nminimap = false\nrecent = [1, \"x\"]\n");
  std::string warning;
  const Settings s = load_settings(file, &warning);
  EXPECT_FALSE(s.dark);
  EXPECT_EQ(s.scale, 0);
  EXPECT_EQ(s.window_width, Settings{}.window_width);
  EXPECT_EQ(s.language, "");
  EXPECT_FALSE(s.minimap);
  EXPECT_EQ(s.recent, std::vector<std::string>{"x"});
  for (const char* key : {"dark", "scale", "window_width"}) EXPECT_THAT(warning, testing::HasSubstr(key));
  write_file(file, "[[[");
  EXPECT_EQ(load_settings(file, &warning), Settings{});
  EXPECT_THAT(warning, testing::HasSubstr(file));
  save_settings(unusual(), file);
  EXPECT_EQ(load_settings(file), unusual());
  write_file(file, "");
  warning.clear();
  EXPECT_EQ(load_settings(file, &warning), Settings{});
  EXPECT_EQ(warning, "");
}

TEST(Settings, AFolderThatTakesNoFileIsToldInOneSentence) {
  EXPECT_THROW(save_settings(Settings{}, scratch_dir("settings_no") + "/no/such/viewer.toml"), InputError);
}

TEST(Settings, RecentFilesAreNewestFirstOnceAndAtMostTwelve) {
  Settings s;
  for (int i = 0; i < 20; ++i) remember(s, "/plans/" + std::to_string(i) + ".toml");
  remember(s, "/plans/sub/../15.toml");
  ASSERT_EQ(s.recent.size(), 12u);
  EXPECT_EQ(s.recent[0], "/plans/15.toml");
  EXPECT_EQ(s.recent[1], "/plans/19.toml");
  EXPECT_EQ(std::count(s.recent.begin(), s.recent.end(), "/plans/15.toml"), 1);
  EXPECT_EQ(s.last_folder, "/plans");
}

}  // namespace
}  // namespace catchment::document
