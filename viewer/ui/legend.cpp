#include "viewer/ui/legend.h"

#include <algorithm>

#include <fmt/format.h>
#include <imgui_internal.h>

#include "viewer/scene/text_format.h"
#include "viewer/ui/panel_parts.h"

namespace catchment::viewer {

namespace {

constexpr std::uint32_t bit(std::size_t k) { return k < 32 ? 1U << k : 0U; }

/// The classes' shares of the people as one bar.
void shares_bar(const State& state, const Tab& tab, std::int64_t total) {
  const auto& classes = tab.theming->figures().classes;
  const float width = ImGui::GetContentRegionAvail().x, height = px(state, 10);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  double sum = 0;
  for (std::size_t k = 0; k < classes.size(); ++k) {
    const double share = static_cast<double>(classes[k].persons) / static_cast<double>(total);
    const float from = at.x + static_cast<float>(sum) * width, to = at.x + static_cast<float>(sum + share) * width;
    sum += share;
    if (to - from < 0.5F) continue;
    scene::Colour fill = classes[k].fill;
    if ((tab.filter.classes & bit(k)) == 0) fill.a = 60;
    draw.AddRectFilled({from, at.y}, {to, at.y + height}, u32(fill));
    if (classes[k].hatch == scene::Hatch::kDiagonal) put_hatch(draw, {from, at.y}, {to, at.y + height}, u32(colours(state).hatch), px(state, 5), px(state, 1.4));
    if (state.map.class_under_cursor == static_cast<int>(k)) draw.AddRect({from, at.y - px(state, 2)}, {to, at.y + height + px(state, 2)}, u32(colours(state).ink), 0, 0, px(state, 1.5));
  }
  draw.AddRect(at, {at.x + width, at.y + height}, u32(shade(state, 0.2)));
  ImGui::Dummy({width, height + px(state, 2)});
}

void class_row(State& state, Tab& tab, std::size_t k, std::int64_t total) {
  const scene::ThemeClass& c = tab.theming->figures().classes[k];
  const auto& p = colours(state);
  const bool shown = (tab.filter.classes & bit(k)) != 0, under = state.map.class_under_cursor == static_cast<int>(k);
  const float width = ImGui::GetContentRegionAvail().x, height = px(state, 24);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  ImGui::PushID(static_cast<int>(k));
  if (ImGui::InvisibleButton("class", {width, height})) {
    const std::uint32_t all = tab.theming->figures().classes.size() >= 32 ? ~0U : bit(tab.theming->figures().classes.size()) - 1;
    if (ImGui::GetIO().KeyCtrl || ImGui::IsMouseDoubleClicked(0))
      tab.filter.classes = (tab.filter.classes & all) == bit(k) ? ~0U : bit(k) | ~all;   // alone; again: all
    else
      tab.filter.classes ^= bit(k);
  }
  note_item(fmt::format("legend-class-{}", k));
  const bool hovered = ImGui::IsItemHovered();
  tip(state, shown ? state.say("点击隐藏这一类；按住 Ctrl 点击只看这一类", "Click to leave this class out; Ctrl+click for it alone") : state.say("点击再显示这一类", "Click to show this class again"));
  ImGui::PopID();
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const float pad = px(state, 8);
  if (under || hovered) draw.AddRectFilled({at.x - pad, at.y}, {at.x + width + pad, at.y + height}, u32(shade(state, under ? 0.09 : 0.05)), px(state, 4));
  // What the cursor is over on the map.
  if (under) draw.AddTriangleFilled({at.x - px(state, 11), at.y + px(state, 7)}, {at.x - px(state, 11), at.y + px(state, 17)}, {at.x - px(state, 4), at.y + px(state, 12)}, u32(p.ink));
  scene::Colour fill = c.fill;
  if (!shown) fill.a = 50;
  put_swatch(state, draw, {at.x, at.y + px(state, 4)}, {at.x + px(state, 22), at.y + height - px(state, 4)}, fill, shown ? c.hatch : scene::Hatch::kNone);
  const ImU32 ink = u32(p.ink, shown ? 1 : 0.45), soft = u32(p.soft_ink, shown ? 1 : 0.55);
  ImFont *font = fonts().text, *small = fonts().small;
  const float text_y = at.y + (height - font->FontSize) / 2, small_y = at.y + (height - small->FontSize) / 2 + px(state, 1);
  const std::string share = total > 0 ? scene::percent(static_cast<double>(c.persons) / static_cast<double>(total)) : "";
  const float share_x = at.x + width, persons_x = share_x - px(state, 52);
  put_text_right(draw, small, share_x, small_y, soft, share);
  const std::string persons = scene::grouped(c.persons);
  put_text_right(draw, small, persons_x, small_y, ink, persons);
  const float label_x = at.x + px(state, 30), label_width = persons_x - width_of(small, persons) - px(state, 8) - label_x;
  ImFont* label_font = width_of(font, c.label) <= label_width ? font : small;
  put_text(draw, label_font, {label_x, label_font == font ? text_y : small_y}, ink, cut_to(label_font, c.label, label_width));
  if (!shown) {
    const float end = label_x + std::min(label_width, width_of(label_font, c.label));
    draw.AddLine({label_x, at.y + height / 2}, {end, at.y + height / 2}, soft, px(state, 1));
  }
}

}  // namespace

void draw_legend(State& state, Tab& tab) {
  const auto& figures = tab.theming->figures();
  if (figures.classes.empty()) return;
  std::int64_t total = 0;
  for (const auto& c : figures.classes) total += c.persons;
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(px(state, 8), px(state, 1)));
  ImGui::PushFont(fonts().small);
  if (!figures.note.empty()) {
    ImGui::PushStyleColor(ImGuiCol_Text, u32(colours(state).soft_ink));
    ImGui::PushTextWrapPos(0);
    ImGui::TextUnformatted(figures.note.c_str());
    ImGui::PopTextWrapPos();
    ImGui::PopStyleColor();
  }
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float end = at.x + ImGui::GetContentRegionAvail().x;
  put_text_right(*ImGui::GetWindowDrawList(), fonts().small, end, at.y, u32(colours(state).soft_ink), state.say("份额", "share"));
  put_text_right(*ImGui::GetWindowDrawList(), fonts().small, end - px(state, 52), at.y, u32(colours(state).soft_ink), state.say("人数", "persons"));
  // In the line of the heads, so that nothing moves when it comes and goes.
  const std::uint32_t all = figures.classes.size() >= 32 ? ~0U : bit(figures.classes.size()) - 1;
  if ((tab.filter.classes & all) != all) {
    const char* words = state.say("显示全部", "Show all");
    if (ImGui::InvisibleButton("legend-all", {width_of(fonts().small, words), fonts().small->FontSize})) tab.filter.classes = ~0U;
    note_item("legend-all");
    put_text(*ImGui::GetWindowDrawList(), fonts().small, at, u32(ImGui::IsItemHovered() ? colours(state).ink : colours(state).accent), words);
  } else {
    ImGui::Dummy({0, fonts().small->FontSize});
  }
  ImGui::PopFont();
  for (std::size_t k = 0; k < figures.classes.size(); ++k) class_row(state, tab, k, total);
  ImGui::Dummy({0, px(state, 4)});
  if (total > 0) shares_bar(state, tab, total);
  draw_density_key(state, tab);
  ImGui::PopStyleVar();
}

}  // namespace catchment::viewer
