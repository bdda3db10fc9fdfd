#include "tests/viewer/ui/window_frames.h"

#include <filesystem>
#include <fstream>

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <gtest/gtest.h>
#include <imgui_internal.h>
#include <unistd.h>

namespace catchment::test {

using namespace viewer;

WindowFrames::WindowFrames() {
  forget_windows();
  ImGui::CreateContext();
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.DisplaySize = {1280, 800};
  io.BackendFlags |= ImGuiBackendFlags_RendererHasVtxOffset;
  io.MousePos = {-100, -100};
  // As GLFW's backend has them.
  const std::pair<int, int> keys[] = {{ImGuiKey_Enter, GLFW_KEY_ENTER}, {ImGuiKey_Escape, GLFW_KEY_ESCAPE}, {ImGuiKey_Backspace, GLFW_KEY_BACKSPACE},
                                      {ImGuiKey_LeftArrow, GLFW_KEY_LEFT}, {ImGuiKey_RightArrow, GLFW_KEY_RIGHT}, {ImGuiKey_UpArrow, GLFW_KEY_UP},
                                      {ImGuiKey_DownArrow, GLFW_KEY_DOWN}, {ImGuiKey_Home, GLFW_KEY_HOME}, {ImGuiKey_End, GLFW_KEY_END}, {ImGuiKey_A, GLFW_KEY_A}};
  for (const auto& [name, glfw] : keys) io.KeyMap[name] = glfw;
  build_fonts("", 1);
  apply_style(false, 1);
  state.chinese = false;
}

WindowFrames::~WindowFrames() {
  set_item_log(nullptr);
  ImGui::DestroyContext();
  forget_windows();
}

Tab& WindowFrames::add_tab(std::unique_ptr<document::Document> document) {
  auto tab = std::make_unique<Tab>();
  tab->search = std::make_unique<document::SearchIndex>(document->world());
  tab->document = std::move(document);
  state.tabs.push_back(std::move(tab));
  return *state.tabs.back();
}

void WindowFrames::frame() {
  ImGuiIO& io = ImGui::GetIO();
  io.DeltaTime = static_cast<float>(seconds);
  state.delta_s = seconds;
  state.animating = false;
  state.commands.clear();
  items.clear();
  set_item_log(&items);
  ImGui::NewFrame();
  if (state.tabs.empty()) {
    draw_panels(state);
  } else {
    draw_hover_card(state);
    draw_why_card(state);
    draw_history_window(state);
    draw_table_window(state);
    draw_sharing_window(state);
    draw_search_results(state);
    draw_file_dialog(state);
    draw_help_sheet(state);
    draw_settings_window(state);
    draw_questions(state);
    draw_toasts(state);
  }
  ImGui::Render();
  for (Command& c : state.commands) asked.push_back(std::move(c));
  state.commands.clear();
}

void WindowFrames::move_to(const std::string& item) {
  const auto found = items.find(item);
  if (found == items.end()) {
    std::string all;
    for (const auto& [name, place] : items) all += name + ", ";
    ADD_FAILURE() << "nothing named " << item << " was drawn, but " << all;
    return;
  }
  const auto& [x0, y0, x1, y1] = found->second;
  ImGui::GetIO().MousePos = {(x0 + x1) / 2, (y0 + y1) / 2};
  frames(2);   // what is hovered is known a frame later
}

void WindowFrames::click(const std::string& item) {
  move_to(item);
  ImGui::GetIO().MouseDown[0] = true;
  frame();
  ImGui::GetIO().MouseDown[0] = false;
  frame();
}

void WindowFrames::twice(const std::string& item) {
  move_to(item);
  for (const bool down : {true, false, true, false}) {
    ImGui::GetIO().MouseDown[0] = down;
    frame();
  }
}

void WindowFrames::key(int glfw_key, bool ctrl) {
  ImGuiIO& io = ImGui::GetIO();
  io.KeyCtrl = ctrl;
  io.KeyMods = ctrl ? ImGuiKeyModFlags_Ctrl : 0;
  io.KeysDown[glfw_key] = true;
  frame();
  io.KeysDown[glfw_key] = false;
  io.KeyCtrl = false;
  io.KeyMods = 0;
  frame();
}

void WindowFrames::type(const std::string& utf8) {
  ImGui::GetIO().AddInputCharactersUTF8(utf8.c_str());
  frame();
}

document::Step move_step(const World& world, std::size_t facility, double metres, const std::string& label) {
  Edit edit;
  edit.op = Edit::Op::kMoveFacility;
  edit.target = world.facilities[facility].id;
  edit.to = Point{world.facilities[facility].position.x + metres, world.facilities[facility].position.y};
  document::Step step;
  step.edits = {edit};
  step.label = {label, label};
  return step;
}

TestFolder::TestFolder(const std::string& name)
    : path((std::filesystem::path(::testing::TempDir()) / ("catchment-" + name + "-" + std::to_string(::getpid()))).string()) {
  std::filesystem::remove_all(path);
  std::filesystem::create_directories(path);
  path = std::filesystem::canonical(path).string();
}
TestFolder::~TestFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path, ignored);
}
void TestFolder::file(const std::string& name, const std::string& text) const { std::ofstream(at(name)) << text; }
void TestFolder::folder(const std::string& name) const { std::filesystem::create_directory(at(name)); }

}  // namespace catchment::test
