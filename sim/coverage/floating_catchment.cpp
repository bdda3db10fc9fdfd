#include "sim/coverage/floating_catchment.h"

#include <limits>
#include <stdexcept>

#include "sim/core/sum.h"

namespace catchment {

namespace {

constexpr std::int64_t kParallelFrom = 2'000;

template <class Term>  // term(pair)
std::vector<double> row_sums(const RealCostTable& costs, Term term) {
  std::vector<double> out(costs.n_origins(), 0);
  const auto n = static_cast<std::int64_t>(out.size());
#pragma omp parallel for schedule(static) if (n > kParallelFrom)
  for (std::int64_t i = 0; i < n; ++i) {
    Sum sum;
    for (std::uint64_t k = costs.row_begin[static_cast<std::size_t>(i)]; k < costs.row_begin[static_cast<std::size_t>(i) + 1]; ++k) sum.add(term(k));
    out[static_cast<std::size_t>(i)] = sum.value();
  }
  return out;
}

template <class Term>  // term(origin, pair)
std::vector<double> column_sums(const PairColumns& columns, Term term) {
  std::vector<double> out(columns.begin.size() - 1, 0);
  const auto n = static_cast<std::int64_t>(out.size());
#pragma omp parallel for schedule(dynamic, 16) if (static_cast<std::int64_t>(columns.pair.size()) > kParallelFrom)
  for (std::int64_t j = 0; j < n; ++j) {
    Sum sum;
    for (std::uint64_t k = columns.begin[static_cast<std::size_t>(j)]; k < columns.begin[static_cast<std::size_t>(j) + 1]; ++k) sum.add(term(columns.origin[k], columns.pair[k]));
    out[static_cast<std::size_t>(j)] = sum.value();
  }
  return out;
}

// 0/0 has no meaning; where nothing is asked for nothing is shared out.
double share_of(double part, double whole) { return whole > 0 ? part / whole : 0; }

// value(pair) for every pair, row by row.
template <class Value>
std::vector<double> by_pair(const RealCostTable& costs, Value value) {
  std::vector<double> out(costs.n_pairs(), 0);
  const auto n = static_cast<std::int64_t>(costs.n_origins());
#pragma omp parallel for schedule(static) if (n > kParallelFrom)
  for (std::int64_t i = 0; i < n; ++i)
    for (std::uint64_t k = costs.row_begin[static_cast<std::size_t>(i)]; k < costs.row_begin[static_cast<std::size_t>(i) + 1]; ++k) out[k] = value(static_cast<std::size_t>(i), k);
  return out;
}

}  // namespace

FloatingCatchment floating_catchment(AccessMethod method, const RealCostTable& costs, std::span<const double> weight,
                                     std::span<const double> population, std::span<const double> supply,
                                     std::span<const double> choice) {
  constexpr const char* kWho = "floating_catchment";
  require_sound(costs, kWho);
  require_amounts(weight, costs.n_pairs(), kWho, "weights");
  require_amounts(population, costs.n_origins(), kWho, "population");
  require_amounts(supply, costs.n_destinations, kWho, "supply");
  if (!choice.empty()) require_amounts(choice, costs.n_pairs(), kWho, "choice weights");

  FloatingCatchment out;
  out.reached.assign(costs.n_origins(), 0);
  for (std::size_t i = 0; i < costs.n_origins(); ++i)
    for (std::uint64_t k = costs.row_begin[i]; k < costs.row_begin[i + 1]; ++k) out.reached[i] += weight[k] > 0;
  const auto site = [&](std::uint64_t k) { return costs.destination[k]; };
  if (method == AccessMethod::kGravity) {
    out.access = row_sums(costs, [&](std::uint64_t k) { return supply[site(k)] * weight[k]; });
    return out;
  }

  // What step 1 weighs the population with, and what step 2 weighs the ratios with.
  const PairColumns columns = columns_of(costs);
  std::vector<double> first(weight.begin(), weight.end()), second = first;
  if (method == AccessMethod::k3sfca) {
    const std::span<const double> chosen = choice.empty() ? weight : choice;
    const auto rows = row_sums(costs, [&](std::uint64_t k) { return chosen[k]; });
    first = second = by_pair(costs, [&](std::size_t i, std::uint64_t k) { return share_of(chosen[k], rows[i]) * weight[k]; });
  } else if (method == AccessMethod::kM2sfca) {
    second = by_pair(costs, [&](std::size_t, std::uint64_t k) { return weight[k] * weight[k]; });
  } else if (method == AccessMethod::kBfca) {
    const auto rows = row_sums(costs, [&](std::uint64_t k) { return weight[k]; });
    const auto cols = column_sums(columns, [&](std::uint32_t, std::uint64_t k) { return weight[k]; });
    first = by_pair(costs, [&](std::size_t i, std::uint64_t k) { return share_of(weight[k], rows[i]); });
    second = by_pair(costs, [&](std::size_t, std::uint64_t k) { return share_of(weight[k], cols[site(k)]); });
  } else if (method == AccessMethod::kMh3sfca) {
    const auto rows = row_sums(costs, [&](std::uint64_t k) { return supply[site(k)] * weight[k]; });
    first = by_pair(costs, [&](std::size_t i, std::uint64_t k) { return share_of(supply[site(k)] * weight[k], rows[i]); });
    second = by_pair(costs, [&](std::size_t, std::uint64_t k) { return first[k] * weight[k]; });
  }
  out.demand_of_site = column_sums(columns, [&](std::uint32_t i, std::uint64_t k) { return population[i] * first[k]; });
  out.ratio.assign(supply.size(), std::numeric_limits<double>::quiet_NaN());
  for (std::size_t j = 0; j < supply.size(); ++j)
    if (out.demand_of_site[j] > 0) out.ratio[j] = supply[j] / out.demand_of_site[j];
  out.access = row_sums(costs, [&](std::uint64_t k) { return out.demand_of_site[site(k)] > 0 ? out.ratio[site(k)] * second[k] : 0.0; });
  return out;
}

}  // namespace catchment
