#pragma once

#include <atomic>
#include <chrono>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "sim/core/progress.h"

namespace catchment::document {

/// Long work on a thread of its own, with progress, time left and cancelling. The result is taken on the main thread.
class Job {
 public:
  using Work = std::function<std::function<void()>(const Progress&)>;   ///< what it returns is called by `finish` on the main thread
  /// `wake`: called from the worker when there is news (to end an idle wait).
  Job(std::string title, Work work, std::function<void()> wake = {});
  ~Job();                                    ///< cancels and waits
  Job(const Job&) = delete;
  Job& operator=(const Job&) = delete;
  struct State { double share = 0; std::string doing; bool done = false; std::optional<double> seconds_left; };
  [[nodiscard]] State state() const;
  [[nodiscard]] const std::string& title() const { return title_; }
  void cancel();
  /// When done: does what the work returned; rethrows what it threw (also Cancelled). Once.
  void finish();

 private:
  struct Shared;
  std::string title_;
  std::shared_ptr<Shared> shared_;
  std::thread thread_;
};

}  // namespace catchment::document
