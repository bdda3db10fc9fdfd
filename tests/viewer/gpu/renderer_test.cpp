#include "viewer/gpu/map_renderer.h"

#include <epoxy/gl.h>
#include <gtest/gtest.h>

#include <cmath>

#include "sim/core/random.h"
#include "tests/support/sample_study.h"
#include "tests/viewer/gpu/gpu_pictures.h"
#include "tests/viewer/scene/little_town.h"

namespace catchment::test {
namespace {

constexpr int kWidth = 640, kHeight = 480;

std::vector<gpu::ClassLook> three_looks() { return {{scene::rgb(0xC00020)}, {scene::rgb(0x00A040)}, {scene::rgb(0x2030D0)}}; }

scene::Camera looking_at(Point centre, double metres_per_px, double width = kWidth, double height = kHeight) {
  scene::Camera c;
  c.centre = centre, c.metres_per_px = metres_per_px, c.width = width, c.height = height;
  return c;
}

gpu::MapLook only(std::initializer_list<scene::MapLayer> layers) {
  gpu::MapLook look;
  for (auto& l : look.layers) l.visible = std::find(layers.begin(), layers.end(), l.layer) != layers.end();
  return look;
}

std::vector<std::int8_t> by_thirds(std::size_t n) {
  std::vector<std::int8_t> of(n);
  for (std::size_t i = 0; i < n; ++i) of[i] = static_cast<std::int8_t>(i % 3);
  return of;
}

/// Rows of the picture shifted by (dx, dy) px agree where both show something.
std::size_t different_when_shifted(const Picture& a, const Picture& b, int dx, int dy) {
  std::size_t n = 0;
  for (int y = std::max(0, dy); y < std::min(a.height, a.height + dy); ++y)
    for (int x = std::max(0, dx); x < std::min(a.width, a.width + dx); ++x) n += !(a.at(x, y) == b.at(x - dx, y - dy));
  return n;
}

TEST(MapRenderer, BuildingsWearTheirClassAndTheGroundDoesNot) {
  CATCHMENT_NEED_EGL(screen, kWidth, kHeight);
  const World w = sample_world();
  gpu::MapRenderer map(gpu::build_geometry(w));
  const auto of = by_thirds(w.demand.size());
  map.set_classes(of, three_looks());
  for (const double angle : {0.0, 0.7, -2.0}) {
    auto camera = looking_at({354400, 3456400}, 1.8);
    camera.angle = angle;
    const Picture p = draw(*screen, map, camera, only({scene::MapLayer::kDemand}));
    int seen = 0;
    for (std::size_t b = 0; b < w.buildings.size(); ++b) {
      if (w.buildings[b].footprint.empty() || b == 0) continue;  // building 0 is a courtyard: its middle is open
      const Point at = camera.to_px(w.buildings[b].position), beside = camera.to_px({w.buildings[b].position.x + 45, w.buildings[b].position.y});
      const auto inside = [](Point q) { return q.x > 1 && q.y > 1 && q.x < kWidth - 1 && q.y < kHeight - 1; };
      if (inside(at)) {
        EXPECT_EQ(p.at(static_cast<int>(at.x), static_cast<int>(at.y)), three_looks()[static_cast<std::size_t>(of[b])].fill) << b << " at " << angle;
        ++seen;
      }
      if (inside(beside)) {
        EXPECT_EQ(p.at(static_cast<int>(beside.x), static_cast<int>(beside.y)), scene::palette(false).paper) << b;
      }
    }
    EXPECT_GT(seen, 40);
    const Point yard = camera.to_px(w.buildings[0].position);
    if (angle == 0) {
      EXPECT_EQ(p.at(static_cast<int>(yard.x), static_cast<int>(yard.y)), scene::palette(false).paper) << "the courtyard is open";
    }
  }
}

TEST(MapRenderer, PanningByWholePixelsIsTheFreshPictureMoved) {
  CATCHMENT_NEED_EGL(screen, kWidth, kHeight);
  const LittleTown town = little_town();
  const auto geometry = gpu::build_geometry(town.world);
  const Point centre = bounds(town.world.streets.node).centre();
  for (const double metres : {0.37, 2.0, 5.0, 23.0}) {
    gpu::MapRenderer map(geometry);
    map.set_classes(by_thirds(town.world.demand.size()), three_looks());
    auto camera = looking_at({std::round(centre.x / metres) * metres, std::round(centre.y / metres) * metres}, metres);
    const Picture before = draw(*screen, map, camera, {});
    camera.centre.x += 37 * camera.metres_per_px, camera.centre.y += 19 * camera.metres_per_px;
    const Picture panned = draw(*screen, map, camera, {});
    EXPECT_LT(map.stats().tiles_drawn, map.stats().tiles_kept + map.stats().tiles_drawn) << "tiles are kept";
    gpu::MapRenderer fresh(geometry);
    fresh.set_classes(by_thirds(town.world.demand.size()), three_looks());
    EXPECT_EQ(draw(*screen, fresh, camera, {}), panned) << metres;
    EXPECT_EQ(different_when_shifted(before, panned, 37, -19), 0u) << metres;
  }
}

TEST(MapRenderer, AnEditDrawsOnlyTheTilesConcernedAndTheFreshPicture) {
  CATCHMENT_NEED_EGL(screen, kWidth, kHeight);
  const World w = rows_of_buildings(160000);
  const auto geometry = gpu::build_geometry(w);
  Box all;
  for (const auto& d : w.demand) all.add(d.position);
  for (const double metres : {0.6, 5.0, 12.0}) {
    gpu::MapRenderer map(geometry);
    auto of = by_thirds(w.demand.size());
    map.set_classes(of, three_looks());
    const auto camera = looking_at(all.centre(), metres);
    draw(*screen, map, camera, {});
    EXPECT_EQ(map.stats().density, metres > 7);
    const std::size_t tiles = map.stats().tiles_drawn;
    ASSERT_GT(tiles, 4u) << metres;
    draw(*screen, map, camera, {});
    EXPECT_EQ(map.stats().tiles_drawn, 0u);
    // All within 20 px of a place in the middle of a tile of the screen.
    std::vector<std::uint32_t> points;
    std::vector<std::int8_t> now;
    for (std::uint32_t i = 0; i < w.demand.size(); ++i)
      if (distance(w.demand[i].position, all.centre()) < 20 * metres + 40) points.push_back(i), now.push_back(static_cast<std::int8_t>((of[i] + 1) % 3)), of[i] = now.back();
    ASSERT_FALSE(points.empty());
    map.update_classes(points, now);
    const Picture edited = draw(*screen, map, camera, {});
    EXPECT_GT(map.stats().tiles_drawn, 0u) << metres;
    // World tiles are 512 m: what lies near them is drawn anew too, the rest of the screen is not.
    EXPECT_LE(map.stats().tiles_drawn, metres < 1 ? tiles : 9u) << metres;
    if (metres > 1) {
      EXPECT_LT(map.stats().tiles_drawn, tiles) << metres;
    }
    gpu::MapRenderer fresh(geometry);
    fresh.set_classes(of, three_looks());
    EXPECT_EQ(draw(*screen, fresh, camera, {}), edited) << metres;
  }
}

TEST(MapRenderer, ABudgetChangesWhenThePictureIsFinalNotWhatItIs) {
  CATCHMENT_NEED_EGL(screen, kWidth, kHeight);
  const LittleTown town = little_town();
  const auto geometry = gpu::build_geometry(town.world);
  const auto camera = looking_at(bounds(town.world.streets.node).centre(), 1.1);
  gpu::MapRenderer at_once(geometry), bit_by_bit(geometry);
  for (auto* m : {&at_once, &bit_by_bit}) m->set_classes(by_thirds(town.world.demand.size()), three_looks());
  const Picture whole = draw(*screen, at_once, camera, {});
  screen->bind();
  EXPECT_FALSE(bit_by_bit.draw(camera, {}, 1e-6)) << "one tile at least, but not all";
  EXPECT_EQ(bit_by_bit.stats().tiles_drawn, 1u);
  EXPECT_EQ(draw(*screen, bit_by_bit, camera, {}, 1e-6), whole);
  // And after a change of scale, with what there is shown larger meanwhile.
  auto nearer = camera;
  nearer.metres_per_px = 0.8;
  screen->bind();
  EXPECT_FALSE(bit_by_bit.draw(nearer, {}, 1e-6));
  const Picture stand_in{kWidth, kHeight, screen->read()};
  EXPECT_EQ(glGetError(), static_cast<GLenum>(GL_NO_ERROR));
  const Picture final_picture = draw(*screen, bit_by_bit, nearer, {}, 1e-6);
  EXPECT_EQ(final_picture, draw(*screen, at_once, nearer, {}));
  EXPECT_LT(mean_difference(stand_in, final_picture), 25) << "the same place, only coarser";
}

// A frame buffer of the renderer's own once stayed bound when it was made, and the window showed nothing at all.
TEST(MapRenderer, LeavesTheCallersFrameBufferBound) {
  CATCHMENT_NEED_EGL(screen, kWidth, kHeight);
  const LittleTown town = little_town();
  screen->bind();
  const auto bound = [] {
    GLint name = -1;
    glGetIntegerv(GL_DRAW_FRAMEBUFFER_BINDING, &name);
    return name;
  };
  const GLint before = bound();
  gpu::MapRenderer renderer(gpu::build_geometry(town.world));
  EXPECT_EQ(bound(), before) << "when made";
  renderer.set_classes(by_thirds(town.world.demand.size()), three_looks());
  EXPECT_EQ(bound(), before) << "when coloured";
  auto camera = looking_at(bounds(town.world.streets.node).centre(), 1.1);
  for (int k = 0; k < 60; ++k) {
    camera.centre.x += 7 * camera.metres_per_px;
    renderer.draw(camera, {}, 5);
    ASSERT_EQ(bound(), before) << "when drawn, tiles painted ahead too";
  }
}

TEST(MapRenderer, ShowsDensityWhereBuildingsWouldBeSpecks) {
  CATCHMENT_NEED_EGL(screen, kWidth, kHeight);
  const World w = rows_of_buildings(160000);
  gpu::MapRenderer map(gpu::build_geometry(w));
  map.set_classes(std::vector<std::int8_t>(w.demand.size(), 1), three_looks());
  Box all;
  for (const auto& d : w.demand) all.add(d.position);
  draw(*screen, map, looking_at(all.centre(), 2), {});
  EXPECT_FALSE(map.stats().density);
  EXPECT_GT(map.stats().buildings_drawn, 0u);
  const auto camera = looking_at(all.centre(), 12);
  const Picture p = draw(*screen, map, camera, only({scene::MapLayer::kDemand}));
  EXPECT_TRUE(map.stats().density);
  const auto& paper = scene::palette(false).paper;
  int shaded = 0, other = 0;
  for (int y = 0; y < p.height; ++y)
    for (int x = 0; x < p.width; ++x) {
      const scene::Colour c = p.at(x, y);
      bool known = c == paper;
      for (const double s : {0.38, 0.68, 1.0})
        if (largest_difference(c, scene::mix(paper, three_looks()[1].fill, s)) <= 1) known = true, ++shaded;
      other += !known;
    }
  EXPECT_GT(shaded, 1000);
  EXPECT_EQ(other, 0) << "paper, or the class in one of three strengths";
}

TEST(MapRenderer, LayersAreShownInTheirOrderWithTheirOpacity) {
  CATCHMENT_NEED_EGL(screen, kWidth, kHeight);
  World w = sample_world();
  // A park right under building 27.
  ContextFeature park;
  park.kind = ContextKind::kGreen;
  const Point at = w.buildings[27].position;
  park.shape = {{{{{at.x - 60, at.y - 60}, {at.x + 60, at.y - 60}, {at.x + 60, at.y + 60}, {at.x - 60, at.y + 60}}}}};
  w.context = {park};
  gpu::MapRenderer map(gpu::build_geometry(w));
  map.set_classes(std::vector<std::int8_t>(w.demand.size(), 2), three_looks());
  const auto camera = looking_at(at, 1);
  const auto& colours = scene::palette(false);
  const scene::Colour theme = three_looks()[2].fill;
  const auto middle = [&](const gpu::MapLook& look) { return draw(*screen, map, camera, look).at(kWidth / 2, kHeight / 2); };
  auto look = only({scene::MapLayer::kGround, scene::MapLayer::kDemand});
  EXPECT_EQ(middle(look), theme);
  for (auto& l : look.layers)
    if (l.layer == scene::MapLayer::kDemand) l.opacity = 0.5;
  EXPECT_LE(largest_difference(middle(look), scene::mix(colours.green, theme, 0.5)), 1);
  EXPECT_EQ(middle(only({scene::MapLayer::kGround})), colours.green);
  EXPECT_EQ(middle(only({})), colours.paper);
  // The ground over the buildings.
  look = only({scene::MapLayer::kGround, scene::MapLayer::kDemand});
  std::swap(look.layers.front(), *std::find_if(look.layers.begin(), look.layers.end(), [](const auto& l) { return l.layer == scene::MapLayer::kDemand; }));
  EXPECT_EQ(middle(look), colours.green);
  look.layers.back().visible = false;
  for (auto& l : look.layers)
    if (l.layer == scene::MapLayer::kGround) l.opacity = 0.25;
  EXPECT_LE(largest_difference(middle(look), scene::mix(theme, colours.green, 0.25)), 1);
  look.dark = true;
  EXPECT_LE(largest_difference(middle(look), scene::mix(theme, scene::palette(true).green, 0.25)), 1) << "in the other palette";
}

TEST(MapRenderer, FiltersHideBuildings) {
  CATCHMENT_NEED_EGL(screen, kWidth, kHeight);
  const World w = sample_world();
  gpu::MapRenderer map(gpu::build_geometry(w));
  map.set_classes(std::vector<std::int8_t>(w.demand.size(), 1), three_looks());
  const auto camera = looking_at(w.buildings[27].position, 1);
  auto look = only({scene::MapLayer::kDemand});
  EXPECT_EQ(draw(*screen, map, camera, look).at(kWidth / 2, kHeight / 2), three_looks()[1].fill);
  look.filter.classes = ~2u;
  EXPECT_EQ(draw(*screen, map, camera, look).at(kWidth / 2, kHeight / 2), scene::palette(false).paper);
  look.filter = {};
  look.filter.building_kinds = 0;
  EXPECT_EQ(draw(*screen, map, camera, look).at(kWidth / 2, kHeight / 2), scene::palette(false).paper);
  look.filter = {};
  EXPECT_EQ(draw(*screen, map, camera, look).at(kWidth / 2, kHeight / 2), three_looks()[1].fill);
}

TEST(MapRenderer, BandsLieOnTheirPartOfTheStreet) {
  CATCHMENT_NEED_EGL(screen, kWidth, kHeight);
  const World w = sample_world();
  gpu::MapRenderer map(gpu::build_geometry(w));
  const EdgeId edge(0);
  const auto length = w.streets.length_mm[0];
  const EdgeBand bands[] = {{edge, 0, length / 2, 0, 0}, {edge, length / 2, length, 1, 0}};
  map.set_bands(bands, {scene::rgb(0xFF0000), scene::rgb(0x00FF00)});
  const auto line = w.streets.line(edge);
  const auto camera = looking_at(line[1], 0.5);
  const auto look = only({scene::MapLayer::kBands});
  const Picture p = draw(*screen, map, camera, look);
  const auto colour_at = [&](Point a, Point b) {
    const Point q = camera.to_px({(a.x + b.x) / 2, (a.y + b.y) / 2});
    return p.at(static_cast<int>(q.x), static_cast<int>(q.y));
  };
  EXPECT_GT(colour_at(line[0], line[1]).r, 200);
  EXPECT_LT(colour_at(line[0], line[1]).g, 80);
  EXPECT_GT(colour_at(line[1], line[2]).g, 200);
  map.set_bands({}, {});
  const Picture none = draw(*screen, map, camera, look);
  EXPECT_EQ(none.at(kWidth / 2 - 40, kHeight / 2), scene::palette(false).paper);
}

TEST(MapRenderer, StaysWithinTheCallersScissorBoxAndTheCamerasPicture) {
  CATCHMENT_NEED_EGL(screen, kWidth, kHeight);
  const World w = sample_world();
  gpu::MapRenderer map(gpu::build_geometry(w));
  map.set_classes(std::vector<std::int8_t>(w.demand.size(), 1), three_looks());
  const auto camera = looking_at({354400, 3456400}, 2, 400, 300);
  for (const double metres : {2.0, 300.0}) {
    auto c = camera;
    c.metres_per_px = metres;
    screen->bind();
    glDisable(GL_SCISSOR_TEST);
    glClearColor(1, 0, 1, 1);
    glClear(GL_COLOR_BUFFER_BIT);
    map.draw(c, {}, 0);
    Picture p{kWidth, kHeight, screen->read()};
    EXPECT_EQ(p.at(401, kHeight - 10), scene::rgb(0xFF00FF));
    EXPECT_EQ(p.at(10, kHeight - 302), scene::rgb(0xFF00FF));
    EXPECT_NE(p.at(399, kHeight - 299), scene::rgb(0xFF00FF));
    screen->bind();
    glDisable(GL_SCISSOR_TEST);
    glClearColor(1, 0, 1, 1);
    glClear(GL_COLOR_BUFFER_BIT);
    glEnable(GL_SCISSOR_TEST);
    glScissor(200, 0, 200, 300);
    map.draw(c, {}, 0);
    EXPECT_EQ(glIsEnabled(GL_SCISSOR_TEST), GL_TRUE);
    glDisable(GL_SCISSOR_TEST);
    p.rgba = screen->read();
    EXPECT_EQ(p.at(199, kHeight - 10), scene::rgb(0xFF00FF));
    EXPECT_NE(p.at(201, kHeight - 10), scene::rgb(0xFF00FF));
  }
  EXPECT_EQ(glGetError(), static_cast<GLenum>(GL_NO_ERROR));
}

TEST(MapRenderer, ForgetsTilesInsteadOfGrowing) {
  CATCHMENT_NEED_EGL(screen, kWidth, kHeight);
  const World w = rows_of_buildings(400);
  gpu::MapRenderer map(gpu::build_geometry(w));
  Box all;
  for (const auto& d : w.demand) all.add(d.position);
  std::size_t most = 0;
  for (int k = 0; k < 120; ++k) {
    screen->bind();
    map.draw(looking_at(all.centre(), 0.4 + 0.01 * k), {}, 0);
    most = std::max(most, map.stats().bytes_gpu);
  }
  EXPECT_GT(most, 100u << 20);
  EXPECT_LT(most, 300u << 20) << "256 MB of tiles, and what the map itself needs";
}

TEST(MapRenderer, DrawsAnEmptyWorldAsPaper) {
  CATCHMENT_NEED_EGL(screen, kWidth, kHeight);
  gpu::MapRenderer map(gpu::build_geometry(World{}));
  map.set_classes({}, {});
  const Picture p = draw(*screen, map, looking_at({0, 0}, 3), {});
  for (int y = 0; y < p.height; y += 37)
    for (int x = 0; x < p.width; x += 41) EXPECT_EQ(p.at(x, y), scene::palette(false).paper);
}

}  // namespace
}  // namespace catchment::test
