#include <gtest/gtest.h>

#include <cmath>

#include "sim/core/random.h"
#include "sim/scenario/parse.h"
#include "sim/sharing/link_rows.h"
#include "sim/sharing/link_types.h"
#include "sim/sharing/shared_places.h"

namespace catchment {
namespace {

World little_world() {
  World w;
  for (const char* id : {"college", "community", "firm"}) {
    Organisation o;
    o.id = id;
    o.position = {100.0 * static_cast<double>(w.organisations.size()), 0};
    w.organisations.push_back(o);
  }
  Facility f;
  f.id = "station";
  f.capacity = 50;
  w.facilities.push_back(f);
  f.id = "firm";   // as an organisation is called
  w.facilities.push_back(f);
  Venue v;
  v.id = "hall";
  v.owner = OrganisationId(0);
  v.seats = 100;
  v.hours = parse_opening_hours("Mon-Fri 18:00-22:00", "");
  v.position = {50, 50};
  w.venues.push_back(v);
  w.units.push_back({"hub", {}, "hub", -1, true});
  return w;
}

LinkRow row(const std::string& from, const std::string& to, const std::string& type = "volunteer") {
  LinkRow r;
  r.from = from, r.to = to, r.type = type, r.where = "links.csv: row 7";
  return r;
}

std::string refusal(const LinkRow& r) {
  const World w = little_world();
  try {
    link_of(r, w, PartnerIndex(w));
  } catch (const InputError& error) {
    return error.what();
  }
  return "accepted";
}

TEST(LinkRows, EveryWrongRowIsRefusedWithItsRowAndRemedy) {
  EXPECT_EQ(refusal(row("college", "community")), "accepted");
  EXPECT_EQ(refusal(row("college", "college")), "links.csv: row 7: 'college' is linked to itself; remove the row, or correct one end");
  EXPECT_EQ(refusal(row("colege", "community")), "links.csv: row 7: there is no organisation, facility, venue, unit or area 'colege'; did you mean 'college'?");
  EXPECT_EQ(refusal(row("firm", "community")), "links.csv: row 7: 'firm' is the id of several things; write 'organisation:firm' or 'facility:firm'");
  EXPECT_EQ(refusal(row("facility:firm", "community")), "accepted");
  EXPECT_EQ(refusal(row("college", "community", "volunteers")), "links.csv: row 7: 'volunteers' is no type of link; did you mean 'volunteer'?");
  LinkRow r = row("college", "community");
  r.capacity = -3;
  EXPECT_EQ(refusal(r), "links.csv: row 7: its capacity is -3, below zero; write a number from 0, or leave it empty");
  r = row("college", "community");
  r.cost = std::nan("");
  EXPECT_EQ(refusal(r), "links.csv: row 7: its cost is not a finite number; correct the number");
  r = row("college", "community");
  r.start = "2026-06-01", r.end = "2026-05-31";
  EXPECT_EQ(refusal(r), "links.csv: row 7: it ends on 2026-05-31, before it starts on 2026-06-01; correct one of the dates");
  r.end = "2026-06-31";
  EXPECT_EQ(refusal(r), "links.csv: row 7: its end '2026-06-31' is no date; write it as YYYY-MM-DD");
  r = row("college", "community");
  r.unit = "seats/session";
  EXPECT_EQ(refusal(r), "links.csv: row 7: its unit is 'seats/session', and volunteer is counted in 'hours/month'; convert the amount to hours/month");
  r = row("college", "community", "venue");
  r.venue = "hall", r.slots = "Tue 17:00-19:00";
  EXPECT_EQ(refusal(r), "links.csv: row 7: Tue 17:00-17:30 is outside the hours of venue 'hall' (Mon-Fri 18:00-22:00); keep to the venue's hours, or extend them");
  r.slots = "Tue 18:00-20:00", r.capacity = 20;
  EXPECT_EQ(refusal(r), "links.csv: row 7: its capacity is 20 hours a month, and its slots hold 8.67; give more slots, or less capacity");
  r.capacity = 8;
  EXPECT_EQ(refusal(r), "accepted");
  r.from = "community", r.to = "college";
  EXPECT_EQ(refusal(r), "links.csv: row 7: venue 'hall' belongs to 'college', and 'community' cannot lend it; let the link start at the owner");
  r = row("college", "community");
  r.status = "over";
  EXPECT_EQ(refusal(r), "links.csv: row 7: 'over' is no status of a link; write proposed, agreed, active or lapsed");
  r = row("hub", "community", "affiliation");
  r.capacity = 5;
  EXPECT_EQ(refusal(r), "links.csv: row 7: a link of type affiliation has no capacity; leave the capacity empty");
}

TEST(LinkRows, ALinkWrittenAsARowReadsBackTheSame) {
  World w = little_world();
  const PartnerIndex partners(w);
  LinkRow r = row("college", "facility:firm", "venue");
  r.id = "l1", r.venue = "hall", r.slots = "Tue 18:00-21:00", r.capacity = 13, r.cost = 2.5, r.start = "2026-01-01", r.status = "agreed", r.kind = "晚间", r.level = 2;
  const SharingLink link = link_of(r, w, partners);
  LinkRow again = row_of(w, link, partners);
  EXPECT_EQ(again.to, "facility:firm");
  again.where = r.where;
  EXPECT_EQ(link_of(again, w, partners), link);
}

TEST(LinkRows, ARoomIsNotBookedTwiceAtOneTime) {
  World w = little_world();
  const PartnerIndex partners(w);
  LinkRow a = row("college", "community", "venue"), b = row("college", "organisation:firm", "training");
  a.id = "choir", a.venue = b.venue = "hall", a.slots = "Mon 18:00-20:00; Tue 19:00-20:00", b.slots = "Tue 19:30-21:00";
  w.links = {link_of(a, w, partners), link_of(b, w, partners)};
  SharingOptions options;
  try {
    require_no_double_booking(w, options);
    FAIL() << "accepted";
  } catch (const InputError& error) {
    EXPECT_STREQ(error.what(), "link 2 ('college' to 'firm'): venue 'hall' is booked twice at Tue 19:30-20:00: link 'choir' has it already; give it other slots, or set sharing.overbooking = \"shorten\"");
  }
  options.overbooking = "shorten";
  EXPECT_NO_THROW(require_no_double_booking(w, options));
  options.overbooking = "refuse";
  w.links[0].status = LinkStatus::kLapsed;
  EXPECT_NO_THROW(require_no_double_booking(w, options)) << "what is over takes no room";
}

TEST(LinkRows, ARoomLendsNoMoreHoursThanItShares) {
  World w = little_world();
  const PartnerIndex partners(w);
  w.venues[0].hours.reset();
  w.venues[0].shared_hours_month = 10;
  LinkRow a = row("college", "community", "venue");
  a.venue = "hall", a.capacity = 7;
  w.links = {link_of(a, w, partners), link_of(a, w, partners)};
  try {
    require_no_double_booking(w, {});
    FAIL() << "accepted";
  } catch (const InputError& error) {
    EXPECT_STREQ(error.what(), "link 2 ('college' to 'community'): with it venue 'hall' lends 14.00 hours a month of the 10.00 that it shares; lend fewer hours, or set sharing.overbooking = \"shorten\"");
  }
}

TEST(SharedPlaces, ALentHallIsAFacilityWithItsHoursAndPlaces) {
  World w = little_world();
  const PartnerIndex partners(w);
  LinkRow a = row("college", "community", "venue");
  a.venue = "hall", a.slots = "Tue 18:00-21:00; Thu 18:00-21:00", a.level = 3;
  w.links = {link_of(a, w, partners)};
  SharingOptions options;
  EXPECT_EQ(apply_sharing(w, options), (std::vector<std::uint32_t>{2}));
  ASSERT_EQ(w.facilities.size(), 3u);
  const Facility& f = w.facilities[2];
  EXPECT_EQ(f.id, "hall/3");
  EXPECT_TRUE(f.lent);
  EXPECT_EQ(f.level, 3);
  EXPECT_EQ(f.position, (Point{50, 50}));
  EXPECT_EQ(f.hours, parse_opening_hours("Tue 18:00-21:00; Thu 18:00-21:00", ""));
  // 100 seats * (26 h a month / 2 h) / 2 visits = 650
  EXPECT_EQ(f.capacity, 650);
  EXPECT_TRUE(apply_sharing(w, options).empty()) << "the same again changes nothing";
  // The link is over: the hall closes and stays where it is.
  w.links[0].status = LinkStatus::kLapsed;
  EXPECT_EQ(apply_sharing(w, options), (std::vector<std::uint32_t>{2}));
  EXPECT_EQ(w.facilities[2].status, FacilityStatus::kClosed);
  w.links[0].status = LinkStatus::kActive;
  EXPECT_EQ(apply_sharing(w, options), (std::vector<std::uint32_t>{2}));
  EXPECT_EQ(w.facilities[2].status, FacilityStatus::kExisting);
}

TEST(SharedPlaces, AGuestBringsItsServicesIntoTheRoom) {
  World w = little_world();
  w.facilities[0].services = {"culture"};
  w.facilities[0].level = 4;
  const PartnerIndex partners(w);
  LinkRow a = row("college", "station", "venue");
  a.venue = "hall", a.slots = "Tue 18:00-21:00";
  w.links = {link_of(a, w, partners)};
  apply_sharing(w, {});
  EXPECT_EQ(w.facilities.back().level, 4);
  EXPECT_EQ(w.facilities.back().services, std::vector<std::string>{"culture"});
}

TEST(SharedPlaces, L8_VolunteersRaiseAStationByHalfAPersonAnHour) {
  World w = little_world();
  const PartnerIndex partners(w);
  LinkRow a = row("college", "station", "volunteer"), b = row("organisation:firm", "station", "secondment");
  a.capacity = 81, b.capacity = 6;   // person-months a year: half a person, 80 h a month
  w.links = {link_of(a, w, partners), link_of(b, w, partners)};
  EXPECT_EQ(apply_sharing(w, {}), (std::vector<std::uint32_t>{0}));
  EXPECT_DOUBLE_EQ(w.facilities[0].lent_hours_month, 161);
  EXPECT_EQ(w.facilities[0].lent_capacity, 80);
  EXPECT_EQ(w.facilities[0].places(), 130);
  w.links[0].to = OrganisationId(1);
  apply_sharing(w, {});
  EXPECT_EQ(w.facilities[0].places(), 90) << "lent to somebody else, they add nothing here";
}

TEST(SharedPlaces, N18_ThreeSessionsOfTwoHoursUseAThirdOfTwentyHoursLessATenth) {
  World w = little_world();   // the hall: 20 h a week
  const PartnerIndex partners(w);
  for (const char* slots : {"Mon 18:00-20:00", "Wed 18:00-20:00", "Fri 19:00-21:00"}) {
    LinkRow a = row("college", "community", "training");
    a.venue = "hall", a.slots = slots;
    w.links.push_back(link_of(a, w, partners));
  }
  EXPECT_NEAR(venue_use(w, {})[0].utilisation(), 0.3, 1e-12);
  apply_sharing(w, {});
  EXPECT_EQ(w.facilities.size(), 2u) << "training in a room offers no service to people";
}

TEST(SharedPlaces, U7_ASixthFunctionShortensTheOthersInProportion) {
  World w = little_world();
  w.venues[0].hours = parse_opening_hours("Mon-Fri 09:00-17:00", "");
  const PartnerIndex partners(w);
  const double eight_hours_a_week = 8 * kWeeksPerMonth;
  for (int k = 0; k < 6; ++k) {
    LinkRow a = row("college", "community", "venue");
    a.venue = "hall", a.capacity = eight_hours_a_week;
    if (k == 5) {
      EXPECT_NEAR(venue_use(w, {})[0].utilisation(), 1, 1e-12);
      EXPECT_NO_THROW(require_no_double_booking(w, {}));
    }
    w.links.push_back(link_of(a, w, partners));
  }
  EXPECT_THROW(require_no_double_booking(w, {}), InputError);
  SharingOptions shorten;
  shorten.overbooking = "shorten";
  const VenueUse use = venue_use(w, shorten)[0];
  EXPECT_NEAR(use.utilisation(), 1, 1e-12);
  EXPECT_NEAR(use.shortened, 40.0 / 48, 1e-12);
}

TEST(SharingTables, F1_OneLinkForEveryPairWithin300Metres) {
  for (std::uint64_t seed = 0; seed < 30; ++seed) {
    World w;
    Stream draw(seed, "partnership");
    for (int k = 0; k < 90; ++k) {
      Organisation o;
      o.id = "o" + std::to_string(k);
      o.type = k < 20 ? OrganisationType::kCommittee : k < 80 ? OrganisationType::kEnterprise : OrganisationType::kPropertyManager;
      o.position = {draw.uniform(0, 2000), draw.uniform(0, 1500)};
      w.organisations.push_back(o);
    }
    w.organisations[0].position = {0, 0};
    w.organisations[20].position = {300, 0};   // on the border: inside
    SharingOptions options;
    LinkRule rule;
    rule.from = {OrganisationType::kCommittee};
    rule.to = {OrganisationType::kEnterprise, OrganisationType::kPropertyManager};
    options.rules = {rule};
    add_sharing_tables(w, options);
    std::size_t pairs = 0;
    for (int i = 0; i < 20; ++i)
      for (int j = 20; j < 90; ++j) pairs += distance(w.organisations[static_cast<std::size_t>(i)].position, w.organisations[static_cast<std::size_t>(j)].position) <= 300;
    EXPECT_EQ(w.links.size(), pairs) << "seed " << seed;
  }
}

TEST(SharingTables, WhatTheScenarioNamesTwiceOrNowhereIsRefused) {
  const auto told = [](const SharingOptions& options) -> std::string {
    World w = little_world();
    try {
      add_sharing_tables(w, options);
    } catch (const InputError& error) {
      return error.what();
    }
    return "accepted";
  };
  SharingOptions options;
  PartnerSpec partner;
  partner.id = "college";
  partner.at = Point{1, 1};
  partner.place = {"s.toml", 4, 1};
  options.partners = {partner};
  EXPECT_EQ(told(options), "s.toml:4:1: there is an organisation 'college' already; give it another id");
  options.partners[0].id = "school";
  EXPECT_EQ(told(options), "accepted");
  options.partners[0].at.reset();
  options.partners[0].area = "north";
  EXPECT_EQ(told(options), "s.toml:4:1: there is no area 'north'; name an area's id or name");
  VenueSpec venue;
  venue.id = "room";
  venue.at = Point{1, 1};
  venue.owner = "nobody";
  venue.place = {"s.toml", 9, 1};
  options = {};
  options.venues = {venue};
  EXPECT_EQ(told(options), "s.toml:9:1: there is no organisation 'nobody' to own the venue; correct the id, or add it to [[sharing.partners]]");
}

}  // namespace
}  // namespace catchment
