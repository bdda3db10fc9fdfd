#include "viewer/gpu/geometry_data.h"

namespace catchment::gpu {

template <class T>
Tiled<T> sorted(const std::vector<T>& things, std::span<const std::uint8_t> group, std::size_t groups, std::size_t rows, std::size_t unit) {
  Tiled<T> out;
  out.groups = groups, out.rows = rows;
  out.row_begin.assign(groups * rows + 1, 0);
  const std::size_t n = things.size() / unit;
  const auto bucket = [&](std::size_t i) { return group[i] * rows + things[i * unit].ty; };
  for (std::size_t i = 0; i < n; ++i) ++out.row_begin[bucket(i) + 1];
  for (std::size_t b = 1; b < out.row_begin.size(); ++b) out.row_begin[b] += out.row_begin[b - 1];
  std::vector<std::uint32_t> order(n), next(out.row_begin.begin(), out.row_begin.end() - 1);
  for (std::size_t i = 0; i < n; ++i) order[next[bucket(i)]++] = static_cast<std::uint32_t>(i);
  const auto buckets = static_cast<std::ptrdiff_t>(groups * rows);
#pragma omp parallel for schedule(dynamic, 16)
  for (std::ptrdiff_t b = 0; b < buckets; ++b)
    std::stable_sort(order.begin() + out.row_begin[static_cast<std::size_t>(b)], order.begin() + out.row_begin[static_cast<std::size_t>(b) + 1],
                     [&](std::uint32_t i, std::uint32_t j) { return things[i * unit].tx < things[j * unit].tx; });
  out.things.resize(n * unit);
#pragma omp parallel for schedule(static)
  for (std::ptrdiff_t i = 0; i < static_cast<std::ptrdiff_t>(n); ++i)
    for (std::size_t k = 0; k < unit; ++k)
      out.things[static_cast<std::size_t>(i) * unit + k] = things[order[static_cast<std::size_t>(i)] * unit + k];
  for (auto& begin : out.row_begin) begin *= static_cast<std::uint32_t>(unit);
  return out;
}

template Tiled<Piece> sorted(const std::vector<Piece>&, std::span<const std::uint8_t>, std::size_t, std::size_t, std::size_t);
template Tiled<GroundVertex> sorted(const std::vector<GroundVertex>&, std::span<const std::uint8_t>, std::size_t, std::size_t, std::size_t);
template Tiled<WideVertex> sorted(const std::vector<WideVertex>&, std::span<const std::uint8_t>, std::size_t, std::size_t, std::size_t);

}  // namespace catchment::gpu
