#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "sim/core/geometry.h"
#include "sim/network/snap_round.h"

namespace catchment {

/// A side of a labelled region: the region lies left of a -> b. 0 is no label.
struct LabelledSide {
  GridPoint a, b;
  std::uint32_t label = 0;
};

/// A planar partition: faces with one label each, and the borders between them as whole-number segments that meet at
/// their ends only. What lies on both sides of a border is known of each, so that two neighbours have the same border
/// vertices by construction, and no two faces overlap.
struct PlanePartition {
  std::vector<GridPoint> point;               ///< [n_points]
  std::vector<std::uint32_t> end;             ///< [n_halves] point at the end of a half-edge; halves 2k and 2k+1 are one border
  std::vector<std::uint32_t> next;            ///< [n_halves] the next half-edge round the face on the left
  std::vector<std::uint32_t> label;           ///< [n_halves] of the face on the left; 0: none
};

/// `sides`: closed rings of regions that overlap at most by the grid's rounding. Sides of equal regions that lie on each
/// other vanish; the rest is noded (`snap_round`). A face that rounding left thinner than `thin` units takes the label of
/// the neighbour with the longest shared border; where regions overlap the longer claim wins. Expected O(n log n).
PlanePartition plane_partition(std::vector<LabelledSide> sides, double thin);

/// The regions of one group of labels, dissolved.
struct Dissolved {
  std::uint32_t group = 0;
  MultiPolygon shape;
};
/// Faces by `group_of(label)` (0: left out), each group one shape in metres: origin + grid / `units_per_m`. Rings are simple:
/// no ring crosses or touches itself, outer rings counter-clockwise, holes clockwise; parts touch at points at most.
/// -> by group, ascending; groups without a face are missing. O(n), and holes x outer rings of a group.
std::vector<Dissolved> dissolve(const PlanePartition& partition, const std::function<std::uint32_t(std::uint32_t)>& group_of,
                                Point origin, double units_per_m);

}  // namespace catchment
