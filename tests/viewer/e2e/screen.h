#pragma once

#include <sys/types.h>

#include <nlohmann/json.hpp>

#include <functional>
#include <string>
#include <vector>

namespace catchment::test {

using Json = nlohmann::ordered_json;

/// A screen that nobody sees (Xvfb) with a real mouse and keyboard (xdotool).
class Screen {
 public:
  Screen(int width, int height);
  ~Screen();
  Screen(const Screen&) = delete;
  Screen& operator=(const Screen&) = delete;
  [[nodiscard]] bool here() const { return process_ > 0; }
  [[nodiscard]] const std::string& display() const { return display_; }
  /// Each waits as long as a hand would, so that slow frames see press and release apart.
  void move(double x, double y) const;
  void click(double x, double y, int button = 1) const;
  void drag(double x, double y, double to_x, double to_y, int steps = 8) const;
  void key(const std::string& chord) const;      ///< as xdotool names it: "ctrl+z"
  void type(const std::string& text, int delay_ms = 60) const;   ///< milliseconds between two characters
  void picture(const std::string& file) const;   ///< the whole screen as PNG
  [[nodiscard]] int colours() const;             ///< how many different ones the screen shows
 private:
  void tool(const std::string& arguments) const;
  pid_t process_ = -1;
  std::string display_;
};

/// Are the programs here that a screen needs? Else the names of those that are not.
std::string missing_for_a_screen();

/// The viewer as a process of its own on a screen.
class ViewerProcess {
 public:
  ViewerProcess(const Screen& screen, const std::string& folder, const std::vector<std::string>& arguments);
  ~ViewerProcess();                              ///< kills it, if it still runs
  ViewerProcess(const ViewerProcess&) = delete;
  ViewerProcess& operator=(const ViewerProcess&) = delete;
  /// What it last wrote when it had come to rest; null before.
  [[nodiscard]] Json state() const;
  /// Waits until the state is so; then the state. Fails the test with `what` if it does not come to be, or the viewer ends.
  Json wait_for(const std::string& what, const std::function<bool(const Json&)>& so);
  /// Whether the state is so within so many tenths of a second.
  bool comes_to(const std::function<bool(const Json&)>& so, int tenths) const;
  void kill_hard();                              ///< SIGKILL: what a crash is
  int end();                                     ///< SIGTERM, waits -> exit code
  int wait_exit();                               ///< waits for it to end by itself
  [[nodiscard]] bool runs();

 private:
  pid_t process_ = -1;
  int status_ = -1;
  std::string state_file_;
};

/// Runs the program to its end; -> exit code, standard output in `out`.
int run_catchment(const std::vector<std::string>& arguments, std::string* out = nullptr);

}  // namespace catchment::test
