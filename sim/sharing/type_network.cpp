// The flow network of one type: offers -> half hours -> needs, with a dump where spare supply goes and unmet need comes from.
#include <stdexcept>

#include "sim/sharing/min_cost_flow.h"
#include "sim/sharing/type_market.h"

namespace catchment {

TypeNetwork::TypeNetwork(const TypeMarket& market, const std::vector<TimedGroup>& groups) : market_(market) {
  const auto n_offers = static_cast<std::uint32_t>(market.have.size()), n_needs = static_cast<std::uint32_t>(market.want.size());
  dump_ = n_offers + n_needs;
  supply_.assign(std::size_t{dump_} + 1, 0);
  const auto arc = [&](std::uint32_t tail, std::uint32_t head, std::int64_t capacity, std::int64_t cost) {
    tail_.push_back(tail), head_.push_back(head), capacity_.push_back(capacity), cost_.push_back(cost);
    return static_cast<std::uint32_t>(tail_.size() - 1);
  };
  const auto node = [&] {
    supply_.push_back(0);
    return static_cast<std::uint32_t>(supply_.size() - 1);
  };
  const auto timed = timed_pairs(market, groups);
  for (std::uint32_t p = 0; p < market.pairs.size(); ++p) {
    if (timed[p]) continue;
    const TypeMarket::Pair& pair = market.pairs[p];
    direct_pair_.push_back(p);
    direct_arc_.push_back(arc(pair.offer, n_offers + pair.need, pair.cap, pair.cost));
  }
  for (const TimedGroup& group : groups) {
    std::vector<std::uint32_t> class_node, pattern_node;
    for (std::size_t c = 0; c < group.class_hours.size(); ++c) {
      const std::uint32_t in = node();
      for (const std::uint32_t k : group.class_offers[c]) arc(group.offers[k], in, FlowProblem::kNoLimit, 0);
      class_node.push_back(node());
      arc(in, class_node.back(), group.class_capacity[c], 0);
    }
    for (const auto& classes : group.pattern_classes) {
      pattern_node.push_back(node());
      for (const std::uint32_t c : classes) arc(class_node[c], pattern_node.back(), FlowProblem::kNoLimit, 0);
    }
    auto& arcs = timed_arc_.emplace_back();
    for (const auto& need : group.needs) arcs.push_back(arc(pattern_node[need.pattern], n_offers + need.need, need.cap, need.cost));
  }
  for (std::uint32_t o = 0; o < n_offers; ++o) arc(o, dump_, FlowProblem::kNoLimit, 0);
  first_unmet_ = static_cast<std::uint32_t>(tail_.size());
  for (std::uint32_t j = 0; j < n_needs; ++j) arc(dump_, n_offers + j, market.want[j], market.penalty);
}

std::size_t TypeNetwork::n_arcs() const { return tail_.size(); }

TypeFlow TypeNetwork::solve(const std::vector<Fixed>& fixed, const Progress& progress) {
  const std::size_t n_offers = market_.have.size(), n_needs = market_.want.size();
  TypeFlow out;
  FlowProblem problem;
  problem.supply = supply_;
  problem.tail = tail_, problem.head = head_, problem.capacity = capacity_, problem.cost = cost_;
  std::int64_t spare = 0;
  for (std::size_t o = 0; o < n_offers; ++o) problem.supply[o] = market_.have[o], spare += market_.have[o];
  for (std::size_t j = 0; j < n_needs; ++j) {
    const Fixed f = fixed.empty() ? Fixed::kFree : fixed[j];
    if (f == Fixed::kOut) {
      out.total += market_.penalty * market_.want[j];
      continue;
    }
    problem.supply[n_offers + j] = -market_.want[j];
    spare -= market_.want[j];
    if (f == Fixed::kIn) problem.capacity[first_unmet_ + j] = 0;
  }
  problem.supply[dump_] = -spare;
  const FlowResult flow = min_cost_flow(problem, progress);
  out.feasible = flow.feasible;
  if (!flow.feasible) return out;
  if (!proves_optimal(problem, flow)) throw std::logic_error("match_market: a flow that its potentials do not prove");
  out.total += flow.cost;
  out.served.assign(n_needs, 0);
  for (std::size_t j = 0; j < n_needs; ++j) out.served[j] = -problem.supply[n_offers + j] - flow.flow[first_unmet_ + j];
  for (std::size_t k = 0; k < direct_arc_.size(); ++k)
    if (const std::int64_t x = flow.flow[direct_arc_[k]]; x > 0) out.direct.push_back({direct_pair_[k], x});
  out.timed.resize(timed_arc_.size());
  for (std::size_t g = 0; g < timed_arc_.size(); ++g)
    for (std::uint32_t k = 0; k < timed_arc_[g].size(); ++k)
      if (const std::int64_t x = flow.flow[timed_arc_[g][k]]; x > 0) out.timed[g].push_back({k, x});
  return out;
}

}  // namespace catchment
