#include "sim/network/vertex_cut.h"

#include <algorithm>

namespace catchment {
namespace {

constexpr std::uint32_t kNone = UINT32_MAX;      // no flow passes here
constexpr std::uint32_t kTerminal = UINT32_MAX - 1;  // the flow comes from the left, or goes to the right

/// A middle node is two states: `in(v)`, where a path arrives, and `out(v)`, where it leaves. The way between them
/// has room for one path. A path that meets another one at in(v) may only push it back to where it came from.
struct Flow {
  const Adjacency& graph;
  std::span<Side> side;
  std::vector<std::uint32_t> before, after;  ///< [n] neighbours along the path through a node
  std::vector<std::uint32_t> level;          ///< [2 n] by state: steps from the left + 1; 0 not reached, or used up
  std::vector<std::uint32_t> start;          ///< middle nodes beside the left
  std::vector<std::uint8_t> at_end;          ///< [n] middle nodes beside the right
  std::vector<std::uint32_t> queue;

  static std::uint32_t in(std::uint32_t v) { return 2 * v; }
  static std::uint32_t out(std::uint32_t v) { return 2 * v + 1; }
  static std::uint32_t node(std::uint32_t state) { return state / 2; }

  explicit Flow(const Adjacency& g, std::span<Side> s)
      : graph(g), side(s), before(g.size(), kNone), after(g.size(), kNone), level(2 * std::size_t{g.size()}), at_end(g.size()) {
    for (std::uint32_t v = 0; v < g.size(); ++v) {
      if (side[v] != Side::kMiddle) continue;
      bool at_start = false;
      for (const std::uint32_t u : g.of(v)) {
        at_start |= side[u] == Side::kLeft;
        at_end[v] |= side[u] == Side::kRight;
      }
      if (at_start) start.push_back(v);
    }
  }

  [[nodiscard]] bool reaches_end(std::uint32_t state) const {
    return (state & 1) && at_end[node(state)] && after[node(state)] != kTerminal;
  }

  [[nodiscard]] std::uint32_t n_ways(std::uint32_t state) const {
    return (state & 1) == 0 ? 1 : static_cast<std::uint32_t>(graph.of(node(state)).size()) + 1;
  }
  /// The state that way i leads to; kNone if that way is shut.
  [[nodiscard]] std::uint32_t way(std::uint32_t state, std::uint32_t i) const {
    const std::uint32_t v = node(state);
    if ((state & 1) == 0)
      return before[v] == kNone ? out(v) : before[v] != kTerminal ? out(before[v]) : kNone;
    const std::span<const std::uint32_t> row = graph.of(v);
    if (i == row.size()) return before[v] != kNone ? in(v) : kNone;  // undo the way through v
    return side[row[i]] == Side::kMiddle && after[v] != row[i] ? in(row[i]) : kNone;
  }

  /// Levels of all states up to the first that reaches the right; false if none does.
  bool layers() {
    std::fill(level.begin(), level.end(), 0);
    queue.clear();
    for (const std::uint32_t v : start) {
      if (before[v] == kTerminal) continue;
      level[in(v)] = 1;
      queue.push_back(in(v));
    }
    std::uint32_t last = kNone;
    for (std::size_t i = 0; i < queue.size(); ++i) {
      const std::uint32_t state = queue[i];
      if (level[state] > last) break;
      if (reaches_end(state)) last = level[state];
      for (std::uint32_t w = 0; w < n_ways(state); ++w) {
        const std::uint32_t next = way(state, w);
        if (next == kNone || level[next] != 0) continue;
        level[next] = level[state] + 1;
        queue.push_back(next);
      }
    }
    return last != kNone;
  }

  /// Follows levels upwards from in(first). A state that was tried is used up: either it lies on the new path, and has
  /// room for one, or nothing behind it leads on.
  bool find_path(std::uint32_t first, std::vector<std::uint32_t>& path, std::vector<std::uint32_t>& at) {
    path.assign(1, in(first));
    std::uint32_t here = level[in(first)];
    level[in(first)] = 0;
    at.assign(1, 0);
    while (!path.empty()) {
      const std::uint32_t state = path.back();
      if (reaches_end(state)) return true;
      std::uint32_t next = kNone;
      while (next == kNone && at.back() < n_ways(state)) {
        next = way(state, at.back()++);
        if (next != kNone && level[next] != here + 1) next = kNone;
      }
      if (next == kNone) {
        path.pop_back();
        at.pop_back();
        --here;
        continue;
      }
      level[next] = 0;
      ++here;
      path.push_back(next);
      at.push_back(0);
    }
    return false;
  }

  void push(const std::vector<std::uint32_t>& path) {
    std::uint32_t from = kTerminal;
    bool undone = false;  // came to in(v) through v itself
    for (std::size_t i = 0; i < path.size(); ++i) {
      const std::uint32_t v = node(path[i]);
      const bool last = i + 1 == path.size();
      if ((path[i] & 1) == 0) {
        if (undone) before[v] = after[v] = kNone;
        else before[v] = from;
        undone = false;
      } else if (!last && path[i + 1] == in(v)) {
        undone = true;
      } else {
        after[v] = last ? kTerminal : node(path[i + 1]);
        from = v;
      }
    }
  }
};

/// Ends of the edges that join left and right directly, the one with more such edges first.
std::uint32_t cut_direct_edges(const Adjacency& graph, std::span<Side> side) {
  const auto across = [&](std::uint32_t v) {
    const Side other = side[v] == Side::kLeft ? Side::kRight : Side::kLeft;
    std::uint32_t count = 0;
    for (const std::uint32_t u : graph.of(v)) count += side[u] == other;
    return count;
  };
  std::uint32_t cut = 0;
  for (std::uint32_t v = 0; v < graph.size(); ++v) {
    if (side[v] != Side::kLeft || across(v) == 0) continue;
    for (const std::uint32_t u : graph.of(v)) {
      if (side[u] != Side::kRight || side[v] != Side::kLeft) continue;
      side[across(u) > across(v) ? u : v] = Side::kCut;
      ++cut;
    }
  }
  return cut;
}

}  // namespace

std::uint32_t vertex_cut(const Adjacency& graph, std::span<Side> side, std::uint32_t most) {
  std::uint32_t cut = cut_direct_edges(graph, side);
  if (cut > most) return kNone;
  Flow flow(graph, side);
  std::vector<std::uint32_t> path, at;
  while (flow.layers())
    for (const std::uint32_t v : flow.start) {
      if (flow.level[Flow::in(v)] != 1 || !flow.find_path(v, path, at)) continue;
      flow.push(path);
      if (++cut > most) return kNone;
    }
  // The levels now mark what the left still reaches. Where it arrives and cannot leave, the cut runs.
  for (std::uint32_t v = 0; v < graph.size(); ++v) {
    if (side[v] != Side::kMiddle) continue;
    const bool arrives = flow.level[Flow::in(v)] != 0, leaves = flow.level[Flow::out(v)] != 0;
    side[v] = leaves ? Side::kLeft : arrives || flow.before[v] == kTerminal ? Side::kCut : Side::kRight;
  }
  return cut;
}

}  // namespace catchment
