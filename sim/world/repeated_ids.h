#pragma once

#include <bit>
#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

namespace catchment {

/// Rows, ascending, whose id an earlier row has too; rows without an id are left out. O(n) on average, 16 bytes a row.
template <class Record>
std::vector<std::size_t> repeated_ids(const std::vector<Record>& records) {
  // Open addressing: half of a row's hash beside its number (from 1; 0 is free), so that few ids are compared.
  const std::size_t slots = std::bit_ceil(2 * records.size() + 1);
  std::vector<std::uint64_t> table(slots, 0);
  std::vector<std::size_t> repeated;
  for (std::size_t row = 0; row < records.size(); ++row) {
    const std::string_view id = records[row].id;
    if (id.empty()) continue;
    const std::uint64_t hash = std::hash<std::string_view>{}(id);
    const std::uint64_t mark = hash & 0xffffffff00000000u;
    std::size_t at = hash & (slots - 1);
    bool seen = false;
    for (; table[at] != 0 && !seen; at = (at + 1) & (slots - 1))
      seen = (table[at] & 0xffffffff00000000u) == mark && records[(table[at] & 0xffffffffu) - 1].id == id;
    if (seen)
      repeated.push_back(row);
    else
      table[at] = mark | static_cast<std::uint32_t>(row + 1);
  }
  return repeated;
}

}  // namespace catchment
