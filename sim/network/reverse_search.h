#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/core/cost.h"
#include "sim/network/partial_edge.h"
#include "sim/network/search.h"

namespace catchment {

/// The usable arcs turned round, in compressed rows: what a search from the destinations walks.
struct ReverseGraph {
  struct Arc { std::uint32_t head; Cost weight; };
  std::vector<std::uint32_t> first{0};  ///< [n_nodes + 1]
  std::vector<Arc> arc;
  int bucket_shift = 0;                 ///< buckets of 2^shift cost units; a quarter of the mean weight
  std::uint32_t n_buckets = 2;          ///< a power of two; the heaviest arc reaches less than once round
};
ReverseGraph reverse_graph(const StreetNetwork& net, const EdgeCosts& costs);
/// Sets the buckets of a graph whose arcs are there: a quarter of the mean weight wide, at most 4096 of them. O(m).
void choose_buckets(ReverseGraph& graph);

/// All that the searches of one SearchInput share. Throws std::invalid_argument if the input does not fit together.
struct PreparedSearch {
  const SearchInput* in = nullptr;
  EdgeCosts costs;
  ReverseGraph graph;
  std::vector<std::uint32_t> first_at_edge;  ///< [n_edges + 1] into destination_at_edge
  std::vector<std::uint32_t> destination_at_edge;
};
PreparedSearch prepare_search(const SearchInput& in);

/// Destinations (or other snaps) by edge, ascending in each row: fills rows and items. O(n_edges + n).
void group_by_edge(std::size_t n_edges, std::span<const Snap> snaps, std::vector<std::uint32_t>& first,
                   std::vector<std::uint32_t>& items);

/// Dijkstra's algorithm over buckets (Dial 1969) that wrap round; inside a bucket labels may be corrected, so any bucket
/// width is right and only speed depends on it. A label is a number whose high bits are the cost; what is below them
/// breaks ties (the owner's index) and is carried along unchanged.
template <class Label>
class ReverseSearch {
 public:
  static constexpr int kCostShift = sizeof(Label) == 8 ? 32 : 0;
  static constexpr Label kUnset = Label{kUnreachable} << kCostShift;
  struct Seed { Label label; std::uint32_t node; };

  explicit ReverseSearch(const ReverseGraph& graph)
      : graph_(&graph), label_(graph.first.size() - 1, kUnset), buckets_(graph.n_buckets) {}

  /// Labels all nodes with a cost of at most `limit` (< kUnreachable) from the seeds; those of the run before are forgotten.
  /// Work proportional to what is reached. Sorts the seeds.
  void run(std::vector<Seed>& seeds, Cost limit) {
    for (const std::uint32_t node : touched_) label_[node] = kUnset;
    touched_.clear();
    std::sort(seeds.begin(), seeds.end(), [](const Seed& a, const Seed& b) {
      return a.label != b.label ? a.label < b.label : a.node < b.node;
    });
    const int shift = graph_->bucket_shift + kCostShift;
    const std::size_t mask = graph_->n_buckets - 1;
    const Label most = (Label{limit} << kCostShift) | ((Label{1} << kCostShift) - 1);
    std::size_t waiting = 0, next_seed = 0;
    const auto offer = [&](std::uint32_t node, Label label) {
      if (label > most || label >= label_[node]) return;
      if (label_[node] == kUnset) touched_.push_back(node);
      label_[node] = label;
      buckets_[static_cast<std::size_t>(label >> shift) & mask].push_back({label, node});
      ++waiting;
    };
    Label current = 0;
    for (;;) {
      if (waiting == 0) {
        if (next_seed == seeds.size()) return;
        current = seeds[next_seed].label >> shift;
      }
      for (; next_seed < seeds.size() && seeds[next_seed].label >> shift <= current; ++next_seed)
        offer(seeds[next_seed].node, seeds[next_seed].label);
      auto& bucket = buckets_[static_cast<std::size_t>(current) & mask];
      while (!bucket.empty()) {
        const Entry entry = bucket.back();
        bucket.pop_back();
        --waiting;
        if (label_[entry.node] != entry.label) continue;  // a better label came later
        for (std::uint32_t a = graph_->first[entry.node]; a < graph_->first[entry.node + 1]; ++a)
          offer(graph_->arc[a].head, entry.label + (Label{graph_->arc[a].weight} << kCostShift));
      }
      ++current;
    }
  }

  [[nodiscard]] const std::vector<Label>& labels() const { return label_; }
  [[nodiscard]] Cost cost(std::uint32_t node) const { return static_cast<Cost>(label_[node] >> kCostShift); }
  /// Nodes with a label, in an order that depends on the input only.
  [[nodiscard]] const std::vector<std::uint32_t>& touched() const { return touched_; }

 private:
  struct Entry { Label label; std::uint32_t node; };
  const ReverseGraph* graph_;
  std::vector<Label> label_;
  std::vector<std::uint32_t> touched_;
  std::vector<std::vector<Entry>> buckets_;
};

/// The entrances of one destination as seeds.
template <class Label>
void add_seeds(const PreparedSearch& search, std::uint32_t destination, Label low_bits,
               std::vector<typename ReverseSearch<Label>::Seed>& seeds) {
  const Snap& snap = search.in->destinations[destination];
  const EndCosts ends = enter_costs(*search.in->net, search.costs, snap, search.in->snap_cost_per_m);
  constexpr int kShift = ReverseSearch<Label>::kCostShift;
  if (ends.from < kUnreachable)
    seeds.push_back({(Label{ends.from} << kShift) | low_bits, search.in->net->from[snap.edge.value].value});
  if (ends.to < kUnreachable)
    seeds.push_back({(Label{ends.to} << kShift) | low_bits, search.in->net->to[snap.edge.value].value});
}

}  // namespace catchment
