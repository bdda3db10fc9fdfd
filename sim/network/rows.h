#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

namespace catchment {

/// Compressed rows out of (row, item) pairs, each pair once, items ascending: first [n_rows + 1], items. Sorts `pairs` and drops
/// repeated ones. Every row < n_rows. O(n log n).
inline void rows_of(std::vector<std::pair<std::uint32_t, std::uint32_t>>& pairs, std::size_t n_rows, std::vector<std::uint32_t>& first,
                    std::vector<std::uint32_t>& items) {
  std::sort(pairs.begin(), pairs.end());
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  first.assign(n_rows + 1, 0);
  items.clear();
  for (const auto& [row, item] : pairs) {
    ++first[row + 1];
    items.push_back(item);
  }
  for (std::size_t i = 1; i < first.size(); ++i) first[i] += first[i - 1];
}

}  // namespace catchment
