#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "viewer/scene/overlay.h"
#include "viewer/ui/state.h"

namespace catchment::viewer {

/// The network's picture of one tab as a texture: drawn on a thread of its own, only the newest wish counts. Needs a current context.
class NetworkCanvas {
 public:
  /// `wake`: called from the worker when there is something new to show. `synchronous`: drawn at once.
  NetworkCanvas(std::function<void()> wake, bool synchronous);
  ~NetworkCanvas();
  NetworkCanvas(const NetworkCanvas&) = delete;
  NetworkCanvas& operator=(const NetworkCanvas&) = delete;
  /// Once a frame: asks for what the window wants, takes what is there. -> whether it is what is wanted.
  bool follow(Tab& tab);

 private:
  struct Wish {
    std::shared_ptr<const scene::Network> network;
    scene::NetworkPictureOptions options;
  };
  struct Result {
    Wish of;
    scene::Pixels pixels;
  };
  static bool same(const Wish& a, const Wish& b);
  void work();
  void show(Tab& tab, const Result& result);
  unsigned texture_ = 0;
  std::optional<Wish> asked_;
  bool synchronous_ = false;
  std::mutex mutex_;
  std::condition_variable news_;
  std::optional<Wish> next_;
  std::optional<Result> result_;
  bool stop_ = false;
  std::function<void()> wake_;
  std::thread thread_;           // last: starts when all else is there
};

}  // namespace catchment::viewer
