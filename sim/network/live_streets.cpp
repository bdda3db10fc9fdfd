#include "sim/network/live_streets.h"

#include <algorithm>
#include <stdexcept>

#include "sim/network/reverse_search.h"

namespace catchment {

LiveStreets::LiveStreets(const StreetNetwork& net, std::span<const Cost> impedance, std::span<const Snap> origins,
                         double snap_cost_per_m)
    : net_(&net), snap_cost_per_m_(snap_cost_per_m), origin_(origins.begin(), origins.end()) {
  const SearchInput in{&net, impedance, origins, {}, snap_cost_per_m};
  costs_ = std::move(prepare_search(in).costs);  // checks the input
  graph_ = live_graph(net, costs_);
  group_by_edge(net.n_edges(), origins, first_at_edge_, origin_at_edge_);

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
  EndCosts leave = leave_costs(*net_, costs_, origin_[o], snap_cost_per_m_);
  // A place at a corner: its far door is never better than the near one and then along the edge.
  if (leave.from < kUnreachable && leave.to < kUnreachable) {
    const std::uint32_t code = 2 * origin_[o].edge.value;
    if (leave.to >= leave.from + std::uint64_t{costs_.of[code]}) leave.to = kUnreachable;
    else if (leave.from >= leave.to + std::uint64_t{costs_.of[code + 1]}) leave.from = kUnreachable;
  }
  ends_[o].from_cost = leave.from;
  ends_[o].to_cost = leave.to;
  door_[place_[o].from] = {leave.from, o};
  door_[place_[o].to] = {leave.to, o};
}

std::vector<Entrance> LiveStreets::entrances(const Snap& facility) const {
  if (!facility.edge.valid()) return {};
  const std::uint32_t e = facility.edge.value;
  if (e >= net_->n_edges() || std::uint64_t{facility.from_mm} + facility.to_mm != net_->length_mm[e] || !(facility.distance_m >= 0))
    throw std::invalid_argument("live streets: a facility is snapped to no place of this network");
  const EndCosts enter = enter_costs(*net_, costs_, facility, snap_cost_per_m_);
  std::vector<Entrance> entrances;
  if (enter.from < kUnreachable) entrances.push_back({graph_.vertex_of[net_->from[e].value], enter.from});
  if (enter.to < kUnreachable) entrances.push_back({graph_.vertex_of[net_->to[e].value], enter.to});
  return entrances;
}

Cost LiveStreets::along_shared_edge(std::uint32_t origin, const Snap& facility) const {
  const std::uint64_t cost = std::uint64_t{off_street_cost(origin_[origin], snap_cost_per_m_)} +
                             shared_edge_cost(*net_, costs_, origin_[origin], facility) + off_street_cost(facility, snap_cost_per_m_);
  return static_cast<Cost>(std::min<std::uint64_t>(cost, kUnreachable));
}

Cost LiveStreets::at_gates(Cost open, std::uint8_t shut) const {
  if (open >= kUnreachable) return kUnreachable;
  return shut ? open + kUnreachable + 1 : open;
}

StreetChange LiveStreets::gate_change(NodeId node, bool shut) const {
  StreetChange change;
  change.gates.push_back({node, shut});
  for (std::uint32_t a = net_->first_arc[node.value]; a < net_->first_arc[node.value + 1]; ++a) {
    const std::uint32_t e = net_->arc_edge[a] / 2;
    if (net_->from[e] == net_->to[e] && net_->arc_edge[a] % 2 != 0) continue;  // a loop lies twice in the row
    const NodeId other = net_->from[e] == node ? net_->to[e] : net_->from[e];
    const std::uint8_t barred = shut || (other != node && costs_.shut[other.value]);
    const auto open = [&](std::uint32_t code) { return costs_.of[code] == kUnreachable ? kUnreachable : cost_if_open(costs_.of[code]); };
    change.edges.push_back({EdgeId(e), at_gates(open(2 * e), barred), at_gates(open(2 * e + 1), barred)});
  }
  return change;
}

StreetChange LiveStreets::cost_change(EdgeId edge, Cost forward, Cost backward) const {
  const std::uint8_t barred = costs_.shut[net_->from[edge.value].value] || costs_.shut[net_->to[edge.value].value];
  StreetChange change;
  change.edges.push_back({edge, at_gates(forward, barred), at_gates(backward, barred)});
  return change;
}

std::vector<ArcWeight> LiveStreets::weights(const StreetChange& change) {
  std::vector<ArcWeight> weights;
  for (const StreetChange::Edge& e : change.edges) {
    weights.push_back({2 * e.edge.value, e.forward});
    weights.push_back({2 * e.edge.value + 1, e.backward});
  }
  return weights;
}

void LiveStreets::set(const StreetChange& change) {
  for (const StreetChange::Gate& g : change.gates) costs_.shut[g.node.value] = g.shut;
  for (const ArcWeight& w : weights(change)) {
    costs_.of[w.code] = w.weight;
    set_weight(graph_, w);
  }
  for (const StreetChange::Edge& e : change.edges)
    for (const std::uint32_t o : origins_on(e.edge)) set_doors(o);
}

}  // namespace catchment
