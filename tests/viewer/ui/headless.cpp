#include "tests/viewer/ui/headless.h"

#include <imgui.h>
#include <imgui_impl_opengl3.h>

#include "viewer/scene/overlay.h"

namespace catchment::test {

std::string no_offscreen() {
  try {
    const gpu::Offscreen screen(16, 16);
    return {};
  } catch (const std::exception& error) {
    return error.what();
  }
}

Headless::Headless(const viewer::ViewerOptions& options, int width, int height, const std::string& state_folder, bool synchronous)
    : width_(width), height_(height), screen_(std::make_unique<gpu::Offscreen>(width, height)) {
  ImGui::CreateContext();
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.DisplaySize = {static_cast<float>(width), static_cast<float>(height)};
  io.MousePos = {-1e6f, -1e6f};
  ImGui_ImplOpenGL3_Init("#version 330 core");
  app_ = std::make_unique<viewer::Application>(options, viewer::Application::Surroundings{{}, state_folder, {}, 1, synchronous});
  frame(4);
}

Headless::~Headless() {
  screen_->bind();
  app_.reset();
  ImGui_ImplOpenGL3_Shutdown();
  ImGui::DestroyContext();
}

void Headless::frame(int n) {
  for (int k = 0; k < n; ++k) {
    ImGui::GetIO().DeltaTime = 1.0f / 30;
    screen_->bind();
    app_->frame(width_, height_, 1.0 / 30);
    ImGui::GetIO().MouseWheel = 0;
  }
}

void Headless::move(double x, double y) {
  ImGui::GetIO().MousePos = {static_cast<float>(x), static_cast<float>(y)};
  frame(2);
}

void Headless::press(int button) {
  ImGui::GetIO().MouseDown[button] = true;
  frame(2);
}

void Headless::release(int button) {
  ImGui::GetIO().MouseDown[button] = false;
  frame(2);
}

void Headless::click(double x, double y, int button) {
  move(x, y);
  press(button);
  release(button);
}

void Headless::drag(double x, double y, double to_x, double to_y, int steps) {
  move(x, y);
  press();
  for (int k = 1; k <= steps; ++k) move(x + (to_x - x) * k / steps, y + (to_y - y) * k / steps);
  release();
}

void Headless::wheel(double notches) {
  ImGui::GetIO().MouseWheel = static_cast<float>(notches);
  frame(2);
}

void Headless::hold(int glfw_key, bool down) {
  ImGui::GetIO().KeysDown[glfw_key] = down;
  frame(2);
}

void Headless::key(int glfw_key, bool ctrl, bool shift) {
  ImGuiIO& io = ImGui::GetIO();
  io.KeyCtrl = ctrl, io.KeyShift = shift;
  io.KeysDown[glfw_key] = true;
  frame(1);
  io.KeysDown[glfw_key] = false;
  io.KeyCtrl = io.KeyShift = false;
  frame(3);
}

std::vector<std::uint8_t> Headless::pixels() {
  screen_->bind();
  return screen_->read();
}

std::string Headless::png() {
  scene::Pixels out;
  out.width = width_, out.height = height_;
  out.rgba = pixels();
  return scene::png_of(out, scene::rgb(0xFFFFFF));
}

}  // namespace catchment::test
