#include "app/report/figures.h"

#include <fmt/format.h>

#include <cmath>
#include <limits>

namespace catchment::pipeline {
namespace {

std::string grouped_digits(std::string digits) {
  for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3)
    digits.insert(static_cast<std::size_t>(at), 1, ',');
  return digits;
}

}  // namespace

std::string count_text(std::int64_t value) {
  std::string digits = std::to_string(value);
  if (value >= 0) return grouped_digits(std::move(digits));
  return "\xE2\x88\x92" + grouped_digits(digits.substr(1));  // U+2212
}

std::string decimal_text(double value, int places) {
  if (!std::isfinite(value)) return kUndefined;
  std::string digits = fmt::format("{:.{}f}", std::fabs(value), places);
  std::string fraction;
  if (const auto dot = digits.find('.'); dot != std::string::npos) {
    fraction = digits.substr(dot);
    digits.resize(dot);
    fraction.erase(fraction.find_last_not_of('0') + 1);
    if (fraction == ".") fraction.clear();
  }
  const bool zero = digits == "0" && fraction.empty();
  std::string text = value < 0 && !zero ? "\xE2\x88\x92" : "";
  text += grouped_digits(std::move(digits));
  text += fraction;
  return text;
}

std::string decimal_text(const std::optional<double>& value, int places) {
  return value ? decimal_text(*value, places) : std::string(kUndefined);
}

std::string fixed_text(const std::optional<double>& value, int places) {
  return value && std::isfinite(*value) ? fmt::format("{:.{}f}", *value, places) : std::string(kUndefined);
}

std::string share_text(double share) {
  if (!std::isfinite(share)) return kUndefined;
  if (share <= 0) return "0%";
  if (share >= 1) return "100%";
  if (share < 0.0005) return "<0.1%";
  if (share >= 0.9995) return ">99.9%";
  return fmt::format("{:.1f}%", 100 * share);
}

double share_of(std::int64_t part, std::int64_t whole) {
  return whole == 0 ? std::numeric_limits<double>::quiet_NaN() : static_cast<double>(part) / static_cast<double>(whole);
}

std::string share_text(std::int64_t part, std::int64_t whole) { return share_text(share_of(part, whole)); }

std::string metres_text(double metres, bool chinese) {
  if (!std::isfinite(metres)) return kUndefined;
  if (std::fabs(metres) >= 10000) return decimal_text(metres / 1000, 1) + (chinese ? " 公里" : " km");
  return decimal_text(metres, std::fabs(metres) < 10 ? 1 : 0) + (chinese ? " 米" : " m");
}

std::string cost_text(double value, CostUnit unit, bool chinese) {
  if (unit == CostUnit::kMetres) return metres_text(value, chinese);
  if (!std::isfinite(value)) return kUndefined;
  return decimal_text(value / 60, 1) + (chinese ? " 分钟" : " min");
}

std::string bytes_text(std::uint64_t bytes) {
  const auto value = static_cast<double>(bytes);
  if (value < 1e3) return fmt::format("{} B", bytes);
  if (value < 1e6) return decimal_text(value / 1e3, 0) + " kB";
  if (value < 1e9) return decimal_text(value / 1e6, 1) + " MB";
  return decimal_text(value / 1e9, 1) + " GB";
}

}  // namespace catchment::pipeline
