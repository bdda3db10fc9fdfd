#include "viewer/scene/colour.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "viewer/scene/symbology.h"

namespace catchment::scene {
namespace {

using Named = std::vector<std::pair<std::string, Colour>>;

TEST(Contrast, IsTwentyOneForBlackOnWhiteAndOneForEqualColours) {
  EXPECT_NEAR(contrast(rgb(0x000000), rgb(0xFFFFFF)), 21.0, 1e-9);
  EXPECT_DOUBLE_EQ(contrast(rgb(0x0072B2), rgb(0x0072B2)), 1.0);
  EXPECT_NEAR(contrast(rgb(0x777777), rgb(0xFFFFFF)), 4.48, 0.005);  // WCAG's well-known near miss
}

TEST(ColourDifference, IsZeroForEqualsAHundredForBlackAndWhiteAndSymmetric) {
  EXPECT_DOUBLE_EQ(colour_difference(rgb(0x123456), rgb(0x123456)), 0.0);
  EXPECT_NEAR(colour_difference(rgb(0x000000), rgb(0xFFFFFF)), 100.0, 1e-4);
  // Greys differ by lightness only: dL / S_L with the mean lightness of the pair.
  const Lab a = lab(rgb(0x404040)), b = lab(rgb(0x808080));
  const double l = (a.l + b.l) / 2 - 50;
  EXPECT_NEAR(colour_difference(rgb(0x404040), rgb(0x808080)), (b.l - a.l) / (1 + 0.015 * l * l / std::sqrt(20 + l * l)), 1e-3);
  EXPECT_DOUBLE_EQ(colour_difference(rgb(0xD55E00), rgb(0x0072B2)), colour_difference(rgb(0x0072B2), rgb(0xD55E00)));
}

TEST(ColourDifference, MeetsThePublishedTableOfSharmaWuAndDalal) {
  struct Row { Lab a, b; double difference; };
  const Row rows[] = {{{50, 2.6772, -79.7751}, {50, 0, -82.7485}, 2.0425},
                      {{50, -1, 2}, {50, 0, 0}, 2.3669},
                      {{50, 2.5, 0}, {50, 0, -2.5}, 4.3065},
                      {{50, 2.5, 0}, {73, 25, -18}, 27.1492},
                      {{60.2574, -34.0099, 36.2677}, {60.4626, -34.1751, 39.4387}, 1.2644},
                      {{22.7233, 20.0904, -46.6940}, {23.0331, 14.9730, -42.5619}, 2.0373},
                      {{2.0776, 0.0795, -1.1350}, {0.9033, -0.0636, -0.5514}, 0.9082}};
  for (const Row& row : rows) EXPECT_NEAR(colour_difference(row.a, row.b), row.difference, 5e-5);  // printed to 4 places
}

TEST(Simulation, LeavesGreysAloneAndTakesRedFromGreenForDeutans) {
  for (const Vision v : {Vision::kDeutan, Vision::kProtan, Vision::kTritan}) {
    const Colour grey = simulate(rgb(0x808080), v);
    EXPECT_NEAR(grey.r, 128, 2);
    EXPECT_NEAR(grey.g, 128, 2);
    EXPECT_NEAR(grey.b, 128, 2);
  }
  const Colour red = rgb(0xC04040), green = rgb(0x608040);
  EXPECT_LT(colour_difference(simulate(red, Vision::kDeutan), simulate(green, Vision::kDeutan)),
            0.4 * colour_difference(red, green));
}

TEST(Palette, SplitIsTheSameThreeColoursInLightAndDark) {
  for (const bool dark : {false, true}) {
    EXPECT_EQ(palette(dark).served, rgb(0x0072B2));
    EXPECT_EQ(palette(dark).no_capacity, rgb(0xE69F00));
    EXPECT_EQ(palette(dark).out_of_reach, rgb(0xD55E00));
  }
  EXPECT_EQ(palette(false).paper, rgb(0xF7F6F2));
  EXPECT_EQ(palette(false).water, rgb(0xC9DCE6));
  EXPECT_EQ(palette(false).green, rgb(0xDDE6CF));
  EXPECT_EQ(palette(false).block, rgb(0xEFEDE6));
  EXPECT_EQ(palette(true).paper, rgb(0x15181C));
  EXPECT_EQ(palette(true).water, rgb(0x243A4A));
  EXPECT_EQ(palette(true).green, rgb(0x26352A));
}

TEST(Palette, TextHasAContrastOfFourPointFiveOnEveryGround) {
  for (const bool dark : {false, true}) {
    const Palette& p = palette(dark);
    for (const Colour ground : {p.paper, p.panel, p.block, p.green, p.campus, p.industrial, p.water}) {
      EXPECT_GE(contrast(p.ink, ground), 4.5) << dark;
      EXPECT_GE(contrast(p.soft_ink, ground), 4.5) << dark;
      EXPECT_GE(contrast(p.boundary, ground), 4.5) << dark;
    }
    // Labels over buildings stand on their halo, whatever is below it.
    for (const Colour below : {p.served, p.no_capacity, p.out_of_reach, p.building}) {
      EXPECT_GE(contrast(p.ink, over(p.halo, below)), 4.5) << dark;
      EXPECT_GE(contrast(p.soft_ink, over(p.halo, below)), 4.5) << dark;
    }
  }
}

/// CIEDE2000 of at least 12 under every vision: twice what people keep apart side by side, so that it holds across a map.
constexpr double kApart = 12;

void expect_apart(const Named& set, double bound) {
  for (const Vision v : {Vision::kNormal, Vision::kDeutan, Vision::kProtan, Vision::kTritan})
    for (std::size_t i = 0; i < set.size(); ++i)
      for (std::size_t j = i + 1; j < set.size(); ++j)
        EXPECT_GE(colour_difference(simulate(set[i].second, v), simulate(set[j].second, v)), bound)
            << set[i].first << " and " << set[j].first << ", vision " << static_cast<int>(v);
}

TEST(Palette, ClassesOfEveryThemeStayApartForColourDeficientEyes) {
  for (const bool dark : {false, true}) {
    const Palette& p = palette(dark);
    SCOPED_TRACE(dark ? "dark" : "light");
    expect_apart({{"served", p.served}, {"no capacity", p.no_capacity}, {"out of reach", p.out_of_reach},
                  {"plain building", p.building}}, kApart);
    expect_apart({{"gained", p.served}, {"lost", p.no_capacity}, {"still covered", p.covered_before},
                  {"still uncovered", p.uncovered_before}}, kApart);
    Named minutes;
    for (std::size_t i = 0; i < p.minutes.size(); ++i) minutes.emplace_back("band " + std::to_string(i), p.minutes[i]);
    expect_apart(minutes, kApart);
    Named levels;
    const auto counts = level_counts(4, dark);
    for (std::size_t i = 0; i < counts.size(); ++i) levels.emplace_back("levels " + std::to_string(i), counts[i]);
    expect_apart(levels, kApart);
    Named facilities;
    for (std::size_t i = 0; i < 4; ++i) facilities.emplace_back("rank " + std::to_string(i + 1), p.level[i]);
    expect_apart(facilities, 8);  // one hue family: size and shape tell them apart as well
  }
}

TEST(Sequential, IsLightForLowOnALightGroundAndGrowsEvenly) {
  for (const bool dark : {false, true})
    for (std::size_t n = 2; n <= 7; ++n) {
      const auto ramp = sequential(n, dark);
      ASSERT_EQ(ramp.size(), n);
      for (const Vision v : {Vision::kNormal, Vision::kDeutan, Vision::kProtan, Vision::kTritan})
        for (std::size_t i = 1; i < n; ++i) {
          const double step = lab(simulate(ramp[i], v)).l - lab(simulate(ramp[i - 1], v)).l;
          EXPECT_GT(dark ? step : -step, 4.0) << n << " classes, step " << i;
        }
    }
}

}  // namespace
}  // namespace catchment::scene
