#include "sim/network/slope_speed.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace catchment {

namespace {

constexpr double kUphill = 6.66, kDownhill = 3.96, kFastestSlope = 0.055, kBrake = 3.68, kSteepSlope = 0.10, kSteepBrake = 7.6;
constexpr double kPushing_mps = 3.2 / 3.6;

double riding_factor(double slope) {
  if (slope >= 0) return 1 - kUphill * slope;
  const double down = -slope;
  if (down <= kFastestSlope) return 1 + kDownhill * down;
  if (down <= kSteepSlope) return 1 + kDownhill * kFastestSlope - kBrake * (down - kFastestSlope);
  return 1 + kDownhill * kFastestSlope - kBrake * (kSteepSlope - kFastestSlope) - kSteepBrake * (down - kSteepSlope);
}

/// Least real root of x^3 + a x^2 + b x + c.
double least_root(double a, double b, double c) {
  const double q = (a * a - 3 * b) / 9, r = (2 * a * a * a - 9 * a * b + 27 * c) / 54;
  if (r * r < q * q * q) {
    const double angle = std::acos(std::clamp(r / std::sqrt(q * q * q), -1.0, 1.0));
    constexpr double kTurn = 2 * std::numbers::pi;
    double least = 0;
    bool first = true;
    for (const double turn : std::array{0.0, kTurn, -kTurn}) {
      const double root = -2 * std::sqrt(q) * std::cos((angle + turn) / 3) - a / 3;
      least = first ? root : std::min(least, root);
      first = false;
    }
    return least;
  }
  const double part = -std::copysign(std::cbrt(std::abs(r) + std::sqrt(r * r - q * q * q)), r);
  return part + (part != 0 ? q / part : 0) - a / 3;
}

}  // namespace

double tobler_pace_factor(double slope) { return std::exp(3.5 * (std::abs(slope + 0.05) - 0.05)); }

double cycling_speed_mps(double flat_mps, double slope) {
  const double pushed = std::min(flat_mps, kPushing_mps) / tobler_pace_factor(slope);
  return std::max(flat_mps * riding_factor(slope), pushed);
}

// Power P = Cm v (CdA rho/2 v^2 + rolling + v + CrV) on the flat, as that program has it (the term v + CrV should be
// v CrV; with the air's density at 373/293 of its value at sea level whatever the altitude). The slope's speed solves
// v^3 + CrVn/(CdA rho) v^2 + 2 F/(CdA rho) v - 2 P/(Cm CdA rho) = 0; of three roots it takes the least, without sign.
double accessmod_cycling_speed_mps(double flat_mps, double slope) {
  if (!(flat_mps > 0)) return 0;
  constexpr double kMass = 92, kDragArea = 0.4, kRolling = 0.008, kRollingBySpeed = 0.2, kLosses = 1.09, kGravity = 9.81;
  constexpr double kAir = 1.225 * 373 / 293.15;
  const double power = kLosses * flat_mps *
                       (kDragArea * kAir / 2 * flat_mps * flat_mps + kGravity * kMass * kRolling + flat_mps + kRollingBySpeed);
  const double angle = std::atan(slope);
  const double force = kGravity * kMass * (kRolling * std::cos(angle) + std::sin(angle));
  return std::abs(least_root(kRollingBySpeed * std::cos(angle) / (kDragArea * kAir), 2 * force / (kDragArea * kAir),
                             -2 * power / (kLosses * kDragArea * kAir)));
}

}  // namespace catchment
