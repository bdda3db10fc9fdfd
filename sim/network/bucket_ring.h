#pragma once

#include <bit>
#include <cstdint>
#include <vector>

#include "sim/core/cost.h"

namespace catchment {

/// Queue of a search whose costs only rise (Dial 1969): buckets in a ring, wide enough that no arc reaches once round.
/// Inside a bucket entries come in any order, so the search must accept that a cost it has used is corrected; any bucket
/// width is right and only speed depends on it. Its memory is kept from run to run.
class BucketRing {
 public:
  struct Entry { Cost cost; std::uint32_t node; };

  /// For arcs of at most `heaviest` (< kUnreachable) and `mean` on average: buckets a quarter of the mean wide, but at most
  /// 4096 of them. Call only while nothing waits.
  void fit(Cost mean, Cost heaviest) {
    shift_ = mean < 8 ? 0 : std::bit_width(mean / 4) - 1;
    while ((heaviest >> shift_) + 2 > 4096) ++shift_;
    buckets_.resize(std::bit_ceil((heaviest >> shift_) + 2u));
  }

  void push(Cost cost, std::uint32_t node) {
    buckets_[(cost >> shift_) & (buckets_.size() - 1)].push_back({cost, node});
    ++waiting_;
  }

  /// Calls `start(s)` for each of `starts` (a `cost()` each, ascending) when its turn comes, and `settle(entry)` for all that
  /// start or settle pushes, by rising bucket. `settle` returns false to stop at once, what waits is then dropped.
  /// Returns false if it was stopped.
  template <class Starts, class Start, class Settle>
  bool run(const Starts& starts, const Start& start, const Settle& settle) {
    std::size_t next = 0, current = 0;
    for (;;) {
      if (waiting_ == 0) {
        if (next == starts.size()) return true;
        current = starts[next].cost() >> shift_;
      }
      for (; next < starts.size() && (starts[next].cost() >> shift_) <= current; ++next) start(starts[next]);
      auto& bucket = buckets_[current & (buckets_.size() - 1)];
      while (!bucket.empty()) {
        const Entry entry = bucket.back();
        bucket.pop_back();
        --waiting_;
        if (settle(entry)) continue;
        for (auto& b : buckets_) b.clear();
        waiting_ = 0;
        return false;
      }
      ++current;
    }
  }

 private:
  int shift_ = 0;
  std::size_t waiting_ = 0;
  std::vector<std::vector<Entry>> buckets_{2};
};

}  // namespace catchment
