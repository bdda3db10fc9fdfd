#pragma once

#include <string>

#include "app/cli/arguments.h"
#include "sim/core/progress.h"

namespace catchment::cli {

/// Results go to standard output, everything else to standard error. Progress is one line that is written over on a
/// terminal, and plain lines with --progress elsewhere.
class Console {
 public:
  explicit Console(const CommonArguments& common);
  ~Console();
  Console(const Console&) = delete;
  Console& operator=(const Console&) = delete;

  /// Progress that is shown, and that asks to stop after Ctrl-C or SIGTERM.
  [[nodiscard]] Progress progress();
  /// Text for standard output. Throws std::runtime_error if it cannot be written (a full disk).
  void print(const std::string& text);
  /// One line on standard error.
  void note(const std::string& line);
  /// Clears the progress line, if one is shown.
  void close_line();
  [[nodiscard]] const CommonArguments& common() const { return common_; }
  /// --lang, else what the scenario says.
  [[nodiscard]] bool chinese(const std::string& scenario_language) const;

 private:
  void show(double share, std::string_view doing);
  CommonArguments common_;
  bool terminal_ = false;
  bool line_open_ = false;
  int last_percent_ = -1;
  std::string last_doing_;
};

/// From now on Ctrl-C and SIGTERM set a flag that progress() reads; the second one ends the program at once.
void watch_for_stop();
bool stop_asked();

}  // namespace catchment::cli
