#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/core/cost.h"

namespace catchment {

/// Coverage of one service level (B.1, B.2, B.6). Arrays are over all demand points, [n_demand].
struct LevelCoverage {
  std::vector<std::uint8_t> covered;         ///< 1 if a provider is within the cutoff
  std::vector<std::uint32_t> backup;         ///< b_i: providers within the cutoff
  std::vector<std::int64_t> served;          ///< persons given a place
  std::vector<std::int64_t> no_capacity;     ///< persons within the cutoff but without a place
  std::vector<std::int64_t> out_of_reach;    ///< persons beyond the cutoff
  std::int64_t persons_covered = 0, persons_served = 0, persons_no_capacity = 0, persons_out_of_reach = 0;
  std::vector<std::int64_t> load;            ///< [n_providers] persons served by each provider
};

/// - `within`    rows: demand points; destinations: this level's providers; only pairs within the cutoff
/// - `persons`   [n_demand] >= 0
/// - `capacity`  [n_providers] persons; -1 is unlimited
/// - `counted`   [n_demand] or empty: 0 excludes a point from the totals and from the flow (beyond the boundary); its
///               covered and backup are still told, its three shares of persons are 0
///
/// covered + out_of_reach and served + no_capacity + out_of_reach conserve persons exactly. The split is a maximum
/// flow (Boost.Graph push-relabel) of persons into places, so no other assignment serves more; which of several
/// equal assignments is returned depends on input order only (transport.h). Points with an unlimited provider skip the flow
/// and load their cheapest unlimited one.
/// Throws std::invalid_argument if lengths disagree or a value is negative.
LevelCoverage cover_level(const CostTable& within, std::span<const std::int64_t> persons,
                          std::span<const std::int64_t> capacity, std::span<const std::uint8_t> counted = {});

/// Persons (and points) covered on every level. `covered` is one [n_demand] array per level; no level covers nobody.
struct JointCoverage {
  std::int64_t persons = 0;
  std::vector<std::uint8_t> covered;         ///< [n_demand]
};
JointCoverage joint_coverage(std::span<const std::vector<std::uint8_t>> covered, std::span<const std::int64_t> persons,
                             std::span<const std::uint8_t> counted = {});

/// Persons with b_i == k, for k = 0..max (at least one entry). Shares with b_i >= k follow by summing from the top.
std::vector<std::int64_t> backup_histogram(std::span<const std::uint32_t> backup, std::span<const std::int64_t> persons,
                                           std::span<const std::uint8_t> counted = {});

}  // namespace catchment
