#include "gis/crs/projector.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <vector>

#include "sim/core/error.h"

namespace catchment::gis {
namespace {

constexpr Point kPeoplesSquare{121.4737, 31.2304};

std::string message_of(const std::function<void()>& call) {
  try {
    call();
  } catch (const InputError& e) {
    return e.what();
  }
  return {};
}

TEST(ChooseCrs, IsTheUtmZoneOfThePlace) {
  EXPECT_EQ(choose_crs({121.47, 31.23}), "EPSG:32651");
  EXPECT_EQ(choose_crs({-51.2, -30.03}), "EPSG:32722");
  EXPECT_EQ(choose_crs({-122.4, 37.8}), "EPSG:32610");
  EXPECT_EQ(choose_crs({180, 10}), "EPSG:32601");
  EXPECT_EQ(choose_crs({-180, 10}), "EPSG:32601");
  EXPECT_EQ(choose_crs({179.99, 10}), "EPSG:32660");
  EXPECT_EQ(choose_crs({481.47, 31.23}), "EPSG:32651");
  EXPECT_EQ(choose_crs({0, 0}), "EPSG:32631");
  EXPECT_EQ(choose_crs({10, 88}), "EPSG:32661");
  EXPECT_EQ(choose_crs({10, -88}), "EPSG:32761");
  EXPECT_THROW(choose_crs({std::nan(""), 1}), InputError);
  EXPECT_THROW(choose_crs({31.23, 121.47}), InputError);
}

TEST(RequireMetres, TakesProjectedCrsInMetres) {
  for (const char* crs : {"EPSG:32651", "EPSG:4549", "EPSG:31467", "EPSG:27700", "EPSG:3035", "EPSG:32661"})
    EXPECT_NO_THROW(require_metres(crs, "town.toml:4:7")) << crs;
}

TEST(RequireMetres, RefusesWhatCannotMeasureMetresAndSaysWhy) {
  const auto refusal = [](const char* crs) { return message_of([&] { require_metres(crs, "town.toml:4:7"); }); };
  EXPECT_NE(refusal("EPSG:4326").find("degrees"), std::string::npos);
  EXPECT_NE(refusal("EPSG:4490").find("degrees"), std::string::npos);
  EXPECT_NE(refusal("EPSG:3857").find("Mercator"), std::string::npos);
  EXPECT_NE(refusal("EPSG:3395").find("Mercator"), std::string::npos);
  EXPECT_NE(refusal("EPSG:4087").find("grow with latitude"), std::string::npos);
  EXPECT_NE(refusal("EPSG:2263").find("unit"), std::string::npos);   // New York, US survey feet
  EXPECT_NE(refusal("EPSG:4978").find("not a projected"), std::string::npos);
  EXPECT_NE(refusal("EPSG:99999").find("not a coordinate reference system"), std::string::npos);
  EXPECT_NE(refusal("shanghai").find("not a coordinate reference system"), std::string::npos);
  EXPECT_NE(refusal("").find("not a coordinate reference system"), std::string::npos);
  EXPECT_NE(refusal("/etc/passwd").find("not a coordinate reference system"), std::string::npos);
  for (const char* crs : {"EPSG:4326", "EPSG:3857", "shanghai"}) {
    EXPECT_TRUE(refusal(crs).starts_with("town.toml:4:7: ")) << refusal(crs);
    EXPECT_NE(refusal(crs).find("EPSG:32651"), std::string::npos) << "no remedy in: " << refusal(crs);
  }
}

TEST(Projector, GivesTheKnownCoordinatesOfPeoplesSquare) {
  const Point utm = Projector("EPSG:4326", Datum::kDeclaredByCrs, "EPSG:32651").apply(kPeoplesSquare);
  EXPECT_NEAR(utm.x, 354633.649, 0.0006);
  EXPECT_NEAR(utm.y, 3456140.530, 0.0006);
  const Point gauss = Projector("EPSG:4326", Datum::kWgs84, "EPSG:4549").apply(kPeoplesSquare);
  EXPECT_NEAR(gauss.x, 640412.315, 0.0006);   // EPSG:4549's own order is northing first
  EXPECT_NEAR(gauss.y, 3457455.489, 0.0006);
}

TEST(Projector, KeepsXEastWhateverTheAuthoritysAxisOrder) {
  const Point from_gauss =
      Projector("EPSG:4549", Datum::kDeclaredByCrs, "EPSG:32651").apply(Point{640412.315, 3457455.489});
  EXPECT_NEAR(from_gauss.x, 354633.649, 0.002);
  EXPECT_NEAR(from_gauss.y, 3456140.530, 0.002);
  const LonLat back = ToLonLat("EPSG:4549")({640412.315, 3457455.489});
  EXPECT_NEAR(back.lon, kPeoplesSquare.x, 1e-7);
  EXPECT_NEAR(back.lat, kPeoplesSquare.y, 1e-7);
}

TEST(Projector, TakesTheShiftOffAndStatesWhatIsLeft) {
  const Projector plain("EPSG:4326", Datum::kWgs84, "EPSG:32651");
  const Point truth = plain.apply(kPeoplesSquare);
  for (const Datum datum : {Datum::kGcj02, Datum::kBd09}) {
    const LonLat shifted = from_wgs84({kPeoplesSquare.x, kPeoplesSquare.y}, datum);
    // The label does not matter: coordinates in these datums are degrees.
    for (const char* label : {"EPSG:4326", "EPSG:4490", ""}) {
      const Projector projector(label, datum, "EPSG:32651");
      EXPECT_LT(distance(projector.apply({shifted.lon, shifted.lat}), truth), 0.001);
      EXPECT_LT(projector.residual_m(), 0.0001);
    }
    EXPECT_GT(distance(plain.apply({shifted.lon, shifted.lat}), truth), 400);
  }
  EXPECT_EQ(plain.residual_m(), 0);
}

TEST(Projector, AssumesDegreesForADeclaredDatumWithoutCrs) {
  EXPECT_NEAR(Projector("", Datum::kWgs84, "EPSG:32651").apply(kPeoplesSquare).x, 354633.649, 0.0006);
  EXPECT_NEAR(Projector("", Datum::kCgcs2000, "EPSG:32651").apply(kPeoplesSquare).x, 354633.649, 0.0006);
  EXPECT_THROW(Projector("", Datum::kDeclaredByCrs, "EPSG:32651"), InputError);
  EXPECT_THROW(Projector("EPSG:4326", Datum::kAsk, "EPSG:32651"), InputError);
}

TEST(Projector, KeepsTheBitsWhereNothingIsToBeDone) {
  const Projector same("EPSG:32651", Datum::kDeclaredByCrs, "EPSG:32651");
  const Point p{354633.64912345, 3456140.53098765};
  EXPECT_EQ(same.apply(p), p);
}

TEST(Projector, NamesThePointThatCannotBeProjected) {
  const Projector projector("EPSG:4326", Datum::kDeclaredByCrs, "EPSG:32651");
  for (const Point bad : {Point{std::nan(""), 31}, Point{std::numeric_limits<double>::infinity(), 31}, Point{31, 121},
                          Point{354633, 3456140}}) {
    std::vector<Point> points(5000, kPeoplesSquare);
    points[4321] = bad;
    std::size_t failed = 0;
    auto copy = points;
    EXPECT_FALSE(projector.try_apply(copy, &failed));
    EXPECT_EQ(failed, 4321u);
    EXPECT_NE(message_of([&] { projector.apply(points); }).find("point 4322: "), std::string::npos);
  }
}

TEST(Projector, RefusesAnUnknownCrs) {
  EXPECT_THROW(Projector("EPSG:123456", Datum::kDeclaredByCrs, "EPSG:32651"), InputError);
  EXPECT_THROW(Projector("EPSG:4326", Datum::kDeclaredByCrs, "metres"), InputError);
  EXPECT_THROW(ToLonLat("nowhere"), InputError);
}

TEST(Projector, ClonesGiveEqualBits) {
  const Projector projector("EPSG:4326", Datum::kGcj02, "EPSG:4549");
  const Projector clone = projector.clone();
  for (int i = 0; i < 100; ++i) {
    const Point p{121 + i * 0.01, 31 + i * 0.005};
    EXPECT_EQ(projector.apply(p), clone.apply(p));
  }
}

TEST(ToLonLat, InvertsTheProjectorToTheMillimetre) {
  for (const char* crs : {"EPSG:32651", "EPSG:4549"}) {
    const Projector forward("EPSG:4326", Datum::kDeclaredByCrs, crs);
    const ToLonLat back(crs);
    for (double lon = 120.8; lon < 122.3; lon += 0.1)
      for (double lat = 30.6; lat < 31.9; lat += 0.1) {
        const LonLat p = back(forward.apply({lon, lat}));
        EXPECT_LT(haversine_m(p, {lon, lat}), 0.001);
      }
  }
}

}  // namespace
}  // namespace catchment::gis
