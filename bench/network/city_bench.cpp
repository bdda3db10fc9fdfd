// How long does a city of 200,000 buildings and 500,000 arcs take: tying every place to its street, its nearest facility of
// four levels, all facilities within the cutoff of four levels, and the bands along the streets?
#include <benchmark/benchmark.h>
#include <sys/resource.h>

#include "bench/network/grid_city.h"
#include "sim/network/impedance.h"
#include "sim/network/search.h"

namespace catchment::bench {
namespace {

struct Level { double cutoff_m; std::uint64_t buildings_per_facility; };
// Home, point, station, centre: the fewer, the farther.
constexpr Level kLevels[] = {{50, 100}, {300, 400}, {500, 1600}, {1000, 6400}};

struct City {
  StreetNetwork net;
  std::vector<Point> buildings;
  std::vector<std::vector<Point>> facilities;
};

City make_city(std::int64_t buildings, std::int64_t arcs) {
  City city{grid_city(arcs, 1), {}, {}};
  const Box box = catchment::bounds(city.net.node);
  Stream s(1, "buildings");
  const auto somewhere = [&] { return Point{s.uniform(box.min_x, box.max_x), s.uniform(box.min_y, box.max_y)}; };
  for (std::int64_t i = 0; i < buildings; ++i) city.buildings.push_back(somewhere());
  for (const Level& level : kLevels) {
    city.facilities.emplace_back(static_cast<std::size_t>(buildings) / level.buildings_per_facility + 1);
    for (Point& p : city.facilities.back()) p = somewhere();
  }
  return city;
}

struct Ready {
  City city;
  std::vector<Cost> cost;
  std::vector<Snap> origins;
  std::vector<std::vector<Snap>> destinations;
};

const Ready& ready(std::int64_t buildings) {
  static std::int64_t have = 0;
  static Ready r;
  if (have == buildings) return r;
  have = buildings;
  r = Ready{};
  r.city = make_city(buildings, buildings * 5 / 2);
  r.cost = impedance(r.city.net, {}, CostUnit::kMetres);
  const EdgeIndex index(r.city.net, usable_edges(r.city.net, false));
  r.origins = snap_all(index, r.city.buildings, 200);
  for (const auto& level : r.city.facilities) r.destinations.push_back(snap_all(index, level, 200));
  return r;
}

SearchInput input(const Ready& r, std::size_t level) {
  return {&r.city.net, r.cost, r.origins, r.destinations[level], 1000};
}

void say_memory(benchmark::State& state) {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  state.counters["peak_MB"] = static_cast<double>(usage.ru_maxrss) / 1024;
}

void BM_City_IndexAndSnap(benchmark::State& state) {
  const City& city = ready(state.range(0)).city;
  for (auto _ : state) {
    const EdgeIndex index(city.net, usable_edges(city.net, false));
    benchmark::DoNotOptimize(snap_all(index, city.buildings, 200));
  }
  say_memory(state);
}

void BM_City_NearestOfFourLevels(benchmark::State& state) {
  const Ready& r = ready(state.range(0));
  for (auto _ : state)
    for (std::size_t k = 0; k < std::size(kLevels); ++k) benchmark::DoNotOptimize(nearest(input(r, k)));
  say_memory(state);
}

void BM_City_CatchmentsOfFourLevels(benchmark::State& state) {
  const Ready& r = ready(state.range(0));
  std::size_t pairs = 0;
  for (auto _ : state) {
    pairs = 0;
    for (std::size_t k = 0; k < std::size(kLevels); ++k)
      pairs += catchments(input(r, k), to_cost(kLevels[k].cutoff_m)).cost.size();
  }
  state.counters["pairs"] = static_cast<double>(pairs);
  say_memory(state);
}

void BM_City_EdgeBandsOfFourLevels(benchmark::State& state) {
  const Ready& r = ready(state.range(0));
  for (auto _ : state)
    for (std::size_t k = 0; k < std::size(kLevels); ++k) {
      const Cost cutoffs[] = {to_cost(kLevels[k].cutoff_m)};
      benchmark::DoNotOptimize(edge_bands(input(r, k), node_field(input(r, k), cutoffs[0]), cutoffs));
    }
  say_memory(state);
}

#define CITY(name) BENCHMARK(name)->ArgName("buildings")->Arg(20'000)->Arg(200'000)->UseRealTime()->Unit(benchmark::kMillisecond)
CITY(BM_City_IndexAndSnap);
CITY(BM_City_NearestOfFourLevels);
CITY(BM_City_CatchmentsOfFourLevels);
CITY(BM_City_EdgeBandsOfFourLevels);

}  // namespace
}  // namespace catchment::bench

BENCHMARK_MAIN();
