#include <algorithm>

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>

#include "viewer/scene/colour.h"
#include "viewer/ui/file_listing.h"
#include "viewer/ui/panels.h"
#include "viewer/ui/window_memory.h"
#include "viewer/ui/window_parts.h"

// The only modal windows: questions whose wrong answer would lose work or put things in the wrong place.
namespace catchment::viewer {

using namespace parts;

namespace {

bool unsaved(const State& state, std::size_t k) {
  return k < state.tabs.size() && state.tabs[k] && state.tabs[k]->document && state.tabs[k]->document->modified();
}

/// Tabs that the question is about and that would lose something.
std::vector<std::size_t> at_stake(const State& state) {
  std::vector<std::size_t> out;
  for (std::size_t k = 0; k < state.tabs.size(); ++k)
    if ((state.windows.quitting || state.windows.closing == k) && unsaved(state, k)) out.push_back(k);
  return out;
}

void go_on(State& state, bool discard) {
  if (state.windows.quitting) state.ask(Quit{discard});
  else if (state.windows.closing) state.ask(CloseTab{*state.windows.closing, discard});
  state.windows.quitting = false;
  state.windows.closing.reset();
  memory().question = QuestionMemory{};
}

void stay(State& state) {
  state.windows.quitting = false;
  state.windows.closing.reset();
  memory().question = QuestionMemory{};
}

/// Saves what has a name at once; of the rest, the first asks for one.
void save_all(State& state, const std::vector<std::size_t>& tabs) {
  const std::size_t back = state.current;
  std::optional<std::size_t> nameless;
  for (const std::size_t k : tabs) {
    if (state.tabs[k]->document->path().empty()) {
      if (!nameless) nameless = k;
      continue;
    }
    state.ask(ShowTab{k});
    state.ask(Save{});
  }
  if (nameless) {
    state.ask(ShowTab{*nameless});
    state.ask(AskSaveAs{});
  } else {
    state.ask(ShowTab{back});
  }
  memory().question.saving = true;
  memory().question.waited = 0;
}

void unsaved_question(State& state) {
  QuestionMemory& m = memory().question;
  const std::vector<std::size_t> tabs = at_stake(state);
  if (tabs.empty()) {   // saved meanwhile, or nothing was at stake
    go_on(state, false);
    return;
  }
  if (m.saving) {
    // The file dialog asks for a name now; saving takes until the commands have been done. After that the question comes back if
    // something is still unsaved.
    if (state.windows.files != Windows::Files::kNone) { m.waited = 0; return; }
    if (++m.waited < 3) { state.animating = true; return; }
    m.saving = false;
  }
  bool open = true;
  const std::size_t n = tabs.size();
  const float shown = static_cast<float>(std::min<std::size_t>(n, 6));
  const bool top = topmost(state) == Leaf::kQuestion, free = keys_free();
  const std::string title = state.windows.quitting ? state.say("退出前要保存吗？", "Save before leaving?") : state.say("关闭前要保存吗？", "Save before closing?");
  begin_sheet(state, "##unsaved", title, {px(state, 560), px(state, 168) + shown * px(state, 32)}, &open);
  paragraph(state, n == 1 ? state.say("这个方案有未保存的改动：", "This plan has changes that are not saved:")
                          : state.say("这些方案有未保存的改动：", "These plans have changes that are not saved:"), true);
  gap(state, 2);
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
  ImGui::BeginChild("##which", {0, shown * px(state, 32)});
  for (const std::size_t k : tabs) {
    const document::Document& d = *state.tabs[k]->document;
    const Row r = row(state, static_cast<int>(k), px(state, 32), false, true);
    note_item("unsaved " + std::to_string(k));
    ImDrawList* draw = ImGui::GetWindowDrawList();
    const float y = r.min.y + (px(state, 32) - ImGui::GetFontSize()) / 2, width = r.max.x - r.min.x - px(state, 16);
    text_in(draw, {r.min.x + px(state, 8), y}, width * 0.55f, u32(colours(state).ink), d.title().in(state.chinese));
    text_in(draw, {r.min.x + px(state, 8) + width * 0.58f, y}, width * 0.42f, u32(colours(state).soft_ink),
            d.path().empty() ? std::string(state.say("尚未命名", "no file yet")) : file_name(d.path()), true);
  }
  ImGui::EndChild();
  ImGui::PopStyleVar();
  gap(state, 8);
  const std::string save = n == 1 ? state.say("保存（S）", "Save (S)") : state.say("全部保存（S）", "Save all (S)");
  if (button(state, save, true) || (top && free && (key_pressed(GLFW_KEY_S, false) || enter_pressed()))) save_all(state, tabs);
  ImGui::SameLine();
  const bool discard = button(state, state.say("不保存（D）", "Discard (D)")) || (top && free && key_pressed(GLFW_KEY_D, false));
  ImGui::SameLine();
  if (button(state, state.say("留下（Esc）", "Stay (Esc)"))) open = false;
  end_sheet();
  if (discard) go_on(state, true);
  else if (!open) stay(state);
}

struct DatumChoice { const char* id; const char* name; Name words; };

const std::vector<DatumChoice>& datums() {
  static const std::vector<DatumChoice> all{
      {"wgs84", "WGS-84", {"卫星定位和 OpenStreetMap 的坐标，没有偏移", "GPS and OpenStreetMap; no offset"}},
      {"gcj02", "GCJ-02", {"高德、腾讯等国内地图的坐标，偏移数百米", "Amap, Tencent and other maps of China; shifted by some hundred metres"}},
      {"bd09", "BD-09", {"百度地图的坐标，在 GCJ-02 上再偏移一次", "Baidu's maps; GCJ-02 shifted once more"}},
      {"cgcs2000", "CGCS2000", {"国家大地坐标系，测绘和规划成果常用，与 WGS-84 相差不到一米", "China's geodetic system, in surveys and plans; within a metre of WGS-84"}}};
  return all;
}

void datum_question(State& state) {
  QuestionMemory& m = memory().question;
  if (m.dropped != state.windows.dropped) m.dropped = state.windows.dropped, m.datum.clear();   // never a guess, nor the last answer
  bool open = true, done = false;
  const bool top = topmost(state) == Leaf::kQuestion, free = keys_free();
  begin_sheet(state, "##datum", state.say("这份数据用的是哪种坐标？", "Which coordinates is this data in?"), {px(state, 640), px(state, 396)}, &open);
  paragraph(state, state.chinese ? "“" + file_name(m.dropped) + "”：选错会偏移数百米，所以不替你猜。数据的来源说明里通常写着。"
                                 : file_name(m.dropped) + ": a wrong answer shifts everything by hundreds of metres, so it is not guessed. The data's source usually says.", true);
  gap(state, 4);
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, px(state, 4)});
  int k = 0;
  for (const DatumChoice& d : datums()) {
    const bool chosen = m.datum == d.id;
    const Row r = row(state, k++, px(state, 48), chosen);
    note_item(std::string("datum ") + d.id);
    ImDrawList* draw = ImGui::GetWindowDrawList();
    const ImVec2 c{r.min.x + px(state, 20), (r.min.y + r.max.y) / 2};
    draw->AddCircle(c, px(state, 7), u32(chosen ? colours(state).accent : colours(state).soft_ink), 0, px(state, 1.5));
    if (chosen) draw->AddCircleFilled(c, px(state, 4), u32(colours(state).accent));
    text_in(draw, {r.min.x + px(state, 44), r.min.y + px(state, 5)}, px(state, 480), u32(colours(state).ink), std::to_string(k) + "  " + d.name);
    const FontScope small(fonts().small);
    text_in(draw, {r.min.x + px(state, 44), r.min.y + px(state, 26)}, r.max.x - r.min.x - px(state, 52), u32(colours(state).soft_ink), d.words.in(state.chinese));
    if (r.clicked || (top && free && key_pressed(GLFW_KEY_0 + k, false))) m.datum = d.id;
  }
  ImGui::PopStyleVar();
  gap(state, 4);
  ImGui::BeginDisabled(m.datum.empty());
  if (button(state, state.say("导入", "Import"), true, px(state, 104))) done = true;
  ImGui::EndDisabled();
  if (top && free && !m.datum.empty() && enter_pressed()) done = true;
  ImGui::SameLine();
  if (button(state, state.say("取消", "Cancel"), false, px(state, 104))) open = false;
  end_sheet();
  if (done) state.ask(ImportDropped{m.dropped, m.datum});
  if (done || !open) {
    state.windows.dropped.clear();
    m = QuestionMemory{};
  }
}

}  // namespace

void draw_questions(State& state) {
  if (!state.windows.dropped.empty()) datum_question(state);
  else if (state.windows.quitting || state.windows.closing) unsaved_question(state);
  else memory().question = QuestionMemory{};
}

}  // namespace catchment::viewer
