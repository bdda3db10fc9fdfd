#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace catchment {

/// Travel cost as a whole number, so that sums have no drift and no order: **milliseconds** for a cutoff in
/// time, **millimetres** for a cutoff in distance (`CostUnit` says which).
using Cost = std::uint32_t;

/// No path. Far below the wrap-around, so that kUnreachable + any real cost still compares as unreachable.
inline constexpr Cost kUnreachable = 1u << 30;

enum class CostUnit { kSeconds, kMetres };

/// 300 m -> 300'000; rounds to nearest; a value that does not fit is kUnreachable - 1. `value` >= 0.
Cost to_cost(double value);
/// Back to seconds or metres; +infinity for kUnreachable.
double from_cost(Cost cost);

/// Sparse travel costs, origins (demand points) in rows, destinations (facilities) sorted by index in each row.
/// A pair that is missing is unreachable or beyond the cutoff.
struct CostTable {
  std::uint32_t n_destinations = 0;
  std::vector<std::uint32_t> row_begin{0};   ///< [n_origins + 1]
  std::vector<std::uint32_t> destination;    ///< [n_pairs] 0..n_destinations-1
  std::vector<Cost> cost;                    ///< [n_pairs]
  [[nodiscard]] std::size_t n_origins() const { return row_begin.size() - 1; }
  [[nodiscard]] std::span<const std::uint32_t> destinations_of(std::size_t origin) const {
    return std::span(destination).subspan(row_begin[origin], row_begin[origin + 1] - row_begin[origin]);
  }
  [[nodiscard]] std::span<const Cost> costs_of(std::size_t origin) const {
    return std::span(cost).subspan(row_begin[origin], row_begin[origin + 1] - row_begin[origin]);
  }
};

/// For each origin its cheapest destination: ties to the lowest index, UINT32_MAX where there is none.
struct NearestTable {
  std::vector<Cost> cost;                 ///< [n_origins]; kUnreachable if none
  std::vector<std::uint32_t> destination; ///< [n_origins]
};

}  // namespace catchment
