#include "viewer/gpu/offscreen.h"

#include <epoxy/egl.h>
#include <epoxy/gl.h>

#include <dlfcn.h>

#include <cstring>
#include <stdexcept>

#include <fmt/format.h>

namespace catchment::gpu {

struct Offscreen::Parts {
  EGLDisplay display = EGL_NO_DISPLAY;
  EGLContext context = EGL_NO_CONTEXT;
  GLuint frame = 0, colour = 0;
  ~Parts() {
    if (context != EGL_NO_CONTEXT) {
      eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, context);
      glDeleteFramebuffers(1, &frame);
      glDeleteRenderbuffers(1, &colour);
      eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
      eglDestroyContext(display, context);
    }
    // The display is the process's: another Offscreen may still use it.
  }
};

namespace {

bool offers(const char* extensions, const char* name) {
  return extensions != nullptr && std::strstr(extensions, name) != nullptr;
}

EGLDisplay surfaceless_display() {
  const char* client = eglQueryString(EGL_NO_DISPLAY, EGL_EXTENSIONS);
  if (!offers(client, "EGL_EXT_platform_base") || !offers(client, "EGL_MESA_platform_surfaceless"))
    throw std::runtime_error("offscreen drawing: this EGL cannot draw without a screen (no surfaceless platform): install libegl-mesa0 and libgl1-mesa-dri");
  const EGLDisplay display = eglGetPlatformDisplayEXT(EGL_PLATFORM_SURFACELESS_MESA, reinterpret_cast<void*>(EGL_DEFAULT_DISPLAY), nullptr);
  EGLint major = 0, minor = 0;
  if (display == EGL_NO_DISPLAY || eglInitialize(display, &major, &minor) != EGL_TRUE)
    throw std::runtime_error("offscreen drawing: EGL finds no driver: install libgl1-mesa-dri, or set LIBGL_ALWAYS_SOFTWARE=1");
  return display;
}

EGLContext core_context(EGLDisplay display) {
  if (eglBindAPI(EGL_OPENGL_API) != EGL_TRUE)
    throw std::runtime_error("offscreen drawing: this EGL offers OpenGL ES only: install libgl1-mesa-dri");
  const EGLint wanted[] = {EGL_SURFACE_TYPE, 0, EGL_RENDERABLE_TYPE, EGL_OPENGL_BIT, EGL_NONE};
  EGLConfig config = nullptr;
  EGLint n = 0;
  if (eglChooseConfig(display, wanted, &config, 1, &n) != EGL_TRUE) n = 0;
  const EGLint version[] = {EGL_CONTEXT_MAJOR_VERSION, 3, EGL_CONTEXT_MINOR_VERSION, 3, EGL_CONTEXT_OPENGL_PROFILE_MASK,
                            EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT, EGL_NONE};
  const EGLContext context = n > 0 ? eglCreateContext(display, config, EGL_NO_CONTEXT, version) : EGL_NO_CONTEXT;
  if (context == EGL_NO_CONTEXT || eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, context) != EGL_TRUE) {
    const EGLint code = eglGetError();
    if (context != EGL_NO_CONTEXT) eglDestroyContext(display, context);
    throw std::runtime_error(fmt::format(
        "offscreen drawing: the driver gives no OpenGL 3.3 core context (EGL error 0x{:04X}): install libgl1-mesa-dri, or set LIBGL_ALWAYS_SOFTWARE=1", code));
  }
  return context;
}

/// libepoxy ends the program where libEGL is missing: look first.
void need_libegl() {
  if (dlopen("libEGL.so.1", RTLD_LAZY | RTLD_GLOBAL) == nullptr)
    throw std::runtime_error("offscreen drawing: libEGL.so.1 is not on this machine: install libegl1 and libgl1-mesa-dri");
}

}  // namespace

Offscreen::Offscreen(int width, int height) : parts_(std::make_unique<Parts>()), width_(width), height_(height) {
  if (width < 1 || height < 1 || width > 16384 || height > 16384)
    throw std::runtime_error(fmt::format("offscreen drawing: a picture of {} x {} pixels cannot be made: use 1 to 16384 on each side", width, height));
  need_libegl();
  parts_->display = surfaceless_display();
  parts_->context = core_context(parts_->display);
  if (const std::string missing = missing_features(); !missing.empty()) throw std::runtime_error("offscreen drawing: " + missing);
  glGenFramebuffers(1, &parts_->frame);
  glGenRenderbuffers(1, &parts_->colour);
  glBindRenderbuffer(GL_RENDERBUFFER, parts_->colour);
  glRenderbufferStorage(GL_RENDERBUFFER, GL_RGBA8, width, height);
  glBindFramebuffer(GL_FRAMEBUFFER, parts_->frame);
  glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_RENDERBUFFER, parts_->colour);
  if (glCheckFramebufferStatus(GL_FRAMEBUFFER) != GL_FRAMEBUFFER_COMPLETE)
    throw std::runtime_error(fmt::format("offscreen drawing: the driver refuses a picture of {} x {} pixels: ask for a smaller one", width, height));
  glViewport(0, 0, width, height);
  glClearColor(0, 0, 0, 0);
  glClear(GL_COLOR_BUFFER_BIT);
}

Offscreen::~Offscreen() = default;

void Offscreen::bind() {
  eglMakeCurrent(parts_->display, EGL_NO_SURFACE, EGL_NO_SURFACE, parts_->context);
  glBindFramebuffer(GL_FRAMEBUFFER, parts_->frame);
  glViewport(0, 0, width_, height_);
}

std::vector<std::uint8_t> Offscreen::read() const { return read_pixels(width_, height_); }

std::string Offscreen::driver() const {
  const auto text = [](GLenum what) {
    const auto* s = reinterpret_cast<const char*>(glGetString(what));
    return std::string(s == nullptr ? "unknown" : s);
  };
  return fmt::format("{} · OpenGL {}.{}", text(GL_RENDERER), epoxy_gl_version() / 10, epoxy_gl_version() % 10);
}

}  // namespace catchment::gpu
