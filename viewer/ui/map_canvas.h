#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "viewer/gpu/map_renderer.h"
#include "viewer/gpu/texture.h"
#include "viewer/ui/overlay_worker.h"
#include "viewer/ui/state.h"

struct ImDrawList;

namespace catchment::viewer {

/// The map of one tab on the screen: the GPU layers, the overlay that a worker draws, what is in the hand. Needs a current context.
class MapCanvas {
 public:
  /// `wake`: called from a worker when there is something new to show. `synchronous`: overlays are drawn at once (screenshots).
  MapCanvas(Tab& tab, std::function<void()> wake, bool synchronous);
  ~MapCanvas();

  /// Colours follow the plan: classes of touched points, or all anew where the figure has changed. Call once a frame, before `draw`.
  void follow(const State& state);
  /// Into the bound frame buffer, for `camera`. `milliseconds`: for new tiles, 0: all. `covered_px`: left, top, right, bottom under panels,
  /// which need not be drawn. -> whether the picture is final.
  bool draw(const State& state, const scene::Camera& camera, double milliseconds, const std::array<double, 4>& covered_px);
  /// Over the map, under the panels: the selection, what the cursor is over, the station in the hand.
  /// `right`: points by which they are moved, for the other side of two maps.
  void draw_marks(const State& state, ImDrawList& list, double pixels_per_point, double right) const;
  /// The class of the legend at a place, if a building or disc lies there.
  [[nodiscard]] const scene::Theming& theming() const { return *tab_->theming; }
  /// Splits of demand have been worked out since: figures that show them are made anew.
  void split_is_there() {
    if (tab_->figure.kind == scene::FigureKind::kSplit) theme_.reset();
  }
  [[nodiscard]] gpu::MapRenderer& renderer() { return *renderer_; }
  /// Something is still to come: an overlay that a worker draws.
  [[nodiscard]] bool waiting() const { return overlay_due_ || (worker_ && worker_->busy()); }
  [[nodiscard]] const std::string& font_warning() const { return font_warning_; }

 private:
  struct ThemeKey {
    scene::Figure figure;
    scene::Classing classing;
    bool chinese = true, dark = false, base = false;
    friend bool operator==(const ThemeKey&, const ThemeKey&) = default;
  };
  struct OverlayKey {
    scene::LayerStack layers;
    scene::LayerFilter filter;
    bool chinese = true, dark = false, base = false;
    double u = 1, metres_per_px = 1, angle = 0, width = 0, height = 0;
    std::array<double, 4> covered{};
    std::size_t level = 0;
    std::uint64_t revision = 0;
    std::uint32_t hidden = UINT32_MAX;
    const void* study = nullptr;
    std::optional<std::uint32_t> why;
    friend bool operator==(const OverlayKey&, const OverlayKey&) = default;
  };
  void take_overlay();
  void ask_overlay(const scene::Camera& camera, const OverlayKey& key);
  /// What overlays show of a state of the plan: made when that changes, shared by all pictures of it.
  struct InputKey {
    bool base = false, dark = false;
    std::uint64_t revision = 0;
    const void* extras = nullptr;
    std::uint32_t hidden = UINT32_MAX;
    std::optional<std::pair<std::uint32_t, std::size_t>> why;
    friend bool operator==(const InputKey&, const InputKey&) = default;
  };
  [[nodiscard]] scene::OverlayInput make_input(bool base, bool dark) const;
  [[nodiscard]] std::shared_ptr<const scene::OverlayInput> overlay_input(const OverlayKey& key);

  Tab* tab_;
  std::unique_ptr<gpu::MapRenderer> renderer_;
  gpu::MapPicture overlay_;
  std::unique_ptr<OverlayWorker> worker_;
  bool synchronous_ = false;
  std::uint64_t step_ = 0;                 // the last one of the plan as it was last seen
  std::optional<ThemeKey> theme_;
  std::optional<OverlayKey> asked_;
  std::shared_ptr<const scene::OverlayInput> input_;
  InputKey input_key_;
  scene::Camera asked_camera_, last_camera_;
  double still_s_ = 0;                       // since the camera last moved
  bool overlay_due_ = true;
  const void* bands_of_ = nullptr;
  bool bands_dark_ = false;
  std::string font_warning_;
};

/// Views of a tab's plan and of its base, for the theming.
scene::StudyView plan_view(const Tab& tab);
scene::StudyView base_view(const Tab& tab);

}  // namespace catchment::viewer
