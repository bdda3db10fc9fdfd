#include <algorithm>

#include "sim/sharing/assignment.h"
#include "sim/sharing/min_cost_flow.h"
#include "sim/sharing/type_market.h"

namespace catchment {

namespace {

/// A table of all pairs is searched up to this many cells; beyond, few of them are pairs at all, and a flow of ones does the same.
constexpr std::uint64_t kMostCells = 20'000'000;

/// What a pair would exchange: 0 if it cannot.
std::int64_t amount_of_pair(const TypeMarket& market, const TypeMarket::Pair& pair) {
  std::int64_t amount = std::min({market.have[pair.offer], market.want[pair.need], pair.cap});
  const OpeningHours &offer = market.offer_hours[pair.offer], &need = market.need_hours[pair.need];
  const bool limited = market.room[pair.offer] != UINT32_MAX || market.one_at_a_time[pair.offer];
  if (market.by_the_hour && limited && (offer.any() || need.any()))
    amount = std::min(amount, amount_in(common_hours(offer, need)));
  return market.whole[pair.need] && amount < market.want[pair.need] ? 0 : amount;
}

/// What a pair adds to the total: its cost instead of the penalty for what it meets. Below zero wherever it is worth making.
std::int64_t gain_of_pair(const TypeMarket& market, std::uint32_t pair, std::int64_t amount) {
  return (market.pairs[pair].cost - market.penalty) * amount;
}

/// Every need may stay alone, so that few large pairs win over many small ones where they meet more.
std::vector<std::uint32_t> by_table(const TypeMarket& market, const std::vector<std::int64_t>& amount) {
  const auto rows = static_cast<std::uint32_t>(market.want.size()), columns = static_cast<std::uint32_t>(market.have.size());
  const std::uint32_t wide = columns + rows;
  std::vector<std::int64_t> cost(std::size_t{rows} * wide, Assignment::kForbidden);
  std::vector<std::uint32_t> pair_at(cost.size(), kUnassigned);
  for (std::uint32_t j = 0; j < rows; ++j) cost[std::size_t{j} * wide + columns + j] = 0;
  for (std::uint32_t p = 0; p < market.pairs.size(); ++p) {
    if (amount[p] <= 0) continue;
    const std::size_t at = std::size_t{market.pairs[p].need} * wide + market.pairs[p].offer;
    if (const std::int64_t c = gain_of_pair(market, p, amount[p]); c < cost[at]) cost[at] = c, pair_at[at] = p;
  }
  const Assignment best = assign(cost, rows, wide);
  std::vector<std::uint32_t> chosen;
  for (std::uint32_t j = 0; j < rows; ++j)
    if (best.column_of[j] < columns) chosen.push_back(pair_at[std::size_t{j} * wide + best.column_of[j]]);
  return chosen;
}

std::vector<std::uint32_t> by_flow(const TypeMarket& market, const std::vector<std::int64_t>& amount) {
  const auto n_offers = static_cast<std::uint32_t>(market.have.size()), n_needs = static_cast<std::uint32_t>(market.want.size());
  FlowProblem p;
  p.supply.assign(std::size_t{n_offers} + n_needs + 1, 1);
  const std::uint32_t dump = n_offers + n_needs;
  for (std::uint32_t j = 0; j < n_needs; ++j) p.supply[n_offers + j] = -1;
  p.supply[dump] = static_cast<std::int64_t>(n_needs) - n_offers;
  const auto arc = [&](std::uint32_t tail, std::uint32_t head, std::int64_t cost) {
    p.tail.push_back(tail), p.head.push_back(head), p.capacity.push_back(1), p.cost.push_back(cost);
  };
  std::vector<std::uint32_t> pair_of_arc;
  for (std::uint32_t k = 0; k < market.pairs.size(); ++k) {
    if (amount[k] <= 0) continue;
    arc(market.pairs[k].offer, n_offers + market.pairs[k].need, gain_of_pair(market, k, amount[k]));
    pair_of_arc.push_back(k);
  }
  for (std::uint32_t o = 0; o < n_offers; ++o) arc(o, dump, 0);
  for (std::uint32_t j = 0; j < n_needs; ++j) arc(dump, n_offers + j, 0);
  const FlowResult r = min_cost_flow(p);
  std::vector<std::uint32_t> chosen;
  for (std::size_t a = 0; a < pair_of_arc.size(); ++a)
    if (r.flow[a] > 0) chosen.push_back(pair_of_arc[a]);
  return chosen;
}

}  // namespace

TypeMatching match_one_to_one(const TypeMarket& market) {
  std::vector<std::int64_t> amount(market.pairs.size());
  for (std::size_t p = 0; p < amount.size(); ++p) amount[p] = amount_of_pair(market, market.pairs[p]);
  const bool table = std::uint64_t{market.want.size()} * (market.have.size() + market.want.size()) <= kMostCells;
  std::vector<std::uint32_t> chosen = table ? by_table(market, amount) : by_flow(market, amount);
  std::sort(chosen.begin(), chosen.end());
  TypeMatching out;
  for (const std::int64_t w : market.want) out.total += w * market.penalty;
  out.bound = out.total;
  // Two offers may be of one room: what one pair has been given is not free for the next.
  std::vector<OpeningHours> taken(market.have.size());
  for (const std::uint32_t p : chosen) {
    const TypeMarket::Pair& pair = market.pairs[p];
    const std::int64_t gain = pair.cost - market.penalty;
    out.bound += amount[p] * gain;
    TypeShare share{p, amount[p], {}};
    if (market.offer_hours[pair.offer].any() || market.need_hours[pair.need].any()) {
      const std::uint32_t room = market.room[pair.offer];
      OpeningHours free = common_hours(market.offer_hours[pair.offer], market.need_hours[pair.need]);
      if (room != UINT32_MAX)
        for (std::uint32_t o = 0; o < taken.size(); ++o)
          if (market.room[o] == room) free &= ~taken[o];
      share.slots = free;
      if (market.by_the_hour) {
        share.slots = first_half_hours(free, half_hours_for(share.amount));
        if (room != UINT32_MAX) share.amount = std::min(share.amount, amount_in(share.slots));
        if (share.amount == 0 || (market.whole[pair.need] && share.amount < market.want[pair.need])) continue;
      }
      taken[pair.offer] |= share.slots;
    }
    out.shares.push_back(share);
    out.total += share.amount * gain;
  }
  return out;
}

}  // namespace catchment
