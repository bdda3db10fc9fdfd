#include "sim/coverage/huff.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "sim/core/sum.h"

namespace catchment {

Huff huff(const RealCostTable& costs, std::span<const double> population, std::span<const double> supply, const HuffOptions& options) {
  require_sound(costs, "huff");
  require_amounts(population, costs.n_origins(), "huff", "population");
  require_amounts(supply, costs.n_destinations, "huff", "supply");
  if (!(options.alpha >= 0) || !(options.beta >= 0) || !(options.floor >= 0) || !std::isfinite(options.alpha + options.beta + options.floor))
    throw std::invalid_argument("huff: alpha, beta and the floor must be finite and >= 0");
  for (const double cost : costs.cost)
    if (options.beta > 0 && std::max(cost, options.floor) <= 0) throw std::invalid_argument("huff: a cost of 0 needs a floor");
  Huff out;
  out.probability.assign(costs.n_pairs(), 0);
  out.potential.assign(costs.n_origins(), 0);
  const auto n = static_cast<std::int64_t>(costs.n_origins());
#pragma omp parallel for schedule(static) if (n > 2'000)
  for (std::int64_t row = 0; row < n; ++row) {
    const auto i = static_cast<std::size_t>(row);
    Sum sum;
    for (std::uint64_t k = costs.row_begin[i]; k < costs.row_begin[i + 1]; ++k) {
      const double s = supply[costs.destination[k]];
      if (s <= 0 || (options.cutoff && costs.cost[k] > *options.cutoff)) continue;
      out.probability[k] = std::pow(s, options.alpha) * std::pow(std::max(costs.cost[k], options.floor), -options.beta);
      sum.add(out.probability[k]);
    }
    out.potential[i] = sum.value();
    for (std::uint64_t k = costs.row_begin[i]; k < costs.row_begin[i + 1]; ++k)
      if (sum.value() > 0) out.probability[k] /= sum.value();
  }
  std::vector<Sum> load(supply.size());
  for (std::size_t i = 0; i < costs.n_origins(); ++i)
    for (std::uint64_t k = costs.row_begin[i]; k < costs.row_begin[i + 1]; ++k) load[costs.destination[k]].add(population[i] * out.probability[k]);
  for (const Sum& sum : load) out.load.push_back(sum.value());
  return out;
}

}  // namespace catchment
