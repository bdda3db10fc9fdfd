#include "sim/coverage/raam.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <tuple>

#include "sim/core/sum.h"

namespace catchment {

namespace {

struct Option { double base, slope; std::uint64_t pair; };  // cost = base + slope * persons sent by this demand point

class Equilibrium {
 public:
  Equilibrium(const RealCostTable& costs, std::span<const double> population, std::span<const double> supply, const RaamOptions& options, Raam& out)
      : costs_(costs), population_(population), supply_(supply), options_(options), out_(out) {
    out.flow.assign(costs.n_pairs(), 0);
    out.load.assign(supply.size(), 0);
  }

  void sweep() {
    for (std::size_t i = 0; i < costs_.n_origins(); ++i)
      if (population_[i] > 0) fill(i);
    add_up_loads();
  }

  void measure() {
    Sum excess, total, crowding, travel;
    out_.cost.assign(costs_.n_origins(), std::numeric_limits<double>::quiet_NaN());
    for (std::size_t i = 0; i < costs_.n_origins(); ++i) {
      double least = std::numeric_limits<double>::infinity();
      for (std::uint64_t k = costs_.row_begin[i]; k < costs_.row_begin[i + 1]; ++k)
        if (usable(k)) least = std::min(least, cost_of(k));
      if (!std::isfinite(least)) continue;
      out_.cost[i] = least;
      for (std::uint64_t k = costs_.row_begin[i]; k < costs_.row_begin[i + 1]; ++k) {
        if (out_.flow[k] <= 0) continue;
        excess.add(out_.flow[k] * (cost_of(k) - least));
        total.add(out_.flow[k] * cost_of(k));
        travel.add(out_.flow[k] * costs_.cost[k] / options_.tau);
      }
    }
    for (std::size_t j = 0; j < supply_.size(); ++j)
      if (supply_[j] > 0) crowding.add(out_.load[j] * out_.load[j] / (2 * out_.rho * supply_[j]));
    out_.objective = crowding.value() + travel.value();
    // The linear part of a convex function at x lies below it everywhere (Frank & Wolfe 1956).
    out_.bound = out_.objective - excess.value();
    out_.gap = total.value() > 0 ? std::max(0.0, excess.value() / total.value()) : 0;
  }

 private:
  [[nodiscard]] bool usable(std::uint64_t k) const {
    return supply_[costs_.destination[k]] > 0 && (!options_.cutoff || costs_.cost[k] <= *options_.cutoff);
  }
  [[nodiscard]] double cost_of(std::uint64_t k) const {
    const std::uint32_t j = costs_.destination[k];
    return out_.load[j] / (out_.rho * supply_[j]) + costs_.cost[k] / options_.tau;
  }

  // All persons of i to its sites so that every site used costs the same, least, amount.
  void fill(std::size_t i) {
    row_.clear();
    for (std::uint64_t k = costs_.row_begin[i]; k < costs_.row_begin[i + 1]; ++k) {
      if (!usable(k)) continue;
      const std::uint32_t j = costs_.destination[k];
      const double slope = 1 / (out_.rho * supply_[j]);
      row_.push_back({std::max(0.0, out_.load[j] - out_.flow[k]) * slope + costs_.cost[k] / options_.tau, slope, k});
    }
    if (row_.empty()) return;
    std::sort(row_.begin(), row_.end(), [](const Option& a, const Option& b) { return std::tie(a.base, a.pair) < std::tie(b.base, b.pair); });
    // With the m cheapest in use the common cost c solves sum (c - base) / slope = P; m grows while the next base is below c.
    double capacity = 0, weighted = 0, level = 0;
    for (std::size_t m = 0; m < row_.size(); ++m) {
      if (m > 0 && row_[m].base >= level) break;
      capacity += 1 / row_[m].slope;
      weighted += row_[m].base / row_[m].slope;
      level = (population_[i] + weighted) / capacity;
    }
    for (const Option& option : row_) {
      const double persons = std::max(0.0, (level - option.base) / option.slope);
      double& load = out_.load[costs_.destination[option.pair]];
      load = std::max(0.0, load - out_.flow[option.pair]) + persons;
      out_.flow[option.pair] = persons;
    }
  }

  // From the flows, so that the little steps of a sweep leave no drift.
  void add_up_loads() {
    std::vector<Sum> sums(supply_.size());
    for (std::uint64_t k = 0; k < costs_.n_pairs(); ++k)
      if (out_.flow[k] > 0) sums[costs_.destination[k]].add(out_.flow[k]);
    for (std::size_t j = 0; j < sums.size(); ++j) out_.load[j] = sums[j].value();
  }

  const RealCostTable& costs_;
  std::span<const double> population_, supply_;
  const RaamOptions& options_;
  Raam& out_;
  std::vector<Option> row_;
};

}  // namespace

Raam raam(const RealCostTable& costs, std::span<const double> population, std::span<const double> supply, const RaamOptions& options,
          const Progress& progress) {
  require_sound(costs, "raam");
  require_amounts(population, costs.n_origins(), "raam", "population");
  require_amounts(supply, costs.n_destinations, "raam", "supply");
  if (!(options.tau > 0) || !std::isfinite(options.tau) || (options.rho && (!(*options.rho > 0) || !std::isfinite(*options.rho))) || !(options.gap >= 0) || options.sweep_limit < 1)
    throw std::invalid_argument("raam: tau and rho must be above 0, the gap 0 or more, the limit at least 1");
  Sum people, places;
  for (const double p : population) people.add(p);
  for (const double s : supply) places.add(s);
  Raam out;
  out.rho = options.rho ? *options.rho : (people.value() > 0 && places.value() > 0 ? people.value() / places.value() : 1);
  Equilibrium equilibrium(costs, population, supply, options, out);
  while (out.sweeps < options.sweep_limit && !out.converged) {
    report(progress, static_cast<double>(out.sweeps) / options.sweep_limit, "people choose among sites");
    equilibrium.sweep();
    ++out.sweeps;
    equilibrium.measure();
    out.converged = out.gap <= options.gap;
  }
  return out;
}

}  // namespace catchment
