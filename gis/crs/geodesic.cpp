// Distances on the ground: the sphere (haversine) and the WGS-84 ellipsoid (Vincenty 1975, Survey Review 23(176):88-93).
#include <algorithm>
#include <cmath>
#include <numbers>
#include <optional>

#include "gis/crs/datum.h"

namespace catchment::gis {

namespace {

constexpr double kA = 6378137.0;
constexpr double kF = 1 / 298.257223563;
constexpr double kB = kA * (1 - kF);
constexpr double kToRadians = std::numbers::pi / 180;

struct Series { double a, b; };

// Vincenty's A and B in Helmert's k1, good to 1e-12 of the distance.
Series series(double cos2_alpha) {
  const double u2 = cos2_alpha * (kA * kA - kB * kB) / (kB * kB);
  const double root = std::sqrt(1 + u2);
  const double k1 = (root - 1) / (root + 1);
  return {(1 + k1 * k1 / 4) / (1 - k1), k1 * (1 - 3.0 / 8 * k1 * k1)};
}

double delta_sigma(double b, double sin_sigma, double cos_sigma, double cos_2m) {
  return b * sin_sigma *
         (cos_2m + b / 4 * (cos_sigma * (-1 + 2 * cos_2m * cos_2m) -
                            b / 6 * cos_2m * (-3 + 4 * sin_sigma * sin_sigma) * (-3 + 4 * cos_2m * cos_2m)));
}

double longitude_term(double cos2_alpha) { return kF / 16 * cos2_alpha * (4 + kF * (4 - 3 * cos2_alpha)); }

double reduced_latitude(double lat) { return std::atan((1 - kF) * std::tan(lat * kToRadians)); }

// Nothing for nearly antipodal points, where the iteration wanders.
std::optional<double> vincenty_inverse(LonLat p, LonLat q) {
  const double u1 = reduced_latitude(p.lat), u2 = reduced_latitude(q.lat);
  const double sin_u1 = std::sin(u1), cos_u1 = std::cos(u1), sin_u2 = std::sin(u2), cos_u2 = std::cos(u2);
  const double l = std::remainder(q.lon - p.lon, 360.0) * kToRadians;
  double lambda = l;
  for (int i = 0; i < 100; ++i) {
    const double sin_l = std::sin(lambda), cos_l = std::cos(lambda);
    const double sin_sigma = std::hypot(cos_u2 * sin_l, cos_u1 * sin_u2 - sin_u1 * cos_u2 * cos_l);
    if (sin_sigma == 0) {
      if (cos_l > 0) return 0.0;
      return std::nullopt;
    }
    const double cos_sigma = sin_u1 * sin_u2 + cos_u1 * cos_u2 * cos_l;
    const double sigma = std::atan2(sin_sigma, cos_sigma);
    const double sin_alpha = cos_u1 * cos_u2 * sin_l / sin_sigma;
    const double cos2_alpha = 1 - sin_alpha * sin_alpha;
    const double cos_2m = cos2_alpha > 1e-15 ? cos_sigma - 2 * sin_u1 * sin_u2 / cos2_alpha : 0;  // 0 on the equator
    const double c = longitude_term(cos2_alpha);
    const double next = l + (1 - c) * kF * sin_alpha *
                                (sigma + c * sin_sigma * (cos_2m + c * cos_sigma * (-1 + 2 * cos_2m * cos_2m)));
    if (std::abs(next) > std::numbers::pi) return std::nullopt;
    if (std::abs(next - lambda) < 1e-13) {
      const Series s = series(cos2_alpha);
      return kB * s.a * (sigma - delta_sigma(s.b, sin_sigma, cos_sigma, cos_2m));
    }
    lambda = next;
  }
  return std::nullopt;
}

// Where one arrives after `s` metres from p at an azimuth in radians.
LonLat vincenty_direct(LonLat p, double azimuth, double s) {
  const double u1 = reduced_latitude(p.lat);
  const double sin_u1 = std::sin(u1), cos_u1 = std::cos(u1);
  const double sin_a = std::sin(azimuth), cos_a = std::cos(azimuth);
  const double sigma1 = std::atan2(std::tan(u1), cos_a);
  const double sin_alpha = cos_u1 * sin_a;
  const double cos2_alpha = 1 - sin_alpha * sin_alpha;
  const Series t = series(cos2_alpha);
  double sigma = s / (kB * t.a), sin_sigma = 0, cos_sigma = 1, cos_2m = 1;
  for (int i = 0; i < 100; ++i) {
    cos_2m = std::cos(2 * sigma1 + sigma);
    sin_sigma = std::sin(sigma);
    cos_sigma = std::cos(sigma);
    const double next = s / (kB * t.a) + delta_sigma(t.b, sin_sigma, cos_sigma, cos_2m);
    const bool done = std::abs(next - sigma) < 1e-14;
    sigma = next;
    if (done) break;
  }
  const double side = sin_u1 * sin_sigma - cos_u1 * cos_sigma * cos_a;
  const double lat = std::atan2(sin_u1 * cos_sigma + cos_u1 * sin_sigma * cos_a, (1 - kF) * std::hypot(sin_alpha, side));
  const double lambda = std::atan2(sin_sigma * sin_a, cos_u1 * cos_sigma - sin_u1 * sin_sigma * cos_a);
  const double c = longitude_term(cos2_alpha);
  const double l = lambda - (1 - c) * kF * sin_alpha *
                                (sigma + c * sin_sigma * (cos_2m + c * cos_sigma * (-1 + 2 * cos_2m * cos_2m)));
  return {p.lon + l / kToRadians, lat / kToRadians};
}

// Nearly antipodal: the shortest way is the shortest over all first azimuths of (a quarter of the earth, then the
// geodesic to q), both parts of which are far from antipodal. A scan finds the valley, golden section its floor.
double antipodal_distance(LonLat p, LonLat q) {
  constexpr double quarter_m = 10001965.729;
  constexpr int steps = 360;
  const auto through = [&](double azimuth) {
    return quarter_m + vincenty_inverse(vincenty_direct(p, azimuth, quarter_m), q).value_or(2 * quarter_m);
  };
  double best = 0, shortest = through(0);
  for (int i = 1; i < steps; ++i) {
    const double azimuth = 2 * std::numbers::pi * i / steps;
    if (const double d = through(azimuth); d < shortest) {
      shortest = d;
      best = azimuth;
    }
  }
  const double step = 2 * std::numbers::pi / steps, ratio = (std::sqrt(5.0) - 1) / 2;
  double low = best - step, high = best + step;
  for (int i = 0; i < 60; ++i) {
    const double a = high - ratio * (high - low), b = low + ratio * (high - low);
    const double at_a = through(a), at_b = through(b);
    shortest = std::min({shortest, at_a, at_b});
    (at_a < at_b ? high : low) = at_a < at_b ? b : a;
  }
  return shortest;
}

}  // namespace

double ellipsoidal_distance_m(LonLat a, LonLat b) {
  if (const auto s = vincenty_inverse(a, b)) return *s;
  return antipodal_distance(a, b);
}

double haversine_m(LonLat a, LonLat b, double radius_m) {
  const double half_phi = std::sin((b.lat - a.lat) * kToRadians / 2);
  const double half_lambda = std::sin((b.lon - a.lon) * kToRadians / 2);
  const double h = half_phi * half_phi +
                   std::cos(a.lat * kToRadians) * std::cos(b.lat * kToRadians) * half_lambda * half_lambda;
  return 2 * radius_m * std::asin(std::sqrt(std::min(1.0, h)));
}

}  // namespace catchment::gis
