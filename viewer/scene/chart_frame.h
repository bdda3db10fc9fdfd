#pragma once

#include <functional>
#include <string>
#include <vector>

#include "viewer/scene/charts.h"
#include "viewer/scene/symbology.h"

namespace catchment::scene {

/// A picture with two axes being drawn: grid lines first, then what the chart adds, all text at one size.
class ChartFrame {
 public:
  ChartFrame(const ChartOptions& options, double own_height, std::string title);

  /// Places for `n` round ticks from 0 to at least `most`; returns the axis' end.
  static std::vector<double> ticks(double most, int n);

  void set_plot(double left, double top, double right_margin, double bottom_margin);
  void set_range(double x_most, double y_most);
  [[nodiscard]] Point at(double x, double y) const;
  [[nodiscard]] const Box& plot() const { return plot_; }

  void x_axis(const std::vector<double>& ticks, const std::function<std::string(double)>& label, const std::string& title);
  void y_axis(const std::vector<double>& ticks, const std::function<std::string(double)>& label, const std::string& title);
  void add(Shape s) { layer_.shapes.push_back(std::move(s)); }
  void text(const std::string& s, Point baseline, Colour ink, Anchor anchor = Anchor::kStart, bool bold = false, double size = kText);
  /// One line of text that says why there is nothing to draw.
  DisplayList empty(const std::string& why);
  DisplayList done();

  const Palette& colours;
  static constexpr double kText = 13;
  double width, height;

 private:
  DisplayList list_;
  DisplayLayer layer_;
  Box plot_;
  double x_most_ = 1, y_most_ = 1;
};

}  // namespace catchment::scene
