#pragma once

namespace catchment::viewer {

/// A frame buffer beside the screen, for the other side of a comparison. Needs a current context.
class RenderTarget {
 public:
  RenderTarget();
  ~RenderTarget();
  RenderTarget(const RenderTarget&) = delete;
  RenderTarget& operator=(const RenderTarget&) = delete;
  /// Binds it, of this size, and clears it.
  void bind(int width, int height);
  /// Copies the columns [from_x, to_x) of it into `to` (a frame buffer) at to_at_x.
  void copy_to(unsigned to, int from_x, int to_x, int to_at_x) const;

 private:
  unsigned buffer_ = 0, colour_ = 0;
  int width_ = 0, height_ = 0;
};

}  // namespace catchment::viewer
