// Small outputs that a reviewer reads. All standard errors are silent.
#include <gtest/gtest.h>

#include "tests/app/cli/program.h"

namespace catchment::test {
namespace {

std::string answer(const std::vector<std::string>& arguments, const std::string& folder) {
  const Ran ran = run_program(arguments, folder);
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(ran.err, "");
  return ran.out;
}

/// Run ids hash the program's version too: shown as twelve dots.
std::string without_run_ids(std::string text) {
  for (const char* before : {"(run ", "（运行 ", "\"run_id\": \""})
    for (std::size_t at = text.find(before); at != std::string::npos; at = text.find(before, at + 1)) {
      const std::size_t begin = at + std::string(before).size();
      if (begin + 12 <= text.size()) text.replace(begin, 12, 12, '.');
    }
  return text;
}

TEST(CliGolden, Help) { expect_golden("help.txt", answer({"--help"}, "")); }

TEST(CliGolden, RunInEnglish) { expect_golden("run_en.txt", without_run_ids(answer({"run", "small.toml"}, cli_data("")))); }

TEST(CliGolden, RunInChinese) { expect_golden("run_zh.txt", without_run_ids(answer({"run", "small.toml", "--lang", "zh"}, cli_data("")))); }

TEST(CliGolden, CheckAsJson) { expect_golden("check.json", answer({"check", "street.toml", "--format", "json"}, cli_data(""))); }

TEST(CliGolden, ReachAsJson) {
  expect_golden("reach.json", answer({"reach", "street.toml", "--cutoff", "300,600,900", "--format", "json"}, cli_data("")));
}

TEST(CliGolden, ReachInWords) {
  expect_golden("reach_en.txt", answer({"reach", "street.toml", "--cutoff", "300"}, cli_data("")));
  expect_golden("reach_zh.txt", answer({"reach", "street.toml", "--cutoff", "300", "--lang", "zh"}, cli_data("")));
}

}  // namespace
}  // namespace catchment::test
