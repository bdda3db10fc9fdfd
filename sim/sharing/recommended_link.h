#pragma once

#include "sim/sharing/link_rows.h"
#include "sim/sharing/recommend.h"

namespace catchment {

/// The link that takes a recommendation over: active, its amount as capacity, its hours as slots, the offered room as venue. For the edit add_link.
/// Its id tells type and ends: "new-venue-tj-hall-1", numbered on where the world holds that already.
LinkRow recommended_link(const World& world, const Market& market, const Recommendation& recommendation, const PartnerIndex& partners);

}  // namespace catchment
