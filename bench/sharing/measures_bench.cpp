// What it costs to measure the sharing graph of a city: organisations that each have one of 25 hubs, and other links, seven in ten of them
// within a neighbourhood of 50. Where Boost.Graph has the same measure on a graph of its own, both answers are compared in full, and both run
// in turn in each iteration; times are medians, by the clock and of the processor over all threads. Communities have no other implementation
// here to race; their modularity is shown beside the time.
#include <benchmark/benchmark.h>
#include <omp.h>

#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/betweenness_centrality.hpp>
#include <boost/graph/biconnected_components.hpp>
#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <boost/graph/connected_components.hpp>
#include <boost/graph/core_numbers.hpp>
#include <chrono>
#include <cmath>
#include <ctime>
#include <functional>
#include <iterator>
#include <map>
#include <memory>
#include <vector>

#include "sim/core/random.h"
#include "sim/sharing/measures.h"
#include "sim/sharing/resilience.h"

namespace catchment::bench {
namespace {

using Pairs = std::vector<std::pair<std::uint32_t, std::uint32_t>>;
constexpr std::uint32_t kHubs = 25, kNeighbourhood = 50;

/// Made once, and kept.
const SharingGraph& city(std::int64_t organisations, std::int64_t links) {
  static std::map<std::pair<std::int64_t, std::int64_t>, std::unique_ptr<SharingGraph>> kept;
  std::unique_ptr<SharingGraph>& made = kept[{organisations, links}];
  if (made) return *made;
  const auto n = static_cast<std::uint32_t>(organisations);
  Stream s(1, "sharing city");
  Pairs pairs;
  for (std::uint32_t v = kHubs; v < n; ++v) pairs.emplace_back(v / kNeighbourhood % kHubs, v);
  while (pairs.size() < static_cast<std::size_t>(links)) {
    const auto a = static_cast<std::uint32_t>(s.below(n));
    const std::uint32_t begin = a / kNeighbourhood * kNeighbourhood, size = std::min(kNeighbourhood, n - begin);
    const auto b = s.chance(0.7) ? begin + static_cast<std::uint32_t>(s.below(size)) : static_cast<std::uint32_t>(s.below(n));
    if (a != b) pairs.emplace_back(a, b);
  }
  SharingGraph graph = graph_of_pairs(n, pairs);
  for (std::size_t k = 0; k < graph.n_links() && k + kHubs < n; ++k) graph.type[k] = LinkType::kAffiliation;
  made = std::make_unique<SharingGraph>(std::move(graph));
  return *made;
}

struct Took {
  double s = 0;
  double processor_s = 0;  ///< of all threads: what is left of the truth when others use the machine too
};
Took seconds(const std::function<void()>& f) {
  const std::clock_t busy = std::clock();
  const auto begin = std::chrono::steady_clock::now();
  f();
  return {std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count(),
          static_cast<double>(std::clock() - busy) / CLOCKS_PER_SEC};
}

double median(std::vector<double> v) {
  std::sort(v.begin(), v.end());
  return v[v.size() / 2];
}

/// Runs both in turn, or `ours` alone if `other` is empty; `ours` at `threads`.
void race(benchmark::State& state, int threads, const std::function<void()>& other, const std::function<void()>& ours) {
  const int before = omp_get_max_threads();
  omp_set_num_threads(threads);
  std::vector<double> others_s, others_busy_s, ours_s, ours_busy_s;
  for (auto _ : state) {
    if (other) {
      const Took took = seconds(other);
      others_s.push_back(took.s);
      others_busy_s.push_back(took.processor_s);
    }
    const Took took = seconds(ours);
    ours_s.push_back(took.s);
    ours_busy_s.push_back(took.processor_s);
    state.SetIterationTime(took.s);
  }
  omp_set_num_threads(before);
  state.counters["threads"] = threads;
  state.counters["ours_ms"] = median(ours_s) * 1000;
  state.counters["ours_cpu_ms"] = median(ours_busy_s) * 1000;
  if (!other) return;
  state.counters["boost_ms"] = median(others_s) * 1000;
  state.counters["boost_cpu_ms"] = median(others_busy_s) * 1000;
}

using BoostList = boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS>;
BoostList boost_list(const SharingGraph& graph) {
  BoostList list(graph.n_nodes());
  for (std::uint32_t v = 0; v < graph.n_nodes(); ++v)
    for (const std::uint32_t u : graph.neighbours(v))
      if (v < u) add_edge(v, u, list);
  return list;
}

/// Components, core numbers, articulation points and bridges; Boost's without the bridges, on an adjacency list.
void BM_ComponentsCoresAndCuts(benchmark::State& state) {
  const SharingGraph& graph = city(state.range(0), state.range(1));
  const std::size_t n = graph.n_nodes();
  const BoostList list = boost_list(graph);
  std::vector<std::uint32_t> part(n), core(n), points;
  std::uint32_t parts = 0;
  const auto by_boost = [&] {
    const auto index = get(boost::vertex_index, list);
    parts = boost::connected_components(list, boost::make_iterator_property_map(part.begin(), index));
    boost::core_numbers(list, boost::make_iterator_property_map(core.begin(), index));
    points.clear();
    boost::articulation_points(list, std::back_inserter(points));
  };
  Parts our_parts;
  std::vector<std::uint32_t> our_core, our_points;
  Cuts our_cuts;
  const auto by_ours = [&] {
    our_parts = connected_parts(graph);
    our_core = core_numbers(graph);
    our_cuts = cuts(graph);
  };
  by_boost();
  by_ours();
  for (std::uint32_t v = 0; v < n; ++v)
    if (our_cuts.articulation[v] != 0) our_points.push_back(v);
  std::sort(points.begin(), points.end());
  if (parts != our_parts.size.size() || core != our_core || points != our_points) return state.SkipWithError("answers differ");
  race(state, 1, by_boost, by_ours);
  state.counters["articulation"] = static_cast<double>(points.size());
  state.counters["bridges"] = static_cast<double>(our_cuts.bridges.size());
  state.SetComplexityN(state.range(1));
}

/// Exact betweenness against Boost's on compressed rows, which uses one thread.
void BM_ExactBetweenness(benchmark::State& state) {
  using Compressed =
      boost::compressed_sparse_row_graph<boost::directedS, boost::no_property, boost::no_property, boost::no_property, std::uint32_t, std::uint32_t>;
  const SharingGraph& graph = city(state.range(0), state.range(1));
  Pairs arcs;
  for (std::uint32_t v = 0; v < graph.n_nodes(); ++v)
    for (const std::uint32_t u : graph.neighbours(v)) arcs.emplace_back(v, u);
  const Compressed rows(boost::edges_are_sorted, arcs.begin(), arcs.end(), static_cast<std::uint32_t>(graph.n_nodes()));
  std::vector<double> theirs(graph.n_nodes()), ours;
  const auto by_boost = [&] {
    std::fill(theirs.begin(), theirs.end(), 0.0);
    boost::brandes_betweenness_centrality(rows, boost::make_iterator_property_map(theirs.begin(), get(boost::vertex_index, rows)));
  };
  const int threads = static_cast<int>(state.range(2));
  omp_set_num_threads(threads);
  race(state, threads, by_boost, [&] { ours = betweenness(graph, true); });
  // Compared after the clock: one run of either takes long enough. Both arcs of a pair count there.
  double worst = 0, largest = 0;
  for (std::size_t v = 0; v < ours.size(); ++v) {
    worst = std::max(worst, std::abs(theirs[v] / 2 - ours[v]) / (1 + ours[v]));
    largest = std::max(largest, ours[v]);
  }
  if (!(worst <= 1e-9) || largest == 0) return state.SkipWithError("answers differ");
  state.counters["worst_relative_difference"] = worst;
}

/// Everything, with betweenness, closeness, mean path and diameter from 2,000 chance sources, and the error bound of betweenness.
void BM_AllMeasures(benchmark::State& state) {
  const SharingGraph& graph = city(state.range(0), state.range(1));
  SharingMeasures m;
  race(state, static_cast<int>(state.range(2)), {}, [&] {
    m = measure(graph, {});
  });
  state.counters["sources"] = static_cast<double>(m.sources);
  state.counters["error_bound"] = m.betweenness_error;
}

void BM_Leiden(benchmark::State& state) {
  const SharingGraph& graph = city(state.range(0), state.range(1));
  std::vector<std::uint32_t> community;
  race(state, static_cast<int>(state.range(2)), {}, [&] { community = leiden(graph, 1); });
  state.counters["modularity"] = modularity(graph, community);
  state.counters["communities"] = static_cast<double>(*std::max_element(community.begin(), community.end()) + 1);
}

/// All measures but those of paths.
void BM_AllButPaths(benchmark::State& state) {
  const SharingGraph& graph = city(state.range(0), state.range(1));
  const int threads = static_cast<int>(state.range(2));
  SharingMeasures m;
  double communities_s = 0;
  race(state, threads, {}, [&] {
    MeasureChoice choice;
    choice.paths = false;
    m = measure(graph, choice);
  });
  omp_set_num_threads(threads);
  communities_s = seconds([&] { benchmark::DoNotOptimize(leiden(graph, 1)); }).s;
  state.counters["of_which_communities_ms"] = communities_s * 1000;
}

/// All nodes removed in a chance order, the largest component and the orphans after each.
void BM_RemoveAllPartners(benchmark::State& state) {
  const SharingGraph& graph = city(state.range(0), state.range(1));
  Resilience r;
  race(state, 1, {}, [&] {
    RemovalChoice choice;
    choice.order = RemovalOrder::kRandom;
    r = remove_partners(graph, {}, choice);
  });
  state.counters["robustness"] = r.robustness;
  state.SetComplexityN(state.range(1));
}

BENCHMARK(BM_ComponentsCoresAndCuts)->ArgNames({"organisations", "links"})->Args({1'000, 5'000})->Args({10'000, 50'000})->Args({14'000, 60'000})
    ->Args({100'000, 500'000})->Iterations(11)->UseManualTime()->Unit(benchmark::kMillisecond)->Complexity();
BENCHMARK(BM_RemoveAllPartners)->ArgNames({"organisations", "links"})->Args({1'000, 5'000})->Args({10'000, 50'000})->Args({100'000, 500'000})
    ->Iterations(11)->UseManualTime()->Unit(benchmark::kMillisecond)->Complexity();
BENCHMARK(BM_Leiden)->ArgNames({"organisations", "links", "threads"})->Args({1'000, 5'000, 2})->Args({10'000, 50'000, 2})->Args({100'000, 500'000, 1})
    ->Args({100'000, 500'000, 2})->Iterations(3)->UseManualTime()->Unit(benchmark::kMillisecond);
BENCHMARK(BM_AllButPaths)->ArgNames({"organisations", "links", "threads"})->Args({14'000, 60'000, 2})->Args({100'000, 500'000, 2})
    ->Iterations(1)->UseManualTime()->Unit(benchmark::kMillisecond);
BENCHMARK(BM_ExactBetweenness)->ArgNames({"organisations", "links", "threads"})->Args({1'000, 5'000, 1})->Args({1'000, 5'000, 2})->Args({14'000, 60'000, 1})
    ->Args({14'000, 60'000, 2})->Iterations(1)->UseManualTime()->Unit(benchmark::kMillisecond);
BENCHMARK(BM_AllMeasures)->ArgNames({"organisations", "links", "threads"})->Args({100'000, 500'000, 2})->Iterations(1)->UseManualTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace catchment::bench

BENCHMARK_MAIN();
