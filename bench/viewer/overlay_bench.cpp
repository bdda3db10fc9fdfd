// How long does the viewer's overlay take over a city of about a million buildings: its index once, then display
// list and pixels at four zooms, with texts drawn for the first time and kept?
#include <benchmark/benchmark.h>

#include <cmath>
#include <memory>
#include <string>

#include "bench/viewer/big_city.h"
#include "viewer/scene/overlay.h"
#include "viewer/scene/overlay_index.h"

namespace catchment::bench {
namespace {

struct Ready {
  World world;
  Scenario scenario;
  scene::OverlayInput input;
};

const Ready& ready() {
  static const Ready* once = [] {
    auto* r = new Ready;
    r->world = big_city(1'000'000);
    Stream s(3, "facilities");
    const Box box = bounds(r->world.streets.node);
    for (int i = 0; i < 20000; ++i) {
      Facility f;
      f.id = "f" + std::to_string(i), f.name = {"设施" + std::to_string(i), "Facility " + std::to_string(i)};
      f.level = i < 100 ? 4 : i < 1000 ? 3 : i < 5000 ? 2 : 1;
      f.position = {s.uniform(box.min_x, box.max_x), s.uniform(box.min_y, box.max_y)};
      r->world.facilities.push_back(std::move(f));
    }
    auto& net = r->world.streets;
    for (std::uint32_t e = 0; e < net.n_edges(); ++e) {  // every straight street has a name
      const Point p = net.node[net.from[e].value], q = net.node[net.to[e].value];
      const bool level = std::abs(p.y - q.y) < std::abs(p.x - q.x);
      const auto number = static_cast<std::size_t>(std::lround(((level ? p.y : p.x) - (level ? box.min_y : box.min_x)) / 160)) * 2 + (level ? 1 : 2);
      while (net.names.size() <= number) net.names.push_back("Street " + std::to_string(net.names.size()));
      net.name[e] = static_cast<std::uint32_t>(number);
    }
    r->input.world = &r->world, r->input.scenario = &r->scenario;
    r->input.facilities = r->world.facilities;
    r->input.index = std::make_shared<const scene::OverlayIndex>(r->world, r->scenario);
    return r;
  }();
  return *once;
}

scene::Camera at(double metres_per_px, double step) {
  scene::Camera c;
  const Point middle = bounds(ready().world.streets.node).centre();
  c.centre = {middle.x + step * metres_per_px, middle.y};
  c.metres_per_px = metres_per_px, c.width = 1600, c.height = 1000;
  return c;
}

void index_once(benchmark::State& state) {
  const auto& r = ready();
  for (auto _ : state) benchmark::DoNotOptimize(scene::OverlayIndex(r.world, r.scenario));
  state.counters["edges"] = static_cast<double>(r.world.streets.n_edges());
}
BENCHMARK(index_once)->Unit(benchmark::kMillisecond)->Iterations(3);

/// Argument: m per px * 10.
void display_list(benchmark::State& state) {
  double step = 0;
  for (auto _ : state) benchmark::DoNotOptimize(scene::draw_overlay(ready().input, at(static_cast<double>(state.range(0)) / 10, step += 7), {}));
}
BENCHMARK(display_list)->Arg(5)->Arg(20)->Arg(100)->Arg(500)->Unit(benchmark::kMillisecond);

void pixels_while_panning(benchmark::State& state) {
  double step = 0;
  for (auto _ : state) {
    state.PauseTiming();
    const auto list = scene::draw_overlay(ready().input, at(static_cast<double>(state.range(0)) / 10, step += 7), {});
    state.ResumeTiming();
    benchmark::DoNotOptimize(scene::to_pixels(list));
  }
}
BENCHMARK(pixels_while_panning)->Arg(5)->Arg(20)->Arg(100)->Arg(500)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace catchment::bench

BENCHMARK_MAIN();
