#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace catchment::gpu {

/// An OpenGL 3.3 core context without window or X server (EGL, surfaceless platform), with a frame buffer of its own, bound.
/// Throws std::runtime_error in one sentence with the remedy: no libEGL, no driver, no 3.3.
class Offscreen {
 public:
  Offscreen(int width, int height);
  ~Offscreen();
  Offscreen(const Offscreen&) = delete;
  Offscreen& operator=(const Offscreen&) = delete;
  void bind();
  /// RGBA rows from the top of the bound frame buffer.
  [[nodiscard]] std::vector<std::uint8_t> read() const;
  [[nodiscard]] std::string driver() const;   ///< "llvmpipe (LLVM 15.0.6, 256 bits) · OpenGL 4.5"
  [[nodiscard]] int width() const { return width_; }
  [[nodiscard]] int height() const { return height_; }

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
  int width_ = 0, height_ = 0;
};

/// "" if the current context is OpenGL 3.3 core or newer, else one sentence that says what there is and what to do.
std::string missing_features();
/// RGBA rows from the top of the bound read buffer (GL_BACK of a window, or the frame buffer object).
std::vector<std::uint8_t> read_pixels(int width, int height);

}  // namespace catchment::gpu
