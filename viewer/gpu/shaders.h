#pragma once

#include "viewer/gpu/gl_objects.h"

namespace catchment::gpu {

/// Width of the textures that shaders read geometry and colours from by number: number n is texel (n mod, n div) of it.
inline constexpr int kTableWidth = 4096;
/// Bytes of colour other than a class.
inline constexpr int kPlainByte = 254, kHiddenByte = 255;

// Where the tables are bound.
enum TextureUnit : int { kPieceUnit = 0, kCornerUnit, kBoxUnit, kSpotUnit, kColourUnit, kPaletteUnit, kDensityUnit, kPictureUnit };

/// The programs of the map. All but `screen` and `picture` draw into a tile of the screen; "place" means: in pixels of that tile.
struct Programs {
  Program ground;                 ///< triangles of one colour
  Program pieces, dashed_pieces;  ///< straight pieces of lines with round ends, edges smoothed
  Program buildings, hatched_buildings, wide_buildings;
  Program boxes, hatched_boxes;   ///< buildings as rectangles, edges smoothed
  Program outlines;               ///< of buildings: their edges, or the outer half of a pixel that smoothes their fill
  Program discs;                  ///< demand points without a footprint, and dots for buildings too small to see
  Program density;
  Program copy;                   ///< a texture of the tile's size, pixel by pixel, times an opacity
  Program screen;                 ///< a tile or picture as a quad anywhere on the screen
  Programs();
};

}  // namespace catchment::gpu
