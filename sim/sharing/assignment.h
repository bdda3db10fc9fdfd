#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace catchment {

inline constexpr std::uint32_t kUnassigned = UINT32_MAX;

/// One-to-one assignment of least cost among those of most pairs (Kuhn 1955; shortest augmenting paths of Jonker & Volgenant 1987).
/// - `cost` [rows * columns] row by row, whole numbers; kForbidden: the pair may not be made
/// -> [rows] column or kUnassigned. Time O(min(r, c)^2 max(r, c)). Ties to the lowest column.
struct Assignment {
  static constexpr std::int64_t kForbidden = INT64_MAX;
  std::vector<std::uint32_t> column_of;
  std::int64_t cost = 0;
  std::uint32_t pairs = 0;
};
Assignment assign(std::span<const std::int64_t> cost, std::uint32_t rows, std::uint32_t columns);

/// Deferred acceptance (Gale & Shapley 1962), the proposing side's best stable matching.
/// - `proposer_likes` [p] lists of acceptors, best first; those not listed are unacceptable
/// - `acceptor_likes` [a] likewise
/// - `places` [a] how many each acceptor takes, >= 0
/// -> [p] acceptor or kUnassigned. Throws std::invalid_argument for an index out of range or listed twice. O(sum of lists).
std::vector<std::uint32_t> stable_matching(std::span<const std::vector<std::uint32_t>> proposer_likes,
                                           std::span<const std::vector<std::uint32_t>> acceptor_likes, std::span<const std::uint32_t> places);

}  // namespace catchment
