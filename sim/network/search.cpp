#include "sim/network/search.h"

#include <omp.h>

#include <algorithm>
#include <stdexcept>
#include <string>

#include "sim/network/reverse_search.h"

namespace catchment {
namespace {

// Cost in the high half, destination in the low half: the smaller label is cheaper, then of lower index.
using OwnedLabel = std::uint64_t;
using OwnedSearch = ReverseSearch<OwnedLabel>;
using PlainSearch = ReverseSearch<std::uint32_t>;

constexpr std::uint32_t kNone = Id<void>::kInvalid;
constexpr OwnedLabel kNobody = (OwnedLabel{kUnreachable} << 32) | kNone;
constexpr std::size_t kParallelFrom = 4096;

OwnedSearch search_from_all(const PreparedSearch& search, Cost limit) {
  std::vector<OwnedSearch::Seed> seeds;
  for (std::uint32_t d = 0; d < search.in->destinations.size(); ++d) add_seeds<OwnedLabel>(search, d, d, seeds);
  OwnedSearch owned(search.graph);
  owned.run(seeds, std::min(limit, kUnreachable - 1));
  return owned;
}

/// Cost, or kUnreachable where the sum is: two costs below it never wrap.
Cost sum_of(Cost a, Cost b) { return std::min(kUnreachable, std::min(a, kUnreachable) + std::min(b, kUnreachable)); }

/// From the home to the street and along it: the place off the street and the egress are left behind either way.
Cost to_street_cost(const SearchInput& in, std::size_t origin) {
  return sum_of(in.egress(origin), off_street_cost(in.origins[origin], in.snap_cost_per_m));
}

EndCosts leave_home_costs(const PreparedSearch& search, std::size_t origin) {
  const SearchInput& in = *search.in;
  EndCosts ends = leave_costs(*in.net, search.costs, in.origins[origin], in.snap_cost_per_m);
  ends.from = sum_of(ends.from, in.egress(origin));
  ends.to = sum_of(ends.to, in.egress(origin));
  return ends;
}

/// Where one origin can get onto the junctions, grouped by node so that a search finds who lives at what it settles.
struct Doors {
  struct Door { Cost cost; std::uint32_t origin; };
  std::vector<std::uint32_t> first;  ///< [n_nodes + 1]
  std::vector<Door> door;            ///< cheapest first in each row
};

/// Doors that cost more than the cutoff are left out.
Doors doors_of(const PreparedSearch& search, Cost cutoff) {
  const SearchInput& in = *search.in;
  const auto n_origins = static_cast<std::int64_t>(in.origins.size());
  std::vector<EndCosts> ends(in.origins.size());
#pragma omp parallel for schedule(static) if (in.origins.size() > kParallelFrom)
  for (std::int64_t o = 0; o < n_origins; ++o) {
    EndCosts& e = ends[o] = leave_home_costs(search, static_cast<std::size_t>(o));
    if (e.from >= kUnreachable || e.to >= kUnreachable) continue;
    // A place at a corner: its far door is never better than the near one and then along the edge.
    const std::uint32_t code = 2 * in.origins[o].edge.value;
    if (e.to >= e.from + std::uint64_t{search.costs.of[code]}) e.to = kUnreachable;
    else if (e.from >= e.to + std::uint64_t{search.costs.of[code + 1]}) e.from = kUnreachable;
  }

  const auto each_door = [&](const auto& take) {
    for (std::uint32_t o = 0; o < in.origins.size(); ++o) {
      const std::uint32_t e = in.origins[o].edge.value;
      if (ends[o].from <= cutoff) take(in.net->from[e].value, Doors::Door{ends[o].from, o});
      if (ends[o].to <= cutoff) take(in.net->to[e].value, Doors::Door{ends[o].to, o});
    }
  };
  Doors doors;
  doors.first.assign(in.net->n_nodes() + 2, 0);
  each_door([&](std::uint32_t node, const Doors::Door&) { ++doors.first[node + 2]; });
  for (std::size_t v = 2; v < doors.first.size(); ++v) doors.first[v] += doors.first[v - 1];
  doors.door.resize(doors.first.back());
  each_door([&](std::uint32_t node, const Doors::Door& d) { doors.door[doors.first[node + 1]++] = d; });
  doors.first.pop_back();
  const auto n_nodes = static_cast<std::int64_t>(in.net->n_nodes());
#pragma omp parallel for schedule(static) if (in.origins.size() > kParallelFrom)
  for (std::int64_t v = 0; v < n_nodes; ++v)
    std::sort(doors.door.begin() + doors.first[v], doors.door.begin() + doors.first[v + 1],
              [](const Doors::Door& a, const Doors::Door& b) {
                return a.cost != b.cost ? a.cost < b.cost : a.origin < b.origin;
              });
  return doors;
}

struct Reached { std::uint32_t origin; Cost cost; };

/// One thread's memory for `catchments`.
struct Scratch {
  explicit Scratch(const PreparedSearch& search)
      : walk(search.graph), best(search.in->origins.size(), kUnreachable) {}
  PlainSearch walk;
  std::vector<PlainSearch::Seed> seeds;
  std::vector<Cost> best;              ///< [n_origins]
  std::vector<std::uint32_t> reached;  ///< origins whose `best` is set
};

std::vector<Reached> catchment_of(const PreparedSearch& search, const Doors& doors,
                                  std::span<const std::uint32_t> first_origin, std::span<const std::uint32_t> origin_at,
                                  std::uint32_t destination, Cost cutoff, Scratch& scratch) {
  const SearchInput& in = *search.in;
  const auto offer = [&](std::uint32_t origin, Cost cost) {
    if (cost >= scratch.best[origin]) return;
    if (scratch.best[origin] == kUnreachable) scratch.reached.push_back(origin);
    scratch.best[origin] = cost;
  };
  scratch.seeds.clear();
  add_seeds<std::uint32_t>(search, destination, 0, scratch.seeds);
  scratch.walk.run(scratch.seeds, cutoff);
  for (const std::uint32_t node : scratch.walk.touched()) {
    const Cost spent = scratch.walk.cost(node);
    for (std::uint32_t i = doors.first[node]; i < doors.first[node + 1]; ++i) {
      if (spent + doors.door[i].cost > cutoff) break;
      offer(doors.door[i].origin, spent + doors.door[i].cost);
    }
  }
  const Snap& place = in.destinations[destination];
  const Cost off_street = off_street_cost(place, in.snap_cost_per_m);
  if (off_street <= cutoff) {
    const std::uint32_t e = place.edge.value;
    for (std::uint32_t i = first_origin[e]; i < first_origin[e + 1]; ++i) {
      const Snap& from = in.origins[origin_at[i]];
      const Cost walk = to_street_cost(in, origin_at[i]);
      const Cost along = shared_edge_cost(*in.net, search.costs, from, place);
      if (walk <= cutoff && along <= cutoff && walk + along + off_street <= cutoff)
        offer(origin_at[i], walk + along + off_street);
    }
  }
  std::vector<Reached> found;
  found.reserve(scratch.reached.size());
  for (const std::uint32_t origin : scratch.reached) {
    found.push_back({origin, scratch.best[origin]});
    scratch.best[origin] = kUnreachable;
  }
  scratch.reached.clear();
  return found;
}

/// Lists by destination -> rows by origin; each row's destinations ascend because the lists are dealt out in order.
CostTable rows_by_origin(std::size_t n_origins, std::vector<std::vector<Reached>>& by_destination) {
  CostTable table;
  table.n_destinations = static_cast<std::uint32_t>(by_destination.size());
  std::uint64_t pairs = 0;
  for (const auto& list : by_destination) pairs += list.size();
  if (pairs > Id<void>::kInvalid)
    throw std::invalid_argument("catchments: " + std::to_string(pairs) + " pairs do not fit one table");
  table.row_begin.assign(n_origins + 2, 0);
  for (const auto& list : by_destination)
    for (const Reached& r : list) ++table.row_begin[r.origin + 2];
  for (std::size_t o = 2; o < table.row_begin.size(); ++o) table.row_begin[o] += table.row_begin[o - 1];
  table.destination.resize(pairs);
  table.cost.resize(pairs);
  for (std::uint32_t d = 0; d < by_destination.size(); ++d) {
    for (const Reached& r : by_destination[d]) {
      const std::uint32_t slot = table.row_begin[r.origin + 1]++;
      table.destination[slot] = d;
      table.cost[slot] = r.cost;
    }
    std::vector<Reached>().swap(by_destination[d]);
  }
  table.row_begin.pop_back();
  return table;
}

}  // namespace

NearestTable nearest(const SearchInput& in, Cost limit) {
  const PreparedSearch search = prepare_search(in);
  const OwnedSearch owned = search_from_all(search, limit);
  const std::vector<OwnedLabel>& label = owned.labels();
  const auto n_origins = static_cast<std::int64_t>(in.origins.size());
  NearestTable table;
  table.cost.assign(in.origins.size(), kUnreachable);
  table.destination.assign(in.origins.size(), kNone);
#pragma omp parallel for schedule(static) if (in.origins.size() > kParallelFrom)
  for (std::int64_t o = 0; o < n_origins; ++o) {
    const Snap& from = in.origins[o];
    if (!from.edge.valid()) continue;
    const std::uint32_t e = from.edge.value;
    const EndCosts ends = leave_home_costs(search, static_cast<std::size_t>(o));
    OwnedLabel best = kNobody;
    const auto leave_by = [&](NodeId node, Cost cost) {
      if (cost < kUnreachable) best = std::min(best, label[node.value] + (OwnedLabel{cost} << 32));
    };
    leave_by(in.net->from[e], ends.from);
    leave_by(in.net->to[e], ends.to);
    for (std::uint32_t i = search.first_at_edge[e]; i < search.first_at_edge[e + 1]; ++i) {
      const std::uint32_t d = search.destination_at_edge[i];
      const std::uint64_t cost = std::uint64_t{to_street_cost(in, static_cast<std::size_t>(o))} +
                                 shared_edge_cost(*in.net, search.costs, from, in.destinations[d]) +
                                 off_street_cost(in.destinations[d], in.snap_cost_per_m);
      if (cost < kUnreachable) best = std::min(best, (OwnedLabel{cost} << 32) | d);
    }
    const auto cost = static_cast<Cost>(best >> 32);
    if (cost >= kUnreachable || cost > limit) continue;
    table.cost[o] = cost;
    table.destination[o] = static_cast<std::uint32_t>(best);
  }
  return table;
}

CostTable catchments(const SearchInput& in, Cost cutoff, const Progress& progress) {
  const PreparedSearch search = prepare_search(in);
  cutoff = std::min(cutoff, kUnreachable - 1);
  const Doors doors = doors_of(search, cutoff);
  std::vector<std::uint32_t> first_origin, origin_at;
  group_by_edge(in.net->n_edges(), in.origins, first_origin, origin_at);

  const std::size_t n = in.destinations.size();
  std::vector<std::vector<Reached>> by_destination(n);
  std::vector<Scratch> scratch;
  scratch.reserve(static_cast<std::size_t>(omp_get_max_threads()));
  for (int t = 0; t < omp_get_max_threads(); ++t) scratch.emplace_back(search);
  // In blocks, so that progress is told, and the work cancelled, from one thread and outside the parallel region.
  const std::size_t block = std::max<std::size_t>(64, (n + 199) / 200);
  for (std::size_t begin = 0; begin < n; begin += block) {
    report(progress, static_cast<double>(begin) / static_cast<double>(n), "catchments");
    const auto end = static_cast<std::int64_t>(std::min(n, begin + block));
#pragma omp parallel for schedule(dynamic, 1) if (in.origins.size() + in.net->n_nodes() > kParallelFrom)
    for (auto d = static_cast<std::int64_t>(begin); d < end; ++d)
      by_destination[d] = catchment_of(search, doors, first_origin, origin_at, static_cast<std::uint32_t>(d), cutoff,
                                       scratch[static_cast<std::size_t>(omp_get_thread_num())]);
  }
  report(progress, 1, "catchments");
  return rows_by_origin(in.origins.size(), by_destination);
}

NodeField node_field(const SearchInput& in, Cost limit) {
  const PreparedSearch search = prepare_search(in);
  const OwnedSearch owned = search_from_all(search, limit);
  NodeField field;
  field.cost.assign(in.net->n_nodes(), kUnreachable);
  field.owner.assign(in.net->n_nodes(), kNone);
  for (const std::uint32_t node : owned.touched()) {
    field.cost[node] = owned.cost(node);
    field.owner[node] = static_cast<std::uint32_t>(owned.labels()[node]);
  }
  return field;
}

}  // namespace catchment
