#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "sim/network/entrance_lists.h"
#include "sim/network/live_graph.h"
#include "sim/network/live_keys.h"
#include "sim/network/partial_edge.h"
#include "sim/network/search.h"

namespace catchment {

/// What becomes of some streets at once.
struct StreetChange {
  struct Edge {
    EdgeId edge;
    Cost forward, backward;  ///< kUnreachable: barred
    bool open;               ///< both ends let everybody through
  };
  struct End { std::uint32_t end; GateState state; };  ///< as gate_states
  std::vector<Edge> edges;   ///< all edges with a new cost or an end below; none twice
  std::vector<End> ends;
};

/// Streets of one impedance with the demand points along them: what the live searches of several levels share. The answers
/// they give are those of `nearest` and `catchments` (search.h) on the streets as they are now.
class LiveStreets {
 public:
  /// `in` without its destinations; its arrays may go afterwards. `in.net` must stay, and `in.places` if given; the states of
  /// gates are read here only. Throws std::invalid_argument if the input does not fit together.
  explicit LiveStreets(const SearchInput& in);
  LiveStreets(const LiveStreets&) = delete;
  LiveStreets& operator=(const LiveStreets&) = delete;

  [[nodiscard]] const StreetNetwork& net() const { return *net_; }
  [[nodiscard]] const LiveGraph& graph() const { return graph_; }
  [[nodiscard]] const EdgeCosts& costs() const { return costs_; }
  [[nodiscard]] const LiveKeys& keys() const { return keys_; }
  [[nodiscard]] std::size_t n_origins() const { return origin_.size(); }
  [[nodiscard]] const Snap& origin(std::uint32_t o) const { return origin_[o]; }

  /// The ways in from both ends of its edge, for everybody or the people of a walled place; without those that are barred. Throws
  /// std::invalid_argument if the snap is no place of this network; a snap with no edge has none.
  [[nodiscard]] std::vector<Entrance> entrances(const Snap& facility, std::uint32_t place = WalledPlaces::kOutside) const;
  /// The same if no gate were there: costs are at most those of anybody.
  [[nodiscard]] std::vector<Entrance> widest_entrances(const Snap& facility) const;
  /// From a demand point along the edge that it shares with the facility, egress and both walks off the street included; kUnreachable
  /// if barred. Only for the same edge.
  [[nodiscard]] Cost along_shared_edge(std::uint32_t origin, const Snap& facility) const;

  /// Who can get onto the streets at a vertex past gates that are open to everybody, and for what cost; kUnreachable where
  /// barred, or never of use.
  struct Door { Cost cost; std::uint32_t origin; };
  [[nodiscard]] std::span<const Door> doors(std::uint32_t vertex) const {
    return {door_.data() + first_door_[vertex], door_.data() + first_door_[vertex + 1]};
  }
  /// The doors of one demand point, with its own keys: vertex and cost of either end of its edge.
  struct Ends { std::uint32_t from, to; Cost from_cost, to_cost; };
  [[nodiscard]] const Ends& ends(std::uint32_t origin) const { return ends_[origin]; }
  [[nodiscard]] std::span<const std::uint32_t> origins_on(EdgeId edge) const {
    return std::span(origin_at_edge_).subspan(first_at_edge_[edge.value], first_at_edge_[edge.value + 1] - first_at_edge_[edge.value]);
  }

  /// The gate at a node is now like this: all edges at the node. O(edges at the node).
  [[nodiscard]] StreetChange gate_change(NodeId node, GateState state) const;
  [[nodiscard]] GateState gate_at(NodeId node) const;   ///< how it is; kOpen where there is none
  /// A street's cost in either direction; kUnreachable bars it. O(edges at its ends).
  [[nodiscard]] StreetChange cost_change(EdgeId edge, Cost forward, Cost backward) const;
  /// The weights of the graph's arcs after a change.
  [[nodiscard]] static std::vector<ArcWeight> weights(const StreetChange& change);
  /// Puts a change into force. Called between `before` and `after` of what searches here: see `change_streets`.
  void set(const StreetChange& change);

 private:
  void set_doors(std::uint32_t origin);

  const StreetNetwork* net_;
  double snap_cost_per_m_;
  std::unique_ptr<const WalledPlaces> own_places_;
  EdgeCosts costs_;
  LiveGraph graph_;
  LiveKeys keys_;
  std::vector<std::uint8_t> gated_;  // [n_nodes] 1: a gate stands there
  std::vector<Snap> origin_;
  std::vector<Cost> egress_;         // [n_origins] or empty
  std::vector<std::uint32_t> first_at_edge_, origin_at_edge_;
  std::vector<Ends> ends_;
  std::vector<std::uint32_t> first_door_;
  std::vector<Door> door_;
  struct DoorPlaces { std::uint32_t from, to; };
  std::vector<DoorPlaces> place_;  // [n_origins] into door_
};

/// Changes the streets for all that search on them; each has `before(change)` and `after(change)`.
template <class... Searches>
void change_streets(LiveStreets& streets, const StreetChange& change, Searches&... searches) {
  (searches.before(change), ...);
  streets.set(change);
  (searches.after(change), ...);
}

}  // namespace catchment
