#pragma once

#include <epoxy/gl.h>

#include <string>
#include <utility>

namespace catchment::gpu {

// OpenGL objects that are deleted with their owner. All need a current context for their whole life.

template <void (*kDelete)(GLuint)>
class GlObject {
 public:
  GlObject() = default;
  explicit GlObject(GLuint name) : name_(name) {}
  GlObject(GlObject&& o) noexcept : name_(std::exchange(o.name_, 0)) {}
  GlObject& operator=(GlObject&& o) noexcept {
    std::swap(name_, o.name_);
    return *this;
  }
  ~GlObject() {
    if (name_ != 0) kDelete(name_);
  }
  [[nodiscard]] GLuint name() const { return name_; }
  explicit operator bool() const { return name_ != 0; }

 private:
  GLuint name_ = 0;
};

inline void delete_buffer(GLuint n) { glDeleteBuffers(1, &n); }
inline void delete_array(GLuint n) { glDeleteVertexArrays(1, &n); }
inline void delete_texture(GLuint n) { glDeleteTextures(1, &n); }
inline void delete_frame(GLuint n) { glDeleteFramebuffers(1, &n); }
inline void delete_render(GLuint n) { glDeleteRenderbuffers(1, &n); }
inline void delete_program(GLuint n) { glDeleteProgram(n); }
using Buffer = GlObject<delete_buffer>;
using VertexArray = GlObject<delete_array>;
using Texture = GlObject<delete_texture>;
using FrameBuffer = GlObject<delete_frame>;
using RenderBuffer = GlObject<delete_render>;
using Program = GlObject<delete_program>;

Buffer make_buffer(GLenum target, const void* data, std::size_t bytes, GLenum usage = GL_STATIC_DRAW);
VertexArray make_array();
FrameBuffer make_frame();
/// Nearest, clamped, one level, uninitialised.
Texture make_texture(GLint internal_format, int width, int height, GLenum format, GLenum type);
RenderBuffer make_render(int samples, int width, int height);
/// Throws std::runtime_error with the compiler's words.
Program make_program(const char* name, const std::string& vertex, const std::string& fragment);
inline GLint uniform(const Program& p, const char* name) { return glGetUniformLocation(p.name(), name); }

}  // namespace catchment::gpu
