#pragma once

#include <cstdint>
#include <set>
#include <vector>

#include "sim/network/street_network.h"

namespace catchment::test {

/// Who may pass which end of which edge, by a second, slow and simple method: labels spread until nothing changes.
struct PlainGates {
  /// `usable` [n_edges]; `slot` of the week.
  PlainGates(const StreetNetwork& streets, std::vector<bool> usable, int slot);
  /// May somebody whose home is on edge `home` pass the end of edge `e` at its `to` node, or its `from` node?
  /// `residents` false: as the general public.
  [[nodiscard]] bool may_pass(std::size_t e, bool at_to, std::size_t home, bool residents = true) const;
  /// Part of each edge after all cuts: the lowest edge in it; and how many gates deep it lies.
  std::vector<std::size_t> part;
  std::vector<int> depth;

 private:
  [[nodiscard]] std::set<std::size_t> keys(std::size_t home) const;
  const StreetNetwork* net;
  std::vector<bool> used;
  int time;
};

}  // namespace catchment::test
