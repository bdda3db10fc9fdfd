#include "viewer/ui/chart_coverage.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <fmt/format.h>
#include <imgui_internal.h>

#include "viewer/scene/text_format.h"
#include "viewer/scene/theme.h"
#include "viewer/ui/panel_parts.h"
#include "viewer/ui/plan_figures.h"

namespace catchment::viewer {

namespace {

void dashed(ImDrawList& draw, const std::vector<ImVec2>& line, ImU32 colour, float width, float dash) {
  float along = 0;
  for (std::size_t i = 1; i < line.size(); ++i) {
    const ImVec2 a = line[i - 1], b = line[i];
    const float length = std::hypot(b.x - a.x, b.y - a.y);
    for (float done = 0; done < length;) {
      const float left = dash - std::fmod(along, dash), step = std::min(left, length - done);
      if (static_cast<int>(along / dash) % 2 == 0) {
        const float t0 = done / length, t1 = (done + step) / length;
        draw.AddLine({a.x + (b.x - a.x) * t0, a.y + (b.y - a.y) * t0}, {a.x + (b.x - a.x) * t1, a.y + (b.y - a.y) * t1}, colour, width);
      }
      done += step;
      along += std::max(step, 1e-3F);
    }
  }
}

}  // namespace

std::vector<double> axis_ticks(double most, float length, float px_between) {
  std::vector<double> out;
  if (!(most > 0)) return out;
  const double step = scene::round_up_nice(most * static_cast<double>(px_between / std::max(length, 1.0F)));
  for (int k = 0; static_cast<double>(k) * step <= most * (1 + 1e-9); ++k) out.push_back(static_cast<double>(k) * step);
  return out;
}

void draw_coverage_chart(State& state, Tab& tab, ImVec2 at, ImVec2 size) {
  const LiveStudy& live = tab.document->live();
  if (tab.level >= live.n_levels()) return;
  const PlanFigures& f = plan_figures(state, tab);
  const LevelSpec& spec = live.spec(tab.level);
  const auto& p = colours(state);
  ImFont* small = fonts().small;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const bool zh = state.chinese, seconds = spec.unit == CostUnit::kSeconds;
  const double unit = seconds ? 60 : 1;
  const float left = at.x + px(state, 36), right = at.x + size.x - px(state, 12), top = at.y + px(state, 20), bottom = at.y + size.y - px(state, 18);
  if (right - left < px(state, 60) || f.curve.cost.empty() || f.curve.population <= 0) return;
  const auto x_of = [&](double cost) { return left + static_cast<float>(cost / f.curve_most) * (right - left); };
  const auto y_of = [&](std::int64_t persons) {
    return bottom - static_cast<float>(static_cast<double>(persons) / static_cast<double>(f.curve.population)) * (bottom - top);
  };

  // Where the hand is.
  ImGui::PushID("coverage-chart");
  ImGui::PushID(static_cast<int>(tab.level));
  ImGui::SetCursorScreenPos({left, top - px(state, 2)});
  ImGui::InvisibleButton("plot", {right - left, bottom - top + px(state, 16)});
  const bool hovered = ImGui::IsItemHovered(), held = ImGui::IsItemActive(), released = ImGui::IsItemDeactivated();
  ImGui::PopID();
  ImGui::PopID();
  note_place("coverage-plot", {left, top}, {right, bottom});
  const double mouse = std::clamp(static_cast<double>((ImGui::GetIO().MousePos.x - left) / (right - left)), 0.0, 1.0) * f.curve_most;
  const double wish = std::min(round_cutoff(mouse, spec.unit), f.curve_most);
  if (released && !ImGui::IsKeyDown(ImGui::GetIO().KeyMap[ImGuiKey_Escape]) && wish != spec.cutoff) state.ask(ApplyStep{cutoff_step(*tab.document, tab.level, wish)});
  if (hovered || held) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
  const double cutoff = held ? wish : spec.cutoff;

  // Ground, grid, axes.
  for (const double y : {0.0, 0.5, 1.0}) {
    const float line = bottom - static_cast<float>(y) * (bottom - top);
    draw.AddLine({left, line}, {right, line}, u32(p.hairline, y == 0 ? 1 : 0.6));
    put_text_right(draw, small, left - px(state, 4), line - small->FontSize / 2, u32(p.soft_ink), fmt::format("{:.0f}%", y * 100));
  }
  const std::vector<double> ticks = axis_ticks(f.curve_most / unit, right - left, px(state, 56));
  for (const double tick : ticks) {
    const float x = x_of(tick * unit);
    draw.AddLine({x, bottom}, {x, bottom + px(state, 3)}, u32(p.hairline));
    std::string text = seconds || tick < 10'000 ? scene::decimal(tick, 1) : scene::grouped(std::llround(tick));
    if (tick == ticks.back()) text += seconds ? state.say(" 分钟", " min") : state.say(" 米", " m");
    const float width = width_of(small, text);
    put_text(draw, small, {std::min(x - width / 2, right + px(state, 10) - width), bottom + px(state, 3)}, u32(p.soft_ink), text);
  }

  // What is in reach at the cutoff, filled; the curves.
  std::vector<ImVec2> now, before;
  for (std::size_t k = 0; k < f.curve.cost.size(); ++k) now.emplace_back(x_of(f.curve.cost[k]), y_of(f.curve.persons[k]));
  bool differs = false;
  for (std::size_t k = 0; k < f.base_curve.cost.size() && k < f.curve.persons.size(); ++k) {
    before.emplace_back(x_of(f.base_curve.cost[k]), y_of(f.base_curve.persons[k]));
    differs |= f.base_curve.persons[k] != f.curve.persons[k];
  }
  const float cutoff_x = x_of(cutoff);
  for (std::size_t k = 1; k < now.size(); ++k) {
    const ImVec2 a = now[k - 1];
    ImVec2 b = now[k];
    if (a.x >= cutoff_x) break;
    if (b.x > cutoff_x) b = {cutoff_x, a.y + (b.y - a.y) * (cutoff_x - a.x) / (b.x - a.x)};
    const ImVec2 quad[] = {{a.x, bottom}, a, b, {b.x, bottom}};
    const auto flags = draw.Flags;
    draw.Flags &= ~ImDrawListFlags_AntiAliasedFill;   // slices side by side must not show their seams
    draw.AddConvexPolyFilled(quad, 4, u32(p.accent, state.dark ? 0.22 : 0.14));
    draw.Flags = flags;
  }
  if (differs) dashed(draw, before, u32(p.soft_ink), px(state, 1.3), px(state, 4));
  draw.AddPolyline(now.data(), static_cast<int>(now.size()), u32(p.accent), 0, px(state, 2));

  // The cutoff's line with its handle.
  draw.AddLine({cutoff_x, top - px(state, 2)}, {cutoff_x, bottom}, u32(p.ink), px(state, 1.5));
  draw.AddCircleFilled({cutoff_x, bottom}, px(state, held || hovered ? 6 : 5), u32(p.ink));
  draw.AddCircleFilled({cutoff_x, bottom}, px(state, 2.5), u32(p.panel));

  // The reading, above: at the cursor, else at the cutoff. Read at a value that was computed, so that it is exact.
  const double read_at = held ? wish : mouse;
  const auto k = static_cast<std::size_t>(std::llround(read_at / f.curve_most * static_cast<double>(f.curve.cost.size() - 1)));
  const bool reading = hovered || held;
  if (reading) {
    const ImVec2 spot = now[k];
    if (!held) draw.AddLine({spot.x, top}, {spot.x, bottom}, u32(p.soft_ink, 0.6));
    draw.AddCircleFilled(spot, px(state, 4), u32(p.accent));
    draw.AddCircle(spot, px(state, 4), u32(p.panel), 0, px(state, 1.5));
  }
  const double told_at = reading ? f.curve.cost[k] : spec.cutoff;
  const std::int64_t told = reading ? f.curve.persons[k] : live.figures().levels()[tab.level].persons_covered;
  const std::string name = reading && !held ? std::string(state.say("点击设定可达标准", "Click to set the cutoff")) : scene::level_name(spec, zh);
  std::string text = fmt::format(fmt::runtime(zh ? "{0}以内 {1} · {2} 人" : "{1} · {2} people within {0}"), scene::cost_text(told_at, spec.unit, zh),
                                 scene::percent(static_cast<double>(told) / static_cast<double>(f.curve.population)), scene::grouped(told));
  if (held) text = fmt::format(fmt::runtime(zh ? "松手设为 {} · {}" : "release to set {} · {}"), scene::cost_text(wish, spec.unit, zh), text);
  const float text_width = width_of(small, text), name_room = right - left - text_width - px(state, 12);
  put_text(draw, small, {left, at.y}, u32(p.soft_ink), name_room > px(state, 30) ? cut_to(small, name, name_room) : "");
  put_text_right(draw, small, right, at.y, u32(p.ink), text);
}

}  // namespace catchment::viewer
