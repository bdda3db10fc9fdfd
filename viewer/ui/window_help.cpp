#include <algorithm>

#include "viewer/scene/colour.h"
#include "viewer/ui/panels.h"
#include "viewer/ui/shortcuts.h"
#include "viewer/ui/window_parts.h"

// The sheet on "?": every key and gesture, in columns.
namespace catchment::viewer {

using namespace parts;

namespace {

/// A key as it looks on a keyboard. -> width.
float key_cap(const State& state, ImDrawList* draw, ImVec2 at, const std::string& words, bool framed) {
  const auto& p = colours(state);
  const float w = ImGui::CalcTextSize(words.c_str()).x + (framed ? px(state, 12) : 0), h = ImGui::GetFontSize() + px(state, 6);
  if (framed) {
    draw->AddRectFilled({at.x, at.y}, {at.x + w, at.y + h}, u32(scene::mix(p.panel, p.ink, 0.05)), px(state, 4));
    draw->AddRect({at.x, at.y}, {at.x + w, at.y + h}, u32(p.hairline), px(state, 4));
  }
  draw->AddText({at.x + (framed ? px(state, 6) : 0), at.y + px(state, 3)}, u32(framed ? p.ink : p.soft_ink), words.c_str());
  return w;
}

void group(const State& state, ShortcutGroup g, float width) {
  ImDrawList* draw = ImGui::GetWindowDrawList();
  ImGui::PushStyleColor(ImGuiCol_Text, u32(colours(state).accent));
  {
    const FontScope bold(fonts().bold);
    text(group_name(g).in(state.chinese));
  }
  ImGui::PopStyleColor();
  gap(state, 2);
  const FontScope small(fonts().small);
  const float line = ImGui::GetFontSize() + px(state, 10);
  for (const Shortcut& s : shortcuts()) {
    if (s.group != g) continue;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    // Keys end at the right edge of the column, words begin at the left: two clean edges.
    float keys = 0;
    std::vector<std::pair<std::string, bool>> caps;
    if (!s.gesture.in(state.chinese).empty()) caps.push_back({s.gesture.in(state.chinese), false});
    for (std::size_t k = 0; k < std::min<std::size_t>(s.keys.size(), 2); ++k) caps.push_back({chord_text(s.keys[k], state.chinese), true});
    for (const auto& [words, framed] : caps) keys += ImGui::CalcTextSize(words.c_str()).x + (framed ? px(state, 16) : px(state, 4));
    keys -= px(state, 4);   // no gap after the last
    float x = at.x + width - keys;
    for (const auto& [words, framed] : caps) x += key_cap(state, draw, {x, at.y}, words, framed) + px(state, 4);
    text_in(draw, {at.x, at.y + px(state, 3)}, width - keys - px(state, 8), u32(colours(state).ink), s.words.in(state.chinese));
    ImGui::SetCursorScreenPos({at.x, at.y + line});
  }
  ImGui::Dummy({width, px(state, 12)});
}

}  // namespace

void draw_help_sheet(State& state) {
  if (!state.windows.help) return;
  bool open = true;
  begin_sheet(state, "##help", state.say("快捷键", "Keys and gestures"), {px(state, 1120), px(state, 680)}, &open);
  ImGui::BeginChild("##columns", {0, 0}, false, ImGuiWindowFlags_NoNav);
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {px(state, 8), px(state, 2)});
  const float gutter = px(state, 40), whole = ImGui::GetContentRegionAvail().x;
  const int n = whole > px(state, 900) ? 3 : whole > px(state, 560) ? 2 : 1;
  const float width = (whole - static_cast<float>(n - 1) * gutter) / static_cast<float>(n);
  const std::vector<std::vector<ShortcutGroup>> columns =
      n == 3   ? std::vector<std::vector<ShortcutGroup>>{{ShortcutGroup::kFiles, ShortcutGroup::kMap}, {ShortcutGroup::kUnderstand, ShortcutGroup::kPlan}, {ShortcutGroup::kPanels}}
      : n == 2 ? std::vector<std::vector<ShortcutGroup>>{{ShortcutGroup::kFiles, ShortcutGroup::kPlan, ShortcutGroup::kMap}, {ShortcutGroup::kUnderstand, ShortcutGroup::kPanels}}
               : std::vector<std::vector<ShortcutGroup>>{{ShortcutGroup::kFiles, ShortcutGroup::kPlan, ShortcutGroup::kMap, ShortcutGroup::kUnderstand, ShortcutGroup::kPanels}};
  for (std::size_t c = 0; c < columns.size(); ++c) {
    if (c > 0) ImGui::SameLine(0, gutter);
    ImGui::BeginGroup();
    for (const ShortcutGroup g : columns[c]) group(state, g, width);
    ImGui::EndGroup();
  }
  ImGui::PopStyleVar();
  ImGui::EndChild();
  end_sheet();
  if (!open) state.windows.help = false;
}

}  // namespace catchment::viewer
