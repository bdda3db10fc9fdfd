#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/core/cost.h"

namespace catchment {

/// The most persons (or organisations) that places can take: a maximum flow demand -> provider.
///
/// - `may`       rows: demands; destinations: the providers each may use, ascending; costs only choose among unlimited ones
/// - `demand`    [n_origins] >= 0
/// - `capacity`  [n_destinations]; -1 is unlimited, 0 takes nobody
///
/// -> [n_pairs] amount of each pair of `may`, >= 0: a row's sum is at most its demand, a provider's at most its capacity,
/// and no other assignment has a larger total. A row with an unlimited provider goes whole to its cheapest one (ties to the
/// lowest index). Rows with the same providers are one node of the flow, whose amount is given back in row order;
/// components are solved one by one. Which of several maximum assignments is found depends on input order only.
/// Throws std::invalid_argument if lengths disagree or a value is out of range.
/// Method: push-relabel (Goldberg & Tarjan 1988) of Boost.Graph.
std::vector<std::int64_t> maximum_transport(const CostTable& may, std::span<const std::int64_t> demand,
                                            std::span<const std::int64_t> capacity);

}  // namespace catchment
