#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "sim/network/bucket_ring.h"
#include "sim/network/entrance_lists.h"
#include "sim/network/live_graph.h"

namespace catchment {

/// Cost in the high half, owner (facility) in the low half: the smaller label is cheaper, then of lower owner.
using OwnerLabel = std::uint64_t;
/// Nobody reaches the vertex.
inline constexpr OwnerLabel kNoLabel = OwnerLabel{kUnreachable} << 32;

/// A start of a search: the cost to begin with, and whose it is.
struct OwnedSeed {
  OwnerLabel label;
  std::uint32_t vertex;
};
/// The whole field anew, by whatever method is fast: [n_vertices] of the graph, labels equal to those of a search from scratch,
/// or anything >= kNoLabel where nobody comes. Valid until it is called again. `field_sweep` makes one from a hierarchy.
using FieldSweep = std::function<std::span<const OwnerLabel>(std::span<const OwnedSeed> seeds)>;

/// The nearest facility of every vertex and its cost, kept up while facilities come, go and move and weights change. After every
/// call the labels equal those of `ReverseSearch<std::uint64_t>` from all entrances, run from scratch.
///
/// - A facility that goes takes its cell with it: the vertices that it owns are emptied and filled again from the cell's
///   border. One that comes improves only what is nearer to it. A move does both at once, in one search.
/// - Arcs that get heavier empty the vertices whose cheapest way led over them (all ways that are equally cheap count, so that
///   arcs of no weight cannot hold each other up); arcs that get lighter improve what is nearer now.
/// - Once more than `sweep_from` vertices are at stake, a sweep does the rest, if there is one.
///
/// Work O(c log c) in the vertices c at stake and their arcs; no allocation once the memory has grown. 8 bytes a vertex, 4 more for
/// where facilities are entered, and a bit.
/// Sources: Ramalingam & Reps (1996), Journal of Algorithms 21:267-305; Dial (1969).
class LiveField {
 public:
  /// Keeps a reference to `graph`.
  explicit LiveField(const LiveGraph& graph);

  /// Puts facility `owner` (not UINT32_MAX) where these entrances are, instead of where it was; none: takes it away. Costs >=
  /// kUnreachable are no entrances. Throws std::invalid_argument for a vertex that is not there or that owner.
  void place(std::uint32_t owner, std::span<const Entrance> entrances);
  /// Many at once, as `place` for each in turn.
  struct Placed { std::uint32_t owner; std::vector<Entrance> entrances; };
  void place_all(std::span<const Placed> facilities);

  /// Weights change in two steps: before the graph is changed, and after; nothing else in between.
  void before(std::span<const ArcWeight> changes);
  void after(std::span<const ArcWeight> changes);

  [[nodiscard]] std::span<const OwnerLabel> labels() const { return label_; }  ///< [n_vertices]
  [[nodiscard]] std::span<const Entrance> entrances(std::uint32_t owner) const { return entrances_.of(owner); }

  /// Vertices whose label differs from what it was at the last `forget_changes`, with what it was then. In an order that depends
  /// on the input only. O(vertices at stake since).
  struct Change {
    std::uint32_t vertex;
    OwnerLabel before;
  };
  std::span<const Change> changes();
  void forget_changes();

  /// For people who may walk more arcs than the graph has: lowers labels from more starts and along more arcs, until `put_back`; the
  /// changes know nothing of it. `more(vertex, take)` calls take(vertex, weight) for each further arc to the vertex; what these
  /// bring from vertices that stay as they are is the caller's, as seeds. Work proportional to what becomes cheaper.
  template <class More>
  void lower(std::span<const OwnedSeed> seeds, const More& more);
  /// What `lower` made cheaper, with the label of before; some more than once.
  [[nodiscard]] std::span<const Change> lowered() const { return lowered_; }
  void put_back();

  /// None: searches only. A sweep must see the graph's weights as they are when it is called.
  void use_sweep(FieldSweep sweep, std::size_t sweep_from = 60'000);

 private:
  struct Offer {
    OwnerLabel label;
    std::uint32_t vertex;
    [[nodiscard]] Cost cost() const { return static_cast<Cost>(label >> 32); }
  };
  struct Emptied {
    std::uint32_t vertex;
    OwnerLabel before;
  };

  void touch(std::uint32_t vertex);
  [[nodiscard]] OwnerLabel best_entrance(std::uint32_t vertex) const;
  bool empty_cell(std::uint32_t owner);
  void sort_offers();
  void relax();
  void sweep();

  const LiveGraph* graph_;
  std::vector<OwnerLabel> label_;
  EntranceLists entrances_;
  std::vector<Change> change_;
  std::vector<std::uint64_t> touched_;            // one bit a vertex: is it in change_
  std::vector<Offer> offer_;
  std::vector<Emptied> emptied_;
  std::vector<Change> lowered_;
  BucketRing ring_;
  Cost fitted_ = 0;
  FieldSweep sweep_;
  std::size_t sweep_from_ = 0;
  std::vector<OwnedSeed> all_seeds_;
};

template <class More>
void LiveField::lower(std::span<const OwnedSeed> seeds, const More& more) {
  for (const OwnedSeed& s : seeds) offer_.push_back({s.label, s.vertex});
  sort_offers();
  const auto offer = [&](std::uint32_t vertex, OwnerLabel label) {
    if (label >= label_[vertex]) return;
    lowered_.push_back({vertex, label_[vertex]});
    label_[vertex] = label;
    ring_.push(static_cast<Cost>(label >> 32), vertex);
  };
  ring_.run(offer_, [&](const Offer& o) { offer(o.vertex, o.label); },
            [&](const BucketRing::Entry& entry) {
              const OwnerLabel label = label_[entry.node];
              if (static_cast<Cost>(label >> 32) != entry.cost) return true;
              for (const LiveGraph::Way& way : graph_->ways(entry.node)) offer(way.vertex, label + (OwnerLabel{way.in} << 32));
              more(entry.node, [&](std::uint32_t vertex, Cost weight) { offer(vertex, label + (OwnerLabel{weight} << 32)); });
              return true;
            });
  offer_.clear();
}

}  // namespace catchment
