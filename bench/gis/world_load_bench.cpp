// How long does it take until a world file is a checked World in memory (pipeline::load_world: read, digest, checks)?
// Without a cache; the first time with one, which leaves the world's image behind; and again, from that image. The world
// is $CATCHMENT_BENCH_WORLD, or a generated city. All three ways are checked to give the same world before any time is
// taken. The files are warm in the page cache.
#include <benchmark/benchmark.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "app/pipeline/files.h"
#include "app/pipeline/pipeline.h"
#include "app/pipeline/world_cache.h"
#include "gis/world_file/world_file.h"
#include "gis/world_file/world_image.h"
#include "sim/placement/town.h"

namespace catchment::bench {
namespace {

namespace fs = std::filesystem;

const fs::path& folder() {
  static const fs::path path = fs::temp_directory_path() / "catchment-bench-world";
  return path;
}
fs::path cache() { return folder() / "cache"; }

void use_cache(bool on) { setenv("CATCHMENT_CACHE", on ? "on" : "off", 1); }

const Scenario& scenario() {
  static const Scenario made = [] {
    fs::remove_all(folder());
    fs::create_directories(folder());
    setenv("XDG_CACHE_HOME", cache().c_str(), 1);
    const char* given = std::getenv("CATCHMENT_BENCH_WORLD");
    std::string path = given != nullptr ? fs::absolute(given).string() : "";
    if (path.empty()) {
      TownSpec spec;
      spec.active = true;
      spec.kind = "city";
      spec.population = 6'000'000;
      spec.area_km2 = 380;
      spec.districts = 4;
      path = (folder() / "city.gpkg").string();
      gis::write_world(generate_town(spec, 1, {350000, 3456000}, "EPSG:32651"), path);
    }
    const std::string toml = (folder() / "s.toml").string();
    pipeline::write_text(toml, "[scenario]\nname = \"bench\"\ncrs = \"" + gis::world_file_crs(path) + "\"\n[inputs.world]\nrole = \"world\"\npath = \"" + path +
                                   "\"\n[network]\nmode = \"walk\"\n[[levels]]\nname = \"station\"\nrank = 3\ncutoff = \"15 min\"\n");
    return pipeline::load_scenario(toml);
  }();
  return made;
}

/// Equal for equal worlds: every field goes into an image.
std::uint64_t mark_of(const World& world) {
  std::uint64_t mark = 0;
  gis::WorldImage(world, "").put([&](std::span<const char> part) { return mark = mark * 31 + gis::checksum(part), true; });
  return mark;
}

bool equal_answers() {
  use_cache(false);
  (void)scenario();
  const auto without = pipeline::load_world(scenario());
  use_cache(true);
  const auto first = pipeline::load_world(scenario());
  pipeline::finish_remembering();
  const auto again = pipeline::load_world(scenario());
  std::printf("%zu buildings, %zu demand points, %zu streets, file %.0f MB, image %.0f MB\n", again.world.buildings.size(), again.world.demand.size(),
              again.world.streets.n_edges(), static_cast<double>(again.world.sources.back().bytes) / 1e6,
              static_cast<double>(gis::WorldImage(again.world, "").bytes()) / 1e6);
  return !fs::is_empty(cache()) && mark_of(without.world) == mark_of(first.world) && mark_of(first.world) == mark_of(again.world);
}

/// Only the loading is timed, not the end of the world after it.
template <class Before>
void load(benchmark::State& state, bool cached, Before before) {
  use_cache(cached);
  for (auto _ : state) {
    state.PauseTiming();
    before();
    state.ResumeTiming();
    auto loaded = pipeline::load_world(scenario());
    benchmark::DoNotOptimize(loaded.world.buildings.data());
    state.PauseTiming();
    { const auto end = std::move(loaded); }
    pipeline::finish_remembering();
    state.ResumeTiming();
  }
}
void WithoutCache(benchmark::State& state) { load(state, false, [] {}); }
void FirstTime(benchmark::State& state) { load(state, true, [] { fs::remove_all(cache()); }); }
void Again(benchmark::State& state) { load(state, true, [] {}); }
BENCHMARK(WithoutCache)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();
BENCHMARK(FirstTime)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();
BENCHMARK(Again)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();

}  // namespace
}  // namespace catchment::bench

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (!catchment::bench::equal_answers()) {
    std::fprintf(stderr, "the ways of loading disagree\n");
    return 1;
  }
  benchmark::RunSpecifiedBenchmarks();
  std::filesystem::remove_all(catchment::bench::folder());
  return 0;
}
