#include "sim/network/snap_round.h"

#include <gtest/gtest.h>

#include <stdexcept>

#include "sim/core/random.h"

namespace catchment {
namespace {

TEST(SnapRound, CutsTwoSegmentsWhereTheyCross) {
  const GridSegment cross[] = {{{0, 0}, {10, 10}, 0}, {{0, 10}, {10, 0}, 1}};
  const auto out = snap_round(cross);
  ASSERT_EQ(out.size(), 4u);
  EXPECT_EQ(out[0].b, (GridPoint{5, 5}));
  EXPECT_EQ(out[1].a, (GridPoint{5, 5}));
  EXPECT_EQ(out[3].source, 1u);
}

TEST(SnapRound, LeavesAloneWhatMeetsAtEndsOnly) {
  const GridSegment corner[] = {{{0, 0}, {10, 3}, 7}, {{10, 3}, {20, -5}, 8}};
  const auto out = snap_round(corner);
  ASSERT_EQ(out.size(), 2u);
  EXPECT_EQ(out[0].source, 7u);
  EXPECT_EQ(out[1].b, (GridPoint{20, -5}));
}

TEST(SnapRound, KeepsEqualPiecesAndDropsWhatHasNoLength) {
  const GridSegment twice[] = {{{0, 0}, {10, 0}, 0}, {{5, 0}, {15, 0}, 1}, {{3, 3}, {3, 3}, 2}};
  const auto out = snap_round(twice);
  EXPECT_EQ(out.size(), 4u);
}

TEST(SnapRound, LeavesNoCrossingAndNoEndNearerThanHalfAUnitOnCrowdedGrids) {
  std::size_t cut = 0;
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    Stream s(seed, "segments");
    const auto span = static_cast<std::int32_t>(s.between(4, 200));
    const auto place = [&] { return GridPoint{static_cast<std::int32_t>(s.between(-span, span)), static_cast<std::int32_t>(s.between(-span, span))}; };
    std::vector<GridSegment> in;
    for (std::uint32_t i = 0; i < 30; ++i) in.push_back({place(), place(), i});
    const auto out = snap_round(in);
    cut += out.size() > in.size();
    for (const GridSegment& a : out) {
      EXPECT_NE(a.a, a.b);
      for (const GridSegment& b : out) {
        const auto sign = [](std::int64_t v) { return (v > 0) - (v < 0); };
        EXPECT_FALSE(sign(turn(a.a, a.b, b.a)) * sign(turn(a.a, a.b, b.b)) < 0 && sign(turn(b.a, b.b, a.a)) * sign(turn(b.a, b.b, a.b)) < 0);
        for (const GridPoint p : {b.a, b.b}) {
          if (p == a.a || p == a.b) continue;
          const std::int64_t dx = a.b.x - a.a.x, dy = a.b.y - a.a.y, along = dx * (p.x - a.a.x) + dy * (p.y - a.a.y);
          if (along <= 0 || along >= dx * dx + dy * dy) continue;
          EXPECT_GE(4 * turn(a.a, a.b, p) * turn(a.a, a.b, p), dx * dx + dy * dy) << "nearer than half a unit";
        }
      }
    }
    // Pieces of a segment make a chain from its start to its end.
    std::size_t i = 0;
    for (const GridSegment& whole : in) {
      if (whole.a == whole.b) continue;
      GridPoint at = whole.a;
      for (; i < out.size() && out[i].source == whole.source; ++i) {
        EXPECT_EQ(out[i].a, at);
        at = out[i].b;
      }
      EXPECT_EQ(at, whole.b);
    }
  }
  EXPECT_GT(cut, 350u);
}

TEST(SnapRound, RefusesPlacesBeyondTheLimit) {
  const GridSegment far[] = {{{0, 0}, {kGridLimit + 1, 0}, 0}};
  EXPECT_THROW(snap_round(far), std::invalid_argument);
  EXPECT_TRUE(snap_round({}).empty());
}

}  // namespace
}  // namespace catchment
