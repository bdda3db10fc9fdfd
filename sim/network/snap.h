#pragma once

#include <memory>
#include <span>
#include <vector>

#include "sim/network/street_network.h"
#include "sim/scenario/scenario.h"

namespace catchment {

/// A place tied to the nearest point of the nearest edge that the mode may use.
struct Snap {
  EdgeId edge;               ///< invalid: no usable edge within snap_max
  std::uint32_t from_mm = 0; ///< along the edge from its `from` node
  std::uint32_t to_mm = 0;   ///< from_mm + to_mm == length_mm[edge]
  Point at;                  ///< m, the place on the edge
  double distance_m = 0;     ///< straight from the place to `at`; +infinity where nothing was found
};

/// Spatial index over the usable edges' segments: a packed R-tree in Hilbert order (Kamel & Faloutsos 1993), so that a
/// stray edge far away costs nothing. Built once, then queried from many threads.
class EdgeIndex {
 public:
  /// `usable` [n_edges]: which edges count. Keeps a reference to `net`. O(segments log segments).
  EdgeIndex(const StreetNetwork& net, std::span<const std::uint8_t> usable);
  ~EdgeIndex();
  EdgeIndex(EdgeIndex&&) noexcept;
  EdgeIndex& operator=(EdgeIndex&&) noexcept;
  /// Nearest edge within `max_m` (inclusive); ties to the lowest edge id, then to the place nearest its `from` node.
  /// Throws std::invalid_argument if max_m is negative or NaN. A place that is not finite finds nothing. O(log n).
  [[nodiscard]] Snap snap(Point p, double max_m) const;

 private:
  struct Rooms;
  std::unique_ptr<Rooms> rooms_;
};

/// Edges that `mode` may use in at least one direction. -> [n_edges] 0/1
std::vector<std::uint8_t> usable_edges(const StreetNetwork& net, bool cycle);
/// As above for the mode and the person group of the options: without what `barred_edges` bars.
std::vector<std::uint8_t> usable_edges(const StreetNetwork& net, const NetworkOptions& options);

/// Snaps all; parallel, order-free. -> [n]
std::vector<Snap> snap_all(const EdgeIndex& index, std::span<const Point> places, double max_m);

}  // namespace catchment
