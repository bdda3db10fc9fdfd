// Offers and needs of one type by the half hours of the week that they share.
#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "sim/sharing/type_market.h"

namespace catchment {

namespace {

constexpr std::uint32_t kNone = UINT32_MAX;

OpeningHours or_always(const OpeningHours& hours) { return hours.any() ? hours : ~OpeningHours(); }

/// Offers of a room belong together as soon as one of them, or a need that one of them could meet, has hours. Elsewhere only the offer's
/// own hours count: how many people somebody could send at one time who names no hours is not known. Fills `group_of` [offers].
std::vector<TimedGroup> groups_of_offers(const TypeMarket& market, std::vector<std::uint32_t>& group_of) {
  std::vector<TimedGroup> groups;
  struct Room { std::vector<std::uint32_t> offers; bool hours_matter = false; };
  std::map<std::uint32_t, Room> rooms;
  group_of.assign(market.have.size(), kNone);
  for (std::uint32_t o = 0; o < market.have.size(); ++o) {
    const bool hours = market.offer_hours[o].any();
    if (market.room[o] != kNone) {
      Room& room = rooms[market.room[o]];
      room.offers.push_back(o);
      room.hours_matter |= hours;
    } else if (hours) {
      group_of[o] = static_cast<std::uint32_t>(groups.size());
      groups.emplace_back().offers = {o};
      groups.back().exclusive = market.one_at_a_time[o] != 0;
    }
  }
  for (const auto& pair : market.pairs)
    if (market.room[pair.offer] != kNone && market.need_hours[pair.need].any()) rooms[market.room[pair.offer]].hours_matter = true;
  for (auto& [number, room] : rooms) {
    if (!room.hours_matter) continue;
    for (const std::uint32_t o : room.offers) group_of[o] = static_cast<std::uint32_t>(groups.size());
    groups.emplace_back().offers = std::move(room.offers);
    groups.back().exclusive = true;
  }
  return groups;
}

/// Pairs come by need, so the needs of each group do too.
void add_pairs(const TypeMarket& market, const std::vector<std::uint32_t>& group_of, std::vector<TimedGroup>& groups) {
  for (std::uint32_t p = 0; p < market.pairs.size(); ++p) {
    const TypeMarket::Pair& pair = market.pairs[p];
    if (group_of[pair.offer] == kNone) continue;
    TimedGroup& group = groups[group_of[pair.offer]];
    if (!group.needs.empty() && group.needs.back().need == pair.need) {
      auto& need = group.needs.back();
      need.cost = std::min(need.cost, pair.cost);
      need.cap += pair.cap;
      ++need.end;
    } else {
      const auto begin = static_cast<std::uint32_t>(group.pairs.size());
      group.needs.push_back({pair.need, 0, pair.cost, pair.cap, begin, begin + 1});
    }
    group.pairs.push_back(p);
  }
}

/// The hours of all needs, each set once: many needs have the same.
struct NeedHours {
  std::vector<std::uint32_t> of;     ///< [needs]
  std::vector<OpeningHours> set;
  explicit NeedHours(const TypeMarket& market) {
    std::map<std::string, std::uint32_t> at;
    for (const OpeningHours& need : market.need_hours) {
      const auto [found, fresh] = at.emplace(need.to_string(), static_cast<std::uint32_t>(set.size()));
      if (fresh) set.push_back(or_always(need));
      of.push_back(found->second);
    }
  }
};

/// Needs of like hours that like offers may go to are looked at together.
struct Pattern { std::uint32_t hours; std::vector<std::uint32_t> offers; };
std::vector<Pattern> find_patterns(const TypeMarket& market, const NeedHours& hours, TimedGroup& group) {
  std::vector<Pattern> patterns;
  std::map<std::pair<std::uint32_t, std::vector<std::uint32_t>>, std::uint32_t> pattern_at;
  std::vector<std::uint32_t> offers;
  for (auto& need : group.needs) {
    offers.clear();
    for (const std::uint32_t p : group.pairs_of(need))
      if (offers.empty() || offers.back() != market.pairs[p].offer) offers.push_back(market.pairs[p].offer);
    const std::uint32_t set = hours.of[need.need];
    if (!patterns.empty() && patterns.back().hours == set && patterns.back().offers == offers) {
      need.pattern = static_cast<std::uint32_t>(patterns.size() - 1);
      continue;
    }
    const auto [at, fresh] = pattern_at.emplace(std::pair(set, offers), static_cast<std::uint32_t>(patterns.size()));
    if (fresh) patterns.push_back({set, offers});
    need.pattern = at->second;
  }
  return patterns;
}

/// Half hours that the same offers and the same needs have are one class.
void find_classes(const TypeMarket& market, const NeedHours& hours, const std::vector<Pattern>& patterns, TimedGroup& group) {
  group.pattern_classes.resize(patterns.size());
  std::map<std::vector<std::uint32_t>, std::uint32_t> class_at;   // by who has it: offers, then patterns
  for (std::size_t s = 0; s < kWeekSlots; ++s) {
    std::vector<std::uint32_t> offers, in;
    const auto has = [&](std::uint32_t offer) -> bool { return or_always(market.offer_hours[offer])[s]; };
    for (std::uint32_t k = 0; k < group.offers.size(); ++k)
      if (has(group.offers[k])) offers.push_back(k);
    for (std::uint32_t k = 0; k < patterns.size(); ++k)
      if (hours.set[patterns[k].hours][s] && std::any_of(patterns[k].offers.begin(), patterns[k].offers.end(), has)) in.push_back(k);
    if (in.empty()) continue;
    std::vector<std::uint32_t> who = offers;
    who.push_back(kNone);
    who.insert(who.end(), in.begin(), in.end());
    const auto [at, fresh] = class_at.emplace(std::move(who), static_cast<std::uint32_t>(group.class_hours.size()));
    if (fresh) {
      for (const std::uint32_t k : in) group.pattern_classes[k].push_back(at->second);
      group.class_hours.emplace_back();
      group.class_offers.push_back(offers);
    }
    group.class_hours[at->second].set(s);
  }
  const std::uint32_t first = group.offers.front();
  const auto all = static_cast<std::int64_t>(market.offer_hours[first].count());
  for (const OpeningHours& set : group.class_hours) {
    // The hours of more than one person are spread evenly.
    const auto n = static_cast<std::int64_t>(set.count());
    group.class_capacity.push_back(group.exclusive ? kHalfHour * n : (market.have[first] * n + all - 1) / all);
  }
}

}  // namespace

OpeningHours common_hours(const OpeningHours& offer, const OpeningHours& need) { return or_always(offer) & or_always(need); }

OpeningHours first_half_hours(const OpeningHours& hours, std::int64_t n) {
  OpeningHours out;
  for (std::size_t s = 0; s < kWeekSlots && n > 0; ++s)
    if (hours[s]) out.set(s), --n;
  return out;
}

std::vector<TimedGroup> timed_groups(const TypeMarket& market) {
  if (!market.by_the_hour) return {};
  std::vector<std::uint32_t> group_of;
  std::vector<TimedGroup> groups = groups_of_offers(market, group_of);
  add_pairs(market, group_of, groups);
  const NeedHours hours(market);
  for (TimedGroup& group : groups) find_classes(market, hours, find_patterns(market, hours, group), group);
  return groups;
}

std::vector<std::uint8_t> timed_pairs(const TypeMarket& market, const std::vector<TimedGroup>& groups) {
  std::vector<std::uint8_t> timed(market.pairs.size(), 0);
  for (const TimedGroup& group : groups)
    for (const std::uint32_t p : group.pairs) timed[p] = 1;
  return timed;
}

}  // namespace catchment
