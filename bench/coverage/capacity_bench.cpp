// How long does it take to split 200,000 demand points among capacitated providers? Three shapes: a few hundred large
// catchments, thousands of small overlapping ones, and places too few for the demand.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "sim/core/random.h"
#include "sim/coverage/levels.h"

namespace catchment {
namespace {

struct Problem {
  CostTable within;
  std::vector<std::int64_t> persons, capacity;
};

/// Points and providers at random in a 20 km square, straight-line cutoff, places for `room` times the demand.
Problem problem(std::size_t n_points, std::size_t n_providers, double cutoff_m, double room) {
  Stream random(1, "capacity bench");
  constexpr double kSide = 20'000;
  std::vector<double> px(n_providers), py(n_providers);
  const auto columns = static_cast<std::size_t>(kSide / cutoff_m) + 1;
  std::vector<std::vector<std::uint32_t>> cells(columns * columns);
  for (std::size_t j = 0; j < n_providers; ++j) {
    px[j] = random.uniform(0, kSide);
    py[j] = random.uniform(0, kSide);
    cells[static_cast<std::size_t>(py[j] / cutoff_m) * columns + static_cast<std::size_t>(px[j] / cutoff_m)].push_back(
        static_cast<std::uint32_t>(j));
  }
  Problem out;
  out.within.n_destinations = static_cast<std::uint32_t>(n_providers);
  std::int64_t all = 0;
  std::vector<std::uint32_t> row;
  for (std::size_t i = 0; i < n_points; ++i) {
    const double x = random.uniform(0, kSide), y = random.uniform(0, kSide);
    const auto cx = static_cast<std::size_t>(x / cutoff_m), cy = static_cast<std::size_t>(y / cutoff_m);
    row.clear();
    for (std::size_t b = cy > 0 ? cy - 1 : 0; b <= std::min(cy + 1, columns - 1); ++b)
      for (std::size_t a = cx > 0 ? cx - 1 : 0; a <= std::min(cx + 1, columns - 1); ++a)
        for (const std::uint32_t j : cells[b * columns + a])
          if (std::hypot(px[j] - x, py[j] - y) <= cutoff_m) row.push_back(j);
    std::sort(row.begin(), row.end());
    for (const std::uint32_t j : row) {
      out.within.destination.push_back(j);
      out.within.cost.push_back(1);
    }
    out.within.row_begin.push_back(static_cast<std::uint32_t>(out.within.destination.size()));
    out.persons.push_back(random.between(0, 100));
    all += out.persons.back();
  }
  const double each = room * static_cast<double>(all) / static_cast<double>(n_providers);
  for (std::size_t j = 0; j < n_providers; ++j) out.capacity.push_back(static_cast<std::int64_t>(each * random.uniform(0.5, 1.5)));
  return out;
}

/// Arguments: points, providers, cutoff in m, places per 100 persons.
void BM_CoverLevel(benchmark::State& state) {
  const Problem p = problem(static_cast<std::size_t>(state.range(0)), static_cast<std::size_t>(state.range(1)),
                            static_cast<double>(state.range(2)), static_cast<double>(state.range(3)) / 100);
  // The answers must add up before they are timed.
  const LevelCoverage c = cover_level(p.within, p.persons, p.capacity);
  if (c.persons_served + c.persons_no_capacity != c.persons_covered ||
      std::accumulate(c.load.begin(), c.load.end(), std::int64_t{0}) != c.persons_served)
    return state.SkipWithError("the split does not conserve persons");
  for (auto _ : state) benchmark::DoNotOptimize(cover_level(p.within, p.persons, p.capacity));
  state.counters["pairs"] = static_cast<double>(p.within.destination.size());
  state.counters["served_share"] = static_cast<double>(c.persons_served) / static_cast<double>(c.persons_covered);
}
BENCHMARK(BM_CoverLevel)
    ->ArgNames({"points", "providers", "cutoff_m", "places_per_100"})
    ->Args({200'000, 300, 1000, 60})
    ->Args({200'000, 300, 2000, 60})
    ->Args({200'000, 300, 2000, 110})
    ->Args({200'000, 4000, 500, 60})
    ->Args({200'000, 4000, 500, 110})
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace catchment

BENCHMARK_MAIN();
