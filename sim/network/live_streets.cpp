#include "sim/network/live_streets.h"

#include <algorithm>
#include <stdexcept>

#include "sim/network/reverse_search.h"

namespace catchment {

LiveStreets::LiveStreets(const SearchInput& in)
    : net_(in.net), snap_cost_per_m_(in.snap_cost_per_m), origin_(in.origins.begin(), in.origins.end()),
      egress_(in.origin_egress.begin(), in.origin_egress.end()) {
  SearchInput whole = in;
  whole.destinations = {};
  if (in.net != nullptr && in.places == nullptr && in.residents) {
    // Gates that are open now may be for residents later.
    own_places_ = std::make_unique<const WalledPlaces>(walled_places(*in.net, passable_edges(*in.net, in.impedance)));
    whole.places = own_places_.get();
  }
  costs_ = std::move(prepare_search(whole).costs);  // checks the input
  const StreetNetwork& net = *net_;
  const std::span<const Snap> origins = origin_;
  graph_ = live_graph(net, costs_);
  keys_ = live_keys(net, costs_, graph_, origins);
  group_by_edge(net.n_edges(), origins, first_at_edge_, origin_at_edge_);
  gated_.assign(net.n_nodes(), 0);
  for (const Gate& gate : net.gates) gated_[gate.node.value] = 1;

  first_door_.assign(graph_.n_vertices() + 2, 0);
  ends_.resize(origins.size());
  place_.resize(origins.size());
  for (std::size_t o = 0; o < origins.size(); ++o) {
    const EdgeId edge = origins[o].edge;
    if (!edge.valid()) {
      ends_[o] = {0, 0, kUnreachable, kUnreachable};
      continue;
    }
    ends_[o].from = graph_.vertex_of[net.from[edge.value].value];
    ends_[o].to = graph_.vertex_of[net.to[edge.value].value];
    ++first_door_[ends_[o].from + 2];
    ++first_door_[ends_[o].to + 2];
  }
  for (std::size_t v = 2; v < first_door_.size(); ++v) first_door_[v] += first_door_[v - 1];
  door_.resize(first_door_.back());
  for (std::uint32_t o = 0; o < origins.size(); ++o) {
    if (!origins[o].edge.valid()) continue;
    // Row v is filled through first_door_[v + 1], which thereby ends where row v + 1 begins.
    place_[o].from = first_door_[ends_[o].from + 1]++;
    place_[o].to = first_door_[ends_[o].to + 1]++;
    set_doors(o);
  }
  first_door_.pop_back();
}

void LiveStreets::set_doors(std::uint32_t o) {
  const auto leave_home = [&](std::uint32_t place) {
    EndCosts ends = leave_costs(*net_, costs_, origin_[o], snap_cost_per_m_, place);
    if (egress_.empty()) return ends;
    ends.from = std::min(kUnreachable, ends.from + std::min(egress_[o], kUnreachable));
    ends.to = std::min(kUnreachable, ends.to + std::min(egress_[o], kUnreachable));
    return ends;
  };
  EndCosts leave = leave_home(WalledPlaces::kOutside);
  const std::uint32_t e = origin_[o].edge.value;
  // A place at a corner: its far door is never better than the near one and then along the edge.
  if (leave.from < kUnreachable && leave.to < kUnreachable) {
    if (leave.to >= leave.from + std::uint64_t{costs_.of[2 * e]}) leave.to = kUnreachable;
    else if (leave.from >= leave.to + std::uint64_t{costs_.of[2 * e + 1]}) leave.from = kUnreachable;
  }
  door_[place_[o].from] = {leave.from, o};
  door_[place_[o].to] = {leave.to, o};
  if (const std::uint32_t g = keys_.group_of_origin[o]; g != LiveKeys::kNone)
    leave = leave_home(keys_.place[g]);
  ends_[o].from_cost = leave.from;
  ends_[o].to_cost = leave.to;
}

std::vector<Entrance> LiveStreets::entrances(const Snap& facility, std::uint32_t place) const {
  if (!facility.edge.valid()) return {};
  const std::uint32_t e = facility.edge.value;
  if (e >= net_->n_edges() || std::uint64_t{facility.from_mm} + facility.to_mm != net_->length_mm[e] || !(facility.distance_m >= 0))
    throw std::invalid_argument("live streets: a facility is snapped to no place of this network");
  const EndCosts enter = enter_costs(*net_, costs_, facility, snap_cost_per_m_, place);
  std::vector<Entrance> entrances;
  if (enter.from < kUnreachable) entrances.push_back({graph_.vertex_of[net_->from[e].value], enter.from});
  if (enter.to < kUnreachable) entrances.push_back({graph_.vertex_of[net_->to[e].value], enter.to});
  return entrances;
}

std::vector<Entrance> LiveStreets::widest_entrances(const Snap& facility) const {
  const Cost off_street = off_street_cost(facility, snap_cost_per_m_);
  if (off_street >= kUnreachable) return {};
  const std::uint32_t e = facility.edge.value, length = net_->length_mm[e];
  std::vector<Entrance> entrances;
  const auto enter = [&](NodeId node, std::uint32_t code, std::uint32_t part_mm) {
    const Cost cost = off_street + costs_.along(code, part_mm, length);
    if (cost < kUnreachable) entrances.push_back({graph_.vertex_of[node.value], cost});
  };
  enter(net_->from[e], 2 * e, facility.from_mm);
  enter(net_->to[e], 2 * e + 1, facility.to_mm);
  return entrances;
}

Cost LiveStreets::along_shared_edge(std::uint32_t origin, const Snap& facility) const {
  const std::uint64_t cost = std::uint64_t{egress_.empty() ? 0 : egress_[origin]} + off_street_cost(origin_[origin], snap_cost_per_m_) +
                             shared_edge_cost(*net_, costs_, origin_[origin], facility) + off_street_cost(facility, snap_cost_per_m_);
  return static_cast<Cost>(std::min<std::uint64_t>(cost, kUnreachable));
}

GateState LiveStreets::gate_at(NodeId node) const {
  if (gated_[node.value] == 0 || costs_.ends.empty() || net_->first_arc[node.value] == net_->first_arc[node.value + 1])
    return GateState::kOpen;
  return costs_.ends[net_->arc_edge[net_->first_arc[node.value]] ^ 1u];
}

StreetChange LiveStreets::gate_change(NodeId node, GateState state) const {
  StreetChange change;
  for (std::uint32_t a = net_->first_arc[node.value]; a < net_->first_arc[node.value + 1]; ++a) {
    const std::uint32_t end = net_->arc_edge[a] ^ 1u, e = end / 2;  // the end here is the head of the edge's other arc
    change.ends.push_back({end, state});
    const bool loop = net_->from[e] == net_->to[e];
    if (loop && end % 2 != 0) continue;  // it lies twice in the row
    const bool other_open = loop || costs_.ends.empty() || costs_.ends[end ^ 1u] == GateState::kOpen;
    change.edges.push_back({EdgeId(e), costs_.of[2 * e], costs_.of[2 * e + 1], state == GateState::kOpen && other_open});
  }
  return change;
}

StreetChange LiveStreets::cost_change(EdgeId edge, Cost forward, Cost backward) const {
  forward = std::min(forward, kUnreachable);
  backward = std::min(backward, kUnreachable);
  const std::uint32_t changed = edge.value;
  StreetChange change;
  std::vector<std::uint32_t> at_ends{changed};
  const auto usable = [&](std::uint32_t e) { return costs_.of[2 * e] < kUnreachable || costs_.of[2 * e + 1] < kUnreachable; };
  const bool stays_usable = forward < kUnreachable || backward < kUnreachable;
  if (stays_usable != usable(changed)) {
    // A street that nobody can walk any more, or again: private paths that meet it may be shut or not (implicit gates).
    std::vector<std::uint8_t> passable(net_->n_edges(), 0);
    const auto each_at = [&](NodeId node, const auto& f) {
      for (std::uint32_t a = net_->first_arc[node.value]; a < net_->first_arc[node.value + 1]; ++a) f(net_->arc_edge[a]);
    };
    for (const NodeId node : {net_->from[changed], net_->to[changed]}) each_at(node, [&](std::uint32_t code) { passable[code / 2] = usable(code / 2); });
    passable[changed] = stays_usable;
    for (const NodeId node : {net_->from[changed], net_->to[changed]}) {
      if (gated_[node.value] != 0) continue;
      each_at(node, [&](std::uint32_t code) {
        const std::uint32_t end = code ^ 1u;
        const GateState state = implicit_gate_at(*net_, end, passable) ? GateState::kResidentsOnly : GateState::kOpen;
        const GateState now = costs_.ends.empty() ? GateState::kOpen : costs_.ends[end];
        if (state == now) return;
        change.ends.push_back({end, state});
        at_ends.push_back(end / 2);
      });
    }
    std::sort(at_ends.begin(), at_ends.end());
    at_ends.erase(std::unique(at_ends.begin(), at_ends.end()), at_ends.end());
  }
  for (const std::uint32_t e : at_ends) {
    bool open = true;
    for (const std::uint32_t end : {2 * e, 2 * e + 1}) {
      GateState state = costs_.ends.empty() ? GateState::kOpen : costs_.ends[end];
      for (const StreetChange::End& c : change.ends)
        if (c.end == end) state = c.state;
      open = open && state == GateState::kOpen;
    }
    change.edges.push_back({EdgeId(e), e == changed ? forward : costs_.of[2 * e], e == changed ? backward : costs_.of[2 * e + 1], open});
  }
  return change;
}

std::vector<ArcWeight> LiveStreets::weights(const StreetChange& change) {
  std::vector<ArcWeight> weights;
  for (const StreetChange::Edge& e : change.edges) {
    weights.push_back({2 * e.edge.value, e.open ? e.forward : kUnreachable});
    weights.push_back({2 * e.edge.value + 1, e.open ? e.backward : kUnreachable});
  }
  return weights;
}

void LiveStreets::set(const StreetChange& change) {
  if (costs_.ends.empty() && !change.ends.empty()) costs_.ends.assign(2 * net_->n_edges(), GateState::kOpen);
  for (const StreetChange::End& e : change.ends) costs_.ends[e.end] = e.state;
  for (const StreetChange::Edge& e : change.edges) {
    costs_.of[2 * e.edge.value] = e.forward;
    costs_.of[2 * e.edge.value + 1] = e.backward;
    for (const Cost cost : {e.forward, e.backward})
      if (cost < kUnreachable) graph_.heaviest = std::max(graph_.heaviest, cost);
  }
  for (const ArcWeight& w : weights(change)) set_weight(graph_, w);
  for (const StreetChange::Edge& e : change.edges)
    for (const std::uint32_t o : origins_on(e.edge)) set_doors(o);
}

}  // namespace catchment
