#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <imgui_internal.h>

#include "viewer/scene/text_format.h"
#include "viewer/scene/theme.h"
#include "viewer/ui/chart_coverage.h"
#include "viewer/ui/panel_parts.h"
#include "viewer/ui/panels.h"
#include "viewer/ui/plan_figures.h"
#include "viewer/ui/window_parts.h"

namespace catchment::viewer {

namespace {

/// Persons by travel cost, what lies beyond the cutoff in the colour of "out of reach".
void draw_histogram(State& state, const LevelSpec& spec, const PlanCharts& charts, ImVec2 at, ImVec2 size) {
  const auto& p = colours(state);
  ImFont* small = fonts().small;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const double unit = spec.unit == CostUnit::kSeconds ? 60 : 1;
  const std::int64_t most = charts.histogram.empty() ? 0 : *std::max_element(charts.histogram.begin(), charts.histogram.end());
  if (most <= 0) {
    put_text(draw, small, at, u32(p.soft_ink), state.say("没有人到得了任何设施", "Nobody has a way to any facility"));
    return;
  }
  const double top_value = scene::round_up_nice(static_cast<double>(most));
  const float left = at.x + px(state, 56), right = at.x + size.x - px(state, 8), top = at.y + px(state, 8), bottom = at.y + size.y - px(state, 20);
  for (const double share : {0.0, 0.5, 1.0}) {
    const float y = bottom - static_cast<float>(share) * (bottom - top);
    draw.AddLine({left, y}, {right, y}, u32(p.hairline, share == 0 ? 1 : 0.6));
    put_text_right(draw, small, left - px(state, 6), y - small->FontSize / 2, u32(p.soft_ink), scene::grouped(std::llround(top_value * share)));
  }
  const auto bins = charts.histogram.size();
  const float each = (right - left) / static_cast<float>(bins);
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  for (std::size_t k = 0; k < bins; ++k) {
    const float x0 = left + each * static_cast<float>(k), x1 = x0 + each - px(state, 1.5), y = bottom - static_cast<float>(static_cast<double>(charts.histogram[k]) / top_value) * (bottom - top);
    // A bin that the cutoff cuts is told by where its larger part lies.
    const bool beyond = (static_cast<double>(k) + 0.5) * charts.bin > spec.cutoff;
    const bool hovered = ImGui::IsWindowHovered() && mouse.x >= x0 && mouse.x < x0 + each && mouse.y >= top && mouse.y < bottom;
    if (charts.histogram[k] > 0) draw.AddRectFilled({x0, std::min(y, bottom - px(state, 1))}, {x1, bottom}, u32(beyond ? p.out_of_reach : p.served, hovered ? 1 : 0.88), px(state, 1.5), ImDrawFlags_RoundCornersTop);
    if (hovered) {
      const std::string from = scene::decimal(static_cast<double>(k) * charts.bin / unit, 2), to = scene::cost_text(static_cast<double>(k + 1) * charts.bin, spec.unit, state.chinese);
      ImGui::BeginTooltip();
      const std::string persons = scene::grouped(charts.histogram[k]);
      ImGui::TextUnformatted(k + 1 == bins ? fmt::format(fmt::runtime(state.say("{} 以上：{} 人", "from {}: {} people")), scene::cost_text(static_cast<double>(k) * charts.bin, spec.unit, state.chinese), persons).c_str()
                                           : fmt::format(fmt::runtime(state.say("{}–{}：{} 人", "{}–{}: {} people")), from, to, persons).c_str());
      ImGui::EndTooltip();
    }
  }
  const double end = static_cast<double>(bins) * charts.bin / unit;
  const auto ticks = axis_ticks(end, right - left, px(state, 56));
  for (const double tick : ticks) {
    const float x = left + static_cast<float>(tick / end) * (right - left);
    std::string text = scene::decimal(tick, 1);
    if (tick == ticks.back()) text += spec.unit == CostUnit::kSeconds ? state.say(" 分钟", " min") : state.say(" 米", " m");
    draw.AddLine({x, bottom}, {x, bottom + px(state, 3)}, u32(p.hairline));
    put_text(draw, small, {std::min(x - width_of(small, text) / 2, right + px(state, 8) - width_of(small, text)), bottom + px(state, 4)}, u32(p.soft_ink), text);
  }
  const float cutoff = left + static_cast<float>(spec.cutoff / unit / end) * (right - left);
  if (cutoff <= right) {
    draw.AddLine({cutoff, top - px(state, 4)}, {cutoff, bottom}, u32(p.ink), px(state, 1.5));
    const std::string text = state.say("标准 ", "cutoff ") + scene::cost_text(spec.cutoff, spec.unit, state.chinese);
    const bool fits = cutoff + px(state, 6) + width_of(small, text) <= right;
    if (fits) put_text(draw, small, {cutoff + px(state, 6), top - px(state, 4)}, u32(p.ink), text);
    else put_text_right(draw, small, cutoff - px(state, 6), top - px(state, 4), u32(p.ink), text);
  }
}

void draw_lorenz(State& state, const PlanCharts& charts, ImVec2 at, float side, float width) {
  const auto& p = colours(state);
  ImFont* small = fonts().small;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  if (charts.lorenz.curve.size() < 2 || !charts.lorenz.gini) {
    put_text(draw, small, at, u32(p.soft_ink), state.say("没有可比较的路程", "There is no travel to compare"));
    return;
  }
  const float left = at.x + px(state, 40), bottom = at.y + side - px(state, 4), top = at.y + px(state, 6), right = left + (bottom - top);
  const auto spot = [&](double people, double value) { return ImVec2{left + static_cast<float>(people) * (right - left), bottom - static_cast<float>(value) * (bottom - top)}; };
  draw.AddRectFilled({left, top}, {right, bottom}, u32(shade(state, 0.03)));
  const auto flags = draw.Flags;
  draw.Flags &= ~ImDrawListFlags_AntiAliasedFill;
  std::vector<ImVec2> line{spot(charts.lorenz.curve.front().people, charts.lorenz.curve.front().value)};
  for (std::size_t k = 1; k < charts.lorenz.curve.size(); ++k) {
    const LorenzPoint a = charts.lorenz.curve[k - 1], b = charts.lorenz.curve[k];
    const ImVec2 quad[] = {spot(a.people, a.people), spot(b.people, b.people), spot(b.people, b.value), spot(a.people, a.value)};
    draw.AddConvexPolyFilled(quad, 4, u32(p.accent, 0.16));
    line.push_back(spot(b.people, b.value));
  }
  draw.Flags = flags;
  draw.AddRect({left, top}, {right, bottom}, u32(p.hairline));
  draw.AddLine(spot(0, 0), spot(1, 1), u32(p.soft_ink), px(state, 1));
  draw.AddPolyline(line.data(), static_cast<int>(line.size()), u32(p.accent), 0, px(state, 2));
  put_text_right(draw, small, left - px(state, 5), top - px(state, 2), u32(p.soft_ink), "100%");
  put_text_right(draw, small, left - px(state, 5), bottom - small->FontSize + px(state, 2), u32(p.soft_ink), "0%");
  // In words beside it.
  const float x = right + px(state, 16), room = at.x + width - x;
  put_text(draw, small, {x, top}, u32(p.soft_ink), state.say("基尼系数", "Gini coefficient"));
  put_text(draw, fonts().large, {x, top + px(state, 16)}, u32(p.ink), scene::decimal(*charts.lorenz.gini, 3));
  double nearest_half = 0;
  for (std::size_t k = 1; k < charts.lorenz.curve.size(); ++k) {
    const LorenzPoint a = charts.lorenz.curve[k - 1], b = charts.lorenz.curve[k];
    if (a.people <= 0.5 && b.people >= 0.5) nearest_half = b.people > a.people ? a.value + (b.value - a.value) * (0.5 - a.people) / (b.people - a.people) : b.value;
  }
  const std::string words = fmt::format(fmt::runtime(state.say("0：人人路程相同；越大越不均。离设施最近的一半人只走了总路程的 {}。", "0: everybody travels equally far; the larger, the less even. The half of the people that lives nearest travels {} of the total.")),
                                        scene::percent(nearest_half));
  ImGui::SetCursorScreenPos({x, top + px(state, 52)});
  ImGui::PushFont(small);
  ImGui::PushTextWrapPos(x + room - ImGui::GetWindowPos().x);
  ImGui::TextUnformatted(words.c_str());
  ImGui::PopTextWrapPos();
  ImGui::PopFont();
}

}  // namespace

void draw_charts_window(State& state) {
  Tab* tab = state.tab();
  if (tab == nullptr || !state.windows.charts) return;
  const LiveStudy& live = tab->document->live();
  if (tab->level >= live.n_levels()) return;
  const PanelLayout layout = layout_of(state);
  const ImVec2 screen = ImGui::GetIO().DisplaySize, size{px(state, 440), px(state, 488)};
  const parts::CardPlace place{{std::max(layout.left, screen.x - layout.right - size.x - px(state, 16)), layout.top + px(state, 16)}, size};
  if (!parts::begin_card(state, "charts", state.say("图表", "Charts"), place, &state.windows.charts)) return;
  const PlanCharts& charts = plan_charts(state, *tab);
  for (std::size_t l = 0; l < live.n_levels(); ++l) {
    const std::string name = scene::level_name(live.spec(l), state.chinese);
    if (l > 0) same_line_if_fits(state, width_of(fonts().small, name) + px(state, 16), px(state, 4));
    if (chip(state, fmt::format("chart-level-{}", l).c_str(), name, l == tab->level)) state.ask(SetLevel{l});
  }
  const LevelSpec& spec = live.spec(tab->level);
  const float width = ImGui::GetContentRegionAvail().x;
  heading(state, state.say("人数按到最近设施的路程", "People by travel to the nearest facility"));
  ImVec2 at = ImGui::GetCursorScreenPos();
  draw_histogram(state, spec, charts, at, {width, px(state, 144)});
  ImGui::SetCursorScreenPos({at.x, at.y + px(state, 148)});
  if (const std::int64_t nobody = live.figures().levels()[tab->level].unreachable_persons; nobody > 0) {
    ImGui::PushFont(fonts().small);
    ImGui::TextDisabled("%s", fmt::format(fmt::runtime(state.say("另有 {} 人到不了任何设施", "{} more people have no way to any")), scene::grouped(nobody)).c_str());
    ImGui::PopFont();
  }
  heading(state, state.say("路程的洛伦兹曲线", "Lorenz curve of travel"));
  at = ImGui::GetCursorScreenPos();
  draw_lorenz(state, charts, at, px(state, 150), width);
  parts::end_card();
}

}  // namespace catchment::viewer
