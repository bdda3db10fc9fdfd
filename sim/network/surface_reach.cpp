#include "sim/network/surface_reach.h"

#include <omp.h>

#include <algorithm>
#include <stdexcept>

#include "sim/network/surface_search.h"

namespace catchment {

namespace {

void check(const FrictionSurface& surface, std::span<const SurfaceSeed> facility, std::span<const Cost> cutoffs,
           std::span<const std::int32_t> persons) {
  if (cutoffs.empty() || !std::is_sorted(cutoffs.begin(), cutoffs.end())) throw std::invalid_argument("surface_reach: cutoffs must ascend");
  if (!persons.empty() && persons.size() != surface.n_cells()) throw std::invalid_argument("surface_reach: persons and cells differ in number");
  for (const SurfaceSeed& f : facility)
    if (f.cell != UINT32_MAX && (f.cell >= surface.n_cells() || !surface.passable(f.cell)))
      throw std::invalid_argument("surface_reach: a facility is outside or on a barred cell");
}

void add(std::span<SurfaceFigure> figures, std::span<const Cost> cutoffs, Cost cost, std::int32_t persons) {
  for (std::size_t c = 0; c < cutoffs.size(); ++c)
    if (cost <= cutoffs[c]) {
      ++figures[c].cells;
      figures[c].persons += persons;
    }
}

}  // namespace

SurfaceReach surface_reach(const FrictionSurface& surface, std::span<const SurfaceSeed> facility, std::span<const Cost> cutoffs,
                           std::span<const std::int32_t> persons, SurfaceOptions options, const Progress& progress) {
  check(surface, facility, cutoffs, persons);
  options.limit = cutoffs.back();
  SurfaceReach out;
  std::vector<SurfaceSeed> seeds;
  for (std::size_t f = 0; f < facility.size(); ++f)
    if (facility[f].cell != UINT32_MAX) seeds.push_back({facility[f].cell, static_cast<std::uint32_t>(f), facility[f].cost});
  out.times = travel_times(surface, seeds, options, part_of(progress, 0, 0.2));
  out.own.resize(facility.size() * cutoffs.size());
  out.nearest.resize(out.own.size());
  out.all.resize(cutoffs.size());
  for (std::size_t i = 0; i < surface.n_cells(); ++i) {
    if (out.times.cost[i] >= kUnreachable) continue;
    const std::int32_t people = persons.empty() ? 0 : persons[i];
    add(std::span(out.nearest).subspan(out.times.owner[i] * cutoffs.size(), cutoffs.size()), cutoffs, out.times.cost[i], people);
    add(out.all, cutoffs, out.times.cost[i], people);
  }

  const PreparedSurface prepared(surface, options);
  std::vector<SurfaceSearch> search;
  const auto threads = std::min<std::size_t>(static_cast<std::size_t>(omp_get_max_threads()), seeds.size());
  search.reserve(threads);
  for (std::size_t t = 0; t < threads; ++t) search.emplace_back(prepared);
  // In blocks, so that progress is told, and the work cancelled, from one thread and outside the parallel region.
  const std::size_t block = std::max<std::size_t>(4 * threads, (seeds.size() + 199) / 200);
  for (std::size_t begin = 0; begin < seeds.size(); begin += block) {
    report(progress, 0.2 + 0.8 * static_cast<double>(begin) / static_cast<double>(seeds.size()), "service areas");
    const auto end = static_cast<std::int64_t>(std::min(seeds.size(), begin + block));
#pragma omp parallel for schedule(dynamic, 1) num_threads(static_cast<int>(threads))
    for (auto k = static_cast<std::int64_t>(begin); k < end; ++k) {
      SurfaceSearch& mine = search[static_cast<std::size_t>(omp_get_thread_num())];
      const auto figures = std::span(out.own).subspan(seeds[static_cast<std::size_t>(k)].owner * cutoffs.size(), cutoffs.size());
      mine.run(std::span(seeds).subspan(static_cast<std::size_t>(k), 1), true);
      for (const std::uint32_t p : mine.reached())
        add(figures, cutoffs, mine.cost()[p], persons.empty() ? 0 : persons[prepared.unpadded(p)]);
    }
  }
  report(progress, 1, "service areas");
  return out;
}

}  // namespace catchment
