#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "viewer/ui/gestures.h"
#include "viewer/ui/map_canvas.h"
#include "viewer/ui/network_canvas.h"
#include "viewer/ui/render_target.h"
#include "viewer/ui/retained_panels.h"
#include "viewer/ui/shortcuts.h"
#include "viewer/ui/state.h"
#include "viewer/ui/viewer.h"

namespace catchment::viewer {

/// The viewer without its window: one `frame` takes the input that ImGui holds, lets the panels ask, carries out what they asked and draws.
/// Needs a current OpenGL 3.3 context and an ImGui context with its OpenGL backend, both of the window's or the test's making.
class Application {
 public:
  struct Surroundings {
    std::function<void()> wake;              ///< ends an idle wait; called from any thread
    std::string state_folder, config_file;   ///< empty: nothing is kept (tests, screenshots)
    double screen_scale = 1;                 ///< px per design px that the screen asks for
    bool synchronous = false;                ///< files are opened and overlays drawn at once, nothing is animated (screenshots)
  };
  Application(const ViewerOptions& options, Surroundings surroundings);
  ~Application();

  /// Between the backends' NewFrame and the swap. `pixels`: of the frame buffer; ImGui's own size is in io.
  void frame(int width_px, int height_px, double seconds);
  /// Something still moves or is worked on, so the next frame should come without waiting for input.
  [[nodiscard]] bool restless() const;
  /// The picture is as it will stay: no job, no tile, no overlay outstanding.
  [[nodiscard]] bool settled() const;
  [[nodiscard]] bool finished() const { return finished_; }
  /// The last frame showed a world: a document's, or one whose study is still being worked out.
  [[nodiscard]] bool shows_world() const { return preview_renderer_ != nullptr || !canvases_.empty(); }
  void drop(const std::vector<std::string>& files);
  void ask_to_quit() { state_.ask(Quit{}); }
  /// Without asking: unsaved work stays in the journal.
  void stop() { finished_ = true; }
  [[nodiscard]] State& state() { return state_; }
  /// Camera, selection, figures, history of the current tab and so on as one JSON object (docs/viewer.md).
  [[nodiscard]] std::string state_json() const;
  [[nodiscard]] std::string window_title() const;
  /// Of the fonts, one sentence; empty: none.
  [[nodiscard]] std::string warnings() const;

 private:
  friend struct Executor;
  struct Preview { std::shared_ptr<const gpu::MapGeometry> geometry; Box home; std::string path; };

  // application.cpp
  void finish_jobs();
  void keyboard();
  void act(Action action);
  void draw_maps(int width_px, int height_px, double pixels_per_point);
  [[nodiscard]] std::array<double, 4> covered_px(int width_px, int height_px) const;
  void draw_swipe(double pixels_per_point);
  void follow_plan(Tab& tab);
  void keep_settings();
  MapCanvas& canvas(Tab& tab);
  // commands.cpp
  void execute();
  using Make = std::function<std::unique_ptr<document::Document>(const Progress&)>;
  /// On a worker (or at once, if synchronous): makes the document and its tab. `make`: empty: the file itself. `then`: when it is shown.
  void open(const std::string& path, Make make = {}, std::function<void()> then = {});
  void show_opened(std::unique_ptr<Tab> tab);
  void close_tab(std::size_t index, bool discard);
  void save(Tab& tab, const std::string& path, bool overwrite);
  void export_picture(Tab& tab, const std::string& path);
  void import_dropped(const std::string& path, const std::string& datum);
  void ask_why(Tab& tab, std::uint32_t demand);
  void bring_into_sight(Tab& tab);
  void next_uncovered(Tab& tab, int step);
  void toast(Toast::Kind kind, std::string text);
  /// What goes wrong is told, and what is open stays as it is.
  template <class F>
  void guarded(F&& work) {
    try {
      work();
    } catch (const std::exception& error) {
      toast(Toast::Kind::kError, error.what());
    }
  }
  // extras.cpp
  void want_extras(Tab& tab);
  static const char* extras_title(bool chinese) { return chinese ? "街道与机构" : "Streets and organisations"; }
  // sharing_work.cpp
  void want_sharing(Tab& tab);
  static const char* network_title(bool chinese) { return chinese ? "排布网络" : "Laying out the network"; }
  static const char* facts_title(bool chinese) { return chinese ? "共享的供需" : "What is shared and needed"; }
  /// Jobs that a newer wish replaces without a word.
  static bool is_replaceable(const std::string& title) {
    for (const bool zh : {true, false})
      if (title == extras_title(zh) || title == network_title(zh) || title == facts_title(zh)) return true;
    return false;
  }

  State state_;
  Surroundings around_;
  ViewerOptions options_;
  Gestures gestures_;
  std::map<const Tab*, std::unique_ptr<MapCanvas>> canvases_;
  std::map<const Tab*, std::unique_ptr<NetworkCanvas>> networks_;
  bool network_final_ = true;
  std::unique_ptr<RenderTarget> other_side_;
  RetainedPanels panels_;
  std::mutex preview_mutex_;
  std::optional<Preview> preview_;                 // of a world that is loaded while its study is still being worked out
  std::unique_ptr<gpu::MapRenderer> preview_renderer_;
  std::shared_ptr<const gpu::MapGeometry> preview_of_;
  std::uint64_t uncovered_revision_ = 0;
  const Tab* uncovered_of_ = nullptr;
  std::size_t uncovered_level_ = 0, uncovered_at_ = 0;
  std::vector<DemandId> uncovered_;
  document::Settings kept_;                        // as last written
  std::string letters_;                            // of all open documents
  bool fonts_due_ = true;
  std::uint64_t next_job_ = 0;
  bool map_final_ = false;
  bool finished_ = false;
  double split_seconds_ = 0;                       // what the last split took
  double quiet_s_ = 0;                             // since the plan last changed
};

}  // namespace catchment::viewer
