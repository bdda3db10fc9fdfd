#include "sim/network/live_nearest.h"

#include <algorithm>

namespace catchment {

LiveNearest::LiveNearest(const LiveStreets& streets)
    : streets_(&streets), field_(streets.graph()), facilities_(streets.net().n_edges()), cost_(streets.n_origins(), kUnreachable),
      facility_(streets.n_origins(), UINT32_MAX), touched_(streets.n_origins(), 0) {}

void LiveNearest::refresh(std::uint32_t o) {
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

void LiveNearest::refresh_on(EdgeId edge) {
  if (edge.valid())
    for (const std::uint32_t o : streets_->origins_on(edge)) refresh(o);
}

void LiveNearest::refresh_where_the_field_changed() {
  for (const LiveField::Change& c : field_.changes())
    for (const LiveStreets::Door& door : streets_->doors(c.vertex)) refresh(door.origin);
}

void LiveNearest::place(std::uint32_t f, const Snap& snap) {
  const std::vector<Entrance> entrances = streets_->entrances(snap);
  field_.forget_changes();
  field_.place(f, entrances);
  const EdgeId before = facilities_.of(f).edge;
  facilities_.set(f, snap);
  refresh_where_the_field_changed();
  refresh_on(before);
  refresh_on(snap.edge);
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
  refresh_where_the_field_changed();
}

void LiveNearest::before(const StreetChange& change) {
  field_.forget_changes();
  field_.before(LiveStreets::weights(change));
}

void LiveNearest::after(const StreetChange& change) {
  field_.after(LiveStreets::weights(change));
  for (const StreetChange::Edge& e : change.edges)
    facilities_.each_on(e.edge, [&](std::uint32_t f, const Snap& snap) { field_.place(f, streets_->entrances(snap)); });
  refresh_where_the_field_changed();
  for (const StreetChange::Edge& e : change.edges) refresh_on(e.edge);
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
