#include "sim/network/vertical_time.h"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

namespace catchment {
namespace {

PersonGroup group(const char* name) {
  const auto groups = default_person_groups();
  return *find_group(groups, name);
}

TEST(VerticalTime, OfAWalkUpIsTheMeanOverItsFloors) {
  // Six floors, no lift: 0, 10, ... 50 s down 3 m storeys at 18 m/min; mean 25 s. Elders at 12 m/min: 0, 15, ... 75; 37.5 s.
  EXPECT_EQ(vertical_time(6, -1, group("adult"), {}).cost, 25'000u);
  EXPECT_EQ(vertical_time(6, -1, group("elder"), {}).cost, 37'500u);
  EXPECT_EQ(vertical_time(6, 0, group("elder"), {}).home_floors, 6);
  EXPECT_EQ(vertical_time(1, -1, group("adult"), {}).cost, 0u);
}

TEST(VerticalTime, WithALiftTakesTheQuickerWayFloorByFloor) {
  // Seven floors have a lift: 30 s + 3 s a storey against 10 s a storey: stairs up to the fifth (40 s against 42 s), then
  // 45 and 48 s by lift. (0 + 10 + 20 + 30 + 40 + 45 + 48) / 7 = 27.571 s.
  EXPECT_EQ(vertical_time(7, -1, group("adult"), {}).cost, 27'571u);
  // A wheelchair rides from the first floor up: (33 + 36 + 39 + 42 + 45 + 48) / 7 = 34.714 s.
  const VerticalTime chair = vertical_time(7, -1, group("wheelchair"), {});
  EXPECT_EQ(chair.cost, 34'714u);
  EXPECT_EQ(chair.floors_cut_off, 0);
  // A stated lift counts from any height on, a stated lack of one at any height.
  EXPECT_EQ(vertical_time(3, 1, group("wheelchair"), {}).cost, 23'000u);  // (0 + 33 + 36) / 3
  EXPECT_EQ(vertical_time(7, 0, group("adult"), {}).cost, 30'000u);
}

TEST(VerticalTime, OfAWheelchairWithoutALiftIsNoMeanOverPeopleWhoCannotLeave) {
  const VerticalTime time = vertical_time(6, -1, group("wheelchair"), {});
  EXPECT_EQ(time.cost, kUnreachable);
  EXPECT_EQ(time.floors_cut_off, 5);
  EXPECT_EQ(time.home_floors, 6);
  EXPECT_EQ(vertical_time(1, -1, group("wheelchair"), {}).cost, 0u);
}

TEST(VerticalTime, CountsHomesFromTheFirstHomeFloorOn) {
  VerticalOptions shops_below;
  shops_below.first_home_floor = 2;
  EXPECT_EQ(vertical_time(6, -1, group("adult"), shops_below).cost, 30'000u);  // (10 + ... + 50) / 5
  // A building lower than that is home on its highest floor.
  EXPECT_EQ(vertical_time(1, -1, group("adult"), shops_below).cost, 0u);
  EXPECT_EQ(vertical_time(1, -1, group("adult"), shops_below).home_floors, 1);
}

TEST(VerticalTime, NeverFallsWithAnotherFloorAndRefusesWhatIsNoBuilding) {
  for (const char* name : {"adult", "elder", "child"})
    for (int lift = -1; lift <= 1; ++lift)
      for (int floors = 1; floors < 40; ++floors)
        if (lift >= 0 || floors + 1 != VerticalOptions{}.lift_from_floors) {
          EXPECT_LE(vertical_time(floors, lift, group(name), {}).cost, vertical_time(floors + 1, lift, group(name), {}).cost)
              << name << " " << floors;
        }
  EXPECT_THROW(vertical_time(0, -1, group("adult"), {}), std::invalid_argument);
  EXPECT_THROW(vertical_time(3, -1, group("adult"), {.lift_wait_s = -1}), std::invalid_argument);
  EXPECT_THROW(vertical_time(3, -1, group("adult"), {.storey_height_m = NAN}), std::invalid_argument);
}

}  // namespace
}  // namespace catchment
