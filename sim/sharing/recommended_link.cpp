#include "sim/sharing/recommended_link.h"

#include <fmt/format.h>

#include <algorithm>

#include "sim/scenario/parse.h"
#include "sim/sharing/link_types.h"

namespace catchment {

LinkRow recommended_link(const World& world, const Market& market, const Recommendation& r, const PartnerIndex& partners) {
  const MarketEntry &offer = market.offers.at(r.offer), &need = market.needs.at(r.need);
  LinkRow row;
  row.from = partners.word(world, offer.at);
  row.to = partners.word(world, need.at);
  row.type = word_of(r.type);
  row.capacity = r.amount;
  if (r.slots.any()) row.slots = format_opening_hours(r.slots);
  if (offer.venue.valid()) row.venue = world.venues.at(offer.venue.value).id;
  row.status = word_of(LinkStatus::kActive);
  const std::string stem = fmt::format("new-{}-{}-{}", row.type, id_of(world, offer.at), id_of(world, need.at));
  row.id = stem;
  for (int k = 2; std::ranges::any_of(world.links, [&](const SharingLink& link) { return link.id == row.id; }); ++k) row.id = fmt::format("{}-{}", stem, k);
  return row;
}

}  // namespace catchment
