#include <algorithm>
#include <cmath>
#include <queue>
#include <utility>

#include "sim/sharing/type_market.h"

namespace catchment {

namespace {

constexpr std::size_t kMostNodes = 2000;
constexpr std::size_t kLeastNodes = 10;
constexpr std::size_t kMostArcs = 20'000'000;   // of all flows that branch and bound solves; a count, not a clock
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

struct Solved {
  TypeFlow flow;
  std::int64_t bound = 0;
};

/// Whole needs by branch and bound, best bound first; ties to the node made first.
Solved solve_whole(const TypeMarket& market, TypeNetwork& network, const Progress& progress) {
  struct Node {
    std::int64_t total;
    std::size_t number;
    std::vector<Fixed> fixed;
    TypeFlow flow;
    bool operator<(const Node& other) const { return std::pair(total, number) > std::pair(other.total, other.number); }
  };
  std::vector<Fixed> none(market.want.size(), Fixed::kFree);
  Solved best;
  bool any = false;
  const auto consider = [&](const TypeFlow& flow) {
    if (any && flow.total >= best.flow.total) return;
    best.flow = flow;
    any = true;
  };
  // Gives up whatever is met in part until nothing is.
  const auto round_off = [&](std::vector<Fixed> fixed, TypeFlow flow) {
    for (;;) {
      bool changed = false;
      for (std::size_t j = 0; j < market.want.size(); ++j)
        if (market.whole[j] && flow.served[j] > 0 && flow.served[j] < market.want[j]) fixed[j] = Fixed::kOut, changed = true;
      if (!changed) break;
      flow = network.solve(fixed, progress);
      if (!flow.feasible) return;
    }
    consider(flow);
  };
  std::priority_queue<Node> open;
  std::size_t made = 0;
  const std::size_t most = std::clamp(kMostArcs / (network.n_arcs() + 1), kLeastNodes, kMostNodes);
  const auto push = [&](std::vector<Fixed> fixed) {
    TypeFlow flow = network.solve(fixed, progress);
    const std::size_t number = made++;
    if (!flow.feasible || (any && flow.total >= best.flow.total)) return;
    if (most_undecided(market, flow) < 0) return consider(flow);
    open.push({flow.total, number, std::move(fixed), std::move(flow)});
  };
  push(none);
  if (!open.empty()) round_off(none, open.top().flow);
  while (!open.empty() && made < most) {
    report(progress, static_cast<double>(made) / static_cast<double>(most), "whole needs");
    const Node node = open.top();
    if (any && node.total >= best.flow.total) break;
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

Solved solve(const TypeMarket& market, const std::vector<TimedGroup>& groups, const Progress& progress) {
  TypeNetwork network(market, groups);
  if (std::any_of(market.whole.begin(), market.whole.end(), [](auto w) { return w != 0; })) return solve_whole(market, network, progress);
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
    shares = shares_of(left, groups, solve(left, groups, progress).flow);
  }
  return out;
}

}  // namespace

TypeMatching match_by_flow(const TypeMarket& market, const Progress& progress) {
  const auto groups = timed_groups(market);
  const Solved solved = solve(market, groups, part_of(progress, 0, 0.6));
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
