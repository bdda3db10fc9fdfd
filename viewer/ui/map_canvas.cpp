#include "viewer/ui/map_canvas.h"

#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "viewer/scene/colour.h"
#include "viewer/scene/symbology.h"
#include "viewer/ui/marks.h"

namespace catchment::viewer {

namespace {

/// Overlays are drawn for somewhat more than what is seen between the panels, so that panning does not wait for them: shares of the screen.
constexpr double kMargin = 0.2;

scene::Camera with_margin(const scene::Camera& camera, const std::array<double, 4>& covered) {
  // Whole pixels off the camera, so that what is drawn for one is right for the other without being blurred.
  const auto span = [](double all, double before, double after, double margin) {
    const double from = std::floor(before) - margin;
    double size = std::ceil(all - after) + margin - from;
    if (std::fmod(size, 2) != std::fmod(all, 2)) ++size;
    return std::pair{from + size / 2, size};
  };
  const auto [x, width] = span(camera.width, covered[0], covered[2], std::round(camera.width * kMargin));
  const auto [y, height] = span(camera.height, covered[1], covered[3], std::round(camera.height * kMargin));
  scene::Camera out = camera;
  out.centre = camera.to_m({x, y});
  out.width = width, out.height = height;
  return out;
}

std::vector<gpu::ClassLook> looks_of(const scene::ThemeFigures& figures) {
  std::vector<gpu::ClassLook> out;
  for (const auto& c : figures.classes) out.push_back({c.fill, c.hatch});
  return out;
}

}  // namespace

scene::StudyView plan_view(const Tab& tab) {
  std::vector<const LevelCoverage*> splits = tab.splits;
  splits.resize(tab.document->live().n_levels(), nullptr);
  return scene::view_of(tab.document->live(), splits);
}

scene::StudyView base_view(const Tab& tab) {
  const document::Document& document = *tab.document;
  scene::StudyView out;
  out.counted = document.live().figures().counted();
  for (std::size_t l = 0; l < document.live().n_levels(); ++l) {
    scene::LevelView level;
    level.spec = &document.live().spec(l);
    level.nearest_cost = document.base_cost(l);
    level.backup = document.base_backup(l);
    out.levels.push_back(level);
  }
  return out;
}

MapCanvas::MapCanvas(Tab& tab, std::function<void()> wake, bool synchronous)
    : tab_(&tab), renderer_(std::make_unique<gpu::MapRenderer>(tab.geometry)), synchronous_(synchronous) {
  if (!tab.theming) tab.theming = std::make_unique<scene::Theming>(tab.document->base(), tab.document->scenario());
  if (!synchronous) worker_ = std::make_unique<OverlayWorker>(std::move(wake));
}

MapCanvas::~MapCanvas() = default;

void MapCanvas::follow(const State& state) {
  Tab& tab = *tab_;
  document::Document& document = *tab.document;
  const bool base = state.map.holding_base;
  const document::Document::Touched touched = document.take_touched();
  // A step may touch no point and yet change the plan: who lends what to whom, what a station can take.
  const std::uint64_t step = document.done() == 0 ? 0 : document.steps()[document.done() - 1].serial;
  if (touched.all || !touched.points.empty() || step != step_) ++tab.revision;
  step_ = step;
  const ThemeKey key{tab.figure, tab.classing, state.chinese, state.dark, base};
  if (touched.all || !theme_ || !(*theme_ == key)) {
    const scene::StudyView at_base = base_view(tab);
    // Held before: what the map shows is the base, in the classes of the plan.
    tab.theming->set(tab.figure, tab.classing, base ? at_base : plan_view(tab), &at_base, state.chinese, state.dark);
    renderer_->set_classes(tab.theming->figures().of, looks_of(tab.theming->figures()));
    theme_ = key;
  } else if (!touched.points.empty() && !base) {
    const scene::StudyView now = plan_view(tab), at_base = base_view(tab);
    const auto changed = tab.theming->update(touched.points, now, &at_base);
    std::vector<std::int8_t> classes;
    for (const std::uint32_t i : changed) classes.push_back(tab.theming->figures().of[i]);
    if (!changed.empty()) renderer_->update_classes(changed, classes);
  }
  const Tab::Extras* extras = tab.extras.get();
  if (extras != bands_of_ || bands_dark_ != state.dark) {
    bands_of_ = extras;
    bands_dark_ = state.dark;
    const auto& minutes = scene::palette(state.dark).minutes;
    renderer_->set_bands(extras == nullptr ? std::span<const EdgeBand>() : extras->bands, {minutes[0], minutes[1], minutes[2]});
  }
}

std::shared_ptr<const scene::OverlayInput> MapCanvas::overlay_input(const OverlayKey& key) {
  const Tab& tab = *tab_;
  InputKey now{key.base, key.dark, tab.revision, tab.extras.get(), key.hidden, std::nullopt};
  if (tab.why) now.why = {tab.why->point.value, tab.why_level};
  if (!input_ || !(now == input_key_)) {
    input_ = std::make_shared<const scene::OverlayInput>(make_input(key.base, key.dark));
    input_key_ = now;
  }
  return input_;
}

scene::OverlayInput MapCanvas::make_input(bool base, bool dark) const {
  const Tab& tab = *tab_;
  const document::Document& document = *tab.document;
  const World& now = document.world();
  const World& before = document.base();
  scene::OverlayInput in;
  in.world = &before;
  in.scenario = &document.scenario();
  in.index = tab.overlay_index;
  if (!base) in.links = tab.sharing.links;   // of this state of the plan: the application has seen to it
  in.facilities = base ? before.facilities : now.facilities;
  // A city has some hundred thousand gates, a plan changes a few of them at most.
  const auto& steps = document.steps();
  const bool gates_edited = !base && std::any_of(steps.begin(), steps.begin() + static_cast<std::ptrdiff_t>(document.done()), [](const document::Step& step) {
    return std::any_of(step.edits.begin(), step.edits.end(), [](const Edit& e) { return e.op == Edit::Op::kOpenGate || e.op == Edit::Op::kCloseGate || e.op == Edit::Op::kResidentsGate; });
  });
  in.gates_of_world = !gates_edited;
  if (gates_edited) in.gates = now.streets.gates;
  if (!base) {
    scene::EditStates states = scene::edit_states(before, now, gates_edited);
    in.facility_state = std::move(states.facility), in.gate_state = std::move(states.gate), in.removed = std::move(states.removed);
  }
  if (const auto grabbed = document.grabbed(); grabbed && !base) in.hidden_facility = grabbed->value;
  if (tab.extras) {
    in.organisation_state = tab.extras->organisation_state;
    if (!base && tab.extras->revision == tab.revision) {
      in.catchments = tab.extras->catchments;
      in.catchment_colour = scene::catchment_colours(in.catchments, tab.extras->catchment_facility, dark);
    }
  }
  if (tab.why && tab.why_level < tab.why->levels.size())
    if (const auto& path = tab.why->levels[tab.why_level].path) in.path = path->line;
  return in;
}

void MapCanvas::ask_overlay(const scene::Camera& camera, const OverlayKey& key) {
  OverlayWorker::Request request;
  request.input = overlay_input(key);
  request.camera = with_margin(camera, key.covered);
  request.options = {key.layers, key.filter, key.chinese, key.dark, key.u, std::nullopt};
  // Labels are whole or not at all beside the panels; under them they wait to be uncovered.
  Box free;
  for (const Point px : {Point{key.covered[0], key.covered[1]}, Point{camera.width - key.covered[2], camera.height - key.covered[3]}})
    free.add(request.camera.to_px(camera.to_m(px)));
  request.options.free = free;
  asked_ = key;
  asked_camera_ = camera;
  overlay_due_ = false;
  if (worker_) {
    worker_->ask(std::move(request));
    return;
  }
  const OverlayWorker::Result result = OverlayWorker::draw(request);
  font_warning_ = result.warning;
  overlay_.set(result.pixels.rgba, result.pixels.width, result.pixels.height, result.camera);
}

void MapCanvas::take_overlay() {
  if (!worker_) return;
  if (const auto result = worker_->take()) {
    font_warning_ = result->warning;
    if (result->pixels.rgba.empty()) return;   // the one before stays
    overlay_.set(result->pixels.rgba, result->pixels.width, result->pixels.height, result->camera);
  }
}

bool MapCanvas::draw(const State& state, const scene::Camera& camera, double milliseconds, const std::array<double, 4>& covered_px) {
  const Tab& tab = *tab_;
  take_overlay();
  OverlayKey key;
  key.layers = tab.layers, key.filter = tab.filter;
  key.chinese = state.chinese, key.dark = state.dark, key.base = state.map.holding_base;
  key.u = state.scale;
  key.metres_per_px = camera.metres_per_px, key.angle = camera.angle, key.width = camera.width, key.height = camera.height;
  key.covered = covered_px;
  key.level = tab.level;
  key.study = tab.extras.get();
  if (tab.why) key.why = tab.why->point.value;
  const auto grabbed = tab.document->grabbed();
  key.hidden = grabbed ? grabbed->value : UINT32_MAX;
  // While a station is in the hand the overlay stays as it was when it was taken up: the hand draws the station.
  key.revision = grabbed ? 0 : tab.revision;
  const double moved_x = std::abs(camera.centre.x - asked_camera_.centre.x) / camera.metres_per_px;
  const double moved_y = std::abs(camera.centre.y - asked_camera_.centre.y) / camera.metres_per_px;
  const bool moved_out = moved_x > 0.6 * kMargin * camera.width || moved_y > 0.6 * kMargin * camera.height;
  // Once the map rests, labels are placed anew for what is seen now.
  const bool elsewhere = !(camera.centre == asked_camera_.centre);
  still_s_ = camera == last_camera_ ? still_s_ + state.delta_s : 0;
  last_camera_ = camera;
  const bool rests = elsewhere && (still_s_ > 0.15 || synchronous_);
  if (overlay_due_ || !asked_ || !(*asked_ == key) || moved_out || rests) ask_overlay(camera, key);

  gpu::MapLook look;
  look.dark = state.dark;
  look.u = state.scale;
  look.layers = tab.layers;
  // Only what its layers know: a filter of links must not paint the ground anew.
  look.filter.building_kinds = tab.filter.building_kinds, look.filter.classes = tab.filter.classes, look.filter.least_persons = tab.filter.least_persons;
  const bool final_tiles = renderer_->draw(camera, look, milliseconds, covered_px);
  overlay_.draw(camera);
  return final_tiles && !waiting() && camera.centre == asked_camera_.centre;
}

void MapCanvas::draw_marks(const State& state, ImDrawList& list, double pixels_per_point, double right) const {
  draw_tab_marks(state, *tab_, list, pixels_per_point, right);
}

}  // namespace catchment::viewer
