// Curves and lists that panels draw: sums over demand points, exact.
#include "viewer/document/summaries.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace catchment::document {
namespace {

void require_axis(double length, std::size_t steps) {
  if (!(length > 0) || steps == 0) throw std::invalid_argument("summaries: an axis needs a length and steps");
}

}  // namespace

CoverageCurve coverage_curve(const LiveStudy& study, std::size_t level, double most, std::size_t n) {
  require_axis(most, n);
  CoverageCurve curve;
  std::vector<Cost> end;                   // whole costs: what counts at a cutoff of that length
  for (std::size_t k = 0; k <= n; ++k) {
    curve.cost.push_back(most * static_cast<double>(k) / static_cast<double>(n));
    end.push_back(to_cost(curve.cost.back()));
  }
  curve.persons.assign(n + 1, 0);
  curve.population = study.figures().population();
  const auto cost = study.nearest_cost(level);
  const auto& counted = study.figures().counted();
  const auto& persons = study.figures().persons();
  const double steps_per_cost = static_cast<double>(n) / std::max(1.0, static_cast<double>(end[n]));
  for (std::size_t i = 0; i < cost.size(); ++i) {
    if (!counted[i] || cost[i] > end[n]) continue;
    // The first end that holds it: a guess, put right.
    auto k = std::min(n, static_cast<std::size_t>(static_cast<double>(cost[i]) * steps_per_cost));
    while (k > 0 && end[k - 1] >= cost[i]) --k;
    while (end[k] < cost[i]) ++k;
    curve.persons[k] += persons[i];
  }
  for (std::size_t k = 1; k <= n; ++k) curve.persons[k] += curve.persons[k - 1];
  return curve;
}

std::vector<std::int64_t> cost_histogram(const LiveStudy& study, std::size_t level, double width, std::size_t bins) {
  require_axis(width, bins);
  std::vector<std::int64_t> sum(bins, 0);
  std::vector<Cost> begin;
  for (std::size_t k = 0; k < bins; ++k) begin.push_back(to_cost(width * static_cast<double>(k)));
  const auto cost = study.nearest_cost(level);
  const auto& counted = study.figures().counted();
  const auto& persons = study.figures().persons();
  const double bins_per_cost = 1 / (width * 1000);
  for (std::size_t i = 0; i < cost.size(); ++i) {
    if (!counted[i] || cost[i] >= kUnreachable) continue;
    auto k = std::min(bins - 1, static_cast<std::size_t>(static_cast<double>(cost[i]) * bins_per_cost));
    while (k > 0 && begin[k] > cost[i]) --k;
    while (k + 1 < bins && begin[k + 1] <= cost[i]) ++k;
    sum[k] += persons[i];
  }
  return sum;
}

CostLorenz cost_lorenz(const LiveStudy& study, std::size_t level) {
  std::vector<double> y, p;
  const auto cost = study.nearest_cost(level);
  for (std::size_t i = 0; i < cost.size(); ++i) {
    if (!study.figures().counted()[i] || study.figures().persons()[i] == 0 || cost[i] >= kUnreachable) continue;
    y.push_back(from_cost(cost[i]));
    p.push_back(static_cast<double>(study.figures().persons()[i]));
  }
  CostLorenz out;
  if (y.empty()) return out;
  out.gini = gini(y, p);
  // Thinned as LevelEquity is; the ends stay.
  const auto curve = lorenz(y, p);
  const std::size_t keep = std::min<std::size_t>(curve.size(), 101);
  for (std::size_t k = 0; k < keep; ++k) out.curve.push_back(curve[keep > 1 ? k * (curve.size() - 1) / (keep - 1) : 0]);
  return out;
}

std::vector<DemandId> uncovered_points(const LiveStudy& study, std::size_t level) {
  std::vector<DemandId> points;
  const auto backup = study.backup(level);
  const auto& persons = study.figures().persons();
  for (std::uint32_t i = 0; i < backup.size(); ++i)
    if (study.figures().counted()[i] && persons[i] > 0 && backup[i] == 0) points.emplace_back(i);
  std::stable_sort(points.begin(), points.end(), [&](DemandId a, DemandId b) { return persons[a.value] > persons[b.value]; });
  return points;
}

}  // namespace catchment::document
