#include "viewer/gpu/offscreen.h"

#include <epoxy/gl.h>
#include <gtest/gtest.h>

#include "tests/viewer/gpu/gpu_pictures.h"
#include "viewer/gpu/texture.h"

namespace catchment::test {
namespace {

TEST(Offscreen, GivesRowsFromTheTop) {
  CATCHMENT_NEED_EGL(screen, 40, 30);
  EXPECT_EQ(gpu::missing_features(), "");
  EXPECT_NE(screen->driver().find("OpenGL"), std::string::npos);
  screen->bind();
  glEnable(GL_SCISSOR_TEST);
  glScissor(0, 20, 40, 10);
  glClearColor(1, 0, 0, 1);
  glClear(GL_COLOR_BUFFER_BIT);
  glDisable(GL_SCISSOR_TEST);
  const Picture p{40, 30, screen->read()};
  EXPECT_EQ(p.at(3, 9), scene::rgb(0xFF0000));
  EXPECT_EQ(p.at(3, 10), (scene::Colour{0, 0, 0, 0}));
}

TEST(Offscreen, RefusesSizesThatCannotBeInOneSentence) {
  for (const auto& [w, h] : {std::pair{0, 10}, std::pair{10, -1}, std::pair{100000, 10}}) {
    try {
      const gpu::Offscreen screen(w, h);
      FAIL();
    } catch (const std::runtime_error& e) {
      EXPECT_NE(std::string(e.what()).find("use 1 to 16384"), std::string::npos) << e.what();
    }
  }
}

TEST(Offscreen, SeveralContextsLiveSideBySide) {
  CATCHMENT_NEED_EGL(one, 8, 8);
  CATCHMENT_NEED_EGL(two, 8, 8);
  const auto fill = [](gpu::Offscreen& s, float r) {
    s.bind();
    glClearColor(r, 0, 0, 1);
    glClear(GL_COLOR_BUFFER_BIT);
  };
  fill(*one, 1), fill(*two, 0);
  one->bind();
  EXPECT_EQ(one->read()[0], 255);
  two->bind();
  EXPECT_EQ(two->read()[0], 0);
}

/// Red left half, transparent right half, a green row at the top.
std::vector<std::uint8_t> flag(int w, int h) {
  std::vector<std::uint8_t> out(static_cast<std::size_t>(w * h) * 4, 0);
  for (int y = 0; y < h; ++y)
    for (int x = 0; x < w / 2; ++x) {
      auto* p = &out[static_cast<std::size_t>(y * w + x) * 4];
      p[y < 4 ? 1 : 0] = 255, p[3] = 255;
    }
  return out;
}

TEST(MapPicture, IsTheSamePixelsUnderTheSameCameraAndMovesWithTheMap) {
  CATCHMENT_NEED_EGL(screen, 64, 48);
  scene::Camera camera;
  camera.centre = {1000, 2000}, camera.width = 64, camera.height = 48, camera.metres_per_px = 2;
  gpu::MapPicture picture;
  EXPECT_TRUE(picture.empty());
  EXPECT_THROW(picture.set(flag(3, 3), 64, 48, camera), std::invalid_argument);
  picture.set(flag(64, 48), 64, 48, camera);
  const auto shown = [&](const scene::Camera& c, double opacity = 1) {
    screen->bind();
    glClearColor(0, 0, 1, 1);
    glClear(GL_COLOR_BUFFER_BIT);
    picture.draw(c, opacity);
    EXPECT_EQ(glGetError(), static_cast<GLenum>(GL_NO_ERROR));
    return Picture{64, 48, screen->read()};
  };
  Picture p = shown(camera);
  EXPECT_EQ(p.at(0, 0), scene::rgb(0x00FF00));
  EXPECT_EQ(p.at(31, 20), scene::rgb(0xFF0000));
  EXPECT_EQ(p.at(32, 20), scene::rgb(0x0000FF)) << "nothing there: what lies under it shows";
  // The map goes on by 10 px to the east and 5 to the north.
  auto moved = camera;
  moved.centre.x += 20, moved.centre.y += 10;
  p = shown(moved);
  EXPECT_EQ(p.at(21, 30), scene::rgb(0xFF0000));
  EXPECT_EQ(p.at(22, 30), scene::rgb(0x0000FF));
  EXPECT_EQ(p.at(0, 5), scene::rgb(0x00FF00));
  EXPECT_EQ(p.at(0, 4), scene::rgb(0x0000FF));
  // Twice as near: a place 10 px left of the middle is 20 px left of it.
  auto nearer = camera;
  nearer.metres_per_px = 1;
  p = shown(nearer);
  EXPECT_EQ(p.at(30, 24), scene::rgb(0xFF0000));
  EXPECT_EQ(p.at(34, 24), scene::rgb(0x0000FF));
  // Turned by a quarter: west is down.
  auto turned = camera;
  turned.angle = 3.14159265358979 / 2;
  p = shown(turned);
  EXPECT_EQ(p.at(32, 44), scene::rgb(0xFF0000));
  EXPECT_EQ(p.at(32, 4), scene::rgb(0x0000FF));
  p = shown(camera, 0.5);
  EXPECT_LE(largest_difference(p.at(10, 20), {128, 0, 128, 255}), 1);
  picture.clear();
  EXPECT_TRUE(picture.empty());
  EXPECT_EQ(shown(camera).at(10, 20), scene::rgb(0x0000FF));
}

}  // namespace
}  // namespace catchment::test
