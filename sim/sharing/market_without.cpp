#include "sim/sharing/market_without.h"

#include <utility>
#include <vector>

namespace catchment {

double unmet_without(const Market& market, std::span<const MarketPair> pairs, const MatchingSpec& spec, const SharingGraph& graph,
                     std::span<const std::uint8_t> gone) {
  // The entries that stay, and where each of the old ones has gone to.
  const auto keep = [&](const std::vector<MarketEntry>& from, std::vector<MarketEntry>& to) {
    std::vector<std::uint32_t> moved(from.size(), UINT32_MAX);
    for (std::size_t k = 0; k < from.size(); ++k) {
      const std::uint32_t v = graph.node_of(from[k].at);
      if (v != UINT32_MAX && gone[v] != 0) continue;
      moved[k] = static_cast<std::uint32_t>(to.size());
      to.push_back(from[k]);
    }
    return moved;
  };
  Market left;
  const std::vector<std::uint32_t> offer = keep(market.offers, left.offers), need = keep(market.needs, left.needs);
  std::vector<MarketPair> kept;
  for (MarketPair pair : pairs) {
    pair.offer = offer[pair.offer], pair.need = need[pair.need];
    if (pair.offer != UINT32_MAX && pair.need != UINT32_MAX) kept.push_back(pair);
  }
  return match_market(std::move(left), kept, spec).unmet;
}

}  // namespace catchment
