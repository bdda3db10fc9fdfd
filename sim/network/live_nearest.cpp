#include "sim/network/live_nearest.h"

#include <algorithm>

namespace catchment {

namespace {

/// Vertices are numbered along the streets, so that neighbours share a block of 1,024 mostly.
constexpr std::uint32_t kBlockBits = 10;

bool has(const std::vector<std::uint64_t>& bits, std::uint32_t i) { return (bits[i / 64] >> (i % 64) & 1) != 0; }

}  // namespace

LiveNearest::LiveNearest(const LiveStreets& streets)
    : streets_(&streets), field_(streets.graph()), facilities_(streets.net().n_edges()), cost_(streets.n_origins(), kUnreachable),
      facility_(streets.n_origins(), UINT32_MAX), touched_(streets.n_origins(), 0), depends_(streets.keys().count()),
      blocks_(streets.keys().count()), marked_(streets.graph().n_vertices() / 64 + 1, 0),
      marked_blocks_((streets.graph().n_vertices() >> kBlockBits) / 64 + 1, 0) {
  for (std::uint32_t g = 0; g < depends_.size(); ++g) search_for_key_holders(g);
}

/// Those with keys are read when their place is searched.
void LiveNearest::refresh(std::uint32_t o) {
  if (streets_->keys().group_of_origin[o] == LiveKeys::kNone) read(o);
}

/// From the field as it is now, with the point's own doors.
void LiveNearest::read(std::uint32_t o) {
  if (!streets_->origin(o).edge.valid()) return;
  const LiveStreets::Ends& ends = streets_->ends(o);
  OwnerLabel best = kNoLabel;
  const auto leave_by = [&](std::uint32_t vertex, Cost cost) {
    if (cost < kUnreachable) best = std::min(best, field_.labels()[vertex] + (OwnerLabel{cost} << 32));
  };
  leave_by(ends.from, ends.from_cost);
  leave_by(ends.to, ends.to_cost);
  facilities_.each_on(streets_->origin(o).edge, [&](std::uint32_t f, const Snap& snap) {
    best = std::min(best, (OwnerLabel{streets_->along_shared_edge(o, snap)} << 32) | f);
  });
  const auto cost = static_cast<Cost>(best >> 32);
  const std::uint32_t facility = best < kNoLabel ? static_cast<std::uint32_t>(best) : UINT32_MAX;
  if (cost == cost_[o] && facility == facility_[o]) return;
  if (!touched_[o]) {
    touched_[o] = 1;
    change_.push_back({o, cost_[o], facility_[o]});
  }
  cost_[o] = best < kNoLabel ? cost : kUnreachable;
  facility_[o] = facility;
}

/// The demand points on an edge, and whatever depends on its ends.
void LiveNearest::refresh_on(EdgeId edge) {
  if (!edge.valid()) return;
  for (const std::uint32_t o : streets_->origins_on(edge)) refresh(o);
  if (depends_.empty()) return;
  mark(arc_of(streets_->graph(), 2 * edge.value).tail);
  mark(arc_of(streets_->graph(), 2 * edge.value).head);
}

void LiveNearest::mark(std::uint32_t vertex) {
  marked_[vertex / 64] |= std::uint64_t{1} << (vertex % 64);
  const std::uint32_t block = vertex >> kBlockBits;
  marked_blocks_[block / 64] |= std::uint64_t{1} << (block % 64);
  marks_.push_back(vertex);
}

/// Demand points and walled places where the field changed, or an edge that was marked.
void LiveNearest::finish() {
  for (const LiveField::Change& c : field_.changes()) {
    for (const LiveStreets::Door& door : streets_->doors(c.vertex)) refresh(door.origin);
    if (!depends_.empty()) mark(c.vertex);
  }
  if (!marks_.empty())
    for (std::uint32_t g = 0; g < depends_.size(); ++g)
      if (std::any_of(blocks_[g].begin(), blocks_[g].end(), [&](std::uint32_t b) { return has(marked_blocks_, b); }) &&
          std::any_of(depends_[g].begin(), depends_[g].end(), [&](std::uint32_t v) { return has(marked_, v); }))
        search_for_key_holders(g);
  for (const std::uint32_t v : marks_) marked_[v / 64] = 0, marked_blocks_[(v >> kBlockBits) / 64] = 0;
  marks_.clear();
}

/// Lowers the field by what the keys of a place open, reads its people's answers, and puts it back (see lower_for in
/// reverse_search.h). The answers depend on the labels and the arcs at the vertices that became cheaper, at their neighbours, at
/// the ends of the edges that the keys open and at the people's doors: remembered.
void LiveNearest::search_for_key_holders(std::uint32_t g) {
  const LiveKeys& keys = streets_->keys();
  const EdgeCosts& costs = streets_->costs();
  const LiveGraph& graph = streets_->graph();
  const std::uint32_t place = keys.place[g];
  std::vector<std::uint32_t>& depends = depends_[g];
  depends.clear();
  seeds_.clear();
  for (const std::uint32_t e : keys.edges_of(g)) {
    for (const std::uint32_t code : {2 * e, 2 * e + 1}) {
      const LiveArc arc = arc_of(graph, code);
      depends.push_back(arc.head);
      const OwnerLabel label = field_.labels()[arc.head];
      if (costs.of[code] < kUnreachable && costs.open_through(e, place) && label < kNoLabel)
        seeds_.push_back({label + (OwnerLabel{costs.of[code]} << 32), arc.tail});
    }
    facilities_.each_on(EdgeId(e), [&](std::uint32_t f, const Snap& snap) {
      for (const Entrance& in : streets_->entrances(snap, place)) seeds_.push_back({(OwnerLabel{in.cost} << 32) | f, in.vertex});
    });
  }
  field_.lower(seeds_, [&](std::uint32_t vertex, const auto& take) {
    for (const LiveKeys::Arc& arc : keys.arcs_to(vertex))
      if (costs.of[arc.code] < kUnreachable && costs.open_through(arc.code / 2, place)) take(arc.vertex, costs.of[arc.code]);
  });
  for (const LiveField::Change& c : field_.lowered()) {
    depends.push_back(c.vertex);
    for (const LiveGraph::Way& way : graph.ways(c.vertex)) depends.push_back(way.vertex);
  }
  for (const std::uint32_t o : keys.origins_of(g)) {
    depends.push_back(streets_->ends(o).from);
    depends.push_back(streets_->ends(o).to);
    read(o);
  }
  field_.put_back();
  // Some vertices are in it several times: to look at one twice costs less than to sort them all.
  std::vector<std::uint32_t>& blocks = blocks_[g];
  blocks.clear();
  for (const std::uint32_t v : depends)
    if (const std::uint32_t b = v >> kBlockBits; (blocks.empty() || blocks.back() != b) && std::find(blocks.begin(), blocks.end(), b) == blocks.end()) blocks.push_back(b);
}

void LiveNearest::place(std::uint32_t f, const Snap& snap) {
  const std::vector<Entrance> entrances = streets_->entrances(snap);
  field_.forget_changes();
  field_.place(f, entrances);
  const EdgeId before = facilities_.of(f).edge;
  facilities_.set(f, snap);
  refresh_on(before);
  refresh_on(snap.edge);
  finish();
}

void LiveNearest::place_all(std::span<const Placed> facilities) {
  std::vector<LiveField::Placed> placed;
  for (const Placed& p : facilities) placed.push_back({p.facility, streets_->entrances(p.snap)});
  field_.forget_changes();
  field_.place_all(placed);
  for (const Placed& p : facilities) {
    const EdgeId before = facilities_.of(p.facility).edge;
    facilities_.set(p.facility, p.snap);
    refresh_on(before);
  }
  for (const Placed& p : facilities) refresh_on(p.snap.edge);
  finish();
}

void LiveNearest::before(const StreetChange& change) {
  field_.forget_changes();
  field_.before(LiveStreets::weights(change));
}

void LiveNearest::after(const StreetChange& change) {
  field_.after(LiveStreets::weights(change));
  for (const StreetChange::Edge& e : change.edges)
    facilities_.each_on(e.edge, [&](std::uint32_t f, const Snap& snap) { field_.place(f, streets_->entrances(snap)); });
  for (const StreetChange::Edge& e : change.edges) refresh_on(e.edge);
  finish();
}

std::span<const LiveNearest::Change> LiveNearest::changes() {
  std::size_t kept = 0;
  for (const Change& c : change_) {
    if (cost_[c.origin] != c.cost || facility_[c.origin] != c.facility) change_[kept++] = c;
    else touched_[c.origin] = 0;
  }
  change_.resize(kept);
  return change_;
}

void LiveNearest::forget_changes() {
  for (const Change& c : change_) touched_[c.origin] = 0;
  change_.clear();
}

}  // namespace catchment
