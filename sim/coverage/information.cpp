#include "sim/coverage/information.h"

#include <algorithm>
#include <limits>
#include <stdexcept>

#include "sim/core/sum.h"

namespace catchment {

InformationReach information_reach(std::span<const std::uint8_t> screen, std::span<const double> online,
                                   std::span<const std::int64_t> persons, std::span<const std::uint8_t> counted) {
  const std::size_t n = persons.size();
  if (screen.size() != n || online.size() != n || (!counted.empty() && counted.size() != n))
    throw std::invalid_argument("information_reach: lengths disagree");
  std::int64_t all = 0, near = 0;
  Sum followers, reached;
  for (std::size_t i = 0; i < n; ++i) {
    if (persons[i] < 0) throw std::invalid_argument("information_reach: negative persons");
    if (!(online[i] >= 0 && online[i] <= 1)) throw std::invalid_argument("information_reach: an online share is not in 0..1");
    if (!counted.empty() && counted[i] == 0) continue;
    const double w = static_cast<double>(persons[i]);
    all += persons[i];
    if (screen[i] != 0) near += persons[i];
    followers.add(w * online[i]);
    reached.add(screen[i] != 0 ? w : w * online[i]);
  }
  InformationReach out;
  if (all == 0) {
    out.screens = out.online = out.reached = out.at_least = out.at_most = std::numeric_limits<double>::quiet_NaN();
    return out;
  }
  const double total = static_cast<double>(all);
  out.screens = static_cast<double>(near) / total;
  out.online = followers.value() / total;
  out.persons = reached.value();
  out.reached = out.persons / total;
  out.at_least = std::max(out.screens, out.online);
  out.at_most = std::min(1.0, out.screens + out.online);
  return out;
}

}  // namespace catchment
