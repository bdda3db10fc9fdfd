#include "sim/core/real_costs.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>
#include <tuple>

namespace catchment {

RealCostTable real_costs(const CostTable& costs) {
  RealCostTable out;
  out.n_destinations = costs.n_destinations;
  out.row_begin.assign(costs.row_begin.begin(), costs.row_begin.end());
  out.destination = costs.destination;
  out.cost.reserve(costs.cost.size());
  for (const Cost c : costs.cost) {
    if (c >= kUnreachable) throw std::invalid_argument("real_costs: an unreachable pair is stored; leave it out");
    out.cost.push_back(from_cost(c));
  }
  return out;
}

RealCostTable real_costs(std::vector<RealCostPair> pairs, std::uint32_t n_origins, std::uint32_t n_destinations) {
  for (const RealCostPair& p : pairs) {
    if (p.origin >= n_origins || p.destination >= n_destinations) throw std::invalid_argument("real_costs: an index is out of range");
    if (!std::isfinite(p.cost) || p.cost < 0) throw std::invalid_argument("real_costs: a cost is negative or not finite");
  }
  std::sort(pairs.begin(), pairs.end(), [](const RealCostPair& a, const RealCostPair& b) {
    return std::tie(a.origin, a.destination) < std::tie(b.origin, b.destination);
  });
  RealCostTable out;
  out.n_destinations = n_destinations;
  out.row_begin.assign(n_origins + std::size_t{1}, 0);
  out.destination.reserve(pairs.size());
  out.cost.reserve(pairs.size());
  for (std::size_t k = 0; k < pairs.size(); ++k) {
    if (k > 0 && pairs[k].origin == pairs[k - 1].origin && pairs[k].destination == pairs[k - 1].destination)
      throw std::invalid_argument("real_costs: a pair comes twice");
    ++out.row_begin[pairs[k].origin + std::size_t{1}];
    out.destination.push_back(pairs[k].destination);
    out.cost.push_back(pairs[k].cost);
  }
  for (std::size_t i = 0; i < n_origins; ++i) out.row_begin[i + 1] += out.row_begin[i];
  return out;
}

PairColumns columns_of(const RealCostTable& costs) {
  PairColumns out;
  out.begin.assign(costs.n_destinations + std::size_t{1}, 0);
  for (const std::uint32_t j : costs.destination) ++out.begin[j + std::size_t{1}];
  for (std::size_t j = 0; j < costs.n_destinations; ++j) out.begin[j + 1] += out.begin[j];
  out.pair.resize(costs.n_pairs());
  out.origin.resize(costs.n_pairs());
  std::vector<std::uint64_t> at(out.begin.begin(), out.begin.end() - 1);
  for (std::uint32_t i = 0; i < costs.n_origins(); ++i)
    for (std::uint64_t k = costs.row_begin[i]; k < costs.row_begin[i + std::size_t{1}]; ++k) {
      const std::uint64_t slot = at[costs.destination[k]]++;
      out.pair[slot] = k;
      out.origin[slot] = i;
    }
  return out;
}

void require_sound(const RealCostTable& costs, const char* who) {
  const auto fail = [who](const char* what) { throw std::invalid_argument(std::string(who) + ": " + what); };
  if (costs.row_begin.empty() || costs.row_begin.front() != 0 || costs.row_begin.back() != costs.n_pairs() ||
      costs.destination.size() != costs.n_pairs() || !std::is_sorted(costs.row_begin.begin(), costs.row_begin.end()))
    fail("the cost table does not fit together");
  for (std::size_t k = 0; k < costs.n_pairs(); ++k) {
    if (costs.destination[k] >= costs.n_destinations) fail("a destination is out of range");
    if (!std::isfinite(costs.cost[k]) || costs.cost[k] < 0) fail("a cost is negative or not finite");
  }
}

void require_amounts(std::span<const double> values, std::size_t n, const char* who, const char* what) {
  if (values.size() != n) throw std::invalid_argument(std::string(who) + ": " + what + " and the cost table differ in number");
  for (const double v : values)
    if (!std::isfinite(v) || v < 0) throw std::invalid_argument(std::string(who) + ": " + what + " negative or not finite");
}

}  // namespace catchment
