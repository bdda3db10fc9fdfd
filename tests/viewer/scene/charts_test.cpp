#include "viewer/scene/charts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <stdexcept>

#include "tests/viewer/scene/golden.h"
#include "tests/viewer/scene/little_town.h"
#include "viewer/scene/export.h"
#include "viewer/scene/font.h"
#include "viewer/scene/symbology.h"
#include "viewer/scene/text_format.h"

namespace catchment::scene {
namespace {

using testing::Contains;
using testing::HasSubstr;
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

const test::LittleTown& town() {
  static const test::LittleTown t = test::little_town();
  return t;
}

std::vector<std::string> texts(const DisplayList& list) {
  std::vector<std::string> out;
  for (const auto& l : list.layers)
    for (const auto& s : l.shapes)
      if (s.kind == Shape::Kind::kText) out.push_back(s.text);
  return out;
}

double width_of(const DisplayList& list, Colour fill) {
  double sum = 0;
  for (const auto& l : list.layers)
    for (const auto& s : l.shapes)
      if (s.kind == Shape::Kind::kPath && s.closed && s.fill == fill && s.rings.size() == 1) sum += bounds(s.rings[0]).width();
  return sum;
}

TEST(Charts, LookAsTheyDid) {
  if (fonts().path.find("wqy-microhei") == std::string::npos)
    GTEST_SKIP() << "the golden pictures are drawn with WenQuanYi Micro Hei; here: " << fonts().path;
  ChartOptions o;
  o.transparent = false;
  test::expect_golden_picture("split_bars_zh.png", to_png(split_bars(town().study, o)), 0.004);
  o.chinese = false;
  test::expect_golden_picture("cumulative_en.png", to_png(cumulative_curve(town().world, town().study, town().scenario, o)), 0.004);
  o.dark = true;
  test::expect_golden_picture("lorenz_en_dark.png", to_png(lorenz_chart(town().study, 2, o)), 0.004);
}

TEST(Charts, KeepEveryTextOnTheSheet) {
  for (const double width : {240.0, 420.0, 640.0, 960.0})
    for (const bool chinese : {true, false}) {
      ChartOptions o;
      o.chinese = chinese, o.width_px = width;
      for (const auto& list : {cumulative_curve(town().world, town().study, town().scenario, o), lorenz_chart(town().study, 0, o),
                               cost_histogram(town().world, town().study, 3, o)})
        for (const auto& l : list.layers)
          for (const auto& s : l.shapes) {
            if (s.kind != Shape::Kind::kText) continue;
            const double w = text_width(s.text, s.size_px, s.bold);
            const double x = s.centre.x - (s.anchor == Anchor::kStart ? 0 : s.anchor == Anchor::kMiddle ? w / 2 : w);
            EXPECT_GE(x, -0.01) << s.text << " at " << width;
            EXPECT_LE(x + w, list.width_px + 0.01) << s.text << " at " << width;
            EXPECT_LE(s.centre.y, list.height_px) << s.text;
          }
    }
}

TEST(SplitCell, IsAsWideAsItsShares) {
  ChartOptions o;
  o.width_px = 200;
  const auto list = split_cell(50, 25, 25, o);
  EXPECT_DOUBLE_EQ(width_of(list, palette(false).served), 100);
  EXPECT_DOUBLE_EQ(width_of(list, palette(false).no_capacity), 50);
  EXPECT_DOUBLE_EQ(width_of(list, palette(false).out_of_reach), 50);
  EXPECT_EQ(list.title, "50.0% · 25.0% · 25.0%");
  EXPECT_THROW(split_cell(-1, 0, 0), std::invalid_argument);
}

TEST(BarCell, IsDottedWhereThereIsNoShare) {
  ChartOptions o;
  o.width_px = 160;
  EXPECT_DOUBLE_EQ(width_of(bar_cell(0.25, o), palette(false).served), 40);
  EXPECT_DOUBLE_EQ(width_of(bar_cell(7, o), palette(false).served), 160);
  EXPECT_EQ(bar_cell(kNaN, o).layers[0].shapes[0].hatch, Hatch::kDots);
}

TEST(Histogram, ShowsEveryWeightOnceInRoundBins) {
  const std::vector<double> values{0, 99.9, 100, 250, 999}, weights{1, 2, 4, 8, 16};
  const auto list = histogram(values, weights, {"m", "persons", ""}, kNaN);
  double heights = 0, tallest = 0;
  for (const auto& s : list.layers[0].shapes)
    if (s.kind == Shape::Kind::kPath && s.closed && s.fill == palette(false).served) {
      const double h = bounds(s.rings[0]).height();
      heights += h, tallest = std::max(tallest, h);
    }
  EXPECT_NEAR(heights / tallest, 31.0 / 16, 1e-9);
  EXPECT_THROW(histogram(values, std::vector<double>{1}, {}, kNaN), std::invalid_argument);
  EXPECT_THROW(histogram(std::vector<double>{kNaN}, {}, {}, kNaN), std::invalid_argument);
  EXPECT_NO_THROW(histogram(std::vector<double>{-5, 3}, {}, {}, kNaN));
}

TEST(CumulativeCurve, MarksEachLevelsCoveredShare) {
  ChartOptions o;
  o.chinese = false;
  const auto list = texts(cumulative_curve(town().world, town().study, town().scenario, o));
  for (const auto& level : town().study.levels) EXPECT_THAT(list, Contains(HasSubstr(percent(level.share))));
  EXPECT_THAT(list, Contains("minutes"));  // one level is in seconds
}

TEST(Charts, SaySoWhereThereIsNothingToShow) {
  EXPECT_THAT(texts(split_bars(Study{})), Contains("研究区内没有人口。"));
  EXPECT_THAT(texts(cumulative_curve(World{}, Study{}, Scenario{})), Contains("研究区内没有人口。"));
  ChartOptions o;
  o.chinese = false;
  EXPECT_THAT(texts(histogram({}, {}, {"x", "y", ""}, kNaN, o)), Contains("There is nothing to show."));
}

TEST(Charts, RefuseALevelThatIsNotThere) {
  EXPECT_THROW(lorenz_chart(town().study, 4), std::invalid_argument);
  EXPECT_THROW(cost_histogram(town().world, town().study, 4), std::invalid_argument);
}

}  // namespace
}  // namespace catchment::scene
