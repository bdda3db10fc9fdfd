// Who goes to which room? Organisations need a few hours a month each, rooms have forty or so; each organisation may use the rooms nearest to
// it, at a cost of so many millimetres an hour; what no room takes costs a hundred times the longest way. How long does our network simplex take, up
// to 14,000 organisations and 446 rooms, and how much longer does Boost.Graph on an instance that it can finish? Every flow is proved by its
// potentials, and compared with Boost's where Boost runs, before a time is taken; times and ratios are medians.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
// find_flow_cost.hpp does not include all that it uses: the method itself comes first.
#include <boost/graph/successive_shortest_path_nonnegative_weights.hpp>

#include <boost/graph/find_flow_cost.hpp>
#include <chrono>
#include <cmath>
#include <ctime>
#include <functional>
#include <utility>
#include <vector>

#include "sim/core/random.h"
#include "sim/sharing/matching.h"
#include "sim/sharing/min_cost_flow.h"

namespace catchment::bench {
namespace {

/// Everything here runs on one thread: on a machine that does other work too, processor time says what wall time would without it.
struct Taken { double wall_s, cpu_s; };
Taken taken(const std::function<void()>& f) {
  const auto begin = std::chrono::steady_clock::now();
  const std::clock_t cpu = std::clock();
  f();
  return {std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count(), static_cast<double>(std::clock() - cpu) / CLOCKS_PER_SEC};
}

double median(std::vector<double> v) {
  std::sort(v.begin(), v.end());
  return v[v.size() / 2];
}

void time_ours(benchmark::State& state, const std::function<void()>& f) {
  std::vector<double> cpu;
  for (auto _ : state) {
    const Taken t = taken(f);
    cpu.push_back(t.cpu_s);
    state.SetIterationTime(t.wall_s);
  }
  state.counters["cpu_ms"] = median(cpu) * 1000;
}

struct Way { std::uint32_t room, organisation; std::int64_t mm; };

/// The `nearest` rooms of every organisation, all at random in a square of 20 km.
std::vector<Way> ways(std::uint32_t organisations, std::uint32_t rooms, std::uint32_t nearest) {
  Stream random(1, "flow bench");
  constexpr double kSide = 20'000;
  std::vector<std::pair<double, double>> room(rooms);
  for (auto& [x, y] : room) x = random.uniform(0, kSide), y = random.uniform(0, kSide);
  std::vector<Way> out;
  std::vector<std::pair<std::int64_t, std::uint32_t>> far(rooms);
  nearest = std::min(nearest, rooms);
  for (std::uint32_t o = 0; o < organisations; ++o) {
    const double x = random.uniform(0, kSide), y = random.uniform(0, kSide);
    for (std::uint32_t v = 0; v < rooms; ++v) far[v] = {std::llround(1000 * std::hypot(room[v].first - x, room[v].second - y)), v};
    std::partial_sort(far.begin(), far.begin() + nearest, far.end());
    std::sort(far.begin(), far.begin() + nearest, [](const auto& a, const auto& b) { return a.second < b.second; });
    for (std::uint32_t k = 0; k < nearest; ++k) out.push_back({far[k].second, o, far[k].first});
  }
  return out;
}

/// Nodes: rooms, organisations, and one where spare hours go and unmet ones come from. `needed` hours for each that there is.
FlowProblem problem(std::uint32_t organisations, std::uint32_t rooms, std::uint32_t nearest, double needed) {
  Stream random(2, "flow bench");
  FlowProblem p;
  const std::uint32_t dump = rooms + organisations;
  p.supply.assign(dump + 1, 0);
  const auto arc = [&](std::uint32_t tail, std::uint32_t head, std::int64_t cost) {
    p.tail.push_back(tail), p.head.push_back(head), p.cost.push_back(cost), p.capacity.push_back(FlowProblem::kNoLimit);
  };
  std::int64_t longest = 0;
  for (const Way& w : ways(organisations, rooms, nearest)) arc(w.room, rooms + w.organisation, w.mm), longest = std::max(longest, w.mm);
  std::int64_t hours = 0;
  for (std::uint32_t o = 0; o < organisations; ++o) {
    p.supply[rooms + o] = -random.between(1, 4);
    hours -= p.supply[rooms + o];
    arc(dump, rooms + o, 100 * longest);
  }
  for (std::uint32_t v = 0; v < rooms; ++v) {
    p.supply[v] = static_cast<std::int64_t>(static_cast<double>(hours) / needed / rooms * random.uniform(0.5, 1.5));
    hours -= p.supply[v];
    arc(v, dump, 0);
  }
  p.supply[dump] = hours;
  return p;
}

/// The same for Boost: reverse arcs, a source and a sink. Costs are doubles: it adds up distances of nodes that are out of reach, which
/// overflows whole numbers.
class BoostNetwork {
 public:
  explicit BoostNetwork(const FlowProblem& p) : graph_(p.supply.size() + 2), source_(p.supply.size()), sink_(source_ + 1) {
    for (std::size_t a = 0; a < p.tail.size(); ++a) add(p.tail[a], p.head[a], p.capacity[a], p.cost[a]);
    for (std::size_t v = 0; v < p.supply.size(); ++v)
      if (p.supply[v] > 0) add(source_, v, p.supply[v], 0);
      else if (p.supply[v] < 0) add(v, sink_, -p.supply[v], 0);
  }
  std::int64_t run() {
    boost::successive_shortest_path_nonnegative_weights(graph_, source_, sink_);
    return std::llround(boost::find_flow_cost(graph_));
  }

 private:
  using Traits = boost::adjacency_list_traits<boost::vecS, boost::vecS, boost::directedS>;
  using Weight = boost::property<boost::edge_weight_t, double>;
  using Reverse = boost::property<boost::edge_reverse_t, Traits::edge_descriptor, Weight>;
  using Residual = boost::property<boost::edge_residual_capacity_t, std::int64_t, Reverse>;
  using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS, boost::no_property,
                                      boost::property<boost::edge_capacity_t, std::int64_t, Residual>>;
  void add(std::size_t tail, std::size_t head, std::int64_t capacity, std::int64_t cost) {
    const auto there = boost::add_edge(tail, head, graph_).first, back = boost::add_edge(head, tail, graph_).first;
    boost::put(boost::edge_capacity, graph_, there, capacity);
    boost::put(boost::edge_capacity, graph_, back, 0);
    boost::put(boost::edge_weight, graph_, there, static_cast<double>(cost));
    boost::put(boost::edge_weight, graph_, back, -static_cast<double>(cost));
    boost::put(boost::edge_reverse, graph_, there, back);
    boost::put(boost::edge_reverse, graph_, back, there);
  }
  Graph graph_;
  std::size_t source_, sink_;
};

/// Organisations, rooms, nearest rooms of each, needed hours per 100 that there are.
FlowProblem problem_of(const benchmark::State& state) {
  return problem(static_cast<std::uint32_t>(state.range(0)), static_cast<std::uint32_t>(state.range(1)), static_cast<std::uint32_t>(state.range(2)),
                 static_cast<double>(state.range(3)) / 100);
}

void BM_MinCostFlow(benchmark::State& state) {
  const FlowProblem p = problem_of(state);
  const FlowResult first = min_cost_flow(p);
  if (!proves_optimal(p, first)) return state.SkipWithError("not proved");
  time_ours(state, [&] { benchmark::DoNotOptimize(min_cost_flow(p)); });
  state.counters["arcs"] = static_cast<double>(p.tail.size());
}

void BM_AgainstSuccessiveShortestPaths(benchmark::State& state) {
  const FlowProblem p = problem_of(state);
  BoostNetwork boost(p);
  const FlowResult first = min_cost_flow(p);
  if (!proves_optimal(p, first) || boost.run() != first.cost) return state.SkipWithError("answers differ");
  std::vector<double> ours, theirs, ratio;
  for (auto _ : state) {
    theirs.push_back(taken([&] { benchmark::DoNotOptimize(boost.run()); }).cpu_s);
    const Taken t = taken([&] { benchmark::DoNotOptimize(min_cost_flow(p)); });
    ours.push_back(t.cpu_s);
    ratio.push_back(theirs.back() / ours.back());
    state.SetIterationTime(t.wall_s);
  }
  state.counters["cpu_ms"] = median(ours) * 1000;
  state.counters["boost_cpu_ms"] = median(theirs) * 1000;
  state.counters["times"] = median(ratio);
  state.counters["arcs"] = static_cast<double>(p.tail.size());
}

/// The whole of match_market with rooms open in 20 half hours of the week, each given to one organisation: network, flow, proof, half hours.
void BM_MatchRooms(benchmark::State& state) {
  const auto organisations = static_cast<std::uint32_t>(state.range(0)), rooms = static_cast<std::uint32_t>(state.range(1));
  Market market;
  for (std::uint32_t v = 0; v < rooms; ++v) {
    OpeningHours evenings;
    for (std::size_t day = 0; day < 5; ++day)
      for (std::size_t s = 38; s < 42; ++s) evenings.set(day * 48 + s);
    market.offers.push_back({VenueId(v), LinkType::kVenue, 40, evenings, VenueId(v), false});
  }
  for (std::uint32_t o = 0; o < organisations; ++o) market.needs.push_back({OrganisationId(o), LinkType::kVenue, 2, {}, {}, false});
  std::vector<MarketPair> pairs;
  for (const Way& w : ways(organisations, rooms, static_cast<std::uint32_t>(state.range(2))))
    pairs.push_back({w.room, w.organisation, static_cast<double>(w.mm) / 1000, -1});
  const Matching first = match_market(market, pairs, {});
  std::vector<OpeningHours> taken(rooms);
  for (const MatchedShare& s : first.shares) {
    if ((taken[s.offer] & s.slots).any()) return state.SkipWithError("a half hour given twice");
    taken[s.offer] |= s.slots;
  }
  if (first.status != "optimal" || first.shares.size() != std::min(organisations, 20 * rooms)) return state.SkipWithError("not as many as there is room for");
  time_ours(state, [&] { benchmark::DoNotOptimize(match_market(market, pairs, {})); });
  state.counters["arcs"] = static_cast<double>(pairs.size());
}

BENCHMARK(BM_MinCostFlow)->ArgNames({"organisations", "rooms", "nearest", "needed"})
    ->Args({1'000, 100, 10, 130})->Args({4'000, 200, 25, 130})->Args({14'000, 446, 10, 130})->Args({14'000, 446, 72, 130})
    ->Args({14'000, 446, 72, 90})->Args({14'000, 446, 72, 300})->Args({14'000, 446, 446, 130})
    ->UseManualTime()->Unit(benchmark::kMillisecond)->Iterations(5);
BENCHMARK(BM_AgainstSuccessiveShortestPaths)->ArgNames({"organisations", "rooms", "nearest", "needed"})
    ->Args({200, 20, 10, 130})->Args({1'000, 50, 20, 130})->Args({2'000, 100, 20, 90})
    ->UseManualTime()->Unit(benchmark::kMillisecond)->Iterations(3);
BENCHMARK(BM_MatchRooms)->ArgNames({"organisations", "rooms", "nearest"})
    ->Args({9'380, 446, 72})->Args({9'380, 446, 446})->UseManualTime()->Unit(benchmark::kMillisecond)->Iterations(3);

}  // namespace
}  // namespace catchment::bench

BENCHMARK_MAIN();
