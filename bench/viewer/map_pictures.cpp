// Pictures to look at: a scenario's map at four zooms, light and dark, the GPU's beside Cairo's.
// Usage: map_pictures scenario.toml folder
#include <cairo.h>
#include <fmt/format.h>

#include <cmath>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <string>

#include "app/pipeline/pipeline.h"
#include "viewer/gpu/map_renderer.h"
#include "viewer/gpu/offscreen.h"
#include "viewer/scene/export.h"
#include "viewer/scene/map.h"
#include "viewer/scene/map_draft.h"
#include "viewer/scene/theme.h"

namespace catchment::bench {
namespace {

void write_png(const std::string& path, int width, int height, const std::vector<std::uint8_t>& rgba) {
  cairo_surface_t* surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) {
      const std::uint8_t* p = &rgba[(static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)) * 4];
      const std::uint32_t pixel = static_cast<std::uint32_t>(p[0]) << 16 | static_cast<std::uint32_t>(p[1]) << 8 | p[2];
      std::memcpy(cairo_image_surface_get_data(surface) + y * cairo_image_surface_get_stride(surface) + x * 4, &pixel, 4);
    }
  cairo_surface_mark_dirty(surface);
  cairo_surface_write_to_png(surface, path.c_str());
  cairo_surface_destroy(surface);
}

int run(const std::string& path, const std::string& folder) {
  constexpr int kWidth = 1280, kHeight = 800;
  const Scenario scenario = pipeline::load_scenario(path);
  const pipeline::LoadedWorld loaded = pipeline::load_world(scenario);
  const World world = pipeline::edited_world(loaded, scenario);
  const Study study = pipeline::run_study(loaded, world, scenario);
  gpu::Offscreen screen(kWidth, kHeight);
  gpu::MapRenderer map(gpu::build_geometry(world));
  std::filesystem::create_directories(folder);
  const Box all = scene::default_window(world, study, scenario);
  for (const bool dark : {false, true}) {
    scene::MapOptions options;
    options.theme = scene::MapTheme::kCoverage;
    options.dark = dark, options.width_px = kWidth, options.furniture = false;
    const scene::MapDraft draft{world, study, scenario, options, scene::palette(dark), {}, scene::Zoom::kBlock, false, {}, {}, scene::LabelPlacer{}};
    const auto theme = scene::theme_figures(draft);
    std::vector<gpu::ClassLook> looks;
    for (const auto& c : theme.classes) looks.push_back({c.fill, c.hatch});
    map.set_classes(theme.of, looks);
    for (int z = 0; z < 4; ++z) {
      scene::Camera camera = scene::fit(all, kWidth, kHeight);
      camera.metres_per_px /= std::pow(2.2, z);
      gpu::MapLook look;
      look.dark = dark, look.u = kWidth / 1600.0;
      screen.bind();
      map.draw(camera, look, 0);
      const std::string name = fmt::format("{}/{}{}", folder, dark ? "dark" : "light", z);
      write_png(name + "_gpu.png", kWidth, kHeight, screen.read());
      options.window = camera.seen();
      auto list = scene::draw_map(world, study, scenario, options);
      std::erase_if(list.layers, [](const auto& l) {
        return l.name != "paper" && l.name != "ground" && l.name != "street-casings" && l.name != "streets" && l.name != "buildings" && l.name != "demand" && l.name != "density";
      });
      const std::string png = scene::to_png(list);
      std::FILE* file = std::fopen((name + "_cairo.png").c_str(), "wb");
      if (file == nullptr) throw std::runtime_error("cannot write into " + folder);
      std::fwrite(png.data(), 1, png.size(), file);
      std::fclose(file);
    }
  }
  return 0;
}

}  // namespace
}  // namespace catchment::bench

int main(int argc, char** argv) {
  if (argc != 3) {
    fmt::print(stderr, "usage: map_pictures scenario.toml folder\n");
    return 2;
  }
  try {
    return catchment::bench::run(argv[1], argv[2]);
  } catch (const std::exception& e) {
    fmt::print(stderr, "map_pictures: {}\n", e.what());
    return 1;
  }
}
