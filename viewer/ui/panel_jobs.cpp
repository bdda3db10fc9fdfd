#include "viewer/ui/panel_jobs.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "viewer/ui/panel_parts.h"
#include "viewer/ui/panels.h"
#include "viewer/ui/work_words.h"

namespace catchment::viewer {

namespace {

std::string time_left(const State& state, std::optional<double> seconds) {
  if (!seconds || !std::isfinite(*seconds)) return "";
  if (*seconds < 90) return fmt::format(fmt::runtime(state.say("还需 {:.0f} 秒", "{:.0f} s left")), std::max(1.0, *seconds));
  return fmt::format(fmt::runtime(state.say("还需 {:.0f} 分钟", "{:.0f} min left")), *seconds / 60);
}

std::string percent_done(double share) { return fmt::format("{:.0f}%", std::floor(std::clamp(share, 0.0, 1.0) * 100)); }

/// The first that still runs.
std::optional<std::size_t> first_running(const State& state) {
  for (std::size_t j = 0; j < state.jobs.size(); ++j)
    if (!state.jobs[j]->state().done) return j;
  return std::nullopt;
}

void bar(const State& state, ImDrawList& draw, float from, float to, float y, float height, double share) {
  draw.AddRectFilled({from, y}, {to, y + height}, u32(shade(state, 0.12)), height / 2);
  draw.AddRectFilled({from, y}, {from + std::max(height, (to - from) * static_cast<float>(std::clamp(share, 0.0, 1.0))), y + height}, u32(colours(state).accent), height / 2);
}

/// One job: words, time left, bar, cross.
void job_row(State& state, std::size_t j, const document::Job::State& now, float x, float top, float width) {
  const auto& p = colours(state);
  ImFont* small = fonts().small;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const float end = x + width - px(state, 28);
  const std::string left = time_left(state, now.seconds_left), right = left.empty() ? percent_done(now.share) : left;
  put_text_right(draw, small, end, top, u32(p.soft_ink), right);
  const std::string words = state.jobs[j]->title() + (now.doing.empty() ? "" : " · " + work_words(now.doing, state.chinese));
  put_text(draw, small, {x, top}, u32(p.ink), cut_to(small, words, end - x - width_of(small, right) - px(state, 8)));
  bar(state, draw, x, end, top + px(state, 19), px(state, 6), now.share);
  ImGui::PushID(static_cast<int>(j));
  ImGui::SetCursorScreenPos({end + px(state, 4), top + px(state, 2)});
  if (icon_button(state, "cancel-job", Icon::kClose, state.say("停止", "Stop"), "", false, true, 24)) state.ask(CancelJob{j});
  note_item(fmt::format("cancel-job-{}", j));
  ImGui::PopID();
  state.animating = true;
}

}  // namespace

bool busy(const State& state) { return first_running(state).has_value(); }

void draw_jobs(State& state, float x, float y, float width) {
  std::size_t shown = 0, running = 0;
  for (std::size_t j = 0; j < state.jobs.size(); ++j) {
    const document::Job::State now = state.jobs[j]->state();
    if (now.done) continue;
    ++running;
    if (shown < 2) job_row(state, j, now, x, y + static_cast<float>(shown++) * px(state, 44), width);
  }
  if (running > shown)
    put_text(*ImGui::GetWindowDrawList(), fonts().small, {x, y + px(state, 84)}, u32(colours(state).soft_ink), fmt::format(fmt::runtime(state.say("另有 {} 项", "{} more")), running - shown));
}

void draw_jobs_chip(State& state) {
  const auto j = first_running(state);
  if (!j) return;
  const PanelLayout layout = layout_of(state);
  const ImVec2 screen = ImGui::GetIO().DisplaySize;
  const float margin = px(state, 12), pad = px(state, 12);
  const ImVec2 size{std::min(px(state, 300), screen.x - 2 * margin), px(state, 46)}, at{screen.x - layout.right - margin - size.x, screen.y - margin - size.y};
  ImGui::SetNextWindowPos(at);
  ImGui::SetNextWindowSize(size);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
  ImGui::Begin("##jobs", nullptr, ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoFocusOnAppearing | ImGuiWindowFlags_NoNav);
  ImGui::PopStyleVar();
  job_row(state, *j, state.jobs[*j]->state(), at.x + pad, at.y + px(state, 10), size.x - pad - px(state, 8));
  note_place("jobs-chip", at, {at.x + size.x, at.y + size.y});
  ImGui::End();
}

void draw_loading_card(State& state) {
  const auto j = first_running(state);
  if (!state.tabs.empty() || !j) return;
  const auto& p = colours(state);
  const document::Job::State now = state.jobs[*j]->state();
  const ImVec2 screen = ImGui::GetIO().DisplaySize;
  const ImVec2 size{std::min(px(state, 400), screen.x - px(state, 32)), px(state, 152)};
  const ImVec2 at{std::floor((screen.x - size.x) / 2), std::floor((screen.y - size.y) / 2)};
  state.map.panel_px = {};
  ImGui::SetNextWindowPos(at);
  ImGui::SetNextWindowSize(size);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(px(state, 20), px(state, 16)));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, px(state, 8));
  ImGui::Begin("##loading", nullptr, ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoNav);
  ImGui::PopStyleVar(2);
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const float x = at.x + px(state, 20), end = at.x + size.x - px(state, 20);
  ImFont *small = fonts().small, *bold = fonts().bold;
  put_text(draw, bold, {x, at.y + px(state, 16)}, u32(p.ink), cut_to(bold, state.jobs[*j]->title(), end - x));
  put_text(draw, small, {x, at.y + px(state, 42)}, u32(p.soft_ink), cut_to(small, work_words(now.doing, state.chinese), end - x));
  bar(state, draw, x, end, at.y + px(state, 68), px(state, 8), now.share);
  note_place("loading-bar", {x, at.y + px(state, 68)}, {end, at.y + px(state, 76)});
  put_text(draw, small, {x, at.y + px(state, 86)}, u32(p.ink), percent_done(now.share));
  put_text_right(draw, small, end, at.y + px(state, 86), u32(p.soft_ink), time_left(state, now.seconds_left));
  const char* cancel = state.say("取消", "Cancel");
  const float width = std::max(px(state, 96), width_of(fonts().text, cancel) + px(state, 32));
  ImGui::SetCursorScreenPos({end - width, at.y + size.y - px(state, 16) - ImGui::GetFrameHeight()});
  if (ImGui::Button(cancel, {width, 0})) state.ask(CancelJob{*j});
  note_item("cancel-loading");
  note_place("loading-card", at, {at.x + size.x, at.y + size.y});
  ImGui::End();
  state.animating = true;
}

}  // namespace catchment::viewer
