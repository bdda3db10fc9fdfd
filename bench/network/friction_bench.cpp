// How long do travel times over a friction surface take, by size of the raster? Ours against a plain Dijkstra with the
// standard library's binary heap and a check of the border at every move, one after the other in the same run, one
// thread each; every cell's time and owner are checked equal before any time is taken.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <ctime>
#include <queue>
#include <vector>

#include "sim/core/random.h"
#include "sim/network/friction_surface.h"
#include "sim/network/slope_speed.h"

namespace catchment::bench {
namespace {

/// Square country of cells of 30 m: fields, woods, villages, a road every 40 cells, a river with bridges, hills.
FrictionSurface country(std::uint32_t side) {
  FrictionSurface s;
  s.columns = s.rows = side;
  s.cell_width_m = s.cell_height_m = 30;
  s.ground = {{4 / 3.6, GroundMode::kWalking}, {2.5 / 3.6, GroundMode::kWalking}, {12 / 3.6, GroundMode::kCycling}, {60 / 3.6, GroundMode::kMotorised}};
  Stream random(1, "country");
  const double a = random.uniform(0, 6), b = random.uniform(0, 6);
  for (std::uint32_t r = 0; r < side; ++r)
    for (std::uint32_t c = 0; c < side; ++c) {
      const double wood = std::sin(r / 17.0 + a) + std::sin(c / 23.0 + b) + std::sin((r + c) / 11.0);
      const double river = c - side / 2.0 - 30 * std::sin(r / 50.0);
      std::uint16_t ground = wood > 1.2 ? 2 : wood > 0 ? 1 : 0;
      if (std::abs(river) < 2) ground = kBarredGround;
      if (r % 40 == 0 || c % 40 == 0) ground = 3;
      s.cell.push_back(ground);
      s.elevation_m.push_back(static_cast<float>(400 + 60 * std::sin(r / 37.0) * std::cos(c / 41.0) + 15 * std::sin(r / 7.0 + c / 9.0)));
    }
  return s;
}

std::vector<SurfaceSeed> facilities(const FrictionSurface& s) {
  std::vector<SurfaceSeed> out;
  Stream random(2, "facilities");
  while (out.size() < 20) {
    const auto cell = static_cast<std::uint32_t>(random.below(s.n_cells()));
    if (s.passable(cell)) out.push_back({cell, static_cast<std::uint32_t>(out.size()), 0});
  }
  return out;
}

TravelTimes by_binary_heap(const FrictionSurface& s, std::span<const SurfaceSeed> seeds, const SurfaceOptions& o) {
  static constexpr int kStep[16][2] = {{0, 1}, {0, -1}, {1, 0}, {-1, 0}, {1, 1}, {1, -1}, {-1, 1}, {-1, -1},
                                       {1, 2}, {1, -2}, {-1, 2}, {-1, -2}, {2, 1}, {2, -1}, {-2, 1}, {-2, -1}};
  struct Entry {
    Cost cost;
    std::uint32_t owner, cell;
    bool operator>(const Entry& e) const { return cost != e.cost ? cost > e.cost : owner > e.owner; }
  };
  TravelTimes t{std::vector<Cost>(s.n_cells(), kUnreachable), std::vector<std::uint32_t>(s.n_cells(), UINT32_MAX)};
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> queue;
  const auto offer = [&](std::uint32_t i, Cost cost, std::uint32_t owner) {
    if (cost > o.limit || cost > t.cost[i] || (cost == t.cost[i] && owner >= t.owner[i])) return;
    t.cost[i] = cost;
    t.owner[i] = owner;
    queue.push({cost, owner, i});
  };
  for (const SurfaceSeed& seed : seeds) offer(seed.cell, seed.cost, seed.owner);
  const int rows = static_cast<int>(s.rows), columns = static_cast<int>(s.columns);
  const auto index = [&](int r, int c) { return static_cast<std::uint32_t>(r * columns + c); };
  while (!queue.empty()) {
    const Entry e = queue.top();
    queue.pop();
    if (e.cost != t.cost[e.cell] || e.owner != t.owner[e.cell]) continue;
    const int r = static_cast<int>(e.cell) / columns, c = static_cast<int>(e.cell) % columns;
    for (int k = 0; k < o.moves; ++k) {
      const int dr = kStep[k][0], dc = kStep[k][1], r1 = r + dr, c1 = c + dc;
      if (r1 < 0 || c1 < 0 || r1 >= rows || c1 >= columns) continue;
      const std::uint32_t v = index(r1, c1);
      if (!s.passable(v) || t.cost[v] <= e.cost) continue;
      std::uint32_t through[4] = {e.cell, v, 0, 0};
      int cells = 2;
      if (k >= 4 && k < 8 && !s.passable(index(r1, c)) && !s.passable(index(r, c1))) continue;
      if (k >= 8) {
        cells = 4;
        through[2] = std::abs(dr) == 2 ? index(r + dr / 2, c) : index(r, c + dc / 2);
        through[3] = std::abs(dr) == 2 ? index(r + dr / 2, c1) : index(r1, c + dc / 2);
        if (!s.passable(through[2]) || !s.passable(through[3])) continue;
      }
      const double length = std::hypot(dc * s.cell_width_m, dr * s.cell_height_m);
      const double slope = o.slopes ? (double{s.elevation_m[e.cell]} - double{s.elevation_m[v]}) / length : 0;
      double ms = 0;
      for (int i = 0; i < cells; ++i) {
        const Ground& g = s.ground[s.cell[through[i]]];
        double speed = g.speed_mps;
        if (o.slopes && g.mode == GroundMode::kWalking) speed /= tobler_pace_factor(slope);
        if (o.slopes && g.mode == GroundMode::kCycling) speed = cycling_speed_mps(speed, slope);
        ms += length / cells * 1000 / speed;
      }
      offer(v, e.cost + std::max<Cost>(1, static_cast<Cost>(ms + 0.5)), e.owner);
    }
  }
  return t;
}

/// Processor time of this thread: both run on one, and the machine may be shared.
template <class F>
double seconds(const F& f) {
  const auto now = [] {
    timespec t{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9;
  };
  const double begin = now();
  f();
  return now() - begin;
}

double median(std::vector<double> v) {
  std::sort(v.begin(), v.end());
  return v[v.size() / 2];
}

void BM_TravelTimes_Country(benchmark::State& state) {
  const FrictionSurface s = country(static_cast<std::uint32_t>(state.range(0)));
  const auto seeds = facilities(s);
  SurfaceOptions o;
  o.moves = static_cast<int>(state.range(1));
  o.slopes = state.range(2) != 0;
  {
    const TravelTimes ours = travel_times(s, seeds, o), heap = by_binary_heap(s, seeds, o);
    if (ours.cost != heap.cost || ours.owner != heap.owner) {
      state.SkipWithError("answers differ");
      return;
    }
  }
  std::vector<double> ours_s, heap_s;
  for (auto _ : state) {
    heap_s.push_back(seconds([&] { benchmark::DoNotOptimize(by_binary_heap(s, seeds, o)); }));
    ours_s.push_back(seconds([&] { benchmark::DoNotOptimize(travel_times(s, seeds, o)); }));
    state.SetIterationTime(ours_s.back());
  }
  const auto cells = static_cast<double>(s.n_cells());
  state.counters["cells"] = cells;
  state.counters["Mcells/s"] = cells / median(ours_s) / 1e6;
  state.counters["heap_ms"] = median(heap_s) * 1000;
  state.counters["heap/ours"] = median(heap_s) / median(ours_s);
}
BENCHMARK(BM_TravelTimes_Country)
    ->ArgNames({"side", "moves", "slopes"})
    ->ArgsProduct({{250, 500, 1000, 2000}, {8, 16}, {0, 1}})
    ->UseManualTime()->Unit(benchmark::kMillisecond)->Iterations(5);

}  // namespace
}  // namespace catchment::bench

BENCHMARK_MAIN();
