#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/core/real_costs.h"

namespace catchment {

/// Supply-to-demand accessibility (models.md B.4).
enum class AccessMethod {
  kGravity,   ///< A_i = sum_j s_j W_ij. Hansen (1959)
  k2sfca,     ///< R_j = s_j / sum_i P_i W_ij, A_i = sum_j R_j W_ij. Luo & Wang (2003); with decay E2SFCA, Luo & Qi (2009); Shen (1998)
  k3sfca,     ///< as 2SFCA with G_ij W_ij, G_ij = choice_ij / sum_k choice_ik. Wan, Zou & Sternberg (2012)
  kM2sfca,    ///< step 2 uses W_ij twice. Delamater (2013)
  kBfca,      ///< A_i = sum_j (W_ij / sum_k W_kj) s_j / (sum_k P_k W_kj / sum_l W_kl). Paez, Higgins & Vivona (2019)
  kMh3sfca,   ///< H_ij = s_j W_ij / sum_k s_k W_ik, R_j = s_j / sum_i P_i H_ij, A_i = sum_j H_ij W_ij R_j. Joerg et al. (2019)
};

struct FloatingCatchment {
  std::vector<double> access;         ///< [n_demand] supply per person (gravity: supply); 0 if no site is in reach
  std::vector<double> demand_of_site; ///< [n_sites] the persons that step 1 sets against the supply; empty for gravity
  std::vector<double> ratio;          ///< [n_sites] R_j; NaN where no demand is in reach (never 0/0); empty for gravity
  std::vector<std::uint32_t> reached; ///< [n_demand] sites with a weight above 0
};

/// - `costs`       demand points x sites, which pairs there are
/// - `weight`      [n_pairs] W_ij >= 0, see decay_weights
/// - `population`  [n_demand] persons >= 0
/// - `supply`      [n_sites] >= 0
/// - `choice`      [n_pairs] or empty: weights for G of 3SFCA where the choice is among more sites than the catchment holds, as
///                 when G is taken over all destinations and W only within the cutoff; empty: `weight`
///
/// 2SFCA, E2SFCA and 3SFCA: sum_i P_i A_i = the supply of the sites with demand in reach. BFCA keeps other sums: the site
/// demands add up to the population in reach, and the A_i to the R_j. M2SFCA and MH3SFCA charge for distance and conserve nothing.
/// Throws std::invalid_argument if lengths disagree or a value is out of range. O(pairs), parallel over rows and columns, every
/// sum compensated and in index order: the same bits at any number of threads.
FloatingCatchment floating_catchment(AccessMethod method, const RealCostTable& costs, std::span<const double> weight,
                                     std::span<const double> population, std::span<const double> supply,
                                     std::span<const double> choice = {});

}  // namespace catchment
