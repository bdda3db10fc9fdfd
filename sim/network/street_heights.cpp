#include "sim/network/street_heights.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace catchment {

void add_shape_points(StreetNetwork& net, double max_m) {
  if (!std::isfinite(max_m) || max_m <= 0) throw std::invalid_argument("add_shape_points: the spacing must be finite and above 0");
  std::vector<Point> shape;
  std::vector<std::uint32_t> begin{0};
  shape.reserve(net.shape.size());
  begin.reserve(net.shape_begin.size());
  for (std::uint32_t e = 0; e < net.n_edges(); ++e) {
    const auto line = net.line(EdgeId(e));
    shape.push_back(line[0]);
    for (std::size_t i = 1; i < line.size(); ++i) {
      const Point a = line[i - 1], b = line[i];
      const double parts = std::max(1.0, std::ceil(distance(a, b) / max_m));
      for (double k = 1; k < parts; ++k) shape.push_back({a.x + (b.x - a.x) * (k / parts), a.y + (b.y - a.y) * (k / parts)});
      shape.push_back(b);
    }
    if (shape.size() > std::numeric_limits<std::uint32_t>::max()) throw std::invalid_argument("add_shape_points: too many points");
    begin.push_back(static_cast<std::uint32_t>(shape.size()));
  }
  net.shape = std::move(shape);
  net.shape_begin = std::move(begin);
  net.shape_height_m.clear();
}

namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

double to_mm(double height_m) { return std::round(height_m * 1000) / 1000; }

/// Fills gaps between known heights along a line, by length; level before the first and after the last. False if there is none.
bool fill_gaps(std::span<const Point> line, std::span<double> height) {
  std::size_t last = line.size();  // the last known one
  double along = 0, along_last = 0;
  std::vector<double> at(line.size(), 0);
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (i > 0) along += distance(line[i - 1], line[i]);
    at[i] = along;
    if (std::isnan(height[i])) continue;
    const std::size_t from = last == line.size() ? 0 : last + 1;
    for (std::size_t k = from; k < i; ++k) {
      const double t = last == line.size() || along <= along_last ? 1 : (at[k] - along_last) / (along - along_last);
      height[k] = last == line.size() ? height[i] : height[last] + t * (height[i] - height[last]);
    }
    last = i;
    along_last = along;
  }
  if (last == line.size()) return false;
  for (std::size_t k = last + 1; k < line.size(); ++k) height[k] = height[last];
  return true;
}

/// Heights of junctions that only bridges or tunnels meet: relaxed until they hold still.
void relax(const StreetNetwork& net, const std::vector<std::uint8_t>& lifted, std::vector<double>& node_height) {
  std::vector<std::uint32_t> inner;
  for (std::uint32_t v = 0; v < net.n_nodes(); ++v) {
    bool only = net.first_arc[v] < net.first_arc[v + 1];
    for (std::uint32_t a = net.first_arc[v]; a < net.first_arc[v + 1]; ++a) only = only && lifted[net.arc_edge[a] / 2] != 0;
    // A dead end on a bridge (the edge of an extract) has nothing but the raster to go by.
    if (only && net.first_arc[v + 1] - net.first_arc[v] > 1) inner.push_back(v);
  }
  constexpr int kSweeps = 1000;
  constexpr double kStill_m = 1e-5;
  for (int sweep = 0; sweep < kSweeps; ++sweep) {
    double moved = 0;
    for (const std::uint32_t v : inner) {
      double sum = 0, weight = 0;
      for (std::uint32_t a = net.first_arc[v]; a < net.first_arc[v + 1]; ++a) {
        const double height = node_height[net.arc_head[a]];
        if (net.arc_head[a] == v || std::isnan(height)) continue;
        const double w = 1.0 / std::max(1u, net.length_mm[net.arc_edge[a] / 2]);
        sum += w * height;
        weight += w;
      }
      if (weight == 0) continue;
      const double height = sum / weight;
      if (!(std::abs(height - node_height[v]) <= moved)) moved = std::isnan(node_height[v]) ? 1 : std::abs(height - node_height[v]);
      node_height[v] = height;
    }
    if (moved < kStill_m) return;
  }
}

}  // namespace

HeightSummary set_heights(StreetNetwork& net, std::span<const double> height_m) {
  if (height_m.size() != net.shape.size())
    throw std::invalid_argument("set_heights: " + std::to_string(height_m.size()) + " heights for " + std::to_string(net.shape.size()) +
                                " shape points");
  if (std::any_of(height_m.begin(), height_m.end(), [](double h) { return std::isinf(h); }))
    throw std::invalid_argument("set_heights: a height is infinite");
  const auto m = static_cast<std::uint32_t>(net.n_edges());
  std::vector<double> height(height_m.begin(), height_m.end());
  // Bridges and tunnels carry their junctions; steps do not.
  std::vector<std::uint8_t> lifted = net.off_ground;
  lifted.resize(m, 0);
  std::vector<std::uint8_t> even = lifted;
  for (std::uint32_t e = 0; e < m; ++e) even[e] |= net.street_class[e] == StreetClass::kSteps;

  HeightSummary out;
  const auto heights_of = [&](std::uint32_t e) {
    return std::span(height).subspan(net.shape_begin[e], net.shape_begin[e + 1] - net.shape_begin[e]);
  };
  std::vector<double> node_height(net.n_nodes(), kUnknown);
  const auto take_ends = [&](std::uint32_t e) {
    const auto h = heights_of(e);
    for (const auto& [node, at] : {std::pair{net.from[e], h.front()}, std::pair{net.to[e], h.back()}})
      if (std::isnan(node_height[node.value])) node_height[node.value] = at;
  };
  for (std::uint32_t e = 0; e < m; ++e) {
    const double length_m = net.length_mm[e] / 1000.0;
    out.street_m += length_m;
    if (even[e] != 0) {
      out.off_ground_m += length_m;
    } else if (fill_gaps(net.line(EdgeId(e)), heights_of(e))) {
      take_ends(e);
    } else {
      out.unknown_m += length_m;
    }
  }
  for (std::uint32_t e = 0; e < m; ++e)
    if (even[e] != 0) take_ends(e);
  relax(net, lifted, node_height);
  for (std::uint32_t e = 0; e < m; ++e) {
    if (even[e] == 0) continue;
    const auto h = heights_of(e);
    std::fill(h.begin(), h.end(), kUnknown);
    h.front() = node_height[net.from[e].value];
    h.back() = node_height[net.to[e].value];
    if (std::isnan(h.front())) h.front() = h.back();
    if (std::isnan(h.back())) h.back() = h.front();
    fill_gaps(net.line(EdgeId(e)), h);
  }
  bool first = true;
  for (double& h : height) {
    if (std::isnan(h)) continue;
    h = to_mm(h);
    out.lowest_m = first ? h : std::min(out.lowest_m, h);
    out.highest_m = first ? h : std::max(out.highest_m, h);
    first = false;
  }
  net.shape_height_m = std::move(height);
  return out;
}

}  // namespace catchment
