#include "viewer/gpu/screen.h"

#include <algorithm>
#include <cmath>

namespace catchment::gpu {

SavedTarget::SavedTarget() {
  glGetIntegerv(GL_DRAW_FRAMEBUFFER_BINDING, &frame);
  scissor = glIsEnabled(GL_SCISSOR_TEST);
  glGetIntegerv(GL_SCISSOR_BOX, box.data());
}

void SavedTarget::restore() const {
  glBindFramebuffer(GL_FRAMEBUFFER, static_cast<GLuint>(frame));
  if (scissor == GL_TRUE) glEnable(GL_SCISSOR_TEST);
  else glDisable(GL_SCISSOR_TEST);
  glScissor(box[0], box[1], box[2], box[3]);
}

ScreenFrame::ScreenFrame(const scene::Camera& camera, Point origin, double metres_per_px) : camera_(camera), origin_(origin), metres_per_px_(metres_per_px) {
  left_ = std::round((camera.centre.x - origin.x) / metres_per_px - camera.width / 2);
  bottom_ = std::round((camera.centre.y - origin.y) / metres_per_px - camera.height / 2);
}

std::array<Point, 4> ScreenFrame::corners(const TileView& tile) const {
  const Box b = tile.box();
  std::array<Point, 4> out{Point{b.min_x, b.min_y}, Point{b.max_x, b.min_y}, Point{b.min_x, b.max_y}, Point{b.max_x, b.max_y}};
  for (Point& p : out) {
    if (upright()) {
      p = {p.x / metres_per_px_ - left_, p.y / metres_per_px_ - bottom_};
    } else {
      p = camera_.to_px({p.x + origin_.x, p.y + origin_.y});
      p.y = camera_.height - p.y;
    }
  }
  return out;
}

bool ScreenFrame::touches(const std::array<Point, 4>& corners, double margin) const {
  Box box;
  for (const Point p : corners) box.add(p);
  return box.max_x > -margin && box.max_y > -margin && box.min_x < camera_.width + margin && box.min_y < camera_.height + margin;
}

bool ScreenFrame::sees(const TileView& tile) const { return touches(corners(tile), 0); }

Screen::Screen(const Programs& programs) : program_(&programs.screen), array_(make_array()), read_(make_frame()) {
  glGenSamplers(2, sampler_.data());
  for (std::size_t k = 0; k < 2; ++k) {
    const GLint filter = k == 0 ? GL_NEAREST : GL_LINEAR;
    glSamplerParameteri(sampler_[k], GL_TEXTURE_MIN_FILTER, filter);
    glSamplerParameteri(sampler_[k], GL_TEXTURE_MAG_FILTER, filter);
    glSamplerParameteri(sampler_[k], GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glSamplerParameteri(sampler_[k], GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
  }
  corners_at_ = uniform(*program_, "quad");
}

void Screen::begin(const ScreenFrame& frame, scene::Colour paper) {
  frame_ = &frame;
  paper_ = paper;
  target_->restore();
  glBindFramebuffer(GL_READ_FRAMEBUFFER, read_.name());
  glViewport(0, 0, static_cast<GLsizei>(std::lround(frame.width())), static_cast<GLsizei>(std::lround(frame.height())));
  glDisable(GL_BLEND);
  glDisable(GL_DEPTH_TEST);
  glDisable(GL_CULL_FACE);
  glUseProgram(program_->name());
  glUniform1f(uniform(*program_, "opacity"), 1);
  glBindVertexArray(array_.name());
  glActiveTexture(GL_TEXTURE0 + kPictureUnit);
}

void Screen::clear() const {
  // Within the caller's scissor box, and never beyond the camera's picture.
  if (target_->scissor != GL_TRUE) {
    glEnable(GL_SCISSOR_TEST);
    glScissor(0, 0, static_cast<GLsizei>(std::lround(frame_->width())), static_cast<GLsizei>(std::lround(frame_->height())));
  }
  glClearColor(static_cast<float>(paper_.r) / 255, static_cast<float>(paper_.g) / 255, static_cast<float>(paper_.b) / 255, 1);
  glClear(GL_COLOR_BUFFER_BIT);
  if (target_->scissor != GL_TRUE) glDisable(GL_SCISSOR_TEST);
}

void Screen::tile(const TileView& view, GLuint texture, bool exact) {
  const auto c = frame_->corners(view);
  if (exact && frame_->upright()) {
    // Pixel by pixel: drivers copy this faster than they draw it.
    const auto px = [](double v) { return static_cast<GLint>(std::lround(v)); };
    const GLint x0 = std::max(0, px(c[0].x)), y0 = std::max(0, px(c[0].y)), x1 = std::min(px(frame_->width()), px(c[3].x)), y1 = std::min(px(frame_->height()), px(c[3].y));
    if (x0 >= x1 || y0 >= y1) return;
    glFramebufferTexture2D(GL_READ_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, texture, 0);
    const GLint dx = px(c[0].x), dy = px(c[0].y);
    glBlitFramebuffer(x0 - dx, y0 - dy, x1 - dx, y1 - dy, x0, y0, x1, y1, GL_COLOR_BUFFER_BIT, GL_NEAREST);
    return;
  }
  std::array<float, 8> clip{};
  for (std::size_t k = 0; k < 4; ++k) {
    clip[k * 2] = static_cast<float>(c[k].x / frame_->width() * 2 - 1);
    clip[k * 2 + 1] = static_cast<float>(c[k].y / frame_->height() * 2 - 1);
  }
  glBindSampler(kPictureUnit, sampler_[exact && frame_->upright() ? 0 : 1]);
  glBindTexture(GL_TEXTURE_2D, texture);
  glUniform4fv(corners_at_, 2, clip.data());
  glDrawArrays(GL_TRIANGLE_STRIP, 0, 4);
}

void Screen::end() const {
  glBindSampler(kPictureUnit, 0);
  glBindVertexArray(0);
  glUseProgram(0);
  glActiveTexture(GL_TEXTURE0);
  glEnable(GL_BLEND);
  target_->restore();
}

}  // namespace catchment::gpu
