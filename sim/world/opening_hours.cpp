#include "sim/world/opening_hours.h"

#include <stdexcept>

namespace catchment {

namespace {

constexpr int kSlotMinutes = 30, kDayMinutes = 24 * 60, kDaySlots = kDayMinutes / kSlotMinutes;

std::size_t slots(const OpeningHours& open, const OpeningHours& window) { return (open & window).count(); }

}  // namespace

OpeningHours weekly_hours(int first_day, int last_day, int first_minute, int last_minute) {
  if (first_day < 0 || last_day < first_day || last_day > 6) throw std::invalid_argument("weekly_hours: days must be 0..6, ascending");
  if (first_minute < 0 || last_minute <= first_minute || last_minute > kDayMinutes || first_minute % kSlotMinutes != 0 ||
      last_minute % kSlotMinutes != 0)
    throw std::invalid_argument("weekly_hours: minutes must be whole half hours of one day, ascending");
  OpeningHours out;
  for (int day = first_day; day <= last_day; ++day)
    for (int slot = first_minute / kSlotMinutes; slot < last_minute / kSlotMinutes; ++slot)
      out.set(static_cast<std::size_t>(day * kDaySlots + slot));
  return out;
}

OpeningHours whole_week() { return OpeningHours().set(); }

std::optional<double> temporal_coverage(std::span<const OpeningHours> open, const OpeningHours& window) {
  if (window.none()) return std::nullopt;
  OpeningHours any;
  for (const OpeningHours& hours : open) any |= hours;
  return static_cast<double>(slots(any, window)) / static_cast<double>(window.count());
}

TemporalCoverage temporal_coverage_of_demand(const CostTable& within, std::span<const OpeningHours> hours,
                                             std::span<const std::int64_t> persons, std::span<const std::uint8_t> counted,
                                             const OpeningHours& window) {
  const std::size_t n = within.n_origins();
  if (hours.size() != within.n_destinations) throw std::invalid_argument("temporal_coverage: hours do not fit the table");
  if (persons.size() != n || (!counted.empty() && counted.size() != n))
    throw std::invalid_argument("temporal_coverage: persons do not fit the table");
  if (window.none()) throw std::invalid_argument("temporal_coverage: the window is empty");
  TemporalCoverage out;
  out.share.resize(n);
  out.unstated.resize(n);
  // Whole person-slots, so that the mean does not depend on the order of the sum.
  std::int64_t covered = 0, people = 0;
  for (std::size_t i = 0; i < n; ++i) {
    if (persons[i] < 0) throw std::invalid_argument("temporal_coverage: negative persons");
    OpeningHours any;
    for (const std::uint32_t j : within.destinations_of(i)) {
      any |= hours[j];
      if (hours[j].none()) out.unstated[i] = 1;
    }
    const auto open = static_cast<std::int64_t>(slots(any, window));
    out.share[i] = static_cast<double>(open) / static_cast<double>(window.count());
    if (!counted.empty() && counted[i] == 0) continue;
    covered += open * persons[i];
    people += persons[i];
  }
  if (people > 0) out.mean = static_cast<double>(covered) / (static_cast<double>(people) * static_cast<double>(window.count()));
  return out;
}

}  // namespace catchment
