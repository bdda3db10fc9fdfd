#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "viewer/gpu/gl_objects.h"
#include "viewer/gpu/texture.h"

namespace catchment::gpu {

namespace {

constexpr int kCell = 32;   // px

/// Cells of 32 px that hold anything, side by side as one piece: two triangles each, in shares of the picture. An overlay is empty for the
/// most part, and blending nothing over a million pixels is what software OpenGL is slowest at.
std::vector<float> pieces_of(std::span<const std::uint8_t> rgba, int width, int height) {
  const auto row_bytes = static_cast<std::size_t>(width) * 4;
  const auto holds = [&](int x0, int y0) {
    const auto bytes = static_cast<std::size_t>(std::min(width, x0 + kCell) - x0) * 4;
    for (int y = y0; y < std::min(height, y0 + kCell); ++y) {
      const std::uint8_t* row = rgba.data() + static_cast<std::size_t>(y) * row_bytes + static_cast<std::size_t>(x0) * 4;
      std::uint32_t any = 0;
      for (std::size_t k = 0; k < bytes; k += 4) {
        std::uint32_t pixel = 0;
        std::memcpy(&pixel, row + k, 4);
        any |= pixel;
      }
      if (any != 0) return true;
    }
    return false;
  };
  std::vector<float> out;
  const auto piece = [&](int x0, int x1, int y0, int y1) {
    const float l = static_cast<float>(x0) / static_cast<float>(width), r = static_cast<float>(x1) / static_cast<float>(width);
    const float t = static_cast<float>(y0) / static_cast<float>(height), b = static_cast<float>(y1) / static_cast<float>(height);
    out.insert(out.end(), {l, t, r, t, l, b, l, b, r, t, r, b});
  };
  for (int y = 0; y < height; y += kCell) {
    int from = -1;
    for (int x = 0; x < width; x += kCell) {
      const bool here = holds(x, y);
      if (here && from < 0) from = x;
      if (!here && from >= 0) piece(std::exchange(from, -1), x, y, std::min(height, y + kCell));
    }
    if (from >= 0) piece(from, width, y, std::min(height, y + kCell));
  }
  return out;
}

/// The program and vertex array of pictures, made for the first and kept while there is one: all pictures of a context share them.
struct PictureProgram {
  Program program;
  VertexArray array;
  int users = 0;
};
PictureProgram& shared() {
  static PictureProgram* one = new PictureProgram;   // never destroyed: at the program's end there is no context
  return *one;
}

const std::string kVertex = R"(#version 330 core
uniform vec4 corners[2];      // clip space: upper left, upper right; lower left, lower right
layout(location = 0) in vec2 place;   // shares of the picture's width and height
out vec2 at;
void main() {
  at = place;
  vec4 side = mix(corners[0], corners[1], place.y);
  gl_Position = vec4(mix(side.xy, side.zw, place.x), 0.0, 1.0);
}
)";
const std::string kFragment = R"(#version 330 core
uniform sampler2D picture;
uniform float opacity;
in vec2 at;
out vec4 result;
void main() { result = texture(picture, at) * opacity; }
)";

}  // namespace

MapPicture::MapPicture() = default;

MapPicture::~MapPicture() {
  if (texture_ == 0) return;
  glDeleteTextures(1, &texture_);
  glDeleteBuffers(1, &buffer_);
  if (--shared().users == 0) shared().program = {}, shared().array = {};
}

void MapPicture::set(std::span<const std::uint8_t> rgba, int width, int height, const scene::Camera& drawn_for) {
  if (width <= 0 || height <= 0 || rgba.size() != static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4)
    throw std::invalid_argument("MapPicture: width x height x 4 bytes, please");
  glActiveTexture(GL_TEXTURE0);
  glBindSampler(0, 0);
  if (texture_ == 0) {
    if (shared().users++ == 0) {
      shared().program = make_program("picture", kVertex, kFragment);
      shared().array = make_array();
    }
    glGenTextures(1, &texture_);
    glGenBuffers(1, &buffer_);
    glBindTexture(GL_TEXTURE_2D, texture_);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAX_LEVEL, 0);
  }
  glBindTexture(GL_TEXTURE_2D, texture_);
  glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
  if (width != width_ || height != height_) glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, width, height, 0, GL_RGBA, GL_UNSIGNED_BYTE, rgba.data());
  else glTexSubImage2D(GL_TEXTURE_2D, 0, 0, 0, width, height, GL_RGBA, GL_UNSIGNED_BYTE, rgba.data());
  const std::vector<float> pieces = pieces_of(rgba, width, height);
  glBindBuffer(GL_ARRAY_BUFFER, buffer_);
  glBufferData(GL_ARRAY_BUFFER, static_cast<GLsizeiptr>(pieces.size() * sizeof(float)), pieces.data(), GL_DYNAMIC_DRAW);
  glBindBuffer(GL_ARRAY_BUFFER, 0);
  n_corners_ = static_cast<int>(pieces.size() / 2);
  width_ = width, height_ = height;
  drawn_for_ = drawn_for;
}

void MapPicture::clear() { width_ = height_ = 0; }

void MapPicture::draw(const scene::Camera& camera, double opacity) const {
  if (empty() || n_corners_ == 0 || !(opacity > 0)) return;
  std::array<float, 8> clip{};
  std::array<Point, 4> px{Point{0, 0}, Point{drawn_for_.width, 0}, Point{0, drawn_for_.height}, Point{drawn_for_.width, drawn_for_.height}};
  for (Point& p : px) p = camera.to_px(drawn_for_.to_m(p));
  // The same scale and way up: whole pixels, else text would blur.
  const bool exact = std::abs(camera.metres_per_px / drawn_for_.metres_per_px - 1) < 1e-9 && std::abs(camera.angle - drawn_for_.angle) < 1e-12;
  if (exact) {
    const double dx = std::round(px[0].x) - px[0].x, dy = std::round(px[0].y) - px[0].y;
    for (Point& p : px) p = {p.x + dx, p.y + dy};
  }
  for (std::size_t k = 0; k < 4; ++k) {
    clip[k * 2] = static_cast<float>(px[k].x / camera.width * 2 - 1);
    clip[k * 2 + 1] = static_cast<float>(1 - px[k].y / camera.height * 2);
  }
  const Program& program = shared().program;
  glViewport(0, 0, static_cast<GLsizei>(std::lround(camera.width)), static_cast<GLsizei>(std::lround(camera.height)));
  glDisable(GL_DEPTH_TEST);
  glDisable(GL_CULL_FACE);
  glEnable(GL_BLEND);
  glBlendEquation(GL_FUNC_ADD);
  glBlendFunc(GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
  glUseProgram(program.name());
  glActiveTexture(GL_TEXTURE0);
  glBindSampler(0, 0);
  glBindTexture(GL_TEXTURE_2D, texture_);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, exact ? GL_NEAREST : GL_LINEAR);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, exact ? GL_NEAREST : GL_LINEAR);
  glUniform1i(uniform(program, "picture"), 0);
  glUniform1f(uniform(program, "opacity"), static_cast<float>(opacity));
  glUniform4fv(uniform(program, "corners"), 2, clip.data());
  glBindVertexArray(shared().array.name());
  glBindBuffer(GL_ARRAY_BUFFER, buffer_);
  glEnableVertexAttribArray(0);
  glVertexAttribPointer(0, 2, GL_FLOAT, GL_FALSE, 0, nullptr);
  glBindBuffer(GL_ARRAY_BUFFER, 0);
  glDrawArrays(GL_TRIANGLES, 0, n_corners_);
  glBindVertexArray(0);
  glUseProgram(0);
}

}  // namespace catchment::gpu
