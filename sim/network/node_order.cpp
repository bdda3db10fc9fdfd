#include "sim/network/node_order.h"

#include <algorithm>
#include <bit>
#include <numeric>
#include <stdexcept>
#include <utility>

#include "sim/network/vertex_cut.h"

namespace catchment {
namespace {

constexpr std::uint32_t kSmallPart = 128;         // ordered by least degree
constexpr std::uint32_t kTaskFrom = 4000;         // smaller parts stay on the thread that cut them
constexpr std::uint32_t kTaskDirectionsFrom = 30000;
constexpr double kEndShare = 0.25;                // of the nodes at either end: no part is larger than the rest

/// Place along a Hilbert curve of 2^31 x 2^31 cells.
std::uint64_t hilbert_place(std::uint32_t x, std::uint32_t y) {
  std::uint64_t place = 0;
  for (int bit = 30; bit >= 0; --bit) {
    const std::uint32_t right = (x >> bit) & 1, upper = (y >> bit) & 1;
    place = place * 4 + ((3 * right) ^ upper);
    if (upper == 0) {
      if (right == 1) x = ~x, y = ~y;
      std::swap(x, y);
    }
  }
  return place;
}

/// Edges in both directions, without loops, in a new numbering.
Adjacency undirected(const ReverseGraph& graph, std::span<const std::uint32_t> node_at) {
  const auto n = static_cast<std::uint32_t>(node_at.size());
  std::vector<std::uint32_t> place(n);
  for (std::uint32_t i = 0; i < n; ++i) place[node_at[i]] = i;
  Adjacency both;
  both.first.assign(n + 2, 0);
  const auto each_end = [&](const auto& take) {
    for (std::uint32_t v = 0; v < n; ++v)
      for (std::uint32_t a = graph.first[v]; a < graph.first[v + 1]; ++a)
        if (graph.arc[a].head != v) take(place[v], place[graph.arc[a].head]), take(place[graph.arc[a].head], place[v]);
  };
  each_end([&](std::uint32_t v, std::uint32_t) { ++both.first[v + 2]; });
  for (std::size_t v = 2; v < both.first.size(); ++v) both.first[v] += both.first[v - 1];
  both.to.resize(both.first.back());
  each_end([&](std::uint32_t v, std::uint32_t u) { both.to[both.first[v + 1]++] = u; });
  both.first.pop_back();
  // Each row sorted, each neighbour once.
  std::uint32_t kept = 0, begin = 0;
  for (std::uint32_t v = 0; v < n; ++v) {
    const auto row = both.to.begin() + begin, end = both.to.begin() + both.first[v + 1];
    std::sort(row, end);
    const auto length = static_cast<std::uint32_t>(std::unique(row, end) - row);
    std::copy_n(row, length, both.to.begin() + kept);
    begin = both.first[v + 1];
    kept += length;
    both.first[v + 1] = kept;
  }
  both.to.resize(kept);
  return both;
}

/// A part of the whole graph with its own numbering, which keeps the order of the whole.
struct Part {
  std::vector<std::uint32_t> node;  ///< [n] in the whole
  Adjacency graph;                  ///< edges within the part
};

Part sub_part(const Part& whole, std::span<const Side> side, Side which) {
  Part part;
  std::vector<std::uint32_t> place(whole.node.size());
  for (std::uint32_t v = 0; v < whole.node.size(); ++v)
    if (side[v] == which) {
      place[v] = static_cast<std::uint32_t>(part.node.size());
      part.node.push_back(whole.node[v]);
    }
  part.graph.first.reserve(part.node.size() + 1);
  for (std::uint32_t v = 0; v < whole.node.size(); ++v) {
    if (side[v] != which) continue;
    for (const std::uint32_t u : whole.graph.of(v))
      if (side[u] == which) part.graph.to.push_back(place[u]);
    part.graph.first.push_back(static_cast<std::uint32_t>(part.graph.to.size()));
  }
  return part;
}

class Dissection {
 public:
  Dissection(const Adjacency& whole, std::vector<Point> at) : whole_(whole), at_(std::move(at)) {}

  /// Writes the nodes of the part, the most important first.
  void order(Part part, std::span<std::uint32_t> out) const {
    if (part.node.size() <= kSmallPart) return order_small(part, out);
    const std::vector<Side> side = best_cut(part);
    std::size_t n_left = 0, n_cut = 0;
    for (std::uint32_t v = 0; v < part.node.size(); ++v) {
      n_left += side[v] == Side::kLeft;
      if (side[v] == Side::kCut) out[n_cut++] = part.node[v];
    }
    Part left = sub_part(part, side, Side::kLeft), right = sub_part(part, side, Side::kRight);
    const bool apart = part.node.size() >= kTaskFrom;
    part = Part{};
    // The destinations are disjoint, so the order in which parts are done leaves no trace.
#pragma omp task if (apart) default(none) firstprivate(left, out, n_cut, n_left)
    order(std::move(left), out.subspan(n_cut, n_left));
    order(std::move(right), out.subspan(n_cut + n_left));
  }

 private:
  /// Of the cuts along each direction the one with the fewest nodes for what it parts; ties to the first direction.
  [[nodiscard]] std::vector<Side> best_cut(const Part& part) const {
    static constexpr std::pair<double, double> kDirections[] = {{1, 0}, {0, 1}, {1, 1}, {1, -1}};
    constexpr int n = std::size(kDirections);
    std::vector<Side> side[n];
    double score[n];
    const bool apart = part.node.size() >= kTaskDirectionsFrom;
    for (int d = 0; d < n; ++d) {
#pragma omp task if (apart) default(none) shared(part, side, score, kDirections) firstprivate(d)
      score[d] = cut_along(part, kDirections[d], side[d]);
    }
#pragma omp taskwait
    return std::move(side[std::min_element(score, score + n) - score]);
  }

  double cut_along(const Part& part, std::pair<double, double> direction, std::vector<Side>& side) const {
    const auto n = static_cast<std::uint32_t>(part.node.size());
    struct Place { double along; std::uint32_t v; };
    std::vector<Place> places(n);
    for (std::uint32_t v = 0; v < n; ++v) {
      const Point p = at_[part.node[v]];
      places[v] = {p.x * direction.first + p.y * direction.second, v};
    }
    const auto before = [](const Place& a, const Place& b) { return a.along != b.along ? a.along < b.along : a.v < b.v; };
    const auto ends = std::max<std::uint32_t>(1, static_cast<std::uint32_t>(n * kEndShare));
    std::nth_element(places.begin(), places.begin() + ends, places.end(), before);
    std::nth_element(places.begin() + ends, places.end() - ends, places.end(), before);
    side.assign(n, Side::kMiddle);
    for (std::uint32_t i = 0; i < ends; ++i) {
      side[places[i].v] = Side::kLeft;
      side[places[n - 1 - i].v] = Side::kRight;
    }
    const std::uint32_t cut = vertex_cut(part.graph, side, n);
    std::uint32_t left = 0, right = 0;
    for (const Side s : side) left += s == Side::kLeft, right += s == Side::kRight;
    return (cut + 0.5) / (std::min(left, right) + 1.0);
  }

  /// Least degree first (Tinney & Walker 1967; Rose 1972), from the back of `out`. Nodes outside the part that its edges
  /// lead to stay to the end; they count as neighbours.
  void order_small(const Part& part, std::span<std::uint32_t> out) const {
    const auto n = static_cast<std::uint32_t>(part.node.size());
    std::vector<std::uint32_t> member(part.node);  // ascending
    std::vector<std::uint32_t> beyond;
    for (const std::uint32_t v : part.node)
      for (const std::uint32_t u : whole_.of(v))
        if (!std::binary_search(member.begin(), member.end(), u)) beyond.push_back(u);
    std::sort(beyond.begin(), beyond.end());
    beyond.erase(std::unique(beyond.begin(), beyond.end()), beyond.end());
    const std::size_t words = (n + beyond.size() + 63) / 64;
    std::vector<std::uint64_t> row(n * words);
    const auto set = [&](std::uint32_t v, std::size_t u) { row[v * words + u / 64] |= std::uint64_t{1} << u % 64; };
    for (std::uint32_t v = 0; v < n; ++v)
      for (const std::uint32_t u : whole_.of(part.node[v])) {
        const auto inside = std::lower_bound(member.begin(), member.end(), u);
        if (inside != member.end() && *inside == u) set(v, static_cast<std::size_t>(inside - member.begin()));
        else set(v, n + static_cast<std::size_t>(std::lower_bound(beyond.begin(), beyond.end(), u) - beyond.begin()));
      }
    const auto degree_of = [&](std::uint32_t v) {
      std::uint32_t degree = 0;
      for (std::size_t w = 0; w < words; ++w) degree += static_cast<std::uint32_t>(std::popcount(row[v * words + w]));
      return degree;
    };
    std::vector<std::uint32_t> degree(n);
    for (std::uint32_t v = 0; v < n; ++v) degree[v] = degree_of(v);
    for (std::uint32_t done = 0; done < n; ++done) {
      const auto v = static_cast<std::uint32_t>(std::min_element(degree.begin(), degree.end()) - degree.begin());
      out[n - 1 - done] = part.node[v];
      degree[v] = UINT32_MAX;
      for (std::uint32_t u = 0; u < n; ++u) {
        if ((row[v * words + u / 64] >> u % 64 & 1) == 0) continue;
        for (std::size_t w = 0; w < words; ++w) row[u * words + w] |= row[v * words + w];
        row[u * words + v / 64] &= ~(std::uint64_t{1} << v % 64);
        row[u * words + u / 64] &= ~(std::uint64_t{1} << u % 64);
        if (degree[u] != UINT32_MAX) degree[u] = degree_of(u);
      }
    }
  }

  const Adjacency& whole_;
  std::vector<Point> at_;
};

}  // namespace

std::vector<std::uint32_t> hilbert_order(std::span<const Point> at) {
  const Box box = bounds(at);
  const double span = std::max({box.width(), box.height(), 1e-300});
  const double cells = 2147483647.0;
  std::vector<std::pair<std::uint64_t, std::uint32_t>> places(at.size());
  for (std::uint32_t v = 0; v < at.size(); ++v)
    places[v] = {hilbert_place(static_cast<std::uint32_t>((at[v].x - box.min_x) / span * cells),
                               static_cast<std::uint32_t>((at[v].y - box.min_y) / span * cells)), v};
  std::sort(places.begin(), places.end());
  std::vector<std::uint32_t> order(at.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = places[i].second;
  return order;
}

std::vector<std::uint32_t> nested_dissection_order(const ReverseGraph& graph, std::span<const Point> at) {
  const std::size_t n = graph.first.size() - 1;
  if (at.size() != n)
    throw std::invalid_argument("nested_dissection_order: " + std::to_string(at.size()) + " coordinates for " +
                                std::to_string(n) + " nodes");
  // Cut along the curve's numbering: the parts then keep near nodes near in memory all the way down.
  const std::vector<std::uint32_t> curve = hilbert_order(at);
  const Adjacency whole = undirected(graph, curve);
  std::vector<Point> moved(n);
  for (std::size_t i = 0; i < n; ++i) moved[i] = at[curve[i]];
  Part all{std::vector<std::uint32_t>(n), whole};
  std::iota(all.node.begin(), all.node.end(), 0u);
  const Dissection dissection(whole, std::move(moved));
  std::vector<std::uint32_t> order(n);
#pragma omp parallel if (n >= kTaskFrom)
#pragma omp single
  dissection.order(std::move(all), order);
  for (std::uint32_t& v : order) v = curve[v];
  return order;
}

}  // namespace catchment
