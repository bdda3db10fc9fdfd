#include "viewer/ui/icons.h"

#include <array>
#include <cmath>
#include <initializer_list>
#include <numbers>

namespace catchment::viewer {

namespace {

constexpr float kPi = std::numbers::pi_v<float>;

/// Strokes and fills in a square from -1 to 1, y downwards.
class Pen {
 public:
  Pen(ImDrawList& draw, ImVec2 centre, float size, ImU32 colour, float angle)
      : draw_(draw), centre_(centre), half_(size / 2), colour_(colour), cos_(std::cos(angle)), sin_(std::sin(angle)), width_(size / 10 < 1 ? 1 : size / 10) {}

  void line(std::initializer_list<ImVec2> points, bool closed = false) {
    draw_.PathClear();
    for (const ImVec2 p : points) draw_.PathLineTo(at(p));
    draw_.PathStroke(colour_, closed ? ImDrawFlags_Closed : 0, width_);
  }
  void fill(std::initializer_list<ImVec2> points) {
    draw_.PathClear();
    for (const ImVec2 p : points) draw_.PathLineTo(at(p));
    draw_.PathFillConvex(colour_);
  }
  /// From and to in rad, clockwise from the right.
  void arc(ImVec2 c, float radius, float from, float to) {
    draw_.PathClear();
    const int steps = 20;
    for (int i = 0; i <= steps; ++i) {
      const float a = from + (to - from) * static_cast<float>(i) / static_cast<float>(steps);
      draw_.PathLineTo(at({c.x + radius * std::cos(a), c.y + radius * std::sin(a)}));
    }
    draw_.PathStroke(colour_, 0, width_);
  }
  void circle(ImVec2 c, float radius) { draw_.AddCircle(at(c), radius * half_, colour_, 0, width_); }
  void disc(ImVec2 c, float radius) { draw_.AddCircleFilled(at(c), radius * half_, colour_); }
  void star(ImVec2 c, float radius) {
    std::array<ImVec2, 10> p;
    for (std::size_t k = 0; k < 10; ++k) {
      const float r = k % 2 == 0 ? radius : radius * 0.42F, a = -kPi / 2 + static_cast<float>(k) * kPi / 5;
      p[k] = {c.x + r * std::cos(a), c.y + r * std::sin(a)};
    }
    for (std::size_t k = 0; k < 10; k += 2) {   // five points and a middle, each convex
      fill({p[(k + 9) % 10], p[k], p[k + 1]});
      fill({c, p[(k + 9) % 10], p[k + 1]});
    }
  }

 private:
  [[nodiscard]] ImVec2 at(ImVec2 p) const {
    return {centre_.x + (p.x * cos_ - p.y * sin_) * half_, centre_.y + (p.x * sin_ + p.y * cos_) * half_};
  }
  ImDrawList& draw_;
  ImVec2 centre_;
  float half_;
  ImU32 colour_;
  float cos_, sin_, width_;
};

}  // namespace

void draw_icon(ImDrawList& draw, Icon icon, ImVec2 centre, float size, ImU32 colour, float angle) {
  Pen pen(draw, centre, size, colour, angle);
  switch (icon) {
    case Icon::kUndo:
      pen.arc({0.05F, 0.2F}, 0.65F, -kPi * 0.95F, kPi * 0.45F);
      pen.line({{-0.95F, -0.35F}, {-0.6F, 0.1F}, {-0.1F, -0.2F}});
      break;
    case Icon::kRedo:
      pen.arc({-0.05F, 0.2F}, 0.65F, -kPi * 0.05F, -kPi * 1.45F);
      pen.line({{0.95F, -0.35F}, {0.6F, 0.1F}, {0.1F, -0.2F}});
      break;
    case Icon::kSave:
      pen.line({{0, -0.9F}, {0, 0.35F}});
      pen.line({{-0.45F, -0.1F}, {0, 0.38F}, {0.45F, -0.1F}});
      pen.line({{-0.85F, 0.3F}, {-0.85F, 0.85F}, {0.85F, 0.85F}, {0.85F, 0.3F}});
      break;
    case Icon::kSearch:
      pen.circle({-0.15F, -0.15F}, 0.6F);
      pen.line({{0.3F, 0.3F}, {0.85F, 0.85F}});
      break;
    case Icon::kCompare:
      pen.line({{-0.9F, -0.75F}, {0.9F, -0.75F}, {0.9F, 0.75F}, {-0.9F, 0.75F}}, true);
      pen.line({{0, -0.95F}, {0, 0.95F}});
      pen.fill({{0, -0.75F}, {0.9F, -0.75F}, {0.9F, 0.75F}, {0, 0.75F}});
      break;
    case Icon::kMoon:
      pen.arc({0, 0}, 0.8F, -kPi * 0.28F, -kPi * 1.78F + kPi * 0.06F);
      pen.arc({0.48F, -0.38F}, 0.62F, kPi * 0.36F, kPi * 1.12F);
      break;
    case Icon::kSun:
      pen.circle({0, 0}, 0.42F);
      for (int k = 0; k < 8; ++k) {
        const float a = static_cast<float>(k) * kPi / 4;
        pen.line({{0.65F * std::cos(a), 0.65F * std::sin(a)}, {0.95F * std::cos(a), 0.95F * std::sin(a)}});
      }
      break;
    case Icon::kHelp:
      pen.arc({0, -0.4F}, 0.45F, -kPi, kPi * 0.35F);
      pen.line({{0.2F, -0.02F}, {0, 0.18F}, {0, 0.4F}});
      pen.disc({0, 0.8F}, 0.14F);
      break;
    case Icon::kPlus:
      pen.line({{-0.7F, 0}, {0.7F, 0}});
      pen.line({{0, -0.7F}, {0, 0.7F}});
      break;
    case Icon::kMinus: pen.line({{-0.7F, 0}, {0.7F, 0}}); break;
    case Icon::kClose:
      pen.line({{-0.55F, -0.55F}, {0.55F, 0.55F}});
      pen.line({{-0.55F, 0.55F}, {0.55F, -0.55F}});
      break;
    case Icon::kSelect: pen.line({{-0.5F, -0.85F}, {-0.5F, 0.65F}, {-0.1F, 0.3F}, {0.2F, 0.9F}, {0.45F, 0.78F}, {0.18F, 0.2F}, {0.65F, 0.15F}}, true); break;
    case Icon::kRuler:
      pen.line({{-0.95F, 0.4F}, {0.4F, -0.95F}, {0.95F, -0.4F}, {-0.4F, 0.95F}}, true);
      pen.line({{-0.5F, -0.05F}, {-0.25F, 0.2F}});
      pen.line({{-0.05F, -0.5F}, {0.2F, -0.25F}});
      break;
    case Icon::kEye:
    case Icon::kEyeShut:
      pen.arc({0, 0.62F}, 1.1F, -kPi * 0.82F, -kPi * 0.18F);
      pen.arc({0, -0.62F}, 1.1F, kPi * 0.18F, kPi * 0.82F);
      if (icon == Icon::kEye) pen.disc({0, 0}, 0.28F);
      else pen.line({{-0.75F, 0.75F}, {0.75F, -0.75F}});
      break;
    case Icon::kHandle:
      for (const float y : {-0.5F, 0.0F, 0.5F})
        for (const float x : {-0.25F, 0.25F}) pen.disc({x, y}, 0.12F);
      break;
    case Icon::kZoomTo:
      pen.circle({0, 0}, 0.5F);
      pen.line({{-0.95F, 0}, {-0.5F, 0}});
      pen.line({{0.5F, 0}, {0.95F, 0}});
      pen.line({{0, -0.95F}, {0, -0.5F}});
      pen.line({{0, 0.5F}, {0, 0.95F}});
      break;
    case Icon::kFit:
      for (const float x : {-1.0F, 1.0F})
        for (const float y : {-1.0F, 1.0F}) pen.line({{x * 0.3F, y * 0.8F}, {x * 0.8F, y * 0.8F}, {x * 0.8F, y * 0.3F}});
      break;
    case Icon::kNorth:
      pen.fill({{0, -0.95F}, {0.45F, 0.75F}, {0, 0.4F}});
      pen.line({{0, -0.95F}, {-0.45F, 0.75F}, {0, 0.4F}}, true);
      break;
    case Icon::kTable:
      pen.line({{-0.85F, -0.75F}, {0.85F, -0.75F}, {0.85F, 0.75F}, {-0.85F, 0.75F}}, true);
      pen.line({{-0.85F, -0.25F}, {0.85F, -0.25F}});
      pen.line({{-0.85F, 0.25F}, {0.85F, 0.25F}});
      pen.line({{-0.2F, -0.75F}, {-0.2F, 0.75F}});
      break;
    case Icon::kCharts:
      pen.line({{-0.85F, -0.85F}, {-0.85F, 0.8F}, {0.9F, 0.8F}});
      pen.line({{-0.55F, 0.4F}, {-0.15F, -0.2F}, {0.25F, 0.1F}, {0.8F, -0.65F}});
      break;
    case Icon::kSharing:
      pen.line({{-0.42F, -0.42F}, {0.38F, -0.62F}});
      pen.line({{-0.5F, -0.2F}, {-0.15F, 0.5F}});
      pen.line({{0.55F, -0.4F}, {0.08F, 0.5F}});
      pen.circle({-0.62F, -0.45F}, 0.26F);
      pen.circle({0.62F, -0.62F}, 0.24F);
      pen.circle({-0.05F, 0.68F}, 0.28F);
      break;
    case Icon::kHistory:
      pen.circle({0, 0}, 0.8F);
      pen.line({{0, -0.5F}, {0, 0.05F}, {0.35F, 0.3F}});
      break;
    case Icon::kSettings:
      for (const float y : {-0.55F, 0.0F, 0.55F}) pen.line({{-0.85F, y}, {0.85F, y}});
      pen.disc({0.3F, -0.55F}, 0.22F);
      pen.disc({-0.35F, 0}, 0.22F);
      pen.disc({0.15F, 0.55F}, 0.22F);
      break;
    case Icon::kChevronDown: pen.line({{-0.5F, -0.25F}, {0, 0.3F}, {0.5F, -0.25F}}); break;
    case Icon::kChevronRight: pen.line({{-0.25F, -0.5F}, {0.3F, 0}, {-0.25F, 0.5F}}); break;
    case Icon::kTriangleUp: pen.fill({{0, -0.7F}, {0.75F, 0.6F}, {-0.75F, 0.6F}}); break;
    case Icon::kTriangleDown: pen.fill({{-0.75F, -0.6F}, {0.75F, -0.6F}, {0, 0.7F}}); break;
    case Icon::kTick: pen.line({{-0.7F, 0.05F}, {-0.2F, 0.55F}, {0.75F, -0.5F}}); break;
    case Icon::kFilter: pen.line({{-0.85F, -0.75F}, {0.85F, -0.75F}, {0.2F, 0.1F}, {0.2F, 0.75F}, {-0.2F, 0.55F}, {-0.2F, 0.1F}}, true); break;
    case Icon::kRank1: pen.disc({0, 0}, 0.28F); break;
    case Icon::kRank2: pen.disc({0, 0}, 0.48F); break;
    case Icon::kRank3: pen.disc({0, 0}, 0.75F); break;
    case Icon::kRank4:
      pen.circle({0, 0}, 0.9F);
      pen.star({0, 0}, 0.62F);
      break;
  }
}

}  // namespace catchment::viewer
