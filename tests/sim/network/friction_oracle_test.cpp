// Travel over cells against Bellman-Ford on hundreds of tiny random surfaces. The oracle finds the cells that a move
// crosses by walking along it, not from a table.
#include <gtest/gtest.h>
#include <omp.h>

#include <algorithm>
#include <cmath>

#include "sim/core/random.h"
#include "sim/network/friction_surface.h"
#include "sim/network/slope_speed.h"
#include "sim/network/surface_reach.h"

namespace catchment {
namespace {

struct TinyWorld {
  FrictionSurface surface;
  SurfaceOptions options;
  std::vector<SurfaceSeed> seeds;
};

TinyWorld tiny_world(std::uint64_t seed) {
  Stream s(seed, "tiny surface");
  TinyWorld w;
  w.surface.columns = static_cast<std::uint32_t>(1 + s.below(9));
  w.surface.rows = static_cast<std::uint32_t>(1 + s.below(9));
  w.surface.cell_width_m = s.chance(0.5) ? 10 : s.uniform(5, 40);
  w.surface.cell_height_m = s.chance(0.5) ? w.surface.cell_width_m : s.uniform(5, 40);
  const auto n = 1 + s.below(4);
  for (std::uint64_t g = 0; g < n; ++g)
    w.surface.ground.push_back({s.chance(0.1) ? 0 : s.chance(0.1) ? s.uniform(0.001, 0.01) : s.chance(0.5) ? 1.0 : s.uniform(0.5, 25),
                                static_cast<GroundMode>(s.below(3))});
  const double barred = s.uniform(0, 0.5);
  for (std::size_t i = 0; i < w.surface.n_cells(); ++i)
    w.surface.cell.push_back(s.chance(barred) ? kBarredGround : static_cast<std::uint16_t>(s.below(n)));
  if (s.chance(0.6)) {
    const double rough = s.uniform(0, 10);
    for (std::size_t i = 0; i < w.surface.n_cells(); ++i)
      w.surface.elevation_m.push_back(s.chance(0.03) ? NAN : static_cast<float>(s.uniform(0, rough)));
  }
  w.options.moves = s.chance(0.5) ? 8 : 16;
  w.options.slopes = !w.surface.elevation_m.empty() && s.chance(0.8);
  w.options.towards = s.chance(0.5);
  w.options.mean_of_speeds = s.chance(0.3);
  w.options.sealed_diagonals = s.chance(0.7);
  w.options.accessmod_cycling = s.chance(0.2);
  for (std::uint64_t k = 0; k < 1 + s.below(4); ++k) {
    const auto cell = static_cast<std::uint32_t>(s.below(w.surface.n_cells()));
    if (!w.surface.passable(cell) || (w.options.slopes && std::isnan(w.surface.elevation_m[cell]))) continue;
    w.seeds.push_back({cell, static_cast<std::uint32_t>(s.below(5)), s.chance(0.6) ? 0 : static_cast<Cost>(s.below(30000))});
  }
  return w;
}

/// Time of the move between two cells, or kUnreachable if there is none: from the definition.
Cost move_ms(const TinyWorld& w, int r0, int c0, int r1, int c1) {
  const FrictionSurface& s = w.surface;
  const auto index = [&](int r, int c) { return static_cast<std::size_t>(r) * s.columns + static_cast<std::size_t>(c); };
  const auto open = [&](std::size_t i) { return s.passable(i) && (!w.options.slopes || !std::isnan(s.elevation_m[i])); };
  const int dr = r1 - r0, dc = c1 - c0, longer = std::max(std::abs(dr), std::abs(dc)), shorter = std::min(std::abs(dr), std::abs(dc));
  if (longer == 0 || longer > 2 || (longer == 2 && (shorter != 1 || w.options.moves == 8))) return kUnreachable;
  if (longer == 1 && shorter == 1 && w.options.sealed_diagonals && !open(index(r0, c1)) && !open(index(r1, c0))) return kUnreachable;
  const double length = std::hypot(dr * s.cell_height_m, dc * s.cell_width_m);
  double slope = 0;
  if (w.options.slopes) {
    const double rise = double{s.elevation_m[index(r1, c1)]} - double{s.elevation_m[index(r0, c0)]};
    slope = (w.options.towards ? -rise : rise) / length;
  }
  // Places along the move, none of them on an edge between cells; each belongs to a cell.
  constexpr int kSteps = 80;
  double pace_sum = 0, speed_sum = 0;
  for (int i = 0; i < kSteps; ++i) {
    const double t = (i + 0.5) / kSteps;
    const std::size_t cell = index(static_cast<int>(std::floor(r0 + 0.5 + t * dr)), static_cast<int>(std::floor(c0 + 0.5 + t * dc)));
    if (!open(cell)) return kUnreachable;
    const Ground& g = s.ground[s.cell[cell]];
    double v = g.speed_mps;
    if (w.options.slopes && g.mode == GroundMode::kWalking) v /= tobler_pace_factor(slope);
    if (w.options.slopes && g.mode == GroundMode::kCycling)
      v = w.options.accessmod_cycling ? accessmod_cycling_speed_mps(v, slope) : cycling_speed_mps(v, slope);
    pace_sum += 1 / v;
    speed_sum += v;
  }
  const double ms = w.options.mean_of_speeds ? length * 1000 / (speed_sum / kSteps) : length * 1000 * pace_sum / kSteps;
  // A half that floating point might round either way would make the comparison a coin toss.
  return ms < kUnreachable ? std::max<Cost>(1, static_cast<Cost>(std::floor(ms + 0.5 + 1e-7))) : kUnreachable;
}

TravelTimes by_bellman_ford(const TinyWorld& w) {
  const int rows = static_cast<int>(w.surface.rows), columns = static_cast<int>(w.surface.columns);
  TravelTimes t{std::vector<Cost>(w.surface.n_cells(), kUnreachable), std::vector<std::uint32_t>(w.surface.n_cells(), UINT32_MAX)};
  const auto offer = [&](std::size_t i, Cost cost, std::uint32_t owner) {
    if (cost >= kUnreachable || std::pair(cost, owner) >= std::pair(t.cost[i], t.owner[i])) return false;
    t.cost[i] = cost;
    t.owner[i] = owner;
    return true;
  };
  for (const SurfaceSeed& seed : w.seeds) offer(seed.cell, seed.cost, seed.owner);
  struct Arc { std::size_t from, to; Cost ms; };
  std::vector<Arc> arcs;
  for (int r = 0; r < rows; ++r)
    for (int c = 0; c < columns; ++c)
      for (int r1 = std::max(0, r - 2); r1 <= std::min(rows - 1, r + 2); ++r1)
        for (int c1 = std::max(0, c - 2); c1 <= std::min(columns - 1, c + 2); ++c1)
          if (const Cost ms = move_ms(w, r, c, r1, c1); ms < kUnreachable)
            arcs.push_back({static_cast<std::size_t>(r * columns + c), static_cast<std::size_t>(r1 * columns + c1), ms});
  for (bool changed = true; changed;) {
    changed = false;
    for (const Arc& a : arcs)
      if (t.cost[a.from] < kUnreachable) changed |= offer(a.to, t.cost[a.from] + a.ms, t.owner[a.from]);
  }
  return t;
}

constexpr std::uint64_t kWorlds = 500;

TEST(TravelTimes, AgreeWithBellmanFord) {
  std::size_t reached = 0, unreached = 0, shared = 0;
  for (std::uint64_t seed = 0; seed < kWorlds; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    const TinyWorld w = tiny_world(seed);
    const TravelTimes truth = by_bellman_ford(w), found = travel_times(w.surface, w.seeds, w.options);
    ASSERT_EQ(found.cost, truth.cost);
    ASSERT_EQ(found.owner, truth.owner);
    for (const Cost c : truth.cost) (c < kUnreachable ? reached : unreached) += 1;
    for (const std::uint32_t o : truth.owner) shared += o != UINT32_MAX && o != truth.owner[w.seeds[0].cell];
  }
  EXPECT_GT(reached, 3000u);
  EXPECT_GT(unreached, 3000u);
  EXPECT_GT(shared, 500u);
}

TEST(TravelTimes, WithALimitAreTheUnlimitedOnesCutThere) {
  std::size_t cut = 0;
  for (std::uint64_t seed = 0; seed < kWorlds; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    TinyWorld w = tiny_world(seed);
    TravelTimes all = travel_times(w.surface, w.seeds, w.options);
    Stream s(seed, "limit");
    const Cost one = all.cost[s.below(all.cost.size())];
    w.options.limit = one < kUnreachable ? one : static_cast<Cost>(s.below(60000));
    for (std::size_t i = 0; i < all.cost.size(); ++i)
      if (all.cost[i] > w.options.limit) {
        cut += all.cost[i] < kUnreachable;
        all.cost[i] = kUnreachable;
        all.owner[i] = UINT32_MAX;
      }
    const TravelTimes bounded = travel_times(w.surface, w.seeds, w.options);
    EXPECT_EQ(bounded.cost, all.cost);
    EXPECT_EQ(bounded.owner, all.owner);
  }
  EXPECT_GT(cut, 500u);
}

TEST(SurfaceReach, CountsWhatOneSearchPerFacilityReachesAtAnyNumberOfThreads) {
  const int before = omp_get_max_threads();
  for (std::uint64_t seed = 0; seed < 150; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    const TinyWorld w = tiny_world(seed);
    Stream s(seed, "persons");
    std::vector<std::int32_t> persons;
    for (std::size_t i = 0; i < w.surface.n_cells(); ++i) persons.push_back(static_cast<std::int32_t>(s.below(20)));
    std::vector<SurfaceSeed> facility(w.seeds);
    facility.push_back({UINT32_MAX, 0, 0});  // one without a place
    const std::vector<Cost> cutoffs = {static_cast<Cost>(s.below(20000)), static_cast<Cost>(20000 + s.below(60000))};
    std::vector<std::uint64_t> cells;
    for (const int threads : {1, 2, 4}) {
      omp_set_num_threads(threads);
      const SurfaceReach r = surface_reach(w.surface, facility, cutoffs, persons, w.options);
      ASSERT_EQ(r.own.size(), facility.size() * 2);
      for (std::size_t f = 0; f < facility.size(); ++f)
        for (std::size_t c = 0; c < 2; ++c) {
          SurfaceFigure own;
          if (facility[f].cell != UINT32_MAX) {
            const auto t = travel_times(w.surface, std::span(facility).subspan(f, 1), w.options);
            for (std::size_t i = 0; i < t.cost.size(); ++i)
              if (t.cost[i] <= cutoffs[c]) ++own.cells, own.persons += persons[i];
          }
          EXPECT_EQ(r.own[f * 2 + c].cells, own.cells);
          EXPECT_EQ(r.own[f * 2 + c].persons, own.persons);
          EXPECT_LE(r.nearest[f * 2 + c].persons, own.persons);
        }
      for (std::size_t c = 0; c < 2; ++c) {
        SurfaceFigure sum;
        for (std::size_t f = 0; f < facility.size(); ++f) sum.cells += r.nearest[f * 2 + c].cells, sum.persons += r.nearest[f * 2 + c].persons;
        EXPECT_EQ(r.all[c].cells, sum.cells);
        EXPECT_EQ(r.all[c].persons, sum.persons);
        EXPECT_EQ(r.all[c].cells, static_cast<std::uint64_t>(std::count_if(r.times.cost.begin(), r.times.cost.end(),
                                                                         [&](Cost x) { return x <= cutoffs[c]; })));
      }
    }
  }
  omp_set_num_threads(before);
}

TEST(SurfaceReach, RefusesWhatDoesNotFit) {
  TinyWorld w = tiny_world(0);
  w.surface.ground[0] = {1, GroundMode::kWalking};
  std::fill(w.surface.cell.begin(), w.surface.cell.end(), std::uint16_t{0});
  const std::vector<SurfaceSeed> one = {{0, 0, 0}}, outside = {{static_cast<std::uint32_t>(w.surface.n_cells()), 0, 0}};
  const std::vector<Cost> up = {1, 2}, down = {2, 1};
  const std::vector<std::int32_t> few(w.surface.n_cells() + 1);
  EXPECT_NO_THROW(surface_reach(w.surface, one, up, {}, {}));
  EXPECT_THROW(surface_reach(w.surface, one, down, {}, {}), std::invalid_argument);
  EXPECT_THROW(surface_reach(w.surface, one, {}, {}, {}), std::invalid_argument);
  EXPECT_THROW(surface_reach(w.surface, one, up, few, {}), std::invalid_argument);
  EXPECT_THROW(surface_reach(w.surface, outside, up, {}, {}), std::invalid_argument);
}

}  // namespace
}  // namespace catchment
