#include <omp.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>

#include <fmt/format.h>

#include "sim/sharing/measures.h"
#include "sim/sharing/path_figures.h"

namespace catchment {

namespace {

constexpr std::uint32_t kUnseen = UINT32_MAX;
constexpr std::size_t kBlock = 32;          ///< sources whose sums are added at once; part of the result's bits
constexpr std::size_t kParallelFrom = 20'000;  ///< arcs looked at, all sources together
/// Counts above this leave the plain numbers: 1 / count is still far from the smallest normal double.
constexpr double kLargestPlain = 1e290;

/// A positive number beyond the range of double: mantissa * 2^exponent, mantissa in [0.5, 1) or 0.
struct Wide {
  double mantissa = 0;
  std::int64_t exponent = 0;
  Wide() = default;
  explicit Wide(double v) : Wide(v, 0) {}
  Wide(double v, std::int64_t e) {
    int shift = 0;
    mantissa = std::frexp(v, &shift);
    exponent = v == 0 ? 0 : e + shift;
  }
};
double plain(const Wide& a) { return std::ldexp(a.mantissa, static_cast<int>(std::clamp<std::int64_t>(a.exponent, -3000, 3000))); }
void add(Wide& a, const Wide& b) {
  if (b.mantissa == 0) return;
  if (a.mantissa == 0 || b.exponent - a.exponent > 1000) a = b;
  else if (a.exponent - b.exponent <= 1000)
    a = Wide(a.mantissa + std::ldexp(b.mantissa, static_cast<int>(b.exponent - a.exponent)), a.exponent);
}
Wide over(double a, const Wide& b) { return {a / b.mantissa, -b.exponent}; }
double times(const Wide& a, const Wide& b) { return plain(Wide(a.mantissa * b.mantissa, a.exponent + b.exponent)); }
void add_if(bool wanted, Wide& a, const Wide& b) {
  if (wanted) add(a, b);
}
bool too_large(const Wide&) { return false; }

void add(double& a, double b) { a += b; }
void add_if(bool wanted, double& a, double b) { a += static_cast<double>(wanted) * b; }
double over(double a, double b) { return a / b; }
double times(double a, double b) { return a * b; }
bool too_large(double a) { return !(a < kLargestPlain); }

template <class Count>
struct Visit {
  std::uint32_t steps = kUnseen;
  Count paths{};  ///< shortest paths from the source
};

/// Memory of one thread for searches with one kind of number.
template <class Count>
struct Search {
  std::vector<Visit<Count>> at;          // [n]
  std::vector<Count> share;              // [n] (1 + dependency) / paths
  std::vector<std::uint32_t> order;      // [n+1] nodes as they were reached
  std::vector<std::uint32_t> next, next_end;  // arcs of shortest paths by the rank of their tail: [arcs+1], [n]
  std::size_t found = 0;

  void make(const Successors& g) {
    if (!at.empty()) return;
    at.resize(g.n());
    share.resize(g.n());
    order.resize(g.n() + 1);
    next.resize(g.head.size() + 1);
    next_end.resize(g.n());
  }
  void clear() {
    for (std::size_t i = 0; i < found; ++i) at[order[i]] = {};
    found = 0;
  }

  /// Ranks the nodes by steps from `source` and, if asked, counts paths; false if there are too many for `Count`.
  ///
  /// What happens at an arc is written without branches: nobody can guess whether its head is new or on a shortest path, and a wrong guess
  /// costs more than all else here. So the next slot of `order` and of `next` is written in any case, and kept or not.
  template <bool kPaths>
  bool run(const Successors& g, std::uint32_t source) {
    Visit<Count>* const seen = at.data();
    std::uint32_t* const nodes = order.data();
    std::uint32_t* const onward = next.data();
    seen[source] = {0, Count(1.0)};
    nodes[0] = source;
    std::size_t count = 1, arcs = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const std::uint32_t v = nodes[i], further = seen[v].steps + 1;
      const Count paths = seen[v].paths;
      if (kPaths && too_large(paths)) {
        found = count;
        return false;
      }
      for (const std::uint32_t w : g.of(v)) {
        const std::uint32_t known = seen[w].steps;
        nodes[count] = w;
        count += known == kUnseen;
        seen[w].steps = std::min(known, further);  // steps only grow from node to node
        if (kPaths) {
          const bool shortest = known >= further;
          add_if(shortest, seen[w].paths, paths);
          onward[arcs] = w;
          arcs += shortest;
        }
      }
      if (kPaths) next_end[i] = static_cast<std::uint32_t>(arcs);
    }
    found = count;
    return true;
  }

  /// Dependencies, farthest nodes first, added to `through` and their squares to `squared`.
  void accumulate(std::vector<double>& through, std::vector<double>& squared) {
    for (std::size_t i = found; i-- > 1;) {
      const std::uint32_t v = order[i];
      Count sum{};
      for (std::uint32_t a = next_end[i - 1]; a < next_end[i]; ++a) add(sum, share[next[a]]);
      const double dependency = times(at[v].paths, sum);
      through[v] += dependency;
      squared[v] += dependency * dependency;
      share[v] = over(1 + dependency, at[v].paths);
    }
  }
};

struct Thread {
  Search<double> search;
  Search<Wide> wide;                      // made when first needed
  std::vector<double> through, squared;   // of one block
  std::vector<std::uint64_t> steps;       // of all blocks of this thread: whole numbers, so their order does not matter
  std::vector<std::uint32_t> reached;

  /// Returns the steps to the farthest node.
  template <class Count>
  std::uint32_t count_steps(const Search<Count>& s) {
    for (std::size_t i = 1; i < s.found; ++i) {
      steps[s.order[i]] += s.at[s.order[i]].steps;
      ++reached[s.order[i]];
    }
    return s.at[s.order[s.found - 1]].steps;
  }

  std::uint32_t from_source(const Successors& g, std::uint32_t source, bool dependencies) {
    std::uint32_t farthest = 0;
    if (!dependencies) {
      search.template run<false>(g, source);
      farthest = count_steps(search);
    } else if (search.template run<true>(g, source)) {
      search.accumulate(through, squared);
      farthest = count_steps(search);
    } else {
      wide.make(g);
      wide.template run<true>(g, source);
      wide.accumulate(through, squared);
      farthest = count_steps(wide);
      wide.clear();
    }
    search.clear();
    return farthest;
  }
};

}  // namespace

OwnedSuccessors along_links(const SharingGraph& graph) {
  OwnedSuccessors out;
  out.begin.reserve(graph.n_nodes() + 1);
  out.begin.push_back(0);
  for (std::uint32_t v = 0; v < graph.n_nodes(); ++v) {
    const auto first = static_cast<std::ptrdiff_t>(out.head.size());
    for (const std::uint32_t k : graph.out_links(v)) out.head.push_back(graph.to[k]);
    std::sort(out.head.begin() + first, out.head.end());
    out.head.erase(std::unique(out.head.begin() + first, out.head.end()), out.head.end());
    out.begin.push_back(static_cast<std::uint32_t>(out.head.size()));
  }
  return out;
}

PathFigures path_figures(const Successors& graph, std::span<const std::uint32_t> sources, bool dependencies, const Progress& progress,
                         std::string_view doing) {
  const std::size_t n = graph.n(), blocks = (sources.size() + kBlock - 1) / kBlock;
  for (const std::uint32_t s : sources)
    if (s >= n) throw std::invalid_argument(fmt::format("path_figures: source {} of a graph of {} nodes", s, n));
  PathFigures out;
  out.steps.assign(n, 0);
  out.reached.assign(n, 0);
  out.farthest.assign(sources.size(), 0);
  if (dependencies) {
    out.through.assign(n, 0);
    out.through_squared.assign(n, 0);
  }
  const bool parallel = blocks > 1 && sources.size() * (n + graph.head.size()) > kParallelFrom;
  std::vector<Thread> threads(parallel ? std::min(blocks, static_cast<std::size_t>(omp_get_max_threads())) : 1);
  for (Thread& t : threads) {
    t.search.make(graph);
    t.steps.assign(n, 0);
    t.reached.assign(n, 0);
    if (dependencies) {
      t.through.assign(n, 0);
      t.squared.assign(n, 0);
    }
  }

  // A block is worked out by one thread; the `ordered` part adds it when all blocks before it are added. Told about a hundred times.
  const std::size_t told_every = (blocks + 99) / 100;
  bool cancelled = false;
#pragma omp parallel for ordered schedule(dynamic, 1) num_threads(static_cast<int>(threads.size())) if (parallel)
  for (std::int64_t b = 0; b < static_cast<std::int64_t>(blocks); ++b) {
    Thread& t = threads[static_cast<std::size_t>(omp_get_thread_num())];
    const auto block = static_cast<std::size_t>(b);
    bool stop = false;
#pragma omp atomic read
    stop = cancelled;
    if (!stop)
      for (std::size_t i = block * kBlock; i < std::min(sources.size(), (block + 1) * kBlock); ++i)
        out.farthest[i] = t.from_source(graph, sources[i], dependencies);
#pragma omp ordered
    if (!stop) {
      if (dependencies)
        for (std::size_t v = 0; v < n; ++v) {
          out.through[v] += t.through[v];
          out.through_squared[v] += t.squared[v];
          t.through[v] = t.squared[v] = 0;
        }
      bool told = !progress;  // nobody is asked again after a no
#pragma omp atomic read
      stop = cancelled;
      told = told || stop || block % told_every != 0;
      if (!told && !progress(static_cast<double>(block) / static_cast<double>(blocks), doing)) {
#pragma omp atomic write
        cancelled = true;
      }
    }
  }
  if (cancelled) throw Cancelled();
  for (const Thread& t : threads)
    for (std::size_t v = 0; v < n; ++v) {
      out.steps[v] += t.steps[v];
      out.reached[v] += t.reached[v];
    }
  return out;
}

std::vector<double> betweenness(const SharingGraph& graph, bool undirected, std::span<const std::uint32_t> sources,
                                const Progress& progress) {
  std::vector<std::uint32_t> all;
  if (sources.empty()) {
    all.resize(graph.n_nodes());
    std::iota(all.begin(), all.end(), 0u);
    sources = all;
  }
  OwnedSuccessors directed;
  if (!undirected) directed = along_links(graph);
  PathFigures paths = path_figures(undirected ? either_way(graph) : directed.view(), sources, true, progress, "betweenness");
  if (sources.empty()) return {};
  const double scale = static_cast<double>(graph.n_nodes()) / static_cast<double>(sources.size()) / (undirected ? 2 : 1);
  for (double& b : paths.through) b *= scale;
  return std::move(paths.through);
}

}  // namespace catchment
