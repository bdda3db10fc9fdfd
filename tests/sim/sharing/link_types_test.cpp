#include <gtest/gtest.h>

#include "sim/sharing/link_types.h"

namespace catchment {
namespace {

TEST(LinkTypes, EveryWordReadsBackAndHasItsUnit) {
  for (std::size_t k = 0; k < kLinkTypes; ++k) {
    const auto type = static_cast<LinkType>(k);
    EXPECT_EQ(link_type_of(word_of(type)), type);
    EXPECT_FALSE(name_of(type).zh.empty());
    EXPECT_FALSE(name_of(type).en.empty());
  }
  EXPECT_EQ(unit_of(LinkType::kVenue), "hours/month");
  EXPECT_EQ(unit_of(LinkType::kAffiliation), "");
  EXPECT_EQ(link_type_of("venues"), std::nullopt);
  for (const LinkStatus status : {LinkStatus::kProposed, LinkStatus::kAgreed, LinkStatus::kActive, LinkStatus::kLapsed})
    EXPECT_EQ(link_status_of(word_of(status)), status);
}

TEST(LinkTypes, ADateIsADayOfTheCalendar) {
  EXPECT_TRUE(is_date("2024-02-29"));
  for (const char* wrong : {"", "2023-02-29", "2024-13-01", "2024-1-01", "2024/01/01", "2024-01-00", "20240101", "2024-01-011"})
    EXPECT_FALSE(is_date(wrong)) << wrong;
}

TEST(LinkTypes, ALinkIsInForceFromItsFirstToItsLastDay) {
  SharingLink link;
  link.start = "2026-03-01";
  link.end = "2026-06-30";
  EXPECT_TRUE(in_force(link, ""));
  EXPECT_FALSE(in_force(link, "2026-02-28"));
  EXPECT_TRUE(in_force(link, "2026-03-01"));
  EXPECT_TRUE(in_force(link, "2026-06-30"));
  EXPECT_FALSE(in_force(link, "2026-07-01"));
  link.status = LinkStatus::kAgreed;
  EXPECT_FALSE(in_force(link, "")) << "agreed, and nobody says which day it is";
  EXPECT_TRUE(in_force(link, "2026-04-01"));
  link.status = LinkStatus::kProposed;
  EXPECT_FALSE(in_force(link, "2026-04-01"));
  link.status = LinkStatus::kLapsed;
  EXPECT_FALSE(in_force(link, ""));
}

TEST(LinkTypes, TwentyHoursAWeekAreEightySixAndTwoThirdsAMonth) {
  OpeningHours week;
  for (int s = 0; s < 40; ++s) week.set(static_cast<std::size_t>(s));
  EXPECT_NEAR(hours_per_month(week), 20 * 52.0 / 12, 1e-12);
}

}  // namespace
}  // namespace catchment
