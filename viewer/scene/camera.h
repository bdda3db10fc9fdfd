#pragma once

#include <algorithm>
#include <cmath>

#include "sim/core/geometry.h"

namespace catchment::scene {

/// Where the viewer looks. Pixels are those of the frame buffer, origin top left, y downwards; metres are the project's.
struct Camera {
  Point centre;               ///< m, in the middle of the screen
  double metres_per_px = 1;   ///< > 0
  double angle = 0;           ///< rad; the map is turned counter-clockwise by this about the middle
  double width = 1280, height = 800;  ///< px

  [[nodiscard]] Point to_px(Point m) const {
    const double x = (m.x - centre.x) / metres_per_px, y = (m.y - centre.y) / metres_per_px;
    const double c = std::cos(angle), s = std::sin(angle);
    return {width / 2 + x * c - y * s, height / 2 - (x * s + y * c)};
  }
  [[nodiscard]] Point to_m(Point px) const {
    const double x = px.x - width / 2, y = height / 2 - px.y;
    const double c = std::cos(angle), s = std::sin(angle);
    return {centre.x + (x * c + y * s) * metres_per_px, centre.y + (-x * s + y * c) * metres_per_px};
  }
  /// The smallest upright box of metres that holds all that the screen shows.
  [[nodiscard]] Box seen() const {
    Box box;
    for (const Point p : {Point{0, 0}, Point{width, 0}, Point{0, height}, Point{width, height}}) box.add(to_m(p));
    return box;
  }
  /// The same place stays under `px` while the scale becomes `metres`.
  [[nodiscard]] Camera zoomed_at(Point px, double metres) const {
    Camera out = *this;
    out.metres_per_px = metres;
    const Point before = to_m(px), after = out.to_m(px);
    out.centre = {centre.x + before.x - after.x, centre.y + before.y - after.y};
    return out;
  }
  friend bool operator==(const Camera&, const Camera&) = default;
};

/// Shows all of `box` within the screen less `inset_px` on its four sides (left, top, right, bottom: the panels), upright.
inline Camera fit(const Box& box, double width, double height, double left = 0, double top = 0, double right = 0, double bottom = 0) {
  Camera c;
  c.width = width, c.height = height;
  const double w = std::max(40.0, width - left - right), h = std::max(40.0, height - top - bottom);
  c.metres_per_px = std::max({box.width() / w, box.height() / h, 1e-3});
  const Point middle = box.centre();
  c.centre = {middle.x - (left - right) / 2 * c.metres_per_px, middle.y + (top - bottom) / 2 * c.metres_per_px};
  return c;
}

}  // namespace catchment::scene
