#include "viewer/gpu/triangulate.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "sim/core/random.h"

namespace catchment::gpu {
namespace {

double area_of(const std::vector<Point>& triangles) {
  double sum = 0;
  for (std::size_t i = 0; i + 2 < triangles.size(); i += 3) sum += std::abs(signed_area(std::span(triangles).subspan(i, 3)));
  return sum;
}

int times_covered(const std::vector<Point>& t, Point p) {
  int n = 0;
  for (std::size_t i = 0; i + 2 < t.size(); i += 3) {
    const auto side = [&](Point a, Point b) { return (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x); };
    const double u = side(t[i], t[i + 1]), v = side(t[i + 1], t[i + 2]), w = side(t[i + 2], t[i]);
    n += (u > 0 && v > 0 && w > 0) || (u < 0 && v < 0 && w < 0);
  }
  return n;
}

/// Once inside, never outside, by the even-odd rule.
void expect_fills(const Polygon& polygon, std::uint64_t seed) {
  std::vector<Point> triangles;
  triangulate(polygon, triangles);
  ASSERT_EQ(triangles.size() % 3, 0u);
  const Box box = bounds({polygon});
  Stream s(seed, "points");
  int wrong = 0;
  for (int k = 0; k < 2000; ++k) {
    const Point p{s.uniform(box.min_x - 1, box.max_x + 1), s.uniform(box.min_y - 1, box.max_y + 1)};
    wrong += times_covered(triangles, p) != (contains({polygon}, p) ? 1 : 0);
  }
  // A point may fall onto a triangle's side.
  EXPECT_LE(wrong, 2);
}

Ring square(double x, double y, double side) { return {{x, y}, {x + side, y}, {x + side, y + side}, {x, y + side}}; }

TEST(Triangulate, FillsConcaveRingsOfEitherTurn) {
  Ring letter{{0, 0}, {9, 0}, {9, 2}, {2, 2}, {2, 4}, {7, 4}, {7, 6}, {2, 6}, {2, 8}, {9, 8}, {9, 10}, {0, 10}};
  for (int turn = 0; turn < 2; ++turn) {
    EXPECT_FALSE(is_convex(letter));
    std::vector<std::uint32_t> ears;
    EXPECT_TRUE(cut_ears(letter, ears));
    EXPECT_EQ(ears.size(), 3 * (letter.size() - 2));
    std::vector<Point> triangles;
    triangulate({{letter}}, triangles);
    EXPECT_NEAR(area_of(triangles), std::abs(signed_area(letter)), 1e-9);
    expect_fills({{letter}}, 1);
    std::reverse(letter.begin(), letter.end());
  }
}

TEST(Triangulate, LeavesHolesOpen) {
  const Polygon yard{{square(0, 0, 20), square(3, 3, 5), square(10, 8, 7)}};
  std::vector<Point> triangles;
  triangulate(yard, triangles);
  EXPECT_NEAR(area_of(triangles), area({yard}), 1e-9);
  expect_fills(yard, 2);
}

TEST(Triangulate, FillsRingsThatCrossThemselvesByEvenOdd) {
  expect_fills({{{{0, 0}, {10, 10}, {10, 0}, {0, 10}}}}, 3);
  Ring star;
  for (int k = 0; k < 5; ++k) star.push_back({10 * std::cos(k * 4 * std::numbers::pi / 5), 10 * std::sin(k * 4 * std::numbers::pi / 5)});
  EXPECT_FALSE(is_convex(star)) << "it turns one way only, but winds twice";
  expect_fills({{star}}, 4);
  // A spike along a side, straight out and back.
  const Ring spike{{0, 0}, {20, 0}, {10, 0}, {10, 10}, {0, 10}};
  EXPECT_FALSE(is_convex(spike));
  expect_fills({{spike}}, 5);
  // A hole that reaches beyond its ring.
  expect_fills({{square(0, 0, 10), square(7, 3, 6)}}, 6);
}

TEST(Triangulate, FillsRaggedRingsOfManyCornersFarFromTheOrigin) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    Stream s(seed, "ragged");
    Ring ring;
    const int n = 8 + static_cast<int>(s.below(400));
    for (int k = 0; k < n; ++k) {
      const double r = s.uniform(20, 100), a = 2 * std::numbers::pi * k / n;
      ring.push_back({354000 + r * std::cos(a), 3456000 + r * std::sin(a)});
    }
    std::vector<Point> triangles;
    triangulate({{ring}}, triangles);
    EXPECT_NEAR(area_of(triangles) / std::abs(signed_area(ring)), 1, 1e-6) << seed;
    expect_fills({{ring}}, seed);
  }
}

TEST(Triangulate, GivesNothingForWhatHasNoArea) {
  std::vector<Point> triangles;
  triangulate({{}}, triangles);
  triangulate({{{{1, 1}, {2, 2}}}}, triangles);
  triangulate({{{{0, 0}, {std::nan(""), 2}, {3, 3}}}}, triangles);
  EXPECT_TRUE(triangles.empty());
  triangulate({{{{0, 0}, {5, 0}, {10, 0}, {5, 0}}}}, triangles);
  EXPECT_NEAR(area_of(triangles), 0, 1e-12);
}

TEST(Triangulate, ConvexRingsAreSeenAsSuch) {
  EXPECT_TRUE(is_convex(square(0, 0, 3)));
  EXPECT_TRUE(is_convex(Ring{{0, 0}, {1, 0}, {2, 0}, {2, 2}}));
  Ring round;
  for (int k = 0; k < 40; ++k) round.push_back({std::cos(-k * std::numbers::pi / 20), std::sin(-k * std::numbers::pi / 20)});
  EXPECT_TRUE(is_convex(round));
}

}  // namespace
}  // namespace catchment::gpu
