#include "gis/crs/datum.h"

#include <cmath>
#include <numbers>

namespace catchment::gis {

namespace {

constexpr double kPi = std::numbers::pi;
constexpr double kToRadians = kPi / 180;

// The Krasovsky 1940 ellipsoid, on which the GCJ-02 offsets in metres are turned into degrees.
constexpr double kKrasovskyA = 6378245.0;
constexpr double kKrasovskyE2 = 0.00669342162296594323;

// 1e-10 degree is about 0.01 mm: far below the approximation's own error of a few decimetres.
constexpr double kInverseTolerance_deg = 1e-10;
constexpr int kInverseLimit = 50;

// Degrees to add to a WGS-84 position. Smooth and defined everywhere; the box is the callers' business.
LonLat gcj02_offset(LonLat p) {
  const double x = p.lon - 105, y = p.lat - 35;
  const double common = 20 * std::sin(6 * kPi * x) + 20 * std::sin(2 * kPi * x);
  const double north_m = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * std::sqrt(std::abs(x)) +
                         (common + 20 * std::sin(kPi * y) + 40 * std::sin(kPi * y / 3) +
                          160 * std::sin(kPi * y / 12) + 320 * std::sin(kPi * y / 30)) * 2 / 3;
  const double east_m = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * std::sqrt(std::abs(x)) +
                        (common + 20 * std::sin(kPi * x) + 40 * std::sin(kPi * x / 3) +
                         150 * std::sin(kPi * x / 12) + 300 * std::sin(kPi * x / 30)) * 2 / 3;
  const double phi = p.lat * kToRadians;
  const double w2 = 1 - kKrasovskyE2 * std::sin(phi) * std::sin(phi);
  const double meridian_radius = kKrasovskyA * (1 - kKrasovskyE2) / (w2 * std::sqrt(w2));
  const double parallel_radius = kKrasovskyA / std::sqrt(w2) * std::cos(phi);
  return {east_m / (parallel_radius * kToRadians), north_m / (meridian_radius * kToRadians)};
}

LonLat gcj02_forward(LonLat p) {
  const LonLat d = gcj02_offset(p);
  return {p.lon + d.lon, p.lat + d.lat};
}

LonLat bd09_forward(LonLat p) {
  constexpr double k = kPi * 3000 / 180;
  const double r = std::hypot(p.lon, p.lat) + 0.00002 * std::sin(p.lat * k);
  const double angle = std::atan2(p.lat, p.lon) + 0.000003 * std::cos(p.lon * k);
  return {r * std::cos(angle) + 0.0065, r * std::sin(angle) + 0.006};
}

// Fixed point of x -> x - (forward(x) - target). The offsets change by less than 1 in 50 per degree of shift, so each
// step wins about two digits.
template <class Forward>
Inverted invert(Forward forward, LonLat target) {
  Inverted result{target, 0, 0};
  for (;;) {
    const LonLat there = forward(result.at);
    const double miss_lon = there.lon - target.lon, miss_lat = there.lat - target.lat;
    const bool close = std::abs(miss_lon) <= kInverseTolerance_deg && std::abs(miss_lat) <= kInverseTolerance_deg;
    if (close || result.iterations == kInverseLimit) {
      result.residual_m = haversine_m(there, target);
      return result;
    }
    result.at.lon -= miss_lon;
    result.at.lat -= miss_lat;
    ++result.iterations;
  }
}

}  // namespace

bool in_china(LonLat p) {
  return p.lon >= 72.004 && p.lon <= 137.8347 && p.lat >= 0.8293 && p.lat <= 55.8271;
}

LonLat wgs84_to_gcj02(LonLat wgs84) { return in_china(wgs84) ? gcj02_forward(wgs84) : wgs84; }
LonLat gcj02_to_bd09(LonLat gcj02) { return in_china(gcj02) ? bd09_forward(gcj02) : gcj02; }

LonLat wgs84_to_bd09(LonLat wgs84) {
  return in_china(wgs84) ? bd09_forward(gcj02_forward(wgs84)) : wgs84;
}

Inverted gcj02_to_wgs84(LonLat gcj02) {
  return in_china(gcj02) ? invert(gcj02_forward, gcj02) : Inverted{gcj02, 0, 0};
}

Inverted bd09_to_gcj02(LonLat bd09) {
  return in_china(bd09) ? invert(bd09_forward, bd09) : Inverted{bd09, 0, 0};
}

Inverted bd09_to_wgs84(LonLat bd09) {
  if (!in_china(bd09)) return {bd09, 0, 0};
  const Inverted gcj02 = invert(bd09_forward, bd09);
  Inverted result = invert(gcj02_forward, gcj02.at);
  result.iterations += gcj02.iterations;
  result.residual_m = haversine_m(bd09_forward(gcj02_forward(result.at)), bd09);
  return result;
}

Inverted to_wgs84(LonLat p, Datum datum) {
  switch (datum) {
    case Datum::kGcj02: return gcj02_to_wgs84(p);
    case Datum::kBd09: return bd09_to_wgs84(p);
    case Datum::kAsk: case Datum::kDeclaredByCrs: case Datum::kWgs84: case Datum::kCgcs2000: break;
  }
  return {p, 0, 0};
}

LonLat from_wgs84(LonLat wgs84, Datum datum) {
  switch (datum) {
    case Datum::kGcj02: return wgs84_to_gcj02(wgs84);
    case Datum::kBd09: return wgs84_to_bd09(wgs84);
    case Datum::kAsk: case Datum::kDeclaredByCrs: case Datum::kWgs84: case Datum::kCgcs2000: break;
  }
  return wgs84;
}

const char* name_of(Datum datum) {
  switch (datum) {
    case Datum::kAsk: return "not declared";
    case Datum::kDeclaredByCrs: return "as its CRS says";
    case Datum::kWgs84: return "WGS-84";
    case Datum::kGcj02: return "GCJ-02";
    case Datum::kBd09: return "BD-09";
    case Datum::kCgcs2000: return "CGCS2000";
  }
  return "";
}

}  // namespace catchment::gis
