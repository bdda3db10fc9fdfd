#pragma once

#include <span>
#include <vector>

#include "sim/core/real_costs.h"

namespace catchment {

/// Spatial availability: each site's supply is split among its demand points, all of it.
struct SpatialAvailability {
  std::vector<double> available;      ///< [n_demand] V_i, supply units
  std::vector<double> per_person;     ///< [n_demand] V_i / P_i; NaN where nobody lives
  std::vector<double> demand_of_site; ///< [n_sites] sum_i P_i f'_ij; 0: nobody in reach, its supply is not handed out
};

/// F_ij = P_i f'_ij / sum_k P_k f'_kj with f'_ij = f_ij / sum_k f_kj; V_i = sum_j F_ij s_j. sum_i V_i is the supply of the sites
/// with demand in reach. `weight` [n_pairs] f_ij >= 0. Throws std::invalid_argument. O(pairs); the same bits at any number of threads.
/// Source: Soukhov, Paez, Higgins & Mohamed (2023), PLoS ONE 18(1).
SpatialAvailability spatial_availability(const RealCostTable& costs, std::span<const double> weight,
                                         std::span<const double> population, std::span<const double> supply);

}  // namespace catchment
