#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/world/world.h"

namespace catchment::town {

/// Place names that sound like Shanghai's and belong to nobody: two characters from written lists, in an order that
/// the seed shuffles. No two stems of one book are equal, in Chinese or in English.
class NameBook {
 public:
  /// `purpose` keeps the books of one town apart: roads and quarters draw from their own order.
  NameBook(std::uint64_t seed, std::string_view purpose);
  /// The k-th stem, e.g. {"临汾", "Linfen"}; any k. Beyond the list a direction is put before it ("东临汾", "East Linfen").
  [[nodiscard]] Name stem(std::uint64_t k) const;

 private:
  std::vector<std::pair<std::uint8_t, std::uint8_t>> order_;
};

/// "临汾" + "路" -> {"临汾路", "Linfen Road"}.
Name with_suffix(const Name& stem, std::string_view zh, std::string_view en);

/// 1 -> {"一", "1st"} ... 10 -> {"十", "10th"}; any n >= 1 (from 11 in digits).
Name ordinal(int n);

/// "d", 3 -> "d3".
std::string numbered(std::string_view word, std::size_t n);

}  // namespace catchment::town
