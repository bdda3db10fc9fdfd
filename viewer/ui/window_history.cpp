#include <algorithm>

#include "viewer/scene/colour.h"
#include "viewer/ui/panels.h"
#include "viewer/ui/shortcuts.h"
#include "viewer/ui/window_memory.h"
#include "viewer/ui/window_parts.h"

// All steps of the plan: those done, those that can be done again. A click goes there.
namespace catchment::viewer {

using namespace parts;

namespace {

void step_row(State& state, std::size_t k, std::size_t done, const std::string& label) {
  const auto& p = colours(state);
  const float height = px(state, 32);
  const bool current = k == done, is_done = k <= done;
  const Row r = row(state, static_cast<int>(k), height, current);
  note_item("step " + std::to_string(k));
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const ImVec2 c{r.min.x + px(state, 16), r.min.y + height / 2};
  const ImU32 line = u32(is_done ? p.accent : p.hairline);
  if (k > 0) draw->AddLine({c.x, c.y - height + px(state, 4)}, {c.x, c.y - px(state, 4)}, line, px(state, 2));   // from the bead above
  // What comes after hangs on a line of its own state: filled beads are done, rings can be done again.
  if (is_done) draw->AddCircleFilled(c, px(state, current ? 6 : 4), u32(p.accent));
  else draw->AddCircle(c, px(state, 4), u32(p.soft_ink), 0, px(state, 1.5));
  const float y = r.min.y + (height - ImGui::GetFontSize()) / 2, number = px(state, 40);
  if (k > 0) text_in(draw, {r.min.x + px(state, 28), y}, number - px(state, 8), u32(p.soft_ink, is_done ? 1 : 0.6), std::to_string(k), true);
  text_in(draw, {r.min.x + px(state, 28) + number, y}, r.max.x - r.min.x - px(state, 36) - number, u32(is_done ? p.ink : p.soft_ink, is_done ? 1 : 0.75), label);
  if (r.clicked && !current) state.ask(GoTo{k});
}

}  // namespace

void draw_history_window(State& state) {
  Tab* tab = state.tab();
  if (!tab || !tab->document || !state.windows.history) return;
  const auto& steps = tab->document->steps();
  const std::size_t done = tab->document->done();
  const auto& inset = state.map.panel_px;
  const float line = px(state, 32);
  const ImVec2 screen = ImGui::GetIO().DisplaySize;
  const float height = std::clamp(px(state, 112) + line * static_cast<float>(steps.size() + 1), px(state, 176),
                                  std::max(px(state, 176), screen.y - static_cast<float>(inset[1] + inset[3]) - px(state, 32)));
  begin_card(state, "##history", state.say("历史", "History"),
             {{static_cast<float>(inset[0]) + px(state, 16), static_cast<float>(inset[1]) + px(state, 16)}, {px(state, 320), height}, true},
             &state.windows.history);
  HistoryMemory& m = memory().history;
  const bool moved = m.done != done || m.steps != steps.size();
  m.done = done, m.steps = steps.size();
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
  ImGui::BeginChild("##steps", {0, -px(state, 40)}, false, ImGuiWindowFlags_NoNav);
  if (moved) {
    const float y = static_cast<float>(done) * line, shown = ImGui::GetWindowHeight();
    if (y < ImGui::GetScrollY() || y + line > ImGui::GetScrollY() + shown) ImGui::SetScrollY(std::max(0.0f, y - shown / 2));
  }
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(steps.size()) + 1, line);
  while (clipper.Step())
    for (int k = clipper.DisplayStart; k < clipper.DisplayEnd; ++k) {
      const auto at = static_cast<std::size_t>(k);
      step_row(state, at, done, at == 0 ? std::string(state.say("打开时的样子", "As opened: the base")) : steps[at - 1].label.in(state.chinese));
    }
  if (steps.empty()) {
    ImGui::SetCursorPosX(px(state, 28));
    soft_text(state, state.say("改动会一步步记在这里。", "Every change is noted here, step by step."));
  }
  ImGui::EndChild();
  ImGui::PopStyleVar();
  gap(state, 1);
  ImGui::BeginDisabled(done == 0);
  if (button(state, state.say("撤销", "Undo"))) state.ask(Undo{});
  if (ImGui::IsItemHovered()) ImGui::SetTooltip("%s", shortcut_text(Action::kUndo, state.chinese).c_str());
  ImGui::EndDisabled();
  ImGui::SameLine();
  ImGui::BeginDisabled(done == steps.size());
  if (button(state, state.say("重做", "Redo"))) state.ask(Redo{});
  if (ImGui::IsItemHovered()) ImGui::SetTooltip("%s", shortcut_text(Action::kRedo, state.chinese).c_str());
  ImGui::EndDisabled();
  end_card();
}

}  // namespace catchment::viewer
