#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "sim/scenario/parse.h"
#include "viewer/scene/colour.h"
#include "viewer/scene/study_view.h"
#include "viewer/scene/text_format.h"
#include "viewer/scene/theme.h"
#include "viewer/ui/panels.h"
#include "viewer/ui/rank_words.h"
#include "viewer/ui/window_parts.h"

// The card beside the cursor: what lies there, in a few lines.
namespace catchment::viewer {

using namespace parts;

namespace {

std::string persons_text(const State& state, std::int64_t n) {
  return state.chinese ? scene::grouped(n) + " 人" : scene::grouped(n) + (n == 1 ? " person" : " people");
}

void pair_row(const State& state, const std::string& what, const std::string& value) {
  soft_text(state, what);
  ImGui::SameLine(px(state, 104));
  text(value);
}

/// "travel cost / cutoff" of each level with a tick or a cross, so that hue alone says nothing.
void level_rows(const State& state, const Tab& tab, std::uint32_t demand) {
  const LiveStudy& live = tab.document->live();
  const auto& p = colours(state);
  for (std::size_t k = 0; k < live.n_levels(); ++k) {
    const LevelSpec& spec = live.spec(k);
    const auto cost = live.nearest_cost(k);
    const auto backup = live.backup(k);
    if (demand >= cost.size() || demand >= backup.size()) continue;
    const bool covered = backup[demand] > 0;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float line = ImGui::GetTextLineHeight();
    ImDrawList* draw = ImGui::GetWindowDrawList();
    const ImVec2 c{at.x + px(state, 6), at.y + line / 2};
    if (covered) tick(draw, c, px(state, 5), u32(p.served));
    else cross(draw, c, px(state, 4), u32(p.out_of_reach));
    ImGui::SetCursorScreenPos({at.x + px(state, 20), at.y});
    text(scene::level_name(spec, state.chinese));
    ImGui::SameLine(px(state, 104));
    text(cost_words(state, cost[demand], spec.unit));
    ImGui::SameLine(0, px(state, 4));
    soft_text(state, "/ " + scene::cost_text(spec.cutoff, spec.unit, state.chinese));
  }
}

void theme_row(const State& state, const Tab& tab, std::uint32_t demand) {
  if (!tab.theming || tab.figure.kind == scene::FigureKind::kNone) return;
  const scene::ThemeFigures& figures = tab.theming->figures();
  if (demand >= figures.of.size() || figures.title.empty()) return;
  const int c = figures.of[demand];
  std::string value = state.say("无数据", "no data");
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float line = ImGui::GetTextLineHeight(), box = px(state, 12);
  if (c >= 0 && static_cast<std::size_t>(c) < figures.classes.size()) {
    const auto& cls = figures.classes[static_cast<std::size_t>(c)];
    value = cls.label;
    ImGui::GetWindowDrawList()->AddRectFilled({at.x, at.y + (line - box) / 2}, {at.x + box, at.y + (line + box) / 2}, u32(cls.fill), px(state, 2));
  }
  ImGui::SetCursorScreenPos({at.x + px(state, 20), at.y});
  soft_text(state, figures.title);
  if (scene::is_classed(tab.figure.kind) && !scene::needs_base(tab.figure.kind)) {
    const scene::StudyView view = scene::view_of(tab.document->live(), tab.splits);
    if (const auto exact = tab.theming->value(demand, view, nullptr)) {
      if (tab.figure.kind == scene::FigureKind::kCost && tab.figure.level < tab.document->live().n_levels())
        value = scene::cost_text(*exact, tab.document->live().spec(tab.figure.level).unit, state.chinese);
      else
        value = std::abs(*exact) >= 1000 ? scene::grouped(std::llround(*exact)) : scene::decimal(*exact, 1);
    }
  }
  ImGui::SetCursorScreenPos({at.x + px(state, 20), ImGui::GetCursorScreenPos().y});
  text(value);
}

void demand_card(const State& state, const Tab& tab, std::uint32_t index) {
  const DemandPoint& point = tab.document->world().demand[index];
  pair_row(state, state.say("居民", "Residents"), persons_text(state, point.persons));
  if (!point.inside) soft_text(state, state.say("在研究范围以外，不计入", "Outside the study area, not counted"));
  gap(state, 2);
  level_rows(state, tab, index);
  gap(state, 2);
  theme_row(state, tab, index);
}

void building_card(const State& state, const Tab& tab, std::uint32_t index) {
  const World& world = tab.document->world();
  const Building& b = world.buildings[index];
  pair_row(state, state.say("层数", "Floors"), std::to_string(b.floors));
  if (b.residents > 0) pair_row(state, state.say("居民", "Residents"), persons_text(state, b.residents));
  if (b.workers > 0) pair_row(state, state.say("就业", "Workers"), persons_text(state, b.workers));
}

void facility_card(const State& state, const Tab& tab, std::uint32_t index) {
  const Facility& f = tab.document->world().facilities[index];
  pair_row(state, state.say("层级", "Level"), rank_word(tab.document->scenario(), f.level, state.chinese));
  pair_row(state, state.say("名额", "Capacity"), f.capacity < 0 ? std::string(state.say("不限", "unlimited")) : scene::grouped(f.capacity));
  if (f.staff > 0) pair_row(state, state.say("人员", "Staff"), scene::grouped(f.staff));
  pair_row(state, state.say("状态", "State"),
           f.status == FacilityStatus::kExisting ? state.say("现有", "existing")
           : f.status == FacilityStatus::kProposed ? state.say("拟建", "proposed") : state.say("已关闭", "closed"));
  if (f.hours.any()) pair_row(state, state.say("开放", "Hours"), format_opening_hours(f.hours));
}

void gate_card(const State& state, const Tab& tab, std::uint32_t index) {
  const Gate& g = tab.document->world().streets.gates[index];
  const auto words = [&state](GateState s) {
    return s == GateState::kOpen ? state.say("开放", "open") : s == GateState::kResidentsOnly ? state.say("仅居民", "residents only") : state.say("关闭", "closed");
  };
  pair_row(state, state.say("状态", "State"), words(g.state));
  if (g.hours.any()) {
    pair_row(state, state.say("时段", "Hours"), format_opening_hours(g.hours));
    pair_row(state, state.say("其余时间", "Other times"), words(g.outside_hours));
  } else {
    pair_row(state, state.say("时段", "Hours"), state.say("全天", "always"));
  }
}

}  // namespace

void draw_hover_card(State& state) {
  const Tab* tab = state.tab();
  if (!tab || !tab->document || tab->hover.kind == ThingKind::kNone || ImGui::GetIO().WantCaptureMouse || sheet_open(state)) return;
  const Thing thing = tab->hover;
  const World& world = tab->document->world();
  const auto there = [&thing](std::size_t n) { return thing.index < n; };
  if ((thing.kind == ThingKind::kDemand && !there(world.demand.size())) || (thing.kind == ThingKind::kBuilding && !there(world.buildings.size())) ||
      (thing.kind == ThingKind::kFacility && !there(world.facilities.size())) || (thing.kind == ThingKind::kGate && !there(world.streets.gates.size())))
    return;

  // Right below the cursor; on the other side of it where the screen or a panel ends. The size is the last frame's.
  static ImVec2 size{0, 0};
  const ImVec2 mouse = ImGui::GetIO().MousePos, screen = ImGui::GetIO().DisplaySize;
  const float off = px(state, 18);
  ImVec2 at{mouse.x + off, mouse.y + off};
  if (at.x + size.x > screen.x - static_cast<float>(state.map.panel_px[2])) at.x = mouse.x - off - size.x;
  if (at.y + size.y > screen.y - static_cast<float>(state.map.panel_px[3])) at.y = mouse.y - off - size.y;
  at.x = std::max(at.x, 0.0f), at.y = std::max(at.y, 0.0f);
  // Pushed back onto a small screen it might lie under the cursor: rather beside it.
  if (mouse.x >= at.x && mouse.x < at.x + size.x && mouse.y >= at.y && mouse.y < at.y + size.y) at = {mouse.x + off, mouse.y + off};

  ImGui::SetNextWindowPos(at);
  ImGui::SetNextWindowBgAlpha(0.97f);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {px(state, 12), px(state, 8)});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, px(state, 8));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 1.0f);
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {px(state, 8), px(state, 3)});
  ImGui::PushStyleColor(ImGuiCol_WindowBg, u32(colours(state).panel));
  ImGui::PushStyleColor(ImGuiCol_Border, u32(colours(state).hairline));
  ImGui::Begin("##hover", nullptr, ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoInputs | ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoNav |
                                       ImGuiWindowFlags_NoFocusOnAppearing | ImGuiWindowFlags_AlwaysAutoResize);
  {
    const std::string name = document::name_of(world, thing, state.chinese);
    const ImVec2 c = ImGui::GetCursorScreenPos();
    const int rank = thing.kind == ThingKind::kFacility ? world.facilities[thing.index].level : 0;
    thing_icon(state, ImGui::GetWindowDrawList(), {c.x + px(state, 6), c.y + ImGui::GetTextLineHeight() / 2}, px(state, 6), thing.kind, rank);
    ImGui::SetCursorScreenPos({c.x + px(state, 20), c.y});
    text(name.empty() ? kind_name(state, thing.kind) : name);
    const FontScope small(fonts().small);
    if (!name.empty()) {
      ImGui::SetCursorScreenPos({c.x + px(state, 20), ImGui::GetCursorScreenPos().y});
      soft_text(state, kind_name(state, thing.kind));
    }
    gap(state, 2);
    switch (thing.kind) {
      case ThingKind::kDemand: demand_card(state, *tab, thing.index); break;
      case ThingKind::kBuilding: building_card(state, *tab, thing.index); break;
      case ThingKind::kFacility: facility_card(state, *tab, thing.index); break;
      case ThingKind::kGate: gate_card(state, *tab, thing.index); break;
      default: break;
    }
  }
  size = ImGui::GetWindowSize();
  note_place("hover card", ImGui::GetWindowPos(), {ImGui::GetWindowPos().x + size.x, ImGui::GetWindowPos().y + size.y});
  ImGui::End();
  ImGui::PopStyleColor(2);
  ImGui::PopStyleVar(4);
}

}  // namespace catchment::viewer
