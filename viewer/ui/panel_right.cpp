#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <imgui_internal.h>

#include "viewer/scene/text_format.h"
#include "viewer/scene/theme.h"
#include "viewer/ui/area_list.h"
#include "viewer/ui/panel_parts.h"
#include "viewer/ui/panels.h"
#include "viewer/ui/plan_figures.h"
#include "viewer/ui/selection_card.h"
#include "viewer/ui/shortcuts.h"

namespace catchment::viewer {

namespace {

std::string signed_text(std::int64_t n) { return (n > 0 ? "+" : n < 0 ? "−" : "±") + scene::grouped(n < 0 ? -n : n); }

double share_of(std::int64_t part, std::int64_t whole) { return whole > 0 ? static_cast<double>(part) / static_cast<double>(whole) : std::nan(""); }

/// How far the figures on the screen can be trusted: they are exact at every moment; only the sharing out of places waits for the hand.
void draw_badge(const State& state, const Tab& tab) {
  const auto& p = colours(state);
  ImFont* small = fonts().small;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  put_text(draw, small, at, u32(p.soft_ink), state.say("当前方案", "Current plan"));
  const char* words = state.map.holding_base ? state.say("改动之前", "before the changes")
                      : tab.split_pending    ? state.say("精确 · 名额松手后分配", "exact · capacity on release")
                                             : state.say("精确", "exact");
  const float text = width_of(small, words), pad = px(state, 6), height = px(state, 20);
  const ImVec2 from{at.x + width - text - pad * 2 - px(state, 16), at.y - px(state, 3)}, to{at.x + width, at.y - px(state, 3) + height};
  draw.AddRectFilled(from, to, tab.split_pending || state.map.holding_base ? u32(p.no_capacity, 0.22) : ImGui::GetColorU32(ImGuiCol_Header), px(state, 4));
  draw_icon(draw, tab.split_pending || state.map.holding_base ? Icon::kHistory : Icon::kTick, {from.x + pad + px(state, 5), (from.y + to.y) / 2}, px(state, 10), u32(p.ink));
  put_text(draw, small, {from.x + pad + px(state, 14), from.y + (height - small->FontSize) / 2}, u32(p.ink), words);
  ImGui::Dummy({width, height});
  note_item("exact-badge");
  tip(state, tab.split_pending ? state.say("可达人数每一刻都精确；名额的分配在松手后计算", "Who is in reach is exact at every moment; capacity is shared out once you let go")
                               : state.say("与命令行 catchment run 的数字逐位相同", "The same digits as catchment run gives"));
}

/// The people within reach on every level, large, two in a row.
void draw_level_figures(State& state, Tab& tab) {
  const LiveStudy& live = tab.document->live();
  const LiveFigures& figures = live.figures();
  const auto& base = tab.document->base_figures();
  const auto& p = colours(state);
  const std::size_t n = live.n_levels();
  if (n == 0) return;
  const std::size_t columns = n == 1 ? 1 : 2;
  const float gap = px(state, 8), all = ImGui::GetContentRegionAvail().x, width = (all - gap * static_cast<float>(columns - 1)) / static_cast<float>(columns), height = px(state, 80);
  const ImVec2 begin = ImGui::GetCursorScreenPos();
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  ImFont* small = fonts().small;
  for (std::size_t l = 0; l < n; ++l) {
    const ImVec2 at{begin.x + static_cast<float>(l % columns) * (width + gap), begin.y + static_cast<float>(l / columns) * (height + gap)};
    const LevelSpec& spec = live.spec(l);
    const std::int64_t covered = state.map.holding_base ? base[l].persons_covered : figures.levels()[l].persons_covered;
    const std::int64_t change = covered - base[l].persons_covered;
    ImGui::PushID(static_cast<int>(l));
    ImGui::SetCursorScreenPos(at);
    if (ImGui::InvisibleButton("figure", {width, height})) state.ask(SetLevel{l});
    note_item(fmt::format("figure-level-{}", l));
    const bool on = l == tab.level, hovered = ImGui::IsItemHovered();
    tip(state, fmt::format(fmt::runtime(state.say("{}：{}以内 {} 人，之前 {} 人", "{}: {} people within {}, before {}")), scene::level_name(spec, state.chinese),
                           state.chinese ? scene::cost_text(spec.cutoff, spec.unit, true) : scene::grouped(covered),
                           state.chinese ? scene::grouped(covered) : scene::cost_text(spec.cutoff, spec.unit, false), scene::grouped(base[l].persons_covered)));
    draw.AddRectFilled(at, {at.x + width, at.y + height}, on ? ImGui::GetColorU32(ImGuiCol_Header) : u32(shade(state, hovered ? 0.065 : 0.035)), px(state, 4));
    if (on) draw.AddRectFilled(at, {at.x + px(state, 3), at.y + height}, u32(p.accent), px(state, 4), ImDrawFlags_RoundCornersLeft);
    const float x = at.x + px(state, 10), end = at.x + width - px(state, 8);
    const std::string cutoff = scene::cost_text(spec.cutoff, spec.unit, state.chinese);
    const float cutoff_width = width_of(small, cutoff);
    put_text_right(draw, small, end, at.y + px(state, 7), u32(p.soft_ink), cutoff);
    put_text(draw, small, {x, at.y + px(state, 7)}, u32(on ? p.ink : p.soft_ink), cut_to(small, scene::level_name(spec, state.chinese), end - x - cutoff_width - px(state, 6)));
    const std::string number = scene::grouped(rolled(state, ImGui::GetID("covered"), covered));
    ImFont* large = width_of(fonts().large, number) <= end - x ? fonts().large : fonts().bold;
    put_text(draw, large, {x, at.y + px(state, 40) - large->FontSize / 2}, u32(p.ink), number);
    const std::string share = scene::percent(share_of(covered, figures.population()));
    put_text(draw, small, {x, at.y + px(state, 59)}, u32(p.ink), share);
    put_change(state, draw, end, at.y + px(state, 59), change, signed_text(change));
    ImGui::PopID();
  }
  ImGui::SetCursorScreenPos({begin.x, begin.y + static_cast<float>((n + columns - 1) / columns) * (height + gap) - gap});
  ImGui::Dummy({all, px(state, 2)});
}

/// One figure in a line: its name, its value, its change.
void figure_row(const State& state, const std::string& name, const std::string& value, std::int64_t change, const std::string& change_text, bool with_change = true) {
  const auto& p = colours(state);
  ImFont *small = fonts().small, *text = fonts().text;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x, change_x = at.x + width, value_x = at.x + width - px(state, 84), row = px(state, 22);
  put_text(draw, small, {at.x, at.y + (row - small->FontSize) / 2 + px(state, 1)}, u32(p.soft_ink), cut_to(small, name, value_x - at.x - width_of(text, value) - px(state, 8)));
  put_text_right(draw, text, value_x, at.y + (row - text->FontSize) / 2, u32(p.ink), value);
  if (with_change) put_change(state, draw, change_x, at.y + (row - small->FontSize) / 2 + px(state, 1), change, change_text);
  ImGui::Dummy({width, row});
}

void draw_plan_rows(State& state, Tab& tab) {
  const LiveStudy& live = tab.document->live();
  const LiveFigures& figures = live.figures();
  const PlanFigures& f = plan_figures(state, tab);
  const LevelSpec& spec = live.spec(tab.level);
  const auto& level = figures.levels()[tab.level];
  heading(state, scene::level_name(spec, state.chinese) + " · " + state.say("与改动前相比", "against the plan before"));
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
  const std::string people = state.say(" 人", "");
  figure_row(state, state.say("新覆盖", "Gained"), scene::grouped(rolled(state, ImGui::GetID("gained"), level.gained)) + people, level.gained, signed_text(level.gained), level.gained > 0);
  figure_row(state, state.say("失去", "Lost"), scene::grouped(rolled(state, ImGui::GetID("lost"), level.lost)) + people, -level.lost, signed_text(-level.lost), level.lost > 0);
  if (live.n_levels() > 1) {
    const std::int64_t change = figures.joint_persons() - f.base_joint;
    figure_row(state, state.say("各级全部可达", "In reach of all levels"), scene::grouped(rolled(state, ImGui::GetID("joint"), figures.joint_persons())) + people, change, signed_text(change));
  }
  {
    const double now = f.worst_tenth, before = f.base_worst_tenth;
    // Told to a tenth of a minute or a metre, so the change is that of what is told.
    const double unit = spec.unit == CostUnit::kSeconds ? 6 : 1;
    const auto change = static_cast<std::int64_t>(std::llround(now / unit) - std::llround(before / unit));
    const std::string text = (change > 0 ? "+" : "−") + scene::cost_text(std::abs(static_cast<double>(change)) * unit, spec.unit, state.chinese);
    // Less is better here: the arrow tells the direction, the colour whether it is for the better.
    const auto& p = colours(state);
    figure_row(state, state.say("最远十分之一，平均", "Farthest tenth, mean"), now > 0 ? scene::cost_text(now, spec.unit, state.chinese) : "–", 0, "", false);
    if (change != 0) {
      ImDrawList& draw = *ImGui::GetWindowDrawList();
      const ImVec2 to = ImGui::GetItemRectMax();
      const float y = to.y - px(state, 22) + (px(state, 22) - fonts().small->FontSize) / 2 + px(state, 1), width = width_of(fonts().small, text);
      put_text_right(draw, fonts().small, to.x, y, u32(p.ink), text);
      draw_icon(draw, change > 0 ? Icon::kTriangleUp : Icon::kTriangleDown, {to.x - width - px(state, 8), y + fonts().small->FontSize / 2}, px(state, 10), u32(change > 0 ? p.no_capacity : p.accent));
    }
  }
  if (f.cost.stated) {
    figure_row(state, state.say("方案建设费", "Cost to build"), money_text(f.cost.fixed_fen, state.chinese), 0, "", false);
    figure_row(state, state.say("年运行费变化", "Change of yearly cost"), fmt::format("{}{}", f.cost.running_fen > 0 ? "+" : "", money_text(f.cost.running_fen, state.chinese)), 0, "", false);
  }
  ImGui::PopStyleVar();
}

/// Served, reached but no place, out of reach: as one bar and three rows, in the colours that they have everywhere.
void draw_split(State& state, Tab& tab) {
  const auto& p = colours(state);
  const LiveFigures& figures = tab.document->live().figures();
  const auto& level = figures.levels()[tab.level];
  const LevelCoverage* split = tab.level < tab.splits.size() ? tab.splits[tab.level] : nullptr;
  if (tab.split_pending) split = nullptr;
  heading(state, state.say("需求去向", "Where demand goes"));
  struct Part { const char* name; std::int64_t persons; scene::Colour fill; scene::Hatch hatch; };
  std::vector<Part> parts;
  if (split != nullptr) {
    parts = {{state.say("已服务", "Served"), split->persons_served, p.served, scene::Hatch::kNone},
             {state.say("可达但无名额", "Reached, no capacity"), split->persons_no_capacity, p.no_capacity, scene::Hatch::kDiagonal},
             {state.say("不可达", "Out of reach"), split->persons_out_of_reach, p.out_of_reach, scene::Hatch::kNone}};
  } else {
    parts = {{state.say("可达（名额松手后分配）", "Reached (capacity on release)"), level.persons_covered, p.served, scene::Hatch::kNone},
             {state.say("不可达", "Out of reach"), level.persons_out_of_reach, p.out_of_reach, scene::Hatch::kNone}};
  }
  std::int64_t total = 0;
  for (const Part& part : parts) total += part.persons;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x, height = px(state, 16);
  float x = at.x;
  for (const Part& part : parts) {
    const float to = total > 0 ? x + static_cast<float>(share_of(part.persons, total)) * width : x;
    if (to - x >= 0.5F) put_swatch(state, draw, {x, at.y}, {to, at.y + height}, part.fill, part.hatch, false);
    x = to;
  }
  ImGui::Dummy({width, height});
  note_item("split-bar");
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
  for (const Part& part : parts) {
    const ImVec2 row = ImGui::GetCursorScreenPos();
    const float h = px(state, 20), y = row.y + (h - fonts().small->FontSize) / 2;
    put_swatch(state, draw, {row.x, row.y + px(state, 4)}, {row.x + px(state, 12), row.y + h - px(state, 4)}, part.fill, part.hatch, false);
    put_text_right(draw, fonts().small, row.x + width, y, u32(p.soft_ink), scene::percent(share_of(part.persons, total)));
    const std::string persons = scene::grouped(part.persons);
    const float persons_x = row.x + width - px(state, 52);
    put_text_right(draw, fonts().small, persons_x, y, u32(p.ink), persons);
    put_text(draw, fonts().small, {row.x + px(state, 20), y}, u32(p.ink), cut_to(fonts().small, part.name, persons_x - width_of(fonts().small, persons) - row.x - px(state, 28)));
    ImGui::Dummy({width, h});
  }
  ImGui::PopStyleVar();
}

}  // namespace

void draw_right_panel(State& state) {
  Tab* tab = state.tab();
  const PanelLayout layout = layout_of(state);
  state.map.panel_px[2] = tab != nullptr ? layout.right : 0;
  if (tab == nullptr) return;
  if (!state.windows.right) {
    if (hidden_handle(state, "show-right", Edge::kRight, state.say("显示右侧面板", "Show the right panel"), shortcut_text(Action::kRightPanel, state.chinese))) state.windows.right = true;
    return;
  }
  const ImVec2 screen = ImGui::GetIO().DisplaySize;
  begin_panel(state, "##right", {screen.x - layout.right, layout.top}, {layout.right, screen.y - layout.top - layout.bottom}, Edge::kRight);
  ImGui::PushID(tab->document.get());
  draw_badge(state, *tab);
  draw_level_figures(state, *tab);
  draw_selection_card(state, *tab);
  if (tab->level < tab->document->live().n_levels()) {
    draw_plan_rows(state, *tab);
    draw_split(state, *tab);
    draw_area_list(state, *tab);
  }
  ImGui::PopID();
  end_panel();
}

}  // namespace catchment::viewer
