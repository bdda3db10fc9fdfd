#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/network/bucket_ring.h"
#include "sim/network/entrance_lists.h"
#include "sim/network/live_graph.h"

namespace catchment {

/// Bounded Dijkstra over a live graph: what lies within a limit of some vertices. Its memory is kept from run to run; work
/// proportional to what is reached. For one thread.
class LiveBall {
 public:
  explicit LiveBall(const LiveGraph& graph) : graph_(&graph), cost_(graph.n_vertices(), kUnreachable) {}

  enum class Direction { kTowards, kAwayFrom };  ///< costs from everywhere to the starts, or from the starts to everywhere
  /// `limit` < kUnreachable, inclusive. What the run before reached is forgotten.
  void run(std::span<const Entrance> starts, Cost limit, Direction direction) {
    if (direction == Direction::kTowards) walk<&LiveGraph::Way::in>(starts, limit);
    else walk<&LiveGraph::Way::out>(starts, limit);
  }
  [[nodiscard]] std::span<const std::uint32_t> reached() const { return reached_; }
  [[nodiscard]] Cost cost(std::uint32_t vertex) const { return cost_[vertex]; }

 private:
  struct Start {
    std::uint32_t vertex;
    Cost at;
    [[nodiscard]] Cost cost() const { return at; }
  };

  template <Cost LiveGraph::Way::* kWeight>
  void walk(std::span<const Entrance> starts, Cost limit) {
    for (const std::uint32_t v : reached_) cost_[v] = kUnreachable;
    reached_.clear();
    if (fitted_ != graph_->heaviest) {
      ring_.fit(graph_->mean, graph_->heaviest);
      fitted_ = graph_->heaviest;
    }
    starts_.clear();
    for (const Entrance& e : starts) starts_.push_back({e.vertex, e.cost});
    std::sort(starts_.begin(), starts_.end(), [](const Start& a, const Start& b) {
      return a.at != b.at ? a.at < b.at : a.vertex < b.vertex;
    });
    const auto offer = [&](std::uint32_t vertex, Cost cost) {
      if (cost > limit || cost >= cost_[vertex]) return;
      if (cost_[vertex] == kUnreachable) reached_.push_back(vertex);
      cost_[vertex] = cost;
      ring_.push(cost, vertex);
    };
    ring_.run(starts_, [&](const Start& s) { offer(s.vertex, s.at); },
              [&](const BucketRing::Entry& entry) {
                if (cost_[entry.node] == entry.cost)
                  for (const LiveGraph::Way& way : graph_->ways(entry.node)) offer(way.vertex, entry.cost + way.*kWeight);
                return true;
              });
  }

  const LiveGraph* graph_;
  std::vector<Cost> cost_;
  std::vector<std::uint32_t> reached_;
  std::vector<Start> starts_;
  BucketRing ring_;
  Cost fitted_ = kUnreachable;
};

}  // namespace catchment
