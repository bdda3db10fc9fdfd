// Found by somebody who tried to break the program: each of these once passed without a word.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/app/cli/program.h"

namespace catchment::test {
namespace {

using testing::HasSubstr;

const std::vector<std::string> kAccess{"access", "--method", "2sfca", "--demand", "data/access/h3_demand.csv", "--sites", "data/access/h3_sites.csv",
                                       "--costs", "data/access/h3_costs.csv"};

void expect_refused(std::vector<std::string> arguments, const std::string& says) {
  const Ran ran = run_program(arguments);
  EXPECT_EQ(ran.code, 2) << arguments.back();
  EXPECT_TRUE(is_one_sentence(ran.err)) << ran.err;
  EXPECT_THAT(ran.err, HasSubstr(says));
  EXPECT_LT(ran.err.size(), 200u) << ran.err;
}

TEST(CliMisuse, WhatIsNoNumberIsNoCutoff) {
  for (const char* cutoff : {"nan", "inf", "1e400", "-1", "10 min", ""}) {
    auto arguments = kAccess;
    arguments.insert(arguments.end(), {"--cutoff", cutoff});
    expect_refused(arguments, "is not a number of 0 or more");
    expect_refused({"od", "--edges", "data/access/edges.csv", "--cutoff", cutoff}, "is not a number of 0 or more");
  }
  expect_refused({"reach", "scenarios/linfenlu.toml", "--buffer", "nan"}, "from 1 to 1000");
}

TEST(CliMisuse, OptionsThatWouldDoNothingAreRefused) {
  for (const char* option : {"--unit", "--mode"})
    expect_refused({"od", "--edges", "data/access/edges.csv", option, std::string(option) == "--unit" ? "m" : "walk"}, "requires WORLD");
  expect_refused({"reach", "--friction", "land.tif", "--group", "elder"}, "excludes");
  expect_refused({"reach", "--friction", "land.tif", "--areas", "exclusive"}, "excludes");
}

TEST(CliMisuse, AnInputIsNeverTheOutput) {
  const std::string dir = ::testing::TempDir() + "cli-output-is-input";
  const std::string edges = dir + "/edges.csv";
  run_program({"od", "--edges", "data/access/edges.csv", "-o", dir + "/made.csv", "--overwrite"});   // makes the folder
  const std::string bytes = "from,to,cost\na,b,1\n";
  write_file(edges, bytes);
  expect_refused({"od", "--edges", edges, "-o", edges, "--overwrite"}, "the output is also an input");
  EXPECT_EQ(read_file(edges), bytes);
}

}  // namespace
}  // namespace catchment::test
