#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

struct ImDrawData;
struct ImDrawList;

namespace catchment::viewer {

/// Draws what ImGui has put together, and keeps the pixels of panels that stay as they are: while the map moves, the panels around it are
/// copied and not drawn anew, which takes software OpenGL several times as long. The picture is the same to the last bit. Needs a
/// current context.
class RetainedPanels {
 public:
  RetainedPanels() = default;
  ~RetainedPanels();
  RetainedPanels(const RetainedPanels&) = delete;
  RetainedPanels& operator=(const RetainedPanels&) = delete;
  /// Into the bound frame buffer. `covered_px`: left, top, right, bottom of it that opaque panels lie over; what ImGui's background list
  /// draws there is not seen.
  void draw(ImDrawData& data, const std::array<double, 4>& covered_px, int width_px, int height_px);
  /// The letters' picture has changed: nothing that is kept holds.
  void forget();

 private:
  struct Strip {
    int x = 0, y = 0, width = 0, height = 0;     ///< px from the upper left
    std::uint64_t seen = 0, before = 0;          ///< what ImGui puts into it now, and what was drawn in it last; 0: unknown
    std::uint64_t kept = 0;                      ///< what the texture shows; 0: nothing
    unsigned texture = 0;
    int texture_width = 0, texture_height = 0;
  };
  void copy(const Strip& strip, bool to_screen, int height_px);
  void keep(Strip& strip, int height_px);
  std::array<Strip, 4> strips_;
  unsigned frame_ = 0;
  std::vector<ImDrawList*> drawn_;
};

}  // namespace catchment::viewer
