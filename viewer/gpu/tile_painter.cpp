#include "viewer/gpu/tile_painter.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace catchment::gpu {

namespace {

constexpr std::uint32_t kQuadsAtOnce = 16384;   // 65,536 corners: indices of 16 bits
constexpr int kSamples = 4;

std::array<float, 4> floats(scene::Colour c, double opacity = 1) {
  const double a = c.a / 255.0 * opacity;
  return {static_cast<float>(c.r / 255.0 * a), static_cast<float>(c.g / 255.0 * a), static_cast<float>(c.b / 255.0 * a), static_cast<float>(a)};
}

/// A table of `n` texels, filled in full rows, then what is left.
Texture table(GLint internal, GLenum format, GLenum type, const void* data, std::size_t n, std::size_t texel_bytes, int most) {
  const auto rows = std::max<std::size_t>(1, (n + kTableWidth - 1) / kTableWidth);
  if (rows > static_cast<std::size_t>(most))
    throw std::runtime_error("map: the world is too large for this graphics driver; open a part of it");
  Texture texture = make_texture(internal, kTableWidth, static_cast<int>(rows), format, type);
  glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
  const std::size_t full = n / kTableWidth, rest = n % kTableWidth;
  if (full > 0) glTexSubImage2D(GL_TEXTURE_2D, 0, 0, 0, kTableWidth, static_cast<GLsizei>(full), format, type, data);
  if (rest > 0)
    glTexSubImage2D(GL_TEXTURE_2D, 0, 0, static_cast<GLint>(full), static_cast<GLsizei>(rest), 1, format, type,
                    static_cast<const char*>(data) + full * kTableWidth * texel_bytes);
  return texture;
}

void bind_texture(int unit, GLuint texture) {
  glActiveTexture(static_cast<GLenum>(GL_TEXTURE0 + unit));
  glBindTexture(GL_TEXTURE_2D, texture);
}

}  // namespace

TilePainter::TilePainter(std::shared_ptr<const MapGeometry> geometry) : g_(std::move(geometry)) {
  glGetIntegerv(GL_MAX_TEXTURE_SIZE, &most_texels_);
  glActiveTexture(GL_TEXTURE0);
  array_ = make_array();
  ground_array_ = make_array();
  glBindVertexArray(ground_array_.name());
  ground_ = make_buffer(GL_ARRAY_BUFFER, g_->ground.things.data(), g_->ground.things.size() * sizeof(GroundVertex));
  glVertexAttribIPointer(0, 4, GL_SHORT, sizeof(GroundVertex), nullptr);
  glEnableVertexAttribArray(0);
  wide_array_ = make_array();
  glBindVertexArray(wide_array_.name());
  wide_ = make_buffer(GL_ARRAY_BUFFER, g_->wide.things.data(), g_->wide.things.size() * sizeof(WideVertex));
  glVertexAttribIPointer(0, 4, GL_SHORT, sizeof(WideVertex), nullptr);
  glVertexAttribIPointer(1, 1, GL_UNSIGNED_INT, sizeof(WideVertex), reinterpret_cast<const void*>(offsetof(WideVertex, slot)));
  glEnableVertexAttribArray(0);
  glEnableVertexAttribArray(1);

  std::vector<std::uint16_t> quad(kQuadsAtOnce * 6);
  for (std::uint32_t q = 0; q < kQuadsAtOnce; ++q)
    for (std::uint32_t k = 0; k < 6; ++k) quad[q * 6 + k] = static_cast<std::uint16_t>(q * 4 + (k < 3 ? k : k == 3 ? 2 : k == 4 ? 1 : 3));
  quad_array_ = make_array();
  glBindVertexArray(quad_array_.name());
  quad_index_ = make_buffer(GL_ELEMENT_ARRAY_BUFFER, quad.data(), quad.size() * sizeof quad[0]);
  building_array_ = make_array();
  glBindVertexArray(building_array_.name());
  building_index_ = make_buffer(GL_ELEMENT_ARRAY_BUFFER, g_->indices.data(), g_->indices.size() * sizeof(std::uint32_t));
  glBindVertexArray(0);

  corners_ = table(GL_RGBA16I, GL_RGBA_INTEGER, GL_SHORT, g_->vertices.data(), g_->vertices.size(), sizeof(BuildingVertex), most_texels_);
  boxes_ = table(GL_RGBA16I, GL_RGBA_INTEGER, GL_SHORT, g_->boxes.data(), g_->boxes.size() * 2, sizeof(BuildingBox) / 2, most_texels_);
  spots_ = table(GL_RG32I, GL_RG_INTEGER, GL_INT, g_->spots.data(), g_->spots.size(), sizeof(Spot), most_texels_);
  const std::vector<std::uint8_t> plain(g_->spots.size(), kPlainByte);
  colours_ = table(GL_R8UI, GL_RED_INTEGER, GL_UNSIGNED_BYTE, plain.data(), plain.size(), 1, most_texels_);
  palette_ = make_texture(GL_RGBA8, 512, 4, GL_RGBA, GL_UNSIGNED_BYTE);
  shores_ = table_of(g_->shores), rivers_ = table_of(g_->rivers), streets_ = table_of(g_->streets), bands_ = table_of({});
  bytes_ = g_->ground.things.size() * sizeof(GroundVertex) + g_->wide.things.size() * sizeof(WideVertex) + g_->indices.size() * 4 +
           g_->vertices.size() * 8 + g_->boxes.size() * 16 + g_->spots.size() * 9 + (g_->shores.things.size() + g_->rivers.things.size() + g_->streets.things.size()) * 16;

  samples_ = make_render(kSamples, kScreenTile, kScreenTile);
  layer_picture_ = make_texture(GL_RGBA8, kScreenTile, kScreenTile, GL_RGBA, GL_UNSIGNED_BYTE);
  sampled_ = make_frame(), direct_ = make_frame(), layer_frame_ = make_frame(), read_ = make_frame();
  glBindFramebuffer(GL_FRAMEBUFFER, sampled_.name());
  glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_RENDERBUFFER, samples_.name());
  glBindFramebuffer(GL_FRAMEBUFFER, layer_frame_.name());
  glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, layer_picture_.name(), 0);
}

TilePainter::PieceTable TilePainter::table_of(Tiled<Piece> pieces) {
  PieceTable out;
  out.texture = table(GL_RGBA16I, GL_RGBA_INTEGER, GL_SHORT, pieces.things.data(), pieces.things.size() * 2, 8, most_texels_);
  out.pieces = std::move(pieces);
  return out;
}

void TilePainter::set_palette(const scene::Palette& p, std::span<const ClassLook> looks) {
  std::vector<scene::Colour> texels(512 * 4, scene::Colour{0, 0, 0, 0});
  any_hatch_ = false;
  const auto put = [&](std::size_t column, scene::Colour fill, scene::Hatch kind) {
    texels[column] = fill;
    texels[512 + column] = kind != scene::Hatch::kNone ? p.hatch : scene::outline_colour(p, fill);
    texels[1024 + column] = {static_cast<std::uint8_t>(kind), 0, 0, 255};
    any_hatch_ |= kind != scene::Hatch::kNone;
  };
  put(kPlainByte, p.building, scene::Hatch::kNone);
  texels[512 + kPlainByte] = p.building_outline;
  for (std::size_t k = 0; k < std::min<std::size_t>(looks.size(), 127); ++k) put(k, looks[k].fill, looks[k].hatch);
  for (std::size_t k = 0; k < std::clamp<std::size_t>(looks.size(), 1, 127); ++k)
    for (std::size_t s = 0; s < 3; ++s)
      texels[1536 + k * 3 + s] = scene::mix(p.paper, looks.empty() ? p.soft_ink : looks[k].fill, scene::kDensityStrength[s]);
  bind_texture(kPaletteUnit, palette_.name());
  glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
  glTexSubImage2D(GL_TEXTURE_2D, 0, 0, 0, 512, 4, GL_RGBA, GL_UNSIGNED_BYTE, texels.data());
  hatch_colour_ = floats(p.hatch);
}

void TilePainter::set_bands(std::span<const EdgeBand> pieces, std::vector<scene::Colour> colours) {
  bands_ = table_of(bands_of(*g_, pieces, colours.size()));
  band_colours_ = std::move(colours);
}

void TilePainter::upload(DemandColours& colours) {
  auto& dirty = colours.dirty_rows();
  const auto bytes = colours.bytes();
  bool bound = false;
  for (std::size_t row = 0; row < dirty.size();) {
    if (dirty[row] == 0) {
      ++row;
      continue;
    }
    std::size_t end = row;
    for (; end < dirty.size() && dirty[end] != 0; ++end) dirty[end] = 0;
    if (!bound) bind_texture(kColourUnit, colours_.name());
    bound = true;
    glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
    const std::size_t from = row * kTableWidth, full = std::min(end * kTableWidth, bytes.size()) / kTableWidth;
    if (full > row)
      glTexSubImage2D(GL_TEXTURE_2D, 0, 0, static_cast<GLint>(row), kTableWidth, static_cast<GLsizei>(full - row), GL_RED_INTEGER, GL_UNSIGNED_BYTE, &bytes[from]);
    if (full < end)
      glTexSubImage2D(GL_TEXTURE_2D, 0, 0, static_cast<GLint>(full), static_cast<GLsizei>(bytes.size() - full * kTableWidth), 1, GL_RED_INTEGER,
                      GL_UNSIGNED_BYTE, &bytes[full * kTableWidth]);
    row = end;
  }
}

void TilePainter::upload(DensityGrid& grid) {
  grid_ = &grid;
  glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
  if (density_serial_ != grid.serial) {
    density_ = make_texture(GL_RG8UI, grid.columns, grid.rows, GL_RG_INTEGER, GL_UNSIGNED_BYTE);
    density_serial_ = grid.serial;
    std::fill(grid.dirty_row.begin(), grid.dirty_row.end(), std::uint8_t{1});
  }
  bind_texture(kDensityUnit, density_.name());
  const auto rows = grid.dirty_row.size();
  for (std::size_t row = 0; row < rows;) {
    std::size_t end = row;
    for (; end < rows && grid.dirty_row[end] != 0; ++end) grid.dirty_row[end] = 0;
    if (end > row)
      glTexSubImage2D(GL_TEXTURE_2D, 0, 0, static_cast<GLint>(row), grid.columns, static_cast<GLsizei>(end - row), GL_RG_INTEGER, GL_UNSIGNED_BYTE,
                      &grid.look[row * static_cast<std::size_t>(grid.columns)]);
    row = std::max(end, row + 1);
  }
}

std::array<int, 4> TilePainter::world_tiles(const Box& box, double margin) const {
  const auto tile = [](double m) { return static_cast<int>(std::clamp(std::floor(m / kTileM), -2.0, 70000.0)); };
  return {tile(box.min_x - margin), tile(box.min_y - margin), tile(box.max_x + margin), tile(box.max_y + margin)};
}

void TilePainter::begin(GLuint target) {
  glViewport(0, 0, kScreenTile, kScreenTile);
  glDisable(GL_DEPTH_TEST);
  glDisable(GL_CULL_FACE);
  glDisable(GL_SCISSOR_TEST);
  glDisable(GL_STENCIL_TEST);
  glEnable(GL_BLEND);
  glBlendEquation(GL_FUNC_ADD);
  glBlendFunc(GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
  glColorMask(GL_TRUE, GL_TRUE, GL_TRUE, GL_TRUE);
  bind_texture(kCornerUnit, corners_.name());
  bind_texture(kBoxUnit, boxes_.name());
  bind_texture(kSpotUnit, spots_.name());
  bind_texture(kColourUnit, colours_.name());
  bind_texture(kPaletteUnit, palette_.name());
  bind_texture(kDensityUnit, density_.name());
  glBindFramebuffer(GL_FRAMEBUFFER, direct_.name());
  glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, target, 0);
}

void TilePainter::clear(scene::Colour colour) {
  const auto c = floats(colour);
  glClearColor(c[0], c[1], c[2], c[3]);
  glClear(GL_COLOR_BUFFER_BIT);
}

/// The mean of the samples; `into` is bound then.
void TilePainter::resolve(const FrameBuffer& into) {
  glBindFramebuffer(GL_READ_FRAMEBUFFER, sampled_.name());
  glBindFramebuffer(GL_DRAW_FRAMEBUFFER, into.name());
  glBlitFramebuffer(0, 0, kScreenTile, kScreenTile, 0, 0, kScreenTile, kScreenTile, GL_COLOR_BUFFER_BIT, GL_NEAREST);
  glBindFramebuffer(GL_FRAMEBUFFER, into.name());
}

void TilePainter::paint_static(const TileView& tile, const PaintStyle& style, std::span<const scene::LayerLook> looks, GLuint target) {
  begin(target);
  const bool ground_first = !looks.empty() && looks.front().layer == scene::MapLayer::kGround && looks.front().opacity >= 1;
  if (ground_first && has_ground(tile)) {
    glBindFramebuffer(GL_FRAMEBUFFER, sampled_.name());
    clear(style.palette->paper);
    ground(tile, style);
    resolve(direct_);
  } else {
    clear(style.palette->paper);
  }
  layers(tile, style, looks.subspan(ground_first ? 1 : 0));
}

void TilePainter::paint_over(const TileView& tile, const PaintStyle& style, GLuint below, std::span<const scene::LayerLook> looks, GLuint target) {
  begin(target);
  glBindFramebuffer(GL_READ_FRAMEBUFFER, read_.name());
  glFramebufferTexture2D(GL_READ_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, below, 0);
  glBlitFramebuffer(0, 0, kScreenTile, kScreenTile, 0, 0, kScreenTile, kScreenTile, GL_COLOR_BUFFER_BIT, GL_NEAREST);
  glBindFramebuffer(GL_FRAMEBUFFER, direct_.name());
  layers(tile, style, looks);
}

void TilePainter::copy(GLuint texture, double opacity) {
  glUseProgram(programs_.copy.name());
  bind_texture(kPictureUnit, texture);
  glUniform1f(uniform(programs_.copy, "opacity"), static_cast<float>(opacity));
  glBindVertexArray(array_.name());
  glDrawArrays(GL_TRIANGLES, 0, 3);
}

void TilePainter::layers(const TileView& tile, const PaintStyle& style, std::span<const scene::LayerLook> looks) {
  for (const auto& look : looks) {
    if (!look.visible || look.opacity <= 0) continue;
    // Only the ground needs samples: everything else smooths its edges itself.
    const bool is_ground = look.layer == scene::MapLayer::kGround;
    if (is_ground && !has_ground(tile)) continue;
    if (!is_ground && look.opacity >= 1) {
      layer(tile, style, look.layer);
      continue;
    }
    // Drawn whole and then laid over: what overlaps within the layer must not show through.
    glBindFramebuffer(GL_FRAMEBUFFER, is_ground ? sampled_.name() : layer_frame_.name());
    clear({0, 0, 0, 0});
    layer(tile, style, look.layer);
    if (is_ground) resolve(layer_frame_);
    glBindFramebuffer(GL_FRAMEBUFFER, direct_.name());
    copy(layer_picture_.name(), look.opacity);
  }
}

void TilePainter::layer(const TileView& tile, const PaintStyle& style, scene::MapLayer which) {
  switch (which) {
    case scene::MapLayer::kGround: return ground(tile, style);
    case scene::MapLayer::kStreets: return streets(tile, style);
    case scene::MapLayer::kBands: return bands(tile, style);
    case scene::MapLayer::kDemand: return demand(tile, style);
    default: return;
  }
}

}  // namespace catchment::gpu
