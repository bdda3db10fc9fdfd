#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "sim/core/ids.h"

namespace catchment {

// The dashboard's figures of the four changes (U2): to the grassroots, to overall progress (the Gini of coverage between
// districts: equity.h), to openness, to precision. Undefined ratios are std::nullopt, never 0.

/// Share of an amount that stands at low levels.
struct LevelShare {
  std::int64_t low = 0, all = 0;
  [[nodiscard]] std::optional<double> share() const;
};
/// - `level`   [n] of each facility
/// - `amount`  [n] of each, e.g. staff, >= 0
/// - `low`     the levels that count as low
/// Throws std::invalid_argument if lengths disagree or an amount is negative.
LevelShare share_at_levels(std::span<const int> level, std::span<const std::int64_t> amount, std::span<const int> low);

/// Links between members of different units.
struct CrossUnitLinks {
  std::int64_t links = 0;        ///< whose two ends each have one unit
  std::int64_t cross = 0;        ///< of them: between two units
  std::int64_t without_unit = 0; ///< left out: an end without a unit, or with several
  [[nodiscard]] std::optional<double> share() const;
};
/// `from`, `to` [n_links] the unit of each end; invalid: none, or not exactly one. Throws std::invalid_argument if lengths disagree.
CrossUnitLinks cross_unit_links(std::span<const UnitId> from, std::span<const UnitId> to);

/// Targeting error: the share of the supply that would have to move to another area for it to follow the need,
/// 1/2 * sum over areas of |need share - supply share|; 0 on target .. 1 all in areas without need.
///
/// - `need`, `supply`  [n_areas] finite, >= 0, each in any unit
/// -> std::nullopt if either sums to 0. Throws std::invalid_argument if lengths disagree or a value is out of range.
///
/// With need and supply brought to one total it is at once the error of exclusion (need without supply) and of inclusion
/// (supply without need) of Cornia & Stewart (1993), Journal of International Development 5(5):459-496. The formula is the
/// index of dissimilarity of Duncan & Duncan (1955), American Sociological Review 20(2):210-217.
std::optional<double> targeting_error(std::span<const double> need, std::span<const double> supply);

}  // namespace catchment
