#pragma once

#include <cstdint>
#include <vector>

#include "sim/network/snap.h"

namespace catchment {

/// Facilities by the edge that they stand on. 4 bytes an edge, and a snap and 4 bytes a facility.
class EdgeLists {
 public:
  static constexpr std::uint32_t kNone = UINT32_MAX;

  explicit EdgeLists(std::size_t n_edges) : first_(n_edges, kNone) {}

  /// The facility stands here and nowhere else; a snap with no edge is nowhere.
  void set(std::uint32_t facility, const Snap& snap) {
    if (facility >= snap_.size()) {
      snap_.resize(facility + std::size_t{1});
      next_.resize(facility + std::size_t{1}, kNone);
    }
    if (snap_[facility].edge.valid()) {
      std::uint32_t* link = &first_[snap_[facility].edge.value];
      while (*link != facility) link = &next_[*link];
      *link = next_[facility];
    }
    snap_[facility] = snap;
    if (!snap.edge.valid()) return;
    next_[facility] = first_[snap.edge.value];
    first_[snap.edge.value] = facility;
  }
  [[nodiscard]] Snap of(std::uint32_t facility) const { return facility < snap_.size() ? snap_[facility] : Snap{}; }
  [[nodiscard]] std::uint32_t n_facilities() const { return static_cast<std::uint32_t>(snap_.size()); }  ///< so far
  /// Calls f(facility, snap) for each on the edge.
  template <class F>
  void each_on(EdgeId edge, const F& f) const {
    for (std::uint32_t i = first_[edge.value]; i != kNone; i = next_[i]) f(i, snap_[i]);
  }

 private:
  std::vector<Snap> snap_;           // [facilities so far]
  std::vector<std::uint32_t> next_;  // [facilities so far]
  std::vector<std::uint32_t> first_; // [n_edges]
};

}  // namespace catchment
