#include <epoxy/gl.h>

#include <algorithm>

#include <fmt/format.h>

#include "viewer/gpu/offscreen.h"

namespace catchment::gpu {

std::string missing_features() {
  const int version = epoxy_gl_version();
  if (epoxy_is_desktop_gl() && version >= 33) return {};
  const auto* renderer = reinterpret_cast<const char*>(glGetString(GL_RENDERER));
  return fmt::format("the graphics driver ({}) offers OpenGL {}.{}; the viewer needs 3.3 or newer: install libgl1-mesa-dri for software drawing, or set LIBGL_ALWAYS_SOFTWARE=1",
                     renderer == nullptr ? "unknown" : renderer, version / 10, version % 10);
}

std::vector<std::uint8_t> read_pixels(int width, int height) {
  const auto row = static_cast<std::size_t>(width) * 4;
  std::vector<std::uint8_t> out(row * static_cast<std::size_t>(height));
  glPixelStorei(GL_PACK_ALIGNMENT, 1);
  glReadPixels(0, 0, width, height, GL_RGBA, GL_UNSIGNED_BYTE, out.data());
  for (std::size_t y = 0; y < static_cast<std::size_t>(height) / 2; ++y)
    std::swap_ranges(out.begin() + static_cast<std::ptrdiff_t>(y * row), out.begin() + static_cast<std::ptrdiff_t>((y + 1) * row),
                     out.end() - static_cast<std::ptrdiff_t>((y + 1) * row));
  return out;
}

}  // namespace catchment::gpu
