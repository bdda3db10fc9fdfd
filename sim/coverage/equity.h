#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace catchment {

// Equity measures for values y with weights p (persons). All are order-free: inputs are sorted inside, so that the same
// values in another order give the same bits. Undefined ratios (no weight, zero mean) are std::nullopt, never 0.
// `p` may be empty: equal weights. Values must be finite and >= 0 (any sign for `quantile`), weights finite and >= 0,
// lengths equal: else std::invalid_argument. Time O(n log n). Oracles OB-19..OB-25.

struct LorenzPoint { double people = 0, value = 0; };  ///< cumulative shares, both 0..1
/// From (0, 0) to (1, 1), one point per value of positive weight; empty where undefined.
std::vector<LorenzPoint> lorenz(std::span<const double> y, std::span<const double> p);
/// 0 (all equal) .. 1.
std::optional<double> gini(std::span<const double> y, std::span<const double> p);
/// Theil's T; total = between + within (Shorrocks 1980).
struct Theil { double total = 0, between = 0, within = 0; };
/// `group` [n] group number per value; empty: one group.
std::optional<Theil> theil(std::span<const double> y, std::span<const double> p, std::span<const std::uint32_t> group = {});
std::optional<double> mean_log_deviation(std::span<const double> y, std::span<const double> p);  ///< nullopt if some y = 0
/// `epsilon` >= 0: aversion to inequality. Source: Atkinson (1970).
struct Atkinson { double index = 0, equally_distributed_equivalent = 0; };
std::optional<Atkinson> atkinson(std::span<const double> y, std::span<const double> p, double epsilon);
/// Share of the total that would have to move for all to be equal.
std::optional<double> hoover(std::span<const double> y, std::span<const double> p);
/// Self-ranked: share of the top 10 % over that of the bottom 40 %.
std::optional<double> palma_self_ranked(std::span<const double> y, std::span<const double> p);
/// Shares of a ranking variable, not of y itself: `rank` [n], e.g. income. Ties in `rank` share their middle position.
std::optional<double> palma_ranked(std::span<const double> y, std::span<const double> p, std::span<const double> rank);
/// -1 (all with the lowest ranked) .. 1; equals the Gini if ranked by y itself. Source: Kakwani (1977).
std::optional<double> concentration_index(std::span<const double> y, std::span<const double> p,
                                          std::span<const double> rank);
/// Type 7 (linear interpolation) for equal weights; for whole weights, of the sample with each value repeated p times;
/// for other weights the same with cumulative weights in place of ranks. `q` 0..1.
std::optional<double> quantile(std::span<const double> y, std::span<const double> p, double q);
struct PovertyGap { double below_share = 0, normalised_gap = 0; };  ///< FGT0, FGT1 below a floor
std::optional<PovertyGap> below_floor(std::span<const double> y, std::span<const double> p, double floor);

}  // namespace catchment
