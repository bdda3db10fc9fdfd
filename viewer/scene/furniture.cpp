#include <algorithm>
#include <cmath>
#include <set>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "viewer/scene/export.h"
#include "viewer/scene/map_draft.h"
#include "viewer/scene/shapes.h"
#include "viewer/scene/text_format.h"

namespace catchment::scene {

namespace {

/// A symbol drawn around (0, 0), `k` times as large.
void put_moved(std::vector<Shape>& out, Shape s, double dx, double dy, double k) {
  for (Ring& ring : s.rings)
    for (Point& p : ring) p = {p.x * k + dx, p.y * k + dy};
  s.centre = {s.centre.x * k + dx, s.centre.y * k + dy};
  s.radius_px *= k, s.size_px *= k, s.halo_px *= k, s.stroke.width_px *= k;
  for (double& dash : s.stroke.dash_px) dash *= k;
  out.push_back(std::move(s));
}

/// Column of text and symbols beside the map; `k` shrinks both alike where there is much to say.
class Legend {
 public:
  Legend(const MapDraft& d, double left, double width, double k) : d_(d), left_(left), width_(width), k_(k), u_(d.view.u * k) {}

  double height() { shapes_.clear(); return flow(0); }
  std::vector<Shape> draw(double top) { shapes_.clear(); flow(top); return std::move(shapes_); }

 private:
  double flow(double top) {
    double y = top;
    // The theme first, then what serves it, the ground last.
    std::vector<const LegendBlock*> blocks;
    for (std::size_t i = 1; i < d_.legend.size(); ++i) blocks.push_back(&d_.legend[i]);
    if (!d_.legend.empty()) blocks.push_back(&d_.legend.front());
    bool first = true;
    for (const auto* block : blocks) {
      if (block->items.empty()) continue;
      if (!first) {
        shapes_.push_back(line_shape({{{left_, y}, {left_ + width_, y}}}, {d_.colours.hairline, 1 * u_, {}}));
        y += 14 * u_;
      }
      first = false;
      y = put_block(*block, y, block == &d_.legend.front());
      y += 10 * u_;
    }
    return y - top;
  }

  double put_block(const LegendBlock& block, double y, bool small) {
    const double size = (small ? 15.5 : 19) * u_;
    const auto lines = wrapped(block.title, size, width_, true);
    for (std::size_t i = 0; i < lines.size(); ++i) {
      text(lines[i], left_, y + 17 * u_, size, d_.colours.ink, true);
      y += i + 1 < lines.size() ? 1.25 * size : (small ? 26 : 30) * u_;
    }
    if (!block.note.empty())
      for (const auto& line : wrapped(block.note, 14 * u_, width_)) {
        text(line, left_, y + 11 * u_, 14 * u_, d_.colours.soft_ink);
        y += 19 * u_;
      }
    if (!block.bar.empty()) y = put_bar(block, y + 3 * u_);
    if (small) return put_ground(block, y);
    for (const auto& item : block.items) y = put_item(item, y);
    return y;
  }

  double put_bar(const LegendBlock& block, double y) {
    double x = left_;
    for (std::size_t i = 0; i < block.bar.size(); ++i) {
      const double w = block.bar[i].first * width_;
      if (w < 0.25) continue;
      Shape s = fill_shape({box_ring(x, y, w, 16 * u_)}, block.bar[i].second);
      if (block.bar_hatch[i].a != 0) s.hatch = Hatch::kDiagonal, s.stroke.colour = block.bar_hatch[i];
      shapes_.push_back(std::move(s));
      x += w;
    }
    return y + 26 * u_;
  }

  double put_item(const LegendItem& item, double y) {
    const double size = 16 * u_, small = 15 * u_, text_left = left_ + 44 * u_;
    const double room = width_ - 44 * u_, label_width = text_width(item.label, size);
    const bool one_line = item.figure.empty() || label_width + 14 * u_ + text_width(item.figure, small) <= room;
    const double middle = y + 12 * u_;
    for (const Shape& s : item.symbol) put_moved(shapes_, s, left_ + 17 * u_, middle, k_);
    if (one_line) {
      text(shortened(item.label, size, room), text_left, middle + 5.6 * u_, size, d_.colours.ink);
      if (!item.figure.empty())
        text(item.figure, left_ + width_, middle + 5.6 * u_, small, d_.colours.soft_ink, false, Anchor::kEnd);
      return y + 28 * u_;
    }
    for (const auto& line : wrapped(item.label, size, room)) {
      text(line, text_left, y + 17.6 * u_, size, d_.colours.ink);
      y += 21 * u_;
    }
    for (const auto& line : wrapped(item.figure, small, room)) {
      text(line, text_left, y + 15 * u_, small, d_.colours.soft_ink);
      y += 20 * u_;
    }
    return y + 6 * u_;
  }

  /// The ground is small print: two columns where both entries fit.
  double put_ground(const LegendBlock& block, double y) {
    const double size = 14 * u_, half = width_ / 2;
    bool right = false;
    // Entries that need a whole row come last, so that the two columns stay full.
    std::vector<LegendItem> items = block.items;
    std::stable_partition(items.begin(), items.end(), [&](const LegendItem& item) {
      return 48 * u_ + text_width(item.label + (item.figure.empty() ? "" : "  " + item.figure), size) <= half;
    });
    for (const auto& item : items) {
      const std::string label = item.label + (item.figure.empty() ? "" : "  " + item.figure);
      const double needs = 42 * u_ + text_width(label, size) + 6 * u_;
      const bool fits = needs <= half;
      if (right && !fits) y += 24 * u_, right = false;
      const double x = right ? left_ + half : left_;
      for (const Shape& s : item.symbol) put_moved(shapes_, s, x + 17 * u_, y + 10 * u_, k_);
      text(shortened(label, size, width_ - 42 * u_), x + 40 * u_, y + 15 * u_, size, d_.colours.ink);
      if (fits && !right) right = true;
      else y += 24 * u_, right = false;
    }
    return right ? y + 24 * u_ : y;
  }

  void text(const std::string& s, double x, double y, double size, Colour ink, bool bold = false, Anchor anchor = Anchor::kStart) {
    if (!s.empty()) shapes_.push_back(text_shape(s, {x, y}, size, ink, anchor, bold));
  }

  const MapDraft& d_;
  double left_, width_, k_, u_;
  std::vector<Shape> shapes_;
};

/// Alternating bar over a round number of metres, and a north arrow at its right.
void put_scale_and_north(const MapDraft& d, std::vector<Shape>& out, double left, double width, double bottom) {
  const double u = d.view.u;
  const double room_m = std::max(1.0, (width - 70 * u) / d.view.scale), power = std::pow(10, std::floor(std::log10(room_m)));
  const double metres = power * std::clamp(std::floor(room_m / power), 1.0, 9.0) >= 6 * power ? 6 * power : power * std::floor(room_m / power);
  const double length = metres * d.view.scale, y = bottom - 14 * u;
  const auto label = [&](double m) {
    return metres >= 1000 ? decimal(m / 1000, 2) : decimal(m, 1);
  };
  for (int i = 0; i < 4; ++i)
    out.push_back(fill_shape({box_ring(left + length * i / 4, y, length / 4, 6 * u)}, i % 2 == 0 ? d.colours.ink : d.colours.paper));
  out.push_back(fill_shape({box_ring(left, y, length, 6 * u)}, {0, 0, 0, 0}, {d.colours.ink, 1 * u, {}}));
  out.push_back(text_shape("0", {left, y - 6 * u}, 14 * u, d.colours.ink));
  out.push_back(text_shape(label(metres / 2), {left + length / 2, y - 6 * u}, 14 * u, d.colours.ink, Anchor::kMiddle));
  const std::string unit = metres >= 1000 ? d.say("公里", "km") : d.say("米", "m");
  out.push_back(text_shape(label(metres) + " " + unit, {left + length, y - 6 * u}, 14 * u, d.colours.ink, Anchor::kMiddle));
  const double x = left + width - 16 * u, top = bottom - 46 * u;
  out.push_back(fill_shape({{{x, top}, {x + 9 * u, top + 26 * u}, {x, top + 20 * u}, {x - 9 * u, top + 26 * u}}}, {0, 0, 0, 0},
                           {d.colours.ink, 1.4 * u, {}}));
  out.push_back(fill_shape({{{x, top}, {x, top + 20 * u}, {x - 9 * u, top + 26 * u}}}, d.colours.ink));
  out.push_back(text_shape(d.say("北", "N"), {x, top + 42 * u}, 15 * u, d.colours.ink, Anchor::kMiddle, true));
}

/// The fixed words of sources, ours and the great ones' own, in the picture's language; names and licences stay as they are.
std::string in_words(std::string text, bool chinese) {
  static constexpr std::pair<const char*, const char*> kWords[] = {
      {"generated by rule from [town] and the seed; no real place", "按 [town] 与种子由规则生成，不是真实地点"},
      {"OpenStreetMap contributors", "OpenStreetMap 贡献者"},
      {"none stated", "未注明许可"},
      {"for tests only", "仅供测试"},
      {"public domain", "公有领域"},
  };
  if (!chinese) return text;
  for (const auto& [en, zh] : kWords)
    if (const auto at = text.find(en); at != std::string::npos) text.replace(at, std::string_view(en).size(), zh);
  return text;
}

std::string sources_text(const MapDraft& d) {
  std::vector<std::string> parts;
  std::set<std::string> seen;
  for (const auto& s : d.world.sources) {
    std::string text = in_words(s.source.empty() ? s.input : s.source, d.options.chinese);
    if (s.modelled) text += d.say("（模型生成）", " (modelled)");
    std::string more = in_words(s.licence, d.options.chinese);
    if (!s.date.empty()) more += (more.empty() ? "" : d.say("，", ", ")) + s.date;
    if (!more.empty()) text += d.options.chinese ? "（" + more + "）" : " (" + more + ")";
    if (!text.empty() && seen.insert(text).second) parts.push_back(text);
  }
  if (parts.empty()) return {};
  std::string text = d.say("数据来源：", "Sources: ");
  for (std::size_t i = 0; i < parts.size(); ++i) text += (i ? d.say("；", "; ") : std::string()) + parts[i];
  return text;
}

constexpr double kHeadlineSize = 20, kSourceSize = 13;

std::vector<std::string> fitted(const std::string& text, double size, const MapDraft& d, std::size_t most) {
  const double full = d.options.width_px - 56 * d.view.u;
  auto lines = wrapped(text, size, full);
  if (lines.size() > most) {
    lines.resize(most);
    lines.back() = shortened(lines.back() + "…", size, full);
    if (!lines.back().ends_with("…")) lines.back() += "…";
  }
  return lines;
}

void put_stamp(MapDraft& d, std::vector<Shape>& out) {
  const double u = d.view.u;
  const std::string text = d.options.chinese ? "示意地图（模型生成）" : "Modelled map";
  const double size = 15 * u, w = text_width(text, size, true) + 20 * u, h = 30 * u;
  const double x = d.view.frame.max_x - w - 12 * u, y = d.view.frame.min_y + 12 * u;
  out.push_back(fill_shape({box_ring(x, y, w, h)}, d.colours.panel, {d.colours.out_of_reach, 2 * u, {}}));
  out.push_back(text_shape(text, {x + w / 2, y + 20.5 * u}, size, d.colours.ink, Anchor::kMiddle, true));
}

}  // namespace

Box stamp_box(const MapDraft& d) {
  const double u = d.view.u;
  const double w = text_width(d.options.chinese ? "示意地图（模型生成）" : "Modelled map", 15 * u, true) + 20 * u;
  return {d.view.frame.max_x - w - 16 * u, d.view.frame.min_y, d.view.frame.max_x, d.view.frame.min_y + 46 * u};
}

std::vector<std::string> headline_lines(const MapDraft& d) { return fitted(map_headline(d), kHeadlineSize * d.view.u, d, 2); }
std::vector<std::string> source_lines(const MapDraft& d) { return fitted(sources_text(d), kSourceSize * d.view.u, d, 4); }

void draw_furniture(MapDraft& d) {
  const double u = d.view.u, margin = 28 * u;
  const Box& frame = d.view.frame;
  DisplayLayer& layer = d.layer("furniture");
  layer.clip_to_map = false;
  auto& out = layer.shapes;
  out.push_back(fill_shape({box_ring(frame.min_x, frame.min_y, frame.width(), frame.height())}, {0, 0, 0, 0}, {d.colours.hairline, 1.4 * u, {}}));
  if (d.world.modelled) put_stamp(d, out);

  const double full = d.list.width_px - 2 * margin;
  out.push_back(text_shape(shortened(map_title(d), 34 * u, full, true), {margin, 52 * u}, 34 * u, d.colours.ink, Anchor::kStart, true));
  const auto lines = headline_lines(d);
  for (std::size_t i = 0; i < lines.size(); ++i)
    out.push_back(text_shape(lines[i], {margin, (86 + 26 * static_cast<double>(i)) * u}, kHeadlineSize * u, d.colours.soft_ink));

  // The column: legend from the top, measures at the foot.
  const double left = frame.max_x + 24 * u, width = d.list.width_px - margin - left;
  std::vector<std::string> facts;
  if (!d.scenario.date.empty()) facts.push_back(d.say("数据日期 ", "Data as of ") + d.scenario.date);
  if (!d.world.crs.empty()) facts.push_back(crs_text(d.world.crs));
  if (!d.study.run_id.empty()) facts.push_back(d.say("运行编号 ", "Run ") + d.study.run_id);
  std::vector<std::string> fact_lines;
  for (const auto& fact : facts)
    for (auto& line : wrapped(fact, 13.5 * u, width)) fact_lines.push_back(std::move(line));
  double y = frame.max_y - 4 * u - 18 * u * static_cast<double>(fact_lines.empty() ? 0 : fact_lines.size() - 1);
  const double foot = y - 26 * u - 46 * u;
  for (std::size_t i = 0; i < fact_lines.size(); ++i)
    out.push_back(text_shape(fact_lines[i], {left, y + 18 * u * static_cast<double>(i)}, 13.5 * u, d.colours.soft_ink));
  put_scale_and_north(d, out, left, width, y - 24 * u);

  const double room = foot - 12 * u - frame.min_y;
  double k = 1;
  while (k > 0.66 && Legend(d, left, width, k).height() > room) k -= 0.04;
  // Still too much: the ground explains itself best, so its entries go first.
  while (Legend(d, left, width, k).height() > room && d.legend.front().items.size() > 0) d.legend.front().items.pop_back();
  auto legend = Legend(d, left, width, k).draw(frame.min_y);
  std::move(legend.begin(), legend.end(), std::back_inserter(out));

  const auto sources = source_lines(d);
  for (std::size_t i = 0; i < sources.size(); ++i)
    out.push_back(text_shape(sources[i], {margin, frame.max_y + (24 + 18 * static_cast<double>(i)) * u}, kSourceSize * u, d.colours.soft_ink));
}

}  // namespace catchment::scene
