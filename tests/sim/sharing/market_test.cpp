#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

#include "tests/sim/sharing/market_worlds.h"

namespace catchment {
namespace {

constexpr LinkType kHelp = LinkType::kAssistance;
constexpr LinkType kRoom = LinkType::kVenue;

Resource gives(std::uint32_t who, LinkType type, double amount, OpeningHours slots = {}, VenueId venue = {}) {
  return {OrganisationId(who), type, false, amount, slots, venue, false};
}
Resource needs(std::uint32_t who, LinkType type, double amount, OpeningHours slots = {}, bool whole = false) {
  return {OrganisationId(who), type, true, amount, slots, {}, whole};
}
SharingLink link(std::uint32_t from, std::uint32_t to, LinkType type, double capacity, LinkStatus status = LinkStatus::kActive) {
  SharingLink l;
  l.from = OrganisationId(from), l.to = OrganisationId(to);
  l.type = type, l.capacity = capacity, l.status = status;
  return l;
}
Venue room(const std::string& id, std::uint32_t owner, double hours, OpeningHours slots = {}, Point at = {}) {
  Venue v;
  v.id = id, v.owner = OrganisationId(owner), v.shared_hours_month = hours, v.hours = slots, v.position = at;
  return v;
}

TEST(MarketOf, RowsOfOnePartnerTypeRoomAndHoursAddUp) {
  World world = world_of_organisations({{0, 0}, {1, 0}});
  const OpeningHours monday = hours_on(0, 9, 11);
  world.resources = {needs(1, kHelp, 2), gives(0, kRoom, 4, monday), gives(0, kHelp, 1), gives(0, kHelp, 2), gives(0, kRoom, 4), needs(1, kHelp, 3, {}, true), gives(1, kHelp, 0)};
  const Market m = market_of(world, {});
  ASSERT_EQ(m.offers.size(), 3u);
  EXPECT_EQ(m.offers[0].type, kHelp);
  EXPECT_EQ(m.offers[0].amount, 3);
  EXPECT_EQ(m.offers[1].slots.count() + m.offers[2].slots.count(), 4u);
  ASSERT_EQ(m.needs.size(), 2u);
  EXPECT_EQ(m.needs[0].amount, 2);
  EXPECT_TRUE(m.needs[1].whole);
}

TEST(MarketOf, LinksInForceUseUpBothSidesAndMatchedOnesDoNot) {
  World world = world_of_organisations({{0, 0}, {1, 0}, {2, 0}});
  world.resources = {gives(0, kHelp, 5), needs(1, kHelp, 3), needs(2, kHelp, 3)};
  world.links = {link(0, 1, kHelp, 2), link(0, 2, kHelp, 4, LinkStatus::kProposed), link(0, 2, kHelp, 4, LinkStatus::kLapsed), link(0, 2, LinkType::kFunds, 4)};
  world.links.push_back(link(0, 2, kHelp, 3));
  world.links.back().matched = true;
  Market m = market_of(world, {});
  ASSERT_EQ(m.offers.size(), 1u);
  EXPECT_EQ(m.offers[0].amount, 3);
  EXPECT_EQ(m.needs[0].amount, 1);
  EXPECT_EQ(m.needs[1].amount, 3);
  // A link that begins later does not count yet.
  world.links[0].start = "2026-06-01";
  SharingOptions options;
  options.date = "2026-05-01";
  EXPECT_EQ(market_of(world, options).offers[0].amount, 5);
  world.links[0].start = "", world.links[0].capacity = 9;
  m = market_of(world, {});
  EXPECT_TRUE(m.offers.empty());
  EXPECT_EQ(m.needs.size(), 1u);
}

TEST(MarketOf, ARoomIsAnOfferOfItsOwnerAndLosesTheHoursThatLinksTakeUp) {
  World world = world_of_organisations({{0, 0}, {1, 0}});
  const OpeningHours week = hours_on(0, 17, 21) | hours_on(1, 17, 21);
  world.venues = {room("hall", 0, 0, week), room("loft", 0, 40), room("shut", 0, 0)};
  world.links = {link(0, 1, kRoom, -1)};
  world.links[0].venue = VenueId(0);
  world.links[0].slots = hours_on(0, 19, 21);
  const Market m = market_of(world, {});
  ASSERT_EQ(m.offers.size(), 2u);
  EXPECT_EQ(m.offers[0].at, Partner(OrganisationId(0)));
  EXPECT_EQ(m.offers[0].venue, VenueId(0));
  EXPECT_EQ(m.offers[0].slots, hours_on(0, 17, 19) | hours_on(1, 17, 21));
  EXPECT_DOUBLE_EQ(m.offers[0].amount, hours_per_month(week) - hours_per_month(hours_on(0, 19, 21)));
  EXPECT_EQ(m.offers[1].amount, 40);
  EXPECT_TRUE(m.offers[1].slots.none());
  // A row that names the room takes its place; without hours of its own it has the room's.
  world.resources = {gives(0, kRoom, 10, {}, VenueId(0))};
  const Market named = market_of(world, {});
  ASSERT_EQ(named.offers.size(), 2u);
  EXPECT_NEAR(named.offers[0].amount, 10 - hours_per_month(hours_on(0, 19, 21)), 1e-12);
  EXPECT_EQ(named.offers[0].slots, hours_on(0, 17, 19) | hours_on(1, 17, 21));
}

TEST(PairsAlongLinks, FollowLinksToComeAtTheirCostAndCapacityButNotWhatIsOver) {
  World world = world_of_organisations({{0, 0}, {1, 0}, {2, 0}});
  world.resources = {gives(0, kHelp, 5), needs(1, kHelp, 3), needs(2, kHelp, 3)};
  world.links = {link(0, 1, kHelp, 2, LinkStatus::kProposed), link(0, 2, kHelp, -1), link(1, 2, kHelp, 4, LinkStatus::kProposed), link(0, 1, kHelp, 1, LinkStatus::kLapsed)};
  world.links[0].cost = 7;
  const Market m = market_of(world, {});
  auto pairs = pairs_along_links(world, m, "");
  ASSERT_EQ(pairs.size(), 2u);
  EXPECT_EQ(pairs[0].cost, 7);
  EXPECT_EQ(pairs[0].cap, 2);
  EXPECT_EQ(pairs[1].need, 1u);
  EXPECT_EQ(pairs[1].cap, -1);
  world.links[0].end = "2025-12-31";
  pairs = pairs_along_links(world, m, "2026-01-01");
  ASSERT_EQ(pairs.size(), 1u);
  // In force and of a stated capacity: that is used up.
  world.links[1].capacity = 1;
  EXPECT_TRUE(pairs_along_links(world, market_of(world, {}), "2026-01-01").empty());
}

TEST(PairsByDistance, ReachWhoIsWithinTheCutoffAndNobodyReachesItself) {
  World world = world_of_organisations({{0, 0}, {300, 400}, {500.0004, 0}, {3000, 0}});
  world.resources = {gives(0, kHelp, 5), needs(0, kHelp, 1), needs(1, kHelp, 3), needs(2, kHelp, 3), needs(3, kHelp, 3), needs(3, LinkType::kFunds, 3)};
  const Market m = market_of(world, {});
  const auto near = pairs_by_distance(world, m, 500);
  ASSERT_EQ(near.size(), 2u) << "both at 500 m, to the millimetre";
  EXPECT_EQ(near[0].cost, 500);
  EXPECT_EQ(near[1].cost, 500);
  EXPECT_EQ(pairs_by_distance(world, m, 499.999).size(), 0u);
  EXPECT_EQ(pairs_by_distance(world, m, -1).size(), 3u);
}

TEST(PairsByDistance, ARoomIsWhereItIsAndAUnitIsNowhere) {
  World world = world_of_organisations({{0, 0}, {1000, 0}});
  world.venues = {room("hall", 0, 40, {}, {900, 0})};
  world.units.push_back({});
  world.resources = {needs(1, kRoom, 2)};
  world.resources.push_back({Partner(UnitId(0)), kRoom, true, 2, {}, {}, false});
  const Market m = market_of(world, {});
  const auto pairs = pairs_by_distance(world, m, 200);
  ASSERT_EQ(pairs.size(), 1u);
  EXPECT_EQ(pairs[0].cost, 100);
  const auto all = pairs_by_distance(world, m, -1);
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[1].cost, 0);
}

TEST(PairsOfTable, TakeCostsFromTheTableWhereTypesAgree) {
  const Market m{{entry(0, kHelp, 1), entry(1, kRoom, 1)}, {entry(2, kHelp, 1), entry(0, kHelp, 1)}};
  CostTable table;
  table.n_destinations = 2;
  table.row_begin = {0, 2, 3};
  table.destination = {0, 1, 0};
  table.cost = {90'000, 1'000, 1'000};
  const auto pairs = pairs_of_table(m, table);
  ASSERT_EQ(pairs.size(), 1u);
  EXPECT_EQ(pairs[0].cost, 90);
  table.n_destinations = 3;
  try {
    pairs_of_table(m, table);
    ADD_FAILURE();
  } catch (const std::invalid_argument& e) {
    EXPECT_STREQ(e.what(), "pairs_of_table: a table of 2 by 3 for 2 needs and 2 offers");
  }
}

TEST(LinksOf, SharesAreMatchedLinksAndWhatTheyCarryIsOfferedAgain) {
  World world = world_of_organisations({{0, 0}, {100, 0}});
  const OpeningHours evening = hours_on(0, 19, 21);
  world.venues = {room("hall", 0, 0, evening)};
  world.resources = {needs(1, kRoom, 4)};
  const Market m = market_of(world, {});
  const Matching matching = match_market(m, pairs_by_distance(world, m, -1), {});
  world.links = links_of(matching);
  ASSERT_EQ(world.links.size(), 1u);
  const SharingLink& l = world.links[0];
  EXPECT_EQ(l.from, Partner(OrganisationId(0)));
  EXPECT_EQ(l.to, Partner(OrganisationId(1)));
  EXPECT_EQ(l.kind, "matched");
  EXPECT_TRUE(l.matched);
  EXPECT_EQ(l.capacity, 4);
  EXPECT_EQ(l.cost, 100);
  EXPECT_EQ(l.venue, VenueId(0));
  EXPECT_EQ(l.slots, hours_on(0, 19, 20)) << "four hours a month are two half hours of the week";
  EXPECT_TRUE(in_force(l, ""));
  EXPECT_EQ(market_of(world, {}).offers[0].amount, m.offers[0].amount);
}

}  // namespace
}  // namespace catchment
