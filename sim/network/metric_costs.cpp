#include "sim/network/metric_costs.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

namespace catchment {
namespace {

constexpr std::uint32_t kNone = Id<void>::kInvalid;
constexpr std::int64_t kBlock = 1024;

struct Metric {
  TravelMode mode;
  double cost_per_m;

  [[nodiscard]] double straight_m(Point a, Point b) const {
    const double dx = std::abs(a.x - b.x), dy = std::abs(a.y - b.y);
    if (mode == TravelMode::kManhattan) return dx + dy;
    if (mode == TravelMode::kChebyshev) return std::max(dx, dy);
    return std::hypot(dx, dy);
  }
  /// Monotone in the distance, so that a lower bound on distance is one on cost.
  [[nodiscard]] Cost cost_of(double straight) const {
    return static_cast<Cost>(std::min<double>(std::round(straight * cost_per_m), kUnreachable - 1));
  }
  [[nodiscard]] Cost cost(Point a, Point b) const { return cost_of(straight_m(a, b)); }
};

Metric metric_of(const NetworkOptions& options, CostUnit unit) {
  if (options.mode != TravelMode::kEuclidean && options.mode != TravelMode::kManhattan &&
      options.mode != TravelMode::kChebyshev)
    throw std::invalid_argument("metric costs: the mode must be Euclidean, Manhattan or Chebyshev");
  const auto positive = [](double v) { return std::isfinite(v) && v > 0; };
  if (!positive(options.detour_factor)) throw std::invalid_argument("metric costs: detour factor must be above 0");
  if (unit == CostUnit::kMetres) return {options.mode, options.detour_factor * 1000};
  if (!positive(options.speed_m_per_min)) throw std::invalid_argument("metric costs: speed must be above 0");
  return {options.mode, options.detour_factor * 60000 / options.speed_m_per_min};
}

void check_finite(std::span<const Point> places, const char* what) {
  for (std::size_t i = 0; i < places.size(); ++i)
    if (!std::isfinite(places[i].x) || !std::isfinite(places[i].y))
      throw std::invalid_argument(std::string("metric costs: ") + what + " " + std::to_string(i) + " is not finite");
}

/// Destinations in a uniform grid of about one a cell.
class PlaceGrid {
 public:
  explicit PlaceGrid(std::span<const Point> places) : box_(bounds(places)) {
    const auto n = static_cast<double>(places.size());
    const double side = std::max({box_.width(), box_.height(), 1.0});
    // Places along one street would leave an area near 0: then cells follow the longer side alone.
    cell_m_ = std::max(std::sqrt(std::max(box_.width() * box_.height(), 0.0) / n), side / (n + 1));
    columns_ = static_cast<std::int64_t>(box_.width() / cell_m_) + 1;
    rows_ = static_cast<std::int64_t>(box_.height() / cell_m_) + 1;
    first_.assign(static_cast<std::size_t>(columns_ * rows_) + 2, 0);
    const auto cell = [&](Point p) { return static_cast<std::size_t>(row(p.y) * columns_ + column(p.x)); };
    for (const Point p : places) ++first_[cell(p) + 2];
    for (std::size_t c = 2; c < first_.size(); ++c) first_[c] += first_[c - 1];
    items_.resize(places.size());
    for (std::size_t i = 0; i < places.size(); ++i) items_[first_[cell(places[i]) + 1]++] = static_cast<std::uint32_t>(i);
    first_.pop_back();
  }
  [[nodiscard]] std::int64_t column(double x) const { return index(x - box_.min_x, columns_); }
  [[nodiscard]] std::int64_t row(double y) const { return index(y - box_.min_y, rows_); }
  [[nodiscard]] std::int64_t columns() const { return columns_; }
  [[nodiscard]] std::int64_t rows() const { return rows_; }
  /// Place i lies at or beyond the left side of column c if its column is >= c, and so on for rows.
  [[nodiscard]] double left(std::int64_t c) const { return box_.min_x + static_cast<double>(c) * cell_m_; }
  [[nodiscard]] double bottom(std::int64_t r) const { return box_.min_y + static_cast<double>(r) * cell_m_; }
  template <class Take>
  void each_in_row(std::int64_t r, std::int64_t c0, std::int64_t c1, const Take& take) const {
    const auto begin = first_[static_cast<std::size_t>(r * columns_ + c0)];
    const auto end = first_[static_cast<std::size_t>(r * columns_ + c1) + 1];
    for (auto i = begin; i < end; ++i) take(items_[i]);
  }

 private:
  [[nodiscard]] std::int64_t index(double along_m, std::int64_t n) const {
    return static_cast<std::int64_t>(std::clamp(std::floor(along_m / cell_m_), 0.0, static_cast<double>(n - 1)));
  }
  Box box_;
  double cell_m_ = 1;
  std::int64_t columns_ = 1, rows_ = 1;
  std::vector<std::uint32_t> first_, items_;
};

/// Room for the rounding of a cell's side against a distance.
double slack_m(double value) { return 1e-6 + 1e-9 * std::abs(value); }

}  // namespace

Cost metric_cost(Point a, Point b, const NetworkOptions& options, CostUnit unit) {
  const Metric metric = metric_of(options, unit);
  const Point both[] = {a, b};
  check_finite(both, "place");
  return metric.cost(a, b);
}

NearestTable metric_nearest(std::span<const Point> origins, std::span<const Point> destinations,
                            const NetworkOptions& options, CostUnit unit) {
  const Metric metric = metric_of(options, unit);
  check_finite(origins, "origin");
  check_finite(destinations, "destination");
  NearestTable table;
  table.cost.assign(origins.size(), kUnreachable);
  table.destination.assign(origins.size(), kNone);
  if (destinations.empty()) return table;
  const PlaceGrid grid(destinations);
  const auto n = static_cast<std::int64_t>(origins.size());
#pragma omp parallel for schedule(static) if (n > kBlock)
  for (std::int64_t o = 0; o < n; ++o) {
    const Point p = origins[o];
    Cost best = kUnreachable;
    std::uint32_t owner = kNone;
    const auto offer = [&](std::uint32_t d) {
      const Cost cost = metric.cost(p, destinations[d]);
      if (cost < best || (cost == best && d < owner)) {
        best = cost;
        owner = d;
      }
    };
    std::int64_t c0 = grid.column(p.x), c1 = c0, r0 = grid.row(p.y), r1 = r0;
    grid.each_in_row(r0, c0, c1, offer);
    for (;;) {
      // What was not looked at lies beyond a side that the grid still has; all three metrics are at least Chebyshev.
      double beyond_m = 1e300;
      if (c0 > 0) beyond_m = std::min(beyond_m, p.x - grid.left(c0));
      if (c1 + 1 < grid.columns()) beyond_m = std::min(beyond_m, grid.left(c1 + 1) - p.x);
      if (r0 > 0) beyond_m = std::min(beyond_m, p.y - grid.bottom(r0));
      if (r1 + 1 < grid.rows()) beyond_m = std::min(beyond_m, grid.bottom(r1 + 1) - p.y);
      if (beyond_m == 1e300 || metric.cost_of(std::max(0.0, beyond_m - slack_m(beyond_m))) > best) break;
      const std::int64_t old_c0 = c0, old_c1 = c1, old_r0 = r0, old_r1 = r1;
      c0 = std::max<std::int64_t>(c0 - 1, 0);
      r0 = std::max<std::int64_t>(r0 - 1, 0);
      c1 = std::min(c1 + 1, grid.columns() - 1);
      r1 = std::min(r1 + 1, grid.rows() - 1);
      if (r0 < old_r0) grid.each_in_row(r0, c0, c1, offer);
      if (r1 > old_r1) grid.each_in_row(r1, c0, c1, offer);
      for (std::int64_t r = old_r0; r <= old_r1; ++r) {
        if (c0 < old_c0) grid.each_in_row(r, c0, c0, offer);
        if (c1 > old_c1) grid.each_in_row(r, c1, c1, offer);
      }
    }
    table.cost[o] = best;
    table.destination[o] = owner;
  }
  return table;
}

CostTable metric_catchments(std::span<const Point> origins, std::span<const Point> destinations,
                            const NetworkOptions& options, CostUnit unit, Cost cutoff) {
  const Metric metric = metric_of(options, unit);
  check_finite(origins, "origin");
  check_finite(destinations, "destination");
  cutoff = std::min(cutoff, kUnreachable - 1);
  CostTable table;
  table.n_destinations = static_cast<std::uint32_t>(destinations.size());
  table.row_begin.assign(origins.size() + 1, 0);
  if (destinations.empty()) return table;
  const PlaceGrid grid(destinations);
  // Costs round to nearest, and what does not fit is kUnreachable - 1, within the largest cutoff at any distance.
  const double farthest_m = cutoff == kUnreachable - 1 ? 1e300 : (cutoff + 0.5) / metric.cost_per_m;
  const double look_m = farthest_m + slack_m(farthest_m);

  struct Rows { std::vector<std::uint32_t> size; std::vector<std::pair<std::uint32_t, Cost>> pairs; };
  const auto n = static_cast<std::int64_t>(origins.size());
  const std::int64_t n_blocks = (n + kBlock - 1) / kBlock;
  std::vector<Rows> blocks(static_cast<std::size_t>(n_blocks));
#pragma omp parallel for schedule(dynamic, 1) if (n_blocks > 1)
  for (std::int64_t b = 0; b < n_blocks; ++b) {
    Rows& rows = blocks[b];
    for (std::int64_t o = b * kBlock; o < std::min(n, (b + 1) * kBlock); ++o) {
      const std::size_t begin = rows.pairs.size();
      const Point p = origins[o];
      const std::int64_t c0 = grid.column(p.x - look_m), c1 = grid.column(p.x + look_m);
      for (std::int64_t r = grid.row(p.y - look_m); r <= grid.row(p.y + look_m); ++r)
        grid.each_in_row(r, c0, c1, [&](std::uint32_t d) {
          const Cost cost = metric.cost(p, destinations[d]);
          if (cost <= cutoff) rows.pairs.emplace_back(d, cost);
        });
      std::sort(rows.pairs.begin() + static_cast<std::ptrdiff_t>(begin), rows.pairs.end());
      rows.size.push_back(static_cast<std::uint32_t>(rows.pairs.size() - begin));
    }
  }
  std::uint64_t pairs = 0;
  for (const Rows& rows : blocks) pairs += rows.pairs.size();
  if (pairs > kNone) throw std::invalid_argument("metric costs: " + std::to_string(pairs) + " pairs do not fit one table");
  table.destination.reserve(pairs);
  table.cost.reserve(pairs);
  std::size_t o = 0;
  for (Rows& rows : blocks) {
    for (const auto& [destination, cost] : rows.pairs) {
      table.destination.push_back(destination);
      table.cost.push_back(cost);
    }
    for (const std::uint32_t size : rows.size) {
      table.row_begin[o + 1] = table.row_begin[o] + size;
      ++o;
    }
    Rows().pairs.swap(rows.pairs);
  }
  return table;
}

}  // namespace catchment
