// A window of 1280 x 800 pans over a generated city at four zooms. Ours keeps tiles of the screen as textures and draws new ones within
// a budget; `everything` is the simple way: all streets and buildings from the same buffers every frame, without culling, without a
// density grid and without keeping anything (into 256 x 256 pixels, so that only the geometry costs). Then a station is dragged: the
// classes of 20,000 demand points around it change each frame. Besides the clock on the wall, processor time of all threads is
// given: on a machine with other work it is the number to look at.
// Usage: frames_bench [buildings] [results.csv]
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include <epoxy/gl.h>
#include <fmt/format.h>

#include "bench/viewer/big_city.h"
#include "bench/viewer/draw_everything.h"

namespace catchment::bench {
namespace {

int run(std::size_t n, const std::string& csv) {
  constexpr int kWidth = 1280, kHeight = 800, kFrames = 240;
  const World world = big_city(n);
  auto t = Clock::now();
  const auto geometry = gpu::build_geometry(world);
  fmt::print("{} buildings, {} street edges; build_geometry {:.0f} ms\n", world.buildings.size(), world.streets.n_edges(), since(t));
  gpu::Offscreen screen(kWidth, kHeight);
  fmt::print("{}\n", screen.driver());
  t = Clock::now();
  gpu::MapRenderer map(geometry);
  fmt::print("buffers to the GPU {:.0f} ms\n", since(t));
  std::vector<std::int8_t> of(world.demand.size());
  for (std::size_t i = 0; i < of.size(); ++i) of[i] = static_cast<std::int8_t>(i / 5000 % 4);
  std::vector<gpu::ClassLook> looks;
  for (const auto c : scene::level_counts(3, false)) looks.push_back({c, scene::Hatch::kNone});
  t = Clock::now();
  map.set_classes(of, looks);
  fmt::print("set_classes {:.0f} ms\n", since(t));

  const Box box = [&] {
    Box b;
    for (const auto& d : world.demand) b.add(d.position);
    return b;
  }();
  const scene::Camera whole = scene::fit(box, kWidth, kHeight);
  gpu::MapLook look;
  std::ofstream out(csv);
  out << "what,metres_per_px,buildings_in_sight,p50_ms,p95_ms,p99_ms,worst_ms,cpu_p50_ms,cpu_p95_ms,tiles_drawn,density,whole_picture_ms,everything_cpu_ms\n";
  const double everything = everything_ms(screen, geometry, of, looks);
  fmt::print("{:<10} {:>8} {:>10} {:>8} {:>8} {:>8} {:>8} {:>9} {:>9} {:>6} {:>8} {:>10} {:>12}\n", "zoom", "m/px", "in sight", "p50", "p95", "p99", "worst", "cpu p50",
             "cpu p95", "tiles", "density", "from none", "every cpu");
  const char* names[] = {"city", "district", "street", "block"};
  for (int z = 0; z < 4; ++z) {
    scene::Camera camera = whole;
    camera.metres_per_px = whole.metres_per_px / std::pow(2.0, 2 * z);
    screen.bind();
    map.draw(camera, look, 0);
    glFinish();
    const Box seen = camera.seen();
    std::size_t in_sight = 0;
    for (const auto& b : world.buildings) in_sight += seen.contains(b.position);
    Times times, cpu;
    std::size_t tiles = 0;
    for (int f = 0; f < kFrames; ++f) {
      const double turn = f * 0.05;
      camera.centre.x += std::round(15 * std::cos(turn)) * camera.metres_per_px;
      camera.centre.y += std::round(15 * std::sin(turn)) * camera.metres_per_px;
      const double cpu_before = cpu_ms();
      t = Clock::now();
      map.draw(camera, look, 6);
      glFinish();
      times.ms.push_back(since(t));
      cpu.ms.push_back(cpu_ms() - cpu_before);
      tiles += map.stats().tiles_drawn;
    }
    const bool density = map.stats().density;
    // A fresh map with nothing kept, for the cost of one whole picture.
    gpu::MapRenderer cold(geometry);
    cold.set_classes(of, looks);
    t = Clock::now();
    cold.draw(camera, look, 0);
    glFinish();
    const double whole_ms = since(t);
    fmt::print("{:<10} {:>8.3f} {:>10} {:>8.2f} {:>8.2f} {:>8.2f} {:>8.2f} {:>9.2f} {:>9.2f} {:>6} {:>8} {:>10.1f} {:>12.1f}\n", names[z], camera.metres_per_px, in_sight,
               times.at(0.5), times.at(0.95), times.at(0.99), times.at(1), cpu.at(0.5), cpu.at(0.95), tiles, density, whole_ms, everything);
    out << fmt::format("pan {},{:.4f},{},{:.3f},{:.3f},{:.3f},{:.3f},{:.3f},{:.3f},{},{},{:.1f},{:.1f}\n", names[z], camera.metres_per_px, in_sight, times.at(0.5),
                       times.at(0.95), times.at(0.99), times.at(1), cpu.at(0.5), cpu.at(0.95), tiles, density ? 1 : 0, whole_ms, everything);
  }
  // A dragged station: 20,000 points near a place that moves.
  for (int z = 0; z < 3; ++z) {
    scene::Camera camera = whole;
    camera.metres_per_px = whole.metres_per_px / std::pow(2.0, 2 * z);
    screen.bind();
    map.draw(camera, look, 0);
    glFinish();
    std::size_t tiles = 0, n_points = 0;
    Times update, frame, cpu;
    for (int f = 0; f < 60; ++f) {
      const Point station{camera.centre.x + f * 10 * camera.metres_per_px - 300 * camera.metres_per_px, camera.centre.y};
      const double r = std::sqrt(20000.0 / static_cast<double>(world.demand.size()) * box.width() * box.height() / 3.14159);
      std::vector<std::uint32_t> points;
      std::vector<std::int8_t> now;
      for (std::uint32_t i = 0; i < world.demand.size(); ++i)
        if (distance(world.demand[i].position, station) < r) points.push_back(i), now.push_back(static_cast<std::int8_t>((i + static_cast<std::uint32_t>(f)) % 4));
      const double cpu_before = cpu_ms();
      t = Clock::now();
      map.update_classes(points, now);
      update.ms.push_back(since(t));
      map.draw(camera, look, 6);
      glFinish();
      frame.ms.push_back(since(t));
      cpu.ms.push_back(cpu_ms() - cpu_before);
      tiles += map.stats().tiles_drawn, n_points += points.size();
    }
    fmt::print("   cpu p50 {:.2f} p95 {:.2f}; {:.1f} tiles a frame, {} points\n", cpu.at(0.5), cpu.at(0.95), static_cast<double>(tiles) / 60, n_points / 60);
    fmt::print("drag at {}: update_classes p50 {:.2f} p95 {:.2f} ms; with draw p50 {:.2f} p95 {:.2f} ms\n", names[z], update.at(0.5), update.at(0.95), frame.at(0.5), frame.at(0.95));
    out << fmt::format("drag {},{:.4f},,{:.3f},{:.3f},{:.3f},{:.3f},{:.3f},{:.3f},{},,,\n", names[z], camera.metres_per_px, frame.at(0.5), frame.at(0.95), frame.at(0.99),
                       frame.at(1), cpu.at(0.5), cpu.at(0.95), tiles);
  }
  return 0;
}

}  // namespace
}  // namespace catchment::bench

int main(int argc, char** argv) {
  const auto n = argc > 1 ? static_cast<std::size_t>(std::strtoull(argv[1], nullptr, 10)) : 1000000;
  try {
    return catchment::bench::run(n, argc > 2 ? argv[2] : "frames.csv");
  } catch (const std::exception& e) {
    fmt::print(stderr, "frames_bench: {}\n", e.what());
    return 1;
  }
}
