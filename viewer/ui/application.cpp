#include "viewer/ui/application.h"

#include <epoxy/gl.h>
#include <imgui.h>
#include <imgui_impl_opengl3.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <utility>

#include <fmt/format.h>

#include "viewer/scene/symbology.h"
#include "viewer/ui/panel_parts.h"
#include "viewer/ui/panels.h"
#include "viewer/ui/style.h"
#include "viewer/ui/windows.h"

namespace catchment::viewer {

namespace {

constexpr double kTileMilliseconds = 6;      // of a frame, for new tiles
constexpr double kQuietSeconds = 0.4;        // without a change, before heavy extras are worked out
constexpr double kQuickSplit = 0.012;        // s: a split that takes no longer follows every change

}  // namespace

Application::Application(const ViewerOptions& options, Surroundings surroundings) : around_(std::move(surroundings)), options_(options) {
  std::string warning;
  if (!around_.config_file.empty()) state_.settings = document::load_settings(around_.config_file, &warning);
  kept_ = state_.settings;
  if (!warning.empty()) toast(Toast::Kind::kWarning, warning);
  const std::string language = options.language.empty() ? state_.settings.language : options.language;
  state_.chinese = language != "en";
  state_.dark = options.dark_given ? options.dark : state_.settings.dark;
  const double scale = options.scale > 0 ? options.scale : state_.settings.scale;
  state_.scale = scale > 0 ? scale : around_.screen_scale;
  state_.windows.left = state_.settings.left_panel, state_.windows.right = state_.settings.right_panel;
  state_.windows.bottom = state_.settings.bottom_bar, state_.windows.minimap = state_.settings.minimap;
  if (options.bare) state_.windows.left = state_.windows.right = state_.windows.bottom = state_.windows.minimap = false;
  if (!around_.state_folder.empty()) state_.recoverable = document::recoverable(around_.state_folder);
  apply_style(state_.dark, state_.scale);
  for (const std::string& file : options.files) open(file);
}

std::string Application::warnings() const { return fonts().warning; }

Application::~Application() {
  for (auto& job : state_.jobs) job->cancel();
  state_.jobs.clear();                       // waits
  networks_.clear();
  canvases_.clear();                         // before the documents that they read
}

MapCanvas& Application::canvas(Tab& tab) {
  auto& slot = canvases_[&tab];
  if (!slot) slot = std::make_unique<MapCanvas>(tab, around_.wake, around_.synchronous);
  return *slot;
}

void Application::finish_jobs() {
  // A finished job may ask for another, so the list is walked by index and the job taken out first.
  for (std::size_t k = 0; k < state_.jobs.size();) {
    if (!state_.jobs[k]->state().done) {
      ++k;
      continue;
    }
    const std::unique_ptr<document::Job> job = std::move(state_.jobs[k]);
    state_.jobs.erase(state_.jobs.begin() + static_cast<std::ptrdiff_t>(k));
    for (auto& tab : state_.tabs)
      if (tab->extras_job == job.get()) tab->extras_job = nullptr;   // the next job may lie at its address, and is not the tab's
    for (auto& tab : state_.tabs)
      for (const document::Job** of : {&tab->sharing.network_job, &tab->sharing.facts_job})
        if (*of == job.get()) *of = nullptr;
    try {
      job->finish();
    } catch (const Cancelled&) {
      // Work that a newer wish has replaced was stopped by nobody.
      if (is_replaceable(job->title())) continue;
      toast(Toast::Kind::kNote, job->title() + state_.say("：已取消", ": cancelled"));
    } catch (const std::bad_alloc&) {
      toast(Toast::Kind::kError, job->title() + state_.say("：内存不足；请选择较小的范围", ": there is not enough memory; take a smaller area"));
    } catch (const std::exception& error) {
      toast(Toast::Kind::kError, error.what());
    }
  }
}

void Application::follow_plan(Tab& tab) {
  document::Document& document = *tab.document;
  const std::uint64_t before = tab.revision;
  canvas(tab).follow(state_);
  const bool changed = tab.revision != before;
  quiet_s_ = changed ? 0 : quiet_s_ + state_.delta_s;
  // Splits are a maximum flow: at once where that is quick, else when the hand rests.
  LiveStudy& live = document.live();
  if (changed || tab.splits.size() != live.n_levels()) {
    tab.splits.assign(live.n_levels(), nullptr);
    tab.split_pending = live.n_levels() > 0;
  }
  const bool may = !document.grabbed() || split_seconds_ < kQuickSplit;
  if (tab.split_pending && may && (split_seconds_ < kQuickSplit || quiet_s_ > 0.15 || around_.synchronous)) {
    const auto began = std::chrono::steady_clock::now();
    for (std::size_t l = 0; l < live.n_levels(); ++l) tab.splits[l] = &live.split(l);
    split_seconds_ = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    tab.split_pending = false;
    ++tab.revision;
    canvas(tab).split_is_there();
    canvas(tab).follow(state_);
  }
  // Not only when points were touched: dropping a station touches none, and is a step. Costs nothing where nothing is new.
  if (tab.journal && !document.grabbed()) guarded([&] { tab.journal->write(document); });
  want_sharing(tab);
  if (!document.grabbed() && (quiet_s_ > kQuietSeconds || around_.synchronous)) want_extras(tab);
}

void Application::draw_swipe(double pixels_per_point) {
  if (!state_.compared || *state_.compared >= state_.tabs.size() || state_.tab() == nullptr) return;
  const ImGuiIO& io = ImGui::GetIO();
  const bool side = state_.side();
  const auto x = static_cast<float>((side ? 0.5 : state_.swipe) * io.DisplaySize.x);
  const scene::Palette& colours = scene::palette(state_.dark);
  const ImU32 ink = IM_COL32(colours.accent.r, colours.accent.g, colours.accent.b, 255);
  const auto s = static_cast<float>(state_.scale / pixels_per_point);
  ImDrawList& list = *ImGui::GetBackgroundDrawList();
  list.AddLine({x, 0}, {x, io.DisplaySize.y}, IM_COL32(255, 255, 255, 200), 4 * s);
  list.AddLine({x, 0}, {x, io.DisplaySize.y}, ink, 2 * s);
  // Which side is which plan.
  const auto tag = [&](const Tab& tab, bool left) {
    const std::string text = tab.document->title().in(state_.chinese);
    const ImVec2 size = ImGui::CalcTextSize(text.c_str());
    const float at = left ? x - size.x - 26 * s : x + 26 * s, y = static_cast<float>(state_.map.panel_px[1] / pixels_per_point) + 12 * s;
    list.AddRectFilled({at - 8 * s, y - 4 * s}, {at + size.x + 8 * s, y + size.y + 4 * s}, IM_COL32(colours.panel.r, colours.panel.g, colours.panel.b, 235), 4 * s);
    list.AddText({at, y}, IM_COL32(colours.ink.r, colours.ink.g, colours.ink.b, 255), text.c_str());
  };
  tag(*state_.tab(), true);
  tag(*state_.tabs[*state_.compared], false);
  if (side) return;
  // A handle of its own window: over the map, under the panels' windows that were drawn before it.
  ImGui::SetNextWindowPos({x - 14 * s, io.DisplaySize.y / 2 - 22 * s});
  ImGui::SetNextWindowSize({28 * s, 44 * s});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  ImGui::PushStyleColor(ImGuiCol_WindowBg, 0);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0);
  ImGui::Begin("##swipe", nullptr, ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoFocusOnAppearing);
  ImGui::InvisibleButton("##handle", {28 * s, 44 * s});
  if (ImGui::IsItemActive()) state_.swipe = std::clamp(static_cast<double>(io.MousePos.x / io.DisplaySize.x), 0.02, 0.98);
  if (ImGui::IsItemHovered() || ImGui::IsItemActive()) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
  ImGui::End();
  ImGui::PopStyleVar(2);
  ImGui::PopStyleColor();
  list.AddCircleFilled({x, io.DisplaySize.y / 2}, 13 * s, ink);
  for (const float way : {-1.0f, 1.0f}) {
    const float tip = x + way * 8 * s, back = x + way * 3.5f * s, y = io.DisplaySize.y / 2;
    list.AddTriangleFilled({tip, y}, {back, y - 4.5f * s}, {back, y + 4.5f * s}, IM_COL32(255, 255, 255, 255));
  }
}

std::array<double, 4> Application::covered_px(int width_px, int height_px) const {
  if (options_.bare) return {};
  const auto& p = state_.map.panel_px;
  // A window so small that nothing is left between the panels: as if there were none.
  if (p[0] + p[2] >= width_px || p[1] + p[3] >= height_px) return {};
  return p;
}

void Application::draw_maps(int width_px, int height_px, double pixels_per_point) {
  GLint screen = 0;
  glGetIntegerv(GL_DRAW_FRAMEBUFFER_BINDING, &screen);
  const scene::Palette& colours = scene::palette(state_.dark);
  const auto clear = [&] {
    glDisable(GL_SCISSOR_TEST);
    glViewport(0, 0, width_px, height_px);
    glClearColor(static_cast<float>(colours.paper.r) / 255, static_cast<float>(colours.paper.g) / 255, static_cast<float>(colours.paper.b) / 255, 1);
    glClear(GL_COLOR_BUFFER_BIT);
  };
  const double budget = around_.synchronous ? 0 : kTileMilliseconds;
  clear();
  Tab* tab = state_.tab();
  if (tab == nullptr) {
    map_final_ = true;
    std::shared_ptr<const gpu::MapGeometry> geometry;
    Box home;
    {
      const std::lock_guard lock(preview_mutex_);
      if (preview_) geometry = preview_->geometry, home = preview_->home;
    }
    if (geometry != preview_of_) {
      preview_of_ = geometry;
      preview_renderer_ = geometry ? std::make_unique<gpu::MapRenderer>(geometry) : nullptr;
    }
    if (preview_renderer_) {
      gpu::MapLook look;
      look.dark = state_.dark, look.u = state_.scale;
      map_final_ = preview_renderer_->draw(scene::fit(home, width_px, height_px), look, budget);
    }
    return;
  }
  tab->camera.width = width_px, tab->camera.height = height_px;
  // Panels are opaque: nothing is drawn under them. Two maps side by side have a half each.
  std::array<double, 4> covered = covered_px(width_px, height_px), covered_there = covered;
  if (state_.side()) covered[2] = width_px - width_px / 2, covered_there[0] = width_px / 2;
  const auto between_panels = [&](const std::array<double, 4>& c) {
    const auto px = [](double v) { return static_cast<GLint>(v); };
    const GLint left = px(std::floor(c[0])), bottom = px(std::floor(c[3]));
    glEnable(GL_SCISSOR_TEST);
    glScissor(left, bottom, std::max(0, width_px - px(std::floor(c[2])) - left), std::max(0, height_px - px(std::floor(c[1])) - bottom));
  };
  between_panels(covered);
  map_final_ = canvas(*tab).draw(state_, tab->camera, budget, covered);
  glDisable(GL_SCISSOR_TEST);
  const gpu::MapRenderer::Stats drawn = canvas(*tab).renderer().stats();
  state_.map.density = drawn.density;
  state_.map.density_low = drawn.density_low, state_.map.density_high = drawn.density_high;
  state_.map.disc_persons = drawn.disc_persons, state_.map.disc_radius_px = drawn.disc_radius_px;
  state_.map.zoom = scene::zoom_class(tab->camera.metres_per_px * state_.scale);
  ImDrawList& list = *ImGui::GetBackgroundDrawList();
  const float half = ImGui::GetIO().DisplaySize.x / 2, height = ImGui::GetIO().DisplaySize.y;
  if (state_.side()) list.PushClipRect({0, 0}, {half, height});
  canvas(*tab).draw_marks(state_, list, pixels_per_point, 0);
  if (state_.side()) list.PopClipRect();
  if (!state_.compared || *state_.compared >= state_.tabs.size() || *state_.compared == state_.current) return;
  Tab& other = *state_.tabs[*state_.compared];
  if (!other_side_) other_side_ = std::make_unique<RenderTarget>();
  other.figure = tab->figure, other.classing = tab->classing, other.level = std::min(tab->level, std::max<std::size_t>(1, other.document->live().n_levels()) - 1);
  other.layers = tab->layers, other.filter = tab->filter;
  other.camera = tab->camera;
  follow_plan(other);
  other_side_->bind(width_px, height_px);
  clear();
  scene::Camera camera = tab->camera;
  int from = static_cast<int>(std::lround(state_.swipe * width_px));
  if (state_.side()) {
    // The same places half a screen further to the right.
    from = width_px / 2;
    camera.centre = camera.to_m({camera.width / 2 - from, camera.height / 2});
    list.PushClipRect({half, 0}, {2 * half, height});
    canvas(*tab).draw_marks(state_, list, pixels_per_point, half);
    if (state_.map.cursor) {
      // Where the cursor is, on both sides.
      const Point px = tab->camera.to_px(*state_.map.cursor);
      const scene::Colour c = colours.accent;
      list.AddCircle({static_cast<float>(px.x / pixels_per_point) + half, static_cast<float>(px.y / pixels_per_point)}, 7, IM_COL32(c.r, c.g, c.b, 200), 0, 2);
    }
    list.PopClipRect();
  }
  between_panels(covered_there);
  map_final_ = canvas(other).draw(state_, camera, budget, covered_there) && map_final_;
  glDisable(GL_SCISSOR_TEST);
  other_side_->copy_to(static_cast<unsigned>(screen), from, width_px, from);
  glViewport(0, 0, width_px, height_px);
}

void Application::keep_settings() {
  document::Settings& s = state_.settings;
  s.left_panel = state_.windows.left, s.right_panel = right_panel_wanted(state_), s.bottom_bar = state_.windows.bottom, s.minimap = state_.windows.minimap;
  if (around_.config_file.empty() || s == kept_) return;
  kept_ = s;
  guarded([&] { document::save_settings(s, around_.config_file); });
}

void Application::frame(int width_px, int height_px, double seconds) {
  state_.delta_s = around_.synchronous ? 0 : std::clamp(seconds, 0.0, 0.25);
  state_.animating = false;
  if (const std::string more = new_letters(state_); !more.empty()) {
    letters_ += more;
    fonts_due_ = true;
  }
  if (fonts_due_) {
    fonts_due_ = false;
    if (build_fonts(letters_, state_.scale)) {
      ImGui_ImplOpenGL3_DestroyFontsTexture();
      ImGui_ImplOpenGL3_CreateFontsTexture();
      panels_.forget();
    }
    if (!fonts().warning.empty()) {
      toast(Toast::Kind::kWarning, fonts().warning);
      // Words that can be read are better than boxes in the language that was asked for.
      if (fonts().path.empty()) state_.chinese = false;
    }
  }
  ImGui_ImplOpenGL3_NewFrame();
  ImGui::NewFrame();
  const ImGuiIO& io = ImGui::GetIO();
  const double pixels_per_point = io.DisplaySize.x > 0 ? width_px / static_cast<double>(io.DisplaySize.x) : 1;
  if (Tab* tab = state_.tab()) tab->camera.width = width_px, tab->camera.height = height_px;
  finish_jobs();
  if (Tab* tab = state_.tab()) follow_plan(*tab);
  if (!options_.bare || state_.tabs.empty()) draw_panels(state_);
  if (Tab* tab = state_.tab(); tab != nullptr && tab->fit_due) {
    const auto& panel = state_.map.panel_px;
    tab->camera = scene::fit(tab->home, width_px, height_px, panel[0], panel[1], panel[2], panel[3]);
    tab->fit_due = false;
  }
  draw_swipe(pixels_per_point);
  gestures_.frame(state_, pixels_per_point);
  keyboard();
  execute();
  if (Tab* tab = state_.tab()) follow_plan(*tab);
  network_final_ = true;
  if (Tab* tab = state_.tab(); tab != nullptr && state_.windows.sharing) {
    auto& network = networks_[tab];
    if (!network) network = std::make_unique<NetworkCanvas>(around_.wake, around_.synchronous);
    network_final_ = network->follow(*tab);
  }
  draw_maps(width_px, height_px, pixels_per_point);
  state_.map.picture_final = map_final_;
  ImGui::Render();
  glViewport(0, 0, width_px, height_px);
  panels_.draw(*ImGui::GetDrawData(), state_.tab() != nullptr ? covered_px(width_px, height_px) : std::array<double, 4>{}, width_px, height_px);
  keep_settings();
}

bool Application::restless() const {
  const Tab* tab = const_cast<Application*>(this)->state_.tab();
  const bool quiet_to_come = tab != nullptr && (tab->split_pending || quiet_s_ < kQuietSeconds + 0.2);
  return state_.animating || gestures_.moving() || fonts_due_ || !map_final_ || !network_final_ || quiet_to_come;
}

bool Application::settled() const { return !restless() && state_.jobs.empty() && !gestures_.holding(); }

std::string Application::window_title() const {
  const Tab* tab = const_cast<Application*>(this)->state_.tab();
  std::string out = "Catchment";
  if (tab != nullptr) out = fmt::format("{}{} – Catchment", tab->document->modified() ? "● " : "", tab->document->title().in(state_.chinese));
  if (!state_.jobs.empty()) out = fmt::format("{:.0f} % · {}", 100 * state_.jobs.front()->state().share, out);
  return out;
}

}  // namespace catchment::viewer
