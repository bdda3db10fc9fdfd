#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/core/cost.h"

namespace catchment {

/// Where a facility is entered, and for what cost (of the way that begins at this vertex).
struct Entrance {
  std::uint32_t vertex;
  Cost cost;
  friend bool operator==(const Entrance&, const Entrance&) = default;
};

/// Facilities by the vertices where they are entered, and the other way round. 4 bytes a vertex and 24 an entrance.
class EntranceLists {
 public:
  static constexpr std::uint32_t kNone = UINT32_MAX;

  explicit EntranceLists(std::size_t n_vertices) : first_(n_vertices, kNone) {}

  /// Facility `owner` is now entered here and nowhere else; costs >= kUnreachable are no entrances. Throws
  /// std::invalid_argument, with nothing changed, for a vertex that is not there or owner UINT32_MAX.
  void set(std::uint32_t owner, std::span<const Entrance> entrances);

  [[nodiscard]] std::uint32_t n_owners() const { return static_cast<std::uint32_t>(of_.size()); }  ///< so far
  [[nodiscard]] std::span<const Entrance> of(std::uint32_t owner) const {
    if (owner >= of_.size()) return {};
    return of_[owner];
  }
  /// Calls f(owner, cost) for every entrance at the vertex.
  template <class F>
  void each_at(std::uint32_t vertex, const F& f) const {
    for (std::uint32_t i = first_[vertex]; i != kNone; i = item_[i].next) f(item_[i].owner, item_[i].cost);
  }

 private:
  struct Item { std::uint32_t owner; Cost cost; std::uint32_t next; };
  std::vector<std::vector<Entrance>> of_;  // [owners so far]
  std::vector<std::uint32_t> first_;       // [n_vertices] into item_
  std::vector<Item> item_;
  std::vector<std::uint32_t> free_;
};

/// Checks what `set` checks.
void check_entrances(std::uint32_t owner, std::span<const Entrance> entrances, std::size_t n_vertices);

}  // namespace catchment
