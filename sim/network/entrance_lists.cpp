#include "sim/network/entrance_lists.h"

#include <stdexcept>

namespace catchment {

void check_entrances(std::uint32_t owner, std::span<const Entrance> entrances, std::size_t n_vertices) {
  if (owner == EntranceLists::kNone) throw std::invalid_argument("entrances: no such facility number");
  for (const Entrance& e : entrances)
    if (e.vertex >= n_vertices) throw std::invalid_argument("entrances: at no vertex of the graph");
}

void EntranceLists::set(std::uint32_t owner, std::span<const Entrance> entrances) {
  check_entrances(owner, entrances, first_.size());
  if (owner >= of_.size()) of_.resize(owner + std::size_t{1});
  for (const Entrance& e : of_[owner]) {
    std::uint32_t* link = &first_[e.vertex];
    while (item_[*link].owner != owner) link = &item_[*link].next;
    free_.push_back(*link);
    *link = item_[*link].next;
  }
  of_[owner].clear();
  for (const Entrance& e : entrances) {
    if (e.cost >= kUnreachable) continue;
    of_[owner].push_back(e);
    auto at = static_cast<std::uint32_t>(item_.size());
    if (free_.empty()) {
      item_.emplace_back();
    } else {
      at = free_.back();
      free_.pop_back();
    }
    item_[at] = {owner, e.cost, first_[e.vertex]};
    first_[e.vertex] = at;
  }
}

}  // namespace catchment
