#include "sim/coverage/spatial_availability.h"

#include <limits>

#include "sim/core/sum.h"

namespace catchment {

SpatialAvailability spatial_availability(const RealCostTable& costs, std::span<const double> weight,
                                         std::span<const double> population, std::span<const double> supply) {
  constexpr const char* kWho = "spatial_availability";
  require_sound(costs, kWho);
  require_amounts(weight, costs.n_pairs(), kWho, "weights");
  require_amounts(population, costs.n_origins(), kWho, "population");
  require_amounts(supply, costs.n_destinations, kWho, "supply");
  const PairColumns columns = columns_of(costs);
  SpatialAvailability out;
  out.demand_of_site.assign(supply.size(), 0);
  std::vector<double> part(costs.n_pairs(), 0);  // F_ij s_j
  const auto n_sites = static_cast<std::int64_t>(supply.size());
#pragma omp parallel for schedule(dynamic, 16) if (costs.n_pairs() > 20'000)
  for (std::int64_t site = 0; site < n_sites; ++site) {
    const auto j = static_cast<std::size_t>(site);
    Sum total, people;
    for (std::uint64_t k = columns.begin[j]; k < columns.begin[j + 1]; ++k) total.add(weight[columns.pair[k]]);
    if (total.value() <= 0) continue;
    for (std::uint64_t k = columns.begin[j]; k < columns.begin[j + 1]; ++k)
      people.add(population[columns.origin[k]] * (weight[columns.pair[k]] / total.value()));
    out.demand_of_site[j] = people.value();
    if (people.value() <= 0) continue;
    for (std::uint64_t k = columns.begin[j]; k < columns.begin[j + 1]; ++k)
      part[columns.pair[k]] = supply[j] * (population[columns.origin[k]] * (weight[columns.pair[k]] / total.value()) / people.value());
  }
  out.available.assign(costs.n_origins(), 0);
  out.per_person.assign(costs.n_origins(), std::numeric_limits<double>::quiet_NaN());
  for (std::size_t i = 0; i < costs.n_origins(); ++i) {
    Sum sum;
    for (std::uint64_t k = costs.row_begin[i]; k < costs.row_begin[i + 1]; ++k) sum.add(part[k]);
    out.available[i] = sum.value();
    if (population[i] > 0) out.per_person[i] = sum.value() / population[i];
  }
  return out;
}

}  // namespace catchment
