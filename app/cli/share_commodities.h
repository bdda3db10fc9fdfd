#pragma once

#include "app/cli/share_part.h"

namespace catchment::cli {

/// --commodities: several kinds of goods over the edges of the table.
SharePart commodities_part(const ShareView& view, const ShareArguments& in);

}  // namespace catchment::cli
