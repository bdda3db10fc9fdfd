#include "app/cli/console.h"

#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <stdexcept>

#include <fmt/format.h>

namespace catchment::cli {

namespace {

volatile std::sig_atomic_t stop = 0;

extern "C" void on_stop(int) { stop = 1; }

}  // namespace

void watch_for_stop() {
  struct sigaction action = {};
  action.sa_handler = on_stop;
  sigemptyset(&action.sa_mask);
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

bool stop_asked() { return stop != 0; }

Console::Console(const CommonArguments& common) : common_(common), terminal_(isatty(STDERR_FILENO) == 1) {}

Console::~Console() { close_line(); }

Progress Console::progress() {
  return [this](double share, std::string_view doing) {
    show(share, doing);
    return !stop_asked();
  };
}

void Console::show(double share, std::string_view doing) {
  if (!terminal_ && !common_.progress) return;
  const int percent = static_cast<int>(std::clamp(share, 0.0, 1.0) * 100);
  const bool same = doing == last_doing_;
  if (terminal_ && !common_.progress) {
    if (same && percent == last_percent_) return;
    std::fprintf(stderr, "\r\033[K%3d %%  %.*s", percent, static_cast<int>(doing.size()), doing.data());
    std::fflush(stderr);
    line_open_ = true;
  } else {
    if (same && percent < last_percent_ + 10) return;
    std::fprintf(stderr, "%3d %%  %.*s\n", percent, static_cast<int>(doing.size()), doing.data());
  }
  last_percent_ = percent;
  last_doing_ = doing;
}

void Console::close_line() {
  if (!line_open_) return;
  std::fputs("\r\033[K", stderr);
  std::fflush(stderr);
  line_open_ = false;
}

void Console::print(const std::string& text) {
  close_line();
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0)
    throw std::runtime_error("standard output cannot be written");
}

void Console::note(const std::string& line) {
  close_line();
  std::fprintf(stderr, "%s\n", line.c_str());
}

bool Console::chinese(const std::string& scenario_language) const {
  return (common_.language.empty() ? scenario_language : common_.language) == "zh";
}

}  // namespace catchment::cli
