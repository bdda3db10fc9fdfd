#include "tests/sim/network/plain_gates.h"

#include <algorithm>
#include <functional>

namespace catchment::test {
namespace {

bool is_private(const StreetNetwork& net, std::size_t e) { return (net.access[e] & kPrivate) != 0; }
bool gated(const StreetNetwork& net, NodeId v) {
  return std::any_of(net.gates.begin(), net.gates.end(), [&](const Gate& g) { return g.node == v; });
}
std::vector<std::size_t> edges_at(const StreetNetwork& net, const std::vector<bool>& used, NodeId v) {
  std::vector<std::size_t> at;
  for (std::size_t e = 0; e < net.n_edges(); ++e)
    if (used[e] && (net.from[e] == v || net.to[e] == v)) at.push_back(e);
  return at;
}
bool any_public(const StreetNetwork& net, const std::vector<std::size_t>& edges) {
  return std::any_of(edges.begin(), edges.end(), [&](std::size_t e) { return !is_private(net, e); });
}

/// Gives each edge the lowest label of those it is joined with.
std::vector<std::size_t> spread_labels(std::size_t n, const std::function<bool(std::size_t, std::size_t)>& joined) {
  std::vector<std::size_t> label(n);
  for (std::size_t e = 0; e < n; ++e) label[e] = e;
  for (bool change = true; change;) {
    change = false;
    for (std::size_t e = 0; e < n; ++e)
      for (std::size_t f = 0; f < n; ++f)
        if (label[f] < label[e] && joined(e, f)) label[e] = label[f], change = true;
  }
  return label;
}

}  // namespace

PlainGates::PlainGates(const StreetNetwork& streets, std::vector<bool> usable, int slot)
    : net(&streets), used(std::move(usable)), time(slot) {
  const std::size_t m = net->n_edges();
  const auto meet = [&](std::size_t e, std::size_t f, const std::function<bool(NodeId)>& at) {
    if (!used[e] || !used[f]) return false;
    for (const NodeId v : {net->from[e], net->to[e]})
      if ((net->from[f] == v || net->to[f] == v) && at(v)) return true;
    return false;
  };
  part = spread_labels(m, [&](std::size_t e, std::size_t f) {
    return meet(e, f, [&](NodeId v) {
      if (gated(*net, v) || is_private(*net, e) != is_private(*net, f)) return false;
      return !is_private(*net, e) || !any_public(*net, edges_at(*net, used, v));
    });
  });
  const auto together = spread_labels(m, [&](std::size_t e, std::size_t f) { return meet(e, f, [](NodeId) { return true; }); });

  depth.assign(m, 1000);
  for (std::size_t c = 0; c < m; ++c) {
    if (!used[c] || together[c] != c) continue;
    std::size_t best = m;
    std::uint64_t best_length = 0;
    for (const bool want_private : {false, true}) {
      for (std::size_t p = 0; p < m && (best == m || is_private(*net, best) == want_private); ++p) {
        if (!used[p] || part[p] != p || together[p] != c || is_private(*net, p) != want_private) continue;
        std::uint64_t length = 0;
        for (std::size_t e = 0; e < m; ++e)
          if (used[e] && part[e] == p) length += net->length_mm[e];
        if (best == m || length > best_length) best = p, best_length = length;
      }
    }
    for (std::size_t e = 0; e < m; ++e)
      if (used[e] && part[e] == best) depth[e] = 0;
  }
  for (bool change = true; change;) {
    change = false;
    for (std::size_t e = 0; e < m; ++e)
      for (std::size_t f = 0; f < m; ++f)
        if (meet(e, f, [&](NodeId v) { return gated(*net, v) || is_private(*net, e) != is_private(*net, f); }) &&
            depth[f] + 1 < depth[e] && part[e] != part[f]) {
          for (std::size_t g = 0; g < m; ++g)
            if (part[g] == part[e]) depth[g] = depth[f] + 1;
          change = true;
        }
  }
}

std::set<std::size_t> PlainGates::keys(std::size_t home) const {
  std::set<std::size_t> held;
  if (!used[home] || depth[home] == 0) return held;
  held.insert(part[home]);
  for (std::size_t e = 0; e < net->n_edges(); ++e) {
    if (!used[e] || part[e] != part[home]) continue;
    for (const NodeId v : {net->from[e], net->to[e]})
      for (const std::size_t f : edges_at(*net, used, v))
        if (depth[f] == depth[home] - 1 && depth[f] > 0 && (gated(*net, v) || is_private(*net, e) != is_private(*net, f)))
          held.merge(keys(f));
  }
  return held;
}

bool PlainGates::may_pass(std::size_t e, bool at_to, std::size_t home, bool residents) const {
  const NodeId v = at_to ? net->to[e] : net->from[e];
  const auto around = edges_at(*net, used, v);
  std::set<std::size_t> owners;
  if (gated(*net, v)) {
    int strictest = 0, deepest = 0;
    for (const Gate& g : net->gates) {
      if (g.node != v) continue;
      int state = static_cast<int>(g.state);
      if (time >= 0 && g.hours.any() && !g.hours.test(static_cast<std::size_t>(time)))
        state = std::max(state, static_cast<int>(g.outside_hours));
      strictest = std::max(strictest, state);
    }
    if (strictest == 0) return true;
    if (strictest == 2) return false;
    std::set<std::size_t> sides;
    for (const std::size_t f : around) sides.insert(part[f]), deepest = std::max(deepest, depth[f]);
    if (sides.size() < 2) return false;
    for (const std::size_t f : around)
      if (depth[f] == deepest) owners.insert(part[f]);
  } else {
    if (!used[e] || !is_private(*net, e) || !any_public(*net, around)) return true;
    owners.insert(part[e]);
  }
  if (!residents) return false;
  for (const std::size_t key : keys(home))
    if (owners.contains(key)) return true;
  return false;
}

}  // namespace catchment::test
