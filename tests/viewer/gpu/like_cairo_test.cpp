#include <gtest/gtest.h>

#include <cmath>

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

Box on_pixels(const Box& b) { return {std::floor(b.min_x / 4) * 4, std::floor(b.min_y / 4) * 4, b.max_x, b.max_y}; }

struct Both { Picture cairo, gpu; };

/// The same window as both draw it. The GPU's pixels lie on whole ones of its scale from the map's origin: windows here begin on
/// such a one, else edges would be up to half a pixel apart.
Both both(gpu::Offscreen& screen, const World& world, const Study& study, const Scenario& scenario, scene::MapTheme theme, bool dark, const Box& window) {
  scene::MapOptions options;
  options.theme = theme;
  options.width_px = screen.width();
  options.dark = dark;
  options.furniture = false;
  options.window = window;
  Both out;
  out.cairo = cairo_picture(shared_layers(scene::draw_map(world, study, scenario, options)));
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
  const Box all = on_pixels(bounds(town.world.streets.node));
  const Box window{all.min_x, all.min_y, all.min_x + 1600, all.min_y + 1200};
  for (const bool dark : {false, true})
    expect_alike(both(*screen, town.world, town.study, town.scenario, scene::MapTheme::kCoverage, dark, window), dark ? "gpu_town_dark" : "gpu_town", 2, 0.01);
}

TEST(LikeCairo, LittleTownAtDistrictZoomWhereBuildingsAreDrawnAsRectangles) {
  CATCHMENT_NEED_EGL(screen, 800, 600);
  const LittleTown town = little_town(16, 12);
  const Box all = on_pixels(bounds(town.world.streets.node));
  const Box window{all.min_x, all.min_y, all.min_x + 3200, all.min_y + 2400};
  for (const bool dark : {false, true})
    expect_alike(both(*screen, town.world, town.study, town.scenario, scene::MapTheme::kLevels, dark, window), dark ? "gpu_far_dark" : "gpu_far", 2, 0.01);
}

TEST(LikeCairo, SampleWorldWithDiscsCourtyardsAndTheDemandSplit) {
  CATCHMENT_NEED_EGL(screen, 1200, 900);
  const World world = sample_world();
  const Box window{353900, 3455950, 355100, 3456850};
  expect_alike(both(*screen, world, sample_study(), sample_scenario(), scene::MapTheme::kCoverage, false, window), "gpu_sample", 2, 0.01);
}

TEST(LikeCairo, ADifferentMapIsNotAlike) {
  CATCHMENT_NEED_EGL(screen, 800, 600);
  const LittleTown town = little_town();
  const Box all = on_pixels(bounds(town.world.streets.node));
  const Box window{all.min_x, all.min_y, all.min_x + 1600, all.min_y + 1200};
  Both b = both(*screen, town.world, town.study, town.scenario, scene::MapTheme::kCoverage, false, window);
  const Box moved{window.min_x + 16, window.min_y, window.max_x + 16, window.max_y};
  b.gpu = both(*screen, town.world, town.study, town.scenario, scene::MapTheme::kCoverage, false, moved).gpu;
  EXPECT_GT(mean_difference(b.cairo, b.gpu), 4) << "8 px to the side are twice what is allowed";
}

}  // namespace
}  // namespace catchment::test
