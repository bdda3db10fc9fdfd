#include "sim/network/walled_places.h"

#include <algorithm>
#include <numeric>
#include <stdexcept>

namespace catchment {
namespace {

constexpr std::uint32_t kOutside = WalledPlaces::kOutside;

void check_arcs(const StreetNetwork& net, std::span<const std::uint8_t> usable) {
  if (net.first_arc.size() != net.n_nodes() + 1 || net.n_arcs() != 2 * net.n_edges())
    throw std::invalid_argument("gates: the arcs are not indexed");
  if (usable.size() != net.n_edges()) throw std::invalid_argument("gates: usable edges do not fit the network");
  for (const Gate& gate : net.gates)
    if (gate.node.value >= net.n_nodes()) throw std::invalid_argument("gates: a gate at a node that is not there");
}

bool is_private(const StreetNetwork& net, std::uint32_t edge) { return (net.access[edge] & kPrivate) != 0; }

std::vector<NodeId> gate_nodes(const StreetNetwork& net) {
  std::vector<NodeId> nodes;
  for (const Gate& gate : net.gates) nodes.push_back(gate.node);
  std::sort(nodes.begin(), nodes.end());
  nodes.erase(std::unique(nodes.begin(), nodes.end()), nodes.end());
  return nodes;
}

/// Calls take(edge) for every usable edge at a node; a loop comes twice.
template <class Take>
void each_edge_at(const StreetNetwork& net, std::span<const std::uint8_t> usable, std::uint32_t node, const Take& take) {
  for (std::uint32_t a = net.first_arc[node]; a < net.first_arc[node + 1]; ++a)
    if (usable[net.arc_edge[a] / 2] != 0) take(net.arc_edge[a] / 2);
}

bool meets_public(const StreetNetwork& net, std::span<const std::uint8_t> usable, std::uint32_t node) {
  bool found = false;
  each_edge_at(net, usable, node, [&](std::uint32_t e) { found = found || !is_private(net, e); });
  return found;
}

/// Ends of private edges at nodes where they meet public ones without a gate, ascending.
std::vector<std::uint32_t> implicit_gates(const StreetNetwork& net, std::span<const std::uint8_t> usable,
                                          std::span<const NodeId> gated) {
  std::vector<std::uint32_t> ends;
  for (std::uint32_t end = 0; end < 2 * net.n_edges(); ++end) {
    if (!is_private(net, end / 2) || usable[end / 2] == 0) continue;
    const NodeId node = node_at_end(net, end);
    if (meets_public(net, usable, node.value) && !std::binary_search(gated.begin(), gated.end(), node)) ends.push_back(end);
  }
  return ends;
}

/// Union-find that keeps the lowest member of each set as its root.
class Sets {
 public:
  explicit Sets(std::size_t n) : parent_(n) { std::iota(parent_.begin(), parent_.end(), 0u); }
  std::uint32_t root(std::uint32_t v) {
    while (parent_[v] != v) v = parent_[v] = parent_[parent_[v]];
    return v;
  }
  void join(std::uint32_t a, std::uint32_t b) {
    a = root(a), b = root(b);
    parent_[std::max(a, b)] = std::min(a, b);
  }

 private:
  std::vector<std::uint32_t> parent_;
};

/// The streets cut at their gates.
struct Parts {
  std::vector<std::uint32_t> of_edge;                          // [n_edges]; kOutside where not usable
  std::vector<std::uint64_t> length_mm;                        // [n_parts]
  std::vector<std::uint8_t> open_to_all;                       // [n_parts] 1: of public edges
  std::vector<std::pair<std::uint32_t, std::uint32_t>> links;  // parts that meet at a gate, both ways round, sorted
  std::vector<std::vector<std::uint32_t>> sides;               // [n gate nodes] distinct parts
};

Parts cut_at_gates(const StreetNetwork& net, std::span<const std::uint8_t> usable, std::span<const NodeId> gated,
                   std::span<const std::uint32_t> implicit) {
  Sets sets(net.n_edges());
  std::size_t next_gate = 0;
  for (std::uint32_t v = 0; v < net.n_nodes(); ++v) {
    if (next_gate < gated.size() && gated[next_gate].value == v) {
      ++next_gate;
      continue;
    }
    // Public edges hang together; private ones only where they are among themselves.
    const bool only_public = meets_public(net, usable, v);
    std::uint32_t first = kOutside;
    each_edge_at(net, usable, v, [&](std::uint32_t e) {
      if (only_public && is_private(net, e)) return;
      if (first == kOutside) first = e;
      sets.join(first, e);
    });
  }
  Parts parts;
  parts.of_edge.assign(net.n_edges(), kOutside);
  for (std::uint32_t e = 0; e < net.n_edges(); ++e) {
    if (usable[e] == 0) continue;
    const std::uint32_t root = sets.root(e);
    if (root == e) {
      parts.of_edge[e] = static_cast<std::uint32_t>(parts.length_mm.size());
      parts.length_mm.push_back(0);
      parts.open_to_all.push_back(!is_private(net, e));
    }
    parts.of_edge[e] = parts.of_edge[root];
    parts.length_mm[parts.of_edge[e]] += net.length_mm[e];
  }
  const auto link = [&](std::uint32_t a, std::uint32_t b) {
    if (a == b) return;
    parts.links.emplace_back(a, b);
    parts.links.emplace_back(b, a);
  };
  for (const NodeId node : gated) {
    auto& sides = parts.sides.emplace_back();
    each_edge_at(net, usable, node.value, [&](std::uint32_t e) { sides.push_back(parts.of_edge[e]); });
    std::sort(sides.begin(), sides.end());
    sides.erase(std::unique(sides.begin(), sides.end()), sides.end());
    for (std::size_t i = 0; i < sides.size(); ++i)
      for (std::size_t k = i + 1; k < sides.size(); ++k) link(sides[i], sides[k]);
  }
  for (const std::uint32_t end : implicit)
    each_edge_at(net, usable, node_at_end(net, end).value, [&](std::uint32_t e) {
      if (!is_private(net, e)) link(parts.of_edge[end / 2], parts.of_edge[e]);
    });
  std::sort(parts.links.begin(), parts.links.end());
  parts.links.erase(std::unique(parts.links.begin(), parts.links.end()), parts.links.end());
  return parts;
}

/// Links of one part.
auto links_of(const Parts& parts, std::uint32_t part) {
  return std::ranges::equal_range(parts.links, part, {}, &std::pair<std::uint32_t, std::uint32_t>::first);
}

/// How many gates lie at least between each part and the outside of what it hangs together with; 0 for an outside.
std::vector<std::uint32_t> depths(const Parts& parts) {
  const auto n = static_cast<std::uint32_t>(parts.length_mm.size());
  Sets together(n);
  for (const auto& [a, b] : parts.links) together.join(a, b);
  const auto before = [&](std::uint32_t a, std::uint32_t b) {
    if (parts.open_to_all[a] != parts.open_to_all[b]) return parts.open_to_all[a] > parts.open_to_all[b];
    return parts.length_mm[a] > parts.length_mm[b];
  };
  std::vector<std::uint32_t> outside(n, kOutside);  // by root; parts come in the order of their lowest edges
  for (std::uint32_t p = 0; p < n; ++p) {
    std::uint32_t& best = outside[together.root(p)];
    if (best == kOutside || before(p, best)) best = p;
  }
  std::vector<std::uint32_t> depth(n, kOutside), queue;
  for (const std::uint32_t p : outside)
    if (p != kOutside) {
      depth[p] = 0;
      queue.push_back(p);
    }
  for (std::size_t i = 0; i < queue.size(); ++i) {
    const std::uint32_t from = queue[i];
    for (const auto& [self, to] : links_of(parts, from))
      if (depth[to] == kOutside) {
        depth[to] = depth[from] + 1;
        queue.push_back(to);
      }
  }
  return depth;
}

}  // namespace

std::vector<GateState> gate_states(const StreetNetwork& net, std::span<const std::uint8_t> usable, int slot) {
  check_arcs(net, usable);
  if (slot != kAnyTime && (slot < 0 || slot >= kWeekSlots))
    throw std::invalid_argument("gates: slot " + std::to_string(slot) + " is no half hour of the week");
  std::vector<GateState> states;
  const auto shut = [&](std::uint32_t end, GateState state) {
    if (states.empty()) states.assign(2 * net.n_edges(), GateState::kOpen);
    states[end] = std::max(states[end], state);
  };
  for (const Gate& gate : net.gates) {
    const GateState state = state_at(gate, slot);
    if (state == GateState::kOpen) continue;
    // Arcs out of the node: the end there is the head of the same edge's other arc.
    for (std::uint32_t a = net.first_arc[gate.node.value]; a < net.first_arc[gate.node.value + 1]; ++a)
      shut(net.arc_edge[a] ^ 1u, state);
  }
  for (const std::uint32_t end : implicit_gates(net, usable, gate_nodes(net))) shut(end, GateState::kResidentsOnly);
  return states;
}

std::span<const std::uint32_t> WalledPlaces::owners_of(const StreetNetwork& net, std::uint32_t end) const {
  if (of_edge.empty()) return {};
  const NodeId node = node_at_end(net, end);
  const auto found = std::lower_bound(gate_node.begin(), gate_node.end(), node);
  if (found != gate_node.end() && *found == node) {
    const auto g = static_cast<std::size_t>(found - gate_node.begin());
    return std::span(owner).subspan(first_owner[g], first_owner[g + 1] - first_owner[g]);
  }
  return of_edge[end / 2] == kOutside ? std::span<const std::uint32_t>{} : std::span(of_edge).subspan(end / 2, 1);
}

bool WalledPlaces::has_key(const StreetNetwork& net, std::uint32_t end, std::uint32_t place) const {
  if (place == kOutside) return false;
  const auto keys = keys_of(place);
  return std::ranges::any_of(owners_of(net, end), [&](std::uint32_t o) { return std::ranges::binary_search(keys, o); });
}

WalledPlaces walled_places(const StreetNetwork& net, std::span<const std::uint8_t> usable) {
  check_arcs(net, usable);
  WalledPlaces places;
  places.gate_node = gate_nodes(net);
  places.first_owner.assign(places.gate_node.size() + 1, 0);
  const auto implicit = implicit_gates(net, usable, places.gate_node);
  if (places.gate_node.empty() && implicit.empty()) return places;
  const Parts parts = cut_at_gates(net, usable, places.gate_node, implicit);
  const std::vector<std::uint32_t> depth = depths(parts);

  // Outsides fall out of the numbering.
  std::vector<std::uint32_t> number(depth.size(), kOutside), part_of;
  for (std::uint32_t p = 0; p < depth.size(); ++p) {
    if (depth[p] == 0) continue;
    number[p] = places.count();
    places.depth.push_back(depth[p]);
    places.length_m.push_back(static_cast<double>(parts.length_mm[p]) / 1000);
    part_of.push_back(p);
  }
  if (places.count() == 0) return places;
  places.of_edge.assign(net.n_edges(), kOutside);
  for (std::uint32_t e = 0; e < net.n_edges(); ++e)
    if (parts.of_edge[e] != kOutside) places.of_edge[e] = number[parts.of_edge[e]];

  // From the outside inwards: a place's keys are its own and those of its neighbours one gate further out.
  std::vector<std::uint32_t> order(places.count());
  std::iota(order.begin(), order.end(), 0u);
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return places.depth[a] < places.depth[b]; });
  std::vector<std::vector<std::uint32_t>> keys(places.count());
  for (const std::uint32_t p : order) {
    keys[p].push_back(p);
    for (const auto& [self, other] : links_of(parts, part_of[p]))
      if (depth[other] > 0 && depth[other] < places.depth[p])
        keys[p].insert(keys[p].end(), keys[number[other]].begin(), keys[number[other]].end());
    std::sort(keys[p].begin(), keys[p].end());
    keys[p].erase(std::unique(keys[p].begin(), keys[p].end()), keys[p].end());
  }
  for (const auto& row : keys) {
    places.around.insert(places.around.end(), row.begin(), row.end());
    places.first_around.push_back(static_cast<std::uint32_t>(places.around.size()));
  }
  for (std::size_t g = 0; g < places.gate_node.size(); ++g) {
    const auto& sides = parts.sides[g];
    std::uint32_t deepest = 0;
    for (const std::uint32_t side : sides) deepest = std::max(deepest, depth[side]);
    if (sides.size() > 1)
      for (const std::uint32_t side : sides)
        if (depth[side] == deepest) places.owner.push_back(number[side]);
    places.first_owner[g + 1] = static_cast<std::uint32_t>(places.owner.size());
  }
  return places;
}

}  // namespace catchment
