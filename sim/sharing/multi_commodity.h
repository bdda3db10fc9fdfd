#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace catchment {

/// Several kinds of goods over one network whose edges they share (a shuttle, a room, a staff pool).
struct CommodityProblem {
  std::uint32_t nodes = 0;
  std::vector<std::uint32_t> tail, head;                  ///< [m]
  std::vector<double> capacity, cost;                     ///< [m] capacity >= 0, infinity: none; cost >= 0 per unit
  bool undirected = false;                                ///< an edge carries both ways, the sum of both within its capacity
  struct Commodity { std::uint32_t from, to; double amount; };
  std::vector<Commodity> commodities;                     ///< [k] amount > 0
};
enum class CommodityGoal {
  kConcurrent,                                            ///< the largest share of every amount that can be served at once
  kTotal,                                                 ///< the largest total served, each at most its amount; among those the cheapest
};
struct CommodityFlow {
  std::string status;                                     ///< "optimal", "within_gap", "limit"
  double value = 0;                                       ///< the share, or the total
  double bound = 0;                                       ///< no flow does better; = value if optimal
  [[nodiscard]] double gap() const { return bound > 0 ? (bound - value) / bound : 0; }
  double cost = 0;
  std::vector<double> served;                             ///< [k]
  std::vector<double> flow;                               ///< [k * m] net, negative: against the edge's direction
};
struct CommodityOptions {
  CommodityGoal goal = CommodityGoal::kTotal;
  bool whole = false;                                     ///< flows in whole units (OD-17): branch and bound
  double gap = 0;                                         ///< stop within it
  double time_limit_s = 60;                               ///< a safety stop; the status says that it was used
};
/// Linear and integer programs solved by CBC; the answer is re-checked from the input. Throws std::invalid_argument for arrays that do not
/// fit or values out of range. For networks up to some 100,000 (commodity, edge) pairs.
CommodityFlow multi_commodity_flow(const CommodityProblem& problem, const CommodityOptions& options = {});

}  // namespace catchment
