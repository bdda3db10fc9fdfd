#include <algorithm>
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

}  // namespace

std::vector<EdgeBand> edge_bands(const SearchInput& in, const NodeField& field, std::span<const Cost> cutoffs) {
  const PreparedSearch search = prepare_search(in);
  const StreetNetwork& net = *in.net;
  if (field.cost.size() != net.n_nodes())
    throw std::invalid_argument("edge_bands: " + std::to_string(field.cost.size()) + " costs for " +
                                std::to_string(net.n_nodes()) + " nodes");
  if (cutoffs.size() > 255) throw std::invalid_argument("edge_bands: more than 255 cutoffs");
  for (std::size_t k = 0; k < cutoffs.size(); ++k)
    if (cutoffs[k] >= kUnreachable || (k > 0 && cutoffs[k] <= cutoffs[k - 1]))
      throw std::invalid_argument("edge_bands: cutoffs must ascend and be reachable costs");
  std::vector<EdgeBand> bands;
  if (cutoffs.empty()) return bands;

  std::vector<Stretch> before, now;
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
      emit_new(e, before, now, static_cast<std::uint8_t>(k), bands);
      std::swap(before, now);
    }
  }
  std::sort(bands.begin(), bands.end(), [](const EdgeBand& a, const EdgeBand& b) {
    return a.edge != b.edge ? a.edge < b.edge : a.begin_mm < b.begin_mm;
  });
  return bands;
}

}  // namespace catchment
