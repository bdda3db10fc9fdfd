#include "viewer/document/job.h"

#include <utility>

namespace catchment::document {

struct Job::Shared {
  std::mutex mutex;
  State state;
  std::atomic<bool> cancelled{false};
  std::chrono::steady_clock::time_point began = std::chrono::steady_clock::now();
  std::function<void()> result;
  std::exception_ptr failure;
};

Job::Job(std::string title, Work work, std::function<void()> wake) : title_(std::move(title)), shared_(std::make_shared<Shared>()) {
  thread_ = std::thread([shared = shared_, work = std::move(work), wake = std::move(wake)] {
    const Progress progress = [&](double share, std::string_view doing) {
      {
        const std::lock_guard lock(shared->mutex);
        shared->state.share = share;
        shared->state.doing = doing;
        const double spent = std::chrono::duration<double>(std::chrono::steady_clock::now() - shared->began).count();
        // Too early to tell is told as nothing.
        shared->state.seconds_left = share > 0.03 && spent > 0.5 ? std::optional(spent / share * (1 - share)) : std::nullopt;
      }
      if (wake) wake();
      return !shared->cancelled;
    };
    std::function<void()> result;
    std::exception_ptr failure;
    try {
      result = work(progress);
    } catch (...) {
      failure = std::current_exception();
    }
    {
      const std::lock_guard lock(shared->mutex);
      shared->result = std::move(result);
      shared->failure = failure;
      shared->state.done = true;
      shared->state.seconds_left.reset();
    }
    if (wake) wake();
  });
}

Job::~Job() {
  cancel();
  if (thread_.joinable()) thread_.join();
}

Job::State Job::state() const {
  const std::lock_guard lock(shared_->mutex);
  return shared_->state;
}

void Job::cancel() { shared_->cancelled = true; }

void Job::finish() {
  if (thread_.joinable()) thread_.join();
  if (shared_->failure) std::rethrow_exception(std::exchange(shared_->failure, nullptr));
  if (auto result = std::exchange(shared_->result, nullptr)) result();
}

}  // namespace catchment::document
