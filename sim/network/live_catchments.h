#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/network/edge_lists.h"
#include "sim/network/live_ball.h"
#include "sim/network/live_streets.h"

namespace catchment {

/// Who lies within the cutoff of each facility, and how many facilities each demand point has within it, kept up while facilities
/// come, go and move and streets change: always what `catchments` (search.h) gives. Only the catchments concerned are searched
/// anew: that of the facility that moves; when streets change, those of the facilities that could be reached from an end of a changed
/// street within the cutoff before, and of those that stand on one (whatever way is new or lost leads on from its last
/// changed street as it did before). Work proportional to these catchments; in parallel over them.
class LiveCatchments {
 public:
  /// Keeps a reference to `streets`. A cost equal to the cutoff is inside.
  LiveCatchments(const LiveStreets& streets, Cost cutoff);

  /// As LiveNearest.
  void place(std::uint32_t f, const Snap& snap);
  struct Placed { std::uint32_t facility; Snap snap; };
  void place_all(std::span<const Placed> facilities);
  void before(const StreetChange& change);  ///< see change_streets
  void after(const StreetChange& change);

  [[nodiscard]] std::span<const std::uint32_t> backup() const { return backup_; }  ///< [n_origins] facilities within the cutoff
  /// The catchment of one facility, each demand point once.
  struct Pair { std::uint32_t origin; Cost cost; };
  [[nodiscard]] std::span<const Pair> catchment(std::uint32_t f) const {
    if (f >= catchment_.size()) return {};
    return catchment_[f];
  }
  /// As `catchments` gives it for these facilities (distinct), by origin. O(origins + pairs).
  [[nodiscard]] CostTable table(std::span<const std::uint32_t> facilities) const;

  /// Demand points whose `backup` differs from what it was at the last `forget_changes`, with what it was then.
  struct Change { std::uint32_t origin, backup; };
  std::span<const Change> changes();
  void forget_changes();
  /// Facilities whose catchment was searched anew in the last call. Some may be as they were.
  [[nodiscard]] std::span<const std::uint32_t> searched() const { return concerned_; }

 private:
  struct Scratch {
    explicit Scratch(const LiveStreets& streets)
        : ball(streets.graph()), best(streets.n_origins(), kUnreachable), near(streets.keys().count(), 0) {}
    LiveBall ball;
    std::vector<Cost> best;            // [n_origins]
    std::vector<std::uint8_t> near;    // [n_groups of key holders] 1: listed in `groups`
    std::vector<std::uint32_t> groups;
    std::vector<Entrance> seeds;
  };
  void search(std::uint32_t f, Scratch& scratch, std::vector<Pair>& found) const;
  void find_groups(const Snap& snap, Scratch& scratch) const;
  void search_concerned();
  void count(const Pair& pair, int by);

  const LiveStreets* streets_;
  Cost cutoff_;
  EdgeLists facilities_;
  EntranceLists entrances_;                   // as if no gate were there
  std::vector<std::vector<Pair>> catchment_;  // [facilities so far]
  std::vector<std::uint32_t> backup_;
  std::vector<Change> change_;
  std::vector<std::uint8_t> touched_;         // [n_origins] 1: in change_
  std::vector<std::uint32_t> concerned_;
  std::vector<std::vector<Pair>> found_;      // [concerned], memory kept
  std::vector<Scratch> scratch_;              // [threads]
};

}  // namespace catchment
