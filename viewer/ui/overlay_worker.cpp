#include "viewer/ui/overlay_worker.h"

#include <exception>
#include <utility>

namespace catchment::viewer {

OverlayWorker::OverlayWorker(std::function<void()> wake) : wake_(std::move(wake)), thread_([this] { work(); }) {}

OverlayWorker::~OverlayWorker() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  news_.notify_one();
  thread_.join();
}

void OverlayWorker::ask(Request request) {
  {
    const std::lock_guard lock(mutex_);
    next_ = std::move(request);
  }
  news_.notify_one();
}

std::optional<OverlayWorker::Result> OverlayWorker::take() {
  const std::lock_guard lock(mutex_);
  return std::exchange(result_, std::nullopt);
}

bool OverlayWorker::busy() const {
  const std::lock_guard lock(mutex_);
  return next_ || drawing_ || result_;
}

OverlayWorker::Result OverlayWorker::draw(const Request& request) {
  Result out;
  out.camera = request.camera;
  out.pixels = scene::to_pixels(scene::draw_overlay(*request.input, request.camera, request.options), 1.0, &out.warning);
  return out;
}

void OverlayWorker::work() {
  while (true) {
    std::optional<Request> request;
    {
      std::unique_lock lock(mutex_);
      news_.wait(lock, [&] { return stop_ || next_; });
      if (stop_) return;
      request = std::exchange(next_, std::nullopt);
      drawing_ = true;
    }
    Result result;
    try {
      result = draw(*request);
    } catch (const std::exception& error) {   // out of a thread it would end the program, and the open work with it
      result.camera = request->camera;
      result.warning = error.what();
    }
    {
      const std::lock_guard lock(mutex_);
      drawing_ = false;
      result_ = std::move(result);
    }
    if (wake_) wake_();
  }
}

}  // namespace catchment::viewer
