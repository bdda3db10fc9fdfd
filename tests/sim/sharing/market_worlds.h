#pragma once

#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "sim/sharing/link_types.h"
#include "sim/sharing/matching.h"

namespace catchment {

/// Organisations at these places, named o0, o1, ...
inline World world_of_organisations(const std::vector<Point>& places) {
  World world;
  for (const Point& at : places) {
    Organisation o;
    o.id = "o" + std::to_string(world.organisations.size());
    o.position = at;
    world.organisations.push_back(o);
  }
  return world;
}

/// Weekly half hours from `from` to `to` on a day (0: Monday), in hours.
inline OpeningHours hours_on(int day, double from, double to) {
  OpeningHours out;
  for (int s = static_cast<int>(from * 2); s < static_cast<int>(to * 2); ++s) out.set(static_cast<std::size_t>(day * 48 + s));
  return out;
}
inline OpeningHours half_hours(std::initializer_list<int> slots) {
  OpeningHours out;
  for (const int s : slots) out.set(static_cast<std::size_t>(s));
  return out;
}

inline MarketEntry entry(std::uint32_t organisation, LinkType type, double amount, OpeningHours slots = {}, VenueId venue = {}, bool whole = false) {
  return {OrganisationId(organisation), type, amount, slots, venue, whole};
}

/// Amounts are rounded: those near whole half hours of the week to them, by 0.005 h at most.
constexpr double kRounded = 0.0051;

/// What every matching must keep, whatever it is worth. "" if it does.
inline std::string what_is_wrong(const Matching& m, const std::vector<MarketPair>& pairs) {
  const Market& market = m.market;
  std::vector<double> given(market.offers.size(), 0), got(market.needs.size(), 0);
  double cost = 0, served = 0;
  for (std::size_t k = 0; k < m.shares.size(); ++k) {
    const MatchedShare& s = m.shares[k];
    if (!(s.amount > 0)) return "an empty share";
    double room = 0;
    bool any = false;
    for (const MarketPair& p : pairs)
      if (p.offer == s.offer && p.need == s.need) any = true, room += p.cap < 0 ? 1e300 : p.cap;
    if (!any) return "a share without a pair";
    if (s.amount > room + kRounded) return "more than a pair holds";
    given[s.offer] += s.amount, got[s.need] += s.amount;
    cost += s.cost, served += s.amount;
    const MarketEntry &offer = market.offers[s.offer], &need = market.needs[s.need];
    if ((offer.slots.any() || need.slots.any()) && s.slots.none()) return "hours that are not said";
    if (offer.slots.any() && (s.slots & ~offer.slots).any()) return "hours that the offer does not have";
    if (need.slots.any() && (s.slots & ~need.slots).any()) return "hours that the need does not have";
    if (s.slots.any() && offer.venue.valid() && s.amount > hours_per_month(s.slots) + 1e-9) return "more than its half hours hold";
    for (std::size_t l = 0; l < k; ++l) {
      const MatchedShare& t = m.shares[l];
      if (t.offer == s.offer && t.need == s.need) return "one pair, two shares";
      if (offer.venue.valid() && market.offers[t.offer].venue == offer.venue && (s.slots & t.slots).any()) return "a half hour of a room given twice";
    }
  }
  for (std::size_t o = 0; o < given.size(); ++o)
    if (given[o] > market.offers[o].amount + kRounded) return "an offer promised twice";
  double unmet = 0, by_cause = 0;
  for (std::size_t j = 0; j < got.size(); ++j) {
    if (std::abs(got[j] + m.unmet_of[j] - market.needs[j].amount) > kRounded) return "a need that is not served and unmet in all";
    if (m.unmet_of[j] < 0) return "a need that gets more than it wants";
    if (market.needs[j].whole && got[j] > 0 && m.unmet_of[j] > 0) return "a whole need met in part";
    unmet += m.unmet_of[j];
  }
  for (const double x : m.unmet_by_cause) by_cause += x;
  if (std::abs(unmet - m.unmet) > 1e-6 || std::abs(by_cause - m.unmet) > 1e-6) return "unmet is not the sum of its parts";
  if (std::abs(served - m.served) > 1e-6 || std::abs(m.served + m.unmet - m.needed) > 1e-6) return "served and unmet are not what is needed";
  if (std::abs(cost - m.cost) > 1e-6 * (1 + cost)) return "not its cost";
  if (std::abs(m.total - m.cost - m.penalty_per_unit * m.unmet) > 1e-6 * (1 + m.total)) return "not its total";
  if (m.bound > m.total + 1e-6 * (1 + m.total)) return "a bound that it beats";
  if (m.status == "optimal" && m.bound != m.total) return "optimal with a gap";
  return "";
}

}  // namespace catchment
