#include <fmt/format.h>
#include <imgui_internal.h>

#include "viewer/scene/colour.h"
#include "viewer/scene/text_format.h"
#include "viewer/scene/theme.h"
#include "viewer/ui/layer_list.h"
#include "viewer/ui/legend.h"
#include "viewer/ui/panel_parts.h"
#include "viewer/ui/panels.h"
#include "viewer/ui/plan_figures.h"
#include "viewer/ui/rank_words.h"
#include "viewer/ui/shortcuts.h"

namespace catchment::viewer {

namespace {

Icon rank_icon(int rank) { return rank >= 4 ? Icon::kRank4 : rank == 3 ? Icon::kRank3 : rank == 2 ? Icon::kRank2 : Icon::kRank1; }

void draw_title(const State& state, const Tab& tab) {
  const Scenario& s = tab.document->scenario();
  const auto& p = colours(state);
  ImGui::PushFont(fonts().bold);
  ImGui::PushTextWrapPos(0);
  ImGui::TextUnformatted(tab.document->title().in(state.chinese).c_str());
  ImGui::PopTextWrapPos();
  ImGui::PopFont();
  const std::string& place = state.chinese ? (s.place_name_zh.empty() ? s.place_name_en : s.place_name_zh) : (s.place_name_en.empty() ? s.place_name_zh : s.place_name_en);
  std::string line = place;
  if (!s.date.empty()) line += (line.empty() ? "" : " · ") + s.date;
  ImGui::PushFont(fonts().small);
  ImGui::PushStyleColor(ImGuiCol_Text, u32(p.soft_ink));
  ImGui::PushTextWrapPos(0);
  if (!line.empty()) ImGui::TextUnformatted(line.c_str());
  ImGui::TextUnformatted(fmt::format(fmt::runtime(state.say("{} 人 · {} 处设施", "{} people · {} facilities")), scene::grouped(tab.document->live().figures().population()),
                                     scene::grouped(static_cast<std::int64_t>(tab.document->world().facilities.size())))
                             .c_str());
  ImGui::PopTextWrapPos();
  ImGui::PopStyleColor();
  ImGui::PopFont();
}

void draw_tools(State& state, const Tab& tab) {
  const float gap = px(state, 4);
  if (icon_button(state, "tool-select", Icon::kSelect, state.say("选择和移动", "Select and move"), shortcut_text(Action::kSelectTool, state.chinese), state.tool == Tool::kSelect))
    state.ask(SetTool{Tool::kSelect, state.new_rank});
  for (int rank = 4; rank >= 1; --rank) {
    ImGui::SameLine(0, rank == 4 ? px(state, 12) : gap);
    const bool on = state.tool == Tool::kAddFacility && state.new_rank == rank;
    const std::string what = fmt::format(fmt::runtime(state.say("新增{}：在地图上点击放置", "Add a {}: click on the map to place it")), rank_word(tab.document->scenario(), rank, state.chinese));
    if (icon_button(state, fmt::format("tool-add-{}", rank).c_str(), rank_icon(rank), what, shortcut_text(Action::kAddTool, state.chinese), on))
      state.ask(on ? SetTool{Tool::kSelect, rank} : SetTool{Tool::kAddFacility, rank});
  }
  ImGui::SameLine(0, px(state, 12));
  if (icon_button(state, "tool-measure", Icon::kRuler, state.say("量距", "Measure"), shortcut_text(Action::kMeasureTool, state.chinese), state.tool == Tool::kMeasure))
    state.ask(state.tool == Tool::kMeasure ? SetTool{Tool::kSelect, state.new_rank} : SetTool{Tool::kMeasure, state.new_rank});
}

/// A row per level: which one is spoken of, and its cutoff, that can be edited.
void draw_levels(State& state, Tab& tab) {
  const LiveStudy& live = tab.document->live();
  const auto& p = colours(state);
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(px(state, 4), px(state, 2)));
  for (std::size_t l = 0; l < live.n_levels(); ++l) {
    const LevelSpec& spec = live.spec(l);
    const bool on = l == tab.level, seconds = spec.unit == CostUnit::kSeconds;
    const float width = ImGui::GetContentRegionAvail().x, field = px(state, 88), row = px(state, 30), pad = px(state, 8);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    ImGui::PushID(static_cast<int>(l));
    if (ImGui::InvisibleButton("level", {width - field - px(state, 8), row})) state.ask(SetLevel{l});
    note_item(fmt::format("level-{}", l));
    const bool hovered = ImGui::IsItemHovered();
    if (l < 4)
      tip(state, state.say("看这一级：地图、曲线和数字都随它", "Show this level: map, curve and figures follow"),
          shortcut_text(static_cast<Action>(static_cast<int>(Action::kLevel1) + static_cast<int>(l)), state.chinese));
    if (on || hovered) draw.AddRectFilled({at.x - pad, at.y}, {at.x + width - field, at.y + row}, on ? ImGui::GetColorU32(ImGuiCol_Header) : u32(shade(state, 0.05)), px(state, 4));
    const auto rank = static_cast<std::size_t>(std::clamp(spec.rank, 1, 4) - 1);
    draw_icon(draw, rank_icon(spec.rank), {at.x + px(state, 9), at.y + row / 2}, px(state, 16), u32(p.level[rank]));
    ImFont* font = on ? fonts().bold : fonts().text;
    const std::string name = scene::level_name(spec, state.chinese);
    const float room = width - field - px(state, 32);
    if (width_of(font, name) > room) font = fonts().small;
    put_text(draw, font, {at.x + px(state, 24), at.y + (row - font->FontSize) / 2}, u32(p.ink), cut_to(font, name, room));
    ImGui::SetCursorScreenPos({at.x + width - field, at.y + px(state, 2)});
    const double unit = seconds ? 60 : 1;
    const char* format = seconds ? state.say("%.4g 分钟", "%.4g min") : state.say("%.0f 米", "%.0f m");
    const auto cutoff = edit_number(state, "##cutoff", spec.cutoff / unit, seconds ? 1 : 50, seconds ? 0.25 : 10, seconds ? 240 : 50'000, format, field,
                                    scene::cost_text(spec.cutoff, spec.unit, state.chinese));
    note_item(fmt::format("cutoff-{}", l));
    tip(state, state.say("可达标准：拖动、滚轮，或双击输入", "Cutoff: drag, wheel, or double-click to type"));
    if (cutoff) {
      const double rounded = round_cutoff(*cutoff * unit, spec.unit);
      if (rounded != spec.cutoff) state.ask(ApplyStep{cutoff_step(*tab.document, l, rounded)});
    }
    ImGui::SetCursorScreenPos({at.x, at.y + row + px(state, 2)});
    ImGui::PopID();
  }
  ImGui::PopStyleVar();
}

/// Figures of all levels, a submenu for each level, figures of buildings: no longer than a screen however many levels there are.
void figure_menu(State& state, const Tab& tab) {
  const Scenario& scenario = tab.document->scenario();
  const auto figures = scene::figures_of(tab.document->base(), scenario);
  const auto item = [&](const scene::Figure& figure) {
    if (ImGui::MenuItem(fmt::format("{}###figure", scene::figure_title(figure, scenario, state.chinese)).c_str(), nullptr, figure == tab.figure)) state.ask(SetFigure{figure});
    note_item(fmt::format("figure-{}-{}", static_cast<int>(figure.kind), figure.level));
  };
  const auto with_id = [&](const scene::Figure& figure) {
    ImGui::PushID(static_cast<int>(figure.kind) * 64 + static_cast<int>(figure.level));
    item(figure);
    ImGui::PopID();
  };
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(px(state, 8), px(state, 8)));
  bool separated = false;
  for (const scene::Figure& figure : figures)
    if (figure.kind == scene::FigureKind::kLevels) with_id(figure);
  for (std::size_t l = 0; l < scenario.levels.size(); ++l) {
    if (std::none_of(figures.begin(), figures.end(), [&](const auto& f) { return scene::of_one_level(f.kind) && f.level == l; })) continue;
    const bool on = scene::of_one_level(tab.figure.kind) && tab.figure.level == l;
    if (on) ImGui::PushStyleColor(ImGuiCol_Text, u32(colours(state).accent));
    const bool open = ImGui::BeginMenu(fmt::format("{}###level-{}", scene::level_name(scenario.levels[l], state.chinese), l).c_str());
    if (on) ImGui::PopStyleColor();
    if (!open) note_item(fmt::format("figures-of-{}", l));
    if (!open) continue;
    for (const scene::Figure& figure : figures)
      if (scene::of_one_level(figure.kind) && figure.level == l) with_id(figure);
    ImGui::EndMenu();
  }
  for (const scene::Figure& figure : figures) {
    if (figure.kind == scene::FigureKind::kLevels || scene::of_one_level(figure.kind)) continue;
    if (!separated) ImGui::Separator();
    separated = true;
    with_id(figure);
  }
  ImGui::PopStyleVar();
}

/// With a way back to the layers as they were, at its right end: where no other control ever stands.
void layers_heading(State& state, Tab& tab) {
  heading(state, state.say("图层", "Layers"));
  if (tab.layers == scene::default_layers()) return;
  const ImVec2 from = ImGui::GetItemRectMin(), to = ImGui::GetItemRectMax(), next = ImGui::GetCursorScreenPos();
  const char* words = state.say("恢复默认", "Reset");
  const float width = width_of(fonts().small, words) + px(state, 8), height = to.y - from.y + px(state, 4);
  ImGui::SetCursorScreenPos({next.x + ImGui::GetContentRegionAvail().x - width, from.y - px(state, 2)});
  const ImVec2 at = ImGui::GetCursorScreenPos();
  if (ImGui::InvisibleButton("layers-default", {width, height})) tab.layers = scene::default_layers();
  note_item("layers-default");
  put_text(*ImGui::GetWindowDrawList(), fonts().small, {at.x + px(state, 4), from.y}, u32(ImGui::IsItemHovered() ? colours(state).ink : colours(state).accent), words);
  tip(state, state.say("图层的次序、显示和透明度恢复到打开时", "Order, visibility and opacity of the layers as they were at first"));
  ImGui::SetCursorScreenPos(next);
}

/// The figure that colours the map, how it is classed, and its legend below.
void draw_theme(State& state, Tab& tab) {
  const Scenario& scenario = tab.document->scenario();
  ImGui::SetNextItemWidth(-1);
  if (begin_combo(state, "##figure", scene::figure_title(tab.figure, scenario, state.chinese).c_str())) {
    figure_menu(state, tab);
    ImGui::EndCombo();
  }
  note_item("figure");
  if (scene::is_classed(tab.figure.kind)) {
    static const std::array<Name, 4> kMethods{{{"分位数", "Quantiles"}, {"等距", "Equal steps"}, {"自然断点", "Natural breaks"}, {"标准值", "Standard values"}}};
    scene::Classing classing = tab.classing;
    const float count = px(state, 84), gap = px(state, 8);
    ImGui::SetNextItemWidth(ImGui::GetContentRegionAvail().x - count - gap);
    if (begin_combo(state, "##method", kMethods[static_cast<std::size_t>(classing.method)].in(state.chinese).c_str())) {
      for (std::size_t m = 0; m < kMethods.size(); ++m)
        if (ImGui::Selectable(kMethods[m].in(state.chinese).c_str(), static_cast<std::size_t>(classing.method) == m)) {
          classing.method = static_cast<scene::ClassMethod>(m);
          state.ask(SetClassing{classing});
        }
      ImGui::EndCombo();
    }
    note_item("method");
    ImGui::SameLine(0, gap);
    if (icon_button(state, "fewer-classes", Icon::kMinus, state.say("少一类", "One class fewer"), "", false, classing.classes > 2, 26)) {
      --classing.classes;
      state.ask(SetClassing{classing});
    }
    ImGui::SameLine(0, 0);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const std::string number = std::to_string(tab.classing.classes);
    put_text(*ImGui::GetWindowDrawList(), fonts().text, {at.x + (px(state, 24) - width_of(fonts().text, number)) / 2, at.y + px(state, 5)}, u32(colours(state).ink), number);
    ImGui::Dummy({px(state, 24), px(state, 26)});
    ImGui::SameLine(0, 0);
    if (icon_button(state, "more-classes", Icon::kPlus, state.say("多一类", "One class more"), "", false, classing.classes < 7, 26)) {
      ++classing.classes;
      state.ask(SetClassing{classing});
    }
  }
  draw_legend(state, tab);
}

}  // namespace

void draw_left_panel(State& state) {
  Tab* tab = state.tab();
  const PanelLayout layout = layout_of(state);
  state.map.panel_px[0] = tab != nullptr ? layout.left : 0;
  if (tab == nullptr) return;
  if (!state.windows.left) {
    if (hidden_handle(state, "show-left", Edge::kLeft, state.say("显示左侧面板", "Show the left panel"), shortcut_text(Action::kLeftPanel, state.chinese))) state.windows.left = true;
    return;
  }
  const float height = ImGui::GetIO().DisplaySize.y - layout.top - layout.bottom;
  begin_panel(state, "##left", {0, layout.top}, {layout.left, height}, Edge::kLeft);
  ImGui::PushID(tab);
  draw_title(state, *tab);
  draw_tools(state, *tab);
  if (tab->document->live().n_levels() > 0) {
    heading(state, state.say("服务层级与标准", "Levels and their cutoffs"));
    draw_levels(state, *tab);
  }
  heading(state, state.say("地图显示", "What the map shows"));
  draw_theme(state, *tab);
  draw_symbol_legend(state, *tab);
  layers_heading(state, *tab);
  draw_layer_list(state, *tab);
  ImGui::PushFont(fonts().small);
  ImGui::PushStyleColor(ImGuiCol_Header, 0U);
  const bool open = ImGui::TreeNodeEx(state.say("筛选###filters", "Filters###filters"), ImGuiTreeNodeFlags_NoTreePushOnOpen | ImGuiTreeNodeFlags_SpanAvailWidth);
  ImGui::PopStyleColor();
  ImGui::PopFont();
  note_item("filters");
  if (open) draw_layer_filters(state, *tab);
  ImGui::PopID();
  end_panel();
}

}  // namespace catchment::viewer
