#pragma once

#include <chrono>
#include <ctime>
#include <string>
#include <vector>

namespace catchment::cli {

/// Wall and CPU seconds by stage, for timing.json: the only file of a run that differs between equal runs.
class StageClock {
 public:
  StageClock();
  /// Ends the stage before and starts this one.
  void start(const std::string& name);
  /// {"stages":[{"name","wall_s","cpu_s"}],"wall_s","cpu_s","peak_memory_mb","threads"}
  [[nodiscard]] std::string json() const;

 private:
  struct Stage { std::string name; std::chrono::steady_clock::time_point wall; std::clock_t cpu; };
  std::vector<Stage> stages_;
};

}  // namespace catchment::cli
