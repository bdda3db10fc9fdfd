#pragma once

#include <algorithm>
#include <chrono>
#include <ctime>
#include <vector>

namespace catchment::bench {

using Clock = std::chrono::steady_clock;
/// Processor time of all threads of this process, ms: on a machine with other work it says more than the clock on the wall.
inline double cpu_ms() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}
inline double since(Clock::time_point t) { return std::chrono::duration<double, std::milli>(Clock::now() - t).count(); }

struct Times {
  std::vector<double> ms;
  [[nodiscard]] double at(double share) const {
    std::vector<double> sorted = ms;
    std::sort(sorted.begin(), sorted.end());
    return sorted.empty() ? 0 : sorted[std::min(sorted.size() - 1, static_cast<std::size_t>(share * static_cast<double>(sorted.size())))];
  }
};

}  // namespace catchment::bench
