#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/betweenness_centrality.hpp>
#include <cmath>
#include <functional>
#include <stdexcept>

#include "sim/sharing/measures.h"
#include "tests/sim/sharing/graphs.h"

namespace catchment {
namespace {

using test::Pairs;

/// By the definition: every shortest path between every two nodes, one after the other. Undirected: links go both ways.
std::vector<double> by_enumeration(std::uint32_t n, const Pairs& links, bool undirected) {
  std::vector<std::vector<int>> steps(n, std::vector<int>(n, 1000));
  for (const auto& [a, b] : links) {
    steps[a][b] = 1;
    if (undirected) steps[b][a] = 1;
  }
  const auto linked = steps;
  for (std::uint32_t v = 0; v < n; ++v) steps[v][v] = 0;
  for (std::uint32_t k = 0; k < n; ++k)
    for (std::uint32_t a = 0; a < n; ++a)
      for (std::uint32_t b = 0; b < n; ++b) steps[a][b] = std::min(steps[a][b], steps[a][k] + steps[k][b]);
  std::vector<double> through(n, 0);
  for (std::uint32_t s = 0; s < n; ++s)
    for (std::uint32_t t = undirected ? s + 1 : 0; t < n; ++t) {
      if (s == t || steps[s][t] >= 1000) continue;
      std::vector<int> passes(n, 0);
      int paths = 0;
      std::vector<std::uint32_t> inner;
      const std::function<void(std::uint32_t)> walk = [&](std::uint32_t v) {
        if (v == t) {
          ++paths;
          for (const std::uint32_t u : inner) ++passes[u];
          return;
        }
        for (std::uint32_t u = 0; u < n; ++u)
          if (linked[v][u] == 1 && steps[u][t] == steps[v][t] - 1) {
            if (u != t) inner.push_back(u);
            walk(u);
            if (u != t) inner.pop_back();
          }
      };
      walk(s);
      for (std::uint32_t v = 0; v < n; ++v) through[v] += static_cast<double>(passes[v]) / paths;
    }
  return through;
}

TEST(Betweenness, OD8_FlorentineFamilies) {
  const SharingGraph g = test::florentine();
  const std::vector<double> raw = betweenness(g, true);
  EXPECT_NEAR(raw[test::kMedici], 47.5, 1e-12);
  const SharingMeasures m = measure(g, {});
  EXPECT_NEAR(m.betweenness[test::kMedici], 0.521978, 5e-7);
  EXPECT_NEAR(m.betweenness[test::kGuadagni], 0.254579, 5e-7);
  EXPECT_NEAR(m.betweenness[test::kAlbizzi], 0.212454, 5e-7);
  EXPECT_NEAR(m.betweenness[test::kSalviati], 0.142857, 5e-7);
  EXPECT_NEAR(m.betweenness[test::kRidolfi], 0.113553, 5e-7);
  EXPECT_FALSE(m.sampled);
  EXPECT_EQ(m.sources, 15);
  EXPECT_EQ(m.betweenness_error, 0);
}

TEST(Betweenness, OD15_TheHubOfAStarOf25LeavesLiesOn300Pairs) {
  Pairs links;
  for (std::uint32_t leaf = 1; leaf <= 25; ++leaf) links.emplace_back(0, leaf);
  const SharingGraph g = graph_of_pairs(26, links);
  EXPECT_DOUBLE_EQ(betweenness(g, true)[0], 300);
  const SharingMeasures m = measure(g, {});
  EXPECT_DOUBLE_EQ(m.betweenness[0], 1);
  for (std::uint32_t v = 0; v < 26; ++v) EXPECT_EQ(m.articulation[v], v == 0) << v;
  // Along the links nobody is between anybody: the hub gives, and the leaves pass nothing on.
  MeasureChoice directed;
  directed.undirected = false;
  EXPECT_EQ(measure(g, directed).betweenness[0], 0);
}

TEST(Betweenness, IsTheEnumerationOfShortestPathsOnRandomGraphs) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    const std::uint32_t n = 2 + static_cast<std::uint32_t>(seed % 8);
    const Pairs links = test::random_links(seed, n, 0.1 + 0.1 * static_cast<double>(seed % 5));
    const SharingGraph g = graph_of_pairs(n, links);
    for (const bool undirected : {true, false}) {
      const std::vector<double> ours = betweenness(g, undirected), expected = by_enumeration(n, links, undirected);
      for (std::uint32_t v = 0; v < n; ++v) EXPECT_NEAR(ours[v], expected[v], 1e-12) << (undirected ? "undirected " : "directed ") << v;
      MeasureChoice choice;
      choice.undirected = undirected;
      const SharingMeasures m = measure(g, choice);
      const double pairs = (n - 1.0) * (n - 2.0) / (undirected ? 2 : 1);
      for (std::uint32_t v = 0; v < n; ++v) EXPECT_NEAR(m.betweenness[v], n < 3 ? 0 : expected[v] / pairs, 1e-12);
    }
  }
}

TEST(Betweenness, IsBoostsOnAGraphOf300Nodes) {
  const Pairs links = test::random_links(7, 300, 0.01);
  const SharingGraph g = graph_of_pairs(300, links);
  boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS> boost_graph(300);
  for (std::uint32_t v = 0; v < 300; ++v)
    for (const std::uint32_t u : g.neighbours(v))
      if (v < u) add_edge(v, u, boost_graph);
  std::vector<double> expected(300);
  boost::brandes_betweenness_centrality(boost_graph, boost::make_iterator_property_map(expected.begin(), get(boost::vertex_index, boost_graph)));
  const std::vector<double> ours = betweenness(g, true);
  for (std::size_t v = 0; v < 300; ++v) EXPECT_NEAR(ours[v], expected[v], 1e-9 * (1 + expected[v])) << v;
}

TEST(Betweenness, HasTheSameBitsAt1_2And4Threads) {
  const SharingGraph g = graph_of_pairs(500, test::random_links(3, 500, 0.008));
  for (const bool undirected : {true, false}) {
    const auto results = test::at_1_2_4_threads([&] { return betweenness(g, undirected); });
    EXPECT_EQ(results[0], results[1]);
    EXPECT_EQ(results[0], results[2]);
  }
}

/// Rhombs in a row: 0 <1,2> 3 <4,5> 6 ... The number of shortest paths doubles with each.
TEST(Betweenness, CountsMorePathsThanADoubleCanHold) {
  constexpr std::uint32_t kRhombs = 1200;  // 2^1200 paths from end to end
  Pairs links;
  for (std::uint32_t r = 0; r < kRhombs; ++r)
    for (const std::uint32_t side : {3 * r + 1, 3 * r + 2}) {
      links.emplace_back(3 * r, side);
      links.emplace_back(side, 3 * r + 3);
    }
  const std::uint32_t n = 3 * kRhombs + 1;
  const SharingGraph g = graph_of_pairs(n, links);
  const std::vector<double> b = betweenness(g, true);
  for (std::uint32_t r = 0; r <= kRhombs; r += 100) {
    // A joint lies on all paths between the 3 r nodes on its left and those on its right, and on half of those between the two sides of each
    // rhomb that it is a corner of.
    const double left = 3.0 * r, right = 3.0 * (kRhombs - r);
    EXPECT_NEAR(b[3 * r], left * right + ((r > 0) + (r < kRhombs)) * 0.5, 1e-9 * (1 + left * right)) << r;
    if (r == kRhombs) break;
    // A side lies on half of the paths from one joint of its rhomb, and all beyond, to the other.
    EXPECT_NEAR(b[3 * r + 1], (left + 1) * (right - 2) / 2, 1e-9 * (1 + left * right)) << r;
  }
}

TEST(Betweenness, FromAllNodesAsSourcesIsExactAndFromSomeScaledUp) {
  const SharingGraph g = test::florentine();
  std::vector<std::uint32_t> all;
  for (std::uint32_t v = 0; v < 15; ++v) all.push_back(v);
  EXPECT_EQ(betweenness(g, true, all), betweenness(g, true));
  std::vector<double> sum(15, 0);
  for (std::uint32_t s = 0; s < 15; ++s) {
    const std::vector<double> one = betweenness(g, true, std::array{s});
    for (std::size_t v = 0; v < 15; ++v) sum[v] += one[v] / 15;
  }
  EXPECT_NEAR(sum[test::kMedici], 47.5, 1e-12);
  EXPECT_THROW(betweenness(g, true, std::array{15u}), std::invalid_argument);
  EXPECT_TRUE(betweenness(graph_of_pairs(0, {}), true).empty());
}

TEST(Betweenness, SampledIsWithinItsErrorBoundAndSmallComponentsAreExact) {
  // A component of 400 nodes and one of 15.
  Pairs links = test::random_links(11, 400, 0.006);
  for (std::uint32_t v = 1; v < 400; ++v) links.emplace_back(v / 2, v);
  const SharingGraph families = test::florentine();
  for (std::size_t k = 0; k < families.n_links(); ++k) links.emplace_back(400 + families.from[k], 400 + families.to[k]);
  const SharingGraph g = graph_of_pairs(415, links);
  for (const bool undirected : {true, false}) {
    MeasureChoice choice;
    choice.undirected = undirected;
    const SharingMeasures exact = measure(g, choice);
    choice.exact_up_to = 100;
    choice.samples = 200;
    double worst = 0;
    for (choice.seed = 1; choice.seed <= 20; ++choice.seed) {
      const SharingMeasures m = measure(g, choice);
      EXPECT_TRUE(m.sampled);
      EXPECT_EQ(m.sources, 215);
      EXPECT_GT(m.betweenness_error, 0);
      EXPECT_LT(m.betweenness_error, 0.2);
      for (std::uint32_t v = 0; v < 415; ++v) {
        const double error = std::abs(m.betweenness[v] - exact.betweenness[v]);
        EXPECT_LE(error, v < 400 ? m.betweenness_error : 1e-15) << v;
        worst = std::max(worst, error / m.betweenness_error);
        EXPECT_NEAR(m.closeness[v], exact.closeness[v], v < 400 ? 0.3 * exact.closeness[v] + 0.01 : 1e-15) << v;
      }
      EXPECT_NEAR(*m.mean_path, *exact.mean_path, 0.05 * *exact.mean_path);
      EXPECT_LE(m.diameter, exact.diameter);
    }
    EXPECT_GT(worst, 0.01) << "an estimate that is never off is no estimate";
  }
}

TEST(Betweenness, StopsWhenAskedTo) {
  const SharingGraph g = graph_of_pairs(300, test::random_links(5, 300, 0.02));
  int calls = 0;
  EXPECT_THROW(betweenness(g, true, {}, [&](double, std::string_view) { return ++calls < 3; }), Cancelled);
  EXPECT_EQ(calls, 3);
  MeasureChoice choice;
  choice.samples = 1;
  try {
    measure(g, choice);
    FAIL();
  } catch (const std::invalid_argument& e) {
    EXPECT_STREQ(e.what(), "measure: 1 samples; at least 2 are needed");
  }
}

}  // namespace
}  // namespace catchment
