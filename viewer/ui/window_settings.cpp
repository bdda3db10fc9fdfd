#include <cmath>

#include "viewer/scene/colour.h"
#include "viewer/ui/panels.h"
#include "viewer/ui/shortcuts.h"
#include "viewer/ui/window_parts.h"

// Language, light or dark, size, which panels are there.
namespace catchment::viewer {

using namespace parts;

namespace {

void label(const State& state, const std::string& words) {
  ImGui::AlignTextToFramePadding();
  soft_text(state, words);
  ImGui::SameLine(px(state, 144));
}

/// A panel that is there or not, with the key that does the same.
void panel_chip(State& state, const char* words, Action action, bool* shown, bool document::Settings::* kept) {
  const std::string all = std::string(words) + "  " + shortcut_text(action, state.chinese);
  if (choice(state, all, *shown)) {
    *shown = !*shown;
    state.settings.*kept = *shown;
  }
  ImGui::SameLine(0, px(state, 8));
}

}  // namespace

void draw_settings_window(State& state) {
  if (!state.windows.settings) return;
  bool open = true;
  begin_sheet(state, "##settings", state.say("设置", "Settings"), {px(state, 720), px(state, 360)}, &open);
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {px(state, 8), px(state, 16)});
  gap(state, 1);

  label(state, state.say("语言", "Language"));
  if (choice(state, "中文", state.chinese) && !state.chinese) state.ask(SetLanguage{true});
  ImGui::SameLine(0, px(state, 8));
  if (choice(state, "English", !state.chinese) && state.chinese) state.ask(SetLanguage{false});

  label(state, state.say("外观", "Appearance"));
  if (choice(state, state.say("浅色", "Light"), !state.dark) && state.dark) state.ask(SetDark{false});
  ImGui::SameLine(0, px(state, 8));
  if (choice(state, state.say("深色", "Dark"), state.dark) && !state.dark) state.ask(SetDark{true});

  label(state, state.say("大小", "Size"));
  if (choice(state, state.say("随屏幕", "As the screen"), state.settings.scale <= 0)) state.ask(SetScale{0});
  for (const int percent : {75, 100, 125, 150, 200, 250}) {
    ImGui::SameLine(0, px(state, 8));
    const bool chosen = state.settings.scale > 0 && std::lround(state.settings.scale * 100) == percent;
    if (choice(state, std::to_string(percent) + "%", chosen) && !chosen) state.ask(SetScale{percent / 100.0});
  }

  label(state, state.say("面板", "Panels"));
  Windows& w = state.windows;
  panel_chip(state, state.say("左侧", "Left"), Action::kLeftPanel, &w.left, &document::Settings::left_panel);
  panel_chip(state, state.say("右侧", "Right"), Action::kRightPanel, &w.right, &document::Settings::right_panel);
  panel_chip(state, state.say("底栏", "Bottom"), Action::kBottomBar, &w.bottom, &document::Settings::bottom_bar);
  panel_chip(state, state.say("小地图", "Minimap"), Action::kMinimap, &w.minimap, &document::Settings::minimap);
  ImGui::NewLine();
  ImGui::PopStyleVar();

  rule(state);
  gap(state, 4);
  paragraph(state, state.chinese ? "按 " + shortcut_text(Action::kHelp, true) + " 查看全部快捷键；设置会自动保存。"
                                 : "Press " + shortcut_text(Action::kHelp, false) + " for all keys. Settings are kept by themselves.",
            true);
  gap(state, 4);
  if (button(state, state.say("全部快捷键", "All keys"))) state.windows.help = true;
  end_sheet();
  if (!open) state.windows.settings = false;
}

}  // namespace catchment::viewer
