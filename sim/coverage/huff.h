#pragma once

#include <optional>
#include <span>
#include <vector>

#include "sim/core/real_costs.h"

namespace catchment {

struct HuffOptions {
  double alpha = 1;                ///< weight of attraction, >= 0
  double beta = 2;                 ///< weight of distance, >= 0
  double floor = 0;                ///< a cost below it counts as it
  std::optional<double> cutoff;    ///< inclusive
};
struct Huff {
  std::vector<double> probability; ///< [n_pairs]; 0 where nothing attracts
  std::vector<double> potential;   ///< [n_demand] sum_j s_j^alpha d_ij^-beta; 0: no site in reach
  std::vector<double> load;        ///< [n_sites] persons expected
};

/// p_ij = s_j^alpha d_ij^-beta / sum_k s_k^alpha d_ik^-beta. A site without supply attracts nobody, whatever alpha.
/// Throws std::invalid_argument; also for a cost of 0 without a floor, whose weight would be infinite. O(pairs).
/// Source: Huff (1963), Land Economics 39.
Huff huff(const RealCostTable& costs, std::span<const double> population, std::span<const double> supply, const HuffOptions& options);

}  // namespace catchment
