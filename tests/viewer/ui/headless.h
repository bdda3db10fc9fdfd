#pragma once

#include <functional>
#include <memory>
#include <string>

#include "viewer/gpu/offscreen.h"
#include "viewer/ui/application.h"

namespace catchment::test {

/// The whole viewer without a window: EGL, frames, mouse and keys by hand. Opens files at once and animates nothing.
class Headless {
 public:
  Headless(const viewer::ViewerOptions& options, int width = 1280, int height = 800, const std::string& state_folder = {},
           bool synchronous = true);
  ~Headless();
  Headless(const Headless&) = delete;
  Headless& operator=(const Headless&) = delete;

  viewer::Application& app() { return *app_; }
  viewer::State& state() { return app_->state(); }
  viewer::Tab& tab() { return *app_->state().tab(); }
  void frame(int n = 1);
  void move(double x, double y);
  void press(int button = 0);
  void release(int button = 0);
  void click(double x, double y, int button = 0);
  void drag(double x, double y, double to_x, double to_y, int steps = 6);
  void wheel(double notches);
  void key(int glfw_key, bool ctrl = false, bool shift = false);
  void hold(int glfw_key, bool down);
  /// px of the screen, RGBA, rows from the top.
  std::vector<std::uint8_t> pixels();
  std::string png();

 private:
  int width_, height_;
  std::unique_ptr<gpu::Offscreen> screen_;
  std::unique_ptr<viewer::Application> app_;
};

/// "" if there is EGL here, else why not: for a visible skip.
std::string no_offscreen();

}  // namespace catchment::test
