#include "viewer/scene/text_format.h"

#include <gtest/gtest.h>

#include <limits>

#include "viewer/scene/export.h"

namespace catchment::scene {
namespace {

TEST(Numbers, HaveThousandsSeparators) {
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(1000), "1,000");
  EXPECT_EQ(grouped(24870895), "24,870,895");
  EXPECT_EQ(grouped(-1234567), "-1,234,567");
  EXPECT_EQ(grouped(-123), "-123");
}

TEST(Shares, NeverRoundToAllOrNothingUnlessTheyAre) {
  EXPECT_EQ(percent(0.9117), "91.2%");
  EXPECT_EQ(percent(0.25), "25.0%");
  EXPECT_EQ(percent(1), "100%");
  EXPECT_EQ(percent(0), "0%");
  EXPECT_EQ(percent(0.99999), "99.9%");
  EXPECT_EQ(percent(0.00001), "<0.1%");
  EXPECT_EQ(percent(std::numeric_limits<double>::quiet_NaN()), "–");
}

TEST(Costs, CarryTheirUnitInBothLanguages) {
  EXPECT_EQ(cost_text(500, CostUnit::kMetres, false), "500 m");
  EXPECT_EQ(cost_text(2500, CostUnit::kMetres, true), "2.5 公里");
  EXPECT_EQ(cost_text(900, CostUnit::kSeconds, true), "15 分钟");
  EXPECT_EQ(cost_text(from_cost(kUnreachable), CostUnit::kSeconds, false), "unreachable");
}

TEST(NiceNumbers, AreOneTwoTwoAndAHalfOrFiveTimesAPowerOfTen) {
  EXPECT_DOUBLE_EQ(round_down_nice(999), 500);
  EXPECT_DOUBLE_EQ(round_down_nice(1000), 1000);
  EXPECT_DOUBLE_EQ(round_down_nice(260), 250);
  EXPECT_DOUBLE_EQ(round_up_nice(260), 500);
  EXPECT_DOUBLE_EQ(round_up_nice(0.21), 0.25);
  EXPECT_DOUBLE_EQ(round_up_nice(500), 500);
}

TEST(CodePoints, ReadUtf8AndMarkWhatIsNot) {
  EXPECT_EQ(code_points("a上😀"), (std::vector<char32_t>{'a', 0x4E0A, 0x1F600}));
  EXPECT_EQ(code_points("\xE4\xB8"), (std::vector<char32_t>{0xFFFD, 0xFFFD}));
  EXPECT_EQ(code_points("\xC0\xAF"), (std::vector<char32_t>{0xFFFD, 0xFFFD}));   // overlong
  EXPECT_EQ(code_points("\xED\xA0\x80").front(), char32_t{0xFFFD});              // surrogate
}

TEST(Wrapping, KeepsEveryCharacterAndNeverExceedsTheWidth) {
  const std::string texts[] = {"数据来源：上海市规划和自然资源局（2023-06），© OpenStreetMap contributors (ODbL 1.0)；模型生成",
                               "Sources: averyveryveryverylongword_without_any_space_in_it and some short ones",
                               ""};
  for (const auto& text : texts)
    for (const double width : {60.0, 140.0, 500.0}) {
      std::string joined, plain;
      for (const auto& line : wrapped(text, 13, width)) {
        EXPECT_LE(text_width(line, 13), width + 1e-9) << line;
        joined += line;
      }
      for (const char c : text)
        if (c != ' ') plain += c;
      std::erase(joined, ' ');
      EXPECT_EQ(joined, plain);
    }
}

TEST(Shortening, EndsWithAnEllipsisAndFits) {
  const std::string text = "上海市杨浦区五角场街道社区党群服务中心";
  const auto cut = shortened(text, 14, 100);
  EXPECT_LE(text_width(cut, 14), 100);
  EXPECT_TRUE(cut.ends_with("…"));
  EXPECT_EQ(shortened(text, 14, 1000), text);
}

TEST(TextWidth, GrowsWithTheTextAndIsOneEmPerHan) {
  EXPECT_NEAR(text_width("上海市", 20), 60, 3);
  EXPECT_GT(text_width("WWW", 20), text_width("iii", 20));
  EXPECT_GT(text_width("label", 20, true), text_width("label", 20));
  EXPECT_EQ(text_width("", 20), 0);
}

}  // namespace
}  // namespace catchment::scene
