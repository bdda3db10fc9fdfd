#include "viewer/gpu/shaders.h"

#include <string>

namespace catchment::gpu {

namespace {

// Colours are premultiplied throughout; blending is (one, one minus source alpha).
const std::string kHead = "#version 330 core\n";

const std::string kPlace = R"(
uniform ivec2 base_tile;      // a world tile near this tile of the screen
uniform vec2 base_px;         // where its middle lies, px
uniform float px_per_step;
uniform vec2 size_px;
vec2 place(ivec2 tile, vec2 steps) { return base_px + (vec2(tile - base_tile) * 32768.0 + steps) * px_per_step; }
vec4 clip(vec2 px) { return vec4(px / size_px * 2.0 - 1.0, 0.0, 1.0); }
const vec4 nowhere = vec4(2.0, 2.0, 2.0, 1.0);
)";

// Colour of a slot: its byte, then the palette's column of that byte. Rows: fill, outline, (hatch kind).
const std::string kColours = R"(
uniform usampler2D colours;
uniform sampler2D palette;
uint byte_of(uint slot) { return texelFetch(colours, ivec2(int(slot & 4095u), int(slot >> 12)), 0).r; }
vec4 fill_of(uint byte) { return texelFetch(palette, ivec2(int(byte), 0), 0); }
vec4 outline_of(uint byte) { return texelFetch(palette, ivec2(int(byte), 1), 0); }
int hatch_of(uint byte) { return int(texelFetch(palette, ivec2(int(byte), 2), 0).r * 255.0 + 0.5); }
)";

// The same pattern as Cairo's, tied to the ground: diagonals 2.6 px wide every 6 px, dots of 0.9 px every 6 px.
const std::string kHatch = R"(
uniform vec2 hatch_phase;     // px of this tile's corner in the pattern: along x - y (diagonal), and
uniform vec2 dots_phase;
uniform float hatch_step;     // px, 6 design px
uniform vec4 hatch_colour;
vec4 hatched(vec4 fill, int kind) {
  float cover = 0.0;
  if (kind == 1) {
    float period = hatch_step * 1.41421356;
    float t = mod(gl_FragCoord.x - gl_FragCoord.y + hatch_phase.x, period);
    float d = min(t, period - t) * 0.70710678;
    cover = clamp(hatch_step * (1.3 / 6.0) + 0.5 - d, 0.0, 1.0);
  } else if (kind == 2) {
    vec2 t = mod(gl_FragCoord.xy + dots_phase, hatch_step) - hatch_step * 0.5;
    cover = clamp(hatch_step * 0.15 + 0.5 - length(t), 0.0, 1.0);
  }
  return mix(fill, hatch_colour, cover);
}
)";

// A straight piece between two places, with round ends: how much of a pixel lies within half the width of it.
const std::string kPieceEnd = R"(
uniform float half_px;
out vec2 local;
flat out float length_px;
void spread(vec2 a, vec2 b) {
  vec2 d = b - a;
  length_px = length(d);
  vec2 way = length_px > 0.0 ? d / length_px : vec2(1.0, 0.0);
  float reach = half_px + 0.75;
  int corner = gl_VertexID & 3;
  local = vec2((corner & 1) == 0 ? -reach : length_px + reach, (corner & 2) == 0 ? -reach : reach);
  gl_Position = clip(a + way * local.x + vec2(-way.y, way.x) * local.y);
}
)";
const std::string kPieceCover = R"(
uniform float half_px;
in vec2 local;
flat in float length_px;
float piece_cover() {
  float d = length(vec2(local.x - clamp(local.x, 0.0, length_px), local.y));
  return clamp(half_px + 0.5 - d, 0.0, 1.0) - clamp(0.5 - half_px - d, 0.0, 1.0);
}
)";

const std::string kGroundVertex = kHead + kPlace + R"(
layout(location = 0) in ivec4 at;
void main() { gl_Position = clip(place(at.zw & 0xFFFF, vec2(at.xy))); }
)";
const std::string kOneColour = kHead + R"(
uniform vec4 colour;
out vec4 result;
void main() { result = colour; }
)";

std::string piece_vertex(bool dashed) {
  return kHead + (dashed ? "#define DASHED\n" : "") + kPlace + kPieceEnd + R"(
uniform isampler2D pieces;    // two texels each: ends; tile, place along the line
#ifdef DASHED
uniform float px_per_m;
flat out float start_px;
#endif
void main() {
  int n = (gl_VertexID >> 2) * 2;
  ivec4 ends = texelFetch(pieces, ivec2(n & 4095, n >> 12), 0), rest = texelFetch(pieces, ivec2((n & 4095) + 1, n >> 12), 0);
  spread(place(rest.xy & 0xFFFF, vec2(ends.xy)), place(rest.xy & 0xFFFF, vec2(ends.zw)));
#ifdef DASHED
  start_px = float(rest.z & 0xFFFF) * 0.125 * px_per_m;
#endif
}
)";
}
std::string piece_fragment(bool dashed) {
  return kHead + (dashed ? "#define DASHED\n" : "") + kPieceCover + R"(
uniform vec4 colour;
#ifdef DASHED
uniform vec2 dash;            // px: dash, dash and gap
flat in float start_px;
#endif
out vec4 result;
void main() {
  float cover = piece_cover();
#ifdef DASHED
  float t = mod(start_px + clamp(local.x, 0.0, length_px), dash.y);
  float d = min(abs(t - dash.x * 0.5), abs(t - dash.y - dash.x * 0.5));
  cover *= clamp(dash.x * 0.5 + 0.5 - d, 0.0, 1.0);
#endif
  result = colour * cover;
}
)";
}

const std::string kCorner = R"(
uniform isampler2D corners;   // steps, slot in two halves, the top bit: a ring's end
uniform ivec2 tile;
ivec4 corner_at(int n) { return texelFetch(corners, ivec2(n & 4095, n >> 12), 0); }
uint slot_of(ivec4 corner) { return uint(corner.z & 0xFFFF) | (uint(corner.w & 0x7FFF) << 16); }
)";
std::string building_vertex(bool hatched) {
  return kHead + (hatched ? "#define HATCHED\n" : "") + kPlace + kColours + kCorner + R"(
flat out vec4 fill;
#ifdef HATCHED
flat out int hatch;
#endif
void main() {
  ivec4 corner = corner_at(gl_VertexID);
  uint byte = byte_of(slot_of(corner));
  fill = fill_of(byte);
#ifdef HATCHED
  hatch = hatch_of(byte);
#endif
  gl_Position = byte == 255u ? nowhere : clip(place(tile, vec2(corner.xy)));
}
)";
}
const std::string kWideVertex = kHead + kPlace + kColours + R"(
layout(location = 0) in ivec4 at;
layout(location = 1) in uint slot;
flat out vec4 fill;
flat out int hatch;
void main() {
  uint byte = byte_of(slot);
  fill = fill_of(byte);
  hatch = hatch_of(byte);
  gl_Position = byte == 255u ? nowhere : clip(place(at.zw & 0xFFFF, vec2(at.xy)));
}
)";
const std::string kFillFragment = kHead + R"(
flat in vec4 fill;
out vec4 result;
void main() { result = fill; }
)";
const std::string kHatchedFragment = kHead + kHatch + R"(
flat in vec4 fill;
flat in int hatch;
out vec4 result;
void main() { result = hatched(fill, hatch); }
)";

std::string box_vertex(bool hatched) {
  return kHead + (hatched ? "#define HATCHED\n" : "") + kPlace + kColours + R"(
uniform isampler2D boxes;     // two texels each: middle, half a side; half the other side, -, slot in two halves
uniform ivec2 tile;
flat out vec4 fill;
flat out vec2 half_px;
#ifdef HATCHED
flat out int hatch;
#endif
out vec2 local;
void main() {
  int n = (gl_VertexID >> 2) * 2, corner = gl_VertexID & 3;
  ivec4 at = texelFetch(boxes, ivec2(n & 4095, n >> 12), 0), rest = texelFetch(boxes, ivec2((n & 4095) + 1, n >> 12), 0);
  uint byte = byte_of(uint(rest.z & 0xFFFF) | (uint(rest.w & 0xFFFF) << 16));
  fill = fill_of(byte);
#ifdef HATCHED
  hatch = hatch_of(byte);
#endif
  vec2 side = vec2(at.zw);
  float length_steps = length(side);
  vec2 way = length_steps > 0.0 ? side / length_steps : vec2(1.0, 0.0);
  half_px = vec2(length_steps, float(rest.x)) * px_per_step;
  local = (half_px + 0.75) * vec2((corner & 1) == 0 ? -1.0 : 1.0, (corner & 2) == 0 ? -1.0 : 1.0);
  gl_Position = byte == 255u ? nowhere : clip(place(tile, vec2(at.xy)) + way * local.x + vec2(-way.y, way.x) * local.y);
}
)";
}
std::string box_fragment(bool hatched) {
  return kHead + (hatched ? "#define HATCHED\n" + kHatch : std::string()) + R"(
flat in vec4 fill;
flat in vec2 half_px;
#ifdef HATCHED
flat in int hatch;
#endif
in vec2 local;
out vec4 result;
void main() {
  vec2 cover = clamp(half_px + 0.5 - abs(local), 0.0, 1.0) - clamp(0.5 - half_px - abs(local), 0.0, 1.0);
#ifdef HATCHED
  result = hatched(fill, hatch) * cover.x * cover.y;
#else
  result = fill * cover.x * cover.y;
#endif
}
)";
}

const std::string kOutlineVertex = kHead + kPlace + kColours + kCorner + kPieceEnd + R"(
uniform bool smoothing;
flat out vec4 stroke;
void main() {
  int n = gl_VertexID >> 2;
  ivec4 a = corner_at(n), b = corner_at(n + 1);
  uint byte = byte_of(slot_of(a));
  stroke = smoothing ? fill_of(byte) : outline_of(byte);
  spread(place(tile, vec2(a.xy)), place(tile, vec2(b.xy)));
  if (byte == 255u || (a.w & 0x8000) != 0) gl_Position = nowhere;
}
)";
const std::string kOutlineFragment = kHead + kPieceCover + R"(
uniform bool smoothing;
flat in vec4 stroke;
out vec4 result;
void main() {
  // The fill has every pixel whose middle is inside; outside of it, cover falls to nothing within half a pixel.
  float d = length(vec2(local.x - clamp(local.x, 0.0, length_px), local.y));
  result = stroke * (smoothing ? clamp(0.5 - d, 0.0, 1.0) : piece_cover());
}
)";

const std::string kDiscVertex = kHead + kPlace + kColours + R"(
uniform isampler2D spots;     // steps in two halves, root of the persons
uniform ivec2 tile;
uniform vec4 disc;            // px: radius for a root of 1, least, most, outline
uniform bool themed_only;
flat out vec4 fill;
flat out vec4 stroke;
flat out int hatch;
flat out float radius;
out vec2 local;
void main() {
  int n = gl_VertexID >> 2;
  ivec2 spot = texelFetch(spots, ivec2(n & 4095, n >> 12), 0).rg;
  uint byte = byte_of(uint(n));
  fill = fill_of(byte);
  stroke = outline_of(byte);
  hatch = hatch_of(byte);
  radius = clamp(intBitsToFloat(spot.y) * disc.x, disc.y, disc.z);
  float reach = radius + disc.w * 0.5 + 0.75;
  int corner = gl_VertexID & 3;
  local = vec2((corner & 1) == 0 ? -reach : reach, (corner & 2) == 0 ? -reach : reach);
  gl_Position = clip(place(tile, vec2(float((spot.x << 16) >> 16), float(spot.x >> 16))) + local);
  if (byte == 255u || (themed_only && byte == 254u)) gl_Position = nowhere;
}
)";
const std::string kDiscFragment = kHead + kHatch + R"(
uniform vec4 disc;
flat in vec4 fill;
flat in vec4 stroke;
flat in int hatch;
flat in float radius;
in vec2 local;
out vec4 result;
void main() {
  float d = length(local);
  vec4 inside = hatched(fill, hatch) * clamp(radius + 0.5 - d, 0.0, 1.0);
  float line = clamp(disc.w * 0.5 + 0.5 - abs(d - radius), 0.0, 1.0) - clamp(0.5 - disc.w * 0.5 - abs(d - radius), 0.0, 1.0);
  result = mix(inside, stroke, line);
}
)";

const std::string kTileVertex = kHead + R"(
void main() { gl_Position = vec4((gl_VertexID & 1) * 4 - 1, (gl_VertexID & 2) * 2 - 1, 0.0, 1.0); }
)";
const std::string kDensityFragment = kHead + R"(
uniform usampler2D cells;     // class and strength; class 255: nobody
uniform sampler2D shades;     // column: class * 3 + strength
uniform ivec2 base_cell;
uniform vec2 base_px;         // of its corner in this tile
uniform float cells_per_px;
out vec4 result;
void main() {
  ivec2 cell = base_cell + ivec2(floor((gl_FragCoord.xy - base_px) * cells_per_px));
  ivec2 size = textureSize(cells, 0);
  if (cell.x < 0 || cell.y < 0 || cell.x >= size.x || cell.y >= size.y) discard;
  uvec2 look = texelFetch(cells, cell, 0).rg;
  if (look.r == 255u) discard;
  result = texelFetch(shades, ivec2(int(look.r * 3u + look.g), 3), 0);
}
)";
const std::string kCopyFragment = kHead + R"(
uniform sampler2D picture;
uniform float opacity;
out vec4 result;
void main() { result = texelFetch(picture, ivec2(gl_FragCoord.xy), 0) * opacity; }
)";
const std::string kScreenVertex = kHead + R"(
uniform vec4 quad[2];         // clip space: lower left, lower right; upper left, upper right
out vec2 at;
void main() {
  at = vec2(gl_VertexID & 1, gl_VertexID >> 1);
  vec4 side = quad[gl_VertexID >> 1];
  gl_Position = vec4((gl_VertexID & 1) == 0 ? side.xy : side.zw, 0.0, 1.0);
}
)";
const std::string kScreenFragment = kHead + R"(
uniform sampler2D picture;
uniform float opacity;
in vec2 at;
out vec4 result;
void main() { result = texture(picture, at) * opacity; }
)";

void bind_units(const Program& p) {
  glUseProgram(p.name());
  const auto set = [&](const char* name, int unit) {
    if (const GLint at = uniform(p, name); at >= 0) glUniform1i(at, unit);
  };
  set("pieces", kPieceUnit), set("corners", kCornerUnit), set("boxes", kBoxUnit), set("spots", kSpotUnit), set("colours", kColourUnit);
  set("palette", kPaletteUnit), set("shades", kPaletteUnit), set("cells", kDensityUnit), set("picture", kPictureUnit);
}

}  // namespace

Programs::Programs()
    : ground(make_program("ground", kGroundVertex, kOneColour)),
      pieces(make_program("pieces", piece_vertex(false), piece_fragment(false))),
      dashed_pieces(make_program("dashed pieces", piece_vertex(true), piece_fragment(true))),
      buildings(make_program("buildings", building_vertex(false), kFillFragment)),
      hatched_buildings(make_program("hatched buildings", building_vertex(true), kHatchedFragment)),
      wide_buildings(make_program("wide buildings", kWideVertex, kHatchedFragment)),
      boxes(make_program("boxes", box_vertex(false), box_fragment(false))),
      hatched_boxes(make_program("hatched boxes", box_vertex(true), box_fragment(true))),
      outlines(make_program("outlines", kOutlineVertex, kOutlineFragment)),
      discs(make_program("discs", kDiscVertex, kDiscFragment)),
      density(make_program("density", kTileVertex, kDensityFragment)),
      copy(make_program("copy", kTileVertex, kCopyFragment)),
      screen(make_program("screen", kScreenVertex, kScreenFragment)) {
  for (const Program* p : {&ground, &pieces, &dashed_pieces, &buildings, &hatched_buildings, &wide_buildings, &boxes, &hatched_boxes, &outlines, &discs, &density, &copy, &screen})
    bind_units(*p);
}

}  // namespace catchment::gpu
