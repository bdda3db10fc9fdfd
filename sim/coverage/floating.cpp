#include "sim/coverage/floating.h"

#include <algorithm>
#include <stdexcept>
#include <tuple>

namespace catchment {

FloatingAttachment attach_floating(const CostTable& within, std::span<const std::int64_t> persons,
                                   std::span<const std::int64_t> capacity, std::span<const std::uint8_t> open) {
  const std::size_t n = within.n_origins();
  if (persons.size() != n) throw std::invalid_argument("attach_floating: persons and points differ in number");
  if (capacity.size() != within.n_destinations) throw std::invalid_argument("attach_floating: capacities and centres differ in number");
  if (!open.empty() && open.size() != capacity.size()) throw std::invalid_argument("attach_floating: open and centres differ in number");
  for (const std::int64_t p : persons)
    if (p < 0) throw std::invalid_argument("attach_floating: negative persons");
  for (const std::int64_t c : capacity)
    if (c < -1) throw std::invalid_argument("attach_floating: a capacity is below -1");

  struct Pair {
    Cost cost;
    std::uint32_t point, centre, number;
  };
  std::vector<Pair> pairs;
  std::vector<std::uint8_t> reached(n, 0);
  for (std::uint32_t i = 0; i < n; ++i)
    for (std::uint32_t k = within.row_begin[i]; k < within.row_begin[i + 1]; ++k) {
      const std::uint32_t j = within.destination[k];
      if (!open.empty() && open[j] == 0) continue;
      reached[i] = 1;
      pairs.push_back({within.cost[k], i, j, k});
    }
  std::sort(pairs.begin(), pairs.end(), [](const Pair& a, const Pair& b) {
    return std::tie(a.cost, a.point, a.centre) < std::tie(b.cost, b.point, b.centre);
  });
  FloatingAttachment out;
  out.amount.assign(within.destination.size(), 0);
  out.load.assign(capacity.size(), 0);
  std::vector<std::int64_t> left(persons.begin(), persons.end());
  for (const Pair& pair : pairs) {
    std::int64_t taken = left[pair.point];
    if (capacity[pair.centre] >= 0) taken = std::min(taken, capacity[pair.centre] - out.load[pair.centre]);
    left[pair.point] -= taken;
    out.load[pair.centre] += taken;
    out.amount[pair.number] = taken;
    out.attached += taken;
  }
  out.no_capacity.assign(n, 0);
  out.out_of_reach.assign(n, 0);
  for (std::size_t i = 0; i < n; ++i) {
    out.persons += persons[i];
    (reached[i] ? out.no_capacity : out.out_of_reach)[i] = left[i];
    (reached[i] ? out.persons_no_capacity : out.persons_out_of_reach) += left[i];
  }
  return out;
}

}  // namespace catchment
