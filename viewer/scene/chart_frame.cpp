#include "viewer/scene/chart_frame.h"

#include <algorithm>
#include <cmath>

#include "viewer/scene/shapes.h"
#include "viewer/scene/text_format.h"

namespace catchment::scene {

ChartFrame::ChartFrame(const ChartOptions& options, double own_height, std::string title)
    : colours(palette(options.dark)), width(std::max(240.0, options.width_px)),
      height(options.height_px > 0 ? options.height_px : own_height) {
  list_.width_px = width, list_.height_px = height;
  list_.title = std::move(title);
  list_.map_frame = {0, 0, width, height};
  if (!options.transparent) list_.background = options.dark ? colours.paper : colours.panel;
  layer_.name = "chart";
  layer_.clip_to_map = false;
  plot_ = {52, 14, width - 16, height - 46};
}

std::vector<double> ChartFrame::ticks(double most, int n) {
  const double step = round_up_nice(std::max(most, 1e-9) / n);
  std::vector<double> out;
  for (int i = 0;; ++i) {
    out.push_back(step * i);
    if (out.back() >= most * (1 - 1e-9)) return out;
  }
}

void ChartFrame::set_plot(double left, double top, double right_margin, double bottom_margin) {
  plot_ = {left, top, width - right_margin, height - bottom_margin};
}

void ChartFrame::set_range(double x_most, double y_most) { x_most_ = x_most, y_most_ = y_most; }

Point ChartFrame::at(double x, double y) const {
  return {plot_.min_x + x / x_most_ * plot_.width(), plot_.max_y - y / y_most_ * plot_.height()};
}

void ChartFrame::x_axis(const std::vector<double>& ticks, const std::function<std::string(double)>& label, const std::string& title) {
  for (const double t : ticks) {
    const Point p = at(t, 0);
    add(line_shape({{p, {p.x, p.y + 4}}}, {colours.soft_ink, 1, {}}));
    text(label(t), {p.x, p.y + 18}, colours.soft_ink, Anchor::kMiddle);
  }
  add(line_shape({{{plot_.min_x, plot_.max_y}, {plot_.max_x, plot_.max_y}}}, {colours.soft_ink, 1, {}}));
  text(title, {plot_.max_x, plot_.max_y + 36}, colours.soft_ink, Anchor::kEnd);
}

void ChartFrame::y_axis(const std::vector<double>& ticks, const std::function<std::string(double)>& label, const std::string& title) {
  for (const double t : ticks) {
    const Point p = at(0, t);
    if (t > 0) add(line_shape({{p, {plot_.max_x, p.y}}}, {colours.hairline, 1, {}}));
    text(label(t), {p.x - 7, p.y + 4.5}, colours.soft_ink, Anchor::kEnd);
  }
  text(title, {8, plot_.min_y - 14}, colours.soft_ink);
}

void ChartFrame::text(const std::string& s, Point baseline, Colour ink, Anchor anchor, bool bold, double size) {
  if (!s.empty()) add(text_shape(s, baseline, size, ink, anchor, bold));
}

DisplayList ChartFrame::empty(const std::string& why) {
  list_.height_px = height = 40;
  list_.map_frame = {0, 0, width, height};
  text(shortened(why, kText, width - 16), {8, 25}, colours.soft_ink);
  return done();
}

DisplayList ChartFrame::done() {
  list_.layers = {std::move(layer_)};
  return std::move(list_);
}

}  // namespace catchment::scene
