#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/core/cost.h"

namespace catchment {

/// Travelling advisers introduced into quarters (F15): each looks after at most `caseload` quarters within its travel limit.
struct AdviserCoverage {
  std::vector<std::uint32_t> base;       ///< [n_quarters] base whose adviser looks after it, UINT32_MAX if none
  std::vector<std::uint8_t> in_reach;    ///< [n_quarters] 1 if a base lies within the travel limit
  std::vector<std::int64_t> load;        ///< [n_bases] quarters
  std::int64_t covered = 0, no_capacity = 0, out_of_reach = 0;  ///< quarters; the three sum to n_quarters
};

/// - `within`    rows: quarters; destinations: bases; only pairs within the travel limit
/// - `advisers`  [n_bases] >= 0
/// - `caseload`  >= 1 quarters each
///
/// The assignment is a maximum flow base [advisers * caseload] -> quarter [1] (transport.h): no other covers more quarters.
/// Throws std::invalid_argument if lengths disagree or a value is out of range.
AdviserCoverage cover_quarters(const CostTable& within, std::span<const std::int64_t> advisers, std::int64_t caseload);

/// One row per group out of rows per member: each pair at its least cost. `group` [n_origins] < n_groups, or UINT32_MAX for a
/// row that belongs to none. A group without members has an empty row. Throws std::invalid_argument if lengths disagree.
CostTable least_by_group(const CostTable& table, std::span<const std::uint32_t> group, std::uint32_t n_groups);

}  // namespace catchment
