#include "sim/core/random.h"

#include <gtest/gtest.h>

namespace catchment {
namespace {

using Block = std::array<std::uint32_t, 4>;

TEST(Philox, OE27_KnownAnswerForZeroCounterAndKey) {
  EXPECT_EQ(philox4x32({0, 0, 0, 0}, {0, 0}), (Block{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
}

TEST(Philox, OE28_KnownAnswerForAllOnes) {
  EXPECT_EQ(philox4x32({~0u, ~0u, ~0u, ~0u}, {~0u, ~0u}), (Block{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
}

TEST(Philox, OE29_KnownAnswerForDigitsOfPi) {
  EXPECT_EQ(philox4x32({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}),
            (Block{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

TEST(Philox, OE32_KnownAnswerForScenarioKey) {
  EXPECT_EQ(philox4x32({7, 3, 2, 0}, {2017, 0}), (Block{0xd34edc35, 0xb06fd4f6, 0xaa8809b1, 0xbdcc56ec}));
}

TEST(Stream, DependsOnSeedPurposeAndIndexOnly) {
  EXPECT_EQ(Stream(1, "buildings", 5).next_u64(), Stream(1, "buildings", 5).next_u64());
  EXPECT_NE(Stream(1, "buildings", 5).next_u64(), Stream(2, "buildings", 5).next_u64());
  EXPECT_NE(Stream(1, "buildings", 5).next_u64(), Stream(1, "gates", 5).next_u64());
  EXPECT_NE(Stream(1, "buildings", 5).next_u64(), Stream(1, "buildings", 6).next_u64());
}

TEST(Stream, DrawsEveryValueOfASmallRangeAboutEquallyOften) {
  Stream s(7, "dice");
  std::array<int, 6> count{};
  for (int i = 0; i < 60000; ++i) ++count[static_cast<std::size_t>(s.between(1, 6) - 1)];
  // Six binomial counts, sd 91: five sd is a chance of about 4e-6 in all, and the seed is fixed.
  for (const int c : count) EXPECT_NEAR(c, 10000, 460);
}

TEST(Stream, NormalHasItsMeanAndDeviation) {
  Stream s(7, "normal");
  double sum = 0, sum2 = 0;
  const int n = 40000;
  for (int i = 0; i < n; ++i) {
    const double x = s.normal(10, 2);
    sum += x;
    sum2 += x * x;
  }
  EXPECT_NEAR(sum / n, 10, 0.05);                                    // 5 standard errors
  EXPECT_NEAR(sum2 / n - (sum / n) * (sum / n), 4, 0.15);
}

}  // namespace
}  // namespace catchment
