#include <algorithm>
#include <cmath>

#include "viewer/gpu/tile_painter.h"

namespace catchment::gpu {

namespace {

constexpr std::uint32_t kQuadsAtOnce = 16384;
constexpr double kPieceReachM = 128;   // a piece is at most 256 m long and lies in the tile of its middle

void set_colour(const Program& p, scene::Colour c) {
  const float a = static_cast<float>(c.a) / 255;
  glUniform4f(uniform(p, "colour"), static_cast<float>(c.r) / 255 * a, static_cast<float>(c.g) / 255 * a, static_cast<float>(c.b) / 255 * a, a);
}

}  // namespace

/// Where the tile lies, for programs that place things: relative to a world tile near it, so that floats are fine enough.
void TilePainter::place(const Program& program, const TileView& tile) {
  glUseProgram(program.name());
  const Box box = tile.box();
  const double x = std::floor(box.min_x / kTileM), y = std::floor(box.min_y / kTileM);
  glUniform2i(uniform(program, "base_tile"), static_cast<int>(x), static_cast<int>(y));
  glUniform2f(uniform(program, "base_px"), static_cast<float>(((x + 0.5) * kTileM - box.min_x) / tile.metres_per_px),
              static_cast<float>(((y + 0.5) * kTileM - box.min_y) / tile.metres_per_px));
  glUniform1f(uniform(program, "px_per_step"), static_cast<float>(kStepM / tile.metres_per_px));
  glUniform2f(uniform(program, "size_px"), kScreenTile, kScreenTile);
}

void TilePainter::hatch(const Program& program, const TileView& tile, const PaintStyle& style) {
  const double step = std::max(6.0, 6 * style.u), diagonal = step * std::sqrt(2.0);
  const double x = static_cast<double>(tile.x) * kScreenTile, y = static_cast<double>(tile.y) * kScreenTile;
  glUniform2f(uniform(program, "hatch_phase"), static_cast<float>(x - y - std::floor((x - y) / diagonal) * diagonal), 0);
  glUniform2f(uniform(program, "dots_phase"), static_cast<float>(x - std::floor(x / step) * step), static_cast<float>(y - std::floor(y / step) * step));
  glUniform1f(uniform(program, "hatch_step"), static_cast<float>(step));
  glUniform4fv(uniform(program, "hatch_colour"), 1, hatch_colour_.data());
}

/// Two triangles for each of `count` things from `first` on; the vertex shader reads the thing's number from its own.
void TilePainter::quads(std::uint32_t first, std::uint32_t count) {
  glBindVertexArray(quad_array_.name());
  for (std::uint32_t done = 0; done < count; done += kQuadsAtOnce)
    glDrawElementsBaseVertex(GL_TRIANGLES, static_cast<GLsizei>(std::min(kQuadsAtOnce, count - done) * 6), GL_UNSIGNED_SHORT, nullptr,
                             static_cast<GLint>((first + done) * 4));
}

void TilePainter::pieces(const PieceTable& table, std::size_t group, const TileView& tile, double width_px, scene::Colour colour, double dash, double gap) {
  const auto [x0, y0, x1, y1] = world_tiles(tile.box(), kPieceReachM + (width_px / 2 + 1) * tile.metres_per_px);
  bool ready = false;
  table.pieces.runs(group, x0, y0, x1, y1, [&](std::uint32_t first, std::uint32_t count) {
    if (!ready) {
      const Program& p = dash > 0 ? programs_.dashed_pieces : programs_.pieces;
      place(p, tile);
      glActiveTexture(GL_TEXTURE0 + kPieceUnit);
      glBindTexture(GL_TEXTURE_2D, table.texture.name());
      glUniform1f(uniform(p, "half_px"), static_cast<float>(width_px / 2));
      set_colour(p, colour);
      if (dash > 0) {
        glUniform2f(uniform(p, "dash"), static_cast<float>(dash), static_cast<float>(dash + gap));
        glUniform1f(uniform(p, "px_per_m"), static_cast<float>(1 / tile.metres_per_px));
      }
      ready = true;
    }
    quads(first, count);
  });
}

bool TilePainter::has_ground(const TileView& tile) const {
  const auto [x0, y0, x1, y1] = world_tiles(tile.box(), 0);
  bool any = false;
  for (std::size_t k = 0; k < scene::kGroundTints.size() && !any; ++k) g_->ground.runs(k, x0, y0, x1, y1, [&](std::uint32_t, std::uint32_t) { any = true; });
  const auto [l0, m0, l1, m1] = world_tiles(tile.box(), kPieceReachM);
  if (!any) rivers_.pieces.runs(0, l0, m0, l1, m1, [&](std::uint32_t, std::uint32_t) { any = true; });
  return any;
}

void TilePainter::ground(const TileView& tile, const PaintStyle& style) {
  const auto [x0, y0, x1, y1] = world_tiles(tile.box(), 0);
  place(programs_.ground, tile);
  for (std::size_t k = 0; k < scene::kGroundTints.size(); ++k) {
    const auto& tint = scene::kGroundTints[k];
    bool ready = false;
    g_->ground.runs(k, x0, y0, x1, y1, [&](std::uint32_t first, std::uint32_t count) {
      if (!ready) {
        glUseProgram(programs_.ground.name());
        glBindVertexArray(ground_array_.name());
        set_colour(programs_.ground, style.palette->*tint.colour);
        ready = true;
      }
      glDrawArrays(GL_TRIANGLES, static_cast<GLint>(first), static_cast<GLsizei>(count));
    });
    if (tint.kind != ContextKind::kWater) continue;
    pieces(rivers_, 0, tile, scene::kRiverU * style.u, style.palette->water);
    pieces(shores_, 0, tile, scene::kShoreU * style.u, scene::shore_colour(*style.palette));
  }
}

void TilePainter::streets(const TileView& tile, const PaintStyle& style) {
  std::array<scene::StreetLook, scene::kStreetStyles.size()> looks;
  for (std::size_t k = 0; k < looks.size(); ++k)
    looks[k] = scene::street_look(scene::kStreetStyles[k], *style.palette, 1 / tile.metres_per_px, style.u, style.dense);
  for (std::size_t k = 0; k < looks.size(); ++k)
    if (looks[k].drawn && looks[k].casing_px > 0) pieces(streets_, k, tile, looks[k].casing_px, looks[k].casing);
  for (std::size_t k = 0; k < looks.size(); ++k)
    if (looks[k].drawn) pieces(streets_, k, tile, looks[k].width_px, looks[k].fill, looks[k].dash_u * style.u, looks[k].gap_u * style.u);
}

void TilePainter::bands(const TileView& tile, const PaintStyle& style) {
  const double width = scene::band_width_u(scene::zoom_class(tile.metres_per_px * style.u)) * style.u;
  for (std::size_t group = 0; group < bands_.pieces.groups; ++group) {
    if (style.dense && group % 2 == 1) continue;
    pieces(bands_, group, tile, width, band_colours_[band_colours_.size() - 1 - group / 2]);
  }
}

void TilePainter::demand(const TileView& tile, const PaintStyle& style) {
  if (style.dense) return density(tile, style);
  if (!style.specks) buildings(tile, style);
  discs(tile, style, style.specks || scene::zoom_class(tile.metres_per_px * style.u) == scene::Zoom::kCity);
}

template <class Draw>
void TilePainter::each_tile(const std::array<int, 4>& range, Draw&& draw) const {
  const auto [x0, y0, x1, y1] = range;
  for (int y = std::max(0, y0); y <= std::min(y1, g_->rows - 1); ++y)
    for (std::uint32_t k = g_->tile_row_begin[static_cast<std::size_t>(y)]; k < g_->tile_row_begin[static_cast<std::size_t>(y) + 1]; ++k)
      if (g_->tiles[k].at.x >= x0 && g_->tiles[k].at.x <= x1) draw(g_->tiles[k]);
}

/// At block zoom as they are, outlined; farther off those that are nearly rectangles as such.
void TilePainter::buildings(const TileView& tile, const PaintStyle& style) {
  const auto range = world_tiles(tile.box(), kReachM);
  const bool near = scene::zoom_class(tile.metres_per_px * style.u) == scene::Zoom::kBlock;
  const Program& fill = any_hatch_ ? programs_.hatched_buildings : programs_.buildings;
  place(fill, tile);
  if (any_hatch_) hatch(fill, tile, style);
  const GLint tile_at = uniform(fill, "tile");
  glBindVertexArray(building_array_.name());
  each_tile(range, [&](const DemandTile& t) {
    buildings_drawn_ += t.first_disc - t.first_slot;
    const std::uint32_t from = near ? 0 : t.box_indices;
    if (from == t.n_indices) return;
    glUniform2i(tile_at, t.at.x, t.at.y);
    glDrawElementsBaseVertex(GL_TRIANGLES, static_cast<GLsizei>(t.n_indices - from), GL_UNSIGNED_INT,
                             reinterpret_cast<const void*>(static_cast<std::size_t>(t.first_index + from) * 4), static_cast<GLint>(t.first_vertex));
  });
  if (!g_->wide.things.empty()) {
    place(programs_.wide_buildings, tile);
    hatch(programs_.wide_buildings, tile, style);
    glBindVertexArray(wide_array_.name());
    g_->wide.runs(0, range[0], range[1], range[2], range[3], [&](std::uint32_t first, std::uint32_t count) {
      glDrawArrays(GL_TRIANGLES, static_cast<GLint>(first), static_cast<GLsizei>(count));
    });
  }
  if (!near) {
    const Program& box = any_hatch_ ? programs_.hatched_boxes : programs_.boxes;
    place(box, tile);
    if (any_hatch_) hatch(box, tile, style);
    const GLint box_tile = uniform(box, "tile");
    each_tile(range, [&](const DemandTile& t) {
      if (t.n_boxes == 0) return;
      glUniform2i(box_tile, t.at.x, t.at.y);
      quads(t.first_box, t.n_boxes);
    });
  }
  place(programs_.outlines, tile);
  glUniform1f(uniform(programs_.outlines, "half_px"), near ? static_cast<float>(scene::kBuildingOutlineU * style.u / 2) : 0.0F);
  glUniform1i(uniform(programs_.outlines, "smoothing"), near ? 0 : 1);
  const GLint outline_tile = uniform(programs_.outlines, "tile");
  each_tile(range, [&](const DemandTile& t) {
    const std::uint32_t from = near ? 0 : t.box_vertices;
    if (from >= t.n_vertices) return;
    glUniform2i(outline_tile, t.at.x, t.at.y);
    quads(t.first_vertex + from, t.n_vertices - from - 1);
  });
}

/// Discs of demand points without a footprint; and dots, where asked, for buildings that are too small to see.
void TilePainter::discs(const TileView& tile, const PaintStyle& style, bool buildings_too) {
  if (g_->n_discs == 0 && !buildings_too) return;
  const double reach = (style.disc_most_px + 2 * style.u + 1) * tile.metres_per_px;
  const auto range = world_tiles(tile.box(), std::max(reach, buildings_too ? kReachM : 0));
  const Program& p = programs_.discs;
  const auto draw = [&](bool dots) {
    bool ready = false;
    each_tile(range, [&](const DemandTile& t) {
      const std::uint32_t first = dots ? t.first_slot : t.first_disc, end = dots ? t.first_disc : t.end_slot;
      if (first == end) return;
      if (!ready) {
        place(p, tile);
        hatch(p, tile, style);
        if (dots) glUniform4f(uniform(p, "disc"), 0, static_cast<float>(0.7 * style.u), static_cast<float>(0.7 * style.u), 0);
        else
          glUniform4f(uniform(p, "disc"), static_cast<float>(style.disc_px_per_root), static_cast<float>(style.disc_least_px),
                      static_cast<float>(style.disc_most_px), static_cast<float>(scene::kDiscOutlineU * style.u));
        glUniform1i(uniform(p, "themed_only"), dots ? 1 : 0);
        ready = true;
      }
      glUniform2i(uniform(p, "tile"), t.at.x, t.at.y);
      quads(first, end - first);
    });
  };
  if (buildings_too) draw(true);
  if (g_->n_discs > 0) draw(false);
}

void TilePainter::density(const TileView& tile, const PaintStyle&) {
  if (grid_ == nullptr) return;
  const double cell = grid_->cell_m();
  const Box box = tile.box();
  const Program& p = programs_.density;
  glUseProgram(p.name());
  const double x = std::floor(box.min_x / cell), y = std::floor(box.min_y / cell);
  glUniform2i(uniform(p, "base_cell"), static_cast<int>(x), static_cast<int>(y));
  glUniform2f(uniform(p, "base_px"), static_cast<float>((x * cell - box.min_x) / tile.metres_per_px), static_cast<float>((y * cell - box.min_y) / tile.metres_per_px));
  glUniform1f(uniform(p, "cells_per_px"), static_cast<float>(tile.metres_per_px / cell));
  glBindVertexArray(array_.name());
  glDrawArrays(GL_TRIANGLES, 0, 3);
}

}  // namespace catchment::gpu
