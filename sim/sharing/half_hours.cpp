// Half hours of the week for the shares of one room, or of one offer with hours.
#include <algorithm>
#include <stdexcept>

#include "sim/sharing/min_cost_flow.h"
#include "sim/sharing/type_market.h"

namespace catchment {

namespace {

/// How many half hours of each class each share gets: a flow that gives out as much as it can. A share that wants n half hours and a bit
/// is worth n whole ones and then what the bit is worth.
std::vector<std::vector<std::int64_t>> half_hours_by_class(const TimedGroup& group, const std::vector<TypeFlow::Timed>& flow) {
  const std::size_t n_classes = group.class_hours.size(), n_shares = flow.size();
  FlowProblem p;
  const auto sink = static_cast<std::uint32_t>(n_classes + n_shares);
  p.supply.assign(sink + 1, 0);
  const auto arc = [&](std::size_t tail, std::size_t head, std::int64_t capacity, std::int64_t cost) {
    p.tail.push_back(static_cast<std::uint32_t>(tail)), p.head.push_back(static_cast<std::uint32_t>(head));
    p.capacity.push_back(capacity), p.cost.push_back(cost);
  };
  for (std::size_t c = 0; c < n_classes; ++c) {
    p.supply[c] = static_cast<std::int64_t>(group.class_hours[c].count());
    p.supply[sink] -= p.supply[c];
    arc(c, sink, p.supply[c], 0);
  }
  const std::size_t first = p.tail.size();
  for (std::size_t k = 0; k < n_shares; ++k)
    for (const std::uint32_t c : group.pattern_classes[group.needs[flow[k].need].pattern]) arc(c, n_classes + k, p.supply[c], 0);
  const std::size_t last = p.tail.size();
  for (std::size_t k = 0; k < n_shares; ++k) {
    const std::int64_t n = half_hours_for(flow[k].amount);
    arc(n_classes + k, sink, n - 1, -kHalfHour);
    arc(n_classes + k, sink, 1, -(flow[k].amount - kHalfHour * (n - 1)));
  }
  const FlowResult r = min_cost_flow(p);
  if (!proves_optimal(p, r)) throw std::logic_error("match_market: half hours that their potentials do not prove");
  std::vector<std::vector<std::int64_t>> out(n_shares, std::vector<std::int64_t>(n_classes, 0));
  for (std::size_t a = first; a < last; ++a) out[p.head[a] - n_classes][p.tail[a]] = r.flow[a];
  return out;
}

std::vector<std::uint32_t> cheapest_first(const TypeMarket& market, const TimedGroup& group, const TimedGroup::Need& need) {
  const auto pairs = group.pairs_of(need);
  std::vector<std::uint32_t> order(pairs.begin(), pairs.end());
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return market.pairs[a].cost < market.pairs[b].cost; });
  return order;
}

}  // namespace

void give_half_hours(const TypeMarket& market, const TimedGroup& group, const std::vector<TypeFlow::Timed>& flow, std::vector<TypeShare>& shares) {
  if (flow.empty()) return;
  if (!group.exclusive) {
    for (const TypeFlow::Timed& f : flow) {
      const auto& need = group.needs[f.need];
      // One offer, perhaps by several pairs: the cheapest first.
      const auto order = cheapest_first(market, group, need);
      std::int64_t left = f.amount;
      for (const std::uint32_t p : order) {
        const std::int64_t x = std::min(left, market.pairs[p].cap);
        if (x > 0) shares.push_back({p, x, common_hours(market.offer_hours[market.pairs[p].offer], market.need_hours[need.need])});
        left -= x;
      }
    }
    return;
  }
  const auto counts = half_hours_by_class(group, flow);
  // Concrete ones, in the order of the week and of the needs.
  std::vector<OpeningHours> own(flow.size());
  for (std::size_t c = 0; c < group.class_hours.size(); ++c) {
    OpeningHours free = group.class_hours[c];
    for (std::size_t k = 0; k < flow.size(); ++k) {
      const OpeningHours given = first_half_hours(free, counts[k][c]);
      own[k] |= given;
      free &= ~given;
    }
  }
  // Each half hour comes from the cheapest pair that still has something then.
  std::vector<std::int64_t> have(group.offers.size());
  for (std::size_t k = 0; k < have.size(); ++k) have[k] = market.have[group.offers[k]];
  for (std::size_t k = 0; k < flow.size(); ++k) {
    const auto& need = group.needs[flow[k].need];
    const auto order = cheapest_first(market, group, need);
    std::vector<TypeShare> mine;
    for (const std::uint32_t p : order) mine.push_back({p, 0, {}});
    std::int64_t left = flow[k].amount;
    for (std::size_t s = 0; s < kWeekSlots && left > 0; ++s) {
      if (!own[k][s]) continue;
      for (TypeShare& share : mine) {
        const TypeMarket::Pair& pair = market.pairs[share.pair];
        if (market.offer_hours[pair.offer].any() && !market.offer_hours[pair.offer][s]) continue;
        auto& had = have[static_cast<std::size_t>(std::find(group.offers.begin(), group.offers.end(), pair.offer) - group.offers.begin())];
        const std::int64_t x = std::min({left, kHalfHour, had, pair.cap - share.amount});
        if (x <= 0) continue;
        share.amount += x, had -= x, left -= x;
        share.slots.set(s);
        break;
      }
    }
    for (const TypeShare& share : mine)
      if (share.amount > 0) shares.push_back(share);
  }
}

}  // namespace catchment
