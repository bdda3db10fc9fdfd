#pragma once

#include <cstdint>
#include <span>

#include "viewer/scene/camera.h"

namespace catchment::gpu {

/// A picture (premultiplied RGBA, rows from the top) that was drawn for one camera, shown under another: moved, scaled and
/// turned as the map has gone on since. Needs a current context.
class MapPicture {
 public:
  MapPicture();
  ~MapPicture();
  MapPicture(const MapPicture&) = delete;
  MapPicture& operator=(const MapPicture&) = delete;
  /// `drawn_for`: camera whose width x height are the picture's.
  void set(std::span<const std::uint8_t> rgba, int width, int height, const scene::Camera& drawn_for);
  void clear();
  [[nodiscard]] bool empty() const { return width_ == 0; }
  void draw(const scene::Camera& camera, double opacity = 1) const;

 private:
  unsigned texture_ = 0, buffer_ = 0;   ///< pixels; where there are any
  int n_corners_ = 0;
  int width_ = 0, height_ = 0;
  scene::Camera drawn_for_;
};

}  // namespace catchment::gpu
