#include "viewer/scene/export.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <stdexcept>
#include <string>

#include "viewer/scene/shapes.h"

namespace catchment::scene {
namespace {

using testing::HasSubstr;
using testing::Not;

DisplayList small_picture() {
  DisplayList list;
  list.width_px = 120, list.height_px = 80;
  list.map_frame = {10, 10, 110, 70};
  list.background = rgb(0xFFFFFF);
  list.title = "A <small> \"picture\"";
  DisplayLayer map{"map", {}, true};
  map.shapes.push_back(fill_shape({box_ring(20, 20, 30, 30), box_ring(28, 28, 10, 10)}, rgb(0x0072B2)));
  Shape hatched = fill_shape({box_ring(60, 20, 30, 30)}, rgb(0xE69F00), {rgb(0x5C3F00), 1, {}});
  hatched.hatch = Hatch::kDiagonal;
  hatched.title = "Tom & Jerry's";
  map.shapes.push_back(hatched);
  map.shapes.push_back(circle_shape({-5, 40}, 30, rgb(0xD55E00)));
  list.layers.push_back(map);
  DisplayLayer text{"text", {}, false};
  text.shapes.push_back(text_shape("上海 <b>&", {60, 66}, 12, rgb(0x1F2328), Anchor::kMiddle));
  text.shapes.back().halo = rgb(0xFFFFFF), text.shapes.back().halo_px = 2;
  list.layers.push_back(text);
  return list;
}

std::size_t count(const std::string& text, const std::string& what) {
  std::size_t n = 0;
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++n;
  return n;
}

TEST(Svg, HasAGroupPerLayerAClipPathAndEscapedText) {
  const std::string svg = to_svg(small_picture(), "x");
  EXPECT_THAT(svg, HasSubstr("<g id=\"x-map\" clip-path=\"url(#x-clip)\">"));
  EXPECT_THAT(svg, HasSubstr("<g id=\"x-text\">"));
  EXPECT_THAT(svg, HasSubstr("<clipPath id=\"x-clip\"><rect x=\"10\" y=\"10\" width=\"100\" height=\"60\"/></clipPath>"));
  EXPECT_THAT(svg, HasSubstr("上海 &lt;b&gt;&amp;</text>"));
  EXPECT_THAT(svg, HasSubstr("<title>Tom &amp; Jerry&#39;s</title>"));
  EXPECT_THAT(svg, HasSubstr("<title id=\"x-title\">A &lt;small&gt; &quot;picture&quot;</title>"));
  EXPECT_THAT(svg, HasSubstr("paint-order=\"stroke\""));
  EXPECT_THAT(svg, HasSubstr("'Noto Sans CJK SC','WenQuanYi Micro Hei','PingFang SC','Microsoft YaHei',sans-serif"));
  EXPECT_EQ(count(svg, "<pattern "), 1u);
  EXPECT_EQ(count(svg, "<g"), count(svg, "</g>"));
}

TEST(Svg, WritesAtMostTwoDecimalsWhateverTheNumber) {
  DisplayList list = small_picture();
  list.layers[0].shapes[0].rings[0][0] = {20.123456, 1.0 / 3};
  list.layers[0].shapes[0].rings[0][1] = {std::numeric_limits<double>::quiet_NaN(), 5};
  const std::string svg = to_svg(list);
  EXPECT_THAT(svg, HasSubstr("M20.12 .33"));
  EXPECT_THAT(svg, Not(HasSubstr("nan")));
  EXPECT_THAT(svg, Not(testing::ContainsRegex("\\.[0-9][0-9][0-9]")));
}

TEST(Svg, ReplacesBytesThatXmlForbids) {
  DisplayList list = small_picture();
  list.layers[1].shapes[0].text = std::string("a\x01" "b\xE4\xB8" "c\xEF\xBF\xBE");
  EXPECT_THAT(to_svg(list), HasSubstr("a\xEF\xBF\xBD" "b\xEF\xBF\xBD\xEF\xBF\xBD" "c\xEF\xBF\xBD</text>"));
}

TEST(Svg, SharesStyleBetweenNeighboursThatLookAlike) {
  DisplayList list = small_picture();
  list.layers[0].shapes.assign(50, fill_shape({box_ring(1, 1, 5, 5)}, rgb(0x0072B2)));
  EXPECT_EQ(count(to_svg(list), "#0072b2"), 1u);
}

TEST(Export, GivesTheSameBytesForTheSameList) {
  const auto list = small_picture();
  EXPECT_EQ(to_svg(list), to_svg(list));
  EXPECT_EQ(to_png(list, 2), to_png(list, 2));
  EXPECT_EQ(to_pdf(list), to_pdf(list));
}

TEST(Export, CarriesNoDate) {
  const std::string pdf = to_pdf(small_picture());
  EXPECT_TRUE(pdf.starts_with("%PDF-"));
  EXPECT_THAT(pdf, Not(HasSubstr("CreationDate")));
  EXPECT_THAT(pdf, Not(HasSubstr("D:2")));
  EXPECT_THAT(to_png(small_picture()), Not(HasSubstr("tIME")));
}

TEST(Export, IsRgbAndAsLargeAsAsked) {
  const std::string png = to_png(small_picture(), 2);
  ASSERT_GT(png.size(), 33u);
  EXPECT_EQ(png.substr(1, 3), "PNG");
  const auto word = [&](std::size_t at) {
    return (static_cast<unsigned char>(png[at + 2]) << 8) | static_cast<unsigned char>(png[at + 3]);
  };
  EXPECT_EQ(word(16), 240);
  EXPECT_EQ(word(20), 160);
  EXPECT_EQ(png[25], 2);  // colour type: RGB
}

TEST(Export, RefusesAPictureWithoutSize) {
  DisplayList list = small_picture();
  list.width_px = 0;
  EXPECT_THROW(to_svg(list), std::invalid_argument);
  EXPECT_THROW(to_png(list), std::invalid_argument);
  EXPECT_THROW(to_pdf(list), std::invalid_argument);
  EXPECT_THROW(to_png(small_picture(), 0), std::invalid_argument);
  EXPECT_THROW(to_png(small_picture(), 1000), std::invalid_argument);
}

}  // namespace
}  // namespace catchment::scene
