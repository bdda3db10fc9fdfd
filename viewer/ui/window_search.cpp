#include <algorithm>

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>

#include "viewer/scene/colour.h"
#include "viewer/ui/panels.h"
#include "viewer/ui/window_memory.h"
#include "viewer/ui/window_parts.h"

// What the search box finds: arrows choose, Enter flies there.
namespace catchment::viewer {

using namespace parts;

namespace {

constexpr std::size_t kMost = 12;

void look(State& state, Tab& tab, SearchMemory& m) {
  if (m.tab == &tab && m.text == state.search_text && m.revision == tab.revision && m.chinese == state.chinese) return;
  if (m.text != state.search_text) m.cursor = 0;
  m.tab = &tab, m.text = state.search_text, m.revision = tab.revision, m.chinese = state.chinese;
  m.found = tab.search ? tab.search->find(m.text, tab.document->world(), state.chinese, kMost) : std::vector<document::Found>{};
  m.cursor = m.found.empty() ? 0 : std::min(m.cursor, m.found.size() - 1);
}

void fly(State& state, Tab& tab, const document::Found& found) {
  // A place has nothing of its own on the map: a pin marks it until the next search.
  tab.pin.reset();
  if (found.thing.kind == ThingKind::kPlace) tab.pin = found.box.centre();
  if (found.thing.kind != ThingKind::kPlace && found.thing.kind != ThingKind::kNone) state.ask(SelectThings{{found.thing}, false});
  state.ask(FlyTo{found.box});
  state.windows.search = false;
}

}  // namespace

void draw_search_results(State& state) {
  Tab* tab = state.tab();
  SearchMemory& m = memory().search;
  if (!tab || !tab->document || !state.windows.search || state.search_text.empty()) return;
  look(state, *tab, m);
  if (topmost(state) == Leaf::kSearch || !sheet_open(state)) {
    if (!m.found.empty() && key_pressed(GLFW_KEY_DOWN)) m.cursor = (m.cursor + 1) % m.found.size();
    if (!m.found.empty() && key_pressed(GLFW_KEY_UP)) m.cursor = (m.cursor + m.found.size() - 1) % m.found.size();
    if (!m.found.empty() && enter_pressed()) {
      fly(state, *tab, m.found[m.cursor]);
      return;
    }
  }

  // Under the search box: the top bar has it at the right, before the eight view buttons.
  const ImVec2 screen = ImGui::GetIO().DisplaySize;
  const float width = std::min(px(state, 440), screen.x - px(state, 32)), line = px(state, 44);
  const float right = screen.x - px(state, 8 + 8 * 32 + 28 + 16);
  const ImVec2 at{std::max(px(state, 16), right - width), static_cast<float>(state.map.panel_px[1]) + px(state, 4)};
  const float height = m.found.empty() ? px(state, 56) : line * static_cast<float>(m.found.size()) + px(state, 40);
  ImGui::SetNextWindowPos(at);
  ImGui::SetNextWindowSize({width, std::min(height, screen.y - at.y - px(state, 16))});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {px(state, 8), px(state, 8)});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, px(state, 8));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 1.0f);
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
  ImGui::PushStyleColor(ImGuiCol_WindowBg, u32(colours(state).panel));
  ImGui::PushStyleColor(ImGuiCol_Border, u32(colours(state).hairline));
  ImGui::Begin("##search results", nullptr, ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                                                ImGuiWindowFlags_NoFocusOnAppearing | ImGuiWindowFlags_NoNav);
  std::optional<std::size_t> chosen;
  if (m.found.empty()) {
    ImGui::SetCursorPos({px(state, 16), px(state, 18)});
    soft_text(state, state.say("没有找到；可以输入名称的一部分、编号或“纬度, 经度”。", "Nothing found; try a part of a name, an id, or \"latitude, longitude\"."));
  }
  for (std::size_t k = 0; k < m.found.size(); ++k) {
    const document::Found& f = m.found[k];
    const Row r = row(state, static_cast<int>(k), line, k == m.cursor);
    note_item("found " + std::to_string(k));
    ImDrawList* draw = ImGui::GetWindowDrawList();
    const World& world = tab->document->world();
    const int rank = f.thing.kind == ThingKind::kFacility && f.thing.index < world.facilities.size() ? world.facilities[f.thing.index].level : 0;
    thing_icon(state, draw, {r.min.x + px(state, 20), r.min.y + line / 2}, px(state, 8), f.thing.kind, rank);
    const float text_width = r.max.x - r.min.x - px(state, 56);
    text_in(draw, {r.min.x + px(state, 44), r.min.y + px(state, 4)}, text_width, u32(colours(state).ink), f.name);
    const FontScope small(fonts().small);
    text_in(draw, {r.min.x + px(state, 44), r.min.y + px(state, 24)}, text_width, u32(colours(state).soft_ink), f.detail);
    if (r.clicked) chosen = k;
  }
  if (!m.found.empty()) {
    gap(state, 6);
    ImGui::SetCursorPosX(px(state, 16));
    const FontScope small(fonts().small);
    const std::string n = std::to_string(m.found.size());
    const bool more = m.found.size() == kMost;
    soft_text(state, state.chinese ? (more ? "前 " + n + " 个 · 上下键选择，回车前往" : n + " 个 · 上下键选择，回车前往")
                                   : (more ? "The first " + n + " · arrows choose, Enter flies there" : n + " found · arrows choose, Enter flies there"));
  }
  ImGui::End();
  ImGui::PopStyleColor(2);
  ImGui::PopStyleVar(4);
  if (chosen) fly(state, *tab, m.found[*chosen]);
}

}  // namespace catchment::viewer
