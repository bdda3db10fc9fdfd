#include "sim/sharing/resilience.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <stdexcept>

#include "sim/sharing/measures.h"
#include "tests/sim/sharing/graphs.h"

namespace catchment {
namespace {

using test::Pairs;
using testing::ElementsAre;
using testing::IsEmpty;
using Numbers = std::vector<std::uint32_t>;

std::string family(std::uint32_t v) { return test::kFamilies[v]; }

SharingGraph affiliations(std::uint32_t n, const Pairs& links) {
  SharingGraph g = graph_of_pairs(n, links);
  std::ranges::fill(g.type, LinkType::kAffiliation);
  return g;
}

/// 14,000 organisations, 560 with each of 25 hubs: nodes 0..13999, then the hubs (CITY-14K).
SharingGraph city_14k() {
  World w;
  w.organisations.resize(14'000);
  w.units.resize(25);
  for (std::size_t k = 0; k < 14'000; ++k) w.organisations[k].responsible = {UnitId(k % 25)};
  GraphChoice choice;
  choice.responsible = true;
  return sharing_graph(w, choice);
}
std::vector<std::uint8_t> five_hubs_lost() {
  std::vector<std::uint8_t> lost(14'025, 0);
  for (std::size_t h = 0; h < 5; ++h) lost[14'000 + 4 * h] = 1;
  return lost;
}

/// City hub 0, federations 1..16, then ten members each.
SharingGraph federations() {
  Pairs links;
  for (std::uint32_t f = 0; f < 16; ++f) {
    links.emplace_back(0, 1 + f);
    for (std::uint32_t k = 0; k < 10; ++k) links.emplace_back(1 + f, 17 + 10 * f + k);
  }
  return affiliations(177, links);
}

TEST(RemovePartners, OD10_FlorentineFamiliesByStaticBetweenness) {
  RemovalChoice choice;
  const Resilience r = remove_partners(test::florentine(), family, choice);
  ASSERT_EQ(r.removals.size(), 15u);
  EXPECT_EQ(r.removals[0].node, test::kMedici);
  EXPECT_EQ(r.removals[1].node, test::kGuadagni);
  EXPECT_NEAR(r.removals[0].giant_share, 11.0 / 15, 1e-15);
  EXPECT_NEAR(r.removals[1].giant_share, 7.0 / 15, 1e-15);
  EXPECT_NEAR(r.robustness, 0.235556, 5e-7);
  EXPECT_TRUE(std::isnan(r.removals[0].unmet)) << "not asked";
  EXPECT_EQ(r.removals[14].giant_share, 0);

  choice.betweenness = betweenness(test::florentine(), true);
  const Resilience known = remove_partners(test::florentine(), family, choice);
  for (std::size_t i = 0; i < 15; ++i) EXPECT_EQ(known.removals[i].node, r.removals[i].node);
}

TEST(RemovePartners, OD10_FlorentineFamiliesByRecomputedBetweenness) {
  RemovalChoice choice;
  choice.order = RemovalOrder::kRecomputed;
  const Resilience r = remove_partners(test::florentine(), family, choice);
  EXPECT_NEAR(r.robustness, 0.186667, 5e-7);
  EXPECT_NEAR(r.removals[0].giant_share, 11.0 / 15, 1e-15);
  EXPECT_NEAR(r.removals[1].giant_share, 7.0 / 15, 1e-15);
  choice.steps = 2;
  const Resilience two = remove_partners(test::florentine(), family, choice);
  ASSERT_EQ(two.removals.size(), 2u);
  EXPECT_EQ(two.removals[1].node, r.removals[1].node);
  EXPECT_TRUE(std::isnan(two.robustness)) << "not all are removed";
}

TEST(RemovePartners, TiesGoByTheTextOfTheId) {
  // A ring of six: all alike, but the rounding of sums in another order must not tell them apart.
  const SharingGraph ring = graph_of_pairs(6, Pairs{{0, 1}, {1, 2}, {2, 3}, {3, 4}, {4, 5}, {5, 0}});
  const auto backwards = [](std::uint32_t v) { return std::string(1, static_cast<char>('f' - v)); };
  const Resilience r = remove_partners(ring, backwards, {});
  for (std::uint32_t i = 0; i < 6; ++i) EXPECT_EQ(r.removals[i].node, 5 - i);
  EXPECT_EQ(remove_partners(ring, {}, {}).removals[0].node, 0u) << "without ids the lowest node";
  RemovalChoice recomputed;
  recomputed.order = RemovalOrder::kRecomputed;
  EXPECT_EQ(remove_partners(ring, backwards, recomputed).removals[0].node, 5u);
}

TEST(RemovePartners, GiantAndOrphansAreThoseOfTheGraphThatIsLeftOnRandomGraphs) {
  for (std::uint64_t seed = 0; seed < 120; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    const std::uint32_t n = 3 + static_cast<std::uint32_t>(seed % 15);
    SharingGraph g = graph_of_pairs(n, test::random_links(seed, n, 0.1));
    Stream s(seed, "types");
    for (LinkType& t : g.type) t = s.chance(0.5) ? LinkType::kAffiliation : LinkType::kVenue;
    RemovalChoice choice;
    choice.order = seed % 4 == 0 ? RemovalOrder::kRandom : seed % 4 == 1 ? RemovalOrder::kBetweenness : seed % 4 == 2 ? RemovalOrder::kRecomputed : RemovalOrder::kGiven;
    choice.seed = seed;
    for (std::uint32_t v = 0; v < n; ++v) choice.given.push_back((v * 2 + 1) % (n | 1u) % n);
    choice.given.erase(std::unique(choice.given.begin(), choice.given.end()), choice.given.end());
    std::set<std::uint32_t> once(choice.given.begin(), choice.given.end());
    if (once.size() < choice.given.size()) choice.given.assign(once.begin(), once.end());
    choice.steps = seed % 3 == 0 ? SIZE_MAX : n / 2;
    choice.unmet_without = [](std::span<const std::uint8_t> gone) { return 10.0 * static_cast<double>(std::ranges::count(gone, 1)); };
    const Resilience r = remove_partners(g, {}, choice);
    std::vector<std::uint8_t> gone(n, 0);
    double sum = 0;
    for (std::size_t i = 0; i < r.removals.size(); ++i) {
      const Removal& step = r.removals[i];
      ASSERT_EQ(gone[step.node], 0);
      gone[step.node] = 1;
      const Parts parts = connected_parts(g, gone);
      EXPECT_DOUBLE_EQ(step.giant_share, (parts.size.empty() ? 0.0 : parts.size.front()) / n);
      EXPECT_EQ(step.orphans, static_cast<std::int64_t>(orphans_without(g, gone).size()));
      EXPECT_EQ(step.unmet, 10.0 * static_cast<double>(i + 1));
      sum += step.giant_share;
    }
    if (r.removals.size() == n) EXPECT_NEAR(r.robustness, sum / n, 1e-12);
    else EXPECT_TRUE(std::isnan(r.robustness));
  }
}

TEST(RemovePartners, RecomputedIsTheHighestBetweennessOfWhatIsLeftOnRandomGraphs) {
  for (std::uint64_t seed = 0; seed < 80; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    const std::uint32_t n = 3 + static_cast<std::uint32_t>(seed % 18);
    const Pairs links = test::random_links(seed, n, 0.04 + 0.03 * static_cast<double>(seed % 3));
    RemovalChoice choice;
    choice.order = RemovalOrder::kRecomputed;
    std::set<std::uint32_t> gone;
    for (const Removal& step : remove_partners(graph_of_pairs(n, links), {}, choice).removals) {
      Pairs left;
      for (const auto& [a, b] : links)
        if (!gone.contains(a) && !gone.contains(b)) left.emplace_back(a, b);
      const std::vector<double> value = betweenness(graph_of_pairs(n, left), true);
      std::uint32_t first = UINT32_MAX;
      for (std::uint32_t v = 0; v < n; ++v)
        if (!gone.contains(v) && value[v] >= std::ranges::max(value) * (1 - 1e-9) && first == UINT32_MAX) first = v;
      ASSERT_EQ(step.node, first) << gone.size() << " are gone";
      gone.insert(step.node);
    }
    EXPECT_EQ(gone.size(), n);
  }
}

TEST(RemovePartners, ALargeGraphIsRemovedInAnOrderOfEstimates) {
  const SharingGraph g = city_14k();
  RemovalChoice choice;
  choice.exact_up_to = 1'000;
  choice.samples = 500;
  choice.steps = 25;
  const auto results = test::at_1_2_4_threads([&] {
    Numbers order;
    for (const Removal& r : remove_partners(g, {}, choice).removals) order.push_back(r.node);
    return order;
  });
  EXPECT_EQ(results[0], results[1]);
  EXPECT_EQ(results[0], results[2]);
  Numbers sorted = results[0];
  std::ranges::sort(sorted);
  for (std::uint32_t h = 0; h < 25; ++h) EXPECT_EQ(sorted[h], 14'000 + h) << "the hubs go first";
}

TEST(RemovePartners, RefusesOrdersThatAreNone) {
  const auto message = [](const RemovalChoice& choice) {
    try {
      remove_partners(test::florentine(), {}, choice);
    } catch (const std::invalid_argument& e) {
      return std::string(e.what());
    }
    return std::string("nothing");
  };
  RemovalChoice choice;
  choice.order = RemovalOrder::kGiven;
  choice.given = {3, 15};
  EXPECT_EQ(message(choice), "remove_partners: node 15 of a graph of 15");
  choice.given = {3, 4, 3};
  EXPECT_EQ(message(choice), "remove_partners: node 3 is removed twice");
  choice.order = RemovalOrder::kBetweenness;
  choice.betweenness = {1, 2};
  EXPECT_EQ(message(choice), "remove_partners: betweenness of 2 nodes for a graph of 15");
  choice.betweenness.clear();
  choice.exact_up_to = 3;
  choice.samples = 0;
  EXPECT_EQ(message(choice), "remove_partners: 0 samples; at least 1 is needed");
}

TEST(Orphans, OD16_C2_FiveOf25HubsLostOrphan2800Of14000) {
  const SharingGraph g = city_14k();
  ASSERT_EQ(g.n_nodes(), 14'025u);
  const std::vector<std::uint8_t> lost = five_hubs_lost();
  const Numbers orphans = orphans_without(g, lost);
  EXPECT_EQ(orphans.size(), 2800u);
  EXPECT_DOUBLE_EQ(static_cast<double>(orphans.size()) / 14'000, 0.2);
  for (const std::uint32_t v : orphans) EXPECT_EQ(v % 25 % 4, 0u);
  RemovalChoice choice;
  choice.order = RemovalOrder::kGiven;
  for (std::uint32_t v = 14'000; v < 14'025; ++v)
    if (lost[v] != 0) choice.given.push_back(v);
  const Resilience r = remove_partners(g, {}, choice);
  for (std::size_t i = 0; i < 5; ++i) EXPECT_EQ(r.removals[i].orphans, static_cast<std::int64_t>(560 * (i + 1)));
}

TEST(Orphans, OD16_C2_WithDualAffiliation466AndTwoThirdsAreExpected) {
  const double expected = orphans_with_dual_affiliation(city_14k(), five_hubs_lost());
  EXPECT_NEAR(expected, 466.67, 0.005);
  EXPECT_DOUBLE_EQ(expected, 2800.0 * 4 / 24);
  EXPECT_NEAR(expected / 14'000, 0.0333, 5e-5);
}

TEST(Orphans, DualAffiliationIsTheMeanOverAllSecondHubs) {
  // Hubs 0, 1, 2 (0 is affiliated with 1); 3, 4 with 0; 5 with 2; 6 with 0 and 2; 7 with nobody.
  const SharingGraph g = affiliations(8, Pairs{{1, 0}, {0, 3}, {0, 4}, {2, 5}, {0, 6}, {2, 6}});
  const auto expected = [&](Numbers gone) {
    std::vector<std::uint8_t> lost(8, 0);
    for (const std::uint32_t v : gone) lost[v] = 1;
    return orphans_with_dual_affiliation(g, lost);
  };
  EXPECT_DOUBLE_EQ(expected({}), 0);
  EXPECT_DOUBLE_EQ(expected({0}), 0) << "every second hub is there";
  EXPECT_DOUBLE_EQ(expected({0, 2}), 3 * 0.5 + 1) << "3, 4, 5 may have drawn the other lost one; 6 has lost both";
  EXPECT_DOUBLE_EQ(expected({1, 2}), 0.5 + 1) << "5 may have drawn 1; 0 can only have drawn 2";
  const SharingGraph one_hub = affiliations(3, Pairs{{0, 1}, {0, 2}});
  EXPECT_DOUBLE_EQ(orphans_with_dual_affiliation(one_hub, std::vector<std::uint8_t>{1, 0, 0}), 2) << "there is no second hub";
}

TEST(Orphans, C3_LosingOneFederationOrphansTen) {
  const SharingGraph g = federations();
  std::vector<std::uint8_t> lost(177, 0);
  lost[3] = 1;
  EXPECT_THAT(orphans_without(g, lost), ElementsAre(37u, 38u, 39u, 40u, 41u, 42u, 43u, 44u, 45u, 46u));
  EXPECT_TRUE(not_below(g, 0).empty());
  // Depth 2: without the federations only the city hub itself is below it.
  for (std::uint32_t f = 1; f <= 16; ++f) lost[f] = 1;
  EXPECT_EQ(not_below(g, 0, lost).size(), 160u);
}

TEST(CriticalPartners, C3_AreTheCityHubAndTheFederations) {
  const SharingGraph g = federations();
  Numbers all;
  for (std::uint32_t v = 0; v < 177; ++v) all.push_back(v);
  const std::vector<CriticalPartner> c = critical_partners(g, all, 0, {});
  ASSERT_EQ(c.size(), 17u);
  EXPECT_EQ(c[0].node, 0u);
  EXPECT_EQ(c[0].orphans, 16);
  EXPECT_EQ(c[0].parts_more, 15u);
  for (std::uint32_t f = 1; f <= 16; ++f) {
    EXPECT_EQ(c[f].node, f);
    EXPECT_EQ(c[f].orphans, 10);
    EXPECT_EQ(c[f].parts_more, 10u);
    EXPECT_EQ(c[f].unmet_more, 0);
  }
}

TEST(CriticalPartners, UnmetNeedComesFirstAndTheThresholdItselfDoesNotCount) {
  // 1 - 0, 1 - 2: only 1 splits. Unmet need rises by 5 without 0, by 3 without 2.
  const SharingGraph g = graph_of_pairs(3, Pairs{{0, 1}, {1, 2}});
  const auto unmet = [](std::span<const std::uint8_t> gone) { return 7.0 + 5.0 * gone[0] + 3.0 * gone[2]; };
  const auto nodes = [&](double threshold, Numbers candidates) {
    Numbers found;
    for (const CriticalPartner& c : critical_partners(g, candidates, threshold, unmet)) found.push_back(c.node);
    return found;
  };
  EXPECT_THAT(nodes(2.5, {0, 1, 2}), ElementsAre(0u, 2u, 1u));
  EXPECT_THAT(nodes(3, {0, 1, 2}), ElementsAre(0u, 1u));
  EXPECT_THAT(nodes(3, {2}), IsEmpty());
  EXPECT_EQ(critical_partners(g, Numbers{0}, 0, unmet)[0].unmet_more, 5);
  EXPECT_THROW(critical_partners(g, Numbers{3}, 0, unmet), std::invalid_argument);
}

TEST(CriticalPartners, OrphansAndPartsAreThoseOfTheGraphWithoutThemOnRandomGraphs) {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    const std::uint32_t n = 2 + static_cast<std::uint32_t>(seed % 12);
    SharingGraph g = graph_of_pairs(n, test::random_links(seed, n, 0.1));
    Stream s(seed, "types");
    for (LinkType& t : g.type) t = s.chance(0.6) ? LinkType::kAffiliation : LinkType::kTraining;
    Numbers all, found(n, 0);
    for (std::uint32_t v = 0; v < n; ++v) all.push_back(v);
    const auto before = static_cast<std::int64_t>(connected_parts(g).size.size());
    const auto effect = [&](std::uint32_t v) {
      std::vector<std::uint8_t> gone(n, 0);
      gone[v] = 1;
      const auto more = static_cast<std::int64_t>(connected_parts(g, gone).size.size()) - before;
      return std::pair(static_cast<std::int64_t>(orphans_without(g, gone).size()), std::max<std::int64_t>(0, more));
    };
    for (const CriticalPartner& c : critical_partners(g, all, 0, {})) {
      EXPECT_EQ(std::pair(c.orphans, static_cast<std::int64_t>(c.parts_more)), effect(c.node)) << c.node;
      found[c.node] = 1;
    }
    for (std::uint32_t v = 0; v < n; ++v) EXPECT_EQ(found[v] != 0, effect(v) != std::pair(std::int64_t{0}, std::int64_t{0})) << v;
  }
}

TEST(NotBelow, J1_CuttingOneSubDistrictLinkListsTheUnitsBelow) {
  // 130 units: the city 0, nine sub-districts 1..9, 120 quarters; quarter q is below sub-district 1 + q % 9.
  Pairs links;
  for (std::uint32_t d = 1; d <= 9; ++d) links.emplace_back(0, d);
  for (std::uint32_t q = 10; q < 130; ++q) links.emplace_back(1 + q % 9, q);
  EXPECT_THAT(not_below(affiliations(130, links), 0), IsEmpty()) << "each has a path to the city";
  links.erase(links.begin() + 3);  // sub-district 4 is cut off
  Numbers expected{4};
  for (std::uint32_t q = 10; q < 130; ++q)
    if (q % 9 == 3) expected.push_back(q);
  const SharingGraph cut = affiliations(130, links);
  EXPECT_EQ(not_below(cut, 0), expected);
  std::vector<std::uint8_t> lost(130, 0);
  lost[4] = lost[5] = 1;
  const Numbers two = not_below(cut, 0, lost);
  EXPECT_EQ(std::ranges::count_if(two, [](std::uint32_t q) { return q % 9 == 3 || q % 9 == 4; }), static_cast<std::ptrdiff_t>(two.size()));
  EXPECT_EQ(std::ranges::count(two, 4u), 0) << "who is gone is not listed";
  EXPECT_EQ(std::ranges::count(two, 5u), 0);
}

TEST(NotBelow, OnlyAffiliationLinksLeadDownAndALostRootLeadsNowhere) {
  SharingGraph g = graph_of_pairs(4, Pairs{{0, 1}, {1, 2}, {3, 0}});
  g.type[0] = LinkType::kAffiliation;
  EXPECT_THAT(not_below(g, 0), ElementsAre(2u, 3u));
  EXPECT_THAT(not_below(g, 0, std::vector<std::uint8_t>{1, 0, 0, 0}), ElementsAre(1u, 2u, 3u));
  try {
    not_below(g, 4);
    FAIL();
  } catch (const std::invalid_argument& e) {
    EXPECT_STREQ(e.what(), "not_below: root 4 of a graph of 4 nodes");
  }
  try {
    orphans_without(g, std::vector<std::uint8_t>(2));
    FAIL();
  } catch (const std::invalid_argument& e) {
    EXPECT_STREQ(e.what(), "orphans_without: 2 marks for 4 nodes");
  }
}

}  // namespace
}  // namespace catchment
