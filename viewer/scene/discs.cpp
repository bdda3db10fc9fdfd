#include "viewer/scene/discs.h"

#include <utility>

namespace catchment::scene {

DiscRule disc_rule(std::span<const Point> points, std::vector<std::int64_t> persons) {
  DiscRule rule;
  if (points.empty()) return rule;
  const auto at = persons.begin() + static_cast<std::ptrdiff_t>(persons.size() * 95 / 100);
  std::nth_element(persons.begin(), at, persons.end());
  rule.persons = std::max<double>(1, static_cast<double>(*at));
  // How many share a square, for the point at the third quartile: there three quarters of the discs have more room.
  const Box box = bounds(points);
  const double square = std::max(1.0, 3 * std::sqrt(std::max(1.0, box.width() * box.height()) / static_cast<double>(points.size())));
  std::vector<std::pair<std::int64_t, std::int64_t>> squares;
  squares.reserve(points.size());
  for (const Point p : points) squares.emplace_back(static_cast<std::int64_t>((p.y - box.min_y) / square), static_cast<std::int64_t>((p.x - box.min_x) / square));
  std::sort(squares.begin(), squares.end());
  std::vector<double> shares;   // [n], ascending after the selection
  shares.reserve(squares.size());
  for (std::size_t i = 0; i < squares.size();) {
    std::size_t end = i;
    while (end < squares.size() && squares[end] == squares[i]) ++end;
    shares.insert(shares.end(), end - i, static_cast<double>(end - i));
    i = end;
  }
  const auto quartile = shares.begin() + static_cast<std::ptrdiff_t>(shares.size() * 3 / 4);
  std::nth_element(shares.begin(), quartile, shares.end());
  rule.spacing_m = square / std::sqrt(*quartile);
  return rule;
}

}  // namespace catchment::scene
