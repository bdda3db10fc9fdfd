#include "sim/sharing/recommend.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <omp.h>

#include <cmath>
#include <map>
#include <stdexcept>

#include "sim/core/random.h"
#include "tests/sim/sharing/market_worlds.h"

namespace catchment {
namespace {

constexpr LinkType kHelp = LinkType::kAssistance;
using Pairs = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

TEST(LinkIndices, OD14_OfACompleteGraphAPathAndAStar) {
  Pairs k5, star;
  for (std::uint32_t a = 0; a < 5; ++a)
    for (std::uint32_t b = a + 1; b < 5; ++b) k5.emplace_back(a, b);
  for (std::uint32_t leaf = 1; leaf < 5; ++leaf) star.emplace_back(0, leaf);
  EXPECT_DOUBLE_EQ(resource_allocation(graph_of_pairs(5, k5), 0, 1), 0.75);
  const SharingGraph path = graph_of_pairs(3, Pairs{{0, 1}, {1, 2}});
  EXPECT_DOUBLE_EQ(resource_allocation(path, 0, 2), 0.5);
  EXPECT_DOUBLE_EQ(adamic_adar(path, 0, 2), 1 / std::log(2.0));
  EXPECT_DOUBLE_EQ(resource_allocation(graph_of_pairs(5, star), 1, 2), 0.25);
  EXPECT_DOUBLE_EQ(jaccard(path, 0, 2), 1);
  EXPECT_DOUBLE_EQ(jaccard(graph_of_pairs(5, k5), 0, 1), 0.6);
  EXPECT_EQ(jaccard(graph_of_pairs(2, Pairs{}), 0, 1), 0);
}

/// Florentine families, without Pucci (Breiger & Pattison 1986).
const std::vector<std::string> kFamilies{"Acciaiuoli", "Albizzi", "Barbadori", "Bischeri", "Castellani", "Ginori", "Guadagni", "Lamberteschi",
                                         "Medici", "Pazzi", "Peruzzi", "Ridolfi", "Salviati", "Strozzi", "Tornabuoni"};
SharingGraph florentine() {
  const auto at = [](const std::string& name) { return static_cast<std::uint32_t>(std::find(kFamilies.begin(), kFamilies.end(), name) - kFamilies.begin()); };
  Pairs pairs;
  const std::vector<std::pair<std::string, std::string>> marriages{
      {"Acciaiuoli", "Medici"}, {"Castellani", "Peruzzi"}, {"Castellani", "Strozzi"}, {"Castellani", "Barbadori"}, {"Medici", "Barbadori"},
      {"Medici", "Ridolfi"}, {"Medici", "Tornabuoni"}, {"Medici", "Albizzi"}, {"Medici", "Salviati"}, {"Salviati", "Pazzi"},
      {"Peruzzi", "Strozzi"}, {"Peruzzi", "Bischeri"}, {"Strozzi", "Ridolfi"}, {"Strozzi", "Bischeri"}, {"Ridolfi", "Tornabuoni"},
      {"Tornabuoni", "Guadagni"}, {"Albizzi", "Ginori"}, {"Albizzi", "Guadagni"}, {"Bischeri", "Guadagni"}, {"Guadagni", "Lamberteschi"}};
  for (const auto& [a, b] : marriages) pairs.emplace_back(at(a), at(b));
  return graph_of_pairs(15, pairs);
}
TEST(LinkIndices, OD9_GuadagniMediciAndBischeriCastellaniComeNextAmongTheFlorentineFamilies) {
  const SharingGraph g = florentine();
  std::vector<std::tuple<double, std::uint32_t, std::uint32_t>> all;
  for (std::uint32_t a = 0; a < 15; ++a)
    for (std::uint32_t b = a + 1; b < 15; ++b) {
      const auto next = g.neighbours(a);
      if (std::find(next.begin(), next.end(), b) == next.end()) all.emplace_back(-resource_allocation(g, a, b), a, b);
    }
  std::sort(all.begin(), all.end());
  EXPECT_NEAR(-std::get<0>(all[0]), 2.0 / 3, 1e-12);
  EXPECT_EQ(kFamilies[std::get<1>(all[0])] + "-" + kFamilies[std::get<2>(all[0])], "Guadagni-Medici");
  EXPECT_NEAR(-std::get<0>(all[1]), 7.0 / 12, 1e-12);
  EXPECT_EQ(kFamilies[std::get<1>(all[1])] + "-" + kFamilies[std::get<2>(all[1])], "Bischeri-Castellani");
}

TEST(RecommendLinks, L12_TheNearerOfTwoNeedsScores4Point852AndComesFirst) {
  const World world = world_of_organisations({{0, 0}, {2000, 0}, {500, 0}});
  const Market market{{entry(0, kHelp, 10)}, {entry(1, kHelp, 8), entry(2, kHelp, 8)}};
  const auto r = recommend_links(world, sharing_graph(world, {}), market, {});
  ASSERT_EQ(r.size(), 2u);
  EXPECT_EQ(r[0].need, 1u);
  EXPECT_NEAR(r[0].score, 4.852, 0.0005);
  EXPECT_EQ(r[0].amount, 8);
  EXPECT_EQ(r[0].distance_m, 500);
  EXPECT_EQ(r[0].surplus, 10);
  EXPECT_EQ(r[0].deficit, 8);
  EXPECT_NEAR(r[1].score, 1.083, 0.0005);
  EXPECT_EQ(r[1].amount, 2) << "no more than the offer has left";
}

TEST(RecommendLinks, AreChosenJointlySoThatAllAreServedWhoCanBe) {
  // The first need is nearer to both offers; but only offer 0 is within the cutoff of the second.
  const World world = world_of_organisations({{0, 0}, {400, 0}, {100, 0}, {-300, 0}});
  const Market market{{entry(0, kHelp, 5), entry(1, kHelp, 5)}, {entry(2, kHelp, 5), entry(3, kHelp, 5)}};
  RecommendChoice choice;
  choice.cutoff_m = 350;
  const auto r = recommend_links(world, sharing_graph(world, {}), market, choice);
  ASSERT_EQ(r.size(), 2u);
  EXPECT_EQ(r[0].offer, 0u) << "300 m";
  EXPECT_EQ(r[0].need, 1u);
  EXPECT_EQ(r[1].offer, 1u);
  EXPECT_EQ(r[1].need, 0u);
}

TEST(RecommendLinks, DoNotProposeWhatIsThereNorWhatHasNoCommonHoursNorThePartnerItself) {
  World world = world_of_organisations({{0, 0}, {10, 0}, {20, 0}});
  SharingLink there;
  there.from = OrganisationId(0), there.to = OrganisationId(1), there.type = kHelp;
  world.links = {there};
  Market market{{entry(0, kHelp, 5, hours_on(0, 9, 10))}, {entry(1, kHelp, 5), entry(2, kHelp, 5, hours_on(1, 9, 10)), entry(0, kHelp, 5)}};
  EXPECT_TRUE(recommend_links(world, sharing_graph(world, {}), market, {}).empty());
  market.needs[1].slots = hours_on(0, 9, 12);
  const auto r = recommend_links(world, sharing_graph(world, {}), market, {});
  ASSERT_EQ(r.size(), 1u);
  EXPECT_EQ(r[0].need, 1u);
  EXPECT_EQ(r[0].slots, hours_on(0, 9, 10));
  // Another type of link does not stand in the way.
  world.links[0].type = LinkType::kInformation;
  market.needs[0].amount = 4;
  EXPECT_EQ(recommend_links(world, sharing_graph(world, {}), market, {}).size(), 2u);
}

TEST(RecommendLinks, CommonPartnersAndPastRatingsRaiseTheScore) {
  World world = world_of_organisations({{0, 0}, {0, 0}, {0, 0}, {0, 0}});
  for (const auto& [a, b] : Pairs{{0, 3}, {3, 2}}) {
    SharingLink l;
    l.from = OrganisationId(a), l.to = OrganisationId(b), l.type = LinkType::kInformation;
    world.links.push_back(l);
  }
  const Market market{{entry(0, kHelp, 4), entry(1, kHelp, 4)}, {entry(2, kHelp, 4)}};
  RecommendChoice choice;
  auto r = recommend_links(world, sharing_graph(world, {}), market, choice);
  ASSERT_EQ(r.size(), 1u);
  EXPECT_EQ(r[0].offer, 0u);
  EXPECT_DOUBLE_EQ(r[0].score, 4 * 1.5);
  EXPECT_DOUBLE_EQ(r[0].resource_allocation, 0.5);
  EXPECT_DOUBLE_EQ(r[0].adamic_adar, 1 / std::log(2.0));
  EXPECT_DOUBLE_EQ(r[0].jaccard, 1);
  choice.quality = {0.5, 0.9};
  r = recommend_links(world, sharing_graph(world, {}), market, choice);
  EXPECT_EQ(r[0].offer, 1u);
  EXPECT_DOUBLE_EQ(r[0].score, 4 * 0.9);
}

TEST(RecommendLinks, SaysTheSameAtOneTwoAndFourThreadsAndPromisesNothingTwice) {
  Stream random(7, "recommend test");
  std::vector<Point> places;
  for (int k = 0; k < 300; ++k) places.push_back({random.uniform(0, 5000), random.uniform(0, 5000)});
  World world = world_of_organisations(places);
  for (int k = 0; k < 500; ++k) {
    SharingLink l;
    l.from = OrganisationId(static_cast<std::uint32_t>(random.below(150))), l.to = OrganisationId(150 + static_cast<std::uint32_t>(random.below(150)));
    l.type = random.chance(0.5) ? kHelp : LinkType::kInformation;
    world.links.push_back(l);
  }
  Market market;
  for (std::uint32_t o = 0; o < 100; ++o) market.offers.push_back(entry(o, kHelp, static_cast<double>(random.between(1, 9))));
  for (std::uint32_t j = 0; j < 150; ++j) market.needs.push_back(entry(150 + j, kHelp, static_cast<double>(random.between(1, 5))));
  const SharingGraph graph = sharing_graph(world, {});
  RecommendChoice choice;
  choice.most = 1000;
  const auto first = recommend_links(world, graph, market, choice);
  std::vector<double> given(100, 0), got(150, 0);
  double served = 0, offered = 0, needed = 0;
  for (const auto& o : market.offers) offered += o.amount;
  for (const auto& n : market.needs) needed += n.amount;
  for (std::size_t k = 0; k < first.size(); ++k) {
    if (k > 0) { EXPECT_GE(first[k - 1].score, first[k].score); }
    EXPECT_GT(first[k].amount, 0);
    given[first[k].offer] += first[k].amount, got[first[k].need] += first[k].amount, served += first[k].amount;
  }
  for (std::size_t o = 0; o < given.size(); ++o) EXPECT_LE(given[o], market.offers[o].amount);
  for (std::size_t j = 0; j < got.size(); ++j) EXPECT_LE(got[j], market.needs[j].amount);
  EXPECT_EQ(served, std::min(offered, needed)) << "50 candidates each are enough for all";
  const int before = omp_get_max_threads();
  for (const int threads : {1, 2, 4}) {
    omp_set_num_threads(threads);
    const auto again = recommend_links(world, graph, market, choice);
    ASSERT_EQ(again.size(), first.size());
    for (std::size_t k = 0; k < first.size(); ++k) {
      EXPECT_EQ(again[k].offer, first[k].offer);
      EXPECT_EQ(again[k].need, first[k].need);
      EXPECT_EQ(again[k].score, first[k].score);
      EXPECT_EQ(again[k].amount, first[k].amount);
    }
  }
  omp_set_num_threads(before);
  choice.most = 20;
  EXPECT_EQ(recommend_links(world, graph, market, choice).size(), 20u);
}

TEST(RecommendLinks, RefusesChoicesThatMakeNoSense) {
  const World world = world_of_organisations({{0, 0}});
  const Market market{{entry(0, kHelp, 1)}, {}};
  const auto words = [&](const RecommendChoice& choice) -> std::string {
    try {
      recommend_links(world, sharing_graph(world, {}), market, choice);
    } catch (const std::invalid_argument& e) {
      return e.what();
    }
    return "";
  };
  RecommendChoice choice;
  EXPECT_EQ(words(choice), "");
  choice.decay_m = 0;
  EXPECT_EQ(words(choice), "recommend_links: a decay that is not above 0 m");
  choice.decay_m = 1000, choice.eta = -1;
  EXPECT_EQ(words(choice), "recommend_links: an eta below 0");
  choice.eta = 1, choice.quality = {1, 1};
  EXPECT_EQ(words(choice), "recommend_links: quality of 2 offers of 1");
  choice.quality = {2};
  EXPECT_EQ(words(choice), "recommend_links: a quality outside 0..1");
}

}  // namespace
}  // namespace catchment
