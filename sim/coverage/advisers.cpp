#include "sim/coverage/advisers.h"

#include <algorithm>
#include <limits>
#include <map>
#include <stdexcept>

#include "sim/coverage/transport.h"

namespace catchment {

AdviserCoverage cover_quarters(const CostTable& within, std::span<const std::int64_t> advisers, std::int64_t caseload) {
  const std::size_t n = within.n_origins();
  if (advisers.size() != within.n_destinations) throw std::invalid_argument("cover_quarters: one count of advisers per base is needed");
  if (caseload < 1) throw std::invalid_argument("cover_quarters: the caseload must be at least 1");
  std::vector<std::int64_t> places;
  for (const std::int64_t a : advisers) {
    if (a < 0 || a > std::numeric_limits<std::int64_t>::max() / caseload)
      throw std::invalid_argument("cover_quarters: a count of advisers is out of range");
    places.push_back(a * caseload);
  }
  const std::vector<std::int64_t> need(n, 1);
  const auto amount = maximum_transport(within, need, places);
  AdviserCoverage out;
  out.base.assign(n, UINT32_MAX);
  out.load.assign(places.size(), 0);
  for (std::size_t q = 0; q < n; ++q) {
    out.in_reach.push_back(!within.destinations_of(q).empty());
    for (std::size_t pair = within.row_begin[q]; pair < within.row_begin[q + 1]; ++pair)
      if (amount[pair] > 0) out.base[q] = within.destination[pair];
    if (out.base[q] != UINT32_MAX) {
      ++out.covered;
      ++out.load[out.base[q]];
    } else {
      ++(out.in_reach[q] != 0 ? out.no_capacity : out.out_of_reach);
    }
  }
  return out;
}

CostTable least_by_group(const CostTable& table, std::span<const std::uint32_t> group, std::uint32_t n_groups) {
  if (group.size() != table.n_origins()) throw std::invalid_argument("least_by_group: one group per row is needed");
  std::vector<std::map<std::uint32_t, Cost>> least(n_groups);
  for (std::size_t i = 0; i < group.size(); ++i) {
    if (group[i] == UINT32_MAX) continue;
    if (group[i] >= n_groups) throw std::invalid_argument("least_by_group: a row's group does not exist");
    const auto to = table.destinations_of(i);
    const auto cost = table.costs_of(i);
    for (std::size_t k = 0; k < to.size(); ++k) {
      const auto [at, fresh] = least[group[i]].emplace(to[k], cost[k]);
      if (!fresh) at->second = std::min(at->second, cost[k]);
    }
  }
  CostTable out;
  out.n_destinations = table.n_destinations;
  for (const auto& row : least) {
    for (const auto& [to, cost] : row) {
      out.destination.push_back(to);
      out.cost.push_back(cost);
    }
    out.row_begin.push_back(static_cast<std::uint32_t>(out.destination.size()));
  }
  return out;
}

}  // namespace catchment
