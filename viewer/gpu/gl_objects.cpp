#include "viewer/gpu/gl_objects.h"

#include <stdexcept>

#include <fmt/format.h>

namespace catchment::gpu {

namespace {

GLuint compile(const char* name, GLenum kind, const std::string& text) {
  const GLuint shader = glCreateShader(kind);
  const char* source = text.c_str();
  glShaderSource(shader, 1, &source, nullptr);
  glCompileShader(shader);
  GLint ok = GL_FALSE;
  glGetShaderiv(shader, GL_COMPILE_STATUS, &ok);
  if (ok == GL_TRUE) return shader;
  char log[2048] = "";
  glGetShaderInfoLog(shader, sizeof log, nullptr, log);
  glDeleteShader(shader);
  throw std::runtime_error(fmt::format("the graphics driver refuses the map's shader \"{}\": {}; try LIBGL_ALWAYS_SOFTWARE=1", name, log));
}

}  // namespace

Buffer make_buffer(GLenum target, const void* data, std::size_t bytes, GLenum usage) {
  GLuint name = 0;
  glGenBuffers(1, &name);
  glBindBuffer(target, name);
  glBufferData(target, static_cast<GLsizeiptr>(bytes), data, usage);
  return Buffer(name);
}

VertexArray make_array() {
  GLuint name = 0;
  glGenVertexArrays(1, &name);
  return VertexArray(name);
}

FrameBuffer make_frame() {
  GLuint name = 0;
  glGenFramebuffers(1, &name);
  return FrameBuffer(name);
}

Texture make_texture(GLint internal_format, int width, int height, GLenum format, GLenum type) {
  GLuint name = 0;
  glGenTextures(1, &name);
  glBindTexture(GL_TEXTURE_2D, name);
  glTexImage2D(GL_TEXTURE_2D, 0, internal_format, width, height, 0, format, type, nullptr);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAX_LEVEL, 0);
  return Texture(name);
}

RenderBuffer make_render(int samples, int width, int height) {
  GLuint name = 0;
  glGenRenderbuffers(1, &name);
  glBindRenderbuffer(GL_RENDERBUFFER, name);
  if (samples > 1) glRenderbufferStorageMultisample(GL_RENDERBUFFER, samples, GL_RGBA8, width, height);
  else glRenderbufferStorage(GL_RENDERBUFFER, GL_RGBA8, width, height);
  return RenderBuffer(name);
}

Program make_program(const char* name, const std::string& vertex, const std::string& fragment) {
  const GLuint v = compile(name, GL_VERTEX_SHADER, vertex);
  GLuint f = 0;
  try {
    f = compile(name, GL_FRAGMENT_SHADER, fragment);
  } catch (...) {
    glDeleteShader(v);
    throw;
  }
  Program program(glCreateProgram());
  glAttachShader(program.name(), v);
  glAttachShader(program.name(), f);
  glLinkProgram(program.name());
  glDeleteShader(v);
  glDeleteShader(f);
  GLint ok = GL_FALSE;
  glGetProgramiv(program.name(), GL_LINK_STATUS, &ok);
  if (ok == GL_TRUE) return program;
  char log[2048] = "";
  glGetProgramInfoLog(program.name(), sizeof log, nullptr, log);
  throw std::runtime_error(fmt::format("the graphics driver refuses the map's shader \"{}\": {}; try LIBGL_ALWAYS_SOFTWARE=1", name, log));
}

}  // namespace catchment::gpu
