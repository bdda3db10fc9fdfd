#pragma once

#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/edmonds_karp_max_flow.hpp>
#include <boost/graph/find_flow_cost.hpp>
#include <boost/graph/successive_shortest_path_nonnegative_weights.hpp>
#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

#include "sim/sharing/min_cost_flow.h"

namespace catchment {

/// One arc after the other: tail, head, capacity, cost.
struct FlowArc {
  std::uint32_t tail, head;
  std::int64_t capacity, cost;
};
inline FlowProblem flow_problem(std::vector<std::int64_t> supply, const std::vector<FlowArc>& arcs) {
  FlowProblem p;
  p.supply = std::move(supply);
  for (const FlowArc& a : arcs) {
    p.tail.push_back(a.tail), p.head.push_back(a.head);
    p.capacity.push_back(a.capacity), p.cost.push_back(a.cost);
  }
  return p;
}

/// What Boost.Graph makes of the same problem (costs >= 0): how much of the supply arrives, and at which least cost. Its distances are doubles:
/// it adds up those of nodes that are out of reach, which overflows whole numbers.
struct BoostFlow { std::int64_t routed = 0, cost = 0; };
inline BoostFlow boost_flow(const FlowProblem& p) {
  using Traits = boost::adjacency_list_traits<boost::vecS, boost::vecS, boost::directedS>;
  using Graph = boost::adjacency_list<
      boost::vecS, boost::vecS, boost::directedS, boost::no_property,
      boost::property<boost::edge_capacity_t, std::int64_t,
                      boost::property<boost::edge_residual_capacity_t, std::int64_t,
                                      boost::property<boost::edge_reverse_t, Traits::edge_descriptor, boost::property<boost::edge_weight_t, double>>>>>;
  const std::size_t n = p.supply.size();
  Graph g(n + 2);
  std::int64_t given = 0;
  for (const std::int64_t s : p.supply) given += std::max<std::int64_t>(s, 0);
  const auto add = [&](std::size_t tail, std::size_t head, std::int64_t capacity, std::int64_t cost) {
    const auto there = boost::add_edge(tail, head, g).first, back = boost::add_edge(head, tail, g).first;
    boost::put(boost::edge_capacity, g, there, std::min(capacity, given));
    boost::put(boost::edge_capacity, g, back, 0);
    boost::put(boost::edge_weight, g, there, static_cast<double>(cost));
    boost::put(boost::edge_weight, g, back, -static_cast<double>(cost));
    boost::put(boost::edge_reverse, g, there, back);
    boost::put(boost::edge_reverse, g, back, there);
  };
  for (std::size_t a = 0; a < p.tail.size(); ++a) add(p.tail[a], p.head[a], p.capacity[a], p.cost[a]);
  for (std::size_t v = 0; v < n; ++v)
    if (p.supply[v] > 0) add(n, v, p.supply[v], 0);
    else if (p.supply[v] < 0) add(v, n + 1, -p.supply[v], 0);
  boost::successive_shortest_path_nonnegative_weights(g, n, n + 1);
  BoostFlow out;
  out.cost = std::llround(boost::find_flow_cost(g));
  for (auto [e, end] = boost::out_edges(n, g); e != end; ++e)
    out.routed += boost::get(boost::edge_capacity, g, *e) - boost::get(boost::edge_residual_capacity, g, *e);
  return out;
}

}  // namespace catchment
