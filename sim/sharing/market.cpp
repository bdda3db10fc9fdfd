#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <stdexcept>
#include <string>
#include <tuple>

#include "sim/sharing/link_rows.h"
#include "sim/sharing/link_types.h"
#include "sim/sharing/matching.h"
#include "sim/sharing/shared_places.h"

namespace catchment {

namespace {

/// Less than half a thousandth of a unit is nothing.
constexpr double kNothing = 0.0005;
constexpr double kMostPairs = 5e7;

auto key_of(const MarketEntry& e) { return std::tuple(e.type, e.at, e.venue.value, e.slots.to_string(), e.whole); }

/// Rows of one partner, type, room and hours become one; by type, then partner.
void tidy(std::vector<MarketEntry>& entries) {
  std::vector<std::pair<decltype(key_of(entries.front())), std::size_t>> order;
  for (std::size_t k = 0; k < entries.size(); ++k) order.emplace_back(key_of(entries[k]), k);
  std::sort(order.begin(), order.end());
  std::vector<MarketEntry> out;
  for (std::size_t k = 0; k < order.size(); ++k)
    if (k > 0 && order[k].first == order[k - 1].first) out.back().amount += entries[order[k].second].amount;
    else out.push_back(entries[order[k].second]);
  entries = std::move(out);
}

/// What a link in force carries away, in the type's unit; 0 where nobody says.
double carried(const SharingLink& link) {
  if (link.capacity >= 0) return link.capacity;
  return unit_of(link.type) == "hours/month" ? hours_per_month(link.slots) : 0;
}

using Entries = std::vector<MarketEntry*>;

/// Takes an amount from these entries: those that have some of the link's hours first, then those of any hour.
void take(const Entries& entries, double amount, const OpeningHours& slots) {
  for (const bool hours : {true, false})
    for (MarketEntry* e : entries) {
      if (amount <= 0) return;
      if (slots.any() && (e->slots & slots).none() && (hours || e->slots.any())) continue;   // another hour's is not touched
      const double x = std::min(e->amount, amount);
      e->amount -= x, amount -= x;
    }
}

/// Entries of one partner and type; they lie together.
Entries of_partner(std::vector<MarketEntry>& entries, LinkType type, Partner at) {
  Entries found;
  auto e = std::lower_bound(entries.begin(), entries.end(), std::pair(type, at), [](const MarketEntry& x, const std::pair<LinkType, Partner>& key) { return std::pair(x.type, x.at) < key; });
  for (; e != entries.end() && e->type == type && e->at == at; ++e) found.push_back(&*e);
  return found;
}

/// O(links log entries).
void count_links(const World& world, const SharingOptions& options, bool matched_too, Market& market) {
  std::vector<Entries> rooms(world.venues.size());
  for (MarketEntry& e : market.offers)
    if (e.venue.valid()) rooms[e.venue.value].push_back(&e);
  const std::vector<double> part = parts_of_wishes(world, options);
  for (std::size_t k = 0; k < world.links.size(); ++k) {
    const SharingLink& link = world.links[k];
    if ((link.matched && !matched_too) || !in_force(link, options.date)) continue;
    const double amount = carried(link) * (link.type == LinkType::kVenue ? part[k] : 1);
    if (link.venue.valid()) {
      // The room is taken at those hours, whatever it is used for, and whoever offers it.
      const Entries& room = rooms[link.venue.value];
      take(room, hours_of_use(link, world.venues[link.venue.value]) * part[k], link.slots);
      for (MarketEntry* e : room) {
        if (link.slots.none()) continue;
        e->slots = (e->slots.any() ? e->slots : ~OpeningHours()) & ~link.slots;
        if (e->slots.none()) e->amount = 0;
      }
      if (link.type != LinkType::kVenue) take(of_partner(market.offers, link.type, link.from), amount, link.slots);
    } else {
      take(of_partner(market.offers, link.type, link.from), amount, link.slots);
    }
    take(of_partner(market.needs, link.type, link.to), amount, link.slots);
  }
}

}  // namespace

std::optional<Point> place_of(const World& world, const MarketEntry& entry) {
  return position_of(world, entry.venue.valid() ? Partner(entry.venue) : entry.at);
}

Market market_of(const World& world, const SharingOptions& options, bool matched_too) {
  Market market;
  std::vector<std::uint8_t> named(world.venues.size(), 0);
  for (const Resource& r : world.resources) {
    MarketEntry e{r.at, r.type, r.amount, r.slots, r.need ? VenueId() : r.venue, r.need && r.whole};
    if (e.venue.valid()) {
      named[e.venue.value] = 1;
      if (e.slots.none()) e.slots = world.venues[e.venue.value].hours;
    }
    (r.need ? market.needs : market.offers).push_back(e);
  }
  // A room that shares hours is an offer also where no row says so.
  for (std::uint32_t v = 0; v < world.venues.size(); ++v) {
    const Venue& room = world.venues[v];
    const double hours = shared_hours(room);
    if (named[v] || hours <= 0) continue;
    const VenueId id(v);
    market.offers.push_back({room.owner.valid() ? Partner(room.owner) : Partner(id), LinkType::kVenue, hours, room.hours, id, false});
  }
  tidy(market.offers);
  tidy(market.needs);
  count_links(world, options, matched_too, market);
  const auto nothing = [](const MarketEntry& e) { return e.amount < kNothing; };
  std::erase_if(market.offers, nothing);
  std::erase_if(market.needs, nothing);
  tidy(market.offers);   // hours that links took away may have made two alike
  return market;
}

std::vector<MarketPair> pairs_along_links(const World& world, const Market& market, std::string_view date) {
  // Offers by who and what; needs are looked up the same way.
  const auto by_partner = [](const std::vector<MarketEntry>& entries) {
    std::vector<std::uint32_t> order(entries.size());
    std::iota(order.begin(), order.end(), 0u);
    std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) {
      return std::pair(entries[a].type, entries[a].at) < std::pair(entries[b].type, entries[b].at);
    });
    return order;
  };
  const auto offers = by_partner(market.offers), needs = by_partner(market.needs);
  const auto range = [](const std::vector<std::uint32_t>& order, const std::vector<MarketEntry>& entries, LinkType type, Partner at) {
    const auto less = [&](std::uint32_t k, const std::pair<LinkType, Partner>& key) { return std::pair(entries[k].type, entries[k].at) < key; };
    const auto begin = std::lower_bound(order.begin(), order.end(), std::pair(type, at), less);
    auto end = begin;
    while (end != order.end() && entries[*end].type == type && entries[*end].at == at) ++end;
    return std::span(begin, end);
  };
  std::vector<MarketPair> pairs;
  for (const SharingLink& link : world.links) {
    if (link.matched) continue;   // is no link that somebody gave: what it took along one of those would count twice
    const bool in = in_force(link, date);
    const bool to_come = link.status != LinkStatus::kLapsed && (date.empty() || link.end.empty() || date <= std::string_view(link.end));
    // What a given link in force carries has been counted: a capacity that it states is used up.
    if ((!in && !to_come) || (in && link.capacity >= 0)) continue;
    for (const std::uint32_t o : range(offers, market.offers, link.type, link.from)) {
      if (link.venue.valid() && market.offers[o].venue.valid() && market.offers[o].venue != link.venue) continue;
      for (const std::uint32_t j : range(needs, market.needs, link.type, link.to)) pairs.push_back({o, j, link.cost, link.capacity >= 0 ? link.capacity : -1});
    }
  }
  return pairs;
}

std::vector<MarketPair> pairs_by_distance(const World& world, const Market& market, double cutoff_m) {
  if (cutoff_m < 0) {
    // Everybody with everybody: past this a machine runs out of memory, and the answer says little.
    std::array<double, kLinkTypes> offers{}, needs{};
    for (const MarketEntry& e : market.offers) ++offers[static_cast<std::size_t>(e.type)];
    for (const MarketEntry& e : market.needs) ++needs[static_cast<std::size_t>(e.type)];
    double all = 0;
    for (std::size_t k = 0; k < kLinkTypes; ++k) all += offers[k] * needs[k];
    if (all > kMostPairs)
      throw InputError("sharing.match", "anybody with anybody would be " + std::to_string(static_cast<long long>(all / 1e6)) + " million pairs of offers and needs", "match within reach: over = \"reach\" and a cutoff");
  }
  struct Placed { double x, y; std::uint32_t offer; };
  std::array<std::vector<Placed>, kLinkTypes> placed;          // by x
  std::array<std::vector<std::uint32_t>, kLinkTypes> nowhere;
  for (std::uint32_t o = 0; o < market.offers.size(); ++o) {
    const auto type = static_cast<std::size_t>(market.offers[o].type);
    if (const auto at = place_of(world, market.offers[o])) placed[type].push_back({at->x, at->y, o});
    else nowhere[type].push_back(o);
  }
  for (auto& column : placed) std::sort(column.begin(), column.end(), [](const Placed& a, const Placed& b) { return std::pair(a.x, a.offer) < std::pair(b.x, b.offer); });
  std::vector<MarketPair> pairs, row;
  for (std::uint32_t j = 0; j < market.needs.size(); ++j) {
    const MarketEntry& need = market.needs[j];
    const auto type = static_cast<std::size_t>(need.type);
    const auto& column = placed[type];
    row.clear();
    const auto at = place_of(world, need);
    if (at) {
      // A millimetre more: the cutoff is compared after rounding.
      auto p = cutoff_m < 0 ? column.begin()
                            : std::lower_bound(column.begin(), column.end(), at->x - cutoff_m - 0.001, [](const Placed& q, double x) { return q.x < x; });
      for (; p != column.end() && (cutoff_m < 0 || p->x <= at->x + cutoff_m + 0.001); ++p) {
        const double cost = std::round(std::hypot(p->x - at->x, p->y - at->y) * 1000) / 1000;
        if (cutoff_m < 0 || cost <= cutoff_m) row.push_back({p->offer, j, cost, -1});
      }
    }
    if (cutoff_m < 0) {
      if (!at)
        for (const Placed& p : column) row.push_back({p.offer, j, 0, -1});
      for (const std::uint32_t o : nowhere[type]) row.push_back({o, j, 0, -1});
    }
    std::erase_if(row, [&](const MarketPair& p) { return market.offers[p.offer].at == need.at; });
    std::sort(row.begin(), row.end(), [](const MarketPair& a, const MarketPair& b) { return a.offer < b.offer; });
    pairs.insert(pairs.end(), row.begin(), row.end());
  }
  return pairs;
}

std::vector<MarketPair> pairs_of_table(const Market& market, const CostTable& within) {
  if (within.n_origins() != market.needs.size() || within.n_destinations != market.offers.size())
    throw std::invalid_argument("pairs_of_table: a table of " + std::to_string(within.n_origins()) + " by " + std::to_string(within.n_destinations) +
                                " for " + std::to_string(market.needs.size()) + " needs and " + std::to_string(market.offers.size()) + " offers");
  std::vector<MarketPair> pairs;
  for (std::uint32_t j = 0; j < market.needs.size(); ++j) {
    const auto offers = within.destinations_of(j);
    const auto costs = within.costs_of(j);
    for (std::size_t k = 0; k < offers.size(); ++k) {
      const MarketEntry& offer = market.offers[offers[k]];
      if (offer.type != market.needs[j].type || offer.at == market.needs[j].at || costs[k] >= kUnreachable) continue;
      pairs.push_back({offers[k], j, from_cost(costs[k]), -1});
    }
  }
  return pairs;
}

std::vector<SharingLink> links_of(const Matching& matching) {
  std::vector<SharingLink> links;
  for (const MatchedShare& share : matching.shares) {
    const MarketEntry &offer = matching.market.offers[share.offer], &need = matching.market.needs[share.need];
    SharingLink link;
    link.from = offer.at, link.to = need.at;
    link.type = offer.type;
    link.kind = "matched";
    link.capacity = share.amount;
    link.cost = share.amount > 0 ? share.cost / share.amount : 0;
    link.slots = share.slots;
    link.status = LinkStatus::kActive;
    link.venue = offer.venue;
    link.matched = true;
    links.push_back(link);
  }
  return links;
}

}  // namespace catchment
