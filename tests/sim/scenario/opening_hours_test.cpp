#include <gtest/gtest.h>

#include <random>

#include "sim/scenario/parse.h"

namespace catchment {
namespace {

int slots(const std::string& text) { return static_cast<int>(parse_opening_hours(text, "f.csv: row 2").count()); }

TEST(OpeningHoursText, CountsHalfHours) {
  EXPECT_EQ(slots(""), 0);
  EXPECT_EQ(slots("24/7"), kWeekSlots);
  EXPECT_EQ(slots("daily 13:00-21:00"), 7 * 16);
  EXPECT_EQ(slots("09:00-17:00"), 7 * 16);
  EXPECT_EQ(slots("Mon-Fri 09:00-17:00; Sat 09:00-12:00"), 5 * 16 + 6);
  EXPECT_EQ(slots("Mo-Fr 9:00-11:30,13:00-17:00;"), 5 * (5 + 8));
  EXPECT_EQ(slots("Monday,Wednesday 10:00-11:00"), 4);
  EXPECT_EQ(slots("Sat-Mon 10:00-11:00"), 6);
  EXPECT_EQ(slots("周一至周五 09:00-17:00；周六、周日 09:00-12:00"), 5 * 16 + 2 * 6);
  EXPECT_EQ(slots("每天 08:00–20:00"), 7 * 24);
}

TEST(OpeningHoursText, SlotZeroIsMondayMidnight) {
  const OpeningHours monday = parse_opening_hours("Mon 00:00-00:30", "");
  EXPECT_TRUE(monday[0]);
  EXPECT_EQ(monday.count(), 1u);
  EXPECT_TRUE(parse_opening_hours("Sun 23:30-24:00", "")[335]);
}

TEST(OpeningHoursText, PastMidnightRunsIntoTheNextDayAndRoundTheWeek) {
  const OpeningHours sunday = parse_opening_hours("Sun 22:00-02:00", "");
  EXPECT_EQ(sunday.count(), 8u);
  EXPECT_TRUE(sunday[0]);
  EXPECT_TRUE(sunday[3]);
  EXPECT_FALSE(sunday[4]);
  EXPECT_TRUE(sunday[332]);
}

TEST(OpeningHoursText, TimesGoToTheNearestHalfHour) {
  EXPECT_EQ(parse_opening_hours("Mon 08:45-16:40", ""), parse_opening_hours("Mon 09:00-16:30", ""));
  EXPECT_EQ(parse_opening_hours("Mon 08:40-16:50", ""), parse_opening_hours("Mon 08:30-17:00", ""));
}

TEST(OpeningHoursText, NonsenseIsRefusedWithTheTextAndAnExample) {
  for (const char* bad : {"open", "Mon", "Mon-", "Mon 9", "Mon 9-17", "Mon 09:00", "Mon 09:00-", "Mon 25:00-26:00", "Mon 09:60-10:00", "Mon 09:00-09:00",
                          "Mon 09:00-17:00 x", "Funday 09:00-17:00", "Mon 09:00-17:00;; Tue 09:00-10:00", "Mon, 09:00-10:00", "24/7 x"})
    EXPECT_THROW(parse_opening_hours(bad, "f.csv: row 2"), InputError) << bad;
  try {
    parse_opening_hours("sometimes", "f.csv: row 2");
    FAIL();
  } catch (const InputError& error) {
    EXPECT_STREQ(error.what(), "f.csv: row 2: opening hours \"sometimes\" cannot be read; write them like \"Mon-Fri 09:00-17:00; Sat 09:00-12:00\" or "
                               "\"daily 13:00-21:00\"");
  }
}

TEST(OpeningHoursText, IsWrittenShortAndReadBackTheSame) {
  EXPECT_EQ(format_opening_hours(parse_opening_hours("周一至周五 9:00-17:00; Sat 9:00-12:00", "")), "Mon-Fri 09:00-17:00; Sat 09:00-12:00");
  EXPECT_EQ(format_opening_hours(parse_opening_hours("24/7", "")), "daily 00:00-24:00");
  EXPECT_EQ(format_opening_hours({}), "");
  std::mt19937 random(7);
  for (int round = 0; round < 300; ++round) {
    OpeningHours hours;
    for (int i = 0; i < kWeekSlots; ++i)
      if (random() % 8 < static_cast<unsigned>(round % 9)) hours.set(static_cast<std::size_t>(i));
    EXPECT_EQ(parse_opening_hours(format_opening_hours(hours), ""), hours) << "round " << round;
  }
}

}  // namespace
}  // namespace catchment
