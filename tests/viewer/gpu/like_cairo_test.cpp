#include <gtest/gtest.h>

#include "tests/support/sample_study.h"
#include "tests/support/shared_data.h"
#include "tests/viewer/gpu/gpu_pictures.h"
#include "tests/viewer/scene/little_town.h"

namespace catchment::test {
namespace {

/// The layers of `draw_map` that the GPU draws too.
scene::DisplayList shared_layers(scene::DisplayList list) {
  std::erase_if(list.layers, [](const scene::DisplayLayer& l) {
    return l.name != "paper" && l.name != "ground" && l.name != "street-casings" && l.name != "streets" && l.name != "buildings" && l.name != "demand" && l.name != "density";
  });
  return list;
}

struct Both { Picture cairo, gpu; };

/// The same window as both draw it. Corners and edges may fall half a pixel apart.
Both both(gpu::Offscreen& screen, const World& world, const Study& study, const Scenario& scenario, scene::MapTheme theme, bool dark, const Box& window) {
  scene::MapOptions options;
  options.theme = theme;
  options.width_px = screen.width();
  options.dark = dark;
  options.furniture = false;
  options.window = window;
  Both out;
  out.cairo = cairo_picture(shared_layers(scene::draw_map(world, study, scenario, options)));
  // Without furniture the picture is as wide as asked and 28 design px are below the map's frame.
  gpu::MapRenderer map(gpu::build_geometry(world));
  use_theme(map, world, study, scenario, options);
  gpu::MapLook look;
  look.dark = dark;
  look.u = std::clamp(options.width_px / 1600, 0.45, 4.0);
  out.gpu = draw(screen, map, camera_of(window, screen.width(), screen.height()), look);
  return out;
}

void expect_alike(const Both& b, const std::string& name, double mean, double share) {
  ASSERT_EQ(b.cairo.width, b.gpu.width) << name;
  ASSERT_EQ(b.cairo.height, b.gpu.height) << name;
  const std::string dir = scratch_dir(name);
  write_png(dir + "/cairo.png", b.cairo);
  write_png(dir + "/gpu.png", b.gpu);
  EXPECT_LT(mean_difference(b.cairo, b.gpu), mean) << dir;
  EXPECT_LT(share_different(b.cairo, b.gpu, 48), share) << dir;
}

TEST(LikeCairo, LittleTownAtBlockZoomInLightAndDark) {
  CATCHMENT_NEED_EGL(screen, 1600, 1200);
  const LittleTown town = little_town();
  const Box all = bounds(town.world.streets.node);
  const Box window{all.min_x, all.min_y, all.min_x + 1600, all.min_y + 1200};
  for (const bool dark : {false, true})
    expect_alike(both(*screen, town.world, town.study, town.scenario, scene::MapTheme::kCoverage, dark, window), dark ? "gpu_town_dark" : "gpu_town", 2, 0.01);
}

}  // namespace
}  // namespace catchment::test
