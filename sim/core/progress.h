#pragma once

#include <functional>
#include <string_view>

#include "sim/core/error.h"

namespace catchment {

/// Told how far long work is: share 0..1 and what is being done. Returns false to cancel.
/// May be empty. Called from one thread at a time, a few hundred times at most per job.
using Progress = std::function<bool(double share, std::string_view doing)>;

/// Reports, and throws Cancelled if the answer is false.
inline void report(const Progress& progress, double share, std::string_view doing) {
  if (progress && !progress(share, doing)) throw Cancelled();
}

/// Progress of one part of a job, mapped into [from, to] of the whole.
inline Progress part_of(const Progress& whole, double from, double to) {
  if (!whole) return {};
  return [whole, from, to](double share, std::string_view doing) { return whole(from + (to - from) * share, doing); };
}

}  // namespace catchment
