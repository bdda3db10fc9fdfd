#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/core/geometry.h"
#include "sim/sharing/graph.h"

namespace catchment::scene {

/// Places for the nodes of a graph so that linked ones lie together: forces as ForceAtlas2 has them (repulsion by degree over distance, attraction by
/// distance; Jacomy, Venturini, Heymann & Bastian 2014, PLoS ONE 9(6):e98679), repulsion of what is far by a quadtree (Barnes & Hut 1986), steps that
/// cool down. Starts from where the partners are on the ground, so that a picture is known again. Parts that nothing joins are laid out beside each
/// other, the largest first, whoever is alone in rows below.
///
/// Deterministic: graph and start decide. O((n + pairs) log n) a round; 14,000 nodes take some 10 ms a round.
class NetworkLayout {
 public:
  static constexpr int kRounds = 160;                ///< all of them
  /// `start` [n] m; `placed` [n] 0: that node has no place, and starts beside its neighbours. The graph must outlive the layout.
  /// `first_round`: above 0 what is started from is a layout already, that only needs to settle.
  /// Throws std::invalid_argument for lengths that do not fit.
  NetworkLayout(const SharingGraph& graph, std::span<const Point> start, std::span<const std::uint8_t> placed, int first_round = 0);
  /// At most so many more rounds. -> whether there are any left.
  bool run(int rounds);
  [[nodiscard]] int rounds() const { return round_; }
  /// As it is now: [n], y upwards, in units of which a node has about one for itself; the parts packed.
  [[nodiscard]] std::vector<Point> places() const;

 private:
  void one_round();
  const SharingGraph& graph_;
  std::vector<Point> at_, force_;
  std::vector<double> mass_;                         // degree + 1
  std::vector<std::vector<std::uint32_t>> members_;  // of each part, ascending; the largest part first, ties to the lowest node
  int round_ = 0;
};

}  // namespace catchment::scene
