#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "viewer/scene/overlay.h"

namespace catchment::viewer {

/// Draws overlays (labels, symbols, boundaries) on a thread of its own; only the newest request counts. The world of a
/// request must stay until its result is taken or the worker is gone.
class OverlayWorker {
 public:
  struct Request {
    std::shared_ptr<const scene::OverlayInput> input;   ///< shared: a city's facilities are not copied for every picture
    scene::Camera camera;
    scene::OverlayOptions options;
  };
  struct Result {
    scene::Pixels pixels;        ///< empty: it could not be drawn, `warning` says why
    scene::Camera camera;        ///< that it was drawn for
    std::string warning;         ///< of the fonts, or what failed; empty: none
  };
  /// `wake` is called from the worker when a result is there.
  explicit OverlayWorker(std::function<void()> wake);
  ~OverlayWorker();
  OverlayWorker(const OverlayWorker&) = delete;
  OverlayWorker& operator=(const OverlayWorker&) = delete;
  /// Takes the place of a request that has not been begun.
  void ask(Request request);
  std::optional<Result> take();
  /// Something is asked for and not taken.
  [[nodiscard]] bool busy() const;
  static Result draw(const Request& request);

 private:
  void work();
  mutable std::mutex mutex_;
  std::condition_variable news_;
  std::optional<Request> next_;
  std::optional<Result> result_;
  bool drawing_ = false, stop_ = false;
  std::function<void()> wake_;
  std::thread thread_;           // last: starts when all else is there
};

}  // namespace catchment::viewer
