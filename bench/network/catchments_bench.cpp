// Which junctions lie within the cutoff of each of many facilities? Ours against a bounded Dijkstra of Boost.Graph on a
// compressed graph, one after the other in the same run, at equal threads; the answers are checked equal before any time is taken.
// Ours goes from streets and places to the table by origin in one call. `boost_ms` does the same (graph, searches, table);
// `boost_search_ms` is its searches alone, on a graph that is there already.
#include <benchmark/benchmark.h>
#include <omp.h>

#include <algorithm>
#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <boost/graph/dijkstra_shortest_paths_no_color_map.hpp>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "bench/network/grid_city.h"
#include "sim/network/impedance.h"
#include "sim/network/search.h"

namespace catchment::bench {
namespace {

struct Weight { Cost cost; };
using BoostGraph = boost::compressed_sparse_row_graph<boost::directedS, boost::no_property, Weight, boost::no_property,
                                                      std::uint32_t, std::uint32_t>;
struct Pair { std::uint32_t node; Cost cost; };
using Lists = std::vector<std::vector<Pair>>;

struct Problem {
  StreetNetwork net;
  std::vector<Cost> impedance;
  std::vector<Snap> origins, destinations;  // a place at each junction; a facility at some
  std::vector<std::uint32_t> facility_node;
  Cost cutoff = 0;
};

/// A snap that stands on a junction; invalid for a junction without streets.
Snap at_node(const StreetNetwork& net, std::uint32_t v) {
  Snap snap;
  if (net.first_arc[v] == net.first_arc[v + 1]) return snap;
  const std::uint32_t code = net.arc_edge[net.first_arc[v]];
  snap.edge = EdgeId(code / 2);
  snap.from_mm = code % 2 == 0 ? 0 : net.length_mm[code / 2];
  snap.to_mm = net.length_mm[code / 2] - snap.from_mm;
  return snap;
}

void finish(Problem& p, std::size_t n_facilities, std::uint64_t seed) {
  for (std::uint32_t v = 0; v < p.net.n_nodes(); ++v) p.origins.push_back(at_node(p.net, v));
  Stream s(seed, "facilities");
  while (p.facility_node.size() < n_facilities) {
    const auto v = static_cast<std::uint32_t>(s.below(p.net.n_nodes()));
    if (!p.origins[v].edge.valid()) continue;
    p.facility_node.push_back(v);
    p.destinations.push_back(p.origins[v]);
  }
}

/// People walk towards the facility, so Boost gets the arcs turned round, as our own search does for itself.
BoostGraph reversed_graph(const Problem& p) {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> arcs;
  std::vector<Weight> weights;
  std::vector<Cost> by_code(p.net.n_arcs());
  for (std::size_t a = 0; a < p.net.n_arcs(); ++a) by_code[p.net.arc_edge[a]] = p.impedance[a];
  for (std::uint32_t v = 0; v < p.net.n_nodes(); ++v)
    for (std::uint32_t a = p.net.first_arc[v]; a < p.net.first_arc[v + 1]; ++a) {
      arcs.emplace_back(v, p.net.arc_head[a]);
      weights.push_back({by_code[p.net.arc_edge[a] ^ 1u]});
    }
  return BoostGraph(boost::edges_are_sorted, arcs.begin(), arcs.end(), weights.begin(),
                    static_cast<std::uint32_t>(p.net.n_nodes()));
}

struct PastCutoff {};

/// Collects what is settled, stops past the cutoff, remembers what to reset.
struct Bounded : boost::dijkstra_visitor<> {
  std::vector<Cost>* cost;
  std::vector<Pair>* settled;
  std::vector<std::uint32_t>* touched;
  Cost cutoff;
  template <class Graph>
  void examine_vertex(std::uint32_t v, const Graph&) {
    if ((*cost)[v] > cutoff) throw PastCutoff{};
    settled->push_back({v, (*cost)[v]});
  }
  template <class Edge, class Graph>
  void edge_relaxed(Edge e, const Graph& g) { touched->push_back(target(e, g)); }
};

Lists by_boost(const Problem& p, const BoostGraph& reversed) {
  Lists lists(p.facility_node.size());
  const auto n = static_cast<std::int64_t>(lists.size());
#pragma omp parallel
  {
    std::vector<Cost> cost(p.net.n_nodes(), kUnreachable);
    std::vector<std::uint32_t> touched;
#pragma omp for schedule(dynamic, 1)
    for (std::int64_t d = 0; d < n; ++d) {
      const std::uint32_t source = p.facility_node[d];
      cost[source] = 0;
      touched.assign(1, source);
      std::vector<Pair> settled;
      Bounded visitor;
      visitor.cost = &cost, visitor.settled = &settled, visitor.touched = &touched, visitor.cutoff = p.cutoff;
      const auto index = get(boost::vertex_index, reversed);
      try {
        boost::dijkstra_shortest_paths_no_color_map_no_init(
            reversed, source, boost::dummy_property_map(), boost::make_iterator_property_map(cost.begin(), index),
            get(&Weight::cost, reversed), index, std::less<Cost>(), std::plus<Cost>(), kUnreachable, Cost{0}, visitor);
      } catch (const PastCutoff&) {
      }
      for (const std::uint32_t v : touched) cost[v] = kUnreachable;
      lists[d] = std::move(settled);
    }
  }
  return lists;
}

CostTable by_ours(const Problem& p) {
  return catchments({&p.net, p.impedance, p.origins, p.destinations, 1000}, p.cutoff);
}

/// Boost's lists as the table that ours returns.
CostTable table_of(const Lists& lists, std::size_t n_origins) {
  CostTable table;
  table.n_destinations = static_cast<std::uint32_t>(lists.size());
  table.row_begin.assign(n_origins + 1, 0);
  for (const auto& list : lists)
    for (const Pair& q : list) ++table.row_begin[q.node + 1];
  for (std::size_t o = 0; o < n_origins; ++o) table.row_begin[o + 1] += table.row_begin[o];
  std::vector<std::uint32_t> next(table.row_begin.begin(), table.row_begin.end() - 1);
  table.destination.resize(table.row_begin.back());
  table.cost.resize(table.row_begin.back());
  for (std::uint32_t d = 0; d < lists.size(); ++d)
    for (const Pair& q : lists[d]) {
      table.destination[next[q.node]] = d;
      table.cost[next[q.node]++] = q.cost;
    }
  return table;
}

/// Every pair, its cost too.
bool same(const CostTable& a, const CostTable& b) {
  return a.row_begin == b.row_begin && a.destination == b.destination && a.cost == b.cost;
}

double median(std::vector<double> v) {
  std::sort(v.begin(), v.end());
  return v.empty() ? 0 : v[v.size() / 2];
}

template <class F>
double seconds(const F& f) {
  const auto begin = std::chrono::steady_clock::now();
  f();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

void race(benchmark::State& state, const Problem& p, int threads) {
  const int before = omp_get_max_threads();
  omp_set_num_threads(threads);
  const BoostGraph graph = reversed_graph(p);
  std::size_t pairs = 0;
  {
    const CostTable ours = by_ours(p);
    pairs = ours.cost.size();
    if (!same(ours, table_of(by_boost(p, graph), p.origins.size()))) {
      state.SkipWithError("answers differ");
      omp_set_num_threads(before);
      return;
    }
  }
  std::vector<double> ours_s, boost_s, boost_search_s;
  for (auto _ : state) {
    boost_s.push_back(seconds([&] { benchmark::DoNotOptimize(table_of(by_boost(p, reversed_graph(p)), p.origins.size())); }));
    ours_s.push_back(seconds([&] { benchmark::DoNotOptimize(by_ours(p)); }));
    boost_search_s.push_back(seconds([&] { benchmark::DoNotOptimize(by_boost(p, graph)); }));
    state.SetIterationTime(ours_s.back());
  }
  omp_set_num_threads(before);
  state.counters["nodes"] = static_cast<double>(p.net.n_nodes());
  state.counters["arcs"] = static_cast<double>(p.net.n_arcs());
  state.counters["facilities"] = static_cast<double>(p.destinations.size());
  state.counters["pairs"] = static_cast<double>(pairs);
  state.counters["ours_ms"] = median(ours_s) * 1000;
  state.counters["boost_ms"] = median(boost_s) * 1000;
  state.counters["boost_search_ms"] = median(boost_search_s) * 1000;
  state.counters["boost/ours"] = median(boost_s) / median(ours_s);
}

/// 15 minutes' walk (1,200 m) of candidate sites, one for every 100 junctions.
void BM_Catchments_GridCity(benchmark::State& state) {
  Problem p;
  p.net = grid_city(state.range(0), 1);
  p.impedance = impedance(p.net, {}, CostUnit::kMetres);
  p.cutoff = 1'200'000;
  finish(p, std::max<std::size_t>(20, p.net.n_nodes() / 100), 1);
  race(state, p, static_cast<int>(state.range(1)));
}
BENCHMARK(BM_Catchments_GridCity)
    ->ArgNames({"arcs", "threads"})
    ->ArgsProduct({{10'000, 100'000, 500'000}, {1, 2}})
    ->UseManualTime()->Unit(benchmark::kMillisecond)->Iterations(9);

/// Numbers of a gzipped file's lines that begin with `mark`.
std::vector<std::vector<long>> numbers_of(const std::string& path, char mark) {
  std::vector<std::vector<long>> rows;
  FILE* pipe = popen(("gzip -dc '" + path + "'").c_str(), "r");
  if (pipe == nullptr) return rows;
  char line[256];
  while (std::fgets(line, sizeof line, pipe) != nullptr) {
    if (line[0] != mark) continue;
    std::vector<long> row;
    for (char* at = line + 1;;) {
      char* end = at;
      const long value = std::strtol(at, &end, 10);
      if (end == at) break;
      row.push_back(value);
      at = end;
    }
    rows.push_back(std::move(row));
  }
  pclose(pipe);
  return rows;
}

/// New York of the 9th DIMACS challenge, travel time weights (290 units a second), 10 minutes by car, 200 facilities.
void BM_Catchments_NewYork(benchmark::State& state) {
  const char* folder = std::getenv("CATCHMENT_SHARED_DATA");
  const std::string path = std::string(folder != nullptr ? folder : "../shared/data") + "/bench_ny/";
  const auto nodes = numbers_of(path + "NY.co.gz", 'v'), arcs = numbers_of(path + "NY-t.gr.gz", 'a');
  if (nodes.empty() || arcs.empty()) {
    state.SkipWithError("bench_ny is not here: set CATCHMENT_SHARED_DATA");
    return;
  }
  Problem p;
  for (const auto& v : nodes) p.net.node.push_back({static_cast<double>(v[1]) * 0.084, static_cast<double>(v[2]) * 0.111});
  for (const auto& a : arcs) {
    if (a[0] > a[1]) continue;  // symmetric: the file lists both directions
    const NodeId from(static_cast<std::uint32_t>(a[0] - 1)), to(static_cast<std::uint32_t>(a[1] - 1));
    const Point line[] = {p.net.node[from.value], p.net.node[to.value]};
    add_edge(p.net, from, to, line, StreetClass::kResidential, 15, 0, static_cast<std::uint32_t>(a[2]));
  }
  index_arcs(p.net);
  p.impedance = impedance(p.net, {}, CostUnit::kMetres);  // lengths hold the weights
  p.cutoff = 600 * 290;
  finish(p, 200, 1);
  race(state, p, static_cast<int>(state.range(0)));
}
BENCHMARK(BM_Catchments_NewYork)
    ->ArgName("threads")->Arg(1)->Arg(2)
    ->UseManualTime()->Unit(benchmark::kMillisecond)->Iterations(9);

}  // namespace
}  // namespace catchment::bench

BENCHMARK_MAIN();
