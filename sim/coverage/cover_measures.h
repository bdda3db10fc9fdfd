#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "sim/core/real_costs.h"

namespace catchment {

// Measures of cover that look at distance alone (models.md B.1). Cutoffs are inclusive. O(pairs). All throw std::invalid_argument
// for an unsound table or a parameter out of range.

/// b_i: how many sites are within the cutoff. Binary cover is b_i >= 1, backup cover b_i >= 2. -> [n_demand]
std::vector<std::uint32_t> sites_within(const RealCostTable& costs, std::optional<double> cutoff);

struct BackupShare { std::uint32_t at_least = 0; double persons = 0; std::uint32_t points = 0; };
/// [0] is everybody, [k] those with at least k sites, up to the largest count there is (or `at_least` if larger).
std::vector<BackupShare> backup_shares(std::span<const std::uint32_t> sites, std::span<const double> population, std::uint32_t at_least = 2);

/// Chance that a site within reach is free: E_i = 1 - q^b_i. `q` 0..1: chance that one site is busy or shut.
/// Source: Daskin (1983), Transportation Science 17.
std::vector<double> expected_cover(std::span<const std::uint32_t> sites, double q);

enum class CoverAggregate { kBest, kJoint };
/// Best: the largest weight. Joint: 1 - prod (1 - w). `weight` [n_pairs] 0..1, e.g. of a linear or cosine decay. -> [n_demand]
/// Source: Church & Roberts (1983), Papers of the Regional Science Association 53.
std::vector<double> gradual_cover(const RealCostTable& costs, std::span<const double> weight, CoverAggregate aggregate);

/// Opportunities within the cutoff: sum of supply. -> [n_demand]
std::vector<double> cumulative_opportunities(const RealCostTable& costs, std::span<const double> supply, std::optional<double> cutoff);

/// The k nearest sites of each demand point, ties to the lowest index; fewer where fewer are within the cutoff.
struct NearestSites {
  std::vector<std::uint64_t> row_begin{0};  ///< [n_demand + 1]
  std::vector<std::uint32_t> site;
  std::vector<double> cost;
};
NearestSites nearest_sites(const RealCostTable& costs, std::uint32_t k, std::optional<double> cutoff);

}  // namespace catchment
