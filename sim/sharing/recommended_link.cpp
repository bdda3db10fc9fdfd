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
  for (const SharingLink& link : world.links)
    if (link.from == offer.at && link.to == need.at && link.type == r.type && link.status != LinkStatus::kLapsed && link.cost > 0) {
      row.cost = link.cost;   // what the possible link says of it
      break;
    }
  std::string stem = fmt::format("new-{}-{}-{}", row.type, id_of(world, offer.at), id_of(world, need.at));
  if (!row.venue.empty()) stem += "-" + row.venue;
  row.id = stem;
  for (int k = 2; std::ranges::any_of(world.links, [&](const SharingLink& link) { return link.id == row.id; }); ++k) row.id = fmt::format("{}-{}", stem, k);
  return row;
}

}  // namespace catchment
