#pragma once

#include <array>
#include <memory>
#include <span>
#include <vector>

#include "viewer/gpu/demand_colours.h"
#include "viewer/gpu/geometry_data.h"
#include "viewer/gpu/gl_objects.h"
#include "viewer/gpu/map_renderer.h"
#include "viewer/gpu/shaders.h"
#include "viewer/scene/map_styles.h"

namespace catchment::gpu {

/// Tiles of the screen are squares of this many pixels, counted from the geometry's origin at one scale, north up.
inline constexpr int kScreenTile = 256;

/// What one tile of the screen shows.
struct TileView {
  double metres_per_px = 1;
  std::int64_t x = 0, y = 0;              ///< tile number
  [[nodiscard]] double metres() const { return kScreenTile * metres_per_px; }
  [[nodiscard]] Box box() const {         ///< m from the geometry's origin
    const double m = metres();
    return {static_cast<double>(x) * m, static_cast<double>(y) * m, static_cast<double>(x + 1) * m, static_cast<double>(y + 1) * m};
  }
};

/// All that decides how a tile looks, besides its place and the colours.
struct PaintStyle {
  const scene::Palette* palette = nullptr;
  double u = 1;
  bool dense = false;                     ///< demand as a grid, major streets only
  bool specks = false;                    ///< buildings without people are left out: too many and too small
  double disc_px_per_root = 1, disc_least_px = 1, disc_most_px = 1;
};

/// Draws one tile of the map after another into a square of pixels. Owns the geometry's copy in the GPU.
class TilePainter {
 public:
  explicit TilePainter(std::shared_ptr<const MapGeometry> geometry);

  void set_palette(const scene::Palette& palette, std::span<const ClassLook> looks);
  void set_bands(std::span<const EdgeBand> pieces, std::vector<scene::Colour> colours);
  /// Gives to the GPU what has changed.
  void upload(DemandColours& colours);
  void upload(DensityGrid& grid);

  /// Paper and layers, into `target` (a texture of the tile's size).
  void paint_static(const TileView& tile, const PaintStyle& style, std::span<const scene::LayerLook> layers, GLuint target);
  /// `below`, then layers (of which kDemand is one), into `target`.
  void paint_over(const TileView& tile, const PaintStyle& style, GLuint below, std::span<const scene::LayerLook> layers, GLuint target);

  [[nodiscard]] const Programs& programs() const { return programs_; }
  [[nodiscard]] std::size_t bytes() const { return bytes_; }
  [[nodiscard]] std::size_t buildings_drawn() const { return buildings_drawn_; }
  void reset_counters() { buildings_drawn_ = 0; }
  /// World tiles whose things may show in a box (m from the origin), with a margin in metres: x0, y0, x1, y1.
  [[nodiscard]] std::array<int, 4> world_tiles(const Box& box, double margin_m) const;

 private:
  struct PieceTable { Texture texture; Tiled<Piece> pieces; };
  PieceTable table_of(Tiled<Piece> pieces);
  void begin(GLuint target);
  void resolve(const FrameBuffer& into);
  void clear(scene::Colour colour);
  void layers(const TileView& tile, const PaintStyle& style, std::span<const scene::LayerLook> looks);
  void layer(const TileView& tile, const PaintStyle& style, scene::MapLayer which);
  void ground(const TileView& tile, const PaintStyle& style);
  [[nodiscard]] bool has_ground(const TileView& tile) const;
  void streets(const TileView& tile, const PaintStyle& style);
  void bands(const TileView& tile, const PaintStyle& style);
  void demand(const TileView& tile, const PaintStyle& style);
  void buildings(const TileView& tile, const PaintStyle& style);
  template <class Draw>
  void each_tile(const std::array<int, 4>& range, Draw&& draw) const;
  void discs(const TileView& tile, const PaintStyle& style, bool buildings_too);
  void density(const TileView& tile, const PaintStyle& style);
  void pieces(const PieceTable& table, std::size_t group, const TileView& tile, double width_px, scene::Colour colour, double dash = 0, double gap = 0);
  void quads(std::uint32_t first, std::uint32_t count);
  void place(const Program& program, const TileView& tile);
  void hatch(const Program& program, const TileView& tile, const PaintStyle& style);
  void copy(GLuint texture, double opacity);

  std::shared_ptr<const MapGeometry> g_;
  Programs programs_;
  VertexArray array_, ground_array_, wide_array_, quad_array_, building_array_;
  Buffer ground_, wide_, quad_index_, building_index_;
  PieceTable shores_, rivers_, streets_, bands_;
  Texture corners_, boxes_, spots_, colours_, palette_, density_, layer_picture_;
  RenderBuffer samples_;
  FrameBuffer sampled_, direct_, layer_frame_, read_;
  std::vector<scene::Colour> band_colours_;
  std::array<float, 4> hatch_colour_{};
  bool any_hatch_ = false;
  std::uint32_t density_serial_ = 0;
  DensityGrid* grid_ = nullptr;
  int most_texels_ = 8192;
  std::size_t bytes_ = 0, buildings_drawn_ = 0;
};

}  // namespace catchment::gpu
