#pragma once

#include <cstdint>
#include <random>
#include <vector>

#include "sim/core/real_costs.h"

namespace catchment::test {

/// Every pair; rows are demand points.
inline RealCostTable dense(const std::vector<std::vector<double>>& rows) {
  std::vector<RealCostPair> pairs;
  for (std::uint32_t i = 0; i < rows.size(); ++i)
    for (std::uint32_t j = 0; j < rows[i].size(); ++j) pairs.push_back({i, j, rows[i][j]});
  return real_costs(std::move(pairs), static_cast<std::uint32_t>(rows.size()), static_cast<std::uint32_t>(rows.empty() ? 0 : rows[0].size()));
}

inline double dot(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0;
  for (std::size_t k = 0; k < a.size(); ++k) sum += a[k] * b[k];
  return sum;
}

/// A small sparse instance: some points reach nothing, some sites nobody, some have nobody or nothing.
struct AccessCase {
  RealCostTable costs;
  std::vector<double> people, supply;
  std::vector<std::vector<double>> at;   ///< [n][m] cost, -1 where there is no pair
};
inline AccessCase random_case(std::uint32_t seed, double density = 0.5, bool zeros = true) {
  std::mt19937 random(seed);
  const auto below = [&](std::uint32_t n) { return static_cast<std::uint32_t>(random() % n); };
  AccessCase out;
  const std::uint32_t n = 1 + below(12), m = 1 + below(7);
  std::vector<RealCostPair> pairs;
  out.at.assign(n, std::vector<double>(m, -1));
  for (std::uint32_t i = 0; i < n; ++i)
    for (std::uint32_t j = 0; j < m; ++j)
      if (below(1000) < density * 1000) {
        out.at[i][j] = 0.5 + below(600) / 10.0;
        pairs.push_back({i, j, out.at[i][j]});
      }
  for (std::uint32_t i = 0; i < n; ++i) out.people.push_back(zeros && below(6) == 0 ? 0 : 1 + below(500));
  for (std::uint32_t j = 0; j < m; ++j) out.supply.push_back(zeros && below(6) == 0 ? 0 : 1 + below(90));
  out.costs = real_costs(std::move(pairs), n, m);
  return out;
}

}  // namespace catchment::test
