#include "sim/coverage/dashboard.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "sim/core/sum.h"

namespace catchment {

namespace {

std::optional<double> ratio(std::int64_t part, std::int64_t whole) {
  if (whole == 0) return std::nullopt;
  return static_cast<double>(part) / static_cast<double>(whole);
}

double total(std::span<const double> values) {
  Sum sum;
  for (const double v : values) {
    if (!(v >= 0) || !std::isfinite(v)) throw std::invalid_argument("targeting_error: values must be finite and >= 0");
    sum.add(v);
  }
  return sum.value();
}

}  // namespace

std::optional<double> LevelShare::share() const { return ratio(low, all); }
std::optional<double> CrossUnitLinks::share() const { return ratio(cross, links); }

LevelShare share_at_levels(std::span<const int> level, std::span<const std::int64_t> amount, std::span<const int> low) {
  if (level.size() != amount.size()) throw std::invalid_argument("share_at_levels: lengths disagree");
  LevelShare out;
  for (std::size_t i = 0; i < level.size(); ++i) {
    if (amount[i] < 0) throw std::invalid_argument("share_at_levels: negative amount");
    out.all += amount[i];
    if (std::find(low.begin(), low.end(), level[i]) != low.end()) out.low += amount[i];
  }
  return out;
}

CrossUnitLinks cross_unit_links(std::span<const UnitId> from, std::span<const UnitId> to) {
  if (from.size() != to.size()) throw std::invalid_argument("cross_unit_links: lengths disagree");
  CrossUnitLinks out;
  for (std::size_t k = 0; k < from.size(); ++k) {
    if (!from[k].valid() || !to[k].valid()) {
      ++out.without_unit;
      continue;
    }
    ++out.links;
    out.cross += from[k] != to[k];
  }
  return out;
}

std::optional<double> targeting_error(std::span<const double> need, std::span<const double> supply) {
  if (need.size() != supply.size()) throw std::invalid_argument("targeting_error: lengths disagree");
  const double needed = total(need), supplied = total(supply);
  if (!(needed > 0) || !(supplied > 0)) return std::nullopt;
  Sum apart;
  for (std::size_t a = 0; a < need.size(); ++a) apart.add(std::abs(need[a] / needed - supply[a] / supplied));
  return std::clamp(apart.value() / 2, 0.0, 1.0);
}

}  // namespace catchment
