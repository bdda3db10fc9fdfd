#include "sim/network/friction_surface.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include <fmt/format.h>

#include "sim/network/surface_search.h"

namespace catchment {

SurfaceOptions accessmod_options() {
  SurfaceOptions out;
  out.moves = 8;
  out.mean_of_speeds = true;
  out.sealed_diagonals = false;
  out.accessmod_cycling = true;
  return out;
}

TravelTimes travel_times(const FrictionSurface& surface, std::span<const SurfaceSeed> seeds, const SurfaceOptions& options,
                         const Progress& progress) {
  const PreparedSurface prepared(surface, options);
  for (const SurfaceSeed& seed : seeds)
    if (seed.cell >= surface.n_cells())
      throw std::invalid_argument(fmt::format("friction surface: a seed at cell {} of {}", seed.cell, surface.n_cells()));
  SurfaceSearch search(prepared);
  search.run(seeds, false, progress);
  // The margin goes, in place.
  TravelTimes out{std::move(search.cost()), std::move(search.owner())};
  for (std::uint32_t row = 0; row < surface.rows; ++row)
    for (std::uint32_t c = 0; c < surface.columns; ++c) {
      const std::uint32_t i = row * surface.columns + c, p = prepared.padded(i);
      out.cost[i] = prepared.barred(p) ? kUnreachable : out.cost[p];
      out.owner[i] = out.owner[p];
    }
  out.cost.resize(surface.n_cells());
  out.owner.resize(surface.n_cells());
  return out;
}

NearestCell nearest_passable(const FrictionSurface& s, Point place, double limit_m, bool need_elevation) {
  NearestCell best;
  if (!(place.x >= 0) || !(place.y >= 0) || !(place.x < s.columns) || !(place.y < s.rows)) return best;
  const auto open = [&](std::size_t i) { return s.passable(i) && (!need_elevation || std::isfinite(s.elevation_m.at(i))); };
  const auto column = static_cast<std::int64_t>(place.x), row = static_cast<std::int64_t>(place.y);
  if (const std::size_t own = static_cast<std::size_t>(row) * s.columns + static_cast<std::size_t>(column); open(own))
    return {static_cast<std::uint32_t>(own), 0};
  double best_m = INFINITY;
  // Squares around the place's cell, growing; a cell of square k is at least k - 1/2 cells away.
  const double side = std::min(s.cell_width_m, s.cell_height_m);
  const std::int64_t most = std::max<std::int64_t>(s.columns, s.rows);
  for (std::int64_t k = 1; k <= most && (static_cast<double>(k) - 0.5) * side <= std::min(best_m, limit_m); ++k)
    for (std::int64_t r = std::max<std::int64_t>(0, row - k); r <= std::min<std::int64_t>(s.rows - 1, row + k); ++r) {
      const std::int64_t step = std::abs(r - row) == k ? 1 : 2 * k;
      for (std::int64_t c = column - k; c <= column + k; c += step) {
        if (c < 0 || c >= s.columns) continue;
        const std::size_t i = static_cast<std::size_t>(r) * s.columns + static_cast<std::size_t>(c);
        if (!open(i)) continue;
        const double d = std::hypot((static_cast<double>(c) + 0.5 - place.x) * s.cell_width_m, (static_cast<double>(r) + 0.5 - place.y) * s.cell_height_m);
        if (d > limit_m || d > best_m || (d == best_m && i >= best.cell)) continue;
        best_m = d;
        best = {static_cast<std::uint32_t>(i), d};
      }
    }
  return best;
}

}  // namespace catchment
