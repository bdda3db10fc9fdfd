#include <algorithm>

#include "viewer/scene/colour.h"
#include "viewer/scene/text_format.h"
#include "viewer/scene/theme.h"
#include "viewer/ui/panel_parts.h"
#include "viewer/ui/panels.h"
#include "viewer/ui/why_words.h"
#include "viewer/ui/window_parts.h"

// Why is this building not served? One sentence, the levels, and what would mend it.
namespace catchment::viewer {

using namespace parts;

namespace {

void level_row(State& state, Tab& tab, std::size_t k) {
  const WhyLevel& level = tab.why->levels[k];
  const auto& p = colours(state);
  const float height = px(state, 32);
  const Row r = row(state, static_cast<int>(k), height, k == tab.why_level);
  note_item("why level " + std::to_string(k));
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const ImVec2 c{r.min.x + px(state, 16), r.min.y + height / 2};
  if (level.reason == WhyReason::kServed) tick(draw, c, px(state, 6), u32(p.served));
  else if (level.reason == WhyReason::kNoCapacity) {
    draw->AddRectFilled({c.x - px(state, 6), c.y - px(state, 6)}, {c.x + px(state, 6), c.y + px(state, 6)}, u32(p.no_capacity), px(state, 2));
    draw->AddLine({c.x - px(state, 6), c.y + px(state, 6)}, {c.x + px(state, 6), c.y - px(state, 6)}, u32(p.hatch), 1.5f);
  } else cross(draw, c, px(state, 5), u32(p.out_of_reach));
  const float y = r.min.y + (height - ImGui::GetFontSize()) / 2, width = r.max.x - r.min.x;
  text_in(draw, {r.min.x + px(state, 32), y}, width * 0.45f, u32(p.ink), scene::level_name(level.spec, state.chinese));
  text_in(draw, {r.min.x + width * 0.5f, y}, width * 0.5f - px(state, 8), u32(p.soft_ink),
          cost_words(state, level.cost, level.spec.unit) + " / " + scene::cost_text(level.spec.cutoff, level.spec.unit, state.chinese), true);
  if (r.clicked) tab.why_level = k;
}

void fix_rows(State& state, const World& world, const WhyLevel& level) {
  const float width = ImGui::GetContentRegionAvail().x, side = px(state, 88), room = width - side - px(state, 8);
  for (std::size_t k = 0; k < level.fixes.size(); ++k) {
    const WhyFix& fix = level.fixes[k];
    const Name words = fix_words(level, fix);
    const std::string what = words.in(state.chinese), gain = fix_gain(world, level, fix).in(state.chinese);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    ImDrawList* draw = ImGui::GetWindowDrawList();
    float y = at.y + px(state, 2);
    y += lines_in(draw, {at.x, y}, room, u32(colours(state).ink), what, 2, px(state, 19));
    {
      const FontScope small(fonts().small);
      y += px(state, 2) + lines_in(draw, {at.x, y + px(state, 2)}, room, u32(colours(state).soft_ink), gain, 2, px(state, 16));
    }
    const float height = std::max(px(state, 38), y - at.y);
    ImGui::PushID(static_cast<int>(k));
    ImGui::SetCursorScreenPos(at);
    ImGui::Dummy({room, height});
    note_item("fix words " + std::to_string(k));
    tip(state, what + "\n" + gain);
    ImGui::SetCursorScreenPos({at.x + width - side, at.y + (height - px(state, 32)) / 2});
    if (button(state, state.say("采用", "Apply"), k == 0, side)) state.ask(ApplyStep{{fix.edits, std::nullopt, words}});
    note_item("fix " + std::to_string(k));
    ImGui::PopID();
    ImGui::SetCursorScreenPos({at.x, at.y + height + px(state, 8)});
    ImGui::Dummy({1, 1});
  }
}

}  // namespace

void draw_why_card(State& state) {
  Tab* tab = state.tab();
  if (!tab || !tab->document || !tab->why || tab->why->levels.empty()) return;
  const World& world = tab->document->world();
  const Why& why = *tab->why;
  if (why.point.value >= world.demand.size()) return;
  tab->why_level = std::min(tab->why_level, why.levels.size() - 1);
  const auto& inset = state.map.panel_px;
  const ImVec2 screen = ImGui::GetIO().DisplaySize;
  const float width = px(state, 376);
  // At the right of the map, beside the panel, where the way that it shows is least in its own shadow.
  const ImVec2 at{std::max(px(state, 16), screen.x - static_cast<float>(inset[2]) - width - px(state, 16)), static_cast<float>(inset[1]) + px(state, 16)};
  bool open = true;
  const Thing thing{ThingKind::kDemand, why.point.value};
  begin_card(state, "##why", document::name_of(world, thing, state.chinese), {at, {width, 0}, false}, &open);
  const WhyLevel& level = why.levels[tab->why_level];
  paragraph(state, why_sentence(world, why, level).in(state.chinese));
  if (!why.counted) paragraph(state, state.say("这里在研究范围以外，不计入总数。", "This lies outside the study area and is not counted."), true);
  gap(state, 4);
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
  for (std::size_t k = 0; k < why.levels.size(); ++k) level_row(state, *tab, k);
  ImGui::PopStyleVar();
  gap(state, 4);
  rule(state);
  gap(state, 4);
  if (!level.fixes.empty()) {
    soft_text(state, fixes_heading(level).in(state.chinese));
    gap(state, 2);
    fix_rows(state, world, level);
  } else if (level.reason != WhyReason::kServed) {
    paragraph(state, level.reason == WhyReason::kNoCapacity ? state.say("没有单独一项改动能补上名额。", "No single change adds the places.")
                                                            : state.say("没有单独一项改动能让这里可达。", "No single change brings it within reach."), true);
  } else {
    paragraph(state, state.say("这一级没有要改的。", "Nothing to mend on this level."), true);
  }
  end_card();
  if (!open) state.ask(CloseWhy{});
}

}  // namespace catchment::viewer
