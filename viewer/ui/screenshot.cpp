// One frame without a window: EGL instead of GLFW, the same application.
#include <epoxy/gl.h>
#include <imgui.h>
#include <imgui_impl_opengl3.h>

#include <fmt/format.h>

#include "app/pipeline/files.h"
#include "sim/core/error.h"
#include "viewer/gpu/offscreen.h"
#include "viewer/scene/symbology.h"
#include "viewer/ui/application.h"
#include "viewer/ui/gestures.h"

namespace catchment::viewer {

namespace {

struct Gui {
  Gui(int width, int height) {
    ImGui::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.DisplaySize = {static_cast<float>(width), static_cast<float>(height)};
    io.DeltaTime = 1.0f / 60;
    io.MousePos = {-1e6f, -1e6f};
    ImGui_ImplOpenGL3_Init("#version 330 core");
  }
  ~Gui() {
    ImGui_ImplOpenGL3_Shutdown();
    ImGui::DestroyContext();
  }
};

}  // namespace

std::string take_screenshot(const ViewerOptions& options, const Screenshot& screenshot) {
  const int width = options.width > 0 ? options.width : 1440, height = options.height > 0 ? options.height : 900;
  std::unique_ptr<gpu::Offscreen> screen;
  try {
    screen = std::make_unique<gpu::Offscreen>(width, height);
  } catch (const std::runtime_error& error) {
    throw InputError("view --screenshot", error.what(), "");
  }
  const Gui gui(width, height);
  ViewerOptions how = options;
  how.bare = options.bare || screenshot.map_only;
  Application application(how, {{}, {}, {}, options.scale > 0 ? options.scale : 1, true});
  const auto frame = [&] {
    screen->bind();
    application.frame(width, height, 1.0 / 60);
  };
  frame();
  frame();   // panels know their sizes now
  State& state = application.state();
  Tab* tab = state.tab();
  if (tab != nullptr) {
    Box box = tab->home;
    if (!options.fly_to.empty()) {
      const auto found = tab->search->find(options.fly_to, tab->document->world(), state.chinese, 1);
      if (found.empty()) throw InputError("--at", fmt::format("nothing here is called '{}'", options.fly_to), "give a name, an id or coordinates as 31.23,121.47");
      box = found.front().box;
      tab->selection = {found.front().thing};
    }
    tab->camera = camera_for(state, *tab, box);
    if (options.fly_to.empty()) tab->camera = scene::fit(tab->home, width, height, state.map.panel_px[0], state.map.panel_px[1], state.map.panel_px[2], state.map.panel_px[3]);
    if (options.metres_per_px > 0) {
      const Point middle = tab->camera.to_px(box.centre());
      tab->camera = tab->camera.zoomed_at(middle, options.metres_per_px);
    }
  }
  for (int k = 0; k < 3; ++k) frame();
  screen->bind();
  scene::Pixels pixels;
  pixels.width = width, pixels.height = height;
  pixels.rgba = screen->read();
  pipeline::write_text(screenshot.path, scene::png_of(pixels, scene::palette(state.dark).paper));
  if (!options.state_dump.empty()) pipeline::write_text(options.state_dump, application.state_json());
  return application.warnings();
}

}  // namespace catchment::viewer
