#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/network/friction_surface.h"

namespace catchment {

struct SurfaceFigure {
  std::uint64_t cells = 0;
  std::int64_t persons = 0;
};

/// Who reaches which facility over a surface, and within what time.
struct SurfaceReach {
  std::vector<SurfaceFigure> own;        ///< [n_facilities x n_cutoffs] within reach of this facility, whoever else is near
  std::vector<SurfaceFigure> nearest;    ///< [n_facilities x n_cutoffs] of those, the ones to whom it is the nearest
  std::vector<SurfaceFigure> all;        ///< [n_cutoffs] within reach of any facility; the sum of `nearest` over facilities
  TravelTimes times;                     ///< to the nearest facility, up to the last cutoff
};

/// - `facility`  [n_facilities] seeds; `owner` is ignored (it is the index); cell UINT32_MAX: it has no place, all zero
/// - `cutoffs`   [n_cutoffs] ms, ascending; a travel time equal to the cutoff is inside
/// - `persons`   [n_cells] or empty
/// `options.limit` is ignored: the last cutoff bounds the search. One bounded search per facility, in parallel, and one
/// from all; the same result at any number of threads. Throws as travel_times, and if cutoffs do not ascend; Cancelled.
SurfaceReach surface_reach(const FrictionSurface& surface, std::span<const SurfaceSeed> facility, std::span<const Cost> cutoffs,
                           std::span<const std::int32_t> persons, SurfaceOptions options, const Progress& progress = {});

}  // namespace catchment
