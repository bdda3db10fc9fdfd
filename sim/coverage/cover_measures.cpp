#include "sim/coverage/cover_measures.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <tuple>

#include "sim/core/sum.h"

namespace catchment {

std::vector<std::uint32_t> sites_within(const RealCostTable& costs, std::optional<double> cutoff) {
  require_sound(costs, "sites_within");
  std::vector<std::uint32_t> out(costs.n_origins(), 0);
  for (std::size_t i = 0; i < out.size(); ++i)
    for (std::uint64_t k = costs.row_begin[i]; k < costs.row_begin[i + 1]; ++k) out[i] += !cutoff || costs.cost[k] <= *cutoff;
  return out;
}

std::vector<BackupShare> backup_shares(std::span<const std::uint32_t> sites, std::span<const double> population, std::uint32_t at_least) {
  require_amounts(population, sites.size(), "backup_shares", "population");
  std::uint32_t most = at_least;
  for (const std::uint32_t b : sites) most = std::max(most, b);
  std::vector<Sum> exactly(most + std::size_t{1});
  std::vector<std::uint32_t> points(most + std::size_t{1}, 0);
  for (std::size_t i = 0; i < sites.size(); ++i) {
    exactly[sites[i]].add(population[i]);
    ++points[sites[i]];
  }
  std::vector<BackupShare> out(exactly.size());
  Sum persons;
  std::uint32_t count = 0;
  for (std::size_t k = exactly.size(); k-- > 0;) {
    persons.add(exactly[k].value());
    count += points[k];
    out[k] = {static_cast<std::uint32_t>(k), persons.value(), count};
  }
  return out;
}

std::vector<double> expected_cover(std::span<const std::uint32_t> sites, double q) {
  if (!(q >= 0 && q <= 1)) throw std::invalid_argument("expected_cover: q must be 0..1");
  std::vector<double> out;
  out.reserve(sites.size());
  for (const std::uint32_t b : sites) out.push_back(b == 0 ? 0 : 1 - std::pow(q, b));
  return out;
}

std::vector<double> gradual_cover(const RealCostTable& costs, std::span<const double> weight, CoverAggregate aggregate) {
  require_sound(costs, "gradual_cover");
  require_amounts(weight, costs.n_pairs(), "gradual_cover", "weights");
  for (const double w : weight)
    if (w > 1) throw std::invalid_argument("gradual_cover: a weight is above 1");
  std::vector<double> out(costs.n_origins(), 0);
  for (std::size_t i = 0; i < out.size(); ++i) {
    double best = 0, missed = 1;
    for (std::uint64_t k = costs.row_begin[i]; k < costs.row_begin[i + 1]; ++k) {
      best = std::max(best, weight[k]);
      missed *= 1 - weight[k];
    }
    out[i] = aggregate == CoverAggregate::kBest ? best : 1 - missed;
  }
  return out;
}

std::vector<double> cumulative_opportunities(const RealCostTable& costs, std::span<const double> supply, std::optional<double> cutoff) {
  require_sound(costs, "cumulative_opportunities");
  require_amounts(supply, costs.n_destinations, "cumulative_opportunities", "supply");
  std::vector<double> out(costs.n_origins(), 0);
  for (std::size_t i = 0; i < out.size(); ++i) {
    Sum sum;
    for (std::uint64_t k = costs.row_begin[i]; k < costs.row_begin[i + 1]; ++k)
      if (!cutoff || costs.cost[k] <= *cutoff) sum.add(supply[costs.destination[k]]);
    out[i] = sum.value();
  }
  return out;
}

NearestSites nearest_sites(const RealCostTable& costs, std::uint32_t k, std::optional<double> cutoff) {
  require_sound(costs, "nearest_sites");
  if (k == 0) throw std::invalid_argument("nearest_sites: k must be at least 1");
  NearestSites out;
  std::vector<std::uint64_t> order;
  for (std::size_t i = 0; i < costs.n_origins(); ++i) {
    order.clear();
    for (std::uint64_t pair = costs.row_begin[i]; pair < costs.row_begin[i + 1]; ++pair)
      if (!cutoff || costs.cost[pair] <= *cutoff) order.push_back(pair);
    const auto take = static_cast<std::ptrdiff_t>(std::min<std::size_t>(k, order.size()));
    std::partial_sort(order.begin(), order.begin() + take, order.end(), [&](std::uint64_t a, std::uint64_t b) {
      return std::tie(costs.cost[a], costs.destination[a]) < std::tie(costs.cost[b], costs.destination[b]);
    });
    for (std::ptrdiff_t n = 0; n < take; ++n) {
      out.site.push_back(costs.destination[order[static_cast<std::size_t>(n)]]);
      out.cost.push_back(costs.cost[order[static_cast<std::size_t>(n)]]);
    }
    out.row_begin.push_back(out.site.size());
  }
  return out;
}

}  // namespace catchment
