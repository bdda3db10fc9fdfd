#include "app/pipeline/files.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "app/pipeline/pipeline.h"
#include "tests/support/shared_data.h"

namespace catchment::pipeline {
namespace {

TEST(ExpandPath, IsRelativeToTheScenariosFolder) {
  EXPECT_EQ(expand_path("a/b.csv", "/x/scenarios/s.toml"), "/x/scenarios/a/b.csv");
  EXPECT_EQ(expand_path("../b.csv", "/x/scenarios/s.toml"), "/x/b.csv");
  EXPECT_EQ(expand_path("/data/b.csv", "/x/s.toml"), "/data/b.csv");
}

TEST(ExpandPath, TakesVariablesAndTheirDefaults) {
  setenv("CATCHMENT_TEST_FOLDER", "/data", 1);
  EXPECT_EQ(expand_path("$CATCHMENT_TEST_FOLDER/b.csv", "/x/s.toml"), "/data/b.csv");
  EXPECT_EQ(expand_path("${CATCHMENT_TEST_FOLDER:-/other}/b.csv", "/x/s.toml"), "/data/b.csv");
  unsetenv("CATCHMENT_TEST_FOLDER");
  EXPECT_EQ(expand_path("${CATCHMENT_TEST_FOLDER:-/other}/b.csv", "/x/s.toml"), "/other/b.csv");
  EXPECT_THROW(expand_path("$CATCHMENT_TEST_FOLDER/b.csv", "/x/s.toml"), InputError);
  EXPECT_THROW(expand_path("${CATCHMENT_TEST_FOLDER", "/x/s.toml"), InputError);
}

TEST(ReadText, RefusesWhatIsNotAFile) {
  EXPECT_THROW(read_text("/no/such/file"), InputError);
  EXPECT_THROW(read_text("/tmp"), InputError);
}

TEST(LoadScenario, RefusesAnEmptyFile) {
  const std::string file = test::scratch_dir("empty") + "/empty.toml";
  write_text(file, " \n");
  EXPECT_THROW(load_scenario(file), InputError);
}

TEST(RequireFree, NeverReplacesAFolderThatHoldsNoResults) {
  const std::string dir = test::scratch_dir("precious");
  write_text(dir + "/letter.txt", "dear");
  EXPECT_THROW(require_free(dir, false), InputError);
  EXPECT_THROW(require_free(dir, true), InputError);
  write_text(dir + "/manifest.json", "{}");
  EXPECT_THROW(require_free(dir, false), InputError);
  EXPECT_NO_THROW(require_free(dir, true));
  EXPECT_NO_THROW(require_free(dir + "/new", false));
}

TEST(WriteText, LeavesNoPartBehind) {
  const std::string dir = test::scratch_dir("write");
  write_text(dir + "/a", "one");
  write_text(dir + "/a", "two");
  EXPECT_EQ(read_text(dir + "/a"), "two");
  std::size_t files = 0;
  for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(dir)) ++files;
  EXPECT_EQ(files, 1u);
  EXPECT_THROW(write_text(dir + "/none/a", "x"), std::runtime_error);
}

}  // namespace
}  // namespace catchment::pipeline
