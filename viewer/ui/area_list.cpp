#include "viewer/ui/area_list.h"

#include <algorithm>

#include <fmt/format.h>

#include "viewer/scene/text_format.h"
#include "viewer/ui/panel_parts.h"
#include "viewer/ui/plan_figures.h"

namespace catchment::viewer {

namespace {

const char* area_word(const State& state, int level) {
  switch (level) {
    case 0: return state.say("各市", "Cities");
    case 1: return state.say("各区", "Districts");
    case 2: return state.say("各街道", "Sub-districts");
    case 3: return state.say("各社区", "Communities");
    default: return state.say("各小区", "Quarters");
  }
}

void area_row(State& state, Tab& tab, const AreaBar& bar) {
  const auto& p = colours(state);
  const float width = ImGui::GetContentRegionAvail().x, row = px(state, 26), pad = px(state, 8);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const Thing thing{ThingKind::kArea, bar.area};
  ImGui::PushID(static_cast<int>(bar.area));
  if (ImGui::InvisibleButton("area", {width, row})) {
    state.ask(FlyTo{document::box_of(tab.document->world(), thing)});
    state.ask(SelectThings{{thing}, false});
  }
  note_item(fmt::format("area-{}", bar.area));
  const bool hovered = ImGui::IsItemHovered(), selected = std::find(tab.selection.begin(), tab.selection.end(), thing) != tab.selection.end();
  const std::string name = document::name_of(tab.document->world(), thing, state.chinese);
  if (hovered)
    tip(state, fmt::format(fmt::runtime(state.say("{0}：{1} 人中 {2} 人可达（之前 {3}）", "{0}: {1} people, {2} within reach (before {3})")), name, scene::grouped(bar.persons),
                           scene::grouped(bar.covered), scene::grouped(bar.base_covered)));
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  if (hovered || selected) draw.AddRectFilled({at.x - pad, at.y}, {at.x + width + pad, at.y + row}, selected ? ImGui::GetColorU32(ImGuiCol_Header) : u32(shade(state, 0.05)), px(state, 4));
  ImFont* small = fonts().small;
  const float share_width = px(state, 46), bar_width = px(state, 92), y = at.y + (row - small->FontSize) / 2;
  const float bar_x = at.x + width - share_width - bar_width, name_width = bar_x - at.x - px(state, 8);
  put_text(draw, small, {at.x, y}, u32(p.ink), cut_to(small, name, name_width));
  const float top = at.y + row / 2 - px(state, 4), bottom = at.y + row / 2 + px(state, 4);
  const auto shown = static_cast<float>(rolled(state, ImGui::GetID("share"), bar.share()));
  draw.AddRectFilled({bar_x, top}, {bar_x + bar_width, bottom}, u32(shade(state, 0.10)), px(state, 2));
  if (shown > 0) draw.AddRectFilled({bar_x, top}, {bar_x + std::max(px(state, 2), bar_width * shown), bottom}, u32(p.served), px(state, 2));
  if (bar.covered != bar.base_covered) {
    const float tick = bar_x + bar_width * static_cast<float>(bar.base_share());
    draw.AddRectFilled({tick - px(state, 1), top - px(state, 4)}, {tick + px(state, 1), bottom + px(state, 4)}, u32(p.ink));
  }
  put_text_right(draw, small, at.x + width, y, u32(p.ink), scene::percent(bar.share()));
  ImGui::PopID();
}

constexpr std::size_t kFoldFrom = 3;   ///< areas without anybody covered share a row from this many on

/// All areas where nobody is covered. -> it was clicked.
bool none_row(const State& state, const PlanFigures& f, std::size_t none, bool open) {
  const auto& p = colours(state);
  const float width = ImGui::GetContentRegionAvail().x, row = px(state, 26), pad = px(state, 8);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const bool clicked = ImGui::InvisibleButton("areas-none", {width, row});
  note_item("areas-none");
  std::int64_t persons = 0;
  for (std::size_t i = 0; i < none; ++i) persons += f.areas[i].persons;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  if (ImGui::IsItemHovered()) draw.AddRectFilled({at.x - pad, at.y}, {at.x + width + pad, at.y + row}, u32(shade(state, 0.05)), px(state, 4));
  tip(state, open ? state.say("收起", "Fold") : state.say("逐个列出", "List each of them"));
  ImFont* small = fonts().small;
  const float y = at.y + (row - small->FontSize) / 2;
  draw_icon(draw, open ? Icon::kChevronDown : Icon::kChevronRight, {at.x + px(state, 5), at.y + row / 2}, px(state, 10), u32(p.soft_ink));
  const std::string people = fmt::format(fmt::runtime(state.say("{} 人", "{} people")), scene::grouped(persons));
  put_text_right(draw, small, at.x + width, y, u32(p.soft_ink), people);
  const std::string words = fmt::format(fmt::runtime(state.say("{} 个片区为 0%", "{} areas at 0%")), none);
  put_text(draw, small, {at.x + px(state, 16), y}, u32(p.ink), cut_to(small, words, width - width_of(small, people) - px(state, 24)));
  return clicked;
}

}  // namespace

void draw_area_list(State& state, Tab& tab) {
  const PlanFigures& f = plan_figures(state, tab);
  if (f.areas.empty()) return;
  heading(state, fmt::format(fmt::runtime(state.say("{}可达份额 · 低者在前", "{} · share in reach, worst first")), area_word(state, f.area_level)));
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
  // A dozen rows that all say 0 % tell no more than one does.
  const auto none = static_cast<std::size_t>(std::find_if(f.areas.begin(), f.areas.end(), [](const AreaBar& a) { return a.covered > 0; }) - f.areas.begin());
  std::size_t from = 0;
  if (none >= kFoldFrom) {
    ImGuiStorage& memory = *ImGui::GetStateStorage();
    const ImGuiID id = ImGui::GetID("none-open");
    bool open = memory.GetBool(id, false);
    if (none_row(state, f, none, open)) memory.SetBool(id, open = !open);
    if (!open) from = none;
  }
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(f.areas.size() - from), px(state, 26));
  while (clipper.Step())
    for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) area_row(state, tab, f.areas[from + static_cast<std::size_t>(i)]);
  ImGui::PopStyleVar();
}

}  // namespace catchment::viewer
