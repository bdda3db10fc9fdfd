#include <algorithm>
#include <limits>
#include <stdexcept>

#include "sim/network/partial_edge.h"
#include "sim/network/reverse_search.h"
#include "sim/network/search.h"

namespace catchment {
namespace {

/// Places of an edge, in mm from its `from` node, both ends included.
struct Stretch { std::uint32_t begin, end; };

/// Sorts and merges. A mm counts if both its ends do, so stretches that end next to each other become one.
void merge(std::vector<Stretch>& stretches) {
  std::sort(stretches.begin(), stretches.end(), [](Stretch a, Stretch b) { return a.begin < b.begin; });
  std::size_t kept = 0;
  for (const Stretch& s : stretches) {
    if (kept > 0 && s.begin <= std::uint64_t{stretches[kept - 1].end} + 1)
      stretches[kept - 1].end = std::max(stretches[kept - 1].end, s.end);
    else
      stretches[kept++] = s;
  }
  stretches.resize(kept);
}

/// The parts of `now` that `before` does not hold; both merged, `before` inside `now`.
void emit_new(std::uint32_t edge, std::span<const Stretch> before, std::span<const Stretch> now, std::uint8_t band,
              std::vector<EdgeBand>& out) {
  std::size_t b = 0;
  for (const Stretch& s : now) {
    std::uint32_t at = s.begin;
    for (; b < before.size() && before[b].begin <= s.end; ++b) {
      if (before[b].begin == before[b].end) continue;  // a single place holds no mm: don't cut the piece there
      if (before[b].begin > at) out.push_back({EdgeId(edge), at, before[b].begin, band});
      at = std::max(at, before[b].end);
    }
    if (at < s.end) out.push_back({EdgeId(edge), at, s.end, band});
  }
}

// Twice the exact cost of half a mm's place times the edge's length: no rounding, so that along an edge two facilities in
// the same direction never change places, and ownership changes only where the walks part.
__extension__ typedef __int128 Exact;

/// One way to a facility from places of an edge: `key` is what its cost has in common for all places on that side.
struct Way {
  Exact key = std::numeric_limits<std::int64_t>::max();
  std::uint32_t owner = Id<void>::kInvalid;
  void offer(Exact k, std::uint32_t o) {
    if (owner == Id<void>::kInvalid || k < key || (k == key && o < owner)) *this = {k, o};
  }
  [[nodiscard]] bool open() const { return owner != Id<void>::kInvalid; }
};

/// A place of an edge where people turn off to a facility: an end of the edge, or a facility on it.
struct Exit {
  std::uint32_t at = 0;   ///< mm from the `from` node
  Cost cost = 0;          ///< from there on
  std::uint32_t owner = 0;
  bool from_above = true, from_below = true;  ///< open to people who come down to it, up to it
};

struct Owned { std::uint32_t begin, end, owner; };

/// Who owns which mm of an edge, by the exact cost of the mm's middle; ties to the lowest index. `exits` by place; `up`
/// and `down` are the edge's impedance along it and against it.
void share_out(std::span<const Exit> exits, std::uint32_t length, Cost up, Cost down, std::vector<Owned>& out) {
  out.clear();
  const Exact twice = 2 * Exact{length};
  std::vector<Way> above(exits.size() + 1);  // the best exit among those from k on, for people who walk up to it
  for (std::size_t k = exits.size(); k-- > 0;) {
    above[k] = above[k + 1];
    if (exits[k].from_below) above[k].offer(twice * exits[k].cost + Exact{up} * 2 * exits[k].at, exits[k].owner);
  }
  const auto emit = [&](std::uint32_t begin, std::uint32_t end, std::uint32_t owner) {
    if (begin >= end) return;
    if (!out.empty() && out.back().end == begin && out.back().owner == owner) out.back().end = end;
    else out.push_back({begin, end, owner});
  };
  Way below;
  std::uint32_t at = 0;
  for (std::size_t k = 0; k <= exits.size(); ++k) {
    const std::uint32_t until = k < exits.size() ? exits[k].at : length;
    if (until > at && (below.open() || above[k].open())) {
      std::uint32_t change = until;  // the first mm that belongs to those above
      if (!below.open()) change = at;
      else if (above[k].open()) {
        std::uint32_t low = at;
        while (low < change) {
          const std::uint32_t m = low + (change - low) / 2;
          const Exact half = 2 * Exact{m} + 1;
          const Exact down_cost = below.key + Exact{down} * half, up_cost = above[k].key - Exact{up} * half;
          if (up_cost < down_cost || (up_cost == down_cost && above[k].owner < below.owner)) change = m;
          else low = m + 1;
        }
      }
      emit(at, change, below.owner);
      emit(change, until, above[k].owner);
    } else if (until == at + 1 && k > 0 && k < exits.size()) {
      // Nobody walks this mm, yet both its ends are facilities' own places.
      Way own;
      for (const Exit& exit : exits)
        if (exit.at == at || exit.at == until) own.offer(exit.cost, exit.owner);
      emit(at, until, own.owner);
    }
    at = std::max(at, until);
    if (k < exits.size() && exits[k].from_above)
      below.offer(twice * exits[k].cost - Exact{down} * 2 * exits[k].at, exits[k].owner);
  }
}

/// Cuts one edge's bands, sorted, where the owner changes.
void cut_by_owner(std::span<const EdgeBand> bands, std::span<const Owned> owned, std::vector<EdgeBand>& out) {
  std::size_t k = 0;
  for (EdgeBand band : bands) {
    while (k < owned.size() && owned[k].end <= band.begin_mm) ++k;
    for (std::size_t i = k; i < owned.size() && owned[i].begin < band.end_mm; ++i) {
      EdgeBand piece = band;
      piece.begin_mm = std::max(band.begin_mm, owned[i].begin);
      piece.end_mm = std::min(band.end_mm, owned[i].end);
      piece.owner = owned[i].owner;
      if (piece.begin_mm < piece.end_mm) out.push_back(piece);
    }
  }
}

}  // namespace

std::vector<EdgeBand> edge_bands(const SearchInput& in, const NodeField& field, std::span<const Cost> cutoffs) {
  const PreparedSearch search = prepare_search(in);
  const StreetNetwork& net = *in.net;
  if (field.cost.size() != net.n_nodes() || field.owner.size() != net.n_nodes())
    throw std::invalid_argument("edge_bands: " + std::to_string(field.cost.size()) + " costs for " +
                                std::to_string(net.n_nodes()) + " nodes");
  if (cutoffs.size() > 255) throw std::invalid_argument("edge_bands: more than 255 cutoffs");
  for (std::size_t k = 0; k < cutoffs.size(); ++k)
    if (cutoffs[k] >= kUnreachable || (k > 0 && cutoffs[k] <= cutoffs[k - 1]))
      throw std::invalid_argument("edge_bands: cutoffs must ascend and be reachable costs");
  std::vector<EdgeBand> bands;
  if (cutoffs.empty()) return bands;

  std::vector<Stretch> before, now;
  std::vector<EdgeBand> of_edge;
  std::vector<Exit> exits;
  std::vector<Owned> owned;
  for (std::uint32_t e = 0; e < net.n_edges(); ++e) {
    const std::uint32_t length = net.length_mm[e], forward = 2 * e, backward = 2 * e + 1;
    const Cost at_from = field.cost[net.from[e].value], at_to = field.cost[net.to[e].value];
    const bool has_destination = search.first_at_edge[e] < search.first_at_edge[e + 1];
    if (std::min(at_from, at_to) > cutoffs.back() && !has_destination) continue;

    // How far a walk that ends with `spent` to go may have come along the edge in the direction of `code`.
    const auto part = [&](std::uint32_t code, Cost spent, Cost cutoff, std::uint32_t most) -> std::uint32_t {
      const Cost impedance = search.costs.of[code];
      if (impedance == kUnreachable) return 0;
      return std::min(most, part_within(impedance, cutoff - spent, length));
    };
    before.clear();
    of_edge.clear();
    for (std::size_t k = 0; k < cutoffs.size(); ++k) {
      const Cost cutoff = cutoffs[k];
      now.clear();
      // Towards node `from` people walk against the edge, towards node `to` along it.
      if (at_from <= cutoff && search.costs.open(backward))
        now.push_back({0, part(backward, at_from, cutoff, length)});
      if (at_to <= cutoff && search.costs.open(forward))
        now.push_back({length - part(forward, at_to, cutoff, length), length});
      for (std::uint32_t i = search.first_at_edge[e]; i < search.first_at_edge[e + 1]; ++i) {
        const Snap& place = in.destinations[search.destination_at_edge[i]];
        const Cost off_street = off_street_cost(place, in.snap_cost_per_m);
        if (off_street > cutoff) continue;
        now.push_back({place.from_mm - part(forward, off_street, cutoff, place.from_mm),
                       place.from_mm + part(backward, off_street, cutoff, place.to_mm)});
      }
      merge(now);
      emit_new(e, before, now, static_cast<std::uint8_t>(k), of_edge);
      std::swap(before, now);
    }
    if (of_edge.empty()) continue;
    std::sort(of_edge.begin(), of_edge.end(),
              [](const EdgeBand& a, const EdgeBand& b) { return a.begin_mm < b.begin_mm; });

    exits.clear();
    const bool up = search.costs.of[forward] != kUnreachable, down = search.costs.of[backward] != kUnreachable;
    if (at_from <= cutoffs.back() && search.costs.open(backward))
      exits.push_back({0, at_from, field.owner[net.from[e].value], down, up});
    for (std::uint32_t i = search.first_at_edge[e]; i < search.first_at_edge[e + 1]; ++i) {
      const std::uint32_t d = search.destination_at_edge[i];
      const Cost off_street = off_street_cost(in.destinations[d], in.snap_cost_per_m);
      if (off_street <= cutoffs.back()) exits.push_back({in.destinations[d].from_mm, off_street, d, down, up});
    }
    if (at_to <= cutoffs.back() && search.costs.open(forward))
      exits.push_back({length, at_to, field.owner[net.to[e].value], down, up});
    std::stable_sort(exits.begin(), exits.end(), [](const Exit& a, const Exit& b) { return a.at < b.at; });
    share_out(exits, length, up ? search.costs.of[forward] : 0,
              down ? search.costs.of[backward] : 0, owned);
    cut_by_owner(of_edge, owned, bands);
  }
  return bands;
}

}  // namespace catchment
