#pragma once

#include "sim/network/search.h"

namespace catchment {

/// For each origin its `k` cheapest destinations within `limit` (inclusive; kUnreachable: unbounded); ties to the lowest
/// index. Rows as in every CostTable, by destination index; fewer than k where fewer are reachable. With k = 1 as `nearest`,
/// with k of at least the number of destinations as `catchments`.
///
/// One search in which a junction keeps the k best destinations: what is among the k best of a place is so at every
/// junction on the way. Time O(k m log(k m)), memory 8 k bytes a node. Same result at any number of threads.
/// Throws std::invalid_argument if the input does not fit together or k is 0.
CostTable k_nearest(const SearchInput& in, std::uint32_t k, Cost limit = kUnreachable);

}  // namespace catchment
