#pragma once

#include <functional>
#include <span>

#include "app/cli/share_part.h"

namespace catchment::cli {

/// Needs met along the graph (tables), or on the market of a world.
SharePart match_part(const ShareView& view, const ShareArguments& in, const Progress& progress);
/// One to one: each giver to one who needs.
SharePart assign_part(const ShareView& view, const ShareArguments& in);

/// What stays unmet with these nodes gone ([n_nodes] 1: gone), by the same flow or matching; empty: there are no offers and needs. What the
/// lost ones need themselves does not count.
std::function<double(std::span<const std::uint8_t>)> unmet_without(const ShareSource& source, const ShareArguments& in);

}  // namespace catchment::cli
