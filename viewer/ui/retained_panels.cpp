#include "viewer/ui/retained_panels.h"

#include <epoxy/gl.h>
#include <imgui.h>
#include <imgui_impl_opengl3.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

namespace catchment::viewer {

namespace {

struct Rect {
  float x0 = 1e9F, y0 = 1e9F, x1 = -1e9F, y1 = -1e9F;
  [[nodiscard]] bool empty() const { return x0 >= x1 || y0 >= y1; }
  [[nodiscard]] bool touches(const Rect& o) const { return x0 < o.x1 && o.x0 < x1 && y0 < o.y1 && o.y0 < y1; }
  [[nodiscard]] bool holds(const Rect& o) const { return o.x0 >= x0 && o.x1 <= x1 && o.y0 >= y0 && o.y1 <= y1; }
};

std::uint64_t mixed(std::uint64_t h, std::uint64_t v) {
  h ^= v;
  h *= 0x9E3779B97F4A7C15ULL;
  return h ^ h >> 29;
}

template <class T>
std::uint64_t bytes_of(std::uint64_t h, const ImVector<T>& v) {
  const auto* at = reinterpret_cast<const unsigned char*>(v.Data);
  std::size_t left = static_cast<std::size_t>(v.Size) * sizeof(T);
  h = mixed(h, left);
  for (; left >= 8; at += 8, left -= 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, at, 8);
    h = mixed(h, word);
  }
  std::uint64_t word = 0;
  std::memcpy(&word, at, left);
  return mixed(h, word);
}

/// Where a list draws, and a number for all that it draws. A list that calls back or that draws nothing known has none: 0.
struct Drawn {
  Rect where;
  std::uint64_t what = 0;
};
Drawn look_at(const ImDrawList& list) {
  Drawn out;
  std::uint64_t h = bytes_of(bytes_of(0x51ED270B, list.VtxBuffer), list.IdxBuffer);
  for (const ImDrawCmd& c : list.CmdBuffer) {
    if (c.UserCallback != nullptr) return {{-1e9F, -1e9F, 1e9F, 1e9F}, 0};
    if (c.ElemCount == 0) continue;
    std::array<std::uint32_t, 4> clip{};
    std::memcpy(clip.data(), &c.ClipRect, sizeof clip);
    for (const std::uint32_t v : clip) h = mixed(h, v);
    h = mixed(mixed(mixed(mixed(h, reinterpret_cast<std::uintptr_t>(c.GetTexID())), c.VtxOffset), c.IdxOffset), c.ElemCount);
    Rect r;
    for (unsigned k = 0; k < c.ElemCount; ++k) {
      const ImVec2 p = list.VtxBuffer[static_cast<int>(list.IdxBuffer[static_cast<int>(c.IdxOffset + k)] + c.VtxOffset)].pos;
      r.x0 = std::min(r.x0, p.x), r.y0 = std::min(r.y0, p.y), r.x1 = std::max(r.x1, p.x), r.y1 = std::max(r.y1, p.y);
    }
    r = {std::max(r.x0, c.ClipRect.x), std::max(r.y0, c.ClipRect.y), std::min(r.x1, c.ClipRect.z), std::min(r.y1, c.ClipRect.w)};
    if (r.empty()) continue;
    out.where = {std::min(out.where.x0, r.x0), std::min(out.where.y0, r.y0), std::max(out.where.x1, r.x1), std::max(out.where.y1, r.y1)};
  }
  out.what = std::max<std::uint64_t>(1, h);
  return out;
}

}  // namespace

RetainedPanels::~RetainedPanels() {
  for (Strip& s : strips_)
    if (s.texture != 0) glDeleteTextures(1, &s.texture);
  if (frame_ != 0) glDeleteFramebuffers(1, &frame_);
}

void RetainedPanels::forget() {
  for (Strip& s : strips_) s.seen = s.before = s.kept = 0;
}

void RetainedPanels::copy(const Strip& s, bool to_screen, int height_px) {
  GLint screen = 0;
  glGetIntegerv(GL_DRAW_FRAMEBUFFER_BINDING, &screen);
  if (frame_ == 0) glGenFramebuffers(1, &frame_);
  const auto ours = frame_, theirs = static_cast<GLuint>(screen);
  const GLint bottom = height_px - s.y - s.height;
  glDisable(GL_SCISSOR_TEST);
  glBindFramebuffer(to_screen ? GL_READ_FRAMEBUFFER : GL_DRAW_FRAMEBUFFER, ours);
  glBindFramebuffer(to_screen ? GL_DRAW_FRAMEBUFFER : GL_READ_FRAMEBUFFER, theirs);
  glFramebufferTexture2D(to_screen ? GL_READ_FRAMEBUFFER : GL_DRAW_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, s.texture, 0);
  if (to_screen) glBlitFramebuffer(0, 0, s.width, s.height, s.x, bottom, s.x + s.width, bottom + s.height, GL_COLOR_BUFFER_BIT, GL_NEAREST);
  else glBlitFramebuffer(s.x, bottom, s.x + s.width, bottom + s.height, 0, 0, s.width, s.height, GL_COLOR_BUFFER_BIT, GL_NEAREST);
  glBindFramebuffer(GL_FRAMEBUFFER, theirs);
}

void RetainedPanels::keep(Strip& s, int height_px) {
  if (s.texture == 0 || s.texture_width != s.width || s.texture_height != s.height) {
    if (s.texture == 0) glGenTextures(1, &s.texture);
    glActiveTexture(GL_TEXTURE0);
    glBindTexture(GL_TEXTURE_2D, s.texture);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAX_LEVEL, 0);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, s.width, s.height, 0, GL_RGBA, GL_UNSIGNED_BYTE, nullptr);
    s.texture_width = s.width, s.texture_height = s.height;
  }
  copy(s, false, height_px);
  s.kept = s.seen;
}

void RetainedPanels::draw(ImDrawData& data, const std::array<double, 4>& covered_px, int width_px, int height_px) {
  const ImVec2 scale = data.FramebufferScale;
  const auto px = [](double v) { return static_cast<int>(std::floor(v)); };
  const int left = px(covered_px[0]), top = px(covered_px[1]), right = px(covered_px[2]), bottom = px(covered_px[3]), between = height_px - top - bottom;
  const std::array<std::array<int, 4>, 4> now{{{0, 0, width_px, top}, {0, height_px - bottom, width_px, bottom}, {0, top, left, between}, {width_px - right, top, right, between}}};

  std::vector<Drawn> lists(static_cast<std::size_t>(data.CmdListsCount));
  const ImDrawList* background = ImGui::GetBackgroundDrawList();
  for (std::size_t k = 0; k < lists.size(); ++k)
    if (data.CmdLists[k] != background) lists[k] = look_at(*data.CmdLists[k]);

  std::vector<char> hidden(lists.size(), 0);
  std::array<bool, 4> whole{};
  for (std::size_t n = 0; n < 4; ++n) {
    Strip& s = strips_[n];
    const auto [x, y, width, height] = now[n];
    if (s.x != x || s.y != y || s.width != width || s.height != height) s.x = x, s.y = y, s.width = width, s.height = height, s.seen = s.before = s.kept = 0;
    if (width <= 0 || height <= 0) continue;
    const Rect r{static_cast<float>(x) / scale.x, static_cast<float>(y) / scale.y, static_cast<float>(x + width) / scale.x, static_cast<float>(y + height) / scale.y};
    std::uint64_t what = 0x1234567;
    bool any = false, alone = true;   // nothing that draws in the strip draws beyond it
    for (const Drawn& d : lists) {
      if (d.where.empty() || !r.touches(d.where)) continue;
      any = true;
      alone = alone && d.what != 0 && r.holds(d.where);
      what = mixed(what, d.what);
    }
    if (!any || !alone) {
      s.seen = s.before = s.kept = 0;
      continue;
    }
    s.seen = what;
    whole[n] = s.kept == what;
    if (!whole[n]) continue;
    for (std::size_t k = 0; k < lists.size(); ++k)
      if (!lists[k].where.empty() && r.touches(lists[k].where)) hidden[k] = 1;
  }
  drawn_.clear();
  for (std::size_t k = 0; k < lists.size(); ++k)
    if (hidden[k] == 0) drawn_.push_back(data.CmdLists[k]);
  ImDrawData part = data;
  part.CmdLists = drawn_.data();
  part.CmdListsCount = static_cast<int>(drawn_.size());
  part.TotalIdxCount = part.TotalVtxCount = 0;
  for (const ImDrawList* list : drawn_) part.TotalIdxCount += list->IdxBuffer.Size, part.TotalVtxCount += list->VtxBuffer.Size;
  ImGui_ImplOpenGL3_RenderDrawData(&part);
  for (std::size_t n = 0; n < 4; ++n) {
    Strip& s = strips_[n];
    if (whole[n]) copy(s, true, height_px);
    // What has stood still for two frames is kept; what changes with every frame is not worth a copy.
    else if (const bool stood = std::exchange(s.before, s.seen) == s.seen; stood && s.seen != 0) keep(s, height_px);
  }
}

}  // namespace catchment::viewer
