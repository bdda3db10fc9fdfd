// The searches from many places on New York's streets (264,346 nodes) and on four copies of it (NY4), or on a generated city
// of any size, each beside the obvious way to do the same: Boost.Graph on a compressed graph, or our own bounded search in
// a loop. Both answers are compared in full, or by count and sum where said, before a time is taken; both run in turn in each
// iteration, at equal threads; times and ratios are medians. Coordinates, order and hierarchy are made before the clock starts
// unless the question is about them.
#include <benchmark/benchmark.h>
#include <omp.h>

#include <algorithm>
#include <atomic>
#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <boost/graph/dijkstra_shortest_paths.hpp>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "bench/network/road_graphs.h"
#include "sim/network/node_order.h"
#include "sim/network/reach_lists.h"

namespace catchment::bench {
namespace {

enum Place : std::int64_t { kNewYork = 0, kNewYork4 = 1 };  // any other number: a generated city of so many arcs

struct Weight { Cost cost; };
using BoostGraph = boost::compressed_sparse_row_graph<boost::directedS, boost::no_property, Weight, boost::no_property,
                                                      std::uint32_t, std::uint32_t>;

BoostGraph boost_graph(const ReverseGraph& graph) {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> arcs;
  std::vector<Weight> weights;
  for (std::uint32_t v = 0; v + 1 < graph.first.size(); ++v)
    for (std::uint32_t a = graph.first[v]; a < graph.first[v + 1]; ++a) {
      arcs.emplace_back(v, graph.arc[a].head);
      weights.push_back({graph.arc[a].weight});
    }
  return {boost::edges_are_sorted, arcs.begin(), arcs.end(), weights.begin(), static_cast<std::uint32_t>(graph.first.size() - 1)};
}

/// A city with all that is made of it.
struct City {
  RoadGraph road;
  ReachGraph reach;
  BoostGraph boost;
};

/// Made once, and kept.
const City* city(std::int64_t place) {
  static std::map<std::int64_t, std::unique_ptr<City>> kept;
  if (const auto found = kept.find(place); found != kept.end()) return found->second.get();
  std::unique_ptr<City>& made = kept[place];
  RoadGraph road = place <= kNewYork4 ? new_york() : generated_city(place);
  if (place == kNewYork4 && !road.empty()) road = four_copies(road);
  if (road.empty()) return nullptr;
  ReachGraph reach = reach_graph(road.graph, road.at);
  BoostGraph boost = boost_graph(road.graph);
  made = std::make_unique<City>(City{std::move(road), std::move(reach), std::move(boost)});
  return made.get();
}

const City* city_or_skip(benchmark::State& state) {
  const City* const c = city(state.range(0));
  if (c == nullptr) state.SkipWithError("bench_ny is not here: set CATCHMENT_SHARED_DATA to the folder that holds it");
  return c;
}

std::vector<std::uint32_t> chance_nodes(const RoadGraph& road, std::size_t n, const char* purpose) {
  Stream s(1, purpose);
  std::vector<std::uint32_t> nodes(n);
  for (std::uint32_t& v : nodes) v = static_cast<std::uint32_t>(s.below(road.n()));
  return nodes;
}

double seconds(const std::function<void()>& f) {
  const auto begin = std::chrono::steady_clock::now();
  f();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

double median(std::vector<double> v) {
  std::sort(v.begin(), v.end());
  return v[v.size() / 2];
}

/// Runs both in turn. The ratio is the median of the ratios of neighbouring runs.
void race(benchmark::State& state, int threads, const char* other_ms, const std::function<void()>& other,
          const std::function<void()>& ours) {
  const int before = omp_get_max_threads();
  omp_set_num_threads(threads);
  std::vector<double> others_s, ours_s, ratio;
  for (auto _ : state) {
    others_s.push_back(seconds(other));
    ours_s.push_back(seconds(ours));
    ratio.push_back(others_s.back() / ours_s.back());
    state.SetIterationTime(ours_s.back());
  }
  omp_set_num_threads(before);
  state.counters["threads"] = threads;
  state.counters["ours_ms"] = median(ours_s) * 1000;
  state.counters[other_ms] = median(others_s) * 1000;
  state.counters["times"] = median(ratio);
  state.SetLabel(lane_kernels().front().name);
}

/// Boost's Dijkstra without initialisation: what a run touched is reset afterwards. Settled nodes with their costs.
struct PastCutoff {};
struct Settle : boost::dijkstra_visitor<> {
  const std::vector<Cost>* cost = nullptr;
  std::vector<std::pair<std::uint32_t, Cost>>* settled = nullptr;
  std::vector<std::uint32_t>* touched = nullptr;
  Cost cutoff = 0;
  template <class Graph>
  void discover_vertex(std::uint32_t v, const Graph&) { touched->push_back(v); }
  template <class Graph>
  void examine_vertex(std::uint32_t v, const Graph&) {
    if ((*cost)[v] > cutoff) throw PastCutoff{};
    settled->emplace_back(v, (*cost)[v]);
  }
};

class BoostSearch {
 public:
  explicit BoostSearch(const BoostGraph& graph)
      : graph_(&graph), cost_(num_vertices(graph), kUnreachable), colour_(num_vertices(graph), boost::white_color) {}
  void run(std::uint32_t source, Cost cutoff) {
    for (const std::uint32_t v : touched_) cost_[v] = kUnreachable, colour_[v] = boost::white_color;
    touched_.clear();
    settled_.clear();
    cost_[source] = 0;
    Settle visitor;
    visitor.cost = &cost_, visitor.settled = &settled_, visitor.touched = &touched_, visitor.cutoff = cutoff;
    const auto index = get(boost::vertex_index, *graph_);
    try {
      boost::dijkstra_shortest_paths_no_init(
          *graph_, source, boost::dummy_property_map(), boost::make_iterator_property_map(cost_.begin(), index),
          get(&Weight::cost, *graph_), index, std::less<Cost>(), std::plus<Cost>(), Cost{0}, visitor,
          boost::make_iterator_property_map(colour_.begin(), index));
    } catch (const PastCutoff&) {
    }
  }
  [[nodiscard]] const std::vector<std::pair<std::uint32_t, Cost>>& settled() const { return settled_; }

 private:
  const BoostGraph* graph_;
  std::vector<Cost> cost_;
  std::vector<boost::default_color_type> colour_;
  std::vector<std::uint32_t> touched_;
  std::vector<std::pair<std::uint32_t, Cost>> settled_;
};

/// Ten-minute catchments of 96 scattered sites one after the other on one thread: our bucket search against Boost's heap.
void BM_BoundedCatchment(benchmark::State& state) {
  const City* const c = city_or_skip(state);
  if (c == nullptr) return;
  const Cost cutoff = 600 * c->road.second;
  const auto sites = chance_nodes(c->road, 96, "sites");
  BoostSearch boost(c->boost);
  // On the streets in the order of positions, as the engine keeps them.
  ReverseSearch<Cost> search(c->reach.streets);
  std::vector<ReverseSearch<Cost>::Seed> seeds;
  const auto run_ours = [&](std::uint32_t site) {
    seeds.assign(1, {0, c->reach.sweep.position[site]});
    search.run(seeds, cutoff);
  };
  std::uint64_t reached = 0;
  for (const std::uint32_t site : sites) {
    boost.run(site, cutoff);
    run_ours(site);
    reached += boost.settled().size();
    bool same = boost.settled().size() == search.touched().size();
    for (const auto& [node, cost] : boost.settled()) same = same && search.cost(c->reach.sweep.position[node]) == cost;
    if (!same) return state.SkipWithError("answers differ");
  }
  race(state, 1, "boost_ms", [&] { for (const std::uint32_t site : sites) boost.run(site, cutoff); },
       [&] { for (const std::uint32_t site : sites) run_ours(site); });
  state.counters["nodes_each"] = static_cast<double>(reached) / 96;
}

/// The nearest of 100 stations and its cost for every node, by node: one sweep against one multi-source Dijkstra of Boost.
void BM_NearestOf100(benchmark::State& state) {
  const City* const c = city_or_skip(state);
  if (c == nullptr) return;
  const auto stations = chance_nodes(c->road, 100, "stations");
  const std::uint32_t n = c->road.n();
  std::vector<Cost> cost(n);
  std::vector<std::uint32_t> owner(n);
  struct Owner : boost::dijkstra_visitor<> {
    std::vector<std::uint32_t>* owner = nullptr;
    void edge_relaxed(const BoostGraph::edge_descriptor& e, const BoostGraph& g) {
      (*owner)[target(e, g)] = (*owner)[source(e, g)];
    }
  };
  const auto by_boost = [&] {
    std::fill(cost.begin(), cost.end(), kUnreachable);
    std::fill(owner.begin(), owner.end(), UINT32_MAX);
    for (std::uint32_t k = 0; k < stations.size(); ++k) {
      cost[stations[k]] = 0;
      owner[stations[k]] = std::min(owner[stations[k]], k);
    }
    Owner visitor;
    visitor.owner = &owner;
    boost::two_bit_color_map<> colour(n);
    const auto index = get(boost::vertex_index, c->boost);
    boost::dijkstra_shortest_paths_no_init(
        c->boost, stations.begin(), stations.end(), boost::dummy_property_map(),
        boost::make_iterator_property_map(cost.begin(), index), get(&Weight::cost, c->boost), index, std::less<Cost>(),
        std::plus<Cost>(), Cost{0}, visitor, colour);
  };
  std::vector<SweepSeed> seeds;
  std::vector<ReverseSearch<std::uint64_t>::Seed> bucket_seeds;
  for (std::uint32_t k = 0; k < stations.size(); ++k) {
    seeds.push_back({stations[k], 0, k});
    bucket_seeds.push_back({k, stations[k]});
  }
  NearestSweep sweep(c->reach.sweep);
  std::vector<std::uint64_t> label(n);
  const auto by_ours = [&] {
    sweep.run(seeds);
    sweep.by_node(label);
  };
  by_boost();
  by_ours();
  ReverseSearch<std::uint64_t> bucket(c->road.graph);
  bucket.run(bucket_seeds, kUnreachable - 1);
  bool same = label == bucket.labels();  // with owners; Boost's owners differ where two stations are as near
  for (std::uint32_t v = 0; v < n; ++v) same = same && static_cast<Cost>(label[v] >> 32) == cost[v];
  if (!same) return state.SkipWithError("answers differ");
  race(state, static_cast<int>(state.range(1)), "boost_ms", by_boost, by_ours);
  state.counters["threads_boost"] = 1;
}

/// All nodes within ten minutes of each of 10,000 sites (a twenty-sixth of the nodes of a small city), with costs: blocks of
/// lanes handed over and packed, against our own bounded search in a loop. Compared by count and sum of all costs.
void BM_ListsOf10000Sites(benchmark::State& state) {
  const City* const c = city_or_skip(state);
  if (c == nullptr) return;
  const int threads = static_cast<int>(state.range(1));
  const Cost cutoff = 600 * c->road.second;
  const auto sites = chance_nodes(c->road, std::min<std::size_t>(10000, c->road.n() / 26 + 1), "sites");
  const ReachSources sources = sources_at(sites);
  struct Total { std::uint64_t pairs = 0, sum = 0; };
  const auto by_loop = [&](bool add) {
    Total total;
#pragma omp parallel
    {
      ReverseSearch<Cost> search(c->reach.streets);
      std::vector<ReverseSearch<Cost>::Seed> seeds;
      Total own;
#pragma omp for schedule(dynamic, 16)
      for (std::size_t i = 0; i < sites.size(); ++i) {
        seeds.assign(1, {0, c->reach.sweep.position[sites[i]]});
        search.run(seeds, cutoff);
        own.pairs += search.touched().size();
        if (add)
          for (const std::uint32_t p : search.touched()) own.sum += search.cost(p);
      }
#pragma omp critical
      total.pairs += own.pairs, total.sum += own.sum;
    }
    return total;
  };
  struct Room { std::vector<std::uint16_t> mask; std::vector<Cost> cost; Total total; };
  std::vector<Room> rooms(static_cast<std::size_t>(threads));
  const auto by_lanes = [&](bool add) {
    for (Room& r : rooms) r.total = {};
    visit_reach(c->reach, sources, cutoff, [&](const ReachBlock& block) {
      Room& r = rooms[static_cast<std::size_t>(block.thread)];
      const std::size_t n = block.row.size();
      if (r.mask.size() < n) r.mask.resize(n), r.cost.resize(kLanes * n);
      const std::uint64_t pairs = lane_kernels().front().pack(block.row.data(), static_cast<std::uint32_t>(n), cutoff,
                                                              r.mask.data(), r.cost.data());
      r.total.pairs += pairs;
      if (add) r.total.sum = std::accumulate(r.cost.begin(), r.cost.begin() + static_cast<std::ptrdiff_t>(pairs), r.total.sum);
    });
    Total total;
    for (const Room& r : rooms) total.pairs += r.total.pairs, total.sum += r.total.sum;
    return total;
  };
  const int before = omp_get_max_threads();
  omp_set_num_threads(threads);
  const Total a = by_loop(true), b = by_lanes(true);
  const std::uint64_t stored = reach_lists(c->reach, sources, cutoff).n_pairs();
  const double stored_s = seconds([&] { benchmark::DoNotOptimize(reach_lists(c->reach, sources, cutoff)); });
  omp_set_num_threads(before);
  if (a.pairs != b.pairs || a.sum != b.sum || a.pairs != stored) return state.SkipWithError("answers differ");
  race(state, threads, "loop_ms", [&] { benchmark::DoNotOptimize(by_loop(false)); },
       [&] { benchmark::DoNotOptimize(by_lanes(false)); });
  state.counters["sites"] = static_cast<double>(sites.size());
  state.counters["pairs"] = static_cast<double>(a.pairs);
  state.counters["stored_once_ms"] = stored_s * 1000;
}

/// How much lies within two minutes of every node: sums fused into the lanes, against our own bounded search in a loop.
/// Compared number by number.
void BM_SumsWithin2Minutes(benchmark::State& state) {
  const City* const c = city_or_skip(state);
  if (c == nullptr) return;
  const int threads = static_cast<int>(state.range(1));
  const Cost cutoff = 120 * c->road.second;
  std::vector<std::uint32_t> all(c->road.n());
  std::iota(all.begin(), all.end(), 0u);
  const ReachSources sources = sources_at(all);
  std::vector<double> weight(all.size()), loop(all.size()), lanes;
  for (std::size_t v = 0; v < all.size(); ++v) weight[v] = static_cast<double>(v % 7);  // whole: sums have no order
  const auto by_loop = [&] {
#pragma omp parallel
    {
      ReverseSearch<Cost> search(c->reach.streets);
      std::vector<ReverseSearch<Cost>::Seed> seeds;
#pragma omp for schedule(dynamic, 256)
      for (std::size_t p = 0; p < all.size(); ++p) {
        seeds.assign(1, {0, static_cast<std::uint32_t>(p)});
        search.run(seeds, cutoff);
        double sum = 0;
        for (const std::uint32_t q : search.touched()) sum += weight[c->reach.sweep.node_at[q]];
        loop[c->reach.sweep.node_at[p]] = sum;
      }
    }
  };
  const auto by_lanes = [&] { lanes = sums_within(c->reach, sources, cutoff, weight); };
  by_loop();
  by_lanes();
  if (loop != lanes) return state.SkipWithError("answers differ");
  const std::vector<double> one(all.size(), 1.0);
  const auto counts = sums_within(c->reach, sources, cutoff, one);
  race(state, threads, "loop_ms", by_loop, by_lanes);
  state.counters["pairs"] = std::accumulate(counts.begin(), counts.end(), 0.0);
}

/// Costs from 1,000 places to 10,000, unbounded: against our own search in a loop over the first 20 sources, 50 times that
/// time. Those 20 rows are compared number by number.
void BM_Table1000x10000(benchmark::State& state) {
  const City* const c = city_or_skip(state);
  if (c == nullptr) return;
  const auto from = chance_nodes(c->road, 1000, "from"), to = chance_nodes(c->road, 10000, "to");
  const ReachSources sources = sources_at(from);
  std::vector<Cost> few(20 * to.size()), table;
  ReverseSearch<Cost> search(c->reach.streets);
  std::vector<ReverseSearch<Cost>::Seed> seeds;
  const auto by_loop = [&] {
    for (std::size_t i = 0; i < 20; ++i) {
      seeds.assign(1, {0, c->reach.sweep.position[from[i]]});
      search.run(seeds, kUnreachable - 1);
      for (std::size_t t = 0; t < to.size(); ++t) few[i * to.size() + t] = search.cost(c->reach.sweep.position[to[t]]);
    }
  };
  const auto by_lanes = [&] { table = cost_matrix(c->reach, sources, to); };
  by_loop();
  by_lanes();
  if (!std::equal(few.begin(), few.end(), table.begin())) return state.SkipWithError("answers differ");
  race(state, static_cast<int>(state.range(1)), "loop_20_rows_1_thread_ms", by_loop, by_lanes);
  state.counters["times"] = state.counters["times"] * 50;
}

/// What it costs to get ready: the order, the hierarchy, weights again after an edit, the sweep graph; and what it takes in memory.
void BM_Preparation(benchmark::State& state) {
  const City* const c = city_or_skip(state);
  if (c == nullptr) return;
  const int before = omp_get_max_threads();
  omp_set_num_threads(static_cast<int>(state.range(1)));
  const ReverseGraph& graph = c->road.graph;
  std::vector<double> order_s, build_s, customise_s, perfect_s, total_s;
  Hierarchy h;
  SweepGraph sweep;
  for (auto _ : state) {
    std::vector<std::uint32_t> order;
    HierarchyWeights weights;
    order_s.push_back(seconds([&] { order = nested_dissection_order(graph, c->road.at); }));
    build_s.push_back(seconds([&] { h = build_hierarchy(graph, order); }));
    customise_s.push_back(seconds([&] { weights = customise(h, graph); }));
    perfect_s.push_back(seconds([&] { sweep = sweep_graph(h, weights); }));
    total_s.push_back(order_s.back() + build_s.back() + customise_s.back() + perfect_s.back());
    state.SetIterationTime(total_s.back());
  }
  omp_set_num_threads(before);
  const auto n = static_cast<double>(h.n_nodes()), m = static_cast<double>(graph.arc.size());
  state.counters["threads"] = static_cast<double>(state.range(1));
  state.counters["order_ms"] = median(order_s) * 1000;
  state.counters["hierarchy_ms"] = median(build_s) * 1000;
  state.counters["customise_ms"] = median(customise_s) * 1000;
  state.counters["sweep_graph_ms"] = median(perfect_s) * 1000;
  state.counters["nodes"] = n;
  state.counters["arcs"] = m;
  state.counters["hierarchy_arcs"] = static_cast<double>(h.n_arcs());
  state.counters["sweep_arcs"] = static_cast<double>(sweep.up.size() + sweep.down.size());
  // Topology: five words a node, one an arc of the hierarchy; weights two words an arc. Sweep graph: four words a node, two an
  // arc. Streets by position and the curve: two words a node, two an arc of the graph.
  const auto arcs = static_cast<double>(h.n_arcs());
  state.counters["bytes_node"] = (20 * n + 12 * arcs + 16 * n + 8 * state.counters["sweep_arcs"] + 8 * n + 8 * m) / n;
  state.counters["bytes_arc"] = (20 * n + 12 * arcs + 16 * n + 8 * state.counters["sweep_arcs"] + 8 * n + 8 * m) / m;
}

void places(benchmark::internal::Benchmark* b) { b->Arg(kNewYork)->Arg(20'000)->Arg(200'000); }
void places_threads(benchmark::internal::Benchmark* b) {
  for (const std::int64_t place : {std::int64_t{kNewYork}, std::int64_t{20'000}, std::int64_t{200'000}})
    for (const std::int64_t threads : {1, 2}) b->Args({place, threads});
}
void large_places_threads(benchmark::internal::Benchmark* b) {
  for (const std::int64_t place : {std::int64_t{kNewYork4}, std::int64_t{kNewYork}, std::int64_t{200'000}})
    for (const std::int64_t threads : {1, 2}) b->Args({place, threads});
}
#define MANY(name, args, n) \
  BENCHMARK(name)->Apply(args)->UseManualTime()->Unit(benchmark::kMillisecond)->Iterations(n)
MANY(BM_BoundedCatchment, places, 11)->ArgName("place");
MANY(BM_ListsOf10000Sites, places_threads, 7)->ArgNames({"place", "threads"});
MANY(BM_SumsWithin2Minutes, places_threads, 7)->ArgNames({"place", "threads"});
MANY(BM_Table1000x10000, large_places_threads, 7)->ArgNames({"place", "threads"});
MANY(BM_NearestOf100, large_places_threads, 11)->ArgNames({"place", "threads"});
MANY(BM_Preparation, large_places_threads, 1)->ArgNames({"place", "threads"});

}  // namespace
}  // namespace catchment::bench

BENCHMARK_MAIN();
