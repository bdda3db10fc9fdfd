#include <algorithm>

#include <fmt/format.h>
#include <imgui_internal.h>
#include <imgui_stdlib.h>

#include "viewer/scene/colour.h"
#include "viewer/ui/panel_parts.h"
#include "viewer/ui/panels.h"
#include "viewer/ui/sharing.h"
#include "viewer/ui/shortcuts.h"

namespace catchment::viewer {

namespace {

constexpr double kNarrow = 900;   // design px: below, the right panel and the search box yield
bool right_panel_folded = false;  // by the window's width, not by a person

std::string key(const State& state, Action action) { return shortcut_text(action, state.chinese); }

/// Least width of a tab: eight letters of its title, and the number of a branch.
float least_tab(const State& state) {
  const float letter = fonts().text->FontSize * (state.chinese ? 1.0F : 0.6F);
  return 8 * letter + width_of(fonts().text, "… (2)") + px(state, 10 + 12 + 28);
}

/// All tabs by name, for those that have no room in the bar.
void tabs_menu(State& state) {
  const ImVec2 below{ImGui::GetItemRectMin().x, ImGui::GetWindowPos().y + ImGui::GetWindowHeight() + px(state, 4)};
  ImGui::SetNextWindowPos(below, ImGuiCond_Appearing);
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(px(state, 8), px(state, 10)));
  if (ImGui::BeginPopup("tabs-menu")) {
    for (std::size_t i = 0; i < state.tabs.size(); ++i) {
      ImGui::PushID(static_cast<int>(i));
      if (ImGui::MenuItem(cut_before_number(fonts().text, tab_title(state, i), px(state, 260)).c_str(), nullptr, i == state.current)) state.ask(ShowTab{i});
      note_item(fmt::format("tabs-menu-{}", i));
      ImGui::PopID();
    }
    ImGui::EndPopup();
  }
  ImGui::PopStyleVar();
}

/// The tabs of open scenarios, from x to `end`.
void draw_tabs(State& state, float x, float y, float end) {
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const auto& p = colours(state);
  const float plus = px(state, 32), gap = px(state, 4), height = px(state, 32);
  const std::size_t n = state.tabs.size();
  const float room = end - x - plus;
  // As many as keep a readable title, the current one always among them; a menu has them all.
  const float least = std::min(least_tab(state), std::max(px(state, 44), room - gap));
  std::size_t fitting = n;
  if (static_cast<float>(n) * (least + gap) > room)
    fitting = static_cast<std::size_t>(std::clamp((room - px(state, 28)) / (least + gap), 1.0F, static_cast<float>(n)));
  const float menu = fitting < n ? px(state, 28) : 0;
  const float each = std::clamp((room - menu) / static_cast<float>(std::max<std::size_t>(1, fitting)) - gap, px(state, 44), px(state, 248));
  const std::size_t first = state.current >= fitting ? std::min(state.current + 1, n) - fitting : 0;
  for (std::size_t i = first; i < std::min(n, first + fitting); ++i) {
    const Tab& tab = *state.tabs[i];
    const std::string title = tab_title(state, i);
    const bool modified = tab.document->modified(), current = i == state.current;
    ImGui::PushID(static_cast<int>(i));
    ImGui::SetCursorScreenPos({x, y});
    ImGui::SetItemAllowOverlap();
    if (ImGui::InvisibleButton("tab", {each - px(state, 28), height})) state.ask(ShowTab{i});
    note_item(fmt::format("tab-{}", i));
    const bool hovered = ImGui::IsMouseHoveringRect({x, y}, {x + each, y + height});
    if (ImGui::IsItemClicked(ImGuiMouseButton_Middle)) state.ask(CloseTab{i, false});
    const std::string whole = tab.document->title().in(state.chinese), &path = tab.document->path();
    tip(state, whole + (path.empty() ? "" : "\n" + path) + (modified ? state.say("（有未保存的改动）", " (not saved)") : ""), i == state.current ? "" : key(state, Action::kNextTab));
    if (current || hovered) draw.AddRectFilled({x, y}, {x + each, y + height}, u32(shade(state, current ? 0.085 : 0.045)), px(state, 4));
    if (current) draw.AddRectFilled({x + px(state, 8), y + height - px(state, 2)}, {x + each - px(state, 8), y + height}, u32(p.accent), px(state, 1));
    ImFont* font = fonts().text;
    float text_x = x + px(state, 10);
    if (modified) {
      draw.AddCircleFilled({text_x + px(state, 3), y + height / 2}, px(state, 3.5), u32(p.accent));
      text_x += px(state, 12);
    }
    put_text(draw, font, {text_x, y + (height - font->FontSize) / 2}, u32(current ? p.ink : p.soft_ink), cut_before_number(font, title, x + each - px(state, 28) - text_x));
    ImGui::SetCursorScreenPos({x + each - px(state, 28), y + px(state, 4)});
    if (icon_button(state, "close-tab", Icon::kClose, state.say("关闭标签页", "Close the tab"), key(state, Action::kCloseTab), false, true, 24)) state.ask(CloseTab{i, false});
    note_item(fmt::format("close-tab-{}", i));
    ImGui::PopID();
    x += each + gap;
  }
  if (menu > 0) {
    ImGui::SetCursorScreenPos({x, y + px(state, 4)});
    if (icon_button(state, "tabs", Icon::kChevronDown, fmt::format(fmt::runtime(state.say("全部 {} 个标签页", "All {} tabs")), n), key(state, Action::kNextTab), false, true, 24))
      ImGui::OpenPopup("tabs-menu");
    tabs_menu(state);
    x += menu;
  }
  ImGui::SetCursorScreenPos({x, y});
  if (icon_button(state, "open", Icon::kPlus, state.say("打开情景或世界文件", "Open a scenario or world file"), key(state, Action::kOpen))) state.ask(AskOpen{});
}

void draw_search_box(State& state, float x, float y, float width) {
  ImGui::SetCursorScreenPos({x, y});
  // Ctrl+F opens the search: the box then takes the keyboard.
  ImGuiStorage& memory = *ImGui::GetStateStorage();
  const ImGuiID was = ImGui::GetID("search-was-open");
  if (state.windows.search && !memory.GetBool(was)) ImGui::SetKeyboardFocusHere();
  memory.SetBool(was, state.windows.search);
  const float icon = px(state, 30);
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(icon, (px(state, 32) - fonts().text->FontSize) / 2));
  ImGui::SetNextItemWidth(width);
  if (ImGui::InputTextWithHint("##search", state.say("查找名称、编号、坐标", "Find a name, id, place"), &state.search_text)) state.windows.search = true;
  ImGui::PopStyleVar();
  note_item("search");
  if (ImGui::IsItemActivated()) {
    state.windows.search = true;
    memory.SetBool(was, true);
  }
  if (!ImGui::IsItemActive()) tip(state, state.say("查找名称、编号或坐标", "Find a name, an id or coordinates"), key(state, Action::kFind));
  draw_icon(*ImGui::GetWindowDrawList(), Icon::kSearch, {x + px(state, 16), y + px(state, 16)}, px(state, 14), u32(colours(state).soft_ink));
}

void compare_menu(State& state) {
  const ImVec2 below{ImGui::GetItemRectMin().x, ImGui::GetWindowPos().y + ImGui::GetWindowHeight() + px(state, 4)};
  ImGui::SetNextWindowPos(below, ImGuiCond_Appearing);
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(px(state, 8), px(state, 10)));
  if (!ImGui::BeginPopup("compare-menu")) {
    ImGui::PopStyleVar();
    return;
  }
  ImGui::PushFont(fonts().small);
  ImGui::TextDisabled("%s", state.say("与哪个方案比较", "Compare with"));
  ImGui::PopFont();
  bool any = false;
  for (std::size_t i = 0; i < state.tabs.size(); ++i) {
    if (i == state.current) continue;
    any = true;
    ImGui::PushID(static_cast<int>(i));
    const bool on = state.compared == i;
    if (ImGui::MenuItem(cut_before_number(fonts().text, tab_title(state, i), px(state, 260)).c_str(), nullptr, on))
      state.ask(Compare{on ? std::nullopt : std::optional<std::size_t>(i)});
    note_item(fmt::format("compare-with-{}", i));
    ImGui::PopID();
  }
  if (!any && ImGui::MenuItem(state.say("另开分支再比较", "Branch off, then compare"), key(state, Action::kBranch).c_str())) state.ask(Branch{});
  ImGui::Separator();
  if (ImGui::MenuItem(state.say("卷帘", "Swipe"), nullptr, !state.side_by_side)) state.side_by_side = false;
  if (ImGui::MenuItem(state.say("并排", "Side by side"), nullptr, state.side_by_side)) state.side_by_side = true;
  if (state.compared && ImGui::MenuItem(state.say("不再比较", "Compare no more"))) state.ask(Compare{});
  ImGui::EndPopup();
  ImGui::PopStyleVar();
}

void step_buttons(State& state) {
  const Tab* tab = state.tab();
  const auto& steps = tab->document->steps();
  const std::size_t done = tab->document->done(), left = steps.size() - done;
  const auto step_tip = [&](const char* zh, const char* en, std::size_t count, const document::Step* step) {
    if (step == nullptr) return std::string(state.say(zh, en));
    return fmt::format(fmt::runtime(state.say("{}：{}（共 {} 步）", "{}: {} ({} in all)")), state.say(zh, en), step->label.in(state.chinese), count);
  };
  if (icon_button(state, "undo", Icon::kUndo, step_tip("撤销", "Undo", done, done > 0 ? &steps[done - 1] : nullptr), key(state, Action::kUndo), false, done > 0))
    state.ask(Undo{});
  ImGui::SameLine(0, px(state, 2));
  if (icon_button(state, "redo", Icon::kRedo, step_tip("重做", "Redo", left, left > 0 ? &steps[done] : nullptr), key(state, Action::kRedo), false, left > 0))
    state.ask(Redo{});
  ImGui::SameLine(0, px(state, 2));
  if (icon_button(state, "save", Icon::kSave, state.say("保存情景", "Save the scenario"), key(state, Action::kSave), tab->document->modified())) state.ask(Save{});
}

void view_buttons(State& state, bool narrow) {
  const float gap = px(state, 2);
  if (icon_button(state, "compare", Icon::kCompare, state.say("与另一标签页比较", "Compare with another tab"), key(state, Action::kCompare), state.compared.has_value()))
    ImGui::OpenPopup("compare-menu");
  compare_menu(state);
  ImGui::SameLine(0, gap);
  if (icon_button(state, "history", Icon::kHistory, state.say("历史", "History"), key(state, Action::kHistory), state.windows.history))
    state.windows.history = !state.windows.history;
  ImGui::SameLine(0, gap);
  if (icon_button(state, "table", Icon::kTable, state.say("列表", "Table"), key(state, Action::kTable), state.windows.table)) state.windows.table = !state.windows.table;
  ImGui::SameLine(0, gap);
  if (icon_button(state, "charts", Icon::kCharts, state.say("图表：出行分布与公平", "Charts: spread of travel, equity"), key(state, Action::kCharts), state.windows.charts))
    state.windows.charts = !state.windows.charts;
  ImGui::SameLine(0, gap);
  if (icon_button(state, "sharing", Icon::kSharing, state.say("共享网络：谁借给谁", "Sharing: who lends what to whom"), key(state, Action::kSharing), state.windows.sharing))
    show_sharing(state, !state.windows.sharing);
  ImGui::SameLine(0, px(state, 12));
  // The language that a click leads to, in itself.
  ImGui::PushStyleColor(ImGuiCol_Button, 0U);
  ImGui::PushStyleColor(ImGuiCol_Text, u32(colours(state).soft_ink));
  if (ImGui::Button(state.chinese ? "EN##language" : "中##language", {px(state, 36), px(state, 32)})) state.ask(SetLanguage{!state.chinese});
  ImGui::PopStyleColor(2);
  note_item("language");
  tip(state, state.chinese ? "Switch to English" : "换成中文");
  ImGui::SameLine(0, gap);
  if (!narrow && icon_button(state, "dark", state.dark ? Icon::kSun : Icon::kMoon, state.dark ? state.say("浅色", "Light") : state.say("深色", "Dark"))) state.ask(SetDark{!state.dark});
  if (!narrow) ImGui::SameLine(0, gap);
  if (icon_button(state, "settings", Icon::kSettings, state.say("设置", "Settings"), key(state, Action::kSettings), state.windows.settings))
    state.windows.settings = !state.windows.settings;
  ImGui::SameLine(0, gap);
  if (icon_button(state, "help", Icon::kHelp, state.say("快捷键", "Keys and gestures"), key(state, Action::kHelp), state.windows.help)) state.windows.help = !state.windows.help;
}

/// A narrow window has no room for the right panel: it folds into its handle, once, and comes back with the room. One that a person has opened
/// in a narrow window is never folded again.
void yield_to_the_map(State& state, float width) {
  ImGuiStorage& kept = *ImGui::GetStateStorage();
  const ImGuiID was_narrow = ImGui::GetID("was-narrow"), folded = ImGui::GetID("folded"), opened = ImGui::GetID("opened");
  const bool narrow = width < px(state, kNarrow);
  if (narrow && !kept.GetBool(was_narrow) && state.windows.right && !kept.GetBool(opened)) {
    state.windows.right = false;
    kept.SetBool(folded, true);
  } else if (narrow && kept.GetBool(folded) && state.windows.right) {
    kept.SetBool(folded, false);
    kept.SetBool(opened, true);
  } else if (!narrow && kept.GetBool(folded)) {
    state.windows.right = true;
    kept.SetBool(folded, false);
  }
  kept.SetBool(was_narrow, narrow);
  right_panel_folded = kept.GetBool(folded);
}

}  // namespace

bool right_panel_wanted(const State& state) { return state.windows.right || right_panel_folded; }

void draw_top_bar(State& state) {
  const PanelLayout layout = layout_of(state);
  state.map.panel_px = {0, layout.top, 0, 0};
  if (state.tab() == nullptr) return;
  const float width = ImGui::GetIO().DisplaySize.x;
  begin_panel(state, "##top", {0, 0}, {width, layout.top}, Edge::kTop, false);
  yield_to_the_map(state, width);
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(px(state, 2), 0));
  const float y = px(state, 8), pad = px(state, 8);
  // Where there is little room the search is a button, and takes the place of the steps' buttons while it is in use; light and dark are in the settings.
  const bool narrow = width < px(state, kNarrow);
  const float views = px(state, (narrow ? 8 : 9) * 32 + 4 + 12 + 14), steps = px(state, 3 * 32 + 4);
  const bool searching = state.windows.search || !state.search_text.empty();
  const float search = width > px(state, 1200) ? px(state, 256) : narrow && !searching ? px(state, 32) : px(state, 176);
  const float views_x = width - pad - views, search_x = views_x - pad * 2 - search, steps_x = search_x - pad * 2 - steps;
  draw_tabs(state, pad, y, (narrow && searching ? search_x : steps_x) - pad);
  if (!narrow || !searching) {
    ImGui::SetCursorScreenPos({steps_x, y});
    step_buttons(state);
  }
  if (!narrow || searching) {
    draw_search_box(state, search_x, y, search);
  } else {
    ImGui::GetStateStorage()->SetBool(ImGui::GetID("search-was-open"), false);
    ImGui::SetCursorScreenPos({search_x, y});
    if (icon_button(state, "search", Icon::kSearch, state.say("查找名称、编号或坐标", "Find a name, an id or coordinates"), key(state, Action::kFind)))
      state.windows.search = true, state.animating = true;
  }
  ImGui::SetCursorScreenPos({views_x, y});
  view_buttons(state, narrow);
  ImGui::PopStyleVar();
  end_panel();
}

}  // namespace catchment::viewer
