#include <algorithm>
#include <cmath>
#include <queue>
#include <utility>

#include "sim/sharing/type_market.h"

namespace catchment {

namespace {

// Flows that branch and bound may solve: a count, not a clock.
constexpr std::size_t kMostFlows = 2000;
constexpr std::size_t kLeastFlows = 10;
constexpr std::size_t kMostArcs = 10'000'000;   // of all of them together
constexpr int kRoundOffs = 8;
constexpr int kRounds = 4;

/// Which needs are met in part though they should be whole; the one nearest to half is branched on.
std::int64_t most_undecided(const TypeMarket& market, const TypeFlow& flow) {
  std::int64_t best = -1;
  double farthest = 1;
  for (std::size_t j = 0; j < market.want.size(); ++j) {
    if (!market.whole[j] || flow.served[j] == 0 || flow.served[j] == market.want[j]) continue;
    const double off = std::abs(static_cast<double>(flow.served[j]) / static_cast<double>(market.want[j]) - 0.5);
    if (off < farthest) farthest = off, best = static_cast<std::int64_t>(j);
  }
  return best;
}

bool in_part(const TypeMarket& market, const TypeFlow& flow, std::size_t need) {
  return market.whole[need] && flow.served[need] > 0 && flow.served[need] < market.want[need];
}

/// The same flow without what needs get that should be whole and are met in part.
void drop_parts(const TypeMarket& market, const std::vector<TimedGroup>& groups, TypeFlow& flow) {
  const auto gone = [&](std::uint32_t need, std::int64_t amount, std::int64_t cost) {
    if (!in_part(market, flow, need)) return false;
    flow.total += amount * (market.penalty - cost);
    return true;
  };
  std::erase_if(flow.direct, [&](const TypeFlow::Direct& d) { return gone(market.pairs[d.pair].need, d.amount, market.pairs[d.pair].cost); });
  for (std::size_t g = 0; g < groups.size(); ++g)
    std::erase_if(flow.timed[g], [&](const TypeFlow::Timed& t) { return gone(groups[g].needs[t.need].need, t.amount, groups[g].needs[t.need].cost); });
  for (std::size_t j = 0; j < flow.served.size(); ++j)
    if (in_part(market, flow, j)) flow.served[j] = 0;
}

struct Solved {
  TypeFlow flow;
  std::int64_t bound = 0;
};

/// Whole needs by branch and bound, best bound first; ties to the node made first.
Solved solve_whole(const TypeMarket& market, const std::vector<TimedGroup>& groups, TypeNetwork& network, std::size_t most, const Progress& progress) {
  struct Node {
    std::int64_t total;
    std::size_t number;
    std::vector<Fixed> fixed;
    TypeFlow flow;
    bool operator<(const Node& other) const { return std::pair(total, number) > std::pair(other.total, other.number); }
  };
  Solved best;
  bool any = false;
  std::size_t solved = 0;
  const auto flow_with = [&](const std::vector<Fixed>& fixed) {
    report(progress, std::min(1.0, static_cast<double>(solved) / static_cast<double>(most)), "whole needs");
    ++solved;
    return network.solve(fixed, {});
  };
  const auto consider = [&](const TypeFlow& flow) {
    if (any && flow.total >= best.flow.total) return;
    best.flow = flow;
    any = true;
  };
  // Gives up whatever is met in part until nothing is; after a few times without looking again who else could be met.
  const auto round_off = [&](std::vector<Fixed> fixed, TypeFlow flow) {
    for (int times = 0; times < kRoundOffs && flow.feasible; ++times) {
      TypeFlow less = flow;
      drop_parts(market, groups, less);
      consider(less);
      if (less.total == flow.total) return;
      for (std::size_t j = 0; j < fixed.size(); ++j)
        if (in_part(market, flow, j)) fixed[j] = Fixed::kOut;
      flow = flow_with(fixed);
    }
    if (!flow.feasible) return;
    drop_parts(market, groups, flow);
    consider(flow);
  };
  std::priority_queue<Node> open;
  std::size_t made = 0;
  const auto push = [&](std::vector<Fixed> fixed) {
    TypeFlow flow = flow_with(fixed);
    const std::size_t number = made++;
    if (!flow.feasible || (any && flow.total >= best.flow.total)) return;
    if (most_undecided(market, flow) < 0) return consider(flow);
    open.push({flow.total, number, std::move(fixed), std::move(flow)});
  };
  push(std::vector<Fixed>(market.want.size(), Fixed::kFree));
  if (!open.empty()) round_off(open.top().fixed, open.top().flow);
  while (!open.empty() && solved < most) {
    const Node node = open.top();
    if (node.total >= best.flow.total) break;
    open.pop();
    // Now and then a guess from here: a better answer cuts more off.
    if (node.number % 8 == 1) round_off(node.fixed, node.flow);
    const auto j = static_cast<std::size_t>(most_undecided(market, node.flow));
    for (const Fixed way : {Fixed::kIn, Fixed::kOut}) {
      std::vector<Fixed> fixed = node.fixed;
      fixed[j] = way;
      push(std::move(fixed));
    }
  }
  best.bound = open.empty() ? best.flow.total : std::min(open.top().total, best.flow.total);
  return best;
}

/// `followed`: in a later round, where little is left to win.
Solved solve(const TypeMarket& market, const std::vector<TimedGroup>& groups, bool followed, const Progress& progress) {
  TypeNetwork network(market, groups);
  if (std::any_of(market.whole.begin(), market.whole.end(), [](auto w) { return w != 0; })) {
    const std::size_t most = followed ? kLeastFlows : std::clamp(kMostArcs / (network.n_arcs() + 1), kLeastFlows, kMostFlows);
    return solve_whole(market, groups, network, most, progress);
  }
  Solved solved;
  solved.flow = network.solve({}, progress);
  solved.bound = solved.flow.total;
  return solved;
}

/// Half hours for what a flow gives.
std::vector<TypeShare> shares_of(const TypeMarket& market, const std::vector<TimedGroup>& groups, const TypeFlow& flow) {
  std::vector<TypeShare> shares;
  for (const auto& [p, amount] : flow.direct) {
    const TypeMarket::Pair& pair = market.pairs[p];
    const OpeningHours &offer = market.offer_hours[pair.offer], &need = market.need_hours[pair.need];
    TypeShare share{p, amount, {}};
    if (offer.any() || need.any()) {
      share.slots = common_hours(offer, need);
      if (market.by_the_hour) share.slots = first_half_hours(share.slots, half_hours_for(amount));
    }
    shares.push_back(share);
  }
  for (std::size_t g = 0; g < groups.size(); ++g) give_half_hours(market, groups[g], flow.timed[g], shares);
  // A whole need that lost part of its hours loses all.
  std::vector<std::int64_t> served(market.want.size(), 0);
  for (const TypeShare& s : shares) served[market.pairs[s.pair].need] += s.amount;
  std::erase_if(shares, [&](const TypeShare& s) {
    const std::uint32_t j = market.pairs[s.pair].need;
    return market.whole[j] && served[j] < market.want[j];
  });
  return shares;
}

/// Takes from the market what shares use up.
void take(TypeMarket& market, const std::vector<TypeShare>& shares) {
  for (const TypeShare& s : shares) {
    TypeMarket::Pair& pair = market.pairs[s.pair];
    pair.cap -= s.amount;
    market.have[pair.offer] -= s.amount;
    market.want[pair.need] -= s.amount;
    if (!market.by_the_hour || s.slots.none()) continue;
    const std::uint32_t room = market.room[pair.offer];
    for (std::size_t o = 0; o < market.have.size(); ++o) {
      const bool same = room != UINT32_MAX ? market.room[o] == room : o == pair.offer && market.offer_hours[o].any();
      if (!same || !market.one_at_a_time[o]) continue;
      market.offer_hours[o] = common_hours(market.offer_hours[o], {}) & ~s.slots;
      if (market.offer_hours[o].none()) market.have[o] = 0;
    }
  }
  for (auto& pair : market.pairs) {
    pair.cap = std::min({pair.cap, market.have[pair.offer], market.want[pair.need]});
    if (market.offer_hours[pair.offer].any() && common_hours(market.offer_hours[pair.offer], market.need_hours[pair.need]).none()) pair.cap = 0;
  }
}

std::int64_t total_of(const TypeMarket& market, const std::vector<TypeShare>& shares) {
  std::int64_t total = 0;
  for (const std::int64_t w : market.want) total += w * market.penalty;
  for (const TypeShare& s : shares) total += s.amount * (market.pairs[s.pair].cost - market.penalty);
  return total;
}

/// The shares of a first flow, and what rounds after it find for what half hours did not come out even for.
TypeMatching follow_up(const TypeMarket& market, std::vector<TypeShare> shares, std::int64_t bound, const Progress& progress) {
  TypeMatching out;
  TypeMarket left = market;
  for (int round = 1;; ++round) {
    out.shares.insert(out.shares.end(), shares.begin(), shares.end());
    out.total = total_of(market, out.shares);
    if (shares.empty() || out.total <= bound || !market.by_the_hour || round == kRounds) break;
    take(left, shares);
    const auto groups = timed_groups(left);
    shares = shares_of(left, groups, solve(left, groups, true, progress).flow);
  }
  return out;
}

}  // namespace

TypeMatching match_by_flow(const TypeMarket& market, const Progress& progress) {
  const auto groups = timed_groups(market);
  const Solved solved = solve(market, groups, false, part_of(progress, 0, 0.6));
  TypeMatching out = follow_up(market, shares_of(market, groups, solved.flow), solved.bound, part_of(progress, 0.6, 0.8));
  out.bound = solved.bound;
  // Where hours are short rather than amounts, a flow of whole half hours does better, and bounds better.
  if (out.total > out.bound && market.by_the_hour)
    if (const auto halves = half_hour_flow(market, groups, part_of(progress, 0.8, 0.9))) {
      out.bound = std::max(out.bound, halves->total);
      TypeMatching other = follow_up(market, shares_of(market, groups, *halves), out.bound, part_of(progress, 0.9, 1));
      if (other.total < out.total) out.shares = std::move(other.shares), out.total = other.total;
    }
  std::stable_sort(out.shares.begin(), out.shares.end(), [](const TypeShare& a, const TypeShare& b) { return a.pair < b.pair; });
  return out;
}

}  // namespace catchment
