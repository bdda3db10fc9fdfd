// The accessibility family against plain double loops, and what must hold on any instance.
#include <gtest/gtest.h>

#include <omp.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

#include "sim/core/error.h"
#include "sim/coverage/cover_measures.h"
#include "sim/coverage/decay.h"
#include "sim/coverage/floating_catchment.h"
#include "sim/coverage/huff.h"
#include "sim/coverage/raam.h"
#include "sim/coverage/spatial_availability.h"
#include "tests/sim/coverage/access_cases.h"

namespace catchment::test {
namespace {

using Values = std::vector<double>;
using Matrix = std::vector<Values>;
constexpr AccessMethod kAll[] = {AccessMethod::kGravity, AccessMethod::k2sfca, AccessMethod::k3sfca, AccessMethod::kM2sfca, AccessMethod::kBfca, AccessMethod::kMh3sfca};

Values weights_of(const AccessCase& c) { return decay_weights(c.costs, parse_decay("gaussian:20", {}, ""), 45.0); }

// 0 where there is no pair or it is beyond the cutoff.
Matrix dense_weights(const AccessCase& c) {
  Matrix w(c.at.size(), Values(c.supply.size(), 0));
  for (std::size_t i = 0; i < w.size(); ++i)
    for (std::size_t j = 0; j < c.supply.size(); ++j)
      if (c.at[i][j] >= 0 && c.at[i][j] <= 45) w[i][j] = std::exp(-c.at[i][j] * c.at[i][j] / 800);
  return w;
}

double over(double a, double b) { return b > 0 ? a / b : 0; }

Values plain(AccessMethod method, const AccessCase& c) {
  const Matrix w = dense_weights(c);
  const std::size_t n = c.at.size(), m = c.supply.size();
  Matrix first = w, second = w;
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < m; ++j) {
      double row = 0, column = 0, pull = 0;
      for (std::size_t k = 0; k < m; ++k) row += w[i][k], pull += c.supply[k] * w[i][k];
      for (std::size_t k = 0; k < n; ++k) column += w[k][j];
      if (method == AccessMethod::k3sfca) first[i][j] = second[i][j] = over(w[i][j], row) * w[i][j];
      if (method == AccessMethod::kM2sfca) second[i][j] = w[i][j] * w[i][j];
      if (method == AccessMethod::kBfca) first[i][j] = over(w[i][j], row), second[i][j] = over(w[i][j], column);
      if (method == AccessMethod::kMh3sfca) first[i][j] = over(c.supply[j] * w[i][j], pull), second[i][j] = first[i][j] * w[i][j];
    }
  Values out(n, 0);
  for (std::size_t j = 0; j < m; ++j) {
    double people = 0;
    for (std::size_t i = 0; i < n; ++i) people += c.people[i] * first[i][j];
    for (std::size_t i = 0; i < n; ++i) out[i] += method == AccessMethod::kGravity ? c.supply[j] * w[i][j] : over(c.supply[j], people) * second[i][j];
  }
  return out;
}

TEST(Access, EveryMethodEqualsThePlainDoubleLoop) {
  for (std::uint32_t seed = 0; seed < 300; ++seed) {
    const AccessCase c = random_case(seed);
    for (const AccessMethod method : kAll) {
      const auto found = floating_catchment(method, c.costs, weights_of(c), c.people, c.supply).access;
      const auto want = plain(method, c);
      for (std::size_t i = 0; i < want.size(); ++i) ASSERT_NEAR(found[i], want[i], 1e-12 * (1 + want[i])) << seed << " method " << static_cast<int>(method) << " point " << i;
    }
  }
}

TEST(Access, AvailabilityEqualsThePlainDoubleLoopAndIsTwoStepTimesPeople) {
  for (std::uint32_t seed = 0; seed < 300; ++seed) {
    const AccessCase c = random_case(seed);
    const Matrix w = dense_weights(c);
    Values want(c.at.size(), 0);
    for (std::size_t j = 0; j < c.supply.size(); ++j) {
      double sum = 0;
      for (std::size_t i = 0; i < want.size(); ++i) sum += c.people[i] * w[i][j];
      for (std::size_t i = 0; i < want.size(); ++i) want[i] += c.supply[j] * over(c.people[i] * w[i][j], sum);
    }
    const auto found = spatial_availability(c.costs, weights_of(c), c.people, c.supply);
    for (std::size_t i = 0; i < want.size(); ++i) {
      ASSERT_NEAR(found.available[i], want[i], 1e-9 * (1 + want[i])) << seed;
      ASSERT_EQ(std::isnan(found.per_person[i]), c.people[i] == 0);
    }
  }
}

// B.4: what a method hands out is the supply of the sites with people in reach.
TEST(Access, TwoAndThreeStepAndAvailabilityConserveSupply) {
  for (std::uint32_t seed = 0; seed < 300; ++seed) {
    const AccessCase c = random_case(seed);
    const Matrix w = dense_weights(c);
    double reachable = 0;
    for (std::size_t j = 0; j < c.supply.size(); ++j) {
      double people = 0;
      for (std::size_t i = 0; i < w.size(); ++i) people += c.people[i] * w[i][j];
      if (people > 0) reachable += c.supply[j];
    }
    for (const AccessMethod method : {AccessMethod::k2sfca, AccessMethod::k3sfca})
      ASSERT_NEAR(dot(floating_catchment(method, c.costs, weights_of(c), c.people, c.supply).access, c.people), reachable, 1e-9 * (1 + reachable)) << seed;
    double available = 0;
    for (const double v : spatial_availability(c.costs, weights_of(c), c.people, c.supply).available) available += v;
    ASSERT_NEAR(available, reachable, 1e-9 * (1 + reachable)) << seed;
  }
}

// The balanced method keeps two other sums: the people, and the levels of service (Paez et al. 2019).
TEST(Access, TheBalancedMethodConservesPeopleAndLevelsOfService) {
  for (std::uint32_t seed = 0; seed < 300; ++seed) {
    const AccessCase c = random_case(seed);
    const auto found = floating_catchment(AccessMethod::kBfca, c.costs, weights_of(c), c.people, c.supply);
    double people = 0, demand = 0, levels = 0, access = 0;
    for (std::size_t i = 0; i < c.people.size(); ++i) people += found.reached[i] > 0 ? c.people[i] : 0, access += found.access[i];
    for (std::size_t j = 0; j < c.supply.size(); ++j) demand += found.demand_of_site[j], levels += std::isnan(found.ratio[j]) ? 0 : found.ratio[j];
    ASSERT_NEAR(demand, people, 1e-9 * (1 + people)) << seed;
    ASSERT_NEAR(access, levels, 1e-9 * (1 + levels)) << seed;
  }
}

TEST(Access, MethodsThatChargeForDistanceHandOutLess) {
  int less[2] = {0, 0};
  for (std::uint32_t seed = 0; seed < 100; ++seed) {
    const AccessCase c = random_case(seed, 1.0, false);
    int at = 0;
    for (const AccessMethod method : {AccessMethod::kM2sfca, AccessMethod::kMh3sfca}) {
      const auto found = floating_catchment(method, c.costs, weights_of(c), c.people, c.supply);
      double supply = 0;
      for (std::size_t j = 0; j < c.supply.size(); ++j) supply += found.demand_of_site[j] > 0 ? c.supply[j] : 0;
      const double handed = dot(found.access, c.people);
      ASSERT_LE(handed, supply * (1 + 1e-12));
      less[at++] += handed < supply * 0.999;
    }
  }
  EXPECT_GT(less[0], 80);
  EXPECT_GT(less[1], 80);
}

TEST(Access, SupplyScalesAndOrderDoesNotMatter) {
  for (std::uint32_t seed = 0; seed < 100; ++seed) {
    const AccessCase c = random_case(seed);
    Values twice = c.supply;
    for (double& s : twice) s *= 2;
    AccessCase turned = c;  // points and sites in reverse order
    std::reverse(turned.people.begin(), turned.people.end());
    std::reverse(turned.supply.begin(), turned.supply.end());
    std::reverse(turned.at.begin(), turned.at.end());
    for (auto& row : turned.at) std::reverse(row.begin(), row.end());
    std::vector<RealCostPair> pairs;
    for (std::uint32_t i = 0; i < turned.at.size(); ++i)
      for (std::uint32_t j = 0; j < turned.supply.size(); ++j)
        if (turned.at[i][j] >= 0) pairs.push_back({i, j, turned.at[i][j]});
    turned.costs = real_costs(pairs, static_cast<std::uint32_t>(turned.at.size()), static_cast<std::uint32_t>(turned.supply.size()));
    for (const AccessMethod method : kAll) {
      const auto once = floating_catchment(method, c.costs, weights_of(c), c.people, c.supply).access;
      const auto doubled = floating_catchment(method, c.costs, weights_of(c), c.people, twice).access;
      const auto back = floating_catchment(method, turned.costs, weights_of(turned), turned.people, turned.supply).access;
      for (std::size_t i = 0; i < once.size(); ++i) {
        ASSERT_NEAR(doubled[i], 2 * once[i], 1e-12 * (1 + once[i]));
        ASSERT_NEAR(back[once.size() - 1 - i], once[i], 1e-12 * (1 + once[i]));
      }
    }
  }
}

TEST(Access, MoreSupplyOrAWiderCutoffNeverLowersGravityAndCover) {
  for (std::uint32_t seed = 0; seed < 100; ++seed) {
    const AccessCase c = random_case(seed);
    Values more = c.supply;
    more[seed % more.size()] += 10;
    const Decay decay = parse_decay("exponential:0.05", {}, "");
    const auto narrow = decay_weights(c.costs, decay, 20.0), wide = decay_weights(c.costs, decay, 40.0);
    const auto a = floating_catchment(AccessMethod::kGravity, c.costs, narrow, c.people, c.supply).access;
    const auto b = floating_catchment(AccessMethod::kGravity, c.costs, wide, c.people, c.supply).access;
    const auto d = floating_catchment(AccessMethod::k2sfca, c.costs, narrow, c.people, c.supply).access;
    const auto e = floating_catchment(AccessMethod::k2sfca, c.costs, narrow, c.people, more).access;
    const auto near = sites_within(c.costs, 20.0), far = sites_within(c.costs, 40.0);
    for (std::size_t i = 0; i < a.size(); ++i) {
      ASSERT_LE(a[i], b[i]);
      ASSERT_LE(d[i], e[i]);
      ASSERT_LE(near[i], far[i]);
    }
  }
}

TEST(Access, TheNumberOfThreadsChangesNoBit) {
  std::vector<RealCostPair> pairs;
  std::mt19937 random(7);
  constexpr std::uint32_t kPoints = 6000, kSites = 60;
  for (std::uint32_t i = 0; i < kPoints; ++i)
    for (std::uint32_t j = 0; j < kSites; ++j)
      if (random() % 3 == 0) pairs.push_back({i, j, (random() % 5000) / 7.0});
  const RealCostTable costs = real_costs(std::move(pairs), kPoints, kSites);
  Values people, supply;
  for (std::uint32_t i = 0; i < kPoints; ++i) people.push_back(random() % 900 / 3.0);
  for (std::uint32_t j = 0; j < kSites; ++j) supply.push_back(random() % 90 / 3.0);
  const int before = omp_get_max_threads();
  std::vector<Values> seen;
  for (const int threads : {1, 2, 4}) {
    omp_set_num_threads(threads);
    const auto weight = decay_weights(costs, parse_decay("gaussian:200", {}, ""), {});
    Values all;
    for (const AccessMethod method : kAll) {
      const auto found = floating_catchment(method, costs, weight, people, supply).access;
      all.insert(all.end(), found.begin(), found.end());
    }
    const auto v = spatial_availability(costs, weight, people, supply).available;
    all.insert(all.end(), v.begin(), v.end());
    HuffOptions options;
    options.floor = 1;
    const auto h = huff(costs, people, supply, options);
    all.insert(all.end(), h.load.begin(), h.load.end());
    seen.push_back(all);
  }
  omp_set_num_threads(before);
  EXPECT_EQ(seen[0], seen[1]);
  EXPECT_EQ(seen[0], seen[2]);
}

TEST(Access, NothingInReachIsToldAndNeverDividedByZero) {
  // Point 1 reaches nothing, site 1 nobody; site 2 reaches point 2 where nobody lives.
  const RealCostTable costs = real_costs({{0, 0, 5}, {2, 2, 5}}, 3, 3);
  for (const AccessMethod method : kAll) {
    const auto found = floating_catchment(method, costs, Values{1, 1}, Values{10, 20, 0}, Values{5, 6, 7});
    for (const double a : found.access) EXPECT_TRUE(std::isfinite(a));
    EXPECT_EQ(found.access[1], 0);
    EXPECT_EQ(found.reached, (std::vector<std::uint32_t>{1, 0, 1}));
    if (method == AccessMethod::kGravity) continue;
    EXPECT_GT(found.ratio[0], 0);
    EXPECT_TRUE(std::isnan(found.ratio[1]));
    EXPECT_TRUE(std::isnan(found.ratio[2]));
  }
}

TEST(Access, ArgumentsThatDoNotFitAreRefused) {
  const RealCostTable costs = dense({{1, 2}});
  EXPECT_THROW(floating_catchment(AccessMethod::k2sfca, costs, Values{1}, Values{1}, Values{1, 1}), std::invalid_argument);
  EXPECT_THROW(floating_catchment(AccessMethod::k2sfca, costs, Values{1, -1}, Values{1}, Values{1, 1}), std::invalid_argument);
  EXPECT_THROW(floating_catchment(AccessMethod::k2sfca, costs, Values{1, 1}, Values{1, 2}, Values{1, 1}), std::invalid_argument);
  EXPECT_THROW(floating_catchment(AccessMethod::k2sfca, costs, Values{1, 1}, Values{NAN}, Values{1, 1}), std::invalid_argument);
  EXPECT_THROW(floating_catchment(AccessMethod::k3sfca, costs, Values{1, 1}, Values{1}, Values{1, 1}, Values{1}), std::invalid_argument);
  EXPECT_THROW(huff(dense({{0, 2}}), Values{1}, Values{1, 1}, {}), std::invalid_argument);
  RaamOptions options;
  options.tau = 0;
  EXPECT_THROW(raam(costs, Values{1}, Values{1, 1}, options), std::invalid_argument);
  EXPECT_THROW(real_costs({{0, 0, 1}, {0, 0, 2}}, 1, 1), std::invalid_argument);
  EXPECT_THROW(real_costs({{0, 1, 1}}, 1, 1), std::invalid_argument);
  EXPECT_THROW(real_costs({{0, 0, -1}}, 1, 1), std::invalid_argument);
  EXPECT_THROW(expected_cover(std::vector<std::uint32_t>{1}, 1.5), std::invalid_argument);
  EXPECT_THROW(gradual_cover(costs, Values{2, 1}, CoverAggregate::kBest), std::invalid_argument);
}

// Nobody gains by moving (Wardrop), loads add up, and no random feasible split does better than the bound says.
TEST(Raam, IsAnEquilibriumOnRandomInstances) {
  for (std::uint32_t seed = 0; seed < 200; ++seed) {
    const AccessCase c = random_case(seed, 0.7);
    RaamOptions options;
    options.tau = 20;
    const Raam found = raam(c.costs, c.people, c.supply, options);
    ASSERT_TRUE(found.converged) << seed << " gap " << found.gap;
    ASSERT_LE(found.bound, found.objective);
    Values load(c.supply.size(), 0);
    for (std::size_t i = 0; i < c.people.size(); ++i) {
      double sent = 0, least = std::numeric_limits<double>::infinity();
      for (std::uint64_t k = c.costs.row_begin[i]; k < c.costs.row_begin[i + 1]; ++k) {
        const std::uint32_t j = c.costs.destination[k];
        ASSERT_GE(found.flow[k], 0);
        sent += found.flow[k];
        load[j] += found.flow[k];
        if (c.supply[j] > 0) {
          least = std::min(least, found.load[j] / (found.rho * c.supply[j]) + c.costs.cost[k] / options.tau);
        } else {
          ASSERT_EQ(found.flow[k], 0);
        }
      }
      if (std::isinf(least)) {
        ASSERT_TRUE(std::isnan(found.cost[i]));
        continue;
      }
      ASSERT_NEAR(sent, c.people[i], 1e-9 * (1 + c.people[i]));
      ASSERT_NEAR(found.cost[i], least, 1e-12 * (1 + least));
      for (std::uint64_t k = c.costs.row_begin[i]; k < c.costs.row_begin[i + 1]; ++k) {
        const std::uint32_t j = c.costs.destination[k];
        if (found.flow[k] > 1e-3 * c.people[i]) {
          ASSERT_NEAR(found.load[j] / (found.rho * c.supply[j]) + c.costs.cost[k] / options.tau, least, 1e-4 * (1 + least)) << seed;
        }
      }
    }
    for (std::size_t j = 0; j < load.size(); ++j) ASSERT_NEAR(load[j], found.load[j], 1e-9 * (1 + load[j]));
  }
}

// Two points, two sites: every split on a fine grid.
TEST(Raam, NoSplitOnAFineGridIsBetter) {
  for (std::uint32_t seed = 0; seed < 30; ++seed) {
    std::mt19937 random(seed);
    const auto draw = [&](double most) { return 1 + static_cast<double>(random() % 1000) / 1000 * most; };
    const double p[2] = {draw(100), draw(100)}, s[2] = {draw(20), draw(20)}, t[2][2] = {{draw(60), draw(60)}, {draw(60), draw(60)}};
    const Raam found = raam(dense({{t[0][0], t[0][1]}, {t[1][0], t[1][1]}}), Values{p[0], p[1]}, Values{s[0], s[1]}, {});
    const double rho = (p[0] + p[1]) / (s[0] + s[1]);
    double best = std::numeric_limits<double>::infinity();
    constexpr int kSteps = 400;
    for (int a = 0; a <= kSteps; ++a)
      for (int b = 0; b <= kSteps; ++b) {
        const double x = p[0] * a / kSteps, y = p[1] * b / kSteps;
        const double l0 = x + y, l1 = p[0] + p[1] - l0;
        best = std::min(best, l0 * l0 / (2 * rho * s[0]) + l1 * l1 / (2 * rho * s[1]) + (x * t[0][0] + (p[0] - x) * t[0][1] + y * t[1][0] + (p[1] - y) * t[1][1]) / 60);
      }
    EXPECT_LE(found.objective, best * (1 + 1e-9));
    EXPECT_GE(found.objective, best * (1 - 1e-4));
    EXPECT_LE(found.bound, best * (1 + 1e-12));
  }
}

TEST(Raam, ALimitIsALegitimateOutcomeWithItsGap) {
  RaamOptions options;
  options.sweep_limit = 1;
  options.gap = 0;
  const Raam found = raam(dense({{5, 20}, {15, 10}}), Values{60, 40}, Values{10, 10}, options);
  EXPECT_FALSE(found.converged);
  EXPECT_EQ(found.sweeps, 1);
  EXPECT_GT(found.gap, 0);
  EXPECT_LT(found.bound, found.objective);
}

TEST(Cover, BackupHistogramExpectedAndGradual) {
  const RealCostTable costs = real_costs({{0, 0, 5}, {0, 1, 10}, {0, 2, 11}, {1, 0, 10}}, 3, 3);
  const auto count = sites_within(costs, 10.0);
  EXPECT_EQ(count, (std::vector<std::uint32_t>{2, 1, 0}));
  const auto shares = backup_shares(count, Values{10, 20, 30}, 3);
  ASSERT_EQ(shares.size(), 4u);
  EXPECT_EQ(shares[0].persons, 60);
  EXPECT_EQ(shares[1].persons, 30);
  EXPECT_EQ(shares[2].persons, 10);
  EXPECT_EQ(shares[3].persons, 0);
  EXPECT_EQ(expected_cover(count, 0.5), (Values{0.75, 0.5, 0}));
  EXPECT_EQ(expected_cover(count, 0), (Values{1, 1, 0}));
  const auto weight = decay_weights(costs, parse_decay("linear:5:15", {}, ""), {});
  EXPECT_EQ(gradual_cover(costs, weight, CoverAggregate::kBest), (Values{1, 0.5, 0}));
  EXPECT_EQ(gradual_cover(costs, weight, CoverAggregate::kJoint)[0], 1);
  EXPECT_EQ(cumulative_opportunities(costs, Values{1, 2, 4}, 10.0), (Values{3, 1, 0}));
  const auto near = nearest_sites(costs, 2, {});
  EXPECT_EQ(near.site, (std::vector<std::uint32_t>{0, 1, 0}));
}

TEST(Decay, EveryKindIsOneAtZeroAndNeverGrows) {
  for (const std::string text : {"binary", "linear:50", "linear:10:50", "cosine:10:50", "exponential:0.1", "gaussian:20", "dai:50", "inverse", "inverse:2:5", "logistic:30:10", "steps:0-20:1,20-40:0.68"}) {
    const Decay decay = parse_decay(text, {}, "");
    EXPECT_NEAR(decay_value(decay, 0), 1, 1e-12) << text;
    EXPECT_FALSE(grows_at(decay)) << text;
    double last = decay_value(decay, 0);
    for (double d = 0; d < 100; d += 0.25) {
      EXPECT_LE(decay_value(decay, d), last + 1e-15) << text << d;
      EXPECT_GE(decay_value(decay, d), 0) << text;
      last = decay_value(decay, d);
    }
    EXPECT_EQ(decay_text(parse_decay(decay_text(decay), {}, "")), decay_text(decay));
  }
  EXPECT_NEAR(decay_value(parse_decay("cosine:10:50", {}, ""), 30), 0.5, 1e-12);
  EXPECT_EQ(decay_value(parse_decay("linear", 40.0, ""), 10), 0.75);
}

TEST(Decay, ATableIsLinearOrInStepsAndItsGrowthIsTold) {
  const Decay line = table_decay({0, 10, 20}, {1, 0.5, 0.25}, false, "t"), steps = table_decay({0, 10, 20}, {1, 0.5, 0.25}, true, "t");
  EXPECT_EQ(decay_value(line, 5), 0.75);
  EXPECT_EQ(decay_value(line, 20), 0.25);
  EXPECT_EQ(decay_value(line, 20.5), 0);
  EXPECT_EQ(decay_value(steps, 9.99), 1);
  EXPECT_EQ(decay_value(steps, 10), 0.5);
  EXPECT_EQ(decay_value(steps, 1000), 0.25);
  EXPECT_EQ(grows_at(table_decay({0, 10}, {0.5, 1}, false, "t")), 10.0);
}

TEST(Decay, StepsMayEndClosedLikeCutoffs) {
  Decay steps = parse_decay("steps:0-20:1,20-40:0.68", {}, "");
  steps.closed = true;
  EXPECT_EQ(decay_value(steps, 0), 1);
  EXPECT_EQ(decay_value(steps, 20), 1);
  EXPECT_EQ(decay_value(steps, 20.001), 0.68);
  EXPECT_EQ(decay_value(steps, 40), 0.68);
  EXPECT_EQ(decay_value(steps, 40.001), 0);
}

TEST(Decay, WhatCannotBeReadIsRefused) {
  for (const std::string text : {"", "fast", "gaussian", "gaussian:", "gaussian:0", "gaussian:-1", "gaussian:x", "gaussian:1:2", "gaussian:nan", "linear", "linear:20:10", "steps:", "steps:0-20", "steps:0-20:1,30-40:0.5",
                                 "steps:20-0:1", "steps:0-20:-1", "inverse:1:2:3", "logistic:1", "binary:1", "exponential:inf"})
    EXPECT_THROW(parse_decay(text, {}, "--decay"), InputError) << text;
  EXPECT_THROW(table_decay({}, {}, false, "t"), InputError);
  EXPECT_THROW(table_decay({0, 0}, {1, 1}, false, "t"), InputError);
  EXPECT_THROW(table_decay({0, 1}, {1, -1}, false, "t"), InputError);
}

}  // namespace
}  // namespace catchment::test
