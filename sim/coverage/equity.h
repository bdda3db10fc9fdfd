#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace catchment {

// Equity measures of models.md B.5, for values y with weights p (persons). All are order-free: inputs are sorted
// inside. Undefined ratios (no weight, zero mean) are std::nullopt, never 0. Oracles OB-19..OB-25.

struct LorenzPoint { double people = 0, value = 0; };  ///< cumulative shares, both 0..1
std::vector<LorenzPoint> lorenz(std::span<const double> y, std::span<const double> p);
std::optional<double> gini(std::span<const double> y, std::span<const double> p);
struct Theil { double total = 0, between = 0, within = 0; };
/// `group` [n] group number per value; empty: one group.
std::optional<Theil> theil(std::span<const double> y, std::span<const double> p, std::span<const std::uint32_t> group = {});
std::optional<double> mean_log_deviation(std::span<const double> y, std::span<const double> p);  ///< nullopt if some y = 0
struct Atkinson { double index = 0, equally_distributed_equivalent = 0; };
std::optional<Atkinson> atkinson(std::span<const double> y, std::span<const double> p, double epsilon);
std::optional<double> hoover(std::span<const double> y, std::span<const double> p);
/// Self-ranked: share of the top 10 % over that of the bottom 40 %.
std::optional<double> palma_self_ranked(std::span<const double> y, std::span<const double> p);
/// Type 7 (linear interpolation) for equal weights; for weights, of the sample with each value repeated p times.
std::optional<double> quantile(std::span<const double> y, std::span<const double> p, double q);
struct PovertyGap { double below_share = 0, normalised_gap = 0; };  ///< FGT0, FGT1 below a floor
std::optional<PovertyGap> below_floor(std::span<const double> y, std::span<const double> p, double floor);

}  // namespace catchment
