#include <algorithm>
#include <numeric>
#include <stdexcept>

#include "sim/network/partial_edge.h"
#include "sim/network/search.h"

namespace catchment {

Components components(const StreetNetwork& net, std::span<const Cost> impedance, int slot) {
  constexpr std::uint32_t kNone = Id<void>::kInvalid;
  std::vector<std::uint8_t> usable = passable_edges(net, impedance);
  const std::vector<GateState> ends = gate_states(net, usable, slot);
  if (!ends.empty())
    for (std::size_t e = 0; e < net.n_edges(); ++e)
      if (ends[2 * e] != GateState::kOpen || ends[2 * e + 1] != GateState::kOpen) usable[e] = 0;

  // Union-find that keeps the lowest node of each tree as its root, so that roots come up in the order of numbering.
  std::vector<std::uint32_t> parent(net.n_nodes());
  std::iota(parent.begin(), parent.end(), 0u);
  const auto root = [&](std::uint32_t v) {
    while (parent[v] != v) v = parent[v] = parent[parent[v]];
    return v;
  };
  std::vector<std::uint8_t> used(net.n_nodes(), 0);
  for (std::size_t e = 0; e < net.n_edges(); ++e) {
    if (usable[e] == 0) continue;
    const std::uint32_t a = root(net.from[e].value), b = root(net.to[e].value);
    parent[std::max(a, b)] = std::min(a, b);
    used[net.from[e].value] = used[net.to[e].value] = 1;
  }

  Components result;
  result.of_node.assign(net.n_nodes(), kNone);
  for (std::uint32_t v = 0; v < net.n_nodes(); ++v) {
    if (used[v] == 0) continue;
    const std::uint32_t r = root(v);
    if (r == v) {
      result.of_node[v] = result.count++;
      result.nodes.push_back(0);
    }
    result.of_node[v] = result.of_node[r];
    ++result.nodes[result.of_node[v]];
  }
  std::vector<std::uint64_t> length_mm(result.count, 0);
  for (std::size_t e = 0; e < net.n_edges(); ++e)
    if (usable[e] != 0) length_mm[result.of_node[net.from[e].value]] += net.length_mm[e];
  std::uint64_t total = 0, largest = 0;
  for (const std::uint64_t mm : length_mm) {
    result.length_m.push_back(static_cast<double>(mm) / 1000);
    total += mm;
    largest = std::max(largest, mm);
  }
  result.total_length_m = static_cast<double>(total) / 1000;
  result.largest_share = total > 0 ? static_cast<double>(largest) / static_cast<double>(total) : 0;
  return result;
}

}  // namespace catchment
