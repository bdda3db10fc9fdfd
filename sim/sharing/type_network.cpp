// The flow network of one type: offers -> half hours -> needs, with a dump where spare supply goes and unmet need comes from.
#include <algorithm>
#include <map>
#include <stdexcept>
#include <string>

#include "sim/sharing/min_cost_flow.h"
#include "sim/sharing/type_market.h"

namespace catchment {

namespace {

constexpr std::uint32_t kNone = UINT32_MAX;

OpeningHours or_always(const OpeningHours& hours) { return hours.any() ? hours : ~OpeningHours(); }

}  // namespace

OpeningHours common_hours(const OpeningHours& offer, const OpeningHours& need) { return or_always(offer) & or_always(need); }

OpeningHours first_half_hours(const OpeningHours& hours, std::int64_t n) {
  OpeningHours out;
  for (std::size_t s = 0; s < kWeekSlots && n > 0; ++s)
    if (hours[s]) out.set(s), --n;
  return out;
}

std::vector<TimedGroup> timed_groups(const TypeMarket& market) {
  std::vector<TimedGroup> groups;
  if (!market.by_the_hour) return groups;
  // Offers of a room belong together as soon as one of them, or a need that one of them could meet, has hours. Elsewhere only the offer's
  // own hours count: how many people somebody could send at one time who names no hours is not known.
  const std::size_t n_offers = market.have.size();
  std::vector<std::uint32_t> group_of(n_offers, kNone);
  std::map<std::uint32_t, std::vector<std::uint32_t>> of_room;
  std::map<std::uint32_t, bool> hours_matter;
  for (std::uint32_t o = 0; o < n_offers; ++o)
    if (market.room[o] != kNone) {
      of_room[market.room[o]].push_back(o);
      hours_matter[market.room[o]] |= market.offer_hours[o].any();
    } else if (market.offer_hours[o].any()) {
      group_of[o] = static_cast<std::uint32_t>(groups.size());
      groups.emplace_back().offers = {o};
      groups.back().exclusive = market.one_at_a_time[o] != 0;
    }
  for (const auto& pair : market.pairs)
    if (const std::uint32_t room = market.room[pair.offer]; room != kNone) hours_matter[room] |= market.need_hours[pair.need].any();
  for (const auto& [room, offers] : of_room) {
    if (!hours_matter[room]) continue;
    for (const std::uint32_t o : offers) group_of[o] = static_cast<std::uint32_t>(groups.size());
    groups.emplace_back().offers = offers;
    groups.back().exclusive = true;
  }

  for (std::uint32_t p = 0; p < market.pairs.size(); ++p) {
    const TypeMarket::Pair& pair = market.pairs[p];
    if (group_of[pair.offer] == kNone) continue;
    TimedGroup& group = groups[group_of[pair.offer]];
    if (!group.needs.empty() && group.needs.back().need == pair.need) {   // pairs come by need
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
  // Many needs have the same hours.
  std::map<std::string, std::uint32_t> hours_at;
  std::vector<OpeningHours> distinct;
  std::vector<std::uint32_t> hours_of;
  for (const OpeningHours& need : market.need_hours) {
    const auto [at, fresh] = hours_at.emplace(need.to_string(), static_cast<std::uint32_t>(distinct.size()));
    if (fresh) distinct.push_back(or_always(need));
    hours_of.push_back(at->second);
  }
  for (TimedGroup& group : groups) {
    // Needs of like hours that like offers may go to are looked at together.
    struct Pattern { std::uint32_t hours; std::vector<std::uint32_t> offers; };
    std::map<std::pair<std::uint32_t, std::vector<std::uint32_t>>, std::uint32_t> pattern_at;
    std::vector<Pattern> patterns;
    std::vector<std::uint32_t> offers_here;
    for (auto& need : group.needs) {
      const std::uint32_t hours = hours_of[need.need];
      offers_here.clear();
      for (const std::uint32_t p : group.pairs_of(need))
        if (offers_here.empty() || offers_here.back() != market.pairs[p].offer) offers_here.push_back(market.pairs[p].offer);
      if (!patterns.empty() && patterns.back().hours == hours && patterns.back().offers == offers_here) {
        need.pattern = static_cast<std::uint32_t>(patterns.size() - 1);
        continue;
      }
      const auto [at, fresh] = pattern_at.emplace(std::pair(hours, offers_here), static_cast<std::uint32_t>(patterns.size()));
      if (fresh) patterns.push_back({hours, offers_here});
      need.pattern = at->second;
    }
    group.pattern_classes.resize(patterns.size());
    std::map<std::vector<std::uint32_t>, std::uint32_t> class_at;   // by who has it: offers, then patterns
    for (std::size_t s = 0; s < kWeekSlots; ++s) {
      std::vector<std::uint32_t> offers, in;
      const auto has = [&](std::uint32_t offer) -> bool { return or_always(market.offer_hours[offer])[s]; };
      for (std::uint32_t k = 0; k < group.offers.size(); ++k)
        if (has(group.offers[k])) offers.push_back(k);
      for (std::uint32_t k = 0; k < patterns.size(); ++k)
        if (distinct[patterns[k].hours][s] && std::any_of(patterns[k].offers.begin(), patterns[k].offers.end(), has)) in.push_back(k);
      if (offers.empty() || in.empty()) continue;
      std::vector<std::uint32_t> who = offers;
      who.push_back(kNone);
      who.insert(who.end(), in.begin(), in.end());
      const auto [at, fresh] = class_at.emplace(who, static_cast<std::uint32_t>(group.class_hours.size()));
      if (fresh) {
        for (const std::uint32_t k : in) group.pattern_classes[k].push_back(at->second);
        group.class_hours.emplace_back();
        group.class_offers.push_back(offers);
      }
      group.class_hours[at->second].set(s);
    }
    for (const OpeningHours& hours : group.class_hours) {
      const auto n = static_cast<std::int64_t>(hours.count());
      const std::uint32_t first = group.offers.front();
      const auto all = static_cast<std::int64_t>(market.offer_hours[first].count());
      // More than one person's hours: spread evenly over them.
      group.class_capacity.push_back(group.exclusive ? kHalfHour * n : (market.have[first] * n + all - 1) / all);
    }
  }
  return groups;
}

std::vector<std::uint8_t> timed_pairs(const TypeMarket& market, const std::vector<TimedGroup>& groups) {
  std::vector<std::uint8_t> timed(market.pairs.size(), 0);
  for (const TimedGroup& group : groups)
    for (const std::uint32_t p : group.pairs) timed[p] = 1;
  return timed;
}

TypeNetwork::TypeNetwork(const TypeMarket& market, const std::vector<TimedGroup>& groups) : market_(market) {
  const auto n_offers = static_cast<std::uint32_t>(market.have.size()), n_needs = static_cast<std::uint32_t>(market.want.size());
  dump_ = n_offers + n_needs;
  supply_.assign(std::size_t{dump_} + 1, 0);
  const auto arc = [&](std::uint32_t tail, std::uint32_t head, std::int64_t capacity, std::int64_t cost) {
    tail_.push_back(tail), head_.push_back(head), capacity_.push_back(capacity), cost_.push_back(cost);
    return static_cast<std::uint32_t>(tail_.size() - 1);
  };
  const auto node = [&] {
    supply_.push_back(0);
    return static_cast<std::uint32_t>(supply_.size() - 1);
  };
  const auto timed = timed_pairs(market, groups);
  for (std::uint32_t p = 0; p < market.pairs.size(); ++p) {
    if (timed[p]) continue;
    const TypeMarket::Pair& pair = market.pairs[p];
    direct_pair_.push_back(p);
    direct_arc_.push_back(arc(pair.offer, n_offers + pair.need, pair.cap, pair.cost));
  }
  for (const TimedGroup& group : groups) {
    std::vector<std::uint32_t> class_node, pattern_node;
    for (std::size_t c = 0; c < group.class_hours.size(); ++c) {
      const std::uint32_t in = node();
      for (const std::uint32_t k : group.class_offers[c]) arc(group.offers[k], in, FlowProblem::kNoLimit, 0);
      class_node.push_back(node());
      arc(in, class_node.back(), group.class_capacity[c], 0);
    }
    for (const auto& classes : group.pattern_classes) {
      pattern_node.push_back(node());
      for (const std::uint32_t c : classes) arc(class_node[c], pattern_node.back(), FlowProblem::kNoLimit, 0);
    }
    auto& arcs = timed_arc_.emplace_back();
    for (const auto& need : group.needs) arcs.push_back(arc(pattern_node[need.pattern], n_offers + need.need, need.cap, need.cost));
  }
  for (std::uint32_t o = 0; o < n_offers; ++o) arc(o, dump_, FlowProblem::kNoLimit, 0);
  first_unmet_ = static_cast<std::uint32_t>(tail_.size());
  for (std::uint32_t j = 0; j < n_needs; ++j) arc(dump_, n_offers + j, market.want[j], market.penalty);
}

std::size_t TypeNetwork::n_arcs() const { return tail_.size(); }

TypeFlow TypeNetwork::solve(const std::vector<Fixed>& fixed, const Progress& progress) {
  const std::size_t n_offers = market_.have.size(), n_needs = market_.want.size();
  TypeFlow out;
  FlowProblem problem;
  problem.supply = supply_;
  problem.tail = tail_, problem.head = head_, problem.capacity = capacity_, problem.cost = cost_;
  std::int64_t spare = 0;
  for (std::size_t o = 0; o < n_offers; ++o) problem.supply[o] = market_.have[o], spare += market_.have[o];
  for (std::size_t j = 0; j < n_needs; ++j) {
    const Fixed f = fixed.empty() ? Fixed::kFree : fixed[j];
    if (f == Fixed::kOut) {
      out.total += market_.penalty * market_.want[j];
      continue;
    }
    problem.supply[n_offers + j] = -market_.want[j];
    spare -= market_.want[j];
    if (f == Fixed::kIn) problem.capacity[first_unmet_ + j] = 0;
  }
  problem.supply[dump_] = -spare;
  const FlowResult flow = min_cost_flow(problem, progress);
  out.feasible = flow.feasible;
  if (!flow.feasible) return out;
  if (!proves_optimal(problem, flow)) throw std::logic_error("match_market: a flow that its potentials do not prove");
  out.total += flow.cost;
  out.served.assign(n_needs, 0);
  for (std::size_t j = 0; j < n_needs; ++j) out.served[j] = -problem.supply[n_offers + j] - flow.flow[first_unmet_ + j];
  for (std::size_t k = 0; k < direct_arc_.size(); ++k)
    if (const std::int64_t x = flow.flow[direct_arc_[k]]; x > 0) out.direct.push_back({direct_pair_[k], x});
  out.timed.resize(timed_arc_.size());
  for (std::size_t g = 0; g < timed_arc_.size(); ++g)
    for (std::uint32_t k = 0; k < timed_arc_[g].size(); ++k)
      if (const std::int64_t x = flow.flow[timed_arc_[g][k]]; x > 0) out.timed[g].push_back({k, x});
  return out;
}

}  // namespace catchment
