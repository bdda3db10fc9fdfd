#pragma once

#include <string>
#include <vector>

namespace catchment::viewer {

struct ViewerOptions {
  std::vector<std::string> files;      ///< scenarios or world files, a tab each
  std::string language;                ///< "zh", "en"; empty: settings, then the scenario's
  bool dark = false, dark_given = false;
  double scale = 0;
  std::string state_dump;              ///< JSON of camera, selection, figures and history, written whenever the viewer comes to rest and at exit: for scripts and tests
  bool bare = false;                   ///< the map without panels
  std::string fly_to;                  ///< a name, id or coordinates
  double metres_per_px = 0;            ///< 0: fit
  std::string theme;                   ///< as `render --theme`
  std::string level;
  int width = 0, height = 0;
};

/// Opens the window and returns when it is closed. Throws InputError in one sentence where there is no display or no OpenGL 3.3.
int run_viewer(const ViewerOptions& options);

/// One frame drawn offscreen (EGL, no X): the map with the panels, or with `map_only` the map and its furniture alone. PNG.
struct Screenshot { std::string path; bool map_only = false; };
/// -> a warning in one sentence (fonts), or empty. Throws InputError.
std::string take_screenshot(const ViewerOptions& options, const Screenshot& screenshot);

}  // namespace catchment::viewer
