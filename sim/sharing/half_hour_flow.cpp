#include <algorithm>
#include <stdexcept>
#include <tuple>

#include "sim/sharing/min_cost_flow.h"
#include "sim/sharing/type_market.h"

namespace catchment {

/// A need of w takes k = ceil(w / h) half hours of h; the last one holds only r = w - (k - 1) h, and h - r of it stays empty. Served by n half
/// hours of cost c each way, it costs sum(c h n), less (h - r) times the cost of the dearest of its pairs in use if it is served in full, and the
/// penalty for r + (missing - 1) h otherwise. With C, the cost of the dearest pair that it has, instead of the dearest in use:
///   the first half hour that is missing costs penalty r + C (h - r), every other penalty h, which is no less,
/// and -C (h - r) for each need in advance. That is convex in whole half hours, so a flow finds its least, in whole half hours; and it is never more
/// than what the half hours really cost.
std::optional<TypeFlow> half_hour_flow(const TypeMarket& market, const std::vector<TimedGroup>& groups, const Progress& progress) {
  const auto timed = timed_pairs(market, groups);
  if (std::find(timed.begin(), timed.end(), std::uint8_t{0}) != timed.end()) return std::nullopt;
  if (!std::all_of(groups.begin(), groups.end(), [](const TimedGroup& g) { return g.exclusive; })) return std::nullopt;
  const auto n_needs = static_cast<std::uint32_t>(market.want.size());
  std::vector<std::int64_t> dearest(n_needs, 0);
  for (const auto& pair : market.pairs) dearest[pair.need] = std::max(dearest[pair.need], std::min(pair.cost, market.penalty));

  FlowProblem p;
  const std::uint32_t dump = n_needs;   // spare half hours go there, missing ones come from there
  p.supply.assign(std::size_t{n_needs} + 1, 0);
  const auto arc = [&](std::uint32_t tail, std::uint32_t head, std::int64_t capacity, std::int64_t cost) {
    p.tail.push_back(tail), p.head.push_back(head), p.capacity.push_back(capacity), p.cost.push_back(cost);
  };
  TypeFlow out;
  std::int64_t spare = 0;
  for (std::uint32_t j = 0; j < n_needs; ++j) {
    const std::int64_t k = half_hours_for(market.want[j]);
    if (k == 0) continue;
    const std::int64_t rest = market.want[j] - kHalfHour * (k - 1), empty = kHalfHour - rest;
    p.supply[j] = -k;
    spare -= k;
    arc(dump, j, 1, market.penalty * rest + dearest[j] * empty);
    arc(dump, j, k - 1, market.penalty * kHalfHour);
    out.total -= dearest[j] * empty;
  }
  struct Arc { std::size_t group; std::uint32_t need, arc; };
  std::vector<Arc> arcs;
  for (std::size_t g = 0; g < groups.size(); ++g) {
    const TimedGroup& group = groups[g];
    const auto first = static_cast<std::uint32_t>(p.supply.size());
    for (std::size_t c = 0; c < group.class_hours.size(); ++c) {
      const auto n = static_cast<std::int64_t>(group.class_hours[c].count());
      p.supply.push_back(n);
      spare += n;
      arc(first + static_cast<std::uint32_t>(c), dump, n, 0);
    }
    const auto patterns = static_cast<std::uint32_t>(p.supply.size());
    for (const auto& classes : group.pattern_classes) {
      p.supply.push_back(0);
      for (const std::uint32_t c : classes) arc(first + c, static_cast<std::uint32_t>(p.supply.size() - 1), FlowProblem::kNoLimit, 0);
    }
    for (std::uint32_t k = 0; k < group.needs.size(); ++k) {
      const TimedGroup::Need& need = group.needs[k];
      if (need.cap <= 0) continue;
      arcs.push_back({g, k, static_cast<std::uint32_t>(p.tail.size())});
      arc(patterns + need.pattern, need.need, half_hours_for(market.want[need.need]), need.cost * kHalfHour);
    }
  }
  p.supply[dump] = -spare;
  const FlowResult flow = min_cost_flow(p, progress);
  if (!proves_optimal(p, flow)) throw std::logic_error("match_market: a flow of half hours that its potentials do not prove");
  out.feasible = true;
  out.total += flow.cost;
  // The cheapest ways are filled first; the last one has the half hour that is not full.
  std::stable_sort(arcs.begin(), arcs.end(), [&](const Arc& a, const Arc& b) {
    const auto &x = groups[a.group].needs[a.need], &y = groups[b.group].needs[b.need];
    return std::tie(x.need, x.cost) < std::tie(y.need, y.cost);
  });
  out.served.assign(n_needs, 0);
  out.timed.resize(groups.size());
  for (const Arc& a : arcs) {
    const TimedGroup::Need& need = groups[a.group].needs[a.need];
    const std::int64_t amount = std::min({flow.flow[a.arc] * kHalfHour, market.want[need.need] - out.served[need.need], need.cap});
    if (amount <= 0) continue;
    out.served[need.need] += amount;
    out.timed[a.group].push_back({a.need, amount});
  }
  for (auto& group : out.timed) std::sort(group.begin(), group.end(), [](const TypeFlow::Timed& a, const TypeFlow::Timed& b) { return a.need < b.need; });
  return out;
}

}  // namespace catchment
