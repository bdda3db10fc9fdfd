#include <algorithm>
#include <cmath>

#include "viewer/scene/colour.h"
#include "viewer/ui/panels.h"
#include "viewer/ui/window_parts.h"

// Short messages in the lower middle: notes fade, errors stay until they are closed.
namespace catchment::viewer {

using namespace parts;

namespace {

constexpr double kNoteSeconds = 6, kWarningSeconds = 12, kFadeSeconds = 0.4;
constexpr std::size_t kMostShown = 4;

double life_of(const Toast& t) {
  return t.kind == Toast::Kind::kError ? HUGE_VAL : t.kind == Toast::Kind::kWarning ? kWarningSeconds : kNoteSeconds;
}

void sign(const State& state, ImDrawList* draw, ImVec2 c, Toast::Kind kind, double alpha) {
  const auto& p = colours(state);
  const float r = px(state, 8);
  if (kind == Toast::Kind::kNote) {
    draw->AddCircleFilled(c, r, u32(p.accent, alpha));
    tick(draw, c, 0.5f * r, u32(scene::ink_on(p.accent), alpha));
  } else if (kind == Toast::Kind::kWarning) {
    draw->AddTriangleFilled({c.x, c.y - r}, {c.x + r, c.y + 0.8f * r}, {c.x - r, c.y + 0.8f * r}, u32(p.no_capacity, alpha));
    draw->AddLine({c.x, c.y - 0.4f * r}, {c.x, c.y + 0.2f * r}, IM_COL32(0, 0, 0, 230), px(state, 2));
    draw->AddCircleFilled({c.x, c.y + 0.5f * r}, px(state, 1.2), IM_COL32(0, 0, 0, 230));
  } else {
    draw->AddCircleFilled(c, r, u32(p.out_of_reach, alpha));
    cross(draw, c, 0.4f * r, u32(scene::ink_on(p.out_of_reach), alpha));
  }
}

}  // namespace

void draw_toasts(State& state) {
  topmost(state);   // drawn last: what was opened in this frame now has its place in the order
  for (Toast& t : state.toasts) t.age_s += state.delta_s;
  std::erase_if(state.toasts, [](const Toast& t) { return t.age_s >= life_of(t); });
  if (state.toasts.empty()) return;
  // Drawn anew until the last that fades has faded.
  if (std::any_of(state.toasts.begin(), state.toasts.end(), [](const Toast& t) { return t.kind != Toast::Kind::kError; })) state.animating = true;

  const ImVec2 screen = ImGui::GetIO().DisplaySize;
  const float width = std::min(px(state, 520), screen.x - px(state, 32));
  float y = screen.y - static_cast<float>(state.map.panel_px[3]) - px(state, 16);
  const std::size_t first = state.toasts.size() > kMostShown ? state.toasts.size() - kMostShown : 0;
  std::optional<std::size_t> closed;
  for (std::size_t k = state.toasts.size(); k-- > first;) {
    const Toast& t = state.toasts[k];
    const double alpha = std::clamp((life_of(t) - t.age_s) / kFadeSeconds, 0.0, 1.0);
    const std::string id = "##toast" + std::to_string(k);
    ImGui::SetNextWindowSize({width, 0});
    ImGui::SetNextWindowPos({std::floor((screen.x - width) / 2), y}, ImGuiCond_Always, {0, 1});
    ImGui::PushStyleVar(ImGuiStyleVar_Alpha, static_cast<float>(std::max(alpha, 0.02)));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {px(state, 12), px(state, 10)});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, px(state, 8));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 1.0f);
    ImGui::PushStyleColor(ImGuiCol_WindowBg, u32(colours(state).panel));
    ImGui::PushStyleColor(ImGuiCol_Border, u32(t.kind == Toast::Kind::kError ? colours(state).out_of_reach : colours(state).hairline));
    ImGui::Begin(id.c_str(), nullptr, ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_AlwaysAutoResize |
                                          ImGuiWindowFlags_NoFocusOnAppearing | ImGuiWindowFlags_NoNav);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    sign(state, ImGui::GetWindowDrawList(), {at.x + px(state, 8), at.y + ImGui::GetFontSize() / 2 + px(state, 2)}, t.kind, alpha);
    const float side = px(state, 24), button_width = t.button.empty() ? 0 : ImGui::CalcTextSize(t.button.c_str()).x + px(state, 32);
    const float text_width = width - px(state, 24 + 28) - side - button_width - px(state, 8);
    ImGui::BeginGroup();
    for (const std::string& line : broken(t.text, text_width)) {
      ImGui::SetCursorScreenPos({at.x + px(state, 28), ImGui::GetCursorScreenPos().y});
      text(line);
    }
    ImGui::EndGroup();
    if (!t.button.empty()) {
      ImGui::SetCursorScreenPos({at.x + width - px(state, 24) - side - button_width, at.y - px(state, 4)});
      if (link_button(state, t.button)) {
        if (t.on_button) state.ask(*t.on_button);
        closed = k;
      }
    }
    ImGui::SetCursorScreenPos({at.x + width - px(state, 24) - side, at.y - px(state, 1)});
    if (ImGui::InvisibleButton("##close", {side, side})) closed = k;
    note_item("close toast " + std::to_string(k));
    cross(ImGui::GetWindowDrawList(), {at.x + width - px(state, 24) - side / 2, at.y - px(state, 1) + side / 2}, px(state, 4),
          u32(ImGui::IsItemHovered() ? colours(state).ink : colours(state).soft_ink, alpha));
    y -= ImGui::GetWindowHeight() + px(state, 8);
    ImGui::End();
    ImGui::PopStyleColor(2);
    ImGui::PopStyleVar(4);
  }
  if (closed) state.toasts.erase(state.toasts.begin() + static_cast<std::ptrdiff_t>(*closed));
}

}  // namespace catchment::viewer
