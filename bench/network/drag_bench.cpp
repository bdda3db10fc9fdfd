// A station is dragged: taken from its junction and put on one five streets away, and the nearest station of every junction must be
// right again. Ours repairs what changed; Boost's Dijkstra from all stations at once computes it anew, on a graph that is there
// already and into memory that is there already. Every step is checked against Boost's costs, junction by junction, before
// any time is taken. One thread, its own processor time (so that other work on the machine does not count).
// `move`: the drag as one edit. `apart`: taking the station away as one edit, putting it down as another; both are timed.
#include <benchmark/benchmark.h>
#include <omp.h>

#include <algorithm>
#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <boost/graph/dijkstra_shortest_paths.hpp>
#include <boost/graph/two_bit_color_map.hpp>
#include <ctime>
#include <vector>

#include "bench/network/road_graphs.h"
#include "sim/network/field_sweep.h"
#include "sim/network/impedance.h"
#include "sim/network/live_catchments.h"
#include "sim/network/live_field.h"
#include "sim/network/node_order.h"

namespace catchment::bench {
namespace {

struct Weight { Cost cost; };
using BoostGraph = boost::compressed_sparse_row_graph<boost::directedS, boost::no_property, Weight, boost::no_property,
                                                      std::uint32_t, std::uint32_t>;

struct Roads {
  StreetNetwork net;
  std::vector<Cost> impedance;
  Cost second = 1;
  LiveGraph graph;
  SweepGraph sweep;
};

/// Both directions of each of these roads cost the same.
Roads roads_of(const RoadGraph& road) {
  StreetNetwork net;
  net.node = road.at;
  for (std::uint32_t v = 0; v < road.n(); ++v)
    for (std::uint32_t a = road.graph.first[v]; a < road.graph.first[v + 1]; ++a) {
      const std::uint32_t head = road.graph.arc[a].head;
      if (head < v) continue;
      const Point line[] = {road.at[v], road.at[head]};
      add_edge(net, NodeId(v), NodeId(head), line, StreetClass::kResidential, 15, 0, road.graph.arc[a].weight);
    }
  index_arcs(net);
  Roads roads;
  roads.second = road.second;
  roads.impedance = impedance(net, {}, CostUnit::kMetres);  // lengths hold the weights
  const EdgeCosts costs = edge_costs(net, roads.impedance);
  const ReverseGraph reversed = reverse_graph(net, costs);
  const Hierarchy hierarchy = build_hierarchy(reversed, nested_dissection_order(reversed, net.node));
  roads.sweep = sweep_graph(hierarchy, customise(hierarchy, reversed));
  roads.graph = live_graph(net, costs, roads.sweep.node_at);
  roads.net = std::move(net);
  return roads;
}

/// Towards the stations: Boost gets the arcs turned round, in the same order of vertices as ours.
BoostGraph boost_graph(const LiveGraph& graph) {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> arcs;
  std::vector<Weight> weights;
  for (std::uint32_t v = 0; v < graph.n_vertices(); ++v)
    for (const LiveGraph::Way& way : graph.ways(v))
      if (way.in < kUnreachable) {
        arcs.emplace_back(v, way.vertex);
        weights.push_back({way.in});
      }
  return BoostGraph(boost::edges_are_sorted, arcs.begin(), arcs.end(), weights.begin(), static_cast<std::uint32_t>(graph.n_vertices()));
}

void boost_field(const BoostGraph& graph, std::span<const std::uint32_t> stations, std::vector<Cost>& cost) {
  const auto index = get(boost::vertex_index, graph);
  std::fill(cost.begin(), cost.end(), kUnreachable);
  for (const std::uint32_t s : stations) cost[s] = 0;
  boost::two_bit_color_map<decltype(index)> colour(num_vertices(graph), index);
  boost::dijkstra_shortest_paths_no_init(
      graph, stations.begin(), stations.end(), boost::dummy_property_map(), boost::make_iterator_property_map(cost.begin(), index),
      get(&Weight::cost, graph), index, std::less<Cost>(), std::plus<Cost>(), Cost{0}, boost::dijkstra_visitor<>(), colour);
}

double now_ms() {
  timespec t{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) * 1e3 + static_cast<double>(t.tv_nsec) / 1e6;
}

double ms_of(const auto& f) {
  const double begin = now_ms();
  f();
  return now_ms() - begin;
}

double at(std::vector<double> v, double q) {
  std::sort(v.begin(), v.end());
  return v.empty() ? 0 : v[std::min(v.size() - 1, static_cast<std::size_t>(q * static_cast<double>(v.size())))];
}

std::uint32_t somewhere(const LiveGraph& graph, Stream& s) {
  for (;;) {
    const auto v = static_cast<std::uint32_t>(s.below(graph.n_vertices()));
    if (!graph.ways(v).empty()) return v;
  }
}

std::uint32_t five_streets_on(const LiveGraph& graph, std::uint32_t v, Stream& s) {
  for (int hop = 0; hop < 5; ++hop) {
    const auto ways = graph.ways(v);
    v = ways[s.below(ways.size())].vertex;
  }
  return v;
}

constexpr int kSteps = 200;

void drag(benchmark::State& state, const Roads& roads) {
  const LiveGraph& graph = roads.graph;
  omp_set_num_threads(1);
  const auto k = static_cast<std::uint32_t>(state.range(0));
  const BoostGraph boosts = boost_graph(graph);
  std::vector<double> move, apart, boost;
  double stake = 0;
  for (auto _ : state) {
    for (const bool checked : {true, false}) {
      Stream s(7, "drag", k);
      std::vector<std::uint32_t> station(k);
      LiveField field(graph);
      field.use_sweep(field_sweep(graph, roads.sweep));
      std::vector<LiveField::Placed> all;
      for (std::uint32_t i = 0; i < k; ++i) {
        station[i] = somewhere(graph, s);
        all.push_back({i, {{station[i], 0}}});
      }
      field.place_all(all);
      std::vector<Cost> cost(graph.n_vertices());
      for (int step = 0; step < kSteps; ++step) {
        const auto who = static_cast<std::uint32_t>(s.below(k));
        const std::uint32_t from = station[who], to = five_streets_on(graph, from, s);
        station[who] = to;
        field.forget_changes();
        const Entrance here[] = {{to, 0}}, back[] = {{from, 0}};
        if (checked) {
          field.place(who, here);
          boost_field(boosts, station, cost);
          for (std::uint32_t v = 0; v < graph.n_vertices(); ++v)
            if (static_cast<Cost>(field.labels()[v] >> 32) != cost[v]) return state.SkipWithError("answers differ");
        } else {
          move.push_back(ms_of([&] { field.place(who, here); benchmark::DoNotOptimize(field.changes().data()); }));
          stake += static_cast<double>(field.changes().size()) / kSteps;
          field.place(who, back);
          field.forget_changes();
          apart.push_back(ms_of([&] {
            field.place(who, {});
            field.place(who, here);
            benchmark::DoNotOptimize(field.changes().data());
          }));
          if (step % 10 == 0) {
            boost.push_back(ms_of([&] { boost_field(boosts, station, cost); }));
          }
        }
      }
    }
    state.SetIterationTime(at(move, 0.5) / 1000);
  }
  state.counters["nodes"] = static_cast<double>(graph.n_vertices());
  state.counters["changed"] = stake;
  state.counters["move_p50"] = at(move, 0.5);
  state.counters["move_p95"] = at(move, 0.95);
  state.counters["move_p99"] = at(move, 0.99);
  state.counters["move_max"] = at(move, 1);
  state.counters["apart_p50"] = at(apart, 0.5);
  state.counters["apart_p99"] = at(apart, 0.99);
  state.counters["boost"] = at(boost, 0.5);
  state.counters["boost/move"] = at(boost, 0.5) / at(move, 0.5);
  state.counters["boost/apart"] = at(boost, 0.5) / at(apart, 0.5);
}

/// How many of 100 stations lie within the cutoff of each junction, while one is dragged; the lists are kept too.
void drag_coverage(benchmark::State& state, const Roads& roads) {
  const StreetNetwork& net = roads.net;
  const auto minutes = static_cast<Cost>(state.range(0));
  const Cost cutoff = minutes * 60 * roads.second;
  omp_set_num_threads(1);
  std::vector<Snap> at_node(net.n_nodes());
  for (std::uint32_t v = 0; v < net.n_nodes(); ++v) {
    if (net.first_arc[v] == net.first_arc[v + 1]) continue;
    const std::uint32_t code = net.arc_edge[net.first_arc[v]], length = net.length_mm[code / 2];
    at_node[v].edge = EdgeId(code / 2);
    at_node[v].from_mm = code % 2 == 0 ? 0 : length;
    at_node[v].to_mm = length - at_node[v].from_mm;
  }
  const LiveStreets streets({&net, roads.impedance, at_node, {}, 1000});
  constexpr std::uint32_t kStations = 100;
  std::vector<std::uint32_t> all(kStations);
  std::vector<double> ms;
  double changed = 0;
  for (auto _ : state) {
    for (const bool checked : {true, false}) {
      Stream s(7, "coverage");
      LiveCatchments live(streets, cutoff);
      std::vector<std::uint32_t> vertex(kStations);
      std::vector<Snap> station(kStations);
      std::vector<LiveCatchments::Placed> placed;
      for (std::uint32_t i = 0; i < kStations; ++i) {
        all[i] = i;
        vertex[i] = somewhere(streets.graph(), s);
        station[i] = at_node[streets.graph().node_of[vertex[i]]];
        placed.push_back({i, station[i]});
      }
      live.place_all(placed);
      for (int step = 0; step < kSteps; ++step) {
        const auto who = static_cast<std::uint32_t>(s.below(kStations));
        vertex[who] = five_streets_on(streets.graph(), vertex[who], s);
        station[who] = at_node[streets.graph().node_of[vertex[who]]];
        live.forget_changes();
        if (!checked) {
          ms.push_back(ms_of([&] { live.place(who, station[who]); benchmark::DoNotOptimize(live.changes().data()); }));
          changed += static_cast<double>(live.changes().size()) / kSteps;
          continue;
        }
        live.place(who, station[who]);
        if (step % 20 != 0) continue;
        const CostTable whole = catchments({&net, roads.impedance, at_node, station, 1000}, cutoff), ours = live.table(all);
        if (whole.row_begin != ours.row_begin || whole.destination != ours.destination || whole.cost != ours.cost)
          return state.SkipWithError("answers differ");
      }
    }
    state.SetIterationTime(at(ms, 0.5) / 1000);
  }
  state.counters["nodes"] = static_cast<double>(net.n_nodes());
  state.counters["changed"] = changed;
  state.counters["p50"] = at(ms, 0.5);
  state.counters["p95"] = at(ms, 0.95);
  state.counters["p99"] = at(ms, 0.99);
  state.counters["max"] = at(ms, 1);
}

const Roads& new_york_four_times() {
  static const Roads roads = [] {
    const RoadGraph one = new_york();
    return one.empty() ? Roads{} : roads_of(four_copies(one));
  }();
  return roads;
}

const Roads& grid_roads() {
  static const Roads roads = roads_of(generated_city(500'000));
  return roads;
}

template <void (*kDrag)(benchmark::State&, const Roads&)>
void on_new_york(benchmark::State& state) {
  if (new_york_four_times().graph.n_vertices() == 0) return state.SkipWithError("bench_ny is not here: set CATCHMENT_SHARED_DATA");
  kDrag(state, new_york_four_times());
}
void BM_Drag_NewYorkFourTimes(benchmark::State& state) { on_new_york<drag>(state); }
void BM_Coverage_NewYorkFourTimes(benchmark::State& state) { on_new_york<drag_coverage>(state); }
void BM_Drag_GridCity(benchmark::State& state) { drag(state, grid_roads()); }
void BM_Coverage_GridCity(benchmark::State& state) { drag_coverage(state, grid_roads()); }

#define DRAG(name) BENCHMARK(name)->ArgName("stations")->UseManualTime()->Iterations(1)->Unit(benchmark::kMillisecond)
#define COVERAGE(name) BENCHMARK(name)->ArgName("minutes")->UseManualTime()->Iterations(1)->Unit(benchmark::kMillisecond)
DRAG(BM_Drag_NewYorkFourTimes)->Arg(1)->Arg(5)->Arg(20)->Arg(100)->Arg(1000);
DRAG(BM_Drag_GridCity)->Arg(1)->Arg(5)->Arg(20)->Arg(100)->Arg(1000);
COVERAGE(BM_Coverage_NewYorkFourTimes)->Arg(5)->Arg(10)->Arg(20);
COVERAGE(BM_Coverage_GridCity)->Arg(5)->Arg(10)->Arg(20);

}  // namespace
}  // namespace catchment::bench

BENCHMARK_MAIN();
