// The whole viewer over a city, all panels open, as a hand uses it: opened, panned and zoomed at four scales, a station dragged in circles.
// A frame is all of viewer::Application::frame and glFinish, at 1280 x 800, with the workers of the real window. The simple way beside it,
// in the same run: for panning, everything in the buffers is drawn anew; for a dragged station, one search from all its providers over all
// streets, all sums and all colours anew.
//
// Usage: application_bench [buildings | world.gpkg | scenario.toml] [results.csv] [what...]
//   buildings (default 1000000): a city as `catchment generate town --kind city` makes it is written to the temporary folder, once, and
//     opened from there with a scenario of one level (stations, 15 min on foot); what the user's cache holds of it is used as ever
//     (CATCHMENT_CACHE=off: read from the file).
//   what: pan, zoom, drag (default: all).
// Besides the clock on the wall, processor time of all threads is given (workers too): on a machine with other work it says more.
#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <numbers>
#include <string>
#include <thread>
#include <vector>

#include <epoxy/gl.h>
#include <fmt/format.h>
#include <imgui.h>
#include <imgui_impl_opengl3.h>

#include "app/pipeline/pipeline.h"
#include "bench/viewer/draw_everything.h"
#include "gis/world_file/world_file.h"
#include "sim/report/reach.h"
#include "viewer/gpu/offscreen.h"
#include "viewer/ui/application.h"

namespace catchment::bench {
namespace {

constexpr int kWidth = 1280, kHeight = 800;
constexpr int kFrames = 240;

double memory_mb(const char* key) {
  std::ifstream in("/proc/self/status");
  for (std::string line; std::getline(in, line);)
    if (line.rfind(key, 0) == 0) return std::strtod(line.c_str() + line.find(':') + 1, nullptr) / 1024;
  return 0;
}

/// A generated city of about `n` buildings, in the temporary folder; made once.
std::string generated(std::size_t n) {
  namespace fs = std::filesystem;
  const fs::path folder = fs::temp_directory_path() / "catchment_bench";
  fs::create_directories(folder);
  const std::string world = (folder / fmt::format("city{}.gpkg", n)).string(), plan = (folder / fmt::format("city{}.toml", n)).string();
  if (!fs::exists(world)) {
    const double share = static_cast<double>(n) / 1'086'134;   // of the city that these figures are known of
    const std::string text = fmt::format(
        "[scenario]\nname = \"city\"\nseed = 1\ncrs = \"EPSG:32651\"\n[town]\nkind = \"city\"\npopulation = {}\narea_km2 = {}\ndistricts = 16\ncentres = 16\n"
        "stations = 100\npoints = 400\nhomes = 0\n",
        std::llround(60e6 * share), 3800 * share);
    const pipeline::LoadedWorld loaded = pipeline::load_world(pipeline::parse_scenario_text(text, plan));
    gis::write_world(loaded.world, world);
  }
  std::ofstream(plan) << fmt::format(
      "[scenario]\nname = \"city\"\ncrs = \"EPSG:32651\"\n[inputs.world]\nrole = \"world\"\npath = \"city{}.gpkg\"\ndatum = \"wgs84\"\n[network]\nmode = \"walk\"\n"
      "[[levels]]\nname = \"station\"\nrank = 3\ncutoff = \"15 min\"\n", n);
  return plan;
}

struct Bench {
  gpu::Offscreen screen{kWidth, kHeight};
  std::unique_ptr<viewer::Application> app;
  std::ofstream csv;
  Times wall, cpu;

  explicit Bench(const std::string& csv_file) : csv(csv_file) {
    ImGui::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.DisplaySize = {kWidth, kHeight};
    io.MousePos = {-1e6f, -1e6f};
    ImGui_ImplOpenGL3_Init("#version 330 core");
    csv << "what,metres_per_px,frames,p50_ms,p95_ms,p99_ms,worst_ms,cpu_p50_ms,cpu_p95_ms,simple_ms,simple_cpu_ms\n";
    fmt::print("{}\n{:<16} {:>8} {:>7} {:>8} {:>8} {:>8} {:>8} {:>9} {:>9} {:>10} {:>10}\n", screen.driver(), "what", "m/px", "frames", "p50", "p95", "p99", "worst", "cpu p50",
               "cpu p95", "simple", "its cpu");
  }
  ~Bench() {
    screen.bind();
    app.reset();
    ImGui_ImplOpenGL3_Shutdown();
    ImGui::DestroyContext();
  }

  viewer::Tab& tab() { return *app->state().tab(); }

  double frame(bool counted = true) {
    static Clock::time_point last = Clock::now();
    const auto began = Clock::now();
    const double seconds = std::chrono::duration<double>(began - std::exchange(last, began)).count();
    const double cpu_before = cpu_ms();
    ImGui::GetIO().DeltaTime = static_cast<float>(std::clamp(seconds, 1e-3, 0.25));
    screen.bind();
    app->frame(kWidth, kHeight, seconds);
    glFinish();
    const double ms = since(began);
    if (counted) wall.ms.push_back(ms), cpu.ms.push_back(cpu_ms() - cpu_before);
    ImGui::GetIO().MouseWheel = 0;
    return ms;
  }
  /// At rest: nothing moves and no worker works.
  void settle() {
    const auto began = Clock::now();
    double worst = 0;
    for (int calm = 0; calm < 4 && since(began) < 120e3;) {
      worst = std::max(worst, frame(false));
      calm = app->settled() ? calm + 1 : 0;
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    if (worst > 50) fmt::print("   coming to rest: worst frame {:.0f} ms, {:.1f} s\n", worst, since(began) / 1e3);
  }
  void say(const std::string& what, double metres_per_px, double simple, double simple_cpu) {
    fmt::print("{:<16} {:>8.3f} {:>7} {:>8.2f} {:>8.2f} {:>8.2f} {:>8.2f} {:>9.2f} {:>9.2f} {:>10.1f} {:>10.1f}\n", what, metres_per_px, wall.ms.size(), wall.at(0.5), wall.at(0.95),
               wall.at(0.99), wall.at(1), cpu.at(0.5), cpu.at(0.95), simple, simple_cpu);
    csv << fmt::format("{},{:.4f},{},{:.3f},{:.3f},{:.3f},{:.3f},{:.3f},{:.3f},{:.1f},{:.1f}\n", what, metres_per_px, wall.ms.size(), wall.at(0.5), wall.at(0.95), wall.at(0.99),
                       wall.at(1), cpu.at(0.5), cpu.at(0.95), simple, simple_cpu)
        << std::flush;
    std::fflush(stdout);
    wall = {}, cpu = {};
  }
  void mouse(Point px) { ImGui::GetIO().MousePos = {static_cast<float>(px.x), static_cast<float>(px.y)}; }
  void button(int b, bool down) {
    ImGui::GetIO().MouseDown[b] = down;
    frame(false);
  }
};

void open(Bench& b, const std::string& path) {
  viewer::ViewerOptions options;
  options.files = {path};
  options.language = "en";
  const auto began = Clock::now();
  b.screen.bind();
  b.app = std::make_unique<viewer::Application>(options, viewer::Application::Surroundings{{}, {}, {}, 1, false});
  double first = 0, whole = 0, worst = 0;
  while (b.app->state().tabs.empty()) {
    const double ms = b.frame(false);
    if (whole > 0) worst = std::max(worst, ms);
    if (first == 0 && b.app->shows_world()) first = since(began);
    if (whole == 0 && b.app->shows_world() && b.app->state().map.picture_final) whole = since(began);
    if (b.app->state().jobs.empty() && b.app->state().tabs.empty()) throw std::runtime_error(path + ": cannot be opened");
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  const double document = since(began);
  worst = std::max(worst, b.frame(false));
  const double ready = since(began);
  b.settle();
  fmt::print("first picture {:.0f} ms, whole picture {:.0f} ms, document {:.0f} ms, its first frame {:.0f} ms; {:.0f} MB, at most {:.0f} MB; worst frame after the first picture {:.0f} ms\n",
             first, whole, document, ready - document, memory_mb("VmRSS"), memory_mb("VmHWM"), worst);
  b.csv << fmt::format("open: first picture,,,{0:.0f},,,,,,,\nopen: document,,,{1:.0f},,,,,,,\nmemory MB,,,{2:.0f},,,{3:.0f},,,,\n", first, ready, memory_mb("VmRSS"), memory_mb("VmHWM"));
}

scene::Camera at_zoom(Bench& b, int z) {
  static const scene::Camera home = b.tab().camera;
  scene::Camera camera = home;
  camera.metres_per_px = home.metres_per_px / std::pow(2.0, 2 * z);
  return camera;
}

constexpr std::array kZooms{"city", "district", "street", "block"};

void pan(Bench& b) {
  const scene::ThemeFigures& figures = b.tab().theming->figures();
  std::vector<gpu::ClassLook> looks;
  for (const auto& c : figures.classes) looks.push_back({c.fill, c.hatch});
  const double all_cpu = everything_ms(b.screen, b.tab().geometry, figures.of, looks);
  for (int z = 0; z < 4; ++z) {
    b.tab().camera = at_zoom(b, z);
    b.mouse({640, 400});
    b.settle();
    // The middle button: it pans wherever it is pressed.
    b.button(2, true);
    Point px{640, 400};
    // At city zoom around the city, closer in always over new ground.
    const double turn = z == 0 ? 0.05 : 0.02;
    for (int f = 0; f < kFrames; ++f) {
      px.x += 15 * std::cos(f * turn), px.y += 15 * std::sin(f * turn);
      b.mouse(px);
      b.frame();
    }
    const double metres = b.tab().camera.metres_per_px;
    b.button(2, false);
    b.say(fmt::format("pan {}", kZooms[static_cast<std::size_t>(z)]), metres, 0, all_cpu);
  }
}

void zoom(Bench& b) {
  b.tab().camera = at_zoom(b, 0);
  b.mouse({640, 380});
  b.settle();
  for (int f = 0; f < kFrames; ++f) {
    // A notch every third frame: in to the block and out again.
    if (f % 3 == 0) ImGui::GetIO().MouseWheel = f < kFrames / 2 ? 0.5f : -0.5f;
    b.frame();
  }
  b.say("wheel", b.tab().camera.metres_per_px, 0, 0);
}

/// One search from all stations, sums, colours: what a change costs without anything that is kept.
std::pair<double, double> all_anew(Bench& b, const Reach& reach) {
  viewer::Tab& tab = b.tab();
  LiveStudy& live = tab.document->live();
  const double cpu = cpu_ms();
  const auto began = Clock::now();
  const LevelSpec& spec = live.spec(0);
  const NearestTable nearest = reach.nearest(live.providers(0), spec.unit, spec.group);
  std::int64_t covered = 0;
  std::vector<std::int64_t> areas(live.world().areas.size(), 0);
  for (std::size_t i = 0; i < nearest.cost.size(); ++i)
    if (nearest.cost[i] <= to_cost(spec.cutoff) && live.figures().counted()[i]) {
      covered += live.figures().persons()[i];
      if (const AreaId a = live.world().demand[i].area; a.valid()) areas[a.value] += live.figures().persons()[i];
    }
  if (covered != live.figures().levels()[0].persons_covered)
    throw std::logic_error(fmt::format("the simple way covers {} persons, the viewer {}", covered, live.figures().levels()[0].persons_covered));
  const scene::StudyView now = viewer::plan_view(tab), base = viewer::base_view(tab);
  scene::Theming theming(live.world(), tab.document->scenario());
  theming.set(tab.figure, tab.classing, now, &base, false, false);
  return {since(began), cpu_ms() - cpu};
}

void drag(Bench& b) {
  viewer::Tab& tab = b.tab();
  LiveStudy& live = tab.document->live();
  if (live.n_levels() == 0) return;
  const World& world = live.world();
  // A station near the middle of the map.
  const Point middle = tab.home.centre();
  FacilityId station = live.providers(0).front();
  for (const FacilityId f : live.providers(0))
    if (world.facilities[f.value].level == live.spec(0).rank && distance(world.facilities[f.value].position, middle) < distance(world.facilities[station.value].position, middle)) station = f;
  std::vector<std::string> groups;
  for (const LevelSpec& l : tab.document->scenario().levels)
    if (!l.group.empty()) groups.push_back(l.group);
  const Reach reach(world, tab.document->scenario().network, {}, groups);
  Times simple, simple_cpu;
  for (int k = 0; k < 3; ++k) {
    const auto [wall, cpu] = all_anew(b, reach);
    simple.ms.push_back(wall), simple_cpu.ms.push_back(cpu);
  }
  for (int z = 0; z < 3; ++z) {
    tab.camera = at_zoom(b, z);
    tab.camera.centre = world.facilities[station.value].position;
    b.mouse({-1e6, -1e6});
    b.settle();
    const Point from = tab.camera.to_px(world.facilities[station.value].position);
    b.mouse(from);
    b.frame(false);
    b.frame(false);
    const bool hit = tab.hover.kind == viewer::ThingKind::kFacility;
    b.button(0, true);
    for (int k = 1; k <= 3; ++k) b.mouse({from.x + 3 * k, from.y}), b.frame(false);
    const auto held = tab.document->grabbed();
    if (!hit || !held) throw std::runtime_error("no station was taken up");
    for (int f = 0; f < kFrames; ++f) {
      const double turn = 2 * std::numbers::pi * f / 80, r = 60 + 60.0 * f / kFrames;
      b.mouse({from.x + r * std::sin(turn), from.y + r * (1 - std::cos(turn))});
      b.frame();
    }
    b.say(fmt::format("drag {}", kZooms[static_cast<std::size_t>(z)]), tab.camera.metres_per_px, simple.at(0.5), simple_cpu.at(0.5));
    b.button(0, false);
    b.mouse({-1e6, -1e6});
    b.settle();
    if (tab.document->done() > 0) tab.document->undo();
    b.settle();
  }
}

int run(const std::string& what, const std::string& csv, const std::vector<std::string>& parts) {
  const bool number = !what.empty() && what.find_first_not_of("0123456789") == std::string::npos;
  const std::string path = number ? generated(std::strtoull(what.c_str(), nullptr, 10)) : what;
  const auto wanted = [&](const char* part) { return parts.empty() || std::find(parts.begin(), parts.end(), part) != parts.end(); };
  Bench b(csv);
  open(b, path);
  (void)at_zoom(b, 0);
  if (wanted("pan")) pan(b);
  if (wanted("zoom")) zoom(b);
  if (wanted("drag")) drag(b);
  return 0;
}

}  // namespace
}  // namespace catchment::bench

int main(int argc, char** argv) {
  try {
    return catchment::bench::run(argc > 1 ? argv[1] : "1000000", argc > 2 ? argv[2] : "viewer.csv", argc > 3 ? std::vector<std::string>(argv + 3, argv + argc) : std::vector<std::string>{});
  } catch (const std::exception& e) {
    fmt::print(stderr, "application_bench: {}\n", e.what());
    return 1;
  }
}
