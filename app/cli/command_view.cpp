#include <charconv>

#include <fmt/format.h>

#include "app/cli/commands.h"
#include "app/cli/json_parts.h"
#include "app/cli/world_output.h"
#ifdef CATCHMENT_WITH_VIEWER
#include "viewer/ui/viewer.h"
#endif

namespace catchment::cli {

#ifdef CATCHMENT_WITH_VIEWER

namespace {

/// "1440x900" -> both numbers.
std::pair<int, int> size_of(const std::string& text) {
  if (text.empty()) return {0, 0};
  int width = 0, height = 0;
  const char* end = text.data() + text.size();
  const auto first = std::from_chars(text.data(), end, width);
  const bool cross = first.ec == std::errc() && first.ptr != end && (*first.ptr == 'x' || *first.ptr == 'X');
  const auto second = cross ? std::from_chars(first.ptr + 1, end, height) : first;
  if (!cross || second.ec != std::errc() || second.ptr != end || width < 320 || height < 240 || width > 8192 || height > 8192)
    throw InputError("--size", fmt::format("'{}' is no size", text), "write it like 1440x900, from 320x240 to 8192x8192");
  return {width, height};
}

}  // namespace

int view_command(const ViewArguments& in, Console& console) {
  viewer::ViewerOptions options;
  options.files = in.files;
  options.language = console.common().language;
  options.dark = options.dark_given = in.dark;
  options.scale = in.scale;
  options.fly_to = in.at;
  options.metres_per_px = in.metres_per_px;
  options.theme = in.theme;
  options.level = in.level;
  options.state_dump = in.state;
  std::tie(options.width, options.height) = size_of(in.size);
  if (!in.state.empty()) make_folder_of(in.state);
  if (in.screenshot.empty()) {
    if (in.map_only) throw InputError("--map-only", "is for screenshots", "add --screenshot FILE.png, or press Tab in the viewer");
    return viewer::run_viewer(options);
  }
  if (!in.screenshot.ends_with(".png")) throw InputError(in.screenshot, "a screenshot is a PNG", "let its name end in .png; for SVG and PDF use 'catchment render'");
  require_writable_file(in.screenshot, console.common().overwrite);
  make_folder_of(in.screenshot);
  if (const std::string warning = viewer::take_screenshot(options, {in.screenshot, in.map_only}); !warning.empty()) console.note("catchment: " + warning);
  if (console.common().json) console.print(dumped({{"picture", in.screenshot}}));
  else console.print(in.screenshot + "\n");
  return 0;
}

#else

int view_command(const ViewArguments&, Console&) {
  throw InputError("view", "this program was built without the viewer", "build it with CATCHMENT_WITH_VIEWER=ON, or draw the map with 'catchment render SCENARIO.toml -o map.png'");
}

#endif

}  // namespace catchment::cli
