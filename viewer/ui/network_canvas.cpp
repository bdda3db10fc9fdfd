#include "viewer/ui/network_canvas.h"

#include <epoxy/gl.h>

#include <exception>
#include <utility>

namespace catchment::viewer {

namespace {

bool equal(const Box& a, const Box& b) { return a.min_x == b.min_x && a.min_y == b.min_y && a.max_x == b.max_x && a.max_y == b.max_y; }

}  // namespace

NetworkCanvas::NetworkCanvas(std::function<void()> wake, bool synchronous) : synchronous_(synchronous), wake_(std::move(wake)) {
  if (!synchronous) thread_ = std::thread([this] { work(); });
}

NetworkCanvas::~NetworkCanvas() {
  if (thread_.joinable()) {
    {
      const std::lock_guard lock(mutex_);
      stop_ = true;
    }
    news_.notify_one();
    thread_.join();
  }
  if (texture_ != 0) glDeleteTextures(1, &texture_);
}

bool NetworkCanvas::same(const Wish& a, const Wish& b) {
  const auto &x = a.options, &y = b.options;
  return a.network == b.network && x.width_px == y.width_px && x.height_px == y.height_px && x.u == y.u && x.chinese == y.chinese && x.dark == y.dark && x.colouring == y.colouring &&
         x.filter == y.filter && equal(x.window, y.window) && x.most_names == y.most_names && x.legend == y.legend && x.title == y.title;
}

bool NetworkCanvas::follow(Tab& tab) {
  Tab::Sharing& s = tab.sharing;
  {
    std::optional<Result> result;
    {
      const std::lock_guard lock(mutex_);
      result = std::exchange(result_, std::nullopt);
    }
    if (result && !result->pixels.rgba.empty()) show(tab, *result);
  }
  if (!std::exchange(s.picture_wanted, false) || !s.network) return true;
  Wish wish{s.network, s.wanted};
  if (!asked_ || !same(*asked_, wish)) {
    asked_ = wish;
    if (synchronous_) {
      show(tab, {wish, scene::to_pixels(scene::draw_network(*wish.network, wish.options))});
    } else {
      {
        const std::lock_guard lock(mutex_);
        next_ = wish;
      }
      news_.notify_one();
    }
  }
  return s.picture != 0 && s.drawn_of == s.network && same({s.drawn_of, s.drawn}, wish);
}

void NetworkCanvas::show(Tab& tab, const Result& result) {
  if (texture_ == 0) glGenTextures(1, &texture_);
  glActiveTexture(GL_TEXTURE0);
  glBindTexture(GL_TEXTURE_2D, texture_);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAX_LEVEL, 0);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
  glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, result.pixels.width, result.pixels.height, 0, GL_RGBA, GL_UNSIGNED_BYTE, result.pixels.rgba.data());
  Tab::Sharing& s = tab.sharing;
  s.picture = texture_;
  s.drawn = result.of.options;
  s.drawn_of = result.of.network;
}

void NetworkCanvas::work() {
  while (true) {
    std::optional<Wish> wish;
    {
      std::unique_lock lock(mutex_);
      news_.wait(lock, [&] { return stop_ || next_; });
      if (stop_) return;
      wish = std::exchange(next_, std::nullopt);
    }
    Result result{*wish, {}};
    try {
      result.pixels = scene::to_pixels(scene::draw_network(*wish->network, wish->options));
    } catch (const std::exception&) {   // out of a thread it would end the program; the picture before stays
    }
    {
      const std::lock_guard lock(mutex_);
      result_ = std::move(result);
    }
    if (wake_) wake_();
  }
}

}  // namespace catchment::viewer
