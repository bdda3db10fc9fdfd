#include <algorithm>
#include <stdexcept>

#include "sim/network/source_batches.h"

namespace catchment {

std::vector<Cost> cost_matrix(const ReachGraph& graph, const ReachSources& sources, std::span<const std::uint32_t> targets,
                              const Progress& progress) {
  const SweepGraph& g = graph.sweep;
  const auto n = static_cast<std::uint32_t>(g.n_nodes());
  for (const std::uint32_t t : targets)
    if (t >= n) throw std::invalid_argument("cost_matrix: a target is not in the graph");
  const std::vector<std::uint32_t> order = near_together(graph, sources);

  // What lies above the targets, by position; once for all.
  PositionSet set(n);
  std::vector<std::uint32_t> above, down_row(n, UINT32_MAX);
  for (const std::uint32_t t : targets) set.add(g.position[t]);
  set.drain_descending([&](std::uint32_t p) {
    above.push_back(p);
    for (std::uint32_t a = g.first_down[p]; a < g.first_down[p + 1]; ++a) set.add(g.down[a].upper);
  });
  std::reverse(above.begin(), above.end());
  const auto n_down = static_cast<std::uint32_t>(above.size());
  for (std::uint32_t i = 0; i < n_down; ++i) down_row[above[i]] = i;
  std::vector<LaneArc> down;
  std::vector<std::uint32_t> end_down, target_row(targets.size());
  for (const std::uint32_t p : above) {
    for (std::uint32_t a = g.first_down[p]; a < g.first_down[p + 1]; ++a)
      down.push_back({down_row[g.down[a].upper], g.down[a].weight});
    end_down.push_back(static_cast<std::uint32_t>(down.size()));
  }
  for (std::size_t t = 0; t < targets.size(); ++t) target_row[t] = down_row[g.position[targets[t]]];

  std::vector<Cost> matrix(std::size_t{sources.size()} * targets.size());
  const LaneKernels& kernels = lane_kernels().front();
  LaneRow unreachable;
  for (Cost& cost : unreachable.lane) cost = kUnreachable;
  struct Memory {
    std::vector<LaneRow> row, climbing;
    std::vector<std::uint32_t> up_row, climbed, end_up;
    std::vector<LaneArc> up;
    PositionSet todo;
  };
  const auto do_block = [&](std::span<const std::uint32_t> lanes, Memory& m) {
    m.climbed.clear();
    m.up.clear();
    m.end_up.clear();
    for (const std::uint32_t source : lanes)
      for (std::uint32_t i = sources.first[source]; i < sources.first[source + 1]; ++i) m.todo.add(g.position[sources.seed[i].node]);
    m.todo.drain_descending([&](std::uint32_t p) {
      m.up_row[p] = static_cast<std::uint32_t>(m.climbed.size());
      m.climbed.push_back(p);
      for (std::uint32_t a = g.first_up[p]; a < g.first_up[p + 1]; ++a) m.todo.add(g.up[a].upper);
    });
    for (const std::uint32_t p : m.climbed) {
      for (std::uint32_t a = g.first_up[p]; a < g.first_up[p + 1]; ++a) m.up.push_back({m.up_row[g.up[a].upper], g.up[a].weight});
      m.end_up.push_back(static_cast<std::uint32_t>(m.up.size()));
    }
    m.climbing.assign(m.climbed.size(), unreachable);
    for (std::uint32_t l = 0; l < lanes.size(); ++l)
      for (std::uint32_t i = sources.first[lanes[l]]; i < sources.first[lanes[l] + 1]; ++i) {
        Cost& cost = m.climbing[m.up_row[g.position[sources.seed[i].node]]].lane[l];
        cost = std::min(cost, sources.seed[i].cost);
      }
    kernels.climb(m.climbing.data(), m.end_up.data(), m.up.data(), static_cast<std::uint32_t>(m.climbed.size()));
    // Down in one go between the rows that were climbed to; those take the better of the two labels.
    LaneRow* const row = m.row.data();
    std::uint32_t done = 0;
    const auto down_to = [&](std::uint32_t end) {
      kernels.descend(row, row + done, done == 0 ? 0 : end_down[done - 1], end_down.data() + done, down.data(), end - done);
      done = end;
    };
    for (std::size_t i = m.climbed.size(); i-- > 0;) {
      const std::uint32_t r = down_row[m.climbed[i]];
      if (r == UINT32_MAX) continue;
      down_to(r + 1);
      for (std::uint32_t l = 0; l < kLanes; ++l) row[r].lane[l] = std::min(row[r].lane[l], m.climbing[i].lane[l]);
    }
    down_to(n_down);
    Cost* out[kLanes];
    for (std::uint32_t l = 0; l < lanes.size(); ++l) out[l] = matrix.data() + std::size_t{lanes[l]} * targets.size();
    for (std::size_t t = 0; t < targets.size(); ++t)
      for (std::uint32_t l = 0; l < lanes.size(); ++l) out[l][t] = row[target_row[t]].lane[l];
  };
  in_batches(
      (order.size() + kLanes - 1) / kLanes, progress,
      [&] { return Memory{std::vector<LaneRow>(n_down), {}, std::vector<std::uint32_t>(n), {}, {}, {}, PositionSet(n)}; },
      [&](std::size_t b, Memory& m) {
        do_block(std::span(order).subspan(b * kLanes, std::min<std::size_t>(kLanes, order.size() - b * kLanes)), m);
      });
  return matrix;
}

}  // namespace catchment
