#include "tests/app/cli/program.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace catchment::test {

namespace fs = std::filesystem;

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

void write_file(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

std::vector<std::string> files_below(const std::string& folder) {
  std::vector<std::string> out;
  if (!fs::exists(folder)) return out;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) out.push_back(fs::relative(entry.path(), folder).string());
  std::sort(out.begin(), out.end());
  return out;
}

std::string cli_data(const std::string& name) { return (fs::path(CATCHMENT_ROOT) / "tests/app/cli/data" / name).string(); }

namespace {

int wait_for(int pid) {
  int status = 0;
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

Ran run_in(const std::vector<std::string>& arguments, const std::string& folder, const std::function<void(int)>& while_running) {
  static std::atomic<int> count{0};
  const std::string scratch = (fs::temp_directory_path() / ("catchment-cli-" + std::to_string(getpid()) + "-" + std::to_string(count++))).string();
  const std::string out = scratch + ".out", err = scratch + ".err";
  std::vector<std::string> words{CATCHMENT_PROGRAM};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);

  const int pid = fork();
  if (pid == 0) {
    // Only async-signal-safe calls between fork and exec.
    const int to_out = open(out.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600), to_err = open(err.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    dup2(to_out, STDOUT_FILENO);
    dup2(to_err, STDERR_FILENO);
    if (chdir(folder.c_str()) != 0) _exit(126);
    execv(argv[0], argv.data());
    _exit(127);
  }
  if (while_running) while_running(pid);
  Ran ran;
  ran.code = wait_for(pid);
  ran.out = read_file(out);
  ran.err = read_file(err);
  fs::remove(out);
  fs::remove(err);
  return ran;
}

}  // namespace

Ran run_program(const std::vector<std::string>& arguments, const std::string& folder) {
  return run_in(arguments, folder.empty() ? CATCHMENT_ROOT : folder, {});
}

Ran run_program_and(const std::vector<std::string>& arguments, const std::function<void(int pid)>& while_running) {
  return run_in(arguments, CATCHMENT_ROOT, while_running);
}

testing::AssertionResult is_one_sentence(const std::string& err) {
  const auto lines = std::count(err.begin(), err.end(), '\n');
  if (lines == 1 && err.back() == '\n' && err.starts_with("catchment: ")) return testing::AssertionSuccess();
  return testing::AssertionFailure() << "not one sentence (" << lines << " lines): " << err;
}

void expect_golden(const std::string& name, const std::string& actual) {
  const std::string path = (fs::path(CATCHMENT_ROOT) / "tests/app/cli/golden" / name).string();
  const char* update = std::getenv("CATCHMENT_UPDATE_GOLDEN");
  if (update != nullptr && std::string(update) == "1") {
    write_file(path, actual);
    ADD_FAILURE() << "rewritten: " << path;
    return;
  }
  if (read_file(path) == actual) return;
  const std::string beside = (fs::temp_directory_path() / (name + ".actual")).string();
  write_file(beside, actual);
  ADD_FAILURE() << "differs from " << path << "; see " << beside << "\n" << actual;
}

}  // namespace catchment::test
