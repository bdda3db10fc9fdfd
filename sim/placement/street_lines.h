#pragma once

#include <cstdint>
#include <vector>

#include "sim/network/street_network.h"

namespace catchment::town {

inline constexpr std::uint32_t kNoStreet = 0xFFFFFFFFu;

inline constexpr std::uint8_t kEveryone = kWalkForward | kWalkBackward | kCycleForward | kCycleBackward;

/// Straight streets that gather junctions before they become edges: both sides of a street may open gates and side
/// streets onto it while the town is being drawn, in any order.
class StreetLines {
 public:
  explicit StreetLines(StreetNetwork& net) : net_(net) {}

  NodeId add_node(Point p);
  std::uint32_t add(NodeId from, NodeId to, StreetClass street_class, std::uint32_t name);
  /// The junction of `street` nearest to `p`: an existing one within `merge_m` along the street, else a new node on it.
  NodeId stop(std::uint32_t street, Point p, double merge_m);
  [[nodiscard]] StreetClass street_class(std::uint32_t street) const { return lines_[street].street_class; }
  [[nodiscard]] Point from(std::uint32_t street) const { return net_.node[lines_[street].from.value]; }
  [[nodiscard]] Point to(std::uint32_t street) const { return net_.node[lines_[street].to.value]; }
  /// Appends the edges between consecutive stops of every street to the network, in the order of the streets.
  void emit();

 private:
  struct Stop {
    double along;  ///< share 0..1
    NodeId node;
  };
  struct Line {
    NodeId from, to;
    StreetClass street_class;
    std::uint32_t name;
    std::vector<Stop> stops;
  };
  StreetNetwork& net_;
  std::vector<Line> lines_;
};

}  // namespace catchment::town
