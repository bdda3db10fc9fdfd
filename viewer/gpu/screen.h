#pragma once

#include <array>
#include <cstdint>

#include "viewer/gpu/shaders.h"
#include "viewer/gpu/tile_painter.h"
#include "viewer/scene/camera.h"

namespace catchment::gpu {

/// The frame buffer that was bound, and its scissor box, to come back to.
struct SavedTarget {
  SavedTarget();
  void restore() const;
  GLint frame = 0;
  GLboolean scissor = GL_FALSE;
  std::array<GLint, 4> box{};
};

/// Where tiles of a scale lie on the screen. Upright, tiles lie on whole pixels: the map is moved by at most half a pixel.
class ScreenFrame {
 public:
  ScreenFrame(const scene::Camera& camera, Point origin, double metres_per_px);
  /// visit(x, y, distance in px of its middle from the screen's middle) for every tile within `margin_px` of the screen.
  template <class Visit>
  void each_tile(double margin_px, Visit&& visit) const;
  [[nodiscard]] bool sees(const TileView& tile) const;
  /// Corners in px from the lower left: lower left, lower right, upper left, upper right.
  [[nodiscard]] std::array<Point, 4> corners(const TileView& tile) const;
  [[nodiscard]] bool upright() const { return camera_.angle == 0; }
  [[nodiscard]] double width() const { return camera_.width; }
  [[nodiscard]] double height() const { return camera_.height; }

 private:
  [[nodiscard]] bool touches(const std::array<Point, 4>& corners, double margin_px) const;
  scene::Camera camera_;
  Point origin_;
  double metres_per_px_ = 1, left_ = 0, bottom_ = 0;   ///< px of the screen's lower left corner from the origin, upright only
};

/// Puts tiles on the screen.
class Screen {
 public:
  explicit Screen(const Programs& programs);
  void aim(const SavedTarget& target) { target_ = &target; }
  void begin(const ScreenFrame& frame, scene::Colour paper);
  void clear() const;
  /// `exact`: of the screen's own scale.
  void tile(const TileView& view, GLuint texture, bool exact);
  void end() const;

 private:
  const Program* program_;
  VertexArray array_;
  FrameBuffer read_;
  std::array<GLuint, 2> sampler_{};       ///< nearest, linear; the driver frees them with the context
  const SavedTarget* target_ = nullptr;
  const ScreenFrame* frame_ = nullptr;
  scene::Colour paper_;
  GLint corners_at_ = -1;
};

template <class Visit>
void ScreenFrame::each_tile(double margin, Visit&& visit) const {
  Box box;
  for (const Point p : {Point{-margin, -margin}, Point{camera_.width + margin, -margin}, Point{-margin, camera_.height + margin},
                        Point{camera_.width + margin, camera_.height + margin}}) {
    if (upright()) {
      box.add(Point{left_ + p.x, bottom_ + p.y});
    } else {
      const Point m = camera_.to_m(p);
      box.add(Point{(m.x - origin_.x) / metres_per_px_, (m.y - origin_.y) / metres_per_px_});
    }
  }
  const auto tile_of = [](double px) { return static_cast<std::int64_t>(std::floor(px / kScreenTile)); };
  for (std::int64_t y = tile_of(box.min_y); y <= tile_of(box.max_y - 1e-6); ++y)
    for (std::int64_t x = tile_of(box.min_x); x <= tile_of(box.max_x - 1e-6); ++x) {
      const auto c = corners({metres_per_px_, x, y});
      if (!upright() && !touches(c, margin)) continue;
      visit(x, y, std::hypot((c[0].x + c[3].x - camera_.width) / 2, (c[0].y + c[3].y - camera_.height) / 2));
    }
}

}  // namespace catchment::gpu
