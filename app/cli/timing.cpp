#include "app/cli/timing.h"

#include <sys/resource.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <omp.h>

namespace catchment::cli {

namespace {

double rounded(double seconds) { return std::round(seconds * 1000) / 1000; }

}  // namespace

StageClock::StageClock() { start("read scenario"); }

void StageClock::start(const std::string& name) {
  stages_.push_back({name, std::chrono::steady_clock::now(), std::clock()});
}

std::string StageClock::json() const {
  const Stage end{"", std::chrono::steady_clock::now(), std::clock()};
  const auto wall = [](const Stage& a, const Stage& b) { return rounded(std::chrono::duration<double>(b.wall - a.wall).count()); };
  const auto cpu = [](const Stage& a, const Stage& b) { return rounded(static_cast<double>(b.cpu - a.cpu) / CLOCKS_PER_SEC); };
  nlohmann::ordered_json j;
  j["stages"] = nlohmann::ordered_json::array();
  for (std::size_t i = 0; i < stages_.size(); ++i) {
    const Stage& next = i + 1 < stages_.size() ? stages_[i + 1] : end;
    j["stages"].push_back({{"name", stages_[i].name}, {"wall_s", wall(stages_[i], next)}, {"cpu_s", cpu(stages_[i], next)}});
  }
  j["wall_s"] = wall(stages_.front(), end);
  j["cpu_s"] = cpu(stages_.front(), end);
  rusage usage = {};
  getrusage(RUSAGE_SELF, &usage);
  j["peak_memory_mb"] = std::round(static_cast<double>(usage.ru_maxrss) / 102.4) / 10;
  j["threads"] = omp_get_max_threads();
  return j.dump(2) + "\n";
}

}  // namespace catchment::cli
