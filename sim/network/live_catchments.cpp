#include "sim/network/live_catchments.h"

#include <omp.h>

#include <algorithm>

namespace catchment {
namespace {

constexpr std::size_t kParallelFrom = 512;  // vertices

}  // namespace

LiveCatchments::LiveCatchments(const LiveStreets& streets, Cost cutoff)
    : streets_(&streets), cutoff_(std::min(cutoff, kUnreachable - 1)), facilities_(streets.net().n_edges()),
      entrances_(streets.graph().n_vertices()), backup_(streets.n_origins(), 0), touched_(streets.n_origins(), 0) {
  scratch_.emplace_back(streets);
}

/// The groups of key holders whose gates the search came near.
void LiveCatchments::find_groups(const Snap& snap, Scratch& scratch) const {
  const LiveKeys& keys = streets_->keys();
  scratch.groups.clear();
  if (keys.count() == 0) return;
  const auto look = [&](std::uint32_t vertex) {
    for (const std::uint32_t g : keys.groups_near(vertex)) {
      if (scratch.near[g] != 0) continue;
      scratch.near[g] = 1;
      scratch.groups.push_back(g);
    }
  };
  for (const std::uint32_t v : scratch.ball.reached()) look(v);
  if (snap.edge.valid()) {
    look(arc_of(streets_->graph(), 2 * snap.edge.value).tail);
    look(arc_of(streets_->graph(), 2 * snap.edge.value).head);
  }
  for (const std::uint32_t g : scratch.groups) scratch.near[g] = 0;
}

/// As `catchments` does it: a bounded search from the facility's entrances, then through the doors of what it reached, and
/// directly along a shared edge.
void LiveCatchments::search(std::uint32_t f, Scratch& scratch, std::vector<Pair>& found) const {
  found.clear();
  const auto offer = [&](std::uint32_t origin, Cost cost) {
    if (cost > cutoff_ || cost >= scratch.best[origin]) return;
    if (scratch.best[origin] == kUnreachable) found.push_back({origin, 0});
    scratch.best[origin] = cost;
  };
  const Snap snap = facilities_.of(f);
  scratch.ball.run(streets_->entrances(snap), cutoff_, LiveBall::Direction::kTowards);
  for (const std::uint32_t v : scratch.ball.reached()) {
    const Cost spent = scratch.ball.cost(v);
    for (const LiveStreets::Door& door : streets_->doors(v)) offer(door.origin, spent + door.cost);
  }
  find_groups(snap, scratch);
  const LiveKeys& keys = streets_->keys();
  const EdgeCosts& costs = streets_->costs();
  for (const std::uint32_t g : scratch.groups) {
    const std::uint32_t place = keys.place[g];
    scratch.seeds = streets_->entrances(snap, place);
    for (const std::uint32_t e : keys.edges_of(g))
      for (const std::uint32_t code : {2 * e, 2 * e + 1}) {
        const LiveArc arc = arc_of(streets_->graph(), code);
        if (costs.of[code] < kUnreachable && costs.open_through(e, place) && scratch.ball.cost(arc.head) < kUnreachable)
          scratch.seeds.push_back({arc.tail, scratch.ball.cost(arc.head) + costs.of[code]});
      }
    scratch.ball.lower(scratch.seeds, cutoff_, [&](std::uint32_t vertex, const auto& take) {
      for (const LiveKeys::Arc& arc : keys.arcs_to(vertex))
        if (costs.of[arc.code] < kUnreachable && costs.open_through(arc.code / 2, place)) take(arc.vertex, costs.of[arc.code]);
    });
    for (const std::uint32_t o : keys.origins_of(g)) {
      const LiveStreets::Ends& ends = streets_->ends(o);
      offer(o, scratch.ball.cost(ends.from) + ends.from_cost);
      offer(o, scratch.ball.cost(ends.to) + ends.to_cost);
    }
    scratch.ball.put_back();
  }
  if (snap.edge.valid())
    for (const std::uint32_t o : streets_->origins_on(snap.edge)) offer(o, streets_->along_shared_edge(o, snap));
  for (Pair& p : found) {
    p.cost = scratch.best[p.origin];
    scratch.best[p.origin] = kUnreachable;
  }
}

void LiveCatchments::count(const Pair& pair, int by) {
  if (!touched_[pair.origin]) {
    touched_[pair.origin] = 1;
    change_.push_back({pair.origin, backup_[pair.origin]});
  }
  backup_[pair.origin] += static_cast<std::uint32_t>(by);
}

void LiveCatchments::search_concerned() {
  const auto n = static_cast<std::int64_t>(concerned_.size());
  if (found_.size() < concerned_.size()) found_.resize(concerned_.size());
  const int threads = n > 1 && streets_->graph().n_vertices() > kParallelFrom ? std::max(1, omp_get_max_threads()) : 1;
  while (scratch_.size() < static_cast<std::size_t>(threads)) scratch_.emplace_back(*streets_);
#pragma omp parallel for schedule(dynamic, 1) num_threads(threads) if (threads > 1)
  for (std::int64_t i = 0; i < n; ++i)
    search(concerned_[i], scratch_[static_cast<std::size_t>(omp_get_thread_num())], found_[i]);
  for (std::int64_t i = 0; i < n; ++i) {
    const std::uint32_t f = concerned_[i];
    if (f >= catchment_.size()) catchment_.resize(f + std::size_t{1});
    for (const Pair& p : catchment_[f]) count(p, -1);
    for (const Pair& p : found_[i]) count(p, 1);
    std::swap(catchment_[f], found_[i]);
  }
}

void LiveCatchments::place(std::uint32_t f, const Snap& snap) {
  (void)streets_->entrances(snap);  // checks it
  entrances_.set(f, streets_->widest_entrances(snap));
  facilities_.set(f, snap);
  concerned_.assign(1, f);
  search_concerned();
}

void LiveCatchments::place_all(std::span<const Placed> facilities) {
  for (const Placed& p : facilities) (void)streets_->entrances(p.snap);  // checks them
  concerned_.clear();
  for (const Placed& p : facilities) {
    entrances_.set(p.facility, streets_->widest_entrances(p.snap));
    facilities_.set(p.facility, p.snap);
    concerned_.push_back(p.facility);
  }
  std::sort(concerned_.begin(), concerned_.end());
  concerned_.erase(std::unique(concerned_.begin(), concerned_.end()), concerned_.end());
  search_concerned();
}

void LiveCatchments::before(const StreetChange& change) {
  concerned_.clear();
  std::vector<Entrance> ends;
  for (const StreetChange::Edge& e : change.edges) {
    ends.push_back({streets_->graph().vertex_of[streets_->net().from[e.edge.value].value], 0});
    ends.push_back({streets_->graph().vertex_of[streets_->net().to[e.edge.value].value], 0});
    facilities_.each_on(e.edge, [&](std::uint32_t f, const Snap&) { concerned_.push_back(f); });
  }
  LiveBall& ball = scratch_.front().ball;
  const LiveKeys& keys = streets_->keys();
  const EdgeCosts& costs = streets_->costs();
  ball.run(ends, cutoff_, LiveBall::Direction::kAwayFrom, [&](std::uint32_t vertex, const auto& take) {
    for (const LiveKeys::Arc& arc : keys.arcs_to(vertex))
      if (costs.of[arc.code ^ 1u] < kUnreachable) take(arc.vertex, costs.of[arc.code ^ 1u]);
  });
  for (const std::uint32_t v : ball.reached())
    entrances_.each_at(v, [&](std::uint32_t f, Cost cost) {
      if (ball.cost(v) + cost <= cutoff_) concerned_.push_back(f);
    });
  std::sort(concerned_.begin(), concerned_.end());
  concerned_.erase(std::unique(concerned_.begin(), concerned_.end()), concerned_.end());
}

void LiveCatchments::after(const StreetChange& change) {
  for (const StreetChange::Edge& e : change.edges)
    facilities_.each_on(e.edge, [&](std::uint32_t f, const Snap& snap) { entrances_.set(f, streets_->widest_entrances(snap)); });
  search_concerned();
}

CostTable LiveCatchments::table(std::span<const std::uint32_t> facilities) const {
  CostTable table;
  table.n_destinations = static_cast<std::uint32_t>(facilities.size());
  table.row_begin.assign(backup_.size() + 2, 0);
  std::size_t pairs = 0;
  for (const std::uint32_t f : facilities) {
    pairs += catchment(f).size();
    for (const Pair& p : catchment(f)) ++table.row_begin[p.origin + 2];
  }
  for (std::size_t o = 2; o < table.row_begin.size(); ++o) table.row_begin[o] += table.row_begin[o - 1];
  table.destination.resize(pairs);
  table.cost.resize(pairs);
  for (std::uint32_t d = 0; d < facilities.size(); ++d)
    for (const Pair& p : catchment(facilities[d])) {
      const std::uint32_t slot = table.row_begin[p.origin + 1]++;
      table.destination[slot] = d;
      table.cost[slot] = p.cost;
    }
  table.row_begin.pop_back();
  return table;
}

std::span<const LiveCatchments::Change> LiveCatchments::changes() {
  std::size_t kept = 0;
  for (const Change& c : change_) {
    if (backup_[c.origin] != c.backup) change_[kept++] = c;
    else touched_[c.origin] = 0;
  }
  change_.resize(kept);
  return change_;
}

void LiveCatchments::forget_changes() {
  for (const Change& c : change_) touched_[c.origin] = 0;
  change_.clear();
}

}  // namespace catchment
