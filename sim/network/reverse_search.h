#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "sim/core/cost.h"
#include "sim/network/partial_edge.h"
#include "sim/network/search.h"

namespace catchment {

/// The arcs that everybody may walk, turned round, in compressed rows: what a search from the destinations walks.
struct ReverseGraph {
  struct Arc { std::uint32_t head; Cost weight; };
  std::vector<std::uint32_t> first{0};  ///< [n_nodes + 1]
  std::vector<Arc> arc;
  int bucket_shift = 0;                 ///< buckets of 2^shift cost units; a quarter of the mean weight
  std::uint32_t n_buckets = 2;          ///< a power of two; the heaviest arc reaches less than once round
};
ReverseGraph reverse_graph(const StreetNetwork& net, const EdgeCosts& costs);
/// Sets the buckets of a graph whose arcs are there: a quarter of the mean weight wide, at most 4096 of them. O(m).
void choose_buckets(ReverseGraph& graph, Cost heaviest = 0);

/// What opens to the people of walled places, for the origins that live in one.
///
/// A search labels the streets for the general public first. For each group of people with keys that it came near, the
/// labels are then lowered further along the arcs that these keys open, read, and put back: exact, as opening more arcs
/// lowers labels and never raises one. All is empty where no origin holds a key to anything.
struct KeyHolders {
  static constexpr std::uint32_t kNone = Id<void>::kInvalid;
  struct Arc { std::uint32_t head; Cost weight; std::uint32_t edge; };

  std::vector<std::uint32_t> place;             ///< [n_groups] walled places with origins and keys, ascending
  std::vector<std::uint32_t> group_of_origin;   ///< [n_origins] or kNone
  std::vector<std::uint32_t> first_origin{0}, origin;  ///< [n_groups + 1], the origins of each
  std::vector<std::uint32_t> first_edge{0}, edge;      ///< [n_groups + 1], edges with an end that their keys open
  std::vector<std::uint32_t> first_near, near;  ///< [n_nodes + 1], groups whose such edges end at a node
  std::vector<std::uint32_t> first_arc;         ///< [n_nodes + 1], reversed arcs that some key opens
  std::vector<Arc> arc;

  [[nodiscard]] std::uint32_t count() const { return static_cast<std::uint32_t>(place.size()); }
};

/// All that the searches of one SearchInput share. Throws std::invalid_argument if the input does not fit together.
struct PreparedSearch {
  const SearchInput* in = nullptr;
  std::unique_ptr<const WalledPlaces> own_places;  ///< if the input brings none and has need of them
  EdgeCosts costs;
  ReverseGraph graph;
  KeyHolders keys;
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
    spread<false>(seeds, limit, [](std::uint32_t, const auto&) {});
  }

  /// Goes on from the labels there are, with more seeds and more arcs, until `undo`. `more(node, take)` calls
  /// take(head, weight) for each further arc out of a node; those out of nodes that have their label already are the
  /// caller's, as seeds. Work proportional to what becomes cheaper.
  template <class More>
  void lower(std::vector<Seed>& seeds, Cost limit, const More& more) { spread<true>(seeds, limit, more); }
  void undo() {
    for (std::size_t i = lowered_.size(); i-- > 0;) label_[lowered_[i].node] = lowered_[i].label;
    lowered_.clear();
  }
  /// Nodes that `lower` made cheaper, each with a label from before; some more than once.
  [[nodiscard]] const std::vector<Seed>& lowered() const { return lowered_; }

  [[nodiscard]] const std::vector<Label>& labels() const { return label_; }
  [[nodiscard]] Cost cost(std::uint32_t node) const { return static_cast<Cost>(label_[node] >> kCostShift); }
  /// Nodes with a label, in an order that depends on the input only.
  [[nodiscard]] const std::vector<std::uint32_t>& touched() const { return touched_; }

 private:
  struct Entry { Label label; std::uint32_t node; };

  template <bool kLogged, class More>
  void spread(std::vector<Seed>& seeds, Cost limit, const More& more) {
    std::sort(seeds.begin(), seeds.end(), [](const Seed& a, const Seed& b) {
      return a.label != b.label ? a.label < b.label : a.node < b.node;
    });
    const int shift = graph_->bucket_shift + kCostShift;
    const std::size_t mask = graph_->n_buckets - 1;
    const Label most = (Label{limit} << kCostShift) | ((Label{1} << kCostShift) - 1);
    std::size_t waiting = 0, next_seed = 0;
    const auto offer = [&](std::uint32_t node, Label label) {
      if (label > most || label >= label_[node]) return;
      if constexpr (kLogged) lowered_.push_back({label_[node], node});
      else if (label_[node] == kUnset) touched_.push_back(node);
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
        more(entry.node, [&](std::uint32_t head, Cost weight) { offer(head, entry.label + (Label{weight} << kCostShift)); });
      }
      ++current;
    }
  }

  const ReverseGraph* graph_;
  std::vector<Label> label_;
  std::vector<std::uint32_t> touched_;
  std::vector<Seed> lowered_;
  std::vector<std::vector<Entry>> buckets_;
};

/// The entrances of one destination as seeds, for everybody or for the people of a walled place.
template <class Label>
void add_seeds(const PreparedSearch& search, std::uint32_t destination, Label low_bits,
               std::vector<typename ReverseSearch<Label>::Seed>& seeds, std::uint32_t place = WalledPlaces::kOutside) {
  const Snap& snap = search.in->destinations[destination];
  const EndCosts ends = enter_costs(*search.in->net, search.costs, snap, search.in->snap_cost_per_m, place);
  constexpr int kShift = ReverseSearch<Label>::kCostShift;
  if (ends.from < kUnreachable)
    seeds.push_back({(Label{ends.from} << kShift) | low_bits, search.in->net->from[snap.edge.value].value});
  if (ends.to < kUnreachable)
    seeds.push_back({(Label{ends.to} << kShift) | low_bits, search.in->net->to[snap.edge.value].value});
}

/// Lowers the labels of a search by what the keys of one group open. `place_seeds` has the further seeds of destinations
/// (more than needed does no harm); it is used up. To be undone before the next group.
template <class Label>
void lower_for(const PreparedSearch& search, std::uint32_t group, Cost limit, ReverseSearch<Label>& walk,
               std::vector<typename ReverseSearch<Label>::Seed>& place_seeds) {
  const KeyHolders& keys = search.keys;
  const StreetNetwork& net = *search.in->net;
  const std::uint32_t place = keys.place[group];
  constexpr int kShift = ReverseSearch<Label>::kCostShift;
  for (std::uint32_t i = keys.first_edge[group]; i < keys.first_edge[group + 1]; ++i) {
    const std::uint32_t e = keys.edge[i];
    if (!search.costs.open_through(e, place)) continue;
    const auto along = [&](std::uint32_t code, NodeId head, NodeId tail) {
      const Label label = walk.labels()[head.value];
      if (search.costs.of[code] < kUnreachable && label != ReverseSearch<Label>::kUnset)
        place_seeds.push_back({label + (Label{search.costs.of[code]} << kShift), tail.value});
    };
    along(2 * e, net.to[e], net.from[e]);
    along(2 * e + 1, net.from[e], net.to[e]);
  }
  // Labels of more than `limit` are not offered on, and one of kUnreachable or more is none.
  walk.lower(place_seeds, limit, [&](std::uint32_t node, const auto& take) {
    for (std::uint32_t a = keys.first_arc[node]; a < keys.first_arc[node + 1]; ++a)
      if (search.costs.open_through(keys.arc[a].edge, place)) take(keys.arc[a].head, keys.arc[a].weight);
  });
  place_seeds.clear();
}

}  // namespace catchment
