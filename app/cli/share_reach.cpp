#include "app/cli/share_reach.h"

#include "sim/report/reach.h"
#include "sim/sharing/link_rows.h"

namespace catchment::cli {

std::vector<MarketPair> pairs_in_reach(const ShareSource& source, const Market& market, const MatchingSpec& spec) {
  if (source.network.mode == TravelMode::kMatrix)
    throw InputError("--over reach", "the travel costs are an imported matrix, which knows no partners", "give --over links or --over any");
  // A world of needs and offers on the same streets: what is known of demand points and facilities holds for them.
  World ground;
  ground.crs = source.world.crs;
  ground.streets = source.world.streets;
  std::vector<std::uint32_t> needs, offers;
  for (std::uint32_t k = 0; k < market.needs.size(); ++k)
    if (const auto at = position_of(source.world, market.needs[k].at)) {
      DemandPoint& point = ground.demand.emplace_back();
      point.position = *at;
      point.persons = 1;
      needs.push_back(k);
    }
  std::vector<FacilityId> all;
  for (std::uint32_t k = 0; k < market.offers.size(); ++k) {
    // A room is where it is, whoever lends it.
    const MarketEntry& offer = market.offers[k];
    if (const auto at = position_of(source.world, offer.venue.valid() ? Partner(offer.venue) : offer.at)) {
      all.emplace_back(ground.facilities.size());
      ground.facilities.emplace_back().position = *at;
      offers.push_back(k);
    }
  }
  std::vector<MarketPair> pairs;
  if (needs.empty() || offers.empty()) return pairs;
  const std::vector<CostMatrix> none;
  const Reach reach(ground, source.network, none);
  const CostTable within = reach.within(all, spec.unit, to_cost(spec.cutoff));
  for (std::uint32_t row = 0; row < needs.size(); ++row) {
    const auto to = within.destinations_of(row);
    const auto cost = within.costs_of(row);
    for (std::size_t k = 0; k < to.size(); ++k) {
      const MarketEntry &need = market.needs[needs[row]], &offer = market.offers[offers[to[k]]];
      if (offer.type == need.type && offer.at != need.at && cost[k] < kUnreachable) pairs.push_back({offers[to[k]], needs[row], from_cost(cost[k]), -1});
    }
  }
  return pairs;
}

}  // namespace catchment::cli
