#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/core/geometry.h"

namespace catchment::scene {

struct Colour {
  std::uint8_t r = 0, g = 0, b = 0, a = 255;
  friend bool operator==(Colour, Colour) = default;
};
constexpr Colour rgb(std::uint32_t hex, std::uint8_t a = 255) {
  return {static_cast<std::uint8_t>(hex >> 16), static_cast<std::uint8_t>(hex >> 8), static_cast<std::uint8_t>(hex), a};
}

enum class Hatch : std::uint8_t { kNone, kDiagonal, kDots };
enum class Anchor : std::uint8_t { kStart, kMiddle, kEnd };

struct Stroke { Colour colour{0, 0, 0, 0}; double width_px = 0; std::vector<double> dash_px; };

/// One thing to draw, in picture pixels: origin top left, y downwards.
struct Shape {
  enum class Kind : std::uint8_t { kPath, kCircle, kText } kind = Kind::kPath;
  std::vector<Ring> rings;       ///< kPath: one or more parts
  bool closed = true;            ///< kPath: filled (even-odd) and closed, or an open line
  Point centre;                  ///< kCircle centre; kText baseline anchor
  double radius_px = 0;
  Colour fill{0, 0, 0, 0};
  Hatch hatch = Hatch::kNone;    ///< drawn over the fill in `stroke.colour`
  Stroke stroke;
  // kText
  std::string text;              ///< UTF-8
  double size_px = 12;
  bool bold = false;
  Anchor anchor = Anchor::kStart;
  double angle_deg = 0;          ///< clockwise
  Colour halo{0, 0, 0, 0};
  double halo_px = 0;
  std::string title;             ///< tooltip in SVG; empty: none
};

/// Layers are drawn in order; each becomes a named group in SVG.
struct DisplayLayer {
  std::string name;
  std::vector<Shape> shapes;
  bool clip_to_map = true;       ///< clipped to the map frame
  double opacity = 1;            ///< of the layer as a whole: what overlaps inside it does not show through
};

/// A whole picture, the same for screen, SVG, PNG and PDF.
struct DisplayList {
  double width_px = 0, height_px = 0;
  Box map_frame;                 ///< pixels
  Colour background{0, 0, 0, 0};  ///< transparent unless set
  std::vector<DisplayLayer> layers;
  std::string title;             ///< accessible title
};

}  // namespace catchment::scene
