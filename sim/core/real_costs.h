#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/core/cost.h"

namespace catchment {

/// Sparse travel costs as real numbers, for accessibility measures: imported costs may be fractions, and a weight such as 1/d
/// must not be rounded. Demand points in rows, sites in columns. A missing pair is unreachable. Whole numbers stay exact.
struct RealCostTable {
  std::uint32_t n_destinations = 0;
  std::vector<std::uint64_t> row_begin{0};  ///< [n_origins + 1]
  std::vector<std::uint32_t> destination;   ///< [n_pairs] ascending in each row
  std::vector<double> cost;                 ///< [n_pairs] finite, >= 0
  [[nodiscard]] std::size_t n_origins() const { return row_begin.size() - 1; }
  [[nodiscard]] std::size_t n_pairs() const { return cost.size(); }
};

/// Seconds or metres of whole milliseconds or millimetres.
RealCostTable real_costs(const CostTable& costs);

/// One pair of an imported table, by index.
struct RealCostPair { std::uint32_t origin = 0, destination = 0; double cost = 0; };
/// Sorts the pairs into rows. Throws std::invalid_argument for an index out of range, a cost that is not finite and >= 0, or a
/// pair that comes twice. O(pairs log pairs).
RealCostTable real_costs(std::vector<RealCostPair> pairs, std::uint32_t n_origins, std::uint32_t n_destinations);

/// The same pairs column by column: for sums over the demand of a site in a fixed order.
struct PairColumns {
  std::vector<std::uint64_t> begin;         ///< [n_destinations + 1]
  std::vector<std::uint64_t> pair;          ///< [n_pairs] number of the pair, ascending in each column
  std::vector<std::uint32_t> origin;        ///< [n_pairs] its row, in the order of `pair`
};
/// O(pairs).
PairColumns columns_of(const RealCostTable& costs);

/// Throws std::invalid_argument, opening with `who`, unless the table fits together and every cost is finite and >= 0.
void require_sound(const RealCostTable& costs, const char* who);
/// Throws std::invalid_argument unless `values` has `n` entries, all finite and >= 0.
void require_amounts(std::span<const double> values, std::size_t n, const char* who, const char* what);

}  // namespace catchment
