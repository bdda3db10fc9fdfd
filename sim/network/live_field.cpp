#include "sim/network/live_field.h"

#include <algorithm>
#include <utility>

namespace catchment {
namespace {

OwnerLabel owner_label(std::uint32_t owner, Cost cost) { return (OwnerLabel{cost} << 32) | owner; }
OwnerLabel further(OwnerLabel label, Cost weight) { return label + (OwnerLabel{weight} << 32); }

}  // namespace

LiveField::LiveField(const LiveGraph& graph)
    : graph_(&graph), label_(graph.n_vertices(), kNoLabel), entrances_(graph.n_vertices()),
      touched_(graph.n_vertices() / 64 + 1, 0) {
  ring_.fit(graph.mean, graph.heaviest);
  fitted_ = graph.heaviest;
}

void LiveField::use_sweep(FieldSweep sweep, std::size_t sweep_from) {
  sweep_ = std::move(sweep);
  sweep_from_ = sweep_from;
}

void LiveField::touch(std::uint32_t vertex) {
  std::uint64_t& bits = touched_[vertex / 64];
  const std::uint64_t bit = std::uint64_t{1} << (vertex % 64);
  if (bits & bit) return;
  bits |= bit;
  change_.push_back({vertex, label_[vertex]});
}

std::span<const LiveField::Change> LiveField::changes() {
  // A vertex that came back to its label is forgotten, its bit too.
  std::size_t kept = 0;
  for (const Change& c : change_) {
    if (label_[c.vertex] != c.before) change_[kept++] = c;
    else touched_[c.vertex / 64] &= ~(std::uint64_t{1} << (c.vertex % 64));
  }
  change_.resize(kept);
  return change_;
}

void LiveField::forget_changes() {
  for (const Change& c : change_) touched_[c.vertex / 64] = 0;
  change_.clear();
}

OwnerLabel LiveField::best_entrance(std::uint32_t vertex) const {
  OwnerLabel best = kNoLabel;
  entrances_.each_at(vertex, [&](std::uint32_t owner, Cost cost) { best = std::min(best, owner_label(owner, cost)); });
  return best;
}

/// Empties the owner's cell and offers to each of its vertices the best that its neighbours outside the cell have. Every vertex
/// of the cell has a cheapest way inside the cell (a vertex on the way with another owner would be a better or equal
/// way with a lower one), so walking backwards from the entrances finds them all. False: too many for a search.
bool LiveField::empty_cell(std::uint32_t owner) {
  const auto owned = [&](OwnerLabel label) { return static_cast<std::uint32_t>(label) == owner && label < kNoLabel; };
  const auto empty = [&](std::uint32_t vertex) {
    touch(vertex);
    emptied_.push_back({vertex, 0});
    label_[vertex] = kNoLabel;
  };
  emptied_.clear();
  for (const Entrance& e : entrances_.of(owner))
    if (owned(label_[e.vertex])) empty(e.vertex);
  for (std::size_t i = 0; i < emptied_.size(); ++i) {
    if (sweep_ && i > sweep_from_) return false;
    const std::uint32_t v = emptied_[i].vertex;
    OwnerLabel best = kNoLabel;
    for (const LiveGraph::Way& way : graph_->ways(v)) {
      const OwnerLabel label = label_[way.vertex];
      if (owned(label)) empty(way.vertex);
      else best = std::min(best, further(label, way.out));
    }
    if (best < kNoLabel) offer_.push_back({best, v});
  }
  return true;
}

void LiveField::sort_offers() {
  if (fitted_ < graph_->heaviest) {
    ring_.fit(graph_->mean, graph_->heaviest);
    fitted_ = graph_->heaviest;
  }
  std::sort(offer_.begin(), offer_.end(), [](const Offer& a, const Offer& b) {
    return a.label != b.label ? a.label < b.label : a.vertex < b.vertex;
  });
}

void LiveField::put_back() {
  for (std::size_t i = lowered_.size(); i-- > 0;) label_[lowered_[i].vertex] = lowered_[i].before;
  lowered_.clear();
}

void LiveField::relax() {
  sort_offers();
  const auto offer = [&](std::uint32_t vertex, OwnerLabel label) {
    if (label >= label_[vertex]) return;
    touch(vertex);
    label_[vertex] = label;
    ring_.push(static_cast<Cost>(label >> 32), vertex);
  };
  const std::size_t most = sweep_ ? change_.size() + sweep_from_ : SIZE_MAX;
  const bool done = ring_.run(
      offer_, [&](const Offer& o) { offer(o.vertex, o.label); },
      [&](const BucketRing::Entry& entry) {
        const OwnerLabel label = label_[entry.node];
        if (static_cast<Cost>(label >> 32) != entry.cost) return true;  // a better one came later
        for (const LiveGraph::Way& way : graph_->ways(entry.node)) offer(way.vertex, further(label, way.in));
        return change_.size() <= most;
      });
  offer_.clear();
  if (!done) sweep();
}

void LiveField::sweep() {
  offer_.clear();
  all_seeds_.clear();
  for (std::uint32_t owner = 0; owner < entrances_.n_owners(); ++owner)
    for (const Entrance& e : entrances_.of(owner)) all_seeds_.push_back({owner_label(owner, e.cost), e.vertex});
  const std::span<const OwnerLabel> swept = sweep_(all_seeds_);
  for (std::uint32_t v = 0; v < label_.size(); ++v) {
    const OwnerLabel label = std::min(swept[v], kNoLabel);
    if (label == label_[v]) continue;
    touch(v);
    label_[v] = label;
  }
}

void LiveField::place(std::uint32_t owner, std::span<const Entrance> entrances) {
  check_entrances(owner, entrances, label_.size());
  const bool small = empty_cell(owner);
  entrances_.set(owner, entrances);
  if (!small) return sweep();
  for (const Emptied& e : emptied_) {
    const OwnerLabel best = best_entrance(e.vertex);
    if (best < kNoLabel) offer_.push_back({best, e.vertex});
  }
  for (const Entrance& e : entrances_.of(owner)) offer_.push_back({owner_label(owner, e.cost), e.vertex});
  relax();
}

void LiveField::place_all(std::span<const Placed> facilities) {
  for (std::uint32_t owner = 0; owner < entrances_.n_owners(); ++owner) {
    if (entrances_.of(owner).empty()) continue;
    for (const Placed& f : facilities) place(f.owner, f.entrances);
    return;
  }
  // The field is empty: one search from all.
  for (const Placed& f : facilities) check_entrances(f.owner, f.entrances, label_.size());
  for (const Placed& f : facilities) entrances_.set(f.owner, f.entrances);
  for (std::uint32_t owner = 0; owner < entrances_.n_owners(); ++owner)
    for (const Entrance& e : entrances_.of(owner)) offer_.push_back({owner_label(owner, e.cost), e.vertex});
  relax();
}

void LiveField::before(std::span<const ArcWeight> changes) {
  emptied_.clear();
  const auto empty = [&](std::uint32_t vertex) {
    emptied_.push_back({vertex, label_[vertex]});
    touch(vertex);
    label_[vertex] = kNoLabel;
  };
  for (const ArcWeight& change : changes) {
    const LiveArc arc = arc_of(*graph_, change.code);
    if (change.weight <= arc.weight || arc.weight >= kUnreachable) continue;
    // The head may have been emptied for another arc of this batch; its way then led on from there, and the walk below finds
    // the tail.
    if (label_[arc.tail] < kNoLabel && label_[arc.tail] == further(label_[arc.head], arc.weight)) empty(arc.tail);
  }
  for (std::size_t i = 0; i < emptied_.size(); ++i) {
    const Emptied e = emptied_[i];
    for (const LiveGraph::Way& way : graph_->ways(e.vertex))
      if (label_[way.vertex] < kNoLabel && label_[way.vertex] == further(e.before, way.in)) empty(way.vertex);
  }
}

void LiveField::after(std::span<const ArcWeight> changes) {
  if (sweep_ && emptied_.size() > sweep_from_) return sweep();
  for (const Emptied& e : emptied_) {
    OwnerLabel best = best_entrance(e.vertex);
    for (const LiveGraph::Way& way : graph_->ways(e.vertex)) best = std::min(best, further(label_[way.vertex], way.out));
    if (best < kNoLabel) offer_.push_back({best, e.vertex});
  }
  for (const ArcWeight& change : changes) {
    const LiveArc arc = arc_of(*graph_, change.code);
    const OwnerLabel label = further(label_[arc.head], arc.weight);
    if (label < label_[arc.tail]) offer_.push_back({label, arc.tail});
  }
  emptied_.clear();
  relax();
}

}  // namespace catchment
