#include "sim/network/slope_speed.h"

#include <gtest/gtest.h>

#include <cmath>

namespace catchment {
namespace {

TEST(ToblerPace, IsThePublishedCurveScaledToTheFlatSpeed) {
  // Tobler (1993): 6 exp(-3.5 |s + 0.05|) km/h; 5.036742... on the flat, 6 at -5 %.
  const double flat_kmh = 6 * std::exp(-3.5 * 0.05);
  for (const double slope : {-1.0, -0.3, -0.1, -0.05, -0.01, 0.0, 0.05, 0.2, 0.8})
    EXPECT_NEAR(flat_kmh / tobler_pace_factor(slope), 6 * std::exp(-3.5 * std::abs(slope + 0.05)), 1e-12) << slope;
  EXPECT_DOUBLE_EQ(tobler_pace_factor(0), 1);
  EXPECT_NEAR(tobler_pace_factor(-0.05), std::exp(-0.175), 1e-15);
  EXPECT_NEAR(tobler_pace_factor(-0.1), 1, 1e-15);  // as fast down 10 % as on the flat
}

TEST(CyclingSpeed, FollowsTheMeasuredLines) {
  // Parkin & Rotheram (2010): 6.01 m/s on the flat, 40.02 m/s less per unit of climb, 23.79 more per unit of descent.
  for (const double s : {0.0, 0.02, 0.05}) EXPECT_NEAR(cycling_speed_mps(6.01, s), 6.01 - 40.02 * s, 0.002) << s;
  for (const double s : {-0.02, -0.05}) EXPECT_NEAR(cycling_speed_mps(6.01, s), 6.01 - 23.79 * s, 0.01) << s;
}

TEST(CyclingSpeed, IsContinuousFastestAtFiveAndAHalfPercentDownAndNeverBelowPushing) {
  double before = cycling_speed_mps(4, -0.8), best = 0, best_at = 0;
  for (int i = -7999; i <= 8000; ++i) {
    const double slope = i * 1e-4, v = cycling_speed_mps(4, slope);
    EXPECT_LT(std::abs(v - before), 0.0055) << slope;
    EXPECT_GE(v, 3.2 / 3.6 / tobler_pace_factor(slope)) << slope;
    EXPECT_LE(v, 4 * 1.22) << slope;
    if (v > best) best = v, best_at = slope;
    before = v;
  }
  EXPECT_NEAR(best_at, -0.055, 1e-9);
  // Slower than pushing speed on the flat: pushed no faster than it is ridden.
  EXPECT_DOUBLE_EQ(cycling_speed_mps(0.5, 0), 0.5);
  EXPECT_EQ(cycling_speed_mps(0, 0.1), 0);
}

TEST(AccessmodCycling, SolvesItsOwnPowerBalance) {
  // The speed that comes out needs the power that went in: climbing, where the equation has one root.
  for (const double kmh : {10.0, 12.0, 15.0})
    for (const double slope : {0.0, 0.02, 0.1, 0.3}) {
      const double v0 = kmh / 3.6, v = accessmod_cycling_speed_mps(v0, slope), rho = 1.225 * 373 / 293.15, beta = std::atan(slope);
      const double put_in = v0 * (0.2 * rho * v0 * v0 + 9.81 * 92 * 0.008 + v0 + 0.2);
      const double needed = v * (0.2 * rho * v * v + 9.81 * 92 * (0.008 * std::cos(beta) + std::sin(beta)) + 0.2 * std::cos(beta) * v / 2);
      EXPECT_NEAR(needed, put_in, 1e-9 * put_in) << kmh << " at " << slope;
    }
  EXPECT_NEAR(accessmod_cycling_speed_mps(15 / 3.6, 0) * 3.6, 17.206, 0.001);
  EXPECT_EQ(accessmod_cycling_speed_mps(0, 0.1), 0);
}

}  // namespace
}  // namespace catchment
