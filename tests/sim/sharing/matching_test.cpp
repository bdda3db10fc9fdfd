#include "sim/sharing/matching.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <omp.h>

#include <cmath>
#include <functional>
#include <stdexcept>

#include "sim/core/error.h"
#include "sim/core/random.h"
#include "tests/sim/sharing/market_worlds.h"

namespace catchment {
namespace {

using testing::DoubleEq;
using testing::ElementsAre;
constexpr LinkType kHelp = LinkType::kAssistance;
constexpr LinkType kRoom = LinkType::kVenue;

/// OD-4: three suppliers, four districts.
struct Od4 {
  Market market;
  std::vector<MarketPair> pairs;
  explicit Od4(std::vector<double> have = {30, 25, 20}, LinkType type = LinkType::kCollaboration) {
    const std::vector<double> want{15, 20, 18, 22};
    const double cost[3][4] = {{8, 6, 10, 9}, {9, 12, 13, 7}, {14, 9, 16, 5}};
    for (std::uint32_t o = 0; o < 3; ++o) market.offers.push_back(entry(o, type, have[o]));
    for (std::uint32_t j = 0; j < 4; ++j) market.needs.push_back(entry(3 + j, type, want[j]));
    for (std::uint32_t o = 0; o < 3; ++o)
      for (std::uint32_t j = 0; j < 4; ++j) pairs.push_back({o, j, cost[o][j], -1});
  }
};

TEST(MatchMarket, OD4_U4_ThreeSuppliersAndFourDistrictsCost573AndNothingStaysUnmet) {
  const Od4 p({30, 25, 20}, LinkType::kVolunteer);
  const Matching m = match_market(p.market, p.pairs, {});
  EXPECT_EQ(what_is_wrong(m, p.pairs), "");
  EXPECT_DOUBLE_EQ(m.cost, 573);
  EXPECT_EQ(m.unmet, 0);
  EXPECT_EQ(m.served, 75);
  EXPECT_EQ(m.penalty_per_unit, 1600);
  EXPECT_EQ(m.status, "optimal");
}

TEST(MatchMarket, OD4_L10_WithEveryLinkCappedAt12ItCosts601) {
  const Od4 p;
  MatchingSpec spec;
  spec.link_cap = 12;
  const Matching m = match_market(p.market, p.pairs, spec);
  EXPECT_DOUBLE_EQ(m.cost, 601);
  EXPECT_EQ(m.unmet, 0);
  for (const MatchedShare& s : m.shares) EXPECT_LE(s.amount, 12);
}

TEST(MatchMarket, OD5_L10_WithoutSupplier2TwentyFiveStayUnmetAndAllCosts2800) {
  Od4 p;
  p.market.offers.erase(p.market.offers.begin() + 1);
  std::vector<MarketPair> pairs;
  for (MarketPair pair : p.pairs) {
    if (pair.offer == 1) continue;
    if (pair.offer == 2) pair.offer = 1;
    pairs.push_back(pair);
  }
  MatchingSpec spec;
  spec.unmet_penalty = 100;
  const Matching m = match_market(p.market, pairs, spec);
  EXPECT_EQ(what_is_wrong(m, pairs), "");
  EXPECT_EQ(m.served, 50);
  EXPECT_EQ(m.unmet, 25);
  EXPECT_DOUBLE_EQ(m.total, 2800);
  EXPECT_EQ(m.unmet_by_cause[static_cast<std::size_t>(UnmetCause::kNoCapacity)], 25);
}

TEST(MatchMarket, OD7_L7_ThreePostsForThreePeopleCost5OneEach) {
  Market market;
  std::vector<MarketPair> pairs;
  const double cost[3][3] = {{4, 1, 3}, {2, 0, 5}, {3, 2, 2}};
  for (std::uint32_t o = 0; o < 3; ++o) {
    market.offers.push_back(entry(o, LinkType::kSecondment, 1));
    market.needs.push_back(entry(3 + o, LinkType::kSecondment, 1));
    for (std::uint32_t j = 0; j < 3; ++j) pairs.push_back({o, j, cost[o][j], -1});
  }
  MatchingSpec spec;
  spec.one_to_one = true;
  const Matching m = match_market(market, pairs, spec);
  EXPECT_EQ(what_is_wrong(m, pairs), "");
  EXPECT_EQ(m.cost, 5);
  ASSERT_EQ(m.shares.size(), 3u);
  EXPECT_EQ(m.shares[0].offer, 1u);
  EXPECT_EQ(m.shares[1].offer, 0u);
  EXPECT_EQ(m.shares[2].offer, 2u);
}

TEST(MatchMarket, L9_FourHelpersAndFivePartnersOneEachMakeFourPairsAndListOne) {
  Market market;
  std::vector<MarketPair> pairs;
  for (std::uint32_t o = 0; o < 4; ++o) market.offers.push_back(entry(o, kHelp, 3));
  for (std::uint32_t j = 0; j < 5; ++j) market.needs.push_back(entry(4 + j, kHelp, 1));
  for (std::uint32_t o = 0; o < 4; ++o)
    for (std::uint32_t j = 0; j < 5; ++j) pairs.push_back({o, j, 1.0 + std::abs(static_cast<double>(o) - j), -1});
  MatchingSpec spec;
  spec.one_to_one = true;
  const Matching m = match_market(market, pairs, spec);
  EXPECT_EQ(what_is_wrong(m, pairs), "");
  EXPECT_EQ(m.shares.size(), 4u);
  EXPECT_THAT(m.unmet_of, ElementsAre(0, 0, 0, 0, 1));
  EXPECT_EQ(m.cause[4], UnmetCause::kNoCapacity);
  // Not one to one, each helper has room for three.
  EXPECT_EQ(match_market(market, pairs, {}).unmet, 0);
}

TEST(MatchMarket, EveryUnmetNeedHasItsCause) {
  Market market;
  market.offers = {entry(0, kRoom, 40, hours_on(0, 9, 12)), entry(1, kHelp, 2)};
  market.needs = {entry(2, LinkType::kFunds, 100), entry(3, kRoom, 4, hours_on(0, 19, 21)), entry(4, kHelp, 3), entry(5, kHelp, 1), entry(6, kRoom, 2, hours_on(0, 8, 10))};
  const std::vector<MarketPair> pairs{{0, 1, 5, -1}, {1, 2, 5, -1}, {0, 4, 5, -1}};
  const Matching m = match_market(market, pairs, {});
  EXPECT_EQ(what_is_wrong(m, pairs), "");
  EXPECT_THAT(m.unmet_of, ElementsAre(100, 4, 1, 1, 0));
  EXPECT_EQ(m.cause[0], UnmetCause::kNoOffer);
  EXPECT_EQ(m.cause[1], UnmetCause::kNoCommonHours);
  EXPECT_EQ(m.cause[2], UnmetCause::kNoCapacity);
  EXPECT_EQ(m.cause[3], UnmetCause::kOutOfReach);
  EXPECT_THAT(m.unmet_by_cause, ElementsAre(100, 1, 4, 1));
  MatchingSpec only;
  only.types = {kHelp};
  EXPECT_EQ(match_market(market, pairs, only).needed, 4);
}

TEST(MatchMarket, ALinkThatCostsMoreThanThePenaltyIsOutOfReach) {
  Market market{{entry(0, kHelp, 2)}, {entry(1, kHelp, 2)}};
  MatchingSpec spec;
  spec.unmet_penalty = 3;
  const std::vector<MarketPair> dear{{0, 0, 4, -1}};
  const Matching m = match_market(market, dear, spec);
  EXPECT_EQ(m.unmet, 2);
  EXPECT_EQ(m.cause[0], UnmetCause::kOutOfReach);
  EXPECT_EQ(m.total, 6);
}

/// Rooms of 40 h a month in 20 half hours of the week, groups that need 2 h each, within one city (C10).
Matching host(std::uint32_t n_rooms, std::uint32_t n_groups, bool hours) {
  Market market;
  OpeningHours evenings;
  for (int day = 0; day < 5; ++day) evenings |= hours_on(day, 19, 21);
  for (std::uint32_t v = 0; v < n_rooms; ++v) market.offers.push_back(entry(v, kRoom, 40, hours ? evenings : OpeningHours(), VenueId(v)));
  for (std::uint32_t j = 0; j < n_groups; ++j) market.needs.push_back(entry(1000 + j, kRoom, 2));
  std::vector<MarketPair> pairs;
  for (std::uint32_t j = 0; j < n_groups; ++j)
    for (std::uint32_t k = 0; k < 24; ++k) pairs.push_back({(j + k * k) % n_rooms, j, static_cast<double>(k), -1});
  Matching m = match_market(market, pairs, {});
  EXPECT_EQ(m.needed, 2.0 * n_groups);
  if (!hours) return m;
  std::vector<OpeningHours> taken(n_rooms);
  for (const MatchedShare& s : m.shares) {
    EXPECT_TRUE((taken[s.offer] & s.slots).none());
    EXPECT_EQ(s.slots.count(), 1u);
    taken[s.offer] |= s.slots;
  }
  return m;
}
TEST(MatchMarket, C10_OB4_230VenuesHost4600Of9380GroupsAnd446Host8920) {
  for (const bool hours : {false, true})
    for (const auto& [rooms, hosted] : {std::pair(230u, 4600.0), std::pair(446u, 8920.0)}) {
      const Matching m = host(rooms, 9380, hours);
      EXPECT_EQ(m.shares.size(), hosted);
      EXPECT_EQ(m.served, 2 * hosted);
      EXPECT_EQ(m.status, "optimal");
      EXPECT_EQ(m.unmet_by_cause[static_cast<std::size_t>(UnmetCause::kNoCapacity)], 2 * (9380 - hosted));
    }
}

TEST(MatchMarket, N18_AFourthUseOfARoomAtATimeThatIsTakenCannotBeGiven) {
  // 20 hours a week, shared Monday to Friday 17 to 21; three uses of two hours, and one more at the first one's time.
  OpeningHours shared;
  for (int day = 0; day < 5; ++day) shared |= hours_on(day, 17, 21);
  Market market;
  market.offers = {entry(0, kRoom, hours_per_month(shared), shared, VenueId(0))};
  const double two_hours_a_week = hours_per_month(hours_on(0, 19, 21));
  for (const int day : {0, 2, 4, 0}) market.needs.push_back(entry(static_cast<std::uint32_t>(market.needs.size()) + 1, kRoom, two_hours_a_week, hours_on(day, 19, 21), {}, true));
  const std::vector<MarketPair> pairs{{0, 0, 1, -1}, {0, 1, 1, -1}, {0, 2, 1, -1}, {0, 3, 2, -1}};
  const Matching m = match_market(market, pairs, {});
  EXPECT_EQ(what_is_wrong(m, pairs), "");
  ASSERT_EQ(m.shares.size(), 3u);
  EXPECT_NEAR(m.served / hours_per_month(shared), 0.30, 1e-12);
  EXPECT_EQ(m.shares[0].slots, hours_on(0, 19, 21));
  EXPECT_NEAR(m.unmet_of[3], two_hours_a_week, 1e-12);
  EXPECT_EQ(m.cause[3], UnmetCause::kNoCapacity);
}

TEST(MatchMarket, TwoOffersOfOneRoomDoNotBothGiveTheSameHour) {
  Market market;
  const OpeningHours monday = hours_on(0, 19, 21);
  market.offers = {entry(0, kRoom, 100, monday, VenueId(3)), entry(1, kRoom, 100, monday | hours_on(1, 19, 20), VenueId(3))};
  market.needs = {entry(2, kRoom, hours_per_month(monday)), entry(3, kRoom, hours_per_month(monday))};
  const std::vector<MarketPair> pairs{{0, 0, 1, -1}, {1, 0, 1, -1}, {0, 1, 1, -1}, {1, 1, 1, -1}};
  const Matching m = match_market(market, pairs, {});
  EXPECT_EQ(what_is_wrong(m, pairs), "");
  EXPECT_NEAR(m.served, hours_per_month(monday | hours_on(1, 19, 20)), 1e-9);
  EXPECT_EQ(m.status, "optimal");
}

TEST(MatchMarket, AnOfferOfSeveralPeoplesHoursIsSpreadOverItsTimes) {
  // 20 volunteers for two hours on Monday and on Tuesday; two partners want Monday only.
  const OpeningHours both = hours_on(0, 19, 21) | hours_on(1, 19, 21), monday = hours_on(0, 19, 21);
  Market market;
  market.offers = {entry(0, LinkType::kVolunteer, 20 * hours_per_month(both), both)};
  market.needs = {entry(1, LinkType::kVolunteer, 200, monday), entry(2, LinkType::kVolunteer, 200, monday)};
  const std::vector<MarketPair> pairs{{0, 0, 1, -1}, {0, 1, 1, -1}};
  const Matching m = match_market(market, pairs, {});
  EXPECT_EQ(what_is_wrong(m, pairs), "");
  EXPECT_NEAR(m.served, 20 * hours_per_month(monday), 1e-9);
  for (const MatchedShare& s : m.shares) EXPECT_EQ(s.slots, monday);
}

TEST(MatchMarket, AWholeNeedIsMetWholeOrNotAtAll) {
  Market market;
  market.offers = {entry(0, kHelp, 5)};
  market.needs = {entry(1, kHelp, 4, {}, {}, true), entry(2, kHelp, 3, {}, {}, true), entry(3, kHelp, 2, {}, {}, true)};
  const std::vector<MarketPair> pairs{{0, 0, 1, -1}, {0, 1, 1, -1}, {0, 2, 1, -1}};
  const Matching m = match_market(market, pairs, {});
  EXPECT_EQ(what_is_wrong(m, pairs), "");
  EXPECT_THAT(m.unmet_of, ElementsAre(4, 0, 0));
  EXPECT_EQ(m.status, "optimal");
}

/// A market at random; amounts whole, so that trying out whole amounts finds the optimum.
struct Random {
  Market market;
  std::vector<MarketPair> pairs;
};
Random random_market(std::uint64_t seed, bool whole) {
  Stream random(seed, "market test");
  Random r;
  const auto n_offers = static_cast<std::uint32_t>(random.between(1, 3)), n_needs = static_cast<std::uint32_t>(random.between(1, 3));
  for (std::uint32_t o = 0; o < n_offers; ++o) r.market.offers.push_back(entry(o, kHelp, static_cast<double>(random.between(0, 4))));
  for (std::uint32_t j = 0; j < n_needs; ++j)
    r.market.needs.push_back(entry(10 + j, kHelp, static_cast<double>(random.between(0, 4)), {}, {}, whole && random.chance(0.7)));
  for (std::uint32_t o = 0; o < n_offers; ++o)
    for (std::uint32_t j = 0; j < n_needs; ++j)
      if (random.chance(0.7)) r.pairs.push_back({o, j, static_cast<double>(random.between(0, 6)), random.chance(0.3) ? static_cast<double>(random.between(0, 3)) : -1});
  return r;
}
double least_total(const Random& r, double penalty) {
  double best = INFINITY;
  std::vector<double> have, want;
  for (const auto& o : r.market.offers) have.push_back(o.amount);
  for (const auto& n : r.market.needs) want.push_back(n.amount);
  const std::function<void(std::size_t, double)> go = [&](std::size_t p, double cost) {
    if (p == r.pairs.size()) {
      double total = cost;
      for (std::size_t j = 0; j < want.size(); ++j) {
        if (r.market.needs[j].whole && want[j] > 0 && want[j] < r.market.needs[j].amount) return;
        total += penalty * want[j];
      }
      best = std::min(best, total);
      return;
    }
    const MarketPair& pair = r.pairs[p];
    for (double x = 0; x <= std::min({have[pair.offer], want[pair.need], pair.cap < 0 ? 99.0 : pair.cap}); ++x) {
      have[pair.offer] -= x, want[pair.need] -= x;
      go(p + 1, cost + x * pair.cost);
      have[pair.offer] += x, want[pair.need] += x;
    }
  };
  go(0, 0);
  return best;
}
TEST(MatchMarket, EqualsEveryMatchingTriedOutAlsoWithWholeNeeds) {
  for (const bool whole : {false, true})
    for (std::uint64_t seed = 0; seed < 400; ++seed) {
      SCOPED_TRACE(testing::Message() << "seed " << seed << (whole ? ", whole" : ""));
      const Random r = random_market(seed, whole);
      MatchingSpec spec;
      if (seed % 3 == 0) spec.unmet_penalty = 4;
      const Matching m = match_market(r.market, r.pairs, spec);
      ASSERT_EQ(what_is_wrong(m, r.pairs), "");
      EXPECT_EQ(m.status, "optimal");
      EXPECT_NEAR(m.total, least_total(r, m.penalty_per_unit), 1e-9);
    }
}

/// Rooms with a handful of half hours, needs of one to three half hours a week with hours of their own.
Random random_rooms(std::uint64_t seed, bool even) {
  Stream random(seed, "rooms test");
  Random r;
  const auto n_offers = static_cast<std::uint32_t>(random.between(1, 3)), n_needs = static_cast<std::uint32_t>(random.between(1, 3));
  const auto hours = [&] {
    OpeningHours h;
    for (int s = 0; s < 3; ++s)
      if (random.chance(0.7)) h.set(static_cast<std::size_t>(s));
    return h;
  };
  for (std::uint32_t o = 0; o < n_offers; ++o) {
    OpeningHours h = hours();
    if (h.none()) h.set(1);
    r.market.offers.push_back(entry(o, kRoom, even ? 100 : random.uniform(1, 8), h, VenueId(static_cast<std::uint32_t>(random.below(2)))));
  }
  for (std::uint32_t j = 0; j < n_needs; ++j)
    r.market.needs.push_back(entry(10 + j, kRoom, even ? static_cast<double>(random.between(1, 3)) * 13 / 6 : random.uniform(0.5, 7), hours()));
  for (std::uint32_t o = 0; o < n_offers; ++o)
    for (std::uint32_t j = 0; j < n_needs; ++j)
      if (random.chance(0.8)) r.pairs.push_back({o, j, static_cast<double>(r.market.offers[o].venue.value + 2 * j) , -1});
  return r;
}
/// Every way to give each half hour of each room to one of the pairs, or to nobody; as much as it holds and both sides have left.
double least_total_of_rooms(const Random& r, double penalty) {
  struct Moment { std::uint32_t room; std::size_t slot; };
  std::vector<Moment> moments;
  for (std::uint32_t room = 0; room < 2; ++room)
    for (std::size_t s = 0; s < 3; ++s) moments.push_back({room, s});
  std::vector<double> want, have;
  for (const auto& n : r.market.needs) want.push_back(n.amount);
  for (const auto& o : r.market.offers) have.push_back(o.amount);
  double best = INFINITY;
  const std::function<void(std::size_t, double)> go = [&](std::size_t k, double cost) {
    if (k == moments.size()) {
      double total = cost;
      for (const double w : want) total += penalty * w;
      best = std::min(best, total);
      return;
    }
    go(k + 1, cost);
    for (const MarketPair& p : r.pairs) {
      const MarketEntry &offer = r.market.offers[p.offer], &need = r.market.needs[p.need];
      if (offer.venue.value != moments[k].room || !offer.slots[moments[k].slot]) continue;
      if (need.slots.any() && !need.slots[moments[k].slot]) continue;
      const double x = std::min({want[p.need], have[p.offer], 13.0 / 6});
      if (x < 1e-9) continue;
      want[p.need] -= x, have[p.offer] -= x;
      go(k + 1, cost + x * p.cost);
      want[p.need] += x, have[p.offer] += x;
    }
  };
  go(0, 0);
  return best;
}
TEST(MatchMarket, EqualsEveryBookingOfRoomsTriedOutWhereNeedsAreWholeHalfHours) {
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    const Random r = random_rooms(seed, true);
    const Matching m = match_market(r.market, r.pairs, {});
    ASSERT_EQ(what_is_wrong(m, r.pairs), "");
    EXPECT_EQ(m.status, "optimal");
    EXPECT_NEAR(m.total, least_total_of_rooms(r, m.penalty_per_unit), 1e-6);
  }
}
TEST(MatchMarket, KeepsRoomsFreeOfDoubleBookingsAndItsBoundHonestWhereNeedsAreUneven) {
  int optimal = 0, best = 0;
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    const Random r = random_rooms(seed, false);
    const Matching m = match_market(r.market, r.pairs, {});
    ASSERT_EQ(what_is_wrong(m, r.pairs), "");
    // 0.005 h of each need may be rounded away.
    const double least = least_total_of_rooms(r, m.penalty_per_unit);
    EXPECT_LE(m.bound, least + 0.006 * 3 * m.penalty_per_unit);
    best += m.total <= least + 0.006 * 3 * m.penalty_per_unit;
    optimal += m.status == "optimal";
    if (m.status != "optimal") { EXPECT_LT(m.bound, m.total); }
  }
  EXPECT_GE(optimal, 300) << "of 400 proved";
  EXPECT_GE(best, 340) << "of 400 as good as the best booking";
}

TEST(MatchMarket, KeepsItsPromisesWithWholeNeedsSeveralPeopleAndOneToOneToo) {
  for (std::uint64_t seed = 0; seed < 600; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    Random r = random_rooms(seed, seed % 2 == 0);
    Stream random(seed, "variants");
    const bool people = random.chance(0.3);
    for (MarketEntry& offer : r.market.offers) {
      if (people) offer.type = LinkType::kVolunteer, offer.venue = {};
      if (random.chance(0.2)) offer.slots.reset();
    }
    for (MarketEntry& need : r.market.needs) {
      if (people) need.type = LinkType::kVolunteer;
      need.whole = random.chance(0.5);
    }
    for (MarketPair& pair : r.pairs)
      if (random.chance(0.2)) pair.cap = random.uniform(0, 4);
    MatchingSpec spec;
    spec.one_to_one = random.chance(0.4);
    const Matching m = match_market(r.market, r.pairs, spec);
    ASSERT_EQ(what_is_wrong(m, r.pairs), "");
    if (!spec.one_to_one) continue;
    for (std::size_t a = 0; a < m.shares.size(); ++a)
      for (std::size_t b = 0; b < a; ++b) EXPECT_TRUE(m.shares[a].offer != m.shares[b].offer && m.shares[a].need != m.shares[b].need);
  }
}

TEST(MatchMarket, WhereHalfHoursAreShortTheyAreFilledRatherThanLeftHalfEmpty) {
  // Twenty half hours of 2.17 h a month; thirteen needs of 4 h, whose second one is not full. Seven get both and six get one: 41 h. Whole, ten fit.
  OpeningHours evenings;
  for (int day = 0; day < 5; ++day) evenings |= hours_on(day, 19, 21);
  Market market;
  market.offers = {entry(0, kRoom, hours_per_month(evenings), evenings, VenueId(0))};
  std::vector<MarketPair> pairs;
  for (std::uint32_t j = 0; j < 13; ++j) {
    market.needs.push_back(entry(1 + j, kRoom, 4));
    pairs.push_back({0, j, 10, -1});
  }
  const Matching m = match_market(market, pairs, {});
  EXPECT_EQ(what_is_wrong(m, pairs), "");
  EXPECT_NEAR(m.served, 41, 1e-9);
  EXPECT_EQ(m.status, "optimal");
  for (MarketEntry& need : market.needs) need.whole = true;
  const Matching whole = match_market(market, pairs, {});
  EXPECT_EQ(what_is_wrong(whole, pairs), "");
  EXPECT_EQ(whole.served, 40);
  EXPECT_EQ(whole.shares.size(), 10u);
}

TEST(MatchMarket, SaysTheSameAtOneTwoAndFourThreadsAndWhateverTheOrderOfPairs) {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    Random r = random_rooms(seed, false);
    const Matching first = match_market(r.market, r.pairs, {});
    const int before = omp_get_max_threads();
    for (const int threads : {1, 2, 4}) {
      omp_set_num_threads(threads);
      std::reverse(r.pairs.begin(), r.pairs.end());
      const Matching again = match_market(r.market, r.pairs, {});
      ASSERT_EQ(again.shares.size(), first.shares.size());
      for (std::size_t k = 0; k < first.shares.size(); ++k) {
        EXPECT_EQ(again.shares[k].offer, first.shares[k].offer);
        EXPECT_EQ(again.shares[k].amount, first.shares[k].amount);
        EXPECT_EQ(again.shares[k].slots, first.shares[k].slots);
      }
      EXPECT_EQ(again.total, first.total);
    }
    omp_set_num_threads(before);
  }
}

TEST(MatchMarket, MoneyInFenDoesNotOverflow) {
  Market market;
  std::vector<MarketPair> pairs;
  for (std::uint32_t k = 0; k < 30; ++k) {
    market.offers.push_back(entry(k, LinkType::kFunds, 1'000'000'000));
    market.needs.push_back(entry(100 + k, LinkType::kFunds, 1'300'000'001));
  }
  for (std::uint32_t o = 0; o < 30; ++o)
    for (std::uint32_t j = 0; j < 30; ++j) pairs.push_back({o, j, 1234.567 * (1 + (o * j) % 17), -1});
  const Matching m = match_market(market, pairs, {});
  EXPECT_EQ(what_is_wrong(m, pairs), "");
  EXPECT_EQ(m.served, 30e9);
  EXPECT_EQ(m.status, "optimal");
}

TEST(MatchMarket, RefusesPairsThatAreNotThere) {
  const auto words = [](Market market, std::vector<MarketPair> pairs) -> std::string {
    try {
      match_market(std::move(market), pairs, {});
    } catch (const std::invalid_argument& e) {
      return e.what();
    }
    return "";
  };
  const Market one{{entry(0, kHelp, 1)}, {entry(1, kHelp, 1)}};
  EXPECT_EQ(words(one, {{0, 1, 0, -1}}), "match_market: pair 0 joins offer 0 of 1 and need 1 of 1");
  EXPECT_EQ(words(one, {{0, 0, -1, -1}}), "match_market: pair 0 has a cost that is negative or no number");
  EXPECT_EQ(words(one, {{0, 0, 0, NAN}}), "match_market: pair 0 has a cap that is no number");
  EXPECT_EQ(words({{entry(0, kHelp, -1)}, {}}, {}), "match_market: offer 0 has an amount outside 0 to 1e12");
  EXPECT_THROW(match_market(one, std::vector<MarketPair>{{0, 0, 1, -1}}, {}, [](double, std::string_view) { return false; }), Cancelled);
}

}  // namespace
}  // namespace catchment
