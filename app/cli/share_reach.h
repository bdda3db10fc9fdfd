#pragma once

#include <vector>

#include "app/cli/share_source.h"
#include "sim/sharing/matching.h"

namespace catchment::cli {

/// Offers that a need's partner can reach within `spec.cutoff` as the scenario travels, at what the way costs. A way goes from the need to
/// the offer; partners without a place are in nobody's reach. Throws InputError for a scenario whose costs are an imported matrix, which knows
/// demand points only, or without streets where it walks or cycles.
std::vector<MarketPair> pairs_in_reach(const ShareSource& source, const Market& market, const MatchingSpec& spec);

}  // namespace catchment::cli
