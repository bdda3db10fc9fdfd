#include "viewer/scene/labels.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <numeric>
#include <optional>

#include "viewer/scene/export.h"
#include "viewer/scene/shapes.h"
#include "viewer/scene/text_format.h"

namespace catchment::scene {

namespace {

bool overlap(const Box& a, const Box& b) {
  return a.min_x < b.max_x && a.max_x > b.min_x && a.min_y < b.max_y && a.max_y > b.min_y;
}

/// Boxes with a weight in a uniform grid: asks only its neighbours.
class Taken {
 public:
  explicit Taken(const Box& frame) : frame_(frame) {
    columns_ = std::max(1, static_cast<int>(frame.width() / kCell) + 1);
    rows_ = std::max(1, static_cast<int>(frame.height() / kCell) + 1);
    cells_.resize(static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_));
  }
  void add(const Box& b, int weight = 1) {
    visit(b, [&](auto& cell) { cell.push_back({b, weight}); return false; });
  }
  [[nodiscard]] bool hit(const Box& b) {
    return visit(b, [&](const auto& cell) {
      return std::any_of(cell.begin(), cell.end(), [&](const Entry& other) { return overlap(b, other.box); });
    });
  }
  /// Sum of the squared weights of what is hit; more than any sum if something weighs more than `most`.
  [[nodiscard]] double cost(const Box& b, int most) {
    double sum = 0;
    visit(b, [&](const auto& cell) {
      for (const Entry& other : cell)
        if (overlap(b, other.box)) sum += other.weight > most ? kTooMuch : other.weight * other.weight;
      return sum >= kTooMuch;
    });
    return sum;
  }
  static constexpr double kTooMuch = 1e9;

 private:
  struct Entry { Box box; int weight; };
  template <class F>
  bool visit(const Box& b, F&& f) {
    const auto clamp = [](double v, int n) { return std::clamp(static_cast<int>(std::floor(v / kCell)), 0, n - 1); };
    const int x0 = clamp(b.min_x - frame_.min_x, columns_), x1 = clamp(b.max_x - frame_.min_x, columns_);
    const int y0 = clamp(b.min_y - frame_.min_y, rows_), y1 = clamp(b.max_y - frame_.min_y, rows_);
    for (int y = y0; y <= y1; ++y)
      for (int x = x0; x <= x1; ++x)
        if (f(cells_[static_cast<std::size_t>(y) * static_cast<std::size_t>(columns_) + static_cast<std::size_t>(x)]))
          return true;
    return false;
  }
  static constexpr double kCell = 48;
  Box frame_;
  int columns_ = 1, rows_ = 1;
  std::vector<std::vector<Entry>> cells_;
};

struct Placed {
  std::vector<Shape> texts;
  std::vector<Box> boxes;
};

constexpr double kBelowSize = 0.78;   ///< the second language, relative to the first
constexpr double kLine = 1.14;

Shape text_of(const LabelWish& w, const std::string& text, Point baseline, double size, Anchor anchor) {
  Shape s = text_shape(text, baseline, size, w.ink, anchor, w.bold && size == w.size_px);
  s.halo = w.halo;
  s.halo_px = std::max(1.2, w.size_px * 0.14);
  return s;
}

/// The label as a block whose box is anchored so that (fx, fy) of it (0..1) lies on `at`.
Placed block_at(const LabelWish& w, bool with_below, Point at, double fx, double fy) {
  struct Line { std::string text; double size; };
  std::vector<Line> lines;
  const auto cut = w.main.find('\n');
  lines.push_back({w.main.substr(0, cut), w.size_px});
  if (cut != std::string::npos) lines.push_back({w.main.substr(cut + 1), w.size_px});
  if (with_below) lines.push_back({w.below, w.size_px * kBelowSize});
  double width = 0, height = 0;
  for (const Line& line : lines) {
    width = std::max(width, text_width(line.text, line.size, w.bold && line.size == w.size_px));
    height += line.size * kLine;
  }
  const double x0 = at.x - fx * width, y0 = at.y - fy * height;
  const Anchor anchor = fx < 0.25 ? Anchor::kStart : fx > 0.75 ? Anchor::kEnd : Anchor::kMiddle;
  const double x = anchor == Anchor::kStart ? x0 : anchor == Anchor::kEnd ? x0 + width : x0 + width / 2;
  Placed out;
  double y = y0;
  for (const Line& line : lines) {
    out.texts.push_back(text_of(w, line.text, {x, y + line.size * 0.94}, line.size, anchor));
    y += line.size * kLine;
  }
  const double pad = w.size_px * 0.12;
  out.boxes.push_back({x0 - pad, y0 - pad, x0 + width + pad, y0 + height + pad});
  return out;
}

/// Text along the middle of a straight stretch, never upside down; its box as a string of small ones.
std::optional<Placed> along_street(const LabelWish& w) {
  const Point a = w.along.front(), b = w.along.back();
  const double width = text_width(w.main, w.size_px, w.bold), run = distance(a, b);
  if (run < width * 1.05) return std::nullopt;
  double angle = std::atan2(b.y - a.y, b.x - a.x) * 180 / std::numbers::pi;
  if (angle > 90) angle -= 180;
  if (angle <= -90) angle += 180;
  const double rad = angle * std::numbers::pi / 180;
  const Point along{std::cos(rad), std::sin(rad)}, down{-along.y, along.x};
  const Point middle{(a.x + b.x) / 2, (a.y + b.y) / 2};
  Placed out;
  Shape s = text_of(w, w.main, {middle.x + down.x * w.size_px * 0.36, middle.y + down.y * w.size_px * 0.36}, w.size_px,
                    Anchor::kMiddle);
  s.angle_deg = std::abs(angle) < 0.05 ? 0 : angle;
  out.texts.push_back(std::move(s));
  const double half = w.size_px * 0.62;
  // Han along a steep street stand upright, one below the other, as on the street's own sign.
  const auto letters = code_points(w.main);
  const bool upright = std::abs(angle) > 55 && std::all_of(letters.begin(), letters.end(), [](char32_t c) { return c >= 0x2E80 && c < 0xFF00; });
  if (upright) {
    const Point downwards = along.y >= 0 ? along : Point{-along.x, -along.y};
    const Shape like = out.texts.back();
    out.texts.clear();
    for (std::size_t i = 0; i < letters.size(); ++i) {
      const double t = (static_cast<double>(i) - static_cast<double>(letters.size() - 1) / 2) * w.size_px * 1.12;
      Shape one = like;
      one.text = utf8(letters[i]);
      one.angle_deg = 0;
      one.centre = {middle.x + downwards.x * t, middle.y + downwards.y * t + w.size_px * 0.36};
      out.texts.push_back(std::move(one));
    }
  }
  const double length = upright ? std::max(width, 1.12 * w.size_px * static_cast<double>(letters.size())) : width;
  const int pieces = std::max(1, static_cast<int>(std::ceil(length / w.size_px)));
  for (int i = 0; i < pieces; ++i) {
    const double t = (i + 0.5) / pieces * length - length / 2;
    const Point c{middle.x + along.x * t, middle.y + along.y * t};
    out.boxes.push_back({c.x - half, c.y - half, c.x + half, c.y + half});
  }
  return out;
}

}  // namespace

std::vector<Shape> LabelPlacer::place() const {
  Taken symbols(frame_), texts(frame_), gaps(frame_), lines(frame_);
  for (const Blocked& b : blocked_)
    if (overlap(b.box, frame_)) symbols.add(b.box, b.weight);
  for (const Line& l : lines_) {
    constexpr double kStep = 12;
    const int pieces = std::max(1, static_cast<int>(std::ceil(std::min(distance(l.a, l.b), 1e5) / kStep)));
    for (int i = 0; i <= pieces; ++i) {
      const Point p{l.a.x + (l.b.x - l.a.x) * i / pieces, l.a.y + (l.b.y - l.a.y) * i / pieces};
      if (frame_.contains(p)) lines.add({p.x - 1, p.y - 1, p.x + 1, p.y + 1});
    }
  }
  std::vector<std::size_t> order(wishes_.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return wishes_[a].priority > wishes_[b].priority; });
  std::vector<Shape> out;
  struct Written { Point at; bool inside; };
  std::map<std::string, std::vector<Written>> written;
  /// Inside or outside of what is free; nullopt: across its edge.
  const auto side = [&](const Placed& p) -> std::optional<bool> {
    if (!free_) return true;
    Box all;
    for (const Box& b : p.boxes) all.add(b);
    if (!overlap(all, *free_)) return false;
    const bool whole = all.min_x >= free_->min_x && all.max_x <= free_->max_x && all.min_y >= free_->min_y && all.max_y <= free_->max_y;
    return whole ? std::optional(true) : std::nullopt;
  };
  const auto gap_of = [](const LabelWish& w, const Box& b) {
    return Box{b.min_x - w.gap_em * w.size_px / 2, b.min_y, b.max_x + w.gap_em * w.size_px / 2, b.max_y};
  };
  /// What the place costs in covered symbols; kTooMuch: it is none.
  const auto cost = [&](const LabelWish& w, const Placed& p) {
    double sum = 0;
    for (const Box& b : p.boxes) {
      if (b.min_x < frame_.min_x + 2 || b.max_x > frame_.max_x - 2 || b.min_y < frame_.min_y + 2 || b.max_y > frame_.max_y - 2) return Taken::kTooMuch;
      if (texts.hit(b) || (w.gap_em > 0 && gaps.hit(gap_of(w, b)))) return Taken::kTooMuch;
      sum += symbols.cost(b, w.covers);
    }
    return sum;
  };
  for (const std::size_t i : order) {
    const LabelWish& w = wishes_[i];
    if (w.main.empty()) continue;
    const Point wanted = w.along.empty() ? w.at : Point{(w.along.front().x + w.along.back().x) / 2, (w.along.front().y + w.along.back().y) / 2};
    auto& same = written[w.main];
    const auto near = [&](bool inside) {
      return std::any_of(same.begin(), same.end(), [&](const Written& o) { return o.inside == inside && distance(o.at, wanted) < 14 * w.size_px; });
    };
    const bool near_inside = near(true), near_outside = free_ && near(false);
    if (near_inside && (near_outside || !free_)) continue;
    const auto take = [&](Placed p, bool inside) {
      same.push_back({wanted, inside});
      for (const Box& b : p.boxes) {
        texts.add(b);
        if (w.gap_em > 0) gaps.add(gap_of(w, b));
      }
      for (Shape& s : p.texts) out.push_back(std::move(s));
    };
    const auto may_stand = [&](const std::optional<bool>& inside) { return inside && !(*inside ? near_inside : near_outside); };
    if (!w.along.empty()) {
      auto p = along_street(w);
      if (!p) continue;
      const auto inside = side(*p);
      if (!may_stand(inside) || cost(w, *p) > 0) continue;
      if (std::any_of(p->boxes.begin(), p->boxes.end(), [&](const Box& b) { return lines.hit(b); }))
        for (Shape& s : p->texts) s.halo_px = std::max(s.halo_px, 0.3 * w.size_px);
      take(std::move(*p), *inside);
      continue;
    }
    struct Place { double dx, dy, fx, fy; };
    std::vector<Place> places;
    const double r = w.clearance_px, d = r * 0.72;
    if (r > 0) {
      places = {{r + 3, 0, 0, .5},  {-r - 3, 0, 1, .5}, {0, -r - 1, .5, 1}, {0, r + 1, .5, 0},
                {d + 2, -d, 0, 1},  {d + 2, d, 0, 0},   {-d - 2, -d, 1, 1}, {-d - 2, d, 1, 0}};
    } else {
      const double step = w.size_px * 1.3;
      places = {{0, 0, .5, .5}, {0, -step, .5, .5}, {0, step, .5, .5}, {-step, 0, .5, .5}, {step, 0, .5, .5}};
      std::vector<Place> more;
      for (int y = -5; y <= 5; ++y)
        for (int x = -4; x <= 4; ++x)
          if (std::abs(x) + std::abs(y) > 1 && std::abs(x * step) <= w.spread.x && std::abs(y * step) <= w.spread.y) more.push_back({x * step, y * step, .5, .5});
      std::stable_sort(more.begin(), more.end(), [](const Place& a, const Place& b) { return a.dx * a.dx + a.dy * a.dy < b.dx * b.dx + b.dy * b.dy; });
      places.insert(places.end(), more.begin(), more.end());
    }
    std::optional<Placed> best;
    bool best_inside = true;
    double least = Taken::kTooMuch;
    const bool two_lines = !w.below.empty() && w.below != w.main;
    for (const bool two : {true, false}) {
      if (two && !two_lines) continue;
      for (const Place& p : places) {
        Placed candidate = block_at(w, two, {w.at.x + p.dx, w.at.y + p.dy}, p.fx, p.fy);
        const auto inside = side(candidate);
        if (!may_stand(inside)) continue;
        const double now = cost(w, candidate);
        if (now >= least) continue;
        least = now, best = std::move(candidate), best_inside = *inside;
        if (least == 0) break;
      }
      if (least == 0) break;
    }
    if (best) take(std::move(*best), best_inside);
  }
  return out;
}

}  // namespace catchment::scene
