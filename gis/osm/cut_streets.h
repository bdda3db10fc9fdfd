#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <vector>

#include "sim/network/street_network.h"

namespace catchment::gis {

/// Lines over shared vertices, before they are cut into the edges of a network.
struct StreetChains {
  /// In `vertex`: the place of this vertex is not known; the line is broken here.
  static constexpr std::uint32_t kGap = std::numeric_limits<std::uint32_t>::max();

  std::vector<Point> place;                   ///< [n_vertices] m, in the project's CRS
  std::vector<std::uint8_t> cut;              ///< [n_vertices] 1: becomes a node wherever a line passes (a gate)
  std::vector<std::uint32_t> chain_begin{0};  ///< [n_chains + 1] into `vertex`
  std::vector<std::uint32_t> vertex;          ///< each line's vertices in order, or kGap
  std::vector<StreetClass> street_class;      ///< [n_chains]
  std::vector<std::uint8_t> access;           ///< [n_chains] StreetAccess bits along the line
  std::vector<std::uint8_t> off_ground;       ///< [n_chains] 1: a bridge or a tunnel; empty: none is known
  std::vector<std::uint32_t> name;            ///< [n_chains] into `names`
  std::vector<std::string> names{""};
  [[nodiscard]] std::size_t n_chains() const { return street_class.size(); }
};

struct CutStreets {
  StreetNetwork net;                     ///< indexed; nodes in ascending order of their vertex; off_ground empty if none is
  std::vector<NodeId> node_of_vertex;    ///< [n_vertices] invalid where no node stands
  std::vector<std::uint8_t> chain_used;  ///< [n_chains] 1: at least one edge came from it
  std::int64_t duplicate_segments = 0;   ///< segments dropped because an earlier one joins the same two vertices
};

/// Cuts lines where they meet, end, change their kind or pass a `cut` vertex. A segment that joins the same two
/// vertices as an earlier one (out and back, or two lines over each other) is dropped; the one kept may then be used as
/// either could. `length_m(a, b)` measures one segment on the ground. No edge is shorter than 1 mm. O(n log n) for n
/// vertices in lines.
CutStreets cut_streets(const StreetChains& chains, const std::function<double(std::uint32_t, std::uint32_t)>& length_m);

}  // namespace catchment::gis
