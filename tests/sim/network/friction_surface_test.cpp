// Travel over cells, by hand.
#include "sim/network/friction_surface.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string_view>

#include "sim/network/slope_speed.h"

namespace catchment {
namespace {

/// A map in letters: '.' foot 1 m/s, 'r' road 10 m/s, 'c' cycle 4 m/s, '#' barred; cells of 10 m unless said.
FrictionSurface drawn(std::string_view map, double width_m = 10, double height_m = 10) {
  FrictionSurface s;
  s.cell_width_m = width_m;
  s.cell_height_m = height_m;
  s.ground = {{1, GroundMode::kWalking}, {10, GroundMode::kMotorised}, {4, GroundMode::kCycling}};
  for (const char letter : map) {
    if (letter == '\n') continue;
    s.cell.push_back(letter == '#' ? kBarredGround : letter == 'r' ? 1 : letter == 'c' ? 2 : 0);
  }
  s.columns = static_cast<std::uint32_t>(map.find('\n') == std::string_view::npos ? map.size() : map.find('\n'));
  s.rows = static_cast<std::uint32_t>(s.cell.size() / s.columns);
  return s;
}

FrictionSurface open_plain(std::uint32_t side) {
  FrictionSurface s;
  s.columns = s.rows = side;
  s.cell_width_m = s.cell_height_m = 10;
  s.ground = {{1, GroundMode::kWalking}};
  s.cell.assign(s.n_cells(), 0);
  return s;
}

SurfaceOptions moves(int n) {
  SurfaceOptions o;
  o.moves = n;
  return o;
}

TravelTimes from_cell(const FrictionSurface& s, std::uint32_t cell, const SurfaceOptions& options = {}) {
  const SurfaceSeed seed{cell, 0, 0};
  return travel_times(s, std::span(&seed, 1), options);
}

TEST(TravelTimes, OnAnOpenPlainWithEightMovesAreTheOctileDistance) {
  const auto s = open_plain(41);
  const auto t = from_cell(s, 20 * 41 + 20, moves(8));
  for (int r = 0; r < 41; ++r)
    for (int c = 0; c < 41; ++c) {
      const int dx = std::abs(c - 20), dy = std::abs(r - 20), diagonal = std::min(dx, dy), straight = std::max(dx, dy) - diagonal;
      EXPECT_EQ(t.cost[static_cast<std::size_t>(r * 41 + c)], static_cast<Cost>(straight * 10000 + diagonal * 14142));
    }
}

TEST(TravelTimes, OnAnOpenPlainWithSixteenMovesUseKnightsMoves) {
  const auto s = open_plain(41);
  const auto t = from_cell(s, 20 * 41 + 20, moves(16));
  for (int r = 0; r < 41; ++r)
    for (int c = 0; c < 41; ++c) {
      // The direction lies between two of the sixteen; the way is made of those two.
      const int a = std::max(std::abs(c - 20), std::abs(r - 20)), b = std::min(std::abs(c - 20), std::abs(r - 20));
      const int knights = a >= 2 * b ? b : a - b, rest = a >= 2 * b ? a - 2 * b : 2 * b - a;
      EXPECT_EQ(t.cost[static_cast<std::size_t>(r * 41 + c)],
                static_cast<Cost>(knights * 22361 + rest * (a >= 2 * b ? 10000 : 14142)));
    }
}

TEST(TravelTimes, OverstateStraightLinesByNoMoreThanTheMovesAllow) {
  const auto s = open_plain(201);
  for (const auto& [n, bound] : {std::pair{8, 0.0824}, std::pair{16, 0.0276}}) {
    const auto t = from_cell(s, 100 * 201 + 100, moves(n));
    double worst = 0;
    for (int r = 0; r < 201; ++r)
      for (int c = 0; c < 201; ++c) {
        if (r == 100 && c == 100) continue;
        const double straight_ms = std::hypot(r - 100, c - 100) * 10000;
        const double ratio = t.cost[static_cast<std::size_t>(r * 201 + c)] / straight_ms - 1;
        EXPECT_GE(ratio, -5e-5);  // a diagonal is rounded from 14142.1 ms to 14142
        worst = std::max(worst, ratio);
      }
    EXPECT_LE(worst, bound);
    EXPECT_GE(worst, 0.97 * bound);  // and no less: the bound is sharp
  }
}

TEST(TravelTimes, KnowCellsThatAreNotSquare) {
  const auto s = drawn("....\n....\n....", 30, 20);
  const auto t = from_cell(s, 0, moves(8));
  EXPECT_EQ(t.cost[1], 30000u);
  EXPECT_EQ(t.cost[4], 20000u);
  EXPECT_EQ(t.cost[5], 36056u);  // sqrt(30^2 + 20^2)
  const auto k = from_cell(s, 0, moves(16));
  EXPECT_EQ(k.cost[6], 63246u);  // sqrt(60^2 + 20^2)
  EXPECT_EQ(k.cost[9], 50000u);  // sqrt(30^2 + 40^2)
}

TEST(TravelTimes, CrossEachHalfOfAMoveAtItsOwnSpeed) {
  const auto s = drawn(".rr.");
  const auto t = from_cell(s, 0);
  EXPECT_EQ(t.cost[1], 5500u);            // 5 m at 1 m/s, 5 m at 10 m/s
  EXPECT_EQ(t.cost[2], 5500u + 1000u);
  EXPECT_EQ(t.cost[3], 5500u + 1000u + 5500u);
  SurfaceOptions mean;
  mean.mean_of_speeds = true;
  EXPECT_EQ(from_cell(s, 0, mean).cost[1], 1818u);  // 10 m at 5.5 m/s: what AccessMod's formula makes of it
}

TEST(TravelTimes, CrossAKnightsMoveInQuarters) {
  auto s = drawn(".#\nrr\n#r");
  s.ground[1].speed_mps = 1.25;
  // From the top left down to the bottom right: sqrt(500) m, a quarter on foot and three on the track.
  EXPECT_EQ(from_cell(s, 0, moves(16)).cost[5], static_cast<Cost>(std::lround(std::sqrt(500.0) / 4 * (1000 + 3 * 800))));
  s.cell[3] = kBarredGround;  // through a barred cell there is no move, nor between two of them
  EXPECT_EQ(from_cell(s, 0, moves(16)).cost[5], kUnreachable);
}

TEST(TravelTimes, GoThroughTheGapInAWall) {
  const auto s = drawn(".....\n"
                       ".....\n"
                       "####.\n"
                       ".....\n");
  const auto t = from_cell(s, 5, moves(8));
  // (1,0) east three, diagonal to the gap (2,4), diagonal to (3,3), west three.
  EXPECT_EQ(t.cost[15], 3 * 10000u + 2 * 14142u + 3 * 10000u);
  EXPECT_EQ(t.cost[10], kUnreachable);
  EXPECT_EQ(t.owner[10], UINT32_MAX);
}

TEST(TravelTimes, DoNotLeakThroughADiagonalWall) {
  const auto s = drawn("..#\n.#.\n#..");
  for (const int n : {8, 16}) {
    const auto t = from_cell(s, 0, moves(n));
    EXPECT_EQ(t.cost[3], 10000u);
    for (const std::size_t i : {5, 7, 8}) EXPECT_EQ(t.cost[i], kUnreachable) << "cell " << i << ", " << n << " moves";
  }
  SurfaceOptions open = moves(8);
  open.sealed_diagonals = false;
  EXPECT_EQ(from_cell(s, 1, open).cost[5], 14142u);  // (0,1) -> (1,2) between the two barred cells: it leaks, as asked
}

TEST(TravelTimes, MayCutOneCorner) {
  const auto s = drawn(".#\n..");
  EXPECT_EQ(from_cell(s, 0, moves(8)).cost[3], 14142u);
}

TEST(TravelTimes, TakeToblerUpAndDownAUniformSlope) {
  auto s = drawn(".....");
  for (int c = 0; c < 5; ++c) s.elevation_m.push_back(static_cast<float>(c));  // 10 % up to the east
  SurfaceOptions o;
  o.slopes = true;
  // People come to the west end: they walk down at 10 %, as fast as on the flat.
  const auto towards = from_cell(s, 0, o);
  EXPECT_EQ(towards.cost[4], 40000u);
  // Going from the west end they climb: exp(3.5 (0.15 - 0.05)) = 1.419 times as long.
  o.towards = false;
  const auto away = from_cell(s, 0, o);
  EXPECT_EQ(away.cost[1], 14191u);
  EXPECT_EQ(away.cost[4], 4 * 14191u);
}

TEST(TravelTimes, TowardsOneEndAreThoseFromTheOther) {
  auto s = drawn("..c..\n.rr#c\n.....");
  for (std::size_t i = 0; i < s.n_cells(); ++i) s.elevation_m.push_back(static_cast<float>((i * 7) % 5));
  SurfaceOptions o;
  o.slopes = true;
  bool differ = false;
  for (std::uint32_t a = 0; a < s.n_cells(); ++a)
    for (std::uint32_t b = 0; b < s.n_cells(); ++b) {
      if (!s.passable(a) || !s.passable(b)) continue;
      o.towards = true;
      const Cost to_b = from_cell(s, b, o).cost[a];
      const Cost back = from_cell(s, a, o).cost[b];
      o.towards = false;
      EXPECT_EQ(from_cell(s, a, o).cost[b], to_b);
      differ |= to_b != back;
    }
  EXPECT_TRUE(differ);
}

TEST(TravelTimes, LeaveMotorsAloneAndSlowCyclesOnSlopes) {
  SurfaceOptions o;
  o.slopes = true;
  o.towards = false;
  for (const auto& [map, flat, steep] : {std::tuple{"rr", 1000u, 1000u}, std::tuple{"cc", 2500u, 0u}}) {
    auto s = drawn(map);
    s.elevation_m = {0, 0};
    EXPECT_EQ(from_cell(s, 0, o).cost[1], flat);
    s.elevation_m = {0, 0.5f};
    const Cost expected = steep > 0 ? steep : static_cast<Cost>(std::lround(10000 / cycling_speed_mps(4, 0.05)));
    EXPECT_EQ(from_cell(s, 0, o).cost[1], expected);
  }
}

TEST(TravelTimes, DoNotEnterCellsOfUnknownHeightWhereSlopesCount) {
  auto s = drawn("...");
  s.elevation_m = {0, NAN, 0};
  SurfaceOptions o;
  EXPECT_EQ(from_cell(s, 0, o).cost[2], 20000u);
  o.slopes = true;
  EXPECT_EQ(from_cell(s, 0, o).cost[2], kUnreachable);
}

TEST(TravelTimes, GiveEqualTimesToTheLowestOwner) {
  const auto s = drawn(".....");
  const std::vector<SurfaceSeed> seeds = {{4, 7, 0}, {0, 3, 0}, {0, 9, 0}};
  const auto t = travel_times(s, seeds);
  EXPECT_EQ(t.owner, (std::vector<std::uint32_t>{3, 3, 3, 7, 7}));
  EXPECT_EQ(t.cost[2], 20000u);
}

TEST(TravelTimes, CountWhatIsSpentBeforeTheSeed) {
  const auto s = drawn(".....");
  const std::vector<SurfaceSeed> seeds = {{0, 0, 25000}, {4, 1, 0}};
  const auto t = travel_times(s, seeds);
  EXPECT_EQ(t.cost[0], 25000u);
  EXPECT_EQ(t.cost[1], 30000u);
  EXPECT_EQ(t.owner[1], 1u);
}

TEST(TravelTimes, ACostEqualToTheLimitIsInside) {
  const auto s = drawn(".....");
  SurfaceOptions o;
  o.limit = 20000;
  const auto t = from_cell(s, 0, o);
  EXPECT_EQ(t.cost[2], 20000u);
  EXPECT_EQ(t.cost[3], kUnreachable);
}

TEST(TravelTimes, SurviveSpeedsThatDifferAMillionfold) {
  // The queue's horizon is a few thousand buckets of the fastest move; the slow ground lies far beyond it.
  FrictionSurface s = drawn("r.r..rr");
  s.ground = {{0.001, GroundMode::kWalking}, {1000, GroundMode::kMotorised}};
  const auto t = from_cell(s, 0, moves(8));
  EXPECT_EQ(t.cost[1], 5000005u);
  EXPECT_EQ(t.cost[6], 4u * 5000005u + 10000000u + 10u);
}

TEST(TravelTimes, RefuseWhatDoesNotFit) {
  const auto refused = [](auto&& change, SurfaceOptions o = {}, SurfaceSeed seed = {0, 0, 0}) {
    FrictionSurface s = drawn("..\n#.");
    change(s);
    EXPECT_THROW(travel_times(s, std::span(&seed, 1), o), std::invalid_argument);
  };
  const auto as_is = [](FrictionSurface&) {};
  refused([](FrictionSurface& s) { s.columns = 0; });
  refused([](FrictionSurface& s) { s.cell.pop_back(); });
  refused([](FrictionSurface& s) { s.cell_width_m = 0; });
  refused([](FrictionSurface& s) { s.cell_height_m = NAN; });
  refused([](FrictionSurface& s) { s.ground[0].speed_mps = -1; });
  refused([](FrictionSurface& s) { s.ground[0].speed_mps = INFINITY; });
  refused([](FrictionSurface& s) { s.cell[1] = 3; });
  refused([](FrictionSurface& s) { s.elevation_m = {1}; });
  refused([](FrictionSurface& s) { s.ground[0].speed_mps = 0; });  // the seed's cell cannot be entered
  SurfaceOptions slopes;
  slopes.slopes = true;
  refused(as_is, slopes);
  refused(as_is, moves(4));
  refused(as_is, {}, {2, 0, 0});
  refused(as_is, {}, {4, 0, 0});
}

TEST(TravelTimes, StopWhenAsked) {
  const auto s = open_plain(200);
  const SurfaceSeed seed{0, 0, 0};
  EXPECT_THROW(travel_times(s, std::span(&seed, 1), {}, [](double, std::string_view) { return false; }), Cancelled);
}

TEST(NearestPassable, IsTheOwnCellOrTheNearestCentre) {
  const auto s = drawn("...\n.##\n###");
  EXPECT_EQ(nearest_passable(s, {0.9, 0.1}, 100).cell, 0u);
  EXPECT_EQ(nearest_passable(s, {0.9, 0.1}, 100).distance_m, 0);
  const auto near = nearest_passable(s, {1.4, 1.5}, 100);  // 0.9 cells west of it (1,0), 1.005 north (0,1)
  EXPECT_EQ(near.cell, 3u);
  EXPECT_NEAR(near.distance_m, 9, 1e-12);
  EXPECT_EQ(nearest_passable(s, {1.5, 1.5}, 100).cell, 1u);  // a tie: the lowest index
  EXPECT_EQ(nearest_passable(s, {2.5, 2.5}, 19.9).cell, UINT32_MAX);
  EXPECT_EQ(nearest_passable(s, {2.5, 2.5}, 20).cell, 2u);
  EXPECT_EQ(nearest_passable(s, {-0.1, 1}, 100).cell, UINT32_MAX);
  EXPECT_EQ(nearest_passable(s, {1, 3}, 100).cell, UINT32_MAX);
}

}  // namespace
}  // namespace catchment
