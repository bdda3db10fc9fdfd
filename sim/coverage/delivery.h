#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace catchment {

/// Visits (or contacts) that one member of staff completes in a shift: whole ones, floor(shift / (service + travel)), in whole
/// milliseconds. 7 h, 30 min of service and 12 min of travel: 420 / 42 = 10. Times in seconds; shift and travel >= 0,
/// service > 0: else std::invalid_argument.
std::int64_t visits_per_shift(double shift_s, double service_s, double travel_s);

/// One working day of a delivery channel (N8, J10).
struct DeliveryDay {
  std::vector<double> requests;             ///< [n_bases] a day, of the points that each base serves
  std::vector<double> travel_s;             ///< [n_bases] mean travel of one visit, requests as weights; 0 without requests
  std::vector<std::int64_t> capacity;       ///< [n_bases] contacts a day
  double asked = 0;                         ///< requests a day of all points
  double reached = 0;                       ///< of them, at points that some base serves
  double served = 0;                        ///< sum over bases of min(requests, capacity)
  double mean_travel_s = 0;                 ///< of all requests reached; 0 if there are none
  std::int64_t staff = 0, total_capacity = 0;
  [[nodiscard]] double backlog() const { return reached - served; }    ///< a day, left for tomorrow
  [[nodiscard]] double out_of_reach() const { return asked - reached; }
};

inline constexpr std::uint32_t kNoBase = UINT32_MAX;

/// Each base's staff serve the points that are theirs. All visits of a base are taken as equal, at its mean travel: the
/// capacity is staff * visits_per_shift * contacts_per_visit.
///
/// - `requests`            [n_points] a day, finite, >= 0
/// - `base`                [n_points] which base serves it; kNoBase: out of reach
/// - `travel_s`            [n_points] travel of one visit in all (there and back, if that is what is meant), >= 0; not read
///                         where base is kNoBase
/// - `staff`               [n_bases] >= 0
/// - `contacts_per_visit`  >= 1: persons that one activity serves
///
/// asked = served + backlog + out of reach. Time O(points + bases). Throws std::invalid_argument if lengths disagree or a value is out of range.
DeliveryDay delivery_day(std::span<const double> requests, std::span<const std::uint32_t> base, std::span<const double> travel_s,
                         std::span<const std::int64_t> staff, double shift_s, double service_s, std::int64_t contacts_per_visit = 1);

}  // namespace catchment
