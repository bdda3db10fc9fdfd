#include "sim/network/vertex_cut.h"

#include <algorithm>

namespace catchment {
namespace {

constexpr std::uint32_t kNone = UINT32_MAX;          // no flow passes here
constexpr std::uint32_t kTerminal = UINT32_MAX - 1;  // the flow comes from the left, or goes to the right

/// The middle nodes on their own. Each is two states: `in(v)`, where a path arrives, and `out(v)`, where it leaves. The way
/// between them has room for one path. A path that meets another one at in(v) may only push it back to where it came from.
struct Flow {
  std::vector<std::uint32_t> node;           ///< [n] in the graph
  Adjacency graph;                           ///< edges between middle nodes
  std::vector<std::uint8_t> at_end;          ///< [n] beside the right
  std::vector<std::uint32_t> start;          ///< those beside the left
  std::vector<std::uint32_t> before, after;  ///< [n] neighbours along the path through a node
  /// [2 n] by state: steps from the left, counted on from `base`; at most `base`: not reached in this phase, or used up.
  std::vector<std::uint32_t> level;
  std::vector<std::uint32_t> queue;
  std::uint32_t base = 1, next_base = 1;

  static std::uint32_t in(std::uint32_t v) { return 2 * v; }
  static std::uint32_t out(std::uint32_t v) { return 2 * v + 1; }

  Flow(const Adjacency& whole, std::span<const Side> side) {
    std::vector<std::uint32_t> place(whole.size());
    for (std::uint32_t v = 0; v < whole.size(); ++v)
      if (side[v] == Side::kMiddle) {
        place[v] = static_cast<std::uint32_t>(node.size());
        node.push_back(v);
      }
    const std::size_t n = node.size();
    graph.first.reserve(n + 1);
    at_end.resize(n);
    for (std::uint32_t i = 0; i < n; ++i) {
      bool at_start = false;
      for (const std::uint32_t u : whole.of(node[i])) {
        if (side[u] == Side::kMiddle) graph.to.push_back(place[u]);
        at_start |= side[u] == Side::kLeft;
        at_end[i] |= side[u] == Side::kRight;
      }
      if (at_start) start.push_back(i);
      graph.first.push_back(static_cast<std::uint32_t>(graph.to.size()));
    }
    before.assign(n, kNone);
    after.assign(n, kNone);
    level.resize(2 * n);
    queue.resize(2 * n);
  }

  [[nodiscard]] bool reaches_end(std::uint32_t v) const { return at_end[v] && after[v] != kTerminal; }

  /// Levels of all states up to the first that reaches the right; false if none does. A node that no path uses is passed in
  /// one step, on one level: only its out state is queued.
  bool layers() {
    std::uint32_t ahead = 0, last = kNone;
    next_base = base + 1;
    const auto arrive = [&](std::uint32_t v, std::uint32_t at) {
      if (level[in(v)] > base) return;
      level[in(v)] = at;
      if (before[v] == kNone) level[out(v)] = at;
      queue[ahead++] = before[v] == kNone ? out(v) : in(v);
    };
    for (const std::uint32_t v : start)
      if (before[v] != kTerminal) arrive(v, base + 1);
    for (std::uint32_t i = 0; i < ahead; ++i) {
      const std::uint32_t state = queue[i], v = state / 2, here = level[state];
      if (here > last) break;
      next_base = here + 1;
      if (state == in(v)) {
        const std::uint32_t u = before[v];
        if (u != kTerminal && level[out(u)] <= base) level[out(u)] = here + 1, queue[ahead++] = out(u);
        continue;
      }
      if (reaches_end(v)) last = here;
      for (const std::uint32_t u : graph.of(v))
        if (u != after[v]) arrive(u, here + 1);
      if (before[v] != kNone) arrive(v, here + 1);  // undo the way through v
    }
    return last != kNone;
  }

  [[nodiscard]] std::uint32_t n_ways(std::uint32_t state) const {
    return state % 2 == 0 ? 1 : graph.first[state / 2 + 1] - graph.first[state / 2] + 1;
  }
  /// The state that way i leads to if the levels allow it, else kNone.
  [[nodiscard]] std::uint32_t way(std::uint32_t state, std::uint32_t i, std::uint32_t here) const {
    const std::uint32_t v = state / 2;
    std::uint32_t next = kNone;
    if (state == in(v)) {
      if (before[v] == kNone) return level[out(v)] == here ? out(v) : kNone;
      if (before[v] != kTerminal) next = out(before[v]);
    } else if (i == graph.first[v + 1] - graph.first[v]) {
      if (before[v] != kNone) next = in(v);
    } else if (graph.to[graph.first[v] + i] != after[v]) {
      next = in(graph.to[graph.first[v] + i]);
    }
    return next != kNone && level[next] == here + 1 ? next : kNone;
  }

  struct Step { std::uint32_t state, level, tried; };
  /// Follows levels upwards from in(v). A state that was tried is used up: either it lies on the new path, and has room
  /// for one, or nothing behind it leads on.
  bool find_path(std::uint32_t v, std::vector<Step>& path) {
    path.assign(1, {in(v), level[in(v)], 0});
    level[in(v)] = 0;
    while (!path.empty()) {
      Step& step = path.back();
      if (step.state % 2 == 1 && reaches_end(step.state / 2)) return true;
      std::uint32_t next = kNone;
      while (next == kNone && step.tried < n_ways(step.state)) next = way(step.state, step.tried++, step.level);
      if (next == kNone) {
        path.pop_back();
        continue;
      }
      const std::uint32_t at = level[next];
      level[next] = 0;
      path.push_back({next, at, 0});
    }
    return false;
  }

  void push(const std::vector<Step>& path) {
    std::uint32_t from = kTerminal;
    bool undone = false;  // came to in(v) through v itself
    for (std::size_t i = 0; i < path.size(); ++i) {
      const std::uint32_t v = path[i].state / 2;
      const bool last = i + 1 == path.size();
      if (path[i].state == in(v)) {
        if (undone) before[v] = after[v] = kNone;
        else before[v] = from;
        undone = false;
      } else if (!last && path[i + 1].state == in(v)) {
        undone = true;
      } else {
        after[v] = last ? kTerminal : path[i + 1].state / 2;
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
  std::vector<Flow::Step> path;
  while (flow.layers()) {
    for (const std::uint32_t v : flow.start) {
      if (flow.level[Flow::in(v)] != flow.base + 1 || !flow.find_path(v, path)) continue;
      flow.push(path);
      if (++cut > most) return kNone;
    }
    flow.base = flow.next_base;
  }
  // The levels now mark what the left still reaches. Where it arrives and cannot leave, the cut runs.
  for (std::uint32_t i = 0; i < flow.node.size(); ++i) {
    const bool arrives = flow.level[Flow::in(i)] > flow.base || flow.before[i] == kTerminal;
    side[flow.node[i]] = flow.level[Flow::out(i)] > flow.base ? Side::kLeft : arrives ? Side::kCut : Side::kRight;
  }
  return cut;
}

}  // namespace catchment
