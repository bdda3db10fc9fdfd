#include <cairo.h>
#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <cstring>
#include <stdexcept>
#include <string>
#include <vector>

#include "viewer/scene/export.h"
#include "viewer/scene/font.h"
#include "viewer/scene/overlay.h"
#include "viewer/scene/shapes.h"

namespace catchment::scene {
namespace {

DisplayList sheet(double width, double height) {
  DisplayList list;
  list.width_px = width, list.height_px = height;
  list.map_frame = {0, 0, width, height};
  list.layers.push_back({"all", {}, true});
  return list;
}

std::array<int, 4> pixel(const Pixels& p, int x, int y) {
  const auto* b = &p.rgba[static_cast<std::size_t>((y * p.width + x) * 4)];
  return {b[0], b[1], b[2], b[3]};
}

/// All bytes of a PNG's pixels.
std::vector<unsigned char> decode(const std::string& png) {
  struct Reader { const std::string* bytes; std::size_t at; } reader{&png, 0};
  cairo_surface_t* s = cairo_image_surface_create_from_png_stream(
      [](void* closure, unsigned char* data, unsigned int length) {
        auto& r = *static_cast<Reader*>(closure);
        if (r.at + length > r.bytes->size()) return CAIRO_STATUS_READ_ERROR;
        std::memcpy(data, r.bytes->data() + r.at, length);
        r.at += length;
        return CAIRO_STATUS_SUCCESS;
      },
      &reader);
  const unsigned char* data = cairo_image_surface_get_data(s);
  const auto n = static_cast<std::size_t>(cairo_image_surface_get_stride(s) * cairo_image_surface_get_height(s));
  std::vector<unsigned char> out(data, data + n);
  cairo_surface_destroy(s);
  return out;
}

TEST(Pixels, AreRedGreenBlueAlphaPremultipliedFromTheTop) {
  auto list = sheet(8, 4);
  list.layers[0].shapes.push_back(fill_shape({box_ring(0, 0, 4, 2)}, rgb(0xFF8000)));
  list.layers[0].shapes.push_back(fill_shape({box_ring(4, 2, 4, 2)}, rgb(0xFF8000, 51)));
  const auto p = to_pixels(list);
  ASSERT_EQ(p.width, 8);
  ASSERT_EQ(p.height, 4);
  ASSERT_EQ(p.rgba.size(), 8u * 4 * 4);
  EXPECT_EQ(pixel(p, 1, 0), (std::array{255, 128, 0, 255}));
  EXPECT_EQ(pixel(p, 6, 3), (std::array{51, 25, 0, 51}));
  EXPECT_EQ(pixel(p, 6, 0), (std::array{0, 0, 0, 0})) << "what nothing is drawn on stays open";
  EXPECT_EQ(to_pixels(list, 2.5).width, 20);
}

TEST(Pixels, OfAHalfOpaqueLayerDoNotShowWhatOverlapsInside) {
  auto list = sheet(8, 8);
  list.layers[0].opacity = 0.5;
  list.layers[0].shapes.push_back(fill_shape({box_ring(0, 0, 8, 8)}, rgb(0x0000FF)));
  list.layers[0].shapes.push_back(fill_shape({box_ring(2, 2, 4, 4)}, rgb(0x0000FF)));
  const auto p = to_pixels(list);
  EXPECT_EQ(pixel(p, 0, 0), pixel(p, 4, 4));
  EXPECT_NEAR(pixel(p, 4, 4)[3], 128, 1);
  EXPECT_NE(to_svg(list).find(" opacity=\".5\""), std::string::npos);
}

TEST(Pixels, OfTextsAreThoseOfTheFileToTheEye) {
  // Letters stand within an eighth of a pixel; the halo is grown instead of stroked.
  auto list = sheet(420, 120);
  list.background = rgb(0xC0D0C0);
  const char* texts[] = {"长春路街道", "Changchun Centre", "国海路 12"};
  for (int i = 0; i < 9; ++i) {
    Shape s = text_shape(texts[i % 3], {20.3 + 130 * (i % 3), 30.7 + 30 * (i / 3)}, 15, rgb(0x202020), Anchor::kStart, i % 2 == 1);
    s.halo = rgb(0xFFFFFF, 230), s.halo_px = 2.1, s.angle_deg = i * 3;
    list.layers[0].shapes.push_back(s);
  }
  const auto masks = to_pixels(list), again = to_pixels(list);
  EXPECT_EQ(masks.rgba, again.rgba) << "kept or new, the same";
  const auto file = decode(to_png(list)), screen = decode(png_of(masks, rgb(0xFFFFFF)));
  ASSERT_EQ(file.size(), screen.size());
  std::size_t ink = 0, off = 0;
  for (std::size_t i = 0; i < file.size(); ++i) {
    ink += file[i] < 0x60;
    off += std::abs(static_cast<int>(file[i]) - static_cast<int>(screen[i])) > 80;
  }
  EXPECT_GT(ink, 2000u) << "the texts are there";
  EXPECT_LT(static_cast<double>(off), 0.01 * static_cast<double>(file.size()));
}

TEST(Pixels, AtTwiceTheScaleShapesAndTextsAreTwiceAsLarge) {
  // Everything whose size a scale could forget: symbol, outline, dashes, hatch, letters, halo.
  auto list = sheet(240, 120);
  list.background = rgb(0xFFFFFF);
  auto& shapes = list.layers[0].shapes;
  shapes.push_back(circle_shape({40, 40}, 20, rgb(0x204080), {rgb(0x000000), 4, {}}));
  shapes.push_back(line_shape({{{10, 90}, {230, 90}}}, {rgb(0x802000), 6, {18, 8}}));
  Shape hatched = fill_shape({box_ring(160, 10, 60, 40)}, rgb(0xE0E0E0), {rgb(0x000000), 2, {}});
  hatched.hatch = Hatch::kDiagonal;
  shapes.push_back(hatched);
  Shape text = text_shape("Aa 上海 12", {70, 60}, 24, rgb(0x000000), Anchor::kStart, true);
  text.halo = rgb(0x80FF80), text.halo_px = 3;
  shapes.push_back(text);
  list.layers.push_back({"group", {text_shape("half", {20, 115}, 18, rgb(0x000000))}, true, 0.5});
  const auto once_png = decode(to_png(list, 1)), twice_png = decode(to_png(list, 2));
  ASSERT_EQ(twice_png.size(), 4 * once_png.size());
  const auto mean_off = [](const std::vector<unsigned char>& one, const std::vector<unsigned char>& two) {
    double sum = 0;
    for (std::size_t y = 0; y < 120; ++y)
      for (std::size_t x = 0; x < 240; ++x)
        for (std::size_t c = 0; c < 3; ++c) {
          const auto at = [&](std::size_t dx, std::size_t dy) { return static_cast<double>(two[((2 * y + dy) * 480 + 2 * x + dx) * 4 + c]); };
          sum += std::abs((at(0, 0) + at(1, 0) + at(0, 1) + at(1, 1)) / 4 - one[(y * 240 + x) * 4 + c]);
        }
    return sum / (240 * 120 * 3);
  };
  EXPECT_LT(mean_off(once_png, twice_png), 1.0) << "of 255";
  EXPECT_LT(mean_off(to_pixels(list, 1).rgba, to_pixels(list, 2).rgba), 1.5) << "of 255; halos of the screen are whole pixels wide";
  list.layers[0].shapes[3].size_px = 18;
  EXPECT_GT(mean_off(decode(to_png(list, 1)), twice_png), 1.0) << "smaller letters would be seen";
}

TEST(Pixels, RefuseASheetWithoutSize) {
  EXPECT_THROW(to_pixels(DisplayList{}), std::invalid_argument);
  EXPECT_THROW(to_pixels(sheet(10, 10), 0), std::invalid_argument);
}

}  // namespace
}  // namespace catchment::scene
