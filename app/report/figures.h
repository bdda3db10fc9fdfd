#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "sim/core/cost.h"

namespace catchment::pipeline {

/// Numbers as people read them. Undefined figures are "—" (U+2014), never NaN.
inline constexpr const char* kUndefined = "\xE2\x80\x94";

std::string count_text(std::int64_t value);                ///< 92400 -> "92,400"
std::string decimal_text(double value, int places);        ///< grouped; trailing zeros dropped
std::string decimal_text(const std::optional<double>& value, int places);
std::string fixed_text(const std::optional<double>& value, int places);  ///< zeros kept, for columns of ratios
/// At most one decimal. "100%" and "0%" are said only of exactly all and nothing: otherwise ">99.9%", "<0.1%".
std::string share_text(double share);
std::string share_text(std::int64_t part, std::int64_t whole);
double share_of(std::int64_t part, std::int64_t whole);    ///< NaN if `whole` is 0
/// 640 -> "640 m" / "640 米"; from 10 km on "12.3 km" / "12.3 公里".
std::string metres_text(double metres, bool chinese);
/// A travel cost in its unit; seconds are shown as minutes ("8.5 min" / "8.5 分钟").
std::string cost_text(double value, CostUnit unit, bool chinese);
std::string bytes_text(std::uint64_t bytes);               ///< "1.4 MB"

}  // namespace catchment::pipeline
