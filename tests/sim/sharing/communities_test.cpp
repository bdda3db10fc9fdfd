#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <stdexcept>

#include "sim/sharing/measures.h"
#include "tests/sim/sharing/graphs.h"

namespace catchment {
namespace {

using test::Pairs;
using testing::ElementsAre;
using Numbers = std::vector<std::uint32_t>;

/// By the formula, over all ordered pairs of nodes.
double by_formula(const SharingGraph& g, const Numbers& community) {
  const double twice = static_cast<double>(g.neighbour.size());
  double q = 0;
  for (std::uint32_t u = 0; u < g.n_nodes(); ++u)
    for (std::uint32_t v = 0; v < g.n_nodes(); ++v)
      if (community[u] == community[v])
        q += std::ranges::count(g.neighbours(u), v) - static_cast<double>(g.neighbours(u).size()) * static_cast<double>(g.neighbours(v).size()) / twice;
  return q / twice;
}

/// The best of all divisions of at most 9 nodes, by restricted growth strings.
double best_of_all(const SharingGraph& g) {
  const std::size_t n = g.n_nodes();
  Numbers c(n, 0);
  double best = -1;
  const auto grow = [&](const auto& self, std::size_t v, std::uint32_t used) -> void {
    if (v == n) {
      best = std::max(best, by_formula(g, c));
      return;
    }
    for (c[v] = 0; c[v] <= used; ++c[v]) self(self, v + 1, std::max(used, c[v] + 1));
  };
  grow(grow, 0, 0);
  return best;
}

void expect_connected_and_numbered(const SharingGraph& g, const Numbers& community) {
  const std::uint32_t n = static_cast<std::uint32_t>(g.n_nodes());
  const std::uint32_t count = n == 0 ? 0 : *std::max_element(community.begin(), community.end()) + 1;
  Numbers size(count, 0), lowest(count, UINT32_MAX);
  for (std::uint32_t v = 0; v < n; ++v) {
    ++size[community[v]];
    lowest[community[v]] = std::min(lowest[community[v]], v);
  }
  for (std::uint32_t c = 0; c < count; ++c) {
    ASSERT_GT(size[c], 0u);
    EXPECT_TRUE(c == 0 || size[c - 1] > size[c] || (size[c - 1] == size[c] && lowest[c - 1] < lowest[c])) << c;
    std::vector<std::uint8_t> without(n);
    for (std::uint32_t v = 0; v < n; ++v) without[v] = community[v] != c;
    EXPECT_EQ(connected_parts(g, without).size.size(), 1u) << "community " << c;
  }
}

TEST(Modularity, OD12_TwoTrianglesJoinedByALink) {
  const SharingGraph g = graph_of_pairs(6, test::two_triangles());
  EXPECT_DOUBLE_EQ(modularity(g, Numbers{0, 0, 0, 1, 1, 1}), 70.0 / 196);
  EXPECT_DOUBLE_EQ(modularity(g, Numbers{7, 7, 4'000'000'000, 4'000'000'000, 7, 4'000'000'000}), -16.0 / 196) << "any numbers are names";
}

TEST(Leiden, U12_FindsTheTwoTriangles) {
  const SharingGraph g = graph_of_pairs(6, test::two_triangles());
  EXPECT_THAT(leiden(g, 1), ElementsAre(0u, 0u, 0u, 1u, 1u, 1u));
  const SharingMeasures m = measure(g, {});
  EXPECT_DOUBLE_EQ(m.modularity, 70.0 / 196);
  EXPECT_EQ(m.communities, 2u);
}

TEST(Modularity, IsTheFormulaOnRandomGraphs) {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    const std::uint32_t n = 2 + static_cast<std::uint32_t>(seed % 12);
    const SharingGraph g = graph_of_pairs(n, test::random_links(seed, n, 0.2));
    Stream s(seed, "division");
    Numbers community;
    for (std::uint32_t v = 0; v < n; ++v) community.push_back(static_cast<std::uint32_t>(s.below(4)));
    if (g.n_pairs() > 0) EXPECT_NEAR(modularity(g, community), by_formula(g, community), 1e-12);
    else EXPECT_EQ(modularity(g, community), 0);
  }
}

/// Clauset, Newman & Moore (2004), in the plainest way: join the two communities that gain most, ties to the lowest, until none gains.
Numbers by_greedy_agglomeration(const SharingGraph& g) {
  Numbers c(g.n_nodes());
  std::iota(c.begin(), c.end(), 0u);
  for (double best = modularity(g, c);;) {
    Numbers next;
    for (std::uint32_t a = 0; a < c.size(); ++a)
      for (std::uint32_t b = a + 1; b < c.size(); ++b) {
        Numbers joined = c;
        for (std::uint32_t& x : joined)
          if (x == b) x = a;
        if (const double q = modularity(g, joined); q > best + 1e-12) {
          best = q;
          next = joined;
        }
      }
    if (next.empty()) return c;
    c = next;
  }
}

TEST(Leiden, OD13_IsBetterThanGreedyAgglomerationOnTheKarateClub) {
  const SharingGraph g = graph_of_pairs(34, test::karate());
  EXPECT_NEAR(modularity(g, by_greedy_agglomeration(g)), 0.380671, 5e-7);
  EXPECT_NEAR(modularity(g, leiden(g, 1)), 0.419790, 5e-7);
}

TEST(Leiden, FindsTheBestOfAllDivisionsOfSmallGraphs) {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    const std::uint32_t n = 4 + static_cast<std::uint32_t>(seed % 5);
    const SharingGraph g = graph_of_pairs(n, test::random_links(seed, n, 0.2));
    if (g.n_pairs() == 0) continue;
    const Numbers community = leiden(g, seed);
    EXPECT_NEAR(modularity(g, community), best_of_all(g), 1e-12);
    expect_connected_and_numbered(g, community);
  }
}

TEST(Leiden, FindsPlantedCommunities) {
  // 20 groups of 30, 60 % linked inside, 1 % outside.
  Stream s(4, "planted");
  Pairs links;
  Numbers planted(600);
  for (std::uint32_t a = 0; a < 600; ++a) {
    planted[a] = a / 30;
    for (std::uint32_t b = a + 1; b < 600; ++b)
      if (s.chance(a / 30 == b / 30 ? 0.6 : 0.01)) links.emplace_back(a, b);
  }
  EXPECT_EQ(leiden(graph_of_pairs(600, links), 9), planted);
}

TEST(Leiden, CommunitiesAreConnectedAndNoWorseThanConnectedComponents) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    const SharingGraph g = graph_of_pairs(300, test::random_links(seed, 300, 0.002 + 0.001 * static_cast<double>(seed % 5)));
    const Numbers community = leiden(g, seed, 3);
    expect_connected_and_numbered(g, community);
    EXPECT_GE(modularity(g, community), modularity(g, connected_parts(g).of));
  }
}

TEST(Leiden, IsTheSameAt1_2And4ThreadsAndNodesWithoutLinksAreAlone) {
  const SharingGraph g = graph_of_pairs(800, test::random_links(2, 700, 0.005));
  const auto results = test::at_1_2_4_threads([&] { return leiden(g, 5); });
  EXPECT_EQ(results[0], results[1]);
  EXPECT_EQ(results[0], results[2]);
  for (std::uint32_t v = 700; v < 800; ++v) EXPECT_EQ(std::ranges::count(results[0], results[0][v]), 1);
  EXPECT_TRUE(leiden(graph_of_pairs(0, {}), 1).empty());
  EXPECT_THAT(leiden(graph_of_pairs(3, {}), 1), ElementsAre(0u, 1u, 2u));
}

TEST(Leiden, RefusesArraysThatDoNotFit) {
  const SharingGraph g = graph_of_pairs(3, Pairs{{0, 1}});
  try {
    modularity(g, Numbers{0, 1});
    FAIL();
  } catch (const std::invalid_argument& e) {
    EXPECT_STREQ(e.what(), "modularity: 2 communities for 3 nodes");
  }
  try {
    leiden(g, 1, 0);
    FAIL();
  } catch (const std::invalid_argument& e) {
    EXPECT_STREQ(e.what(), "leiden: 0 runs; at least 1 is needed");
  }
}

}  // namespace
}  // namespace catchment
