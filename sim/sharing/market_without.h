#pragma once

#include <cstdint>
#include <span>

#include "sim/sharing/graph.h"
#include "sim/sharing/matching.h"

namespace catchment {

/// Need that goes unmet with these partners gone, and their own needs along: the market and its pairs without them, matched anew.
/// - `pairs`  into `market`, as match_market takes them
/// - `gone`   [graph nodes] 1: gone; a partner that is no node stays
/// -> sum over needs, each in its type's unit, >= 0. Give `spec` a penalty of its own: the default one depends on who is there.
/// Throws as match_market. Costs one match_market.
double unmet_without(const Market& market, std::span<const MarketPair> pairs, const MatchingSpec& spec, const SharingGraph& graph,
                     std::span<const std::uint8_t> gone);

}  // namespace catchment
