#include <algorithm>
#include <cmath>
#include <numeric>

#include "sim/sharing/measure_parts.h"

namespace catchment {

std::vector<std::uint32_t> rank_groups(std::span<const double> value) {
  std::vector<std::uint32_t> order(value.size()), group(value.size());
  std::iota(order.begin(), order.end(), 0u);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return value[a] != value[b] ? value[a] < value[b] : a < b; });
  const double largest = order.empty() ? 0 : std::max(std::abs(value[order.front()]), std::abs(value[order.back()]));
  std::uint32_t g = 0;
  double first = 0;  // of the group: a chain of small differences does not become one group
  for (std::size_t i = 0; i < order.size(); ++i) {
    const double v = value[order[i]];
    if (i == 0) first = v;
    if (v - first > 1e-9 * std::abs(v) + 1e-12 * largest) {
      ++g;
      first = v;
    }
    group[order[i]] = g;
  }
  return group;
}

std::vector<double> percentile_ranks(std::span<const double> value) {
  const std::vector<std::uint32_t> group = rank_groups(value);
  std::vector<double> rank(value.size(), 0);
  if (value.size() < 2) return rank;
  std::vector<std::uint64_t> below(*std::max_element(group.begin(), group.end()) + 2, 0);
  for (const std::uint32_t g : group) ++below[g + 1];
  std::partial_sum(below.begin(), below.end(), below.begin());
  for (std::size_t v = 0; v < value.size(); ++v) rank[v] = static_cast<double>(below[group[v]]) / static_cast<double>(value.size() - 1);
  return rank;
}

void measure_hubs(const SharingGraph& graph, SharingMeasures& m) {
  const std::size_t n = graph.n_nodes();
  m.out_capacity.assign(n, 0);
  m.out_capacity_type.assign(n, LinkType::kOther);
  m.affiliates.assign(n, 0);
  // Hours, seats and money do not add up, and a fen is not an hour: every type is ranked by itself, and a node has its best rank.
  std::vector<double> capacity_rank(n, 0), sum(n);
  for (std::size_t t = 0; t < kLinkTypes; ++t) {
    const auto type = static_cast<LinkType>(t);
    std::fill(sum.begin(), sum.end(), 0.0);
    bool any = false;
    for (std::size_t k = 0; k < graph.n_links(); ++k)
      if (graph.type[k] == type && graph.capacity[k] > 0) {
        sum[graph.from[k]] += graph.capacity[k];
        any = true;
      }
    if (!any) continue;
    const std::vector<double> rank = percentile_ranks(sum);
    for (std::size_t v = 0; v < n; ++v)
      if (sum[v] > 0 && (m.out_capacity[v] == 0 || rank[v] > capacity_rank[v])) {
        m.out_capacity[v] = sum[v];
        m.out_capacity_type[v] = type;
        capacity_rank[v] = rank[v];
      }
  }
  for (std::size_t k = 0; k < graph.n_links(); ++k)
    if (graph.type[k] == LinkType::kAffiliation) ++m.affiliates[graph.from[k]];
  const std::vector<double> affiliate_rank = percentile_ranks(std::vector<double>(m.affiliates.begin(), m.affiliates.end()));
  const std::vector<double> between_rank = percentile_ranks(m.betweenness);
  m.hub_score.resize(n);
  for (std::size_t v = 0; v < n; ++v)
    m.hub_score[v] = between_rank.empty() ? (capacity_rank[v] + affiliate_rank[v]) / 2
                                          : (between_rank[v] + capacity_rank[v] + affiliate_rank[v]) / 3;
}

}  // namespace catchment
