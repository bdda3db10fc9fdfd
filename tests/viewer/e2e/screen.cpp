#include "tests/viewer/e2e/screen.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include <fmt/format.h>

namespace catchment::test {

namespace {

void pause(int milliseconds) { std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds)); }

bool on_path(const std::string& program) { return std::system(("command -v " + program + " >/dev/null 2>&1").c_str()) == 0; }

/// Sanitizers make frames slower, hands then wait longer.
int patience() {
  const char* more = std::getenv("CATCHMENT_TEST_PATIENCE");
  return more == nullptr ? 1 : std::max(1, std::atoi(more));
}

std::string quoted(const std::string& text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

}  // namespace

std::string missing_for_a_screen() {
  std::string out;
  for (const char* program : {"Xvfb", "xdotool", "import"})
    if (!on_path(program)) out += std::string(out.empty() ? "" : ", ") + program;
  return out;
}

Screen::Screen(int width, int height) {
  int ends[2];
  if (pipe(ends) != 0) return;
  process_ = fork();
  if (process_ < 0) {       // no process could be made; a signal to -1 would reach everybody's
    close(ends[0]);
    close(ends[1]);
    return;
  }
  if (process_ == 0) {
    close(ends[0]);
    const int nowhere = open("/dev/null", O_WRONLY);
    dup2(nowhere, 1);
    dup2(nowhere, 2);
    const std::string size = fmt::format("{}x{}x24", width, height), fd = std::to_string(ends[1]);
    execlp("Xvfb", "Xvfb", "-displayfd", fd.c_str(), "-screen", "0", size.c_str(), "-nolisten", "tcp", static_cast<char*>(nullptr));
    _exit(127);
  }
  close(ends[1]);
  char text[32] = {};
  std::size_t got = 0;
  while (got + 1 < sizeof text) {   // Xvfb writes its number when it is ready
    const ssize_t n = read(ends[0], text + got, sizeof text - 1 - got);
    if (n <= 0) break;
    got += static_cast<std::size_t>(n);
    if (text[got - 1] == '\n') break;
  }
  close(ends[0]);
  if (got == 0) {
    kill(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
    process_ = -1;
    return;
  }
  display_ = ":" + std::string(text, got - 1);
}

Screen::~Screen() {
  if (process_ <= 0) return;
  kill(process_, SIGTERM);
  waitpid(process_, nullptr, 0);
}

void Screen::tool(const std::string& arguments) const {
  const std::string command = "DISPLAY=" + display_ + " xdotool " + arguments + " >/dev/null";
  EXPECT_EQ(std::system(command.c_str()), 0) << command;
}

void Screen::move(double x, double y) const {
  tool(fmt::format("mousemove {} {}", std::lround(x), std::lround(y)));
  pause(150 * patience());
}

void Screen::click(double x, double y, int button) const {
  move(x, y);
  tool(fmt::format("mousedown {}", button));
  pause(120 * patience());
  tool(fmt::format("mouseup {}", button));
  pause(150 * patience());
}

void Screen::drag(double x, double y, double to_x, double to_y, int steps) const {
  move(x, y);
  tool("mousedown 1");
  pause(150 * patience());
  for (int k = 1; k <= steps; ++k) move(x + (to_x - x) * k / steps, y + (to_y - y) * k / steps);
  tool("mouseup 1");
  pause(150 * patience());
}

void Screen::key(const std::string& chord) const {
  // Down and up apart: between two slow frames a whole press would be lost.
  std::stringstream parts(chord);
  std::vector<std::string> keys;
  for (std::string part; std::getline(parts, part, '+');) keys.push_back(part);
  std::string down, up;
  for (const auto& k : keys) down += " keydown " + k;
  for (auto k = keys.rbegin(); k != keys.rend(); ++k) up += " keyup " + *k;
  tool(down.substr(1));
  pause(200 * patience());
  tool(up.substr(1));
  pause(200 * patience());
}

void Screen::type(const std::string& text, int delay_ms) const {
  tool(fmt::format("type --delay {} {}", delay_ms * patience(), quoted(text)));
  pause(250 * patience());
}

void Screen::picture(const std::string& file) const {
  const std::string command = "DISPLAY=" + display_ + " import -window root " + quoted(file);
  EXPECT_EQ(std::system(command.c_str()), 0) << command;
}

int Screen::colours() const {
  const std::string command = "DISPLAY=" + display_ + " import -window root -format '%k' info:-";
  FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return -1;
  int count = -1;
  if (std::fscanf(pipe, "%d", &count) != 1) count = -1;
  pclose(pipe);
  return count;
}

ViewerProcess::ViewerProcess(const Screen& screen, const std::string& folder, const std::vector<std::string>& arguments)
    : state_file_(folder + "/state.json") {
  std::filesystem::remove(state_file_);
  std::vector<std::string> all{CATCHMENT_PROGRAM, "view", "--state", state_file_};
  all.insert(all.end(), arguments.begin(), arguments.end());
  process_ = fork();
  if (process_ != 0) return;
  setenv("DISPLAY", screen.display().c_str(), 1);
  setenv("XDG_STATE_HOME", (folder + "/state").c_str(), 1);
  setenv("XDG_CONFIG_HOME", (folder + "/config").c_str(), 1);
  setenv("LIBGL_ALWAYS_SOFTWARE", "1", 1);
  std::vector<char*> argv;
  for (auto& a : all) argv.push_back(a.data());
  argv.push_back(nullptr);
  execv(argv[0], argv.data());
  _exit(127);
}

ViewerProcess::~ViewerProcess() {
  if (runs()) kill_hard();
}

bool ViewerProcess::runs() {
  if (process_ <= 0) return false;
  if (waitpid(process_, &status_, WNOHANG) == 0) return true;
  process_ = -1;
  return false;
}

Json ViewerProcess::state() const {
  std::ifstream in(state_file_);
  if (!in) return {};
  return Json::parse(in, nullptr, false);
}

Json ViewerProcess::wait_for(const std::string& what, const std::function<bool(const Json&)>& so) {
  for (int k = 0; k < 600 * patience(); ++k) {
    if (const Json now = state(); now.is_object() && so(now)) return now;
    if (!runs()) {
      ADD_FAILURE() << "the viewer ended while the test waited for: " << what;
      return state();
    }
    pause(100);
  }
  ADD_FAILURE() << "did not come to be: " << what << "\n" << state().dump(1).substr(0, 3000);
  return state();
}

bool ViewerProcess::comes_to(const std::function<bool(const Json&)>& so, int tenths) const {
  for (int k = 0; k < tenths * patience(); ++k) {
    if (const Json now = state(); now.is_object() && so(now)) return true;
    pause(100);
  }
  return false;
}

void ViewerProcess::kill_hard() {
  if (!runs()) return;   // kill(-1) would be everybody
  kill(process_, SIGKILL);
  waitpid(process_, &status_, 0);
  process_ = -1;
}

int ViewerProcess::end() {
  if (!runs()) return WIFEXITED(status_) ? WEXITSTATUS(status_) : 128;
  kill(process_, SIGTERM);
  return wait_exit();
}

int ViewerProcess::wait_exit() {
  for (int k = 0; k < 300 * patience() && runs(); ++k) pause(100);
  EXPECT_LE(process_, 0) << "the viewer does not end";
  return WIFEXITED(status_) ? WEXITSTATUS(status_) : 128;
}

int run_catchment(const std::vector<std::string>& arguments, std::string* out) {
  std::string command = quoted(CATCHMENT_PROGRAM);
  for (const auto& a : arguments) command += " " + quoted(a);
  FILE* pipe = popen((command + " 2>/dev/null").c_str(), "r");
  if (pipe == nullptr) return -1;
  char buffer[4096];
  while (const std::size_t n = fread(buffer, 1, sizeof buffer, pipe))
    if (out != nullptr) out->append(buffer, n);
  return WEXITSTATUS(pclose(pipe));
}

}  // namespace catchment::test
