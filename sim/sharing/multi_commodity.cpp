#include "sim/sharing/multi_commodity.h"

#include <coin/Cbc_C_Interface.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <stdexcept>
#include <string>

namespace catchment {

namespace {

constexpr double kInfinite = std::numeric_limits<double>::max();   // what the solver takes for none
constexpr double kTolerance = 1e-6;                                // of the re-check, relative to the amounts

void require(const CommodityProblem& p) {
  const std::size_t m = p.tail.size();
  if (p.head.size() != m || p.capacity.size() != m || p.cost.size() != m)
    throw std::invalid_argument("multi_commodity_flow: " + std::to_string(m) + " tails, " + std::to_string(p.head.size()) + " heads, " +
                                std::to_string(p.capacity.size()) + " capacities and " + std::to_string(p.cost.size()) + " costs");
  for (std::size_t e = 0; e < m; ++e) {
    const std::string where = "multi_commodity_flow: edge " + std::to_string(e);
    if (p.tail[e] >= p.nodes || p.head[e] >= p.nodes)
      throw std::invalid_argument(where + " joins a node that is not there (" + std::to_string(p.nodes) + " nodes)");
    if (!(p.capacity[e] >= 0)) throw std::invalid_argument(where + " has a capacity that is negative or no number");
    if (!(p.cost[e] >= 0) || !std::isfinite(p.cost[e])) throw std::invalid_argument(where + " has a cost that is negative or no number");
  }
  for (std::size_t k = 0; k < p.commodities.size(); ++k) {
    const auto& c = p.commodities[k];
    const std::string where = "multi_commodity_flow: commodity " + std::to_string(k);
    if (c.from >= p.nodes || c.to >= p.nodes)
      throw std::invalid_argument(where + " joins a node that is not there (" + std::to_string(p.nodes) + " nodes)");
    if (c.from == c.to) throw std::invalid_argument(where + " goes from a node to itself");
    if (!(c.amount > 0) || !std::isfinite(c.amount)) throw std::invalid_argument(where + " has no amount above 0");
  }
}

/// The program in columns: flow of each commodity on each edge one way (and the other), what is served of each, and the common share.
class Program {
 public:
  Program(const CommodityProblem& problem, const CommodityOptions& options)
      : p_(problem), options_(options), ways_(problem.undirected ? 2 : 1), m_(problem.tail.size()), k_(problem.commodities.size()) {
    // Rows: balance of each commodity at each node, capacity of each edge, common share of each commodity, least value.
    edge_row_ = k_ * p_.nodes;
    share_row_ = edge_row_ + m_;
    value_row_ = share_row_ + k_;
    rows_ = value_row_ + 1;
    add_flows();
    add_served();
    add_share();
    row_low_.assign(rows_, 0);
    row_high_.assign(rows_, 0);
    for (std::size_t e = 0; e < m_; ++e) {
      row_low_[edge_row_ + e] = -kInfinite;
      row_high_[edge_row_ + e] = std::isfinite(p_.capacity[e]) ? p_.capacity[e] : kInfinite;
    }
    // Whole amounts are seldom all the same share: then the share is that of the worst served.
    for (std::size_t k = 0; k < k_; ++k) row_high_[share_row_ + k] = options_.whole ? kInfinite : 0;
    if (options_.goal == CommodityGoal::kTotal)
      for (std::size_t k = 0; k < k_; ++k) row_low_[share_row_ + k] = -kInfinite, row_high_[share_row_ + k] = kInfinite;
    row_low_[value_row_] = 0, row_high_[value_row_] = kInfinite;
  }

  struct Answer {
    bool any = false, proved = false;
    double value = 0, bound = 0;
    std::vector<double> column;
  };

  /// The most of the goal.
  [[nodiscard]] Answer most() const {
    std::vector<double> objective(columns(), 0);
    for (std::size_t c = first_goal(); c < end_goal(); ++c) objective[c] = 1;
    return solve(objective, -1, 0);
  }
  /// The least cost with at least so much of the goal. Where nothing costs anything, the least flow: no goods that go round in circles.
  [[nodiscard]] Answer cheapest(double value) const {
    const bool free = std::all_of(p_.cost.begin(), p_.cost.end(), [](double c) { return c == 0; });
    std::vector<double> objective(columns(), 0);
    for (std::size_t k = 0; k < k_; ++k)
      for (std::size_t e = 0; e < m_; ++e)
        for (std::size_t way = 0; way < ways_; ++way) objective[flow_column(k, e, way)] = free ? 1 : p_.cost[e];
    return solve(objective, 1, value);
  }
  [[nodiscard]] double flow(const Answer& a, std::size_t k, std::size_t e) const {
    double x = a.column[flow_column(k, e, 0)];
    // What is within the solver's tolerance below 0 is 0.
    if (ways_ == 2) x -= a.column[flow_column(k, e, 1)];
    else x = std::max(x, 0.0);
    if (options_.whole) return std::round(x);
    return std::abs(x) < 1e-9 ? 0 : x;
  }

 private:
  [[nodiscard]] std::size_t flow_column(std::size_t k, std::size_t e, std::size_t way) const { return (k * m_ + e) * ways_ + way; }
  [[nodiscard]] std::size_t columns() const { return lower_.size(); }
  [[nodiscard]] std::size_t served_column(std::size_t k) const { return k_ * m_ * ways_ + k; }
  [[nodiscard]] bool concurrent() const { return options_.goal == CommodityGoal::kConcurrent; }
  [[nodiscard]] std::size_t first_goal() const { return served_column(concurrent() ? k_ : 0); }
  [[nodiscard]] std::size_t end_goal() const { return served_column(k_) + (concurrent() ? 1 : 0); }

  void column(double high, bool whole) {
    start_.push_back(static_cast<CoinBigIndex>(index_.size()));
    lower_.push_back(0);
    upper_.push_back(high);
    whole_.push_back(whole);
  }
  void entry(std::size_t row, double value) {
    index_.push_back(static_cast<int>(row));
    value_.push_back(value);
  }
  void add_flows() {
    for (std::size_t k = 0; k < k_; ++k)
      for (std::size_t e = 0; e < m_; ++e)
        for (std::size_t way = 0; way < ways_; ++way) {
          // No more of a commodity than there is of it; a loop carries nothing.
          const bool loop = p_.tail[e] == p_.head[e];
          column(loop ? 0 : std::min(p_.capacity[e], p_.commodities[k].amount), options_.whole);
          if (!loop) {
            entry(k * p_.nodes + (way == 0 ? p_.tail[e] : p_.head[e]), 1);
            entry(k * p_.nodes + (way == 0 ? p_.head[e] : p_.tail[e]), -1);
          }
          entry(edge_row_ + e, 1);
        }
  }
  void add_served() {
    for (std::size_t k = 0; k < k_; ++k) {
      column(p_.commodities[k].amount, options_.whole);
      entry(k * p_.nodes + p_.commodities[k].from, -1);
      entry(k * p_.nodes + p_.commodities[k].to, 1);
      entry(share_row_ + k, 1);
      if (!concurrent()) entry(value_row_, 1);
    }
  }
  void add_share() {
    if (concurrent()) {
      column(1, false);
      for (std::size_t k = 0; k < k_; ++k) entry(share_row_ + k, -p_.commodities[k].amount);
      entry(value_row_, 1);
    }
    start_.push_back(static_cast<CoinBigIndex>(index_.size()));
  }

  [[nodiscard]] Answer solve(const std::vector<double>& objective, double sense, double least_value) const {
    const std::unique_ptr<Cbc_Model, void (*)(Cbc_Model*)> model(Cbc_newModel(), Cbc_deleteModel);
    Cbc_setLogLevel(model.get(), 0);
    Cbc_setParameter(model.get(), "log", "0");
    std::vector<double> low = row_low_;
    low[value_row_] = least_value;
    Cbc_loadProblem(model.get(), static_cast<int>(columns()), static_cast<int>(rows_), start_.data(), index_.data(), value_.data(), lower_.data(),
                    upper_.data(), objective.data(), low.data(), row_high_.data());
    Cbc_setObjSense(model.get(), sense);
    for (std::size_t c = 0; c < columns(); ++c)
      if (whole_[c]) Cbc_setInteger(model.get(), static_cast<int>(c));
    Cbc_setParameter(model.get(), "sec", std::to_string(options_.time_limit_s).c_str());
    if (options_.whole) Cbc_setParameter(model.get(), "ratio", std::to_string(sense < 0 ? options_.gap : 0).c_str());
    Cbc_solve(model.get());
    Answer out;
    out.proved = Cbc_isProvenOptimal(model.get()) != 0;
    const double* const solution = options_.whole ? (Cbc_numberSavedSolutions(model.get()) > 0 || out.proved ? Cbc_getColSolution(model.get()) : nullptr)
                                                  : (out.proved ? Cbc_getColSolution(model.get()) : nullptr);
    if (solution != nullptr) {
      out.any = true;
      out.column.assign(solution, solution + columns());
      out.value = Cbc_getObjValue(model.get());
    }
    out.bound = options_.whole ? Cbc_getBestPossibleObjValue(model.get()) : out.value;
    return out;
  }

  const CommodityProblem& p_;
  const CommodityOptions& options_;
  std::size_t ways_, m_, k_, rows_ = 0, edge_row_ = 0, share_row_ = 0, value_row_ = 0;
  std::vector<CoinBigIndex> start_;
  std::vector<int> index_;
  std::vector<double> value_, lower_, upper_, row_low_, row_high_;
  std::vector<std::uint8_t> whole_;
};

/// Fills served, value and cost from the flow alone, and throws if it is not one.
void check(const CommodityProblem& p, const CommodityOptions& options, CommodityFlow& out) {
  const std::size_t m = p.tail.size();
  const auto fail = [](const char* what) { throw std::logic_error(std::string("multi_commodity_flow: the solver's answer ") + what); };
  double largest = 1;
  for (const auto& c : p.commodities) largest = std::max(largest, c.amount);
  const double slack = kTolerance * largest;
  std::vector<double> used(m, 0);
  out.served.assign(p.commodities.size(), 0);
  out.cost = 0;
  for (std::size_t k = 0; k < p.commodities.size(); ++k) {
    const auto& c = p.commodities[k];
    std::vector<double> left(p.nodes, 0);
    for (std::size_t e = 0; e < m; ++e) {
      const double x = out.flow[k * m + e];
      if (!p.undirected && x < 0) fail("goes against an edge");
      left[p.tail[e]] -= x, left[p.head[e]] += x;
      used[e] += std::abs(x);
      out.cost += std::abs(x) * p.cost[e];
    }
    out.served[k] = left[c.to];
    if (std::abs(left[c.from] + left[c.to]) > slack || left[c.to] < -slack || left[c.to] > c.amount + slack) fail("serves what was not sent");
    out.served[k] = std::clamp(left[c.to], 0.0, c.amount);
    for (std::uint32_t v = 0; v < p.nodes; ++v)
      if (v != c.from && v != c.to && std::abs(left[v]) > slack) fail("loses goods on the way");
  }
  for (std::size_t e = 0; e < m; ++e)
    if (used[e] > p.capacity[e] + slack) fail("is more than an edge holds");
  out.value = options.goal == CommodityGoal::kConcurrent ? 1 : 0;
  for (std::size_t k = 0; k < p.commodities.size(); ++k)
    if (options.goal == CommodityGoal::kConcurrent) out.value = std::min(out.value, out.served[k] / p.commodities[k].amount);
    else out.value += out.served[k];
}

}  // namespace

CommodityFlow multi_commodity_flow(const CommodityProblem& problem, const CommodityOptions& options) {
  require(problem);
  if (!(options.gap >= 0) || !(options.time_limit_s > 0)) throw std::invalid_argument("multi_commodity_flow: a gap below 0 or a time limit of 0");
  CommodityFlow out;
  out.flow.assign(problem.commodities.size() * problem.tail.size(), 0);
  out.served.assign(problem.commodities.size(), 0);
  out.status = "optimal";
  if (problem.commodities.empty()) return out;
  const Program program(problem, options);
  const Program::Answer most = program.most();
  double bound = most.bound;
  if (most.any) {
    const bool whole_total = options.whole && options.goal == CommodityGoal::kTotal;
    const Program::Answer cheap = program.cheapest(whole_total ? std::round(most.value) : most.value);
    const Program::Answer& answer = cheap.any ? cheap : most;
    for (std::size_t k = 0; k < problem.commodities.size(); ++k)
      for (std::size_t e = 0; e < problem.tail.size(); ++e) out.flow[k * problem.tail.size() + e] = program.flow(answer, k, e);
    if (whole_total) bound = std::floor(bound + kTolerance);
    if (!cheap.proved) out.status = "limit";
  }
  check(problem, options, out);
  const double close = kTolerance * std::max(1.0, out.value);
  if (!most.any || !most.proved) out.status = "limit";
  else if (bound - out.value > close && out.status == "optimal") out.status = "within_gap";
  out.bound = out.status == "optimal" ? out.value : std::max(bound, out.value);
  return out;
}

}  // namespace catchment
