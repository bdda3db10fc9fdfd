#include "sim/coverage/delivery.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <stdexcept>

#include "sim/core/random.h"

namespace catchment {
namespace {

constexpr double kMin = 60, kHour = 3600;

TEST(VisitsPerShift, N8_ThirtyMinutesOfServiceAndTwelveOfTravelAreTenInSevenHours) {
  EXPECT_EQ(visits_per_shift(7 * kHour, 30 * kMin, 12 * kMin), 10);
}

TEST(VisitsPerShift, CountsWholeVisitsOnly) {
  EXPECT_EQ(visits_per_shift(7 * kHour, 30 * kMin, 12 * kMin + 0.001), 9);
  EXPECT_EQ(visits_per_shift(41 * kMin, 30 * kMin, 12 * kMin), 0);
  EXPECT_EQ(visits_per_shift(0, 30 * kMin, 0), 0);
}

TEST(VisitsPerShift, NeverFallsWithALongerShiftNorRisesWithMoreTravel) {
  Stream s(3, "visits");
  for (int k = 0; k < 500; ++k) {
    const double shift = static_cast<double>(s.between(0, 40000)), service = static_cast<double>(s.between(1, 4000)), travel = static_cast<double>(s.between(0, 4000));
    const std::int64_t visits = visits_per_shift(shift, service, travel);
    EXPECT_GE(visits_per_shift(shift + 100, service, travel), visits);
    EXPECT_LE(visits_per_shift(shift, service, travel + 100), visits);
    // The definition: that many fit, one more does not.
    EXPECT_LE(static_cast<double>(visits) * (service + travel), shift);
    EXPECT_GT(static_cast<double>(visits + 1) * (service + travel), shift);
  }
}

TEST(VisitsPerShift, RefusesWhatIsNoTime) {
  const double nan = std::numeric_limits<double>::quiet_NaN(), inf = std::numeric_limits<double>::infinity();
  EXPECT_THROW((void)visits_per_shift(-1, 60, 0), std::invalid_argument);
  EXPECT_THROW((void)visits_per_shift(60, 0, 0), std::invalid_argument);
  EXPECT_THROW((void)visits_per_shift(60, 60, -1), std::invalid_argument);
  EXPECT_THROW((void)visits_per_shift(nan, 60, 0), std::invalid_argument);
  EXPECT_THROW((void)visits_per_shift(60, inf, 0), std::invalid_argument);
  EXPECT_THROW((void)visits_per_shift(60, 60, nan), std::invalid_argument);
}

TEST(DeliveryDay, J10_SixStaffMakeSixtyVisitsOfSeventyFiveAsked) {
  const std::vector<double> requests{50, 25}, travel{12 * kMin, 12 * kMin};
  const std::vector<std::uint32_t> base{0, 0};
  const DeliveryDay day = delivery_day(requests, base, travel, std::vector<std::int64_t>{6}, 7 * kHour, 30 * kMin);
  EXPECT_EQ(day.total_capacity, 60);
  EXPECT_EQ(day.staff, 6);
  EXPECT_DOUBLE_EQ(day.served, 60);
  EXPECT_DOUBLE_EQ(day.served / day.asked, 0.8);
  EXPECT_DOUBLE_EQ(day.backlog(), 15);
  EXPECT_DOUBLE_EQ(day.out_of_reach(), 0);
}

TEST(DeliveryDay, EachBaseServesItsOwnPointsAtItsOwnTravel) {
  // Base 0: 4 requests 10 min away, 2 staff; base 1: 30 requests, mean travel (10*0 + 20*30)/30 = 20 min, 1 staff; one place beyond reach.
  const std::vector<double> requests{4, 10, 20, 7}, travel{10 * kMin, 0, 30 * kMin, 99};
  const std::vector<std::uint32_t> base{0, 1, 1, kNoBase};
  const DeliveryDay day = delivery_day(requests, base, travel, std::vector<std::int64_t>{2, 1}, 8 * kHour, 20 * kMin);
  EXPECT_EQ(day.capacity, (std::vector<std::int64_t>{2 * 16, 12}));
  EXPECT_DOUBLE_EQ(day.travel_s[1], 20 * kMin);
  EXPECT_DOUBLE_EQ(day.served, 4 + 12);   // what base 0 has left over is no help to base 1
  EXPECT_DOUBLE_EQ(day.out_of_reach(), 7);
  EXPECT_DOUBLE_EQ(day.backlog(), 18);
}

TEST(DeliveryDay, AnActivityServesManyAtOnce) {
  const std::vector<double> requests{1000}, travel{0};
  const DeliveryDay day = delivery_day(requests, std::vector<std::uint32_t>{0}, travel, std::vector<std::int64_t>{1}, 8 * kHour, 2 * kHour, 30);
  EXPECT_EQ(day.total_capacity, 120);
}

TEST(DeliveryDay, ConservesRequestsAndMoreStaffNeverServesLess) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    Stream s(seed, "delivery");
    const auto n_bases = static_cast<std::size_t>(s.between(1, 4));
    std::vector<double> requests, travel;
    std::vector<std::uint32_t> base;
    for (int i = 0; i < 20; ++i) {
      requests.push_back(static_cast<double>(s.between(0, 9)));
      travel.push_back(static_cast<double>(s.between(0, 3000)));
      const auto b = s.between(-1, static_cast<std::int64_t>(n_bases) - 1);
      base.push_back(b < 0 ? kNoBase : static_cast<std::uint32_t>(b));
    }
    std::vector<std::int64_t> staff;
    for (std::size_t b = 0; b < n_bases; ++b) staff.push_back(s.between(0, 3));
    const DeliveryDay day = delivery_day(requests, base, travel, staff, 7 * kHour, 30 * kMin);
    EXPECT_NEAR(day.served + day.backlog() + day.out_of_reach(), day.asked, 1e-9);
    EXPECT_GE(day.backlog(), 0);
    // Brute force: every base on its own.
    double served = 0;
    for (std::uint32_t b = 0; b < n_bases; ++b) {
      double asked = 0, minutes = 0;
      for (std::size_t i = 0; i < base.size(); ++i)
        if (base[i] == b) asked += requests[i], minutes += requests[i] * travel[i];
      const double mean = asked > 0 ? minutes / asked : 0;
      served += std::min(asked, std::floor(7 * kHour / (30 * kMin + std::round(mean * 1000) / 1000)) * static_cast<double>(staff[b]));
    }
    EXPECT_NEAR(day.served, served, 1e-9);
    for (auto& c : staff) ++c;
    EXPECT_GE(delivery_day(requests, base, travel, staff, 7 * kHour, 30 * kMin).served, day.served);
  }
}

TEST(DeliveryDay, RefusesArraysThatDoNotFitAndValuesOutOfRange) {
  const std::vector<double> one{1}, two{1, 1}, bad{-1}, nan{std::numeric_limits<double>::quiet_NaN()};
  const std::vector<std::uint32_t> base{0}, far{1};
  const std::vector<std::int64_t> staff{1}, minus{-1};
  const auto day = [&](const auto& r, const auto& b, const auto& t, const auto& st, std::int64_t each = 1) { (void)delivery_day(r, b, t, st, 60, 60, each); };
  EXPECT_THROW(day(two, base, one, staff), std::invalid_argument);
  EXPECT_THROW(day(one, base, two, staff), std::invalid_argument);
  EXPECT_THROW(day(one, far, one, staff), std::invalid_argument);
  EXPECT_THROW(day(one, base, one, minus), std::invalid_argument);
  EXPECT_THROW(day(bad, base, one, staff), std::invalid_argument);
  EXPECT_THROW(day(nan, base, one, staff), std::invalid_argument);
  EXPECT_THROW(day(one, base, bad, staff), std::invalid_argument);
  EXPECT_THROW(day(one, base, nan, staff), std::invalid_argument);
  EXPECT_THROW(day(one, base, one, staff, 0), std::invalid_argument);
}

}  // namespace
}  // namespace catchment
