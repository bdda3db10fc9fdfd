// The window: GLFW, its OpenGL context, and the loop that draws only when something has changed.
#include <epoxy/gl.h>
#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <imgui.h>
#include <imgui_impl_glfw.h>
#include <imgui_impl_opengl3.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>

#include "app/pipeline/files.h"
#include "sim/core/error.h"
#include "viewer/gpu/offscreen.h"
#include "viewer/ui/application.h"

namespace catchment::viewer {

namespace {

std::atomic<bool> stop_asked{false};
std::string glfw_fault;

void on_signal(int) {
  stop_asked = true;
  glfwPostEmptyEvent();   // writes to a pipe of the X connection; GLFW allows it from any thread
}

struct Glfw {
  Glfw() {
    glfwSetErrorCallback([](int, const char* what) { glfw_fault = what; });
    if (glfwInit() != GLFW_TRUE)
      throw InputError("view", "no window can be opened (" + glfw_fault + ")",
                       "start it where there is a screen, set DISPLAY, or draw one picture without one: catchment view SCENARIO.toml --screenshot map.png");
  }
  ~Glfw() { glfwTerminate(); }
};

struct Window {
  GLFWwindow* handle = nullptr;
  explicit Window(const document::Settings& settings) {
    glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
    glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 3);
    glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
    glfwWindowHint(GLFW_OPENGL_FORWARD_COMPAT, GLFW_TRUE);
    int width = settings.window_width, height = settings.window_height;
    if (GLFWmonitor* monitor = glfwGetPrimaryMonitor()) {
      int x = 0, y = 0, most_width = 0, most_height = 0;
      glfwGetMonitorWorkarea(monitor, &x, &y, &most_width, &most_height);
      if (most_width > 0) width = std::min(width, most_width), height = std::min(height, most_height);
    }
    handle = glfwCreateWindow(std::max(640, width), std::max(400, height), "Catchment", nullptr, nullptr);
    if (handle == nullptr)
      throw InputError("view", "there is no OpenGL 3.3 here (" + glfw_fault + ")", "install libgl1-mesa-dri for software drawing, or set LIBGL_ALWAYS_SOFTWARE=1");
    glfwSetWindowSizeLimits(handle, 480, 320, GLFW_DONT_CARE, GLFW_DONT_CARE);
    glfwMakeContextCurrent(handle);
    if (const std::string missing = gpu::missing_features(); !missing.empty()) throw InputError("view", missing, "");
    glfwSwapInterval(1);
  }
  ~Window() {
    if (handle != nullptr) glfwDestroyWindow(handle);
  }
};

struct Gui {
  explicit Gui(GLFWwindow* window) {
    IMGUI_CHECKVERSION();
    ImGui::CreateContext();
    ImGui::GetIO().IniFilename = nullptr;
    ImGui_ImplGlfw_InitForOpenGL(window, true);
    ImGui_ImplOpenGL3_Init("#version 330 core");
  }
  ~Gui() {
    ImGui_ImplOpenGL3_Shutdown();
    ImGui_ImplGlfw_Shutdown();
    ImGui::DestroyContext();
  }
};

double screen_scale(GLFWwindow* window) {
  float x = 1, y = 1;
  glfwGetWindowContentScale(window, &x, &y);
  return std::clamp(static_cast<double>(std::max(x, y)), 0.5, 4.0);
}

}  // namespace

int run_viewer(const ViewerOptions& options) {
  const Glfw glfw;
  const std::string config_file = (std::filesystem::path(document::config_folder()) / "viewer.toml").string();
  document::Settings settings = document::load_settings(config_file);
  if (options.width > 0 && options.height > 0) settings.window_width = options.width, settings.window_height = options.height;
  const Window window(settings);
  const Gui gui(window.handle);
  stop_asked = false;
  std::signal(SIGTERM, on_signal);
  std::signal(SIGINT, on_signal);
  std::signal(SIGHUP, on_signal);

  {
    Application application(options, {[] { glfwPostEmptyEvent(); }, document::state_folder(), config_file, screen_scale(window.handle), false});
    glfwSetWindowUserPointer(window.handle, &application);
    glfwSetDropCallback(window.handle, [](GLFWwindow* w, int count, const char** paths) {
      static_cast<Application*>(glfwGetWindowUserPointer(w))->drop({paths, paths + count});
    });
    std::string title, written;
    auto last = std::chrono::steady_clock::now();
    int frames_to_come = 3;   // ImGui settles a frame or two after an event
    while (!application.finished()) {
      if (application.restless() || frames_to_come > 0) glfwPollEvents();
      else glfwWaitEventsTimeout(application.state().jobs.empty() ? 3600.0 : 0.2);
      if (stop_asked) application.stop();
      if (glfwWindowShouldClose(window.handle)) {
        glfwSetWindowShouldClose(window.handle, GLFW_FALSE);
        application.ask_to_quit();
      }
      const auto now = std::chrono::steady_clock::now();
      const double seconds = std::chrono::duration<double>(now - last).count();
      last = now;
      // After an event a few more frames follow; when nothing moves any more, none.
      if (application.restless()) frames_to_come = 3;
      else if (frames_to_come == 0) frames_to_come = 3;
      --frames_to_come;
      int width = 0, height = 0;
      glfwGetFramebufferSize(window.handle, &width, &height);
      if (width <= 0 || height <= 0) {   // minimised
        glfwWaitEventsTimeout(0.5);
        continue;
      }
      ImGui_ImplGlfw_NewFrame();
      application.frame(width, height, seconds);
      glfwSwapBuffers(window.handle);
      glfwGetWindowSize(window.handle, &application.state().settings.window_width, &application.state().settings.window_height);
      if (const std::string now_title = application.window_title(); now_title != title) {
        title = now_title;
        glfwSetWindowTitle(window.handle, title.c_str());
      }
      if (!options.state_dump.empty() && application.settled()) {
        if (std::string text = application.state_json(); text != written) {
          pipeline::write_text(options.state_dump, text);
          written = std::move(text);
        }
      }
    }
    if (!options.state_dump.empty()) pipeline::write_text(options.state_dump, application.state_json());
    glfwSetDropCallback(window.handle, nullptr);
  }
  return stop_asked ? 130 : 0;
}

}  // namespace catchment::viewer
