#include <algorithm>
#include <cfloat>
#include <cmath>
#include <numbers>

#include <fmt/format.h>
#include <imgui_internal.h>

#include "viewer/scene/text_format.h"
#include "viewer/ui/chart_coverage.h"
#include "viewer/ui/panel_jobs.h"
#include "viewer/ui/panel_parts.h"
#include "viewer/ui/panels.h"
#include "viewer/ui/shortcuts.h"

namespace catchment::viewer {

namespace {

/// A bar of round metres at most `most_px` long.
void draw_scale_bar(const State& state, float right, float y, float most_px) {
  const auto& p = colours(state);
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const double metres = scene::round_down_nice(std::max(1e-6, static_cast<double>(most_px) * state.map.metres_per_px));
  const auto length = static_cast<float>(metres / state.map.metres_per_px);
  const std::string text = metres >= 1000 ? scene::decimal(metres / 1000, 1) + state.say(" 公里", " km") : scene::decimal(metres, metres < 1 ? 2 : 1) + state.say(" 米", " m");
  const float from = std::floor(right - length), to = std::floor(right), thick = px(state, 2);
  put_text_right(draw, fonts().small, from - px(state, 8), y + px(state, 4) - fonts().small->FontSize / 2, u32(p.ink), text);
  draw.AddRectFilled({from, y + px(state, 4) - thick / 2}, {to, y + px(state, 4) + thick / 2}, u32(p.ink));
  for (const float x : {from, to - thick}) draw.AddRectFilled({x, y}, {x + thick, y + px(state, 8)}, u32(p.ink));
  note_place("scale-bar", {from, y}, {to, y + px(state, 8)});
}

void draw_coordinates(const State& state, const Tab& tab, float right, float y, float width) {
  const auto& p = colours(state);
  ImFont* small = fonts().small;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const std::string& crs = tab.document->base().crs;
  std::string metres = cut_to(small, crs, width), degrees;
  if (state.map.cursor) {
    metres = fmt::format("{:.1f}, {:.1f}", state.map.cursor->x, state.map.cursor->y);
    const std::string with_crs = crs + "  " + metres;
    if (width_of(small, with_crs) <= width) metres = with_crs;
    if (state.map.cursor_lonlat) {
      const double lon = (*state.map.cursor_lonlat)[0], lat = (*state.map.cursor_lonlat)[1];
      degrees = fmt::format("{:.5f}° {}  {:.5f}° {}", std::abs(lat), lat < 0 ? "S" : "N", std::abs(lon), lon < 0 ? "W" : "E");
      if (width_of(small, "WGS 84  " + degrees) <= width) degrees = "WGS 84  " + degrees;
    }
  }
  put_text_right(draw, small, right, y, u32(p.ink), metres);
  put_text_right(draw, small, right, y + px(state, 18), u32(p.soft_ink), degrees);
}

/// The arrow turns with the map; its letter stands upright at the arrow's tip.
bool north_button(const State& state, float angle, bool turned) {
  const float side = px(state, 30);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const bool pressed = ImGui::InvisibleButton("north", {side, side});
  const bool hovered = ImGui::IsItemHovered(), held = ImGui::IsItemActive();
  note_item("north");
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const auto& p = colours(state);
  if (turned || hovered || held)
    draw.AddRectFilled(at, {at.x + side, at.y + side}, turned ? ImGui::GetColorU32(ImGuiCol_Header) : u32(shade(state, held ? 0.15 : 0.08)), px(state, 4));
  const ImU32 ink = u32(turned ? p.accent : hovered ? p.ink : p.soft_ink);
  const ImVec2 middle{at.x + side / 2, at.y + side / 2}, up{std::sin(angle), -std::cos(angle)};
  draw_icon(draw, Icon::kNorth, {middle.x - up.x * px(state, 5), middle.y - up.y * px(state, 5)}, px(state, 15), ink, angle);
  ImFont* font = fonts().small;
  const float size = font->FontSize * (state.chinese ? 0.82F : 0.88F);
  const char* letter = state.say("北", "N");
  const ImVec2 box = font->CalcTextSizeA(size, FLT_MAX, 0, letter), c{middle.x + up.x * px(state, 8.5), middle.y + up.y * px(state, 8.5)};
  draw.AddText(font, size, {std::floor(c.x - box.x / 2), std::floor(c.y - box.y / 2)}, ink, letter);
  if (ImGui::GetCurrentContext()->LogEnabled) ImGui::LogRenderedText(&at, letter);
  tip(state, state.say("北方朝上", "Turn north up"), shortcut_text(Action::kTurnNorth, state.chinese));
  return pressed;
}

void draw_map_buttons(State& state, const Tab& tab, float x, float y) {
  ImGui::SetCursorScreenPos({x, y});
  const float gap = px(state, 2);
  const bool turned = std::abs(std::remainder(tab.camera.angle, 2 * std::numbers::pi)) > 1e-3;
  if (north_button(state, static_cast<float>(-tab.camera.angle), turned)) state.ask(TurnNorth{});
  ImGui::SameLine(0, gap);
  if (icon_button(state, "fit", Icon::kFit, state.say("显示全图", "Fit everything"), shortcut_text(Action::kFit, state.chinese), false, true, 30)) state.ask(FlyHome{});
  ImGui::SameLine(0, gap);
  if (icon_button(state, "zoom-out", Icon::kMinus, state.say("缩小", "Farther"), shortcut_text(Action::kZoomOut, state.chinese), false, true, 30)) state.ask(ZoomBy{1 / 1.5});
  ImGui::SameLine(0, gap);
  if (icon_button(state, "zoom-in", Icon::kPlus, state.say("放大", "Closer"), shortcut_text(Action::kZoomIn, state.chinese), false, true, 30)) state.ask(ZoomBy{1.5});
}

}  // namespace

void draw_bottom_bar(State& state) {
  Tab* tab = state.tab();
  const PanelLayout layout = layout_of(state);
  state.map.panel_px[3] = tab != nullptr ? layout.bottom : 0;
  if (tab == nullptr) return;
  if (!state.windows.bottom) {
    draw_jobs_chip(state);
    if (hidden_handle(state, "show-bottom", Edge::kBottom, state.say("显示底栏", "Show the bottom bar"), shortcut_text(Action::kBottomBar, state.chinese))) state.windows.bottom = true;
    return;
  }
  const ImVec2 screen = ImGui::GetIO().DisplaySize;
  begin_panel(state, "##bottom", {0, screen.y - layout.bottom}, {screen.x, layout.bottom}, Edge::kBottom, false);
  ImGui::PushID(tab);
  const float pad = px(state, 16), y = screen.y - layout.bottom + px(state, 8);
  const float cluster = px(state, screen.x > px(state, 1200) ? 320 : 280), cluster_x = screen.x - pad - cluster;
  const bool jobs_run = busy(state);
  const float jobs = jobs_run ? px(state, screen.x > px(state, 1200) ? 288 : 208) : 0;
  const float chart = cluster_x - pad * (jobs_run ? 3 : 2) - jobs - pad / 2;
  draw_coverage_chart(state, *tab, {px(state, 12), y}, {chart, layout.bottom - px(state, 12)});
  if (jobs_run) draw_jobs(state, cluster_x - pad - jobs, y + px(state, 4), jobs);
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  draw.AddRectFilled({cluster_x - pad / 2, y}, {cluster_x - pad / 2 + 1, screen.y - px(state, 8)}, u32(colours(state).hairline, 0.7));
  const float buttons = px(state, 4 * 30 + 6);
  draw_map_buttons(state, *tab, screen.x - pad - buttons, y - px(state, 2));
  draw_scale_bar(state, screen.x - pad - px(state, 2), y + px(state, 44), px(state, 128));
  draw_coordinates(state, *tab, screen.x - pad, y + px(state, 62), cluster);
  ImGui::PopID();
  end_panel();
}

}  // namespace catchment::viewer
