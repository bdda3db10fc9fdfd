#pragma once

#include <cstdint>
#include <span>

namespace catchment {

/// Whom information reaches on the spot (touch screens) or online (J11). Shares of all persons counted; NaN if nobody is.
struct InformationReach {
  double screens = 0;            ///< within reach of a screen
  double online = 0;             ///< follow the online channel
  double reached = 0;            ///< by one or both, if the two are independent of each other in every place
  double at_least = 0, at_most = 0;  ///< whatever their dependence (Frechet bounds): max(screens, online), min(1, screens + online)
  double persons = 0;            ///< expected persons reached
};

/// reached = sum of persons * (1 - (1 - s)(1 - o)) over all persons, s = 1 where a screen is within reach and 0 elsewhere,
/// o the online share of the place: with 40 % near a screen and 70 % online everywhere, 1 - .6 * .3 = 82 %.
///
/// - `screen`   [n_points] 1 if a screen is within reach
/// - `online`   [n_points] share 0..1
/// - `persons`  [n_points] >= 0
/// - `counted`  [n_points] or empty: 0 leaves a point out
///
/// at_least <= reached <= at_most. O(points). Throws std::invalid_argument if lengths disagree or a value is out of range.
/// Source of the bounds: Frechet (1935), Fundamenta Mathematicae 25:379-387.
InformationReach information_reach(std::span<const std::uint8_t> screen, std::span<const double> online,
                                   std::span<const std::int64_t> persons, std::span<const std::uint8_t> counted = {});

}  // namespace catchment
