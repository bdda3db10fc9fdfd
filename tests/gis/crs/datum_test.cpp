#include "gis/crs/datum.h"

#include <gtest/gtest.h>

#include <cmath>

#include "sim/core/random.h"

namespace catchment::gis {
namespace {

TEST(Datum, ForwardGivesThePublicValuesAtPeoplesSquare) {
  // The public approximation, computed with an independent script in another language.
  const LonLat wgs{121.4737, 31.2304};
  const LonLat gcj = wgs84_to_gcj02(wgs);
  EXPECT_NEAR(gcj.lon, 121.478223059, 1e-8);
  EXPECT_NEAR(gcj.lat, 31.228457738, 1e-8);
  const LonLat bd = wgs84_to_bd09(wgs);
  EXPECT_NEAR(haversine_m(wgs, gcj), 481, 5);
  EXPECT_NEAR(haversine_m(wgs, bd), 1130, 40);
  const LonLat two_steps = gcj02_to_bd09(gcj);
  EXPECT_DOUBLE_EQ(bd.lon, two_steps.lon);
  EXPECT_DOUBLE_EQ(bd.lat, two_steps.lat);
}

TEST(Datum, RoundTripsCloseWithinACentimetreAllOverChina) {
  double worst_m = 0, worst_residual_m = 0;
  int most_iterations = 0;
  for (double lon = 73.05; lon < 136.5; lon += 0.7)
    for (double lat = 1.05; lat < 55; lat += 0.7) {
      const LonLat p{lon, lat};
      for (const Datum datum : {Datum::kGcj02, Datum::kBd09}) {
        const Inverted back = to_wgs84(from_wgs84(p, datum), datum);
        worst_m = std::max(worst_m, haversine_m(back.at, p));
        worst_residual_m = std::max(worst_residual_m, back.residual_m);
        most_iterations = std::max(most_iterations, back.iterations);
      }
      worst_m = std::max(worst_m, haversine_m(bd09_to_gcj02(gcj02_to_bd09(p)).at, p));
    }
  EXPECT_LT(worst_m, 0.01);
  EXPECT_LT(worst_residual_m, 0.0001);
  EXPECT_LT(most_iterations, 40);
  RecordProperty("worst_round_trip_m", std::to_string(worst_m));
}

TEST(Datum, InverseThenForwardComesBackToTheShiftedPosition) {
  Stream random(7, "datum inverse");
  for (int i = 0; i < 2000; ++i) {
    const LonLat shifted{random.uniform(74, 135), random.uniform(3, 54)};
    EXPECT_LT(haversine_m(wgs84_to_gcj02(gcj02_to_wgs84(shifted).at), shifted), 1e-4) << shifted.lon << " " << shifted.lat;
    EXPECT_LT(haversine_m(wgs84_to_bd09(bd09_to_wgs84(shifted).at), shifted), 1e-4) << shifted.lon << " " << shifted.lat;
  }
}

TEST(Datum, IsTheIdentityOutsideChina) {
  for (const LonLat p : {LonLat{-51.2, -30.03}, LonLat{139.7, 35.7}, LonLat{71.9, 31}, LonLat{121.4, 0.5},
                         LonLat{121.4, 56}, LonLat{0, 0}, LonLat{-121.4, 31.2}})
    for (const Datum datum : {Datum::kGcj02, Datum::kBd09, Datum::kWgs84, Datum::kCgcs2000}) {
      const LonLat there = from_wgs84(p, datum);
      EXPECT_EQ(there.lon, p.lon);
      EXPECT_EQ(there.lat, p.lat);
      const Inverted back = to_wgs84(p, datum);
      EXPECT_EQ(back.at.lon, p.lon);
      EXPECT_EQ(back.at.lat, p.lat);
      EXPECT_EQ(back.residual_m, 0);
    }
}

TEST(Datum, Cgcs2000AndWgs84AreTakenAsEqual) {
  const LonLat p{121.4737, 31.2304};
  EXPECT_EQ(to_wgs84(p, Datum::kCgcs2000).at.lon, p.lon);
  EXPECT_EQ(from_wgs84(p, Datum::kCgcs2000).lat, p.lat);
}

TEST(Datum, HasNames) {
  EXPECT_STREQ(name_of(Datum::kGcj02), "GCJ-02");
  EXPECT_STREQ(name_of(Datum::kBd09), "BD-09");
  EXPECT_STREQ(name_of(Datum::kWgs84), "WGS-84");
  EXPECT_STREQ(name_of(Datum::kCgcs2000), "CGCS2000");
}

TEST(Distance, O0_1_EllipsoidalMatchesGeographicLib) {
  EXPECT_NEAR(ellipsoidal_distance_m({-73.8, 40.6}, {-0.5, 51.6}), 5551759.400, 0.0006);
}

TEST(Distance, O0_2_HaversineOfTheSamePair) {
  EXPECT_NEAR(haversine_m({-73.8, 40.6}, {-0.5, 51.6}), 5536891.987, 0.0006);
}

TEST(Distance, O0_3_HundredthsOfADegreeAtShanghai) {
  EXPECT_NEAR(haversine_m({121.47, 31.23}, {121.47, 31.24}), 1111.951, 0.0006);
  EXPECT_NEAR(haversine_m({121.47, 31.23}, {121.48, 31.23}), 950.821, 0.0006);
}

TEST(Distance, EllipsoidalStandsTheAntipodesAndTheEquator) {
  // Values of GeographicLib's geodesic, printed to 0.1 mm.
  EXPECT_NEAR(ellipsoidal_distance_m({0, 0}, {179.5, 0.5}), 19936288.5790, 0.001);
  EXPECT_NEAR(ellipsoidal_distance_m({0, 0}, {179.7, 0.5}), 19944127.4208, 0.001);
  EXPECT_NEAR(ellipsoidal_distance_m({0, 90}, {0, -90}), 20003931.4586, 0.001);
  EXPECT_NEAR(ellipsoidal_distance_m({0, 0}, {180, 0}), 20003931.4586, 0.001);
  EXPECT_NEAR(ellipsoidal_distance_m({0, 0}, {90, 0}), 6378137 * std::acos(-1.0) / 2, 0.001);
  EXPECT_EQ(ellipsoidal_distance_m({121.4, 31.2}, {121.4, 31.2}), 0);
  EXPECT_NEAR(ellipsoidal_distance_m({179.9, 10}, {-179.9, 10}), ellipsoidal_distance_m({0, 10}, {0.2, 10}), 1e-6);
}

}  // namespace
}  // namespace catchment::gis
