#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/core/cost.h"

namespace catchment::scene {

/// Numbers as people read them on a map: no locale, no more digits than the data carries.
std::string grouped(std::int64_t n);                       ///< 60000 -> "60,000"
std::string percent(double share);                         ///< 0.9117 -> "91.2%", 1 -> "100%", NaN -> "–"
std::string decimal(double value, int places);             ///< fixed, trailing zeros dropped
/// A travel cost in its unit: "500 m", "1.2 km", "10 min" / "500 米", "10 分钟". `value` in metres or seconds.
std::string cost_text(double value, CostUnit unit, bool chinese);

/// 1, 2, 2.5 or 5 times a power of ten: the largest that is at most `value` (> 0).
double round_down_nice(double value);
double round_up_nice(double value);

/// Lines no wider than `width_px`: breaks at spaces, after CJK characters and punctuation; a longer word is cut.
std::vector<std::string> wrapped(const std::string& utf8, double size_px, double width_px, bool bold = false);
/// Cut with an ellipsis to fit.
std::string shortened(const std::string& utf8, double size_px, double width_px, bool bold = false);

/// Code points of a UTF-8 text; a bad byte is U+FFFD.
std::vector<char32_t> code_points(std::string_view utf8);
std::string utf8(char32_t code_point);

}  // namespace catchment::scene
