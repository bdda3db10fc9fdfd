#include "sim/placement/spread.h"

#include <algorithm>
#include <cmath>

namespace catchment::town {

std::vector<Point> spread_targets(std::span<const Point> places, std::span<const double> weight, std::size_t k, Stream& draw) {
  std::vector<Point> targets;
  if (k == 0) return targets;
  const std::size_t n = places.size();
  if (n * k > 3'000'000) {
    double total = 0;
    for (const double w : weight) total += w;
    const double step = total / static_cast<double>(k);
    std::size_t i = 0;
    double upto = weight[0];
    for (std::size_t m = 0; m < k; ++m) {
      const double at = (static_cast<double>(m) + draw.uniform(0.2, 0.8)) * step;
      while (upto < at && i + 1 < n) upto += weight[++i];
      targets.push_back(places[i]);
    }
    return targets;
  }
  // Farthest first, but weighted by people, so that a far empty corner is no better than a near full one.
  std::vector<double> near(n, 1e300);
  std::size_t next = static_cast<std::size_t>(draw.below(n));
  for (std::size_t m = 0; m < k; ++m) {
    targets.push_back(places[next]);
    double best = -1;
    for (std::size_t i = 0; i < n; ++i) {
      near[i] = std::min(near[i], distance(places[i], targets.back()));
      const double score = near[i] * std::sqrt(weight[i] + 1);
      if (score > best) best = score, next = i;
    }
  }
  std::vector<double> sum_w, sum_x, sum_y;
  for (int round = 0; round < 6; ++round) {
    sum_w.assign(k, 0), sum_x.assign(k, 0), sum_y.assign(k, 0);
    for (std::size_t i = 0; i < n; ++i) {
      std::size_t mine = 0;
      double best = 1e300;
      for (std::size_t m = 0; m < k; ++m) {
        const double dx = places[i].x - targets[m].x, dy = places[i].y - targets[m].y, d = dx * dx + dy * dy;
        if (d < best) best = d, mine = m;
      }
      sum_w[mine] += weight[i];
      sum_x[mine] += weight[i] * (places[i].x - places[0].x);
      sum_y[mine] += weight[i] * (places[i].y - places[0].y);
    }
    for (std::size_t m = 0; m < k; ++m)
      if (sum_w[m] > 0) targets[m] = {places[0].x + sum_x[m] / sum_w[m], places[0].y + sum_y[m] / sum_w[m]};
  }
  return targets;
}

NearestPlaces::NearestPlaces(std::span<const Point> places) : places_(places), box_(bounds(places)) {
  cell_ = std::max(1.0, std::sqrt(std::max(1.0, box_.width() * box_.height()) / static_cast<double>(places.size())) * 1.5);
  cell_ = std::max(cell_, std::max(box_.width(), box_.height()) / 4096);
  columns_ = static_cast<int>(box_.width() / cell_) + 1;
  rows_ = static_cast<int>(box_.height() / cell_) + 1;
  const auto cells = static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_);
  begin_.assign(cells + 1, 0);
  const auto cell_of = [&](Point p) { return static_cast<std::size_t>(row(p.y)) * static_cast<std::size_t>(columns_) + static_cast<std::size_t>(column(p.x)); };
  for (const Point p : places) ++begin_[cell_of(p) + 1];
  for (std::size_t c = 0; c < cells; ++c) begin_[c + 1] += begin_[c];
  order_.resize(places.size());
  auto next = begin_;
  for (std::size_t i = 0; i < places.size(); ++i) order_[next[cell_of(places[i])]++] = static_cast<std::uint32_t>(i);
}

int NearestPlaces::column(double x) const { return std::clamp(static_cast<int>((x - box_.min_x) / cell_), 0, columns_ - 1); }
int NearestPlaces::row(double y) const { return std::clamp(static_cast<int>((y - box_.min_y) / cell_), 0, rows_ - 1); }

std::uint32_t NearestPlaces::find(Point p) const {
  const int c0 = column(p.x), r0 = row(p.y);
  const double outside = std::max({0.0, box_.min_x - p.x, p.x - box_.max_x, box_.min_y - p.y, p.y - box_.max_y});
  std::uint32_t best = 0;
  double best_d = 1e300;
  for (int ring = 0; ring <= std::max(columns_, rows_); ++ring) {
    // Cells of this ring lie at least (ring - 1) cells away from p's own (clamped) place.
    if (best_d < 1e300 && best_d < (ring - 1) * cell_ + (ring > 1 ? 0 : outside)) break;
    for (int r = r0 - ring; r <= r0 + ring; ++r) {
      if (r < 0 || r >= rows_) continue;
      const bool edge = r == r0 - ring || r == r0 + ring;
      for (int c = c0 - ring; c <= c0 + ring; c += edge ? 1 : std::max(1, 2 * ring)) {
        if (c < 0 || c >= columns_) continue;
        const auto cell = static_cast<std::size_t>(r) * static_cast<std::size_t>(columns_) + static_cast<std::size_t>(c);
        for (auto k = begin_[cell]; k < begin_[cell + 1]; ++k) {
          const double d = distance(places_[order_[k]], p);
          if (d < best_d || (d == best_d && order_[k] < best)) best_d = d, best = order_[k];
        }
      }
    }
  }
  return best;
}

}  // namespace catchment::town
