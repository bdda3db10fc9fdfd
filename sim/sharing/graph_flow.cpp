#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>
#include <string>

#include "sim/sharing/matching.h"
#include "sim/sharing/min_cost_flow.h"

namespace catchment {

namespace {

constexpr double kUnits = 1000;
constexpr double kMostTotal = 4e18;
constexpr double kMostAmount = 1e12;

void require_amount(double x, const char* what, std::size_t row, bool negative) {
  if (!std::isfinite(x) || (!negative && x < 0) || std::abs(x) > kMostAmount)
    throw std::invalid_argument(std::string("flow_on_graph: ") + what + " " + std::to_string(row) + " is outside " + (negative ? "-1e12" : "0") + " to 1e12");
}

}  // namespace

GraphFlow flow_on_graph(const SharingGraph& graph, std::span<const double> link_cost, std::span<const double> supply, double penalty, double link_cap) {
  const std::size_t n = graph.n_nodes(), m = graph.n_links();
  if (link_cost.size() != m || supply.size() != n || graph.capacity.size() != m)
    throw std::invalid_argument("flow_on_graph: " + std::to_string(link_cost.size()) + " costs and " + std::to_string(graph.capacity.size()) + " capacities for " +
                                std::to_string(m) + " links, " + std::to_string(supply.size()) + " supplies for " + std::to_string(n) + " nodes");
  for (std::size_t k = 0; k < m; ++k) require_amount(link_cost[k], "cost", k, false);
  for (std::size_t v = 0; v < n; ++v) require_amount(supply[v], "supply", v, true);
  if (!std::isfinite(penalty) || std::isnan(link_cap)) throw std::invalid_argument("flow_on_graph: a penalty or cap that is no number");

  GraphFlow out;
  const double largest = m > 0 ? *std::max_element(link_cost.begin(), link_cost.end()) : 0;
  // Where nothing costs anything, serving must still be better than not.
  out.penalty_per_unit = penalty >= 0 ? penalty : largest > 0 ? 100 * largest : 1;

  FlowProblem p;
  p.supply.assign(n + 1, 0);
  std::int64_t divisor = 0, spare = 0, wanted = 0;
  for (std::size_t v = 0; v < n; ++v) {
    p.supply[v] = std::llround(supply[v] * kUnits);
    divisor = std::gcd(divisor, p.supply[v]);
    spare += p.supply[v];
    if (p.supply[v] < 0) wanted -= p.supply[v];
  }
  p.supply[n] = -spare;
  p.tail.assign(graph.from.begin(), graph.from.end());
  p.head.assign(graph.to.begin(), graph.to.end());
  for (std::size_t k = 0; k < m; ++k) {
    double cap = INFINITY;
    for (const double c : {graph.capacity[k], link_cap})
      if (c >= 0) cap = std::min(cap, c);
    p.capacity.push_back(cap <= kMostAmount ? std::llround(cap * kUnits) : FlowProblem::kNoLimit);
    if (p.capacity.back() < FlowProblem::kNoLimit) divisor = std::gcd(divisor, p.capacity.back());
  }
  divisor = std::max<std::int64_t>(divisor, 1);
  // Costs in thousandths, or coarser where their sums would leave 64 bits.
  double cost_unit = kUnits;
  const double dearest = std::max(largest, out.penalty_per_unit), steps = static_cast<double>(n) + 2;
  const double units = static_cast<double>(wanted / divisor);
  while (std::max({dearest * 16 * steps, out.penalty_per_unit * units, largest * units * steps}) * cost_unit > kMostTotal) cost_unit /= 10;
  for (std::size_t k = 0; k < m; ++k) p.cost.push_back(std::llround(link_cost[k] * cost_unit));
  const auto dump = static_cast<std::uint32_t>(n);
  std::vector<std::size_t> unmet_arc(n, SIZE_MAX);
  for (std::uint32_t v = 0; v < n; ++v) {
    if (p.supply[v] == 0) continue;
    const bool gives = p.supply[v] > 0;
    if (!gives) unmet_arc[v] = p.tail.size();
    p.tail.push_back(gives ? v : dump), p.head.push_back(gives ? dump : v);
    p.capacity.push_back(std::abs(p.supply[v]));
    p.cost.push_back(gives ? 0 : std::llround(out.penalty_per_unit * cost_unit));
  }
  for (std::int64_t& s : p.supply) s /= divisor;
  for (std::int64_t& c : p.capacity)
    if (c < FlowProblem::kNoLimit) c /= divisor;

  const FlowResult r = min_cost_flow(p);
  if (!proves_optimal(p, r)) throw std::logic_error("flow_on_graph: a flow that its potentials do not prove");
  const auto amount = [&](std::int64_t x) { return static_cast<double>(x * divisor) / kUnits; };
  for (std::size_t k = 0; k < m; ++k) {
    out.flow.push_back(amount(r.flow[k]));
    out.cost += out.flow[k] * link_cost[k];
  }
  std::int64_t unmet = 0;
  for (std::size_t v = 0; v < n; ++v) {
    const std::int64_t x = unmet_arc[v] == SIZE_MAX ? 0 : r.flow[unmet_arc[v]];
    out.unmet_of.push_back(amount(x));
    unmet += x;
  }
  out.unmet = amount(unmet);
  out.served = amount(wanted / divisor - unmet);
  out.total = out.cost + out.penalty_per_unit * out.unmet;
  return out;
}

}  // namespace catchment
