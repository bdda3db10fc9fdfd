#include "sim/coverage/delivery.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "sim/core/sum.h"

namespace catchment {

std::int64_t visits_per_shift(double shift_s, double service_s, double travel_s) {
  // Beyond a thousand years a duration is a mistake, and it would not fit.
  constexpr double kLongest = 3e10;
  if (!(shift_s >= 0) || !(service_s > 0) || !(travel_s >= 0) || shift_s > kLongest || service_s > kLongest || travel_s > kLongest)
    throw std::invalid_argument("visits_per_shift: shift and travel must be >= 0, service > 0, all finite");
  const auto ms = [](double s) { return std::int64_t{std::llround(s * 1000)}; };
  return ms(shift_s) / std::max<std::int64_t>(1, ms(service_s) + ms(travel_s));
}

DeliveryDay delivery_day(std::span<const double> requests, std::span<const std::uint32_t> base, std::span<const double> travel_s,
                         std::span<const std::int64_t> staff, double shift_s, double service_s, std::int64_t contacts_per_visit) {
  const std::size_t n = requests.size(), n_bases = staff.size();
  if (base.size() != n || travel_s.size() != n) throw std::invalid_argument("delivery_day: lengths disagree");
  if (contacts_per_visit < 1) throw std::invalid_argument("delivery_day: a visit has at least one contact");
  if (std::any_of(staff.begin(), staff.end(), [](std::int64_t s) { return s < 0; }))
    throw std::invalid_argument("delivery_day: negative staff");
  std::vector<Sum> asked_of(n_bases), travel_of(n_bases);
  Sum asked, reached, travel;
  for (std::size_t i = 0; i < n; ++i) {
    if (!(requests[i] >= 0) || !std::isfinite(requests[i])) throw std::invalid_argument("delivery_day: requests must be finite and >= 0");
    asked.add(requests[i]);
    if (base[i] == kNoBase) continue;
    if (base[i] >= n_bases) throw std::invalid_argument("delivery_day: a point's base does not exist");
    if (!(travel_s[i] >= 0) || !std::isfinite(travel_s[i])) throw std::invalid_argument("delivery_day: travel must be finite and >= 0");
    reached.add(requests[i]);
    travel.add(requests[i] * travel_s[i]);
    asked_of[base[i]].add(requests[i]);
    travel_of[base[i]].add(requests[i] * travel_s[i]);
  }
  DeliveryDay out;
  out.asked = asked.value();
  out.reached = reached.value();
  out.mean_travel_s = out.reached > 0 ? travel.value() / out.reached : 0;
  Sum served;
  for (std::size_t b = 0; b < n_bases; ++b) {
    out.requests.push_back(asked_of[b].value());
    out.travel_s.push_back(out.requests[b] > 0 ? travel_of[b].value() / out.requests[b] : 0);
    out.capacity.push_back(staff[b] * visits_per_shift(shift_s, service_s, out.travel_s[b]) * contacts_per_visit);
    out.staff += staff[b];
    out.total_capacity += out.capacity[b];
    served.add(std::min(out.requests[b], static_cast<double>(out.capacity[b])));
  }
  out.served = std::min(served.value(), out.reached);
  return out;
}

}  // namespace catchment
