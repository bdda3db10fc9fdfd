#include <gtest/gtest.h>

#include <signal.h>
#include <unistd.h>

#include <filesystem>

#include "tests/app/cli/program.h"
#include "tests/support/shared_data.h"

namespace catchment::test {
namespace {

/// A town large enough that a signal arrives while it is at work.
const std::vector<std::string> kLongWork{"generate", "town", "--kind", "city", "--population", "3000000", "--area-km2", "300", "--districts", "6"};

Ran stopped(int signal, const std::string& output) {
  auto words = kLongWork;
  words.insert(words.end(), {"-o", output});
  return run_program_and(words, [signal](int pid) {
    usleep(300'000);
    kill(pid, signal);
  });
}

TEST(CliStop, CtrlCAndTerminationLeaveNothingHalfWritten) {
  for (const int signal : {SIGINT, SIGTERM}) {
    const std::string dir = scratch_dir("stop");
    const Ran ran = stopped(signal, dir + "/city.gpkg");
    EXPECT_EQ(ran.code, 130) << ran.err;
    EXPECT_EQ(ran.err, "catchment: cancelled; nothing was written\n");
    EXPECT_TRUE(files_below(dir).empty());
  }
}

}  // namespace
}  // namespace catchment::test
