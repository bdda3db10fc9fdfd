#include "viewer/ui/render_target.h"

#include <epoxy/gl.h>

namespace catchment::viewer {

RenderTarget::RenderTarget() {
  glGenFramebuffers(1, &buffer_);
  glGenRenderbuffers(1, &colour_);
}

RenderTarget::~RenderTarget() {
  glDeleteFramebuffers(1, &buffer_);
  glDeleteRenderbuffers(1, &colour_);
}

void RenderTarget::bind(int width, int height) {
  glBindFramebuffer(GL_FRAMEBUFFER, buffer_);
  if (width != width_ || height != height_) {
    width_ = width, height_ = height;
    glBindRenderbuffer(GL_RENDERBUFFER, colour_);
    glRenderbufferStorage(GL_RENDERBUFFER, GL_RGBA8, width, height);
    glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_RENDERBUFFER, colour_);
  }
  glViewport(0, 0, width, height);
}

void RenderTarget::copy_to(unsigned to, int from_x, int to_x, int to_at_x) const {
  if (to_x <= from_x) return;
  glBindFramebuffer(GL_READ_FRAMEBUFFER, buffer_);
  glBindFramebuffer(GL_DRAW_FRAMEBUFFER, to);
  glBlitFramebuffer(from_x, 0, to_x, height_, to_at_x, 0, to_at_x + to_x - from_x, height_, GL_COLOR_BUFFER_BIT, GL_NEAREST);
  glBindFramebuffer(GL_FRAMEBUFFER, to);
}

}  // namespace catchment::viewer
