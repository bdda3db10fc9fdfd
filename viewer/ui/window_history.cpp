#include <algorithm>
#include <functional>

#include "viewer/scene/colour.h"
#include "viewer/ui/panels.h"
#include "viewer/ui/shortcuts.h"
#include "viewer/ui/window_memory.h"
#include "viewer/ui/window_parts.h"

// All steps of the plan: those done, those that can be done again. A click goes there.
namespace catchment::viewer {

using namespace parts;

namespace {

constexpr double kLine = 32, kSecondLine = 18, kTextAt = 68, kTextEnd = 8;   // design px of a row

std::string label_at(const State& state, const document::Document& document, std::size_t k) {
  return k == 0 ? std::string(state.say("打开时的样子", "As opened: the base")) : document.steps()[k - 1].label.in(state.chinese);
}

/// Where each row begins, and the last ends: labels take one line or two. Measured when the steps or the width have changed.
void measure(const State& state, const Tab& tab, HistoryMemory& m, float width) {
  const auto& steps = tab.document->steps();
  std::uint64_t key = std::hash<const void*>{}(tab.document.get()) * 31 + steps.size();
  key = key * 31 + tab.document->done();
  key = key * 31 + tab.revision;
  key = key * 31 + (state.chinese ? 1 : 0);
  key = key * 8192 + static_cast<std::uint64_t>(width);
  if (m.measured == key && m.top.size() == steps.size() + 2) return;
  m.measured = key;
  m.top.assign(1, 0);
  for (std::size_t k = 0; k <= steps.size(); ++k) {
    const bool two = lines_of(label_at(state, *tab.document, k), width - px(state, kTextAt + kTextEnd), 2) > 1;
    m.top.push_back(m.top.back() + px(state, kLine + (two ? kSecondLine : 0)));
  }
}

void step_row(State& state, std::size_t k, std::size_t done, const std::string& label, float height, float height_above) {
  const auto& p = colours(state);
  const bool current = k == done, is_done = k <= done;
  const Row r = row(state, static_cast<int>(k), height, current);
  note_item("step " + std::to_string(k));
  tip(state, label);
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const ImVec2 c{r.min.x + px(state, 16), r.min.y + height / 2};
  const ImU32 line = u32(is_done ? p.accent : p.hairline);
  if (k > 0) draw->AddLine({c.x, r.min.y - height_above / 2 + px(state, 4)}, {c.x, c.y - px(state, 4)}, line, px(state, 2));   // from the bead above
  // What comes after hangs on a line of its own state: filled beads are done, rings can be done again.
  if (is_done) draw->AddCircleFilled(c, px(state, current ? 6 : 4), u32(p.accent));
  else draw->AddCircle(c, px(state, 4), u32(p.soft_ink), 0, px(state, 1.5));
  const float y = r.min.y + (px(state, kLine) - ImGui::GetFontSize()) / 2;
  if (k > 0)
    text_in(draw, {r.min.x + px(state, 28), r.min.y + (height - ImGui::GetFontSize()) / 2}, px(state, 32), u32(p.soft_ink, is_done ? 1 : 0.6), std::to_string(k), true);
  lines_in(draw, {r.min.x + px(state, kTextAt), y}, r.max.x - r.min.x - px(state, kTextAt + kTextEnd), u32(is_done ? p.ink : p.soft_ink, is_done ? 1 : 0.75), label, 2,
           px(state, kSecondLine));
  if (r.clicked && !current) state.ask(GoTo{k});
}

}  // namespace

void draw_history_window(State& state) {
  Tab* tab = state.tab();
  if (!tab || !tab->document || !state.windows.history) return;
  const auto& steps = tab->document->steps();
  const std::size_t done = tab->document->done();
  const auto& inset = state.map.panel_px;
  const float card = px(state, 320);
  HistoryMemory& m = memory().history;
  measure(state, *tab, m, m.width > 0 ? m.width : card - px(state, 32));
  const ImVec2 screen = ImGui::GetIO().DisplaySize;
  const float height = std::clamp(px(state, 112) + m.top.back(), px(state, 272),
                                  std::max(px(state, 272), screen.y - static_cast<float>(inset[1] + inset[3]) - px(state, 32)));
  begin_card(state, "##history", state.say("历史", "History"),
             {{static_cast<float>(inset[0]) + px(state, 16), static_cast<float>(inset[1]) + px(state, 16)}, {card, height}, true},
             &state.windows.history);
  // Also in the frame after: only then does the list know that it has grown.
  if (m.done != done || m.steps != steps.size()) m.scroll_due = 2;
  const bool moved = m.scroll_due > 0;
  if (moved) --m.scroll_due, state.animating = true;
  m.done = done, m.steps = steps.size();
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
  ImGui::BeginChild("##steps", {0, -px(state, 40)}, false, ImGuiWindowFlags_NoNav);
  m.width = ImGui::GetContentRegionAvail().x;
  measure(state, *tab, m, m.width);
  if (moved) {
    const float y = m.top[done], line = m.top[done + 1] - y, shown = ImGui::GetWindowHeight();
    if (y < ImGui::GetScrollY() || y + line > ImGui::GetScrollY() + shown) ImGui::SetScrollY(std::max(0.0f, y - shown / 2));
  }
  // Only the rows in sight; each is as high as its label needs.
  const float from = ImGui::GetScrollY(), to = from + ImGui::GetWindowHeight(), origin = ImGui::GetCursorPosY();
  std::size_t first = static_cast<std::size_t>(std::upper_bound(m.top.begin(), m.top.end(), from) - m.top.begin());
  first = first > 0 ? first - 1 : 0;
  for (std::size_t k = first; k <= steps.size() && m.top[k] < to; ++k) {
    ImGui::SetCursorPosY(origin + m.top[k]);
    step_row(state, k, done, label_at(state, *tab->document, k), m.top[k + 1] - m.top[k], k > 0 ? m.top[k] - m.top[k - 1] : 0);
  }
  ImGui::SetCursorPosY(origin + m.top.back());
  ImGui::Dummy({1, 1});
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
