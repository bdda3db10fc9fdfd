#include "viewer/gpu/window_counts.h"

namespace catchment::gpu {

WindowCounts::WindowCounts(const MapGeometry& g) {
  int shift = 0;
  while ((std::max(g.columns, g.rows) >> shift) > 511) ++shift;
  columns_ = (g.columns >> shift) + 1, rows_ = (g.rows >> shift) + 1;
  square_m_ = kTileM * (1 << shift);
  const auto stride = static_cast<std::size_t>(columns_) + 1;
  for (auto& sum : sum_) sum.assign(stride * (static_cast<std::size_t>(rows_) + 1), 0);
  const auto at = [&](double x, double y) -> std::size_t {
    const auto column = static_cast<std::size_t>(std::clamp(static_cast<int>(x / square_m_), 0, columns_ - 1));
    const auto row = static_cast<std::size_t>(std::clamp(static_cast<int>(y / square_m_), 0, rows_ - 1));
    return (row + 1) * stride + column + 1;
  };
  for (std::size_t p = 0; p < g.point_x.size(); ++p)
    if (std::isfinite(g.point_x[p]) && std::isfinite(g.point_y[p])) ++sum_[0][at(g.point_x[p], g.point_y[p])];
  for (const DemandTile& t : g.tiles) {
    const std::size_t k = at((t.at.x + 0.5) * kTileM, (t.at.y + 0.5) * kTileM);
    sum_[1][k] += t.first_disc - t.first_slot;
    sum_[2][k] += t.end_slot - t.first_disc;
  }
  for (auto& sum : sum_)
    for (std::size_t y = 1; y <= static_cast<std::size_t>(rows_); ++y) {
      double row = 0;
      for (std::size_t x = 1; x <= static_cast<std::size_t>(columns_); ++x) {
        row += sum[y * stride + x];
        sum[y * stride + x] = sum[(y - 1) * stride + x] + row;
      }
    }
}

WindowCounts::Most WindowCounts::most(double width_m, double height_m) const {
  const auto squares = [&](double metres, int all) { return std::clamp(static_cast<int>(std::ceil(metres / square_m_)), 1, all); };
  const int w = squares(width_m, columns_), h = squares(height_m, rows_);
  const double share = std::min(1.0, width_m / (w * square_m_)) * std::min(1.0, height_m / (h * square_m_));
  const auto stride = static_cast<std::size_t>(columns_) + 1;
  std::array<double, 3> most{};
  for (std::size_t k = 0; k < 3; ++k)
    for (int y = 0; y + h <= rows_; ++y)
      for (int x = 0; x + w <= columns_; ++x) {
        const auto corner = [&](int cx, int cy) { return sum_[k][static_cast<std::size_t>(cy) * stride + static_cast<std::size_t>(cx)]; };
        most[k] = std::max(most[k], corner(x + w, y + h) - corner(x, y + h) - corner(x + w, y) + corner(x, y));
      }
  return {most[0] * share, most[1] * share, most[2] * share};
}

}  // namespace catchment::gpu
