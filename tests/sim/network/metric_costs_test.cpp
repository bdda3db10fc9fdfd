#include "sim/network/metric_costs.h"

#include <gtest/gtest.h>
#include <omp.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "sim/core/random.h"

namespace catchment {
namespace {

NetworkOptions metric(TravelMode mode, double detour = 1) {
  NetworkOptions options;
  options.mode = mode;
  options.detour_factor = detour;
  return options;
}

TEST(MetricCost, IsTheFormulaTimesTheDetour) {
  const Point a{0, 0}, b{30, 40};
  EXPECT_EQ(metric_cost(a, b, metric(TravelMode::kEuclidean), CostUnit::kMetres), 50'000u);
  EXPECT_EQ(metric_cost(a, b, metric(TravelMode::kManhattan), CostUnit::kMetres), 70'000u);
  EXPECT_EQ(metric_cost(a, b, metric(TravelMode::kChebyshev), CostUnit::kMetres), 40'000u);
  EXPECT_EQ(metric_cost(a, b, metric(TravelMode::kEuclidean, 1.2), CostUnit::kMetres), 60'000u);
  EXPECT_EQ(metric_cost(a, b, metric(TravelMode::kEuclidean, 1.2), CostUnit::kSeconds), 45'000u);  // at 80 m/min
  EXPECT_EQ(metric_cost(a, {5e6, 0}, metric(TravelMode::kEuclidean), CostUnit::kMetres), kUnreachable - 1);
}

struct Places { std::vector<Point> origins, destinations; };

/// Spread, clustered, on one line, on top of each other, or with a stray far away.
Places random_places(std::uint64_t seed) {
  Stream s(seed, "places");
  Places w;
  const auto shape = s.below(5);
  const auto somewhere = [&]() -> Point {
    if (shape == 1) return {std::round(s.uniform(0, 8)), std::round(s.uniform(0, 8))};
    if (shape == 2) return {s.uniform(0, 3000), 7};
    if (shape == 3) return {s.normal(0, 30), s.normal(0, 30)};
    if (shape == 4 && s.chance(0.02)) return {1e6, -3e5};
    return {std::round(s.uniform(0, 1000)), std::round(s.uniform(0, 1000))};
  };
  const auto n = s.between(1, 60), m = s.between(0, 40);
  for (std::int64_t i = 0; i < n; ++i) w.origins.push_back(somewhere());
  for (std::int64_t i = 0; i < m; ++i) w.destinations.push_back(somewhere());
  if (s.chance(0.3)) w.origins.push_back({-5e5, 2e5});
  return w;
}

TEST(MetricNearest, AgreesWithTryingEveryPair) {
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    const Places w = random_places(seed);
    for (const TravelMode mode : {TravelMode::kEuclidean, TravelMode::kManhattan, TravelMode::kChebyshev}) {
      const auto options = metric(mode, seed % 2 == 0 ? 1 : 1.2);
      const auto unit = seed % 3 == 0 ? CostUnit::kSeconds : CostUnit::kMetres;
      const NearestTable table = metric_nearest(w.origins, w.destinations, options, unit);
      for (std::size_t o = 0; o < w.origins.size(); ++o) {
        Cost best = kUnreachable;
        std::uint32_t owner = UINT32_MAX;
        for (std::uint32_t d = 0; d < w.destinations.size(); ++d) {
          const Cost cost = metric_cost(w.origins[o], w.destinations[d], options, unit);
          if (cost < best) best = cost, owner = d;
        }
        EXPECT_EQ(table.cost[o], best);
        EXPECT_EQ(table.destination[o], owner);
      }
    }
  }
}

TEST(MetricCatchments, AgreesWithTryingEveryPair) {
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    const Places w = random_places(seed);
    Stream s(seed, "cutoff");
    const TravelMode modes[] = {TravelMode::kEuclidean, TravelMode::kManhattan, TravelMode::kChebyshev};
    const auto options = metric(modes[seed % 3]);
    const Cost cutoffs[] = {0, 5'000, static_cast<Cost>(s.below(500'000)), kUnreachable,
                            w.destinations.empty()
                                ? 1
                                : metric_cost(w.origins[0], w.destinations[0], options, CostUnit::kMetres)};
    for (const Cost cutoff : cutoffs) {
      const CostTable table = metric_catchments(w.origins, w.destinations, options, CostUnit::kMetres, cutoff);
      ASSERT_EQ(table.n_origins(), w.origins.size());
      for (std::size_t o = 0; o < w.origins.size(); ++o) {
        std::vector<std::uint32_t> row;
        std::vector<Cost> costs;
        for (std::uint32_t d = 0; d < w.destinations.size(); ++d) {
          const Cost cost = metric_cost(w.origins[o], w.destinations[d], options, CostUnit::kMetres);
          if (cost <= cutoff) row.push_back(d), costs.push_back(cost);
        }
        EXPECT_TRUE(std::ranges::equal(table.destinations_of(o), row)) << "cutoff " << cutoff;
        EXPECT_TRUE(std::ranges::equal(table.costs_of(o), costs)) << "cutoff " << cutoff;
      }
    }
  }
}

TEST(MetricCatchments, ACostEqualToTheCutoffIsInside) {
  const Point home{0, 0}, station{300, 400};
  const auto options = metric(TravelMode::kEuclidean);
  EXPECT_EQ(metric_catchments({&home, 1}, {&station, 1}, options, CostUnit::kMetres, 500'000).cost.size(), 1u);
  EXPECT_EQ(metric_catchments({&home, 1}, {&station, 1}, options, CostUnit::kMetres, 499'999).cost.size(), 0u);
}

TEST(MetricCatchments, AreTheSameAtOneTwoAndFourThreads) {
  Stream s(3, "threads");
  Places w;
  for (int i = 0; i < 5000; ++i) w.origins.push_back({s.uniform(0, 3000), s.uniform(0, 3000)});
  for (int i = 0; i < 200; ++i) w.destinations.push_back({s.uniform(0, 3000), s.uniform(0, 3000)});
  const auto options = metric(TravelMode::kEuclidean);
  const int threads = omp_get_max_threads();
  std::vector<CostTable> tables;
  std::vector<NearestTable> nearest_tables;
  for (const int t : {1, 2, 4}) {
    omp_set_num_threads(t);
    tables.push_back(metric_catchments(w.origins, w.destinations, options, CostUnit::kMetres, 400'000));
    nearest_tables.push_back(metric_nearest(w.origins, w.destinations, options, CostUnit::kMetres));
  }
  omp_set_num_threads(threads);
  for (std::size_t k = 1; k < tables.size(); ++k) {
    EXPECT_EQ(tables[k].row_begin, tables[0].row_begin);
    EXPECT_EQ(tables[k].destination, tables[0].destination);
    EXPECT_EQ(tables[k].cost, tables[0].cost);
    EXPECT_EQ(nearest_tables[k].destination, nearest_tables[0].destination);
  }
  EXPECT_GT(tables[0].cost.size(), 10'000u);
}

TEST(MetricCosts, RefuseStreetModesFactorsThatAreNotPositiveAndPlacesThatAreNotFinite) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const Point a{0, 0}, bad{nan, 0};
  const auto refused = [&](const NetworkOptions& options, CostUnit unit) {
    EXPECT_THROW((void)metric_cost(a, a, options, unit), std::invalid_argument);
    EXPECT_THROW(metric_nearest({&a, 1}, {&a, 1}, options, unit), std::invalid_argument);
    EXPECT_THROW(metric_catchments({&a, 1}, {&a, 1}, options, unit, 1), std::invalid_argument);
  };
  refused(metric(TravelMode::kWalk), CostUnit::kMetres);
  refused(metric(TravelMode::kMatrix), CostUnit::kMetres);
  for (const double factor : {0.0, -1.0, nan}) refused(metric(TravelMode::kEuclidean, factor), CostUnit::kMetres);
  auto still = metric(TravelMode::kEuclidean);
  still.speed_m_per_min = 0;
  refused(still, CostUnit::kSeconds);
  EXPECT_THROW((void)metric_cost(a, bad, metric(TravelMode::kEuclidean), CostUnit::kMetres), std::invalid_argument);
  EXPECT_THROW(metric_nearest({&bad, 1}, {&a, 1}, metric(TravelMode::kEuclidean), CostUnit::kMetres), std::invalid_argument);
  EXPECT_THROW(metric_catchments({&a, 1}, {&bad, 1}, metric(TravelMode::kEuclidean), CostUnit::kMetres, 1),
               std::invalid_argument);
}

}  // namespace
}  // namespace catchment
