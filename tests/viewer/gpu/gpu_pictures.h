#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "viewer/gpu/map_renderer.h"
#include "viewer/gpu/offscreen.h"
#include "viewer/scene/display_list.h"
#include "viewer/scene/map.h"
#include "viewer/scene/theme.h"

namespace catchment::test {

/// RGBA rows from the top.
struct Picture {
  int width = 0, height = 0;
  std::vector<std::uint8_t> rgba;
  [[nodiscard]] scene::Colour at(int x, int y) const {
    const auto* p = &rgba[(static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)) * 4];
    return {p[0], p[1], p[2], p[3]};
  }
  friend bool operator==(const Picture&, const Picture&) = default;
};

/// What Cairo makes of a display list.
Picture cairo_picture(const scene::DisplayList& list);
void write_png(const std::string& path, const Picture& picture);
/// Mean over pixels of the largest difference of a channel, 0..255.
double mean_difference(const Picture& a, const Picture& b);
/// Share of the pixels that differ by more than `by` in a channel.
double share_different(const Picture& a, const Picture& b, int by);
/// Largest difference of a channel.
int largest_difference(scene::Colour a, scene::Colour b);

/// An offscreen context for a test; null, with a reason, only where EGL itself is missing.
std::unique_ptr<gpu::Offscreen> offscreen(int width, int height, std::string& why_not);
#define CATCHMENT_NEED_EGL(variable, width, height)                                        \
  std::string variable##_why;                                                              \
  const auto variable = ::catchment::test::offscreen(width, height, variable##_why);       \
  if (!variable) GTEST_SKIP() << variable##_why

/// Draws until final; expects no GL error.
Picture draw(gpu::Offscreen& screen, gpu::MapRenderer& map, const scene::Camera& camera, const gpu::MapLook& look, double milliseconds = 0);
/// The classes that `scene::draw_map` would give, and their looks.
void use_theme(gpu::MapRenderer& map, const World& world, const Study& study, const Scenario& scenario, const scene::MapOptions& options);
/// The camera whose picture of `width` px has the frame that `draw_map` shows without furniture, moved to whole pixels.
scene::Camera camera_of(const Box& window, double width, double height);

}  // namespace catchment::test
