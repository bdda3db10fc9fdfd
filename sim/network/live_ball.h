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
  /// `more(vertex, take)` calls take(vertex, weight) for further arcs beyond those of the graph, in the direction of the search.
  template <class More>
  void run(std::span<const Entrance> starts, Cost limit, Direction direction, const More& more) {
    for (const std::uint32_t v : reached_) cost_[v] = kUnreachable;
    reached_.clear();
    const auto first = [&](std::uint32_t vertex) {
      if (cost_[vertex] == kUnreachable) reached_.push_back(vertex);
    };
    if (direction == Direction::kTowards) walk<&LiveGraph::Way::in>(starts, limit, more, first);
    else walk<&LiveGraph::Way::out>(starts, limit, more, first);
  }
  void run(std::span<const Entrance> starts, Cost limit, Direction direction) {
    run(starts, limit, direction, [](std::uint32_t, const auto&) {});
  }
  /// After a run towards the starts: for people who may walk more arcs, as LiveField::lower.
  template <class More>
  void lower(std::span<const Entrance> starts, Cost limit, const More& more) {
    walk<&LiveGraph::Way::in>(starts, limit, more, [&](std::uint32_t vertex) { lowered_.push_back({vertex, cost_[vertex]}); });
  }
  [[nodiscard]] std::span<const Entrance> lowered() const { return lowered_; }  ///< with a cost of before; some more than once
  void put_back() {
    for (std::size_t i = lowered_.size(); i-- > 0;) cost_[lowered_[i].vertex] = lowered_[i].cost;
    lowered_.clear();
  }
  [[nodiscard]] std::span<const std::uint32_t> reached() const { return reached_; }
  [[nodiscard]] Cost cost(std::uint32_t vertex) const { return cost_[vertex]; }

 private:
  struct Start {
    std::uint32_t vertex;
    Cost at;
    [[nodiscard]] Cost cost() const { return at; }
  };

  template <Cost LiveGraph::Way::* kWeight, class More, class Log>
  void walk(std::span<const Entrance> starts, Cost limit, const More& more, const Log& log) {
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
      log(vertex);
      cost_[vertex] = cost;
      ring_.push(cost, vertex);
    };
    ring_.run(starts_, [&](const Start& s) { offer(s.vertex, s.at); },
              [&](const BucketRing::Entry& entry) {
                if (cost_[entry.node] != entry.cost) return true;
                for (const LiveGraph::Way& way : graph_->ways(entry.node)) offer(way.vertex, entry.cost + way.*kWeight);
                more(entry.node, [&](std::uint32_t vertex, Cost weight) { offer(vertex, entry.cost + weight); });
                return true;
              });
  }

  const LiveGraph* graph_;
  std::vector<Cost> cost_;
  std::vector<std::uint32_t> reached_;
  std::vector<Start> starts_;
  std::vector<Entrance> lowered_;
  BucketRing ring_;
  Cost fitted_ = kUnreachable;
};

}  // namespace catchment
