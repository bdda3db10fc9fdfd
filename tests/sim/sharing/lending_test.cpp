// Stories of what went wrong once between links, rooms, market and plan.
#include <gtest/gtest.h>

#include "sim/report/compute_study.h"
#include "sim/scenario/parse.h"
#include "sim/sharing/link_edits.h"
#include "sim/sharing/link_rows.h"
#include "sim/sharing/link_types.h"
#include "sim/sharing/matching.h"
#include "sim/sharing/recommend.h"
#include "sim/sharing/recommended_link.h"
#include "sim/sharing/shared_places.h"

namespace catchment {
namespace {

/// A owns a hall of 20 hours a week; B needs a room.
World hall_world() {
  World w;
  for (const char* id : {"A", "B", "C"}) {
    Organisation o;
    o.id = id;
    o.position = {100.0 * static_cast<double>(w.organisations.size()), 0};
    w.organisations.push_back(o);
  }
  Venue v;
  v.id = "hall";
  v.owner = OrganisationId(0);
  v.seats = 100;
  v.hours = parse_opening_hours("Mon-Fri 18:00-22:00", "");
  w.venues.push_back(v);
  Facility f;
  f.id = "centre";
  f.level = 2;
  f.capacity = 10;
  w.facilities.push_back(f);
  Resource need;
  need.at = OrganisationId(1), need.type = LinkType::kVenue, need.need = true, need.amount = 20;
  w.resources.push_back(need);
  return w;
}

SharingLink lent(const World& w, const std::string& slots, const std::string& type = "venue", int level = 2) {
  LinkRow row;
  row.from = "A", row.to = "C", row.type = type, row.venue = "hall", row.slots = slots, row.level = level, row.where = "here";
  return link_of(row, w, PartnerIndex(w));
}

Edit edit(Edit::Op op, const std::string& target) {
  Edit e;
  e.op = op, e.target = target;
  return e;
}

Matching matched(const World& w, const SharingOptions& options = {}) {
  Market market = market_of(w, options);
  const auto pairs = pairs_by_distance(w, market, -1);
  return match_market(std::move(market), pairs, options.match);
}

// A room that shares hours is an offer of its owner; once the owner had left, it was offered on.
TEST(Lending, WhoLeavesTakesTheirRoomsAlong) {
  World w = hall_world();
  EXPECT_EQ(matched(w).served, 20);
  w = apply_edits(w, {edit(Edit::Op::kRemovePartner, "A")});
  EXPECT_TRUE(w.venues[0].withdrawn);
  const Matching m = matched(w);
  EXPECT_EQ(m.served, 0);
  EXPECT_EQ(m.cause[0], UnmetCause::kNoOffer);
  try {
    apply_edits(w, {[] {
                  Edit e;
                  e.op = Edit::Op::kAddLink;
                  e.place = {"s.toml", 3, 1};
                  e.link.from = "A", e.link.to = "B", e.link.type = "venue", e.link.venue = "hall";
                  return e;
                }()});
    FAIL() << "accepted";
  } catch (const InputError& error) {
    EXPECT_STREQ(error.what(), "s.toml:3:1: venue 'hall' is lent no more: its owner has left the sharing; remove one of the two edits");
  }
}

// The seats of a training were taken for hours, and filled the room.
TEST(Lending, SeatsOfATrainingAreNoHours) {
  World w = hall_world();
  SharingLink training = lent(w, "Mon 18:00-20:00", "training", 0);
  training.capacity = 40;
  w.links = {training};
  EXPECT_NEAR(venue_use(w, {})[0].booked_hours_month, 2 * kWeeksPerMonth, 1e-12);
  w.links[0].capacity = 100;
  EXPECT_NO_THROW(require_no_double_booking(w, {}));
}

// An unrelated link edit opened the hall again that the plan had closed, and undid its size.
TEST(Lending, ALaterLinkEditLeavesAloneWhatThePlanDidToALentRoom) {
  World w = hall_world();
  w.links = {lent(w, "Tue 18:00-21:00")};
  apply_sharing(w, {});
  ASSERT_EQ(w.facilities.back().id, "hall/2");
  Edit other;
  other.op = Edit::Op::kAddLink;
  other.link.from = "B", other.link.to = "C", other.link.type = "information";
  const World closed = apply_edits(w, {edit(Edit::Op::kCloseFacility, "hall/2"), other});
  EXPECT_EQ(closed.facilities.back().status, FacilityStatus::kClosed);
  Edit small = edit(Edit::Op::kResizeFacility, "hall/2");
  small.capacity = 7;
  EXPECT_EQ(apply_edits(w, {small, other}).facilities.back().capacity, 7);
  // More hours of the room itself are another matter.
  Edit more = other;
  more.link.from = "A", more.link.type = "venue", more.link.venue = "hall", more.link.slots = "Wed 18:00-21:00", more.link.level = 2;
  EXPECT_EQ(apply_edits(w, {small, more}).facilities.back().capacity, 650);
}

TEST(Lending, ALentRoomTakesNoFacilitysId) {
  World w = hall_world();
  w.facilities[0].id = "hall/2";
  w.links = {lent(w, "Tue 18:00-21:00")};
  try {
    apply_sharing(w, {});
    FAIL() << "accepted";
  } catch (const InputError& error) {
    EXPECT_STREQ(error.what(), "facility 'hall/2': venue 'hall' is lent for services, and its place would have the same id; rename the facility or the venue");
  }
}

// Two links that were cut to half counted whole, and nothing was missing.
TEST(Lending, WhatIsCutShortIsStillNeeded) {
  World w = hall_world();
  w.resources[0].at = OrganisationId(2);
  w.resources[0].amount = 13;   // what its slots hold
  w.links = {lent(w, "Tue 18:00-21:00"), lent(w, "Tue 18:00-21:00")};
  w.links[1].to = OrganisationId(1);
  SharingOptions options;
  options.overbooking = "shorten";
  const Market market = market_of(w, options);
  ASSERT_EQ(market.needs.size(), 1u);
  EXPECT_NEAR(market.needs[0].amount, 6.5, 1e-9);
}

// Days that do not meet are no double booking, whatever the hours.
TEST(Lending, SpringAndSummerShareTheSameEvening) {
  World w = hall_world();
  w.links = {lent(w, "Tue 18:00-21:00"), lent(w, "Tue 18:00-21:00")};
  w.links[0].end = "2026-02-28", w.links[1].start = "2026-03-01";
  EXPECT_NO_THROW(require_no_double_booking(w, {}));
  w.links[1].start = "2026-02-28";
  EXPECT_THROW(require_no_double_booking(w, {}), InputError);
}

// What a matching had taken over was promised again.
TEST(Lending, WhatWasMatchedAndTakenOverIsNotPromisedAgain) {
  World w = hall_world();
  Resource offer;
  offer.at = OrganisationId(0), offer.type = LinkType::kVolunteer, offer.amount = 10;
  Resource b = offer, c = offer;
  b.at = OrganisationId(1), b.need = true, b.amount = 10;
  c.at = OrganisationId(2), c.need = true, c.amount = 5;
  w.resources = {offer, b, c};
  SharingOptions options;
  options.match.types = {LinkType::kVolunteer};
  for (const SharingLink& link : links_of(matched(w, options))) w.links.push_back(link);
  EXPECT_EQ(matched(w, options).served, 10) << "the matching itself starts anew";
  const Market left = market_of(w, options, true);
  for (const MarketEntry& e : left.offers) EXPECT_NE(e.type, LinkType::kVolunteer) << "nothing is left to give";
}

// Possible links were used a second time beside the links that the matching had made of them.
TEST(Lending, AMatchedLinkIsNoWayOfItsOwn) {
  World w = hall_world();
  Resource offer;
  offer.at = OrganisationId(0), offer.type = LinkType::kAssistance, offer.amount = 10;
  Resource need = offer;
  need.at = OrganisationId(1), need.need = true;
  w.resources = {offer, need};
  SharingLink possible;
  possible.from = OrganisationId(0), possible.to = OrganisationId(1), possible.type = LinkType::kAssistance, possible.status = LinkStatus::kProposed;
  w.links = {possible};
  SharingOptions options;
  options.match.link_cap = 4;
  for (int round = 0; round < 2; ++round) {
    Market market = market_of(w, options);
    const auto pairs = pairs_along_links(w, market, "");
    const Matching m = match_market(std::move(market), pairs, options.match);
    EXPECT_EQ(m.served, 4) << "round " << round;
    for (const SharingLink& link : links_of(m)) w.links.push_back(link);
  }
}

// Most pairs won over most met.
TEST(Lending, OneToOneMeetsTheMost) {
  World w = hall_world();
  const auto resource = [](int at, double amount, bool need) {
    Resource r;
    r.at = OrganisationId(at), r.type = LinkType::kVolunteer, r.amount = amount, r.need = need;
    return r;
  };
  for (const char* id : {"D", "E"}) {
    Organisation o;
    o.id = id;
    w.organisations.push_back(o);
  }
  w.resources = {resource(0, 1, false), resource(1, 18, false), resource(2, 18, true), resource(3, 1, true)};
  SharingOptions options;
  options.match.one_to_one = true;
  options.match.types = {LinkType::kVolunteer};
  const Matching m = matched(w, options);
  EXPECT_EQ(m.served, 19);
  EXPECT_EQ(m.shares.size(), 2u);
}

TEST(Lending, ALinkThatNamesNoRoomLendsTheOneThatThereIs) {
  World w = hall_world();
  LinkRow row;
  row.from = "A", row.to = "C", row.type = "venue", row.slots = "Tue 18:00-21:00", row.where = "links.csv: row 2";
  EXPECT_EQ(link_of(row, w, PartnerIndex(w)).venue, VenueId(0));
  w.venues.push_back(w.venues[0]);
  w.venues[1].id = "annexe";
  try {
    link_of(row, w, PartnerIndex(w));
    FAIL() << "accepted";
  } catch (const InputError& error) {
    EXPECT_STREQ(error.what(), "links.csv: row 2: 'A' has 2 rooms, and the link does not say which one it lends; write its venue, like 'hall'");
  }
}

TEST(Lending, TwoNamesAlikeAreToldApartWhenALinkIsEnded) {
  World w = hall_world();
  w.organisations[2].id = "hall";   // as the venue is called
  SharingLink of_room, of_partner;
  of_room.from = VenueId(0), of_room.to = OrganisationId(1), of_room.type = LinkType::kVenue;
  of_partner.from = OrganisationId(2), of_partner.to = OrganisationId(1), of_partner.type = LinkType::kVenue;
  w.links = {of_room, of_partner};
  edit_links(w, edit(Edit::Op::kRemoveLink, link_word(w, of_partner, PartnerIndex(w))));
  EXPECT_EQ(w.links[0].status, LinkStatus::kActive);
  EXPECT_EQ(w.links[1].status, LinkStatus::kLapsed);
}

// A link that stated no hours opened the hall at midnight, and was seen by no other use of it.
TEST(Lending, ALinkWithoutHoursHasThoseOfTheRoom) {
  World w = hall_world();
  w.links = {lent(w, "")};
  EXPECT_NEAR(venue_use(w, {})[0].utilisation(), 1, 1e-12);
  apply_sharing(w, {});
  EXPECT_EQ(w.facilities.back().hours, w.venues[0].hours);
  EXPECT_EQ(w.facilities.back().capacity, 2166);   // 100 seats * 86.67 h / 2 h / 2 visits
  w.links.push_back(lent(w, "Tue 18:00-21:00"));
  EXPECT_THROW(require_no_double_booking(w, {}), InputError) << "nothing is left of the room";
  w.links = {lent(w, "")};
  w.links[0].capacity = 0;
  apply_sharing(w, {});
  EXPECT_EQ(w.facilities.back().capacity, 0) << "nothing is lent";
}

TEST(Lending, HoursOfLessThanAHalfHourAreRefused) {
  const World w = hall_world();
  LinkRow row;
  row.from = "A", row.to = "C", row.type = "venue", row.venue = "hall", row.slots = "Tue 18:15-18:40", row.where = "links.csv: row 2";
  try {
    link_of(row, w, PartnerIndex(w));
    FAIL() << "accepted";
  } catch (const InputError& error) {
    EXPECT_STREQ(error.what(), "links.csv: row 2: 'Tue 18:15-18:40' holds no whole half hour; write hours from and to whole or half hours");
  }
}

// A need of Sunday morning was counted as met by Tuesday evening.
TEST(Lending, WhatIsGivenAtOneHourMeetsNoNeedOfAnother) {
  World w = hall_world();
  w.resources[0].slots = parse_opening_hours("Sun 10:00-12:00", "");
  w.resources[0].amount = 8;
  w.links = {lent(w, "Tue 18:00-21:00")};
  w.links[0].to = OrganisationId(1);
  const Market market = market_of(w, {});
  ASSERT_EQ(market.needs.size(), 1u);
  EXPECT_EQ(market.needs[0].amount, 8);
}

}  // namespace
}  // namespace catchment
