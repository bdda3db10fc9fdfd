#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

namespace catchment::test {

/// What the built program did.
struct Ran {
  int code = -1;             ///< exit code; 128 + signal if a signal ended it
  std::string out, err;
};

/// Runs `catchment ARGUMENTS...` in `folder` (default: the project's root). Not through a shell.
Ran run_program(const std::vector<std::string>& arguments, const std::string& folder = {});

/// The same, but `while_running` is called with the process id once the program has started.
Ran run_program_and(const std::vector<std::string>& arguments, const std::function<void(int pid)>& while_running);

/// Exactly one line, "catchment: ...".
testing::AssertionResult is_one_sentence(const std::string& err);

/// Compares with tests/app/cli/golden/NAME. A failure leaves NAME.actual beside the test's scratch folder and names it.
/// CATCHMENT_UPDATE_GOLDEN=1 rewrites the file and fails.
void expect_golden(const std::string& name, const std::string& actual);

std::string cli_data(const std::string& name);      ///< a file of tests/app/cli/data
std::string read_file(const std::string& path);
void write_file(const std::string& path, const std::string& bytes);
/// Names of everything below a folder, sorted, relative.
std::vector<std::string> files_below(const std::string& folder);

}  // namespace catchment::test
