#include "viewer/scene/clip.h"

#include <gtest/gtest.h>

#include <cmath>

#include "sim/core/random.h"

namespace catchment::scene {
namespace {

const Box kBox{0, 0, 10, 10};

Ring random_ring(Stream& random) {
  // Star-shaped around a point near the box: simple, often concave, often cut.
  const Point c{random.uniform(-6, 16), random.uniform(-6, 16)};
  const auto n = random.between(3, 14);
  Ring ring;
  for (std::int64_t i = 0; i < n; ++i) {
    const double angle = 2 * 3.14159265358979 * static_cast<double>(i) / static_cast<double>(n), r = random.uniform(1, 9);
    ring.push_back({c.x + r * std::cos(angle), c.y + r * std::sin(angle)});
  }
  return ring;
}

TEST(ClipRing, KeepsExactlyThePointsThatAreInRingAndBox) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    Stream random(seed, "clip ring");
    const Ring ring = random_ring(random), part = clip_ring(ring, kBox);
    for (const Point p : part) EXPECT_TRUE(kBox.contains(p));
    const MultiPolygon whole{{{ring}}}, cut{{{part}}};
    for (int k = 0; k < 50; ++k) {
      const Point p{random.uniform(-2, 12), random.uniform(-2, 12)};
      const bool in_part = !part.empty() && contains(cut, p);
      EXPECT_EQ(in_part, kBox.contains(p) && contains(whole, p)) << p.x << " " << p.y;
    }
  }
}

TEST(ClipRing, ReturnsARingInsideUntouchedAndNothingOutside) {
  const Ring inside{{1, 1}, {3, 1}, {2, 4}}, outside{{20, 1}, {23, 1}, {22, 4}}, around{{-5, -5}, {15, -5}, {15, 15}, {-5, 15}};
  EXPECT_EQ(clip_ring(inside, kBox), inside);
  EXPECT_TRUE(clip_ring(outside, kBox).empty());
  EXPECT_NEAR(std::abs(signed_area(clip_ring(around, kBox))), 100, 1e-9);
}

TEST(ClipLine, KeepsTheLengthThatLiesInTheBox) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    Stream random(seed, "clip line");
    Ring line;
    for (int i = 0; i < 6; ++i) line.push_back({random.uniform(-8, 18), random.uniform(-8, 18)});
    double kept = 0, sampled = 0;
    for (const auto& part : clip_line(line, kBox))
      for (std::size_t i = 1; i < part.size(); ++i) {
        kept += distance(part[i - 1], part[i]);
        EXPECT_TRUE(part[i].x >= -1e-9 && part[i].x <= 10 + 1e-9 && part[i].y >= -1e-9 && part[i].y <= 10 + 1e-9);
      }
    constexpr int kSteps = 4000;
    for (std::size_t i = 1; i < line.size(); ++i)
      for (int k = 0; k < kSteps; ++k) {
        const double t = (k + 0.5) / kSteps;
        const Point p{line[i - 1].x + (line[i].x - line[i - 1].x) * t, line[i - 1].y + (line[i].y - line[i - 1].y) * t};
        if (kBox.contains(p)) sampled += distance(line[i - 1], line[i]) / kSteps;
      }
    EXPECT_NEAR(kept, sampled, 0.05);
  }
}

TEST(Simplify, MovesTheOutlineByLessThanTheTolerance) {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    Stream random(seed, "simplify");
    Ring line;
    for (int i = 0; i < 60; ++i) line.push_back({i * 0.5, std::sin(i * 0.3) + random.uniform(-0.2, 0.2)});
    const Ring simple = simplify_line(line, 0.3);
    EXPECT_LT(simple.size(), line.size());
    EXPECT_EQ(simple.front(), line.front());
    EXPECT_EQ(simple.back(), line.back());
    for (const Point p : line) {
      double nearest = 1e9;
      for (std::size_t i = 1; i < simple.size(); ++i)
        nearest = std::min(nearest, nearest_on_segment(simple[i - 1], simple[i], p).distance_m);
      EXPECT_LE(nearest, 0.3 + 1e-9);
    }
  }
}

TEST(Simplify, KeepsARingAsARingAndDropsWhatIsBelowAPixel) {
  EXPECT_TRUE(simplify_ring(Ring{{0, 0}, {0.1, 0}, {0.1, 0.1}, {0, 0.1}}, 0.3).empty());
  const Ring thin{{0, 0}, {5, 0}, {10, 0.05}, {5, 0.1}};
  EXPECT_EQ(simplify_ring(thin, 0.3).size(), 3u);
  const Ring square{{0, 0}, {5, 0.01}, {10, 0}, {10, 10}, {0, 10}};
  EXPECT_EQ(simplify_ring(square, 0.3), (Ring{{0, 0}, {10, 0}, {10, 10}, {0, 10}}));
}

}  // namespace
}  // namespace catchment::scene
