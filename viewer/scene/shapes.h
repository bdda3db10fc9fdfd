#pragma once

#include <string>
#include <utility>
#include <vector>

#include "viewer/scene/display_list.h"

namespace catchment::scene {

/// Short ways to make a Shape. All in picture pixels.
inline Shape fill_shape(std::vector<Ring> rings, Colour fill, Stroke outline = {}) {
  Shape s;
  s.rings = std::move(rings);
  s.fill = fill;
  s.stroke = std::move(outline);
  return s;
}

inline Shape line_shape(std::vector<Ring> parts, Stroke stroke) {
  Shape s;
  s.rings = std::move(parts);
  s.closed = false;
  s.stroke = std::move(stroke);
  return s;
}

inline Shape circle_shape(Point centre, double radius_px, Colour fill, Stroke outline = {}) {
  Shape s;
  s.kind = Shape::Kind::kCircle;
  s.centre = centre;
  s.radius_px = radius_px;
  s.fill = fill;
  s.stroke = std::move(outline);
  return s;
}

inline Shape text_shape(std::string text, Point baseline, double size_px, Colour ink, Anchor anchor = Anchor::kStart,
                        bool bold = false) {
  Shape s;
  s.kind = Shape::Kind::kText;
  s.text = std::move(text);
  s.centre = baseline;
  s.size_px = size_px;
  s.fill = ink;
  s.anchor = anchor;
  s.bold = bold;
  return s;
}

inline Ring box_ring(double x, double y, double width, double height) {
  return {{x, y}, {x + width, y}, {x + width, y + height}, {x, y + height}};
}

}  // namespace catchment::scene
