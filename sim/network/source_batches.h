#pragma once

#include <omp.h>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <optional>
#include <vector>

#include "sim/core/progress.h"
#include "sim/network/reach_lists.h"

namespace catchment {

/// Positions as bits.
class PositionSet {
 public:
  explicit PositionSet(std::size_t n) : word_((n + 63) / 64) {}
  void add(std::uint32_t p) { word_[p / 64] |= std::uint64_t{1} << p % 64; }
  /// Calls take(p) for each, ascending, and empties the set.
  template <class Take>
  void drain_ascending(const Take& take) {
    for (std::size_t w = 0; w < word_.size(); ++w)
      for (; word_[w] != 0; word_[w] &= word_[w] - 1)
        take(static_cast<std::uint32_t>(w * 64 + static_cast<std::size_t>(std::countr_zero(word_[w]))));
  }
  /// Descending; `take` may add smaller positions.
  template <class Take>
  void drain_descending(const Take& take) {
    for (std::size_t w = word_.size(); w-- > 0;)
      while (word_[w] != 0) {
        const int bit = 63 - std::countl_zero(word_[w]);
        word_[w] &= ~(std::uint64_t{1} << bit);
        take(static_cast<std::uint32_t>(w * 64 + static_cast<std::size_t>(bit)));
      }
  }

 private:
  std::vector<std::uint64_t> word_;
};

/// Sources by the place of their first seed along the curve, so that those near each other come together; sources without seeds last.
/// Throws std::invalid_argument if a seed's node is not in the graph.
std::vector<std::uint32_t> near_together(const ReachGraph& g, const ReachSources& sources);

/// Calls work(i, scratch of the thread) for each i < n in parallel, telling progress between batches, from one thread and
/// outside the parallel region.
template <class Make, class Work>
void in_batches(std::size_t n, const Progress& progress, const Make& make, const Work& work) {
  using Memory = decltype(make());
  std::vector<std::optional<Memory>> memory(static_cast<std::size_t>(omp_get_max_threads()));
  const std::size_t batch = progress ? std::max<std::size_t>(2 * memory.size(), (n + 199) / 200) : n;
  for (std::size_t begin = 0; begin < n; begin += batch) {
    report(progress, static_cast<double>(begin) / static_cast<double>(n), "many sources");
    const auto end = static_cast<std::int64_t>(std::min(n, begin + batch));
#pragma omp parallel for schedule(dynamic, 1) if (n > 1)
    for (auto i = static_cast<std::int64_t>(begin); i < end; ++i) {
      auto& own = memory[static_cast<std::size_t>(omp_get_thread_num())];
      if (!own) own.emplace(make());
      work(static_cast<std::size_t>(i), *own);
    }
  }
  report(progress, 1, "many sources");
}

}  // namespace catchment
