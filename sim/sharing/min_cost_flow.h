#pragma once

#include <cstdint>
#include <vector>

#include "sim/core/progress.h"

namespace catchment {

/// Whole numbers throughout, so that an optimum is exact.
struct FlowProblem {
  static constexpr std::int64_t kNoLimit = INT64_MAX / 4;
  std::vector<std::int64_t> supply;                       ///< [n] > 0 gives, < 0 needs; sums to 0
  std::vector<std::uint32_t> tail, head;                  ///< [m]
  std::vector<std::int64_t> capacity, cost;               ///< [m] capacity >= 0 (kNoLimit: none); cost may be negative on arcs with a capacity
};
struct FlowResult {
  bool feasible = false;                                  ///< else only `unrouted` is meaningful
  std::int64_t cost = 0;
  std::vector<std::int64_t> flow;                         ///< [m]
  std::vector<std::int64_t> potential;                    ///< [n] dual: cost + potential[tail] - potential[head] >= 0 wherever an arc has room
  std::int64_t unrouted = 0;                              ///< supply that cannot reach a need
};
/// Minimum-cost flow by the primal network simplex (Ahuja, Magnanti & Orlin 1993, ch. 11) with block search and strongly feasible bases.
/// The answer depends on the input's order only. Throws std::invalid_argument for arrays that do not fit, a supply that does not sum to 0,
/// a negative capacity, sums that may overflow 64 bits, or a negative cost without a capacity; Cancelled.
FlowResult min_cost_flow(const FlowProblem& problem, const Progress& progress = {});

/// Is `result` a feasible flow whose potentials prove it optimal? For tests and for every answer that is printed. O(n + m).
bool proves_optimal(const FlowProblem& problem, const FlowResult& result);

}  // namespace catchment
