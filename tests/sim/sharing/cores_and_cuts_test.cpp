#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>

#include "sim/sharing/measures.h"
#include "tests/sim/sharing/graphs.h"

namespace catchment {
namespace {

using test::Pairs;
using testing::ElementsAre;
using Pair = std::pair<std::uint32_t, std::uint32_t>;

std::uint32_t parts_without(const SharingGraph& g, std::uint32_t lost) {
  std::vector<std::uint8_t> without(g.n_nodes(), 0);
  without[lost] = 1;
  return static_cast<std::uint32_t>(connected_parts(g, without).size.size());
}

TEST(CoreNumbers, OD11_BatageljAndZaversnik2003) {
  // Nodes as numbered there, 1..21; 0 is not used, and is alone like 21.
  Pairs links;
  for (const std::uint32_t first : {1u, 5u})
    for (std::uint32_t a = first; a < first + 4; ++a)
      for (std::uint32_t b = a + 1; b < first + 4; ++b) links.emplace_back(a, b);
  for (const Pair& p : Pairs{{3, 7}, {2, 11}, {11, 5}, {11, 12}, {5, 12}, {12, 19}, {12, 18}, {3, 9}, {7, 9}, {7, 10}, {9, 10}, {9, 20}, {17, 13},
                             {13, 14}, {14, 15}, {15, 16}, {16, 13}})
    links.push_back(p);
  const std::vector<std::uint32_t> core = core_numbers(graph_of_pairs(22, links));
  for (std::uint32_t v = 0; v < 22; ++v)
    EXPECT_EQ(core[v], v == 0 || v == 21 ? 0u : v <= 8 ? 3u : v <= 16 ? 2u : 1u) << v;
}

TEST(CoreNumbers, ParallelAndOppositeLinksDoNotCountTwice) {
  EXPECT_THAT(core_numbers(graph_of_pairs(3, Pairs{{0, 1}, {0, 1}, {1, 0}, {1, 2}})), ElementsAre(1u, 1u, 1u));
}

TEST(CoreNumbers, AreThoseOfNaivePeelingOnRandomGraphs) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    const std::uint32_t n = 1 + static_cast<std::uint32_t>(seed % 20);
    const SharingGraph g = graph_of_pairs(n, test::random_links(seed, n, 0.02 + 0.06 * static_cast<double>(seed % 4)));
    std::vector<std::uint32_t> expected(n, 0);
    for (std::uint32_t k = 1; k <= n; ++k) {
      std::vector<std::uint8_t> in(n, 1);
      for (bool again = true; again;) {
        again = false;
        for (std::uint32_t v = 0; v < n; ++v)
          if (in[v] != 0 && std::ranges::count_if(g.neighbours(v), [&](std::uint32_t u) { return in[u] != 0; }) < k) {
            in[v] = 0;
            again = true;
          }
      }
      for (std::uint32_t v = 0; v < n; ++v)
        if (in[v] != 0) expected[v] = k;
    }
    EXPECT_EQ(core_numbers(g), expected);
  }
}

TEST(Cuts, OD9_FlorentineFamilies) {
  const SharingGraph g = test::florentine();
  const Cuts c = cuts(g);
  std::vector<std::uint32_t> points;
  for (std::uint32_t v = 0; v < 15; ++v)
    if (c.articulation[v] != 0) points.push_back(v);
  EXPECT_THAT(points, ElementsAre(test::kAlbizzi, test::kGuadagni, test::kMedici, test::kSalviati));
  EXPECT_THAT(c.bridges, ElementsAre(Pair(test::kAcciaiuoli, test::kMedici), Pair(test::kAlbizzi, test::kGinori),
                                     Pair(test::kGuadagni, test::kLamberteschi), Pair(test::kMedici, test::kSalviati), Pair(test::kPazzi, test::kSalviati)));
  EXPECT_EQ(std::ranges::max(core_numbers(g)), 2u);
}

TEST(Cuts, U12_TheLossOfTheBridgeBetweenTwoTrianglesSplitsThemInTwo) {
  Pairs links = test::two_triangles();
  EXPECT_THAT(cuts(graph_of_pairs(6, links)).bridges, ElementsAre(Pair(2, 3)));
  EXPECT_THAT(connected_parts(graph_of_pairs(6, links)).size, ElementsAre(6u));
  links.pop_back();
  const Parts parts = connected_parts(graph_of_pairs(6, links));
  EXPECT_THAT(parts.size, ElementsAre(3u, 3u));
  EXPECT_THAT(parts.of, ElementsAre(0u, 0u, 0u, 1u, 1u, 1u));
  EXPECT_TRUE(cuts(graph_of_pairs(6, links)).bridges.empty());
}

TEST(Cuts, C3_SixteenFederationsOfTenMembersAndOneCityHubHaveSeventeenArticulationPoints) {
  Pairs links;  // 0: city hub; 1..16: federations; then members
  for (std::uint32_t f = 0; f < 16; ++f) {
    links.emplace_back(0, 1 + f);
    for (std::uint32_t k = 0; k < 10; ++k) links.emplace_back(1 + f, 17 + 10 * f + k);
  }
  const SharingGraph g = graph_of_pairs(177, links);
  const Cuts c = cuts(g);
  EXPECT_EQ(std::ranges::count(c.articulation, 1), 17);
  EXPECT_EQ(c.bridges.size(), 176u);
  EXPECT_EQ(c.pieces[0], 16u);
  EXPECT_EQ(c.pieces[5], 11u);
  EXPECT_EQ(c.pieces[100], 1u);
}

TEST(Cuts, AreFoundByTakingAwayEachNodeAndEachPairOfRandomGraphs) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    const std::uint32_t n = 1 + static_cast<std::uint32_t>(seed % 14);
    const Pairs links = test::random_links(seed, n, 0.03 + 0.04 * static_cast<double>(seed % 5));
    const SharingGraph g = graph_of_pairs(n, links);
    const Cuts c = cuts(g);
    const auto whole = static_cast<std::uint32_t>(connected_parts(g).size.size());
    for (std::uint32_t v = 0; v < n; ++v) {
      const std::uint32_t pieces = parts_without(g, v) - (whole - 1);  // what its component falls into
      EXPECT_EQ(c.pieces[v], pieces) << v;
      EXPECT_EQ(c.articulation[v], pieces > 1) << v;
    }
    Pairs bridges;
    for (std::uint32_t v = 0; v < n; ++v)
      for (const std::uint32_t u : g.neighbours(v)) {
        if (u < v) continue;
        Pairs rest;
        for (const auto& [a, b] : links)
          if (std::minmax(a, b) != std::minmax(v, u)) rest.emplace_back(a, b);
        if (connected_parts(graph_of_pairs(n, rest)).size.size() > whole) bridges.emplace_back(v, u);
      }
    EXPECT_EQ(c.bridges, bridges);
  }
}

TEST(Cuts, AChainOf200000NodesNeedsNoRecursion) {
  constexpr std::uint32_t kNodes = 200'000;
  Pairs links;
  for (std::uint32_t v = 1; v < kNodes; ++v) links.emplace_back(v - 1, v);
  const Cuts c = cuts(graph_of_pairs(kNodes, links));
  EXPECT_EQ(c.bridges.size(), kNodes - 1);
  EXPECT_EQ(std::ranges::count(c.articulation, 1), kNodes - 2);
}

TEST(ConnectedParts, AreNumberedBySizeThenByLowestNode) {
  const SharingGraph g = graph_of_pairs(9, Pairs{{8, 1}, {2, 3}, {3, 4}, {5, 7}});
  const Parts parts = connected_parts(g);
  EXPECT_THAT(parts.size, ElementsAre(3u, 2u, 2u, 1u, 1u));
  EXPECT_THAT(parts.of, ElementsAre(3u, 1u, 0u, 0u, 0u, 2u, 4u, 2u, 1u));
  const Parts left = connected_parts(g, std::vector<std::uint8_t>{0, 0, 0, 1, 0, 0, 0, 0, 0});
  EXPECT_THAT(left.of, ElementsAre(2u, 0u, 3u, UINT32_MAX, 4u, 1u, 5u, 1u, 0u));
  EXPECT_THAT(left.size, ElementsAre(2u, 2u, 1u, 1u, 1u, 1u));
  try {
    connected_parts(g, std::vector<std::uint8_t>(3));
    FAIL();
  } catch (const std::invalid_argument& e) {
    EXPECT_STREQ(e.what(), "connected_parts: 3 marks for 9 nodes");
  }
}

}  // namespace
}  // namespace catchment
