#include "tests/viewer/gpu/gpu_pictures.h"

#include <cairo.h>
#include <epoxy/gl.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <stdexcept>

#include "viewer/scene/export.h"
#include "viewer/scene/map_draft.h"

namespace catchment::test {

Picture cairo_picture(const scene::DisplayList& list) {
  struct Reader { std::string bytes; std::size_t at = 0; } reader{scene::to_png(list), 0};
  cairo_surface_t* surface = cairo_image_surface_create_from_png_stream(
      [](void* closure, unsigned char* data, unsigned int length) {
        auto& r = *static_cast<Reader*>(closure);
        if (r.at + length > r.bytes.size()) return CAIRO_STATUS_READ_ERROR;
        std::memcpy(data, r.bytes.data() + r.at, length);
        r.at += length;
        return CAIRO_STATUS_SUCCESS;
      },
      &reader);
  if (cairo_surface_status(surface) != CAIRO_STATUS_SUCCESS) throw std::runtime_error("not a PNG");
  Picture out{cairo_image_surface_get_width(surface), cairo_image_surface_get_height(surface), {}};
  const unsigned char* data = cairo_image_surface_get_data(surface);
  const int stride = cairo_image_surface_get_stride(surface);
  for (int y = 0; y < out.height; ++y)
    for (int x = 0; x < out.width; ++x) {
      std::uint32_t p = 0;
      std::memcpy(&p, data + y * stride + x * 4, 4);
      out.rgba.insert(out.rgba.end(), {static_cast<std::uint8_t>(p >> 16), static_cast<std::uint8_t>(p >> 8), static_cast<std::uint8_t>(p), 255});
    }
  cairo_surface_destroy(surface);
  return out;
}

void write_png(const std::string& path, const Picture& picture) {
  cairo_surface_t* surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, picture.width, picture.height);
  unsigned char* data = cairo_image_surface_get_data(surface);
  const int stride = cairo_image_surface_get_stride(surface);
  for (int y = 0; y < picture.height; ++y)
    for (int x = 0; x < picture.width; ++x) {
      const scene::Colour c = picture.at(x, y);
      const std::uint32_t p = static_cast<std::uint32_t>(c.r) << 16 | static_cast<std::uint32_t>(c.g) << 8 | c.b;
      std::memcpy(data + y * stride + x * 4, &p, 4);
    }
  cairo_surface_mark_dirty(surface);
  cairo_surface_write_to_png(surface, path.c_str());
  cairo_surface_destroy(surface);
}

int largest_difference(scene::Colour a, scene::Colour b) {
  return std::max({std::abs(a.r - b.r), std::abs(a.g - b.g), std::abs(a.b - b.b)});
}

double mean_difference(const Picture& a, const Picture& b) {
  if (a.width != b.width || a.height != b.height) return 255;
  double sum = 0;
  for (int y = 0; y < a.height; ++y)
    for (int x = 0; x < a.width; ++x) sum += largest_difference(a.at(x, y), b.at(x, y));
  return sum / (static_cast<double>(a.width) * a.height);
}

double share_different(const Picture& a, const Picture& b, int by) {
  if (a.width != b.width || a.height != b.height) return 1;
  double n = 0;
  for (int y = 0; y < a.height; ++y)
    for (int x = 0; x < a.width; ++x) n += largest_difference(a.at(x, y), b.at(x, y)) > by;
  return n / (static_cast<double>(a.width) * a.height);
}

std::unique_ptr<gpu::Offscreen> offscreen(int width, int height, std::string& why_not) {
  try {
    return std::make_unique<gpu::Offscreen>(width, height);
  } catch (const std::runtime_error& e) {
    why_not = e.what();
    return nullptr;
  }
}

Picture draw(gpu::Offscreen& screen, gpu::MapRenderer& map, const scene::Camera& camera, const gpu::MapLook& look, double milliseconds) {
  screen.bind();
  int frames = 0;
  while (!map.draw(camera, look, milliseconds) && ++frames < 2000) {}
  EXPECT_LT(frames, 2000) << "the picture never became final";
  EXPECT_EQ(glGetError(), static_cast<GLenum>(GL_NO_ERROR));
  return {screen.width(), screen.height(), screen.read()};
}

void use_theme(gpu::MapRenderer& map, const World& world, const Study& study, const Scenario& scenario, const scene::MapOptions& options) {
  const scene::MapDraft draft{world, study, scenario, options, scene::palette(options.dark), {}, scene::Zoom::kBlock, false, {}, {}, scene::LabelPlacer{}};
  const scene::ThemeFigures figures = scene::theme_figures(draft);
  std::vector<gpu::ClassLook> looks;
  for (const auto& c : figures.classes) looks.push_back({c.fill, c.hatch});
  map.set_classes(figures.of, looks);
}

scene::Camera camera_of(const Box& window, double width, double height) {
  scene::Camera camera;
  camera.width = width, camera.height = height;
  camera.metres_per_px = 1 / std::min(width / window.width(), height / window.height());
  camera.centre = window.centre();
  return camera;
}

}  // namespace catchment::test
